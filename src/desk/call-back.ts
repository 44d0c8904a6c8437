/** That somebody has to call back, as it is written down in one line in six more languages. Pure. */
import { dayPattern, folded, PART_PATTERN } from './days-elsewhere.ts';

interface Speech {
  /** That somebody of us calls back, as an order, a wish or a plan; not that the customer will. */
  back: RegExp;
  /** Directly before it: that it is the customer who will, or that nobody has to. */
  notOurs: RegExp;
  /** Directly behind it: that nobody has to. */
  not: RegExp;
}

/** Behind "nicht" and its like where nobody has to: the words end there, or say that there is no need. */
const GERMAN_NOT =
  /^ (?:(?:ist|ware|wird) )?(?:unnotig|nicht(?: mehr)?(?: (?:notig|notwendig|erforderlich|erwunscht|gewunscht|gebraucht|benotigt)(?!\p{L})|\s*(?:[,:)]|$))|(?:bereits |schon )?(?:erledigt|erfolgt)(?!\p{L}))/u;
const ROMANCE_NOT =
  /^ (?:no|non|nao)(?: (?:e|es|sera))?(?: (?:piu|mais|ya))? ?(?:necess?ari|precis|serve|occorre|bisogn|hace|procede|[,:)]|$)/;

/**
 * Over folded words. Where nobody can be sure it is ours: a callback that anyone can claim is closed with one press. Between a
 * "not" and it stand only such words as are listed: "nicht erreichbar Rückruf" is one.
 */
const SPEECHES: readonly Speech[] = [
  {
    // German, the noun and the verb
    back: /\bruckrufe?\b/,
    notOurs:
      /\b(?:nicht(?: (?:mehr|um|auf))*|keine?[nrm]?(?: (?:weitere|erneute|neue|telefonische|sofortige)[nrms]?)?|ohne(?: \p{L}+)?) $/u,
    not: GERMAN_NOT,
  },
  {
    back: /\b(?:zuruckrufen|zuruckzurufen|zuruckgerufen werden)\b/u,
    notOurs:
      /\b(?:nicht|(?:(?<!ich )(?:will|mochte|kann)|wird)(?: (?!nicht |sprechen|reden|warten)\p{L}+){0,2}|(?:dass|ob|wenn|damit|bis|falls|sobald|weil|wann) sie) $/u,
    not: GERMAN_NOT,
  },
  {
    back: /\bruf(?:e|en)?(?: (?!zuruck)[\p{L}\d:.]+){1,7} zuruck\b/u,
    notOurs: /\b(?:nicht|sie) $/u,
    not: GERMAN_NOT,
  },
  {
    // French
    back: /\b(?:rappeler|rappelez|rappellerai|rappellerons|etre rappelee?s?|(?:je|on) (?:la|le|les|l'|vous)? ?rappelle)\b/,
    notOurs:
      /(?:(?:^ | (?:ne|faut|doi[st]|devons|veut|va|peut|pourra|souhaite|surtout) )(?:pas|plus)(?: (?:la|le|les|me|nous|lui|encore|plus|besoin de))*| (?<!oubli\p{L}* )(?:pas|plus) (?:(?:besoin|necessaire|utile|la peine|oblige) )?(?:de(?: la| le| les)?|que)| (?:inutile(?: de)?|besoin de)(?: \p{L}+)?| (?:(?<!on )va|veut|(?<!on )doit|peut|pourra|souhaite)(?: (?!pas |que |parler)\p{L}+)?) $/u,
    not: /^ (?:pas(?! (?:avant|aujourd'hui|demain|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|ce|cette|trop|a|le|au) )|inutile|qu[e'])/,
  },
  {
    // Spanish
    back: /\b(?:volv(?:er|amos|eremos|ere) a llamar(?:l[aeo]s?)?|devolver(?:le)? la llamada|llamar(?:l[aeo]s?)? de vuelta)\b/,
    notOurs:
      /\b(?:no(?: (?:hace falta|(?:es|sera) (?:necesario|preciso)|hay que|necesit[ao]n?|quieren?|quiero|debe(?:mos)?|puede|va a|vamos a|procede))?(?: que)?(?: (?:l[aeo]s?|nos|me|se))?|(?:va a|van a|quieren?|puede|podria|debe|sin)(?: (?!que |(?!intentar)\p{L}+[aei]r )\p{L}+)?) $/u,
    not: ROMANCE_NOT,
  },
  {
    // Italian
    back: /\b(?:richiamar(?:e|l[aoei]|ci)|richiamero|richiameremo|richiamiamo(?:l[aoei])?|richiamat[aoei])\b/,
    notOurs:
      /\b(?:non(?: (?:serve|occorre|bisogna|(?:e )?necessario|c'e bisogno di|vuole|deve|dobbiamo|devo))?(?: essere)?|(?:vuole|vogliono|puo|deve|potrebbe|intende)(?: (?!essere |che |(?!provare)\p{L}+re )\p{L}+)?|(?:ha|hanno|ho|hai|abbiamo|avete|(?:e|sono|era) stat[aoei])(?: (?:gia|poi|appena|anche|subito))?) $/u,
    not: ROMANCE_NOT,
  },
  {
    // Dutch
    back: /\b(?:terugbellen|terug te bellen|teruggebeld worden|bel(?:len)?(?: (?!terug)[\p{L}\d:.]+){1,5} terug)\b/u,
    notOurs:
      /\b(?:niet(?: meer)?(?: nodig)?(?: om)?(?: (?:haar|hem|hen|ze))?|geen(?: (?:zin|behoefte|noodzaak|reden))?(?: om)?|hoe(?:ft|ven?)(?: \p{L}+)?|(?:(?<!ik )zal|(?<!ik )wil|(?<!ik )kan|gaat|zou)(?: (?!dat |niet |praten |spreken )\p{L}+){0,2}) $/u,
    not: /^ (?:is |hoeft )?niet(?: meer)?(?: (?:nodig|noodzakelijk|gewenst)(?!\p{L})|\s*(?:[,:)]|$))/u,
  },
  {
    // Portuguese
    back: /\b(?:(?:ligar|ligue|ligamos|ligarei)(?: (?!de )\p{L}+){0,3} de volta|voltar a ligar|(?:devolver|retornar) (?:a )?(?:chamada|ligacao))\b/u,
    notOurs:
      /\b(?:nao(?: (?:precisa(?:mos)?(?: de)?|(?:e|sera) (?:preciso|necessario)|ha necessidade de|vale a pena|quer|deve|vai|pode))?(?: que)?|(?:(?<!gente )vai|vao|quer|pode|deve|sem)(?: (?!que |(?!tentar)\p{L}+r )\p{L}+)?) $/u,
    not: ROMANCE_NOT,
  },
];

/** "Möchte zurückgerufen werden": who wants it is called. */
const WISHED = /werden$|worden$|^etre /;
/** Between the callback and its day, on either side: "zurückrufen bis spätestens Freitag", "Freitag Frau Shah zurückrufen". */
const BEHIND_CHARS = 40;
const WORDS_BETWEEN = 2;
const TIME = [
  `(?:${PART_PATTERN})?`,
  // Behind such a word it is an hour, whatever comes next; else "10 lids" are no time.
  '(?:,? (?:um|gegen|a|vers|a las?|alle(?: ore)?|om|tegen|as) \\d{1,2}(?:[:.h]\\d{2})?(?: ?(?:uhr|h|heures?|uur|horas?)(?!\\p{L}))?(?![\\d%])',
  '|,? \\d{1,2}(?:[:.h]\\d{2}| ?(?:uhr|h|heures?|uur|horas?)(?!\\p{L}))(?: ?uhr)?(?![\\d%])',
  `|,? \\d{1,2}(?=${PART_PATTERN})`,
  '|,? \\d{1,2}(?![\\d%€$£.:]| ?\\p{L})',
  '| morgen(?!\\p{L}))?',
  // "3 Uhr nachmittags"
  `(?:${PART_PATTERN})?`,
].join('');
// In Portuguese "no sábado" is on Saturday.
const NEGATED = "(?:nicht|pas|non|no(?= (?:antes|hoy|manana|el|este)(?!\\p{L}))|niet|nao)(?![\\p{L}'])";
/** The day is one that it is not to be, or the earliest one. */
const NOT_THEN = new RegExp(`(?<!\\p{L})${NEGATED}`, 'u');
/** "Ne pas rappeler avant lundi": it has to be done, later. */
const NOT_BEFORE = [
  /(?<!\p{L})(?:nicht|pas|non|no|niet|nao)(?: (?!oubli|dimentic|olvid|vergess|verget|esquec)\p{L}+){0,2} $/u,
  /^(?: \p{L}+){0,3} (?:vor|avant|antes|prima|voor)(?!\p{L})/u,
] as const;
const NOT_EARLIER = new RegExp(`^,? (?:(?:aber|mais|pero|ma|maar|mas) )?${NEGATED} `, 'u');
/** What it is about; where a day stands behind that, nobody knows what happens on it. */
const TOPIC =
  /(?<!\p{L})(?:wegen|bzgl|bezuglich|betreffs?|zu[rm]?|uber|fur|au sujet|concernant|a propos|pour|sobre|acerca|por(?! favor| la (?:tarde|manana|noche))|per(?! favore| piacere)|riguardo|circa|sulla?|over|wegens|vanwege|betreffende|inzake|voor)\.? [^,;:]*\p{L}{4,}[^,;:]*$/u;
const TOPIC_CHARS = 80;
/** "Die Bestellung vom Montag". */
const FROM = /(?<!\p{L})(?:vom|von|seit|van|sinds|du|depuis|del?|di|dal|da|do|desde)(?<!(?:prima|antes) \p{L}+) $/u;

let day: RegExp | null = null;

/**
 * @returns null where nothing in it says that somebody calls back; else whether it is ours to do, and by when in the words of
 * the line, where a day stands beside it
 */
export function calledBackElsewhere(what: string): { ours: boolean; when: string | null } | null {
  // Of some letters the folded form has another length: then the folded words are what is shown.
  const text = folded(what);
  const asTyped = text.length === what.length ? what : text;
  for (const { back, notOurs, not } of SPEECHES) {
    const found = back.exec(text);
    if (!found) continue;
    const [start, end] = [found.index, found.index + found[0].length];
    // The point of "1. Dezember" ends no sentence.
    const before =
      text
        .slice(0, start)
        .split(/(?<!\d)[.;!?,](?=\s)/)
        .at(-1) ?? '';
    const [behind = ''] = text.slice(end).split(/(?<!\d)[.;!?](?=\s|$)/, 1);
    const isLater = NOT_BEFORE[0].test(` ${before}`) && NOT_BEFORE[1].test(behind);
    if (isLater) return { ours: true, when: null };
    if ((notOurs.test(` ${before}`) && !WISHED.test(found[0])) || not.test(behind)) return { ours: false, when: null };
    const at = dayBeside(found[0], before, behind);
    if (!at) return { ours: true, when: null };
    const from =
      at.in === 'behind' ? end + at.index : at.in === 'before' ? start - before.length + at.index : start + at.index;
    return { ours: true, when: asTyped.slice(from, from + at.length) };
  }
  return null;
}

/** The day that belongs to it: inside it, behind it, or directly before it. */
function dayBeside(
  itself: string,
  before: string,
  behind: string,
): { in: 'itself' | 'behind' | 'before'; index: number; length: number } | null {
  day ??= new RegExp(`(?<![\\p{L}\\d])(?:${dayPattern()})(?![\\p{L}\\d])${TIME}`, 'u');
  const inside = day.exec(itself);
  if (inside) return { in: 'itself', index: inside.index, length: inside[0].length };
  const after = day.exec(behind);
  if (after && after.index <= BEHIND_CHARS) return isItsDay(after, behind) ? placed('behind', after) : null;
  const first = day.exec(before);
  if (!first || NOT_THEN.test(before) || !isItsDay(first, before)) return null;
  const between = before.slice(first.index + first[0].length).trim();
  const isBeside = between === '' || between.split(/\s+/).length <= WORDS_BETWEEN;
  return isBeside ? placed('before', first) : null;
}

/** A day that is excluded, or belongs to something else, is not the day of the call. */
function isItsDay({ 0: words, index }: RegExpExecArray, text: string): boolean {
  const leading = text.slice(0, index);
  if (NOT_THEN.test(leading + words) || TOPIC.test(leading.slice(-TOPIC_CHARS)) || FROM.test(` ${leading}`))
    return false;
  return !NOT_EARLIER.test(text.slice(index + words.length));
}

function placed<In extends string>(where: In, { 0: words, index }: RegExpExecArray) {
  return { in: where, index, length: words.length };
}
