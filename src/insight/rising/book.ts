/** Which alert something that rises belongs to: a new one, one that is there, or none because the team knows. Pure. */
import { DAY, type Instant } from '../../core/time.ts';
import type { Arrival, Detector, Rise, Topic } from './detector.ts';

/** An alert of one matter is one for so long, and takes in what comes meanwhile. */
export const ONE_ALERT = DAY;
/** Of its enquiries so many are another alert's: it is the same matter. */
const SAME_SHARE = 0.4;
const SAME_WORDS = 2;

/** An alert as it stands. */
export interface Standing {
  id: string;
  topic: Topic;
  numbers: readonly number[];
  at: Instant;
  /** Nothing is said of this matter until then; null where it is. */
  quietUntil: Instant | null;
}

export type Verdict = { as: 'new'; rise: Rise } | { as: 'joins'; id: string; numbers: number[] } | null;

/** What becomes of an enquiry that was just taken in, or whose reason was just chosen. */
export function verdictOn(
  detector: Pick<Detector, 'judge' | 'isLike'>,
  { number, reason }: Pick<Arrival, 'number' | 'reason'>,
  now: Instant,
  alerts: readonly Standing[],
): Verdict {
  const open = alerts.filter(each => now - each.at < ONE_ALERT);
  const quiet = alerts.filter(each => each.quietUntil !== null && each.quietUntil > now);
  for (const rise of detector.judge(number, now)) {
    if (quiet.some(each => isSame(each, rise))) continue;
    const same = open.find(each => isSame(each, rise));
    if (same) return joined(same, rise.numbers);
    // On a day on which everything rises there is one alert, whatever leads it.
    const surge = open.find(each => each.topic.as === 'everything');
    if (surge) return joined(surge, rise.numbers);
    // Nor a second one where something was told of before it was seen to be everything.
    if (rise.topic.as === 'everything' && open.length > 0) return null;
    return { as: 'new', rise };
  }
  const theirs = open.find(
    ({ topic, numbers, quietUntil }) =>
      (quietUntil === null || quietUntil <= now) &&
      ((topic.as === 'reason' && topic.reason === reason) ||
        (topic.as === 'words' && detector.isLike(number, numbers))),
  );
  return theirs ? joined(theirs, [number]) : null;
}

function joined({ id, numbers }: Standing, more: readonly number[]): Verdict {
  const fresh = more.filter(each => !numbers.includes(each));
  return fresh.length ? { as: 'joins', id, numbers: fresh } : null;
}

function isSame(standing: Standing, { topic, numbers }: Rise): boolean {
  const own = standing.topic;
  if (own.as === 'everything' || topic.as === 'everything') return own.as === topic.as;
  if (own.as === 'reason' && topic.as === 'reason') return own.reason === topic.reason;
  const shared = numbers.filter(each => standing.numbers.includes(each)).length;
  if (shared >= numbers.length * SAME_SHARE) return true;
  if (own.as !== 'words' || topic.as !== 'words') return false;
  const words = topic.words.filter(each => own.words.includes(each)).length;
  return words >= Math.min(SAME_WORDS, own.words.length, topic.words.length) && words > 0;
}
