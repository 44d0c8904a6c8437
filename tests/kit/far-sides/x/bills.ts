/** What X bills, and for what: every resource read, once a UTC day, and every post and message sent. */
import type { Priced, Prices, Route } from './shapes.ts';
import type { World } from './state.ts';

/** X's list of 2026-04-20 and later, in tenths of a US cent. */
const PRICES: Prices = {
  'post-read': 5,
  'owned-read': 1,
  'user-read': 10,
  'dm-read': 10,
  post: 15,
  'post-with-link': 200,
  'summoned-reply': 10,
  'dm-send': 15,
  'post-event': 5,
  'dm-event': 10,
  'chat-event': 10,
  free: 0,
};
/** Read twice on a UTC day, paid once. */
const ONCE_A_DAY: Priced[] = ['post-read', 'owned-read', 'user-read', 'dm-read', 'post-event'];
const DAY_MS = 86_400_000;
const TENTHS_IN_A_DOLLAR = 1_000;

export function bill(world: World, route: Route | 'event', what: Priced, id: string): void {
  const at = world.now();
  const day = Math.floor(at / DAY_MS);
  const paid = `${what} ${id} ${day}`;
  const before = ONCE_A_DAY.includes(what) && world.paid.has(paid);
  world.paid.add(paid);
  const charged = before ? 0 : (world.options.prices?.[what] ?? PRICES[what]);
  world.bills.push({ route, what, id, at, charged });
  world.credit -= charged;
}

export const dollars = (tenths: number): number => tenths / TENTHS_IN_A_DOLLAR;
export const tenths = (usd: number): number => Math.round(usd * TENTHS_IN_A_DOLLAR);

/** X makes a link of a bare domain too. */
const LINK = /https?:\/\/\S+|\b(?:[a-z0-9-]+\.)+(?:com|org|net|info|io|de|eu|co|uk|shop|example)\b(?:\/\S*)?/giu;

export const linksIn = (text: string): string[] => text.match(LINK) ?? [];

/** A link is a link, whatever else the post is: X does not say what a summoned reply with one costs. */
export function priceOfPost(text: string, summoned: boolean): Priced {
  if (linksIn(text).length) return 'post-with-link';
  return summoned ? 'summoned-reply' : 'post';
}
