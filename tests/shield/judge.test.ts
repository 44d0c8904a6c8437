/** What is folded, what is only strong, and what is neither: on sentences that were written for this. */
import { expect, test } from 'vitest';
import { judgeTone } from '../../src/shield/judge.ts';
import { dearerWhenLonger } from '../kit/cost.ts';
import { AIMED, AIMED_LATER } from './aimed.ts';
import { AIMED_ELSEWHERE, FINE_ELSEWHERE } from './languages.ts';
import { COMPLAINTS, FINE_LATER, INNOCENT, TURNS } from './sentences.ts';

const folded = (texts: readonly string[]) => texts.filter(each => judgeTone(each).level === 'aimed');
const shown = (texts: readonly string[]) => texts.filter(each => judgeTone(each).level !== 'aimed');

test('what is aimed at whoever reads it is folded', () => {
  expect(shown([...AIMED, ...AIMED_LATER])).toEqual([]);
});

test('what shops and clinics are asked every day is not, whatever it looks like', () => {
  expect(folded(INNOCENT)).toEqual([]);
  expect(
    INNOCENT.filter(each => judgeTone(each).level === 'strong' && !/damn|crap|ass\b|bitch|said/i.test(each)),
  ).toEqual([]);
});

test('an angry complaint is read as it is', () => {
  expect(folded(COMPLAINTS)).toEqual([]);
  expect(folded([...TURNS, ...FINE_LATER])).toEqual([]);
});

test('the other languages of customers are judged by shorter lists', () => {
  expect(shown(AIMED_ELSEWHERE)).toEqual([]);
  expect(folded(FINE_ELSEWHERE)).toEqual([]);
});

test.each([
  ['This is fucking ridiculous, where is my order?', 'strong'],
  ['another f*cking delay', 'strong'],
  ['Das ist doch scheiße, wo bleibt mein Paket?', 'strong'],
  ['Que merda, meu pedido atrasou de novo.', 'strong'],
  ['Where is my order?', 'none'],
  ['', 'none'],
  ['🙂', 'none'],
  // Bold print of plain text, and other scripts, are no disguise.
  ['Send the **client id** and the **key**.', 'none'],
  ['Привет, где мой заказ?', 'none'],
  ['sh** delivery, again', 'strong'],
])('%s is %s', (text, level) => {
  expect(judgeTone(text).level).toBe(level);
});

test.each([
  'f u c k you',
  'F.U.C.K. you',
  'f*ck you',
  'f**k off',
  'fvck you',
  'fuuuuck yooou',
  'you 1d10t',
  'you are a b!tch',
  'you stup1d cow',
  'you s​tupid cow',
  'you are an ıdiοt',
  'уou are an idiоt',
  'y\u0336o\u0336u\u0336 idiot',
  'ＹＯＵ ＩＤＩＯＴ',
  '🖕',
  'FUCK YOU',
  '#fuckyou',
])('a disguise is seen through: %s', text => {
  expect(judgeTone(text).level).toBe('aimed');
});

test.each([
  'Your driver called me a stupid bitch.',
  'He said "you fucking idiot" to my son.',
  'She told me to fuck off.',
  'Somebody in your shop called me a faggot.',
  'I was told to go to hell by your colleague.',
  'You called me stupid.',
  'You are not stupid.',
  'I would never call you an idiot.',
  "I'm not saying you are liars.",
  "I'm such an idiot.",
  'I feel like a complete moron.',
  'My ex is a bastard, please take his card off my account.',
])('what others said, what is denied and what is said of oneself is not aimed: %s', text => {
  expect(judgeTone(text).level).not.toBe('aimed');
});

test('to quote somebody is no way to say it all the same', () => {
  expect(judgeTone('As I said, you are idiots.').level).toBe('aimed');
  expect(judgeTone('You are a "stupid bitch".').level).toBe('aimed');
  expect(judgeTone('I told you to fuck off, you moron.').level).toBe('aimed');
});

test.each([
  'I know where you live',
  'I will kill you',
  'Ich bring dich um',
  'Je vais te tuer',
  "I'll burn your shop down",
])('%s is a threat', text => {
  expect(judgeTone(text)).toMatchObject({ level: 'aimed', threat: true });
});

test.each([
  'I will see you in court.',
  'I am going to report you.',
  'You will hear from my lawyer.',
  'My husband will kill me if it is late.',
  'You stupid cow',
])('%s is none', text => {
  expect(judgeTone(text).threat).toBeUndefined();
});

test.each([
  'I want to kill myself',
  'I just want to die',
  "I can't go on, I don't want to live anymore",
  'Ich will nicht mehr leben',
  'Je veux mourir',
  'I want to kill myself because of you idiots',
])('whoever means to hurt themselves is never folded: %s', text => {
  expect(judgeTone(text)).toMatchObject({ despair: true });
  expect(judgeTone(text).level).not.toBe('aimed');
});

test('the threshold moves what is doubtful, and nothing that is not', () => {
  const doubtful = judgeTone('You are all useless and I want my money back now.');
  expect(doubtful).toMatchObject({ level: 'none', score: 380 });
  expect(judgeTone('You are all useless and I want my money back now.', 350).level).toBe('aimed');
  expect(judgeTone('I will kill you', 700).level).toBe('aimed');
  expect(judgeTone('Where is my order?', 350).level).toBe('none');
});

test('a text of 30,000 characters takes no longer than its length', { timeout: 20_000 }, () => {
  for (const piece of [
    'you are a ',
    'f**k*** ',
    'f u c k ',
    '"',
    "' '",
    '!?.,',
    'a',
    '🖕',
    'a.',
    ' - - -',
    'i want to to have ',
    '*a*',
    '\n',
  ]) {
    let nth = 0;
    // Each is a text of its own: what was judged before is kept.
    const judge = (length: number) => {
      judgeTone(`${piece.repeat(Math.ceil(length / piece.length)).slice(0, length)} ${nth++}`);
    };
    expect(dearerWhenLonger(judge, 30_000), piece).toBeLessThan(3);
  }
});

test('any text whatever is judged', () => {
  for (const each of ['constructor', '__proto__', 'toString hasOwnProperty', 'you constructor'])
    expect(judgeTone(each).level).toBe('none');
  let seed = 42;
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return seed % below;
  };
  const pieces = [
    'you',
    ' ',
    'fuck',
    '\n',
    '"',
    '“',
    "'",
    '*',
    '.',
    ',',
    '🖕',
    '\u200b',
    'ﬀ',
    '\ud800',
    'ı',
    '@',
    '1',
    'انت',
    '$',
    'idiot',
    ' are ',
    '>',
  ];
  for (let i = 0; i < 2_000; i++) {
    const text = Array.from({ length: random(40) }, () => pieces[random(pieces.length)]).join('');
    const { level, score, gist } = judgeTone(text);
    expect(['none', 'strong', 'aimed']).toContain(level);
    expect(score >= 0 && score <= 1000).toBe(true);
    expect(gist === null || gist.length <= 160).toBe(true);
  }
});
