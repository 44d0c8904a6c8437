/**
 * Recognises a message that only says thanks, so that it does not reopen a resolved enquiry. The whole message must fall
 * into clauses of gratitude, praise, farewell and politeness of one language (thanks-words.ts), names, and emoji. Doubt
 * always means "not only thanks": a reopened enquiry costs a click, an overlooked question costs a customer.
 */
import { compile, endsOf, type Phrase, vocabularyOf, wordsOf } from './thanks-grammar.ts';
import { type Clauses, LANGUAGES, UNSPACED } from './thanks-words.ts';

/** A message longer than this is never only thanks: real ones end far below. */
const CHARS_MAX = 240;
/** Names beyond these are not looked at: a room has fewer people. */
const NAMES_MAX = 500;
/** Words of one name that may stand alone. */
const NAME_WORDS_MAX = 5;

/** What a clause adds; a message needs thanks or an end, and after a "no" an end or what the thanks are for. */
const THANKS = 1;
const END = 2;
const NO = 4;
const FOR = 8;

/** Asks, counts or leads elsewhere: never only thanks. */
const MORE = /[?¿؟⸮#@€$£%]|\p{Nd}|:\/\/|\bwww\./u;
/** Faces and hands that are pleased. One that is not, or that asks, means more. */
const PLEASED =
  /👍|👌|🙏|❤|🧡|💛|💚|💙|💜|🤎|🖤|🤍|💕|💖|💗|💓|💞|💝|💘|💯|😊|🙂|😀|😃|😄|😁|😆|😍|🥰|😘|😎|🤗|🤩|☺|😇|😉|🥳|🎉|🎊|👏|🙌|💪|🌟|⭐|✨|🌹|🌸|🌺|🌻|💐|🤝|✌|🤙|👋|😺|😸|😻|🫶|🤟|🙋|🙇|💃|🕺|🥂|🍻|✅|☀|🌞|🌈|😌|😋|🤓|🫡|🔥|🎈|🏆|🥇|👑|🍀|♥|✔|🤞|🙆|💁|🎁|🎄|🎅|☕|🍾|🌷|🥹|😂|🤣/gu;
const SIGNS = /\p{Emoji_Modifier}|\ufe0e|\ufe0f|\u200d|♀|♂/gu;
const SMILES = /<3+|(?:[:;=8][-o^']?[)\]Dpb*]+|\^_?\^|\bx+d+\b)(?=\s|$|[.,!])/giu;
/** In a name, but no name: whoever is called so is not looked for. */
const NO_NAMES = new Set(
  'not no but cancel order refund please help still back when where why how what wait need want new now change stop call send money return never and or is are will can could should'.split(
    ' ',
  ),
);
/** What is said before one's name at the very end. */
const SIGN_OFF =
  /(?:regards|sincerely|wishes|faithfully|cordialement|salutations|saludos|saluti|groet(?:en)?|gr(?:ü|ue)(?:ß|ss)en?|gru(?:ß|ss)|mfg|lg|vg|hilsen|hälsningar|terveisin|pozdrawiam|pozdravem|уважением|повагою|cumprimentos|abraços?|saygılarımla)[\s,.!–—-]+(\p{Lu}[\p{L}'’-]+(?:\s\p{Lu}[\p{L}'’-]*\.?){0,2})\s*\.?$/u;

interface Language extends Record<keyof Clauses, Phrase[]> {
  /** Most messages have a word that is not in it: nothing more is looked at. */
  words: Set<string>;
}

let compiled: Language[] | null = null;
let unspaced: { text: string; adds: number }[] | null = null;

/** Short enough to be looked at. */
export function mayBeThanks(text: string): boolean {
  const { length } = text.trim();
  return length > 0 && length <= CHARS_MAX;
}

/** @param names of the customer, the owner and everybody who may have answered, and of the team itself */
export function isOnlyThanks(text: string, names: readonly string[] = []): boolean {
  const given = text.trim();
  if (!mayBeThanks(given)) return false;
  const pleased = given.normalize('NFKC').replace(SMILES, ' ❤ ').replace(SIGNS, '');
  if (MORE.test(pleased.replace(PLEASED, ''))) return false;
  const bare = pleased.replace(PLEASED, ' | ');
  // A frown, a raised eyebrow, a picture of something.
  if (/\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(bare)) return false;
  if (!/\p{L}/u.test(bare)) return pleased.search(PLEASED) >= 0;
  const words = wordsOf(bare.replace(SIGN_OFF, (all, name: string) => all.slice(0, -name.length).replace(name, '')));
  const people = compile(namesOf(names).join(','));
  return [collapsed(words, '$1'), collapsed(words, '$1$1')].some(
    each => languages().some(own => parses(each, own, people)) || parsesUnspaced(each, people),
  );
}

function languages(): Language[] {
  compiled ??= LANGUAGES.map(each => {
    const own = {
      thanks: compile(each.thanks),
      end: compile(each.end),
      no: compile(each.no),
      beside: compile(each.beside),
    };
    return { ...own, words: vocabularyOf(Object.values(own).flat()) };
  });
  return compiled;
}

/** "Thaaanks", "sooo": once or twice, whichever is a word. */
function collapsed(words: string[], by: string): string[] {
  return words.map(each => mended(each.replace(/(\p{L})\1{2,}/gu, by)));
}

/** What people mean who type fast. */
const MEANT = [
  'thanks',
  'appreciate',
  'helpful',
  'perfect',
  'awesome',
  'wonderful',
  'goodbye',
  'everything',
  'excellent',
];

function mended(word: string): string {
  if (/^(thak|thnak|thx+|thanx+|thnks|thks|thanq)$/.test(word)) return 'thanks';
  if (word.length < 5 || AS_MEANT.has(word)) return word;
  return MEANT.find(each => word !== each && isOneSlip(word, each)) ?? word;
}

/** Near one of those and yet meant. */
const AS_MEANT = new Set(['thank', 'tanks', 'appreciated', 'appreciates', 'perfectly']);

/** One letter too many, too few, another one, or two that changed places. */
function isOneSlip(typed: string, meant: string): boolean {
  if (Math.abs(typed.length - meant.length) > 1 || typed[0] !== meant[0]) return false;
  let i = 0;
  while (i < typed.length && typed[i] === meant[i]) i++;
  const rest = (a: number, b: number) => typed.slice(a) === meant.slice(b);
  return (
    rest(i + 1, i) ||
    rest(i, i + 1) ||
    rest(i + 1, i + 1) ||
    (typed[i] === meant[i + 1] && typed[i + 1] === meant[i] && rest(i + 2, i + 2))
  );
}

/** Each name as a whole, as it is written to customers too, and each word of it that can only be a name. */
function namesOf(names: readonly string[]): string[] {
  const found = new Set<string>();
  for (const name of names.slice(0, NAMES_MAX)) {
    const words = wordsOf(name.replace(/[[\](){},/*_]/g, ' ')).filter(each => each !== '|');
    if (words.length === 0 || words.length > NAME_WORDS_MAX) continue;
    if (words.length > 1) found.add(words.join('_'));
    for (const word of words) if ([...word].length > 1 && !NO_NAMES.has(word)) found.add(word);
  }
  return [...found];
}

/** Can the words be cut into clauses of this language so that the whole is thanks? */
function parses(words: string[], own: Language, people: Phrase[]): boolean {
  const names = vocabularyOf(people);
  if (words.some(each => each !== '|' && !own.words.has(each) && !names.has(each))) return false;
  const adding: [Phrase[], number][] = [
    [own.thanks, THANKS],
    [own.end, END],
    [own.no, NO],
    [own.beside, 0],
    [people, 0],
  ];
  return covers(words.length, at => {
    if (words[at] === '|') return [[at + 1, 0]];
    return adding.flatMap(([phrases, adds]) =>
      phrases.flatMap(phrase => endsOf(phrase, words, at).map((end): [number, number] => [end, adds | phrase.adds])),
    );
  });
}

/** @param steps from a place: where a clause ends that begins there, and what it adds */
function covers(length: number, steps: (at: number) => [number, number][]): boolean {
  const reached = Array.from({ length: length + 1 }, () => new Set<number>());
  reached[0]!.add(0);
  for (let at = 0; at < length; at++) {
    const masks = reached[at]!;
    if (masks.size === 0) continue;
    for (const [end, adds] of steps(at)) for (const mask of masks) reached[end]!.add(mask | adds);
  }
  return [...reached[length]!].some(
    mask => (mask & (THANKS | END)) !== 0 && ((mask & NO) === 0 || (mask & (END | FOR)) !== 0),
  );
}

/** Chinese, Japanese, Korean and Thai: by letters, for there are no spaces or they say little. */
function parsesUnspaced(words: string[], people: Phrase[]): boolean {
  const text = words.join('');
  if (!/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/u.test(text)) return false;
  unspaced ??= (
    [
      ['thanks', THANKS],
      ['end', END],
      ['no', NO],
      ['beside', 0],
    ] as const
  ).flatMap(([kind, adds]) => UNSPACED[kind].split(',').map(each => ({ text: wordsOf(each).join(''), adds })));
  const clauses = [...unspaced, ...people.map(each => ({ text: each.literal, adds: 0 }))].filter(each => each.text);
  const borrowed = ['thanks', 'thankyou', 'thx', 'ok', 'okay', 'hi', 'hello', 'bye'];
  return covers(text.length, at => {
    if (text[at] === '|') return [[at + 1, 0]];
    const english = borrowed
      .filter(each => text.startsWith(each, at))
      .map((each): [number, number] => [at + each.length, /^th/.test(each) ? THANKS : 0]);
    return [
      ...english,
      ...clauses.flatMap(({ text: clause, adds }): [number, number][] =>
        text.startsWith(clause, at) ? [[at + clause.length, adds]] : [],
      ),
    ];
  });
}
