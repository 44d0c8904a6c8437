/** Days and times as they are typed in six more languages, turned into the English that is read everywhere else. Pure. */
import { addDays, type Day } from '../core/days.ts';

const LANGUAGES = ['de', 'fr', 'es', 'it', 'nl', 'pt'];
const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** Days from today; of each the words of all languages, folded. */
const NEAR: readonly string[][] = [
  ['heute', "aujourd'hui", 'hoy', 'oggi', 'vandaag', 'hoje'],
  ['morgen', 'demain', 'manana', 'domani', 'amanha'],
  ['ubermorgen', 'uebermorgen', 'apres-demain', 'pasado manana', 'dopodomani', 'overmorgen', 'depois de amanha'],
];
const PARTS: readonly (readonly [RegExp, string])[] = [
  [
    /\b(?:(?:por|de) la manana|(?:de|da|pela) manha|(?:(?:di|della) )?mattina|(?:del )?mattino|(?:du )?matin|(?:in de |des )?ochtend|(?:'s )?(?:ochtends|morgens)|(?:am )?vormittags?|(?:in der )?fruh)\b/g,
    'morning',
  ],
  [
    /\b(?:(?:por|de) la tarde|(?:de|da|a|pela) tarde|(?:(?:del|di|nel) )?pomeriggio|(?:de )?(?:l')?apres-midi|(?:in de )?(?:na)?middag|(?:'s )?(?:na)?middags|(?:am )?nachmittags?)\b/g,
    'afternoon',
  ],
  [/\b(?:(?:du )?soir|(?:(?:di|della) )?sera|(?:in de )?avond|(?:'s )?avonds|(?:am )?abends?)\b/g, 'evening'],
  [/\b(?:(?:por|de) la noche|(?:da|a) noite|(?:di|della) notte|(?:'s )?nachts|de la nuit)\b/g, 'night'],
  [/\b(?:(?:am )?mittags?|del mediodia|midi)\b/g, 'noon'],
];
/** The words of a part of the day, as a part of a pattern over folded words; a space leads on to it. */
export const PART_PATTERN = ` (?:${PARTS.map(([words]) => words.source.replaceAll('\\b', '')).join('|')})(?!\\p{L})`;
/** Behind such a word "10.10." is an hour, and the point ends the sentence. */
const HOUR_LEADS = '(?:um|gegen|ab|a|as|las?|alle|ore|om|vers|tegen|at)';
const DATE_POINTED = '(?:0?[1-9]|[12]\\d|3[01])\\.(?:0?[1-9]|1[0-2])';
const POINTED = new RegExp(
  `(?<!(?<!\\p{L})${HOUR_LEADS} )(?<![\\p{L}\\d.:])(\\d{1,2})\\.(\\d{1,2})\\.(?!\\d)|(?<![\\p{L}\\d])(?<!\\d )(?:am|op) (\\d{1,2})\\.(\\d{1,2})(?![.:\\d]| ?(?:uhr|uur|h)\\b)`,
  'giu',
);
/** Words that only lead on to a day or a time, or say that it is a time or the next one. */
const LEADS =
  /^(?:'s|am|um|bis|zum|spatestens|uiterlijk|vor|gegen|den|der|dem|le|la|au|a|avant|vers|el|las|los|antes|del|de|il|lo|al|alle|entro|per|op|om|tegen|voor|na|no|as|ate|em|o|por|uhr|uur|heures?|horas?|ore|nachste[nrs]?|kommende[nrs]?|prochaine?|proxim[oa]|prossim[oa]|volgende|komende)$/;
const NEXT_WEEK =
  /\b(?:(?:nachste|kommende) woche|la semaine prochaine|la proxima semana|la semana que viene|la settimana prossima|(?:volgende|komende) week|(?:na )?proxima semana)\b/g;

/** Without marks on its letters, in small ones: "MAÑANA" and "manana" are one word. */
export function folded(text: string): string {
  return text.toLowerCase().replaceAll('’', "'").normalize('NFD').replace(/\p{M}/gu, '');
}

let known: { days: Map<string, string>; months: Map<string, string> } | null = null;

/** Names of weekdays and months, in full: short ones mean other things elsewhere. */
function names(): { days: Map<string, string>; months: Map<string, string> } {
  if (known) return known;
  const [days, months] = [new Map<string, string>(), new Map<string, string>()];
  for (const language of LANGUAGES) {
    const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
    const month = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' });
    // A Monday.
    for (const [n, name] of WEEKDAYS.entries()) days.set(folded(weekday.format(Date.UTC(2024, 0, 1 + n))), name);
    for (const [n, name] of MONTHS.entries()) months.set(folded(month.format(Date.UTC(2024, n, 1))), name);
  }
  days.set('sonnabend', 'saturday');
  known = { days, months };
  return known;
}

/** The words of a day, as a part of a pattern over folded words. */
export function dayPattern(): string {
  const { days, months } = names();
  const either = (words: Iterable<string>) => [...words].toSorted((a, b) => b.length - a.length).join('|');
  const weekday = either(days.keys());
  const date = [
    `\\d{1,2}(?:er|\\.|º)?(?: de)? (?:${either(months.keys())})`,
    `(?<!(?<!\\p{L})${HOUR_LEADS} )(?<![\\d.:])(?:(?:am|op) )?${DATE_POINTED}\\.(?:\\d{4}|\\d{2})?`,
    // Without its last point it is a date only behind such a word.
    `(?:am|op) ${DATE_POINTED}(?![.:\\d]| ?(?:uhr|uur|h)(?!\\p{L}))`,
  ].join('|');
  return [
    either(NEAR.flat()),
    `(?:${weekday})(?:,? (?:(?:den|dem|le|el|il|o|op|dia) )?(?:${date}))?`,
    date,
    '\\d{4}-\\d{2}-\\d{2}',
    NEXT_WEEK.source.slice(2, -2),
  ].join('|');
}

/** "15.12." is a day, and no time: it becomes "15 dec". What is no day of the calendar stays as it is. */
export function withoutPoints(typed: string): string {
  return typed.replace(POINTED, (whole: string, ...found: (string | undefined)[]) =>
    dateOf(found[0] ?? found[2], found[1] ?? found[3], whole),
  );
}

function dateOf(date: string | undefined, month: string | undefined, otherwise: string): string {
  const name = MONTHS[Number(month) - 1];
  return name && Number(date) >= 1 && Number(date) <= 31 ? `${Number(date)} ${name}` : otherwise;
}

/** @returns the same in English; null where nothing in it is a day of another language */
export function dayFromElsewhere(typed: string, today: Day): string | null {
  const { days, months } = names();
  const asTyped = folded(typed).trim();
  let text = withoutPoints(asTyped);
  let found = text !== asTyped || /(?<![\d.])\d{1,2}\.\d{1,2}\.\d{2}(?:\d{2})?(?!\d)/.test(asTyped);
  const put = (words: string): string => {
    found = true;
    return words;
  };
  text = text.replace(NEXT_WEEK, () => put('next week'));
  // "Freitag morgen", "morgen früh": behind a day it is a part of it.
  text = text.replace(new RegExp(`\\b(${[...days.keys()].join('|')}) morgen\\b`, 'g'), '$1 morning');
  for (const [part, word] of PARTS) text = text.replace(part, word);
  // "Pasado mañana" before "mañana".
  for (const [words, day] of [
    [NEAR[2]!, addDays(today, 2)],
    [NEAR[1]!, 'tomorrow'],
    [NEAR[0]!, 'today'],
  ] as const)
    text = text.replace(new RegExp(`(?<![\\p{L}-])(?:${words.join('|')})(?!\\p{L})`, 'gu'), () => put(day));
  // With such a word it is one of 24 hours.
  text = text.replace(
    /\b(\d{1,2})(?:[:.](\d{2}))? ?(?:h|uhr|uur|heures?|horas?)(?: ?(\d{2}))?\b/g,
    (_, hour, before, behind) => put(`${hour}:${before ?? behind ?? '00'}`),
  );
  text = text.replace(new RegExp(`(?<!\\p{L})${HOUR_LEADS} (\\d{1,2})\\.(\\d{2})(?!\\d)`, 'gu'), '$1:$2');
  // "Freitag 4.12": as a date it has to be a Friday, else nobody knows which is meant.
  text = text.replace(
    new RegExp(`\\b(${[...days.keys()].join('|')}),? (?:den )?(\\d{1,2})\\.(\\d{1,2})(?![.\\d])`, 'g'),
    (whole, weekday: string, date: string, month: string) => {
      const read = dateOf(date, month, '');
      return read ? `${weekday} ${read}` : whole;
    },
  );
  const words = text.split(/[\s,]+/).filter(Boolean);
  const english = words.flatMap(word => {
    const name = days.get(word) ?? months.get(word);
    if (name) return put(name);
    if (LEADS.test(word)) return [];
    return word.replace(/^(\d{1,2})(?:er|º)$/, '$1').replace(/^(\d{1,2})\.$/, '$1');
  });
  return found ? english.join(' ') : null;
}
