/** The gist says what is needed, and never repeats what hurts. */
import { expect, test } from 'vitest';
import { judgeTone } from '../../src/shield/judge.ts';
import { AIMED } from './aimed.ts';
import { AIMED_ELSEWHERE } from './languages.ts';

test.each([
  ['You incompetent idiots, where is my refund for order 4471?', 'where is my refund for order 4471?'],
  ['Where is my fucking parcel you useless cunts', 'Where is my parcel'],
  ['Shut up and cancel my subscription', 'cancel my subscription'],
  ['You people are scum. Refund order 4471 now or I know where you live.', 'Refund order 4471 now.'],
  ['Give me my money back, asshole!', 'Give me my money back'],
  ['Ihr verdammten Idioten, wo ist mein Paket?', 'wo ist mein Paket?'],
  ["Bande d'abrutis, où est mon colis ?", 'où est mon colis?'],
  ['fuck you', null],
  ['I know where you live', null],
])('%s -> %s', (text, gist) => {
  expect(judgeTone(text).gist).toBe(gist);
});

test('in a letter it is the sentence that asks, not the greeting, not the longest, not the end', () => {
  const letter = [
    'Hi there,',
    'I hope you are well. I have been a loyal customer of yours for more than ten years and so has my whole family.',
    'You are a pack of morons. My card was charged twice for order 8812. Go to hell!',
    'Kind regards,\nTom Jones\n0161 496 0123\nSent from my phone',
  ].join('\n\n');
  expect(judgeTone(letter).gist).toBe('My card was charged twice for order 8812.');
});

test('a line that a mail program broke is one sentence', () => {
  expect(judgeTone('You idiots.\nI want to know when my parcel with\nthe kettle will arrive.').gist).toBe(
    'I want to know when my parcel with the kettle will arrive.',
  );
});

test('what is quoted is not repeated, and a long sentence is cut between words', () => {
  expect(judgeTone('> please refund me\nYou morons, where is my cup?').gist).toBe('where is my cup?');
  const gist = judgeTone(`You morons. Please send ${'the very large kettle '.repeat(12)}again.`).gist!;
  expect(gist.length).toBeLessThanOrEqual(160);
  expect(gist).toMatch(/kettle…$|large…$|very…$|the…$/);
});

test('no gist of anything aimed is aimed or swears', () => {
  for (const text of [...AIMED, ...AIMED_ELSEWHERE]) {
    const { gist } = judgeTone(`${text} Where is my parcel?`);
    expect([text, gist === null ? 'none' : judgeTone(gist).level]).toEqual([text, 'none']);
  }
});
