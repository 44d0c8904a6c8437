/** How customers see a member of staff: by first name, by a name of their choice, or only as the team. */

import { firstNameOf } from './first-name.ts';
import { lazy } from './lazy.ts';
import { clampText } from './message.ts';

/** What a person chose. */
export type NameChoice = { as: 'first' } | { as: 'team' } | { as: 'chosen'; name: string };

/** What a workspace or a channel prescribes: each person's own choice, first names only, or only the team's name. */
export type NameRule = 'own' | 'first' | 'team';
export const NAME_RULES: readonly NameRule[] = ['own', 'first', 'team'];

/** Longer than any name that fits beside the team's in the list of a mail program on a phone. */
export const NAME_CHARS_MAX = 40;

/** Stands on a reply for "under the team's name": a person's name is never empty. */
export const TEAM_NAME = '';

/**
 * The name that customers see; null for the team's own.
 * @param profile the name on the desk: only ever read for a first name
 */
export function nameShown(staff: { name: string; shownAs?: NameChoice | null }, rule: NameRule): string | null {
  if (rule === 'team' || staff.shownAs?.as === 'team') return null;
  const chosen = rule === 'own' && staff.shownAs?.as === 'chosen' ? checkName(staff.shownAs.name) : null;
  return chosen?.ok ? chosen.name : firstNameOf(staff.name);
}

type CheckedName = { ok: true; name: string } | { ok: false; problem: NameProblem };
export type NameProblem =
  | 'empty'
  | 'too-long'
  | 'several-lines'
  | 'hidden-characters'
  | 'address'
  | 'no-letters'
  | 'symbols';

/** Line ends and what else some programs take for one. */
const lineEnd = lazy(() => /[\n\r\u000b\u000c\u0085\u2028\u2029]/);
/** Letters that join in Persian and in Indian scripts; everything else of their kind only hides something. */
const joiners = lazy(() => /(?<=\p{L}\p{M}*)\p{Join_Control}(?=\p{L})/gu);
const hidden = lazy(() => /\p{C}|\u034f|\u115f|\u1160|\u3164|\uffa0/u);
/** A way to find somebody: an address, a handle, a page, a telephone number. */
const addressLike = lazy(() => /[@＠]|:\/\/|\bwww\.|\S\.[a-z]{2,}(?:$|[\s/])|(?:\d[\s().-]*){5,}/i);
const allowed = lazy(() => /^[\p{L}\p{M}\p{Nd} .,&'’·\-‐–\p{Join_Control}]+$/u);

/** A name that somebody typed for customers to see. */
export function checkName(typed: unknown): CheckedName {
  if (typeof typed !== 'string') return { ok: false, problem: 'empty' };
  const text = typed.trim();
  if (lineEnd().test(text)) return { ok: false, problem: 'several-lines' };
  if (hidden().test(text.replace(joiners(), ''))) return { ok: false, problem: 'hidden-characters' };
  const name = text.normalize('NFC').replace(/\s+/gu, ' ').trim();
  if (name === '') return { ok: false, problem: 'empty' };
  if (addressLike().test(name.normalize('NFKC'))) return { ok: false, problem: 'address' };
  if (clampText(name, NAME_CHARS_MAX).cut) return { ok: false, problem: 'too-long' };
  if (!allowed().test(name) || /\p{M}{4,}/u.test(name)) return { ok: false, problem: 'symbols' };
  return /\p{L}/u.test(name) ? { ok: true, name } : { ok: false, problem: 'no-letters' };
}

/** The same name to the eye: what is written in other letters or with other spaces is the same name. */
export function sameName(one: string, other: string): boolean {
  return folded(one) === folded(other);
}

function folded(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase();
}

/** What was taken in from elsewhere (an export of another installation) has this shape, or it is refused. */
export function isNameChoice(value: unknown): value is NameChoice {
  if (value === null || typeof value !== 'object') return false;
  const { as, name } = value as { as?: unknown; name?: unknown };
  return as === 'first' || as === 'team' || (as === 'chosen' && checkName(name).ok);
}
