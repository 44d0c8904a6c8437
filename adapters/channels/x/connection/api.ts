/**
 * What the rest of the adapter asks of X. Every call ends within CALL_WITHIN_MS and none throws: how it went is the
 * answer. Nothing here counts, bills, stores or decides.
 */
import type { Instant } from '../../../../src/core/time.ts';
import type { Json } from '../../../../src/ports/json.ts';

export type Answer<T> = { ok: true; value: T } | Failed;

/** Why a request brought nothing. */
export type Why =
  /** No connection, a connection that broke, or silence. */
  | 'no-answer'
  /** 5xx, or something that is not X's JSON. */
  | 'server'
  /** 401: keys or the sign-in are not valid (any more). */
  | 'signed-out'
  /** The app's permissions or plan do not allow it. */
  | 'no-permission'
  /** 402: no credits. `capped`: the spending limit that its owner set in X's console. */
  | 'no-credit'
  | 'capped'
  /** 429; `retryAt` is X's own word. */
  | 'too-many'
  /** 403: the author of the post did not ask us for a reply. */
  | 'not-summoned'
  /** 403: the same words were posted already. */
  | 'twice'
  /** The person takes no messages from us, or blocked us. */
  | 'closed'
  | 'blocked'
  /** 404, or X says that what it is about was deleted, or its author suspended. */
  | 'gone'
  | 'too-long'
  | 'media'
  /** Any other "no" (4xx). */
  | 'refused';

export interface Failed {
  ok: false;
  why: Why;
  /** A sentence or two for staff: what, why, what to do. */
  words: string;
  /** What X said itself (title, detail), cut, for the log. Never a secret. */
  detail: string;
  /** A write that X may have carried out all the same. False: surely not. */
  mayHaveArrived: boolean;
  /** When it can be asked again, where X said so. */
  retryAt: Instant | null;
}

/** A page as X sent it (for readPayload), and where the next one is. */
export interface Page {
  body: Json;
  /** How many items: what it bills. */
  count: number;
  /** An empty page can have one too. */
  next: string | null;
}

export interface Me {
  id: string;
  handle: string;
  name: string;
  /** Posts of 25,000 characters (a paid account). */
  longPosts: boolean;
  isProtected: boolean;
}

export interface Asking {
  /** Newer than this id. */
  since?: string;
  /** The page to go on with. */
  next?: string;
  max: number;
}

export interface X {
  me(): Promise<Answer<Me>>;
  /** GET /2/users/:id/mentions */
  mentions(of: string, asking: Asking): Promise<Answer<Page>>;
  /** GET /2/users/:id/tweets: posts of the account itself, replies included. */
  ownPosts(of: string, asking: Asking): Promise<Answer<Page>>;
  /** GET /2/dm_events (no `since` there). `with`: only those with this person. */
  messages(asking: Omit<Asking, 'since'> & { with?: string }): Promise<Answer<Page>>;
  /** GET /2/tweets?ids=: at most 100. What is gone stands in the body's `errors`. */
  posts(ids: readonly string[]): Promise<Answer<Page>>;
  /** GET /2/users?ids=: at most 100. */
  people(ids: readonly string[]): Promise<Answer<Page>>;
  /** POST /2/tweets */
  post(post: { text: string; answers: string | null; media: readonly string[] }): Promise<Answer<{ id: string }>>;
  /** POST /2/dm_conversations/(with/:id|:conversation)/messages */
  sendMessage(message: {
    to: { person: string } | { conversation: string };
    text: string;
    media: string | null;
  }): Promise<Answer<{ id: string; conversation: string | null }>>;
  /** Uploads in parts and waits until X has processed it: each request within CALL_WITHIN_MS, all within a minute. */
  upload(
    file: { name: string; type: string; content: Uint8Array },
    for_: 'post' | 'message',
  ): Promise<Answer<{ id: string }>>;
  /** A picture of a post or a message, at most `bytesMax`. Only hosts of X are asked, and credentials go to X's API only. */
  download(url: string, bytesMax: number): Promise<Answer<{ type: string; content: Uint8Array }>>;
  /**
   * Calls of the X Activity API: subscriptions, webhooks, replay, usage. `path` without /2/. As the app, but for new
   * subscriptions: those to private events need the account itself.
   */
  app(method: 'get' | 'post' | 'put' | 'delete', path: string, body?: Json): Promise<Answer<Json>>;
  /**
   * GET /2/activity/stream. `line` gets each event as parsed JSON, one at a time, in order. Resolves when the stream
   * ended, and says why: it is silent for longer than STREAM_SILENT_MS, X closed it, or `signal` ended it (ok).
   */
  stream(options: {
    backfillMinutes: number;
    signal: AbortSignal;
    line(event: Json): Promise<void>;
  }): Promise<Answer<null>>;
}
