/**
 * Lets people loose on threads in Teams: they write, edit, delete, take deletions back, react, press old and new buttons, twice
 * and in the wrong order, while deliveries come twice or late and the program dies; after each step the promises are checked.
 * Everything follows from the seed.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Deliver, makeDeliver } from '../../adapters/desks/teams/events/deliver.ts';
import { refOf } from '../../adapters/desks/teams/ids.ts';
import { teamsDesk } from '../../adapters/desks/teams/teams.ts';
import { SECOND } from '../../src/core/time.ts';
import { makeProvider } from '../kit/far-sides/provider.ts';
import { actionsOf, wordsOf } from '../kit/far-sides/teams/cards.ts';
import { type FakePerson, openTeams } from '../kit/far-sides/teams/server.ts';
import type { Json } from '../kit/far-sides/teams/shapes.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { openMemory } from '../kit/migrated.ts';
import { teamsSettingsOf } from '../kit/teams-shop.ts';
import { randomFrom, testClock, testIds, testLog } from '../kit/world.ts';
import { makePromises } from './promises.ts';
import type { FuzzResult } from './slack.ts';

const CUSTOMERS = 6;
const HOLD_MS = 10 * SECOND;

/** A message of a person. */
interface Said {
  by: FakePerson;
  thread: string;
  id: string;
  text: string;
  deleted: boolean;
}

export async function fuzzTeams({ seed, events }: { seed: number; events: number }): Promise<FuzzResult> {
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const clock = testClock();
  const teams = await openTeams({ now: () => clock.now(), retryAfterMs: [0, 0, 0] });
  const team = teams.team();
  const people = ['Ann', 'Ben', 'Chidi', 'Dora'].map(name => team.person(name));
  const room = team.channel('customers', { members: people });
  const engine = await openMemory();
  const provider = makeProvider();
  const kind = teamsDesk({ ...teamsSettingsOf(teams), admins: [people[0]!.aadObjectId] }, 0);
  let life = 0;
  let test: TestHouse;
  let deliver: Deliver;
  // Who signs deliveries, and that others are refused, is for the tests of the way in: here they come by the thousand.
  const server = createServer(async (request, response) => {
    const answer = await deliver(await bodyOf(request)).catch(() => ({ status: 500, body: undefined }));
    response.writeHead(answer.status, { 'Content-Type': 'application/json' });
    response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  teams.deliverTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/messages`);

  /** The program starts (again) on what is in the database. */
  const begin = async () => {
    test = await openHouse({
      engine,
      clock,
      ids: testIds(clock, randomFrom(seed * 1_000 + ++life)),
      provider,
      instance: `life-${life}`,
      holdMs: { post: HOLD_MS },
      jobLeaseMs: SECOND,
      deskKind: kind,
    });
    const { store } = test.house.parts;
    const [row] = await store.rooms();
    await store.commit([{ do: 'update', table: 'rooms', id: row!.id, set: { deskKind: 'teams', deskRef: room.id } }]);
    const { desk } = test.house;
    await desk.start();
    const log = testLog();
    const hub = { publicUrl: 'http://127.0.0.1', clock, log, deskOf: async () => desk, install: async () => desk };
    deliver = makeDeliver({ ...hub, changed: () => {} }, true);
  };
  await begin();

  const said: Said[] = [];
  const promises = makePromises(seed, provider);
  const { unique, decide } = promises;
  let crashes = 0;
  const buttonsOf = (card: Json | null) =>
    card ? actionsOf(card).filter(each => /^Action\.(Execute|Submit)$/.test(each.type)) : [];
  const nameOf = ({ verb, data }: Json): string => verb ?? data?.button ?? '';
  const cards = () => room.posts().filter(each => buttonsOf(each.card).some(one => nameOf(one).startsWith('enquiry.')));
  const isTalk = (text: string) => text.trimStart().startsWith('//') || text.includes('<at>');
  const remember = ({ id, text }: Said) => promises.remember(id, text, isTalk(text));

  const write = async () => {
    const card = pick(cards());
    const by = pick(people)!;
    if (!card) return;
    const kind = random();
    const words = unique();
    const text = kind < 0.15 ? `// ${words}` : kind < 0.25 ? `<at>${pick(people)!.name}</at> ${words}` : words;
    const hold = random() < 0.1;
    const times = random() < 0.1 ? 2 : 1;
    const id = await by.say(room, text, { thread: card.id, rich: true, hold, times });
    const message: Said = { by, thread: card.id, id, text, deleted: false };
    said.push(message);
    remember(message);
    if (!hold) return;
    // What happens to it overtakes it.
    if (random() < 0.5) await edit(message);
    else await remove(message);
    await teams.deliverHeld();
  };
  const edit = async (message: Said | undefined) => {
    if (!message || message.deleted) return;
    const words = unique();
    message.text = random() < 0.3 ? `// ${words}` : words;
    remember(message);
    // Sometimes the edit after it comes before it.
    await message.by.edit(room, message.id, message.text, { rich: true, hold: random() < 0.15 });
  };
  const remove = async (message: Said | undefined) => {
    if (!message || message.deleted) return;
    message.deleted = true;
    await message.by.remove(room, message.id, { hold: random() < 0.1 });
  };
  const undelete = async () => {
    const message = pick(said.filter(each => each.deleted));
    if (!message) return;
    message.deleted = false;
    await message.by.undelete(room, message.id, { hold: random() < 0.1 });
  };
  const pressPrivate = async () => {
    const by = pick(people)!;
    const shown = pick(by.privates(room).slice(-8));
    const button = pick(buttonsOf(shown?.card ?? null));
    if (!shown || !button) return;
    if (/^reply\.(send|send_and_resolve|correct)/.test(nameOf(button))) promises.sendShown(wordsOf(shown.card));
    await by
      .press(shown, each => each === button || same(each, button), { times: random() < 0.2 ? 2 : 1 })
      .catch(ignore);
  };
  const pressCard = async () => {
    const card = pick(cards());
    const button = pick(buttonsOf(card?.card ?? null));
    if (!card || !button) return;
    const rivals = random() < 0.3 ? [pick(people)!, pick(people)!, pick(people)!] : [pick(people)!];
    await Promise.all(rivals.map(by => by.press(card, each => same(each, button)).catch(ignore)));
    for (const by of rivals) await fillIn(by);
  };
  /** Whatever the press has opened is filled in and sent off, or closed. */
  const fillIn = async (by: FakePerson) => {
    const form = by.openDialog();
    const sends = buttonsOf(form?.card ?? null).find(each => each.data?.submit === 'reply.send');
    if (form && !sends) by.close();
    if (!form || !sends) return;
    const text = unique();
    const submit = random() < 0.4 ? 'reply.keep' : 'reply.send';
    if (submit === 'reply.send') promises.send(text);
    const how = { button: (each: Json) => each.data?.submit === submit, times: random() < 0.2 ? 2 : 1 };
    await by.submit({ 'in-text': text }, how).catch(ignore);
    while (by.openDialog()) by.close();
  };
  const sendMessage = async () => {
    const message = pick(said.filter(each => !each.deleted));
    if (!message) return;
    const by = pick(people)!;
    // Only the author's or the owner's counts; who that is the program decides, and nobody else's words may leave.
    if (by === message.by || by.aadObjectId === (await ownerOf(message.thread))) {
      decide(message.id);
      // Also what was meant for colleagues goes out, when somebody says so of this very message.
      promises.send(message.text);
    }
    await by.messageAction(room, message.id, 'message.send_to_customer').catch(ignore);
    while (by.openDialog()) by.close();
  };
  /** Whatever the sign, a reaction sends nothing. */
  const react = async () => {
    const message = pick(said.filter(each => !each.deleted));
    if (message) await message.by.react(room, message.id, '1f4e8_incomingenvelope').catch(ignore);
  };
  const ownerOf = async (thread: string): Promise<string | null> => {
    const { store } = test.house.parts;
    const row = await store.threadByRef(refOf(room.id, thread));
    const enquiry = row && (await store.enquiry(row.id));
    const staff = enquiry?.ownerId ? await store.staff(enquiry.ownerId) : null;
    return staff?.deskRef.replace(/^teams:/, '') ?? null;
  };
  const again = async () => {
    const old = pick(teams.deliveries.slice(-50));
    if (old) await teams.redeliver(old);
  };
  const late = () => teams.deliverHeld();
  const customer = () => provider.write(`customer-${Math.floor(random() * CUSTOMERS)}`, unique(), { name: 'Maya' });

  try {
    // The first delivery says where the Connector is.
    await team.install(people[0]!);
    for (let i = 0; i < 3; i++) await customer();
    await test!.settle();
    const steps = [
      { share: 30, do: write },
      { share: 12, do: () => edit(pick(said)) },
      { share: 8, do: () => remove(pick(said)) },
      { share: 4, do: undelete },
      { share: 18, do: pressPrivate },
      { share: 12, do: pressCard },
      { share: 4, do: sendMessage },
      { share: 2, do: react },
      { share: 8, do: again },
      { share: 3, do: late },
      { share: 4, do: customer },
    ];
    const total = steps.reduce((sum, each) => sum + each.share, 0);
    for (let step = 0; teams.deliveries.length < events && step < events * 3; step++) {
      let at = random() * total;
      const chosen =
        steps.find(each => {
          at -= each.share;
          return at < 0;
        }) ?? steps[0]!;
      await chosen.do();
      clock.advance(1);
      if (random() < 0.7) {
        await teams.quiet();
        await test!.settle();
      }
      if (random() < 0.2) await test!.pass(Math.floor(random() * 8) * SECOND);
      if (random() < 0.01) {
        crashes++;
        clock.advance(2 * SECOND);
        await begin();
      }
      if (step % 10 === 0) await promises.check(test!);
    }
    await teams.deliverHeld();
    await teams.quiet();
    for (let i = 0; i < 6; i++) await test!.pass(20 * SECOND);
    await promises.check(test!);
    return { events: teams.deliveries.length, sent: provider.delivered.length, crashes };
  } finally {
    clock.wakeAll();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    await teams.close();
    await engine.close();
  }
}

async function bodyOf(request: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** Cards change between looking and pressing: the same button is the one that carries the same. */
function same(one: Json, other: Json): boolean {
  return one.type === other.type && one.verb === other.verb && JSON.stringify(one.data) === JSON.stringify(other.data);
}

/** What is no longer there cannot be pressed. */
function ignore(): void {}
