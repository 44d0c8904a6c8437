/**
 * What a desk brings so that the gate can try it: the hands and eyes of the people at it. Everything goes over the desk's
 * own wire, as its far side would send it, into the whole program; nothing is handed in that the program should find out.
 */
import type { ButtonId } from '../../../src/ports/button.ts';
import type { Program, ProgramOptions } from './program.ts';

/** What a desk may truly lack; it says why, and the gate tries what stands in its place. */
export type Ability =
  /** Posts are kept by a far side, whose answer may be lost. In its place: the job of a post runs twice. */
  | 'far-side'
  /** Not everybody at the desk may see every room. In its place: everybody there counts. */
  | 'rooms'
  /** People put files beside their words. In its place: nothing, for nobody can. */
  | 'files'
  /** Its far side outlives the program. In its place: nothing, for both die together. */
  | 'process';

export interface GateDriver {
  /** As the program registers it. */
  kind: string;
  /** The reason for each ability that is not there. */
  lacks: Partial<Record<Ability, string>>;
  /** Starts the program with this desk; `open` is called once for each mode, and `stop` after its tests. */
  open(options: ProgramOptions): Promise<GateDesk>;
}

export interface GateDesk {
  program: Program;
  /** In the room; Ann may also change settings, and the last one has a name of two words with accents. */
  ann: Hands;
  ben: Hands;
  zoe: Hands;
  /** Those who must not count, each for a reason of their own. */
  outsiders: { who: string; because: 'stranger' | 'not-in-room'; hands: Pick<Hands, 'press' | 'told'> }[];
  /** Ways in which people of this desk address Ben, Zoë or everybody. */
  mentions: Mention[];
  /** The thread of the enquiry whose card has these words; waits for it. */
  thread(words: string): Promise<string>;
  /** Words of a thread's posts after the card, oldest first. */
  posts(thread: string): Promise<string[]>;
  /** The marks of its posts, where they are no posts and nothing that one person is told. */
  marks?(thread: string): Promise<string>;
  /** Names of the customer's files in a thread, as often as they are there. */
  files(thread: string): Promise<string[]>;
  /** The card as people read it. */
  card(thread: string): Promise<string>;
  /** Words said in the room and in no thread. */
  notices(): Promise<string[]>;
  /** What was kept back arrives now. */
  arrive(): Promise<void>;
  /** All that was delivered since the start is delivered once more, as far sides do that did not hear the answer. */
  redeliver(): Promise<void>;
  /** The next post is made, and its answer never comes. */
  loseAnswer?(): void;
  /** Resolves when the far side has delivered everything; what it leads to is waited for elsewhere. */
  delivered(): Promise<void>;
  /** Sentences about what was said over the wire against the far side's rules. */
  problems(): string[];
  stop(): Promise<void>;
}

export interface Mention {
  how: string;
  /** As it is typed; `write` makes of it what this desk's window would send. */
  text: string;
}

/** How an act travels: kept back until `arrive`, or delivered several times, as after a failure. */
export interface Travels {
  keptBack?: boolean;
  times?: number;
  /** What is put beside the words, where the desk has files. */
  file?: { name: string; content: string };
}

export interface Hands {
  name: string;
  /** @returns the post */
  write(thread: string, text: string, how?: Travels): Promise<string>;
  edit(thread: string, post: string, text: string, how?: Travels): Promise<void>;
  remove(thread: string, post: string): Promise<void>;
  /** Presses a button of the card. */
  press(thread: string, button: ButtonId): Promise<void>;
  /** The preview of a text that this person sees, or null. */
  preview(thread: string, text: string): Promise<Preview | null>;
  /** The reply that is held in a thread, as it is shown now: its Undo stays in the hand, also when it has left since. */
  held?(thread: string): Promise<Held | null>;
  /** Fills in the form behind Reply and sends it off. */
  reply(thread: string, text: string, how?: Travels): Promise<void>;
  /** Everything that only this person was told, in one text. */
  told(thread: string): Promise<string>;
}

export interface Held {
  words: string;
  undo(): Promise<void>;
}

export interface Preview {
  words: string;
  /** Presses Send; `by` somebody else, whose press is made up. */
  send(how?: Travels & { by?: Pick<Hands, 'name'> }): Promise<void>;
}
