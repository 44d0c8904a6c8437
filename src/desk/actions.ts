/** Interprets staff actions: which lane a message is in, which command a button stands for. Pure. */

import type { Standing } from '../core/customer.ts';
import { addDays, type Day, dayOf, startOf } from '../core/days.ts';
import type { EnquiryCommand } from '../core/enquiry.ts';
import { fencedText, type Spoken } from '../core/formatted.ts';
import { instantOf, nextOpening, type OpeningHours, wallTime } from '../core/hours.ts';
import {
  type ArticleId,
  type CustomerId,
  type EnquiryId,
  looksLikeId,
  type MessageId,
  type RemarkId,
  type ReminderId,
  type ReplyId,
  type RoomId,
  type SavedId,
  type StaffId,
} from '../core/ids.ts';
import type { ReplyCommand } from '../core/reply.ts';
import { isMarkedAsTalk, type MarkedLines, markedLines, withoutMarker } from '../core/team-talk.ts';
import { HOUR, type Instant } from '../core/time.ts';
import type { ButtonId } from '../ports/button.ts';
import type { FormView } from '../ports/views.ts';
import { type AlertMeaning, nameAlert } from './alert-actions.ts';
import { dateWords } from './dates.ts';
import { type GatheringMeaning, nameGathering, nameOneOfMany } from './gathering-actions.ts';
import { nameShield, type ShieldMeaning } from './shielded.ts';

export type Intent = 'talk' | 'preview' | 'send';

/**
 * Which lane a message written in a thread is in. Only ever `send` in a room that an admin switched to direct mode, only
 * for the owner, and only where no line looks like team talk: everything else needs a deliberate act.
 */
export function intentOf(
  message: Spoken & {
    mentionsStaff: boolean;
    mayReply: boolean;
    isOwner: boolean;
    replyMode: 'preview' | 'direct';
  },
): Intent {
  if (isTeamTalk(message, message.mentionsStaff) || !message.mayReply) return 'talk';
  const { talk, code } = doubtsOf(message);
  const asks = message.replyMode === 'preview' || !message.isOwner || talk.length + code.length > 0;
  return asks ? 'preview' : 'send';
}

/** Marked as team talk by its author, whoever they are. */
export function isTeamTalk(words: Spoken, mentionsStaff: boolean): boolean {
  return mentionsStaff || isMarkedAsTalk(fencedText(words));
}

/** Lines with a marker that would go to the customer with the others: its author is asked about them. */
export function doubtsOf(words: Spoken): MarkedLines {
  const spoken = fencedText(words);
  return markedLines(isMarkedAsTalk(spoken) ? withoutMarker(spoken) : spoken);
}

/** Buttons about one message: their value is `<enquiry> <message>`. */
const ABOUT_MESSAGE = {
  'enquiry.allow': 'allow',
  'enquiry.open_for': 'open-for',
  'enquiry.not_theirs': 'not-theirs',
  'enquiry.ours': 'ours',
  'enquiry.theirs': 'theirs',
} as const;

const STANDINGS = { 'customer.block': 'blocked', 'customer.mute': 'muted', 'customer.unblock': null } as const;
const TOGETHER_BUTTONS = {
  'enquiry.offer': 'offer',
  'enquiry.stuck': 'ask-room',
  'enquiry.follow': 'follow',
  'enquiry.unfollow': 'unfollow',
  'enquiry.keep_open': 'keep-open',
} as const;

export type ButtonMeaning =
  | { as: 'enquiry'; enquiryId: EnquiryId; command: EnquiryCommand }
  | { as: 'reply'; replyId: ReplyId; command: PlainReplyCommand }
  /** `shown`: the fingerprint of what its author saw; null where the button does not say. */
  | {
      as: 'send';
      remarkId: RemarkId;
      andResolve: boolean;
      shown: string | null;
      /** Stops that its author saw and pressed over. */ confirmed?: string[];
    }
  /** The lesson behind a hint, or no more hints of this kind. */
  | { as: 'why' | 'mute'; remarkId: RemarkId; check: string; confirmed: string[] }
  | { as: 'keep'; remarkId: RemarkId }
  | { as: 'address'; remarkId: RemarkId; onlyCustomer: boolean }
  /** Let somebody take part, open an enquiry for the one whose message was passed on, or say who wrote. */
  | { as: (typeof ABOUT_MESSAGE)[keyof typeof ABOUT_MESSAGE]; enquiryId: EnquiryId; messageId: MessageId }
  | { as: 'merge'; enquiryId: EnquiryId; into: EnquiryId }
  /** The customers of two enquiries are one person, or are not after all; `version`: of the event that said so. */
  | { as: 'join'; enquiryId: EnquiryId; other: EnquiryId }
  | { as: 'part'; enquiryId: EnquiryId; version: number }
  /** Shows what would go of this enquiry's customer; erases a customer, of whom that much was shown. */
  | { as: 'erase'; enquiryId: EnquiryId }
  | { as: 'erase-now'; customerId: CustomerId; shown: string }
  /** Shows what was answered before, without `unlike`, of which somebody says that it is not like this. */
  | { as: 'similar'; enquiryId: EnquiryId; unlike: EnquiryId | null }
  /** What is to become of further messages of this customer. */
  | { as: 'standing'; enquiryId: EnquiryId; standing: Standing | null }
  /** What can be done about a message that is aimed at staff. */
  | ShieldMeaning
  /** A finding or an incident, and an answer to many. */
  | GatheringMeaning
  | { as: 'correct'; remarkId: RemarkId }
  | { as: 'agree'; enquiryId: EnquiryId; to: StaffId }
  /** The customer is asked, in public, to write privately. */
  | { as: 'ask-privately'; enquiryId: EnquiryId }
  | { as: 'send-post'; postRef: string }
  /** What was promised is done (`later` is null), or put off. */
  | { as: 'promise'; enquiryId: EnquiryId; id: ReminderId; dueAt: Instant; later: string | null }
  /** A practice begins, ends, or is not wanted. */
  | { as: 'practise'; which: string }
  | { as: 'practised' }
  | { as: 'no-lesson' }
  /** The author of a reply wants to be reminded of what it promises. */
  | { as: 'remember'; replyId: ReplyId }
  /** Show in a room what somebody asked. */
  | { as: 'show'; room: RoomId; answer: string; words: string }
  /** What typing the words does; null: in no room. */
  | { as: 'run'; room: RoomId | null; words: string }
  /** What colleagues do for each other in an enquiry. */
  | { as: 'together'; enquiryId: EnquiryId; what: (typeof TOGETHER_BUTTONS)[keyof typeof TOGETHER_BUTTONS] }
  /** Something about one saved reply; `version`: which one the button was shown with. */
  | { as: 'saved'; what: SavedAct; id: SavedId; version: number }
  /** Something about one article; `version` as above. */
  | { as: 'article'; what: ArticleAct; id: ArticleId; version: number }
  /** Ask this person about the enquiry. */
  | { as: 'expert'; does: 'ask'; enquiryId: EnquiryId; to: StaffId }
  /** What somebody who was asked about it does. */
  | { as: 'expert'; does: 'join' | 'decline'; enquiryId: EnquiryId }
  /** May colleagues ask this person again? */
  | { as: 'expert'; does: 'agree' | 'refuse' }
  | AlertMeaning
  /** A button whose form the desk opens by itself. */
  | { as: 'form' }
  /** The value does not fit the button: an old card, or a forged press. */
  | { as: 'unknown' };

/** What can be pressed about a saved reply. */
const SAVED_ACTS = ['retire', 'restore', 'take', 'keep', 'fresh'] as const;
export type SavedAct = (typeof SAVED_ACTS)[number];
const SAVED = 'saved.';
/** What can be pressed about an article. */
const ARTICLE_ACTS = ['retire', 'restore', 'fresh'] as const;
export type ArticleAct = (typeof ARTICLE_ACTS)[number];
const ARTICLE = 'article.';

/** Commands of a reply that need nothing but who pressed; the hold time is added where it is known. */
export type PlainReplyCommand =
  | Extract<ReplyCommand, { do: 'withdraw' | 'confirmArrived' }>
  | { do: 'sendAnyway'; by: StaffId }
  | { do: 'retry'; by: StaffId };

export function nameButton(button: ButtonId, value: string, by: StaffId): ButtonMeaning {
  const enquiry = (command: EnquiryCommand): ButtonMeaning =>
    looksLikeId('enquiry', value) ? { as: 'enquiry', enquiryId: value, command } : { as: 'unknown' };
  const reply = (command: PlainReplyCommand): ButtonMeaning =>
    looksLikeId('reply', value) ? { as: 'reply', replyId: value, command } : { as: 'unknown' };
  const remark = (make: (remarkId: RemarkId) => ButtonMeaning): ButtonMeaning =>
    looksLikeId('remark', value) ? make(value) : { as: 'unknown' };
  switch (button) {
    case 'enquiry.claim':
      return enquiry({ do: 'claim', by });
    case 'enquiry.release':
      return enquiry({ do: 'release', by });
    case 'enquiry.reason':
      return reasonNamed(value, by);
    case 'enquiry.takeover':
      return enquiry({ do: 'askTakeOver', by });
    case 'enquiry.reopen':
      return enquiry({ do: 'reopen', by });
    case 'enquiry.spam':
      return enquiry({ do: 'markSpam', by });
    case 'enquiry.unspam':
      return enquiry({ do: 'takeBackSpam', by });
    case 'enquiry.handover': {
      // "Hand over" of a take-over question carries to whom: `<enquiry> <staff>`.
      const [enquiryId, to] = value.split(' ');
      if (looksLikeId('enquiry', enquiryId) && looksLikeId('staff', to)) return { as: 'agree', enquiryId, to };
      return { as: 'form' };
    }
    case 'reply.undo':
      return reply({ do: 'withdraw', by, because: 'undo' });
    case 'reply.send_anyway':
      return reply({ do: 'sendAnyway', by });
    case 'reply.retry':
      return reply({ do: 'retry', by });
    case 'reply.arrived':
      return reply({ do: 'confirmArrived', by });
    case 'reply.send':
    case 'reply.send_and_resolve':
      return nameSend(button, value);
    case 'reply.only':
    case 'reply.everyone':
      return remark(remarkId => ({ as: 'address', remarkId, onlyCustomer: button === 'reply.only' }));
    case 'enquiry.allow':
    case 'enquiry.open_for':
    case 'enquiry.not_theirs':
    case 'enquiry.ours':
    case 'enquiry.theirs': {
      const [enquiryId, messageId] = value.split(' ');
      if (!looksLikeId('enquiry', enquiryId) || !looksLikeId('message', messageId)) return { as: 'unknown' };
      return { as: ABOUT_MESSAGE[button], enquiryId, messageId };
    }
    case 'enquiry.merge': {
      // The offer to put two together carries both: `<enquiry> <into>`.
      const [enquiryId, into] = value.split(' ');
      if (looksLikeId('enquiry', enquiryId) && looksLikeId('enquiry', into)) return { as: 'merge', enquiryId, into };
      return { as: 'form' };
    }
    case 'reply.ask_privately':
      return looksLikeId('enquiry', value) ? { as: 'ask-privately', enquiryId: value } : { as: 'unknown' };
    case 'reply.keep':
      return remark(remarkId => ({ as: 'keep', remarkId }));
    case 'reply.correct':
      return remark(remarkId => ({ as: 'correct', remarkId }));
    case 'message.send_to_customer':
      return { as: 'send-post', postRef: value };
    case 'enquiry.resolve':
      // One press resolves; with a reason (`<enquiry> reason`) it is a form.
      return value.endsWith(' reason') ? { as: 'form' } : enquiry({ do: 'resolve', by, reason: null });
    case 'enquiry.reply':
    case 'enquiry.snooze':
    case 'enquiry.split':
    case 'message.show_all':
      return { as: 'form' };
    case 'customer.block':
    case 'customer.mute':
    case 'customer.unblock':
      return looksLikeId('enquiry', value)
        ? { as: 'standing', enquiryId: value, standing: STANDINGS[button] }
        : { as: 'unknown' };
    case 'hint.why':
    case 'hint.mute':
      return nameHint(button, value);
    case 'command.run':
    case 'answer.show':
      return nameAnswer(button, value);
    default:
      if (button.startsWith(SAVED)) return nameSaved(button.slice(SAVED.length), value);
      return (
        nameApart(button, value) ??
        nameExpert(button, value) ??
        nameOneCustomer(button, value) ??
        nameOwn(button, value) ?? { as: 'unknown' }
      );
  }
}

/** What has a file of its own. */
function nameApart(button: ButtonId, value: string): ButtonMeaning | null {
  return (
    nameShield(button, value) ??
    nameOneOfMany(button, value) ??
    nameGathering(button, value) ??
    nameAlert(button, value)
  );
}

/** `<saved reply> <version that the button was shown with>` */
function nameSaved(what: string, value: string): ButtonMeaning {
  const [id, version = ''] = value.split(' ');
  if (what === 'add' || what === 'edit' || what === 'from') return { as: 'form' };
  return isSavedAct(what) && looksLikeId('saved', id) && /^\d{1,9}$/.test(version)
    ? { as: 'saved', what, id, version: Number(version) }
    : { as: 'unknown' };
}

/** `<article> <version that the button was shown with>` */
function nameArticle(what: string, value: string): ButtonMeaning {
  const [id, version = ''] = value.split(' ');
  if (what === 'add' || what === 'edit' || what === 'from') return { as: 'form' };
  const act = ARTICLE_ACTS.find(each => each === what);
  return act && looksLikeId('article', id) && /^\d{1,9}$/.test(version)
    ? { as: 'article', what: act, id, version: Number(version) }
    : { as: 'unknown' };
}

function isSavedAct(what: string): what is SavedAct {
  return (SAVED_ACTS as readonly string[]).includes(what);
}

/** About experts: whom to ask (`<enquiry> <staff>`, or a form), and what somebody does who was asked; null for other buttons. */
function nameExpert(button: ButtonId, value: string): ButtonMeaning | null {
  const [enquiryId, to] = value.split(' ');
  if (button.startsWith(ARTICLE)) return nameArticle(button.slice(ARTICLE.length), value);
  if (button === 'expert.yes' || button === 'expert.no')
    return { as: 'expert', does: button === 'expert.yes' ? 'agree' : 'refuse' };
  if (button === 'expert.tell') return { as: 'form' };
  if (button !== 'enquiry.expert' && button !== 'expert.join' && button !== 'expert.decline') return null;
  if (!looksLikeId('enquiry', enquiryId)) return { as: 'unknown' };
  if (button !== 'enquiry.expert')
    return { as: 'expert', enquiryId, does: button === 'expert.join' ? 'join' : 'decline' };
  return looksLikeId('staff', to) ? { as: 'expert', does: 'ask', enquiryId, to } : { as: 'form' };
}

/** `<remark> <fingerprint of what was shown> <stops that were shown with it>` */
function nameSend(button: 'reply.send' | 'reply.send_and_resolve', value: string): ButtonMeaning {
  const [remarkId, shown = null, stops] = value.split(' ');
  if (!looksLikeId('remark', remarkId)) return { as: 'unknown' };
  const andResolve = button === 'reply.send_and_resolve';
  return { as: 'send', remarkId, andResolve, shown, ...(stops ? { confirmed: stops.split('+') } : {}) };
}

/** `<remark> <check> <stops pressed over>` */
function nameHint(button: 'hint.why' | 'hint.mute', value: string): ButtonMeaning {
  const [remarkId, check, stops = ''] = value.split(' ');
  if (!looksLikeId('remark', remarkId) || !check) return { as: 'unknown' };
  return { as: button === 'hint.why' ? 'why' : 'mute', remarkId, check, confirmed: stops.split('+').filter(Boolean) };
}

/** A command that is asked again: by whoever presses, or for a whole room. */
function nameAnswer(button: 'command.run' | 'answer.show', value: string): ButtonMeaning {
  if (button === 'command.run') {
    // `<room, or - for none> <the words of the command>`
    const [room, ...words] = value.split(' ');
    if (words.length === 0 || !(room === '-' || looksLikeId('room', room))) return { as: 'unknown' };
    return { as: 'run', room: looksLikeId('room', room) ? room : null, words: words.join(' ') };
  }
  // `<room> <fingerprint of the answer> <the words of the command>`
  const [room, answer, ...words] = value.split(' ');
  if (!looksLikeId('room', room) || !answer || words.length === 0) return { as: 'unknown' };
  return { as: 'show', room, answer, words: words.join(' ') };
}

/** What is somebody's own: a practice, and reminders of what they promised. */
function nameOwn(button: ButtonId, value: string): ButtonMeaning | null {
  switch (button) {
    case 'practice.start':
      return /^[a-z]{1,20}$/.test(value) ? { as: 'practise', which: value } : { as: 'unknown' };
    case 'practice.end':
      return { as: 'practised' };
    case 'letter.send':
      return { as: 'run', room: null, words: 'letter send' };
    case 'practice.no':
      return { as: 'no-lesson' };
    case 'reminder.add':
    case 'reminder.done':
    case 'reminder.later':
      return namePromise(button, value);
    default:
      return null;
  }
}

/** How long a reminder can be put off with one press. */
export const LATER = ['1h', 'tomorrow'] as const;

/** `<enquiry> <reminder> <when it fell due>`, and how much later; of one that is wanted the reply. */
function namePromise(button: 'reminder.add' | 'reminder.done' | 'reminder.later', value: string): ButtonMeaning {
  if (button === 'reminder.add')
    return looksLikeId('reply', value) ? { as: 'remember', replyId: value } : { as: 'unknown' };
  const [enquiryId, id, at = '', how] = value.split(' ');
  const later = button === 'reminder.done' ? null : (LATER.find(each => each === how) ?? '');
  if (!looksLikeId('enquiry', enquiryId) || !looksLikeId('reminder', id) || !/^\d{1,15}$/.test(at) || later === '')
    return { as: 'unknown' };
  return { as: 'promise', enquiryId, id, dueAt: Number(at), later };
}

/** Whether two customers are one: `<enquiry> <other enquiry>`, and `<enquiry> <version>` to take it back. */
function isTogether(button: ButtonId): button is keyof typeof TOGETHER_BUTTONS {
  return Object.hasOwn(TOGETHER_BUTTONS, button);
}

/**
 * Of colleagues: `<enquiry>`. Of what was answered before: `<enquiry> similar`, `<enquiry> <the other>`. Whether two customers are one:
 * `<enquiry> <other enquiry>`, and `<enquiry> <version>` to take it back.
 */
function nameOneCustomer(button: ButtonId, value: string): ButtonMeaning | null {
  const [enquiryId, more = ''] = value.split(' ');
  if (button === 'customer.erase') {
    if (looksLikeId('customer', enquiryId) && more) return { as: 'erase-now', customerId: enquiryId, shown: more };
    return looksLikeId('enquiry', enquiryId) ? { as: 'erase', enquiryId } : { as: 'unknown' };
  }
  if (looksLikeId('enquiry', enquiryId)) {
    if (isTogether(button)) return { as: 'together', enquiryId, what: TOGETHER_BUTTONS[button] };
    if (button === 'answer.use') return { as: 'form' };
    if (button === 'enquiry.similar' && (more === '' || more === 'similar'))
      return { as: 'similar', enquiryId, unlike: null };
    if (button === 'answer.unlike' && looksLikeId('enquiry', more)) return { as: 'similar', enquiryId, unlike: more };
    if (button === 'customer.join')
      return looksLikeId('enquiry', more) ? { as: 'join', enquiryId, other: more } : { as: 'form' };
    if (button === 'customer.part' && /^\d{1,9}$/.test(more)) return { as: 'part', enquiryId, version: Number(more) };
  }
  // An old card, a newer one, or somebody who tries things out.
  return null;
}

/** `<enquiry> <reason in words>` */
function reasonNamed(value: string, by: StaffId): ButtonMeaning {
  const at = value.indexOf(' ');
  const enquiryId = value.slice(0, at);
  const reason = value.slice(at + 1).trim();
  if (at < 0 || !reason || !looksLikeId('enquiry', enquiryId)) return { as: 'unknown' };
  return { as: 'enquiry', enquiryId, command: { do: 'nameReason', by, reason } };
}

/** Choices of the snooze form, each with the instant it stands for. */
export function snoozeChoices(now: Instant, hours: OpeningHours): { value: string; label: string; until: Instant }[] {
  const { year, month, day } = wallTime(hours.timezone, now);
  const date = new Date(Date.UTC(year, month - 1, day));
  const inDays = (days: number) => {
    const later = new Date(date.getTime() + days * 24 * HOUR);
    const at = { year: later.getUTCFullYear(), month: later.getUTCMonth() + 1, day: later.getUTCDate() };
    return nextOpening(hours, instantOf(hours.timezone, at, 9 * 60)) ?? instantOf(hours.timezone, at, 9 * 60);
  };
  const daysToMonday = ((8 - date.getUTCDay()) % 7) + (date.getUTCDay() === 1 ? 7 : 0);
  return [
    { value: '1h', label: 'For an hour', until: now + HOUR },
    { value: '4h', label: 'For four hours', until: now + 4 * HOUR },
    { value: 'tomorrow', label: 'Until tomorrow morning', until: inDays(1) },
    { value: 'monday', label: 'Until Monday morning', until: inDays(daysToMonday || 7) },
  ];
}

/** Days on which an enquiry can be resolved unless its customer writes: when the business opens on them. */
export function planChoices(now: Instant, hours: OpeningHours): { value: string; label: string; until: Instant }[] {
  const today = dayOf(hours.timezone, now);
  const opening = (day: Day) => {
    const start = startOf(hours.timezone, day);
    return nextOpening(hours, start + WORK_BEGINS) ?? start + WORK_BEGINS;
  };
  const ahead = [1, 2, 3, 4, 5, 6, 7, 14].map(days => ({ days, until: opening(addDays(today, days)) }));
  // Two days that lead to the same opening are one choice.
  return ahead
    .filter(({ until }, i) => !ahead.slice(0, i).some(each => each.until === until))
    .map(({ until }) => ({ value: dayOf(hours.timezone, until), label: dateWords(hours, until), until }));
}
/** Where nobody ever closes, a day begins here. */
const WORK_BEGINS = 9 * HOUR;

/** The form behind a button. */
export function formOf(button: ButtonId): FormView['id'] | null {
  switch (button) {
    case 'enquiry.reply':
    case 'answer.use':
      return 'reply.form';
    case 'enquiry.resolve':
      return 'resolve.form';
    case 'enquiry.snooze':
      return 'snooze.form';
    case 'enquiry.handover':
      return 'handover.form';
    case 'enquiry.merge':
      return 'merge.form';
    case 'enquiry.split':
      return 'split.form';
    case 'customer.join':
      return 'join.form';
    case 'enquiry.expert':
      return 'expert.ask.form';
    case 'expert.tell':
      return 'expert.tell.form';
    case 'finding.flag':
      return 'finding.form';
    case 'incident.link':
      return 'incident.form';
    case 'enquiry.menu':
      return 'menu.form';
    default:
      return null;
  }
}

/** The words as a customer would get them: the marker of team talk is not for them. */
export function sendable(words: Spoken): string {
  return isMarkedAsTalk(fencedText(words)) ? withoutMarker(words.text) : words.text.trimEnd();
}
