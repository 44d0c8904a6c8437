/** Topics as people write them, and which texts are about them. */
import { expect, test } from 'vitest';
import { cleanTopic, isAbout, TOPICS_MAX, topicsIn } from '../../src/experts/topics.ts';

test.each([
  ['Stoves', 'stoves'],
  ['  "Wood   stoves". ', 'wood stoves'],
  ['#flues', 'flues'],
  ['ÖFEN', 'öfen'],
  ['!!!', ''],
  ['x'.repeat(100), 'x'.repeat(40)],
])('%j is kept as %j', (typed, kept) => {
  expect(cleanTopic(typed)).toBe(kept);
});

test('several topics come in one line, each once', () => {
  expect(topicsIn('stoves, Flues; stoves\n,, chimney sweeps')).toEqual(['stoves', 'flues', 'chimney sweeps']);
  expect(topicsIn(Array.from({ length: 99 }, (_, i) => `topic ${i}`).join(','))).toHaveLength(TOPICS_MAX);
});

test.each([
  ['stoves', 'Does this stove fit a 1998 flue?', true],
  ['stove', 'Two STOVES, please', true],
  ['wood stoves', 'My stove burns wood', true],
  ['wood stoves', 'My stove is electric', false],
  ['delivery', 'When are your deliveries?', true],
  ['stores', 'That is another story', false],
  ['store', 'A long history', false],
  ['vat', 'What is the VAT on this?', true],
  ['vat', 'My cat sat on a private mat', false],
  ['questions about returns', 'I want to return it', true],
  ['Öfen', 'Haben Sie ÖFEN?', true],
  ['печи', 'Есть ли у вас печи?', true],
  ['暖炉', 'この暖炉は使えますか', true],
  ['the', 'the end', false],
  ['👍', '👍👍', false],
])('the topic %j and the text %j: %j', (topic, text, is) => {
  expect(isAbout(topic, text)).toBe(is);
});

test('a long text is looked at as far as it says what it is about', () => {
  expect(isAbout('stove', `${'lorem ipsum '.repeat(5_000)} stove`)).toBe(false);
  expect(isAbout('stove', `stove ${'lorem ipsum '.repeat(5_000)}`)).toBe(true);
});
