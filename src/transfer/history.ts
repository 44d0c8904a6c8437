/**
 * Refuses histories that cannot have happened, line by line: an answer before its enquiry, events out of order or still to
 * come, ratings and bounces of nothing, merges in a circle. Figures of such a history would look brilliant, or be missing.
 */
import type { EnquiryEvent } from '../core/enquiry.ts';
import type { Instant } from '../core/time.ts';
import { type Known, makeKnown } from './known.ts';
import { makeNames } from './names.ts';
import { ImportError, type ImportedRow } from './read.ts';

interface HistoryCheck {
  enquiry(row: ImportedRow, where: string): void;
  /**
   * @param row with `data` as its type wants it
   * @param line the number of its line
   */
  event(row: ImportedRow, where: string, line: number): void;
  /** Every line has been read: what leads to an enquiry leads to one that is there. */
  end(): void;
}

/** Moments of an enquiry's own line, beside the one when it was opened. */
const MOMENTS = ['lastCustomerAt', 'waitingSince', 'firstResponseAt', 'resolvedAt'] as const;
/** Other enquiries that its line names. */
const OTHERS = ['mergedInto', 'linkedTo'] as const;

/** Nobody's history of enquiries begins before this: such a moment is a count of seconds, or what a program writes for none. */
const EARLIEST: Instant = Date.UTC(1990, 0, 1);

/** People read it out; and the next ones count on from it. */
const NUMBER_MAX = 1_000_000_000;

export function makeHistoryCheck(now: Instant): HistoryCheck {
  const known = makeKnown();
  const mergedInto = new Map<string, string>();
  const named: { id: string; where: string; key: string }[] = [];

  const notLater = (at: unknown, what: string, where: string) => checkPast(at, now, what, where);
  const merged = (id: string, into: string, where: string) => {
    mergedInto.set(id, into);
    for (let at: string | undefined = into, steps = 0; at !== undefined; at = mergedInto.get(at), steps++) {
      if (at === id)
        throw new ImportError(
          `${where}: ${steps === 0 ? `"${id}" would be merged into itself` : `"${id}" and "${into}" would be merged into each other`}. Name the one that goes on.`,
        );
    }
  };

  return {
    enquiry: (row, where) => {
      const [id, openedAt] = [String(row.id), row.openedAt];
      notLater(openedAt, '"openedAt"', where);
      checkBounds(row, where);
      for (const key of MOMENTS) {
        notLater(row[key], `"${key}"`, where);
        const at = row[key];
        // What was merged into it may have waited before it was opened.
        const from = key === 'waitingSince' ? EARLIEST : openedAt;
        if (typeof at === 'number' && typeof from === 'number' && at < from)
          throw new ImportError(`${where}: "${key}" ${iso(at)} is before it was opened (${iso(from)}).`);
      }
      for (const key of OTHERS) {
        if (typeof row[key] !== 'string') continue;
        named.push({ id: row[key], where, key });
        if (key === 'mergedInto') merged(id, row[key], where);
        else if (row[key] === id)
          throw new ImportError(`${where}: it cannot continue itself. Name the earlier one in "linkedTo".`);
      }
      if (typeof openedAt !== 'number') return;
      known.add(id, openedAt);
    },
    event: (row, where, line) => {
      const [id, at] = [String(row.enquiryId), row.at];
      const enquiry = known.get(id);
      if (!enquiry || typeof at !== 'number') return;
      const event = { type: row.type, ...(row.data as object) } as EnquiryEvent;
      notLater(at, '"at"', where);
      checkOrder(enquiry, at, where);
      checkVersion(enquiry, row.version, where);
      enquiry.setLast(at, line, row.version);
      if (event.type === 'SaidOurs') notLater(event.firstResponseAt, '"firstResponseAt"', where);
      if (event.type === 'EnquiryMerged') {
        if (!known.get(event.into))
          throw new ImportError(`${where}: it was merged into "${event.into}", which is not in enquiries.jsonl.`);
        merged(id, event.into, where);
      }
      if (event.type === 'EnquiryAbsorbed') checkAbsorbed(event, at, where);
      follow(enquiry, event, at, where);
    },
    end: () => {
      const lost = named.find(each => !known.get(each.id));
      if (lost)
        throw new ImportError(`${lost.where}: "${lost.key}" names "${lost.id}", which is not in enquiries.jsonl.`);
    },
  };
}

function checkPast(at: unknown, now: Instant, what: string, where: string): void {
  if (typeof at === 'number' && at > now)
    throw new ImportError(`${where}: ${what} ${iso(at)} is in the future. It is ${iso(now)} now; check its time zone.`);
}

/** Of an enquiry's own line. */
function checkBounds({ openedAt, number }: ImportedRow, where: string): void {
  if (typeof openedAt === 'number' && openedAt < EARLIEST)
    throw new ImportError(
      `${where}: "openedAt" ${iso(openedAt)} is before ${new Date(EARLIEST).getUTCFullYear()}. A number is ms since 1970, not seconds; where nobody knows when it was opened, give its first event's "at".`,
    );
  if (typeof number === 'number' && (number < 1 || number > NUMBER_MAX))
    throw new ImportError(`${where}: "number" must be from 1 to ${NUMBER_MAX}, not ${number}.`);
}

function checkVersion({ last }: Known, version: unknown, where: string): void {
  if (typeof version === 'number' && typeof last?.version === 'number' && last.version >= version)
    throw new ImportError(
      `${where}: "version" ${version} does not follow the one above it. Number the events of an enquiry 1, 2, 3, or leave it out.`,
    );
}

/** It may be older than both: what was merged into the other one before waited, too, and a history may leave that out. */
function checkAbsorbed({ waitingSince }: EnquiryEvent & { type: 'EnquiryAbsorbed' }, at: Instant, where: string): void {
  if (typeof waitingSince === 'number' && (waitingSince > at || waitingSince < EARLIEST))
    throw new ImportError(
      `${where}: "waitingSince" ${iso(waitingSince)} must be before this merge (${iso(at)}), and not before ${new Date(EARLIEST).getUTCFullYear()}.`,
    );
}

function checkOrder({ id, openedAt, last }: Known, at: Instant, where: string): void {
  if (at < openedAt)
    throw new ImportError(
      `${where}: this happened at ${iso(at)}, before its enquiry was opened (${iso(openedAt)}). Correct "at", or "openedAt" of "${id}".`,
    );
  if (last && at < last.at)
    throw new ImportError(
      `${where}: this happened at ${iso(at)}, before what stands above it in line ${last.line} (${iso(last.at)}). Put the events of an enquiry in the order in which they happened.`,
    );
}

/** Follows the history, and refuses what is about nothing in it. */
function follow(enquiry: Known, event: EnquiryEvent, at: Instant, where: string): void {
  if ((event.type === 'RatingAsked' || event.type === 'CustomerRated') && !enquiry.resolvedAt().includes(event.of)) {
    const resolved = enquiry.resolvedAt();
    const there = resolved.length ? `It was resolved at ${resolved.map(iso).join(', ')}` : 'It was not resolved';
    throw new ImportError(
      `${where}: nothing was resolved at ${iso(event.of)} ("of"). ${there} before this line; name the moment of that ReplySent, EnquiryResolved or CustomerSolved.`,
    );
  }
  if (event.type === 'ReplySent') enquiry.addReply(event.reply);
  if (event.type === 'ReplyBounced' && !enquiry.hasReply(event.reply))
    throw new ImportError(
      `${where}: no reply "${event.reply}" was sent in this enquiry before, so it cannot bounce. Give its ReplySent first.`,
    );
  if (event.type === 'EnquiryAbsorbed' && event.from === enquiry.id)
    throw new ImportError(`${where}: an enquiry cannot be merged with itself. Name the other one in "from".`);
  enquiry.follow(event, at);
}

/** What can only be there once, beside ids. */
const ONCE: Partial<Record<string, string[][]>> = {
  rooms: [['name']],
  channels: [['name']],
  staff: [['deskRef']],
  identities: [['channelKind', 'address']],
  enquiries: [['number']],
  events: [['enquiryId', 'version']],
};

/** Finds what is there twice before the database does, and says where; tables come one after another, each whole. */
export function makeOnceCheck(): (table: string, row: ImportedRow, where: string, line: number) => void {
  let seen = makeNames();
  let current = '';
  return (table, row, where, line) => {
    if (table !== current) seen = makeNames();
    current = table;
    for (const keys of [ID, ...(ONCE[table] ?? [])]) {
      if (keys.some(key => row[key] === undefined || row[key] === null)) continue;
      const before = seen.keep(nameOf(keys, row), line);
      if (before !== 0)
        throw new ImportError(
          `${where}: ${keys.map(key => `"${key}" ${JSON.stringify(row[key])}`).join(' with ')} is in line ${before}, too. Give each its own.`,
        );
    }
  };
}

const ID = ['id'];

/** Not to be mistaken for another one, whatever is in it. */
function nameOf(keys: readonly string[], row: ImportedRow): string {
  let name = '';
  for (const key of keys) {
    const value = typeof row[key] === 'string' ? row[key] : JSON.stringify(row[key]);
    name += `${key}=${value.length}:${value};`;
  }
  return name;
}

function iso(at: Instant): string {
  return Number.isFinite(at) && Math.abs(at) <= 8.64e15 ? new Date(at).toISOString() : String(at);
}
