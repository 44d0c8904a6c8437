/**
 * Turns a reply that was sent to one customer into text for all of them: names, numbers, addresses and dates become blanks.
 * When in doubt it is a blank, for a person looks at it before it is kept. Pure.
 */
import { lazy } from '../../core/lazy.ts';

/** What is known of the enquiry that the reply was for. */
export interface About {
  /** Everything the customer is called, and the readable part of their address. */
  customer: readonly string[];
  /** Others who took part. */
  others: readonly string[];
  /** Who answered, as colleagues and as customers know them. */
  me: readonly string[];
  number: number;
  /** Everything that was written to us here, with subjects, addresses and details. */
  said: string;
  /** Numbers and addresses that the team tells other customers too, as `identifiersIn` finds them. */
  common: ReadonlySet<string>;
}

/** Longer texts are none: the longest reply has 50,000 characters. */
const NAMES_MAX = 40;
const COMMON_MAX = 20;

const mail = lazy(() => /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63}){1,6}/gu);
const links = lazy(() => /\b(?:https?:\/\/|www\.)[^\s<>"')\]]{1,2000}/gi);
/** A part of a link that is made for one person: long, with digits in it, or behind a question mark. */
const OWN_LINK = /[?#&=]|\/[^/\s]*\d[^/\s]{5,}|\/\d{4,}/;
const iban = lazy(() => /\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,4})?\b/g);
const card = lazy(() => /(?<![\d.])\d(?:[ -]?\d){12,18}(?![\d.])/g);
const phone = lazy(
  () =>
    /(?<![\p{L}\d])(?:\+|00|\(0|0)[\d(][\d ()/.-]{5,18}\d(?![\p{L}\d])|(?<![\p{L}\d])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\p{L}\d])/gu,
);
const POSTCODE = /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/g;
const money = lazy(
  () =>
    /(?:[€£$¥]\s?\d(?:[\d.,]{0,18}\d)?|(?<![\d.,])\d(?:[\d.,]{0,18}\d)?\s?(?:[€£$¥]|(?:EUR|GBP|USD|CHF|PLN|euros?|pounds?|dollars?|z[lł])\b))/giu,
);
const street = lazy(
  () =>
    /\b\d{1,4}[a-z]?,?\s+(?:\p{Lu}[\p{L}'’.-]+\s+){1,4}(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Drive|Dr|Close|Way|Court|Place|Square|Terrace|Gardens|Row|Hill)\b\.?|\b\d{1,4}(?:\s?(?:bis|ter))?,?\s+(?:rue|avenue|boulevard|place|chemin|impasse|allée|quai)\s+[^\n,;]{2,40}|\b(?:via|viale|piazza|corso|calle|avenida|plaza|paseo|rua|avenida|travessa|ulica|ul\.)\s+[^\n,;]{2,40}?,?\s+\d{1,4}[a-z]?\b|\b\p{Lu}[\p{L}-]*(?:straße|strasse|str\.|weg|platz|gasse|allee|ring|damm|straat|laan|plein|gracht)\s+\d{1,4}[a-z]?\b/giu,
);

/** The names of months in the languages that we write, long and short; "May" and "mars" are words, too. */
const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'ar'];
const DAY_NUMBER = String.raw`\d{1,2}(?:st|nd|rd|th|er|º|ª|\.)?`;
const date = lazy(() => {
  const months = monthsOf(LANGUAGES);
  return new RegExp(
    [
      String.raw`(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)`,
      String.raw`(?<![\d.])\d{1,2}([./-])\d{1,2}\1(?:\d{4}|\d{2})(?![\d.])`,
      String.raw`(?<![\p{L}\d])${DAY_NUMBER}\s+(?:of\s+|de\s+)?(?:${months})(?!\p{L})(?:\.?,?\s+(?:de\s+)?\d{4}(?!\d))?`,
      String.raw`(?<![\p{L}\d])(?:${months})\.?\s+${DAY_NUMBER}(?![\d])(?:,?\s+\d{4}(?!\d))?`,
    ].join('|'),
    'giu',
  );
});

/** A run of letters and digits with a digit in it: an order number, a tracking code, a room. */
const code = lazy(
  () =>
    /(?<![\p{L}\p{N}{])#?(?=[\p{L}\p{N}/_-]*\p{Nd})[\p{L}\p{N}](?:[\p{L}\p{N}]|[/_-](?=[\p{L}\p{N}])){0,60}(?![\p{L}\p{N}}])/gu,
);
/** What the number is of, where the word before it says so. */
const numberOf = lazy(
  () =>
    /(?:^|[^\p{L}])(order|invoice|booking|reservation|tracking|parcel|ticket|case|customer|account|receipt|reference|ref|bestell(?:ung|nummer)?|rechnung(?:snummer)?|commande|facture|pedido|factura|ordine|fattura|bestelling|factuur|encomenda|fatura|zamówieni[ea])\s*(?:number|no|nr|n[º°o]|num(?:m?er)?|numéro|número|numero|id)?[.:#\s]*$/iu,
);
const greeting = lazy(
  () =>
    /^(\s*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hallo|liebe[rs]?|sehr geehrte[rs]?|guten (?:morgen|tag|abend)|bonjour|bonsoir|cher|chère|salut|hola|estimad[oa]|querid[oa]|buenos días|buenas tardes|ciao|salve|buongiorno|buonasera|gentile|car[oa]|beste|geachte|dag|goedemorgen|goedemiddag|olá|car[oa]|prezad[oa]|bom dia|boa tarde|cześć|dzień dobry|szanown[ay])[ ]+(?:(?:mr|mrs|ms|miss|dr|herr|frau|monsieur|madame|señora?|signora?|sig\.?(?:ra)?|heer|mevrouw|senhora?|pani?)\.?[ ]+)?)((?:\p{Lu}[\p{L}\p{M}'’.-]*[ ]?){1,3})(?=\s*[,!.:;،]|\s*$)/imu,
);

/** Stands before the place of something that stays; nobody types it. */
const KEPT = '\ue000';
/** Who is greeted by no name. */
const greetedByNone = lazy(
  () =>
    new Set('there all team everyone everybody both again zusammen alle tous toutes todos tutti allemaal'.split(' ')),
);
/** A blank that stands already is left as it is. */
const BLANK = /\{[^{}\n]{1,40}\}/;

export function blankOut(text: string, about: About): string {
  const said = about.said.toLowerCase();
  const digitsSaid = said.replace(/[^\p{Nd}]+/gu, ' ');
  const isSaid = (found: string) => said.includes(found.toLowerCase());
  const hasDigits = (found: string) => {
    const digits = found.replace(/\P{Nd}/gu, '');
    return digits.length >= 3 && digitsSaid.replaceAll(' ', '').includes(digits);
  };
  /** Told to others too, and not by this customer. */
  const isOurs = (found: string) => about.common.has(keyOf(found)) && !isSaid(found);
  let now = text;
  // What stays is out of the way of what looks for parts of it.
  const kept: string[] = [];
  const keep = (found: string) => `{${KEPT}${kept.push(found) - 1}}`;
  const blank = (pattern: RegExp, name: string, also: (found: string) => boolean = () => true) => {
    now = outside(now, part =>
      part.replace(pattern, found => (isOurs(found) || !also(found) ? keep(found) : `{${name}}`)),
    );
  };
  blank(links(), 'link', found => isSaid(found) || OWN_LINK.test(found.replace(/^\w+:\/\/[^/]*/, '')));
  blank(mail(), 'email address');
  now = names(now, about);
  blank(iban(), 'bank account');
  blank(date(), 'date');
  blank(card(), 'long number');
  blank(phone(), 'phone number');
  blank(street(), 'address');
  blank(POSTCODE, 'postcode');
  blank(money(), 'amount');
  now = outside(now, part => codes(part, { about, isSaid, hasDigits, isOurs }));
  return now
    .replace(/(\{name\})(?:[ \t]+\{name\})+/g, '$1')
    .replace(new RegExp(`\\{${KEPT}(\\d+)\\}`, 'g'), (_, n) => kept[Number(n)] ?? '');
}

/** Names under what a customer wrote: lines near the end of one to three words that begin with a capital. */
export function signedNames(text: string): string[] {
  const last = text.trimEnd().split('\n').slice(-SIGNED_LINES);
  return last
    .map(each =>
      each
        .trim()
        .slice(0, SIGNED_CHARS_MAX)
        .replace(/^[-–—*]+\s*|[,.!]+$/gu, ''),
    )
    .filter(each => signed().test(each) && !each.split(/\s+/).some(word => noName().has(word.toLowerCase())));
}

/** A closing, a name, and what a program puts below them. */
const SIGNED_LINES = 4;
/** Longer is no name, and is not looked at. */
const SIGNED_CHARS_MAX = 120;
const signed = lazy(() => /^\p{Lu}[\p{L}\p{M}'’-]{1,20}(?:\s+\p{Lu}[\p{L}\p{M}'’.-]{0,20}){0,2}$/u);
const noName = lazy(
  () =>
    new Set(
      'thanks thank you many best kind warm regards cheers sincerely yours truly faithfully sent please hello hi dear order danke viele grüße gruß mit freundlichen merci cordialement bien gracias saludos un grazie saluti cordiali distinti groeten vriendelijke met obrigado obrigada atenciosamente pozdrawiam dziękuję bonjour hallo hola'.split(
        ' ',
      ),
    ),
);

/** What the team may tell many customers: links, telephones, addresses, prices; as `About.common` knows them. */
export function identifiersIn(text: string): string[] {
  const found = [links(), mail(), iban(), phone(), street(), POSTCODE, money()].flatMap(each =>
    [...text.matchAll(each)].map(([one]) => one),
  );
  return [...new Set(found.filter(each => keyOf(each).length >= 2))].slice(0, COMMON_MAX);
}

/** The same number or address, however it is written. */
export function keyOf(found: string): string {
  return found.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

interface Seen {
  about: About;
  isSaid(found: string): boolean;
  hasDigits(found: string): boolean;
  isOurs(found: string): boolean;
}

function codes(text: string, { about, isSaid, hasDigits, isOurs }: Seen): string {
  return text.replace(code(), (found, at: number) => {
    const bare = found.replace(/^#/, '');
    const hash = found.slice(0, found.length - bare.length);
    if (hash && bare === String(about.number)) return `${hash}{number}`;
    const before = text.slice(Math.max(0, at - 40), at);
    const of = numberOf().exec(before)?.[1]?.toLowerCase();
    const digits = bare.replace(/\P{Nd}/gu, '').length;
    const own = (digits >= 2 && isSaid(bare)) || hasDigits(bare) || digits >= 5 || (digits >= 2 && bare.length > 5);
    if (isOurs(found) || !(hash || of || own) || (!hash && !of && /^(?:19|20)\d\d$/.test(bare) && !isSaid(bare)))
      return found;
    return `${hash}{${of && /^[a-z]+$/.test(of) && ENGLISH.has(of) ? `${of === 'ref' ? 'reference' : of} number` : 'their number'}}`;
  });
}

const ENGLISH = new Set(
  'order invoice booking reservation tracking parcel ticket case customer account receipt reference ref'.split(' '),
);

function names(text: string, { customer, others, me }: About): string {
  const known = new Set(wordsOfNames(customer).map(each => each.toLowerCase()));
  const isName = (word: string) =>
    (/^\p{Lu}/u.test(word) && !greetedByNone().has(word.toLowerCase())) || known.has(word.toLowerCase());
  const greeted = (whole: string, hello: string, name: string) => (isName(name.trim()) ? `${hello}{name}` : whole);
  let now = outside(text, part => part.replace(greeting(), greeted)).normalize('NFD');
  const put = (all: readonly string[], blank: string) => {
    for (const name of wordsOfNames(all))
      now = outside(now, part => part.replace(asName(name), (_, own = '') => `{${blank}}${own}`));
  };
  put(customer, 'name');
  put(me, 'my name');
  put(others, 'another name');
  return now.normalize('NFC');
}

/** Whole names before their words: "Maya Patel" is one name. */
function wordsOfNames(all: readonly string[]): string[] {
  const whole = all
    .map(each => each.normalize('NFC').replace(/\s+/gu, ' ').trim())
    .filter(each => /\p{L}{2}/u.test(each));
  const words = whole.flatMap(each => each.split(/[\s,._]+/u)).filter(each => /^\p{L}[\p{L}\p{M}'’-]+$/u.test(each));
  const found = [...new Set([...whole, ...words])].filter(each => !NOT_NAMES.has(each.toLowerCase()));
  return found.sort((a, b) => b.length - a.length).slice(0, NAMES_MAX);
}

/** In profiles, and ordinary words in replies. */
const NOT_NAMES = new Set(
  'the and for from shop help team support info mail sales contact office customer you your may will'.split(' '),
);

/**
 * The name as a word of its own, with or without its accents, in any letters; where it may be an ordinary word as it is
 * written, and in capitals. For text whose accents stand apart.
 */
function asName(name: string): RegExp {
  const letters = [...name.normalize('NFD').replace(/\p{M}/gu, '')];
  const isLong = letters.length > 4 || /\s/.test(name);
  const literal = (letter: string) =>
    /['’]/.test(letter) ? "['’]" : /\s/.test(letter) ? String.raw`\s+` : letter.replace(/[.*+?^${}()|[\]\\/-]/, '\\$&');
  const each = (all: readonly string[]) => all.map(letter => `${literal(letter)}\\p{M}*`).join('');
  const written = `(?:${each(letters)}|${each(letters.map(letter => letter.toUpperCase()))})`;
  return new RegExp(
    String.raw`(?<![\p{L}\p{M}\p{N}_])${written}(['’]s?)?(?![\p{L}\p{M}\p{N}_])`,
    isLong ? 'giu' : 'gu',
  );
}

/** Changes what stands between blanks. */
function outside(text: string, change: (part: string) => string): string {
  return text
    .split(new RegExp(`(${BLANK.source})`))
    .map((part, n) => (n % 2 ? part : change(part)))
    .join('');
}

function monthsOf(languages: string[]): string {
  const found = new Set<string>();
  for (const language of languages)
    for (const month of ['long', 'short'] as const)
      for (let n = 0; n < 12; n++)
        for (const day of [{}, { day: 'numeric' as const }]) {
          const parts = new Intl.DateTimeFormat(language, { month, timeZone: 'UTC', ...day }).formatToParts(
            Date.UTC(2026, n, 5),
          );
          const name =
            parts
              .find(each => each.type === 'month')
              ?.value.replace(/\.$/, '')
              .toLowerCase() ?? '';
          if (/\p{L}{3}/u.test(name)) found.add(name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
        }
  return [...found].sort((a, b) => b.length - a.length).join('|');
}
