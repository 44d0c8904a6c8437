/** The page's side of the API: reading, acting, and hearing that something changed. */

import type { ButtonView } from '../../../../src/ports/button.ts';
import type { Begun, CardView, FormView, MarkView, PrivateView, StartView } from '../../../../src/ports/views.ts';
import type { AnswerItem, Post, RoomItem, WantedItem } from '../records.ts';

export interface RoomState {
  now: number;
  items: RoomItem[];
  answers: AnswerItem[];
  /** What this person is asked in threads. */
  wanted: WantedItem[];
  /** Where this person practises, while they do: nobody else is shown it. */
  own: { id: string; thread: string | null } | null;
  /** A first lesson is offered. */
  lesson: { words: string; buttons: ButtonView[] } | null;
}
export interface PostItem {
  ref: string;
  post: Post;
  mark: MarkView | null;
}
export interface ThreadState {
  now: number;
  /** Of the room that the thread is in: in direct mode the owner's messages leave without a preview. */
  reply: 'preview' | 'direct';
  card: CardView;
  posts: PostItem[];
  privates: { key: string; view: PrivateView }[];
  /** A customer who is writing right now. */
  typing: string | null;
}
export interface FirstView {
  people: string[];
  rooms: { id: string; name: string }[];
  /** Pages on which one is the customer; none where there are no samples. */
  samples: { label: string; path: string }[];
  commands: { word: string; usage: string; help: string; example: string }[];
}

export async function read<T>(path: string, query: Record<string, string> = {}): Promise<T> {
  const response = await fetch(`/practice/${path}?${new URLSearchParams(query)}`);
  const value = await response.json();
  if (!response.ok) throw new Error(value.error ?? 'The desk did not answer.');
  return value;
}

/** A thread as this person sees it; null when there is no such thread. Rejects while the desk cannot be reached. */
export function readThread(thread: string, person: string): Promise<ThreadState | null> {
  return read('thread', { thread, person });
}

/** Closes an answer, and those before it, wherever this person sees them. */
export function dismiss(person: string, key: string, thread = ''): Promise<void> {
  const body = JSON.stringify({ person, key, thread });
  return fetch('/practice/dismiss', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body }).then(
    () => {},
    () => {},
  );
}

/** Puts files beside a message that is about to be posted. Resolves to their ids, or to words that say why not. */
export async function upload(person: string, post: string, files: File[]): Promise<string[] | string> {
  const ids: string[] = [];
  for (const [n, file] of files.entries()) {
    const kept = await uploadOne(person, post, n, file);
    if ('wrong' in kept) return kept.wrong;
    ids.push(kept.id);
  }
  return ids;
}

async function uploadOne(
  person: string,
  post: string,
  n: number,
  file: File,
): Promise<{ id: string } | { wrong: string }> {
  const query = new URLSearchParams({ person, post, n: String(n), name: file.name, type: file.type });
  try {
    const response = await fetch(`/practice/file?${query}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/octet-stream' },
      body: file,
    });
    const value = await response.json();
    return response.ok ? { id: value.id } : { wrong: `${file.name}: ${value.error ?? 'this file was not taken.'}` };
  } catch {
    return { wrong: `${file.name} did not arrive. Try again in a moment.` };
  }
}

/** Sends an action; tried again with the same id while the desk does not answer, so that it is done once. Resolves to what went wrong, or null. */
export async function act(person: string, action: Record<string, unknown>): Promise<string | null> {
  const body = JSON.stringify({ id: crypto.randomUUID(), person, at: Date.now(), ...action });
  for (let wait = 500; wait <= 8_000; wait *= 2) {
    try {
      const response = await fetch('/practice/act', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body,
      });
      if (response.ok) return null;
      if (response.status < 500) return (await response.json()).error ?? 'That was not possible.';
    } catch {
      // The desk is away for a moment.
    }
    await new Promise(resolve => setTimeout(resolve, wait));
  }
  return 'The desk does not answer. Nothing was lost here; try again in a moment.';
}

/** Why there is no form, and what can be done instead. */
export interface FormRefusal {
  refusal: string;
  buttons?: ButtonView[];
}

export function fetchForm(button: ButtonView, enquiry: string, person: string): Promise<FormView | FormRefusal> {
  // Behind the enquiry: words that the form begins with.
  const of = button.value.split(' ')[1] ?? '';
  return read('form', { button: button.id, enquiry, person, of });
}

/** The form of a saved reply. */
export function fetchSavedForm({ id, value }: ButtonView, person: string): Promise<FormView | FormRefusal> {
  return read('saved-form', { button: id, value, person });
}

/** How long a reply is by now, as its channel counts; null where that is nothing to look at, or the desk is away. */
export async function fetchCount(enquiry: string, person: string, text: string): Promise<string | null> {
  try {
    const body = JSON.stringify({ enquiry, person, text });
    const headers = { 'Content-Type': 'application/json' };
    const response = await fetch('/practice/count', { method: 'POST', headers, body });
    return response.ok ? ((await response.json()) as { words: string | null }).words : null;
  } catch {
    return null;
  }
}

/** What a reply can begin with; none while the desk is away. */
export async function fetchStarts(enquiry: string, person: string, typed: string): Promise<StartView[]> {
  try {
    const given = await ask<{ starts: StartView[] }>('starts', { enquiry, person, typed });
    return given?.starts ?? [];
  } catch {
    return [];
  }
}

/** The text of the Reply form once something was chosen, or words why not. */
export async function fetchBegun(
  enquiry: string,
  person: string,
  chosen: string,
  now: { text: string; begun: string },
): Promise<Begun | { refusal: string }> {
  try {
    const given = await ask<Begun | { refusal: string }>('begin', { enquiry, person, chosen, ...now });
    if (given) return given;
  } catch {
    // The desk is away for a moment.
  }
  return { refusal: 'That did not work. What you wrote is still here; try again in a moment.' };
}

async function ask<T>(what: string, given: object): Promise<T | null> {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(`/practice/${what}`, { method: 'POST', headers, body: JSON.stringify(given) });
  return response.ok ? ((await response.json()) as T) : null;
}

/** Says that an answer is being written; nothing hangs on whether it arrives. */
export function sayTyping(thread: string): void {
  const body = JSON.stringify({ thread });
  fetch('/practice/typing', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body }).catch(() => {});
}

/** Calls `wake` whenever something changed, at most every 60 ms; `online` says whether the desk can be heard. */
export function listen(wake: () => void, online: (is: boolean) => void): () => void {
  const source = new EventSource('/practice/events');
  let scheduled = false;
  source.onmessage = () => {
    online(true);
    if (scheduled) return;
    scheduled = true;
    setTimeout(() => {
      scheduled = false;
      wake();
    }, 60);
  };
  source.onerror = () => online(false);
  return () => source.close();
}
