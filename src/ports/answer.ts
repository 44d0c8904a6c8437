/** The answer to a command: text, the enquiries it names, and a picture that every desk can draw. */
import type { ButtonView } from './button.ts';

/**
 * Bars, stacked by series, with a mark beside each. Neutral: a desk draws it with what it has (Slack's own charts, Teams'
 * charts), or shows it as a picture.
 */
export interface ChartView {
  /** At most 50 characters. */
  title: string;
  /** Everything it shows, in words: for those who cannot see it. */
  alt: string;
  /** What stands under the bars, in order; at most 20, of at most 20 characters. */
  bars: string[];
  /** Bars that are only a part of what the others are (a week that the period cuts), by their places: drawn paler. */
  pale?: number[];
  /**
   * Parts of the bars, from the ground up; at most 5, each with a name of its own. `colour`: which colour of the palette is
   * theirs in every picture (absent: the next one). `apart`: not to be compared with the mark, and drawn in no colour.
   */
  series: { name: string; values: number[]; colour?: number; apart?: true }[];
  /** A mark beside each bar, by the same scale; null for none. */
  line: { name: string; values: number[] } | null;
  /** What is counted. */
  unit: string;
  /** The same by rows too, where a desk can show a picture; one that draws by itself has no such chart. */
  grid?: GridView;
}

/** A field for each bar and row, darker where there is more. */
export interface GridView {
  /** What stands before the rows, from the top; at most 24, of at most 5 characters. */
  rows: string[];
  /** By row, then by bar. */
  values: number[][];
  /** Stretches that are framed, each in one bar, in rows from the top: from 0.5 is from the middle of the first one. */
  frames: { bar: number; from: number; to: number }[];
  /** What stands behind each row, such as a time; null for nothing. */
  beside: (string | null)[];
  /** What the frames and what stands behind the rows are, in a few words each. */
  told: string[];
}

export interface AnswerView {
  /** Plain text; `#17` names an enquiry. */
  text: string;
  /** What stands before the first colon of a line is its label, and is made to stand out. */
  labels?: boolean;
  /** Enquiries that the text names, with their threads. */
  links: { number: number; thread: string }[];
  chart: ChartView | null;
  /** A chart stands below so many lines of the text; absent: below all of them. */
  chartAfterLines?: number;
  buttons: ButtonView[];
  /** For this person and this moment: a desk that keeps answers keeps this one nowhere. */
  passing?: true;
  /** A file that goes with it, for this person alone. */
  file: { name: string; type: string; content: Uint8Array } | null;
}

/** An answer of mere words. */
export function plainAnswer(text: string, links: AnswerView['links'] = []): AnswerView {
  return { text, links, chart: null, buttons: [], file: null };
}

/** How wide a picture is shown, and on what ground. */
export interface Look {
  widthPx: number;
  dark: boolean;
}

/** Draws charts as PNG, away from the event loop. */
export interface Painter {
  /** @returns the picture, with twice as many dots as `widthPx` so that it is sharp on a phone. Rejects with a sentence. */
  draw(chart: ChartView, look: Look): Promise<Uint8Array>;
  stop(): Promise<void>;
}

/** Where nothing draws. */
export const noPainter: Painter = {
  draw: async () => {
    throw new Error('Nothing here draws pictures.');
  },
  stop: async () => {},
};
