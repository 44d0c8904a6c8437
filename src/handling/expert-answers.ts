/** What somebody who was asked does about it: joins, tells the team what to answer, or says whether they may be asked again. */
import type { Enquiry, EnquiryEvent } from '../core/enquiry.ts';
import type { EnquiryId } from '../core/ids.ts';
import { clampText, cleanText } from '../core/message.ts';
import type { Staff } from '../core/staff.ts';
import { ASKED } from '../desk/expert-words.ts';
import { hasEnded } from '../experts/helping.ts';
import { ASKS_A_DAY } from '../experts/hours.ts';
import { toldPost } from '../experts/told.ts';
import type { AskRow } from '../ports/help-rows.ts';
import { expertKey, job } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { RemarkRow } from '../ports/rows.ts';
import type { Op } from '../ports/store.ts';
import { placeOf, showAsks } from '../posting/expert-card.ts';
import { goesOnIn } from '../posting/merges.ts';
import { passOn } from './ask-expert.ts';
import { passOnAsksOf } from './not-asked-any-more.ts';
import { change } from './volunteer.ts';

/** A reply is a letter at most, and this is what it is made of. */
const TEXT_CHARS_MAX = 10_000;

/** Shows everybody who is asked how it stands; whoever cannot be reached is followed by the next one. */
export async function showExperts(parts: Parts, enquiryId: EnquiryId): Promise<void> {
  for (const ask of await showAsks(parts, enquiryId)) {
    await change(parts, { id: ask.staffId }, { willing: false });
    await passOn(parts, ask);
  }
}

/**
 * "I'll answer": they take part. What nobody has, and what whoever asked has and is not writing an answer to, is theirs
 * from now on, where they read its room.
 * @returns why not, in words
 */
export async function joinAsExpert(parts: Parts, asked: EnquiryId, staff: Staff): Promise<string | null> {
  return answering(parts, asked, staff, async (enquiry, ask) => {
    if (ask.state === 'joined') return { events: [], ops: [] };
    const joined: EnquiryEvent = { type: 'ExpertJoined', by: staff.id };
    const events = [joined, ...(await takes(parts, enquiry, ask, staff))];
    return { events, ops: [stateOf(ask, 'joined')] };
  });
}

async function takes(parts: Parts, enquiry: Enquiry, ask: AskRow, staff: Staff): Promise<EnquiryEvent[]> {
  const { ownerId } = enquiry;
  if (ownerId !== null && ownerId !== ask.byId) return [];
  const { store } = parts;
  if (!(await placeOf(parts, enquiry, staff)).reads || !parts.kinds.of(enquiry.channelKind).answerable) return [];
  if (ownerId === null) return [{ type: 'EnquiryClaimed', by: staff.id }];
  const [drafts, live] = await Promise.all([store.draftsIn(enquiry.id, 1), store.liveReplies(enquiry.id)]);
  return drafts.length + live.length ? [] : [{ type: 'EnquiryHandedOver', by: ownerId, to: staff.id }];
}

/** "Tell them this": their words come into the thread as a draft that a colleague sends. @returns why not, in words */
export async function tellAsExpert(
  parts: Parts,
  asked: EnquiryId,
  staff: Staff,
  { text, actionId }: { text: string; actionId: string },
): Promise<string | null> {
  const words = clampText(cleanText(text).trim(), TEXT_CHARS_MAX).text;
  if (words === '') return ASKED.nothing;
  const id = parts.ids.make('remark');
  return answering(parts, asked, staff, async (enquiry, ask) => {
    const { id: enquiryId } = enquiry;
    const postRef = toldPost(actionId);
    const last = await toldLast(parts, enquiryId, staff);
    const isSame = last?.text === words && last.seenCustomerMessages === enquiry.customerMessages;
    if (isSame || (await parts.store.remarkByPost(postRef))) return { events: [], ops: [] };
    const row = {
      ...{ id, workspaceId: parts.workspaceId, enquiryId, staffId: staff.id, postRef, text: words },
      ...{ formatted: null, leftOut: null, lane: 'talk' as const, replyId: null, onlyCustomer: null },
      ...{ seenCustomerMessages: enquiry.customerMessages, writtenAt: parts.clock.now() },
    };
    const ops: Op[] = [{ do: 'insert', table: 'remarks', row }];
    return {
      events: [{ type: 'ExpertTold', by: staff.id, remark: id }],
      ops: ask.state === 'open' ? [stateOf(ask, 'told'), ...ops] : ops,
    };
  });
}

/** What they told about it last: the same words again, with no word of the customer in between, are no second draft. */
async function toldLast({ store }: Parts, enquiryId: EnquiryId, staff: Staff): Promise<RemarkRow | null> {
  const told = (await store.events(enquiryId)).findLast(
    ({ event }) => event.type === 'ExpertTold' && event.by === staff.id,
  );
  return told?.event.type === 'ExpertTold' ? store.remark(told.event.remark) : null;
}

/** An answer of somebody who was asked and whose turn it still is; the enquiry has to go on, too. */
async function answering(
  parts: Parts,
  asked: EnquiryId,
  staff: Staff,
  plan: (enquiry: Enquiry, ask: AskRow) => Promise<{ events: EnquiryEvent[]; ops: Op[] }>,
): Promise<string | null> {
  const enquiryId = await goesOnIn(parts.store, asked);
  const found: { refusal: string | null; merged: boolean } = { refusal: null, merged: false };
  const recorded = await parts.recorder.change(enquiryId, async ({ enquiry }) => {
    found.refusal = null;
    found.merged = enquiry.mergedInto !== null && (await goesOnIn(parts.store, enquiryId)) !== enquiryId;
    if (found.merged) return { events: [] };
    const ask = await parts.store.askOf(enquiryId, staff.id);
    if (!ask || hasEnded(enquiry) || ask.state === 'over') {
      found.refusal = ask ? ASKED.over : ASKED.notAsked;
      return { events: [] };
    }
    return plan(enquiry, ask);
  });
  if (!recorded.ok) return ASKED.notAsked;
  // Merged at this very moment: what they answer is wanted there.
  if (found.merged) return answering(parts, enquiryId, staff, plan);
  // The card says it, too, in its own place.
  if (found.refusal !== null) await parts.recorder.enqueue([job('expert.show', expertKey(enquiryId), { enquiryId })]);
  return found.refusal;
}

function stateOf(ask: AskRow, state: 'joined' | 'told'): Op {
  return { do: 'update', table: 'asks', id: ask.id, set: { state, version: ask.version + 1 }, expect: ask.version };
}

/** May colleagues ask this person again? Their own word, after they were asked for the first time. */
export async function sayWilling(parts: Parts, staff: Staff, willing: boolean): Promise<string> {
  await change(parts, staff, willing ? { willing, asksADay: ASKS_A_DAY } : { willing });
  if (!willing) await passOnAsksOf(parts, staff, null);
  return willing ? ASKED.saidYes : ASKED.saidNo;
}
