/** Findings and incidents: enquiries are put into one and taken out, it gets an owner, a next step and a state, and ends. */
import type { Enquiry } from '../core/enquiry.ts';
import { FINDING_STATES, GATHERED_MAX, gatheredId, isOver } from '../core/gathering.ts';
import { type EnquiryId, type GatheringId, looksLikeId } from '../core/ids.ts';
import { clampText, cleanText, isBlank } from '../core/message.ts';
import { isPractice } from '../core/practice.ts';
import { mayRead } from '../core/readers.ts';
import type { Staff } from '../core/staff.ts';
import { FRESH } from '../desk/gathering-forms.ts';
import { GATHERING } from '../desk/gathering-words.ts';
import type { GatheringRow } from '../ports/gathering-rows.ts';
import { cardKey, job } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';
import { actDone, type NewJob, type Op } from '../ports/store.ts';
import { NOTICE_CHARS_MAX, ownerIn, TITLE_CHARS_MAX, wrongInGathering } from '../posting/gathering-forms.ts';
import { calledOf } from '../posting/gathering-help.ts';

/** Two people who begin one at once take different numbers. */
const TRIES_MAX = 20;
/** Cards that are drawn anew when a finding or an incident changes: those of the newest enquiries, which people look at. */
const CARDS_MAX = 200;

/** Who acts. */
interface Act {
  /** Of the action: what it does is done once. */
  id: string;
  staff: Staff;
  by: Person;
}

export interface Gathered {
  row: GatheringRow;
  /** What is said about it. */
  words: string;
}

/** Flags an enquiry, or links it to an incident: one that is there, or a new one. Never blocks anybody: no words are needed. */
export async function flagEnquiry(
  parts: Parts,
  enquiry: Enquiry,
  { what, into, title }: { what: GatheringRow['what']; into: string | undefined; title: string },
  act: Act,
): Promise<Gathered | string> {
  if (isPractice(enquiry)) return GATHERING.notPractice;
  if (looksLikeId('gathering', into)) return linkEnquiry(parts, into, enquiry, act);
  if (what === 'incident' && isBlank(title)) return GATHERING.needsWords;
  return begin(parts, { what, title, enquiries: [enquiry.id], key: act.id });
}

/** It belongs to one that is there; twice is once. */
export async function linkEnquiry(
  parts: Parts,
  id: GatheringId,
  enquiry: Enquiry,
  act: Pick<Act, 'id'>,
): Promise<Gathered | string> {
  const { store } = parts;
  const row = await store.gathering(id);
  if (!row) return GATHERING.gone;
  if (isPractice(enquiry)) return GATHERING.notPractice;
  if (row.state === 'ended') return GATHERING.isOver;
  const before = (await store.gatheredCounts([id])).get(id) ?? 0;
  if (before >= GATHERED_MAX) return GATHERING.full(GATHERED_MAX);
  const result = await parts.recorder.enqueue(cardsOf([enquiry.id]), [
    linkOp(parts, id, enquiry.id),
    doneOp(parts, act.id),
  ]);
  const count = (await store.gatheredCounts([id])).get(id) ?? 0;
  if (!result.ok) return { row, words: GATHERING.already(calledOf(row)) };
  return { row, words: GATHERING[row.what === 'finding' ? 'flagged' : 'linked'](calledOf(row), count) };
}

/** Those of an alert that were chosen become an incident, or join one that lasts; what belongs to it already stays as it is. */
export async function gatherEnquiries(
  parts: Parts,
  { into, title, enquiries }: { into: string | undefined; title: string; enquiries: readonly EnquiryId[] },
  act: Pick<Act, 'id'>,
): Promise<Gathered | string> {
  const { store } = parts;
  if (!looksLikeId('gathering', into)) {
    if (isBlank(title)) return GATHERING.needsWords;
    return begin(parts, { what: 'incident', title, enquiries, key: act.id });
  }
  const row = await store.gathering(into);
  if (!row) return GATHERING.gone;
  if (row.state === 'ended') return GATHERING.isOver;
  for (let i = 0; i < TRIES_MAX; i++) {
    const there = new Set((await store.gathered(into, GATHERED_MAX)).map(each => each.enquiryId));
    const more = enquiries.filter(each => !there.has(each));
    if (more.length === 0) return { row, words: GATHERING.alreadyAll(calledOf(row)) };
    if (there.size + more.length > GATHERED_MAX) return GATHERING.full(GATHERED_MAX);
    const links = more.map(each => linkOp(parts, into, each));
    const result = await parts.recorder.enqueue(cardsOf(more), [...links, doneOp(parts, act.id)]);
    if (result.ok) return { row, words: GATHERING.linkedAll(calledOf(row), more.length) };
  }
  throw new Error(`Enquiries are linked to ${into} by too many at once. It is tried again.`);
}

/** Begins an incident; once for its key. @param title what is going on, for everybody to read */
export async function beginIncident(
  parts: Parts,
  title: string,
  enquiries: readonly EnquiryId[],
  key: string,
): Promise<Gathered> {
  return begin(parts, { what: 'incident', title, enquiries, key });
}

async function begin(
  parts: Parts,
  given: { what: GatheringRow['what']; title: string; enquiries: readonly EnquiryId[]; key: string },
): Promise<Gathered> {
  const { store, ids, clock, workspaceId } = parts;
  const { what, enquiries, key } = given;
  const title = clampText(oneLine(given.title), TITLE_CHARS_MAX).text;
  for (let i = 0; i < TRIES_MAX; i++) {
    const now = clock.now();
    const row: GatheringRow = {
      id: ids.make('gathering'),
      workspaceId,
      version: 1,
      what,
      number: (await store.highestGathering(what)) + 1,
      title: title === '' ? null : title,
      ownerId: null,
      nextStep: null,
      state: what === 'finding' ? 'open' : 'lasting',
      notice: null,
      sites: null,
      createdAt: now,
      changedAt: now,
      endedAt: null,
    };
    const links = enquiries.slice(0, GATHERED_MAX).map(each => linkOp(parts, row.id, each));
    const done: Op = { do: 'insert', table: 'seen', row: { id: actDone(workspaceId, key), workspaceId, at: now } };
    const ops: Op[] = [{ do: 'insert', table: 'gatherings', row }, ...links, done];
    const result = await parts.recorder.enqueue(cardsOf(enquiries), ops);
    if (result.ok) {
      const words =
        what === 'finding' ? GATHERING.flagged(calledOf(row), links.length) : GATHERING.begun(calledOf(row));
      return { row, words };
    }
    // Done before, by the same action.
    if (await store.seen(actDone(workspaceId, key))) {
      const [newest] = await store.gatherings(what, 1);
      if (newest) return { row: newest, words: GATHERING.saved };
    }
  }
  throw new Error(`A new ${what} found no free number. It is tried again.`);
}

function oneLine(words: string): string {
  return cleanText(words).replace(/\s+/gu, ' ').trim();
}

function linkOp({ workspaceId, clock }: Parts, gatheringId: GatheringId, enquiryId: EnquiryId): Op {
  const row = { id: gatheredId(gatheringId, enquiryId), workspaceId, gatheringId, enquiryId, at: clock.now() };
  return { do: 'insert', table: 'gathered', row };
}

function doneOp({ workspaceId, clock }: Parts, actionId: string): Op {
  return { do: 'put', table: 'seen', row: { id: actDone(workspaceId, actionId), workspaceId, at: clock.now() } };
}

/** The cards say what their enquiries belong to. */
function cardsOf(enquiries: readonly EnquiryId[]): NewJob[] {
  return enquiries
    .slice(-CARDS_MAX)
    .map(enquiryId => job('card.update', cardKey(enquiryId), { enquiryId, anew: true }));
}

/** Somebody looks after it. */
export async function ownGathering(parts: Parts, id: GatheringId, act: Act): Promise<Gathered | string> {
  return change(parts, id, act, () => ({ ownerId: act.staff.id }));
}

/** It is over, and its line is gone from the web chat. */
export async function endIncident(parts: Parts, id: GatheringId, act: Act): Promise<Gathered | string> {
  const ended = await change(parts, id, act, row =>
    row.what === 'incident' && row.state === 'lasting' ? { state: 'ended' as const, endedAt: parts.clock.now() } : null,
  );
  return typeof ended === 'string' ? ended : { ...ended, words: GATHERING.ended(calledOf(ended.row)) };
}

/** Takes in what was filled in about it. */
export async function saveGathering(
  parts: Parts,
  values: Record<string, string>,
  act: Act,
): Promise<Gathered | string> {
  const wrong = await wrongInGathering(parts, values, act.by);
  if (wrong && !(await parts.store.seen(actDone(parts.workspaceId, act.id)))) return wrong.words;
  const state = FINDING_STATES.find(each => each === values.state);
  const text = (value: string | undefined, max: number) => clampText(oneLine(value ?? ''), max).text || null;
  return change(parts, values.gathering as GatheringId, act, row => ({
    title: text(values.title, TITLE_CHARS_MAX),
    nextStep: text(values.step, TITLE_CHARS_MAX),
    ...('owner' in values ? { ownerId: ownerIn(values.owner) } : {}),
    ...(row.what === 'finding' && state ? endedIn(row, state, parts.clock.now()) : {}),
    ...(row.what === 'incident'
      ? {
          notice: text(values.notice, NOTICE_CHARS_MAX),
          sites: sitesIn(values.sites),
        }
      : {}),
  }));
}

/** Fixed again it has another moment from which on customers are told. */
function endedIn(row: GatheringRow, state: (typeof FINDING_STATES)[number], now: number) {
  if (!isOver(state)) return { state, endedAt: null };
  return { state, endedAt: row.state === state ? row.endedAt : now };
}

function sitesIn(value = ''): GatheringRow['sites'] {
  const sites = value.split(',').filter(each => looksLikeId('channel', each));
  return sites.length ? (sites as NonNullable<GatheringRow['sites']>) : null;
}

/** Adds an enquiry by its number, and takes out those that were ticked. */
export async function saveEvidence(parts: Parts, values: Record<string, string>, act: Act): Promise<Gathered | string> {
  const { store } = parts;
  const wrong = await wrongInGathering(parts, values, act.by);
  if (wrong) return wrong.words;
  const id = values.gathering as GatheringId;
  const row = await store.gathering(id);
  if (!row) return GATHERING.gone;
  const readable = async (each: string | undefined) => {
    const enquiry = looksLikeId('enquiry', each) ? await store.enquiry(each) : null;
    return enquiry && mayRead(act.by, enquiry) ? enquiry : null;
  };
  const take = (await Promise.all((values.take ?? '').split(',').map(readable))).filter(each => each !== null);
  const ops: Op[] = take.map(each => ({
    do: 'delete',
    table: 'gathered',
    where: { id: gatheredId(id, each.id) },
  }));
  await parts.recorder.enqueue(cardsOf(take.map(each => each.id)), [...ops, doneOp(parts, act.id)]);
  const typed = values.add?.trim().replace(/^#/, '');
  const added = typed ? await store.enquiryByNumber(Number(typed)) : null;
  if (added && mayRead(act.by, added)) return linkEnquiry(parts, id, added, act);
  return { row, words: GATHERING.saved };
}

/** One change of its row, decided again where somebody else was faster. Its cards are drawn anew. */
async function change(
  parts: Parts,
  id: GatheringId,
  act: Act,
  decide: (row: GatheringRow) => Partial<GatheringRow> | null,
): Promise<Gathered | string> {
  const { store } = parts;
  for (let i = 0; i < TRIES_MAX; i++) {
    const row = await store.gathering(id);
    if (!row) return GATHERING.gone;
    const set = decide(row);
    if (set === null) return GATHERING.isOver;
    const next: GatheringRow = { ...row, ...set, version: row.version + 1, changedAt: parts.clock.now() };
    const enquiries = (await store.gathered(id, GATHERED_MAX)).map(each => each.enquiryId);
    const result = await parts.recorder.enqueue(cardsOf(enquiries), [
      { do: 'update', table: 'gatherings', id, expect: row.version, set: next },
      doneOp(parts, act.id),
    ]);
    if (result.ok) return { row: next, words: GATHERING.saved };
  }
  throw new Error(`The ${id} is changed by too many at once. It is tried again.`);
}

/** What was filled in when an enquiry was flagged or linked. */
export function intoOf(values: Record<string, string>): string | undefined {
  return values.into === FRESH ? undefined : values.into;
}
