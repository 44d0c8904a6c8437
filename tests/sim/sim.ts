/**
 * Replays days with duplicates, crashes, skewed clocks, a moody provider and late presses, and checks the promises of
 * the product after each step. Everything follows from the seed.
 */
import type { Post, RoomItem } from '../../adapters/desks/practice/records.ts';
import type { Enquiry } from '../../src/core/enquiry.ts';
import { evolve } from '../../src/core/evolve.ts';
import type { Reply } from '../../src/core/reply.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import type { ButtonId } from '../../src/ports/button.ts';
import type { Shelf } from '../../src/ports/shelf.ts';
import type { StaffAction } from '../../src/ports/staff.ts';
import type { PrivateView } from '../../src/ports/views.ts';
import { workspaceStore } from '../../src/store/store.ts';
import { plantFault } from './plants.ts';
import { Crash, type Instance, makeWorld, type Plant, SKEW_MAX_MS, WORKSPACES, type World } from './world.ts';

const PEOPLE = ['ann', 'ben', 'chidi'];
const CUSTOMERS = 6;

/** What the outside knows to be true, beside what the database says. */
interface Ledger {
  /** Acknowledged to the source: must be there, once. */
  accepted: Map<string, { ws: string; customer: string; text: string }>;
  /** Texts for which somebody pressed Send, or that an edit made of such a text. */
  meant: Set<string>;
  /** Replies whose author undid or deleted them before the hold's end, and was told yes; and how often they were out by then. */
  undone: Map<string, number>;
  /** How often people said "Send again" of a reply. */
  repeats: Map<string, number>;
  deliveries: number;
  /** The version of each enquiry that was checked last: only what changed is looked at again. */
  checked: Map<string, number>;
}

export class Broken extends Error {}

function holds(condition: boolean, promise: string, detail: () => string): void {
  if (!condition) throw new Broken(`${promise}: ${detail()}`);
}

export async function simulate({
  seed,
  steps,
  plant = null,
}: {
  seed: number;
  steps: number;
  plant?: Plant | null;
}): Promise<{ deliveries: number; crashes: number }> {
  const world = await makeWorld(seed, plant);
  const ledger: Ledger = {
    accepted: new Map(),
    meant: new Set(),
    undone: new Map(),
    repeats: new Map(),
    deliveries: 0,
    checked: new Map(),
  };
  const { random } = world;
  let crashes = 0;
  let n = 0;
  try {
    for (let step = 0; step < steps; step++) {
      world.crashChance = random() < 0.5 ? 0 : 0.004;
      const calm = random();
      world.mood = () =>
        calm < 0.6 || random() < 0.5
          ? 'takes'
          : pick(random, ['refuses', 'is-away', 'is-silent-after-taking', 'is-silent-before-taking']);
      for (const instance of world.instances) {
        if (instance.alive) continue;
        crashes++;
        world.revive(instance);
      }
      // Two things happen at once, on any instance.
      await Promise.all([act(world, ledger, `${++n}`), act(world, ledger, `${++n}`)]);
      if (random() < 0.7) await work(world);
      world.clock.advance(random() < 0.8 ? random() * 8 * SECOND : random() * 40 * MINUTE);
      if (plant) await plantFault(world, plant);
      await check(world, ledger, false);
    }
    await comeToRest(world, plant);
    await check(world, ledger, true);
    return { deliveries: ledger.deliveries, crashes };
  } finally {
    world.clock.wakeAll();
    await world.close();
  }
}

/** Runs the due jobs of all instances at the same time; a crash ends only its own. */
async function work(world: World): Promise<void> {
  await Promise.all(
    world.instances.filter(each => each.alive).map(each => each.house.worker.drain().catch(ignoreCrash)),
  );
}

function ignoreCrash(error: unknown): null {
  // A channel that could not hand in a message because its process died says so in its own words.
  if (error instanceof Crash || (error as { cause?: unknown }).cause instanceof Crash) return null;
  throw error;
}

/** The weather clears: nobody crashes, the provider takes everything, and time passes until nothing is due. */
async function comeToRest(world: World, plant: Plant | null): Promise<void> {
  world.crashChance = 0;
  world.mood = () => 'takes';
  for (const instance of world.instances) if (!instance.alive) world.revive(instance);
  if (plant === 'stuck') await world.engine.rows(`delete from jobs where kind = 'reply.release'`, []);
  for (let i = 0; i < 60; i++) {
    world.clock.advance(i < 20 ? 20 * SECOND : 30 * MINUTE);
    await work(world);
  }
}

async function act(world: World, ledger: Ledger, n: string): Promise<void> {
  const { random } = world;
  const instance = pick(random, world.instances);
  if (!instance.alive) return;
  try {
    if (random() < 0.2) return await customerWrites(world, ledger, instance, n);
    if (random() < 0.06) return await bounces(world, instance);
    await staffActs(world, ledger, instance, n);
  } catch (error) {
    ignoreCrash(error);
  }
}

async function customerWrites(world: World, ledger: Ledger, instance: Instance, n: string): Promise<void> {
  const { random } = world;
  const ws = instance.workspaceId;
  const known = [...ledger.accepted].filter(([, each]) => each.ws === ws);
  // A redelivery of something old, or something new that is delivered up to three times.
  const [id, message] =
    random() < 0.2 && known.length
      ? pick(random, known)
      : [`${ws}:${n}`, { ws, customer: `c${Math.floor(random() * CUSTOMERS)}`, text: `${ws} words ${n}` }];
  const times = random() < 0.3 ? 3 : 1;
  for (let i = 0; i < times; i++) {
    await world.provider[ws]!.write(message.customer, message.text, { id });
    ledger.accepted.set(id, message);
  }
}

async function bounces(world: World, instance: Instance): Promise<void> {
  const { delivered } = world.provider[instance.workspaceId]!;
  if (delivered.length)
    await world.provider[instance.workspaceId]!.bounce(`post:${pick(world.random, delivered).replyId}`);
}

async function staffActs(world: World, ledger: Ledger, instance: Instance, n: string): Promise<void> {
  const { random } = world;
  const ws = instance.workspaceId;
  const store = workspaceStore(world.engine, ws);
  const shelf = store.shelf('desk:practice');
  const [room] = await store.rooms();
  const cards = (await shelf.latest(`room:${room!.id}`, 200))
    .map(each => each.value as unknown as RoomItem)
    .filter(each => each.card);
  if (cards.length === 0) return;
  const { thread, card } = pick(random, cards);
  const name = pick(random, PEOPLE);
  const by = { deskRef: `practice:${name}`, name, admin: false };
  const send = async (action: object) =>
    instance.house.act({ id: `act-${n}-${Math.floor(random() * 1e9)}`, by, ...action } as StaffAction);
  const press = (button: ButtonId, value: string) => send({ do: 'press', thread, button, value });
  if (random() < 0.15 && (await changesTheirMind(world, ledger, instance, n))) return;
  const roll = random();
  if (roll < 0.25) {
    // Something typed in the thread: team talk until its preview is sent.
    const post = `staff:${n}`;
    const text = `${ws} reply ${n}`;
    await shelf.append(`thread:${thread}`, post, {
      as: 'staff',
      by: by.deskRef,
      name,
      text,
      edited: false,
      deleted: false,
      at: 0,
    });
    return send({ do: 'write', thread, post, text, mentionsStaff: random() < 0.1 });
  }
  if (roll < 0.62) {
    // Whoever sees something there, most of the time; else somebody who does not, with an old button.
    const seeing = await whoSees(shelf, thread);
    const seer = seeing && random() < 0.9 ? seeing : by.deskRef;
    by.deskRef = seer;
    by.name = seer.replace('practice:', '');
    const views = (await shelf.latest(`private:${thread}:${seer}`, 50)).map(
      each => each.value as unknown as PrivateView | null,
    );
    const buttons = views.flatMap(view => view?.buttons ?? []);
    if (buttons.length === 0) return;
    const button = pick(random, buttons);
    if (button.id.startsWith('reply.send')) {
      const remark = await store.remark(button.value.split(' ')[0] as never);
      if (remark) ledger.meant.add(remark.text);
    }
    return press(button.id, button.value);
  }
  if (roll < 0.75) {
    // Undo, retry, "it arrived": whatever the replies of this enquiry offer, and also what they do not.
    const replies = await world.engine.rows<{ id: string }>('select id from replies where enquiry_id = ?', [
      card!.enquiryId,
    ]);
    if (replies.length === 0) return;
    const button = pick(random, [
      'reply.undo',
      'reply.undo',
      'reply.retry',
      'reply.arrived',
      'reply.send_anyway',
    ] as const);
    const { id } = pick(random, replies);
    if (button === 'reply.retry') ledger.repeats.set(id, (ledger.repeats.get(id) ?? 0) + 1);
    return press(button, id);
  }
  if (roll < 0.82) {
    const posts = (await shelf.latest(`thread:${thread}`, 20)).filter(
      each => (each.value as unknown as Post).as === 'staff',
    );
    if (posts.length === 0) return;
    const post = pick(random, posts);
    const author = (post.value as unknown as Post & { by: string }).by;
    const text = `${ws} edited ${n}`;
    const edit = random() < 0.6;
    if (edit) ledger.meant.add(text);
    return send({
      by: { deskRef: author, name: author, admin: false },
      do: edit ? 'edit' : 'delete',
      thread,
      post: post.key,
      text,
    });
  }
  if (roll < 0.93) {
    const buttons: ButtonId[] = [
      'enquiry.claim',
      'enquiry.claim',
      'enquiry.release',
      'enquiry.takeover',
      'enquiry.reopen',
      'enquiry.spam',
      'enquiry.unspam',
    ];
    return press(pick(random, buttons), card!.enquiryId);
  }
  const other = pick(random, cards).card!;
  const forms = [
    { form: 'resolve.form', values: { reason: 'Question' } },
    { form: 'snooze.form', values: { until: '1h' } },
    { form: 'merge.form', values: { into: String(other.number) } },
  ];
  await send({ do: 'submit', enquiryId: card!.enquiryId, submit: 'x', ...pick(random, forms) });
}

/**
 * An author takes a reply back that is held by every clock there is, and is told yes: it must never be seen to go out. Now
 * is the worst moment for a process to die, so now they often do.
 */
async function changesTheirMind(world: World, ledger: Ledger, instance: Instance, n: string): Promise<boolean> {
  const ws = instance.workspaceId;
  const held = await world.engine.rows<{ id: string; post: string | null; author: string; thread: string }>(
    `select r.id, r.post_ref as post, s.desk_ref as author, t.ref as thread
     from replies r join staff s on s.id = r.author_id join threads t on t.id = r.enquiry_id
     where r.workspace_id = ? and r.status = 'held' and r.hold_until > ?`,
    [ws, world.clock.now() + SKEW_MAX_MS],
  );
  if (held.length === 0) return false;
  const { id, post, author, thread } = pick(world.random, held);
  const by = { deskRef: author, name: author, admin: false };
  // Only what they typed can be deleted: what the Reply form wrote stands in the thread as a post of the desk.
  const theirs = post?.startsWith('staff:') && world.random() < 0.5;
  const how = theirs ? { do: 'delete', post } : { do: 'press', button: 'reply.undo', value: id };
  const times = world.provider[ws]!.delivered.filter(each => each.replyId === id).length;
  await instance.house.act({ id: `undo-${n}`, by, thread, ...how } as StaffAction);
  ledger.undone.set(id, times);
  world.crashChance = 0.05;
  return true;
}

async function whoSees(shelf: Shelf, thread: string): Promise<string | null> {
  for (const name of PEOPLE) {
    const views = await shelf.latest(`private:${thread}:practice:${name}`, 20);
    if (views.some(each => (each.value as unknown as PrivateView | null)?.buttons.length)) return `practice:${name}`;
  }
  return null;
}

/** The promises. `atRest`: nothing is due any more, so what was promised to be shown must be shown. */
async function check(world: World, ledger: Ledger, atRest: boolean): Promise<void> {
  for (const ws of WORKSPACES) {
    const store = workspaceStore(world.engine, ws);
    const { delivered } = world.provider[ws]!;
    const rows = await world.engine.rows<{ external_id: string; n: number }>(
      'select external_id, count(*) as n from raws where workspace_id = ? group by external_id',
      [ws],
    );
    const kept = new Map(rows.map(row => [row.external_id, row.n]));
    for (const [id, message] of ledger.accepted) {
      if (message.ws === ws)
        holds(
          kept.get(id) === 1,
          '2 nothing a customer sends is lost',
          () => `${id} is kept ${kept.get(id) ?? 0} times`,
        );
    }
    // Reports of servers read alike; customers of the simulator never write the same twice.
    const texts = await world.engine.rows<{ text: string; n: number }>(
      `select text, count(*) as n from messages where workspace_id = ? and direction = 'in' and kind <> 'bounce' group by text`,
      [ws],
    );
    for (const row of texts)
      holds(row.n === 1, '2 nothing is shown twice', () => `"${row.text}" is there ${row.n} times`);

    const counts = new Map<string, number>();
    for (const each of delivered) {
      counts.set(each.replyId, (counts.get(each.replyId) ?? 0) + 1);
      holds(ledger.meant.has(each.text), '1 nothing typed reaches a customer unless sent', () => `"${each.text}"`);
      holds(each.text.startsWith(ws), '8 a workspace sees only its own data', () => `${ws} sent "${each.text}"`);
    }
    const replies = await world.engine.rows<
      Pick<Reply, 'id' | 'status' | 'attempt'> & { hold_until: number | null; enquiry_id: string }
    >('select id, status, attempt, hold_until, enquiry_id from replies where workspace_id = ?', [ws]);
    for (const reply of replies) {
      const times = counts.get(reply.id) ?? 0;
      holds(
        times <= 1 + (ledger.repeats.get(reply.id) ?? 0),
        '3 nothing is sent twice',
        () => `${reply.id} was sent ${times} times`,
      );
      holds(
        !(reply.status === 'withdrawn' && reply.attempt === 0 && times > 0),
        '3 an undone reply is not sent',
        () => reply.id,
      );
      if (atRest)
        holds(
          !(reply.status === 'leaving' || (reply.status === 'held' && reply.hold_until !== null)),
          '2 no reply stays on its way for ever',
          () => `${reply.id} is ${reply.status}`,
        );
    }
    for (const [id, times] of ledger.undone)
      holds((counts.get(id) ?? 0) <= times, '9 what was acknowledged holds', () => `${id} was undone, and went out`);
    const rowsOfAll = await world.engine.rows<{ id: string; version: number }>(
      'select id, version from enquiries where workspace_id = ?',
      [ws],
    );
    const ids = rowsOfAll.filter(row => atRest || ledger.checked.get(row.id) !== row.version).map(row => row.id);
    const enquiries = (await Promise.all(ids.map(id => store.enquiry(id as never)))) as Enquiry[];
    for (const enquiry of enquiries) {
      await checkHistory(store, enquiry);
      ledger.checked.set(enquiry.id, enquiry.version);
    }
    if (atRest) await checkDesk(world, ws, enquiries, replies, ledger);
  }
  ledger.deliveries = WORKSPACES.reduce((sum, ws) => sum + world.provider[ws]!.delivered.length, 0);
}

/** Exactly one owner: the events, taken one after another, never let two people have it, and lead to what is stored. */
async function checkHistory(store: ReturnType<typeof workspaceStore>, enquiry: Enquiry): Promise<void> {
  const events = await store.events(enquiry.id);
  holds(
    events.length === enquiry.version && events.every((each, i) => each.version === i + 1),
    '4 one history',
    () => `#${enquiry.number} has ${events.length} events at version ${enquiry.version}`,
  );
  let owner: string | null = null;
  let folded: Enquiry = { ...enquiry, version: 0, ownerId: null };
  for (const { event, at } of events) {
    if (event.type === 'EnquiryClaimed')
      holds(
        owner === null,
        '4 exactly one person owns an enquiry',
        () => `#${enquiry.number} was claimed from ${owner}`,
      );
    folded = evolve(folded, event, at);
    owner = folded.ownerId;
  }
  holds(
    owner === enquiry.ownerId,
    '4 everybody can see who owns it',
    () => `#${enquiry.number}: ${owner} or ${enquiry.ownerId}`,
  );
}

/** At rest the room shows every enquiry once with its true state, every later message once, and every failure. */
async function checkDesk(
  world: World,
  ws: string,
  enquiries: Enquiry[],
  replies: { id: string; status: string }[],
  ledger: Ledger,
): Promise<void> {
  const store = workspaceStore(world.engine, ws as never);
  const shelf = store.shelf('desk:practice');
  const [room] = await store.rooms();
  const items = (await shelf.read(`room:${room!.id}`, 0, 5_000))
    .map(each => each.value as unknown as RoomItem)
    .filter(each => each.card);
  const shown: string[] = [];
  const lines: string[] = [];
  for (const enquiry of enquiries) {
    const cards = items.filter(each => each.card?.enquiryId === enquiry.id);
    holds(cards.length === 1, '2 each enquiry is one card', () => `#${enquiry.number} has ${cards.length}`);
    const card = cards[0]!.card!;
    holds(
      card.status === enquiry.status && card.ownerId === enquiry.ownerId,
      '4 the card shows the truth',
      () => `#${enquiry.number} ${card.status}/${enquiry.status}`,
    );
    shown.push(card.message.text);
    const thread = (await store.thread(enquiry.id))!;
    for (const { value } of await shelf.read(`thread:${thread.ref}`, 0, 5_000)) {
      const post = value as unknown as Post;
      if (post.as === 'entry' && post.entry.as === 'message') shown.push(post.entry.message.text);
      if (post.as === 'entry' && post.entry.as === 'line' && post.entry.tone === 'failure')
        lines.push(...post.entry.buttons.map(each => each.value));
    }
  }
  for (const [id, message] of ledger.accepted) {
    if (message.ws !== ws) continue;
    const times = shown.filter(text => text === message.text).length;
    holds(times === 1, '2 what a customer wrote is shown once', () => `${id} is shown ${times} times`);
  }
  holds(
    shown.every(text => text.startsWith(ws) || text === 'It came back'),
    '8 a workspace sees only its own data',
    () => `${ws} shows ${shown.find(text => !text.startsWith(ws))}`,
  );
  for (const reply of replies) {
    if (reply.status !== 'failed' && reply.status !== 'bounced' && reply.status !== 'unsure') continue;
    holds(
      lines.includes(reply.id),
      '5 a failure is seen where the work is',
      () => `${reply.id} is ${reply.status} and no line says so`,
    );
  }
}

function pick<T>(random: () => number, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)]!;
}
