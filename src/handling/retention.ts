/**
 * Removes what is older than it is kept, at night and in small steps, each of which may be done again: whoever dies in between
 * is followed by whoever takes the job next. How each thing is emptied is the erasure's: docs/decisions/032-retention.md.
 */
import { decideEmpty } from '../core/erasure.ts';
import type { EnquiryId } from '../core/ids.ts';
import { clockDoubt, isStillNight, type KeepDays, keepDaysOf, nightOf, type Retention } from '../core/retention.ts';
import { DAY, type DurationMs, type Instant, SECOND } from '../core/time.ts';
import { RETENTION } from '../desk/retention-words.ts';
import { plainAnswer } from '../ports/answer.ts';
import { deskKey, EMPTIED_LANE, job } from '../ports/jobs.ts';
import type { Json } from '../ports/json.ts';
import type { Parts } from '../ports/parts.ts';
import { type Cutoffs, type FoundFile, NIGHT_STEPS, type NightState, type Retaining } from '../ports/retaining.ts';
import type { NewJob, Op } from '../ports/store.ts';
import { tellAdmins } from '../posting/admins.ts';

/** Enquiries of one night: on Slack each takes about ten changes, one a second, so this is three hours. */
const ENQUIRIES_A_NIGHT = 1_000;
/** Files of one night: each is taken out of its thread, too. */
const FILES_A_NIGHT = 2_000;
/** Mails of one night: nothing of them is on a desk, and their bytes are what a backup is large by. */
const RAWS_A_NIGHT = 20_000;
/** Rows of one commit, of a few ms. */
const ROWS_AT_ONCE = 100;
/** Enquiries that are looked for at once. */
const PAGE = 50;
/** After so long others have their turn. */
const IN_ONE_GO: DurationMs = SECOND;
/** Somebody reads the whole database. */
const WAIT: DurationMs = 2 * SECOND;

const STATE = 'retention-night';
/** A row of its own: whoever confirms rules while a night goes on must not write over how far that is. */
const SHOWN = 'retention-shown';

interface RetentionRun {
  parts: Parts;
  retaining: Retaining;
}

const FRESH: NightState = {
  ...{ night: null, step: 'done', place: '', under: null, beganAt: null, endedAt: null },
  ...{ removed: { enquiries: 0, files: 0, raws: 0, bytes: 0 }, seen: null, doubt: null, shown: null, left: false },
};

/** What an admin confirmed, and when somebody first did. */
type Noted = { shown: string; seen: Instant };

export async function nightState({ store }: Pick<Parts, 'store'>): Promise<NightState> {
  const state = { ...FRESH, ...((await store.setting(STATE)) as unknown as NightState | null) };
  const noted = (await store.setting(SHOWN)) as unknown as Noted | null;
  return noted ? { ...state, shown: noted.shown, seen: state.seen ?? noted.seen } : state;
}

function keepState({ workspaceId }: Pick<Parts, 'workspaceId'>, state: NightState): Op {
  const value = state as unknown as Json;
  return { do: 'put', table: 'settings', row: { id: `${workspaceId}:${STATE}`, workspaceId, value } };
}

function keepShown({ workspaceId }: Pick<Parts, 'workspaceId'>, noted: Noted | null): Op {
  const value = (noted ?? false) as unknown as Json;
  return { do: 'put', table: 'settings', row: { id: `${workspaceId}:${SHOWN}`, workspaceId, value } };
}

/** An admin has seen what goes by these rules, on this clock: the next night may begin. */
export async function noteShown(parts: Parts, rules: Retention): Promise<void> {
  const { seen } = await nightState(parts);
  await parts.store.commit([keepShown(parts, { shown: textOf(rules), seen: seen ?? parts.clock.now() })]);
}

/** Looks once, every minute; of many processes that look one leaves the job. */
export async function lookForRetention(parts: Parts): Promise<void> {
  const { store, hours, clock, workspaceId, recorder } = parts;
  if (!(await parts.retention())) return;
  const night = nightOf(hours, clock.now(), (await nightState(parts)).night);
  if (!night) return;
  const mark = `${workspaceId}:retention:${night}`;
  if (await store.seen(mark)) return;
  await recorder.enqueue(
    [job('retention.run', `retention:${workspaceId}`, { night })],
    [{ do: 'insert', table: 'seen', row: { id: mark, workspaceId, at: clock.now() } }],
  );
}

/** What goes, on each channel, if it were night now. @param now where a night goes on: when it began */
export async function cutoffsOf({ store, clock }: Parts, rules: Retention, now = clock.now()): Promise<Cutoffs> {
  const before = (name: string | null) => {
    const { texts, files, raws } = keepDaysOf(rules, name);
    const at = (days: number | null) => (days === null ? null : now - days * DAY);
    return { texts: at(texts), files: at(files), raws: at(raws) };
  };
  const channels = (await store.channels()).map(({ id, name }) => ({ id, before: before(name) }));
  return { channels, others: before(null) };
}

/** Goes on for a while. @returns when to go on; null when it is done for this night */
export async function retainOn(run: RetentionRun, night: string): Promise<Instant | null> {
  const { parts } = run;
  const { clock } = parts;
  const began = clock.elapsed();
  const rules = await parts.retention();
  if (!rules) return null;
  let state = await nightState(parts);
  if (state.night !== night) {
    const begun = await beginNight(run, state, rules, night);
    if (!begun) return null;
    state = begun;
  }
  // A file that says something else since the night began is announced first, as it is in any night.
  if (state.step !== 'done' && state.shown !== textOf(rules)) return endNight(parts, { ...state, left: true });
  // The clock was believed when the night began; what it says since is not asked again.
  const given: Given = { rules, cutoffs: await cutoffsOf(parts, rules, state.beganAt ?? clock.now()), page: [] };
  while (state.step !== 'done') {
    if (!isStillNight(parts.hours, clock.now())) return endNight(parts, { ...state, left: true });
    const next = await STEPS[state.step](run, state, given);
    if (next === 'again') return clock.now() + WAIT;
    state = next;
    if (state.step !== 'done' && clock.elapsed() - began >= IN_ONE_GO) return clock.now();
  }
  return endNight(parts, state);
}

/** Only with a clock that is believed, and by rules whose effect admins were shown. @returns null where nothing goes tonight */
async function beginNight(
  { parts, retaining }: RetentionRun,
  before: NightState,
  rules: Retention,
  night: string,
): Promise<NightState | null> {
  const { clock, store, log } = parts;
  const now = clock.now();
  // A live channel has no clock but ours: it would vouch for whatever ours says.
  const messages = (await retaining.newestMessages()).filter(each => !parts.kinds.of(each.kind).live);
  const doubt = clockDoubt(before.doubt, { seen: before.seen, messages }, now);
  if (doubt) {
    await store.commit([keepState(parts, { ...before, night, doubt })]);
    log.warn({ night }, RETENTION.doubtLog);
    if (before.doubt?.since !== doubt.since)
      await tellAdmins(
        parts,
        plainAnswer(
          RETENTION.doubt(dateOf(now), doubt.because === 'night' && before.seen !== null ? dateOf(before.seen) : null),
        ),
        `retention-clock:${doubt.since}`,
      );
    return null;
  }
  if (before.shown !== textOf(rules)) {
    const numbers = await retaining.numbers(await cutoffsOf(parts, rules));
    await tellAdmins(
      parts,
      plainAnswer(RETENTION.announced(rules, numbers, nightsFor(numbers))),
      `retention:${textOf(rules)}`,
    );
    const announced = { ...before, night, doubt: null, seen: now, shown: textOf(rules) };
    await store.commit([keepState(parts, announced), keepShown(parts, null)]);
    return null;
  }
  const state: NightState = {
    ...FRESH,
    ...{ night, step: 'raws', under: before.under, beganAt: now, seen: now, shown: before.shown },
  };
  await store.commit([keepState(parts, state)]);
  return state;
}

function dateOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** In whatever order a database gives the parts back. */
function textOf({ everywhere, channels }: Retention): string {
  const days = ({ texts, files, raws }: Partial<KeepDays>) => [texts ?? null, files ?? null, raws ?? null];
  const named = Object.keys(channels).sort();
  return JSON.stringify([days(everywhere), ...named.map(name => [name, ...days(channels[name]!)])]);
}

/** How many nights it takes to remove so much. */
export function nightsFor({ enquiries, files, raws }: NightState['removed']): number {
  return Math.max(
    1,
    Math.ceil(enquiries / ENQUIRIES_A_NIGHT),
    Math.ceil(files / FILES_A_NIGHT),
    Math.ceil(raws / RAWS_A_NIGHT),
  );
}

async function endNight(parts: Parts, state: NightState): Promise<null> {
  const ended: NightState = { ...state, step: 'done', endedAt: parts.clock.now() };
  await parts.store.commit([keepState(parts, ended)]);
  parts.log.info(
    { night: state.night, ...state.removed, left: state.left },
    'What is older than it is kept was removed.',
  );
  return null;
}

interface Given {
  rules: Retention;
  cutoffs: Cutoffs;
  /** Enquiries that were found together: looking for each by itself would take a reader each time. */
  page: Awaited<ReturnType<Retaining['texts']>>;
}
type Step = (run: RetentionRun, state: NightState, given: Given) => Promise<NightState | 'again'>;

const STEPS: Record<Exclude<NightState['step'], 'done'>, Step> = {
  raws: removeRaws,
  files: removeFiles,
  texts: removeTexts,
  clean: async ({ retaining }, state) => {
    const { removed } = state;
    const some = removed.enquiries + removed.files + removed.raws > 0;
    return some && (await retaining.clean()) === 'busy' ? 'again' : nextStep(state);
  },
};

function nextStep(state: NightState): NightState {
  return { ...state, step: NIGHT_STEPS[NIGHT_STEPS.indexOf(state.step) + 1]!, place: '' };
}

async function removeRaws({ parts, retaining }: RetentionRun, state: NightState, { cutoffs }: Given) {
  const room = RAWS_A_NIGHT - state.removed.raws;
  const found = await retaining.raws(cutoffs, state.place, Math.min(ROWS_AT_ONCE, room));
  const removed = { ...state.removed, raws: state.removed.raws + found.length };
  removed.bytes += found.reduce((sum, each) => sum + each.bytes, 0);
  const next = goneOn(state, removed, { found, room });
  await parts.store.commit([keepState(parts, next), ...retaining.withoutBytes(found.map(each => each.id))]);
  return next;
}

/** On with this step after what was found, or with the next one where that was the last, or the night's bound is reached. */
function goneOn(
  state: NightState,
  removed: NightState['removed'],
  { found, room }: { found: readonly { id: string }[]; room: number },
): NightState {
  const isFull = found.length >= room;
  const next: NightState = { ...state, removed, left: state.left || isFull, place: found.at(-1)?.id ?? '' };
  return isFull || found.length < ROWS_AT_ONCE ? nextStep(next) : next;
}

async function removeFiles({ parts, retaining }: RetentionRun, state: NightState, { rules, cutoffs }: Given) {
  const room = FILES_A_NIGHT - state.removed.files;
  const found = await retaining.files(cutoffs, state.place, Math.min(ROWS_AT_ONCE, room));
  const removed = { ...state.removed, files: state.removed.files + found.length };
  removed.bytes += found.reduce((sum, each) => sum + each.bytes, 0);
  const next = goneOn(state, removed, { found, room });
  const names = new Map((await parts.store.channels()).map(each => [each.id, each.name]));
  const ops = found.flatMap(each => {
    const { files } = keepDaysOf(rules, names.get(each.channelId) ?? null);
    return retaining.withoutContent([each.id], RETENTION.fileGone(files ?? 0));
  });
  await parts.recorder.enqueue(shownWithout(found), [keepState(parts, next), ...ops]);
  return next;
}

/** What the desk shows of them: out of the thread, and no name of a file on a card or below a message. */
function shownWithout(found: readonly FoundFile[]): NewJob[] {
  const lane = { lane: EMPTIED_LANE };
  return [...Map.groupBy(found, each => each.enquiryId)].flatMap(([enquiryId, files]) => [
    job('thread.detach', `files:${enquiryId}`, { enquiryId, files: files.map(each => each.id) }, lane),
    ...[...new Set(files.map(each => each.messageId))].map(messageId =>
      job('thread.redraw', deskKey(enquiryId), { enquiryId, messageId }, lane),
    ),
    job('card.update', deskKey(enquiryId), { enquiryId, anew: true as const }, lane),
  ]);
}

/** One enquiry after another: it ends first, in one commit with where we are, and then its words go. */
async function removeTexts(run: RetentionRun, state: NightState, given: Given): Promise<NightState> {
  const { parts, retaining } = run;
  if (state.under) {
    const { under } = state;
    const more = await retaining.empty(under, parts.clock.now(), RETENTION.fileGone(under.days));
    const next: NightState = { ...state, under: more === null ? null : { ...under, after: more } };
    await parts.store.commit([keepState(parts, next)]);
    return next;
  }
  const room = ENQUIRIES_A_NIGHT - state.removed.enquiries;
  if (room > 0 && given.page.length === 0) given.page = await retaining.texts(given.cutoffs, state.place, PAGE);
  const found = room > 0 ? given.page.shift() : undefined;
  if (!found) {
    const next = { ...nextStep(state), left: state.left || room <= 0 };
    await parts.store.commit([keepState(parts, next)]);
    return next;
  }
  const channel = await parts.store.channel(found.channelId);
  const days = keepDaysOf(given.rules, channel?.name ?? null).texts;
  const passed: NightState = { ...state, place: found.id };
  return days === null ? passed : endOne(run, passed, { id: found.id, days });
}

async function endOne(
  { parts, retaining }: RetentionRun,
  state: NightState,
  { id, days }: { id: EnquiryId; days: number },
) {
  const { removed } = state;
  const under = { id, after: 0, days };
  const next: NightState = { ...state, under, removed: { ...removed, enquiries: removed.enquiries + 1 } };
  const recorded = await parts.recorder.change(id, async ({ enquiry, replies, now }) => {
    const changedAt = await retaining.changedAt(id);
    const before = Math.min(now, state.beganAt ?? now) - days * DAY;
    const decision = decideEmpty(enquiry, replies, { days, before, changedAt });
    if (!decision.ok) return decision;
    return { events: decision.events, replies, ops: decision.events.length ? [keepState(parts, next)] : [] };
  });
  if (!recorded.ok || recorded.events.length === 0) return state;
  parts.history.forget([id]);
  parts.drafting?.memory.forget(id);
  return next;
}
