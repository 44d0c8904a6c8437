/** Handles presses and forms about findings and incidents, and about the answers that go to many of their customers. */
import type { Enquiry } from '../core/enquiry.ts';
import { looksLikeId } from '../core/ids.ts';
import type { Staff } from '../core/staff.ts';
import { noticeView } from '../desk/cards.ts';
import type { GatheringMeaning } from '../desk/gathering-actions.ts';
import { GATHERING } from '../desk/gathering-words.ts';
import { WORDS } from '../desk/wording.ts';
import { gatheringView } from '../handling/gathering-answers.ts';
import {
  endIncident,
  flagEnquiry,
  type Gathered,
  gatherEnquiries,
  intoOf,
  linkEnquiry,
  ownGathering,
  saveEvidence,
  saveGathering,
} from '../handling/gatherings.ts';
import { redrawAlert } from '../insight/rising/watch.ts';
import type { Parts } from '../ports/parts.ts';
import type { ActionOf } from '../ports/staff.ts';
import { actDone } from '../ports/store.ts';
import type { PrivateView } from '../ports/views.ts';
import { chosenOfAlert } from '../posting/alert-forms.ts';
import { wrongInGathering } from '../posting/gathering-forms.ts';
import { tell } from '../posting/privately.ts';
import { roundKey } from '../posting/round-view.ts';
import { changeRound, draftRound, sendRound, undoRound } from '../reply/round.ts';
import { answer, type Dispatch, sayTo } from './ask.ts';

type Press = ActionOf<'press'>;
type Submit = ActionOf<'submit'>;

export async function pressedGathering(
  dispatch: Dispatch,
  parts: Parts,
  named: GatheringMeaning,
  action: Press,
  staff: Staff,
): Promise<void> {
  const act = { id: action.id, staff, by: action.by };
  if (named.as === 'round') return pressedRound(dispatch, parts, named, action, staff);
  if (named.does === 'link') {
    const enquiry = await parts.store.enquiry(named.enquiryId);
    if (!enquiry) return sayTo(dispatch, action, WORDS.enquiryNotKnown);
    return said(dispatch, parts, action, await linkEnquiry(parts, named.id, enquiry, act), enquiry);
  }
  if (named.does === 'own') return said(dispatch, parts, action, await ownGathering(parts, named.id, act));
  if (named.does === 'end') return said(dispatch, parts, action, await endIncident(parts, named.id, act));
  const { id, page } = named;
  const row = await parts.store.gathering(id);
  if (!row) return sayTo(dispatch, action, GATHERING.gone);
  return answer(dispatch, action, await gatheringView(parts, row, { rooms: action.by.rooms ?? null }, { page }));
}

/** A word about an enquiry stands in its thread, for whoever acted; anything else is the thing itself, as it is now. */
async function said(
  dispatch: Dispatch,
  parts: Parts,
  action: Press | Submit,
  done: Gathered | string,
  enquiry?: Enquiry,
): Promise<void> {
  if (typeof done === 'string') return sayTo(dispatch, action, done);
  const { row, words } = done;
  const isThere = action.do === 'submit' || action.thread !== null;
  if (enquiry && isThere && (await parts.store.thread(enquiry.id))) {
    const open = { id: `${row.what}.open` as const, label: GATHERING.open, value: row.id, look: 'plain' as const };
    return tell(parts, enquiry.id, action.by.deskRef, noticeView(words, [open]), `gathered:${row.id}`);
  }
  const now = (await parts.store.gathering(row.id)) ?? row;
  return answer(dispatch, action, await gatheringView(parts, now, { rooms: action.by.rooms ?? null }, { said: words }));
}

async function pressedRound(
  dispatch: Dispatch,
  parts: Parts,
  named: Extract<GatheringMeaning, { as: 'round' }>,
  action: Press,
  staff: Staff,
): Promise<void> {
  const act = { id: action.id, staff, by: action.by };
  const show = (view: PrivateView | string) => showRound(dispatch, action, named.id, view);
  switch (named.does) {
    case 'send':
      return show(await sendRound(parts, named.id, named.version, act));
    case 'undo':
    case 'drop':
      return show(await undoRound(parts, named.id, act));
    case 'page':
      return show(await changeRound(parts, named.id, { page: named.page }, act));
    case 'leave':
    case 'take':
      return show(await changeRound(parts, named.id, { page: named.page, [named.does]: named.customer }, act));
  }
}

/** In one place, from the preview to how it went; a refusal beside it. */
async function showRound(
  dispatch: Dispatch,
  action: Press | Submit,
  id: Parameters<typeof roundKey>[0]['id'],
  view: PrivateView | string,
): Promise<void> {
  if (typeof view === 'string') return sayTo(dispatch, action, view);
  await dispatch.desk.showAlone(action.by.deskRef, view, roundKey({ id }));
}

export async function submittedGathering(
  dispatch: Dispatch,
  parts: Parts,
  action: Submit,
  staff: Staff,
): Promise<void> {
  const { values } = action;
  const act = { id: action.id, staff, by: action.by };
  switch (action.form) {
    case 'finding.form':
    case 'incident.form': {
      if (values.alert) return submittedAlert(dispatch, parts, action, act);
      const enquiry = action.enquiryId && (await parts.store.enquiry(action.enquiryId));
      if (!enquiry) return sayTo(dispatch, action, WORDS.notThereAnyMore);
      const what = action.form === 'finding.form' ? 'finding' : 'incident';
      const given = { what, into: intoOf(values), title: values.title ?? '' } as const;
      return said(dispatch, parts, action, await flagEnquiry(parts, enquiry, given, act), enquiry);
    }
    case 'gathering.form':
      return said(dispatch, parts, action, await saveGathering(parts, values, act));
    case 'evidence.form':
      return said(dispatch, parts, action, await saveEvidence(parts, values, act));
    default:
      return submittedText(dispatch, parts, action, staff);
  }
}

/** What an alert says is rising is an incident: with what was chosen of it, and the alert says so. */
async function submittedAlert(
  dispatch: Dispatch,
  parts: Parts,
  action: Submit,
  act: { id: string; staff: Staff },
): Promise<void> {
  const { values } = action;
  const chosen = await chosenOfAlert(parts, values, action.by);
  if (!chosen) return sayTo(dispatch, action, GATHERING.gone);
  if (chosen.enquiries.length === 0) return sayTo(dispatch, action, GATHERING.noneChosen);
  const given = { into: intoOf(values), title: values.title ?? '', enquiries: chosen.enquiries };
  const done = await gatherEnquiries(parts, given, act);
  await redrawAlert(parts, chosen.alert);
  return said(dispatch, parts, action, done);
}

/** The words to many, as they were written: each customer's message is shown, and nothing is sent. */
async function submittedText(dispatch: Dispatch, parts: Parts, action: Submit, staff: Staff): Promise<void> {
  const { store } = parts;
  const { gathering, round: begun, text = '' } = action.values;
  const row = looksLikeId('gathering', gathering) ? await store.gathering(gathering) : null;
  if (!row) return sayTo(dispatch, action, GATHERING.gone);
  // Done before, by the same action: its preview was shown.
  if (await store.seen(actDone(parts.workspaceId, action.id))) return;
  const wrong = await wrongInGathering(parts, action.values, action.by);
  if (wrong) return sayTo(dispatch, action, wrong.words);
  const before = looksLikeId('round', begun) ? await store.round(begun) : null;
  const own = before?.byId === staff.id && before.state === 'draft' ? before : null;
  const { round, view } = await draftRound(parts, row, text, { id: action.id, staff, by: action.by }, own);
  return showRound(dispatch, action, round.id, view);
}
