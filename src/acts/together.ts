/** Handles what colleagues ask of each other in an enquiry: by a button, and by a day on which it is resolved. */

import { isHere } from '../core/away.ts';
import type { Enquiry } from '../core/enquiry.ts';
import type { EnquiryId, StaffId } from '../core/ids.ts';
import type { Staff } from '../core/staff.ts';
import type { Instant } from '../core/time.ts';
import { type ButtonMeaning, planChoices, snoozeChoices } from '../desk/actions.ts';
import { button, noticeView } from '../desk/cards.ts';
import { NOW, THEN_RESOLVE } from '../desk/forms.ts';
import { TOGETHER } from '../desk/together.ts';
import { commandEnquiry } from '../handling/command.ts';
import { hasHadEnough, isHardToday, offerMine } from '../handling/offer.ts';
import { askRoom, follow, followNoMore, TAKE_MINUTES } from '../handling/together.ts';
import type { Parts } from '../ports/parts.ts';
import type { ActionOf, Person } from '../ports/staff.ts';
import type { Recorded } from '../ports/store.ts';
import { tell } from '../posting/privately.ts';
import { whoOf } from '../posting/who.ts';

export async function pressedTogether(
  parts: Parts,
  { enquiryId, what }: Extract<ButtonMeaning, { as: 'together' }>,
  action: ActionOf<'press'>,
  { id: by }: Staff,
): Promise<Recorded> {
  const { deskRef } = action.by;
  switch (what) {
    case 'offer':
      await tell(parts, enquiryId, deskRef, null, reliefKey(enquiryId));
      return offerMine(parts, enquiryId, by);
    case 'ask-room':
      return askRoom(parts, enquiryId, by);
    case 'keep-open':
      return commandEnquiry(parts, enquiryId, { do: 'dropPlan', by });
    case 'follow':
    case 'unfollow':
      return followed(parts, enquiryId, by, deskRef, what === 'follow');
  }
}

/** There is one word about it to a person and enquiry: that they will be told, or that they will not. */
async function followed(
  parts: Parts,
  enquiryId: EnquiryId,
  by: StaffId,
  deskRef: string,
  wanted: boolean,
): Promise<Recorded> {
  const enquiry = await parts.store.enquiry(enquiryId);
  if (!enquiry) return { ok: false, refusal: 'unknown' };
  if (enquiry.ownerId === by) {
    await tell(parts, enquiryId, deskRef, noticeView(TOGETHER.followsOwn), `follow:${enquiryId}`);
    return { ok: true, enquiry, events: [] };
  }
  if (wanted) await follow(parts, enquiryId, by);
  else await followNoMore(parts, enquiryId, by);
  const { customer } = await whoOf(parts, enquiry);
  const view = wanted
    ? noticeView(TOGETHER.follows(customer), [button('enquiry.unfollow', TOGETHER.unfollow, enquiryId)])
    : noticeView(TOGETHER.followsNoMore);
  await tell(parts, enquiryId, deskRef, view, `follow:${enquiryId}`);
  return { ok: true, enquiry, events: [] };
}

function reliefKey(enquiryId: EnquiryId): string {
  return `relief:${enquiryId}`;
}

/** Somebody took a hard one and has had two already: told to them alone that they need not. */
export async function offerRelief(parts: Parts, enquiry: Enquiry, by: StaffId, person: Person): Promise<void> {
  const now = parts.clock.now();
  const staff = await parts.store.staff(by);
  if (!staff || !isHere(staff, now) || enquiry.ownerId !== by) return;
  if (!(await isHardToday(parts, enquiry, now)) || !(await hasHadEnough(parts, enquiry, by, now))) return;
  const buttons = [
    button('enquiry.offer', TOGETHER.offerIt, enquiry.id),
    button('command.run', TOGETHER.takeTen, `- take ${TAKE_MINUTES}`),
  ];
  await tell(parts, enquiry.id, person.deskRef, noticeView(TOGETHER.rough, buttons), reliefKey(enquiry.id));
}

/** What was filled in about when: resolved now or on a day, snoozed, or snoozed and then resolved. Null: no such time. */
export async function submittedDay(
  parts: Parts,
  enquiryId: EnquiryId,
  form: 'resolve.form' | 'snooze.form',
  values: Record<string, string>,
  staff: Staff,
): Promise<Recorded | null> {
  const [now, by] = [parts.clock.now(), staff.id];
  const plan = (at: Instant, reason: string | null) =>
    commandEnquiry(parts, enquiryId, { do: 'planResolve', by, at, reason });
  if (form === 'snooze.form') {
    const until = snoozeChoices(now, parts.hours).find(each => each.value === values.until)?.until;
    if (until === undefined) return null;
    return values.afterwards === THEN_RESOLVE
      ? plan(until, null)
      : commandEnquiry(parts, enquiryId, { do: 'snooze', by, until });
  }
  const reason = values.reason?.trim() || null;
  if (!values.when || values.when === NOW) return resolveWithReason(parts, enquiryId, staff, reason);
  const day = planChoices(now, parts.hours).find(each => each.value === values.when);
  return day ? plan(day.until, reason) : null;
}

/** Resolved meanwhile, it is given its reason all the same. */
async function resolveWithReason(
  parts: Parts,
  enquiryId: EnquiryId,
  { id: by }: Staff,
  reason: string | null,
): Promise<Recorded> {
  const recorded = await commandEnquiry(parts, enquiryId, { do: 'resolve', by, reason });
  if (recorded.ok || recorded.refusal !== 'already-resolved' || !reason) return recorded;
  return commandEnquiry(parts, enquiryId, { do: 'nameReason', by, reason });
}
