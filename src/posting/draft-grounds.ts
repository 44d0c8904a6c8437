/**
 * What a model may be handed of an enquiry: its thread and the answers that are like it, without anything that says who anybody
 * is. And when it may be handed nothing at all.
 */

import { secretIn } from '../coach/secret.ts';
import { subjectGiven } from '../core/about.ts';
import type { Enquiry } from '../core/enquiry.ts';
import { firstNameOf } from '../core/first-name.ts';
import { clampText } from '../core/message.ts';
import { mayRead } from '../core/readers.ts';
import { isFolded } from '../desk/shielded.ts';
import { impersonal, impersonator } from '../insight/impersonal.ts';
import { letterIn } from '../knowledge/drafting/letter.ts';
import type { DraftSource, ThreadWords } from '../knowledge/drafting/prompt.ts';
import { isAboutHealth } from '../knowledge/drafting/sensitive.ts';
import type { Holds } from '../knowledge/names.ts';
import { askedNow } from '../knowledge/question.ts';
import { nearTo } from '../knowledge/saved/match.ts';
import { termsOf } from '../knowledge/terms.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow } from '../ports/rows.ts';
import type { Person } from '../ports/staff.ts';
import { offeredIn } from './saved-starts.ts';
import { draftFrom, holdsOf, near } from './similar.ts';
import { tonesOf } from './tone.ts';

/** Messages of a thread: what was said before is in the answers. */
const MESSAGES_MAX = 6;
/** Of one of them. */
const MESSAGE_CHARS_MAX = 2_000;
/** Of one answer that was given before. */
const SOURCE_CHARS_MAX = 1_500;
const SAVED_MAX = 2;
/** Words that a saved reply has to share with what is asked. */
const SHARED_WORDS_MIN = 2;
/** In place of what nobody else has to know. */
const LEFT_OUT = '[left out]';
/** An answer with fewer words of its own says "you are welcome". */
const ANSWER_WORDS_MIN = 3;

export interface Grounds {
  thread: ThreadWords[];
  sources: DraftSource[];
  /** What people call the sources: `#12`, or a title in quotes. */
  called: string[];
  /** How the likest of the past answers greets and ends, for this customer and from this author. */
  letter: { greeting: string; signOff: string };
  /** Puts back what was taken out. */
  putBack(text: string): string;
  /** Is there anything in these words that says who somebody is, and that did not leave? */
  isPersonal(words: string): boolean;
}

/** Private, of a kind that never is public, not aimed at anybody, not about health, and written by a real customer. */
export async function mayBeDrafted(parts: Parts, enquiry: Enquiry): Promise<boolean> {
  if (!parts.drafting || !parts.drafts() || !isPrivateKind(parts, enquiry)) return false;
  const messages = await parts.store.messages(enquiry.id);
  return isHarmless(parts, enquiry.subject, messages);
}

function isPrivateKind({ kinds }: Parts, { channelKind, visibility }: Enquiry): boolean {
  const kind = kinds.of(channelKind);
  return visibility === 'private' && kind.visibility === 'private' && !kind.scripted;
}

/** What is folded, and what somebody's health is in, leaves for nowhere. */
async function isHarmless({ store }: Parts, subject: string | null, messages: readonly MessageRow[]): Promise<boolean> {
  const theirs = messages.filter(each => each.direction === 'in');
  const tones = await tonesOf(store, theirs);
  const isHard = theirs.some(each => {
    const tone = tones.get(each.id);
    return isFolded(tone) || tone?.threat === true || tone?.despair === true;
  });
  if (isHard) return false;
  const texts = theirs.flatMap(each => [
    each.subject ?? '',
    each.text,
    ...each.folded.map(({ text }) => text),
    ...(each.details ?? []).map(({ value }) => value),
  ]);
  return ![subject ?? '', ...texts].some(isAboutHealth);
}

/** @returns null where nothing like it was answered before */
export async function groundsFor(parts: Parts, enquiry: Enquiry, by: Person): Promise<Grounds | null> {
  const messages = await parts.store.messages(enquiry.id);
  const past = await pastAnswers(parts, enquiry, by);
  if (past.length === 0) return null;
  const saved = await savedAnswers(parts, enquiry, by, messages);
  const written = messages.filter(each => each.text.trim() !== '' && each.kind === 'human').slice(-MESSAGES_MAX);
  const texts = written.map(each => leaving(each.text, MESSAGE_CHARS_MAX));
  const [known, holds] = await Promise.all([
    knownOf(parts, enquiry, messages),
    holdsOf(parts, [enquiry.subject ?? '', ...texts, ...saved.map(each => each.text)]),
  ]);
  const subject = subjectGiven(enquiry.subject, messages);
  const asked = [...(subject ? [leaving(subject, MESSAGE_CHARS_MAX)] : []), ...texts];
  const one = impersonator({ names: [...known.names, ...namesIn(asked, known, holds)], numbers: known.numbers, holds });
  const begin = subject ? `${one.take(asked[0]!)}\n` : '';
  const thread = written.map(({ direction }, i): ThreadWords => {
    const text = `${i === 0 ? begin : ''}${one.take(texts[i]!)}`;
    return { from: direction === 'in' ? 'customer' : 'staff', text };
  });
  const bodies = [...past.map(each => each.text), ...saved.map(each => one.take(each.text))];
  const sources = bodies.map((text, i) => ({ n: i + 1, text }));
  const left = [...thread.map(each => each.text), ...bodies].join('\n').toLowerCase();
  const names = [...known.names, ...past.flatMap(each => each.names)];
  return {
    thread,
    sources,
    called: [...past, ...saved].map(each => each.called),
    letter: past[0]!.letter,
    putBack: text => one.putBack(text),
    isPersonal: words =>
      impersonal(words, { ...known, names, holds }).replaced.some(each => !left.includes(each.original.toLowerCase())),
  };
}

/** Whoever is named in one of these texts, however hard it is to see in the others. */
function namesIn(texts: readonly string[], known: { names: string[]; numbers: string[] }, holds: Holds): string[] {
  const first = impersonator({ ...known, holds });
  for (const each of texts) first.take(each);
  return first.replaced.filter(each => each.kind === 'name').map(each => each.original);
}

interface Answer {
  called: string;
  text: string;
}

/** Answers to enquiries like it that this person may read, with everything of their customers to be checked. */
async function pastAnswers(
  parts: Parts,
  enquiry: Enquiry,
  by: Person,
): Promise<(Answer & { names: string[]; letter: Grounds['letter'] })[]> {
  const found = await Promise.all(
    (await near(parts, enquiry, by)).map(async id => {
      const past = await parts.store.enquiry(id);
      if (!past || !mayRead({ rooms: by.rooms ?? [enquiry.roomId] }, past)) return [];
      if (parts.kinds.of(past.channelKind).scripted) return [];
      if (!(await isHarmless(parts, past.subject, await parts.store.messages(id)))) return [];
      const draft = await draftFrom(parts, enquiry, id, by);
      if (!draft) return [];
      const { greeting, body, signOff } = letterIn(draft.text);
      const text = anonymous(leaving(body, SOURCE_CHARS_MAX));
      if (termsOf(withoutChecks(text)).contentWords.length < ANSWER_WORDS_MIN) return [];
      const customer = await parts.store.customer(past.customerId);
      const names = customer?.name ? [customer.name] : [];
      return [{ called: `#${draft.number}`, text, names, letter: { greeting, signOff } }];
    }),
  );
  return found.flat();
}

/** What still says who somebody is can be put back for nobody: it is to be checked. */
function anonymous(text: string): string {
  const { text: taken, replaced } = impersonal(text, { names: [] });
  return replaced.reduce((made, { token, kind }) => made.replaceAll(token, `[check: ${kind}]`), taken);
}

function withoutChecks(text: string): string {
  return text.replace(/\[check: [^\]]+\]/g, ' ');
}

/** Saved replies that share words with what is asked. */
async function savedAnswers(
  parts: Parts,
  enquiry: Enquiry,
  by: Person,
  messages: readonly MessageRow[],
): Promise<Answer[]> {
  const asked = askedNow(enquiry.subject, messages).join('\n');
  const wanted = new Set(termsOf(asked).contentWords);
  const offered = nearTo(await offeredIn(parts, enquiry, by), asked).filter(
    each =>
      termsOf(`${each.title}\n${each.text}`).contentWords.filter(word => wanted.has(word)).length >= SHARED_WORDS_MIN,
  );
  const rows = await Promise.all(offered.slice(0, SAVED_MAX).map(each => parts.store.savedReply(each.id)));
  return rows.flatMap(row =>
    row ? [{ called: `"${row.title}"`, text: leaving(letterIn(row.text).body, SOURCE_CHARS_MAX) }] : [],
  );
}

/** No longer than anybody needs, and without a sentence that gives a password or a key away. */
function leaving(text: string, charsMax: number): string {
  const sentences = clampText(text, charsMax)
    .text.replace(/\r\n?/g, '\n')
    .toWellFormed()
    .split(/((?<=[.!?…])\s+|\n+)/);
  const kept = sentences.map(each => (secretIn(each) === null ? each : LEFT_OUT)).join('');
  // A name on one line, and its password on the next.
  return secretIn(kept) === null ? kept : LEFT_OUT;
}

/** Who takes part: their names and addresses, and the team's. */
async function knownOf(
  { store }: Parts,
  enquiry: Enquiry,
  messages: readonly MessageRow[],
): Promise<{ names: string[]; numbers: string[] }> {
  const [customer, identities, staff] = await Promise.all([
    store.customer(enquiry.customerId),
    store.identitiesOf(enquiry.customerId),
    store.allStaff(),
  ]);
  const addresses = identities.map(each => each.address);
  const people = messages.flatMap(each => [
    ...[each.from?.name, each.from?.address, each.forwardOf?.name, each.forwardOf?.address],
    ...(each.others ?? []),
  ]);
  const team = staff.flatMap(each => [
    each.name,
    firstNameOf(each.name),
    each.shownAs?.as === 'chosen' ? each.shownAs.name : null,
  ]);
  const names = [customer?.name, ...addresses, ...people, ...team].filter(each => each != null);
  return { names, numbers: addresses.filter(each => /^\+?[\d ()/.-]{6,}$/.test(each)) };
}
