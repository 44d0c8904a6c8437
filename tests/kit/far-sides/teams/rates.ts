/** How often Teams lets a bot speak: in a conversation, in a tenant, and with reactions. */
import type { Call, Route } from './shapes.ts';
import type { World } from './state.ts';

/** So many in so many ms, in one conversation; a channel is one with all its threads. */
export const WINDOWS: [count: number, ms: number][] = [
  [7, 1_000],
  [8, 2_000],
  [60, 30_000],
  [1_800, 3_600_000],
];
/** Requests a second of an app in a tenant. */
const OF_TENANT = 30;
const REACTIONS = 2;
const SECOND_MS = 1_000;

export const SENDS: Route[] = ['conversations.create', 'activities.post', 'activities.put'];
export const isReaction = (route: Route): boolean => route === 'reactions.put' || route === 'reactions.delete';

/** Is this call one too many? Calls that were refused do not count. */
export function tooMany(world: World, call: Call): boolean {
  const now = world.now();
  const done = (ms: number, which: (each: Call) => boolean) =>
    world.calls.filter(each => each.carriedOut && now - each.at < ms && which(each)).length;
  if (isReaction(call.route))
    return done(SECOND_MS, each => isReaction(each.route)) >= (world.options.reactionsPerSecond ?? REACTIONS);
  if (!world.options.rates) return false;
  const ofConnector = (each: Call) => each.route !== 'token' && each.route !== 'keys' && each.route !== 'graph';
  if (ofConnector(call) && done(SECOND_MS, ofConnector) >= OF_TENANT) return true;
  if (call.lane === null || !SENDS.includes(call.route)) return false;
  const same = (each: Call) => each.lane === call.lane && SENDS.includes(each.route);
  return WINDOWS.some(([count, ms]) => done(ms, same) >= count);
}
