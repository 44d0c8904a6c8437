/** How the checks read a text: without what is quoted, in sentences, and in letters that are alike on every keyboard. Pure. */

/** Characters that are judged: more than any channel carries, and each check takes time in proportion to it. */
const CHARS_MAX = 40_000;
/** Words that a hint quotes: it is read on a phone. */
const QUOTED_CHARS_MAX = 48;

/** Without characters nobody sees, with digits and spaces as everybody types them. */
export function plainOf(text: string): string {
  return text
    .slice(0, CHARS_MAX)
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]/g, '')
    .replace(/[\u0660-\u0669]/g, digit => String(digit.charCodeAt(0) - 0x660))
    .replace(/[\u06f0-\u06f9]/g, digit => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[\uff01-\uff5e]/g, wide => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, ' ');
}

/** Without lines that quote somebody. */
export function withoutQuotes(text: string): string {
  return text
    .split('\n')
    .filter(line => !/^\s{0,8}>/.test(line))
    .join('\n');
}

/** Without what stands in `code`: it is shown, not said. */
export function withoutCode(text: string): string {
  return text.replace(/```[^`]*```|`[^`\n]*`/g, ' ');
}

/** Small letters without accents; straight apostrophes. */
export function folded(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/[’‘ʼ`´]/g, "'")
    .replace(/[ßæœøđłıðþ]/g, each => PLAIN[each]!);
}

/** Letters that no decomposition makes plain. */
const PLAIN: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ı: 'i',
  ð: 'd',
  þ: 'th',
};

/** Sentences and lines, without empty ones. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?…。！？؟])["'”»)\]]?\s+|\n+/u)
    .map(each => each.trim())
    .filter(Boolean);
}

export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+(?:'[\p{L}]+)?/gu) ?? [];
}

/** The words that a hint is about, as short as a phone needs them. */
export function quoted(words: string): string {
  const one = words.replace(/\s+/g, ' ').trim();
  const letters = [...one];
  return letters.length > QUOTED_CHARS_MAX ? `"${letters.slice(0, QUOTED_CHARS_MAX - 1).join('')}…"` : `"${one}"`;
}
