/** Moments and durations: both plain milliseconds, named so that a reader knows which is meant. */

/** Milliseconds since 1970-01-01 UTC. */
export type Instant = number;
/** A length of time in milliseconds. */
export type DurationMs = number;

export const SECOND: DurationMs = 1_000;
export const MINUTE: DurationMs = 60 * SECOND;
export const HOUR: DurationMs = 60 * MINUTE;
export const DAY: DurationMs = 24 * HOUR;

/** "3 min", "2 h 10 min", "4 days": what staff read on a card. Rounded down; under a minute is "just now". */
export function durationInWords(ms: DurationMs): string {
  if (ms < MINUTE) return 'just now';
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) {
    const minutes = Math.floor((ms % HOUR) / MINUTE);
    return minutes ? `${Math.floor(ms / HOUR)} h ${minutes} min` : `${Math.floor(ms / HOUR)} h`;
  }
  const days = Math.floor(ms / DAY);
  return days === 1 ? '1 day' : `${days} days`;
}

/** Is this a date that exists, written as 2026-11-16? The 30th of February is none, though `Date.parse` counts on to March. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().slice(0, 10) === text;
}

/** "4 h", "5 min", "off": as it is typed. */
export function durationText(ms: number | null): string {
  if (ms === null) return 'off';
  if (ms % HOUR === 0) return `${ms / HOUR} h`;
  return ms % MINUTE === 0 ? `${ms / MINUTE} min` : `${ms / SECOND} s`;
}

/** @returns undefined when it is not a length of time; null for "off" */
export function parseDuration(text: string): number | null | undefined {
  const typed = text.trim().toLowerCase();
  if (typed === 'off' || typed === 'no' || typed === 'none') return null;
  const found = /^(\d{1,4}(?:[.,]\d{1,2})?)\s*(s|sec|m|min|minutes?|h|hours?|d|days?)$/.exec(typed);
  if (!found) return undefined;
  const unit = { s: SECOND, m: MINUTE, h: HOUR, d: DAY }[found[2]![0] as 'h'];
  const ms = Math.round(Number(found[1]!.replace(',', '.')) * unit);
  return ms >= MINUTE ? ms : undefined;
}
