/** Stands for a person or a shop where there is no picture. Pure. */

/** The first letters of the first and the last word: "AS" for Ann Smith, "K" for a shop of one word. */
export function initialsOf(name: string): string {
  const words = name.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*/gu) ?? [];
  const ends = words.length > 1 ? [words[0]!, words.at(-1)!] : words;
  return ends.map(each => Array.from(each)[0]!.toLocaleUpperCase()).join('');
}
