/**
 * Recognises a message that only says thanks, so that it does not reopen a resolved enquiry. The whole message must fall
 * into clauses of gratitude, praise, farewell and politeness of one language (thanks-words.ts), names, and emoji. Doubt
 * always means "not only thanks": a reopened enquiry costs a click, an overlooked question costs a customer.
 */
import { type Clauses, compile, endsOf, lowerWords, type Phrase, vocabularyOf } from './thanks-grammar.ts';
import { greets, greetsBefore, namesOf, onlyGreets } from './thanks-names.ts';
import { THANKS_CLAUSES, UNSPACED } from './thanks-words.ts';

/** A message longer than this is never only thanks: real ones end far below. */
const CHARS_MAX = 240;
/** "For" and what follows may stand behind a comma from this many words on: "Thank you, for all your help". */
const APART_WORDS_MIN = 3;

/** What has been said up to a word. A message needs thanks or an end, and after a "no" an end or what the thanks are for. */
const THANKS = 1;
const END = 2;
const NO = 4;
const FOR = 8;
/** A bare "no" was the last clause: "no, it works" may be "it does not work". */
const NO_LAST = 16;
/** Thanks or an end are right before, without a comma: "again" and "for now" belong to them. */
const JOINED = 32;

/** Of how many words a sigh is: "oh how nice". With more it is meant. */
const SIGH_WORDS_MAX = 3;
const GRATITUDE = /^(?:thank|thx|cheers|ty$|ta$|tak|dank|merci|gra[cz]i|obrigad|kiitos|bye)/u;

/** Asks, counts or leads elsewhere: never only thanks. */
const MORE = /[?¿؟⸮#@€$£%]|\p{Nd}|:\/\/|\bwww\./u;
/** Faces and hands that are pleased. One that is not, or that asks, means more. */
const PLEASED =
  /👍|👌|🙏|❤|🧡|💛|💚|💙|💜|🤎|🖤|🤍|💕|💖|💗|💓|💞|💝|💘|💯|😊|🙂|😀|😃|😄|😁|😆|😍|🥰|😘|😎|🤗|🤩|☺|😇|😉|🥳|🎉|🎊|👏|🙌|💪|🌟|⭐|✨|🌹|🌸|🌺|🌻|💐|🤝|✌|🤙|👋|😺|😸|😻|🫶|🤟|🙇|💃|🕺|🥂|🍻|✅|☀|🌞|🌈|😌|😋|🤓|🫡|🔥|🎈|🏆|🥇|👑|🍀|♥|✔|🙆|🎁|🎄|🎅|☕|🍾|🌷|🥹|😂|🤣/gu;
/** Of these, the ones that are thanks by themselves. A fire, a tick or a laugh is not: it may answer a question. */
const APPROVING =
  /👍|👌|🙏|❤|🧡|💛|💚|💙|💜|🤎|🖤|🤍|💕|💖|💗|💓|💞|💝|💘|💯|😊|🙂|😀|😃|😄|😁|😆|😍|🥰|😘|😎|🤗|🤩|☺|😇|🥳|🎉|🎊|👏|🙌|💪|🌹|🌸|🌺|🌻|💐|🌷|🤝|✌|🤙|😺|😸|😻|🫶|🤟|🙇|😌|🫡|♥|🥹|🙆/u;
const VARIANTS = /\p{Emoji_Modifier}|\ufe0e|\ufe0f|\u200d|♀|♂/gu;
const SMILES = /<3+|(?:[:;=8][-o^']?[)\]Dpb*]+|\^_?\^|\bx+d+\b)(?=\s|$|[.,!])/giu;
/** What is said before one's name at the very end. */
const SIGN_OFF =
  /(?:regards|sincerely|wishes|faithfully|cordialement|salutations|saludos|saluti|groet(?:en)?|gr(?:ü|ue)(?:ß|ss)en?|gru(?:ß|ss)|mfg|lg|vg|hilsen|hälsningar|terveisin|pozdrawiam|pozdravem|уважением|повагою|cumprimentos|abraços?|saygılarımla)[\s,.!–—-]+(\p{Lu}[\p{L}'’-]+(?:\s\p{Lu}[\p{L}'’-]*\.?){0,2})\s*\.?$/u;

interface Language extends Record<keyof Clauses, Phrase[]> {
  /** Most messages have a word that is not in it: nothing more is looked at. */
  words: Set<string>;
}

interface People {
  free: Phrase[];
  guarded: Phrase[];
  words: Set<string>;
}

/** A clause that begins at a word. */
interface Clause {
  kind: keyof Clauses | 'free' | 'guarded' | 'comma';
  end: number;
  /** What it adds beside its kind. */
  adds: number;
  /** Of how many words. */
  words: number;
}

let compiled: Language[] | null = null;
let unspaced: { text: string; kind: keyof Clauses }[] | null = null;

/** Short enough to be looked at. */
export function mayBeThanks(text: string): boolean {
  const { length } = text.trim();
  return length > 0 && length <= CHARS_MAX;
}

/** @param names of the customer, the owner and everybody who may have answered, and of the team itself */
export function isOnlyThanks(text: string, names: readonly string[] = []): boolean {
  const given = text.trim();
  if (!mayBeThanks(given)) return false;
  const pleased = given.normalize('NFKC').replace(SMILES, ' ❤ ').replace(VARIANTS, '');
  if (MORE.test(pleased.replace(PLEASED, ''))) return false;
  const bare = pleased.replace(PLEASED, ' | ');
  // A frown, a raised eyebrow, a picture of something.
  if (/\p{Extended_Pictographic}|\p{Regional_Indicator}/u.test(bare)) return false;
  const approves = APPROVING.test(pleased);
  if (!/\p{L}/u.test(bare)) return approves;
  const words = lowerWords(bare.replace(SIGN_OFF, (all, name: string) => all.slice(0, -name.length).replace(name, '')));
  const people = peopleOf(names);
  if (onlyGreets(words, people.words) || sighs(words)) return false;
  // "Hello 🙏" begins something; "ok 🙏" ends it.
  const said = approves && !greets(words) ? THANKS : 0;
  const once = collapsed(words, '$1');
  const twice = collapsed(words, '$1$1');
  return [once, ...(once.join() === twice.join() ? [] : [twice])].some(
    each => languages().some(own => parses(each, own, people, said)) || parsesUnspaced(each, people, said),
  );
}

/** "Oh great": as often a sigh as praise. */
function sighs(words: string[]): boolean {
  const spoken = words.filter(each => each !== '|');
  return spoken[0] === 'oh' && spoken.length <= SIGH_WORDS_MAX && !spoken.some(each => GRATITUDE.test(each));
}

function peopleOf(names: readonly string[]): People {
  const found = namesOf(names);
  const free = compile(found.free.join(','));
  const guarded = compile(found.guarded.join(','));
  return { free, guarded, words: vocabularyOf([...free, ...guarded]) };
}

function languages(): Language[] {
  compiled ??= THANKS_CLAUSES.map(each => {
    const own = {
      thanks: compile(each.thanks),
      end: compile(each.end),
      no: compile(each.no),
      not: compile(each.not ?? ''),
      beside: compile(each.beside),
      after: compile(each.after),
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

const KINDS = ['thanks', 'end', 'no', 'not', 'beside', 'after'] as const;

/**
 * Can the words be cut into clauses of this language so that the whole is thanks?
 * @param said by pictures
 */
function parses(words: string[], own: Language, people: People, said: number): boolean {
  if (words.some(each => each !== '|' && !own.words.has(each) && !people.words.has(each))) return false;
  const kinds: [Clause['kind'], Phrase[]][] = [
    ...KINDS.map((kind): [Clause['kind'], Phrase[]] => [kind, own[kind]]),
    ['free', people.free],
    ['guarded', people.guarded],
  ];
  return covers(words, said, at => {
    if (words[at] === '|') return [{ kind: 'comma', end: at + 1, adds: 0, words: 0 }];
    return kinds.flatMap(([kind, phrases]) =>
      phrases.flatMap(phrase =>
        endsOf(phrase, words, at, kind === 'thanks').map(end => ({ kind, end, adds: phrase.adds, words: end - at })),
      ),
    );
  });
}

/** @param clausesAt every clause that begins at a place, of whatever kind; a place is a word, or a letter */
function covers(places: string[], said: number, clausesAt: (at: number) => Clause[]): boolean {
  const reached = Array.from({ length: places.length + 1 }, () => new Set<number>());
  reached[0]!.add(0);
  for (let at = 0; at < places.length; at++) {
    if (reached[at]!.size === 0) continue;
    for (const clause of clausesAt(at)) {
      for (const before of reached[at]!) {
        const after = saidAfter(before, clause, places, at);
        if (after !== null) reached[clause.end]!.add(after);
      }
    }
  }
  return [...reached[places.length]!].some(
    mask => ((mask | said) & (THANKS | END)) !== 0 && ((mask & NO) === 0 || (mask & (END | FOR)) !== 0),
  );
}

/** What has been said after a clause; null when it may not stand here. */
function saidAfter(before: number, clause: Clause, places: string[], at: number): number | null {
  const parts = (place: string | undefined) => place === undefined || place === '|';
  switch (clause.kind) {
    case 'comma':
      return before & ~JOINED;
    case 'thanks':
      return (before & ~NO_LAST) | THANKS | JOINED;
    case 'end':
      return (before & ~NO_LAST) | END | JOINED;
    case 'no':
      return clause.words > 1 ? before | NO | JOINED : (before & ~JOINED) | NO | NO_LAST;
    case 'not':
      return parts(places[at - 1]) && parts(places[clause.end]) ? (before & ~JOINED) | NO | NO_LAST : null;
    case 'beside':
      return before & NO_LAST ? null : before & ~JOINED;
    case 'after': {
      const apart = clause.words >= APART_WORDS_MIN && (before & THANKS) !== 0;
      return before & NO_LAST || !(before & JOINED || apart) ? null : before | clause.adds;
    }
    case 'free':
      return before;
    case 'guarded':
      return before & (THANKS | END) || greetsBefore(places, at) ? before : null;
  }
}

/** Chinese, Japanese, Korean and Thai: by letters, for there are no spaces or they say little. */
function parsesUnspaced(words: string[], people: People, said: number): boolean {
  const text = words.join('');
  if (!/[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/u.test(text)) return false;
  unspaced ??= KINDS.flatMap(kind =>
    (UNSPACED[kind] ?? '').split(',').map(each => ({ text: lowerWords(each).join(''), kind })),
  );
  const clauses = [
    ...unspaced,
    ...people.free.map(each => ({ text: each.literal, kind: 'free' as const })),
    ...people.guarded.map(each => ({ text: each.literal, kind: 'guarded' as const })),
    ...BORROWED,
  ].filter(each => each.text);
  return covers(text.split(''), said, at => {
    if (text[at] === '|') return [{ kind: 'comma', end: at + 1, adds: 0, words: 0 }];
    return clauses
      .filter(each => text.startsWith(each.text, at))
      .map(({ text: clause, kind }) => ({ kind, end: at + clause.length, adds: 0, words: 1 }));
  });
}

/** English that stands among them. */
const BORROWED = [
  ...['thanks', 'thankyou', 'thx'].map(text => ({ text, kind: 'thanks' as const })),
  ...['ok', 'okay', 'hi', 'hello', 'bye'].map(text => ({ text, kind: 'beside' as const })),
];
