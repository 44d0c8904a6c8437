/** What a far side counts or bills: how much of it is used, and when there is more. Pure. */
import { type DurationMs, durationInWords, durationText, type Instant } from './time.ts';

/** Something done at the far side: `post`, `dm`, `mentions.read`. */
export interface Step {
  what: string;
  n: number;
}

export interface Budget {
  /** Stands in stored rows: never changed. */
  name: string;
  /** After a number: "direct messages", "requests for mentions". Of money, what it is for: "X". */
  what: string;
  /** The steps that count, or what all steps cost. */
  counts: readonly string[] | 'money';
  /** How many of these, or how many millionths of the currency. */
  max: number;
  /** A window of time begins with the first step in it; a month is that of the calendar, in UTC. */
  window: DurationMs | 'month';
  /** What the channel does once this share of it (0 to 1) is used, in a sentence for an admin; the last that holds is said. */
  says?: readonly { from: number; words: string }[];
}

/** The limits and prices of one channel. They come from its settings, for providers change them. */
export interface Meter {
  budgets: readonly Budget[];
  /** What one step costs, in millionths of the currency; a step that is not named is free. */
  prices: Readonly<Record<string, number>>;
  /** Before an amount: "$". */
  currency: string;
}

/** What an admin reads before how far it is used: "X this month". */
export function budgetLabel({ what, counts, window }: Pick<Budget, 'what' | 'counts' | 'window'>): string {
  return counts === 'money' && window === 'month' ? `${what} this month` : what;
}

/** What is kept of a budget's current window. */
export interface BudgetWindow {
  used: number;
  /** When the window ends. */
  until: Instant;
  /** The far side takes nothing before; null when it did not say so. */
  closedUntil: Instant | null;
}

/** How far the open window of a budget is used; of money in millionths of the currency. */
export interface BudgetUse {
  name: string;
  used: number;
  max: number;
  /** When the window ends. */
  until: Instant;
}

export type Taken = { ok: true } | UsedUp;

/** Nothing is left: when there is more, and a sentence for staff. */
export interface UsedUp {
  ok: false;
  opensAt: Instant;
  words: string;
}

export function costOf({ prices }: Meter, steps: readonly Step[]): number {
  return steps.reduce((sum, { what, n }) => sum + (prices[what] ?? 0) * n, 0);
}

/** How much of a budget these steps take. */
export function amountOf(meter: Meter, { counts }: Budget, steps: readonly Step[]): number {
  if (counts === 'money') return costOf(meter, steps);
  return steps.reduce((sum, { what, n }) => sum + (counts.includes(what) ? n : 0), 0);
}

/** The window that is open now: the one that is kept, or a new one. */
export function windowAt({ window }: Budget, kept: BudgetWindow | null, now: Instant): BudgetWindow {
  if (kept && now < kept.until) return kept;
  const until = window === 'month' ? nextMonth(now) : now + window;
  return { used: 0, until, closedUntil: kept?.closedUntil ?? null };
}

/** @returns when there is enough again; null when there is now */
export function opensAt({ max }: Budget, at: BudgetWindow, amount: number, now: Instant): Instant | null {
  if (amount === 0) return null;
  if (at.closedUntil !== null && now < at.closedUntil) return at.closedUntil;
  if (at.used + amount <= max) return null;
  // More than a whole window holds would wait for ever: it goes when nothing else went.
  return max > 0 && at.used === 0 ? null : at.until;
}

function nextMonth(now: Instant): Instant {
  const at = new Date(now);
  return Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1);
}

/** For the author of a reply that waits. */
export function usedUpWords({ currency }: Meter, budget: Budget, at: BudgetWindow, now: Instant): string {
  const { what, counts, max, window } = budget;
  // Its own limit may be far away: raising it would not help.
  if (at.closedUntil !== null && now < at.closedUntil)
    return counts === 'money'
      ? `${what} takes nothing that costs money at the moment; "health" says why. It is tried again by itself.`
      : `No ${what} are taken at the moment; "health" says why. It is tried again by itself.`;
  if (counts === 'money')
    return `The budget of ${moneyWords(currency, max)} for ${what} ${per(window)} is used up; an admin can raise it in the settings of this channel.`;
  return `No more than ${max} ${what} ${per(window)} are allowed, and these are used up.`;
}

/** For an admin. */
export function usedWords({ currency }: Meter, budget: Budget, at: BudgetWindow, now: Instant): string {
  const { counts, max, window } = budget;
  const amount = (n: number) => (counts === 'money' ? moneyWords(currency, n) : `${n}`);
  return `${amount(at.used)} of ${amount(max)} ${per(window)} used.${afterwards(budget, at, now)}`;
}

/** What follows from how far it is used: what the channel does about it, and for how long nothing goes. */
export function afterwards(budget: Budget, at: BudgetWindow, now: Instant): string {
  const { max, says = [] } = budget;
  const said = says.findLast(({ from }) => at.used >= from * max);
  const opens = opensAt(budget, at, 1, now);
  const waits = opens === null ? null : `What is to go waits for ${durationInWords(opens - now)} more.`;
  return [said?.words, waits].flatMap(each => (each ? ` ${each}` : [])).join('');
}

export function moneyWords(currency: string, millionths: number): string {
  return `${currency}${(millionths / 1_000_000).toFixed(2)}`;
}

function per(window: Budget['window']): string {
  return window === 'month' ? 'in a month' : `in ${durationText(window)}`;
}
