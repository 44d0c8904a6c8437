/** What staff ask of each other in an enquiry: to be told, to be helped, and to resolve it on a day unless the customer writes. */
import { decide } from '../core/decide.ts';
import type { EnquiryEvent } from '../core/enquiry.ts';
import type { EnquiryId, StaffId } from '../core/ids.ts';
import { type Instant, MINUTE } from '../core/time.ts';
import type { FollowerRow } from '../ports/help-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { Op, Recorded } from '../ports/store.ts';
import { isAnswered } from '../posting/working.ts';

/** A break, where nobody says how long. */
export const TAKE_MINUTES = 10;

export function askRoom(parts: Parts, enquiryId: EnquiryId, by: StaffId): Promise<Recorded> {
  return parts.recorder.change(enquiryId, async ({ enquiry, replies, now }) => {
    const asked = (await parts.store.events(enquiryId)).findLast(each => each.event.type === 'RoomAsked');
    return decide(enquiry, replies, { do: 'askRoom', by, askedAt: asked?.at ?? null }, now);
  });
}

/** Takes what is offered; whether its owner is at it is looked at with the very state that is decided on. */
export function claim(parts: Parts, enquiryId: EnquiryId, by: StaffId): Promise<Recorded> {
  return parts.recorder.change(enquiryId, async ({ enquiry, replies, now }) => {
    const offered = enquiry.offeredAt != null && enquiry.ownerId !== by;
    const working = offered && (await isAnswered(parts, enquiry, now));
    const decision = decide(enquiry, replies, { do: 'claim', by, working }, now);
    return decision.ok ? { events: decision.events, replies } : decision;
  });
}

/** The time that was set has come. @returns when to look again, where a reply is on its way or being written */
export async function resolveIfPlanned(parts: Parts, enquiryId: EnquiryId, at: Instant): Promise<Instant | null> {
  const { store, recorder, clock } = parts;
  const enquiry = await store.enquiry(enquiryId);
  if (enquiry?.resolveAt !== at) return null;
  const plan = (await store.events(enquiryId)).findLast(
    (each): each is typeof each & { event: Extract<EnquiryEvent, { type: 'ResolvePlanned' }> } =>
      each.event.type === 'ResolvePlanned' && each.event.at === at,
  );
  if (!plan) return null;
  const { by, reason } = plan.event;
  const again = clock.now() + LOOK_AGAIN_AFTER;
  if (await isAnswered(parts, enquiry, clock.now())) return again;
  const recorded = await recorder.change(enquiryId, ({ enquiry: now, replies, now: moment }) =>
    decide(now, replies, { do: 'resolvePlanned', by, at, reason }, moment),
  );
  return !recorded.ok && recorded.refusal === 'reply-in-flight' ? again : null;
}
const LOOK_AGAIN_AFTER = 5 * MINUTE;

/** The row of one wish; there is one for each person, enquiry and kind. */
function followerRow(
  { workspaceId, clock }: Pick<Parts, 'workspaceId' | 'clock'>,
  enquiryId: EnquiryId,
  staffId: StaffId,
  what: FollowerRow['what'],
): FollowerRow {
  return { id: `${enquiryId}:${staffId}:${what}`, workspaceId, enquiryId, staffId, what, at: clock.now() };
}

export async function follow(parts: Parts, enquiryId: EnquiryId, staffId: StaffId): Promise<void> {
  await parts.store.commit([{ do: 'put', table: 'followers', row: followerRow(parts, enquiryId, staffId, 'answer') }]);
}

export async function followNoMore(parts: Parts, enquiryId: EnquiryId, staffId: StaffId): Promise<void> {
  const { id } = followerRow(parts, enquiryId, staffId, 'answer');
  await parts.store.commit([{ do: 'delete', table: 'followers', where: { id } }]);
}

/**
 * Who passes an enquiry on hears how it ended; whom it comes back to has it, and need not be told.
 * @param agreed its owner agreed that somebody takes over, which is passing it on, too
 */
export function passedOn(parts: Parts, events: readonly EnquiryEvent[], enquiryId: EnquiryId, agreed: boolean): Op[] {
  return events.flatMap((event): Op[] => {
    const passed =
      event.type === 'EnquiryHandedOver'
        ? { from: event.by, to: event.to }
        : event.type === 'EnquiryTakenOver' && agreed
          ? { from: event.from, to: event.by }
          : null;
    if (!passed) return [];
    const { id } = followerRow(parts, enquiryId, passed.to, 'end');
    return [
      { do: 'put', table: 'followers', row: followerRow(parts, enquiryId, passed.from, 'end') },
      { do: 'delete', table: 'followers', where: { id } },
    ];
  });
}

/** Who wanted to be told of an enquiry is told of the one it was merged with. */
export async function followOn({ store }: Parts, from: EnquiryId, into: EnquiryId): Promise<Op[]> {
  const rows = [...(await store.followers(from, 'answer')), ...(await store.followers(from, 'end'))];
  return rows.flatMap((row): Op[] => [
    { do: 'delete', table: 'followers', where: { id: row.id } },
    {
      do: 'put',
      table: 'followers',
      row: { ...row, id: `${into}:${row.staffId}:${row.what}`, enquiryId: into },
    },
  ]);
}

/** Some minutes for oneself: kept with the person, only as long as it lasts, and shown to nobody. */
export async function takeMinutes({ store, clock }: Parts, staffId: StaffId, minutes: number): Promise<void> {
  const quietUntil = clock.now() + minutes * MINUTE;
  await store.commit([{ do: 'update', table: 'staff', id: staffId, set: { quietUntil } }]);
}
