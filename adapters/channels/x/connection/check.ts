/** What works between here and X, for `doctor` and `health`: each with what to do where it does not. */
import { DAY, MINUTE } from '../../../../src/core/time.ts';
import type { ChannelContext, HealthItem } from '../../../../src/ports/channel.ts';
import type { Terms } from '../rules/terms.ts';
import type { XConfig } from '../setup/config.ts';
import type { Answer, Me } from './api.ts';
import type { Connected } from './client.ts';
import { clockWords, isOff, isTooFarOff } from './clock.ts';
import type { Tokens } from './tokens.ts';

/** X is asked who we are at most so often: each time counts. */
const ASK_EVERY_MS = 10 * MINUTE;
/** After a "no": somebody who is setting things right looks again soon. */
const ASK_AGAIN_MS = MINUTE;
/** X changed its prices five times in 2026. */
const TERMS_DAYS_MAX = 180;

interface CheckParts {
  config: XConfig;
  x: Connected;
  tokens: Tokens | null;
  terms: Pick<Terms, 'asOf'>;
  context: Pick<ChannelContext, 'clock' | 'publicUrl'>;
  /** Takes and counts what asking who we are costs; false: nothing is left for it now. */
  pay(): Promise<boolean>;
  /** How reading goes, in a few words. */
  reading?(): string;
  /** What X just said of the account: reading that was stopped by it goes on, or stops. */
  heard?(me: Answer<Me>): Promise<void>;
}

interface Found {
  me: Answer<Me>;
  signedIn: Awaited<ReturnType<Tokens['signedIn']>>;
  /** What the app can do for itself; null where nothing needs it. */
  app: Answer<unknown> | null;
}

/** @returns what answers `check()`; X is asked at most every ten minutes */
export function makeCheck(parts: CheckParts): () => Promise<HealthItem[]> {
  const { config, x, tokens, context } = parts;
  let last: (Pick<Found, 'me' | 'app'> & { at: number }) | null = null;
  const askNow = async () => {
    if (!(await parts.pay())) return last;
    const now = context.clock.now();
    const app = config.events === 'off' ? null : x.app('get', 'activity/subscriptions');
    last = { at: now, me: await x.me(), app: await app };
    await parts.heard?.(last.me);
    return last;
  };
  let asking: ReturnType<typeof askNow> | null = null;
  const ask = async () => {
    if (last && context.clock.now() - last.at < (isGood(last) ? ASK_EVERY_MS : ASK_AGAIN_MS)) return last;
    asking ??= askNow().finally(() => {
      asking = null;
    });
    return asking;
  };
  return async () => {
    const signedIn = (await tokens?.signedIn()) ?? null;
    const asked = await ask();
    if (!asked) return [{ what: 'account', ok: true, words: 'not asked now: the requests for it are used up.' }];
    return itemsOf(parts, { me: asked.me, app: asked.app, signedIn });
  };
}

function isGood({ me, app }: Pick<Found, 'me' | 'app'>): boolean {
  return me.ok && (app?.ok ?? true);
}

function itemsOf(parts: CheckParts, found: Found): HealthItem[] {
  const items = [account(parts, found), ...clockOf(parts), ...oldTerms(parts)];
  if (!found.me.ok) return items;
  return [...items, ...permissions(parts, found), ...signIn(parts, found), events(parts, found)];
}

function account({ config, reading }: CheckParts, { me }: Found): HealthItem {
  if (!me.ok) {
    const what = me.why === 'no-credit' || me.why === 'capped' ? 'credits' : 'account';
    return { what, ok: false, words: me.words };
  }
  const { handle, name, isProtected } = me.value;
  const by = config.accessToken ? 'its keys' : 'its sign-in';
  const how = reading ? ` ${capital(reading())}.` : '';
  const hidden = isProtected
    ? ' Its posts are protected: customers who do not follow it do not see public replies.'
    : '';
  return { what: 'account', ok: true, words: `@${handle} (${name}), by ${by}.${how}${hidden}` };
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

const AGAIN =
  'In X\'s console (console.x.com) set the app\'s permissions to "Read and write and Direct message", make a new access token, and put it into the settings of this channel.';

/** What the keys, or the sign-in, may do: replies, and private messages. */
function permissions({ x, config }: CheckParts, { signedIn }: Found): HealthItem[] {
  const level = x.heard().accessLevel;
  const scopes = signedIn?.scopes ?? [];
  const byKeys = config.accessToken !== null;
  const mayPost = byKeys ? level === null || level.startsWith('read-write') : scopes.includes('tweet.write');
  const mayMessage = byKeys
    ? level === null || level === 'read-write-directmessages'
    : scopes.includes('dm.read') && scopes.includes('dm.write');
  const again = byKeys ? AGAIN : 'Sign in with X again, and agree to everything that X lists.';
  return [
    mayPost
      ? { what: 'replies', ok: true, detail: true, words: 'allowed.' }
      : { what: 'replies', ok: false, words: `not allowed: nothing can be answered. ${again}` },
    mayMessage
      ? {
          what: 'private messages',
          ok: true,
          detail: true,
          words: 'read and answered, as long as X has not encrypted them: those are shown as a link.',
        }
      : { what: 'private messages', ok: false, stops: false, words: `neither read nor answered. ${again}` },
  ];
}

function signIn({ config }: CheckParts, { signedIn, me }: Found): HealthItem[] {
  const what = 'sign-in with X';
  if (!config.clientId) return [];
  const link = 'The command "settings" shows admins the link.';
  if (!signedIn) {
    const words = `nobody has signed in yet; events and pictures of private messages need it. ${link}`;
    return [{ what, ok: config.events === 'off', stops: false, words }];
  }
  const { account: by, isGone } = signedIn;
  if (isGone)
    return [{ what, ok: false, stops: false, words: `X no longer accepts the sign-in of @${by.handle}. ${link}` }];
  if (me.ok && me.value.id !== by.id) {
    const words = `signed in as @${by.handle}, but the keys are those of @${me.value.handle}. ${link}`;
    return [{ what, ok: false, stops: false, words }];
  }
  return [{ what, ok: true, words: `signed in as @${by.handle}.` }];
}

/** Which of the ways to hear of something works, and what is missing for it. */
function events({ config, context }: CheckParts, { signedIn, app }: Found): HealthItem {
  const what = 'events';
  const looks = `Deskhand looks every ${config.pollSeconds} s`;
  if (config.events === 'off') return { what, ok: true, words: `off: ${looks}.` };
  const missing = [
    ...(signedIn && !signedIn.isGone ? [] : ['somebody has to sign in with X']),
    ...(config.events === 'webhook' && !isReachable(context.publicUrl)
      ? [
          `X reaches a webhook only by https and without a port, and PUBLIC_URL is ${context.publicUrl}; a stream needs no address`,
        ]
      : []),
    ...(app && !app.ok ? [app.words.replace(/\.$/, '')] : []),
  ];
  if (missing.length === 0) return { what, ok: true, words: `by ${config.events}. ${looks} or less often.` };
  const words = `not by ${config.events} yet: ${missing.join('; ')}. Until then ${looks}.`;
  return { what, ok: false, stops: false, words };
}

function isReachable(publicUrl: string): boolean {
  const { protocol, port } = new URL(publicUrl);
  return protocol === 'https:' && port === '';
}

function clockOf({ x }: CheckParts): HealthItem[] {
  const { skewMs } = x.heard();
  if (!isOff(skewMs)) return [];
  return [
    { what: 'clock', ok: false, ...(isTooFarOff(skewMs) ? {} : { stops: false as const }), words: clockWords(skewMs) },
  ];
}

function oldTerms({ terms, context }: CheckParts): HealthItem[] {
  const days = Math.floor((context.clock.now() - Date.parse(terms.asOf)) / DAY);
  if (!(days > TERMS_DAYS_MAX)) return [];
  const words = `those that Deskhand reckons with are of ${terms.asOf}, and X changes them. Compare them with docs.x.com; a file named by "terms" replaces what has changed.`;
  return [{ what: 'prices and limits', ok: false, stops: false, words }];
}

/** For the form that connects an account: who that is, and whether anything could be answered. */
export async function tryKeys(x: Pick<Connected, 'me' | 'heard'>, config: XConfig): Promise<HealthItem[]> {
  if (!config.accessToken)
    return [
      {
        what: 'account',
        ok: true,
        words: 'known once somebody has signed in with X: "settings" shows admins the link.',
      },
    ];
  const me = await x.me();
  const { accessLevel } = x.heard();
  if (!me.ok) return [{ what: 'account', ok: false, words: me.words }];
  const account = { what: 'account', ok: true, words: `@${me.value.handle} (${me.value.name}).` };
  if (accessLevel !== 'read') return [account];
  return [account, { what: 'replies', ok: false, words: `not allowed: nothing could be answered. ${AGAIN}` }];
}
