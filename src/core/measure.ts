/**
 * What happened in one enquiry that a figure counts: opened, first answered, answered again, resolved, reopened. Pure, and
 * the only place where that is decided; the formulas of the figures stand in docs/metrics.md. Everything is told by the
 * enquiry's history, so the same history always gives the same figures.
 */
import { asOpened, withColleaguesKnown } from './as-known.ts';
import type { Calendar } from './calendar.ts';
import type { Enquiry, EnquiryEvent } from './enquiry.ts';
import { evolve } from './evolve.ts';
import type { ChannelId, StaffId } from './ids.ts';
import type { Kinds } from './kinds.ts';
import { DAY, type DurationMs, type Instant } from './time.ts';

/** A customer who comes back this soon was not helped by the first contact. */
const FIRST_CONTACT_WITHIN: DurationMs = 7 * DAY;
/** Ratings of one resolution run from 1 to 5; from here on they are positive. */
export const POSITIVE_FROM = 4;

type MeasureKind = 'opened' | 'first' | 'next' | 'resolved' | 'reopened';

/** One thing that happened, on the day it happened. What does not apply is null. */
export interface Measure {
  what: MeasureKind;
  at: Instant;
  channelId: ChannelId;
  /** What the enquiry was about, as it is known now. */
  reason: string | null;
  /** Whose work it was; null for the customer's own acts and where nobody knows. */
  staffId: StaffId | null;
  /** How long the customer waited (`first`, `next`), or since it was opened (`resolved`). */
  calendarMs: DurationMs | null;
  /** The same while the business was open. */
  openMs: DurationMs | null;
  /** `resolved`: when it was resolved before; null for its first resolution. */
  previousAt: Instant | null;
  /** `resolved`: it is the latest one, and still holds. */
  lasting: boolean | null;
  /** `resolved`: really reopened afterwards, by the customer or by staff. `reopened`: it was a real one. */
  cameBack: boolean | null;
  /** `resolved`: the resolution before this one that came back; null for none. */
  cameBackAt: Instant | null;
  /** `resolved`, the first one: one reply, and the customer did not come back within seven days. */
  firstContact: boolean | null;
  /** `resolved`: the customer was asked how it went. */
  asked: boolean | null;
  /** `resolved`: their latest rating, 1 to 5. */
  score: number | null;
  /**
   * The customer was told by when most people hear back: `first`: they did. `resolved`: nobody answered, and that time was
   * over. Null: they were told nothing, or it is not this that settles it.
   */
  kept: boolean | null;
}

interface Resolution {
  at: Instant;
  by: StaffId | null;
  /** Replies that had left by then. */
  replies: number;
  reopened: { at: Instant; because: 'customer' | 'staff' | 'failure' } | null;
  asked: boolean;
  score: number | null;
  /** Nobody had answered, and the time that the customer was told was over. */
  late: boolean;
}

/** @param events the whole history of the enquiry, in order */
export function measure(
  given: Enquiry,
  history: readonly { event: EnquiryEvent; at: Instant }[],
  calendar: Calendar,
  kinds: Kinds,
): Measure[] {
  const { enquiry, events } = sinceSomebodyWaits(given, withColleaguesKnown(history));
  if (events.length === 0 && history.length > 0) return [];
  const kind = enquiry.channelKind;
  const { counted, answerable } = kinds.of(kind);
  if (enquiry.status === 'spam' || enquiry.status === 'merged' || !counted) return [];
  const made: Measure[] = [];
  const add = (what: MeasureKind, at: Instant, more: Partial<Measure> = {}) =>
    made.push({ ...blank(enquiry), what, at, ...more });
  const waited = (from: Instant, to: Instant) => ({
    calendarMs: Math.max(0, to - from),
    openMs: calendar.openBetween(kind, from, to),
  });

  add('opened', enquiry.openedAt);
  const resolutions: Resolution[] = [];
  const replies = new Set<string>();
  let settled = false;
  let told: Instant | null = null;
  let now = asOpened(enquiry);
  for (const { event, at } of events) {
    // Erasing is no work on it: the figures are those of the moment before.
    if (event.type === 'EnquiryErased' || event.type === 'EnquiryEmptied') break;
    const before = now;
    now = evolve(before, event, at);
    if (event.type === 'AnsweredByMachine') told ??= event.by ?? null;
    const answer = answerOf(event);
    if (answer && !replies.has(answer.id)) {
      replies.add(answer.id);
      if (before.firstResponseAt === null) {
        add('first', at, {
          staffId: answer.by,
          ...waited(enquiry.openedAt, at),
          kept: told === null ? null : at <= told,
        });
      } else if (before.waitingSince !== null && !answer.customerWaits) {
        add('next', at, { staffId: answer.by, ...waited(before.waitingSince, at) });
      }
    }
    if (!settled && now.status === 'resolved') {
      settled = true;
      const by = resolverOf(event);
      // Nobody answered, and nobody has to any more: only a promise that was over by then was broken.
      const late = told !== null && now.firstResponseAt === null && at > told;
      if (late) told = null;
      resolutions.push({ at, by, replies: replies.size, reopened: null, asked: false, score: null, late });
    } else if (settled && (now.status === 'open' || now.status === 'waiting' || now.status === 'snoozed')) {
      settled = false;
      const because = becauseOf(event);
      resolutions.at(-1)!.reopened = { at, because };
      add('reopened', at, { cameBack: because !== 'failure' });
    }
    rate(resolutions, event);
  }
  addResolved(resolutions, answerable, enquiry.openedAt, waited, add);
  return made;
}

/** @param answerable where nobody can be written to, the call itself was the contact */
function addResolved(
  resolutions: readonly Resolution[],
  answerable: boolean,
  openedAt: Instant,
  waited: (from: Instant, to: Instant) => Pick<Measure, 'calendarMs' | 'openMs'>,
  add: (what: MeasureKind, at: Instant, more: Partial<Measure>) => void,
): void {
  let previousAt: Instant | null = null;
  let cameBackAt: Instant | null = null;
  for (const [i, each] of resolutions.entries()) {
    const cameBack = each.reopened !== null && each.reopened.because !== 'failure';
    add('resolved', each.at, {
      staffId: each.by,
      ...waited(openedAt, each.at),
      previousAt,
      lasting: i === resolutions.length - 1 && each.reopened === null,
      cameBack,
      cameBackAt,
      firstContact: i === 0 && answerable ? helpedAtOnce(each) : null,
      asked: each.asked,
      score: each.score,
      kept: each.late ? false : null,
    });
    previousAt = each.at;
    if (cameBack) cameBackAt = each.at;
  }
}

/** What began with a machine's answer is an enquiry from the moment on that somebody reopened it; until then it is none. */
function sinceSomebodyWaits(enquiry: Enquiry, events: readonly { event: EnquiryEvent; at: Instant }[]) {
  const first = events[0]?.event;
  if (first?.type !== 'EnquiryOpened' || !first.closed) return { enquiry, events };
  const from = events.findIndex(each => each.event.type === 'EnquiryReopened');
  if (from < 0) return { enquiry, events: [] };
  return { enquiry: { ...enquiry, openedAt: events[from]!.at }, events: events.slice(from) };
}

/** A person's words that left for the customer; what a machine says is none. */
function answerOf(event: EnquiryEvent): { id: string; by: StaffId | null; customerWaits: boolean } | null {
  if (event.type === 'ReplySent')
    return { id: event.reply, by: event.by ?? null, customerWaits: event.customerWaits ?? false };
  if (event.type === 'AnsweredElsewhere') return { id: event.message, by: null, customerWaits: false };
  return null;
}

function resolverOf(event: EnquiryEvent): StaffId | null {
  return 'by' in event && typeof event.by === 'string' ? event.by : null;
}

function becauseOf(event: EnquiryEvent): 'customer' | 'staff' | 'failure' {
  if (event.type === 'EnquiryReopened')
    return event.because === 'customer-wrote' ? 'customer' : event.because === 'staff' ? 'staff' : 'failure';
  // Merged with one in which the customer still waits: they did come back.
  return event.type === 'EnquiryAbsorbed' ? 'customer' : 'failure';
}

/** The latest rating of a resolution counts, and so does that it was asked for. */
function rate(resolutions: Resolution[], event: EnquiryEvent): void {
  if (event.type !== 'CustomerRated' && event.type !== 'RatingAsked') return;
  const rated = resolutions.find(each => each.at === event.of);
  if (!rated) return;
  rated.asked = true;
  if (event.type === 'CustomerRated') rated.score = event.score;
}

function helpedAtOnce({ at, replies, reopened }: Resolution): boolean {
  const back = reopened?.because === 'customer' && reopened.at - at <= FIRST_CONTACT_WITHIN;
  return replies === 1 && !back;
}

function blank(enquiry: Enquiry): Measure {
  return {
    what: 'opened',
    at: enquiry.openedAt,
    channelId: enquiry.channelId,
    reason: enquiry.contactReason,
    staffId: null,
    calendarMs: null,
    openMs: null,
    previousAt: null,
    lasting: null,
    cameBack: null,
    cameBackAt: null,
    firstContact: null,
    asked: null,
    score: null,
    kept: null,
  };
}

/** Events that can change what is measured; after any other the figures stay as they are. */
export const MEASURED: ReadonlySet<EnquiryEvent['type']> = new Set<EnquiryEvent['type']>([
  'EnquiryOpened',
  'ReplySent',
  'ReplyBounced',
  'ReplyFailed',
  'AnsweredElsewhere',
  'SaidOurs',
  'EnquiryResolved',
  'CustomerSolved',
  'EnquiryReopened',
  'ReasonNamed',
  'RatingAsked',
  'CustomerRated',
  'EnquiryMarkedSpam',
  'SpamTakenBack',
  'EnquiryMerged',
  'EnquiryAbsorbed',
  // What is measured stays; it is of another room from now on.
  'EnquiryMoved',
]);
