/** That somebody has to call back, as it is written down in one line in six more languages. Pure. */
import { dayPattern, folded } from './days-elsewhere.ts';

interface Speech {
  /** That somebody of us calls back, as an order, a wish or a plan; not that the customer will. */
  back: RegExp;
  /** Directly before it: that it is the customer who will, or that nobody has to. */
  notOurs: RegExp;
  /** Directly behind it: that nobody has to. */
  not: RegExp;
}

/** Over folded words. Where nobody can be sure it is ours: a callback that anyone can claim is closed with one press. */
const SPEECHES: readonly Speech[] = [
  {
    // German, the noun and the verb
    back: /\bruckrufe?\b/,
    notOurs: /\b(?:nicht|keine?n?|ohne)(?: \p{L}+)? $/u,
    not: /^ (?:ist )?(?:nicht|unnotig)/,
  },
  {
    back: /\b(?:zuruckrufen|zuruckzurufen|zuruckgerufen werden|ruf(?:e|en)?(?: (?!zuruck)[\p{L}\d:.]+){1,7} zuruck)\b/u,
    notOurs: /\b(?:nicht|(?:(?<!ich )(?:will|mochte|kann)|wird)(?: \p{L}+){0,2}|sie) $/u,
    not: /^ (?:ist )?(?:nicht|unnotig)/,
  },
  {
    // French
    back: /\b(?:rappeler|rappelez|rappellerai|rappellerons|etre rappelee?s?|(?:je|on) (?:la|le|les|l'|vous)? ?rappelle)\b/,
    notOurs: /\b(?:pas|inutile(?: de)?|besoin de|(?<!on )va|veut|(?<!on )doit|peut|pourra|souhaite)(?: \p{L}+)? $/u,
    not: /^ (?:pas|inutile)/,
  },
  {
    // Spanish
    back: /\b(?:volv(?:er|amos|eremos|ere) a llamar(?:l[aeo]s?)?|devolver(?:le)? la llamada|llamar(?:l[aeo]s?)? de vuelta)\b/,
    notOurs: /\b(?:no(?: \p{L}+){0,2}|(?:va a|van a|quieren?|puede|podria|debe|sin)(?: (?!que)\p{L}+)?) $/u,
    not: /^ (?:no )/,
  },
  {
    // Italian
    back: /\b(?:richiamar(?:e|l[aoei]|ci)|richiamero|richiameremo|richiamiamo(?:l[aoei])?|richiamat[aoei])\b/,
    notOurs: /\b(?:non|vuole|vogliono|puo|deve|potrebbe|intende|ha|hanno)(?: (?!essere|che)\p{L}+)? $/u,
    not: /^ (?:non )/,
  },
  {
    // Dutch
    back: /\b(?:terugbellen|terug te bellen|teruggebeld worden|bel(?:len)?(?: (?!terug)[\p{L}\d:.]+){1,5} terug)\b/u,
    notOurs: /\b(?:niet|geen|(?<!ik )zal|(?<!ik )wil|(?<!ik )kan|gaat|zou|hoeven?)(?: (?!dat)\p{L}+){0,2} $/u,
    not: /^ (?:is )?(?:niet)/,
  },
  {
    // Portuguese
    back: /\b(?:(?:ligar|ligue|ligamos|ligarei)(?: (?!de )\p{L}+){0,3} de volta|voltar a ligar|(?:devolver|retornar) (?:a )?(?:chamada|ligacao))\b/u,
    notOurs: /\b(?:nao(?: \p{L}+){0,2}|(?:(?<!gente )vai|vao|quer|pode|deve|sem)(?: (?!que)\p{L}+)?) $/u,
    not: /^ (?:nao )/,
  },
];

/** "Möchte zurückgerufen werden": who wants it is called. */
const WISHED = /werden$|worden$|^etre /;
/** Between the callback and its day, on either side: "zurückrufen bis spätestens Freitag", "Freitag Frau Shah zurückrufen". */
const BEHIND_CHARS = 40;
const WORDS_BETWEEN = 2;
const TIME = [
  // Behind such a word it is an hour, whatever comes next; else "10 lids" are no time.
  '(?:,? (?:um|gegen|a|vers|a las?|alle|om|tegen|as) \\d{1,2}(?:[:.h]\\d{2})?(?: ?(?:uhr|h|heures?|uur|horas?)(?!\\p{L}))?(?![\\d%])',
  '|,? \\d{1,2}(?:[:.h]\\d{2}| ?(?:uhr|h|heures?|uur|horas?)(?!\\p{L}))(?: ?uhr)?(?![\\d%])',
  '|,? \\d{1,2}(?![\\d%€$£.:]| ?\\p{L})',
  '| (?:morgen|fruh|vormittags?|nachmittags?|abends?|matin|soir|por la (?:manana|tarde)|(?:de|da|pela) manha|mattina|pomeriggio|ochtend|middag|avond)(?!\\p{L}))?',
].join('');

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
  if (after && after.index <= BEHIND_CHARS) return { in: 'behind', index: after.index, length: after[0].length };
  const first = day.exec(before);
  if (!first) return null;
  const between = before.slice(first.index + first[0].length).trim();
  const isBeside = between === '' || between.split(/\s+/).length <= WORDS_BETWEEN;
  return isBeside ? { in: 'before', index: first.index, length: first[0].length } : null;
}
