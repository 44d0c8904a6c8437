/** Public and private enquiries of one customer stay apart: every way that moves a message, a reply or a thread. */

import { globSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnquiryId } from '../../src/core/ids.ts';
import { DAY } from '../../src/core/time.ts';
import { followMerges } from '../../src/posting/merges.ts';
import { type BoardHouse, openBoardHouse } from '../kit/board-house.ts';

let house: BoardHouse;
let open: string;
let secret: string;
const ann = () => house.shop.as('Ann');
const stored = async (id: string) => (await house.shop.house.parts.store.enquiry(id as EnquiryId))!;
const textsOf = async (id: string) =>
  (await house.shop.house.parts.store.messages(id as EnquiryId)).map(each => each.text);
const told = async (id: string) => (await house.seen('Ann', id, 'refusal'))?.words;
const REFUSED = /^One of these is public and the other is private\. They cannot be merged/;

beforeEach(async () => {
  house = await openBoardHouse();
  open = await house.comes('public', 'Where is my order?');
  secret = await house.comes('private', 'My order number is 4711.');
});
afterEach(() => house.close());

/** [what, how it is tried from one to the other] */
const MERGES: [string, (from: string, into: string) => Promise<void>][] = [
  [
    'by the form',
    async (from, into) => ann().submit('merge.form', from, 'merge', { into: `#${(await stored(into)).number}` }),
  ],
  ['by the button of an offer', (from, into) => ann().press('enquiry.merge', `${from} ${into}`)],
];

describe('a public and a private enquiry of one customer', () => {
  test.each(
    MERGES.flatMap(([how, merge]) => [
      [how, 'public into private', merge, () => [open, secret]] as const,
      [how, 'private into public', merge, () => [secret, open]] as const,
    ]),
  )('are not merged %s, %s, and it says why', async (_how, _way, merge, ids) => {
    const [from, into] = ids() as [string, string];
    await merge(from, into);
    expect(await told(from)).toMatch(REFUSED);
    expect(await stored(from)).toMatchObject({ status: 'open', mergedInto: null });
    expect(await textsOf(open)).toEqual(['Where is my order?']);
    expect(await textsOf(secret)).toEqual(['My order number is 4711.']);
  });

  test('are not followed into each other, whatever a row says', async () => {
    const { store } = house.shop.house.parts;
    const merged = { ...(await stored(open)), status: 'merged' as const, mergedInto: secret as EnquiryId };
    expect(await followMerges(store, merged)).toBeNull();
    const other = await house.comes('public', 'And where is my parcel?');
    expect(await followMerges(store, { ...merged, mergedInto: other as EnquiryId })).toMatchObject({ id: other });
  });

  test('keep their side when they are split, reopened, moved on to a new one, and merged among themselves', async () => {
    await house.comes('private', 'And there is a dent.');
    const { number } = await stored(secret);
    await ann().command(`split ${number} 2`);
    const parts = (await house.shop.cards()).filter(each => each.direction === 'PRIVATE');
    expect(parts.map(each => each.message.text)).toEqual(['My order number is 4711.', 'And there is a dent.']);

    await ann().press('enquiry.merge', `${parts[1]!.enquiryId} ${secret}`);
    expect(await stored(secret)).toMatchObject({ visibility: 'private', customerMessages: 2 });
    expect(await house.comes('private', 'Are you there?')).toBe(secret);

    for (const id of [open, secret]) await ann().press('enquiry.resolve', id);
    expect(await house.comes('public', 'It is still not here.', { answers: 'item-1' })).toBe(open);
    expect(await house.comes('private', 'It came, with a scratch.')).toBe(secret);

    for (const id of [open, secret]) await ann().press('enquiry.resolve', id);
    await house.shop.pass(15 * DAY);
    const later = await house.comes('private', 'A last thing, privately.');
    expect(await stored(later)).toMatchObject({ visibility: 'private', linkedTo: secret });
    const public2 = await house.comes('public', 'A last thing for all.', { answers: 'item-1' });
    expect(await stored(public2)).toMatchObject({ visibility: 'public', linkedTo: open });
  });

  test('are answered each on its own side, though the words of one are pressed in the thread of the other', async () => {
    const thread = (await house.shop.thread(open)).ref;
    await ann().write(secret, 'Your number 4711 is on its way.');
    const { id, value } = (await house.seen('Ann', secret))!.buttons[0]!;
    await ann().press(id, value, thread);
    await house.leave();
    expect(house.board.got).toMatchObject([{ kind: 'note', text: 'Your number 4711 is on its way.' }]);
    // The form of the public one, opened with words of the private one, begins empty.
    await ann().write(secret, 'The number again: 4711.');
    const [remark] = (await house.seen('Ann', secret))!.buttons[0]!.value.split(' ');
    await ann().submit('reply.form', open, 'reply.send', { text: 'It is on its way.', seen: '1', of: remark! });
    expect((await house.seen('Ann', open))?.quote?.text).toBe('It is on its way.');
    await house.leave();
    expect(house.board.got).toHaveLength(1);
  });
});

test('no statement of the source gives a stored enquiry another side, or a reply or a remark another enquiry', () => {
  const changes = /table: '(enquiries|replies|remarks)'[^;]{0,200}?set: \{[^}]*\b(visibility|enquiryId)\b/g;
  const found = globSync('src/**/*.ts').flatMap(file =>
    [...readFileSync(file, 'utf8').matchAll(changes)].map(each => `${file}: ${each[0]}`),
  );
  expect(found).toEqual([]);
});
