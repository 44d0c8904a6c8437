/** How long words, files and mails are kept, and when a night may remove what is older. Pure. */
import { type Day, dayOf, daysBetween } from './days.ts';
import { isOpen, type OpeningHours, wallTime } from './hours.ts';
import { DAY, type DurationMs, HOUR, type Instant, MINUTE } from './time.ts';

/** In days; null: for ever. */
export interface KeepDays {
  texts: number | null;
  files: number | null;
  raws: number | null;
}
type Kept = keyof KeepDays;

/** What is not said of a channel is as everywhere. */
export interface Retention {
  everywhere: KeepDays;
  /** By name. */
  channels: Record<string, Partial<KeepDays>>;
}

/** Customers reopen within 14 days, and a bounce, a chargeback or a complaint takes weeks: nothing younger is past. */
const KEEP_DAYS_MIN = 30;
/** A century; a longer one is a slip of the finger. */
const KEEP_DAYS_MAX = 36_500;
const DAYS_OF_YEAR = 365;
/** The order in which things go; names as they are written in the file. */
const ORDER: readonly { kept: Kept; name: string; called: string }[] = [
  { kept: 'texts', name: 'keep_texts', called: 'texts' },
  { kept: 'files', name: 'keep_files', called: 'files' },
  { kept: 'raws', name: 'keep_raw', called: 'mails as they came' },
];

/** Between these hours of the night; where the shop never closes, not before the later one. */
const NIGHT_FROM: DurationMs = HOUR;
const NIGHT_FROM_WHERE_OPEN: DurationMs = 3 * HOUR;
const NIGHT_UNTIL: DurationMs = 5 * HOUR;
/** A computer that is off at night does it at another time when the shop is closed, after so many nights without. */
const NIGHTS_MISSED_MAX = 2;

/** A clock further ahead of the last night is not believed. One night may be missed, and yesterday's backup be put back. */
const AHEAD_MAX: DurationMs = 60 * HOUR;
/** Clocks of several machines differ a little. */
const BEHIND_MAX: DurationMs = 5 * MINUTE;
/** So long such a clock must hold, while customers write whose own clocks agree with it. */
const HELD_MIN: DurationMs = 3 * DAY;

type WrittenDays = Partial<Record<Kept, string | number | boolean | null | undefined>>;
interface Wrong {
  /** The name of the setting. */
  field: string;
  words: string;
}

/** Days as people write them: 730, "730 days", "2 years", "off". @returns undefined for as everywhere, or what is wrong */
function readDays(written: WrittenDays[Kept], name: string): number | null | undefined | Wrong {
  const said = String(written ?? '')
    .trim()
    .toLowerCase();
  if (said === '') return undefined;
  if (['off', 'false', 'never', 'for ever', 'forever'].includes(said)) return null;
  const found = /^(-?\d+(?:[.,]\d+)?)\s*(d|days?|y|years?)?$/.exec(said);
  const days = found
    ? Number(found[1]!.replace(',', '.')) * (found[2]?.startsWith('y') ? DAYS_OF_YEAR : 1)
    : Number.NaN;
  if (!Number.isInteger(days))
    return {
      field: name,
      words: `"${said}" is not a number of days. Write 730, for example, or off to keep it for ever.`,
    };
  if (days < KEEP_DAYS_MIN)
    return {
      field: name,
      words: `${days} days is too short: customers come back within weeks, and what is gone cannot be brought back. Write ${KEEP_DAYS_MIN} or more, or off to keep it for ever.`,
    };
  if (days > KEEP_DAYS_MAX)
    return { field: name, words: `${days} days is longer than a century. Write ${KEEP_DAYS_MAX} or less, or off.` };
  return days;
}

/** What was said in one place. @returns the days, or what is wrong */
export function readKeepDays(written: WrittenDays): Partial<KeepDays> | Wrong {
  const days: Partial<KeepDays> = {};
  let longer: { called: string; days: number } | null = null;
  for (const { kept, name, called } of ORDER) {
    const read = readDays(written[kept], name);
    if (read !== null && typeof read === 'object') return read;
    if (read === undefined) continue;
    days[kept] = read;
    if (read === null) continue;
    if (longer && read > longer.days)
      return {
        field: name,
        words: `The ${called} cannot be kept longer (${read} days) than the ${longer.called} (${longer.days}), for they hold the same words. Write ${longer.days} or less.`,
      };
    longer = { called, days: read };
  }
  return days;
}

/** "texts 365, files 90, raw off" @returns the days, or what is wrong */
export function readDaysLine(line: string): Partial<KeepDays> | Wrong {
  const written: WrittenDays = {};
  for (const part of line.split(',').map(each => each.trim())) {
    const found = /^(texts?|files?|raws?)\s+(.+)$/i.exec(part);
    if (!found) return { field: '', words: `"${part}" says nothing. Write, for example: texts 365, files 90, raw 30` };
    const kept = ORDER.find(each => each.kept[0] === found[1]![0]!.toLowerCase())!.kept;
    written[kept] = found[2]!;
  }
  return readKeepDays(written);
}

/** "help: texts 365, files 90, raw off" on each line. @returns by channel, or what is wrong */
export function readChannelDays(text: string, names: readonly string[]): Retention['channels'] | string {
  const channels: Retention['channels'] = {};
  for (const line of text.split('\n').filter(each => each.trim())) {
    const [name = '', rest = ''] = line.split(/:(.*)/s).map(each => each.trim());
    if (!names.includes(name))
      return `There is no channel "${name}". Write one of: ${names.join(', ')}, such as: ${names[0] ?? 'help'}: texts 365, files 90, raw 30`;
    const days = readDaysLine(rest);
    if ('words' in days) return `${name}: ${days.words}`;
    channels[name] = days;
  }
  return channels;
}

/** As `readChannelDays` reads it. */
export function channelDaysText({ channels }: Retention): string {
  return Object.entries(channels)
    .map(([name, days]) => {
      const parts = ORDER.flatMap(({ kept }) =>
        days[kept] === undefined ? [] : [`${kept === 'raws' ? 'raw' : kept} ${days[kept] ?? 'off'}`],
      );
      return `${name}: ${parts.join(', ')}`;
    })
    .join('\n');
}

/** As it was kept; null for none. */
export function retentionIn(kept: unknown): Retention | null {
  const { everywhere, channels } = (kept ?? {}) as Partial<Retention>;
  const given = { everywhere: { texts: null, files: null, raws: null, ...everywhere }, channels: channels ?? {} };
  return isOn(given) ? given : null;
}

/** Does anything ever go? */
export function isOn({ everywhere, channels }: Retention): boolean {
  return [everywhere, ...Object.values(channels)].some(each =>
    ORDER.some(({ kept }) => typeof each[kept] === 'number'),
  );
}

/** What holds for one channel: what has a file's words goes with the file at the latest, and the file with the texts. */
export function keepDaysOf({ everywhere, channels }: Retention, name: string | null): KeepDays {
  const own = { ...everywhere, ...(name === null ? {} : channels[name]) };
  const least = (...days: (number | null)[]) => {
    const some = days.filter(each => each !== null);
    return some.length ? Math.min(...some) : null;
  };
  const files = least(own.texts, own.files);
  return { texts: own.texts, files, raws: least(files, own.raws) };
}

/** The night that something may be removed in now; null while it may not. @param last the night it was last done in */
export function nightOf(hours: OpeningHours, now: Instant, last: Day | null): Day | null {
  const day = dayOf(hours.timezone, now);
  // A later one is from a clock that was ahead.
  if (last === day) return null;
  const at = wallTime(hours.timezone, now).minutes * MINUTE;
  const open = isOpen(hours, now);
  if (at >= (open ? NIGHT_FROM_WHERE_OPEN : NIGHT_FROM) && at < NIGHT_UNTIL) return day;
  return !open && last !== null && daysBetween(last, day) > NIGHTS_MISSED_MAX ? day : null;
}

/** May it go on? Not into the morning of a shop that opens. */
export function isStillNight(hours: OpeningHours, now: Instant): boolean {
  return !isOpen(hours, now) || wallTime(hours.timezone, now).minutes * MINUTE < NIGHT_UNTIL;
}

/** A clock that is not believed, since when by itself. */
export interface ClockDoubt {
  since: Instant;
  /** It is far from the last night, or customers' clocks say another day. */
  because: 'night' | 'messages';
}

/** What is known beside the clock. */
export interface Witness {
  /** When a night was last begun; null for never. */
  seen: Instant | null;
  /** The newest messages: when they were taken in by our clock, and written by their customers' clocks. */
  messages: readonly { receivedAt: Instant; writtenAt: Instant }[];
}

/**
 * Is this clock believed? One that is ahead would remove what is young.
 * @returns null where it is; else the doubt, as it is to be kept
 */
export function clockDoubt(doubt: ClockDoubt | null, { seen, messages }: Witness, now: Instant): ClockDoubt | null {
  const fits = seen === null || (now - seen <= AHEAD_MAX && seen - now <= BEHIND_MAX);
  // What was taken in long ago agreed with the clock of then, and says nothing of the one of now.
  const past = messages.filter(each => each.receivedAt <= now + BEHIND_MAX && now - each.receivedAt <= AHEAD_MAX);
  const because = fits ? 'messages' : 'night';
  // At first, and when it was set back: then it is looked at afresh.
  if (!doubt || now < doubt.since) return fits && (past.length === 0 || agree(past)) ? null : { since: now, because };
  const since = past.filter(each => each.receivedAt >= doubt.since);
  return now - doubt.since >= HELD_MIN && agree(since) ? null : doubt;
}

/** Does one of these customers' clocks say nearly the same? Mail that is days late is rare, and all of it is never. */
function agree(messages: Witness['messages']): boolean {
  return messages.some(each => Math.abs(each.receivedAt - each.writtenAt) <= AHEAD_MAX);
}
