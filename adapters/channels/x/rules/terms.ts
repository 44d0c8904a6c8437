/** X's prices, windows and rules: terms.json with its date, and a file of the admin's that replaces single values. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Budget, Meter } from '../../../../src/core/budget.ts';
import { lazy } from '../../../../src/core/lazy.ts';
import { meantWords } from '../../../../src/core/spelling.ts';
import { type Instant, isDay, MINUTE } from '../../../../src/core/time.ts';
import { fields } from '../shapes.ts';
import { TIGHT_FACTOR, TIGHT_FROM } from '../sync/pace.ts';
import given from '../terms.json' with { type: 'json' };
import { hasLink } from './length.ts';

/** As terms.json has it: prices in dollars, windows by the name of their budget. */
export type Terms = typeof given;

/** A thousand dollars for one request: more is a slip, such as cents for dollars. */
const PRICE_MAX = 1_000;
const NUMBER_MAX = 1_000_000;
const DAY_MINUTES = 1_440;
const MILLIONTHS = 1_000_000;

/** What the admin's file may have in each place. */
const allowed = lazy(() => ({
  price: { rule: z.number().min(0).max(PRICE_MAX), must: `a price in dollars, from 0 to ${PRICE_MAX}` },
  count: { rule: z.int().min(1).max(NUMBER_MAX), must: `a whole number from 1 to ${NUMBER_MAX}` },
  minutes: { rule: z.int().min(1).max(DAY_MINUTES), must: `minutes, from 1 to ${DAY_MINUTES}` },
  onOrOff: { rule: z.boolean(), must: 'true or false' },
  text: { rule: z.string().min(1), must: 'text' },
  date: { rule: z.string().refine(isDay), must: 'a date such as 2026-11-29' },
}));

/** Steps that each budget counts; they stand in stored rows, as the names of the budgets do. */
const COUNTED: Record<keyof Terms['windows'], { what: string; counts: string[] }> = {
  posts: { what: 'public posts', counts: ['post', 'post.link'] },
  messages: { what: 'private messages', counts: ['message'] },
  'messages.day': { what: 'private messages', counts: ['message'] },
  mentions: { what: 'requests for mentions', counts: ['ask.mentions'] },
  own: { what: 'requests for your own posts', counts: ['ask.own'] },
  'messages.read': { what: 'requests for private messages', counts: ['ask.messages'] },
  'posts.read': { what: 'requests for posts', counts: ['ask.posts'] },
  people: { what: 'requests for names', counts: ['ask.people'] },
  me: { what: 'requests for the account', counts: ['ask.me'] },
  media: { what: 'uploads', counts: ['media'] },
};

/**
 * @param path a file shaped like terms.json with only what is to be replaced; null for none
 * @returns X's own terms where the file cannot be used; `problems` are sentences that name it
 */
export function readTerms(path: string | null): { terms: Terms; problems: string[] } {
  if (path === null) return { terms: given, problems: [] };
  let own: unknown;
  try {
    own = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return { terms: given, problems: [unreadableWords(path, error as Error)] };
  }
  const problems: string[] = [];
  const terms = merged(given, own, [], words => problems.push(`${path}: ${words}`)) as Terms;
  return problems.length ? { terms: given, problems } : { terms, problems };
}

function unreadableWords(path: string, error: Error): string {
  if (error instanceof SyntaxError) return `${path} is not JSON: ${error.message}. Correct it, or take "terms" away.`;
  return `The file of "terms", ${path}, cannot be read: ${error.message}. Put it there, or take "terms" away.`;
}

/** The same shape with the admin's values in it. */
function merged(known: unknown, own: unknown, at: string[], problem: (words: string) => void): unknown {
  if (own === undefined) return known;
  if (typeof known !== 'object') {
    const { rule, must } = ruleOf(at, known);
    if (!rule.safeParse(own).success) problem(`"${at.join(' > ')}" must be ${must}.`);
    return own;
  }
  const names = Object.keys(fields(known));
  if (typeof own !== 'object' || own === null || Array.isArray(own)) {
    problem(`${at.length ? `"${at.join(' > ')}"` : 'the file'} must have the shape of terms.json, { ... }.`);
    return known;
  }
  for (const name of Object.keys(own).filter(each => !names.includes(each)))
    problem(`"${[...at, name].join(' > ')}" is not known. ${meantWords(name, names)}`);
  return Object.fromEntries(
    Object.entries(fields(known)).map(([name, value]) => [
      name,
      merged(value, Object.hasOwn(own, name) ? fields(own)[name] : undefined, [...at, name], problem),
    ]),
  );
}

function ruleOf([chapter, , last]: string[], known: unknown): { rule: z.ZodType; must: string } {
  const { price, count, minutes, onOrOff, text, date } = allowed();
  if (chapter === 'asOf') return date;
  if (chapter === 'prices') return price;
  if (last === 'minutes') return minutes;
  if (typeof known === 'boolean') return onOrOff;
  return typeof known === 'string' ? text : count;
}

/** What X counts and bills, and the admin's limit for the month, in one meter. */
export function meterOf({ prices, windows, rules }: Terms, { monthBudget }: { monthBudget: number }): Meter {
  const { 'post.summoned': summoned, ...byStep } = prices;
  const owned = rules.ownedReads ? {} : { 'mention.read': prices['post.read'], 'own.read': prices['post.read'] };
  // Where a program may only answer whoever asked for it, every reply is one that was asked for.
  const inDollars = { ...byStep, ...owned, ...(rules.summon ? { post: summoned } : {}) };
  const month: Budget = {
    ...{ name: 'month', what: 'X', counts: 'money', max: millionths(monthBudget), window: 'month' },
    says: [
      { from: TIGHT_FROM, words: `X is asked ${TIGHT_FACTOR} times less often to make it last.` },
      { from: 1, words: 'X is not read any more, and replies wait. An admin can raise month_budget.' },
    ],
  };
  const counted = Object.entries(COUNTED).map(([name, { what, counts }]): Budget => {
    const { max, minutes } = windows[name as keyof typeof COUNTED];
    return { name, what, counts, max, window: minutes * MINUTE };
  });
  return {
    budgets: [month, ...counted],
    prices: Object.fromEntries(Object.entries(inDollars).map(([step, usd]) => [step, millionths(usd)])),
    currency: '$',
  };
}

const millionths = (usd: number): number => Math.round(usd * MILLIONTHS);

/** Which step a public text is, and what it costs in dollars. */
export function costOfText({ prices, rules }: Terms, text: string): { step: 'post' | 'post.link'; usd: number } {
  // X does not say what an answer with a link costs that was asked for: the dearer is taken.
  if (hasLink(text)) return { step: 'post.link', usd: prices['post.link'] };
  return { step: 'post', usd: rules.summon ? prices['post.summoned'] : prices.post };
}

/** What was read on one day of UTC. */
export type ReadToday = { day: string; ids: string[] };

/** Ids kept of a day: several times what a small team reads. Past it something is billed twice in our own books only. */
const READ_TODAY_MAX = 5_000;

/**
 * X bills a resource once a UTC day, however often it is read.
 * @returns those that are billed now, and what to keep for the next time
 */
export function billable(
  ids: readonly string[],
  before: ReadToday | null,
  now: Instant,
): { billed: string[]; read: ReadToday } {
  const day = new Date(now).toISOString().slice(0, 10);
  const known = new Set(before?.day === day ? before.ids : []);
  const billed = [...new Set(ids)].filter(id => !known.has(id));
  return { billed, read: { day, ids: [...known, ...billed].slice(-READ_TODAY_MAX) } };
}
