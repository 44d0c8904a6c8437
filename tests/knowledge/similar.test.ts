import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnquiryId, RoomId } from '../../src/core/ids.ts';
import { formFor } from '../../src/posting/forms.ts';
import { similarFor } from '../../src/posting/similar.ts';
import { beginWith, startsFor } from '../../src/posting/starts.ts';
import { answered, asks } from '../kit/answered.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';

let shop: TestHouse;
beforeEach(async () => {
  shop = await openHouse();
});
afterEach(() => shop.close());

const LEAKS = 'My kettle leaks at the lid, can you repair it?';
const ANSWER =
  'Hi Emily,\n\nyour kettle AB-4711 has a new lid since Tuesday. Pick it up at 12 High Street.\n\nBest,\nAnn';
const emily = (from = 'emily.okafor@example.com') =>
  answered(shop, `Hello,\n${LEAKS}\nRegards\nEmily Okafor`, ANSWER, { from, name: 'Emily Okafor' });
const maya = (text = 'Hi! The kettle leaks at its lid. Can you repair it? Maya') =>
  asks(shop, text, { from: 'maya@example.com', name: 'Maya Patel' });
const helpOn = async (id: string) =>
  (await shop.card(id)).help?.map(each => each.words).filter(each => /answered before/.test(each)) ?? [];
const by = (rooms?: RoomId[]) => ({
  deskRef: 'practice:ann',
  name: 'Ann',
  admin: false,
  ...(rooms ? { rooms } : {}),
});
const textOf = async (id: EnquiryId, of: EnquiryId, who = by()) => {
  const form = await formFor(shop.house.parts, 'answer.use', id, who as never, of);
  return 'fields' in form ? form.fields.find(each => each.name === 'text')?.value : form.refusal;
};

describe('on the card', () => {
  test('one line says how many were answered before, and nothing where nothing is near', async () => {
    await emily();
    const other = await asks(shop, 'Do you sell gift cards for other people in your shop?');
    expect(await helpOn(other)).toEqual([]);
    const leak = await maya();
    expect(await helpOn(leak)).toEqual(['1 like this, answered before']);
    expect((await shop.card(leak)).menu.map(each => each.label)).toContain('Similar answers');
  });

  test('one press shows that person the question, the answer, by whom, when and how it was received', async () => {
    const past = await emily();
    await shop.provider.write('emily.okafor@example.com', 'Thank you so much!', {});
    await shop.settle();
    shop.clock.advance(22 * 24 * 3_600_000);
    const leak = await maya();
    const [line] = (await shop.card(leak)).help!;
    await shop.as('Ben').press(line!.buttons[0]!.id, line!.buttons[0]!.value, (await shop.thread(leak)).ref);
    const [view] = await shop.as('Ben').privates(leak);
    expect(view!.words).toBe('A question like this was answered before:');
    expect(view!.rows).toMatchObject([
      {
        title: LEAKS,
        text: expect.stringMatching(/^your kettle AB-4711 has a new lid since Tuesday/),
        about: '#1 · Ann, 3 weeks ago · they said thanks',
        thread: (await shop.thread(past)).ref,
        buttons: [
          { id: 'answer.use', value: `${leak} ${past}` },
          { id: 'answer.unlike', value: `${leak} ${past}` },
        ],
      },
    ]);
    expect(await shop.as('Ann').privates(leak)).toEqual([]);
  });

  test('"Not similar" takes it away, once for however many presses, and says nothing of who pressed', async () => {
    const past = await emily();
    const leak = await maya();
    await shop.as('Ben').press('answer.unlike', `${leak} ${past}`);
    await shop.as('Ben').press('answer.unlike', `${leak} ${past}`);
    expect((await shop.as('Ben').privates(leak)).at(-1)?.words).toMatch(/^Nothing like this/);
    expect(await shop.house.parts.store.unlikesOf([past])).toEqual([{ enquiryId: leak, otherId: past }]);
    await shop.as('Ben').press('answer.unlike', `${leak} enq_nothing`);
    await shop.as('Ben').press('answer.unlike', leak);
    expect(await shop.house.parts.store.unlikesOf(['enq_nothing' as never])).toEqual([]);
  });

  test('words that were folded are not shown again', async () => {
    const past = await emily();
    const [message] = await shop.house.parts.store.messages(past);
    const shield = { level: 'aimed' as const, score: 900, gist: 'a new lid' };
    await shop.house.parts.store.commit([{ do: 'update', table: 'messages', id: message!.id, set: { shield } }]);
    const view = await similarFor(
      shop.house.parts,
      (await shop.house.parts.store.enquiry(await maya()))!,
      by() as never,
    );
    expect(view.rows?.[0]?.title).toBe('a new lid');
  });
});

describe('a draft of it', () => {
  test('is for this customer, from this author, and says what is to be checked', async () => {
    const past = await emily();
    const leak = await maya();
    expect(await textOf(leak, past)).toBe(
      'Hi Maya,\n\nyour kettle [check: number] has a new lid since [check: date]. Pick it up at [check: address].\n\nBest,\nAnn',
    );
  });

  test('is not there any more once the other one was opened again, and never from a room that cannot be read', async () => {
    const past = await emily();
    const leak = await maya();
    const [room] = await shop.house.parts.store.rooms();
    expect(await textOf(leak, past, by([room!.id]))).toMatch(/^Hi Maya/);
    const back = { ...room!, id: 'room_back' as RoomId, name: 'back office' };
    await shop.house.parts.store.commit([{ do: 'insert', table: 'rooms', row: back }]);
    await shop.house.parts.recorder.change(past, () => ({
      events: [{ type: 'EnquiryMoved', by: 'staff_x' as never, from: room!.id, to: back.id }],
    }));
    const enquiry = (await shop.house.parts.store.enquiry(leak))!;
    // In the enquiry's own thread nobody says which other rooms somebody reads.
    for (const who of [by([room!.id]), by()]) {
      expect(await textOf(leak, past, who)).toMatch(/no longer there/);
      expect((await similarFor(shop.house.parts, enquiry, who as never)).rows ?? []).toEqual([]);
      expect(await startsFor(shop.house.parts, leak, 'kettle', who as never)).toEqual([]);
      const begun = await beginWith(
        shop.house.parts,
        leak,
        `past:${past}`,
        who as never,
        { text: '', begun: '' },
        null,
      );
      expect(begun).toHaveProperty('refusal');
    }
    expect(await textOf(leak, past, by([room!.id, back.id]))).toMatch(/^Hi Maya/);
    expect((await similarFor(shop.house.parts, enquiry, by([room!.id, back.id]) as never)).rows).toHaveLength(1);
    await shop.as('Ann').press('enquiry.reopen', past);
    expect(await textOf(leak, past, by([room!.id, back.id]))).toMatch(/no longer there/);
  });

  test('stands beside saved replies in the form, by the question or by what is typed', async () => {
    const past = await emily();
    const leak = await maya();
    const found = await startsFor(shop.house.parts, leak, '', by() as never);
    expect(found).toMatchObject([{ value: `past:${past}`, label: LEAKS.slice(0, 60), group: 'Answered before' }]);
    const other = await asks(shop, 'Something else altogether, about gift cards');
    expect(await startsFor(shop.house.parts, other, '', by() as never)).toEqual([]);
    expect(await startsFor(shop.house.parts, other, 'kettle leaks lid', by() as never)).toHaveLength(1);
    const begun = await beginWith(
      shop.house.parts,
      leak,
      `past:${past}`,
      by() as never,
      { text: 'Hello', begun: '' },
      null,
    );
    expect(begun).toMatchObject({ text: expect.stringMatching(/^Hello\n\nHi Maya,/), begun: `past:${past}` });
  });

  test('is not sent before everything that is to be checked is gone, however it was begun', async () => {
    const past = await emily();
    const leak = await maya();
    const before = shop.provider.delivered.length;
    const text = (await textOf(leak, past))!;
    await shop.as('Ann').submit('reply.form', leak, 'reply.send', { text, seen: '1' });
    await shop.as('Ann').submit('reply.form', leak, 'reply.send', { text, seen: '1', begun: `past:${past}` });
    await shop.pass(60_000);
    expect(shop.provider.delivered.length).toBe(before);
    const filled = text.replaceAll(/\[check: [^\]]+\]/g, 'the desk');
    await shop.as('Ann').submit('reply.form', leak, 'reply.send', { text: filled, seen: '1', begun: `past:${past}` });
    await shop.pass(60_000);
    expect(shop.provider.delivered.slice(before).map(each => each.text)).toEqual([filled]);
  });
});
