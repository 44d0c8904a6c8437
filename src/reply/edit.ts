/**
 * Applies an author's edit. One commit stores the new text and its consequences: a crash between the two would send the
 * old text. A retry after the commit finds the same outcome.
 */
import { decideReply } from '../core/decide-reply.ts';
import type { Enquiry, EnquiryEvent, RefusalCode } from '../core/enquiry.ts';
import { formattedFor, type Passage, type Spoken } from '../core/formatted.ts';
import type { Reply } from '../core/reply.ts';
import type { Instant } from '../core/time.ts';
import { doubtsOf, isTeamTalk, sendable } from '../desk/actions.ts';
import type { Parts } from '../ports/parts.ts';
import type { RemarkRow, Rows } from '../ports/rows.ts';
import type { Op, Plan } from '../ports/store.ts';
import { openStops } from '../posting/coaching.ts';
import { lengthOver } from '../posting/length.ts';
import { filesOf, saysTheSame, wordsOf } from './remark.ts';

interface Edit {
  text: string;
  formatted?: Passage[] | undefined;
  leftOut?: string[] | undefined;
  mentionsStaff: boolean;
  /** Somebody whom nobody here knows by that name is addressed: perhaps a colleague. */
  mayMention?: boolean | undefined;
  /** Files that still lie beside it; absent where the desk does not say. */
  files?: string[] | undefined;
}

type EditOutcome =
  /** The same words and files as before: a link unfolded, a counter changed. */
  | { as: 'nothing' }
  /** Team talk before and after; or a held reply that leaves with the new words. */
  | { as: 'taken' }
  /** A draft with other words, or a reply that was stopped because of them: its author looks at it again. */
  | { as: 'draft'; remark: RemarkRow /** It was a held reply that everybody could have read. */; stopped?: true }
  /** For colleagues from now on. `was`: what it had been until then. */
  | { as: 'talk'; was: 'draft' | 'reply' }
  /** The old words were stopped, and the new ones cannot go. */
  | { as: 'stopped'; refusal: RefusalCode }
  /** The customer has the old words, or will have them in a moment; or new words of a public reply that failed. */
  | { as: 'late'; refusal: RefusalCode };

/** @param again this very edit was done before, by a process that died: says what came of it and changes nothing */
export async function editRemark(parts: Parts, remark: RemarkRow, edit: Edit, again: boolean): Promise<EditOutcome> {
  let outcome: EditOutcome | null = null;
  if (!again) {
    await parts.recorder.change(remark.enquiryId, async ({ enquiry, now }) => {
      const planned = await planEdit(parts, { remarkId: remark.id, enquiry, edit, now });
      outcome = planned.outcome;
      return planned.plan;
    });
  }
  return outcome ?? outcomeOf(parts, remark, edit);
}

/** What an edit that was done already has led to, read from how things are now. */
async function outcomeOf(parts: Parts, { id }: RemarkRow, edit: Edit): Promise<EditOutcome> {
  const remark = await parts.store.remark(id);
  if (!remark) return { as: 'nothing' };
  if (remark.lane === 'preview') return { as: 'draft', remark };
  const reply = remark.replyId ? await parts.store.reply(remark.replyId) : null;
  if (remark.lane !== 'reply' || !reply)
    return isTeamTalk(edit, edit.mentionsStaff) ? { as: 'talk', was: 'draft' } : { as: 'taken' };
  if (reply.status === 'held') return { as: 'taken' };
  return { as: 'late', refusal: reply.status === 'leaving' ? 'reply-already-leaving' : 'reply-already-sent' };
}

interface Asked {
  remarkId: RemarkRow['id'];
  enquiry: Enquiry;
  edit: Edit;
  now: Instant;
}

async function planEdit(parts: Parts, asked: Asked): Promise<{ plan: Plan; outcome: EditOutcome }> {
  const { store } = parts;
  const { remarkId, edit } = asked;
  const remark = await store.remark(remarkId);
  if (!remark || remark.lane === 'deleted') return { plan: { events: [] }, outcome: { as: 'nothing' } };
  const files = await filesOf(parts, remark.postRef);
  // What has left already belongs to the message that was sent, and is not among these.
  const gone = edit.files ? files.filter(each => !edit.files?.includes(each.id)) : [];
  if (saysTheSame(remark, edit) && gone.length === 0) return { plan: { events: [] }, outcome: { as: 'nothing' } };

  const words = wordsOf(edit);
  const dropped: Op[] = gone.map(({ id }) => ({ do: 'delete', table: 'attachments', where: { id } }));
  /** The remark with the new words, and its other changes, beside what happens to its reply. */
  const plan = (set: Partial<Rows['remarks']>, events: EnquiryEvent[], reply?: Reply, ops: Op[] = []): Plan => ({
    events,
    ops: [{ do: 'update', table: 'remarks', id: remark.id, set: { ...words, ...set } }, ...dropped, ...ops],
    ...(reply ? { replies: [reply] } : {}),
  });
  const talk = isTeamTalk(edit, edit.mentionsStaff);
  if (remark.lane === 'preview') {
    if (talk) return { plan: plan({ lane: 'talk' }, []), outcome: { as: 'talk', was: 'draft' } };
    return { plan: plan({}, []), outcome: { as: 'draft', remark: { ...remark, ...words } } };
  }
  const reply = remark.lane === 'reply' && remark.replyId ? await store.reply(remark.replyId) : null;
  if (!reply) return { plan: plan({}, []), outcome: { as: 'taken' } };
  const withFiles = files.some(each => !each.withheld && !gone.includes(each));
  const stops = !talk && (await stopsAnew(parts, asked.enquiry, remark, words));
  return planReplyEdit(parts, { ...asked, remark, reply, words, talk, withFiles, stops, plan });
}

interface AskedOfReply extends Asked {
  remark: RemarkRow;
  reply: Reply;
  words: ReturnType<typeof wordsOf>;
  talk: boolean;
  withFiles: boolean;
  /** Something in the new words is looked at twice, and was not there before. */
  stops: boolean;
  plan(set: Partial<Rows['remarks']>, events: EnquiryEvent[], reply?: Reply, ops?: Op[]): Plan;
}

/** The words are on their way: changed while they are held, or stopped, or it is too late. */
function planReplyEdit(parts: Parts, asked: AskedOfReply): { plan: Plan; outcome: EditOutcome } {
  const { enquiry, remark, reply, now, plan } = asked;
  const { formatted, leftOut } = asked.words;
  const by = remark.staffId;
  const limits = parts.channel(enquiry.channelId)?.limits;
  const words = sendable(asked.words);
  const hasFiles = asked.withFiles && Boolean(limits?.attachments);
  const tooLong = lengthOver(limits, words, enquiry.visibility) > 0;
  const change = decideReply(enquiry, reply, { do: 'edit', by, text: words, tooLong, wroteIt: true, hasFiles }, now);
  const taken = (events: EnquiryEvent[]): { plan: Plan; outcome: EditOutcome } => ({
    plan: plan({}, events, undefined, [
      {
        do: 'update',
        table: 'replies',
        id: reply.id,
        set: { text: words, formatted: formattedFor(words, formatted) },
      },
    ]),
    outcome: { as: 'taken' },
  });
  const stop = decideReply(enquiry, reply, { do: 'withdraw', by, because: 'undo', wroteIt: true }, now);
  if (!stop.ok) {
    // What failed reached nobody: it is tried again with the new words.
    if (change.ok && !asked.talk && !asked.stops) return taken(change.events);
    // Tried again, a public reply leaves as it was confirmed.
    const first = change.ok
      ? asked.stops && ('look-again' as const)
      : change.refusal === 'public-not-confirmed' && change.refusal;
    const refusal = (!asked.talk && first) || stop.refusal;
    return { plan: plan({}, []), outcome: { as: 'late', refusal } };
  }
  const stopped = (lane: RemarkRow['lane']) => plan({ lane, replyId: null }, stop.events, reply);
  if (asked.talk) return { plan: stopped('talk'), outcome: { as: 'talk', was: 'reply' } };
  const loses = leftOut?.some(each => !remark.leftOut?.includes(each)) ?? false;
  if (asked.edit.mayMention || loses || asked.stops || marksSomethingNew(remark, asked.words)) {
    const draft: RemarkRow = { ...remark, ...asked.words, lane: 'preview', replyId: null };
    return { plan: stopped('preview'), outcome: { as: 'draft', remark: draft } };
  }
  if (!change.ok && change.refusal === 'public-not-confirmed') {
    const draft: RemarkRow = { ...remark, ...asked.words, lane: 'preview', replyId: null };
    return { plan: stopped('preview'), outcome: { as: 'draft', remark: draft, stopped: true } };
  }
  if (!change.ok) return { plan: stopped('talk'), outcome: { as: 'stopped', refusal: change.refusal } };
  return taken(change.events);
}

/** What stops the new words, and did not stop those that their author sent. */
async function stopsAnew(parts: Parts, enquiry: Enquiry, before: Spoken, after: Spoken): Promise<boolean> {
  const were = (await openStops(parts, enquiry, before)).map(each => each.words);
  return (await openStops(parts, enquiry, after)).some(each => !were.includes(each.words));
}

/** A line that looks like team talk and was not there when its author pressed Send. */
function marksSomethingNew(before: Spoken, after: Spoken): boolean {
  const lines = (words: Spoken) => Object.values(doubtsOf(words)).flat();
  const known = lines(before);
  return lines(after).some(line => !known.includes(line));
}
