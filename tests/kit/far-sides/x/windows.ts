/** How often X lets an account and an app ask: a window opens with the first request and lasts 15 minutes, or a day. */
import type { Route } from './shapes.ts';
import type { World } from './state.ts';

const WINDOW_MS = 15 * 60_000;
const DAY_MS = 86_400_000;
const OTHERWISE = 900;

/** Requests in 15 minutes, of each user. */
const OF_USER: Partial<Record<Route, number>> = {
  'users.me': 75,
  mentions: 300,
  'posts.create': 100,
  'posts.delete': 50,
  'dms.events': 15,
  'dms.with': 15,
  'dms.of': 15,
  'dms.send': 15,
  'media.initialize': 1_875,
  'media.append': 1_875,
  'media.finalize': 1_875,
  stream: 450,
};
const OF_USER_A_DAY: Partial<Record<Route, number>> = { 'dms.send': 1_440 };
const OF_APP_A_DAY: Partial<Record<Route, number>> = { 'posts.create': 10_000 };
/** Two ways to the same, counted as one. */
const SAME: Partial<Record<Route, Route>> = { 'dms.send-in': 'dms.send' };

interface Window {
  key: string;
  prefix: string;
  limit: number;
  ms: number;
}

export interface Counted {
  headers: Record<string, string>;
  /** When the window opens that this request found used up; null when it is within all. */
  opensAt: number | null;
}

/** Counts a request. One too many is not counted. */
export function count(world: World, asked: Route, by: string | null): Counted {
  const now = world.now();
  const all = windowsOf(world, SAME[asked] ?? asked, by).map(each => {
    const known = world.windows.get(each.key);
    const window = known && now < known.opened + each.ms ? known : { opened: now, count: 0 };
    world.windows.set(each.key, window);
    return { ...each, window, endsAt: Math.ceil((window.opened + each.ms) / 1_000) * 1_000 };
  });
  const full = all.filter(each => each.window.count >= each.limit);
  if (!full.length) for (const each of all) each.window.count++;
  const headers = Object.fromEntries(
    all.flatMap(({ prefix, limit, window, endsAt }) => [
      [`${prefix}-limit`, String(limit)],
      [`${prefix}-remaining`, String(limit - window.count)],
      [`${prefix}-reset`, String(endsAt / 1_000)],
    ]),
  );
  return { headers, opensAt: full.length ? Math.max(...full.map(each => each.endsAt)) : null };
}

function windowsOf(world: World, route: Route, by: string | null): Window[] {
  if (world.options.windows === false || /^(token|app-token|unknown)/.test(route)) return [];
  const limit = world.options.limits?.[route] ?? OF_USER[route] ?? OTHERWISE;
  const user = by ?? 'the app';
  const windows: Window[] = [{ key: `${route} ${user}`, prefix: 'x-rate-limit', limit, ms: WINDOW_MS }];
  const ofUser = OF_USER_A_DAY[route];
  const ofApp = OF_APP_A_DAY[route];
  if (ofUser) windows.push({ key: `${route} ${user} a day`, prefix: 'x-user-limit-24hour', limit: ofUser, ms: DAY_MS });
  if (ofApp) windows.push({ key: `${route} a day`, prefix: 'x-app-limit-24hour', limit: ofApp, ms: DAY_MS });
  return windows;
}
