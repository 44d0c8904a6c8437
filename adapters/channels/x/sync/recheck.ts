/**
 * Looks again at customers' posts that are kept: what was deleted, protected, suspended or withheld goes here too, and
 * what was edited is read anew. Hourly while its enquiry is open; then daily for `followedDays` (terms.json), whatever the
 * budget says as long as anything is read; then until it is a month old, as far as a share of the budget goes.
 */
import { costOf, type Meter } from '../../../../src/core/budget.ts';
import type { EnquiryId } from '../../../../src/core/ids.ts';
import { DAY, type DurationMs, HOUR, type Instant } from '../../../../src/core/time.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import type { Json } from '../../../../src/ports/json.ts';
import type { Page, X } from '../connection/api.ts';
import { readPayload } from '../read/payload.ts';
import type { Terms } from '../rules/terms.ts';
import { type Account, field, fields, idOf, isNewer, list, type Missing, type Post } from '../shapes.ts';
import type { Asked, Asking, NotAsked } from './asking.ts';
import { isPlace } from './id-time.ts';
import type { Ingest } from './ingest.ts';
import { FOLLOWED_MS, type KeptPost, type Records } from './records.ts';

/** X's own limit for one request. */
const IDS_MAX = 100;
const OPEN_EVERY_MS: DurationMs = HOUR;
/** A look takes its time, and posts that are due are looked for every ten minutes only. */
const SPARE_MS: DurationMs = HOUR;
/** Of the month's budget for older posts; X asks for reasonable efforts, not for the whole budget. */
const KEPT_SHARE = 0.05;
const MONTH_MS: DurationMs = 30 * DAY;
/** X has 800 mentions, 100 a page. */
const PAGES_MAX = 10;

export interface RecheckParts {
  context: ChannelContext;
  meter: Meter;
  x: X;
  asking: Asking;
  ingest: Ingest;
  records: Records;
  terms: Terms;
}

/** @returns null when everything that was due was looked at */
export async function recheck(
  parts: RecheckParts,
  us: Account,
  living: ReadonlySet<EnquiryId>,
  isTight: boolean,
): Promise<NotAsked | null> {
  const { context, records, terms } = parts;
  const { deletedWithinHours, followedDays } = terms.rules;
  const now = context.clock.now();
  // One without an id of X can be asked about by nobody.
  const all = (await records.posts()).filter(each => isPlace(each.id, now));
  // Where a process died before it could write down to which enquiry a post came, it is taken for open.
  const isOpen = ({ enquiry, writtenAt }: KeptPost) =>
    enquiry === null ? now - writtenAt <= FOLLOWED_MS : living.has(enquiry);
  for (const each of all) if (!isOpen(each) && now - each.writtenAt > FOLLOWED_MS) await records.dropPost(each);
  const open = all.filter(each => isOpen(each) && now - each.checkedAt >= OPEN_EVERY_MS);
  const refused = await check(parts, us, open, all);
  if (refused) return refused;
  const everyMs = deletedWithinHours * HOUR - SPARE_MS;
  const over = all.filter(each => !isOpen(each) && now - each.writtenAt <= FOLLOWED_MS);
  const isSure = ({ writtenAt }: KeptPost) => now - writtenAt <= followedDays * DAY;
  const late = await lookAtAll(parts, us, over.filter(isSure), all, everyMs);
  if (late || isTight) return late;
  const older = over.filter(each => !isSure(each) && now - each.checkedAt >= everyMs);
  return (await isAffordable(parts, older, all)) ? check(parts, us, older, all) : null;
}

/** All at once: one by one, as each became due, they would be asked for by id, for five times the price. */
async function lookAtAll(
  parts: RecheckParts,
  us: Account,
  posts: KeptPost[],
  all: KeptPost[],
  everyMs: DurationMs,
): Promise<NotAsked | null> {
  const { context, records } = parts;
  const last = (await records.note<Instant>(LOOKED)) ?? 0;
  if (posts.length === 0 || context.clock.now() - last < everyMs) return null;
  const refused = await check(parts, us, posts, all);
  if (!refused) await records.setNote(LOOKED, context.clock.now());
  return refused;
}

/** When all of them were looked at; stands in stored rows. */
const LOOKED = 'lookedAtAll';

/** What it costs to look at these posts once, in millionths of the currency: X bills each once a day. */
export function costOfLook(posts: readonly KeptPost[], meter: Meter): number {
  return costOf(
    meter,
    posts.map(({ isMention }) => ({ what: isMention ? 'mention.read' : 'post.read', n: 1 })),
  );
}

/** Saves up from one time to the next. */
async function isAffordable(parts: RecheckParts, due: KeptPost[], all: KeptPost[]): Promise<boolean> {
  const { records, context, meter } = parts;
  if (due.length === 0) return false;
  const now = context.clock.now();
  const max = meter.budgets.find(each => each.counts === 'money')?.max ?? 0;
  const savedSince = (await records.note<number>('swept')) ?? now - DAY;
  const saved = (max * KEPT_SHARE * Math.min(now - savedSince, MONTH_MS)) / MONTH_MS;
  if ((await waysOf(parts, due, all)).cost > saved) return false;
  await records.setNote('swept', now);
  return true;
}

interface Ways {
  cost: number;
  /** Read the list of mentions from this post on; null: ask for each. */
  from: KeptPost | null;
}

/** The list of mentions costs a fifth of a post that is asked for, and has others in it that are not asked about. */
async function waysOf({ asking }: RecheckParts, due: KeptPost[], all: KeptPost[]): Promise<Ways> {
  const ids = (posts: KeptPost[]) => posts.map(each => each.id);
  const mentions = due.filter(each => each.isMention);
  const others = due.filter(each => !each.isMention);
  const oldest = mentions.reduce<KeptPost | null>((old, each) => (old && isNewer(each.id, old.id) ? old : each), null);
  const alone = await asking.costOf('post.read', ids(others));
  const each = await asking.costOf('post.read', ids(mentions));
  if (!oldest) return { cost: alone + each, from: null };
  const inList = all.filter(post => post.isMention && !isNewer(oldest.id, post.id));
  const listed = await asking.costOf('mention.read', ids(inList));
  return listed <= each ? { cost: alone + listed, from: oldest } : { cost: alone + each, from: null };
}

async function check(parts: RecheckParts, us: Account, due: KeptPost[], all: KeptPost[]): Promise<NotAsked | null> {
  if (due.length === 0) return null;
  const { from } = await waysOf(parts, due, all);
  let left = due;
  if (from) {
    const seen = await inMentions(parts, us, from);
    if ('ok' in seen) return seen;
    for (const each of due) if (seen.has(each.id)) await confirm(parts, each);
    left = due.filter(each => !seen.has(each.id));
  }
  for (let i = 0; i < left.length; i += IDS_MAX) {
    const refused = await askFor(parts, us, left.slice(i, i + IDS_MAX));
    if (refused) return refused;
  }
  return null;
}

/**
 * It is there as it is kept. What was kept of it since the look began stays: an edit that came meanwhile, the enquiry it came
 * to, or that it is gone.
 */
async function confirm({ records, context }: RecheckParts, post: KeptPost, ids: readonly string[] = []): Promise<void> {
  const kept = await records.post(post.editIds[0] ?? post.id);
  if (!kept) return;
  const editIds = [...new Set([...kept.editIds, ...ids])];
  const id = editIds.reduce((newest, each) => (isNewer(each, newest) ? each : newest), kept.id);
  await records.keepPost({ ...kept, id, editIds, checkedAt: context.clock.now() });
}

/** What stands in the list of mentions as it is kept here; an edited post stands there under another id. */
async function inMentions(parts: RecheckParts, us: Account, from: KeptPost): Promise<Set<string> | NotAsked> {
  const { asking, x } = parts;
  const since = String(BigInt(from.id) - 1n);
  const seen = new Set<string>();
  let next: string | null = null;
  for (let i = 0; i < PAGES_MAX; i++) {
    const at: string | null = next;
    const asked: Asked<Page> = await asking.ask('posts', 'ask.mentions', () =>
      x.mentions(us.id ?? '', { since, max: IDS_MAX, ...(at ? { next: at } : {}) }),
    );
    if (!asked.ok) return asked;
    const posts = postsIn(asked.value.body);
    await asking.brought(
      'mention.read',
      posts.map(each => each.id),
    );
    for (const each of posts) if (!each.withheld) seen.add(each.id);
    next = asked.value.next;
    if (!next) break;
  }
  return seen;
}

async function askFor(parts: RecheckParts, us: Account, due: KeptPost[]): Promise<NotAsked | null> {
  const { asking, x } = parts;
  const asked = await asking.ask('posts', 'ask.posts', () => x.posts(due.map(each => each.id)));
  if (!asked.ok) return asked;
  const { body } = asked.value;
  const posts = new Map(postsIn(body).map(each => [each.id, each]));
  await asking.brought('post.read', [...posts.keys()]);
  const missing = new Map(
    readPayload(body).found.flatMap(each => (each.as === 'unavailable' ? [[each.id, each.reason] as const] : [])),
  );
  for (const each of due) {
    const post = posts.get(each.id);
    const reason = missing.get(each.id);
    if (reason) await withdraw(parts, each, await wordsFor(parts, each, reason));
    else if (post?.withheld) await withdraw(parts, each, withheldWords(post));
    else if (!post) await confirm(parts, each);
    else {
      const refused = await follow(parts, us, each, post, body);
      if (refused) return refused;
    }
  }
  return null;
}

/** Hands in its newest version where that is not the one that is kept. */
async function follow(
  parts: RecheckParts,
  us: Account,
  kept: KeptPost,
  post: Post,
  body: Json,
): Promise<NotAsked | null> {
  const { asking, x, ingest } = parts;
  const newest = post.editIds.at(-1) ?? post.id;
  let data: Json[] = [];
  if (newest !== kept.id) {
    let page = body;
    if (newest !== post.id) {
      const asked = await asking.ask('posts', 'ask.posts', () => x.posts([newest]));
      if (!asked.ok) return asked;
      page = asked.value.body;
      await asking.brought('post.read', [newest]);
    }
    data = list(field(page, 'data')).filter(each => idOf(field(each, 'id')) === newest) as Json[];
    if (data.length) await ingest.take([{ ...(fields(page) as { [name: string]: Json }), data }], us);
  }
  // Only when it stands here: a process that dies before that would leave the earlier words for ever.
  await confirm(parts, kept, newest === kept.id || data.length ? post.editIds : []);
  return null;
}

function postsIn(body: Json): Post[] {
  return readPayload(body).found.flatMap(each => (each.as === 'post' ? [each.post] : []));
}

async function withdraw({ context, records }: RecheckParts, post: KeptPost, words: string): Promise<void> {
  await context.withdraw(
    post.editIds.map(id => `post:${id}`),
    words,
  );
  await records.dropPost(post);
}

/** X says of a post only that it is not shown; what became of its author says why. */
async function wordsFor({ asking, x }: RecheckParts, { author }: KeptPost, reason: Missing): Promise<string> {
  if (reason === 'gone' || !author) return WORDS[reason];
  const asked = await asking.ask('people', 'ask.people', () => x.people([author]));
  if (!asked.ok) return WORDS[reason];
  const [person] = list(field(asked.value.body, 'data'));
  if (person) {
    await asking.brought('user.read', [author]);
    return field(person, 'protected') === true ? WORDS.protected : WORDS.unknown;
  }
  const said = JSON.stringify(field(asked.value.body, 'errors') ?? '');
  return /suspended/i.test(said) ? WORDS.suspended : WORDS.left;
}

const WORDS: Record<Missing | 'left', string> = {
  gone: 'Its author deleted it on X.',
  suspended: 'X suspended its author.',
  protected: 'Its author protects their posts now.',
  unknown: 'X does not show it to this account any more (its author may have blocked it).',
  left: 'The account of its author is gone from X.',
};

function withheldWords({ withheld }: Post): string {
  const where = withheld?.countries.length ? ` in ${withheld.countries.join(', ')}` : '';
  return `X withholds it${where}.`;
}
