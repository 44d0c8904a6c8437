/** The wire format between the page and this process, read by both sides. Types only. */

/** One line of the conversation, numbered without gaps: a page that has number 7 asks for what comes after it. */
export interface Entry {
  n: number;
  from: 'visitor' | 'team';
  text: string;
  /** Who of the team wrote, by the name customers see; null for the visitor, and for the team as a whole. */
  name: string | null;
  /** The visitor's own id of the message; null for the team's. */
  cid: string | null;
  /** When it was taken in, in ms. */
  at: number;
  files?: EntryFile[];
  /** It was written by email. */
  mail?: true;
}

export interface EntryFile {
  /** Null for the visitor's own: they have it. */
  id: string | null;
  name: string;
  type: string;
  bytes: number;
}

/** Where the conversation stands; sent whole at every connection and at every change. */
export interface ChatState {
  status: 'open' | 'resolved';
  /** Who of the team has taken it on, by the name customers see; empty for the team as a whole. Null while nobody has. */
  person: string | null;
  /** What was written up to then is on the team's desk, and was read by a person. */
  delivered: number;
  seen: number;
  /** When it was resolved; a rating is about this. */
  resolved: number | null;
  rated: number | null;
  /** The address that answers go to when nobody is here. */
  email: string | null;
  blocked: boolean;
  hours: Hours;
  /** The clock of the server, so that a wrong one in the page shows no wrong times. */
  now: number;
}

export interface Hours {
  open: boolean;
  opensAt: number | null;
  /** By when most people hear back; to somebody who waits, as they were told. Null while nobody can tell. */
  by: number | null;
  /** What the team wants everybody to know now; plain text. */
  notice?: string;
}

/** Why something was not taken, for the page to say in its own language. */
export type ChatRefusalCode =
  | 'unknown'
  | 'unreadable'
  | 'empty'
  | 'too-long'
  | 'file-too-large'
  | 'file-refused'
  | 'slow'
  | 'busy'
  | 'blocked'
  | 'sign-in'
  | 'form'
  | 'puzzle'
  | 'away'
  | 'email'
  | 'copy';

export interface ChatRefusal {
  code: ChatRefusalCode;
  /** In English, for whoever reads the wire. */
  error: string;
  /** For `slow` and `busy`: when it is worth another try. */
  waitMs?: number;
  /** For `puzzle`: what to solve first. */
  puzzle?: Puzzle;
}

/** Find a number so that SHA-256 of `text.number` begins with this many zero bits. */
export interface Puzzle {
  text: string;
  bits: number;
}

/** What the shop says about its signed-in customer; see identity.ts. */
export interface SignedIdentity {
  id: string;
  email?: string;
  name?: string;
  /** Seconds since 1970. */
  expires: number;
  signature: string;
}

export interface StartInput {
  identity?: SignedIdentity | null;
  /** Answers of the form, by the field's name. */
  form?: Record<string, string>;
  consent?: boolean;
  page?: string;
  /** The language that the panel speaks. */
  language?: string;
  solved?: { text: string; number: number };
  /** A field that people do not see. */
  website?: string;
}

/** A field of the form before the chat. */
export interface FormQuestion {
  /** `name`, `email`, or the question itself. */
  name: string;
  required: boolean;
}

/** What the panel is served with. */
export interface PanelConfig {
  /** `/chat/<site>` */
  at: string;
  origins: string[];
  title: string;
  greeting: string;
  language: string;
  /** How that language writes times where the visitor is, such as `en-GB`: by the page, else by the browser. */
  locale: string;
  rtl: boolean;
  /** Those of parts that come later come with them, from `words`. */
  texts: Record<string, string>;
  ask: FormQuestion[];
  consent: string | null;
  privacyUrl: string | null;
  /** Only customers whom the shop vouches for may write. */
  signInOnly: boolean;
  charsMax: number;
  fileBytesMax: number;
  /** Where the script is that solves puzzles. */
  work: string;
  /** And what is not seen at once. */
  later: string;
  /** And the questions before the chat. */
  form: string;
  hours: Hours;
  now: number;
  /** Something was published that may help while one types; absent where nothing was. */
  help?: 1;
  /** Something is asked after the first message; absent where nothing is. */
  questions?: 1;
}

/** What is asked after the first message; none where nothing fits it. */
export interface Questions {
  questions: string[];
  /** In the language of the page. */
  say: { why: string; skip: string };
}

/** An answer that may help somebody who is typing; `use` is what is said of it later. */
export interface Help {
  use: string;
  title: string;
  /** How it begins; all of it is behind the address. */
  text: string;
  url: string;
  /** In the language of the page. */
  say: { mayHelp: string; askPerson: string; glad: string };
}
