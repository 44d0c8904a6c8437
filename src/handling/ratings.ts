/** Answers `ratings`: what customers said of a time, each beside the conversation that it is about. */

import { dayOf } from '../core/days.ts';
import type { EnquiryId } from '../core/ids.ts';
import { POSITIVE_FROM } from '../core/measure.ts';
import type { Instant } from '../core/time.ts';
import { dayWords } from '../desk/dates.ts';
import { percentWords } from '../desk/durations.ts';
import { shownLabel } from '../desk/shown-name.ts';
import { aboutWords } from '../desk/wording.ts';
import type { Period } from '../figures/period.ts';
import { eachMeasure, type Scope } from '../figures/tallies.ts';
import type { Parts } from '../ports/parts.ts';

/** Lines of an answer; a phone shows about this many. */
const LINES_MAX = 20;
const SCORE_MAX = 5;

interface Rating {
  enquiryId: EnquiryId;
  score: number;
  /** When what is rated was resolved. */
  at: Instant;
}

/** The worst first, then the newest: that is where there is something to learn. */
export async function ratingsOf(parts: Parts, period: Period, scope: Scope): Promise<string> {
  const found: Rating[] = [];
  await eachMeasure(parts, period.from, period.until, row => {
    if (row.what !== 'resolved' || row.score === null || (scope && !scope.includes(row.roomId))) return;
    found.push({ enquiryId: row.enquiryId, score: row.score, at: row.at });
  });
  if (found.length === 0) return `${period.name}: nobody has rated what was resolved then.`;
  const sorted = found.toSorted((a, b) => a.score - b.score || b.at - a.at);
  const lines = await Promise.all(sorted.slice(0, LINES_MAX).map(each => lineOf(parts, each)));
  const good = found.filter(each => each.score >= POSITIVE_FROM).length;
  const more = found.length - lines.length;
  return [
    `${period.name}: ${percentWords(good / found.length)} good, ${good} of ${found.length}. The worst first:`,
    ...lines,
    ...(more > 0 ? [`and ${more} more: ask for a shorter time`] : []),
  ].join('\n');
}

async function lineOf({ store, kinds, calendar }: Parts, { enquiryId, score, at }: Rating): Promise<string> {
  const enquiry = await store.enquiry(enquiryId);
  if (!enquiry) return `${score} of ${SCORE_MAX}`;
  const [customer, identity] = await Promise.all([
    store.customer(enquiry.customerId),
    store.identity(enquiry.identityId),
  ]);
  const who = customer && identity ? shownLabel(customer, identity, kinds) : 'a customer';
  const day = dayWords(dayOf(calendar.timezone, at), false);
  return `${score} of ${SCORE_MAX}: #${enquiry.number} ${who}: ${aboutWords(enquiry)} (resolved ${day})`;
}
