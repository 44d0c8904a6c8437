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
  ['https://list.example/?email=3Dann@example.com', `https://list.example/?email=3D${GONE}`],
  ['=?utf-8?q?=3Cann=40example.com=3E?=', `=?utf-8?q?=3C${GONE}=3E?=`],
  [String.raw`{"from":"\u003cann@example.com\u003e"}`, String.raw`{"from":"\u003c${GONE}\u003e"}`],
  ['%E2%80%9Cann%40example.com', `%E2%80%9C${GONE}`],
  ['SRS0=ab=cd=example.com=ann@fwd.example', `SRS0=ab=cd=${GONE}@fwd.example`],
  ['ann@example.comまで', `${GONE}まで`],
  ['It was ann@example.com.\nThanks', `It was ${GONE}.\nThanks`],
])('an address goes from %j', (text, wanted) => expect(without(text, ['Ann@example.com'])).toBe(wanted));

test.each([
  'joann@example.com',
  'jo.ann@example.com',
  'jo-ann@example.com',
  'jo_ann@example.com, jo+ann@example.com',
  'ann@example.com.au',
  'jo=2Eann=40example.com',
  'jo%2Bann%40example.com',
  '%C3%A9ann%40example.com, =C3=A9ann@example.com',
  'https://list.example/?email=beann@example.com',
  'SRS0=ab=cd=my-example.com=ann@fwd.example',
  'SRS0=ab=cd=example.com=joann@fwd.example',
  'SRS0=ab=cd=example.com=ann.lee@fwd.example',
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
  ['Dear o’neil smith', "O'Neil Smith"],
  ["Dear O'Neil Smith", 'O’Neil Smith'],
])('a name goes from %j', (text, name) => expect(without(text, [], [name])).toBe(`Dear ${GONE}`));

test('a name goes with what a language puts behind it, and from within text without spaces', () => {
  expect(without('Maya Patels Deckel, Maya Patel’s lid', [], ['Maya Patel'])).toBe(`${GONE}s Deckel, ${GONE}’s lid`);
  expect(without("la visita d'Anna Müller", [], ['Anna Müller'])).toBe(`la visita d'${GONE}`);
  expect(without('La casa dell’Anna Müller', [], ['Anna Müller'])).toBe(`La casa dell’${GONE}`);
  expect(without("l'Anna Müller", [], ['Anna Müller'])).toBe(`l'${GONE}`);
  expect(without('山田 太郎さんの蓋', [], ['山田 太郎'])).toBe(`${GONE}さんの蓋`);
});

test.each([
  ['Jo-Ann Fox and Ann Foxworth', 'Ann Fox'],
  ['Ann Fox-Lee', 'Ann Fox'],
  ["O'Neil Smith", 'Neil Smith'],
  ["D’Angelo Russell, D'Angelo Russell", 'Angelo Russell'],
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
