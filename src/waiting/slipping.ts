/** Tells the admins, once, when most customers no longer hear back by the time they were told; and again only after it went well. */
import { DAY, type DurationMs } from '../core/time.ts';
import { SLIPPING } from '../desk/together.ts';
import { plainAnswer } from '../ports/answer.ts';
import type { Parts } from '../ports/parts.ts';

/** The last so many promises are looked at. */
const LAST = 10;
/** Fewer kept than this: what is promised is longer by then, and somebody should look why. */
const KEPT_MIN = 6;
/** So many kept, and it is over. */
const KEPT_AGAIN = 7;
/** What is older says nothing about now. */
const LOOKED_BACK: DurationMs = 14 * DAY;
const OWNER = 'promises';

/** Looks every ten minutes. Two processes that look at once say it under one key. */
export async function watchPromises(parts: Parts): Promise<void> {
  const { store, clock } = parts;
  const last = await store.lastKept(clock.now() - LOOKED_BACK, LAST);
  if (last.length < LAST) return;
  const kept = last.filter(Boolean).length;
  const shelf = store.shelf(OWNER);
  const told = await shelf.get('slipping', 'told');
  if (told && kept >= KEPT_AGAIN) await shelf.remove('slipping', 'told');
  if (told || kept >= KEPT_MIN) return;
  const [room] = await store.rooms();
  if (!room) return;
  const desk = await parts.desk(room.id);
  const key = `slipping:${Math.floor(clock.now() / DAY)}`;
  for (const { deskRef, admin } of await store.allStaff())
    if (admin) await desk.answer(deskRef, null, plainAnswer(SLIPPING.words(kept, LAST)), `${key}:${deskRef}`);
  await shelf.put('slipping', 'told', { at: clock.now() });
}
