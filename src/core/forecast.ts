/** What a month will cost by its end, as far as that can be told from what was spent lately. Pure. */
import { afterwards, type Budget, type BudgetWindow, type Meter, moneyWords } from './budget.ts';
import { DAY, type DurationMs, durationInWords, type Instant } from './time.ts';

/** One busy afternoon is no rate: less than two days tell nothing. */
const KNOWN_FOR_MIN: DurationMs = 2 * DAY;
/** A whole week, so that its quiet days count as much as they are; what was longer ago may have been another shop. */
export const RATE_OF: DurationMs = 7 * DAY;

/** What was spent lately, in millionths of the currency. It may reach back into the month before. */
export interface Pace {
  cost: number;
  overMs: DurationMs;
}

interface Forecast {
  byEnd: number;
  /** When the limit is reached at this rate; null when it is not, within this month. */
  fullAt: Instant | null;
}

/** @returns null while it is too early to say: in the first two days of a month, or of a channel */
export function forecastOf({ max }: Budget, at: BudgetWindow, pace: Pace, now: Instant): Forecast | null {
  const from = new Date(now);
  const began = Date.UTC(from.getUTCFullYear(), from.getUTCMonth(), 1);
  if (now - began < KNOWN_FOR_MIN || pace.overMs < KNOWN_FOR_MIN) return null;
  const rate = Math.max(0, pace.cost) / pace.overMs;
  const byEnd = at.used + rate * (at.until - now);
  return { byEnd, fullAt: at.used < max && byEnd > max ? now + (max - at.used) / rate : null };
}

/** "$2.10 so far this month, about $4.30 by its end at this rate; the limit is $10.00." */
export function monthWords({ currency }: Meter, budget: Budget, at: BudgetWindow, pace: Pace, now: Instant): string {
  const money = (amount: number) => moneyWords(currency, amount);
  const forecast = forecastOf(budget, at, pace, now);
  const byEnd = forecast
    ? `about ${money(forecast.byEnd)} by its end at this rate`
    : 'too early to say how much by its end';
  const reached = forecast?.fullAt ? `, reached in about ${durationInWords(forecast.fullAt - now)}` : '';
  const limit = `the limit is ${money(budget.max)}${reached}.`;
  return `${money(at.used)} so far this month, ${byEnd}; ${limit}${afterwards(budget, at, now)}`;
}
