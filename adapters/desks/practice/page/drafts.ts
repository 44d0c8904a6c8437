/**
 * What somebody has begun to write. A draft belongs to one person and one place (the thread of one enquiry, one form, one
 * message that is edited, the command box of one room) and never moves to another. It outlives closed threads and reloads
 * until it was taken in.
 */
import { useEffect, useState } from 'preact/hooks';

interface Draft {
  text: string;
  /** Sent off and not yet taken in, each with the id of its action. */
  leaving: { id: string; text: string }[];
  at: number;
}

const PREFIX = 'deskhand-draft:';
const EMPTY: Draft = { text: '', leaving: [], at: 0 };
/** A draft nobody came back to for a month is none; and a browser gives a site some 5 MB, 100 drafts of 50,000 characters. */
const KEPT_FOR_MS = 30 * 86_400_000;
const KEPT_MAX = 100;

/** Where storage is switched off or full, drafts last as long as the page. */
const inPage = new Map<string, Draft>();
/** What is on its way from this page right now. */
const underWay = new Set<string>();
const watching = new Map<string, Set<() => void>>();

/** The one place in which a draft can be found again. */
export function draftKey(person: string, ...where: string[]): string {
  return PREFIX + [person, ...where].map(encodeURIComponent).join('/');
}

/** The draft of this place: its words, and a way to change them. It follows what another tab writes while nobody is in this one. */
export function useDraft(
  place: string,
  arrived: (id: string) => boolean = () => false,
): [string, (text: string) => void] {
  const [text, setText] = useState(() => takeUp(place, arrived));
  useEffect(() => {
    const fromHere = () => setText(read(place).text);
    const fromElsewhere = (event: StorageEvent) => {
      if (event.key !== place || document.hasFocus()) return;
      inPage.delete(place);
      setText(read(place).text);
    };
    const watchers = watching.get(place) ?? new Set();
    watching.set(place, watchers.add(fromHere));
    addEventListener('storage', fromElsewhere);
    return () => {
      watchers.delete(fromHere);
      removeEventListener('storage', fromElsewhere);
    };
  }, [place]);
  const change = (next: string) => {
    setText(next);
    saveDraft(place, next);
  };
  return [text, change];
}

export function draftOf(place: string): string {
  return read(place).text;
}

export function saveDraft(place: string, text: string): void {
  write(place, { ...read(place), text });
}

/**
 * Sends the words off: the box is free for the next ones at once. They stay in the draft until they were taken in, and come
 * back when they were not.
 * @param send resolves to what went wrong, or null
 */
export async function sendDraft(
  place: string,
  text: string,
  send: (id: string) => Promise<string | null>,
): Promise<void> {
  const id = crypto.randomUUID();
  const { leaving } = read(place);
  underWay.add(id);
  write(place, { text: '', leaving: [...leaving, { id, text }], at: 0 });
  tell(place);
  const problem = await send(id);
  underWay.delete(id);
  const now = read(place);
  const rest = now.leaving.filter(each => each.id !== id);
  write(place, { text: problem === null ? now.text : joined(text, now.text), leaving: rest, at: 0 });
  if (problem !== null) tell(place);
}

/** Words that were on their way when the page was closed are a draft again, unless they are in the thread by now. */
function takeUp(place: string, arrived: (id: string) => boolean): string {
  const draft = read(place);
  const stranded = draft.leaving.filter(each => !underWay.has(each.id));
  if (stranded.length === 0) return draft.text;
  const lost = stranded.filter(each => !arrived(each.id));
  const text = [...lost.map(each => each.text), draft.text].reduceRight((after, before) => joined(before, after));
  write(place, { text, leaving: draft.leaving.filter(each => underWay.has(each.id)), at: 0 });
  return text;
}

function joined(before: string, after: string): string {
  return after ? `${before}\n${after}` : before;
}

function tell(place: string): void {
  for (const watcher of watching.get(place) ?? []) watcher();
}

function read(place: string): Draft {
  const here = inPage.get(place);
  if (here) return here;
  try {
    const stored = JSON.parse(localStorage.getItem(place) ?? 'null');
    return { ...EMPTY, ...stored };
  } catch {
    return EMPTY;
  }
}

function write(place: string, { text, leaving }: Draft): void {
  const draft = { text, leaving, at: Date.now() };
  const empty = text === '' && leaving.length === 0;
  inPage.delete(place);
  try {
    if (empty) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify(draft));
  } catch {
    if (!empty) inPage.set(place, draft);
  }
}

/** Lets old drafts go, so that new ones find room. */
export function tidyDrafts(): void {
  try {
    const places = Object.keys(localStorage).filter(key => key.startsWith(PREFIX));
    const aged = places.map(place => ({ place, at: read(place).at })).sort((a, b) => b.at - a.at);
    for (const [n, { place, at }] of aged.entries()) {
      if (n >= KEPT_MAX || Date.now() - at > KEPT_FOR_MS) localStorage.removeItem(place);
    }
  } catch {
    // No storage, nothing to tidy.
  }
}
