/** The state of the chat in one object; each change redraws it. */
import type { ChatState, Entry } from '../../wire.ts';

/** Written here and not yet there. */
export interface Pending {
  cid: string;
  text: string;
  file?: File;
  /** The page it was written on. */
  page?: string | Promise<string>;
}

export const chat = {
  /** What the page is asked to show. */
  phase: '' as '' | 'form' | 'chat' | 'ended' | 'blocked' | 'signIn',
  entries: [] as Entry[],
  outbox: [] as Pending[],
  /** Files that go with the next message, unless they are taken back. */
  chosen: [] as Pending[],
  /** Small copies of pictures of one's own, by the id of their message, oldest first. */
  thumbs: {} as Record<string, string>,
  /** Files are being held above the page, to be dropped. */
  held: false,
  state: null as ChatState | null,
  /** One sentence about what is not as it should be. */
  note: '',
  typing: false,
  open: false,
  /** Open since the page before: nobody has pressed anything here. */
  calm: false,
  /** Of files that did not go (refused, or on their way when the page before was left) by their id, why: until the next message. */
  lost: {} as Record<string, string>,
  began: false,
  words: '',
  menu: false,
  asking: '' as '' | 'end' | 'copy',
  form: {} as Record<string, string>,
  agreed: false,
  wrong: {} as Record<string, string>,
  /** The person who is writing from here has asked for one. */
  asked: false,
};
export type Chat = typeof chat;

let draw = () => {};
let scheduled = false;
export function changed(change: Partial<Chat> = {}): void {
  Object.assign(chat, change);
  if (scheduled) return;
  scheduled = true;
  queueMicrotask(() => {
    scheduled = false;
    draw();
  });
}

/** @param drawn called after changes, once for all that happened together */
export function onChange(drawn: () => void): void {
  draw = drawn;
}
