/** Files that come while a public reply is on its way: everybody reads what was shown, and nothing beside it. */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeKeptFiles } from '../../../../src/reply/staff-files.ts';
import type { FakePerson } from '../../../kit/far-sides/x/hands.ts';
import { openXShop, type XShop } from './send-shop.ts';

let shop: XShop;
let maya: FakePerson;
let id: string;
beforeEach(async () => {
  shop = await openXShop({ withinMs: 5_000 });
  maya = shop.x.person('maya');
  maya.post('@shop how does the lid look?');
  id = (await shop.bring()).at(-1)!;
});
afterEach(() => shop.end());

const digest = (data: Uint8Array | string) => createHash('sha256').update(data).digest('hex');
const content = Buffer.from('\xff\xd8\xff\xe0 a list of our customers', 'latin1');
const LIST = { ref: 'F1', name: 'list.jpg', type: 'image/jpeg', bytes: content.length };
const there = { ...LIST, content, withheld: null };
const onItsWay = { ...LIST, content: null, withheld: 'it has not been handed out yet.' };
const ann = () => shop.as('Ann');
const preview = async () => (await ann().privates(id)).findLast(each => each.tone === 'preview')!;
const sendIn = (view: Awaited<ReturnType<typeof preview>>) => view.buttons.find(each => each.id === 'reply.send')!;

test('a file that was shown as staying behind does not leave by the press of that preview', async () => {
  const files = makeKeptFiles(shop.house.parts, digest);
  const post = await ann().write(id, 'Like new.');
  await files.keepFile(post, onItsWay);
  await ann().edit(id, post, 'Like new!');
  const before = await preview();
  expect(before.hints.join()).toMatch(/list\.jpg.*has not been handed out yet/);
  await files.fileArrived(post, there);
  await ann().press('reply.send', sendIn(before).value);
  await shop.settle();
  expect(maya.answers()).toEqual([]);
  const after = await preview();
  expect(after.hints.join()).not.toMatch(/has not been handed out/);
  await ann().press('reply.send', sendIn(after).value);
  await shop.settle();
  expect(maya.answers()).toMatchObject([{ text: 'Like new!', media: { length: 1 } }]);
});

/** Sends the text and presses Send as the first of these is written. @returns the file as it is kept then */
async function storedWhile(
  table: 'insert' | 'update',
  store: (files: ReturnType<typeof makeKeptFiles>, post: string) => Promise<unknown>,
) {
  const { parts } = shop.house;
  const post = await ann().write(id, 'Like new.');
  let file: string | null = null;
  if (table === 'update') {
    file = await makeKeptFiles(parts, digest).keepFile(post, onItsWay);
    await ann().edit(id, post, 'Like new!');
  }
  const { value } = sendIn(await preview());
  let isPressed = false;
  const slow: typeof parts.store = {
    ...parts.store,
    commit: async ops => {
      const isIt = ops.some(each => each.do === table && each.table === 'attachments');
      if (isIt && !isPressed) {
        isPressed = true;
        await ann().press('reply.send', value);
      }
      return parts.store.commit(ops);
    },
  };
  const stored = await store(makeKeptFiles({ ...parts, store: slow }, digest), post);
  expect(isPressed).toBe(true);
  return parts.store.attachment((file ?? stored) as never);
}

const STAYS = { name: 'list.jpg', withheld: 'It came after Send was pressed.' };

test('a file that comes after Send was pressed stays behind', async () => {
  const { parts } = shop.house;
  const post = await ann().write(id, 'Like new.');
  await ann().press('reply.send', sendIn(await preview()).value);
  await makeKeptFiles(parts, digest).keepFile(post, there);
  expect((await parts.store.attachmentsOf(`post:${post}` as never))[0]).toMatchObject(STAYS);
});

test('a file that is being stored as Send is pressed stays behind', async () => {
  expect(await storedWhile('insert', (files, post) => files.keepFile(post, there))).toMatchObject(STAYS);
});

test('a file that is handed out as Send is pressed stays behind', async () => {
  expect(await storedWhile('update', (files, post) => files.fileArrived(post, there))).toMatchObject(STAYS);
});
