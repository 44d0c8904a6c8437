/** The incident form of an alert: what it says is rising, with the enquiries that this person can read, all of them chosen. */
import type { Enquiry } from '../core/enquiry.ts';
import { type AlertId, type EnquiryId, looksLikeId } from '../core/ids.ts';
import { isPractice } from '../core/practice.ts';
import { everybodyIn, mayRead } from '../core/readers.ts';
import { alertTitle } from '../desk/alert-words.ts';
import { alertForm, FRESH } from '../desk/gathering-forms.ts';
import { GATHERING } from '../desk/gathering-words.ts';
import type { AlertRow } from '../ports/insight-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';
import type { FormView } from '../ports/views.ts';
import { enquiryChoices, gatheringChoice } from './gathering-choices.ts';
import { lastingNear } from './gathering-near.ts';

/** Ticks of a form: a phone scrolls through them, and Slack takes no more in one row of boxes. */
const TICKS_MAX = 10;
/** Incidents to choose from. */
const CHOICES_MAX = 10;

export async function alertFormFor(parts: Parts, value: string, by: Person): Promise<FormView | { refusal: string }> {
  const { store } = parts;
  const row = looksLikeId('alert', value) ? await store.alert(value) : null;
  if (!row || !mayRead(by, row)) return { refusal: GATHERING.gone };
  const all = await alertEnquiries(parts, row, by);
  const newest = all.at(-1);
  if (!newest) return { refusal: GATHERING.noneReadable };
  const shown = all.slice(-TICKS_MAX);
  const near = await lastingNear(parts, newest);
  return alertForm({
    alert: row.id,
    had: row.enquiries.length,
    lasting: near.slice(0, CHOICES_MAX).map(each => gatheringChoice(each.of)),
    suggested: near[0]?.near ? near[0].of.id : FRESH,
    title: alertTitle({ ...row, reason: isKnownIn(row, all) ? row.reason : null }),
    shown: await enquiryChoices(parts, shown),
    older: all.length - shown.length,
  });
}

/** Of an alert, the enquiries that this person can read, in the order in which they joined it. @param had only the first so many */
async function alertEnquiries(
  { store }: Pick<Parts, 'store'>,
  { enquiries }: Pick<AlertRow, 'enquiries'>,
  by: Person,
  had = enquiries.length,
): Promise<Enquiry[]> {
  const found = await Promise.all(enquiries.slice(0, had).map(each => store.enquiryByNumber(each)));
  return found.filter(each => each !== null).filter(each => !isPractice(each) && mayRead(by, each));
}

/** The name of a reason that only other rooms use is not told. */
function isKnownIn({ what, roomId }: AlertRow, enquiries: readonly Enquiry[]): boolean {
  return what === 'reason' && enquiries.some(each => mayRead(everybodyIn(roomId), each));
}

/** What was chosen in it: those that were ticked, and the older ones that no box was shown of. */
export async function chosenOfAlert(
  parts: Pick<Parts, 'store'>,
  { alert, had, shown = '', which = '' }: Record<string, string>,
  by: Person,
): Promise<{ alert: AlertId; enquiries: EnquiryId[] } | null> {
  const row = looksLikeId('alert', alert) ? await parts.store.alert(alert) : null;
  if (!row || !mayRead(by, row)) return null;
  const [boxes, ticked] = [new Set(shown.split(',')), new Set(which.split(','))];
  const counted = /^\d{1,6}$/.test(had ?? '') ? Number(had) : 0;
  const all = await alertEnquiries(parts, row, by, counted);
  const chosen = all.filter(({ id }) => ticked.has(id) || !boxes.has(id));
  return { alert: row.id, enquiries: chosen.map(each => each.id) };
}
