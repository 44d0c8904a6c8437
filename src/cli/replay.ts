/** `deskhand insight --replay`: the alerts that would have been posted, from the stored history. */
import { readStart } from '../app/adapters.ts';
import { openParts } from '../app/compose.ts';
import { startOf } from '../core/days.ts';
import { type Instant, isDay } from '../core/time.ts';
import { type Replayed, replay } from '../insight/rising/replay.ts';
import type { Json } from '../ports/json.ts';
import { makeLog } from '../server/log.ts';
import type { Env } from '../settings/env.ts';
import { refuseHalf } from '../transfer/take-in.ts';
import { UsageError } from './stats.ts';

/** @param moments from when, and until before when */
export async function replayAlerts(
  env: Env,
  moments: readonly string[],
  { json = false, workspace }: { json?: boolean; workspace?: string },
): Promise<void> {
  // EPIPE: the reader closed the pipe, such as `| head`.
  process.stdout.on('error', error => process.exit((error as { code?: string }).code === 'EPIPE' ? 0 : 1));
  const [first, last, ...more] = moments;
  if (!first || !last || more.length)
    throw new UsageError('Say from when until when: insight --replay 2026-10-01 2026-11-01 --json.');
  const { house, close } = await openParts(readStart(env), makeLog('silent'), workspace ?? null);
  try {
    const { parts } = house;
    await refuseHalf(parts.store);
    const { timezone } = parts.calendar;
    const [from, to] = [momentOf(first, timezone), momentOf(last, timezone)];
    if (to <= from) throw new UsageError(`"${last}" is not after "${first}". Write the earlier moment first.`);
    for await (const alert of replay(parts, from, to))
      console.log(json ? JSON.stringify(asJson(alert)) : inWords(alert));
  } finally {
    await close();
  }
}

/** A day begins on the business's own clock. */
function momentOf(written: string, timezone: string): Instant {
  if (isDay(written)) return startOf(timezone, written);
  const at = Date.parse(written);
  if (Number.isNaN(at))
    throw new UsageError(`"${written}" is no day and no moment. Write 2026-11-16 or 2026-11-16T09:30:00Z.`);
  return at;
}

function asJson({ at, topic, numbers, usual }: Replayed): Json {
  const what: Record<string, Json> =
    topic.as === 'reason'
      ? { reason: topic.reason }
      : topic.as === 'words'
        ? { words: topic.words }
        : { everything: true, led_by: topic.ledBy };
  return {
    at: new Date(at).toISOString(),
    ...what,
    enquiries: [...numbers].sort((a, b) => a - b),
    usual: Math.round(usual * 100) / 100,
  };
}

function inWords(alert: Replayed): string {
  const { topic, numbers, usual } = alert;
  const what =
    topic.as === 'reason'
      ? topic.reason
      : topic.as === 'words'
        ? topic.words.map(each => `"${each}"`).join(', ')
        : `everything${topic.ledBy ? `, led by ${topic.ledBy}` : ''}`;
  const when = new Date(alert.at).toISOString().slice(0, 16).replace('T', ' ');
  return `${when}  ${what}: ${numbers.length} customers, usually ${Math.round(usual * 10) / 10}`;
}
