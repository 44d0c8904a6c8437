/** Reads what was asked of figures: a time, and the rooms that it is about. Pure. */
import { addDays, dayOf, mondayOf } from '../core/days.ts';
import type { RoomId } from '../core/ids.ts';
import { looksAfter, type Managed } from '../core/managers.ts';
import type { Instant } from '../core/time.ts';
import { type PeriodPair, parsePeriod } from './period.ts';
import type { SplitBy } from './report.ts';
import type { Scope } from './tallies.ts';

interface Room {
  id: RoomId;
  name: string;
  /** What the desk calls its place, where it has one. */
  deskRef: string | null;
}

/** Who asks. */
export interface Asker {
  /** Rooms they can read; null: all of them. */
  rooms: readonly RoomId[] | null;
  /** An admin chooses: their own rooms, one by its name, or every room. */
  admin: boolean;
  /** Rooms that they look after: of these, too, they see figures. */
  manages?: Managed | null;
}

type Asked =
  | {
      ok: true;
      pair: PeriodPair;
      /** What is counted. */
      scope: Scope;
      /** What these rooms are called; null where it is all there are. */
      named: string[] | null;
    }
  | { ok: false; problem: string };

const EVERY_ROOM = /(?:^| )(?:(?:in|of|for) )?(?:(?:all|every|each)(?: the| of the)? rooms?|everywhere)(?= |$)/;
/** A room as Slack hands it in: `<#C123|returns>`. */
const PLACE = /(?:^| )(?:(?:in|of|for|room) )*<#([a-z0-9]+)(?:\|[^>]*)?>(?= |$)/i;

/**
 * A word that names a time is a time; a room that is called like one is asked for as `#week`. A room that the asker cannot
 * read is a word like any other.
 * @param words what stands behind `stats`, in lower case, without `by ...`
 * @param by what the figures are split by: where no time is named, a trend is of more than this week
 */
export function readAsked(
  words: readonly string[],
  rooms: readonly Room[],
  asker: Asker,
  now: Instant,
  timezone: string,
  by: SplitBy | null = null,
): Asked {
  const managed = asker.manages ?? null;
  const mine = rooms.filter(each => asker.rooms === null || asker.rooms.includes(each.id));
  const choice = asker.admin ? rooms : rooms.filter(each => mine.includes(each) || looksAfter(managed, each.id));
  const chosen = new Set<Room>();
  let text = words.join(' ');
  const without = (pattern: RegExp) => {
    text = text.replace(pattern, '').trim();
  };
  const everywhere = EVERY_ROOM.test(text);
  if (everywhere) without(EVERY_ROOM);
  for (let place = PLACE.exec(text); place; place = PLACE.exec(text)) {
    const room = choice.find(each => each.deskRef?.toLowerCase() === place![1]!.toLowerCase());
    if (!room) return { ok: false, problem: noRoomWords(choice) };
    chosen.add(room);
    without(PLACE);
  }
  const parse = () => parsePeriod(timeOf(text === '' ? [] : text.split(' '), by, now, timezone), now, timezone);
  let parsed = parse();
  const problem = parsed.ok ? '' : parsed.problem;
  // The longest first: "returns uk" is not "returns".
  for (const room of choice.toSorted((a, b) => b.name.length - a.name.length)) {
    if (parsed.ok) break;
    const pattern = named(room.name);
    if (!pattern.test(text)) continue;
    chosen.add(room);
    without(pattern);
    parsed = parse();
  }
  if (!parsed.ok) return { ok: false, problem: choice.length > 1 ? `${problem} ${roomsWords(choice)}` : problem };
  const counted = chosen.size ? [...chosen] : everywhere || mine.length === 0 ? choice : mine;
  const all = counted.length === rooms.length;
  return {
    ok: true,
    pair: parsed.pair,
    scope: all ? null : counted.map(each => each.id),
    named: all ? null : counted.map(each => each.name),
  };
}

/** Weeks of a trend, and of an average week, unless somebody names a time. */
const TREND_WEEKS = 12;

/** The words that name the time: whole weeks, where a trend is asked for and no time is named. */
function timeOf(words: readonly string[], by: SplitBy | null, now: Instant, timezone: string): readonly string[] {
  if (words.length > 0 || (by !== 'week' && by !== 'weekday')) return words;
  const monday = mondayOf(dayOf(timezone, now));
  return [addDays(monday, -7 * TREND_WEEKS), addDays(monday, -1)];
}

function named(name: string): RegExp {
  const literal = name
    .toLowerCase()
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\s+/g, ' ');
  return new RegExp(`(?:^| )(?:(?:in|of|for|and|the|room) )*#?${literal}(?= |$)`);
}

function noRoomWords(rooms: readonly Room[]): string {
  return `That is no room you can ask about. ${roomsWords(rooms)}`;
}

/** Rooms that are named in an answer; a phone shows about this many. */
const NAMED_MAX = 10;

function roomsWords(rooms: readonly Room[]): string {
  const names = rooms.slice(0, NAMED_MAX).map(each => each.name);
  return names.length ? `Rooms: ${names.join(', ')}${rooms.length > NAMED_MAX ? ' and more' : ''}.` : '';
}
