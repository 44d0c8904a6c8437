/** Forgets what the practice desk showed for a while: answers, questions that are settled, and notices in rooms. */
import { DAY, type DurationMs } from '../../../src/core/time.ts';
import type { DeskContext } from '../../../src/ports/desk-context.ts';
import { forgetOld, timeIn } from '../../../src/ports/forgetting.ts';
import type { Json } from '../../../src/ports/json.ts';
import { everybody } from './people.ts';
import { answerStream, type RoomItem, roomStream, wantedStream } from './records.ts';

/** Far more than a page shows of answers, and than wait for somebody at once. */
const NEWEST_STAY = 100;
/** A room shows its newest 200; what was told or bumped there a season ago nobody scrolls to. */
const TOLD_FOR: DurationMs = 90 * DAY;
const ROOM_ITEMS_STAY = 200;

/** @returns what to call about once an hour; each call goes on in rooms where the last one ended */
export function makeTidy({ shelf, clock, rooms }: Pick<DeskContext, 'shelf' | 'clock' | 'rooms'>): () => Promise<void> {
  const looked = new Map<string, number>();
  return async () => {
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
    for (const { id } of await rooms()) {
      const told = (value: Json) => ((value as unknown as RoomItem).as === 'card' ? null : timeIn(value));
      const old = { before: now - TOLD_FOR, at: told, newest: ROOM_ITEMS_STAY, from: looked.get(id) ?? 0 };
      looked.set(id, await forgetOld(shelf, roomStream(id), old));
    }
  };
}
