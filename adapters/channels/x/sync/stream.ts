/**
 * Events by a stream that Deskhand opens: no public address is needed. A stream that says nothing proves nothing, so the
 * lists are looked at all the same, and at once whenever it begins or ends.
 */
import { type DurationMs, HOUR, type Instant, MINUTE, SECOND } from '../../../../src/core/time.ts';
import { makeAlarm } from './alarm.ts';
import { subscribe } from './subscriptions.ts';
import { AGAIN_MS, NO_MONEY, SIGN_IN, type Telling, type TellingParts } from './telling.ts';

/** X sends again what was missed for up to so long. */
const BACKFILL_MINUTES_MAX = 5;
/** A connection that is refused is closed by then. */
const HOLDS_AFTER_MS: DurationMs = 5 * SECOND;
const NOTED_EVERY_MS: DurationMs = MINUTE;
const REPAIRED_EVERY_MS: DurationMs = HOUR;
/** Since a webhook would be kept by others, too. */
const NOTE = 'streamAt';

export function makeStream(parts: TellingParts): Telling {
  const { context, records, asking, troubles, x } = parts;
  const { clock } = context;
  const alarm = makeAlarm(clock);
  let holdsSince: Instant | null = null;
  let words = 'The stream is not open yet.';

  /** Notes that it holds, so that whoever opens it next knows what was missed; ends it when there is no money left. */
  const watch = async (opened: Instant, ended: AbortSignal, end: () => void) => {
    await clock.sleep(HOLDS_AFTER_MS, ended);
    if (ended.aborted) return;
    holdsSince = opened;
    words = 'The stream is open: X tells within a second.';
    await troubles.worked('stream');
    parts.lookNow();
    for (let repaired = clock.now(); !ended.aborted; ) {
      await records.setNote(NOTE, clock.now());
      if ((await parts.purse.left()) === 'spent') return end();
      if (clock.now() - repaired >= REPAIRED_EVERY_MS) {
        await repair(parts);
        repaired = clock.now();
      }
      await clock.sleep(NOTED_EVERY_MS, ended);
    }
  };

  const open = async (signal: AbortSignal): Promise<Instant> => {
    const opened = clock.now();
    const last = await records.note<Instant>(NOTE);
    const missed = last === null ? 0 : Math.ceil((opened - last) / MINUTE);
    const ending = new AbortController();
    const over = AbortSignal.any([signal, ending.signal]);
    const watched = watch(opened, over, () => ending.abort()).catch(error =>
      context.log.warn({ channel: context.channelId, error: String(error) }, 'How the stream of X goes is not noted.'),
    );
    const asked = await asking.ask('stream', null, () =>
      x.stream({ backfillMinutes: Math.min(missed, BACKFILL_MINUTES_MAX), signal: over, line: parts.events.take }),
    );
    if (holdsSince !== null) await records.setNote(NOTE, clock.now());
    holdsSince = null;
    ending.abort();
    await watched;
    parts.lookNow();
    if (asked.ok) return clock.now() + AGAIN_MS;
    if (asked.failed) words = asked.failed.words;
    return asked.until;
  };

  return {
    isOn: () => holdsSince !== null,
    tryNow: alarm.ring,
    words: () => words,
    run: async signal => {
      while (!signal.aborted) {
        const next = await begin(parts, said => {
          words = said;
        })
          .then(until => until ?? open(signal))
          .catch(error => {
            context.log.warn({ channel: context.channelId, error: String(error) }, 'The stream of X is opened again.');
            return clock.now() + AGAIN_MS;
          });
        await alarm.sleep(Math.max(next - clock.now(), SECOND), signal);
      }
    },
  };
}

/** @returns when to try again; null: it can be opened */
async function begin(parts: TellingParts, say: (words: string) => void): Promise<Instant | null> {
  const later = parts.context.clock.now() + AGAIN_MS;
  if ((await parts.purse.left()) === 'spent') {
    say(NO_MONEY);
    return later;
  }
  if (!(await parts.isSignedIn())) {
    say(SIGN_IN);
    return later;
  }
  const refused = await repair(parts);
  if (refused?.failed) say(refused.failed.words);
  return refused && refused.until;
}

async function repair({ account, x, asking, config, records }: TellingParts) {
  const us = await account.get();
  if (!us.ok) return us;
  await records.setNote('subscribed', true);
  return subscribe({ x, asking, us: us.value }, { quotes: config.quotes, webhook: null });
}
