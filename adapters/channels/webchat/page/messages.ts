/** Messages between the launcher on the shop's page and the chat in its frame. Types only. */

export interface LoaderSite {
  name: string;
  /** Where the frame comes from. */
  origin: string;
  /** Null: as the launcher is called in the visitor's language. */
  title: string | null;
  colour: string;
  ink: string;
  version: string;
  /** By language: open, close, unread. */
  labels: Record<string, [string, string, string]>;
}

export type FromPanel =
  | { deskhand: 'ready' }
  /** Keeps a text in the shop's storage; null takes it away. */
  | { deskhand: 'keep'; key: string; value: string | null }
  /** Asks for the turn to begin a session. */
  | { deskhand: 'begin' }
  | { deskhand: 'begun' }
  | { deskhand: 'unread'; count: number }
  | { deskhand: 'close' };

export type FromLoader =
  | { deskhand: 'state'; items: Record<string, string>; page: string; open: boolean; quiet: boolean; identity: unknown }
  | { deskhand: 'items'; items: Record<string, string> }
  | { deskhand: 'begin'; items: Record<string, string> }
  | { deskhand: 'identity'; items: Record<string, string>; identity: unknown }
  /** `quiet`: nobody pressed anything, it is as it was on the page before. */
  | { deskhand: 'shown' | 'hidden'; quiet: boolean };
