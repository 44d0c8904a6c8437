/** What the practice desk keeps on its shelf, and under which names. */
import type { AttachmentId } from '../../../src/core/ids.ts';
import type { AnswerView, ChartView } from '../../../src/ports/answer.ts';
import type { ButtonView } from '../../../src/ports/button.ts';
import type { CardView, EntryView } from '../../../src/ports/views.ts';

/** The page watches this. */
export const CHANGED = 'practice';

export interface RoomItem {
  as: 'card' | 'bump' | 'notice';
  /** Empty for a notice: it belongs to no thread. */
  thread: string;
  card: CardView | null;
  /** What a bump or a notice says. */
  words: string | null;
  tone?: 'quiet' | 'failure';
  /** What stands before the first colon of a line is its label. */
  labels?: boolean;
  /** Threads of the numbers in its words. */
  links?: AnswerView['links'];
  /** Shown under the words, and under which name its picture is. */
  chart?: ChartView | null;
  chartAfterLines?: number;
  key?: string;
  buttons?: ButtonView[];
  at: number;
}
/** An answer that one person sees. */
export interface AnswerItem {
  key: string;
  room: string | null;
  text: string;
  labels: boolean;
  links?: AnswerView['links'];
  chart: ChartView | null;
  chartAfterLines?: number;
  buttons: ButtonView[];
  /** A file that goes with it, by its name. */
  file: string | null;
  at: number;
}
export type Post =
  | { as: 'entry'; entry: EntryView; at: number }
  | {
      as: 'staff';
      by: string;
      name: string;
      text: string;
      /** What was put beside the words. */
      files?: StaffFileItem[];
      edited: boolean;
      deleted: boolean;
      at: number;
    };

export interface StaffFileItem {
  id: AttachmentId;
  name: string;
  bytes: number;
}

/** What a person is asked in a thread, for where they see it while that thread is closed; or alone, in no thread. */
export interface WantedItem {
  key: string;
  /** Empty where it is in none. */
  thread: string;
  words: string;
  before?: { label: string; text: string }[];
  quote?: { label: string; text: string } | null;
  hints?: string[];
  buttons: ButtonView[];
}

export const wantedStream = (person: string) => `wanted:${person}`;
export const roomStream = (room: string) => `room:${room}`;
export const threadStream = (thread: string) => `thread:${thread}`;
export const markStream = (thread: string) => `marks:${thread}`;
export const privateStream = (thread: string, person: string) => `private:${thread}:${person}`;
export const answerStream = (person: string) => `answers:${person}`;
/** Files of a message that is not posted yet, by their numbers. */
export const fileStream = (post: string) => `files:${post}`;
