import { expect, test } from 'vitest';
import type { EnquiryId, RoomId } from '../../src/core/ids.ts';
import { HOUR } from '../../src/core/time.ts';
import { type ChatSide, type Kept, type Meant, makeDeliveries } from '../../src/desks/deliveries.ts';
import { FarRefusal, FarSilence } from '../../src/desks/far-side.ts';
import { checkForm, openForm, opens } from '../../src/desks/open-form.ts';
import { makeRights, type Roster } from '../../src/desks/rights.ts';
import { TryLater } from '../../src/ports/desk.ts';
import type { DeskContext } from '../../src/ports/desk-context.ts';
import type { Json } from '../../src/ports/json.ts';
import type { StaffAction } from '../../src/ports/staff.ts';
import { memoryShelf } from '../kit/shelf.ts';
import { testClock } from '../kit/world.ts';

const ROOM = { id: 'room_1' as RoomId, name: 'customers', deskRef: 'C1', reply: 'preview' as const };
const THREAD = 'C1:1';

interface Words {
  text: string;
  user: string;
}

class SignedOut extends FarRefusal {
  override get signedOut(): boolean {
    return true;
  }
}

/** Ann is of the room, Eve is from elsewhere; what they are told and what is handed in is written down. */
function chat(given: { known?: boolean; who?: Roster['who'] } = {}) {
  const clock = testClock();
  const acts: StaffAction[] = [];
  const told: string[] = [];
  const answered: string[] = [];
  const roster: Roster = {
    who:
      given.who ??
      (async user =>
        user === 'ann'
          ? { as: 'staff', person: { deskRef: 'chat:ann', name: 'Ann', admin: false }, guest: false }
          : { as: 'outsider', words: 'You are from elsewhere.' }),
    canRead: async user => user === 'ann',
    isOutside: async user => user !== 'ann',
    exists: async () => true,
  };
  const context = {
    clock,
    shelf: memoryShelf(),
    act: async (action: StaffAction) => void acts.push(action),
    rooms: async () => [ROOM],
    thread: async (ref: string) =>
      given.known !== false && ref === THREAD ? { enquiryId: 'enq_1' as EnquiryId, moved: null } : null,
    threadOf: async () => THREAD,
    authorOf: async () => null,
    form: async () => ({ id: 'reply.form', title: 'Reply', enquiryId: 'enq_1', fields: [], submit: [] }),
    logForm: () => ({ id: 'log.form', title: 'Log a call', enquiryId: null, fields: [], submit: [] }),
    expertForm: async () => ({ refusal: 'none', field: 'topics' }),
  } as unknown as DeskContext;
  const rights = makeRights({ roster, ...context, sameName: it => it, adminSeen: async () => {} });
  const side = {
    desk: {
      answer: async (person: string, _room: string | null, view: { text: string }) =>
        void answered.push(`${person}: ${view.text}`),
      notice: async () => {},
    },
    context,
    roster,
    rights,
    files: { fetchSoon: async () => [], withheld: () => ({}), fetch: async () => {} },
    ready: async () => {},
    signedOut: async (error: FarRefusal) => new TryLater(clock.now() + HOUR, error.message),
    understand: (body: Json) => body as unknown as Meant<Words>,
    lifecycle: async () => false,
    refOf: (channel: string, message: string) => `${channel}:${message}`,
    placeOf: (ref: string) => ({ channel: ref.split(':')[0] ?? '', message: ref.split(':')[1] ?? '' }),
    personRef: (user: string) => `chat:${user}`,
    momentOf: () => written,
    isUs: () => false,
    sameName: (channel: string) => channel,
    renamed: async () => false,
    isForeign: () => false,
    nameIn: () => '',
    read: async ({ text }: Words) => ({ text, mentionsStaff: false }),
    spoken: ({ text }: Words) => text,
    filesIn: () => [],
    pressedOn: () => ({ thread: '1', post: '2', user: 'ann', edition: '' }),
    tell: async (_channel: string, _thread: string | null, user: string, words: string) =>
      void told.push(`${user}: ${words}`),
    tellPresser: async () => false,
    direct: async (user: string) => `D-${user}`,
    publishHome: async () => {},
    greet: async () => {},
    adminSeen: async () => {},
  } as unknown as ChatSide<Words, never>;
  const written = clock.now();
  const { handle, givenUp } = makeDeliveries(side);
  const take = (kept: Kept<Words>) => handle(kept as unknown as Json);
  return { clock, acts, told, answered, context, rights, take, givenUp };
}

const write = (user: string): Kept<Words> => ({
  as: 'event',
  id: 'e1',
  body: {
    as: 'write',
    channel: 'C1',
    thread: '1',
    post: '2',
    edition: '',
    user,
    message: { text: 'Hi', user },
  } as Json,
});
const press = (user: string): Kept<Words> => ({
  as: 'press',
  id: 'p1',
  user,
  name: '',
  channel: 'C1',
  thread: THREAD,
  button: 'enquiry.claim',
  value: 'enq_1',
});
const submit = (user: string): Kept<Words> => ({
  as: 'submit',
  id: 's1',
  user,
  name: '',
  form: 'reply.form',
  enquiryId: 'enq_1',
  thread: THREAD,
  submit: 'reply.send',
  values: { text: 'Hi' },
});
const command = (user: string): Kept<Words> => ({
  as: 'command',
  id: 'c1',
  user,
  name: '',
  channel: 'C1',
  words: 'open',
});

test('what somebody of the room writes, presses, fills in and asks is handed in', async () => {
  const { acts, told, take } = chat();
  for (const each of [write('ann'), press('ann'), submit('ann'), command('ann')]) await take(each);
  expect(acts.map(each => [each.do, each.by.name])).toEqual([
    ['write', 'Ann'],
    ['press', 'Ann'],
    ['submit', 'Ann'],
    ['command', 'Ann'],
  ]);
  expect(told).toEqual([]);
});

test('what an outsider writes, presses, fills in or asks is handed in by nobody, and they alone are told why', async () => {
  for (const each of [write('eve'), press('eve'), submit('eve'), command('eve')]) {
    const { acts, told, answered, take } = chat();
    await take(each);
    expect([each.as, acts]).toEqual([each.as, []]);
    expect([each.as, [...told, ...answered].length]).toEqual([each.as, 1]);
    expect([...told, ...answered][0]).toMatch(/eve: You are from elsewhere/);
  }
});

test.each([
  'join.form',
  'merge.form',
])('what is named by number in %s is looked for in the rooms of who asks', async form => {
  const { acts, take } = chat();
  await take({ ...submit('ann'), form } as Kept<Words>);
  expect(acts).toMatchObject([{ form, by: { name: 'Ann', rooms: [ROOM.id] } }]);
});

test('an outsider is shown no form, and nothing that they fill in is taken', async () => {
  const { context, rights } = chat();
  const eve = { user: 'eve', name: '' };
  for (const [button, value] of [
    ['enquiry.reply', 'enq_1'],
    ['enquiry.resolve', 'enq_1 reason'],
    ['log.form', ''],
  ] as const)
    expect(
      await openForm({ context, rights }, opens(button, value)!, eve, 'C1', { named: value, thread: null }),
    ).toMatchObject({ as: 'refusal' });
  const filled = {
    form: 'reply.form' as const,
    enquiryId: 'enq_1' as EnquiryId,
    submit: 'reply.send',
    values: { text: 'x' },
  };
  const member = async () => null;
  expect(await checkForm({ context, rights, member }, filled, eve, 'C1')).toMatchObject({ ok: false });
  expect(await checkForm({ context, rights, member }, filled, { user: 'ann', name: '' }, 'C1')).toMatchObject({
    ok: true,
  });
  const empty = { ...filled, values: { text: '  ' } };
  expect(await checkForm({ context, rights, member }, empty, { user: 'ann', name: '' }, 'C1')).toMatchObject({
    ok: false,
    field: 'text',
  });
});

test('a message that comes before its thread is known comes again while it is young, and is then let go', async () => {
  const { clock, acts, take } = chat({ known: false });
  await expect(take(write('ann'))).rejects.toBeInstanceOf(TryLater);
  clock.advance(HOUR);
  await take(write('ann'));
  expect(acts).toEqual([]);
});

test('while the far side is silent, or does not know us, what people did waits', async () => {
  const silent = chat({ who: async () => Promise.reject(new FarSilence('Nobody answered.')) });
  await expect(silent.take(press('ann'))).rejects.toBeInstanceOf(TryLater);
  const out = chat({ who: async () => Promise.reject(new SignedOut('Install it again.')) });
  await expect(out.take(press('ann'))).rejects.toMatchObject({ message: 'Install it again.' });
  await expect(out.take(press('ann'))).rejects.toBeInstanceOf(TryLater);
});

test('whoever is behind a delivery that was given up is told', async () => {
  for (const each of [write('ann'), press('ann'), submit('ann'), command('ann')]) {
    const { told, givenUp } = chat();
    await givenUp(each as unknown as Json);
    expect([each.as, told.length]).toEqual([each.as, 1]);
    expect(told[0]).toMatch(/^ann: Something you did/);
  }
});
