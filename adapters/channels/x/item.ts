/** What one thing from X is for us, before it is shown or handed in. */
import type { Media, Person } from './shapes.ts';

export interface Item {
  kind: 'mention' | 'reply' | 'quote' | 'dm' | 'own' | 'encrypted' | 'deleted' | 'retweet' | 'other';
  visibility: 'public' | 'private' | null;
  from: Person | null;
  messageId: string | null;
  conversationId: string | null;
  /** The post that it answers or quotes. */
  answers: string | null;
  text: string;
  media: Media[];
  /** `enquiry`: it opens one, unless its thread has one. `message`: it goes on. `line`: one line in the thread. */
  becomes: 'enquiry' | 'message' | 'line' | 'nothing';
  /** Whether X lets us answer it by program; null where that is no question, or where nobody can know. */
  replyable: boolean | null;
  /** Why it becomes what it becomes. */
  why: string;
  /** Why it can be answered, or cannot; empty where that is no question. */
  replyWhy: string;
  warnings: string[];
  /** The enquiry it belongs to (rules/threads.ts); null for none. */
  thread: string | null;
  /** Others in it, who are neither its author nor us. */
  others: Person[];
  /** Every id that it has had, oldest first. */
  editIds: string[];
  /** How its author asked us for a reply. */
  summon: 'named' | 'quoted' | null;
  writtenAt: number | null;
}

export const BLANK: Omit<Item, 'kind' | 'why'> = {
  ...{ visibility: null, from: null, messageId: null, conversationId: null, answers: null, text: '', media: [] },
  ...{
    becomes: 'nothing',
    replyable: null,
    replyWhy: '',
    warnings: [],
    thread: null,
    others: [],
    editIds: [],
    summon: null,
  },
  writtenAt: null,
};

/** What is known beyond `BLANK`. */
export type Part = Partial<Item> & Pick<Item, 'kind' | 'why'>;

export function nobody(id: string): Person {
  return { id, handle: null, name: null, isProtected: false, withheldIn: [] };
}
