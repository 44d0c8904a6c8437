/** Records what staff say about who wrote a mail that looks like a colleague's but could not be verified. */
import { decide } from '../core/decide.ts';
import { refuse } from '../core/enquiry.ts';
import type { EnquiryId, MessageId, StaffId } from '../core/ids.ts';
import { maybeColleague, WORDS } from '../desk/wording.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow } from '../ports/rows.ts';
import type { Op, Recorded } from '../ports/store.ts';

export function sayWhoWrote(
  { store, recorder }: Parts,
  enquiryId: EnquiryId,
  messageId: MessageId,
  by: StaffId,
  whose: 'ours' | 'theirs',
): Promise<Recorded> {
  return recorder.change(enquiryId, async ({ enquiry, replies, now }) => {
    const message = await store.message(messageId);
    // A merged enquiry refuses in its own words; after a split the message has buttons of its own where it is.
    if (enquiry.status !== 'merged' && message?.enquiryId !== enquiryId) return refuse('message-moved');
    if (!message?.from) return refuse('said-already');
    const history = await store.events(enquiryId);
    const first = history[0]?.event;
    const opened = first?.type === 'EnquiryOpened' && first.message === messageId;
    const asked = message.from.maybeOurs ? (opened ? 'alone' : message.from.maybeOurs) : null;
    const decision =
      whose === 'ours'
        ? decide(enquiry, replies, { do: 'sayOurs', by, message: messageId, asked, history }, now)
        : decide(enquiry, replies, { do: 'sayTheirs', by, message: messageId, asked }, now);
    if (!decision.ok) return decision;
    const set = withoutQuestion(message, message.from, whose, opened);
    const ops: Op[] = [{ do: 'update', table: 'messages', id: messageId, set }];
    return { events: decision.events, ops, replies };
  });
}

/** The message without the question: an answer of ours where the customer got it. */
function withoutQuestion(
  { warnings }: MessageRow,
  from: NonNullable<MessageRow['from']>,
  whose: 'ours' | 'theirs',
  opened: boolean,
): Partial<MessageRow> {
  const { maybeOurs, ...sender } = from;
  const kept = warnings.filter(each => each !== maybeColleague(from));
  if (whose === 'theirs') return { from: sender, warnings: kept };
  if (maybeOurs === 'answered' && !opened) return { from: sender, warnings: kept, direction: 'out' };
  return { from: sender, warnings: [opened ? WORDS.colleagueWrote : WORDS.colleagueAside, ...kept] };
}
