/** Finds what a misspelt name was probably meant to be. Pure. */

/** A letter in three may be wrong, two at least (two that changed places count as two), four at the most: past that it is another word. */
const STEPS_MAX = 4;

/** The known name that is spelled most like this one; null when none is near. */
export function nearestName(written: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Math.min(STEPS_MAX, Math.max(written.length < 4 ? 1 : 2, Math.floor(written.length / 3))) + 1;
  for (const name of known) {
    if (Math.abs(name.length - written.length) >= least) continue;
    const steps = distance(written.toLowerCase(), name.toLowerCase());
    if (steps < least) [best, least] = [name, steps];
  }
  return best;
}

/** " Did you mean "signature"?", or what there is instead. */
export function meantWords(written: string, known: readonly string[]): string {
  const near = nearestName(written, known);
  if (near) return `Did you mean "${near}"?`;
  return known.length ? `Known here: ${known.join(', ')}.` : 'Take it away.';
}

/** Levenshtein's distance: letters to insert, remove or change. */
export function distance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      row[j] = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    previous = row;
  }
  return previous[b.length]!;
}
