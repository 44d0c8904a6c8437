import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnquiryId } from '../../src/core/ids.ts';
import { outgoingReply } from '../../src/reply/release.ts';
import { type BoardHouse, openBoardHouse } from '../kit/board-house.ts';
import { until } from '../kit/world.ts';

let house: BoardHouse;
beforeEach(async () => {
  house = await openBoardHouse();
});
afterEach(() => house.close());

const store = () => house.shop.house.parts.store;
const enquiry = async (id: string) => (await store().enquiry(id as EnquiryId))!;
const byMail = (address: string, text: string, name: string) =>
  house.shop.provider.write(address, text, { name }).then(async id => {
    await house.shop.settle();
    return id!;
  });
const numberOf = async (id: string) => (await enquiry(id)).number;
/** What Ann is asked after she named another enquiry. */
const asked = async (id: string, other: string) => {
  const number = String(await numberOf(other));
  await house.shop.as('Ann').submit('join.form', id, 'join', { other: number });
  return (await house.shop.as('Ann').privates(id)).at(-1)!;
};
const join = async (id: string, other: string) => {
  await asked(id, other);
  await house.shop.as('Ann').choose(id, 'Yes, the same person');
};
const earlierOn = async (id: string) => (await house.shop.card(id)).earlier.map(each => each.number);
const undo = async (id: string) => {
  const { posts, ref } = await house.shop.thread(id);
  const line = posts.findLast(
    ({ post }) => post.as === 'entry' && post.entry.as === 'line' && post.entry.buttons.length,
  );
  if (line?.post.as !== 'entry' || line.post.entry.as !== 'line') throw new Error('There is no line with a button.');
  const [button] = line.post.entry.buttons;
  expect(button!.label).toBe('Not the same person');
  await house.shop.as('Ann').press(button!.id, button!.value, ref);
};

describe('a person says that two customers are one', () => {
  test('both are named before anything changes', async () => {
    const mail = await byMail('maya@mail.example', 'My kettle leaks', 'Maya Patel');
    const post = await house.comes('public', 'My kettle leaks!!', { from: 'maya_p' });
    const { words, buttons } = await asked(post, mail);
    expect(words).toMatch(/maya_p \(notice board: maya_p\)/);
    expect(words).toMatch(/Maya Patel \(.*: maya@mail\.example\) in #1/);
    expect(buttons.map(each => each.label)).toEqual(['Yes, the same person']);
    expect((await enquiry(post)).customerId).not.toBe((await enquiry(mail)).customerId);
  });

  test('their enquiries show each other as earlier, now and later', async () => {
    const mail = await byMail('maya@mail.example', 'My kettle leaks', 'Maya Patel');
    const post = await house.comes('public', 'My kettle leaks!!', { from: 'maya_p' });
    expect(await earlierOn(post)).toEqual([]);
    await join(post, mail);
    expect(await earlierOn(post)).toEqual([await numberOf(mail)]);
    expect((await house.shop.thread(post)).lines.at(-1)).toMatch(/Ann said that this is the same person as in #1/);
    expect((await house.shop.thread(mail)).lines.at(-1)).toMatch(/Ann said that this is the same person as in #2/);
    const later = await house.comes('private', 'And the lid?', { from: 'maya_p' });
    expect((await enquiry(later)).customerId).toBe((await enquiry(mail)).customerId);
    expect(await earlierOn(later)).toEqual(expect.arrayContaining([1, 2]));
  });

  test('each is still answered only where it came from', async () => {
    const mail = await byMail('maya@mail.example', 'My kettle leaks', 'Maya Patel');
    const post = await house.comes('public', 'My kettle leaks!!', { from: 'maya_p' });
    await join(post, mail);
    await house.shop.as('Ann').write(post, 'Bring it in.');
    await house.shop.as('Ann').choose(post, 'Send publicly');
    await house.leave();
    expect(house.board.got).toMatchObject([{ to: 'maya_p', text: 'Bring it in.' }]);
    expect(house.shop.provider.delivered).toEqual([]);
    await house.shop.as('Ann').submit('merge.form', post, 'merge', { into: '1' });
    expect((await enquiry(post)).status).not.toBe('merged');
  });

  test('where both are in one enquiry, what the other wrote decides nothing about the answer', async () => {
    const two = await house.comes('public', 'Does anybody mend kettles?', { from: 'maya_q' });
    const one = await house.comes('public', 'My kettle leaks!!', { from: 'maya_p' });
    await house.comes('public', 'Still leaking', { from: 'maya_q', answers: 'item-1', closed: true });
    await join(two, one);
    await house.shop.as('Ann').submit('merge.form', two, 'merge', { into: String(await numberOf(one)) });
    expect((await enquiry(two)).status).toBe('merged');
    expect(await house.shop.card(one)).not.toHaveProperty('refused');
    await house.shop.as('Ann').write(one, 'Bring it in.');
    await house.shop.as('Ann').choose(one, 'Send publicly');
    await house.leave();
    expect(house.board.got).toMatchObject([{ to: 'maya_p', text: 'Bring it in.' }]);
    const { parts } = house.shop.house;
    const reply = await parts.store.reply((await parts.store.messages(one as EnquiryId)).at(-1)!.replyId!);
    const { echoes } = await outgoingReply(parts, await enquiry(one), reply!);
    expect(echoes).toHaveLength(1);
  });

  test('it can be undone from either line, and everything is where it was', async () => {
    const mail = await byMail('maya@mail.example', 'My kettle leaks', 'Maya Patel');
    const first = await house.comes('public', 'My kettle leaks!!', { from: 'maya_p' });
    const second = await house.comes('private', 'It still leaks', { from: 'maya_p' });
    const before = await Promise.all([mail, first, second].map(async id => (await enquiry(id)).customerId));
    await join(first, mail);
    expect(new Set(await Promise.all([mail, first, second].map(async id => (await enquiry(id)).customerId))).size).toBe(
      1,
    );
    await undo(mail);
    expect(await Promise.all([mail, first, second].map(async id => (await enquiry(id)).customerId))).toEqual(before);
    expect(await earlierOn(first)).toEqual([]);
    expect((await house.shop.thread(first)).lines.at(-1)).toMatch(/is not the same person as in #1 after all/);
    // The line of the other one has the same button, and nothing is left to undo.
    const { posts, ref } = await house.shop.thread(first);
    const [button] = posts.flatMap(({ post }) =>
      post.as === 'entry' && post.entry.as === 'line' ? post.entry.buttons : [],
    );
    await house.shop.as('Ben').press(button!.id, button!.value, ref);
    expect((await house.shop.as('Ben').privates(first)).at(-1)?.words).toMatch(/not one customer here any more/);
  });

  test('an address that was joined elsewhere since stays there', async () => {
    const one = await byMail('one@mail.example', 'One', 'One');
    const two = await byMail('two@mail.example', 'Two', 'Two');
    const three = await byMail('three@mail.example', 'Three', 'Three');
    await join(three, two);
    await join(two, one);
    expect(new Set(await Promise.all([one, two, three].map(async id => (await enquiry(id)).customerId))).size).toBe(1);
    await undo(two);
    expect((await enquiry(two)).customerId).toBe((await enquiry(three)).customerId);
    expect((await enquiry(two)).customerId).not.toBe((await enquiry(one)).customerId);
  });

  test.each(['4711', '', 'seventeen'])('an enquiry that is not there is said so: %j', async number => {
    const post = await house.comes('public', 'My kettle leaks!!', { from: 'maya_p' });
    await house.shop.as('Ann').submit('join.form', post, 'join', { other: number });
    expect((await house.shop.as('Ann').privates(post)).some(each => each.buttons.length)).toBe(false);
  });

  test('who cannot read the other one learns nothing of it, by form or by a press that was made up', async () => {
    const mail = await byMail('maya@mail.example', 'My kettle leaks', 'Maya Patel');
    const post = await house.comes('public', 'My kettle leaks!!', { from: 'maya_p' });
    const { parts } = house.shop.house;
    const [room] = await parts.store.rooms();
    await parts.store.commit([
      { do: 'insert', table: 'rooms', row: { ...room!, id: 'room_2' as never, name: 'boss' } },
    ]);
    await parts.store.commit([{ do: 'update', table: 'enquiries', id: mail, set: { roomId: 'room_2' as never } }]);
    const by = { deskRef: 'practice:cleo', name: 'Cleo', admin: false, rooms: [room!.id] };
    const act = async (id: string, action: object) => {
      await house.shop.house.act({ id, by, ...action } as never);
      await house.shop.settle();
    };
    await act('a1', { do: 'submit', form: 'join.form', enquiryId: post, submit: 'join', values: { other: '1' } });
    await act('a2', { do: 'press', thread: null, button: 'customer.join', value: `${post} ${mail}` });
    const shelf = parts.store.shelf('desk:practice');
    const told = await shelf.latest('answers:practice:cleo', 10);
    expect(JSON.stringify(told)).not.toMatch(/Maya Patel|mail\.example/);
    const seen = await house.shop.as('Cleo').privates(post);
    expect(seen).toMatchObject([{ words: 'There is no enquiry #1.', buttons: [] }]);
    expect((await enquiry(post)).customerId).not.toBe((await enquiry(mail)).customerId);
  });

  test('who cannot read the other one merges nothing into it', async () => {
    const first = await house.comes('public', 'My kettle leaks!!');
    const second = await house.comes('public', 'And the toaster does not toast.');
    const { parts } = house.shop.house;
    const [room] = await parts.store.rooms();
    const row = { ...room!, id: 'room_2' as never, name: 'boss' };
    await parts.store.commit([{ do: 'insert', table: 'rooms', row }]);
    await parts.store.commit([{ do: 'update', table: 'enquiries', id: first, set: { roomId: row.id } }]);
    const by = { deskRef: 'practice:cleo', name: 'Cleo', admin: false };
    const form = { do: 'submit', form: 'merge.form', enquiryId: second, submit: 'merge', values: { into: '1' } };
    const merge = async (id: string, rooms: string[]) => {
      await house.shop.house.act({ id, by: { ...by, rooms }, ...form } as never);
      await house.shop.settle();
      return (await enquiry(second)).status;
    };
    expect(await merge('a1', [room!.id])).toBe('open');
    expect((await house.shop.as('Cleo').privates(second)).map(each => each.words)).toEqual(['There is no enquiry #1.']);
    expect(await merge('a2', [room!.id, row.id])).toBe('merged');
  });

  test('messages that come while it happens are of the one customer, and no claim is lost', async () => {
    const mail = await byMail('maya@mail.example', 'My kettle leaks', 'Maya Patel');
    const post = await house.comes('public', 'My kettle leaks!!', { from: 'maya_p' });
    await asked(post, mail);
    await Promise.all([
      house.shop.as('Ann').choose(post, 'Yes, the same person'),
      house.shop.as('Ben').press('enquiry.claim', mail),
      house.shop.as('Cleo').press('enquiry.claim', post),
      byMail('maya@mail.example', 'Still leaking', 'Maya Patel'),
    ]);
    await until(async () => {
      await house.shop.settle();
      return (await enquiry(post)).customerId === (await enquiry(mail)).customerId;
    }, 'they are one');
    expect((await enquiry(mail)).ownerId).not.toBeNull();
    expect((await enquiry(post)).ownerId).not.toBeNull();
  });

  test('nothing joins them by itself, whatever they are called', async () => {
    const mail = await byMail('maya', 'My kettle leaks', 'Maya Patel');
    const post = await house.comes('public', 'My kettle leaks!', { from: 'maya' });
    const note = await house.comes('private', 'My kettle leaks, again', { from: 'maya' });
    expect((await enquiry(post)).customerId).not.toBe((await enquiry(mail)).customerId);
    // The same account, in public and in private, is one customer; another channel's is not.
    expect((await enquiry(note)).customerId).toBe((await enquiry(post)).customerId);
  });
});
