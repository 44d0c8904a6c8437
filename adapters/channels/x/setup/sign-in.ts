/**
 * Signing in with X in the browser (OAuth 2.0 with PKCE): a link for admins, X's own page, and back. Nothing is stored
 * before X sent the browser back: what has to be remembered until then is signed.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { HOUR, type Instant, MINUTE } from '../../../../src/core/time.ts';
import type { Channel, ChannelContext } from '../../../../src/ports/channel.ts';
import type { Answer, Me } from '../connection/api.ts';
import type { Tokens } from '../connection/tokens.ts';
import type { XConfig } from './config.ts';

export const CALLBACK_PATH = '/x/callback';
export const SIGN_IN_PATH = '/x/sign-in';
const AUTHORIZE = 'https://x.com/i/oauth2/authorize';
const SCOPES = [
  ...['tweet.read', 'tweet.write', 'users.read', 'dm.read', 'dm.write', 'media.write'],
  // A refresh token is given only for this one.
  'offline.access',
];
/** Whoever was shown the link opens it in this time; it is made anew whenever it is shown. */
const LINK_MS = HOUR;
/** On X's page people have to find their password. */
export const STATE_MS = 10 * MINUTE;
const STREAM = 'x-sign-in';
/** Used states are forgotten by then: they expired long before. */
const USED_MS = HOUR;

/** What becomes of a step: a page of ours, or another one. */
export type Step = { as: 'go'; to: string; cookie: string } | { as: 'done'; handle: string } | Refused;

interface Refused {
  as: 'refused';
  title: string;
  words: string;
}

export interface SignIn {
  channelId: string;
  /** Where an admin begins; null where the settings have no client ID. */
  link(): string | null;
  /** The link with its words, for admins, while nobody is signed in. */
  paste(): Channel['paste'];
  /** Finds out whether somebody is signed in: at the start, and now and then. */
  look(): Promise<void>;
  /** @param ticket from the link */
  begin(ticket: string): Step;
  /** @param cookie what `begin` gave this browser */
  finish(back: { state: string; code: string | null; error: string | null; cookie: string | null }): Promise<Step>;
}

interface Parts {
  config: Pick<XConfig, 'clientId' | 'accessToken'>;
  tokens: Tokens;
  /** Whose access token this is. */
  whoIs(access: string): Promise<Answer<Me>>;
  context: Pick<
    ChannelContext,
    'channelId' | 'publicUrl' | 'clock' | 'ids' | 'shelf' | 'sign' | 'signedBefore' | 'bus' | 'log'
  >;
}

/** Said on this topic when somebody signed in: whatever waits for it can go on. */
export function signedInTopic(channelId: string): string {
  return `x-signed-in:${channelId}`;
}

export function makeSignIn({ config, tokens, whoIs, context }: Parts): SignIn {
  const { channelId, publicUrl, clock, ids } = context;
  const redirect = `${publicUrl}${CALLBACK_PATH}`;
  const signed = makeSigned(context);
  /** Null: nobody looked yet. */
  let isSignedIn: boolean | null = null;
  const look = async () => {
    const kept = await tokens.signedIn();
    isSignedIn = kept !== null && !kept.isGone;
  };
  const link = () => {
    if (!config.clientId) return null;
    const query = new URLSearchParams({ c: channelId, t: signed.until('link', '', clock.now() + LINK_MS) });
    return `${publicUrl}${SIGN_IN_PATH}?${query}`;
  };
  return {
    ...{ channelId, link, look },
    paste: () => {
      const line = isSignedIn === false ? link() : null;
      return line ? { ...PASTE, line } : undefined;
    },
    begin: ticket => {
      if (!config.clientId) return NO_CLIENT;
      if (!signed.holds('link', '', ticket, clock.now())) return OLD_LINK;
      const cookie = ids.secret(24);
      const query = new URLSearchParams({
        ...{ response_type: 'code', client_id: config.clientId, redirect_uri: redirect, scope: SCOPES.join(' ') },
        state: `${channelId}.${signed.until('state', cookie, clock.now() + STATE_MS)}`,
        code_challenge: createHash('sha256').update(signed.verifier(cookie)).digest('base64url'),
        code_challenge_method: 'S256',
      });
      // As X's documents write it: a space in the scope is %20.
      return { as: 'go', to: `${AUTHORIZE}?${query.toString().replaceAll('+', '%20')}`, cookie };
    },
    finish: async ({ state, code, error, cookie }) => {
      const ticket = state.slice(channelId.length + 1);
      if (!cookie || !signed.holds('state', cookie, ticket, clock.now())) return OTHER_BROWSER;
      if (!(await isFirst(context, ticket))) return USED;
      if (!code) return error && error !== 'access_denied' ? saidNo(error) : CANCELLED;
      const step = await exchange(
        { config, tokens, whoIs, context },
        { code, verifier: signed.verifier(cookie), redirect },
      );
      await look();
      return step;
    },
  };
}

const PASTE = {
  label: 'Sign in with X',
  words:
    'Sign in with X for events and for pictures of private messages: open this link within an hour, in a browser that is signed in to X with the account of this channel.',
};

/** What only this channel of this installation can have written. */
function makeSigned({ sign, signedBefore: before = () => [], channelId }: Parts['context']) {
  const mark = (what: string, secret: string, until: string) => sign(`x-${what}:${channelId}:${secret}:${until}`);
  return {
    until: (what: string, secret: string, until: Instant): string => {
      const when = until.toString(36);
      return `${when}.${mark(what, secret, when)}`;
    },
    holds: (what: string, secret: string, ticket: string, now: Instant): boolean => {
      const [when = '', given = ''] = ticket.split('.');
      const got = Buffer.from(given);
      const text = `x-${what}:${channelId}:${secret}:${when}`;
      const isOurs = [sign(text), ...before(text)].some(each => {
        const expected = Buffer.from(each);
        return got.length === expected.length && timingSafeEqual(got, expected);
      });
      return isOurs && Number.parseInt(when, 36) > now;
    },
    /** Known again when the browser comes back; 64 characters, of 43 to 128 that are allowed (RFC 7636, 4.1). */
    verifier: (cookie: string): string => sign(`x-verifier:${channelId}:${cookie}`),
  };
}

/** A state is good once, whichever process is asked. */
async function isFirst({ shelf, clock }: Parts['context'], ticket: string): Promise<boolean> {
  const now = clock.now();
  for (const each of await shelf.read(STREAM, 0, 100))
    if (Number(each.value) < now - USED_MS) await shelf.remove(STREAM, each.key);
  return (await shelf.append(STREAM, ticket, now)).fresh;
}

async function exchange(
  { config, tokens, whoIs, context }: Parts,
  code: Parameters<Tokens['fromCode']>[0],
): Promise<Step> {
  const pair = await tokens.fromCode(code);
  if (!pair.ok) return refused('X did not accept this sign-in', `${pair.words} Then open the link again.`);
  const me = await whoIs(pair.value.access);
  if (!me.ok) {
    await tokens.revoke(pair.value);
    return refused('X does not say who signed in', me.words);
  }
  const { id, handle } = me.value;
  const before = await tokens.signedIn();
  // An access token begins with the id of its account.
  const owner = /^(\d+)-/.exec(config.accessToken ?? '')?.[1] ?? before?.account.id ?? null;
  if (owner && owner !== id) {
    await tokens.revoke(pair.value);
    return otherAccount(handle, before?.account.id === owner ? before.account.handle : null);
  }
  await tokens.keep(pair.value, { id, handle });
  context.log.info({ account: id }, 'Somebody signed in with X.');
  context.bus.publish(signedInTopic(context.channelId));
  return { as: 'done', handle };
}

function refused(title: string, words: string): Refused {
  return { as: 'refused', title, words };
}

const AGAIN = 'Open the link from the settings of this channel again.';
const NO_CLIENT = refused(
  'This channel has no client ID',
  'Somebody has to put the client ID of the app into the settings of this channel first. The guide for X says where it is.',
);
const OLD_LINK = refused('This link has expired', `It is good for an hour. ${AGAIN}`);
const OTHER_BROWSER = refused(
  'This sign-in was not begun here',
  `It began in another browser, or more than 10 minutes ago. ${AGAIN}`,
);
const USED = refused('This page was used already', `Every sign-in works once. ${AGAIN}`);
const CANCELLED = refused('Nothing was changed', `You did not give your permission on X's page. ${AGAIN}`);
/** The address names no channel that is open. */
export const NO_CHANNEL = refused(
  'There is no such channel',
  `It may have been removed, or Deskhand is just starting. ${AGAIN}`,
);

function saidNo(error: string): Refused {
  return refused(
    'X refused this sign-in',
    `X says "${error.slice(0, 60)}". Check the callback address in X's console. ${AGAIN}`,
  );
}

function otherAccount(handle: string, ours: string | null): Refused {
  const whose = ours ? `@${ours}` : 'another account: the one of its keys';
  return refused(
    'This is not the account of this channel',
    `You are signed in to X as @${handle}, and this channel belongs to ${whose}. Switch to that account on x.com, then open the link again. For @${handle}, connect another channel.`,
  );
}
