import { describe, expect, test } from 'vitest';
import { gistOf } from '../../src/knowledge/gist.ts';
import { makeIndexMemory } from '../../src/knowledge/index-memory.ts';
import { makePastIndex, type PastEnquiry } from '../../src/knowledge/past-index.ts';
import { rank } from '../../src/knowledge/rank.ts';
import { cpuMs } from '../kit/cost.ts';
import { randomFrom } from '../kit/world.ts';

const WORDS =
  'kettle lid leaks refund order parcel late broken handle whistle invoice address change cancel gift'.split(' ');
const random = randomFrom(5);
const sentence = () => Array.from({ length: 6 }, () => WORDS[Math.floor(random() * WORDS.length)]).join(' ');
const past = (n: number, text = sentence()): PastEnquiry => ({
  ...{ id: `enq_${n}` as never, number: n, version: 1, sentences: [text], reason: null, answer: null },
  ...{ by: null, roomId: 'room_1' as never },
});
const found = (index: ReturnType<typeof makePastIndex>, text: string) =>
  index.search([text], 10).map(each => [each.number, Math.round(each.score * 1e6)]);

describe('the index', () => {
  test('finds the same whatever came in which order, was there before, or was changed', () => {
    const all = Array.from({ length: 300 }, (_, i) => past(i + 1));
    const [one, other] = [makePastIndex(), makePastIndex()];
    for (const each of all) one.put(each);
    for (const each of all.toReversed()) {
      other.put(past(each.number + 1_000));
      other.put({ ...each, version: 0, sentences: ['something else'] });
      other.put(each);
      other.put({ ...each, version: 0, sentences: ['an older version that comes late'] });
      other.remove(`enq_${each.number + 1_000}` as never);
    }
    expect(other.size).toBe(300);
    for (const text of ['my kettle leaks at the lid', 'refund for a late parcel', 'cancel the gift order'])
      expect(found(other, text)).toEqual(found(one, text));
  });

  test('forgets the words of what is removed', () => {
    const index = makePastIndex();
    index.put(past(1, 'the Zeppelin kettle leaks'));
    expect(index.holds('zeppelin')).toBe(1);
    index.remove('enq_1' as never);
    expect(index.holds('zeppelin')).toBe(0);
    expect(index.search(['the Zeppelin kettle leaks'], 5)).toEqual([]);
    expect([...index.all()]).toEqual([]);
  });

  test('what everybody here writes beside their question counts for nothing', () => {
    const index = makePastIndex();
    const noise = 'As a member of your garden club I write from the north';
    for (let i = 1; i <= 200; i++) index.put({ ...past(i), sentences: [sentence(), noise] });
    index.put({ ...past(201), sentences: ['Do you sell brass teapots', noise] });
    const [first, second] = index.search(['Are brass teapots sold by you', noise], 5);
    expect(first?.number).toBe(201);
    expect(second!.score).toBeLessThan(first!.score / 2);
  });

  test.each([
    ['ja', 'ケトルの蓋が漏れます。', '蓋が漏れるのですが'],
    ['zh', '我的退款什么时候到账？', '退款何时到账'],
    ['de', 'Wann kommt meine Rückerstattung für den Kessel?', 'wo bleibt die Rueckerstattung vom Kessel'],
    ['ar', 'متى يصل طلبي من الغلايات؟', 'متى يصل طلبي'],
    ['tr', 'Çaydanlığım bozuk geldi, değiştirebilir misiniz?', 'bozuk gelen çaydanlığı değiştirir misiniz'],
  ])('%s: a question is found again', (_, text, asked) => {
    const index = makePastIndex();
    index.put({ ...past(1), sentences: gistOf(text) });
    for (let i = 2; i < 40; i++) index.put(past(i));
    const [first] = rank(index, gistOf(asked), index.search(gistOf(asked), 24), 5);
    expect(first).toMatchObject({ number: 1 });
  });

  test('emoji, nothing and 30 KB do no harm', () => {
    const index = makePastIndex();
    for (const [i, text] of ['👍👍👍', '', 'x'.repeat(30_000), 'kettle lid '.repeat(3_000)].entries())
      index.put({ ...past(i + 1), sentences: gistOf(text) });
    for (const text of ['👍', '', 'x'.repeat(30_000), 'kettle lid '.repeat(3_000)]) {
      expect(cpuMs(() => void index.search(gistOf(text), 5))).toBeLessThan(500);
    }
  });
});

test('indexes that were asked longest ago are dropped when all of them are too large together', () => {
  const memory = makeIndexMemory(100);
  const dropped: string[] = [];
  const index = (name: string, size: number) => ({ size, drop: () => void dropped.push(name) });
  const [a, b, c] = [index('a', 60), index('b', 30), index('c', 40)];
  memory.used(a);
  memory.used(b);
  memory.used(a);
  memory.used(c);
  expect(dropped).toEqual(['b']);
  memory.used(index('large', 500));
  expect(dropped).toEqual(['b', 'a', 'c']);
});
