/**
 * Makes a customer's words of the past into words of nobody: names, addresses, numbers, dates and links become others, a
 * sentence that cannot be trusted is left out, and so is a text of which too little remains. Pure.
 */
import { isFamilyName } from '../core/family-names.ts';
import { languageOf } from '../core/language.ts';
import { lazy } from '../core/lazy.ts';

interface Known {
  /** Names of the customer, of colleagues and of the team, as far as they are known. */
  names: readonly string[];
  /** Words that several customers write in small letters: no names. */
  ordinary: ReadonlySet<string>;
}

/** Shorter is no enquiry any more. */
const CHARS_MIN = 30;
const WORDS_MIN = 5;
/** Where more was replaced than this share of the words, what is left says little, and may say who it was. */
const REPLACED_MAX = 0.34;

const SOMEBODY = 'someone';

const GREETING = /^\s*(hi|hello|hey|dear|good (morning|afternoon|evening|day)|to whom)\b[^.!?]{0,60}$/i;
const SIGN_OFF =
  /^\s*((with )?(kind|best|warm|many|friendly)?\s*(regards|wishes|greetings|thanks)|thanks|thank you|many thanks|cheers|sincerely|yours( \w+)?|love|best|br|rgds|sent from .*|--+)\s*[,.!]?\s*([A-Z][\w'’.-]*\s*){0,3}$/i;
const links = lazy(
  () =>
    /\b(?:https?:\/\/|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|de|uk|co|io|eu|fr|es|it|nl|pl|example|shop|info|biz)\b(?:\/\S*)?/gi,
);
const MAIL = /[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)*/gi;
const HANDLE = /(?<!\w)@\w+/g;
const streets = lazy(
  () =>
    /\b(?:\d+\w?\s+)?(?:[A-Z][\w'’-]+\s+){1,3}(?:[Ss]treet|[Ss]t|[Rr]oad|[Rr]d|[Aa]venue|[Aa]ve|[Ll]ane|Ln|Drive|Dr|Close|Court|Way|Square|Place|Terrace|Gardens|Boulevard|Blvd)\b\.?(?:,?\s*\d+\w?)?/g,
);
const streetsElsewhere = lazy(
  () =>
    /\b\p{Lu}[\p{L}-]*(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse)\s*\d*\w?|\b(?:rue|calle|via|piazza|plaza|avenida)\s+(?:\p{L}+\s*){1,4}(?:,?\s*\d+)?/gu,
);
const months = lazy(
  () =>
    /\b(?:january|february|march|april|may(?= \d)|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?/gi,
);
/** With a digit in it: a number, a code, a date, an amount, a telephone, with what stands between its parts. */
const withDigits = lazy(
  () => /[+(]?[\p{L}_-]*\d(?:[\p{L}\d_/:.,()-]*[\p{L}\d)])?(?:\s(?=\p{L}{0,2}\d)[\p{L}\d/.-]+)*/gu,
);
const titled = lazy(
  () => /\b(?:mr|mrs|ms|miss|dr|prof|sir|madam|herr|frau)\.?\s+(?:[\p{Lu}][\p{L}'’-]*\.?\s?){1,3}/giu,
);
const CALLED =
  /\b((?:my|her|his|their) name is|(?:i am|i'm|this is|it is|it's) called|name:|signed:?)\s+[^.,;\n!?]{1,40}/gi;

/** @returns null where it cannot be made anonymous, or where too little is left of it */
export function anonymous(text: string, known: Known): string | null {
  // In a language whose nouns have capitals nothing says what is a name.
  if (!isEnglish(text)) return null;
  const names = nameParts(known.names);
  const numbers = makeNumbers();
  const lines = withoutEnds(text.replace(/\r/g, '').split('\n'));
  const made = lines.map(line =>
    sentencesOf(line)
      .flatMap(each => anonymousSentence(each, names, known.ordinary, numbers))
      .join(' '),
  );
  const whole = made
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  const words = whole.match(/\p{L}+/gu) ?? [];
  const gone = whole.match(REPLACEMENTS)?.length ?? 0;
  if (whole.length < CHARS_MIN || words.length < WORDS_MIN || gone / words.length > REPLACED_MAX) return null;
  return whole;
}

function isEnglish(text: string): boolean {
  const language = languageOf(text);
  if (language !== null) return language === 'en';
  const words = text.toLowerCase().match(/[\p{L}'’]+/gu) ?? [];
  return words.filter(each => COMMON.has(each)).length >= words.length * COMMON_MIN;
}

/** Of a few words the language is not known: so many of them are those of everybody. */
const COMMON_MIN = 0.45;
const REPLACEMENTS = /\b(someone|my address|a link|our street)\b/g;

/** Without the greeting and everything from the sign-off on: that is where people say who they are. */
function withoutEnds(lines: string[]): string[] {
  const end = lines.findIndex((line, i) => i > 0 && SIGN_OFF.test(line));
  const kept = (end < 0 ? lines : lines.slice(0, end)).filter(line => !/^\s*>/.test(line) && !GREETING.test(line));
  // A last line of a few capitalised words is a name.
  while (kept.length > 1 && /^\s*(\p{Lu}[\p{L}'’.-]*\s*){0,4}$/u.test(kept.at(-1)!)) kept.pop();
  return kept;
}

function sentencesOf(line: string): string[] {
  return line
    .split(/(?<=[.!?…])\s+(?=\S)/)
    .map(each => each.trim())
    .filter(each => each !== '');
}

function anonymousSentence(
  given: string,
  names: ReadonlySet<string>,
  ordinary: ReadonlySet<string>,
  numbers: (given: string) => string,
): string[] {
  const text = given
    .replace(/^\s*(?:hi|hello|hey|dear)\b\s+(?:\p{Lu}[\p{L}'’-]*\s?){1,3}[,!:.-]*/iu, '')
    .replace(CALLED, (_, lead: string) => `${lead} ${SOMEBODY}`)
    .replace(MAIL, 'my address')
    .replace(links(), 'a link')
    .replace(HANDLE, SOMEBODY)
    .replace(streets(), 'our street')
    .replace(streetsElsewhere(), 'our street')
    .replace(titled(), `${SOMEBODY} `)
    .replace(months(), 'May')
    .replace(withDigits(), numbers);
  const isName = (word: string, first: boolean) => {
    const lower = word.toLowerCase().replace(/['’]s$/, '');
    if (names.has(lower)) return true;
    const capital = /^\p{Lu}/u.test(word);
    if (!capital || KEPT.has(word) || COMMON.has(lower) || ordinary.has(lower)) return false;
    return first ? !isPlain(lower) || isFamilyName(lower) : true;
  };
  let first = true;
  const made = text.replace(/\p{L}[\p{L}'’-]*/gu, word => {
    const named = isName(word, first);
    first = false;
    return named ? SOMEBODY : word;
  });
  const joined = made
    .replace(/\b(?:someone)(?:[ ,]+(?:and |& )?someone)+\b/g, SOMEBODY)
    .replace(/^someone\b/, 'Someone')
    .replace(/\s{2,}/g, ' ')
    .trim();
  // Nothing but what was replaced.
  return /\p{L}/u.test(joined.replace(REPLACEMENTS, '').replace(/^Someone\b/, '')) ? [joined] : [];
}

/** At the beginning of a sentence everything has a capital: what ends as words of the language do is one. */
function isPlain(lower: string): boolean {
  return (
    /(?:ing|ed|ly|tion|ment|ness|able|ful|less|ous|ity|ence|ance|n't|n’t|'s|’s|'m|’m|'ve|’ve|'ll|’ll|'d|’d|'re|’re)$/.test(
      lower,
    ) && lower.length > 4
  );
}

/** Numbers that have nothing of the given ones but their length; the same one stays the same within a text. */
function makeNumbers(): (given: string) => string {
  const made = new Map<string, string>();
  let next = 3;
  return given => {
    const there = made.get(given);
    if (there !== undefined) return there;
    // Letters in it are part of a code: they go, too.
    const digits = (given.match(/\d/g) ?? []).map(digit => {
      next = (next * 7 + 5) % 97;
      const fresh = next % 10;
      return String(fresh) === digit ? (fresh + 1) % 10 : fresh;
    });
    const number = digits
      .slice(0, 6)
      .join('')
      .replace(/^0(?=.)/, '4');
    const unit = /^[\d.,:]+(%|am|pm|kg|cm|mm|ml|th|st|nd|rd|h)$/i.exec(given)?.[1] ?? '';
    made.set(given, `${number}${unit}`);
    return `${number}${unit}`;
  };
}

/** Each part of each name, and of each address, in small letters. */
function nameParts(names: readonly string[]): ReadonlySet<string> {
  const parts = names.flatMap(each => each.toLowerCase().split(/[^\p{L}]+/u));
  return new Set(parts.filter(each => each.length > 2 && !COMMON.has(each)));
}

/** Capitals that say nothing of anybody. */
const KEPT = new Set(
  'I I’m I’ve I’d I’ll OK TV PDF USB VAT CD DVD PIN SMS SIM ATM ID Monday Tuesday Wednesday Thursday Friday Saturday Sunday May Christmas Easter English German French Spanish Internet Google Apple Android Windows Facebook PayPal Visa Mastercard Amazon'
    .split(' ')
    .flatMap(each => [each, each.replace('’', "'")]),
);

/** Words that begin sentences, whatever they are about. */
const COMMON = new Set(
  `a about above after again all almost already also although always am an and another any anybody anyone anything anyway are aren't as ask at
  away back bad be because been before being best better between both but buy by call came can can't cancel card cause change charge check come
  could couldn't customer day days dear delivery despite did didn't do does doesn't doing don't done down during each either else email enough
  even ever every everybody everyone everything explain find first for found from get getting give given go going good got great had hadn't
  happy hardly has hasn't have haven't having he hello help her here hers hey hi his hope hopefully how however i i'd i'll i'm i've if in
  information instead into is isn't it it's its just keep kindly know last late later least let like long look lot made make many may maybe me
  mine money more most much must my need needed never new next no nobody none nor not nothing now of off often old on once one only open or
  order other our out over own paid parcel pay payment people perhaps please price problem product put question quite rather really received
  refund regarding reply right same say see seems sent send several shall she shop should shouldn't since so some somebody somehow someone
  something sometimes soon sorry still stop such sure take tell than thank thanks that that's the their them then there there's these they
  they're thing things think this those though through time to today together tomorrow too took tried try trying two under unfortunately
  unless until up upon us use used usually very wait waiting want wanted was wasn't way we we're we've website week well went were what
  what's whatever when where whether which while who who's whole whose why will wish with within without won't work would wouldn't write
  yes yesterday yet you you're you've your yours`.split(/\s+/),
);
