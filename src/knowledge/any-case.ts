/** Part of a pattern in small and capital letters. Pure. */

/** Escapes, classes without ranges, and letters: whatever else stands in a pattern has no case. */
const PIECES = /\\p\{[^}]*\}|\\.|\[[^\]]*\]|\p{L}/gu;

/**
 * The same pattern for letters of either case, where the rest of an expression tells them apart. What the language has for
 * that, `(?i:...)`, stops matching capitals in a process that has compiled many expressions (V8 13.6, seen in long test runs).
 *
 * @param pattern classes in it have no ranges
 */
export function anyCase(pattern: string): string {
  return pattern.replace(PIECES, piece => {
    if (piece.startsWith('\\')) return piece;
    if (piece.startsWith('[')) return `[${[...piece.slice(1, -1)].map(bothOf).join('')}]`;
    const both = bothOf(piece);
    return both === piece ? piece : `[${both}]`;
  });
}

/** "aA"; the letter alone where its capital is none, or more than one letter. */
function bothOf(letter: string): string {
  const capital = letter.toUpperCase();
  return capital === letter || [...capital].length > 1 ? letter : letter + capital;
}
