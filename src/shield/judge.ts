/** Judges how a customer's words sound to those who read them: aimed at them, swearing at the situation, or neither. Pure. */
import { lazy } from '../core/lazy.ts';
import type { Shielded } from '../core/message.ts';
import { ARABIC } from './arabic.ts';
import { ENGLISH } from './english.ts';
import { DUTCH, GERMAN, POLISH } from './german-dutch-polish.ts';
import { gistOf, type Soiled } from './gist.ts';
import { bookOf } from './lexicon.ts';
import { type Hit, isBreak, type PhraseBook } from './patterns.ts';
import { FRENCH, ITALIAN, PORTUGUESE, SPANISH } from './romance.ts';
import { type Word, wordsOf } from './words.ts';

/** From this score on a text is folded, in thousandths; each workspace moves it with what it says of single messages. */
export const AIMED_FROM = 500;

/** No workspace folds below this. */
export const AIMED_AT_LEAST = 350;

/** Words beside a hard word of criticism: with so few it is all that was said, an attack; with more there is a matter. */
const BARE_BESIDE_MAX = 3;
const FEW_BESIDE_MAX = 5;
/** Words before a phrase in which "he said" or "I would never say" stand. */
const BEFORE_MAX = 7;
/** What somebody else said, or what is not meant, counts this much. */
const NOT_MEANT = 0.3;

let book: PhraseBook | null = null;
const LEXICONS = [ENGLISH, GERMAN, FRENCH, SPANISH, ITALIAN, DUTCH, POLISH, PORTUGUESE, ARABIC];
/** At the end of a sentence it is said to somebody, if nothing of these stands before it. */
const CALLED = 0.7;
/** Words between "you" and what somebody is called. */
const ADDRESSED_MAX = 6;
const listOf = (name: string) => new Set(LEXICONS.flatMap(({ lists }) => lists[name]?.split(' ') ?? []));
const calls = lazy(() => listOf('calls'));
const you = lazy(() => listOf('you'));
const nasty = lazy(() => listOf('nasty'));
const speaksOf = lazy(() => listOf('speaksOf'));
/** What people are called, whatever stands around it. */
const namesCalled = lazy(() => new Set(['person', 'dumb', 'lewd'].flatMap(each => [...listOf(each)])));

/** Texts whose judgement is kept: a card and its thread show the same ones again and again, and each takes a ms or two. */
const KEPT_MAX = 300;
/** Longer ones are rare, and would be most of what is kept. */
const KEPT_CHARS_MAX = 20_000;
const kept = new Map<string, Shielded>();

/** @param aimedFrom the threshold of the workspace, in thousandths */
export function judgeTone(text: string, aimedFrom = AIMED_FROM): Shielded {
  return judged(text, aimedFrom, 0);
}

/** @param gistFrom from which score on it is said in other words; that costs as much as the judgement */
function judged(text: string, aimedFrom: number, gistFrom: number): Shielded {
  if (text.length > KEPT_CHARS_MAX) return judgedAnew(text, aimedFrom, gistFrom);
  const key = `${aimedFrom} ${gistFrom} ${text}`;
  const found = kept.get(key) ?? judgedAnew(text, aimedFrom, gistFrom);
  // The one that was asked for longest ago stands first.
  kept.delete(key);
  kept.set(key, found);
  if (kept.size > KEPT_MAX) kept.delete(kept.keys().next().value!);
  return { ...found };
}

function judgedAnew(text: string, aimedFrom: number, gistFrom: number): Shielded {
  const words = wordsOf(text);
  book ??= bookOf(LEXICONS);
  const hits = meant(words, [...book.find(words), ...calledIn(words)]);
  const aimed = hits.filter(each => each.sense !== 'cuss' && each.sense !== 'despair' && each.sense !== 'harmless');
  const best = aimed.reduce((most, each) => Math.max(most, each.score), 0);
  const threat = aimed.some(each => each.sense === 'threat' && each.score * 1000 >= aimedFrom);
  const despair = !threat && hits.some(each => each.sense === 'despair');
  const score = Math.round(1000 * best);
  const swears = hits.some(each => each.sense === 'cuss');
  const level = score >= aimedFrom && !despair ? 'aimed' : swears ? 'strong' : 'none';
  return {
    level,
    ...(threat ? { threat } : {}),
    ...(despair ? { despair } : {}),
    score,
    gist: score >= gistFrom ? gistOf(text, soiledIn(words, hits), isClean) : null,
  };
}

/** Of a colleague, or of nobody who can hurt. */
export const UNSHIELDED: Shielded = { level: 'none', score: 0, gist: null };

/** A message with its subject: what stands there hurts as much. */
export function judgeMessage(
  { subject, text }: { subject: string | null; text: string },
  aimedFrom?: number,
): Shielded {
  const all = subject === null || text.startsWith(subject) ? text : `${subject}\n${text}`;
  // Where nobody needs it, it would only be their words a second time.
  return judged(all, aimedFrom ?? AIMED_FROM, AIMED_AT_LEAST);
}

/** Words that nobody is called by their parents, whatever stands around them. */
const FOUL = new Set(
  'fuck fucks fucking fucker fuckers fuckface motherfucker cunt cunts shithead asshole assholes arsehole nigger niggers faggot faggots wanker wankers whore whores bitch bitches cocksucker arschloch hurensohn fotze wichser salope gilipollas stronzo vaffanculo klootzak kankerhoer skurwysyn kurwa caralho'.split(
    ' ',
  ),
);

/** How sure it must be that several words of a name are an insult. */
const FOUL_FROM = 0.75;

/** Is a name, an address or the title of something no such thing but an insult? Surnames that look like one are none. */
export function isFoulName(name: string): boolean {
  const words = wordsOf(name.replace(/[@._+\-\d]+/g, ' '));
  if (words.some(({ forms }) => forms.some(each => FOUL.has(each)))) return true;
  book ??= bookOf(LEXICONS);
  // One word alone may be what a family is called.
  return meant(words, book.find(words)).some(({ from, to, score }) => to - from > 1 && score >= FOUL_FROM);
}

/** What must not be repeated of it: what hurts or swears, and what stands between quotation marks near it. */
function soiledIn(words: readonly Word[], hits: readonly Hit[]): Soiled[] {
  return hits
    .filter(each => each.sense !== 'despair')
    .map(({ from, to, sense }) => ({
      start: words[from]!.start,
      end: words[to - 1]!.end,
      whole: sense !== 'cuss' && sense !== 'bare',
    }))
    .toSorted((a, b) => a.start - b.start);
}

/** Fit to be repeated: nothing in it hurts or swears, and nobody is called names. */
function isClean(said: string): boolean {
  const words = wordsOf(said);
  const hits = meant(words, book!.find(words));
  const names = namesCalled();
  return hits.every(each => each.sense === 'despair') && !words.some(each => each.forms.some(form => names.has(form)));
}

/** The hits that stand when what surrounds them is read, each with what it counts there. */
function meant(words: readonly Word[], hits: readonly Hit[]): Hit[] {
  const free = new Set<number>();
  for (const { sense, from, to } of hits) if (sense === 'harmless') for (let i = from; i < to; i++) free.add(i);
  const said = words.filter(each => /[\p{L}\p{N}]/u.test(each.forms[0]!)).length;
  const inPublic = words.some(each => each.forms[0] === '@');
  const found = hits.filter(each => each.sense !== 'harmless' && !isFree(each, free) && !isName(words, each));
  const swears = new Set(found.filter(each => each.sense === 'cuss').map(each => sentenceOf(words, each.from)));
  return found.map(hit => {
    const beside = said - (hit.to - hit.from);
    const swearing = swears.has(sentenceOf(words, hit.from));
    const worth =
      hit.sense === 'mild' ? mildWorth(beside, inPublic, swearing) : hit.sense === 'bare' && beside > 0 ? 0 : hit.score;
    return { ...hit, score: isNotMeant(words, hit) ? worth * NOT_MEANT : worth };
  });
}

/** Called by a name, at the end of what is said to them or after "you": "give me my money back, asshole". */
function calledIn(words: readonly Word[]): Hit[] {
  const found: Hit[] = [];
  const [called, harsh, about] = [calls(), nasty(), speaksOf()];
  for (let i = 1; i < words.length; i++) {
    if (!words[i]!.forms.some(each => called.has(each))) continue;
    const ends = isBreak(words[i + 1]) || words[i + 1]!.forms[0] === ',';
    let before = i - 1;
    while (before >= 0 && i - before < 4 && words[before]!.forms.some(each => harsh.has(each))) before--;
    if (before < 0 || isBreak(words[before]) || words[before]!.forms.some(each => about.has(each))) continue;
    if (ends || isAddressed(words, before)) found.push({ sense: 'insult', score: CALLED, from: before + 1, to: i + 1 });
  }
  return found;
}

/** "You" stands a few words before, in the same sentence. */
function isAddressed(words: readonly Word[], at: number): boolean {
  const spokenTo = you();
  for (let i = at; i >= 0 && i > at - ADDRESSED_MAX && !isBreak(words[i]); i--) {
    if (words[i]!.forms.some(each => spokenTo.has(each))) return true;
  }
  return false;
}

function isFree({ from, to, sense }: Hit, free: ReadonlySet<number>): boolean {
  if (sense === 'despair') return false;
  for (let i = from; i < to; i++) if (free.has(i)) return true;
  return false;
}

/** A company is criticised in public, and a customer in a letter: that is what both are for. */
function mildWorth(beside: number, inPublic: boolean, swears: boolean): number {
  if (inPublic) return 0.35;
  const bare = beside <= BARE_BESIDE_MAX ? 0.62 : beside <= FEW_BESIDE_MAX ? 0.48 : 0.38;
  return swears && beside <= 2 * FEW_BESIDE_MAX ? bare + 0.14 : bare;
}

/** Words that are also first names and family names. */
const ALSO_NAMES = new Set(
  'dick dicks fanny willy randy cox gay cock cocks pussy butt hooker wang dong johnson bush cummings weiner fuchs roger peter cunt cow bang hoe bone slag tosser pratt prick kike kunt fuk phuc dyke dykes woody hump shag bastard fucker ass coon balls fag'.split(
    ' ',
  ),
);
/** Before a noun that is none of a person's names. */
const ARTICLES = new Set(
  'a an the you u such total your my of are is stupid fucking little big what ur this suck eat huge'.split(' '),
);

/** One word, written like a name, where it could be one. */
function isName(words: readonly Word[], { from, to, sense }: Hit): boolean {
  if (sense === 'threat' || sense === 'despair') return false;
  for (let i = from; i < to; i++) {
    const word = words[i]!;
    if (!word.isName || !word.forms.some(each => ALSO_NAMES.has(each))) continue;
    const [before, after] = [words[i - 1], words[i + 1]];
    if (before && before.forms.some(each => ARTICLES.has(each))) continue;
    if (!isBreak(before) || after?.isName || isBreak(after)) return true;
  }
  return false;
}

/** Which sentence a word stands in: where it begins. */
function sentenceOf(words: readonly Word[], at: number): number {
  let i = at;
  while (i > 0 && at - i < 60 && !isBreak(words[i - 1])) i--;
  return i;
}

const SAID = new Set(
  'called calls calling call said says saying say told tells telling shouted shouts shouting yelled yells yelling screamed screaming wrote writes writing written texted texting labelled labeled heard hear hearing swore muttered whispered read reads spoke answered replied responded hissed threatened threatening genannt nannte nennt gesagt sagte meinte schrie beschimpft traite traitee appele appelee chiamato chiamata chiamo detto noemde genoemd zei riep llamo llamado llamada dijo gritado nazwal nazwala powiedzial powiedziala chamou chamado disse قال قالت وصفني سماني'.split(
    ' ',
  ),
);
const SELF = new Set('i we ive id ill lemme'.split(' '));
const BETWEEN = new Set(
  'have had has just then also literally even already actually am was were been being will would did do not to are is'.split(
    ' ',
  ),
);
const NEVER = new Set(
  'not never dont didnt wont wouldnt cannot cant isnt arent aint doesnt without nobody nor neither t nicht kein keine pas jamais nunca non niet geen nooit nie nao'.split(
    ' ',
  ),
);
/** What somebody does not do who denies it. */
const HOLDS = new Set(
  'say saying said think thinking call called calling mean meaning believe suggest suggesting imply implying feel claim wish want intend sage denke glaube meine sagen dis pense digo creo dico penso zeg denk mowie mysle'.split(
    ' ',
  ),
);
/** Words before a phrase in which a denial of it begins. */
const DENIED_MAX = 5;

/** Somebody else said it, or it is denied. */
function isNotMeant(words: readonly Word[], { from, to, sense }: Hit): boolean {
  if (sense === 'despair') return false;
  if (sense === 'cuss') return false;
  for (
    let i = from - 1;
    i >= 0 && i >= from - BEFORE_MAX && !(words[i]!.forms[0] === '|' && !words[from]!.isQuoted);
    i--
  ) {
    if (words[i]!.forms.some(each => SAID.has(each)) && !isOwn(words, i)) return true;
  }
  if (words[from]!.isQuoted && words[to - 1]!.isQuoted && saidAfter(words, to)) return true;
  return sense !== 'slur' && isDenied(words, from);
}

/** "I told you", "as I said": the writer's own word. */
function isOwn(words: readonly Word[], said: number): boolean {
  for (let i = said - 1; i >= 0 && i >= said - 4; i--) {
    const word = words[i]!;
    if (word.forms.some(each => SELF.has(each))) return true;
    if (!word.forms.some(each => BETWEEN.has(each))) return false;
  }
  // Begins with it: "tell your boss", "say hello": nobody else's word.
  return !words[said]!.forms.some(each => each === 'heard' || each === 'called') && isBreak(words[said - 1]);
}

function saidAfter(words: readonly Word[], to: number): boolean {
  for (let i = to; i < words.length && i < to + 5; i++) if (words[i]!.forms.some(each => SAID.has(each))) return true;
  return false;
}

/** "You are not stupid", "I would never call you a liar", "I do not think that you are one". */
function isDenied(words: readonly Word[], from: number): boolean {
  for (let i = from - 1; i >= 0 && i >= from - DENIED_MAX && !isBreak(words[i]); i--) {
    const { forms } = words[i]!;
    // "I cannot believe how stupid you are" says it.
    if (forms[0] === 'cannot' || forms[0] === 'cant') return false;
    if (forms.some(each => NEVER.has(each)))
      return i >= from - 2 || words.slice(i + 1, i + 3).some(word => word.forms.some(each => HOLDS.has(each)));
  }
  return false;
}
