/**
 * Tells whether a staff action in a thread is still pending. An acknowledged Undo is a job like any other: when its process
 * dies, its lease outlives the hold of the reply. So a reply waits for every action taken in before it.
 */
import type { RoundId } from '../core/ids.ts';
import type { Reply } from '../core/reply.ts';
import type { Parts } from '../ports/parts.ts';
import { actDone, actTaken } from '../ports/store.ts';

/** @returns whether an act is unfinished that may undo, delete or change this reply */
export async function isActUnderWay(parts: Parts, reply: Reply): Promise<boolean> {
  if (reply.roundId && (await isRoundActUnderWay(parts, reply.roundId))) return true;
  return isPending(parts, reply);
}

/** The same of an answer to many. */
export async function isRoundActUnderWay({ store, workspaceId }: Parts, roundId: RoundId): Promise<boolean> {
  const acts = await store.actsAbout(roundId);
  if (acts.length === 0) return false;
  const desks = new Set((await store.rooms()).map(each => each.deskKind));
  const effects = acts.map(({ as, actionId }) =>
    as === 'act' ? [actDone(workspaceId, actionId)] : [...desks].map(each => actTaken(workspaceId, each, actionId)),
  );
  const done = await store.seenAmong(effects.flat());
  return effects.some(each => !each.some(id => done.has(id)));
}

async function isPending({ store, workspaceId }: Parts, reply: Reply): Promise<boolean> {
  const acts = await store.actsUnderWay(reply);
  if (acts.length === 0) return false;
  const enquiry = await store.enquiry(reply.enquiryId);
  const room = enquiry && (await store.room(enquiry.roomId));
  // What has had its effect and only has something left to say (the desk is away, perhaps) holds nothing up.
  const effectOf = ({ as, actionId }: (typeof acts)[number]) =>
    as === 'act' ? actDone(workspaceId, actionId) : actTaken(workspaceId, room?.deskKind ?? '', actionId);
  const done = await store.seenAmong(acts.map(effectOf));
  // A delivery that has just become an act: the list that was read before does not have the act yet.
  const now = await store.actsUnderWay(reply);
  return now.some(each => !done.has(effectOf(each)));
}
