/**
 * Lets people loose on threads in Slack: they write, edit, delete, react, press old and new buttons, twice and in the
 * wrong order, while deliveries come twice or late and the program dies; after each step the promises are checked.
 * Everything follows from the seed.
 */

import type { SlackDesk } from '../../adapters/desks/slack/desk.ts';
import { slackDesk } from '../../adapters/desks/slack/slack.ts';
import { SECOND } from '../../src/core/time.ts';
import { makeHttp } from '../../src/server/http.ts';
import { makeProvider } from '../kit/far-sides/provider.ts';
import { type FakeChannel, type FakePerson, openSlack } from '../kit/far-sides/slack/server.ts';
import type { Json } from '../kit/far-sides/slack/shapes.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { openMemory } from '../kit/migrated.ts';
import { slackSettings, wordsOf } from '../kit/slack-shop.ts';
import { randomFrom, testClock, testIds, testLog } from '../kit/world.ts';
import { makePromises } from './promises.ts';

const CUSTOMERS = 6;
const HOLD_MS = 10 * SECOND;

/** A message of a person, as it is meant: what must never leave, and what somebody decided to send. */
interface Said {
  by: FakePerson;
  channel: FakeChannel;
  thread: string;
  ts: string;
  text: string;
  deleted: boolean;
}

export interface FuzzResult {
  events: number;
  sent: number;
  crashes: number;
}

export async function fuzzSlack({ seed, events }: { seed: number; events: number }): Promise<FuzzResult> {
  const random = randomFrom(seed);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  // Bolt compares signatures with the machine's own clock: ours begins there, and only ever runs ahead.
  const clock = testClock(Date.now());
  const slack = await openSlack({ now: () => clock.now(), retryAfterMs: [0, 0, 0] });
  const team = slack.team();
  const people = ['Ann', 'Ben', 'Chidi', 'Dora'].map((name, i) => team.person(name, { admin: i === 0 }));
  const room = team.channel('customers', { members: people });
  const engine = await openMemory();
  const provider = makeProvider();
  const routes: Parameters<typeof makeHttp>[0] = [];
  const server = makeHttp(routes, testLog());
  const port = await server.listen('127.0.0.1', 0);
  slack.deliverTo(`http://127.0.0.1:${port}/slack/events`);
  let life = 0;
  let test: TestHouse;

  const kind = slackDesk(slackSettings(slack, team.botToken), 0);
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
    await store.commit([{ do: 'update', table: 'rooms', id: row!.id, set: { deskKind: 'slack', deskRef: room.id } }]);
    const desk = test.house.desk as SlackDesk;
    await desk.connection.connect();
    const hub = kind.hub!({
      publicUrl: 'http://127.0.0.1',
      clock,
      log: testLog(),
      deskOf: async () => desk,
      install: async () => desk,
      changed: () => {},
    });
    routes.splice(0, routes.length, ...hub.routes);
    server.routesChanged();
  };
  await begin();

  const said: Said[] = [];
  const promises = makePromises(seed, provider);
  const { unique, decide } = promises;
  let crashes = 0;
  const cards = () =>
    room
      .messages()
      .filter(each => !each.thread_ts || each.thread_ts === each.ts)
      .filter(each => (each.blocks ?? []).length > 3);
  const isTalk = (text: string) => text.trimStart().startsWith('//') || text.includes('<@');
  const remember = (ts: string, text: string) => promises.remember(ts, text, isTalk(text));

  const write = async () => {
    const card = pick(cards());
    const by = pick(people)!;
    if (!card) return;
    const kind = random();
    const words = unique();
    const text = kind < 0.15 ? `// ${words}` : kind < 0.25 ? `<@${pick(people)!.id}> ${words}` : words;
    const hold = random() < 0.1;
    const ts = await by.say(room, text, { thread: card.ts, rich: true, ...(hold ? { hold } : {}) });
    const message: Said = { by, channel: room, thread: card.ts, ts, text, deleted: false };
    said.push(message);
    remember(ts, text);
    if (!hold) return;
    // What happens to it overtakes it.
    if (random() < 0.5) await edit(message);
    else await remove(message);
    await slack.deliverHeld();
  };
  const edit = async (message: Said | undefined) => {
    if (!message || message.deleted) return;
    const kind = random();
    const words = unique();
    message.text = kind < 0.3 ? `// ${words}` : words;
    remember(message.ts, message.text);
    await message.by.edit(room, message.ts, message.text, {
      sameSecond: random() < 0.5,
      withoutPrevious: random() < 0.2,
      rich: true,
    });
  };
  const remove = async (message: Said | undefined) => {
    if (!message || message.deleted) return;
    message.deleted = true;
    await message.by.remove(room, message.ts, { withoutPrevious: random() < 0.2 });
  };
  const pressPrivate = async () => {
    const by = pick(people)!;
    const shown = pick(by.ephemerals(room));
    if (!shown) return;
    const buttons = (shown.blocks ?? []).flatMap((block: Json) => (block.type === 'actions' ? block.elements : []));
    const button = pick(buttons as Json[]);
    if (!button?.action_id) return;
    if (/^reply\.(send|send_and_resolve|correct)/.test(button.action_id)) promises.sendShown(wordsOf(shown));
    const times = random() < 0.2 ? 2 : 1;
    await Promise.all(Array.from({ length: times }, () => by.press(shown, button.action_id).catch(() => null)));
  };
  const pressCard = async () => {
    const card = pick(cards());
    if (!card) return;
    const buttons = (card.blocks ?? []).flatMap((block: Json) => (block.type === 'actions' ? block.elements : []));
    const button = pick(buttons.filter((each: Json) => each.type === 'button')) as Json | undefined;
    if (!button) return;
    const rivals = random() < 0.3 ? [pick(people)!, pick(people)!, pick(people)!] : [pick(people)!];
    await Promise.all(rivals.map(by => by.press(card, button.action_id).catch(() => null)));
    for (const by of rivals) {
      const view = by.openView();
      if (!view || view.callback_id !== 'reply.form') {
        if (view) await by.closeView().catch(() => {});
        continue;
      }
      const text = unique();
      const submit = random() < 0.4 ? 'reply.keep' : 'reply.send';
      if (submit === 'reply.send') promises.send(text);
      await by.submit(view, { text, submit }).catch(() => {});
    }
  };
  const react = async () => {
    const message = pick(said.filter(each => !each.deleted));
    if (!message) return;
    const by = pick(people)!;
    // Only the author's or the owner's counts; who that is the program decides, and nobody else's words may leave.
    const [card] = await owner(message.thread);
    if (by === message.by || `slack:${by.id}` === card) {
      decide(message.ts);
      // Also what was meant for colleagues goes out, when somebody says so of this very message.
      promises.send(message.text);
    }
    if (random() < 0.5) await by.react(room, message.ts, 'envelope').catch(() => {});
    else await by.messageShortcut('message.send_to_customer', room, message.ts).catch(() => {});
  };
  const owner = async (thread: string): Promise<[string | null]> => {
    const { store } = test.house.parts;
    const row = await store.threadByRef(`${room.id}:${thread}`);
    const enquiry = row && (await store.enquiry(row.id));
    const staff = enquiry?.ownerId ? await store.staff(enquiry.ownerId) : null;
    return [staff?.deskRef ?? null];
  };
  const again = async () => {
    const old = pick(slack.deliveries.filter(each => each.kind === 'event').slice(-50));
    if (old) await slack.redeliver(old, 1);
  };
  const customer = () => provider.write(`customer-${Math.floor(random() * CUSTOMERS)}`, unique(), { name: 'Maya' });

  const check = () => promises.check(test);

  try {
    for (let i = 0; i < 3; i++) await customer();
    await test!.settle();
    const steps = [
      { share: 30, do: write },
      { share: 12, do: () => edit(pick(said)) },
      { share: 8, do: () => remove(pick(said)) },
      { share: 18, do: pressPrivate },
      { share: 12, do: pressCard },
      { share: 6, do: react },
      { share: 8, do: again },
      { share: 4, do: customer },
    ];
    const total = steps.reduce((sum, each) => sum + each.share, 0);
    for (let step = 0; slack.deliveries.length < events && step < events * 3; step++) {
      let at = random() * total;
      const chosen =
        steps.find(each => {
          at -= each.share;
          return at < 0;
        }) ?? steps[0]!;
      await chosen.do();
      clock.advance(1);
      if (random() < 0.7) {
        await slack.quiet();
        await test!.settle();
      }
      if (random() < 0.2) await test!.pass(Math.floor(random() * 8) * SECOND);
      if (random() < 0.01) {
        crashes++;
        clock.advance(2 * SECOND);
        await begin();
      }
      if (step % 10 === 0) await check();
    }
    await slack.quiet();
    for (let i = 0; i < 6; i++) await test!.pass(20 * SECOND);
    await check();
    return { events: slack.deliveries.length, sent: provider.delivered.length, crashes };
  } finally {
    clock.wakeAll();
    await server.close();
    await slack.close();
    await engine.close();
  }
}
