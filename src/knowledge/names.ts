/** Finds the names of people in a text: those that are known, and what is written like one. Pure. */
import { lazy } from '../core/lazy.ts';
import { anyCase } from './any-case.ts';
import { isFunctionWord } from './concepts.ts';
import { signOffLine } from './phrases.ts';

/** Parts of names and of addresses that are too short to be anybody's. */
const PART_CHARS_MIN = 2;
/** Past enquiries with a word in them from which on it is a word of this shop and nobody's name. */
const COMMON_FROM = 3;
/** Share of words with a capital inside sentences from which on a language writes all its nouns so. */
const NOUNS_SHARE = 0.2;
const WORDS_TO_TELL_MIN = 8;

/** How often a word stands in past enquiries. */
export type Holds = (word: string) => number;

const TITLE =
  '(?:mr|mrs|ms|miss|mx|dr|prof|sir|madam|lady|lord|herrn?|frau|fräulein|monsieur|madame|mademoiselle|mme|mlle|m\\.|señora?|señorita|sra?\\.|don|doña|signora?|signorina|sig\\.?(?:ra)?|dott\\.?(?:ssa)?|senhora?|meneer|mevrouw|dhr|mw|pan|pani|bay|bayan|г-н|г-жа|السيد|السيدة|uncle|aunt|auntie)\\.?';
const KIN =
  '(?:wife|husband|partner|son|daughter|mother|father|mum|mom|dad|brother|sister|friend|neighbou?r|colleague|assistant|boss|child|grandson|granddaughter|tochter|sohn|mann|ehefrau|bruder|schwester|mutter|vater|kolleg(?:e|in)|nachbar(?:in)?|freund(?:in)?|enkel(?:in)?|fille|fils|mari|femme|frère|sœur|mère|père|amie?|collègue|voisine?|hijo|hija|marido|mujer|esposa|hermano|hermana|amig[oa]|vecin[oa]|figlio|figlia|marito|moglie|fratello|sorella|amic[oa]|zoon|dochter|vrouw|vriend(?:in)?|buurman|buurvrouw|filho|filha|esposo|irmão|irmã)';
const CAPITAL =
  "(?:(?:van|von|de|der|den|da|di|del|della|le|la|bin|ibn|al|el|O['’]|Mc|Mac)[ -]?){0,3}\\p{Lu}[\\p{L}\\p{M}'’-]*";
const INTRODUCES =
  "(?:my name is|my name's|name:|i am called|this is|it's|i am|i'm|ich heiße|ich heisse|mein name ist|ich bin|je m'appelle|mon nom est|je suis|me llamo|mi nombre es|soy|mi chiamo|sono|ik heet|mijn naam is|ik ben|o meu nome é|meu nome é|chamo-me|me chamo|nazywam się|меня зовут|私は|我叫|我是)";

const titled = lazy(
  () => new RegExp(`(?<![\\p{L}])(?:${anyCase(TITLE)})\\s+(${CAPITAL}(?:\\s+${CAPITAL}){0,2})`, 'gu'),
);
const related = lazy(() => new RegExp(`(?<![\\p{L}])(?:${anyCase(KIN)}),?\\s+(\\p{Lu}[\\p{L}\\p{M}'’-]+)`, 'gu'));
const introduced = lazy(
  () =>
    new RegExp(
      `(?<![\\p{L}])(?:${anyCase(INTRODUCES)})\\s+(\\p{Lu}[\\p{L}\\p{M}'’-]*(?:[ \\t]+\\p{Lu}[\\p{L}\\p{M}'’-]*){0,3})`,
      'gu',
    ),
);
const honoured = lazy(
  () =>
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]{1,8}(?=\s?(?:様|さま|さん|殿|くん|ちゃん|先生|女士|小姐|氏))|[\p{Script=Hangul}]{2,4}(?=\s?(?:님|씨|고객님))/gu,
);
const abbreviated = lazy(
  () =>
    /(?<![\p{L}\p{N}.])(?:\p{Lu}\.[ -]?){1,3}\p{Lu}[\p{L}'’-]+|(?<![\p{L}\p{N}.])\p{Lu}\.[ -]?\p{Lu}\.?(?![\p{L}])/gu,
);
const wordPattern = lazy(() => /(?<![\p{L}\p{M}\p{N}])[\p{L}\p{M}][\p{L}\p{M}'’-]*/gu);
/** A sentence that begins with somebody: "Emily has your parcel." */
const begins = lazy(
  () =>
    /(?<=^|[.!?…:]\s+|\n\s*)(\p{Lu}\p{Ll}+)(?=(?:['’]s)?\s+(?:has|is|was|will|can|could|would|said|told|asked|and|wants|needs|hat|ist|wird|kann|sagte|und|a|est|va|peut|et|ha|está|va|puede|y|è|può|e|heeft|kan|zal|en)\s)/gu,
);

/** The parts of names, as they are compared. */
export function partsOfNames(names: readonly string[]): ReadonlySet<string> {
  const parts = new Set<string>();
  for (const name of names) {
    const plain = name.replace(/@.*$/, ' ').replace(/[\d_.+-]+/g, ' ');
    const all = plain
      .split(/[^\p{L}\p{M}'’]+/u)
      .filter(each => [...each].length >= PART_CHARS_MIN || isIdeographic(each));
    for (const part of all) for (const spelling of spellings(part)) parts.add(spelling);
    const whole = all.map(folded).join('');
    if (whole.length >= 4) parts.add(whole);
    if (isIdeographic(whole)) for (let i = 0; i < whole.length - 1; i++) parts.add(whole.slice(i, i + 2));
  }
  return parts;
}

/** "MP" for "Maya Patel": letters that stand for somebody. */
export function initialsOf(names: readonly string[]): ReadonlySet<string> {
  return new Set(
    names
      .map(name => name.split(/[^\p{L}\p{M}'’]+/u).filter(Boolean))
      .filter(words => words.length > 1)
      .map(words => words.map(each => [...each][0]!.toUpperCase()).join('')),
  );
}

/** Names that people use in their own texts: introduced, under a letter, with a title, or written with a capital. */
export function namesIn(texts: readonly string[], holds: Holds): string[] {
  return texts.flatMap(text => {
    const signed = signedBy(text);
    const said = [titled(), related(), introduced()].flatMap(each => [...text.matchAll(each)].map(found => found[1]!));
    const capitals = writesNounsSo(text) ? [] : insideCapitals(text).filter(each => holds(each) < COMMON_FROM);
    return [...signed, ...said, ...capitals, ...[...text.matchAll(honoured())].map(found => found[0])];
  });
}

/** What stands below a sign-off, or behind it. */
function signedBy(text: string): string[] {
  const lines = text.split('\n').map(each => each.trim());
  const at = lines.findLastIndex(each => signOffLine().test(each));
  if (at < 0) return [];
  const behind = /[,.!–—-]\s*(\p{Lu}[^,.!]*)$/u.exec(lines[at]!)?.[1];
  return [...(behind ? [behind] : []), ...lines.slice(at + 1, at + 4)].filter(each => each.length < 60);
}

/** Every place in a text where somebody is named. `known`: parts of names, `initials`: of the same people. */
export function namedIn(
  text: string,
  known: ReadonlySet<string>,
  initials: ReadonlySet<string>,
  holds: Holds,
): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  const add = (from: number, length: number) => found.push({ from, to: from + length });
  for (const pattern of [titled(), related()]) {
    for (const each of text.matchAll(pattern)) add(each.index + each[0].length - each[1]!.length, each[1]!.length);
  }
  for (const each of text.matchAll(introduced())) {
    if (!isFunctionWord(each[1]!.toLowerCase())) add(each.index + each[0].length - each[1]!.length, each[1]!.length);
  }
  for (const pattern of [honoured(), abbreviated()])
    for (const each of text.matchAll(pattern)) add(each.index, each[0].length);
  for (const each of text.matchAll(begins())) {
    if (!isFunctionWord(each[1]!.toLowerCase()) && !isStarter(each[1]!) && holds(each[1]!) === 0)
      add(each.index, each[1]!.length);
  }
  const nouns = writesNounsSo(text);
  for (const each of text.matchAll(wordPattern())) {
    const [word] = each;
    const bare = word.replace(/['’]s?$/u, '');
    if (isKnown(bare, known, holds) || initials.has(bare)) add(each.index, bare.length);
    else if (
      isInside(text, each.index) &&
      isCapital(bare) &&
      !isEveryday(bare) &&
      holds(bare) < (nouns ? 1 : COMMON_FROM)
    ) {
      if (!nouns || !isLed(text, each.index)) add(each.index, bare.length);
    }
  }
  for (const part of known) {
    if (!isIdeographic(part)) continue;
    for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) add(at, part.length);
  }
  return found;
}

function isKnown(word: string, known: ReadonlySet<string>, holds: Holds): boolean {
  const there = [...spellings(word), ...word.split(/['’-]/).map(folded)].some(
    each => each.length > 1 && known.has(each),
  );
  if (!there) return false;
  // "Will" and "Rose" are names, "will" and "rose" are words.
  return isCapital(word) || !(isFunctionWord(folded(word)) || holds(word) >= COMMON_FROM);
}

/** Without marks, and as it is written where there are none: "Müller" is "muller" and "mueller". */
function spellings(word: string): string[] {
  const lower = word.toLowerCase();
  const written = lower
    .replaceAll('ä', 'ae')
    .replaceAll('ö', 'oe')
    .replaceAll('ü', 'ue')
    .replaceAll('ø', 'oe')
    .replaceAll('å', 'aa');
  return [...new Set([folded(lower), folded(written)])];
}

function folded(word: string): string {
  return word
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .normalize('NFKD')
    .replace(/[\p{M}'’]/gu, '');
}

function isIdeographic(word: string): boolean {
  return /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]+$/u.test(word);
}

function isCapital(word: string): boolean {
  return /^(?:[dl]['’])?\p{Lu}/u.test(word);
}

/** Before a word that is looked at to tell whether a sentence begins with it. */
const BEFORE_CHARS = 40;

/** Does it stand inside a sentence, where a capital means something? */
function isInside(text: string, at: number): boolean {
  const near = text.slice(Math.max(0, at - BEFORE_CHARS), at);
  const before = near.replace(/[\s"“”„«»'‘(*_\ue000-\uf8ff]+$/u, '');
  return before !== '' && !/[.!?…:;•>*-]$/u.test(before) && !/\n\s*$/.test(near);
}

/** German nouns have an article or the like before them; names seldom do. */
function isLed(text: string, at: number): boolean {
  return /(?:\p{L}*(?:e[rsnm]?|as|ie|um|ur|em|im|am|ns|ihr|kein|mein|dein|sein))\s+$/u.test(
    text.slice(Math.max(0, at - 20), at),
  );
}

function insideCapitals(text: string): string[] {
  return [...text.matchAll(wordPattern())]
    .filter(each => isInside(text, each.index) && isCapital(each[0]) && !isEveryday(each[0]))
    .map(each => each[0].replace(/['’]s?$/u, ''));
}

/** German and its like. */
function writesNounsSo(text: string): boolean {
  const words = [...text.matchAll(wordPattern())].filter(each => isInside(text, each.index));
  if (words.length < WORDS_TO_TELL_MIN)
    return /(?<!\p{L})(?:und|ich|sie|ihre?n?|nicht|wir|der|die|das|für|mit)(?!\p{L})/iu.test(text);
  return (
    words.filter(each => isCapital(each[0])).length / words.length >= NOUNS_SHARE &&
    /(?<!\p{L})(?:und|ich|sie|ihre?n?|nicht|wir|der|das|für|mit|ist)(?!\p{L})/iu.test(text)
  );
}

const EVERYDAY = new Set(
  'i im ill ive id ok okay tv pc usb pdf faq vat eu uk us usa id pin sms iban bic app wifi qr cv hr it ceo dvd led lcd gps sie ihnen ihr ihre ihren ihrem ihrer thanks thank hi hello dear regards best kind yes no please sorry english french german spanish italian dutch portuguese christmas easter visa mastercard paypal google apple android iphone ipad windows mac facebook instagram whatsapp'.split(
    ' ',
  ),
);

function isEveryday(word: string): boolean {
  return EVERYDAY.has(folded(word)) || (isFunctionWord(folded(word)) && !/^\p{Lu}\p{Ll}{2,}$/u.test(word));
}

const STARTERS = new Set(
  'there everything nothing something delivery shipping postage payment refund repair replacement order parcel package warranty booking support customer service store shop website page team everyone anyone nobody someone today monday thanks please sorry unfortunately help price cost item product stock account card password email phone number address date time kettle lid size colour color one both each another other such same yes no lieferung versand zahlung bestellung paket reparatur livraison commande paiement entrega pedido pago spedizione ordine pagamento levering bestelling betaling'.split(
    ' ',
  ),
);

function isStarter(word: string): boolean {
  return STARTERS.has(folded(word)) || /(?:ing|tion|ment|ness|ity|ly|ung|heit|keit|schaft|ción|zione|ção)$/u.test(word);
}
