/**
 * A shop that lives for months in minutes: the real house on a clock that is pushed, with the practice desk, letters and
 * a web chat. A day is done in rounds of many at once, as a shop with several people does it; nights are the house's own.
 */
import { webchatChannel } from '../../adapters/channels/webchat/channel.ts';
import { personRef } from '../../adapters/desks/practice/ids.ts';
import { PEOPLE } from '../../adapters/desks/practice/people.ts';
import { decide } from '../../src/core/decide.ts';
import type { EnquiryId } from '../../src/core/ids.ts';
import type { Retention } from '../../src/core/retention.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import { job } from '../../src/ports/jobs.ts';
import type { StaffAction } from '../../src/ports/staff.ts';
import type { PrivateView } from '../../src/ports/views.ts';
import { makeHttp } from '../../src/server/http.ts';
import { keepSetting } from '../../src/settings/keep.ts';
import { trustedProxies } from '../../src/settings/trusted-proxies.ts';
import type { Engine } from '../../src/store/engine.ts';
import { openHouse, type TestHouse } from '../../tests/kit/house.ts';
import { visit } from '../../tests/kit/visitor.ts';
import { randomFrom, testClock, testIds, testLog } from '../../tests/kit/world.ts';
import { copyEnquiries } from './copies.ts';
import { makePost, type Post, somethingAsked } from './customers.ts';

/** What a shop's day is made of, as shares of its enquiries; from what small shops told of theirs. */
const MIX = {
  byChat: 0.4,
  fromKnown: 0.4,
  answered: 0.85,
  followedUp: 0.35,
  spam: 0.05,
  edited: 0.02,
  bounced: 0.005,
  rated: 0.1,
  deliveredAgain: 0.02,
  articles: 0.2,
};
const MONDAY = Date.UTC(2026, 0, 5, 8);
/** Written at once: as many as a house works on at a time. */
const AT_ONCE = 16;
/** Copies are of days before: of the last month, where only some days are lived through. */
const TALLIED_BEFORE = 35 * DAY;
/** Customers of whom it is known what they asked: they come back within weeks. */
const RECENT_MAX = 1_000;
const SUNDAY_EVERY = 7;
/** By then most have ended, and what is still open is resolved. */
const ENDED_AFTER = 5 * DAY;
/** The words of copies stay: to empty one takes what living through it takes. */
const rulesFor = (times: number): Retention => ({
  everywhere: { texts: times > 1 ? null : 365, files: 180, raws: 90 },
  channels: {},
});

interface Known {
  from: string;
  name: string;
  id: EnquiryId;
}

export interface LifeShop {
  house: TestHouse;
  days: number;
  /** Enquiries that were begun, letters and how often one came again, chats and replies. */
  counts: { opened: number; letters: number; known: number; chats: number; replies: number };
  day(): Promise<void>;
  /** Days on which nobody comes, with one night at their end. */
  quiet(days: number): Promise<void>;
  /** The hourly job, once. */
  keep(): Promise<void>;
  /** Milliseconds of one act, from the press to the end of what follows. */
  act(): Promise<number>;
  close(): Promise<void>;
}

/** @param times how many enquiries each one stands for, itself included */
export async function openLife({
  engine,
  perDay,
  times = 1,
  from = MONDAY,
}: {
  engine: Engine;
  perDay: number;
  times?: number;
  /** When it begins: eight in the morning. */
  from?: number;
}): Promise<LifeShop> {
  const random = randomFrom(1);
  const clock = testClock(from);
  const post = makePost();
  const provider = { kind: post.kind } as never;
  const house = await openHouse({
    ...{ engine, clock, ids: testIds(clock, random), provider, log: saysNothing() },
    kinds: [webchatChannel],
    channels: [
      { name: 'site', kind: 'webchat', room: 'customers', schema: [], settings: { origins: ['https://s.example'] } },
    ],
    trustedProxies: trustedProxies(['loopback']).trusts,
    ...{ automatic: { post: true }, askRating: { post: true } },
  });
  await house.house.loadSettings();
  await keepSetting(house.house.parts.store, 'retention', rulesFor(times) as never);
  const http = makeHttp(house.house.routes(), house.log);
  const shop: Living = {
    ...{ house, random, post, perDay, times, recent: [], days: 0, n: 0, copies: 0, ending: [], again: [] },
    url: `http://127.0.0.1:${await http.listen('127.0.0.1', 0)}`,
    counts: { opened: 0, letters: 0, known: 0, chats: 0, replies: 0 },
  };
  return {
    house,
    get days() {
      return shop.days;
    },
    counts: shop.counts,
    day: () => day(shop),
    quiet: days => quietDays(shop, days),
    keep: () => keep(shop),
    act: () => oneAct(shop),
    close: async () => {
      await http.close();
      clock.wakeAll();
    },
  };
}

/** What is logged is not kept. */
function saysNothing() {
  const log = testLog();
  const none = () => {};
  return { ...log, debug: none, info: none, warn: none, error: none };
}

interface Living {
  house: TestHouse;
  random: () => number;
  post: Post;
  url: string;
  perDay: number;
  times: number;
  /** Copies that were made. */
  copies: number;
  /** Enquiries that have not been copied yet, by the day on which they began. */
  ending: { at: number; begun: Known[] }[];
  /** Enquiries in which somebody wrote again. */
  again: { at: number; id: string }[];
  recent: Known[];
  days: number;
  /** Names that were given. */
  n: number;
  counts: LifeShop['counts'];
}

async function day(shop: Living): Promise<void> {
  const { house, perDay, random, counts } = shop;
  const { clock } = house;
  const many = (share: number) => Math.floor(perDay * share + random());
  const begun = await arrive(shop, perDay - many(MIX.byChat));
  begun.push(...(await chat(shop, many(MIX.byChat))));
  counts.opened += begun.length;
  await house.settle();
  if (shop.days % SUNDAY_EVERY !== SUNDAY_EVERY - 1) await work(shop, begun);
  await come(shop, many(MIX.followedUp));
  shop.ending.push({ at: clock.now(), begun });
  while (shop.ending[0]!.at <= clock.now() - ENDED_AFTER) await end(shop, shop.ending.shift()!.begun);
  await besides(shop);
  await evening(shop);
  await night(shop);
  shop.days++;
  // The next morning at eight.
  clock.advance(DAY - ((clock.now() - MONDAY) % DAY));
  await house.settle();
}

async function inTurns<T>(all: readonly T[], work: (one: T, i: number) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < all.length; i += AT_ONCE)
    await Promise.all(all.slice(i, i + AT_ONCE).map((each, n) => work(each, i + n)));
}

async function arrive(shop: Living, count: number): Promise<Known[]> {
  const { random, post, house, recent, counts } = shop;
  const letters = Array.from({ length: count }, () => {
    const known = random() < MIX.fromKnown && recent.length > 0;
    const from = known ? recent[Math.floor(random() * recent.length)]!.from : `c${++shop.n}@example.com`;
    return { id: `m${++shop.n}`, from, ...somethingAsked(random), answers: [], at: house.clock.now() };
  });
  const begun: Known[] = [];
  await inTurns(letters, async letter => {
    const id = await post.write(letter);
    counts.letters++;
    if (id) begun.push({ from: letter.from, name: letter.id, id: id as EnquiryId });
    if (random() >= MIX.deliveredAgain) return;
    await post.write(letter);
    counts.known++;
  });
  // A mail server that comes again with what it delivered long ago.
  const old = recent[0];
  if (old && count > 0 && shop.days % 2 === 1) {
    await post.write({ id: old.name, from: old.from, ...somethingAsked(random), answers: [], at: house.clock.now() });
    counts.known++;
  }
  recent.push(...begun);
  recent.splice(0, Math.max(0, recent.length - RECENT_MAX));
  return begun;
}

/** Visitors who write once and never come back, and some who look and leave. */
async function chat(shop: Living, count: number): Promise<Known[]> {
  const { url, random, house, counts } = shop;
  const begun: Known[] = [];
  const { store } = house.house.parts;
  await inTurns(Array.from({ length: count }), async () => {
    const n = ++shop.n;
    const headers = { 'X-Forwarded-For': `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}` };
    const visitor = await visit(url, {
      headers,
      start: random() < 0.5 ? { form: { email: `v${n}@example.com` } } : {},
    });
    if (random() < 0.2) return;
    await visitor.send(somethingAsked(random).text, `cid-${n}`);
    counts.chats++;
  });
  const [site] = (await store.channels()).filter(each => each.kind === 'webchat');
  const ids = await house.engine.rows<{ id: EnquiryId }>(
    `select id from enquiries where workspace_id = ? and channel_id = ? and status = 'open' and opened_at = ?`,
    [store.workspaceId, site!.id, house.clock.now()],
  );
  begun.push(...ids.map(({ id }) => ({ from: '', name: '', id })));
  return begun;
}

/** Those of the practice desk. */
function staffOf(n: number) {
  const name = PEOPLE[n % PEOPLE.length]!;
  return { deskRef: personRef(name), name, admin: n % PEOPLE.length === 0 };
}

async function act(shop: Living, by: ReturnType<typeof staffOf>, action: object): Promise<void> {
  await shop.house.house.act({ id: `act-${++shop.n}`, by, ...action } as StaffAction);
}

/** Claims, answers and resolves; most with words, some in two steps, some as spam. */
async function work(shop: Living, begun: readonly Known[]): Promise<void> {
  const { house, random, counts } = shop;
  const { store } = house.house.parts;
  const shelf = store.shelf('desk:practice');
  const spam = begun.filter(() => random() < MIX.spam);
  await inTurns(spam, ({ id }, i) =>
    act(shop, staffOf(i), { do: 'press', thread: null, button: 'enquiry.spam', value: id }),
  );
  const rest = begun.filter(each => !spam.includes(each) && random() < MIX.answered);
  const mine = rest.map((each, i) => ({ ...each, by: staffOf(i), ref: '', post: `staff:p${++shop.n}` }));
  await inTurns(mine, ({ id, by }) => act(shop, by, { do: 'press', thread: null, button: 'enquiry.claim', value: id }));
  await house.settle();
  await inTurns(mine, async each => {
    each.ref = (await store.thread(each.id))?.ref ?? '';
    const text = `Hello,\n\nthank you for writing. We have looked at it (${each.post}): please send it back to us, and you get a new one within 5 days.\n\nKind regards`;
    const value = { as: 'staff', by: each.by.deskRef, name: each.by.name, text, edited: false, deleted: false, at: 0 };
    await shelf.append(`thread:${each.ref}`, each.post, { ...value, at: house.clock.now() });
    await act(shop, each.by, { do: 'write', thread: each.ref, post: each.post, text, mentionsStaff: false });
  });
  await house.settle();
  await inTurns(mine, async ({ ref, by, post }) => {
    const again = random() < MIX.edited ? { do: 'edit', text: 'Hello, a better answer.', edition: '1' } : null;
    if (again) await act(shop, by, { ...again, thread: ref, post, mentionsStaff: false });
    const views = await shelf.latest(`private:${ref}:${by.deskRef}`, 5);
    const buttons = views.flatMap(each => (each.value as unknown as PrivateView | null)?.buttons ?? []);
    const wanted = random() < 0.7 ? 'reply.send_and_resolve' : 'reply.send';
    const button = buttons.find(each => each.id === wanted);
    if (!button) return;
    counts.replies++;
    await act(shop, by, { do: 'press', thread: ref, button: button.id, value: button.value });
  });
  await house.settle();
  // The holds end.
  await house.pass(MINUTE);
  await house.pass(MINUTE);
  await inTurns(
    mine.filter(() => random() < MIX.bounced),
    async ({ post }) => {
      const remark = await store.remarkByPost(post);
      if (!remark?.replyId) return;
      await shop.post.bounce(`b${++shop.n}`, `post:${remark.replyId}`);
      counts.letters++;
    },
  );
}

/** What is still open after some days is resolved; then each of them is many. */
async function end(shop: Living, begun: readonly Known[]): Promise<void> {
  const { house, times } = shop;
  const { engine } = house;
  await inTurns(begun, ({ id }, i) =>
    act(shop, staffOf(i), { do: 'press', thread: null, button: 'enquiry.resolve', value: id }),
  );
  await house.settle();
  if (times <= 1) return;
  const ids = begun.map(each => each.id);
  await copyEnquiries(engine, ids, times - 1, shop.copies);
  shop.copies += times - 1;
  shop.counts.opened += ids.length * (times - 1);
  // These days have more in them now: they are added up again.
  await engine.rows('delete from tallies where day >= ?', [
    new Date(house.clock.now() - TALLIED_BEFORE).toISOString().slice(0, 10),
  ]);
}

/** Customers who write again: thanks, more questions, and those who reopen it. */
async function come(shop: Living, count: number): Promise<void> {
  const { recent, random, post, house, counts } = shop;
  const some = Array.from({ length: recent.length ? count : 0 }, () => recent[Math.floor(random() * recent.length)]!);
  await inTurns(some, async ({ from, name }) => {
    const { text, withFile } = somethingAsked(random);
    const words = random() < 0.4 ? 'Thank you!' : text;
    const id = `m${++shop.n}`;
    const letter = { id, from, subject: 'Re: it', text: words, answers: [name], at: house.clock.now(), withFile };
    const of = await post.write(letter);
    if (of) shop.again.push({ at: house.clock.now(), id: of });
    counts.letters++;
  });
  await house.settle();
  // Those that were opened again some days ago were answered on the telephone.
  const done = shop.again.filter(each => each.at <= house.clock.now() - ENDED_AFTER);
  shop.again.splice(0, done.length);
  await inTurns(done, ({ id }, i) =>
    act(shop, staffOf(i), { do: 'press', thread: null, button: 'enquiry.resolve', value: id }),
  );
  await house.settle();
}

/** Commands, ratings, articles that were shown, and a job that nobody knows. */
async function besides(shop: Living): Promise<void> {
  const { house, random, recent, perDay } = shop;
  const { parts } = house.house;
  const [room] = await parts.store.rooms();
  for (const words of ['open', 'mine', 'stats week', 'find kettle'])
    await act(shop, staffOf(shop.n), { do: 'command', room: room!.id, words });
  await house.settle();
  const rated = recent.slice(-perDay).filter(() => random() < MIX.rated);
  await inTurns(rated, ({ id }) =>
    parts.recorder.change(id, ({ enquiry, replies, now }) => {
      const of = enquiry.resolvedAt ?? 0;
      const decision = decide(enquiry, replies, { do: 'rate', score: 4, of, was: null }, now);
      return decision.ok ? { events: decision.events, replies } : decision;
    }),
  );
  const { workspaceId, ids, clock } = parts;
  for (let i = 0; i < perDay * MIX.articles; i++) {
    const use = { id: ids.make('use'), workspaceId, version: 1, articleId: 'art_1', channelId: 'chan_1' };
    const row = { ...use, customerId: null, enquiryId: null, outcome: 'shown', at: clock.now(), endedAt: null };
    await parts.store.commit([{ do: 'insert', table: 'articleUses', row: row as never }]);
  }
  if (shop.days % SUNDAY_EVERY === 0)
    await parts.recorder.enqueue([{ kind: 'no.such.job', key: 'unknown', payload: {}, attemptsMax: 1 }]);
}

async function evening({ house }: Living): Promise<void> {
  await house.pass(9 * HOUR);
  await house.house.remind();
  await house.house.greet();
  await house.house.letter();
  await house.settle();
}

/** Half past three: retention, and the hourly job. */
async function night(shop: Living): Promise<void> {
  const { house } = shop;
  await house.pass(10 * HOUR + 30 * MINUTE);
  await house.house.retain();
  await house.settle();
  await keep(shop);
}

async function quietDays(shop: Living, days: number): Promise<void> {
  const { house } = shop;
  const { store } = house.house.parts;
  await house.pass((days - 1) * DAY);
  // As if there had been a night in each: a clock that was not seen for days is not believed.
  const state = (await store.setting('retention-night')) as object | null;
  if (state) await keepSetting(store, 'retention-night', { ...state, seen: house.clock.now() } as never);
  await house.pass(19 * HOUR + 30 * MINUTE);
  await house.house.retain();
  await house.settle();
  await keep(shop);
  await house.pass(4 * HOUR + 30 * MINUTE);
}

async function keep({ house }: Living): Promise<void> {
  await house.house.parts.recorder.enqueue([job('housekeeping', 'housekeeping', {})]);
  await house.settle();
}

async function oneAct(shop: Living): Promise<number> {
  const [one] = await arrive(shop, 1);
  await shop.house.settle();
  const began = performance.now();
  await act(shop, staffOf(0), { do: 'press', thread: null, button: 'enquiry.claim', value: one?.id });
  await shop.house.settle();
  return performance.now() - began;
}
