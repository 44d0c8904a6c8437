/** Cuts a text into the words that were meant: leetspeak, stars, spaced letters and look-alike letters are read as what they stand for. */
import { lazy } from '../core/lazy.ts';

/** One word as it is compared. A break between sentences is `|`, a comma `,`. */
export interface Word {
  /** What it may stand for, the plain spelling first. */
  forms: readonly string[];
  /** Where it stands in the text. */
  start: number;
  end: number;
  /** Begins with one capital, as names do. */
  isName: boolean;
  /** Stands between quotation marks, or in a line that quotes. */
  isQuoted: boolean;
}

/** Characters judged: a letter of ten pages. What comes after that is not the first thing a person reads. */
const JUDGED_CHARS_MAX = 40_000;
/** Characters of one word that are looked at; longer ones are links, codes and noise. */
const WORD_CHARS_MAX = 40;
/** Characters between two quotation marks; more is a mark that was never closed. */
const QUOTE_CHARS_MAX = 300;

/** Letters of other scripts that are drawn like Latin ones. */
const alike = lazy(
  (): Record<string, string> =>
    Object.fromEntries(
      // Each group ends with the letter that it looks like.
      'аαɑa вβb сϲc ԁd еєεe ғf ɡg һнh іιıїi јj кκk ӏⅼl мm пηոn оοσօo рρp ԛq гr ѕs тτt υцսu ѵνv ԝωw хχx уγy'
        .split(' ')
        .flatMap(group => [...group.slice(0, -1)].map(each => [each, group.at(-1)!])),
    ),
);
const LEET: Record<string, string> = {
  ...{ '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '9': 'g' },
  ...{ '@': 'a', $: 's', '!': 'i', '+': 't', '€': 'e', '£': 'l', '¡': 'i', '|': 'i' },
};
/** Words written in one that are two: what follows an apostrophe, and what people leave it out of. */
const APART_WORDS: Record<string, string> = {
  ...{ youre: 'you are', "you're": 'you are', yr: 'you are', "ur're": 'you are', "u're": 'you are', youve: 'you have' },
  ...{ im: 'i am', "i'm": 'i am', "i'll": 'i will', "i'd": 'i would', ima: 'i will', imma: 'i will', "ya'll": 'yall' },
  ...{
    "they're": 'they are',
    "we're": 'we are',
    "he's": 'he is',
    "she's": 'she is',
    "it's": 'it is',
    thats: 'that is',
  },
  ...{ "that's": 'that is', "what's": 'what is', whats: 'what is', "we'll": 'we will', youll: 'you will' },
  ...{
    "you'll": 'you will',
    "y'all": 'yall',
    "you've": 'you have',
    "there's": 'there is',
    hes: 'he is',
    shes: 'she is',
  },
  ...{
    gonna: 'going to',
    wanna: 'want to',
    fuckyou: 'fuck you',
    fucku: 'fuck you',
    fuckoff: 'fuck off',
    gotta: 'have to',
  },
  ...{ yousuck: 'you suck', fuckyourself: 'fuck yourself', usuck: 'you suck', shutup: 'shut up', lemme: 'let me' },
  ...{ killyourself: 'kill yourself', stfu: 'shut the fuck up', gtfo: 'get the fuck out', wtf: 'what the fuck' },
  ...{ ihateyou: 'i hate you', sonofabitch: 'son of a bitch', whatthefuck: 'what the fuck', gfy: 'go fuck yourself' },
  ...{ foad: 'fuck off and die', kys: 'kill yourself', "kys'": 'kill yourself', eff: 'fuck', effing: 'fucking' },
};
const writtenInOne = lazy(() => new Map(Object.entries(APART_WORDS)));
const apartOf = (word: string) => writtenInOne().get(word);
/** Pictures that say something in words. */
const PICTURES = new Map([['🖕', 'fuck you']]);

/** What is masked or drawn out is looked for among these. */
const MASKED =
  'fuck fucking fucked fucker fuckers fucks motherfucker motherfuckers shit shitty bullshit shithead bitch bitches cunt cunts asshole assholes arsehole bastard bastards whore whores slut dick dickhead cock pussy nigger niggers faggot faggots wanker wankers twat idiot idiots stupid moron morons dumb dumbass retard retards scum kill suck sucks scheisse scheiße arschloch hurensohn fotze putain connard salope merde pute puta mierda cabron gilipollas cazzo stronzo merda puttana kurwa caralho foda kanker klootzak kut hoer'.split(
    ' ',
  );
const byFirst = lazy(() => Map.groupBy(MASKED, word => word[0]!));
const drawnOut = lazy(() => new Set(MASKED));
/** Written with their beginning alone: "f***", "sh**". */
const CUT_SHORT = 'fuck fucking fucker shit bitch bitches cunt cunts'.split(' ');

/** A link or an address; a chunk of letters with what stands for letters inside; a picture; what ends something. */
const pieces = lazy(
  () =>
    /(?:https?:\/\/|www\.)\S+|[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}\.[\p{L}\p{N}.-]{1,80}|(?:[\p{L}\p{M}\p{N}\u200b-\u200d\u00ad\u2060@$€£*#]|[’'!+|_](?=[\p{L}\p{M}*$@]))+|🖕|[.!?…;:\n。！？؟(){}]+|[,،–—]|\s-+\s/gu,
);

/** The words of a text with their places; linear in its length. */
export function wordsOf(text: string): Word[] {
  const judged = text.slice(0, JUDGED_CHARS_MAX);
  const quotes = quotesIn(judged);
  const latin = isLatin(judged);
  const words: Word[] = [];
  let nextQuote = 0;
  for (const { 0: piece, index } of judged.matchAll(pieces())) {
    while (nextQuote < quotes.length && quotes[nextQuote]![1] <= index) nextQuote++;
    const isQuoted = nextQuote < quotes.length && quotes[nextQuote]![0] <= index;
    const at = { start: index, end: index + piece.length, isQuoted, isName: false };
    if (/^[,،–—\s-]/u.test(piece)) words.push({ ...at, forms: [','] });
    else if (/^[.!?…;:\n。！？؟(){}]/u.test(piece)) words.push({ ...at, forms: ['|'] });
    else for (const each of readPiece(piece, latin)) words.push({ ...at, ...each });
  }
  return joinLetters(words);
}

function readPiece(piece: string, latin: boolean): { forms: string[]; isName: boolean }[] {
  if (/^[A-Za-z][a-z]{0,20}$/.test(piece))
    return readPlain(piece.toLowerCase(), piece.charCodeAt(0) < 97 && piece.length > 1);
  const picture = PICTURES.get(piece);
  if (picture) return picture.split(' ').map(form => ({ forms: [form], isName: false }));
  if (piece.length > WORD_CHARS_MAX || /^(?:https?:|www\.)|@.+\./iu.test(piece))
    return [{ forms: ['·'], isName: false }];
  // Whom a post is written to is a name and nothing else.
  if (/^@[\p{L}\p{N}_]/u.test(piece)) return [{ forms: ['@'], isName: true }];
  const isName = /^\p{Lu}[\p{Ll}’']/u.test(piece);
  const bare = piece.replace(/^[#_+|!']+/u, '');
  // **Bold**, as it is in plain text.
  const plain = plainSpelling(/^\*/.test(bare) ? bare.replace(/^\*+|\*+$/g, '') : bare, latin);
  const apart = apartOf(plain) ?? apartOf(squeezed(plain));
  if (apart) return apart.split(' ').map(form => ({ forms: [form], isName: false }));
  const [first = '', ...rest] = plain.split(/['_]/);
  const unmarked = plain.replaceAll("'", '');
  const more = rest.filter(each => each.length > 1).map(form => ({ forms: [form], isName: false }));
  const forms = [
    ...new Set([...(/[*#]/.test(plain) ? [] : [plain]), ...otherSpellings(plain), unmarked, first]),
  ].filter(Boolean);
  return [{ forms: forms.length ? forms : ['·'], isName }, ...more];
}

/** What most words are: letters without marks. */
function readPlain(plain: string, isName: boolean): { forms: string[]; isName: boolean }[] {
  if (!/(.)\1/.test(plain)) {
    const apart = apartOf(plain);
    return apart ? apart.split(' ').map(form => ({ forms: [form], isName: false })) : [{ forms: [plain], isName }];
  }
  const apart = apartOf(plain) ?? apartOf(squeezed(plain));
  if (apart) return apart.split(' ').map(form => ({ forms: [form], isName: false }));
  return [{ forms: [...new Set([plain, ...otherSpellings(plain)])], isName }];
}

/** Lower case, one form of each letter, no marks above it, and nothing that cannot be seen. */
function plainSpelling(piece: string, latin: boolean): string {
  const seen = piece.normalize('NFKC').replace(/[\u200b-\u200d\u00ad\u2060]/gu, '');
  let plain = seen.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/’/g, "'");
  if (/[\u0600-\u06ff]/.test(plain))
    plain = plain
      .replace(/[أإآٱ]/g, 'ا')
      .replace(/ى/g, 'ي')
      .replace(/ة/g, 'ه')
      .replace(/ـ/g, '');
  if (latin && /[^\x00-\x7f]/.test(plain) && (/[a-z]/.test(plain) || isAlike(plain)))
    plain = [...plain].map(each => alike()[each] ?? each).join('');
  return plain.replace(/ß/g, 'ss').replace(/ł/g, 'l').replace(/ø/g, 'o').replace(/œ/g, 'oe').replace(/æ/g, 'ae');
}

/** Every letter is drawn like a Latin one. */
function isAlike(plain: string): boolean {
  return [...plain].every(each => alike()[each] !== undefined);
}

/** Written so that a filter does not see it. */
function otherSpellings(plain: string): string[] {
  const forms: string[] = [];
  if (/[*#]/.test(plain)) return masked(plain);
  if (/[0-9@$!+€£¡|]/.test(plain) && /\p{L}/u.test(plain)) {
    const read = [...plain].map(each => LEET[each] ?? each).join('');
    forms.push(read, squeezed(read));
  }
  if (/(.)\1\1/u.test(plain)) forms.push(plain.replace(/(.)\1{2,}/gu, '$1'), plain.replace(/(.)\1{2,}/gu, '$1$1'));
  const once = squeezed(plain);
  if (once !== plain && drawnOut().has(once)) forms.push(once);
  return forms;
}

/** Each letter once. */
function squeezed(plain: string): string {
  return plain.replace(/(.)\1+/gu, '$1');
}

/** "f*ck", "f**k", "sh*t": the words that fit what is left of them. */
function masked(plain: string): string[] {
  const [, core = '', tail = ''] = /^(.*?)([*#]*)$/.exec(plain) ?? [];
  // Stars at the end may be bold print: only the worst words are looked for, of just this length.
  if (tail && !/[*#]/.test(core))
    return [
      core,
      ...CUT_SHORT.filter(word => word.startsWith(core) && word.length === plain.length && tail.length > 1),
    ];
  const inside = core + tail;
  const letters = inside.replace(/[^\p{L}\p{N}*#]/gu, '');
  const fits = new RegExp(`^${letters.replace(/[*#]+/gu, run => `\\p{L}{1,${run.length + 1}}`)}$`, 'u');
  const near = (word: string) => Math.abs(word.length - inside.length);
  const found = (byFirst().get(inside[0]!) ?? []).filter(word => fits.test(word) && near(word) <= 1);
  return found.toSorted((a, b) => near(a) - near(b)).slice(0, 3);
}

/** "f u c k", "f.u.c.k": single letters in a row are read together, where they make a word of these. */
function joinLetters(words: Word[]): Word[] {
  const isLetter = (word: Word | undefined) => word !== undefined && /^\p{L}$/u.test(word.forms[0]!);
  const joined: Word[] = [];
  for (let i = 0; i < words.length; i++) {
    let end = i;
    const letters: Word[] = [];
    while (end < words.length && letters.length < 30) {
      if (isLetter(words[end])) letters.push(words[end]!);
      else if (!letters.length || !isBetween(words[end]!) || !isLetter(words[end + 1])) break;
      end++;
    }
    if (letters.length < 3) {
      joined.push(words[i]!);
      continue;
    }
    joined.push(...inLetters(letters));
    // The dot behind the last one is of the same kind as those between them.
    const dotted = words[i + 1]!.forms[0] === '|' && words[end]?.forms[0] === '|' && isBetween(words[end]!);
    i = dotted ? end : end - 1;
  }
  return joined;
}

/** One dot or dash between two letters, not the end of a line. */
function isBetween(word: Word): boolean {
  return (word.forms[0] === '|' || word.forms[0] === ',') && word.end - word.start === 1;
}

function inLetters(letters: Word[]): Word[] {
  const words: Word[] = [];
  const all = letters.map(each => each.forms[0]).join('');
  for (let at = 0; at < letters.length; at++) {
    const rest = all.slice(at);
    const found = [...MASKED, 'you', 'off']
      .filter(each => rest.startsWith(each))
      .toSorted((a, b) => b.length - a.length)[0];
    const first = letters[at]!;
    if (!found) words.push(first);
    else {
      words.push({ ...first, forms: [found], end: letters[at + found.length - 1]!.end });
      at += found.length - 1;
    }
  }
  return words;
}

/** Places between quotation marks, and lines that quote. */
function quotesIn(text: string): [number, number][] {
  const found: [number, number][] = [];
  for (const { 0: quote, index } of text.matchAll(
    new RegExp(
      `"[^"\\n]{1,${QUOTE_CHARS_MAX}}"|“[^”\\n]{1,${QUOTE_CHARS_MAX}}[”“]|„[^“”\\n]{1,${QUOTE_CHARS_MAX}}[“”]|«[^»\\n]{1,${QUOTE_CHARS_MAX}}»|(?<=^|\\s)['‘][^'’\\n]{1,${QUOTE_CHARS_MAX}}['’](?=[\\s.,!?]|$)|^>[^\\n]{0,1000}`,
      'gmu',
    ),
  ))
    found.push([index, index + quote.length]);
  return found;
}

/** Mostly in Latin letters: letters of others are disguises then. */
function isLatin(text: string): boolean {
  const sample = text.slice(0, 2_000);
  const count = (pattern: RegExp) => sample.match(pattern)?.length ?? 0;
  return count(/\p{Script=Latin}/gu) >= 4 * count(/\p{Script=Cyrillic}|\p{Script=Greek}|\p{Script=Armenian}/gu);
}
