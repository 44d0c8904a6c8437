import { describe, expect, test } from 'vitest';
import { type Addressed, addressed } from '../../src/core/mentions.ts';

const PEOPLE = ['Ann', 'Ben', 'Chidi', 'Zoë Martín', 'Łukasz Żak (he/him) – back 3 Dec 🌴', '王伟', '김민수'];
const NFD = (text: string) => text.normalize('NFD');

describe('whom a text addresses', () => {
  test.each([
    '@Ben between us: is her warranty void?',
    'is her warranty void, @Ben',
    'is her warranty void? @Ben',
    '@Ben',
    '@ben',
    '@BEN!',
    '@Ben, look',
    '@Ben: look',
    '@Ben; look',
    '@Ben… look',
    '@Ben — look',
    "@Ben's idea",
    '@Ben’s idea',
    '(@Ben)',
    '"@Ben"',
    '“@Ben”',
    '«@Ben»',
    '¿@Ben?',
    '[@Ben]',
    '*@Ben* look',
    '_@Ben_ look',
    '`@Ben` look',
    '~@Ben~',
    '**@Ben**',
    '>@Ben',
    '> @Ben wrote this',
    '- @Ben',
    '•@Ben',
    '1. @Ben',
    '```\n@Ben\n```',
    'Thanks for writing.\n@Ben is that so?',
    'Thanks for writing.\r\n\t@Ben',
    'Hello/@Ben',
    'OK.@Ben look',
    'OK…@Ben look',
    '👍@Ben',
    '@@Ben',
    '＠Ben',
    '﹫Ben',
    '＠Ｂｅｎ',
    '@B\u200ben',
    '\u200b@Ben',
    'hello\u200b@Ben',
    '@\u2060Ben',
    '@\u00adBen',
    '\u2066@Ben\u2069',
    '@Ben\ufe0f',
    '@Zoë',
    NFD('@Zoë'),
    '@Zoe',
    '@ZOË MARTÍN, look',
    NFD('@Zoë Martín'),
    '@Zoë\u00a0Martín',
    '@Zoë  Martín',
    '@Zoë\nMartín',
    '@zoe.martin',
    '@zoemartin',
    '@Martín',
    '@"Zoë Martín"',
    '@Łukasz',
    '@lukasz',
    '@Łukasz Żak',
    '请@王伟看一下',
    '@王伟请看',
    '@Ben看一下',
    '请@Ben看一下',
    '@김민수님 확인',
    '@here',
    '@channel please',
    '@everyone',
    '@Team: look',
    '@all',
    '<@ben>',
    '@ben@example.social',
  ])('%j: a colleague', text => {
    expect(addressed(text, PEOPLE)).toBe('staff');
  });

  test.each([
    '@Priya look',
    '@U0123ABC',
    'see @kettleco',
    '@Benjamin',
    '@Bens Idee',
    '@ben.shop',
    '@Ben-please',
    '@Бену скажи',
    '@types/node',
    '@ Ben look',
    'Thanks@Ben',
  ])('%j: perhaps', text => {
    expect(addressed(text, PEOPLE)).toBe('perhaps');
  });

  test.each([
    'Dear Maya, it is on its way.',
    'Ben will call you.',
    'ben@example.com',
    'Write to ben@example.com, or to ann.b+c@ben.example.',
    'a@b',
    'info@ann.example',
    'info@here.example',
    'ben_@example.com',
    'mailto:ben@example.com',
    '<ben@example.com>',
    'https://medium.com/@ben/post',
    'https://example.com/a?b=@ben',
    'See tiktok.com/@ben.',
    'https://ben:secret@example.com/',
    '3 lids @ 20 EUR',
    '3 lids @20 EUR',
    'Tomorrow @ 15:00',
    'today @5pm',
    '@',
    '@@@',
    '@ ',
    '(@)',
    ':@',
    'é@b',
    NFD('é@b'),
    '',
  ])('%j: nobody', text => {
    expect(addressed(text, PEOPLE)).toBe('nobody');
  });

  test('where nobody is known, everybody is still addressed, and an @ before a word is a doubt', () => {
    const found: Addressed[] = ['@here', '@Ben', 'ben@example.com'].map(each => addressed(each));
    expect(found).toEqual(['staff', 'perhaps', 'nobody']);
  });

  test('the longest text a reply may have is read at once, whatever it is made of', () => {
    const people = Array.from({ length: 200 }, (_, i) => `Person Number${i}`);
    for (const bit of ['@', '@a', 'a@', '\u200b', '\u200b@', '@\u200b', 'a.', 'a.@', '@Person ', '@ ', '_@', ' '])
      expect(addressed(bit.repeat(50_000 / bit.length), people)).toMatch(/staff|perhaps|nobody/);
  }, 5_000);
});
