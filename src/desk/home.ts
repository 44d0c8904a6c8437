/** The sentences on a person's home page. Pure. */
import type { Enquiry } from '../core/enquiry.ts';
import { clampText, firstLine } from '../core/message.ts';
import type { NameRule } from '../core/name-shown.ts';
import { type DurationMs, durationInWords, durationText, type Instant, SECOND } from '../core/time.ts';
import type { ButtonView } from '../ports/button.ts';
import type { Channel } from '../ports/channel.ts';
import type { EnquiryLine, HomeView } from '../ports/views.ts';
import { button } from './cards.ts';
import { aboutWords, NAME_RULE_WORDS, type Side, sendLabel, withSide } from './wording.ts';

const DRAFT_CHARS = 300;

export function enquiryLine(
  enquiry: Enquiry,
  customer: string | null,
  side: Side | null,
  thread: string | null,
  now: Instant,
  more: Pick<EnquiryLine, 'late' | 'next'> = {},
): EnquiryLine {
  const { id: enquiryId, number, status, waitingSince } = enquiry;
  const waited = waitingSince === null ? null : durationInWords(now - waitingSince);
  const wait = waited === null ? '' : waited === 'just now' ? ', wrote just now' : `, waits ${waited}`;
  const words = withSide(side, `${customer ?? 'a customer'}: ${firstLine(aboutWords(enquiry), 80)} (${status}${wait})`);
  return { enquiryId, number, words, thread, ...more };
}

/** Who waits for us comes first, the longest first; then what waits for the customer. */
export function byUrgency(one: Enquiry, other: Enquiry): number {
  const [since, than] = [one, other].map(each => each.waitingSince ?? Number.MAX_SAFE_INTEGER) as [number, number];
  return since - than || one.openedAt - other.openedAt;
}

/** The next step of an enquiry, for somebody who sees it in a list: nobody resolves what they have not read. */
export function nextStep({ id, ownerId, waitingSince }: Enquiry, answerable: boolean): ButtonView | null {
  if (ownerId === null) return button('enquiry.claim', 'Claim', id);
  return waitingSince !== null && answerable ? button('enquiry.reply', 'Reply', id) : null;
}

interface Draft {
  remarkId: string;
  text: string;
  line: EnquiryLine;
  /** What does not reach the customer, and whom it reaches. */
  notes: string[];
  /** Goes back with Send: what its author saw. Null when nothing would be left to send. */
  fingerprint: string | null;
  side: Side | null;
}

export function draftView({ remarkId, text, line, notes, fingerprint, side }: Draft): HomeView['drafts'][number] {
  const value = `${remarkId} ${fingerprint}`;
  // Only a part of it is shown here: what everybody can read is confirmed in its preview.
  const press =
    side === 'PUBLIC'
      ? button('reply.send', 'Show the preview', remarkId, 'primary')
      : button('reply.send', sendLabel(side), value, 'primary', 'Send this to the customer?');
  const send = fingerprint === null ? [] : [press];
  return {
    enquiryId: line.enquiryId,
    words: [`#${line.number} ${line.words}`, ...notes].join(' '),
    text: clampText(text, DRAFT_CHARS).text,
    thread: line.thread,
    buttons: [...send, button('reply.keep', 'Keep as team talk', remarkId)],
  };
}

/** How a channel is, and the line that an admin puts elsewhere so that it works. @param channel null: not open here */
export function channelState(channel: Channel | null): {
  words: string;
  paste: { label: string; line: string } | null;
  ok: boolean;
} {
  if (!channel) return { words: 'not running here', paste: null, ok: false };
  const trouble = channel.trouble?.() ?? null;
  const words = trouble ?? channel.status?.() ?? (channel.addresses?.join(', ') || 'running');
  return { words, paste: channel.paste ?? null, ok: trouble === null };
}

export function holdWords(kinds: { label: string; holdMs: DurationMs }[]): string {
  return kinds.map(({ label, holdMs }) => `${label} ${holdMs / SECOND} s`).join(', ');
}

export function answerWords(kinds: { label: string; within: DurationMs | null }[]): string {
  return kinds.map(({ label, within }) => `${label} ${durationText(within)}`).join(', ');
}

/** "What each person chose; help: First names only" */
export function nameRuleWords(everywhere: NameRule, channels: { name: string; rule: NameRule }[]): string {
  const others = channels.filter(each => each.rule !== everywhere);
  return [NAME_RULE_WORDS[everywhere], ...others.map(({ name, rule }) => `${name}: ${NAME_RULE_WORDS[rule]}`)].join(
    '; ',
  );
}

/** "Refund, Appointment" */
export function checklistWords(reasons: readonly string[]): string {
  return reasons.length ? reasons.join(', ') : 'none yet';
}
