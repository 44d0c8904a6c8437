/** What buttons and words about findings and incidents stand for. Pure. */
import { type EnquiryId, type GatheringId, looksLikeId, type RoundId } from '../core/ids.ts';
import type { ButtonId } from '../ports/button.ts';
import type { FormView } from '../ports/views.ts';

export type GatheringMeaning =
  | { as: 'gathering'; does: 'open'; id: GatheringId; page: number }
  | { as: 'gathering'; does: 'own'; id: GatheringId }
  | { as: 'gathering'; does: 'end'; id: GatheringId }
  /** The enquiry belongs to it. */
  | { as: 'gathering'; does: 'link'; id: GatheringId; enquiryId: EnquiryId }
  | { as: 'round'; does: 'send' | 'drop'; id: RoundId; version: number }
  | { as: 'round'; does: 'undo'; id: RoundId }
  | { as: 'round'; does: 'page'; id: RoundId; page: number }
  | { as: 'round'; does: 'leave' | 'take'; id: RoundId; page: number; customer: string };

/** Forms about one finding or incident, which no enquiry stands behind. */
const OF_GATHERING = new Set(['finding.edit', 'finding.evidence', 'finding.tell']);
const OF_INCIDENT = new Set(['incident.edit', 'incident.evidence', 'incident.tell']);

/** The incident form with the enquiries of an alert. */
const OF_ALERT = 'alert.incident';

export function opensGatheringForm(button: string): boolean {
  return OF_GATHERING.has(button) || OF_INCIDENT.has(button) || button === OF_ALERT;
}

/** Forms in which something of other rooms may be shown or named. */
const FORMS: ReadonlySet<FormView['id']> = new Set<FormView['id']>([
  'finding.form',
  'incident.form',
  'gathering.form',
  'evidence.form',
  'round.form',
]);

export function isGatheringForm(form: string): boolean {
  return FORMS.has(form as FormView['id']);
}

/** Null for other buttons, and where the value does not fit. */
export function nameGathering(button: ButtonId, value: string): GatheringMeaning | { as: 'form' } | null {
  const [first, second = '', third] = value.split(' ');
  if (button === 'finding.flag' || button === 'incident.link') {
    if (!looksLikeId('enquiry', first)) return null;
    return looksLikeId('gathering', second)
      ? { as: 'gathering', does: 'link', id: second, enquiryId: first }
      : { as: 'form' };
  }
  if (opensGatheringForm(button)) return { as: 'form' };
  if (looksLikeId('gathering', first)) {
    if (button === 'finding.open' || button === 'incident.open')
      return { as: 'gathering', does: 'open', id: first, page: pageIn(second) };
    if (button === 'finding.own' || button === 'incident.own') return { as: 'gathering', does: 'own', id: first };
    return button === 'incident.end' ? { as: 'gathering', does: 'end', id: first } : null;
  }
  return looksLikeId('round', first) ? nameRound(button, first, second, third) : null;
}

/** `<round> <version> <what>`, and for one customer `<round> <version> <page> <customer>`. */
function nameRound(button: ButtonId, id: RoundId, second: string, third?: string): GatheringMeaning | null {
  const version = /^\d{1,9}$/.test(second) ? Number(second) : -1;
  const page = pageIn(third ?? '');
  switch (button) {
    case 'finding.send':
      return { as: 'round', does: 'send', id, version };
    case 'finding.drop':
      return { as: 'round', does: 'drop', id, version };
    case 'finding.undo':
      return { as: 'round', does: 'undo', id };
    case 'finding.page':
      return { as: 'round', does: 'page', id, page };
    default:
      return null;
  }
}

/** The button of one customer in a preview; null for others. */
export function nameOneOfMany(button: ButtonId, value: string): GatheringMeaning | null {
  if (button !== 'finding.leave' && button !== 'finding.take') return null;
  const [id, , page = '', customer] = value.split(' ');
  if (!looksLikeId('round', id) || !looksLikeId('customer', customer)) return null;
  return { as: 'round', does: button === 'finding.leave' ? 'leave' : 'take', id, page: pageIn(page), customer };
}

function pageIn(words: string): number {
  return /^\d{1,4}$/.test(words) ? Math.max(1, Number(words)) : 1;
}

/** What is typed about them. */
export type GatheringCommand =
  | { do: 'findings'; number: number | null; page?: number }
  | { do: 'incident'; number: number | null; words: string; page?: number };

/** `findings`, `findings 3`, `findings page 2`, `incident`, `incident 2`, `incident card payments fail`; null for others. */
export function gatheringCommand(word: string, rest: readonly string[]): GatheringCommand | null {
  const words = rest.join(' ').trim();
  const page = Number(/^page (\d{1,4})$/i.exec(words)?.[1] ?? 1);
  const number = /^#?(\d{1,6})$/.exec(words)?.[1];
  const more = page > 1 ? { page } : {};
  if (/^findings?$/.test(word))
    return words === '' || number || page > 1
      ? { do: 'findings', number: number ? Number(number) : null, ...more }
      : null;
  if (!/^incidents?$/.test(word)) return null;
  const isPlain = words === '' || number !== undefined || page > 1;
  return { do: 'incident', number: number ? Number(number) : null, words: isPlain ? '' : words, ...more };
}
