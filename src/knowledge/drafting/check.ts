/**
 * Strikes from a model's answer every sentence that is not in the answers of this business: without a source, with too few of
 * its words, or with a number, price, day, time, link, address or name that nobody wrote. What is left may still be wrong: a
 * person reads it. Pure.
 */
import { lazy } from '../../core/lazy.ts';
import { conceptOf, isFunctionWord } from '../concepts.ts';
import { stemOf } from '../stems.ts';
import { wordsOf } from '../terms.ts';
import { isTooLong, type Mark, type Said, saidIn } from './answer.ts';
import { factsIn } from './facts.ts';
import { copiesInstructions, type DraftSource } from './prompt.ts';

/** Of a sentence's words, how many have to be in its source. With two in three, one in nine good sentences fell. */
const SUPPORTED_SHARE = 0.6;

/** Of a part of it. */
const CLAUSE_SHARE = 0.5;

/** Why a sentence was struck. */
type Struck =
  | 'no-source'
  | 'not-in-source'
  | 'fact'
  | 'piece'
  | 'name'
  | 'instructions'
  | 'negation'
  | 'promise'
  | 'too-long';

interface CheckedDraft {
  /** In their order. */
  kept: Said[];
  struck: { text: string; why: Struck }[];
}

interface Grounds {
  sources: readonly DraftSource[];
  /** What the customer and the staff wrote, as it left. */
  thread: readonly string[];
  /** Is there anything in these words that says who somebody is, and that did not leave? */
  isPersonal(words: string): boolean;
}

export function checkDraft(content: string, grounds: Grounds): CheckedDraft {
  const [kept, struck]: [Said[], CheckedDraft['struck']] = [[], []];
  const seen = new Set<string>();
  for (const said of saidIn(content)) {
    const key = wordsOf(said.text).join(' ');
    if (seen.has(key) || isCourtesy(said.text)) continue;
    seen.add(key);
    const why = wrongWith(said, grounds);
    if (why) struck.push({ text: said.text, why });
    else kept.push(said);
  }
  return { kept, struck };
}

function wrongWith(said: Said, grounds: Grounds): Struck | null {
  if (isTooLong(said)) return 'too-long';
  const { sources, thread } = grounds;
  const cited = sources.filter(each => said.marks.includes(each.n)).map(each => each.text);
  const isOfThread = said.marks.includes('T');
  if (cited.length === 0 && !isOfThread) return 'no-source';
  const bare = withoutPieces(said.text);
  if (speaksOfItself(bare, cited) || copiesInstructions(bare)) return 'instructions';
  if (!piecesIn(said.text).every(piece => isThere(piece, cited, thread))) return 'piece';
  if (grounds.isPersonal(bare)) return 'name';
  // What the shop says of numbers, days and places it says by its own answers; a customer's are only said again.
  const known = factsOf((cited.length ? cited : thread).map(withoutPieces));
  for (const fact of factsIn(bare)) if (!known.has(fact)) return 'fact';
  const behind = isOfThread ? [...cited, ...thread] : cited;
  if (!isSupported(bare, behind)) return 'not-in-source';
  if (negates(bare) !== negates(nearest(bare, behind))) return 'negation';
  return cited.length === 0 && promises(bare) ? 'promise' : null;
}

function factsOf(texts: readonly string[]): Set<string> {
  return new Set(texts.flatMap(each => [...factsIn(each)]));
}

/** `[name 1]`, `[check: date]`, `{day}`: what stands for something else. */
const PIECE = /\[[^[\]\n]{1,60}\]|\{[^{}\n]{1,60}\}/gu;

function piecesIn(text: string): string[] {
  return text.match(PIECE) ?? [];
}

function withoutPieces(text: string): string {
  return text.replace(PIECE, ' … ');
}

/** Of the customer's own pieces only those that say which matter it is: no reply leads where a customer wants it to lead. */
const OF_SHOP = /^\{|^\[(?:check:|link |email address |account number |card number )/;

function isThere(piece: string, cited: readonly string[], thread: readonly string[]): boolean {
  const where = OF_SHOP.test(piece) ? cited : [...cited, ...thread];
  return where.some(each => each.includes(piece));
}

const courtesy = lazy(
  () =>
    new Set(
      `thank thanks you your message writing reaching out contacting us question patience understanding sorry apologies apologise apologize
  inconvenience hear trouble please let know feel free questions further anything else happy glad help welcome kindly course hope day
  vielen dank fur ihre deine eure nachricht anfrage geduld verstandnis tut leid entschuldigung unannehmlichkeiten gerne bitte bei fragen
  melden stehen verfugung merci votre message patience desoles desole excuses question hesitez plaisir gracias mensaje paciencia lamentamos
  sentimos disculpas molestias duda grazie messaggio pazienza scusate ci dispiace domande bedankt bericht geduld spijt excuses vragen
  obrigado obrigada mensagem paciencia desculpe lamentamos duvidas`.split(/\s+/),
    ),
);

/** Says only that somebody is glad or sorry: no harm, and no news. The desk's own answers have that in their greeting. */
function isCourtesy(text: string): boolean {
  // The number of a step, and nothing behind it.
  if (!/[\p{L}\p{N}]/u.test(withoutPieces(text))) return true;
  if (/[\d@\p{Sc}]/u.test(text) || piecesIn(text).length > 0) return false;
  return wordsOf(text).every(each => courtesy().has(each) || isFunctionWord(each));
}

/** What it is about, by what its words mean. */
function meantBy(text: string): string[] {
  const words = wordsOf(text).filter(each => !isFunctionWord(each) && !courtesy().has(each) && !/^\d+$/.test(each));
  return words.map(each => conceptOf(stemOf(each)));
}

/** What parts a sentence into what could stand alone. */
const clauses = lazy(
  () =>
    /[,;:()–—]|(?<= )-(?= )|(?<!\p{L})(?:and|but|or|because|so|und|aber|oder|weil|et|mais|ou|y|pero|o|e|ma|en|maar|of|mas)(?!\p{L})/giu,
);

/** As a whole, and in each of its parts: what is added to true words is no truer for them. */
function isSupported(text: string, behind: readonly string[]): boolean {
  const there = new Set(behind.flatMap(each => meantBy(withoutPieces(each))));
  const share = (part: string) => {
    const meant = [...new Set(meantBy(part))];
    return { of: meant.length, found: meant.filter(each => there.has(each)).length };
  };
  const whole = share(text);
  if (whole.of === 0 || whole.found / whole.of < SUPPORTED_SHARE) return false;
  return text.split(clauses()).every(each => {
    const { of, found } = share(each);
    return of < 2 || (found > 0 && found / of >= CLAUSE_SHARE);
  });
}

/** The sentence of the sources that has most of its words. */
function nearest(text: string, behind: readonly string[]): string {
  const meant = new Set(meantBy(text));
  let best = { sentence: '', score: -1 };
  for (const sentence of behind.flatMap(each => each.split(/(?<=[.!?…。！？])\s*|\n+/u))) {
    const words = new Set(meantBy(withoutPieces(sentence)));
    const shared = [...words].filter(each => meant.has(each)).length;
    const score = shared - (words.size - shared) / 100;
    if (score > best.score) best = { sentence, score };
  }
  return best.sentence;
}

const negations = lazy(
  () =>
    /(?<!\p{L})(?:not|no|never|none|nothing|neither|nor|without|cannot|unable|impossible|\p{L}+n't|unfortunately|nicht|kein\p{L}*|nie|niemals|nichts|ohne|leider|weder|pas|jamais|aucune?|rien|sans|ni|malheureusement|nunca|jamás|nada|ningún\p{L}*|sin|tampoco|non|mai|niente|nessun\p{L}*|senza|purtroppo|niet|geen|nooit|niets|zonder|helaas|não|jamais|nenhum\p{L}*|sem)(?!\p{L})/iu,
);

function negates(text: string): boolean {
  return negations().test(text.replace(/[’‘ʼ]/g, "'"));
}

/** Of what the customer alone wrote nothing is promised to them. */
const promised = lazy(
  () =>
    /(?<!\p{L})(?:we|we'll|we've|i'll|our|us|will|shall|can|may|could|must|has been|have been|is now|are now|wir|ich|unsere?\p{L}*|werden?|wird|können|kann|dürfen|wurden?|nous|notre|nos|pouvons|pouvez|sera|serez|allons|nosotros|nuestr\p{L}+|podemos|puede|será|hemos|noi|nostr\p{L}+|possiamo|può|sarà|abbiamo|wij|ons|onze|zullen|zal|kunnen|kunt|nós|noss\p{L}+|podemos|pode|vamos)(?!\p{L})/iu,
);
/** "We are sorry that your kettle leaks": somebody feels with them. */
const feels = lazy(
  () =>
    /(?<!\p{L})(?:sorry|apologi[sz]e|understand|see|hear|read|thank|leid|bedauern|verstehen|désolés?|comprenons|lamentamos|sentimos|entendemos|dispiace|capiamo|spijt|begrijpen|lamentamos|compreendemos)(?!\p{L})/iu,
);

function promises(text: string): boolean {
  for (const fact of factsIn(text))
    if (/^(?:g|x|@|u):/.test(fact) || /^n:[^:]+:(?:[A-Z]{3}|cent|\p{Sc})$/u.test(fact)) return true;
  const own = text.replace(/[’‘ʼ]/g, "'");
  return (
    promised().test(own) &&
    !(
      feels().test(own) &&
      !/(?<!\p{L})(?:will|shall|werden|wird|allons|vamos|zullen|sera|será|sarà)(?!\p{L})/iu.test(own)
    )
  );
}

/** Words of whoever talks about models and what they were told. */
const ofItself = lazy((): readonly RegExp[] => [
  /(?<!\p{L})(?:as|als|en tant qu[e']|como|come|enquanto) ?(?:an? |ein\p{L}* |une? |un'|um |uma |una |een )?(?:a\.?i\.?|i\.?a\.?|k\.?i\.?|language model|sprachmodell|modèle|modelo|modello|taalmodel|assistant|assistent\p{L}*|asistente|assistente|chatbot|bot)(?!\p{L})/iu,
  /(?<!\p{L})(?:system ?-?prompts?|prompts?|language models?|sprachmodell\p{L}*|modèles? de langage|modelos? de lenguaje|modell[oi] linguistic[oi]|taalmodel\p{L}*|modelos? de linguagem|llms?|chatgpt|gpt-?\d*|openai|artificial intelligence|künstliche\p{L}* intelligenz|intelligence artificielle|inteligencia artificial|intelligenza artificiale|inteligência artificial|kunstmatige intelligentie)(?!\p{L})/iu,
  /(?<!\p{L})(?:instructions?|instruct\p{L}*|anweisung\p{L}*|anleitung\p{L}*|consignes?|instrucci\p{L}+|istruzion\p{L}*|instructies?|aanwijzing\p{L}*|instruç\p{L}+|guidelines?)(?!\p{L})/iu,
  /(?<!\p{L})(?:json|markdown|training data|trainingsdaten|as requested in|ignore (?:all|the|any|previous)|ignorier\p{L}*|ignorez|ignora\p{L}*|negeer)(?!\p{L})/iu,
  /(?<!\p{L})(?:the )?(?:sources?|quellen?|thread) (?:\d|say|do(?:es)? not|don't|provided|above|below|given|sagen|nennen)/iu,
  /(?<!\p{L})i (?:am|'m) (?:just )?(?:an? )?(?:unable|not able|not allowed|assistant|model)(?!\p{L})|(?<!\p{L})i (?:cannot|can't|can not|am unable to) (?:assist|help|comply|provide|share|disclose|fulfil|answer)/iu,
]);

/** Washing instructions are some of a shop's own: what its answer says it may say. */
function speaksOfItself(text: string, cited: readonly string[]): boolean {
  return ofItself().some(pattern => {
    const found = pattern.exec(text)?.[0].toLowerCase().trim();
    return found !== undefined && !cited.some(each => each.toLowerCase().includes(found));
  });
}

/** A reply of these sentences. */
export function textOf(kept: readonly { text: string; marks: readonly Mark[] }[]): string {
  return kept.map(each => each.text).join(' ');
}
