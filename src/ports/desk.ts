/**
 * The team's side: what an adapter for Slack, Teams or the practice desk must do and may do. It draws neutral views and
 * authenticates who acts; what is allowed is decided inside.
 */
import type { RoomId } from '../core/ids.ts';
import type { DurationMs, Instant } from '../core/time.ts';
import type { AnswerView } from './answer.ts';
import type { HealthItem } from './channel.ts';
import type { Clock } from './clock.ts';
import type { DeskContext } from './desk-context.ts';
import type { HttpRoute } from './http.ts';
import type { Json, JsonObject } from './json.ts';
import type { Log } from './log.ts';
import type { Person } from './staff.ts';
import type { CardView, DeskFile, EntryView, MarkView, PrivateView } from './views.ts';

/**
 * Thrown by a desk when something was surely not done and may be done later: it is kept and comes again. With
 * `wholeRoom` everything else that waits for this room waits too (the desk counts posts, or the room is shut).
 */
export class TryLater extends Error {
  override name = 'TryLater';
  readonly at: Instant;
  readonly wholeRoom: boolean;
  /** It is there and takes what it is sent, only not so fast. */
  readonly isCounting: boolean;
  constructor(at: Instant, why: string, wholeRoom = false, isCounting = false) {
    super(why);
    this.at = at;
    this.wholeRoom = wholeRoom;
    this.isCounting = isCounting;
  }
}

/** Thrown by a desk when a thread is not there any more: its card is posted again, and the post is retried. */
export class ThreadGone extends Error {
  override name = 'ThreadGone';
  /** It stands there, and we may not touch it: it was another app's, such as the one that was installed before. */
  readonly stands: boolean;
  constructor(why: string, stands = false) {
    super(why);
    this.stands = stands;
  }
}

/** Thrown by a desk when an older state may now stand over a newer one: what is shown must be drawn again, as it is by now. */
export class Overtaken extends Error {
  override name = 'Overtaken';
}

interface DeskLimits {
  /** Characters of one card's text before "Show all". */
  cardTextCharsMax: number;
  /** Characters staff can write in one message. */
  writeCharsMax: number;
}

/** A room with its place on the desk, such as a Slack channel; null while none was chosen. */
interface RoomPlace {
  id: RoomId;
  deskRef: string | null;
}

/** Every desk: all posts carry a key. The same key posted twice is one post, whatever crashed in between. */
export interface DeskDuties {
  readonly kind: string;
  readonly limits: DeskLimits;
  start(): Promise<void>;
  stop(): Promise<void>;
  check(): Promise<HealthItem[]>;
  /**
   * Posts a card once for its key. When it is there already (posted before a crash) it is refreshed.
   * @returns the thread's reference, by which the desk later names it
   */
  postCard(room: RoomPlace, card: CardView, key: string): Promise<string>;
  updateCard(thread: string, card: CardView): Promise<void>;
  /** @returns the post's reference */
  post(thread: string, entry: EntryView, key: string): Promise<string>;
  /** Puts a mark on a post, in place of the one before. */
  mark(thread: string, post: string, mark: MarkView): Promise<void>;
  /** Says something in a room, in no thread; once for its key. */
  notice(room: RoomPlace, words: string, tone: 'quiet' | 'failure', key: string): Promise<void>;
  /** Shows something to one person in a thread; a later one with the same key takes its place, null takes it away. */
  showPrivately(thread: string, person: string, view: PrivateView | null, key: string): Promise<void>;
  /**
   * Shows something to one person alone, where no thread is: in their own messages, or on their page. Once for its key; a
   * later one with that key takes its place, and null says that it is over.
   * @returns false where this person cannot be reached any more: they left, or never were one of the team
   */
  showAlone(person: string, view: PrivateView | null, key: string): Promise<boolean>;
  /** Answers a command to the person who gave it, and to nobody else. */
  answer(person: string, room: string | null, view: AnswerView, key: string): Promise<void>;
  /** Shows an answer to everybody in a room, once for its key. */
  show(room: RoomPlace, view: AnswerView, key: string): Promise<void>;
}

/** It knows who is in a room, for choosing one of them. */
export interface KnowsMembers {
  /** Everybody who can answer in a room, for choosing one of them; null where they are too many for a list. */
  members(room: RoomPlace): Promise<Person[] | null>;
  /** Somebody of a room by the desk's own name for them, or words why they cannot be chosen. */
  member(room: RoomPlace, deskRef: string): Promise<Person | { refusal: string }>;
  /** Can this person read the room? Where it has no place yet nobody can. */
  reads(person: string, room: RoomPlace): Promise<boolean>;
}

/** A place of a person that nobody else reads: a direct message, a personal chat. */
export interface HasOwnPlaces {
  /**
   * Null where there is none. `apart`: it is not where answers are shown, so whoever has something there is led to it.
   */
  ownPlace(person: string): Promise<{ ref: string; apart?: true } | null>;
  /** Takes everything of a thread out of what the desk remembers; `posts` are its posts. */
  forget(thread: string, posts: readonly string[]): Promise<void>;
}

/** It knows people by what an admin writes down for them. */
export interface NamesPeople {
  /**
   * The person that a name in the settings stands for, where the desk can tell by itself (a member id); null for nobody.
   * Absent: people are known by their names once they have used the desk.
   */
  personNamed(written: string): string | null;
  /** How an admin writes a person down, in one sentence. */
  readonly personHelp: string;
}

/** Its far side delivers: what came is kept first and handled later. */
export interface TakesDeliveries {
  /** Does what a kept delivery asks for. May be called again for the same one after a crash. */
  handle(payload: Json): Promise<void>;
  /** A kept delivery was given up: whoever is behind it is told. */
  givenUp(payload: Json): Promise<void>;
}

/** It has its own installation, which can break and be fixed elsewhere. */
export interface KeepsConnection {
  /** What is wrong with the desk for longer than a hiccup, in sentences. */
  troubles(): string[];
  /** Reads again what another process may have learnt, such as a new token. */
  renew(): Promise<void>;
}

/** What is there can be shown again, or point elsewhere. */
export interface ChangesPosts {
  /** Draws a post of this key again, where there is one. */
  redraw(thread: string, entry: EntryView, key: string): Promise<void>;
  /** The thread goes on elsewhere: its card becomes a pointer. */
  pointOn(thread: string, card: CardView, to: string): Promise<void>;
}

/** What was posted about a customer who is erased. */
export interface ErasesThreads {
  /**
   * Puts the card, and the line, in place of what Deskhand posted in a thread, takes files away, and forgets what it remembers
   * of it. May be called again, and for a part of the posts at a time.
   * @throws TryLater
   * @returns how many of these posts of people are still there: nobody but their authors can delete them
   */
  eraseThread(thread: string, erased: ErasedThread): Promise<number>;
}

/** It is several desks, each of which knows its own posts alone. */
export interface HasParts {
  /** The kind of the one that a thread is on. */
  kindOf(thread: string): string;
}

/** What is to be erased of a thread. */
export interface ErasedThread {
  /** Null where it was drawn before. */
  card: CardView | null;
  line: EntryView;
  /** Keys of posts of ours, and of files. */
  keys: readonly string[];
  files: readonly string[];
  /** What people wrote there. */
  posts: readonly string[];
}

/** What only some desks can show. */
export interface ShowsMore {
  /** Puts a customer's file into a thread, once for its key; where it cannot, it says so there. */
  attach(thread: string, file: DeskFile, key: string): Promise<void>;
  /**
   * Takes the file of this key out of a thread again; does nothing where there is none.
   * @throws TryLater
   * @returns why it is still there, as a sentence for the thread; null when it is gone
   */
  detach(thread: string, key: string): Promise<string | null>;
  /** Draws again what was shown to everybody in a room under this key; does nothing where it is not there. */
  reshow(room: RoomPlace, view: AnswerView, key: string): Promise<void>;
  /** A customer is writing: shown for a few seconds, kept nowhere. */
  typing(thread: string, customer: string): void;
  /** A link that opens a thread. */
  linkTo(thread: string): string | null;
}

/** Its far side waits only so long for a form that is drawn again; absent: as long as it takes. */
export interface HurriesForms {
  readonly formWithinMs: DurationMs;
}

/** It keeps records of its own. */
export interface KeepsRecords {
  /** Throws away records that nobody needs any more; called about once an hour, by one process. */
  tidy(): Promise<void>;
}

/** How it is reached, and how fast it may post. */
export interface HasWire {
  routes: HttpRoute[];
  /** The least time between two posts into one room, where the far side counts them; in ms. */
  readonly postGapMs: number;
}

/** An opened desk: its duties, and the abilities it has. */
export interface Desk
  extends DeskDuties,
    Partial<KnowsMembers>,
    Partial<HasOwnPlaces>,
    Partial<NamesPeople>,
    Partial<TakesDeliveries>,
    Partial<KeepsConnection>,
    Partial<ChangesPosts>,
    Partial<ShowsMore>,
    Partial<ErasesThreads>,
    Partial<HasParts>,
    Partial<HurriesForms>,
    Partial<KeepsRecords>,
    Partial<HasWire> {}

/** What all workspaces of an installation share on the far side: its routes, or its socket. */
export interface DeskHub {
  routes: HttpRoute[];
  start(): Promise<void>;
  stop(): Promise<void>;
  check(): HealthItem[];
  /**
   * Credentials were changed while it runs: each is tried before the one in use is let go.
   * @param chosen the desk's own settings as they are written now; those of another kind of desk are passed over
   * @returns a line for each that is another one, called as it is in the settings. Absent: they count at the next start
   */
  takeUp?(chosen: { kind: string; own: unknown }): Promise<HealthItem[]>;
}

export interface DeskHubContext {
  publicUrl: string;
  clock: Clock;
  log: Log;
  /** The desk of a team, by the far side's id; null where Deskhand is not installed. With one workspace always that one's. */
  deskOf(team: string): Promise<Desk | null>;
  /** A team installed Deskhand, for the first time or again: opens its desk where it is not open yet. */
  install(team: string, name: string): Promise<Desk>;
  /** Something of this team that other processes read again (`Desk.renew`) was stored. */
  changed(team: string): void;
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
  /** Is it one of this desk's names: of a room's place, a post or a person? Asked where a workspace has several desks. */
  owns?(ref: string): boolean;
  /** What the adapter makes of a raw payload, for `deskhand explain`. Never contacts anything, never throws. */
  explain?(raw: Uint8Array): Promise<Json>;
}
