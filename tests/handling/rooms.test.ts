/** Who cannot read a room learns nothing of what is in it: one secret matter, and every view that could speak of it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { practiceDesk } from '../../adapters/desks/practice/desk.ts';
import type { Enquiry } from '../../src/core/enquiry.ts';
import type { RoomId } from '../../src/core/ids.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import type { AnswerView } from '../../src/ports/answer.ts';
import type { ButtonId } from '../../src/ports/button.ts';
import type { DeskContext } from '../../src/ports/desk-context.ts';
import type { Person } from '../../src/ports/staff.ts';
import { makeProvider } from '../kit/far-sides/provider.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';

const SECRET = /lawsuit|solicitor|tax office|#1\b/i;
/** A room that is called like a time, and like words of a sentence. */
const BOSS = 'last week';

let shop: TestHouse;
let context: DeskContext;
let secret: Enquiry;
let front: RoomId;
let acts = 0;

/** Cleo reads the front room only, and so does Max, who is an admin. */
const person = (name: 'Cleo' | 'Max', rooms: RoomId[] = [front]): Person => ({
  deskRef: `practice:${name.toLowerCase()}`,
  name,
  admin: name === 'Max',
  rooms,
});
const does = async (by: Person, action: object) => {
  await shop.house.act({ id: `act-${++acts}`, by, ...action } as never);
  await shop.settle();
};
const told = async (name: string) =>
  (await shop.house.parts.store.shelf('desk:practice').latest(`answers:practice:${name}`, 100)).map(
    each => each.value as unknown as AnswerView & { links: unknown[] },
  );
const asks = async (by: Person, words: string, room = front) => {
  await does(by, { do: 'command', room, words });
  return (await told(by.name.toLowerCase()))[0]!;
};
const numbered = async (number: number) => (await shop.house.parts.store.enquiryByNumber(number))!;

beforeEach(async () => {
  // The practice desk has no rooms that somebody cannot read; this one has.
  const deskKind = {
    ...practiceDesk,
    open: (...given: Parameters<typeof practiceDesk.open>) => {
      context = given[1];
      return { ...practiceDesk.open(...given), reads: async (_: string, room: { id: RoomId }) => room.id === front };
    },
  };
  const provider = makeProvider({ threads: 'names' });
  shop = await openHouse({ provider, escalateTo: ['Cleo'], answerWithin: { post: HOUR }, deskKind });
  const { store } = shop.house.parts;
  const [room] = await store.rooms();
  front = room!.id;
  const row = { ...room!, id: 'room_boss' as RoomId, name: BOSS };
  await store.commit([{ do: 'insert', table: 'rooms', row }]);
  await shop.house.remind();
  await shop.provider.write('maya', 'My solicitor writes', { name: 'Maya', subject: 'Lawsuit' });
  await shop.settle();
  secret = await numbered(1);
  await shop.as('Ben').write(secret.id, 'Dear Maya, dear solicitor');
  await shop.as('Ben').choose(secret.id, 'Send and resolve');
  await shop.pass(9 * DAY);
  await shop.as('Ann').command(`move 1 ${BOSS}`);
  await shop.as('Ann').press('enquiry.reopen', secret.id);
  secret = await numbered(1);
  await shop.provider.write('maya', 'The lid rattles', { name: 'Maya', subject: 'Lawsuit', thread: 'lid' });
  await shop.settle();
});
afterEach(() => shop.close());

test('cards, offers to merge and lines of the thread speak of the same room only', async () => {
  const fresh = await numbered(2);
  expect(fresh.roomId).toBe(front);
  expect((await shop.card(fresh.id)).earlier).toEqual([]);
  expect((await shop.thread(fresh.id)).lines.join('\n')).not.toMatch(SECRET);
  // In one room they are named to each other.
  await shop.provider.write('maya', 'And the spout drips', { name: 'Maya', subject: 'Lawsuit', thread: 'spout' });
  await shop.settle();
  const third = await numbered(3);
  expect((await shop.card(third.id)).earlier).toMatchObject([{ number: 2 }]);
  expect((await shop.thread(third.id)).lines.join('\n')).toMatch(/same subject in #2/);
  // Merged across rooms by somebody who reads both: the one that stays behind says no number of the other.
  await does(person('Max', [front, secret.roomId]), {
    do: 'submit',
    form: 'merge.form',
    enquiryId: third.id,
    submit: 'merge',
    values: { into: '1' },
  });
  expect((await numbered(3)).mergedInto).toBe(secret.id);
  expect((await shop.card(third.id)).statusWords).toBe('Merged with another enquiry');
  expect((await shop.thread(third.id)).lines.join('\n')).not.toMatch(SECRET);
});

test('commands, the home page, forms and presses that were made up know it only for those who can read it', async () => {
  const [cleo, ben] = [person('Cleo'), person('Cleo', [front, secret.roomId])];
  await shop.as('Cleo').write((await numbered(2)).id, '// see #1 of the tax office');
  const looks = [
    'open',
    'mine',
    'find solicitor',
    'find 1',
    'find lawsuit',
    'customer maya',
    'split 1 2',
    'move 1 shed',
  ];
  const said = [];
  for (const words of looks) said.push(await asks(cleo, words));
  // Words that were typed are said again; numbers of other people's enquiries lead nowhere.
  expect(JSON.stringify(said.map(each => [each.text.replace(/for "[^"]*"/g, ''), each.links]))).not.toMatch(
    /solicitor|tax office|"number":1\b|#1 (?!\.)[A-Z]/i,
  );
  expect(said.at(-1)!.text).toBe('There is no enquiry #1.');
  expect((await asks(cleo, 'move 2 shed')).text).toBe('There is no room "shed". Rooms: customers.');
  expect(JSON.stringify([await context.home(cleo), await context.home(person('Max'))])).not.toMatch(
    /solicitor|"number":1\b/,
  );
  for (const form of ['enquiry.reply', 'enquiry.merge', 'enquiry.handover'] as ButtonId[])
    expect(await context.form(form, secret.id, cleo)).toMatchObject({ refusal: 'This enquiry was not found.' });
  const [message] = await shop.house.parts.store.messages(secret.id);
  expect(await context.message(message!.id, cleo)).toBeNull();
  expect(await context.counted(secret.id, 'x'.repeat(9_999), cleo)).toBeNull();
  await does(cleo, { do: 'press', thread: null, button: 'enquiry.claim', value: secret.id });
  expect((await numbered(1)).ownerId).toBe(secret.ownerId);
  const resolved = (await shop.house.parts.store.measuresOf(secret.id)).find(each => each.what === 'resolved')!;
  await shop.house.parts.recorder.change(secret.id, () => ({
    events: [{ type: 'CustomerRated', score: 1, of: resolved.at }],
  }));
  expect((await asks(cleo, 'ratings')).text).toMatch(/nobody has rated/);
  // Ratings name customers: an admin is told of the rooms that he reads.
  for (const words of ['ratings', 'ratings all rooms', 'ratings boss', 'ratings #boss'])
    expect((await asks(person('Max'), words)).text, words).not.toMatch(/Maya|Lawsuit/);
  // The same questions of somebody who reads both.
  expect((await asks(ben, 'ratings')).text).toMatch(/1 of 5: #1 Maya: Lawsuit/);
  expect((await asks(ben, 'find solicitor')).text).toMatch(/solicitor/i);
  expect(await context.message(message!.id, ben)).toMatchObject({ text: 'My solicitor writes' });
});

test('nobody is named as an expert for what they resolved in a room that not everybody here reads', async () => {
  const ask = async (thread: string) => {
    await shop.provider.write('eve', 'Why does my solicitor write about a lawsuit?', { name: 'Eve', thread });
    await shop.settle();
    return numbered(Math.max(...(await shop.house.parts.store.openEnquiries(9)).map(each => each.number)));
  };
  await shop.as('Ben').press('enquiry.resolve', secret.id);
  expect((await numbered(1)).status).toBe('resolved');
  await shop.house.parts.history.ready(5_000);
  const first = await ask('one');
  expect(JSON.stringify((await shop.card(first.id)).help ?? [])).not.toMatch(/Ben|knows about/);
  // What is resolved here says it to everybody here.
  await shop.as('Ben').write(first.id, 'Dear Eve, no lawsuit is meant');
  await shop.as('Ben').choose(first.id, 'Send and resolve');
  await shop.pass(MINUTE);
  expect(JSON.stringify((await shop.card((await ask('two')).id)).help)).toMatch(/Ben may know about this/);
});

test('figures are of the rooms that somebody reads; an admin chooses; a room asks for itself', async () => {
  const [cleo, max] = [person('Cleo'), person('Max')];
  const both = person('Cleo', [front, secret.roomId]);
  const month = 'stats 1 jun 30 jun';
  const figures = async (by: Person, words: string) => {
    const { text } = await asks(by, words);
    return [/^Rooms?: (.*)$/m.exec(text)?.[1] ?? 'every room', /^New: (\d+)/m.exec(text)?.[1] ?? text];
  };
  expect(await figures(cleo, month)).toEqual(['customers', '1']);
  expect(await figures(max, month)).toEqual(['customers', '1']);
  expect(await figures(both, month)).toEqual(['every room', '2']);
  expect(await figures(both, `${month} in #${BOSS}`)).toEqual([BOSS, '1']);
  expect(await figures(max, `${month} #${BOSS}`)).toEqual([BOSS, '1']);
  expect(await figures(max, `${month} all rooms`)).toEqual(['every room', '2']);
  // Others get what is theirs, and learn of no other room that it is one.
  expect(await figures(cleo, `${month} every room`)).toEqual(['customers', '1']);
  expect(await figures(cleo, 'stats customers')).toEqual(['customers', '1']);
  expect((await asks(cleo, `stats june #${BOSS}`)).text).toBe(
    (await asks(cleo, 'stats june #next week')).text.replace('next', 'last'),
  );
  // A time is a time; a room that is called like one is asked for with its mark.
  expect((await asks(max, `stats ${BOSS}`)).text).toMatch(/^Last week/);
  expect((await asks(cleo, month)).text).not.toMatch(/First response|Resolved|Reopen/);
  expect((await asks(both, month)).text).toMatch(/First response time: .*n 1/);
  expect((await asks(cleo, `${month} by channel`)).text).not.toMatch(/First response|Resolved/);
  // Shown in a room: that room's, though an admin who may see all of them shows it.
  const shown = await asks(max, `${month} all rooms`);
  await does(max, { do: 'press', thread: null, button: 'answer.show', value: shown.buttons[0]!.value });
  expect((await shop.room()).findLast(each => each.as === 'notice')?.words).toMatch(/Room: customers\n[\s\S]*New: 1,/);
  // Moved back it counts here again, in the days that had been added up as well.
  await shop.as('Ann').command('move 1 customers');
  expect(await figures(cleo, month)).toEqual(['customers', '2']);
});

test('who is told that customers wait too long in a room they cannot read is told no more', async () => {
  await asks(person('Cleo'), 'help');
  await shop.provider.write('maya', 'My solicitor writes again', { name: 'Maya', answers: ['m1'] });
  await shop.pass(2 * HOUR + MINUTE);
  await shop.house.remind();
  await shop.settle();
  const words = (await told('cleo')).map(each => each.text);
  const [boss, own] = [`In ${BOSS},`, 'In customers,'].map(of => words.filter(each => each.startsWith(of)).join());
  expect(boss).toMatch(/a customer has waited too long. You cannot read that room/);
  expect(boss).not.toMatch(/Maya|#\d/);
  expect(own).toMatch(/#2 Maya has waited/);
});
