/** Sends a message to the customer on request: holds it, or tells its author why it cannot be sent. */
import { HINTS_MAX } from '../coach/checks.ts';
import type { RefusalCode } from '../core/enquiry.ts';
import type { ChannelId } from '../core/ids.ts';
import { clampText, isToUs } from '../core/message.ts';
import type { Staff } from '../core/staff.ts';
import { noticeView } from '../desk/cards.ts';
import { isFolded, SHIELD_WORDS } from '../desk/shielded.ts';
import { refusalWords } from '../desk/wording.ts';
import type { Parts } from '../ports/parts.ts';
import type { RemarkRow } from '../ports/rows.ts';
import type { Person } from '../ports/staff.ts';
import { changedSince } from '../posting/changes.ts';
import { openStops } from '../posting/coaching.ts';
import { senderOn } from '../posting/name-shown.ts';
import { nameHint, previewKey, showPreview, showRefusal, tell } from '../posting/privately.ts';
import { toneOf } from '../posting/tone.ts';
import { whoOf } from '../posting/who.ts';
import { holdReply } from '../reply/hold.ts';
import { markSeen } from '../reply/remark.ts';
import { offerReminder } from './remember.ts';

/** Refusals to which the preview is the answer: it shows what would be sent, or why nothing can be. */
const SHOWN: (RefusalCode | 'unknown')[] = ['changed-since', 'public-not-confirmed', 'not-from-here'];

/**
 * Holds the reply, or says why not; the preview goes either way, unless it has to be looked at: the customer wrote
 * meanwhile, it is another one now, or everybody could read it and no preview was pressed.
 */
export async function send(
  parts: Parts,
  remark: RemarkRow,
  staff: Staff,
  by: Person,
  andResolve: boolean,
  actionId: string,
  /** What the button was shown with; absent where the words came along with the act itself. */
  shown?: string | null,
  /** Stops that were shown with it. */
  confirmed?: readonly string[],
) {
  const seenAs = { ...(shown === undefined ? {} : { shown }), ...(confirmed ? { confirmed } : {}) };
  const recorded = await holdReply(parts, { remark, by: staff.id, andResolve, ...seenAs });
  if (recorded.ok) {
    if (shown === undefined && recorded.events.length) await tellName(parts, remark, staff, recorded.enquiry.channelId);
    await tell(parts, remark.enquiryId, by.deskRef, null, previewKey(remark.id));
    return offerReminder(parts, recorded, by);
  }
  if (recorded.refusal === 'look-again') return showStops(parts, remark, by, confirmed);
  if (SHOWN.includes(recorded.refusal)) {
    const current = await parts.store.remark(remark.id);
    const enquiry = await parts.store.enquiry(remark.enquiryId);
    if (!current || !enquiry) return;
    const who = await whoOf(parts, enquiry);
    const changed = shown ? await changedSince(parts, current, staff.id, shown, who) : null;
    const why = recorded.refusal === 'not-from-here' ? [] : [changed ?? refusalWords(recorded.refusal, who)];
    return showPreview(parts, current, by, why);
  }
  if (recorded.refusal !== 'customer-wrote-again') {
    return showRefusal(parts, remark.enquiryId, by, recorded.refusal, `refused:${actionId}`, remark);
  }
  const enquiry = await parts.store.enquiry(remark.enquiryId);
  if (!enquiry) return;
  const newest = (await parts.store.messages(enquiry.id)).findLast(isToUs);
  const seen = await markSeen(parts, remark, enquiry.customerMessages);
  const who = await whoOf(parts, enquiry);
  const tone = newest && (await toneOf(parts.store, newest));
  const wrote = newest && (tone && isFolded(tone) ? SHIELD_WORDS.folded(tone) : clampText(newest.text, 1_000).text);
  const hint = refusalWords('customer-wrote-again', who);
  await showPreview(parts, seen, by, wrote ? [hint, `${who.customer}: ${wrote}`] : [hint]);
}

/** Pressed once: what stops it is seen now, and the next press sends it. */
export async function showStops(
  parts: Parts,
  { id }: RemarkRow,
  by: Person,
  before: readonly string[] = [],
): Promise<void> {
  const remark = await parts.store.remark(id);
  const enquiry = remark && (await parts.store.enquiry(remark.enquiryId));
  if (!remark || !enquiry) return;
  const seen = (await openStops(parts, enquiry, remark, before)).slice(0, HINTS_MAX).map(each => each.check);
  const hint = refusalWords('look-again', await whoOf(parts, enquiry));
  return showPreview(parts, remark, by, [hint], { confirmed: [...before, ...seen] });
}

/** Where no preview said so before: under which name their first reply goes out. */
async function tellName(parts: Parts, remark: RemarkRow, staff: Staff, channelId: ChannelId): Promise<void> {
  const [hint] = await nameHint(parts, staff, channelId, await senderOn(parts, staff, channelId));
  if (hint) await tell(parts, remark.enquiryId, staff.deskRef, noticeView(hint), `name:${staff.id}`);
}
