/** The forms of findings and incidents, filled for one person; and what is wrong with them when they come back. */
import type { Enquiry } from '../core/enquiry.ts';
import { looksLikeId, type StaffId } from '../core/ids.ts';
import { clampText, isBlank } from '../core/message.ts';
import { isPractice } from '../core/practice.ts';
import { mayRead } from '../core/readers.ts';
import {
  evidenceForm,
  FRESH,
  flagForm,
  gatheringForm,
  incidentForm,
  NOBODY_YET,
  tellForm,
} from '../desk/gathering-forms.ts';
import { GATHERING, GATHERING_FORM } from '../desk/gathering-words.ts';
import { ROUND } from '../desk/round-words.ts';
import { blanksIn } from '../knowledge/saved/blanks.ts';
import type { ButtonId } from '../ports/button.ts';
import type { GatheringRow } from '../ports/gathering-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';
import type { FormView } from '../ports/views.ts';
import { alertFormFor, chosenOfAlert } from './alert-forms.ts';
import { choiceLabel, enquiryChoices, gatheringChoice } from './gathering-choices.ts';
import { lastingNear, openFindingsNear } from './gathering-near.ts';
import { gatheredEnquiries } from './round.ts';

/** Of a title: it stands in lists and on cards. */
export const TITLE_CHARS_MAX = 200;
/** Of the line in the web chat: two lines of a phone. */
export const NOTICE_CHARS_MAX = 160;
/** Of the words to all of them; each channel has its own limit beside. */
const TEXT_CHARS_MAX = 3_000;
/** To choose from; a phone scrolls through them. */
const CHOICES_MAX = 10;
const OWNERS_MAX = 50;

/** Flagging an enquiry, or linking it to an incident: with those that it may belong to, the nearest first. */
export async function flagFormFor(
  parts: Parts,
  enquiry: Enquiry,
  id: 'finding.form' | 'incident.form',
): Promise<FormView | { refusal: string }> {
  if (isPractice(enquiry)) return { refusal: GATHERING.notPractice };
  const isFinding = id === 'finding.form';
  const found = isFinding ? await openFindingsNear(parts, enquiry) : await lastingNear(parts, enquiry);
  const choices = found.slice(0, CHOICES_MAX).map(each => gatheringChoice(each.of));
  const [first] = found;
  if (isFinding) return flagForm(enquiry.id, choices, first?.near ? first.of.id : FRESH);
  return incidentForm(enquiry.id, choices, first?.of.id ?? FRESH);
}

/** The forms behind the buttons of one finding or incident. @param value `<gathering> [<round>]` */
export async function gatheringFormFor(
  parts: Parts,
  button: ButtonId,
  value: string,
  by: Person,
): Promise<FormView | { refusal: string }> {
  const { store } = parts;
  if (button === 'alert.incident') return alertFormFor(parts, value, by);
  const [id, roundId] = value.split(' ');
  const row = looksLikeId('gathering', id) ? await store.gathering(id) : null;
  if (!row) return { refusal: GATHERING.gone };
  const behind = { what: row.what, id: row.id, version: row.version };
  if (button.endsWith('.evidence')) return evidenceForm({ ...behind, enquiries: await evidenceOf(parts, row, by) });
  const me = await store.staffByRef(by.deskRef);
  if (button.endsWith('.tell')) {
    const round = looksLikeId('round', roundId) ? await store.round(roundId) : null;
    if (round && (round.byId !== me?.id || round.state !== 'draft')) return { refusal: ROUND.isGone };
    return tellForm({ ...behind, text: round?.text ?? GATHERING_FORM.begin[row.what], round: round?.id ?? null });
  }
  const staff = (await store.allStaff()).slice(0, OWNERS_MAX);
  const channels = await store.channels();
  const sites = channels
    .filter(each => parts.kinds.of(each.kind).live)
    .map(each => ({ value: each.id as string, label: choiceLabel(each.name) }));
  return gatheringForm({
    ...behind,
    title: row.title ?? '',
    state: row.state,
    step: row.nextStep ?? '',
    owner: row.ownerId ?? NOBODY_YET,
    owners: staff.map(each => ({ value: each.id as string, label: choiceLabel(each.name) })),
    notice: row.notice ?? '',
    sites,
    chosen: row.sites ?? [],
  });
}

/** The newest of those that this person can read. */
async function evidenceOf(parts: Parts, row: GatheringRow, by: Person) {
  const all = (await gatheredEnquiries(parts, row.id)).filter(each => mayRead(by, each)).slice(-CHOICES_MAX);
  return enquiryChoices(parts, all.reverse());
}

/** What is wrong with a filled-in form now; null for nothing. Asked before it is taken in: nothing that was typed is lost. */
export async function wrongInGathering(
  parts: Parts,
  values: Record<string, string>,
  by: Person,
): Promise<{ field: string | null; words: string } | null> {
  const { store } = parts;
  const { gathering, behind = '', version, text = '', title = '', notice = '', add = '', into } = values;
  if (clampText(title.trim(), TITLE_CHARS_MAX).cut)
    return { field: 'title', words: GATHERING.tooLong(TITLE_CHARS_MAX) };
  if (clampText(notice.trim(), NOTICE_CHARS_MAX).cut)
    return { field: 'notice', words: GATHERING.tooLong(NOTICE_CHARS_MAX) };
  if (!gathering) {
    const isIncident = behind === 'incident.link' || behind === 'alert.incident';
    const needs = isIncident && (into === undefined || into === FRESH);
    if (needs && isBlank(title)) return { field: 'title', words: GATHERING.needsWords };
    return behind === 'alert.incident' ? wrongInAlert(parts, values, by) : null;
  }
  const row = looksLikeId('gathering', gathering) ? await store.gathering(gathering) : null;
  if (!row) return { field: null, words: GATHERING.gone };
  if (behind.endsWith('.tell')) return wrongInText(text);
  if (behind.endsWith('.evidence')) {
    const enquiry = add.trim() ? await store.enquiryByNumber(Number(add.trim().replace(/^#/, ''))) : null;
    const isThere = enquiry && mayRead(by, enquiry) && !isPractice(enquiry);
    return add.trim() && !isThere ? { field: 'add', words: GATHERING.notNumber(clampText(add.trim(), 20).text) } : null;
  }
  if (row.what === 'incident' && isBlank(title)) return { field: 'title', words: GATHERING.needsWords };
  return row.version === Number(version) ? null : { field: null, words: GATHERING.changed };
}

async function wrongInAlert(
  parts: Parts,
  values: Record<string, string>,
  by: Person,
): Promise<{ field: string | null; words: string } | null> {
  const chosen = await chosenOfAlert(parts, values, by);
  if (!chosen) return { field: null, words: GATHERING.gone };
  return chosen.enquiries.length === 0 ? { field: 'which', words: GATHERING.noneChosen } : null;
}

/** Blanks that nothing is known for would reach the customer as they are. */
const FILLED = new Set(['name', 'first name', 'number', 'my name']);

function wrongInText(text: string): { field: string; words: string } | null {
  if (isBlank(text)) return { field: 'text', words: 'Write a few words first.' };
  if (clampText(text, TEXT_CHARS_MAX).cut) return { field: 'text', words: GATHERING.tooLong(TEXT_CHARS_MAX) };
  const left = blanksIn(text).filter(each => !FILLED.has(each.toLowerCase()));
  return left.length ? { field: 'text', words: GATHERING.blankLeft(left) } : null;
}

/** Who was chosen to look after it; null for nobody. */
export function ownerIn(value: string | undefined): StaffId | null {
  return looksLikeId('staff', value) ? value : null;
}
