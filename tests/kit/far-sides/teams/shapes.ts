/** The small words of the Teams stand-in: options, faults, and what is written down of calls and deliveries. */

/** Microsoft's own JSON: read by its field names, as the product does. */
// biome-ignore lint/suspicious/noExplicitAny: every field of Microsoft's JSON would have to be narrowed in every test
export type Json = { [field: string]: any };

export interface TeamsOptions {
  port?: number;
  /** The clock of ids, tokens, rate windows and the 24 h of private messages; waiting is always real time. */
  now?: () => number;
  /** Refuse what goes over the rate of a conversation, or of the app in its tenant: 429. */
  rates?: boolean;
  /** What a refusal for the rate says in Retry-After; null: nothing. */
  retryAfterSeconds?: number | null;
  /** Reactions a second over all conversations: 2. */
  reactionsPerSecond?: number;
  /** How long the product may take to answer. Real Teams: 15_000. */
  answerWithinMs?: number;
  /** Waits before what was not taken is delivered again: 100, 300. */
  retryAfterMs?: number[];
  /** How long a token is good for: 3_600. */
  tokenSeconds?: number;
  appId?: string;
  secret?: string;
  tenant?: string;
}

/**
 * What happens to a call instead of its answer. `after` and 'reset-after' carry it out first, which the caller cannot know.
 * `hang` carries it out and keeps silent for so many ms; with `lost` it is not carried out.
 */
export type Fault =
  | { status: number; code?: string; after?: boolean; retryAfter?: number }
  | { hang: number; lost?: boolean }
  | 'reset-before'
  | 'reset-after';

/** What a call is about; `any` in a script of failures is every one of the Connector. */
export type Route =
  | 'token'
  | 'keys'
  | 'conversations.create'
  | 'activities.post'
  | 'activities.put'
  | 'activities.delete'
  | 'reactions.put'
  | 'reactions.delete'
  | 'members'
  | 'teams'
  | 'attachments'
  | 'graph'
  | 'unknown';

export interface Call {
  route: Route;
  method: string;
  path: string;
  query: Record<string, string>;
  /** As JSON; null: there was none, or it was none. */
  body: Json | null;
  /** The conversation that its rate is counted for: a channel with all its threads. */
  lane: string | null;
  at: number;
  /** Status 0: the connection was cut. */
  status: number;
  answer: Json | null;
  /** It was done, whatever was then answered. */
  carriedOut: boolean;
  /** What Retry-After said. */
  retryAfterMs?: number;
}

export interface Delivery {
  activity: Json;
  /** Which attempt it was: 0 is the first. */
  attempt: number;
  /** 0: no answer in time, or nobody there. */
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
  /** What Teams would have shown the person as trouble. */
  trouble: string | null;
}

/** How an act travels. */
export interface Travels {
  /** Kept back: it is sent by `deliverHeld`, so that something newer can overtake it. */
  hold?: boolean;
  /** Delivered so often, one after the other. */
  times?: number;
  /** Put over the activity as it would have been delivered. */
  over?: Json;
}

export interface Written {
  name: string;
  content: string | Uint8Array;
  type?: string;
}

export interface SayOptions extends Travels {
  /** The id of the thread's root; absent: a post of its own. */
  thread?: string;
  /** Begins lines with `> `, `- ` and `1. ` as the window does: a quote, a list. Reads **bold** and `code` too. */
  rich?: boolean;
  /** What stands in the window as HTML, instead of what the text would have become. */
  html?: string;
  /** Pasted pictures. */
  images?: Written[];
  /** Files beside the words: in a channel the bot is told nothing but their place. */
  files?: Written[];
}

/** A message as people see it, in its newest state. */
export interface Shown {
  id: string;
  /** Of its thread, or of the personal chat. */
  conversation: string;
  /** Of a post: its own id. */
  root: string;
  by: string;
  text: string;
  html: string;
  /** The first Adaptive Card. */
  card: Json | null;
  attachments: Json[];
  summary: string;
  reactions: string[];
  deleted: boolean;
  /** How often it was changed. */
  edits: number;
  /** Only this person sees it. */
  onlyFor: string | null;
}

/** A dialog that is open before somebody. */
export interface Dialog {
  title: string;
  /** Null: only words. */
  card: Json | null;
  words: string;
  /** The card's message it was opened from, or the message of a message action. */
  from: Json;
}
