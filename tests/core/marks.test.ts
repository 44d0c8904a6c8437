/** How a person is recognised in words of others: however it is written, and never in somebody else's address or name. */
import { expect, test } from 'vitest';
import { allMarks, hasMark, marksOf, withoutMarks } from '../../src/core/marks.ts';

const GONE = '[erased]';
const without = (text: string, addresses: string[], names: string[] = []) =>
  withoutMarks(text, allMarks(marksOf(addresses, names, [])));

test.each([
  ['write to ANN@Example.com.', `write to ${GONE}.`],
  ['<ann@example.com>, (ann@example.com) "ann@example.com"', `<${GONE}>, (${GONE}) "${GONE}"`],
  ["'ann@example.com' or _ann@example.com_", `'${GONE}' or _${GONE}_`],
  ['https://shop.example/?mail=ann%40example.com&x=1', `https://shop.example/?mail=${GONE}&x=1`],
  ['%3Cann@example.com%3E', `%3C${GONE}%3E`],
  ['back+ann=example.com@list.example', `back+${GONE}@list.example`],
  ['ann@example.comまで', `${GONE}まで`],
  ['It was ann@example.com.\nThanks', `It was ${GONE}.\nThanks`],
])('an address goes from %j', (text, wanted) => expect(without(text, ['Ann@example.com'])).toBe(wanted));

test.each([
  'joann@example.com',
  'jo.ann@example.com',
  'jo-ann@example.com',
  'jo_ann@example.com, jo+ann@example.com',
  'ann@example.com.au',
  'ann@example.community',
  'ann@example.com-pany.example',
])('another address stays: %s', text => {
  expect(without(text, ['ann@example.com'])).toBe(text);
  expect(hasMark({ of: [text] }, ['ann@example.com'])).toBe(false);
});

test.each([
  ['Dear İbrahim Çelik', 'İbrahim Çelik'],
  ['Dear İBRAHİM ÇELİK', 'İbrahim Çelik'],
  ['Dear IŞIL YILMAZ', 'Işıl Yılmaz'],
  [`Dear ${'René Müller'.normalize('NFD')}`, 'René Müller'],
  ['Dear René Müller', 'René Müller'.normalize('NFD')],
  ['Dear Maya\n  Patel', 'Maya Patel'],
  ['Dear Maya\u00a0Patel', 'Maya Patel'],
  ['Dear Kim "Zed" Smyth', 'Kim "Zed" Smyth'],
])('a name goes from %j', (text, name) => expect(without(text, [], [name])).toBe(`Dear ${GONE}`));

test('a name goes with what a language puts behind it, and from within text without spaces', () => {
  expect(without('Maya Patels Deckel, Maya Patel’s lid', [], ['Maya Patel'])).toBe(`${GONE}s Deckel, ${GONE}’s lid`);
  expect(without('山田 太郎さんの蓋', [], ['山田 太郎'])).toBe(`${GONE}さんの蓋`);
});

test.each([
  ['Jo-Ann Fox and Ann Foxworth', 'Ann Fox'],
  ['Ann Fox-Lee', 'Ann Fox'],
])('another name stays: %s', (text, name) => expect(without(text, [], [name])).toBe(text));

test('a handle and an id go where they stand alone', () => {
  expect(without('@max_b, @max_bell, joe@max_b', ['@max_b'])).toBe(`${GONE}, @max_bell, joe@max_b`);
  expect(without('order 9912345678, account 12345678', ['12345678'])).toBe(`order 9912345678, account ${GONE}`);
});

test('a mark is found in a value with what JSON writes in another way, and in a key of it', () => {
  const marks = allMarks(marksOf(['ann@example.com', '"odd name"@example.com'], ['Kim "Zed" Smyth'], []));
  expect(hasMark([{ text: 'to\nann@example.com' }], marks)).toBe(true);
  expect(hasMark({ inner: JSON.stringify({ text: 'to\nann@example.com' }) }, marks)).toBe(true);
  expect(hasMark({ text: 'Kim "Zed" Smyth' }, marks)).toBe(true);
  expect(hasMark({ text: '"odd name"@example.com' }, marks)).toBe(true);
  expect(hasMark({ 'ann@example.com': 1 }, marks)).toBe(true);
  expect(hasMark([null, 3, true, { text: 'nobody' }], marks)).toBe(false);
});
