/** Finds the enquiry a customer's message belongs to, by what the message answers or by the running conversation. */
import { continues } from '../core/decide.ts';
import type { Enquiry } from '../core/enquiry.ts';
import type { ChannelId, EnquiryId, IdentityId, ReplyId } from '../core/ids.ts';
import type { InboundMessage } from '../core/message.ts';
import type { Instant } from '../core/time.ts';
import type { EnquiryReads, ReplyReads, ThreadReads } from '../ports/reads.ts';
import { followMerges } from '../posting/merges.ts';

interface Match {
  /** Null: open a new enquiry. */
  enquiry: Enquiry | null;
  /** The earlier enquiry a new one continues. */
  linkedTo: Enquiry | null;
  /** An enquiry whose message was answered by somebody who took no part in it: told to staff, never joined. */
  doubtful: Enquiry | null;
  /** The sender took no part so far, but holds a signed address of ours: shown in the thread, and held until staff allow it. */
  stranger: boolean;
  /** How it was found; kept in the log for "why did this land there?". */
  by: 'proof' | 'name' | 'number' | 'conversation' | null;
}

export interface Sender {
  identityId: IdentityId | null;
  channelId: ChannelId;
  channelKind: string;
  threads: 'names' | 'flat';
}

/** What matching looks at. */
type MatchReads = EnquiryReads & ReplyReads & ThreadReads;

export async function matchEnquiry(
  store: MatchReads,
  message: InboundMessage,
  sender: Sender,
  now: Instant,
): Promise<Match> {
  const none: Match = { enquiry: null, linkedTo: null, doubtful: null, stranger: false, by: null };
  if (sender.threads === 'flat') {
    const { identityId, channelId } = sender;
    const newest = identityId ? await store.newestEnquiryOf(identityId, channelId, message.visibility) : null;
    const living = newest && (await followMerges(store, newest));
    if (!living || isForgotten(living)) return none;
    return continues(living, now) ? { ...none, enquiry: living, by: 'conversation' } : { ...none, linkedTo: living };
  }
  let doubtful: Enquiry | null = null;
  let held: Enquiry | null = null;
  const living: { enquiry: Enquiry; found: Enquiry; by: 'proof' | 'name' | 'number' }[] = [];
  for (const { enquiryId, by } of await candidates(store, message, sender)) {
    const found = await store.enquiry(enquiryId);
    const enquiry = found && (await followMerges(store, found));
    // Answers go where the enquiry came from: what was written in private never joins one that everybody can read.
    // Of somebody who was erased nothing goes on: whoever writes now is new.
    const there = enquiry && isForgotten(enquiry) ? null : enquiry;
    if (there?.visibility === message.visibility && found) living.push({ enquiry: there, found, by });
  }
  // The sender's own enquiry comes before one that merely has them in copy: a stranger can reuse a name of their mail.
  const isOwn = (each: Enquiry) => sender.identityId !== null && each.identityId === sender.identityId;
  living.sort((a, b) => Number(isOwn(b.enquiry)) - Number(isOwn(a.enquiry)));
  for (const { enquiry: one, found, by } of living) {
    const took = await takesPart(store, [one, found], message, sender);
    if (took && message.trust !== 'fail')
      return continues(one, now) ? { ...none, enquiry: one, by } : { ...none, linkedTo: one };
    // Whoever got hold of a Message-ID (a leaked forward) must not read or steer somebody else's thread.
    if (by === 'proof' && message.trust !== 'fail' && continues(one, now)) held ??= one;
    else doubtful ??= one;
  }
  if (held) return { ...none, enquiry: held, stranger: true, by: 'proof' };
  return { ...none, doubtful };
}

/** Its customer was erased. Where only its words were removed, a new enquiry still says which one it follows. */
function isForgotten({ erasedAt, keptDays }: Enquiry): boolean {
  return erasedAt != null && keptDays == null;
}

/** Enquiries it may belong to: signed addresses of ours first, then names of messages, then a number in its subject. */
async function candidates(
  store: MatchReads,
  message: InboundMessage,
  sender: Sender,
): Promise<{ enquiryId: EnquiryId; by: 'proof' | 'name' | 'number' }[]> {
  const found: { enquiryId: EnquiryId; by: 'proof' | 'name' | 'number' }[] = [];
  for (const proof of message.proofs ?? []) {
    if (proof.of === 'enquiry') found.push({ enquiryId: proof.id as EnquiryId, by: 'proof' });
    else {
      const reply = await store.reply(proof.id as ReplyId);
      if (reply) found.push({ enquiryId: reply.enquiryId, by: 'proof' });
    }
  }
  for (const ref of await store.refs(nameKind(sender.channelKind), message.answers))
    found.push({ enquiryId: ref.enquiryId, by: 'name' });
  const number = /\[#(\d{1,9})\]/.exec(message.subject ?? '')?.[1];
  // Anybody can type a number: it counts only for those who take part.
  const numbered = number && sender.identityId ? await store.enquiryByNumber(Number(number)) : null;
  if (numbered && (await takesPart(store, [numbered], message, sender)))
    found.push({ enquiryId: numbered.id, by: 'number' });
  const seen = new Set<string>();
  return found.filter(each => !seen.has(each.enquiryId) && seen.add(each.enquiryId));
}

async function takesPart(
  store: MatchReads,
  enquiries: Enquiry[],
  message: InboundMessage,
  { identityId }: Sender,
): Promise<boolean> {
  if (identityId !== null && enquiries.some(each => each.identityId === identityId)) return true;
  for (const each of enquiries) if (await store.isParticipant(each.id, message.from.address)) return true;
  return false;
}

/** The kind under which a channel's names of messages are kept. */
export function nameKind(channelKind: string): string {
  return `name:${channelKind}`;
}
