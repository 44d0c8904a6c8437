/** What the launcher, the frame's keeper on the shop's page, and the chat in its frame hand to each other. Types only. */

/** What the launcher knows of its site. Every field is there: pages put things of their own on Object.prototype. */
export interface LoaderSite {
  name: string;
  /** Where the frame comes from. */
  origin: string;
  /** Pages of other origins show no button: the frame would be refused there. */
  sites: string[];
  /** Null: as the launcher is called in the visitor's language. */
  title: string | null;
  colour: string;
  ink: string;
  version: string;
  /** What the button is called, by language. */
  labels: Record<string, string>;
  /** Null: where a line of the page ends. */
  side: 'left' | 'right' | null;
  /** Pixels from the bottom and from the side; null: as the screen is wide. */
  offset: [bottom: number | null, side: number | null];
  /** No button until the page asks for it. */
  hidden: boolean;
  /** A quiet sound for an answer that nobody is looking at. */
  sound: boolean;
}

export type Command = 'open' | 'close' | 'identify' | 'on' | 'show' | 'hide' | 'turn';
export type Run = (command: Command, a?: unknown, b?: unknown) => void;

/** @param space of an element that is not HTML */
export type Make = (kind: string, to: Node, attributes: Record<string, string>, space?: string) => Element;

/** The button as the launcher made it, handed to what is loaded when the chat is needed. */
export interface Launcher {
  site: LoaderSite;
  language: string;
  label: string;
  /** Under it everything of this site begins in the shop's storage. */
  prefix: string;
  place: HTMLElement;
  button: HTMLButtonElement;
  svg: Element;
  make: Make;
  sheet(css: string): void;
}

export type FromPanel =
  | { deskhand: 'ready' }
  /** What the button is called when the chat is open, and what is said of `{n}` unread lines. */
  | { deskhand: 'words'; close: string; unread: string }
  /** Keeps a text in the shop's storage; null takes it away. */
  | { deskhand: 'keep'; key: string; value: string | null }
  /** Asks for the turn to begin a session. */
  | { deskhand: 'begin' }
  | { deskhand: 'begun' }
  /** Asks which page the visitor is on now: pages change themselves without a reload. */
  | { deskhand: 'where' }
  /** `fresh`: a line of the team's has just come. */
  | { deskhand: 'unread'; count: number; fresh: boolean }
  | { deskhand: 'close' };

export type FromLoader =
  | { deskhand: 'state'; items: Record<string, string>; page: string; open: boolean; quiet: boolean; identity: unknown }
  | { deskhand: 'items'; items: Record<string, string> }
  | { deskhand: 'begin'; items: Record<string, string> }
  | { deskhand: 'identity'; items: Record<string, string>; identity: unknown }
  | { deskhand: 'page'; page: string }
  /** Whether this one of several hidden tabs goes on listening. */
  | { deskhand: 'line'; ours: boolean }
  /** `quiet`: nobody pressed anything, it is as it was on the page before. */
  | { deskhand: 'shown' | 'hidden'; quiet: boolean };
