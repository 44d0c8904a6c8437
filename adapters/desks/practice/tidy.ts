/** Forgets what the practice desk showed for a while: answers, questions that are settled, and notices in rooms. */
import { DAY, type DurationMs, type Instant } from '../../../src/core/time.ts';
import type { DeskContext } from '../../../src/ports/desk-context.ts';
import { forgetOld, timeIn } from '../../../src/ports/forgetting.ts';
import type { Json } from '../../../src/ports/json.ts';
import type { Shelf, ShelfEntry } from '../../../src/ports/shelf.ts';
import { everybody } from './people.ts';
import { answerStream, type RoomItem, roomStream, wantedStream } from './records.ts';

/** Far more than a page shows of answers, and than wait for somebody at once. */
const NEWEST_STAY = 100;
/** A room shows its newest 200; what was told or bumped there a season ago nobody scrolls to. */
const TOLD_FOR: DurationMs = 90 * DAY;
const ROOM_ITEMS_STAY = 200;

/** Stands in stored rows: up to which number of a room only cards are left. */
export const TIDIED = 'tidied';
/** Records read at once: cards are some KB each. */
const READ_AT_ONCE = 100;
/** Looked at in one go: what years left behind takes some days of going on every hour. */
const LOOKED_AT_MAX = 2_000;

type Context = Pick<DeskContext, 'shelf' | 'clock' | 'rooms'>;

export async function tidyDesk({ shelf, clock, rooms }: Context): Promise<void> {
  const now = clock.now();
  for (const { deskRef } of everybody()) {
    await forgetOld(shelf, answerStream(deskRef), {
      before: now,
      at: value => timeIn(value) ?? 0,
      newest: NEWEST_STAY,
    });
    // What is not settled stays, however old it is.
    const settled = (value: Json) => (value === null ? 0 : null);
    await forgetOld(shelf, wantedStream(deskRef), { before: now, at: settled, newest: NEWEST_STAY });
  }
  for (const { id } of await rooms()) await tidyRoom(shelf, id, now - TOLD_FOR);
}

/** Below this number of a room there are only cards. */
export async function cardsUpTo(shelf: Shelf, room: string): Promise<number> {
  return Number((await shelf.get(TIDIED, room))?.value ?? 0);
}

/** Notices and bumps are told in order: the first young one ends the look, and the next look begins there. */
async function tidyRoom(shelf: Shelf, room: string, before: Instant): Promise<void> {
  const stream = roomStream(room);
  const begun = await cardsUpTo(shelf, room);
  const stays = ((await shelf.latest(stream, 1))[0]?.n ?? 0) - ROOM_ITEMS_STAY;
  let upTo = begun;
  for (let looked = 0; looked < LOOKED_AT_MAX; looked += READ_AT_ONCE) {
    const entries = await shelf.read(stream, upTo, READ_AT_ONCE);
    const isCard = ({ value }: ShelfEntry) => (value as unknown as RoomItem).as === 'card';
    const isOver = ({ value, n }: ShelfEntry) => n <= stays && (timeIn(value) ?? 0) < before;
    const first = entries.findIndex(each => !isCard(each) && !isOver(each));
    const passed = first < 0 ? entries : entries.slice(0, first);
    await shelf.remove(stream, ...passed.filter(each => !isCard(each)).map(each => each.key));
    upTo = passed.at(-1)?.n ?? upTo;
    if (first >= 0 || entries.length < READ_AT_ONCE) break;
  }
  if (upTo > begun) await shelf.put(TIDIED, room, upTo);
}
