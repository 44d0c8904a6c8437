import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { takeWith } from '../../src/acts/take.ts';
import type { EnquiryId, ReplyId } from '../../src/core/ids.ts';
import type { Reply } from '../../src/core/reply.ts';
import type { StaffAction } from '../../src/ports/staff.ts';
import { isActUnderWay } from '../../src/reply/under-way.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';

let shop: TestHouse;
let reply: Reply;
let deletion: StaffAction;
let thread: string;

beforeEach(async () => {
  shop = await openHouse();
  const ann = shop.as('Ann');
  const id = (await shop.provider.write('maya', 'My kettle rattles', { name: 'Maya' }))!;
  await shop.settle();
  const post = await ann.write(id, 'Not this');
  await ann.choose(id, 'Send');
  const { store } = shop.house.parts;
  const remark = await store.remarkByPost(post);
  reply = (await store.reply(remark!.replyId as ReplyId))!;
  thread = (await store.thread(id as EnquiryId))!.ref;
  deletion = { id: 'deletion', by: { deskRef: 'practice:ann', name: 'Ann', admin: true }, do: 'delete', thread, post };
});
afterEach(() => shop.close());

describe('a reply waits for a deletion that was taken in before it', () => {
  test('as a delivery, as an act, and no longer once it is done', async () => {
    const { parts } = shop.house;
    const { keep, act } = takeWith(parts, 'practice');
    expect(await isActUnderWay(parts, reply)).toBe(false);
    await keep({ id: 'event', key: thread, payload: { id: deletion.id } });
    expect(await isActUnderWay(parts, reply)).toBe(true);
    await act(deletion);
    expect(await isActUnderWay(parts, reply)).toBe(true);
    await shop.settle();
    expect(await isActUnderWay(parts, reply)).toBe(false);
    expect((await parts.store.reply(reply.id))?.status).toBe('withdrawn');
  });

  test('also where the delivery becomes an act while it is looked at', async () => {
    const { parts } = shop.house;
    const { keep, act } = takeWith(parts, 'practice');
    await keep({ id: 'event', key: thread, payload: { id: deletion.id } });
    const store: typeof parts.store = {
      ...parts.store,
      seenAmong: async ids => {
        await act(deletion);
        return parts.store.seenAmong(ids);
      },
    };
    expect(await isActUnderWay({ ...parts, store }, reply)).toBe(true);
  });
});
