/** Two lists of what was measured in turns, before and now: how they compare, and whether it got worse. */
import { median } from '../figures.ts';

/** What is measured: in all of them less is better. */
export interface Measure {
  name: string;
  unit: 's' | 'ms' | 'MB';
  /** A median this much above the one before is too small a thing to be told from chance. */
  tolerance: number;
  /** What somebody has of it who uses the program. */
  meaning: string;
}

export interface Compared {
  what: string;
  before: string;
  now: string;
  /** 1.1: a tenth more than before; null where one side has no figure. */
  ratio: number | null;
  /** From the most favourable pair of runs to the least: 0.9 to 1.3. */
  spread: string;
  /** By the spread of the runs before: what is less than so much worse cannot be told from chance today. */
  seenFrom: string;
  /** Said where it got worse, or could not be compared. */
  sentence: string | null;
}

/**
 * It got worse where the median is above the tolerance and each run now is above each run before: by chance alone that
 * happens to one measure in twenty with three runs of each, and to one in seventy with four.
 * @param lack why a side has no figures
 */
export function compare(
  { name, unit, tolerance, meaning }: Measure,
  before: readonly number[],
  now: readonly number[],
  lack: { before?: string | undefined; now?: string | undefined } = {},
): Compared {
  const [then, today] = [inWords(before, unit), inWords(now, unit)];
  if (before.length === 0 || now.length === 0)
    return {
      what: name,
      before: then,
      now: today,
      ratio: null,
      spread: '-',
      seenFrom: '-',
      sentence: unmeasured(name, before, lack),
    };
  const ratio = median([...now]) / median([...before]);
  const pairs = now.slice(0, before.length).map((each, i) => each / before[i]!);
  const worse = ratio > 1 + tolerance && Math.min(...now) > Math.max(...before);
  return {
    what: name,
    before: then,
    now: today,
    ratio,
    spread: `${Math.min(...pairs).toFixed(2)} to ${Math.max(...pairs).toFixed(2)}`,
    seenFrom: `${Math.max(1 + tolerance, Math.max(...before) / Math.min(...before)).toFixed(2)} x`,
    sentence: worse ? `${name} got worse: ${meaning} ${then} before, and ${today} now (${ratio.toFixed(2)} x).` : null,
  };
}

function unmeasured(
  name: string,
  before: readonly number[],
  lack: { before?: string | undefined; now?: string | undefined },
) {
  return before.length === 0 && lack.now === undefined
    ? `${name} was not compared, for the commit before has no figure of it: ${lack.before ?? 'nothing was measured'}.`
    : `${name} was not measured: ${lack.now ?? 'nothing was measured'}.`;
}

function inWords(values: readonly number[], unit: Measure['unit']): string {
  if (values.length === 0) return '-';
  const value = median([...values]);
  return `${value >= 100 ? Math.round(value) : value.toPrecision(3)} ${unit}`;
}

/** Lines of a table whose columns stand below each other. */
export function tableOf(rows: readonly Compared[]): string[] {
  const cells = [
    ['', 'before', 'now', 'ratio', 'of pairs', 'seen from'],
    ...rows.map(({ what, before, now, ratio, spread, seenFrom }) => [
      what,
      before,
      now,
      ratio === null ? '-' : `${ratio.toFixed(2)} x`,
      spread,
      seenFrom,
    ]),
  ];
  const widths = cells[0]!.map((_, i) => Math.max(...cells.map(row => row[i]!.length)));
  return cells.map(row =>
    row
      .map((cell, i) => cell.padEnd(widths[i]!))
      .join('  ')
      .trimEnd(),
  );
}
