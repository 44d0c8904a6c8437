/**
 * The team's side: what an adapter for Slack, Teams or the practice desk must do and may do. The views are neutral; an
 * adapter only draws them. It authenticates who acts and hands that in; what is allowed is decided inside.
 */
import type { Passage } from '../core/formatted.ts';
import type { AttachmentId, ChannelId, EnquiryId, MessageId, RoomId, StaffId } from '../core/ids.ts';
import type { Detail } from '../core/message.ts';
import type { Instant } from '../core/time.ts';
import type { AnswerView, ChartView, Look } from './answer.ts';
import type { ButtonId, ButtonView } from './button.ts';
import type { HealthItem, Vault } from './channel.ts';
import type { Clock, Ids } from './clock.ts';
import type { HttpRoute } from './http.ts';
import type { Json, JsonObject } from './json.ts';
import type { Log } from './log.ts';
import type { Bus, Shelf } from './shelf.ts';

/**
 * Thrown by a desk when something was surely not done and may be done later: it is kept and comes again. With
 * `wholeRoom` everything else that waits for this room waits too (the desk counts posts, or the room is shut).
 */
export class TryLater extends Error {
  override name = 'TryLater';
  readonly at: Instant;
  readonly wholeRoom: boolean;
  constructor(at: Instant, why: string, wholeRoom = false) {
    super(why);
    this.at = at;
    this.wholeRoom = wholeRoom;
  }
}

/** Thrown by a desk when a thread is not there any more: its card is posted anew, and what was to be shown comes again. */
export class ThreadGone extends Error {
  override name = 'ThreadGone';
}

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
  earlier: { number: number; subject: string | null; outcome: string }[];
  buttons: ButtonView[];
  menu: ButtonView[];
  /** The whole card in one plain sentence, for notifications and screen readers. */
  summary: string;
}

/** One entry of a thread. */
export type EntryView =
  | {
      as: 'message';
      message: MessageView /** Also shown in the room. */;
      bump: boolean /** Written by our own side, from a mail program. */;
      ours?: boolean;
      /** What can be said about it, such as who wrote it. */
      buttons?: ButtonView[];
    }
  | {
      as: 'line';
      words: string;
      buttons: ButtonView[];
      tone: 'quiet' | 'failure' | 'warning';
      /** Another thread that the words speak of. */
      leadsTo?: string;
    }
  | { as: 'reply'; author: string; customer: string; text: string };

/** Where a reply is; shown on the message it came from. */
export interface MarkView {
  state: 'held' | 'sent' | 'delivered' | 'failed' | 'unsure' | 'withdrawn' | 'stopped';
  words: string;
  /** When the hold ends; null unless held. */
  until: Instant | null;
  buttons: ButtonView[];
  /** As with the card: an older mark is not put over a newer one. */
  version: number;
}

/** Shown to one person only. */
export interface PrivateView {
  words: string;
  /** What the customer will read, or has just written. */
  quote: { label: string; text: string } | null;
  /** Gentle hints. */
  hints: string[];
  buttons: ButtonView[];
  tone: 'preview' | 'notice' | 'refusal';
  /** The staff message it belongs to; null for the whole thread. */
  post: string | null;
}

/** A form as every desk can draw it. */
export interface FormView {
  id: 'reply.form' | 'resolve.form' | 'log.form' | 'settings.form' | 'snooze.form' | 'handover.form' | 'merge.form';
  title: string;
  /** Null for forms of the workspace: `log.form` and `settings.form`. */
  enquiryId: EnquiryId | null;
  /** What a `settings.form` is about: `room:<id>`, `hours`, `hold`, `answer`, `names`, `channel:<kind>`,
   * `channel:<id>`; `name` is the person's own name for customers, and for everybody. */
  about?: string;
  fields: FormField[];
  submit: { id: string; label: string }[];
}
export interface FormField {
  name: string;
  label: string;
  kind: 'text' | 'long-text' | 'choice' | 'hidden' | 'place';
  /** One sentence for a person who has never done this. */
  help?: string;
  optional?: boolean;
  /** What is typed here is a secret: never shown again, never logged. */
  secret?: boolean;
  value: string;
  choices?: { value: string; label: string }[];
  /**
   * The choices are people. A desk with a picker of its own shows that instead, and hands back its own name for the one
   * who was chosen; empty, where that is `optional`, is nobody in particular.
   */
  people?: true;
}

/** What a form of settings came to. `field` names the one to mend; null where it is about all of them. */
export type SettingsOutcome =
  | { ok: true; words: string }
  | { ok: false; problems: { field: string | null; words: string }[] };

/** A line about one enquiry, with where its thread is. */
export interface EnquiryLine {
  enquiryId: EnquiryId;
  number: number;
  words: string;
  thread: string | null;
}

/** What one person sees when they open Deskhand by itself. */
export interface HomeView {
  mine: EnquiryLine[];
  unclaimed: EnquiryLine[];
  /** Texts that this person wrote and has neither sent nor kept. */
  drafts: { enquiryId: EnquiryId; words: string; text: string; buttons: ButtonView[]; thread: string | null }[];
  /** How customers see this person, on each channel. */
  seenAs?: string;
  /** Only for admins. */
  settings: null | {
    rooms: { id: RoomId; name: string; deskRef: string | null; reply: 'preview' | 'direct'; fixed: boolean }[];
    /** `paste`: a line that an admin puts elsewhere so that it works. */
    channels: {
      id: ChannelId;
      name: string;
      label: string;
      words: string;
      paste: string | null;
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
    /** Stands in the provisioning file. */
    fixed: { hold: boolean; hours: boolean; answer: boolean; names: boolean };
    /** What is not well, in sentences. */
    troubles: string[];
  };
}

/** A file that somebody of the team put beside their words. */
export interface StaffFile {
  /** The desk's own name of the file: the same file is kept once. */
  ref: string;
  name: string;
  type: string;
  bytes: number;
  /** Null when it could not be fetched; then `withheld` says why. */
  content: Uint8Array | null;
  withheld: string | null;
}

/** A staff member as the desk knows them; the desk has authenticated them. */
export interface Person {
  deskRef: string;
  name: string;
  admin: boolean;
  /** Rooms this person may read; absent: all of them. */
  rooms?: RoomId[];
}

/** A message of staff in a thread. */
export interface StaffWords {
  thread: string;
  post: string;
  /** Readable alone: what every channel can send. */
  text: string;
  /** The same words with their look, where the desk has one; `textOf` of it is the text. */
  formatted?: Passage[];
  /** What is seen on the desk and cannot leave it, a sentence each ("The picture block is left out."). */
  leftOut?: string[];
  /** The words tell of their author ("/me looks into it"): the name that customers see goes before them. */
  ofAuthor?: true;
  /** A colleague, a group or everybody is addressed: it is meant for them. */
  mentionsStaff: boolean;
  /** An @ begins a word that may be a colleague; nothing leaves by itself. The house looks too, whatever a desk says. */
  mayMention?: boolean;
  files?: AttachmentId[];
  /** When it was written, where the far side says so. */
  at?: Instant;
  /** Of two edits of a post the one whose edition sorts last holds, in whatever order they come. */
  edition?: string;
}

/** Everything staff can do on a desk. `id` is the desk's own, unique: a repeated delivery is done once. */
export type StaffAction = { id: string; by: Person } & (
  | ({ do: 'write' } & StaffWords)
  | ({ do: 'edit' } & StaffWords)
  | { do: 'delete'; thread: string; post: string }
  | { do: 'press'; thread: string | null; button: ButtonId; value: string }
  | { do: 'submit'; form: FormView['id']; enquiryId: EnquiryId | null; submit: string; values: Record<string, string> }
  | { do: 'command'; room: string | null; words: string }
);
/** One kind of act. */
export type ActionOf<K extends StaffAction['do']> = Extract<StaffAction, { do: K }>;

interface DeskLimits {
  /** Characters of one card's text before "Show all". */
  cardTextCharsMax: number;
  /** Characters staff can write in one message. */
  writeCharsMax: number;
}

export interface DeskContext {
  clock: Clock;
  ids: Ids;
  log: Log;
  bus: Bus;
  shelf: Shelf;
  publicUrl: string;
  /** Stores what staff did. Acknowledge to the desk only after it resolved; what it leads to comes by itself. */
  act(action: StaffAction): Promise<void>;
  /**
   * Stores something that the desk's far side delivered, as it came; `handle` gets it soon. Acknowledge after it
   * resolved. A second delivery with this id is let go.
   * @param key what must be handled in order: a thread
   * @returns false when it was here before
   */
  keep(delivery: {
    id: string;
    key: string;
    payload: Json;
    /** It fetches something large: done apart, so that nothing that people do waits for it. */
    fetches?: boolean;
  }): Promise<boolean>;
  /** Somebody of the team is writing what may become a reply: a customer who watches is shown it. Kept nowhere. */
  typing(thread: string): Promise<void>;
  /** Keeps a file of a post, once for its name. */
  keepFile(post: string, file: StaffFile): Promise<AttachmentId>;
  /**
   * A file that was kept without its content has come, or never will. It is taken in while its words wait for their author,
   * who sees the preview again; what was sent without it stays without it.
   */
  fileArrived(post: string, file: StaffFile): Promise<void>;
  /** The thread in which a post of staff stands; null when it is not known. */
  threadOf(post: string): Promise<string | null>;
  /** Is this the thread of an enquiry? `moved` is where it goes on. */
  thread(ref: string): Promise<{ enquiryId: EnquiryId; moved: string | null } | null>;
  /** Who wrote a post that became known here. */
  authorOf(post: string): Promise<Person | null>;
  /** Draws a chart as a picture, for where the desk has no charts of its own. Rejects with a sentence. */
  draw(chart: ChartView, look: Look): Promise<Uint8Array>;
  /** A message with all its words. */
  message(id: MessageId): Promise<MessageView | null>;
  /** What a person sees when they open Deskhand by itself. */
  home(by: Person): Promise<HomeView>;
  /** A form of the workspace's settings; only for admins. */
  settingsForm(about: string, by: Person): Promise<FormView | { refusal: string }>;
  /** Tests and saves what was filled in; takes as long as the far side does. Never stored before it is sealed. */
  saveSettings(about: string, by: Person, values: Record<string, string>): Promise<SettingsOutcome>;
  /** The root of this thread was deleted: the card is posted anew, and what follows goes there. */
  lost(thread: string): Promise<void>;
  /** What waited for the rooms need not wait any longer: something was mended. */
  resume(): Promise<void>;
  /** A room gets its place on the desk, such as a Slack channel; false when another has it. */
  place(room: RoomId, deskRef: string | null): Promise<boolean>;
  /** Opens an enquiry of a customer who does not exist, so that a new team can try everything. */
  tryOut(by: Person): Promise<void>;
  /** Secrets of the desk (tokens), encrypted at rest. */
  vault: Vault;
  /** Rooms that enquiries are posted into on this desk. */
  rooms(): Promise<{ id: RoomId; name: string; deskRef: string | null; reply: 'preview' | 'direct' }[]>;
  /** Kinds of channels that an admin can set up, with the words on their buttons. */
  kinds: readonly { kind: string; connect: string }[];
  /** What staff can type, for completion. */
  commands: readonly { word: string; usage: string; help: string }[];
  /** The form behind a button, or words why there is none. */
  form(
    button: ButtonId,
    enquiryId: EnquiryId,
    by: Person,
    /** What stands behind the enquiry in the button's value: words that the form begins with. */
    of?: string,
  ): Promise<FormView | { refusal: string; buttons?: ButtonView[] }>;
  /** The form that records a phone call or a visitor. */
  logForm(): FormView;
  /** An attachment's content; null when it is withheld or unknown here. */
  attachment(id: AttachmentId): Promise<{ name: string; type: string; content: Uint8Array } | null>;
  /** Every byte of the message as it came; null when unknown here. */
  raw(id: MessageId): Promise<{ type: string; content: Uint8Array } | null>;
}

/** An opened desk. All posts carry a key: the same key posted twice is one post, whatever crashed in between. */
export interface Desk {
  readonly kind: string;
  readonly limits: DeskLimits;
  start(): Promise<void>;
  stop(): Promise<void>;
  check(): Promise<HealthItem[]>;
  /**
   * Posts a card once for its key. When it is there already (posted before a crash) it is brought up to date.
   * @returns the thread's reference, by which the desk later names it
   */
  postCard(room: { id: RoomId; deskRef: string | null }, card: CardView, key: string): Promise<string>;
  updateCard(thread: string, card: CardView): Promise<void>;
  /** @returns the post's reference */
  post(thread: string, entry: EntryView, key: string): Promise<string>;
  /** Draws a post of this key anew, where there is one. */
  redraw?(thread: string, entry: EntryView, key: string): Promise<void>;
  /** Puts a mark on a post, in place of the one before. */
  mark(thread: string, post: string, mark: MarkView): Promise<void>;
  /** Says something in a room, in no thread; once for its key. */
  notice(
    room: { id: RoomId; deskRef: string | null },
    words: string,
    tone: 'quiet' | 'failure',
    key: string,
  ): Promise<void>;
  /** Shows something to one person in a thread; a later one with the same key takes its place, null takes it away. */
  showPrivately(thread: string, person: string, view: PrivateView | null, key: string): Promise<void>;
  /** Answers a command to the person who gave it, and to nobody else. */
  answer(person: string, room: string | null, view: AnswerView, key: string): Promise<void>;
  /** Shows an answer to everybody in a room, once for its key. */
  show(room: { id: RoomId; deskRef: string | null }, view: AnswerView, key: string): Promise<void>;

  /** Everybody who can answer in a room, for choosing one of them; null where they are too many for a list. */
  members?(room: { id: RoomId; deskRef: string | null }): Promise<Person[] | null>;
  /** Somebody of a room by the desk's own name for them, or words why they cannot be chosen. */
  member?(room: { id: RoomId; deskRef: string | null }, deskRef: string): Promise<Person | { refusal: string }>;

  /**
   * The person that a name in the settings stands for, where the desk can tell by itself (a member id); null for nobody.
   * Absent: people are known by their names once they have used the desk.
   */
  personNamed?(written: string): string | null;
  /** How an admin writes a person down, in one sentence. */
  readonly personHelp?: string;
  /** Reads again what another process may have learnt, such as a new token. */
  renew?(): Promise<void>;

  routes?: HttpRoute[];
  /** The least time between two posts into one room, where the far side counts them; in ms. */
  readonly postGapMs?: number;
  /** Does what a kept delivery asks for. May be called again for the same one after a crash. */
  handle?(payload: Json): Promise<void>;
  /** Puts a customer's file into a thread, once for its key; where it cannot, it says so there. */
  attach?(thread: string, file: DeskFile, key: string): Promise<void>;
  /** The thread goes on elsewhere: its card becomes a pointer. */
  pointOn?(thread: string, card: CardView, to: string): Promise<void>;
  /** A customer is writing: shown for a few seconds, kept nowhere. */
  typing?(thread: string, customer: string): void;
  /** A link that opens a thread. */
  linkTo?(thread: string): string | null;
  /** A kept delivery was given up: whoever is behind it is told. */
  givenUp?(payload: Json): Promise<void>;
  /** What is wrong with the desk for longer than a hiccup, in sentences. */
  troubles?(): string[];
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

/** What all workspaces of an installation share on the far side: its routes, or its socket. */
export interface DeskHub {
  routes: HttpRoute[];
  start(): Promise<void>;
  stop(): Promise<void>;
  check(): HealthItem[];
}

export interface DeskHubContext {
  publicUrl: string;
  clock: Clock;
  log: Log;
  /** The desk of a team, by the far side's id; null where Deskhand is not installed. With one workspace always that one's. */
  deskOf(team: string): Promise<Desk | null>;
  /** A team installed Deskhand, for the first time or again: opens its desk where it is not open yet. */
  install(team: string, name: string): Promise<Desk>;
  /** Something that other processes read again (`Desk.renew`) was stored. */
  changed(): void;
}

/** A kind of desk, before it is opened. */
export interface DeskKind {
  readonly kind: string;
  readonly label: string;
  open(settings: JsonObject, context: DeskContext): Desk;
  /** Absent for a desk that is reached by its own routes alone. */
  hub?(context: DeskHubContext): DeskHub;
  /** The workspace that a team of the far side is: always the same, so that a reinstallation goes on where it was. */
  workspaceOf?(team: string): string;
  /** What the adapter makes of a raw payload, for `deskhand explain`. Never contacts anything, never throws. */
  explain?(raw: Uint8Array): Promise<Json>;
}
