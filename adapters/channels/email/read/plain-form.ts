/** Normalises a line for comparison: digits as 0 to 9, one kind of space, composed accents, no direction marks. */

/** Where the digits of a script begin: Arabic, Persian, Devanagari, Bengali, Thai, full width. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];

/** Of these characters each is plain already. */
const PLAIN = /^[\t\n\r\x20-\x7e]*$/;

export function plainForm(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .normalize('NFC')
    .replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/[\u00a0\u2000-\u200a\u202f\u3000]/g, ' ')
    .replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\uff10-\uff19]/g, digit => {
      const code = digit.charCodeAt(0);
      return String(code - ZEROS.findLast(zero => code >= zero)!);
    });
}
