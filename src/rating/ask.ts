/**
 * Asks a customer once after each resolution how it went: by email with a link to a page, or in the chat. Nobody is asked
 * twice in a day, nor when only automatic mail came from them.
 */
import { subjectGiven } from '../core/about.ts';
import type { Identity } from '../core/customer.ts';
import { type Say, textsIn } from '../core/customer-texts/texts.ts';
import { decide } from '../core/decide.ts';
import type { Enquiry, EnquiryEvent } from '../core/enquiry.ts';
import type { EnquiryId } from '../core/ids.ts';
import { DAY, type DurationMs, type Instant } from '../core/time.ts';
import { forgetOld, timeIn } from '../ports/forgetting.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow } from '../ports/rows.ts';
import { mayMachineSpeak, sayByMachine, whoWrote } from '../posting/by-machine.ts';

const PER_ADDRESS: DurationMs = DAY;
/**
 * Longer than its row among what was seen (a week): that one is named by when they were asked before, and by nothing where
 * this is not known, so it would stand in the way of the next question.
 */
const REMEMBERED: DurationMs = 30 * DAY;
const OWNER = 'automation';
const ASKED = 'rated-addresses';

/** @param of when it was resolved; whatever was reopened since is not asked about */
export async function askRating(parts: Parts, enquiryId: EnquiryId, of: Instant): Promise<void> {
  const { store, clock } = parts;
  const enquiry = await store.enquiry(enquiryId);
  const channel = enquiry && parts.channel(enquiry.channelId);
  if (!enquiry || !channel || enquiry.status !== 'resolved' || enquiry.resolvedAt !== of) return;
  const events = (now: Enquiry): EnquiryEvent[] => {
    const decision = decide(now, [], { do: 'askRating', of }, clock.now());
    return decision.ok ? decision.events : [];
  };
  if (channel.limits.automaticAnswer === 'forbidden') return;
  // A live customer is asked in the chat.
  if (channel.watched) {
    await parts.recorder.change(enquiryId, ({ enquiry: now }) => ({ events: events(now) }));
    return;
  }
  if (!mayMachineSpeak(channel) || !parts.asksRating(channel.kind)) return;
  const known = await whoWrote(parts, enquiry);
  if (!known) return;
  const { identity, customer, name, messages, first, language } = known;
  if (first.kind !== 'human' || identity.standing || !(await wasAnswered(parts, messages))) return;
  if (!(await mayAsk(parts, identity))) return;
  const link = parts.rateLink(enquiryId, of);
  await sayByMachine(parts, {
    enquiry,
    channel,
    identity,
    customer,
    about: first,
    language,
    text: wordsFor(textsIn(language), name, subjectGiven(enquiry.subject, messages), link),
    events,
  });
}

/** Whether any answer reached them; a bounced one does not count. */
async function wasAnswered({ store }: Parts, messages: MessageRow[]): Promise<boolean> {
  for (const { direction, replyId } of messages) {
    if (direction !== 'out') continue;
    const reply = replyId && (await store.reply(replyId));
    if (!reply || reply.status === 'sent' || reply.status === 'delivered') return true;
  }
  return false;
}

/** Claims the slot before asking: of two processes one gets it. */
async function mayAsk({ store, clock, workspaceId }: Parts, { id, address }: Identity): Promise<boolean> {
  const shelf = store.shelf(OWNER);
  const now = clock.now();
  const last = (await shelf.get(ASKED, address))?.value as { at: Instant } | undefined;
  if (last && now - last.at < PER_ADDRESS) return false;
  const place = { id: `${workspaceId}:rating:${id}:${last?.at ?? 'first'}`, workspaceId, at: now };
  if (!(await store.commit([{ do: 'insert', table: 'seen', row: place }])).ok) return false;
  return shelf.put(ASKED, address, { at: now }, now);
}

/** Forgets who was asked long ago: else there would be a record for each address that was ever asked. */
export async function forgetRated({ store, clock }: Pick<Parts, 'store' | 'clock'>): Promise<void> {
  await forgetOld(store.shelf(OWNER), ASKED, { before: clock.now() - REMEMBERED, at: timeIn });
}

function wordsFor(say: Say, name: string | null, subject: string | null, link: string): string {
  return [
    name ? say('helloName', { name }) : say('hello'),
    subject ? say('closedEnquiryAbout', { subject }) : say('closedEnquiry'),
    `${say('rateHere')}\n${link}`,
    say('stillOpen'),
  ].join('\n\n');
}
