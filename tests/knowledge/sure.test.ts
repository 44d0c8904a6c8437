import { describe, expect, test } from 'vitest';
import { makeBestAnswer } from '../../src/knowledge/best-answer.ts';
import { gistOf } from '../../src/knowledge/gist.ts';
import { makePastIndex } from '../../src/knowledge/past-index.ts';
import { rank } from '../../src/knowledge/rank.ts';

/** What customers of a small shop ask, three times each. */
const MATTERS: Record<string, string[]> = {
  refund: [
    'Where is my refund for the kettle that I sent back?',
    'I returned a kettle and still have no refund',
    'How long does a refund take after a return?',
  ],
  lid: [
    'The lid of my kettle leaks, can you repair it?',
    'My kettle leaks at its lid since last week',
    'Do you mend lids that leak?',
  ],
  parcel: [
    'My parcel has not arrived yet, where is it?',
    'The parcel with my teapot is late',
    'When does my parcel arrive?',
  ],
  voucher: [
    'Can I pay with a gift voucher in the shop?',
    'My gift voucher is not accepted',
    'How long is a gift voucher valid?',
  ],
  hours: ['Are you open on Sundays?', 'What are your opening hours at Easter?', 'When do you open on Saturday?'],
};
const STRANGE = [
  'What is the capital of Mongolia?',
  'how tall is the eiffel tower',
  'who won the football last night',
  'Tell me a joke about penguins',
  '👍',
  '',
];

function shop(told: 'reason' | 'answer' | 'nothing') {
  const index = makePastIndex();
  for (const [i, [reason, texts]] of Object.entries(MATTERS).entries())
    for (const [n, text] of texts.entries()) {
      const number = i * 10 + n;
      index.put({
        ...{ id: `enq_${number}` as never, number, version: 1, by: null, roomId: 'room_1' as never },
        ...{ sentences: gistOf(text), reason: told === 'reason' ? reason : null, answer: told === 'answer' ? i : null },
      });
    }
  return (text: string) => rank(index, gistOf(text), index.search(gistOf(text), 40), 5);
}

describe.each(['reason', 'answer', 'nothing'] as const)('how sure it is, where %s is known', told => {
  const ask = shop(told);

  test('is a share of one that falls from the first to the last', () => {
    for (const text of [...Object.values(MATTERS).flat(), ...STRANGE]) {
      const all = ask(text).map(each => each.sure);
      for (const each of all) expect(each >= 0 && each <= 1).toBe(true);
      expect(all).toEqual(all.toSorted((a, b) => b - a));
    }
  });

  test('a question that was asked in other words is near, one about something else is not', () => {
    expect(ask('has my refund for the returned kettle been sent')[0]).toMatchObject({ near: true });
    expect(ask('the lid of the kettle leaks again')[0]).toMatchObject({ near: true });
    for (const text of STRANGE) expect(ask(text).filter(each => each.near)).toEqual([]);
  });

  test('where no word is shared nothing is said at all', () => {
    for (const text of ['👍', '', 'Tell me a joke about penguins']) expect(ask(text)).toEqual([]);
  });
});

test('neighbours that had the same answer make it surer than those that had others', () => {
  const text = 'my refund has not come';
  expect(shop('reason')(text)[0]!.sure).toBeGreaterThan(shop('nothing')(text)[0]!.sure);
});

describe('the best of a few published answers', () => {
  const best = makeBestAnswer(Object.values(MATTERS).map(texts => ({ texts })));

  test.each([
    ['where is the refund for my kettle', 0],
    ['my parcel is late', 2],
    ['are you open at easter', 4],
  ])('%s', (text, at) => {
    expect(best(text)).toMatchObject({ at, near: true });
  });

  test('is none for what nobody wrote about, and none of none', () => {
    for (const text of STRANGE) expect(best(text)?.near ?? false).toBe(false);
    expect(makeBestAnswer([])('where is my refund')).toBeNull();
    expect(makeBestAnswer([{ texts: [] }, { texts: ['', '👍'] }])('where is my refund')).toBeNull();
  });
});
