/** Whose enquiry it is and who takes part: decided by people, never guessed. */
import { changeOf } from '../core/audit.ts';
import type { Standing } from '../core/customer.ts';
import { decide } from '../core/decide.ts';
import { refuse } from '../core/enquiry.ts';
import type { EnquiryId, MessageId, StaffId } from '../core/ids.ts';
import { PAUSE } from '../desk/shielded.ts';
import { auditOps } from '../ports/audit.ts';
import type { Parts } from '../ports/parts.ts';
import type { Op, Recorded } from '../ports/store.ts';

/** A newcomer who wrote who holds a signed address of ours takes part from now on. */
export function letTakePart(parts: Parts, enquiryId: EnquiryId, messageId: MessageId, by: StaffId): Promise<Recorded> {
  return parts.recorder.change(enquiryId, async ({ enquiry, replies, now }) => {
    const message = await parts.store.message(messageId);
    if (!message?.from || message.enquiryId !== enquiryId) return refuse('nobody-owns-it');
    const said = (await parts.store.events(enquiryId)).some(
      ({ event }) => event.type === 'SaidOurs' && event.message === messageId,
    );
    if (said) return refuse('is-a-colleague');
    const { address } = message.from;
    const takesPart = await parts.store.isParticipant(enquiryId, address);
    const decision = decide(enquiry, replies, { do: 'allow', by, message: messageId, takesPart }, now);
    if (!decision.ok) return decision;
    const row = { id: parts.ids.make('event'), workspaceId: parts.workspaceId, enquiryId, address };
    const ops: Op[] = [{ do: 'insert', table: 'participants', row }];
    // From now on they get what the customer gets; the preview names them.
    const identity = await parts.store.identity(enquiry.identityId);
    const last = (await parts.store.messages(enquiryId)).findLast(
      each => each.direction === 'in' && each.from?.address === identity?.address,
    );
    if (last) {
      const others = [...new Set([...(last.others ?? []), address])];
      ops.push({ do: 'update', table: 'messages', id: last.id, set: { others } });
    }
    return { events: decision.events, ops, replies };
  });
}

/** The message was passed on by a colleague: from now on it is the enquiry of the one who wrote it. */
export function openFor(parts: Parts, enquiryId: EnquiryId, messageId: MessageId, by: StaffId): Promise<Recorded> {
  return parts.recorder.change(enquiryId, async ({ enquiry, replies, now }) => {
    const message = await parts.store.message(messageId);
    if (!message?.forwardOf || message.enquiryId !== enquiryId) return refuse('already-theirs');
    const { address, name } = message.forwardOf;
    const { store, ids, workspaceId } = parts;
    const ops: Op[] = [];
    let identity = await store.identityByAddress(enquiry.channelKind, address);
    if (!identity) {
      const customer = { id: ids.make('customer'), workspaceId, name, createdAt: now };
      identity = {
        id: ids.make('identity'),
        workspaceId,
        customerId: customer.id,
        channelKind: enquiry.channelKind,
        address,
        createdAt: now,
      };
      ops.push(
        { do: 'insert', table: 'customers', row: customer },
        { do: 'insert', table: 'identities', row: identity },
      );
    }
    const decision = decide(
      enquiry,
      replies,
      { do: 'openFor', by, customer: identity.customerId, identity: identity.id },
      now,
    );
    if (!decision.ok) return decision;
    const row = { id: ids.make('event'), workspaceId, enquiryId, address };
    return { events: decision.events, ops: [...ops, { do: 'insert', table: 'participants', row }], replies };
  });
}

/** For a day what this customer writes alerts nobody; or it does again. */
export function pauseCustomer(parts: Parts, enquiryId: EnquiryId, pause: boolean, by: StaffId): Promise<Recorded> {
  return parts.recorder.change(enquiryId, async ({ enquiry, replies, now }) => {
    const identity = await parts.store.identity(enquiry.identityId);
    if (!identity) return refuse('cannot-be-blocked');
    const until = pause ? now + PAUSE : null;
    const decision = decide(enquiry, replies, { do: 'pause', by, until, was: identity.pausedUntil ?? null }, now);
    if (!decision.ok || decision.events.length === 0) return decision.ok ? { events: [] } : decision;
    const change = changeOf({ paused: !pause }, { paused: pause });
    const line = { act: 'customer', by, via: 'desk', about: identity.customerId, change } as const;
    const ops: Op[] = [
      { do: 'update', table: 'identities', id: identity.id, set: { pausedUntil: until } },
      ...auditOps(parts, line),
    ];
    return { events: decision.events, ops, replies };
  });
}

/** Blocks or mutes the customer's address, or lets them write again. */
export function changeStanding(
  parts: Parts,
  enquiryId: EnquiryId,
  standing: Standing | null,
  by: StaffId,
): Promise<Recorded> {
  return parts.recorder.change(enquiryId, async ({ enquiry, replies, now }) => {
    if (!parts.channel(enquiry.channelId)?.watched) return refuse('cannot-be-blocked');
    const identity = await parts.store.identity(enquiry.identityId);
    if (!identity) return refuse('cannot-be-blocked');
    const was = identity.standing ?? null;
    const decision = decide(enquiry, replies, { do: 'setStanding', by, standing, was }, now);
    if (!decision.ok || decision.events.length === 0) return decision.ok ? { events: [] } : decision;
    const change = changeOf({ standing: was }, { standing });
    const line = { act: 'customer', by, via: 'desk', about: identity.customerId, change } as const;
    const ops: Op[] = [
      { do: 'update', table: 'identities', id: identity.id, set: { standing } },
      ...auditOps(parts, line),
    ];
    return { events: decision.events, ops, replies };
  });
}
