/** A month of a small shop on X, from the first mention to the last answer, and what X and our own books say it cost. */
import { DAY, MINUTE, SECOND } from '../src/core/time.ts';
import type { FakePerson } from '../tests/kit/far-sides/x/hands.ts';
import type { Bill, Call } from '../tests/kit/far-sides/x/shapes.ts';
import { randomFrom, until } from '../tests/kit/world.ts';
import { BEGINS, DAYS, planMonth, type Turn } from './x-plan.ts';
import { type BenchOnX, openBenchOnX } from './x-shop.ts';

const SEED = 17;
/**
 * Where nothing happens, X is looked at in these steps, not every 90 s: the looks that are left out would find nothing,
 * and cost nothing. The first look of a day, and the hourly one at posts, are made.
 */
const STEP_MS = 15 * MINUTE;
/** The hold of a reply, and a look at what X then has. */
const HELD_MS = 15 * SECOND;
/** By the clock on the wall, on a busy machine. */
const SENT_WITHIN_MS = 20_000;
/** Minutes that somebody waits for what a customer wrote: longer than the rarest look. */
const TRIES_MAX = 20;

/** Something that was written on X, so that others can read the same month. */
export interface Said {
  at: number;
  by: number | 'shop';
  as: 'post' | 'reply' | 'dm';
  text: string;
  /** Of a reply, the words that it answers; of a message, whom it is for. */
  to: string | number | 'shop';
}

export interface Month {
  said: Said[];
  counts: { mentions: number; messagesIn: number; replies: number; messagesOut: number };
  /** By route: how often it was asked, and what X billed for it, in dollars. */
  requests: { route: string; n: number; usd: number }[];
  /** By what X bills: how many, and dollars. */
  bill: { what: string; n: number; usd: number }[];
  /** Our own books, by step. */
  ledger: { step: string; n: number; usd: number }[];
  costUsd: number;
  ledgerUsd: number;
  tookMs: number;
  problems: string[];
}

export async function runMonth(say: (words: string) => void): Promise<Month> {
  const begun = performance.now();
  const bench = await openBenchOnX({ begins: BEGINS });
  try {
    const people = new Map<number, FakePerson>();
    const kept: Kept = { said: [], talks: new Map(), threads: new Map() };
    let day = 0;
    for (const turn of planMonth(randomFrom(SEED))) {
      await bench.passUntil(turn.at, STEP_MS);
      for (; bench.now() > BEGINS + (day + 1) * DAY; day++)
        if (day % 5 === 4) say(`  ${day + 1} days: $${bench.x.cost().toFixed(2)}`);
      if (turn.by === 'customer') write(bench, personOf(bench, people, turn.customer), turn, kept);
      else await answer(bench, turn, kept);
      for (const each of bench.x.calls) each.answer = null;
    }
    await bench.passUntil(BEGINS + DAYS * DAY, STEP_MS);
    return { ...(await sums(bench)), said: kept.said, tookMs: performance.now() - begun };
  } finally {
    await bench.stop();
  }
}

/** What has to be known of one conversation. */
interface Talk {
  /** The last post of each side. */
  last: { customer: string; shop: string | null };
  thread: string | null;
  words: string;
}

interface Kept {
  said: Said[];
  talks: Map<number, Talk>;
  /** The last thread of a customer on each side. */
  threads: Map<string, string>;
}

function personOf({ x }: BenchOnX, people: Map<number, FakePerson>, n: number): FakePerson {
  const known = people.get(n) ?? x.person(`customer_${n}`, { name: `Customer ${n}` });
  people.set(n, known);
  return known;
}

function write(bench: BenchOnX, person: FakePerson, turn: Turn, { talks, said }: Kept): void {
  const [account] = bench.accounts;
  const { at, conversation, customer, side } = turn;
  const text = side === 'public' ? `@kettleshop ${turn.text}` : turn.text!;
  const talk = talks.get(conversation);
  if (side === 'private') {
    person.dm(account!, text);
    said.push({ at, by: customer, as: 'dm', text, to: 'shop' });
    if (!talk) talks.set(conversation, { last: { customer: '', shop: null }, thread: null, words: text });
    return;
  }
  const before = talk?.last.shop ?? talk?.last.customer ?? null;
  const words = before ? textOf(bench, before) : '';
  const id = before ? person.reply(before, text) : person.post(text);
  said.push({ at, by: customer, as: before ? 'reply' : 'post', text, to: words });
  if (talk) talk.last.customer = id;
  else talks.set(conversation, { last: { customer: id, shop: null }, thread: null, words: turn.text! });
}

const textOf = ({ x }: BenchOnX, id: string): string => x.posts().find(each => each.id === id)?.text ?? '';

async function answer(bench: BenchOnX, turn: Turn, { talks, threads, said }: Kept): Promise<void> {
  const { shop, x, accounts, time, now } = bench;
  const talk = talks.get(turn.conversation)!;
  const key = `${turn.side} ${turn.customer}`;
  talk.thread ??= await threadOf(bench, talk.words, threads.get(key) ?? null);
  const { thread } = talk;
  threads.set(key, thread);
  if (turn.text === null) return resolve(bench, thread);
  const { text } = turn;
  await shop.act('Ann', { do: 'write', thread, text });
  const view = await until(
    async () => (await shop.thread(thread, 'Ann')).privates.find(each => each.view.quote?.text === text)?.view,
    `the preview of "${text}"`,
  );
  await shop.press('Ann', thread, view.buttons.find(each => each.id === 'reply.send')!);
  const found = () =>
    turn.side === 'public'
      ? x.posts().findLast(each => each.by === accounts[0]!.handle && each.text === text)?.id
      : x.dms().findLast(each => each.by === accounts[0]!.handle && each.text === text)?.id;
  // The press is taken up, then the hold passes at once: what is on its way to X is not overtaken.
  const held = `select 1 from replies where status = 'held'`;
  await until(async () => found() ?? (await shop.running.engine.rows(held, [])).length > 0, `"${text}" is held`);
  time.push(HELD_MS);
  await until(found, `"${text}" is on X`, SENT_WITHIN_MS);
  if (turn.side === 'public') talk.last.shop = found()!;
  const to = turn.side === 'public' ? textOf(bench, talk.last.customer) : turn.customer;
  said.push({ at: now(), by: 'shop', as: turn.side === 'public' ? 'reply' : 'dm', text, to });
  await x.quiet();
  if (turn.isLast) await resolve(bench, thread);
}

/** It is there long before anybody answers, but for what came just before the shop opened. */
async function threadOf(bench: BenchOnX, words: string, before: string | null): Promise<string> {
  const { shop } = bench;
  for (let i = 0; i < TRIES_MAX; i++) {
    const found = (await shop.cards()).find(each => each.card.message.text.includes(words));
    if (found) return found.thread;
    // In private a customer has one thread, which opens again.
    const posts = before ? (await shop.thread(before)).posts : [];
    if (posts.some(({ post }) => JSON.stringify(post).includes(words))) return before!;
    await bench.passUntil(bench.now() + MINUTE);
  }
  throw new Error(`Nobody was shown "${words}".`);
}

async function resolve({ shop }: BenchOnX, thread: string): Promise<void> {
  const { card } = await shop.thread(thread);
  await shop.press('Ann', thread, { id: 'enquiry.resolve', value: card.enquiryId });
  await until(async () => (await shop.thread(thread)).card.status === 'resolved', 'it is resolved');
}

async function sums({ x, shop, accounts }: BenchOnX): Promise<Omit<Month, 'said' | 'tookMs'>> {
  await x.quiet();
  const rows = await shop.running.engine.rows<{ step: string; n: number; cost: number }>(
    'select step, sum(n) as n, sum(cost) as cost from ledger group by step order by step',
    [],
  );
  const ledger = rows.map(({ step, n, cost }) => ({ step, n: Number(n), usd: Number(cost) / 1_000_000 }));
  const ours = accounts[0]!.handle;
  const [posts, dms] = [x.posts(), x.dms()];
  return {
    counts: {
      mentions: posts.filter(each => each.by !== ours).length,
      messagesIn: dms.filter(each => each.by !== ours).length,
      replies: posts.filter(each => each.by === ours).length,
      messagesOut: dms.filter(each => each.by === ours).length,
    },
    requests: byRoute(x.calls, x.bills),
    bill: byWhat(x.bills),
    ledger,
    costUsd: x.cost(),
    ledgerUsd: ledger.reduce((sum, each) => sum + each.usd, 0),
    problems: x.problems(),
  };
}

/** X bills in tenths of a cent. */
const usd = (bills: readonly Bill[]): number => bills.reduce((sum, each) => sum + each.charged, 0) / 1_000;

function byRoute(calls: readonly Call[], bills: readonly Bill[]): Month['requests'] {
  return [...new Set(calls.map(each => each.route))].sort().map(route => ({
    route,
    n: calls.filter(each => each.route === route).length,
    usd: usd(bills.filter(each => each.route === route)),
  }));
}

export function byWhat(bills: readonly Bill[]): Month['bill'] {
  return [...new Set(bills.map(each => each.what))].sort().map(what => {
    const paid = bills.filter(each => each.what === what && each.charged > 0);
    return { what, n: paid.length, usd: usd(paid) };
  });
}
