/** Neutral views of an enquiry for every desk: the root card, messages, marks and previews. Pure. */

import { aboutOf, isFirstWords } from '../core/about.ts';
import type { Customer, Identity } from '../core/customer.ts';
import type { Enquiry } from '../core/enquiry.ts';
import type { Spoken } from '../core/formatted.ts';
import type { EnquiryId } from '../core/ids.ts';
import type { KindFacts, Kinds } from '../core/kinds.ts';
import { clampText, type FoldedText, WITHHELD_ASIDE } from '../core/message.ts';
import { reachesOthers } from '../core/practice.ts';
import type { Reply } from '../core/reply.ts';
import type { ButtonId, ButtonView } from '../ports/button.ts';
import type { Answering } from '../ports/channel.ts';
import type { AttachmentRow, MessageRow } from '../ports/rows.ts';
import type { CardView, HelpLine, LinkView, MarkView, MessageView, PrivateView } from '../ports/views.ts';
import { judgeTone } from '../shield/judge.ts';
import { sendable } from './actions.ts';
import { ARTICLE } from './article-words.ts';
import { ERASE } from './erase-words.ts';
import { ASKING } from './expert-words.ts';
import { GATHERING } from './gathering-words.ts';
import { linksOf } from './links.ts';
import { SAVED } from './saved-words.ts';
import { isFolded, PLAIN_TONE, SHIELD_WORDS, type Tone } from './shielded.ts';
import { shownAddress, shownFile, shownLabel, shownName, shownSubject } from './shown-name.ts';
import { similarButton } from './similar-words.ts';
import {
  aboutWords,
  foldLabel,
  MACHINE_WORDS,
  markWords,
  outcomeWords,
  previewLabel,
  sendLabel,
  sendTo,
  statusWords,
  type Who,
  WORDS,
  withSide,
} from './wording.ts';

/** Earlier enquiries on a card: more is a history, and there is a command for that. */
export const EARLIER_MAX = 3;
/** Lines of help on a card: more would be read by nobody. */
export const HELP_LINES_MAX = 3;
/** Others that a press merges with; for more there is the form. */
const MERGES_OFFERED_MAX = 2;
/** Of an item in a menu: Slack takes 75. */
const MERGE_CHARS_MAX = 60;
/** Addresses of others who took part, on a card: more than this is a wall on a phone. */
const OTHERS_SHOWN_MAX = 20;

/** A form has no post on the desk; its remark goes by this and the action's id. */
export const FORM_POST = 'form:';

interface CardParts {
  enquiry: Enquiry;
  customer: Customer;
  identity: Identity;
  message: MessageRow;
  attachments: Omit<AttachmentRow, 'content'>[];
  earlier: Enquiry[];
  /** Unfinished ones of the same customer, which this one may be merged with. */
  open?: Enquiry[];
  /** Of earlier enquiries, where they have one. */
  threads?: ReadonlyMap<string, string>;
  channelName: string;
  kinds: Kinds;
  textCharsMax: number;
  who: Who;
  /** Whether a reply can go from here. */
  answering?: Answering;
  /** How its message sounds. */
  tone?: Tone;
  /** What helps whoever answers. */
  help?: HelpLine[];
}

export function button(
  id: ButtonId,
  label: string,
  value: string,
  look: ButtonView['look'] = 'plain',
  confirm?: string,
): ButtonView {
  return confirm ? { id, label, value, look, confirm } : { id, label, value, look };
}

function addressed(view: ButtonView, to: string | null): ButtonView {
  return to === null ? view : { ...view, addressed: to };
}

/** Written in a form: there is no post of its author's on the desk. */
export function isFromForm({ postRef }: { postRef: string }): boolean {
  return postRef.startsWith(FORM_POST);
}

/** What a field of a form takes on every desk; Slack's is the smallest. Longer words would come back cut. */
const FORM_CHARS_MAX = 3_000;

/** Beside a mail that looks like a colleague's, until somebody says who wrote it. */
export function whoWroteButtons({ id, from }: MessageRow, enquiryId: string): ButtonView[] {
  if (!from?.maybeOurs) return [];
  return [
    button('enquiry.ours', WORDS.itWas(shownName(from.name ?? from.address)), `${enquiryId} ${id}`),
    button('enquiry.theirs', WORDS.itIsACustomer, `${enquiryId} ${id}`),
  ];
}

/** Opens the Reply form with these words in it, where they fit. */
export function editButtons(remark: { id: string; enquiryId: string; text: string }, label: string): ButtonView[] {
  if (remark.text.length > FORM_CHARS_MAX) return [];
  return [button('enquiry.reply', label, `${remark.enquiryId} ${remark.id}`)];
}

export function cardView(parts: CardParts): CardView {
  const { enquiry, customer, identity, who } = parts;
  const label = shownLabel(customer, identity, parts.kinds);
  const kind = parts.kinds.of(enquiry.channelKind);
  const { answering } = parts;
  const refused = answering?.refused ?? null;
  const links = answering ? linksOf(answering, '') : [];
  const { buttons, menu } = cardButtons(enquiry, identity, kind, refused === null, parts.open ?? []);
  const ended = enquiry.status === 'merged' || enquiry.status === 'spam';
  const asked = ended ? [] : whoWroteButtons(parts.message, enquiry.id);
  const machine = MACHINE_WORDS[parts.message.kind];
  const untouched = enquiry.status === 'resolved' && enquiry.customerMessages === 0 && enquiry.firstResponseAt === null;
  // Began with a machine's answer, and nobody has to do anything about it.
  const status = machine && untouched ? WORDS.nobodyWaits : statusWords(enquiry, who);
  return {
    enquiryId: enquiry.id,
    number: enquiry.number,
    version: enquiry.version,
    status: enquiry.status,
    statusWords: status,
    owner: enquiry.ownerId ? who.name(enquiry.ownerId) : null,
    ownerId: enquiry.ownerId,
    channel: `${kind.words} · ${parts.channelName}`,
    channelKind: enquiry.channelKind,
    direction: who.side,
    subject:
      enquiry.subject !== null && !isFolded(parts.tone) && saysMore(enquiry.subject, parts.message)
        ? shownSubject(enquiry.subject)
        : null,
    message: withoutLinks(
      messageView(parts.message, parts.attachments, label, identity.address, parts.textCharsMax, parts.tone),
      // Of one that is over no button is shown.
      ended ? [] : links,
    ),
    customerMessages: enquiry.customerMessages,
    waitingSince: enquiry.waitingSince,
    contactReason: enquiry.contactReason,
    earlier: parts.earlier.slice(0, EARLIER_MAX).map(each => {
      const thread = parts.threads?.get(each.id);
      const subject = each.subject === null ? null : shownSubject(each.subject);
      const about = { number: each.number, subject, outcome: outcomeWords(each) };
      return thread === undefined ? about : { ...about, thread };
    }),
    ...(parts.help?.length ? { help: parts.help.slice(0, HELP_LINES_MAX) } : {}),
    buttons: [...asked, ...buttons],
    menu,
    ...(answering && refused !== null && !ended ? { refused } : {}),
    ...(answering && links.length && !ended ? { links } : {}),
    summary: withSide(
      who.side,
      `${machine ? capital(machine) : 'Customer'} ${machine ? `from ${label}` : label} by ${kind.words}: ${summaryOf(enquiry.subject, parts.message, parts.tone)} ${status}${enquiry.ownerId ? `, ${who.name(enquiry.ownerId)} has it` : ''}.`,
    ),
  };
}

/** A subject that only repeats the words below it, or their beginning, is said once. */
function saysMore(subject: string | null, message: MessageRow): boolean {
  return !isFirstWords(subject, { subject: null, text: message.text });
}

/**
 * What a notification says of it: the matter without "Re:", and how the words begin. A phone shows two lines, and the first
 * half of them is who it is from.
 */
function ownWords(subject: string | null, message: MessageRow): string {
  const matter = subject?.replace(ANSWERS_TO, '').trim();
  const words = aboutOf({ subject: null, text: message.text });
  const said = [matter, words].filter((each, n, all) => each && all.indexOf(each) === n).join(': ') || 'no words';
  return /[.!?…]$/.test(said) ? said : `${said}.`;
}

/** On a phone nothing of what is folded is read by whoever looks at the time. */
function summaryOf(subject: string | null, message: MessageRow, tone: Tone = PLAIN_TONE): string {
  if (isFolded(tone)) return SHIELD_WORDS.summary(tone);
  return ownWords(subject === null ? null : shownSubject(subject), message);
}

/** "Re:", "AW: Fwd:", "[#12] Re:" in front of a subject, in the letters of many mail programs. */
const ANSWERS_TO =
  /^(?:\s*(?:\[[^\]]{0,20}\]|(?:re|aw|antw|sv|vs|ref|odp|ynt|fwd?|wg|tr|rv|enc|doorst|vb|pd|回复|答复|转发)(?:\s*\[\d+\])?\s*[:：]))+/iu;

/** What a button below leads to needs no line of its own. */
function withoutLinks(message: MessageView, links: readonly LinkView[]): MessageView {
  return { ...message, details: message.details.filter(each => !links.some(link => link.url === each.value)) };
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Enough, for now or for good: muted they are still read, blocked they can write no more. */
function standingButtons(enquiry: Enquiry, { standing }: Identity, { blocks }: KindFacts): ButtonView[] {
  // Where nothing can be refused there is only spam.
  if (!blocks) return [];
  if (standing) return [button('customer.unblock', standing === 'muted' ? 'Unmute' : 'Unblock', enquiry.id)];
  return [
    button('customer.mute', 'Mute this visitor', enquiry.id),
    button(
      'customer.block',
      'Block this visitor',
      enquiry.id,
      'danger',
      'Block this visitor? They can no longer write here, and for a day nobody can start a new chat from their network. You can undo this.',
    ),
  ];
}

/** Everything behind the menu of a card, for its owner and for everybody else. @param open a reply can go from here */
export function menuOf({ enquiry, identity, kinds }: Pick<CardParts, 'enquiry' | 'identity' | 'kinds'>, open: boolean) {
  return cardButtons(enquiry, identity, kinds.of(enquiry.channelKind), open).menu;
}

function cardButtons(
  enquiry: Enquiry,
  identity: Identity,
  kind: KindFacts,
  /** A reply can go from here. */
  open: boolean,
  others: Enquiry[] = [],
): { buttons: ButtonView[]; menu: ButtonView[] } {
  const id = enquiry.id;
  const answerable = kind.answerable && open;
  if (enquiry.status === 'merged') return { buttons: [], menu: [] };
  const standing = [...standingButtons(enquiry, identity, kind), ...eraseButton(id, kind)];
  if (enquiry.status === 'spam') return { buttons: [button('enquiry.unspam', 'Not spam', id)], menu: standing };
  // What was sent last; of an earlier one it stands below that.
  const save =
    kind.answerable && enquiry.firstResponseAt !== null
      ? [button('saved.from', SAVED.lastAsReply, `${id} newest`)]
      : [];
  if (enquiry.status === 'resolved') {
    // What is practised is nothing for the public.
    const publish = kind.scripted ? [] : [button('article.from', ARTICLE.from, id)];
    const reply = answerable ? [button('enquiry.reply', 'Reply', id)] : [];
    const menu = [...(kind.scripted ? [] : gatheringButtons(id)), ...publish, ...save, ...standing];
    return { buttons: [button('enquiry.reopen', 'Reopen', id), ...reply], menu };
  }
  // To anybody who takes it.
  const offered = enquiry.ownerId === null || enquiry.offeredAt != null;
  const buttons = [
    ...(offered ? [button('enquiry.claim', 'Claim', id, 'primary')] : []),
    ...(answerable ? [button('enquiry.reply', 'Reply', id, offered ? 'plain' : 'primary')] : []),
    button('enquiry.resolve', 'Resolve', id),
  ];
  const owners = (views: ButtonView[]) => (enquiry.ownerId ? views.map(each => ofWhom(each, 'owner')) : views);
  const menu = [
    ...owners([
      button('enquiry.resolve', 'Resolve with a reason', `${id} reason`),
      button('enquiry.snooze', 'Snooze', id),
      button('enquiry.handover', 'Hand over', id),
    ]),
    button('enquiry.expert', ASKING.menu, id),
    ...(enquiry.ownerId
      ? [
          ofWhom(button('enquiry.release', 'Release', id), 'owner'),
          ofWhom(button('enquiry.takeover', 'Ask to take over', id), 'others'),
        ]
      : []),
    ...(answerable && kind.asksPrivately && enquiry.visibility === 'public'
      ? owners([button('reply.ask_privately', WORDS.writePrivately, id)])
      : []),
    ...(enquiry.resolveAt == null ? [] : owners([button('enquiry.keep_open', 'Do not resolve it by itself', id)])),
    ...togetherButtons(enquiry),
    ...gatheringButtons(id),
    ...(answerable ? [similarButton(id)] : []),
    ...others.slice(0, MERGES_OFFERED_MAX).map(each => button('enquiry.merge', mergeLabel(each), `${id} ${each.id}`)),
    button('enquiry.merge', 'Merge with …', id),
    ...(enquiry.customerMessages > 1 ? [button('enquiry.split', 'Split …', id)] : []),
    ...(kind.answerable ? [button('customer.join', 'Same person as …', id)] : []),
    ...save,
    // The newest message; those that swear have a button of their own.
    ...(kind.answerable ? [button('shield.was', SHIELD_WORDS.was, id)] : []),
    // Whoever called or came by has sent nothing.
    ...(kind.answerable
      ? [button('enquiry.spam', 'Spam', id, 'danger', 'Mark this as spam? Nothing is sent, and you can undo this.')]
      : []),
    ...standing,
  ];
  return { buttons, menu: kind.scripted ? menu.filter(each => !reachesOthers(each.id)) : menu };
}

/** Only admins may; others are told so. Nobody is behind what only we write, to practise or to try it out. */
function eraseButton(id: EnquiryId, { scripted, counted }: KindFacts): ButtonView[] {
  return scripted || !counted ? [] : [ofWhom(button('customer.erase', ERASE.menu, id, 'danger'), 'admins')];
}

/** What the business should learn of it, and what is going on. */
function gatheringButtons(id: EnquiryId): ButtonView[] {
  return [button('finding.flag', GATHERING.flag, id), button('incident.link', GATHERING.link, id)];
}

/** Whoever has it can ask the room, which sees anyway what nobody has; a colleague can ask to be told. */
function togetherButtons({ id, ownerId }: Enquiry): ButtonView[] {
  if (!ownerId) return [];
  return [
    ofWhom(button('enquiry.stuck', 'Stuck? Ask the room', id), 'owner'),
    // For all: where everybody sees one card, a colleague would not find it else.
    button('enquiry.follow', 'Tell me when they answer', id),
  ];
}

/** "Merge with #17 The lid of my kettle" */
function mergeLabel(other: Enquiry): string {
  return clampText(`Merge with #${other.number} ${aboutWords(other)}`, MERGE_CHARS_MAX).text;
}

function ofWhom(view: ButtonView, whose: NonNullable<ButtonView['whose']>): ButtonView {
  return { ...view, whose };
}

export function messageView(
  message: MessageRow,
  attachments: Omit<AttachmentRow, 'content'>[],
  customer: string,
  address: string,
  charsMax: number,
  tone: Tone = PLAIN_TONE,
): MessageView {
  const isGone = message.kind === 'withdrawn';
  const { text, cut } = clampText(isGone ? (message.warnings[0] ?? '') : message.text, charsMax);
  // Somebody else who took part is shown as themselves, never under the customer's name.
  const other = message.from && message.from.address !== address ? message.from : null;
  const name = other ? shownName(other.name ?? other.address) : customer;
  const machine = MACHINE_WORDS[message.kind];
  const files = attachments.filter(each => !each.withheld?.startsWith(WITHHELD_ASIDE));
  const view: MessageView = {
    messageId: message.id,
    customer: name,
    // What a machine wrote must not look like the customer's words.
    ...(isGone ? { machine: 'taken back' } : machine ? { machine } : {}),
    address: shownAddress(other?.address ?? address),
    text: cut ? `${text}…` : text,
    full: cut ? message.text : null,
    folded: message.folded.map(foldedView),
    // A program's signature and the logo in it are kept, and are nothing to look at.
    attachments: files.map(({ id, name: called, bytes, withheld }) => ({
      id,
      name: shownFile(called),
      bytes,
      withheld,
    })),
    warnings: isGone ? [] : [...(tone.despair ? [SHIELD_WORDS.despair] : []), ...message.warnings],
    details: message.details ?? [],
    others: othersShown((message.others ?? []).map(shownAddress)),
    writtenAt: message.writtenAt,
    ...toneShown(tone),
  };
  return isFolded(tone) ? foldedMessage(view, tone) : view;
}

function toneShown({ level, despair }: Tone): Pick<MessageView, 'tone'> {
  return despair ? { tone: 'despair' } : level === 'strong' ? { tone: 'strong' } : {};
}

/** Nothing of it but what they need: who opens it chose to. */
function foldedMessage(view: MessageView, tone: Tone): MessageView {
  const files = view.attachments.map(({ id, name, bytes }, n) => {
    const ending = /\.[a-z0-9]{1,5}$/i.exec(name)?.[0] ?? '';
    return { id, name: `file ${n + 1}${ending}`, bytes, withheld: SHIELD_WORDS.file };
  });
  return {
    ...view,
    text: SHIELD_WORDS.folded(tone),
    full: null,
    folded: [],
    attachments: files,
    warnings: [],
    details: view.details.filter(each => each.vouched || each.byChannel),
    tone: 'folded',
  };
}

/** What is quoted may be what was folded when it came. */
function foldedView({ why, text }: FoldedText): MessageView['folded'][number] {
  if (judgeTone(text).level === 'aimed') return { why, text: SHIELD_WORDS.part, label: SHIELD_WORDS.part };
  return { why, text, label: foldLabel({ why, text }) };
}

function othersShown(others: string[]): string[] {
  const more = others.length - OTHERS_SHOWN_MAX;
  return more > 0 ? [...others.slice(0, OTHERS_SHOWN_MAX), `and ${more} more`] : others;
}

/** Where a reply is, with what can still be done about it. `version` is that of its enquiry. */
export function markView(reply: Reply, who: Who, version: number, goesOn = false): MarkView {
  const stopped = reply.status === 'held' && reply.holdUntil === null;
  const buttons: ButtonView[] = [];
  // The customer's chat shows it already: there is nothing to take back.
  if (reply.status === 'held' && !goesOn)
    buttons.push(button('reply.undo', stopped ? 'Take it back' : 'Undo', reply.id));
  if (stopped) buttons.unshift(button('reply.send_anyway', sendLabel(who.side, ' anyway'), reply.id, 'primary'));
  if (reply.status === 'failed' || reply.status === 'bounced')
    buttons.push(button('reply.retry', 'Try again', reply.id));
  if (reply.status === 'sent' || reply.status === 'delivered')
    buttons.push(button('saved.from', SAVED.asReply, `${reply.enquiryId} ${reply.id}`));
  const state = stopped
    ? 'stopped'
    : reply.status === 'leaving'
      ? 'held'
      : reply.status === 'bounced'
        ? 'failed'
        : reply.status;
  return {
    state,
    words: markWords(reply, who),
    until: reply.status === 'held' ? reply.holdUntil : null,
    buttons,
    version,
  };
}

interface Preview {
  remark: { id: string; postRef: string } & Spoken;
  enquiry: Enquiry;
  kind: KindFacts;
  address: string;
  hints: string[];
  who: Who;
  /** Goes with the press: what is shown is what is sent. Null where this cannot be sent as it is. */
  fingerprint: string | null;
  /** Who else would get it; with `onlyCustomer` they do not. */
  copies: { addresses: string[]; onlyCustomer: boolean };
  /** Whom the customer sees as the sender. */
  sender: string | null;
  /** Stops that are shown with it and that Send goes over now. */
  confirmed?: readonly string[];
}

/** What the author sees before anything leaves. */
export function previewView(preview: Preview): PrivateView {
  const { remark, enquiry, kind, address, hints, who, fingerprint, copies, sender, confirmed = [] } = preview;
  const again = confirmed.length > 0;
  const value = [remark.id, fingerprint, ...(again ? [confirmed.join('+')] : [])].join(' ');
  const inCopy = copies.onlyCustomer ? [] : copies.addresses;
  const choice = copies.addresses.length
    ? [
        copies.onlyCustomer
          ? button('reply.everyone', 'With copies again', remark.id)
          : button('reply.only', `Only to ${who.customer}`, remark.id),
      ]
    : [];
  const send =
    fingerprint === null
      ? []
      : [
          again
            ? button('reply.send', sendLabel(who.side, ' anyway'), value, 'primary')
            : addressed(button('reply.send', sendLabel(who.side), value, 'primary'), sendTo(who, inCopy.length)),
          button('reply.send_and_resolve', sendLabel(who.side, again ? ' anyway and resolve' : ' and resolve'), value),
        ];
  return {
    words: enquiry.ownerId
      ? 'Send this to the customer?'
      : 'Send this to the customer? Sending also claims the enquiry.',
    quote: { label: previewLabel(kind, who, address, inCopy, sender), text: sendable(remark) },
    hints,
    buttons: [...send, ...choice, button('reply.keep', 'Keep as team talk', remark.id)],
    tone: 'preview',
    post: remark.postRef,
  };
}

/** Behind a hint: why, and not to be told this again. What stops a reply is always said. */
export function hintButtons(
  remarkId: string,
  check: string,
  { stops, isOpen, confirmed }: { stops: boolean; isOpen: boolean; confirmed: readonly string[] },
): ButtonView[] {
  const value = [remarkId, check, ...(confirmed.length ? [confirmed.join('+')] : [])].join(' ');
  return [
    ...(isOpen ? [] : [button('hint.why', 'Why?', value)]),
    ...(stops ? [] : [button('hint.mute', "Don't tell me this", value)]),
  ];
}

/** Words that cannot go from here: why, and the ways on which their author can take them along. */
export function refusedView(
  remark: { id: string; postRef: string } & Spoken,
  { refused, ways }: Answering,
  hints: string[],
): PrivateView {
  const text = sendable(remark);
  return {
    words: refused ?? '',
    quote: { label: WORDS.yourWords, text },
    hints,
    buttons: [button('reply.keep', 'Keep as team talk', remark.id)],
    links: linksOf({ ways }, text),
    tone: 'refusal',
    post: remark.postRef,
  };
}

/** A preview of what has nothing in it for the customer: it says why, and there is no Send. */
export function nothingView(remark: { id: string; postRef: string }, hints: string[]): PrivateView {
  return {
    words: WORDS.nothingToSend,
    quote: null,
    hints,
    buttons: [button('reply.keep', 'Keep as team talk', remark.id)],
    tone: 'preview',
    post: remark.postRef,
  };
}

/** The customer wrote while a reply was held: the new words first, then the choice. */
export function stoppedView(reply: Reply, message: MessageRow | null, who: Who, tone: Tone = PLAIN_TONE): PrivateView {
  return {
    words: WORDS.stopped(who),
    quote: message
      ? { label: `${who.customer} wrote`, text: isFolded(tone) ? SHIELD_WORDS.folded(tone) : message.text }
      : null,
    hints: [],
    buttons: [
      button('reply.send_anyway', sendLabel(who.side, ' anyway'), reply.id, 'primary'),
      button('reply.undo', 'Take it back', reply.id),
    ],
    tone: 'notice',
    post: reply.postRef,
  };
}

export function noticeView(words: string, buttons: ButtonView[] = [], post: string | null = null): PrivateView {
  return { words, quote: null, hints: [], buttons, tone: 'notice', post };
}

export function refusalView(words: string, buttons: ButtonView[] = []): PrivateView {
  return { words, quote: null, hints: [], buttons, tone: 'refusal', post: null };
}
