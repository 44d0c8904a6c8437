/** `deskhand promise`: what customers would have been told at any moments, from what was known then. */
import { readFileSync } from 'node:fs';
import { readStart } from '../app/adapters.ts';
import { openParts } from '../app/compose.ts';
import { type Calendar, makeCalendar } from '../core/calendar.ts';
import { whenIn } from '../core/customer-texts/texts.ts';
import { makePromiseRecord, type PromiseRecord, type Waited } from '../core/promise.ts';
import type { Instant } from '../core/time.ts';
import { tellsCustomers } from '../figures/hear-back.ts';
import type { Parts } from '../ports/parts.ts';
import type { ChannelRow } from '../ports/rows.ts';
import { makeLog } from '../server/log.ts';
import type { Env } from '../settings/env.ts';
import { refuseHalf } from '../transfer/take-in.ts';
import { UsageError } from './stats.ts';

/** Rows read at once, by the reader beside the loop. */
const ROWS_AT_ONCE = 20_000;

export interface PromiseOptions {
  /** Moments with commas between them; `-`: from standard input. */
  at: string;
  json?: boolean;
  /** The name of a channel; without it the kind of channel that most wrote to. */
  channel?: string;
  workspace?: string;
}

/** One line for each moment, in their order; nothing is stored or sent. */
export async function promise(env: Env, options: PromiseOptions): Promise<void> {
  // EPIPE: the reader closed the pipe, such as `| head`.
  process.stdout.on('error', error => process.exit((error as { code?: string }).code === 'EPIPE' ? 0 : 1));
  const moments = momentsOf(options.at === '-' ? readFileSync(0, 'utf8') : options.at);
  const { house, close } = await openParts(readStart(env), makeLog('silent'), options.workspace ?? null);
  try {
    const { parts } = house;
    await refuseHalf(parts.store);
    const { kind, waits } = await historyOf(parts, options.channel);
    const recordAt = recordsOf(parts.calendar, kind, waits);
    const lines = moments.map(({ written, at }) => {
      const { by, n } = recordAt(at).at(at);
      if (options.json) return JSON.stringify({ at: written, by: by === null ? null : new Date(by).toISOString(), n });
      const { timezone } = parts.calendar;
      return `${written}  ${by === null ? 'only the opening hours' : whenIn('en', timezone, by, at)} (n ${n})`;
    });
    if (lines.length) process.stdout.write(`${lines.join('\n')}\n`);
  } finally {
    await close();
  }
}

/** With a zone: a time without one would be another moment on each machine. */
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})$/;

function momentsOf(typed: string): { written: string; at: Instant }[] {
  const found = typed.split(/[\s,]+/).filter(each => each !== '');
  if (found.length === 0) throw new UsageError('Say which moments: --at 2026-11-16T09:30:00Z,2026-11-16T18:00:00Z.');
  return found.map(written => {
    const at = MOMENT.test(written) ? Date.parse(written) : Number.NaN;
    if (Number.isNaN(at))
      throw new UsageError(`"${written}" is no moment. Write it with its zone, as 2026-11-16T09:30:00Z.`);
    return { written, at };
  });
}

type Wait = Waited & { channelId: ChannelRow['id'] };

/** All that was ever waited on a channel, or on all channels of the kind that most customers wrote to. */
async function historyOf({ store, kinds }: Parts, name: string | undefined): Promise<{ kind: string; waits: Wait[] }> {
  const channels = (await store.channels()).filter(each => tellsCustomers(kinds.of(each.kind)));
  const named = name === undefined ? channels : channels.filter(each => each.name === name);
  if (named.length === 0 && name !== undefined)
    throw new UsageError(
      `No channel "${name}" tells its customers anything. Those that do: ${channels.map(each => each.name).join(', ') || 'none'}.`,
    );
  const byKind = new Map<string, Wait[]>();
  for (const kind of new Set(named.map(each => each.kind))) {
    const ids = named.filter(each => each.kind === kind).map(each => each.id);
    const waits: Wait[] = [];
    for (let last: { openedAt: Instant; id: string } | null = null; ; ) {
      const page = await store.allWaits(ids, last, ROWS_AT_ONCE);
      waits.push(...page);
      last = page.at(-1) ?? null;
      if (page.length < ROWS_AT_ONCE) break;
    }
    byKind.set(kind, waits);
  }
  const [kind, waits] = [...byKind].toSorted(([, a], [, b]) => b.length - a.length)[0] ?? ['', []];
  return { kind, waits };
}

/** Hours that were settled later were not known: each moment has the record of the versions that held by then. */
function recordsOf({ versions }: Calendar, kind: string, waits: readonly Wait[]): (at: Instant) => PromiseRecord {
  const made = new Map<number, PromiseRecord>();
  return at => {
    const known = Math.max(1, versions.filter(each => each.from <= at).length);
    const there = made.get(known);
    if (there) return there;
    const record = makePromiseRecord(makeCalendar(versions.slice(0, known)), kind);
    for (const each of waits) record.add(each);
    made.set(known, record);
    return record;
  };
}
