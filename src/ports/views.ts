/** What people at a desk see, as neutral views: an adapter only draws them. */
import type { AttachmentId, ChannelId, EnquiryId, MessageId, RoomId, StaffId } from '../core/ids.ts';
import type { Detail } from '../core/message.ts';
import type { Instant } from '../core/time.ts';
import type { ButtonView } from './button.ts';

interface AttachmentView {
  id: AttachmentId;
  name: string;
  bytes: number;
  /** Why it is held back; null when it may be opened. */
  withheld: string | null;
}

/** A customer's words, always marked as such. `text` is plain: the adapter escapes it for its own markup. */
export interface MessageView {
  messageId: MessageId;
  customer: string;
  /** A machine wrote it, not the customer: which, in words ("automatic answer"). Absent for a person. */
  machine?: string;
  /** The address they wrote from. */
  address: string;
  text: string;
  /** The text was shortened; the rest is behind "Show all". */
  full: string | null;
  /** What was folded away. The label begins with its first words. */
  folded: { why: string; text: string; label: string }[];
  attachments: AttachmentView[];
  warnings: string[];
  /** What they were asked beforehand, where they wrote from, what the site vouches for. */
  details: Detail[];
  /** Others who took part, by address; of many the first, and how many more there are. */
  others: string[];
  writtenAt: Instant;
  /** `folded`: a line stands in place of what was written. `strong`, `despair`: a small note says so. Absent: nothing to say. */
  tone?: 'folded' | 'strong' | 'despair';
}

/** Opens a page of another site, by https. */
export interface LinkView {
  label: string;
  url: string;
}

/** Help for whoever answers: one quiet line below what the customer wrote, with what can be done about it. */
export interface HelpLine {
  /** Plain text. */
  words: string;
  buttons: ButtonView[];
}

/** The root card of an enquiry; it always shows the truth. */
export interface CardView {
  enquiryId: EnquiryId;
  number: number;
  /** Grows with each change; a desk that can tell does not show an older card over a newer one. */
  version: number;
  status: 'open' | 'waiting' | 'snoozed' | 'resolved' | 'spam' | 'merged';
  /** "Waiting for the customer", in words. */
  statusWords: string;
  owner: string | null;
  ownerId: StaffId | null;
  channel: string;
  channelKind: string;
  /** "PUBLIC" or "PRIVATE" where the channel knows both; null otherwise. */
  direction: string | null;
  subject: string | null;
  message: MessageView;
  customerMessages: number;
  /** Since when the customer waits; null while they do not. */
  waitingSince: Instant | null;
  contactReason: string | null;
  /** Earlier enquiries of the same customer, newest first. */
  earlier: {
    number: number;
    subject: string | null;
    outcome: string;
    /** Absent where it has none on this desk. */
    thread?: string;
  }[];
  /** At most three, above the buttons; absent where nothing helps. */
  help?: HelpLine[];
  buttons: ButtonView[];
  menu: ButtonView[];
  /** Why no reply can go from here, in place of the Reply button. */
  refused?: string;
  /** Other ways to answer. */
  links?: LinkView[];
  /** The whole card in one plain sentence, for notifications and screen readers. */
  summary: string;
}

/** One entry of a thread. */
export type EntryView =
  | {
      as: 'message';
      message: MessageView /** Also shown in the room. */;
      bump: boolean /** Written by our own side, outside Deskhand. */;
      ours?: boolean;
      /** What can be said about it, such as who wrote it. */
      buttons?: ButtonView[];
    }
  | {
      as: 'line';
      words: string;
      buttons: ButtonView[];
      tone: 'quiet' | 'failure' | 'warning';
      /** Also shown in the room, where the desk can. */
      bump?: true;
      /** Another thread that the words speak of. */
      leadsTo?: string;
    }
  | {
      as: 'reply';
      author: string /** To whom, with PUBLIC or PRIVATE where that can be either. */;
      customer: string;
      text: string;
    };

/** Where a reply is; shown on the message it came from. */
export interface MarkView {
  state: 'held' | 'sent' | 'delivered' | 'failed' | 'unsure' | 'withdrawn' | 'stopped';
  words: string;
  /** When the hold ends; null unless held. */
  until: Instant | null;
  buttons: ButtonView[];
  /** As with the card: an older mark is not put over a newer one. */
  version: number;
  /** Its words are a draft again: where their preview may stand already, the mark is not drawn over it. */
  isDraftAgain?: true;
}

/** What the coach says of a reply, to its author. */
export interface CoachView {
  words: string;
  /** Lines of the lesson behind it, as far as they are shown. */
  lesson: string[];
  /** It is sent only when Send is pressed again. */
  stops: boolean;
  buttons: ButtonView[];
}

/** One of several things that somebody is shown, each with what can be done about it. */
export interface PrivateRow {
  /** What a customer wrote, in one line. */
  title: string;
  /** What was answered. */
  text: string;
  /** By whom and when, in one short line. */
  about: string;
  /** Its thread; null where it has none on this desk. */
  thread: string | null;
  buttons: ButtonView[];
}

/** Shown to one person only. */
export interface PrivateView {
  words: string;
  /** What the customer will read, or has just written. */
  quote: { label: string; text: string } | null;
  /** What was said before that, in order: for somebody who was not there. */
  before?: { label: string; text: string }[];
  /** Below the words, each with its own buttons; at most three. */
  rows?: PrivateRow[];
  /** Gentle hints. */
  hints: string[];
  /** Said of the words before they are sent; absent: nothing. */
  coach?: CoachView[];
  buttons: ButtonView[];
  links?: LinkView[];
  /** Files that this person may open here, where the desk opens files by itself. */
  files?: AttachmentView[];
  tone: 'preview' | 'notice' | 'refusal';
  /** The staff message it belongs to; null for the whole thread. */
  post: string | null;
}

/** A form as every desk can draw it. */
export interface FormView {
  id:
    | 'reply.form'
    | 'resolve.form'
    | 'log.form'
    /** What colleagues may ask a person. */
    | 'expert.form'
    /** Asking an expert about an enquiry, and an expert's words about it. */
    | 'expert.ask.form'
    | 'expert.tell.form'
    | 'settings.form'
    | 'snooze.form'
    | 'handover.form'
    | 'merge.form'
    | 'split.form'
    | 'join.form'
    | 'saved.form'
    /** Flagging an enquiry, and saying that it is part of an incident. */
    | 'finding.form'
    | 'incident.form'
    /** A finding or an incident, its enquiries, and what all of their customers are told. */
    | 'gathering.form'
    | 'evidence.form'
    | 'round.form'
    /** An article: all of it, before it is published. */
    | 'article.form'
    /** Everything behind a card's menu; only where a desk's own menu has no room for all of it. */
    | 'menu.form';
  title: string;
  /** Null for forms of the workspace and of a person: `log.form`, `settings.form` and `expert.form`. */
  enquiryId: EnquiryId | null;
  /** What a `settings.form` is about: `room:<id>`, `hours`, `hold`, `answer`, `names`, `channel:<kind>`,
   * `channel:<id>`, `checklists`; `name` is the person's own name for customers, and for everybody. */
  about?: string;
  fields: FormField[];
  /** `addressed` is the label with whom it goes to, "Send to Maya". */
  submit: { id: string; label: string; addressed?: string }[];
}
export interface FormField {
  name: string;
  label: string;
  /**
   * `start`: something that the words can begin with, found by typing (`DeskForms.starts`); what is chosen is put into the
   * field `text` (`DeskForms.begin`), and nothing that was typed is lost.
   * `ticks`: any number of the choices; the value has theirs with commas between them.
   */
  kind: 'text' | 'long-text' | 'choice' | 'ticks' | 'hidden' | 'place' | 'start';
  /** One sentence for a person who has never done this. */
  help?: string;
  optional?: boolean;
  /** What is typed here is a secret: never shown again, never logged. */
  secret?: boolean;
  /** Asked only while another field has one of these values. A desk whose forms stand still asks all of them. */
  when?: { field: string; is: readonly string[] };
  /** A choice that nobody has made yet: a desk that can shows none, and what depends on it waits. */
  unchosen?: true;
  value: string;
  /** How long what is typed here is, in words, at first; `DeskForms.counted` says it again while somebody writes. */
  counted?: string;
  choices?: { value: string; label: string }[];
  /**
   * The choices are people. A desk with a picker of its own shows that instead, and hands back its own name for the one
   * who was chosen; empty, where that is `optional`, is nobody in particular.
   */
  people?: true;
}

/** Something that a reply can begin with: a saved reply, an earlier answer. */
export interface StartView {
  /** Handed back unchanged when it is chosen; at most 100 characters. */
  value: string;
  label: string;
  /** How it begins, or whose it is: one short line. */
  about: string;
  /** What kind of thing it is, for a heading: "Saved replies". */
  group: string;
  /** Drawn greyed: somebody should have looked at it again. It can still be chosen. */
  stale?: true;
}

/** A form after something was chosen to begin with. */
export interface Begun {
  /** Everything that is in the field now, what was typed before included. */
  text: string;
  /** Where it is from: handed back with the form in the hidden field `begun`. */
  begun: string;
  /** It is longer than this form can hold, so it is not in `text`: handed back as `yes` in the hidden field `whole`. */
  whole?: true;
  /** What is to be known of it, in sentences. */
  words: string;
}

/** The result of a settings form. `field` names the one to fix; null when it is about all of them. */
export type SettingsOutcome =
  | { ok: true; words: string }
  | { ok: false; problems: { field: string | null; words: string }[] };

/** A line about one enquiry, with where its thread is. */
export interface EnquiryLine {
  enquiryId: EnquiryId;
  number: number;
  words: string;
  thread: string | null;
  /** Its customer has waited longer, in opening hours, than is promised. */
  late?: true;
  /** What is done next with it. */
  next?: ButtonView;
}

/** The way from an installation to the first enquiry. */
export interface FirstSteps {
  /** The first room; null while there is none. */
  room: { id: RoomId; deskRef: string | null } | null;
  /** Customers can write. */
  channel: boolean;
  /** There has been an enquiry, a test one at least. */
  enquiry: boolean;
}

/** What one person sees when they open Deskhand by itself. */
export interface HomeView {
  mine: EnquiryLine[];
  unclaimed: EnquiryLine[];
  /** Texts that this person wrote and has neither sent nor kept. */
  drafts: { enquiryId: EnquiryId; words: string; text: string; buttons: ButtonView[]; thread: string | null }[];
  /** It is their first day: a first lesson is offered. */
  lesson?: true;
  /** How customers see this person, on each channel. */
  seenAs?: string;
  /** What colleagues may ask this person, in words. */
  knows?: string;
  /** Only for admins. */
  settings: null | {
    rooms: { id: RoomId; name: string; deskRef: string | null; reply: 'preview' | 'direct'; fixed: boolean }[];
    /** `paste`: a line or a link that an admin takes elsewhere so that it works. */
    channels: {
      id: ChannelId;
      name: string;
      label: string;
      words: string;
      paste: { label: string; line: string } | null;
      ok: boolean;
      fixed: boolean;
    }[];
    kinds: { kind: string; connect: string }[];
    hold: string;
    hours: string;
    /** How long customers may wait. */
    answer: string;
    /** How customers see the team. */
    names: string;
    /** What is ticked off while somebody calls, in words. */
    checklists?: string;
    /** To whom the weekly letter goes, and when. */
    letter?: string;
    /** How long things are kept. */
    retention?: string;
    /** Whether a model drafts, and which; absent where there is none. */
    drafts?: string;
    /** Stands in the provisioning file. */
    fixed: {
      hold: boolean;
      hours: boolean;
      answer: boolean;
      names: boolean;
      checklists?: boolean;
      letter?: boolean;
      retention?: boolean;
      drafts?: boolean;
    };
    /** What is not well, in sentences. */
    troubles: string[];
    /** What of the first steps is done; absent: all of it. */
    steps?: FirstSteps;
  };
}

/** A customer's file on its way to the desk. */
export interface DeskFile {
  id: AttachmentId;
  name: string;
  type: string;
  content: Uint8Array;
  /** What a picture shows, in words. */
  alt?: string;
}
