/**
 * What a reply can begin with, found by typing in the Reply form: saved replies first, then other sources. A source says
 * what it has and what of it goes into the form; the rest of the way is the same for all of them.
 */
import type { Enquiry } from '../core/enquiry.ts';
import type { EnquiryId, MessageId } from '../core/ids.ts';
import { mayRead } from '../core/readers.ts';
import { startField } from '../desk/forms.ts';
import { STARTS } from '../desk/saved-words.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';
import type { Begun, FormField, StartView } from '../ports/views.ts';
import { draftStarts } from './draft-starts.ts';
import { pastStarts } from './past-starts.ts';
import { savedStarts } from './saved-starts.ts';
import type { Start, StartSource } from './start-source.ts';

/** What is shown of what was found: a phone shows about five at a time. */
const SHOWN_MAX = 20;
/** Of these, for other sources than the first. */
const KEPT_FOR_OTHERS = 5;
/** More words than anybody types to find something. */
const TYPED_CHARS_MAX = 200;

/** In the order in which they are offered. */
const SOURCES: readonly StartSource[] = [savedStarts, pastStarts, draftStarts];

/** The field of the Reply form; null where there is nothing to begin with. */
export async function fieldOfStarts(parts: Parts, enquiry: Enquiry, by: Person): Promise<FormField | null> {
  for (const each of SOURCES) if (await each.has(parts, enquiry, by)) return startField();
  return null;
}

export async function startsFor(parts: Parts, id: EnquiryId, typed: string, by: Person): Promise<StartView[]> {
  const enquiry = await parts.store.enquiry(id);
  if (!enquiry || !mayRead(by, enquiry)) return [];
  const words = typed.slice(0, TYPED_CHARS_MAX).toWellFormed();
  const all: StartView[][] = [];
  for (const each of SOURCES) all.push(await foundBy(parts, each, enquiry, words, by));
  const [first = [], ...others] = all;
  // However many saved replies there are, what else there is has a place.
  const rest = others.flat();
  const kept = first.slice(0, SHOWN_MAX - Math.min(rest.length, KEPT_FOR_OTHERS));
  return [...kept, ...rest].slice(0, SHOWN_MAX);
}

/** What a source has; one that fails keeps nobody from the others. */
async function foundBy(
  parts: Parts,
  source: StartSource,
  enquiry: Enquiry,
  typed: string,
  by: Person,
): Promise<StartView[]> {
  try {
    return await source.find(parts, enquiry, typed, by);
  } catch (error) {
    parts.log.warn(
      { source: source.kind, error: String(error) },
      'What a reply can begin with could not be looked up.',
    );
    return [];
  }
}

/**
 * The text of the form once something was chosen. What somebody typed stays and comes first; only what another choice put
 * there, and nobody changed, gives way.
 */
export async function beginWith(
  parts: Parts,
  id: EnquiryId,
  chosen: string,
  by: Person,
  now: { text: string; begun: string },
  charsMax: number | null,
): Promise<Begun | { refusal: string }> {
  const enquiry = await parts.store.enquiry(id);
  const start = enquiry && mayRead(by, enquiry) ? await chosenOf(parts, enquiry, chosen, by) : null;
  if (!enquiry || !start) return { refusal: STARTS.gone };
  if ('refusal' in start) return start;
  const before = now.begun ? await startOf(parts, enquiry, now.begun, by) : null;
  const typed = before && before.text.trim() === now.text.trim() ? '' : now.text.trimEnd();
  const text = typed.trim() === '' ? start.text : `${typed}\n\n${start.text}`;
  const { begun, title, notes } = start;
  if (charsMax !== null && text.length > charsMax) {
    const words = [STARTS.tooLong(title, start.text.length), ...notes].join(' ');
    return { text: typed, begun, whole: true, words };
  }
  return { text, begun, words: [STARTS.began(title), ...notes].join(' ') };
}

/** Puts the files of what a reply was begun with beside it. @returns false where there are none */
export async function attachStart(parts: Parts, name: string, place: MessageId): Promise<boolean> {
  const { source, rest } = behind(name);
  return (await source?.attach?.(parts, rest, place)) ?? false;
}

/** @param name as a source gave it, for choosing or as what was begun with */
export async function startOf(parts: Parts, enquiry: Enquiry, name: string, by: Person): Promise<Start | null> {
  const start = await chosenOf(parts, enquiry, name, by);
  return start && 'refusal' in start ? null : start;
}

async function chosenOf(parts: Parts, enquiry: Enquiry, name: string, by: Person): ReturnType<StartSource['begin']> {
  const { source, rest } = behind(name);
  return source ? source.begin(parts, enquiry, rest, by) : null;
}

function behind(name: string): { source: StartSource | undefined; rest: string } {
  const at = name.indexOf(':');
  return { source: SOURCES.find(each => each.kind === name.slice(0, at)), rest: name.slice(at + 1) };
}
