/** What stands in place of a message that is aimed at staff, and what can be done about it. Pure. */
import type { Enquiry, EnquiryEvent } from '../core/enquiry.ts';
import { type EnquiryId, looksLikeId, type MessageId } from '../core/ids.ts';
import type { Shielded } from '../core/message.ts';
import { DAY, type DurationMs } from '../core/time.ts';
import type { ButtonId, ButtonView } from '../ports/button.ts';
import type { Who } from './wording.ts';

/** How a message sounds, with what the team said of it. */
export type Tone = Pick<Shielded, 'level' | 'threat' | 'despair' | 'gist'>;

export const PLAIN_TONE: Tone = { level: 'none', gist: null };

/** How long a customer is paused: until everybody has slept over it. */
export const PAUSE: DurationMs = DAY;

export const SHIELD_WORDS = {
  strong: 'Strong language',
  folded: ({ gist, threat }: Tone) =>
    `This message may be upsetting: ${threat ? 'there is a threat in it' : 'it is aimed at staff'}. ${gist === null ? 'It does not say what they need.' : `What they need: ${gist}`}`,
  part: 'Quoted text that may be upsetting',
  file: 'It came with a message that may be upsetting. Press Show to see it.',
  summary: ({ gist }: Tone) =>
    gist === null ? 'A message that may be upsetting.' : `A message that may be upsetting. What they need: ${gist}`,
  despair:
    'This may be somebody who thinks of hurting themselves. Answer soon and kindly: ask whether they are safe now, and tell them whom they can call day and night where they live. If they seem to be in danger, call the emergency number. You need not do this alone: ask a colleague to read along.',
  was: 'This was abuse',
  which: 'Which message was it? It is folded for everybody.',
  of: (when: string, newest: boolean) => `${when}${newest ? ' (the newest)' : ''}`,
  ask: 'Is it aimed at you? It can be folded.',
  choose: 'You need not read it to help. Whoever opens it sees it alone.',
  isPaused: 'This customer is paused: what they write alerts nobody.',
  onlyYou: 'Only you see this',
  opened: (customer: string) => `${customer} wrote:`,
  passed: (number: number, customer: string) => `#${number} ${customer}: who can take this one? It is a hard one.`,
  taken: 'You passed it on. Nobody has to say why.',
  notYours: 'Somebody else has this one now.',
  marked: (abuse: boolean) =>
    abuse
      ? 'It is folded now. Thank you: the next one like it will be, too.'
      : 'It is shown as it is now. Thank you: less will be folded.',
  paused: (customer: string, by: string, until: string) =>
    `${by} paused ${customer} until ${until}. What they write is kept and shown here, and alerts nobody.`,
  unpaused: (customer: string, by: string) => `${by} ended the pause of ${customer}.`,
  threat: (number: number, customer: string) =>
    `A message in #${number} (${customer}) has a threat in it. It is folded in its thread; nobody has to read it to help. Please look after whoever has it, and decide whether to tell the police.`,
  threatHere: (number: number) =>
    `A message in #${number} has a threat in it. It is folded in its thread. Please look after whoever has it, and decide whether to tell the police.`,
  threatElsewhere: (room: string) =>
    `A message in the room ${room} has a threat in it. Please ask somebody there to look after it with you.`,
  noFiles: 'Its files are in the thread already, or there are none.',
};

export function isFolded(tone: Tone | undefined): boolean {
  return tone?.level === 'aimed';
}

const button = (id: ButtonId, label: string, value: string, look: ButtonView['look'] = 'plain'): ButtonView => ({
  id,
  label,
  value,
  look,
});

/** On a message that is folded: to see it, to let somebody else have it, to say where the line is, to have quiet. */
export function foldButtons(
  { id, status }: Pick<Enquiry, 'id' | 'status'>,
  messageId: string,
  { answerable, paused }: { answerable: boolean; paused: boolean },
): ButtonView[] {
  const about = `${id} ${messageId}`;
  const ended = status === 'merged' || status === 'spam';
  const living = !ended && status !== 'resolved';
  return [
    button('message.open', 'Show', about),
    ...(living ? [button('shield.pass', 'Pass it on', id)] : []),
    ...(answerable && !ended ? [button('shield.boundary', 'Boundary text …', id)] : []),
    ...(ended ? [] : [paused ? unpauseButton(id) : button('customer.pause', 'Pause for a day', id)]),
    button('shield.not', 'Not abuse', about),
  ];
}

export function unpauseButton(enquiryId: string): ButtonView {
  return button('customer.unpause', 'End the pause', enquiryId);
}

/** On a message that was not folded. */
export function wasButton(enquiryId: string, messageId: string): ButtonView {
  return button('shield.was', SHIELD_WORDS.was, `${enquiryId} ${messageId}`);
}

const ON_MESSAGE = {
  'message.open': 'open',
  'message.files': 'files',
  'shield.not': 'not',
  'shield.was': 'was',
} as const;
const ON_ENQUIRY = {
  'shield.pass': 'pass',
  'shield.boundary': 'boundary',
  'customer.pause': 'pause',
  'customer.unpause': 'unpause',
} as const;

export type ShieldMeaning =
  | {
      as: 'shield';
      do: (typeof ON_MESSAGE)[keyof typeof ON_MESSAGE];
      enquiryId: EnquiryId;
      messageId: MessageId;
    }
  | {
      as: 'shield';
      do: (typeof ON_ENQUIRY)[keyof typeof ON_ENQUIRY] | 'newest';
      enquiryId: EnquiryId;
      messageId?: never;
    };

/** The line of a pause; null for everything else. */
export function pauseLine(event: EnquiryEvent, who: Pick<Who, 'customer' | 'name' | 'clock'>): string | null {
  if (event.type !== 'CustomerPaused') return null;
  const by = who.name(event.by);
  return event.until === null
    ? SHIELD_WORDS.unpaused(who.customer, by)
    : SHIELD_WORDS.paused(who.customer, by, who.clock(event.until));
}

/** What a button of the shield stands for; null for the others, and where its value does not fit. */
export function nameShield(id: ButtonId, value: string): ShieldMeaning | null {
  const [enquiryId, messageId] = value.split(' ');
  if (!looksLikeId('enquiry', enquiryId)) return null;
  if (id === 'shield.was' && messageId === undefined) return { as: 'shield', do: 'newest', enquiryId };
  if (Object.hasOwn(ON_ENQUIRY, id) && messageId === undefined)
    return { as: 'shield', do: ON_ENQUIRY[id as keyof typeof ON_ENQUIRY], enquiryId };
  if (Object.hasOwn(ON_MESSAGE, id) && looksLikeId('message', messageId))
    return { as: 'shield', do: ON_MESSAGE[id as keyof typeof ON_MESSAGE], enquiryId, messageId };
  return null;
}
