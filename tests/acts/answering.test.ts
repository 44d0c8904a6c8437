/** What a channel says of whether, where and how an enquiry can be answered, where staff see it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LANGUAGES, textsIn } from '../../src/core/customer-texts/texts.ts';
import type { EnquiryId, RemarkId, StaffId } from '../../src/core/ids.ts';
import { previewFingerprint } from '../../src/posting/fingerprint.ts';
import { formFor } from '../../src/posting/forms.ts';
import { lengthOf } from '../adapters/channels/board/config.ts';
import { type BoardHouse, openBoardHouse } from '../kit/board-house.ts';
import type { Person } from '../kit/house.ts';

let house: BoardHouse;
let ann: Person;
const labels = (view: { buttons: { label: string }[] } | undefined) => view?.buttons.map(each => each.label);

beforeEach(async () => {
  house = await openBoardHouse();
  ann = house.shop.as('Ann');
});
afterEach(() => house.close());

/** Presses Send with the fingerprint that a preview would have carried, had it offered to send. */
async function forced(id: string): Promise<void> {
  const { parts } = house.shop.house;
  const staff = (await parts.store.staffByRef('practice:ann'))!;
  const [draft] = await parts.store.drafts(staff.id as StaffId, 1);
  const remark = (await parts.store.remark(draft!.id as RemarkId))!;
  await ann.press('reply.send', `${remark.id} ${await previewFingerprint(parts, remark, staff.id)}`, id);
  await house.leave();
}

describe('an enquiry that cannot be answered from here', () => {
  const WORDS = 'Open at ten & closed at four?\n100 %';
  let id: string;
  beforeEach(async () => {
    id = await house.comes('public', 'When do you open?', { closed: true });
  });

  test('says so on the card in place of Reply, and leads to where it can', async () => {
    const card = await house.shop.card(id);
    expect(card.refused).toBe('The board has closed this question. Answer on the board itself.');
    expect(card.links).toEqual([{ label: 'Open the board', url: 'https://board.example/answer?words=' }]);
    expect([...labels(card)!, ...card.menu.map(each => each.label)]).not.toContain('Reply');
    expect(card.menu.map(each => each.id)).toEqual(expect.arrayContaining(['enquiry.spam', 'enquiry.merge']));
    const by = { deskRef: 'practice:ann', name: 'Ann', admin: true };
    const form = await formFor(house.shop.house.parts, 'enquiry.reply', id as EnquiryId, by);
    expect(form).toEqual({ refusal: card.refused });
  });

  test('has its link once: as a button, and where that is gone, because it is over, as a line', async () => {
    const details = [
      { label: 'Open on the board', value: 'https://board.example/answer?words=', byChannel: true as const },
    ];
    const [message] = await house.shop.house.parts.store.messages(id as EnquiryId);
    await house.shop.house.parts.store.commit([{ do: 'update', table: 'messages', id: message!.id, set: { details } }]);
    await ann.press('enquiry.claim', id);
    expect(await house.shop.card(id)).toMatchObject({ links: [{}], message: { details: [] } });
    await ann.press('enquiry.spam', id);
    const spam = await house.shop.card(id);
    expect(spam.links).toBeUndefined();
    expect(spam.message.details).toEqual(details);
  });

  test('gives the author of words in the thread a way to take them along, and no Send', async () => {
    await ann.write(id, WORDS);
    const view = await house.seen('Ann', id, 'refusal');
    expect(view).toMatchObject({ words: expect.stringContaining('closed this question'), quote: { text: WORDS } });
    expect(labels(view)).toEqual(['Keep as team talk']);
    expect(new URL(view!.links![0]!.url).searchParams.get('words')).toBe(WORDS);
    await forced(id);
    expect(house.board.got).toEqual([]);
    expect(await house.seen('Ann', id, 'refusal')).toEqual(view);
  });

  test('opens the other place without the words where they are too long for an address', async () => {
    await ann.write(id, 'ä'.repeat(2_000));
    expect((await house.seen('Ann', id, 'refusal'))?.links?.[0]?.url).toBe('https://board.example/answer?words=');
  });

  test('can be answered again when its customer asks once more', async () => {
    expect(await house.comes('public', 'And on Monday?', { answers: 'item-1' })).toBe(id);
    const card = await house.shop.card(id);
    expect(card).not.toHaveProperty('refused');
    expect(labels(card)).toContain('Reply');
    expect(card.links).toEqual([{ label: 'Open the board', url: 'https://board.example/' }]);
  });
});

describe('a preview', () => {
  test('says where a reply will stand, what there is to know of its words, and how much room is left', async () => {
    const id = await house.comes('public', 'When do you open?');
    await ann.write(id, 'See https://shop.example/hours, @ben knows.');
    expect((await house.seen('Ann', id))?.hints).toEqual([
      expect.stringMatching(/^An @ may address a colleague/),
      expect.stringMatching(/^\d+ of 100 characters$/),
      'This names @ben, who is told of it.',
      'It is pinned under the question.',
    ]);
  });

  test.each([
    ['public', 101, 1],
    ['public', 100, 0],
    ['private', 300, 0],
    ['private', 345, 45],
  ] as const)('of a %s reply of %i characters', async (side, n, over) => {
    const id = await house.comes(side, 'Tell me more.');
    await ann.write(id, 'é'.repeat(n));
    const view = await house.seen('Ann', id);
    const max = side === 'public' ? 100 : 300;
    expect(view?.hints[0]).toMatch(over ? `This is ${over} character` : `${n} of ${max} characters`);
    expect(labels(view)?.includes(`Send ${side}ly`)).toBe(over === 0);
    if (over) {
      await forced(id);
      expect(house.board.got).toEqual([]);
    }
  });

  test('comes first for words from a form of which there is something to know, also of a private reply', async () => {
    const id = await house.comes('private', 'Who knows?');
    await ann.submit('reply.form', id, 'reply.send', { text: 'Ask @ben.', seen: '1' });
    await house.leave();
    expect(house.board.got).toEqual([]);
    expect((await house.seen('Ann', id))?.hints).toContain('This names @ben, who is told of it.');
    await ann.choose(id, 'Send privately');
    await house.leave();
    expect(house.board.got).toMatchObject([{ kind: 'note', text: 'Ask @ben.' }]);
  });

  test.each([
    'private',
    'public',
  ] as const)('says it to the owner who sends what a colleague wrote in a %s enquiry, before it is sent', async side => {
    const id = await house.comes(side, 'Who knows?');
    const ben = house.shop.as('Ben');
    const post = await ben.write(id, 'Ask @cleo.');
    await ann.press('enquiry.claim', id);
    await ann.press('message.send_to_customer', post);
    await house.leave();
    expect(house.board.got).toEqual([]);
    const told = [await house.seen('Ann', id, 'refusal'), await house.seen('Ann', id)];
    expect(JSON.stringify(told)).toContain('This names @cleo, who is told of it.');
  });

  test('of a public reply from a form that is too long says by how much, and gives the words back', async () => {
    const id = await house.comes('public', 'When do you open?');
    await ann.submit('reply.form', id, 'reply.send', { text: 'x'.repeat(130), seen: '1' });
    const view = await house.seen('Ann', id);
    expect(view?.hints.join()).toMatch('This is 30 characters too long');
    expect(labels(view)).toEqual(['Edit', 'Keep as team talk']);
  });
});

describe('"Ask to write privately"', () => {
  test('makes a public text whose preview is shown, and leaves by the second press', async () => {
    const id = await house.comes('public', 'My order number is 4711.');
    const card = await house.shop.card(id);
    const ask = card.menu.find(each => each.id === 'reply.ask_privately')!;
    await ann.press(ask.id, ask.value);
    await house.leave();
    expect(house.board.got).toEqual([]);
    await ann.choose(id, 'Send publicly');
    await house.leave();
    expect(house.board.got).toMatchObject([{ kind: 'answer', text: textsIn('en')('writePrivately') }]);
  });

  test('is for who has the enquiry', async () => {
    const id = await house.comes('public', 'My order number is 4711.');
    await house.shop.as('Ben').press('enquiry.claim', id);
    await ann.press('reply.ask_privately', id);
    expect((await house.seen('Ann', id, 'refusal'))?.words).toMatch(/^Ben has this one/);
    expect(await house.seen('Ann', id)).toBeUndefined();
  });

  test('is not offered where it is private already', async () => {
    const id = await house.comes('private', 'My order number is 4711.');
    expect((await house.shop.card(id)).menu.map(each => each.id)).not.toContain('reply.ask_privately');
    await ann.press('reply.ask_privately', id);
    expect(await house.seen('Ann', id)).toBeUndefined();
  });

  test.each(LANGUAGES)('has words in %s, without a link, a name or a blank to fill in', language => {
    const text = textsIn(language)('writePrivately');
    expect(text).not.toMatch(/[@{}]|:\/\//);
    expect(lengthOf(text)).toBeLessThanOrEqual(140);
  });
});
