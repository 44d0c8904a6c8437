/** By when most people hear back, for one workspace: the record of each kind of channel, read again after ten seconds. */
import type { Calendar } from '../core/calendar.ts';
import type { ChannelId } from '../core/ids.ts';
import type { KindFacts, Kinds } from '../core/kinds.ts';
import { makePromiseRecord, type PromiseRecord, type Told, type Waited, WINDOW } from '../core/promise.ts';
import { type DurationMs, type Instant, SECOND } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';
import type { Promises, WaitReads } from '../ports/promises.ts';
import type { RoomReads } from '../ports/reads.ts';

/** It changes slowly, and every visitor asks for it. */
const KEPT_FOR: DurationMs = 10 * SECOND;
/** So many answered ones of its own, and a channel has a record of its own; below that it is that of its kind. */
const CHANNEL_MIN = 30;

/** Customers hear of it in an automatic answer, or see it beside a chat. */
export function tellsCustomers({ acknowledges, live }: Pick<KindFacts, 'acknowledges' | 'live'>): boolean {
  return acknowledges || live;
}

interface HearBackParts {
  store: WaitReads & RoomReads;
  clock: Clock;
  kinds: Kinds;
  calendar(): Calendar;
}

/** What was read of a kind of channel, and when. */
interface Read {
  at: Instant;
  calendar: Calendar;
  byChannel: Map<ChannelId, PromiseRecord>;
  all: PromiseRecord;
}

export function makePromises(parts: HearBackParts): Promises {
  const { clock, kinds, calendar } = parts;
  const known = new Map<string, { at: Instant; calendar: Calendar; read: Promise<Read> }>();
  const readOf = (kind: string): Promise<Read> => {
    const now = clock.now();
    const last = known.get(kind);
    if (last && last.calendar === calendar() && Math.abs(now - last.at) <= KEPT_FOR) return last.read;
    const fresh = { at: now, calendar: calendar(), read: readKind(parts, kind, now) };
    // What could not be read is asked for again.
    fresh.read.catch(() => {
      if (known.get(kind) === fresh) known.delete(kind);
    });
    known.set(kind, fresh);
    return fresh.read;
  };
  return {
    told: async ({ id, kind }): Promise<Told> => {
      if (!tellsCustomers(kinds.of(kind))) return { by: null, n: 0 };
      const { byChannel, all } = await readOf(kind);
      const now = clock.now();
      const own = byChannel.get(id)?.at(now);
      return own && own.n >= CHANNEL_MIN ? own : all.at(now);
    },
  };
}

async function readKind({ store, clock, calendar }: HearBackParts, kind: string, at: Instant): Promise<Read> {
  const channels = (await store.channels()).filter(each => each.kind === kind);
  const byChannel = new Map<ChannelId, PromiseRecord>();
  const together: Waited[] = [];
  for (const { id } of channels) {
    const waits = await store.waits(id, WINDOW);
    // One channel is all of its kind: its record is that of the kind.
    if (channels.length > 1) byChannel.set(id, recordOf(calendar(), kind, waits));
    together.push(...waits);
    // A few ms each.
    await clock.sleep(0);
  }
  together.sort((a, b) => b.openedAt - a.openedAt);
  return { at, calendar: calendar(), byChannel, all: recordOf(calendar(), kind, together.slice(0, WINDOW)) };
}

/** @param waits the newest first */
function recordOf(calendar: Calendar, kind: string, waits: readonly Waited[]): PromiseRecord {
  const record = makePromiseRecord(calendar, kind);
  for (const each of waits.toReversed()) record.add(each);
  return record;
}
