/** What the guesser of contact reasons makes of a team's choices, and of odd texts; without the store. */
import { expect, test } from 'vitest';
import type { EnquiryId, RoomId } from '../../src/core/ids.ts';
import { featuresOf } from '../../src/insight/reasons/features.ts';
import { type Label, makeReasonModel, VOTERS } from '../../src/insight/reasons/model.ts';
import { teachSoftmax } from '../../src/insight/reasons/softmax.ts';
import { gistOf } from '../../src/knowledge/gist.ts';
import { makePastIndex } from '../../src/knowledge/past-index.ts';
import { randomFrom } from '../kit/world.ts';

/** Four matters of a bakery, in words that are put together anew each time. */
const MATTERS: Record<string, string[][]> = {
  Delivery: [
    ['Where is', 'When comes', 'I still wait for', 'Nobody brought'],
    ['my parcel', 'the delivery', 'the courier', 'my box of bread'],
    ['today?', 'since Monday.', 'to my door?', 'to Hill Road?'],
  ],
  Refund: [
    ['Please send back', 'I want', 'Can you return', 'When do I get'],
    ['my money', 'a refund', 'what I paid', 'the amount I was charged'],
    ['for the cake.', 'as it was twice.', 'to my card.', 'this week?'],
  ],
  Allergy: [
    ['Are there nuts in', 'Is there gluten in', 'Does it contain milk,', 'Which allergens are in'],
    ['the brownies', 'your rye bread', 'the birthday cake', 'the muffins'],
    ['please?', 'my son must not eat it.', 'I am allergic.', 'or traces of them?'],
  ],
  Opening: [
    ['Are you open', 'When do you close', 'Until when can I come', 'Is the shop open'],
    ['on Sunday', 'at Easter', 'on bank holidays', 'tonight'],
    ['?', 'in town?', 'at the station?', 'this year?'],
  ],
};

function written(n: number, random: () => number): Label[] {
  const names = Object.keys(MATTERS);
  return Array.from({ length: n }, (_, i) => {
    const reason = names[Math.floor(random() * names.length)]!;
    const text = MATTERS[reason]!.map(each => each[Math.floor(random() * each.length)]!).join(' ');
    return { id: `enq_${i}` as EnquiryId, sentences: gistOf(text), reason };
  });
}

async function learnt(labels: Label[]) {
  const index = makePastIndex();
  for (const [i, each] of labels.entries())
    index.put({ ...each, number: i + 1, version: 1, answer: null, by: null, roomId: 'room_1' as RoomId });
  const nearest = (sentences: readonly string[], without: EnquiryId | null) =>
    index
      .search(sentences, VOTERS, each => each.id !== without)
      .map(({ id, score, reason }) => ({ id, score, reason: reason! }));
  let breaths = 0;
  const model = await makeReasonModel(labels, nearest, async () => void breaths++);
  return { breaths, model, guess: (text: string) => model.guess(gistOf(text), nearest(gistOf(text), null)) };
}

test('with a dozen labels the likest decide, and nothing is preselected', async () => {
  const { guess } = await learnt(written(16, randomFrom(1)));
  const { reasons, sure } = guess('Could I get the refund to my card?');
  expect(reasons[0]!.reason).toBe('Refund');
  expect(sure).toBe(false);
  expect(reasons.reduce((sum, each) => sum + each.p, 0)).toBeCloseTo(1, 6);
});

test('with 200 labels it is right, says how sure it is, and preselects what is plain but not what is strange', async () => {
  const { guess } = await learnt(written(200, randomFrom(2)));
  const plain = guess('Hello,\n\nwhen do I get my money for the cake?\n\nRegards\nJo');
  expect(plain.reasons[0]).toMatchObject({ reason: 'Refund' });
  expect(plain.sure).toBe(true);
  for (const each of ['Quarterly tax statement attached', '🙂🙂🙂', '', 'x'.repeat(30_000)])
    expect({ each: each.slice(0, 20), sure: guess(each).sure }).toEqual({ each: each.slice(0, 20), sure: false });
});

test('where choices follow no rule it is never sure', async () => {
  const random = randomFrom(3);
  const names = Object.keys(MATTERS);
  const labels = written(240, random).map(each => ({ ...each, reason: names[Math.floor(random() * 4)]! }));
  const { guess } = await learnt(labels);
  const asked = written(60, random);
  expect(asked.filter(each => guess(each.sentences.join(' ')).sure)).toHaveLength(0);
});

test('it learns in small steps, and two processes with the same choices learn the same', async () => {
  const labels = written(150, randomFrom(4));
  const [one, other] = [await learnt(labels), await learnt(labels)];
  const text = 'Is the birthday cake without nuts?';
  expect(one.guess(text)).toEqual(other.guess(text));
  expect(one.breaths).toBeGreaterThan(300);
  // No step does more than a few examples at once.
  const examples = labels.map(each => ({ features: featuresOf(each.sentences), is: 0 }));
  const teaching = teachSoftmax(examples, 99);
  let steps = 0;
  while (!teaching.next().done) steps++;
  expect(steps).toBeGreaterThan(150);
});

test.each([
  ['Arabic, from right to left', 'أين طردي؟ لم يصل بعد', 'متى يصل طردي من فضلكم؟', 'أريد استرداد أموالي'],
  ['Japanese, without spaces', '荷物がまだ届いていません', '荷物が届いていません。いつですか', '返金をお願いします'],
  ['Thai, without spaces', 'พัสดุยังไม่มาถึง', 'พัสดุจะมาถึงเมื่อไหร่', 'ขอเงินคืนหน่อยครับ'],
  [
    'German',
    'Mein Paket ist noch nicht angekommen',
    'Wann kommt mein Paket endlich an?',
    'Ich möchte mein Geld zurück',
  ],
])('%s', async (_, late, asked, money) => {
  const labels: Label[] = [late, money].flatMap((text, n) =>
    Array.from({ length: 6 }, (_, i) => ({
      id: `enq_${n}_${i}` as EnquiryId,
      sentences: gistOf(text),
      reason: n === 0 ? 'Delivery' : 'Refund',
    })),
  );
  expect((await learnt(labels)).guess(asked).reasons[0]!.reason).toBe('Delivery');
});

test('a long text costs no more than its gist', () => {
  const text = 'Where is my parcel with the long name? '.repeat(800);
  expect(gistOf(text).join(' ').length).toBeLessThanOrEqual(520);
  expect(featuresOf([text]).length).toBeLessThanOrEqual(1_500);
});
