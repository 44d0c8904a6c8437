/** The small words of the Slack stand-in: options, faults, and what is written down of requests and deliveries. */

/** Slack's own JSON: read by its field names, as the product does. */
// biome-ignore lint/suspicious/noExplicitAny: every field of Slack's JSON would have to be narrowed in every test
export type Json = { [field: string]: any };

export interface SlackOptions {
  port?: number;
  /** The clock for ts, signatures and expiry; waiting is always real time. */
  now?: () => number;
  /** Refuse more than one chat.postMessage per second and channel: 429 with Retry-After. */
  rates?: boolean;
  /** Refuse more than a method's tier allows per minute and team. */
  tiers?: boolean;
  /** Waits before the first, second and third redelivery. Real Slack: 0, 60_000, 300_000. Here: 0, 100, 300. */
  retryAfterMs?: number[];
  /** How long the product may take to answer. Real Slack: 3_000. */
  answerWithinMs?: number;
  /** How long a finished upload is looked at before its message appears: 30. */
  processFilesMs?: number;
  clientId?: string;
  clientSecret?: string;
  signingSecret?: string;
  /** Block types this workspace does not know yet, such as data_visualization. */
  unknownBlocks?: string[];
}

/**
 * What happens to a call instead of its answer. `after` and 'reset-after' carry it out first, which the caller cannot know.
 * `hang` carries it out and keeps silent for so many ms; with `lost` it is not carried out.
 */
export type Fault =
  /** fatal_error and internal_error may come although it was done: then with `after`. */
  | { error: string; after?: boolean; [field: string]: unknown }
  | { status: number; after?: boolean }
  | { rateLimited: number }
  | { hang: number; lost?: boolean }
  | 'reset-before'
  | 'reset-after';

export interface ApiRequest {
  method: string;
  /** Whose token it was; null: nobody's. */
  team: string | null;
  token: string | null;
  /** Blocks, metadata, views and files as JSON; the rest as the strings that were sent. */
  args: Json;
  at: number;
  /** Status 0: the connection was cut. */
  answered: { status: number; body: Json | null };
  /** Slack did what was asked, whatever it then answered. */
  carriedOut: boolean;
  /** What Retry-After said. */
  retryAfterMs?: number;
}

export type DeliveryKind = 'event' | 'interaction' | 'command' | 'raw';

export interface Delivery {
  kind: DeliveryKind;
  via: 'http' | 'socket';
  body: Json;
  retryNum: number;
  retryReason: string | null;
  /** 0: no answer in time, or nobody there. A socket's ack counts as 200. */
  status: number;
  ms: number;
  answer: string;
}

/** What came back for something a person did. */
export interface Answer {
  status: number;
  ms: number;
  /** JSON when it was JSON. */
  body: Json | string | null;
  /** What Slack would have shown the person as trouble: operation_timeout, a broken view, and the like. */
  trouble: string | null;
}

export interface Shown extends Json {
  ts: string;
  channel: string;
}

export type Written = { name: string; mimetype?: string; title?: string } & (
  | { content: string | Uint8Array }
  /** So many zero bytes. */
  | { size: number }
  | { external: string }
  | { checkFileInfo: true; content?: string }
  | { tombstone: true }
  | { mode: 'quip' | 'canvas' | 'list' }
);

export interface SayOptions {
  thread?: string;
  broadcast?: boolean;
  me?: boolean;
  /** Reads <@U..>, <#C..>, <!here>, <https://..|label>, `code`, ```block```, > quote, - list and :emoji: in the text. */
  rich?: boolean;
  mentionBot?: boolean;
  blocks?: Json[];
  /** Replaces the escaped text; with `blocks`, exactly what Slack would have stored. */
  rawText?: string;
  files?: Written[];
  attachments?: Json[];
  /** The event is kept back: it is sent by `deliverHeld`, so that an edit can overtake it. */
  hold?: boolean;
}

export interface RawDelivery {
  times?: number;
  /** Signed with this one instead. */
  secret?: string;
  /** A string as it is; null: none. */
  signature?: string | null;
  /** Seconds; null: none. */
  timestamp?: number | null;
  contentType?: string;
  headers?: Record<string, string>;
  url?: string;
}

export interface FakeSocket {
  connections(): number;
  disconnect(
    reason: 'refresh_requested' | 'warning' | 'link_disabled',
    options?: { connections?: number; close?: boolean },
  ): void;
  /** The next n envelopes go over two connections at once (or twice over the only one). */
  duplicateNext(n: number): void;
  /** The next calls of apps.connections.open answer thus. */
  refuseOpen(fault: Fault, times?: number): void;
  /** Cuts every connection without a word. */
  dropAll(): void;
  /** Envelope ids that were sent and not acknowledged. */
  unacked(): string[];
}
