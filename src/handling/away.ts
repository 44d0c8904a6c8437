/** Sets people away and back: said by themselves, without a reason, and stored only as long as it lasts. */

import { clampText } from '../core/message.ts';
import type { Staff } from '../core/staff.ts';
import { ANSWERS } from '../desk/answers.ts';
import { momentWords, readUntil } from '../desk/dates.ts';
import type { Parts } from '../ports/parts.ts';
import { passOnAsksOf } from './not-asked-any-more.ts';

/** Enquiries that are named to somebody who leaves. */
const OWN_MAX = 10;

/** As much of what was typed is said again. */
const TYPED_CHARS_MAX = 60;
/** Words that were to name a time, not a reason. */
const NAMES_A_TIME = /\d|\b(un)?till?\b|\b(from|to|mon|tue|wed|thu|fri|sat|sun)|\bt(o|oo)m+or+ow/i;
/** "away monday" may be when it ends, or when it is. */
const DAY_ALONE = /^(next )?(tomorrow|mon|tues?|wed(nes)?|thu(rs?)?|fri|sat(ur)?|sun)(day)?$/i;

export async function goAway(parts: Parts, staff: Staff, words: readonly string[]): Promise<string> {
  const { store, clock, hours } = parts;
  const now = clock.now();
  const read = readUntil(words, now, hours);
  if (typeof read === 'string') return read;
  // Being away needs no reason, and no words that we understand: it lasts until they are back.
  const unread = read !== null && typeof read === 'object';
  const until = unread ? null : read;
  await store.commit([{ do: 'update', table: 'staff', id: staff.id, set: { awaySince: now, awayUntil: until } }]);
  await passOnAsksOf(parts, staff, null);
  const own = (await store.openEnquiries(OWN_MAX, staff.id)).filter(each => each.status !== 'snoozed');
  const back = until === null ? ANSWERS.backByWord : ANSWERS.backAt(momentWords(hours, until, now));
  const typed = words.join(' ');
  const doubt =
    unread && NAMES_A_TIME.test(typed)
      ? [ANSWERS.noEnd(clampText(typed, TYPED_CHARS_MAX).text)]
      : until !== null && DAY_ALONE.test(typed)
        ? [ANSWERS.fromNow]
        : [];
  const kept = own.length ? [ANSWERS.mayBeTaken(own.map(each => each.number))] : [];
  return [ANSWERS.away, back, ...doubt, ...kept].join(' ');
}

export async function comeBack({ store }: Parts, staff: Staff): Promise<string> {
  const was = staff.awaySince != null;
  await store.commit([{ do: 'update', table: 'staff', id: staff.id, set: { awaySince: null, awayUntil: null } }]);
  return was ? ANSWERS.welcomeBack : ANSWERS.wasNotAway;
}
