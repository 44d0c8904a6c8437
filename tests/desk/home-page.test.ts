/** A person's home and the first words: what to do next stands out, and nothing is said twice. */
import { expect, test } from 'vitest';
import { greeting, type HomeBlock, homePage } from '../../src/desk/home-page.ts';
import type { FirstSteps, HomeView } from '../../src/ports/views.ts';

const kinds = [
  { kind: 'email', connect: 'Connect a mailbox' },
  { kind: 'webchat', connect: 'Put the chat on a site' },
];
const room = { id: 'room_1' as never, deskRef: 'C1' };
const buttonsOf = (page: HomeBlock[]) => page.flatMap(each => (each.as === 'buttons' ? each.buttons : []));
const wordsOf = (page: HomeBlock[]) => page.flatMap(each => ('words' in each ? [each.words] : [])).join('\n');

test.each<[FirstSteps, string | undefined, number]>([
  [{ room: null, channel: false, enquiry: false }, 'Choose the room', 0],
  [{ room: { ...room, deskRef: null }, channel: false, enquiry: false }, 'Choose the room', 0],
  [{ room, channel: false, enquiry: true }, 'Connect a mailbox', 2],
  [{ room, channel: true, enquiry: false }, 'Post a test enquiry', 2],
  [{ room, channel: true, enquiry: true }, undefined, 3],
])('of the first steps one stands out, and what is done has a tick: %j', (steps, next, ticks) => {
  const page = greeting(steps, kinds, { invite: '/invite @Deskhand', more: 'More.' });
  expect(buttonsOf(page).flatMap(each => (each.look === 'primary' ? [each.label] : []))).toEqual(next ? [next] : []);
  expect(wordsOf(page).match(/✅/g)?.length ?? 0).toBe(ticks);
});

test('what stands in the file is said once, and customers who wait come before the first steps', () => {
  const fixed = { hold: true, hours: true, answer: false, names: false };
  const settings: NonNullable<HomeView['settings']> = {
    rooms: [{ id: room.id, name: 'help', deskRef: 'C1', reply: 'preview', fixed: true }],
    channels: [],
    ...{ kinds, fixed, hold: 'Email 15 s', hours: 'always', answer: '4 h', names: 'first names', troubles: [] },
    steps: { room, channel: false, enquiry: true },
  };
  const waits = { enquiryId: 'enq_1' as never, number: 1, words: 'Maya: The lid (open, waits 2 h)', thread: null };
  const page = (unclaimed: HomeView['unclaimed']) =>
    homePage({ mine: [], unclaimed, drafts: [], lesson: true, settings });
  const headings = (unclaimed: HomeView['unclaimed']) =>
    page(unclaimed).flatMap(each => (each.as === 'heading' ? [each.words] : []));
  expect(headings([])).toEqual(['First steps', 'My enquiries', 'Not claimed yet', 'Settings']);
  expect(headings([waits])).toEqual(['My enquiries', 'Not claimed yet', 'First steps', 'Settings']);
  // So they do before the first lesson, which nobody takes while somebody waits.
  const lessonBefore = (unclaimed: HomeView['unclaimed'], words: string) =>
    wordsOf(page(unclaimed)).indexOf('first lesson') < wordsOf(page(unclaimed)).indexOf(words);
  expect([lessonBefore([], 'My enquiries'), lessonBefore([waits], 'Not claimed yet')]).toEqual([true, false]);
  expect(wordsOf(page([waits])).match(/deskhand\.yaml/g)).toHaveLength(1);
  const connects = buttonsOf(page([waits])).filter(each => each.label === 'Connect a mailbox');
  expect(connects).toHaveLength(1);
});
