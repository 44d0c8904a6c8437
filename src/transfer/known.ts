/** What is known of each enquiry while its history is looked at, in some 40 bytes of it: a million fit into memory. */
import { asOpened } from '../core/as-known.ts';
import type { Enquiry, EnquiryEvent, EnquiryStatus } from '../core/enquiry.ts';
import { evolve } from '../core/evolve.ts';
import type { Instant } from '../core/time.ts';
import { makeNames } from './names.ts';

/** One of them; only until the next one is asked for. */
export interface Known {
  readonly id: string;
  readonly openedAt: Instant;
  /** When its last event happened, in which line that stands, and its version where there is one. */
  readonly last: { at: Instant; line: number; version: number | null } | null;
  setLast(at: Instant, line: number, version: unknown): void;
  /** Each moment when it was resolved, in order. */
  resolvedAt(): Instant[];
  addReply(reply: string): void;
  hasReply(reply: string): boolean;
  /** Whether it is resolved after this event, and was not before. */
  follow(event: EnquiryEvent, at: Instant): void;
}

interface AllKnown {
  /** Begins anew where it is there. */
  add(id: string, openedAt: Instant): void;
  get(id: string): Known | null;
}

const STATUSES: readonly EnquiryStatus[] = ['open', 'waiting', 'snoozed', 'resolved', 'spam', 'merged'];
/** Beside the status: a time when it is resolved by itself. */
const PLANNED = 8;

export function makeKnown(): AllKnown {
  const places = makeNames();
  const replies = makeNames();
  const openedAt = makeColumn(Float64Array);
  const lastAt = makeColumn(Float64Array);
  const lastVersion = makeColumn(Float64Array);
  const lastLine = makeColumn(Uint32Array);
  const state = makeColumn(Uint8Array);
  /** Each resolution: its moment, and the place of the one before; the last one of each enquiry. */
  const resolutions = { at: makeColumn(Float64Array), before: makeColumn(Uint32Array), last: makeColumn(Uint32Array) };
  let [count, resolved] = [0, 0];

  const known = (id: string, place: number): Known => ({
    id,
    openedAt: openedAt.get(place),
    last: lastOf(lastLine.get(place), lastAt.get(place), lastVersion.get(place)),
    setLast: (at, line, version) => {
      lastAt.set(place, at);
      lastLine.set(place, line);
      lastVersion.set(place, typeof version === 'number' ? version : Number.NaN);
    },
    resolvedAt: () => {
      const all: Instant[] = [];
      for (let at = resolutions.last.get(place); at !== 0; at = resolutions.before.get(at))
        all.push(resolutions.at.get(at));
      return all.reverse();
    },
    addReply: reply => replies.set(`${place}:${reply}`, 1),
    hasReply: reply => replies.get(`${place}:${reply}`) !== 0,
    follow: (event, at) => {
      const before = stateOf(state.get(place));
      const now = evolve({ ...BEGUN, ...before }, event, at);
      state.set(place, numberOf(now));
      if (now.status !== 'resolved' || before.status === 'resolved') return;
      resolved++;
      resolutions.at.set(resolved, at);
      resolutions.before.set(resolved, resolutions.last.get(place));
      resolutions.last.set(place, resolved);
    },
  });
  return {
    add: (id, at) => {
      count++;
      places.set(id, count);
      openedAt.set(count, at);
    },
    get: id => {
      const place = places.get(id);
      return place === 0 ? null : known(id, place);
    },
  };
}

function lastOf(line: number, at: Instant, version: number): Known['last'] {
  return line === 0 ? null : { at, line, version: Number.isNaN(version) ? null : version };
}

/** Of what an enquiry is, its next status follows from these two alone: tests/transfer/known.test.ts holds it. */
type State = Pick<Enquiry, 'status' | 'resolveAt'>;

const BEGUN = asOpened({ openedAt: 0 } as Enquiry);

function stateOf(number: number): State {
  return { status: STATUSES[number % PLANNED]!, resolveAt: number >= PLANNED ? 0 : null };
}

function numberOf({ status, resolveAt }: State): number {
  return STATUSES.indexOf(status) + (resolveAt == null ? 0 : PLANNED);
}

type Numbers = Float64Array | Uint32Array | Uint8Array;

/** Numbers by their place; 0 where nothing was set. */
interface Column {
  get(place: number): number;
  set(place: number, number: number): void;
}

const PLACES_FIRST = 1 << 10;

function makeColumn(kind: new (length: number) => Numbers): Column {
  let kept = new kind(PLACES_FIRST);
  return {
    get: place => kept[place] ?? 0,
    set: (place, number) => {
      if (place >= kept.length) {
        const larger = new kind(2 ** Math.ceil(Math.log2(place + 1)));
        larger.set(kept);
        kept = larger;
      }
      kept[place] = number;
    },
  };
}
