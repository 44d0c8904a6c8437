/** Lets a model write a draft from what was answered before, and takes of it what stands there. A person reads it, or nobody. */
import type { Enquiry } from '../core/enquiry.ts';
import { clampText } from '../core/message.ts';
import type { DurationMs } from '../core/time.ts';
import { DRAFT_WORDS, NO_DRAFT } from '../desk/draft-words.ts';
import { STARTS } from '../desk/saved-words.ts';
import { SIMILAR } from '../desk/similar-words.ts';
import { checkDraft, textOf } from '../knowledge/drafting/check.ts';
import { messagesFor } from '../knowledge/drafting/prompt.ts';
import { blanksIn, fillBlanks } from '../knowledge/saved/blanks.ts';
import type { Drafting, DraftOutcome, KeptDraft } from '../ports/drafting.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';
import { type Grounds, groundsFor, mayBeDrafted } from './draft-grounds.ts';
import { knownOf } from './saved-starts.ts';

/** Of a draft: it fits every form, and a longer one is no answer. */
const DRAFT_CHARS_MAX = 2_400;

/** A draft for one person; the same one for a while. @returns words in its place where there is none, or none yet */
export async function draftFor(
  parts: Parts,
  drafting: Drafting,
  enquiry: Enquiry,
  by: Person,
): Promise<KeptDraft | { refusal: string }> {
  // Asked again: it may have changed since it was offered.
  if (!(await mayBeDrafted(parts, enquiry))) return { refusal: DRAFT_WORDS.notThis };
  const { memory } = drafting;
  const { id: enquiryId, number, customerMessages } = enquiry;
  const key = [enquiryId, by.deskRef, customerMessages, ...(by.rooms ?? []).toSorted()].join(' ');
  const kept =
    memory.find(key) ??
    memory.begin(key, { enquiryId, number, by: by.deskRef }, each => written(parts, drafting, enquiry, by, each));
  const desk = await parts.desk(enquiry.roomId);
  const outcome = await within(parts, kept.outcome, desk.formWithinMs);
  if (outcome?.ok) return kept;
  // A failure is said once, and the next choice tries again.
  if (outcome) memory.release(kept.id);
  return { refusal: outcome?.words ?? DRAFT_WORDS.stillWriting };
}

/** @param ms absent: as long as it takes @returns null where it takes longer */
async function within<T>({ clock }: Parts, what: Promise<T>, ms: DurationMs | undefined): Promise<T | null> {
  if (ms === undefined) return what;
  const stop = new AbortController();
  const late = clock.sleep(ms, stop.signal).then(() => null);
  const first = await Promise.race([what, late]);
  stop.abort();
  return first;
}

/** Never rejects: what went wrong is said to whoever asked for it. */
async function written(
  parts: Parts,
  { model }: Drafting,
  enquiry: Enquiry,
  by: Person,
  kept: KeptDraft,
): Promise<DraftOutcome> {
  try {
    const grounds = await groundsFor(parts, enquiry, by);
    if (!grounds) return { ok: false, words: DRAFT_WORDS.nothingLike };
    const sent = messagesFor(grounds.thread, grounds.sources);
    Object.assign(kept, { sent, sources: grounds.called });
    const drafted = await model.draft(sent);
    if (drafted.ok) return made(parts, enquiry, by, grounds, drafted.text);
    // Of what was sent and what came back nothing is logged.
    parts.log.warn({ enquiry: enquiry.id, why: drafted.why, model: model.where }, 'A model wrote no draft.');
    return { ok: false, words: NO_DRAFT[drafted.why] };
  } catch (error) {
    parts.log.error({ enquiry: enquiry.id, error: String(error) }, 'A draft by a model could not be made.');
    return { ok: false, words: NO_DRAFT.failed };
  }
}

async function made(
  parts: Parts,
  enquiry: Enquiry,
  by: Person,
  grounds: Grounds,
  content: string,
): Promise<DraftOutcome> {
  const { sources, thread, called, letter, isPersonal, putBack } = grounds;
  const { kept, struck } = checkDraft(content, { sources, thread: thread.map(each => each.text), isPersonal });
  const used = new Set(kept.flatMap(each => each.marks));
  // What only says again what the customer wrote is no answer.
  if (!sources.some(each => used.has(each.n))) return { ok: false, words: DRAFT_WORDS.nothingLeft };
  const known = await knownOf(parts, enquiry, by);
  const body = fillBlanks(putBack(textOf(kept)), known);
  const whole = [letter.greeting, body, letter.signOff].filter(Boolean).join('\n\n');
  const { text } = clampText(whole, DRAFT_CHARS_MAX);
  const blanks = blanksIn(text);
  const notes = [
    DRAFT_WORDS.read,
    DRAFT_WORDS.from(sources.flatMap((each, i) => (used.has(each.n) ? [called[i]!] : []))),
    ...(text.includes('[check:') ? [SIMILAR.check] : []),
    ...(blanks.length ? [STARTS.toFill(blanks)] : []),
    ...(struck.length ? [DRAFT_WORDS.leftOut(struck.map(each => putBack(each.text)))] : []),
    DRAFT_WORDS.sent,
  ];
  return { ok: true, text, notes };
}
