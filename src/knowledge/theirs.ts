/** What belongs to one customer alone in a text: numbers, dates, links, addresses, by their form. Pure. */
import { lazy } from '../core/lazy.ts';

/** A form, and what it is called where it is left out. */
interface Form {
  pattern: RegExp;
  called: string;
}

const LANGUAGES = 'en de fr es it nl pt pl sv da nb fi cs sk ro hu tr ru uk el hr sl bg lt lv et ca id vi'.split(' ');

const monthsAndDays = lazy(() => datesIn(LANGUAGES).join('|'));

/** Names of months and days, as they are written alone and in a date. */
function datesIn(languages: readonly string[]): string[] {
  const words = new Set<string>();
  for (const language of languages) {
    const inDate = new Intl.DateTimeFormat(language, {
      day: 'numeric',
      month: 'long',
      weekday: 'long',
      timeZone: 'UTC',
    });
    const alone = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' });
    // The first of each month, and each day of a week.
    const days = [...Array(12).keys()].map(n => Date.UTC(2024, n, 1));
    const week = [...Array(7).keys()].map(n => Date.UTC(2024, 0, 1 + n));
    for (const day of [...days, ...week]) {
      const parts = inDate.formatToParts(day).filter(({ type }) => type === 'month' || type === 'weekday');
      for (const each of [...parts.map(part => part.value), alone.format(day)]) words.add(each.toLowerCase());
    }
  }
  // "may" and "march" are words of every day: they are dates only in capitals.
  return [...words].filter(
    each => /^\p{L}{3,}[\p{L}\p{M}' -]*$/u.test(each) && !/^(?:may|march|mart|mars|so)$/.test(each),
  );
}

const DAY_WORDS = [
  'tomorrow|yesterday|tonight|(?:the )?day after tomorrow|(?:next|last|this) (?:week|month|weekend|year)',
  'morgen früh|übermorgen|gestern|heute abend|(?:nächste|letzte|diese)[nrs]? (?:woche|monat|wochenende|jahr)',
  'demain|après-demain|hier|ce soir|(?:la semaine|le mois) (?:prochaine?|dernière?)',
  'mañana|pasado mañana|ayer|(?:la semana|el mes) (?:que viene|próxim[oa]|pasad[oa])',
  'domani|dopodomani|ieri|stasera|(?:la settimana|il mese) (?:prossim[oa]|scors[oa])',
  'overmorgen|gisteren|vanavond|(?:volgende|vorige) (?:week|maand)',
  'amanhã|depois de amanhã|ontem|(?:na )?(?:próxima semana|semana passada)',
].join('|');

const ORDINALS =
  'first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty-\\p{L}+|thirtieth|thirty-first';
const TENS =
  'thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million';
const UNITS = 'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve';
const GERMAN_NUMBERS =
  '\\p{L}*(?:dreizehn|vierzehn|fünfzehn|sechzehn|siebzehn|achtzehn|neunzehn|zwanzig|dreißig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig|hundert|tausend)\\p{L}*';
const ROMANCE_NUMBERS =
  'treize|quatorze|quinze|seize|vingt|trente|quarante|cinquante|soixante|quatre-vingts?|cent|mille|trece|catorce|quince|veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|ciento?|mil|tredici|quattordici|quindici|venti|trenta|quaranta|cinquanta|sessanta|settanta|ottanta|novanta|cento|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|honderd|duizend|vinte|trinta|quarenta|cinquenta|cem';
const CURRENCIES =
  '€|£|\\$|¥|₹|₽|₺|zł|kr\\b|chf\\b|eur\\b|euros?\\b|gbp\\b|pounds?\\b|quid\\b|pence\\b|usd\\b|dollars?\\b|cents?\\b|francs?\\b|franken\\b|libras\\b|percent\\b|per cent\\b|prozent\\b|%|円|元';

/** A letter of a script that puts spaces between its words. */
const OWN = '(?:(?![\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}])\\p{L})';

const STREETS =
  'street|st|road|rd|avenue|ave|lane|ln|drive|close|court|crescent|terrace|square|place|boulevard|blvd|way|gardens|mews|hill|row|parade';
const STREET_BEHIND =
  '(?:stra(?:ß|ss)e|str\\.|gasse|allee|platz|weg|ufer|damm|ring|straat|laan|plein|gracht|kade|dijk|gatan|vägen|veien|gade|vej|katu)';
const STREET_BEFORE =
  'rue|avenue|boulevard|bd|allée|chemin|impasse|place|quai|via|viale|piazza|corso|vicolo|calle|avenida|avda\\.?|plaza|paseo|carrer|rua|travessa|largo|praça|ulica|ul\\.|улица|ул\\.';

/** In this order: what is longer and surer goes first. */
export const FORMS: readonly Form[] = [
  form(String.raw`\b(?:https?:\/\/|ftp:\/\/|www\.)[^\s<>"]+`, 'link'),
  form(String.raw`(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}`, 'email address'),
  form(
    String.raw`\b[\p{L}\p{N}][\p{L}\p{N}-]*(?:\.[\p{L}\p{N}-]+)*\.(?:com|net|org|io|co|uk|de|at|ch|fr|es|it|nl|be|pt|eu|info|shop|example|app|dev|me|us|ie|pl|se|dk|no|fi|test)(?:\/[^\s<>"]*)?(?![\p{L}\p{N}])`,
    'link',
  ),
  form(String.raw`(?<![\p{L}\p{N}])[@＠][\p{L}\p{N}_.]{2,}`, 'name'),
  form(String.raw`\b\p{Lu}{2}\d{2}(?:[ -]?[\p{Lu}\p{N}]{2,4}){2,8}\b`, 'account number', 'u'),
  form(String.raw`\b\p{Lu}{1,2}\d[\p{Lu}\d]? ?\d\p{Lu}{2}\b`, 'address', 'u'),
  form(
    String.raw`(?:\d+\s*\p{L}?[,]?\s+)?(?:(?:rue|avenue|boulevard|bd|place|via|viale|piazza|corso|calle|avenida|plaza|paseo|rua|praça)\s+(?:(?:de|del|della|dei|du|des|da|do|la|le|los|las|l'|d'|san|santa|saint|sainte)\s*)*\p{Lu}[\p{L}'’.-]*(?:\s+\p{Lu}[\p{L}'’.-]*){0,2}|(?:${STREET_BEFORE})\s+[^\n,.;]{3,40}?(?=,?\s*\d))(?:,?\s*(?:n[°ºo.]*\s*)?\d+(?:\s?\p{L}(?!\p{L}))?)?`,
    'address',
  ),
  form(String.raw`\b(?:\d+\s?\p{L}?[,]?\s+)(?:[\p{L}'’.-]+\s+){1,3}(?:${STREETS})\b`, 'address'),
  form(
    String.raw`(?:\p{Lu}[\p{L}'’.-]+\s+){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Drive|Close|Court|Crescent|Terrace|Square|Boulevard|Gardens|Mews)\b`,
    'address',
    'u',
  ),
  form(String.raw`\b[\p{L}-]*${STREET_BEHIND}\s*\d+(?:\s?\p{L}(?!\p{L}))?`, 'address'),
  form(
    String.raw`(?<![\p{L}\p{N}])(?:\p{Lu}\p{L}+[ -])?\p{Lu}[\p{L}-]*${STREET_BEHIND.replace('ring|', '').replace('weg|', '')}(?![\p{L}])`,
    'address',
    'u',
  ),
  form(String.raw`\b(?:\p{Lu}{1,2}-)?\d{4,5}(?:\s?\p{Lu}{2})?,?\s+\p{Lu}\p{L}+(?:[ -]\p{Lu}\p{L}+)?`, 'address', 'u'),
  form(String.raw`(?:€|£|\$|¥|₹|₽|₺)\s?\p{Nd}[\p{Nd}.,' ]*\p{Nd}|(?:€|£|\$|¥|₹|₽|₺)\s?\p{Nd}`, 'amount'),
  form(String.raw`\p{Nd}[\p{Nd}.,']*\s?(?:${CURRENCIES})`, 'amount'),
  form(
    String.raw`\b(?:(?:${UNITS}|${TENS}|and|a)[\s-]+)*(?:${UNITS}|${TENS}|${GERMAN_NUMBERS}|${ROMANCE_NUMBERS}|half|ein|eine|einen|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|deux|trois|cinq|dix|dos|tres|cinco|diez|due|tre|cinque|dieci)\s+(?:${CURRENCIES})`,
    'amount',
  ),
  form(
    () =>
      String.raw`\b\d{1,4}(?:st|nd|rd|th|º|ª|\.)?\s+(?:of\s+|de\s+)?(?:${monthsAndDays()}|may|march|mars|mart)\b(?:,?\s+(?:de\s+)?\d{2,4})?`,
    'date',
  ),
  form(
    () =>
      String.raw`\b(?:${monthsAndDays()}|may|march|mars|mart)\.?\s+(?:the\s+)?\d{1,2}(?:st|nd|rd|th)?\b(?:,?\s+\d{4})?`,
    'date',
  ),
  form(String.raw`\b(?:the\s+)?(?:${ORDINALS})\s+of\s+\p{L}+`, 'date'),
  form(String.raw`\b\d{1,4}[./-]\d{1,2}(?:[./-]\d{2,4})?(?![\p{L}\p{N}])`, 'date'),
  form(
    String.raw`\d{2,4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日|[一二三四五六七八九十]{1,3}月(?:[一二三四五六七八九十]{1,3}日)?|[月火水木金土日]曜日?|(?:星期|周|礼拜)[一二三四五六日天]|明日|昨日|明天|昨天|来週|下周|내일|어제|\p{L}요일`,
    'date',
  ),
  form(() => String.raw`(?<![\p{L}\p{N}])(?:${monthsAndDays()})(?![\p{L}])`, 'date'),
  form(String.raw`(?<![\p{L}\p{N}])(?:May|March)(?![\p{L}])(?! (?:I|we|you)\b)`, 'date', 'u'),
  form(String.raw`(?<![\p{L}\p{N}])(?:${DAY_WORDS})(?![\p{L}])`, 'date'),
  form(String.raw`\b\d{1,2}(?:[:.h]\d{2})?\s?(?:am|pm|a\.m\.|p\.m\.|o['’]clock|uhr|heures?)\b\.?`, 'time'),
  form(String.raw`\b\d{1,2}[:h]\d{2}\b`, 'time'),
  form(String.raw`\b(?:${UNITS})\s+(?:o['’]clock|in the (?:morning|afternoon|evening))`, 'time'),
  form(String.raw`\+?\p{Nd}[\p{Nd} ()/.\u00a0-]{5,}\p{Nd}`, 'phone number'),
  form(
    String.raw`(?<=(?:order|bestell\p{L}{0,20}|auftrag\p{L}{0,20}|commande|pedido|ordine|encomenda|booking|buchung\p{L}{0,20}|reservation|ticket|tracking|parcel|sendung\p{L}{0,20}|reference|ref|case|claim|invoice|rechnung\p{L}{0,20}|policy)[\p{L}. :#°º№-]{0,20})(?:${OWN}|[\p{N}_/#.-])*\p{N}(?:${OWN}|[\p{N}_/#-])*`,
    'order number',
  ),
  form(
    String.raw`(?<!${OWN}|[\p{N}_/#№&+.,:-])(?:${OWN}|[\p{N}_/#№&+.,:-])*\p{N}(?:${OWN}|[\p{N}_/#&+%:°-])*(?:[.,]\p{N}+)*`,
    'number',
  ),
  form(String.raw`\b\p{Lu}{2,}(?:[-_/]\p{Lu}{2,})+\b`, 'number', 'u'),
  form(
    String.raw`(?<=(?:order|reference|ref|code|tracking|booking|case|voucher|password|pin)[\p{L}. :#-]{0,12}\s)\p{Lu}{3,}\b`,
    'order number',
    'u',
  ),
  form(
    String.raw`(?<![\p{L}\p{N}])(?:(?:${UNITS}|and|a)[\s-]+)*(?:${TENS})(?:[\s-]+(?:${UNITS}|${TENS}|and))*(?![\p{L}])`,
    'number',
  ),
  form(
    String.raw`(?<![\p{L}\p{N}])(?:${GERMAN_NUMBERS}|(?:${ROMANCE_NUMBERS})(?:[ -](?:et |y |e )?\p{L}{2,9}(?= (?:${CURRENCIES})))?)(?![\p{L}])`,
    'number',
  ),
];

function form(pattern: string | (() => string), called: string, flags = 'iu'): Form {
  const made = lazy(() => new RegExp(typeof pattern === 'string' ? pattern : pattern(), `g${flags}`));
  return {
    called,
    get pattern() {
      return made();
    },
  };
}
