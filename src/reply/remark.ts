/** Stores what staff write in a thread: always as team talk first; only a deliberate act turns it into a reply. */
import type { Enquiry } from '../core/enquiry.ts';
import { formattedFor, lookOf, type Passage } from '../core/formatted.ts';
import type { MessageId } from '../core/ids.ts';
import { cleanText } from '../core/message.ts';
import type { Reply } from '../core/reply.ts';
import type { Staff } from '../core/staff.ts';
import { type Intent, intentOf } from '../desk/actions.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageReads, RemarkReads } from '../ports/reads.ts';
import type { RemarkRow } from '../ports/rows.ts';
import { cautionsOf } from '../posting/answering.ts';
import { openStops } from '../posting/coaching.ts';
import { leavingOf } from '../posting/left-out.ts';
import { reachOf, reachWarnings } from '../posting/reach.ts';

interface WrittenRemark {
  enquiry: Enquiry;
  staff: Staff;
  postRef: string;
  text: string;
  formatted?: Passage[] | null;
  leftOut?: string[] | null;
  mentionsStaff: boolean;
  /** Shown to its author first even in a room in direct mode. */
  previewOnly?: boolean;
  /** It was deleted before it came: kept only so that it is known when it does. */
  deleted?: boolean;
}

/**
 * Stores a staff message and says which lane it is in; `stops`: why it did not leave by itself. A message that comes twice is the same remark: the lane of the
 * first time holds.
 */
export async function writeRemark(
  parts: Parts,
  written: WrittenRemark,
): Promise<{ remark: RemarkRow; lane: Intent; stops?: string[] }> {
  const { enquiry, staff } = written;
  const room = await parts.store.room(enquiry.roomId);
  const ends =
    enquiry.status === 'spam' || enquiry.status === 'merged' || !parts.kinds.of(enquiry.channelKind).answerable;
  const asked = intentOf({
    ...wordsOf(written),
    mentionsStaff: written.mentionsStaff,
    mayReply: !ends && (enquiry.ownerId === null || enquiry.ownerId === staff.id),
    isOwner: enquiry.ownerId === staff.id,
    replyMode: written.previewOnly ? 'preview' : (room?.replyMode ?? 'preview'),
  });
  const words = wordsOf(written);
  // What its author sees and the customer would not get is seen by its author first, also in direct mode.
  const stops = asked === 'send' ? (await openStops(parts, enquiry, words)).map(each => each.check) : [];
  const doubtful = asked === 'send' && (stops.length > 0 || (await isDoubtful(parts, enquiry, written)));
  const lane = doubtful ? 'preview' : asked;
  const remark: RemarkRow = {
    id: parts.ids.make('remark'),
    workspaceId: parts.workspaceId,
    enquiryId: enquiry.id,
    staffId: staff.id,
    postRef: written.postRef,
    ...words,
    lane: written.deleted ? 'deleted' : lane === 'talk' ? 'talk' : 'preview',
    replyId: null,
    seenCustomerMessages: enquiry.customerMessages,
    onlyCustomer: null,
    writtenAt: parts.clock.now(),
  };
  const result = await parts.store.commit([{ do: 'insert', table: 'remarks', row: remark }]);
  if (result.ok) return { remark, lane, ...(stops.length ? { stops } : {}) };
  const there = await parts.store.remarkByPost(written.postRef);
  if (!there) throw new Error('A staff message could be neither stored nor found. It is tried again.');
  if (there.lane !== 'preview') return { remark: there, lane: 'talk' };
  // An edit was faster, and its words stand here now: they were not looked at, so they do not leave by themselves.
  return { remark: there, lane: lane === 'send' && !saysTheSame(there, written) ? 'preview' : lane };
}

/**
 * The customer would not get all of it, or somebody in copy would get nothing, or nobody reads where it goes, or the channel
 * has something to say of the words.
 */
async function isDoubtful(parts: Parts, enquiry: Enquiry, written: WrittenRemark): Promise<boolean> {
  const { leftOut, nothing } = await leavingOf(parts, enquiry, { ...wordsOf(written), postRef: written.postRef });
  if (leftOut.length > 0 || nothing || reachWarnings(await reachOf(parts, enquiry)).length > 0) return true;
  return (await cautionsOf(parts, enquiry, { text: written.text })).length > 0;
}

type Words = Pick<WrittenRemark, 'text' | 'formatted' | 'leftOut'>;

/** What is kept of a message: its words, their look as far as it says the same, and what is left out. */
export function wordsOf({ text, formatted, leftOut }: Words): Required<Words> {
  const clean = cleanText(text);
  return {
    text: clean,
    formatted: formattedFor(clean.trimEnd(), formatted),
    leftOut: leftOut?.length ? leftOut : null,
  };
}

/** An edit that changed nothing of it: a link that unfolded, a counter, a language that was noticed. */
export function saysTheSame(remark: RemarkRow, written: Words): boolean {
  const of = ({ text, formatted, leftOut }: Words) => [text, lookOf(formatted), ...(leftOut ?? [])].join('\n');
  return of(remark) === of(wordsOf(written));
}

/** Files that lie beside a staff message, kept under its name until they are sent. */
export function filesOf({ store }: { store: MessageReads }, postRef: string) {
  return store.attachmentsOf(filesPlace(postRef));
}

/** Files that leave with a reply: beside the words that it was made of, which from a form are in no post of their own. */
export async function filesOfReply({ store }: { store: MessageReads & RemarkReads }, reply: Reply) {
  const remark = await store.remarkOfReply(reply.id);
  const postRef = remark?.postRef ?? reply.postRef;
  return postRef ? filesOf({ store }, postRef) : [];
}

/** Where the files of a post are kept before they belong to a message. */
export function filesPlace(postRef: string): MessageId {
  return `post:${postRef}` as MessageId;
}

/** The author keeps it among colleagues. */
export async function keepRemark(parts: Parts, remark: RemarkRow): Promise<void> {
  if (remark.lane !== 'preview') return;
  await parts.store.commit([{ do: 'update', table: 'remarks', id: remark.id, set: { lane: 'talk' } }]);
}

/** The author leaves out those in copy, or takes them in again. */
export async function addressRemark(parts: Parts, remark: RemarkRow, onlyCustomer: boolean): Promise<RemarkRow> {
  const set = { onlyCustomer };
  await parts.store.commit([{ do: 'update', table: 'remarks', id: remark.id, set }]);
  return { ...remark, ...set };
}

/** The author has seen what the customer wrote meanwhile. */
export async function markSeen(parts: Parts, remark: RemarkRow, customerMessages: number): Promise<RemarkRow> {
  const set = { seenCustomerMessages: customerMessages };
  await parts.store.commit([{ do: 'update', table: 'remarks', id: remark.id, set }]);
  return { ...remark, ...set };
}
