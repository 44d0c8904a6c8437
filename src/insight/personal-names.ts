/** Names where the words around them say that one stands there, however it is written: in a greeting, below a letter. Pure. */
import { isFamilyName } from '../core/family-names.ts';
import { lazy } from '../core/lazy.ts';
import { anyCase } from '../knowledge/any-case.ts';
import { isFunctionWord } from '../knowledge/concepts.ts';
import type { Holds } from '../knowledge/names.ts';
import { SIGN_OFF_WORDS } from '../knowledge/phrases.ts';
import { isGivenName } from './given-names.ts';

interface Place {
  from: number;
  to: number;
}

/** Nothing else stands behind these. */
const CALLED =
  "(?:my name is|my name's|the name is|the name's|name[ ]?:|full name[ ]?:|under the name(?: of)?|in the name of|i am called|i'm called|signed[ ]?:|kind regards from|regards from|ich heiße|ich heisse|mein name ist|auf den namen|unter dem namen|je m'appelle|mon nom est|au nom de|nom[ ]?:|prénom[ ]?:|me llamo|mi nombre es|a nombre de|nombre[ ]?:|mi chiamo|il mio nome è|a nome di|nome[ ]?:|ik heet|mijn naam is|op naam van|naam[ ]?:|o meu nome é|meu nome é|me chamo|chamo-me|em nome de|nazywam się|mam na imię|na nazwisko|imię[ ]?:|nazwisko[ ]?:)";
/** Somebody may stand behind these, and much else. */
const MAY_BE_CALLED =
  "(?:this is|it's|i am|i'm|im|here is|ich bin|hier ist|hier spricht|je suis|c'est|ici|soy|aquí|sono|qui è|ik ben|met|hier is|sou|aqui é|jestem|tu|ask for|spoke (?:to|with)|speak (?:to|with)|talked (?:to|with)|called|named|from|by|for|von|für|mit|de|avec|pour|con|para|da|per|van|voor|od|dla|with|contact|tell|son|daughter|wife|husband|partner|mother|father|sister|brother|friend|neighbou?r|colleague)";
const NAME_WORD = "[\\p{L}][\\p{L}\\p{M}'’.-]*";

const inFull = lazy(
  () => new RegExp(`(?<![\\p{L}])(?:${anyCase(CALLED)})[ \\t]*(${NAME_WORD}(?:[ \\t]+${NAME_WORD}){0,3})`, 'gu'),
);
const perhaps = lazy(
  () => new RegExp(`(?<![\\p{L}])(?:${anyCase(MAY_BE_CALLED)})[ \\t]+(${NAME_WORD})(?:[ \\t]+(${NAME_WORD}))?`, 'gu'),
);
const KIN_OR_HERE =
  '(?:son|daughter|wife|husband|partner|mother|father|mum|dad|sister|brother|tochter|sohn|mann|mutter|vater|schwester|bruder|fille|fils|mari|femme|mère|père|sœur|frère|hija|hijo|marido|mujer|madre|padre|hermana|hermano|figlia|figlio|marito|moglie|sorella|fratello|dochter|zoon|moeder|vader|zus|broer|córka|syn|mąż|żona|filha|filho|irmã|irmão)';
/** Of kin, in small letters, where what they do stands behind: "my daughter zorvex picked it up". */
const kinSmall = lazy(
  () =>
    new RegExp(
      `(?<![\\p{L}])(?:${anyCase(KIN_OR_HERE)})[ \\t]+(${NAME_WORD})(?=[ \\t]+(?:has|had|picked|came|ordered|said|told|asked|wants|hat|kam|wollte|est|a|vino|lo|la|è|ha|heeft|kwam|wilde|przyszła|veio|foi)(?![\\p{L}]))`,
      'gu',
    ),
);
/** Whoever is here, with two words: "hier ist zorvex mabutovsky." */
const here = lazy(
  () =>
    new RegExp(
      `(?<![\\p{L}])(?:${anyCase('hier ist|hier spricht|ici')})[ \\t]+(${NAME_WORD}[ \\t]+${NAME_WORD})(?=[ \\t]*[.,\\n]|$)`,
      'gu',
    ),
);
const TITLE =
  'mr|mrs|ms|miss|mx|dr|prof|herr|herrn|frau|monsieur|madame|mme|mlle|señora?|señor|sra?|signora?|signor|sig\\.ra|sig|dott|meneer|mevrouw|mevr|dhr|mw|senhora?|senhor|pan|pani|panem|panią';
const titled = lazy(
  () =>
    new RegExp(
      `(?<![\\p{L}])(?:${anyCase(TITLE)})\\.?[ \\t]+((?:${anyCase('van|von|de|der|den|da|di|del|le|la|el|al')}[ \\t]+){0,2}${NAME_WORD})`,
      'gu',
    ),
);
const KIN_BEFORE =
  /(?:my|his|her|meine|meiner|seine|seiner|unsere|deine|ihre|eine|die|der|a|the|une|la|ma|sa|una|mia|sua|mi|su)\s+$/iu;
const greeted = lazy(
  () =>
    new RegExp(
      `^[ \\t]*(?:${anyCase(
        'hi|hello|hey|hiya|dear|morning|good morning|good afternoon|good evening|hallo|liebe|lieber|moin|servus|guten tag|guten morgen|sehr geehrter?|bonjour|bonsoir|salut|cher|chère|coucou|hola|buenas|buenos días|buenas tardes|estimado|estimada|querido|querida|ciao|salve|buongiorno|buonasera|gentile|caro|cara|hoi|beste|geachte|dag|goedemorgen|goedemiddag|olá|oi|bom dia|boa tarde|prezado|prezada|cześć|dzień dobry|witam|szanowny|szanowna|drogi|droga',
      )})[ \\t]+(${NAME_WORD}(?:[ \\t]+${NAME_WORD}){0,2})[ \\t]*(?=[,!.:;–\\n-]|$)`,
      'gmu',
    ),
);
/** Who is greeted by no name, and what stands where a name could. */
const nobody = lazy(
  () =>
    new Set(
      `there all team à mensen tag morgen abend gott días dias dia tardes noches tarde noite everyone everybody both again zusammen alle tous toutes todos tutti allemaal sir madam folks guys people friends shop
  support service customer kundenservice equipe équipe equipo staff damen herren messieurs mesdames madame monsieur señores signori
  bakery bäckerei hello hi thanks thank you good morning afternoon evening day tag guten moin i we you it this that my our the a an
  sent from iphone android outlook mobile regards best kind wishes urgent happy sorry just not still very really so waiting writing
  here sure glad looking having trying getting going also again from in on at with your no yes customer regular new mein ihr ich wir
  nicht sehr noch seit gerade leider gerne je nous le la les un une très pas encore muy no un una el estoy sono molto non il ik heel
  niet een het de nog a um uma o não muito jest bardzo nie bitte danke merci gracias grazie bedankt obrigado obrigada dziękuję
  sourdough bread cake order delivery refund website help question problem issue info`.split(/\s+/),
    ),
);
const signedBy = lazy(
  () => new RegExp(`^[ \\t]*(?:${SIGN_OFF_WORDS})(?![\\p{L}\\p{M}])[ \\t]*[,.!:;–—-]*[ \\t]*(.*)$`, 'iu'),
);
/** What ends a letter above the name. */
const closed = lazy(() => new RegExp(`^[ \\t]*(?:${SIGN_OFF_WORDS})[ \\t,.!:;–—-]*$`, 'iu'));
const nameLine = lazy(
  () => new RegExp(`^[ \\t]*[-–—*x~]*[ \\t]*(${NAME_WORD}(?:[ \\t]+${NAME_WORD}){0,3})[ \\t]*[.!,x*-]*$`, 'u'),
);
/** Lines below a closing that may name somebody. */
const SIGNED_LINES = 3;

/** @param holds in how many enquiries a word stands: what many wrote is no name */
export function namesInContext(text: string, holds: Holds): Place[] {
  const found: Place[] = [];
  const isCommon = (word: string) => {
    const lower = word.toLowerCase();
    return (
      nobody().has(lower) || (isFunctionWord(lower) && !isGivenName(word)) || (holds(word) >= 3 && !isGivenName(word))
    );
  };
  /** As many words from there as may be a name. */
  const take = (words: string, at: number, sure: boolean) => {
    let end = 0;
    for (const each of words.matchAll(/[^\s]+/gu)) {
      const word = each[0].replace(/[.,!'’-]+$/u, '');
      const particle = /^(?:van|von|de|der|den|da|di|del|della|dos|le|la|bin|al|el|ter|ten|y|e)$/iu.test(word);
      if (end > 0 && particle) continue;
      if (isCommon(word) || /\d/.test(word)) break;
      if (!sure && !isGivenName(word) && !/^\p{Lu}/u.test(word) && !(end > 0 && isFamilyName(word.toLowerCase())))
        break;
      end = each.index + word.length;
      if (/[.,!]$/u.test(each[0]) && each[0].length > 2) break;
    }
    if (end > 0) found.push({ from: at, to: at + end });
  };
  for (const each of text.matchAll(inFull())) take(each[1]!, each.index + each[0].length - each[1]!.length, true);
  for (const each of text.matchAll(greeted())) {
    take(each[1]!, each.index + each[0].trimEnd().lastIndexOf(each[1]!), true);
  }
  for (const each of text.matchAll(titled())) {
    const word = each[1]!;
    const kin =
      /^frau/iu.test(each[0]) &&
      KIN_BEFORE.test(text.slice(Math.max(0, each.index - 12), each.index)) &&
      !/^\p{Lu}/u.test(word);
    if (!kin) take(word, each.index + each[0].length - word.length, true);
  }
  for (const pattern of [kinSmall(), here()])
    for (const each of text.matchAll(pattern)) take(each[1]!, each.index + each[0].length - each[1]!.length, true);
  for (const each of text.matchAll(perhaps())) {
    const at = each.index + each[0].indexOf(each[1]!, each[0].search(/\s/));
    if (isGivenName(each[1]!)) take(each[2] ? text.slice(at, each.index + each[0].length) : each[1]!, at, false);
  }
  found.push(...signed(text, take));
  return found;
}

function signed(text: string, take: (words: string, at: number, sure: boolean) => void): Place[] {
  const lines: { text: string; at: number }[] = [];
  let at = 0;
  for (const line of text.split('\n')) {
    lines.push({ text: line, at });
    at += line.length + 1;
  }
  const full = lines.filter(each => each.text.trim() !== '');
  for (const [i, line] of full.entries()) {
    const behind = signedBy().exec(line.text)?.[1]?.trim();
    if (behind && /^[^\d]{2,50}$/u.test(behind) && behind.split(/\s+/).length <= 4 && !/[?:]/.test(behind))
      take(behind, line.at + line.text.lastIndexOf(behind), i > 0 || full.length === 1);
    if (!closed().test(line.text)) continue;
    for (const below of full.slice(i + 1, i + 1 + SIGNED_LINES)) {
      const name = nameLine().exec(below.text)?.[1];
      if (!name) break;
      take(name, below.at + below.text.indexOf(name), true);
    }
  }
  // The last line of a text of several, if it is a name and nothing else.
  const last = full.at(-1);
  const name = full.length > 1 && last ? nameLine().exec(last.text)?.[1] : undefined;
  if (last && name && name.split(/\s+/).length <= 3)
    take(name, last.at + last.text.indexOf(name), !/[.!?]\s*$/.test(last.text));
  return [];
}
