/** A card that is drawn by two at once shows in the end what is true, wherever it stands by then. */
import { afterEach, expect, test } from 'vitest';
import { practiceDesk } from '../../adapters/desks/practice/desk.ts';
import type { RoomId } from '../../src/core/ids.ts';
import type { Desk } from '../../src/ports/desk.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { until } from '../kit/world.ts';

type Step = 'postCard' | 'updateCard' | 'post';

/** Calls of the desk that wait until they are let through. */
const waiting = new Map<Step, () => void>();
const held = new Set<Step>();
const pass = async (step: Step) => {
  if (!held.delete(step)) return;
  await new Promise<void>(resolve => waiting.set(step, resolve));
};
const reached = (step: Step) => until(() => waiting.has(step), `the desk is at ${step}`);
const letGo = (step: Step) => waiting.get(step)?.();

const slowDesk: typeof practiceDesk = {
  ...practiceDesk,
  open: (...given) => {
    const desk: Desk = practiceDesk.open(...given);
    return {
      ...desk,
      postCard: async (...call) => pass('postCard').then(() => desk.postCard(...call)),
      updateCard: async (...call) => pass('updateCard').then(() => desk.updateCard(...call)),
      post: async (...call) => pass('post').then(() => desk.post(...call)),
    };
  },
};

let shop: TestHouse;
afterEach(async () => {
  for (const let_ of waiting.values()) let_();
  await shop.close();
  waiting.clear();
  held.clear();
});

const shown = async () => JSON.stringify(await shop.room());

test('words that are taken back while their enquiry moves and its old card is refreshed are on no card', async () => {
  shop = await openHouse({ deskKind: slowDesk });
  const { store } = shop.house.parts;
  const [room] = await store.rooms();
  const back = { ...room!, id: 'room_back' as RoomId, name: 'back' };
  await store.commit([{ do: 'insert', table: 'rooms', row: back }]);
  await shop.house.remind();
  const enquiryId = (await shop.provider.write('maya', 'My number is 7731', { id: 'm1' }))!;
  await shop.settle();
  for (const each of ['postCard', 'updateCard', 'post'] as const) held.add(each);

  // The new card is drawn with the words; the old one is refreshed without them.
  const moving = shop.as('Ann').command('move 1 back');
  await reached('postCard');
  await shop.provider.context!.withdraw(['m1'], 'Maya deleted this.');
  const refreshing = shop.settle();
  await reached('updateCard');
  letGo('postCard');
  await reached('post');
  letGo('updateCard');
  const { version } = (await store.enquiry(enquiryId as never))!;
  await until(async () => (await store.thread(enquiryId as never))?.shownVersion === version, 'the old card is noted');
  letGo('post');
  await Promise.all([moving, refreshing]);
  await shop.settle();

  const cards = await store.shelf('desk:practice').latest('room:room_back', 10);
  expect(JSON.stringify(cards)).toContain('Maya deleted this.');
  expect(JSON.stringify(cards)).not.toContain('7731');
  expect(await shown()).not.toContain('7731');
});

test('words that are taken back while their card is posted are not on it', async () => {
  shop = await openHouse({ deskKind: slowDesk });
  held.add('postCard');
  await shop.provider.write('maya', 'My number is 7731', { id: 'm1' });
  const posting = shop.settle();
  await reached('postCard');
  await shop.provider.context!.withdraw(['m1'], 'Maya deleted this.');
  const refreshing = shop.settle();
  letGo('postCard');
  await Promise.all([posting, refreshing]);
  await shop.settle();
  expect(await shown()).toContain('Maya deleted this.');
  expect(await shown()).not.toContain('7731');
});
