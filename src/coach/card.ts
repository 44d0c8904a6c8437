/** Numbers that look like those of payment cards: scheme, length and check digit. Pure. */

/** First digits and lengths of each scheme, as their issuers publish them. */
const SCHEMES: readonly [RegExp, readonly number[]][] = [
  [/^4/, [13, 16, 19]],
  [/^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, [16]],
  [/^3[47]/, [15]],
  [/^(6011|64[4-9]|65)/, [16, 17, 18, 19]],
  [/^62/, [16, 17, 18, 19]],
  [/^(30[0-5]|309|36|38|39)/, [14, 16, 17, 18, 19]],
  [/^35(2[89]|[3-8])/, [16, 17, 18, 19]],
  [/^(5018|5019|5020|5038|5893|6304|6759|6761|6762|6763)/, [13, 14, 15, 16, 17, 18, 19]],
  [/^(220[0-4]|9792|508|60|81|82)/, [16]],
];

/** Shapes in which cards are written between other numbers. */
const SHAPES: readonly (readonly number[])[] = [
  [4, 4, 4, 4],
  [4, 6, 5],
  [4, 6, 4],
  [4, 4, 4, 4, 3],
  [4, 4, 5],
  [6, 13],
  [8, 8],
];

/** What stands right before a number that is long and no card. */
const NO_CARD =
  /(order|purchase|invoice|tracking|track|parcel|shipment|consignment|imei|isbn|ean|gtin|iban|serial|reference|booking|ticket|case|bestell\w*|rechnungs\w*|sendungs\w*|auftrags\w*|commande|facture|suivi|pedido|factura|env[ií]o|ordine|fattura|spedizione|factuur|zending|zam[oó]wieni\w*|faktur\w*|encomenda|fatura)[\s:#.-]{0,3}((number|no|nr|id|code|ref|num[eé]ro|n[uú]mero|numero|nummer|numer|is|ist|est|es|:|#|-|n[°º])[\s:#.]{0,2}){0,3}$/iu;
const LOOKED_BACK = 48;

/** @returns the first such number as it is written, or null */
export function cardIn(text: string): string | null {
  for (const found of text.matchAll(/(?<![\p{L}\d])\d+(?:[ \n.·/–—-]{1,3}\d+)*(?!\p{L}{2})/gu)) {
    if (found[0].length < 13) continue;
    const before = text.slice(Math.max(0, found.index - LOOKED_BACK), found.index);
    if (/\+\s?$/.test(before) || NO_CARD.test(before)) continue;
    const number = cardAmong(found[0]);
    if (number) return number;
  }
  return null;
}

function cardAmong(written: string): string | null {
  const groups = [...written.matchAll(/\d+/g)];
  const whole = groups.map(each => each[0]).join('');
  if (isCard(whole)) return written;
  for (const [i, group] of groups.entries()) {
    if (isCard(group[0])) return group[0];
    for (const shape of SHAPES) {
      const some = groups.slice(i, i + shape.length);
      if (some.length !== shape.length || !some.every((each, n) => each[0].length === shape[n])) continue;
      const last = some.at(-1)!;
      if (isCard(some.map(each => each[0]).join(''))) return written.slice(group.index, last.index + last[0].length);
    }
  }
  return null;
}

function isCard(digits: string): boolean {
  if (digits.length < 13 || digits.length > 19 || /^(\d)\1+$/.test(digits)) return false;
  return SCHEMES.some(([prefix, lengths]) => lengths.includes(digits.length) && prefix.test(digits)) && luhn(digits);
}

/** ISO/IEC 7812-1, annex B. */
function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = Number(digits.at(-1 - i));
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}

/** As it may be shown again: the last four digits. */
export function masked(card: string): string {
  return `… ${card.replace(/\D/g, '').slice(-4)}`;
}
