/** What has no subject is called by its first words: readable on a phone, whatever a customer typed. */
import { describe, expect, test } from 'vitest';
import { aboutOf, FIRST_WORDS_CHARS_MAX, isFirstWords, onlyGreeting, subjectGiven } from '../../src/core/about.ts';

const named = (text: string, subject: string | null = null) => aboutOf({ subject, text });

describe('what an enquiry is called', () => {
  test.each([
    ['a subject goes before the words', named('Hello, the lid', 'My  order\n1184'), 'My order 1184'],
    ['a subject that nobody can see is none', named('The lid is off', ' \u200b '), 'The lid is off'],
    ['lines are one', named('\n\r\n  Hi,\r\n\r\nis the blue one back?\n'), 'Hi, is the blue one back?'],
    ['whom a post is written to is left out', named('@kettleshop .@tom_r: my lid rattles'), 'my lid rattles'],
    ['where that is all there is, it stays', named(' @kettleshop '), '@kettleshop'],
    ['somebody named further on stays', named('Is @tom there? me@example.com'), 'Is @tom there? me@example.com'],
    ['nothing to read is no name', named(' \u200b\n\t'), null],
    ['what could make a line read as another goes', named('a\u202eb\u0000c'), 'abc'],
  ])('%s', (_, is, should) => expect(is).toBe(should));

  test('long words are cut between two of them, and an emoji is never cut', () => {
    const long = named(`${'The lid of my kettle rattles, '.repeat(9)}`)!;
    expect(long).toBe('The lid of my kettle rattles, The lid of my kettle rattles, The lid of my…');
    const family = '👩‍👩‍👧‍👦';
    const cut = named(family.repeat(40))!;
    expect(cut.replaceAll(family, '')).toBe('…');
    expect(cut.length).toBeGreaterThan(FIRST_WORDS_CHARS_MAX / 2);
    expect(named('ケトルのふたが'.repeat(30))!).toHaveLength(FIRST_WORDS_CHARS_MAX);
    expect(named('e\u0301'.repeat(99))!.endsWith('e\u0301…')).toBe(true);
  });

  test.each(['Hi', 'Hello there!', 'guten Morgen', 'Bonjour,', 'Cześć 👋'])('%s says nothing yet', text =>
    expect(onlyGreeting(text)).toBe(true));
  test.each(['Kettle broken', 'Hello?', 'Hi is it back?', 'Hello my lid rattles', 'Hi 1184'])('%s does', text =>
    expect(onlyGreeting(text)).toBe(false));

  test('customers are told a subject that somebody gave, and never words of others', () => {
    const passedOn = { subject: null, text: 'Ben, can you take this awful one?' };
    expect(subjectGiven(aboutOf(passedOn), [passedOn])).toBeNull();
    const mail = { subject: 'The lid', text: 'Hello' };
    expect(subjectGiven(aboutOf(mail), [mail, passedOn])).toBe('The lid');
    expect(isFirstWords('Hello', mail)).toBe(false);
  });
});
