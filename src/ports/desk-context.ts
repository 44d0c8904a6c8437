/** What a desk gets when it is opened, as small interfaces: each caller names what it needs. */
import type { AttachmentId, EnquiryId, MessageId, RoomId } from '../core/ids.ts';
import type { ChartView, Look } from './answer.ts';
import type { ButtonId, ButtonView } from './button.ts';
import type { Vault } from './channel.ts';
import type { Clock, Ids } from './clock.ts';
import type { Json } from './json.ts';
import type { Log } from './log.ts';
import type { Bus, Shelf } from './shelf.ts';
import type { Person, StaffAction, StaffFile } from './staff.ts';
import type { Begun, FormView, HomeView, MessageView, SettingsOutcome, StartView } from './views.ts';

/** The world as a desk sees it, and what it may remember. */
export interface DeskWorld {
  clock: Clock;
  ids: Ids;
  log: Log;
  bus: Bus;
  shelf: Shelf;
  /** Secrets of the desk (tokens), encrypted at rest. */
  vault: Vault;
  publicUrl: string;
  /** Pages on which whoever tries it out is the customer, by their addresses; absent or empty where it is in use. */
  samples?(): { what: string; where: string }[];
}

/** Where a desk hands in what people did and what its far side delivered. */
export interface DeskIntake {
  /** Stores what staff did. Acknowledge to the desk only after it resolved; what it leads to comes by itself. */
  act(action: StaffAction): Promise<void>;
  /**
   * Stores something that the desk's far side delivered, as it came; `handle` gets it soon. Acknowledge after it
   * resolved. A second delivery with this id is dropped.
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
  /**
   * Somebody is not there any more: what they are asked goes to the next one at once.
   * @param forGood their account is closed; else they only left this team, and may be asked again
   */
  left(person: string, forGood: boolean): Promise<void>;
  /** Keeps a file of a post, once for its name. */
  keepFile(post: string, file: StaffFile): Promise<AttachmentId>;
  /**
   * A file that was kept without its content has come, or never will. It is taken in while its words wait for their author,
   * who sees the preview again; what was sent without it stays without it.
   */
  fileArrived(post: string, file: StaffFile): Promise<void>;
  /** Somebody of the team is writing what may become a reply: a customer who watches is shown it. Kept nowhere. */
  typing(thread: string): Promise<void>;
}

/** What is known of threads, posts and messages. */
export interface DeskLookup {
  /** Is this the thread of an enquiry? `moved` is where it goes on. */
  thread(ref: string): Promise<{ enquiryId: EnquiryId; moved: string | null } | null>;
  /** The thread in which a post of staff stands; null when it is not known. */
  threadOf(post: string): Promise<string | null>;
  /** Who wrote a post that became known here. */
  authorOf(post: string): Promise<Person | null>;
  /** A message with all its words; null when it is unknown here, or not for this person's rooms. */
  message(id: MessageId, by?: Person): Promise<MessageView | null>;
  /** An attachment's content; null when it is withheld or unknown here. */
  attachment(id: AttachmentId): Promise<{ name: string; type: string; content: Uint8Array } | null>;
  /** Every byte of the message as it came; null when unknown here. */
  raw(id: MessageId): Promise<{ type: string; content: Uint8Array } | null>;
}

/** Rooms, and where they are on the desk. */
export interface DeskRooms {
  /** Did an admin name this person to look after a room? Says nothing of what their desk knows of them. */
  manages(by: Person): Promise<boolean>;
  /** Rooms that enquiries are posted into on this desk. */
  rooms(): Promise<{ id: RoomId; name: string; deskRef: string | null; reply: 'preview' | 'direct' }[]>;
  /** The room in which somebody practises, which nobody else reads; null while they do not. */
  own?(person: string): Promise<{ id: RoomId; thread: string | null } | null>;
  /** A room gets its place on the desk, such as a Slack channel; false when another has it. */
  place(room: RoomId, deskRef: string | null): Promise<boolean>;
  /** The root of this thread was deleted: the card is posted again, and what follows goes there. */
  lost(thread: string): Promise<void>;
  /** Posts queued for the rooms can go out: something was fixed. */
  resume(): Promise<void>;
}

/** Forms, and what is behind them. */
export interface DeskForms {
  /** The form behind a button, or words why there is none. */
  form(
    button: ButtonId,
    enquiryId: EnquiryId,
    by: Person,
    /** What stands behind the enquiry in the button's value: words that the form begins with. */
    of?: string,
  ): Promise<FormView | { refusal: string; buttons?: ButtonView[] }>;
  /**
   * How long a reply to this enquiry is, as its channel counts, in words, while somebody writes it. Null: there is room
   * enough, or it is not for this person.
   */
  counted(enquiryId: EnquiryId, text: string, by: Person): Promise<string | null>;
  /** What a reply to this enquiry can begin with, the best first: of what was typed, or of what the customer asks. */
  starts(enquiryId: EnquiryId, typed: string, by: Person): Promise<StartView[]>;
  /**
   * The Reply form once one of them was chosen.
   * @param now what is in its fields `text` and `begun`
   * @param charsMax how much the form can hold; null where that is enough for any reply
   */
  begin(
    enquiryId: EnquiryId,
    chosen: string,
    by: Person,
    now: { text: string; begun: string },
    charsMax: number | null,
  ): Promise<Begun | { refusal: string }>;
  /** A form that no enquiry stands behind: of a saved reply, a finding, an incident. @param value of the button */
  savedForm(button: ButtonId, value: string, by: Person): Promise<FormView | { refusal: string }>;
  /** What is wrong with what was filled in there; null for nothing. */
  checkSaved(
    values: Record<string, string>,
    submit: string,
    by: Person,
  ): Promise<{ field: string | null; words: string } | null>;
  /** The form that records a phone call or a visitor. */
  logForm(): FormView | Promise<FormView>;
  /** What is wrong with what was filled in there, and in which field; null for nothing. */
  wrongInLog?(values: Readonly<Record<string, string>>): { field: string; words: string } | null;
  /**
   * The form in which somebody says what colleagues may ask them.
   * @param filled what was filled in: then words where it cannot be used, with the field
   */
  expertForm(by: Person, filled?: Record<string, string>): Promise<FormView | { refusal: string; field: string }>;
  /** A form of the workspace's settings; only for admins. */
  settingsForm(about: string, by: Person): Promise<FormView | { refusal: string }>;
  /** Tests and saves what was filled in; takes as long as the far side does. Never stored before it is sealed. */
  saveSettings(about: string, by: Person, values: Record<string, string>): Promise<SettingsOutcome>;
  /** Kinds of channels that an admin can set up, with the words on their buttons. */
  kinds: readonly { kind: string; connect: string }[];
  /** What staff can type, for completion. */
  commands: readonly { word: string; usage: string; help: string; example: string }[];
}

/** What one person sees for themselves. */
/** Of a test enquiry: the number of one that the person has already and is not done with, null where a new one comes. */
export interface TrialTaken {
  number: number | null;
  /** The name of its room. */
  room: string;
}

export interface DeskHome {
  /** What a person sees when they open Deskhand by itself. */
  home(by: Person): Promise<HomeView>;
  /** Is it somebody's first day, and have they not said what they think of a first lesson? */
  offersLesson?(by: Person): Promise<boolean>;
  /**
   * Opens an enquiry of a customer who does not exist, so that a new team can try everything.
   * @returns null while there is no room for it
   */
  tryOut(by: Person): Promise<TrialTaken | null>;
  /** Draws a chart as a picture, for where the desk has no charts of its own. Rejects with a sentence. */
  draw(chart: ChartView, look: Look): Promise<Uint8Array>;
}

export interface DeskContext extends DeskWorld, DeskIntake, DeskLookup, DeskRooms, DeskForms, DeskHome {}
