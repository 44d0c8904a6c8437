/** What people at a desk do: who they are, what they wrote, pressed or filled in, and attached files. */
import type { Passage } from '../core/formatted.ts';
import type { AttachmentId, EnquiryId, RoomId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';
import type { ButtonId } from './button.ts';
import type { FormView } from './views.ts';

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
  /** Of another organisation, let in to some places: never a manager. */
  guest?: true;
  /** Rooms this person may read; absent: all of them. */
  rooms?: RoomId[];
  /** The room in which this person practises, which nobody else reads. */
  own?: RoomId;
  /** Rooms on another desk, which nobody of this one can be in: an admin may move enquiries there. */
  roomsElsewhere?: RoomId[];
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
  /** `thread`: where it was said, of an enquiry or not; absent where that is not known. */
  | { do: 'command'; room: string | null; words: string; thread?: string | null }
);
/** One kind of act. */
export type ActionOf<K extends StaffAction['do']> = Extract<StaffAction, { do: K }>;
