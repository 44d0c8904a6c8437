/** Text as it is compared: digits of every script as 0-9, nothing that cannot be seen, no mark-up. Pure. */

/** Longer is no answer to a customer: the rest of it is not looked at. */
const CHARS_MAX = 16_000;

/** One spelling for digits, widths and spaces; an address that was spelled out is one again. */
export function levelled(text: string): string {
  return (
    text
      .slice(0, CHARS_MAX)
      .toWellFormed()
      .normalize('NFKC')
      // What turns a digit into a picture of one, or strikes it through.
      .replace(/[\u20d0-\u20f0]|[\ufe00-\ufe0f]|(?<=\p{N})\p{M}+/gu, '')
      .replace(/\p{Cf}|\p{Co}|(?!\s)\p{Cc}|\u034f|\u115f|\u1160|\u3164/gu, '')
      // Before anything looks for a space and more: of thousands in a row each would be a beginning.
      .replace(/[^\S\n]+/gu, ' ')
      .replace(/[^\P{Nd}0-9]/gu, each => String(digitOf(each)))
      .replace(/[\u2010-\u2015\u2212]/g, '-')
      .replace(/[‘’ʼ`´]/g, "'")
      .replace(/\s?(?:\(|\[|\{)\s?(?:dot|punkt|point|punto|punt|ponto)\s?(?:\)|\]|\})\s?/giu, '.')
      .replace(/\s?(?:\(|\[|\{)\s?(?:at|arroba|chiocciola|arobase)\s?(?:\)|\]|\})\s?/giu, '@')
      .replace(
        /(?<=[\p{L}\p{N}]) (?:dot|punkt|punto|ponto) (?=(?:com|net|org|info|shop|example|[a-z]{2})(?![\p{L}]))/giu,
        '.',
      )
      .replace(/(?<=[\p{L}\p{N}]) at (?=[\p{L}\p{N}-]+\.\p{L}{2,})/giu, '@')
  );
}

/** Digits of a script stand in one row of ten, from nought on. */
function digitOf(digit: string): number {
  const code = digit.codePointAt(0)!;
  let first = code;
  while (code - first < 9 && /\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
  return code - first;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** Without Markdown and HTML; where a link leads stands behind its words, so that it is looked at as well. */
export function withoutMarkup(text: string): string {
  return text
    .replace(/<(script|style|think|thinking)\b[^>]*>[\s\S]*?(?:<\/\1\s*>|$)/giu, ' ')
    .replace(/<a\b[^<>]*?href\s*=\s*["']?([^"'\s<>]+)[^<>]*>/giu, ' $1 ')
    .replace(/<br\s*\/?>|<\/(?:p|li|div|h\d|tr)\s*>/giu, '\n')
    .replace(/<\/?[a-z][^<>]*>/giu, ' ')
    .replace(/&(amp|lt|gt|quot|apos|nbsp);/giu, (_, name: string) => ENTITIES[name.toLowerCase()] ?? ' ')
    .replace(/&#(\d{1,6});/g, (_, code: string) =>
      Number(code) > 31 && Number(code) < 65_536 ? String.fromCharCode(Number(code)) : ' ',
    )
    .replace(/!?\[([^[\]\n]{0,300})\]\(([^()\s]{1,2000})[^()\n]{0,200}\)/gu, '$1 $2')
    .replace(/^[ \t]*(?:```|~~~).*$/gmu, '')
    .replace(/^[ \t]{0,6}(?:#{1,6}[ \t]+|>[ \t]?|[-*•+–][ \t]+|\d{1,2}[.)][ \t]+)/gmu, '')
    .replace(/(\*\*|__|~~|`+)(?=\S)([^\n]{0,2000}?\S)\1/gu, '$2')
    .replace(/(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]{0,500}?\S)\*(?![\p{L}\p{N}*])/gu, '$1')
    .replace(/^[ \t]*(?:[-*_][ \t]*){3,}$/gmu, '');
}
