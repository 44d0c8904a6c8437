/** Handles presses and forms about experts: asking one, and what somebody does who was asked. */
import { isErasedAddress } from '../core/erased-address.ts';
import { type EnquiryId, looksLikeId } from '../core/ids.ts';
import { clampText } from '../core/message.ts';
import type { Staff } from '../core/staff.ts';
import type { ButtonMeaning } from '../desk/actions.ts';
import { noticeView } from '../desk/cards.ts';
import { ASKED } from '../desk/expert-words.ts';
import { WORDS } from '../desk/wording.ts';
import { type Asking, askExpert, decline } from '../handling/ask-expert.ts';
import { joinAsExpert, sayWilling, tellAsExpert } from '../handling/expert-answers.ts';
import { plainAnswer } from '../ports/answer.ts';
import type { Parts } from '../ports/parts.ts';
import type { ActionOf, StaffAction } from '../ports/staff.ts';
import { goesOnIn } from '../posting/merges.ts';
import { tell } from '../posting/privately.ts';
import { askedKey } from '../posting/told.ts';
import { type Dispatch, sayTo } from './ask.ts';

/** Of words that nobody can use any more: what one message of a desk holds. */
const GIVEN_BACK_CHARS_MAX = 2_000;

export async function pressedOnExpert(
  dispatch: Dispatch,
  parts: Parts,
  named: Extract<ButtonMeaning, { as: 'expert' }>,
  action: ActionOf<'press'>,
  staff: Staff,
): Promise<void> {
  switch (named.does) {
    case 'ask':
      // What is said stands in its thread, and of an enquiry that is gone there is none.
      if (!(await parts.store.enquiry(named.enquiryId))) return sayTo(dispatch, action, WORDS.enquiryNotKnown);
      return sayAsked(parts, named.enquiryId, action, await askExpert(parts, named.enquiryId, staff, { to: named.to }));
    case 'agree':
    case 'refuse':
      return sayTo(dispatch, action, await sayWilling(parts, staff, named.does === 'agree'));
    case 'decline':
      return decline(parts, named.enquiryId, staff);
    case 'join': {
      const refusal = await joinAsExpert(parts, named.enquiryId, staff);
      return refusal === null ? undefined : sayTo(dispatch, action, refusal);
    }
  }
}

/** Asking with a form: one by name, somebody for a topic, or whoever is likely to know. */
export async function submittedAsk(
  parts: Parts,
  enquiryId: EnquiryId,
  action: ActionOf<'submit'>,
  staff: Staff,
): Promise<void> {
  const { whom: chosen = '', note = '' } = action.values;
  const topic = /^topic:(.+)$/s.exec(chosen)?.[1];
  const whom = topic !== undefined ? { topic } : looksLikeId('staff', chosen) ? { to: chosen } : null;
  return sayAsked(parts, enquiryId, action, await askExpert(parts, enquiryId, staff, whom, note));
}

export async function submittedTell(
  dispatch: Dispatch,
  parts: Parts,
  enquiryId: EnquiryId,
  action: ActionOf<'submit'>,
  staff: Staff,
): Promise<void> {
  const { text = '' } = action.values;
  const refusal = await tellAsExpert(parts, enquiryId, staff, { text, actionId: action.id });
  // Not in the thread, which they may not be able to read.
  if (refusal === null) return;
  // Their words are given back, unless the customer was erased meanwhile, and with them what is about them.
  const isKept = text.trim() !== '' && (await isStillKnown(parts, enquiryId, staff));
  const words = isKept ? `${refusal} ${ASKED.notUsed(clampText(text.trim(), GIVEN_BACK_CHARS_MAX).text)}` : refusal;
  await dispatch.desk.answer(action.by.deskRef, null, plainAnswer(words), `refused:${action.id}`);
}

/** Were they asked about it, and is the customer still known? */
async function isStillKnown({ store }: Parts, asked: EnquiryId, staff: Staff): Promise<boolean> {
  const enquiryId = await goesOnIn(store, asked);
  const [enquiry, ask] = await Promise.all([store.enquiry(enquiryId), store.askOf(enquiryId, staff.id)]);
  const identity = enquiry && ask && (await store.identity(enquiry.identityId));
  return identity !== null && !isErasedAddress(identity.address);
}

/** To whoever asked, in the thread and to them alone. */
async function sayAsked(parts: Parts, enquiryId: EnquiryId, { by }: StaffAction, said: Asking | null): Promise<void> {
  if (said) await tell(parts, enquiryId, by.deskRef, noticeView(said.words, said.buttons), askedKey(enquiryId));
}
