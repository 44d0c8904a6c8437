/** In which rooms each contact reason was used: what only some can read is not named to everybody. */
import { spansOf } from '../core/days.ts';
import type { RoomId } from '../core/ids.ts';
import { type ReasonMap, reasonMap } from '../core/reasons.ts';
import { addMeasure, emptyTally, encodeTally, readTally, type TallyReader } from '../core/tally.ts';
import type { Period, PeriodPair } from './period.ts';
import { coverOf, eachMeasure, type FigureParts, readTallies } from './tallies.ts';

/** By the name that a reason has now: the rooms that enquiries with it are in, of both times together. */
export async function reasonRooms(
  parts: FigureParts,
  { period, previous }: PeriodPair,
): Promise<Map<string, Set<RoomId>>> {
  const found = new Map<string, Set<RoomId>>();
  const names = reasonMap((await parts.store.reasonList())?.entries ?? []);
  for (const each of [period, previous]) await readRooms(parts, each, readerOf(found, names));
  return found;
}

async function readRooms(parts: FigureParts, period: Period, reader: TallyReader): Promise<void> {
  const { timezone } = parts.calendar;
  const first = await parts.store.firstMeasureAt();
  const days = spansOf(timezone, period.firstDay, period.endDay);
  const known = days.filter(each => first !== null && each.to > first);
  const cover = coverOf(parts, known, period.until);
  for (const { from, to } of cover.rest) {
    const tally = emptyTally();
    await eachMeasure(parts, from, to, row => addMeasure(tally, row, timezone));
    readTally(encodeTally(tally), reader);
  }
  await readTallies(parts, cover.units, (_, content) => readTally(content, reader));
}

function readerOf(found: Map<string, Set<RoomId>>, names: ReasonMap): TallyReader {
  return {
    group: ({ roomId, reason }) => {
      const name = names.nowOr(reason);
      if (name !== null) found.set(name, (found.get(name) ?? new Set()).add(roomId));
      return null;
    },
  };
}
