/** One look at a list of X: reads back to what is known, hands everything in, and only then moves on. */
import { DAY, type DurationMs, HOUR, type Instant } from '../../../../src/core/time.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import type { Json, JsonObject } from '../../../../src/ports/json.ts';
import type { Answer, Page, X } from '../connection/api.ts';
import type { Terms } from '../rules/terms.ts';
import { type Account, field, fields, idOf, isNewer, list } from '../shapes.ts';
import type { Asked, Asking, NotAsked } from './asking.ts';
import { idBefore, isPlace, timeIn } from './id-time.ts';
import type { Ingest } from './ingest.ts';
import { type Cursors, idsIn, type ListAt, type ListName, readBack } from './read-back.ts';
import { gapWords, lateWords } from './words.ts';

/** What X gives in one page at most, and what it gives at least. */
const PAGE_MAX = 100;
const PAGE_MIN = 5;
/** Each message that is read costs, also one that is known: the steps back begin small. */
const MESSAGE_STEPS = [1, 1, 2, 4, 8, 16, 20];
/** Somebody may have answered in X before the question came here. */
const OWN_BACK_MS: DurationMs = HOUR;
/** What was written so long ago when it came is late; so many at once are told in one sentence. */
const LATE_MS: DurationMs = 2 * HOUR;
const LATE_FROM = 20;
/** Deleted posts count in what X shows, and are not shown: a list that is this full may have ended before what is known. */
const FULL_SHARE = 0.95;

interface ListFacts {
  what: string;
  step: string;
  bill: string;
}

const FACTS: Record<ListName, ListFacts> = {
  mentions: { what: 'mentions', step: 'ask.mentions', bill: 'mention.read' },
  messages: { what: 'private messages', step: 'ask.messages', bill: 'message.read' },
  own: { what: 'posts of your own', step: 'ask.own', bill: 'own.read' },
};

export interface LookParts {
  context: ChannelContext;
  x: X;
  terms: Terms;
  asking: Asking;
  ingest: Ingest;
  cursors: Cursors;
}

/** `came`: when the newest came that was not known; null for nothing new. */
type Looked = { ok: true; came: Instant | null } | NotAsked;

/** @param waitingSince of our own posts, since when somebody waits for one */
export async function look(
  parts: LookParts,
  { name, us, waitingSince }: { name: ListName; us: Account; waitingSince: Instant },
  signal: AbortSignal,
): Promise<Looked> {
  const { context, cursors, ingest } = parts;
  const began = await (name === 'own' ? beginningOfOwn(cursors, waitingSince) : beginning(parts, name, us));
  if (began === 'now') return { ok: true, came: null };
  if ('ok' in began) return began;
  const read = await readBack(
    {
      ...{ name, cursors, signal, shelf: context.shelf, clock: context.clock },
      page: (since, next, nth) => page(parts, name, us, { since, next, max: sizeOf(name, nth) }),
    },
    began,
  );
  if (!read.ok) return read;
  if (read.end === 'stopped') return { ok: true, came: null };
  const bodies = read.bodies.map(body => newerOnly(body, began.since));
  const ids = bodies.flatMap(idsIn);
  if (ids.length) await ingest.take(bodies, us, name === 'mentions');
  if (name !== 'own') await tell(parts, name, began, ids, read.end === 'too-many');
  const now = context.clock.now();
  await cursors.save(name, { since: read.newest, at: now });
  if (read.bodies.length > 1) await context.shelf.drop(`pages:${name}`);
  return { ok: true, came: ids.some(id => isPlace(id, now)) ? now : null };
}

function sizeOf(name: ListName, nth: number): number {
  return name === 'messages' ? (MESSAGE_STEPS[nth] ?? MESSAGE_STEPS.at(-1) ?? 1) : PAGE_MAX;
}

/** The first time it begins now: nothing that is old becomes an enquiry. */
async function beginning(
  parts: LookParts,
  name: 'mentions' | 'messages',
  us: Account,
): Promise<ListAt | NotAsked | 'now'> {
  const { cursors, context } = parts;
  const known = await cursors.of(name);
  if (known) return known;
  const now = context.clock.now();
  const max = name === 'messages' ? 1 : PAGE_MIN;
  const asked = await page(parts, name, us, { since: null, next: null, max });
  if (!asked.ok) return asked;
  const [first, ...rest] = idsIn(asked.value.body).filter(id => isPlace(id, now));
  const since = first ? rest.reduce((newest, id) => (isNewer(id, newest) ? id : newest), first) : idBefore(now);
  await cursors.save(name, { since, at: now });
  return 'now';
}

/** From where somebody began to wait: what was posted before answers nobody here. */
async function beginningOfOwn(cursors: Cursors, waitingSince: Instant): Promise<ListAt> {
  const known = await cursors.of('own');
  const back = idBefore(waitingSince - OWN_BACK_MS);
  if (known && (known.resume || !isNewer(back, known.since))) return known;
  return { since: back, at: waitingSince };
}

async function page(
  { x, asking }: LookParts,
  name: ListName,
  us: Account,
  { since, next, max }: { since: string | null; next: string | null; max: number },
): Promise<Asked<Page>> {
  const { step, bill } = FACTS[name];
  const from = { max, ...(next ? { next } : {}) };
  const asked = await asking.ask(name, step, (): Promise<Answer<Page>> => {
    if (name === 'messages') return x.messages(from);
    const newer = { ...from, ...(since ? { since } : {}) };
    return name === 'mentions' ? x.mentions(us.id ?? '', newer) : x.ownPosts(us.id ?? '', newer);
  });
  if (asked.ok) {
    const { body } = asked.value;
    await asking.brought(bill, idsIn(body));
    // What stands beside is billed as if it had been asked for by itself.
    const beside = (chapter: string) =>
      list(field(field(body, 'includes'), chapter)).flatMap(each => idOf(field(each, 'id')) ?? []);
    await asking.brought('user.read', beside('users'));
    await asking.brought('post.read', [...beside('tweets'), ...beside('posts')]);
  }
  return asked;
}

/** Private messages have no `since`: a page has what is known, too. */
function newerOnly(body: Json, since: string): Json {
  const data = field(body, 'data');
  if (!Array.isArray(data)) return body;
  const isNew = (each: unknown) => isNewer(idOf(field(each, 'id')) ?? '', since);
  return { ...(fields(body) as JsonObject), data: (data as Json[]).filter(isNew) };
}

/** Says when something may be missing, and when much came late. */
async function tell(
  { context, terms }: LookParts,
  name: 'mentions' | 'messages',
  { since, at }: ListAt,
  ids: readonly string[],
  isCut: boolean,
): Promise<void> {
  const { what } = FACTS[name];
  const { mentionsBack, messagesBackDays } = terms.rules;
  const now = context.clock.now();
  const times = ids.flatMap(id => timeIn(id) ?? []);
  const oldest = times.length ? Math.min(...times) : null;
  const isFull = name === 'mentions' && ids.length >= mentionsBack * FULL_SHARE;
  const isTooOld = name === 'messages' && now - at > messagesBackDays * DAY;
  if (isFull || isTooOld || isCut) {
    const reach =
      name === 'mentions' ? `the ${mentionsBack} newest mentions` : `the messages of ${messagesBackDays} days`;
    const words = gapWords(what, reach, at, oldest ?? now);
    await context.notice(`gap:${name}:${since}`, words, 'failure');
  }
  const late = times.filter(each => now - each > LATE_MS).length;
  if (late > LATE_FROM && oldest !== null)
    await context.notice(`late:${name}:${since}`, lateWords(times.length, what, oldest, now), 'quiet');
}
