/** The words that the parts of the stand-in of X share: routes, calls, faults, options. */

// biome-ignore lint/suspicious/noExplicitAny: bodies of a far side, read field by field
export type Json = Record<string, any>;

export type Route =
  | 'users.me'
  | 'users.get'
  | 'users.many'
  | 'users.by-name'
  | 'mentions'
  | 'timeline'
  | 'posts.get'
  | 'posts.many'
  | 'posts.create'
  | 'posts.delete'
  | 'dms.events'
  | 'dms.with'
  | 'dms.of'
  | 'dms.send'
  | 'dms.send-in'
  | 'dms.delete'
  | 'dms.block'
  | 'dms.unblock'
  | 'media.initialize'
  | 'media.append'
  | 'media.finalize'
  | 'media.status'
  | 'media.picture'
  | 'media.of-message'
  | 'stream'
  | 'subscriptions.list'
  | 'subscriptions.create'
  | 'subscriptions.delete'
  | 'webhooks.list'
  | 'webhooks.create'
  | 'webhooks.check'
  | 'webhooks.delete'
  | 'webhooks.replay'
  | 'usage'
  | 'token'
  | 'token.revoke'
  | 'app-token'
  | 'unknown';

export interface Call {
  route: Route;
  method: string;
  path: string;
  query: Record<string, string>;
  body: Json | null;
  /** How it was signed, and for whom: the account's handle, null for the app alone. */
  auth: 'oauth1' | 'oauth2' | 'bearer' | 'none';
  by: string | null;
  at: number;
  status: number;
  answer: Json | null;
  /** It had its effect, whatever the caller heard of it. */
  carriedOut: boolean;
  /** Of a refusal because of a window: when that opens, in ms. */
  opensAt?: number;
}

/** What the far side does instead of a plain answer. */
export type Fault =
  /** The connection is reset, before or after the call was carried out. */
  | 'reset-before'
  | 'reset-after'
  /** Carried out, then half of the answer and the end of the connection. */
  | 'half'
  /** Nobody ever answers; `carriedOut`: but it had its effect. */
  | { hang: true; carriedOut?: boolean }
  /** The answer comes that many ms late. */
  | { lateMs: number }
  /** Carried out; the head of the answer comes, then a character of it every so many ms. */
  | { trickleMs: number }
  /** An answer without end. */
  | 'flood'
  /** `after`: the call had its effect all the same. `body` null: an empty one, a string: not JSON. */
  | { status: number; body?: Json | string | null; after?: boolean; headers?: Record<string, string> };

/** In tenths of a US cent, as X bills: $0.001 is 1. */
export type Prices = Record<Priced, number>;
export type Priced =
  | 'post-read'
  | 'owned-read'
  | 'user-read'
  | 'dm-read'
  | 'post'
  | 'post-with-link'
  | 'summoned-reply'
  | 'dm-send'
  | 'post-event'
  | 'dm-event'
  | 'chat-event'
  | 'free';

/** One line of the bill; `charged` 0 for what was read before on the same UTC day. */
export interface Bill {
  route: Route | 'event';
  what: Priced;
  id: string;
  at: number;
  charged: number;
}

export interface XOptions {
  port?: number;
  now?: () => number;
  /** False: as often as one likes. */
  windows?: boolean;
  /** Requests per window of an endpoint, in place of X's own. */
  limits?: Partial<Record<Route, number>>;
  /** How many mentions the list reaches back; X: 800. */
  mentionsBack?: number;
  prices?: Partial<Prices>;
  /** In US dollars; default 100. */
  credit?: number;
  /** False: somebody else's account, as with a hosted app; then nothing is an owned read. */
  owned?: boolean;
  /** Who may subscribe to private events; without it everybody, as long as the account let the app in. */
  subscribers?: Call['auth'][];
  /** Every answer takes that long. */
  latencyMs?: number;
  /** Reposts of what is by somebody or names them are told to them as mentions: X does not say whether it does that. */
  repostsName?: boolean;
  /** What X calls posts, see `vocabulary.ts`; default `tweets`. */
  words?: 'tweets' | 'posts';
  /** How often an idle stream is kept alive; X: 20 s. */
  keepAliveMs?: number;
  /** What the status of a film says, one after the other; the last stays. */
  processing?: { state: 'pending' | 'in_progress' | 'succeeded' | 'failed'; check_after_secs?: number }[];
}

/** What a route answers. */
export interface Reply {
  status: number;
  body: Json | null;
  /** A file in place of a body. */
  file?: { type: string; content: Buffer };
  headers?: Record<string, string>;
}
