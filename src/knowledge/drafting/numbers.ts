/** Numbers that are written as words, units, currencies and days, in the seven languages that drafts are compared in. Pure. */
import { lazy } from '../../core/lazy.ts';

/** Words that are nothing but a number. */
const WORDS: readonly [number, string][] = [
  [0, 'zero null zéro cero nul'],
  [2, 'two zwei zwo deux twee dois duas'],
  [3, 'three drei trois tres tre drie três'],
  [4, 'four vier quatre cuatro quattro quatro'],
  [5, 'five fünf cinq cinco cinque vijf'],
  [6, 'six sechs seis zes'],
  [7, 'seven sieben siete sette zeven sete'],
  [8, 'eight acht huit ocho oito'],
  [9, 'nine neun nueve negen nove'],
  [10, 'zehn dix diez dieci tien dez'],
  [11, 'eleven elf undici'],
  [12, 'twelve zwölf douze doce dodici twaalf doze dozen dutzend douzaine docena dozzina dozijn dúzia'],
  [13, 'thirteen dreizehn treize trece tredici dertien treze'],
  [14, 'fourteen vierzehn quatorze catorce quattordici veertien catorze'],
  [15, 'fifteen fünfzehn quinze quince quindici vijftien'],
  [16, 'sixteen sechzehn seize dieciséis sedici zestien dezasseis dezesseis'],
  [17, 'seventeen siebzehn diecisiete diciassette zeventien dezassete dezessete'],
  [18, 'eighteen achtzehn dieciocho diciotto achttien dezoito'],
  [19, 'nineteen neunzehn diecinueve diciannove negentien dezanove dezenove'],
  [20, 'twenty zwanzig vingt veinte venti twintig vinte'],
  [30, 'thirty dreißig dreissig trente treinta trenta dertig trinta'],
  [40, 'forty vierzig quarante cuarenta quaranta veertig quarenta'],
  [50, 'fifty fünfzig cinquante cincuenta cinquanta vijftig cinquenta'],
  [60, 'sixty sechzig soixante sesenta sessanta zestig sessenta'],
  [70, 'seventy siebzig septante setenta settanta zeventig'],
  [80, 'eighty achtzig huitante ochenta ottanta tachtig oitenta'],
  [90, 'ninety neunzig nonante noventa novanta negentig'],
  [100, 'hundred hundert einhundert cien ciento honderd cem cento'],
  [
    -1,
    'dozens hundreds thousands millions dutzende hunderte tausende millionenfach centaines milliers centenares cientos miles centinaia migliaia honderden duizenden centenas milhares',
  ],
  [1_000, 'thousand tausend eintausend mille mil duizend'],
  [1_000_000, 'million millionen millón millones milione milhão milhões miljoen'],
];
/** They are a number only before a unit: "due" is Italian for two, "onze" Dutch for our, "a" of "a week" is one. */
const BEFORE_UNIT: readonly [number, string][] = [
  [1, 'a an one ein eine einen einem einer un une uno una um uma een één'],
  [2, 'due dos couple both beide beiden'],
  [6, 'sei'],
  [7, 'sept'],
  [9, 'neuf'],
  [10, 'ten'],
  [11, 'once onze'],
  [100, 'cent'],
];
/** Some of them, however many. */
const FEW =
  'few several some couple einige paar wenige mehrere quelques plusieurs unos unas algunos algunas varios varias pochi poche alcuni alcune enkele alguns algumas poucos poucas';
const ORDINALS =
  'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth';

export const NUMBER_WORDS: ReadonlyMap<string, number> = mapped(WORDS);
export const NUMBERS_BEFORE_UNIT: ReadonlyMap<string, number> = mapped(BEFORE_UNIT);
export const FEW_WORDS: ReadonlySet<string> = new Set(FEW.split(' '));
export const ORDINAL_WORDS: ReadonlyMap<string, number> = new Map(ORDINALS.split(' ').map((each, i) => [each, i + 1]));

function mapped(lines: readonly [number, string][]): Map<string, number> {
  return new Map(lines.flatMap(([value, words]) => words.split(' ').map(word => [word, value] as const)));
}

/** Several of these written as one word: "fünfundzwanzig", "veinticinco", "vijfentwintig". */
const parts = lazy(() =>
  [
    'zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|dreissig|vierzig|fünfzig|sechzig|siebzig|achtzig|neunzig|hundert|tausend|ein|und',
    'veinti|treinta|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|uno|cientos|cientas|mil|quinientos|quinientas|setecientos|novecientos',
    'venti|vent|trenta|trent|quaranta|quarant|cinquanta|sessanta|settanta|ottanta|novanta|uno|due|tre|tré|quattro|cinque|sei|sette|otto|nove|cento|mila|mille',
    'een|twee|drie|vier|vijf|zes|zeven|acht|negen|en|ën|twintig|dertig|veertig|vijftig|zestig|zeventig|tachtig|negentig|honderd|duizend',
    'duzentos|duzentas|trezentos|trezentas|quatrocentos|quinhentos|seiscentos|setecentos|oitocentos|novecentos',
  ].map(each => new RegExp(`^(?:${each}){1,8}$`, 'u')),
);
const NO_COMPOUND = new Set('ein een und en eine uno sei due'.split(' '));

export function isNumberWord(word: string): boolean {
  return word.length > 5 && !NO_COMPOUND.has(word) && parts().some(each => each.test(word));
}

const UNITS: Record<string, string> = {
  second: 'second seconds sec secs sekunde sekunden seconde secondes segundo segundos secondo secondi seconden',
  minute: 'minute minutes min mins minuten minuto minutos minuti minuut',
  hour: 'hour hours hr hrs h stunde stunden std heure heures hora horas ora ore uur uren',
  day: 'day days tag tage tagen tages jour jours día días giorno giorni dag dagen dia dias',
  workday: 'workday workdays werktag werktage werktagen arbeitstag arbeitstage arbeitstagen werkdag werkdagen',
  week: 'week weeks wk wks woche wochen semaine semaines semana semanas settimana settimane weken',
  month: 'month months monat monate monaten mois mes meses mese mesi maand maanden mês',
  year: 'year years yr yrs jahr jahre jahren an ans année années año años anno anni jaar jaren ano anos',
  percent: '% percent prozent pourcent procent',
  times: 'x times mal fois veces volte keer vezes',
  kg: 'kg kilo kilos kilogramm',
  g: 'g gram grams gramm grammes gramos grammi',
  l: 'l litre litres liter liters litro litros litri',
  ml: 'ml',
  m: 'm metre metres meter meters metro metros metri',
  cm: 'cm',
  mm: 'mm',
  km: 'km kilometre kilometres kilometer kilometers',
  mile: 'mile miles',
  inch: 'inch inches zoll pouce pouces',
  am: 'am a.m. a.m',
  pm: 'pm p.m. p.m',
  clock: "uhr o'clock",
  EUR: '€ eur euro euros',
  GBP: '£ gbp pound pounds quid pfund sterling esterlinas sterline',
  USD: '$ usd dollar dollars dólar dólares dollari bucks',
  cent: 'c cent cents pence pennies p centime centimes céntimos centesimi cêntimos centavos',
  CHF: 'chf franken francs franc',
  JPY: '¥ jpy yen 円',
  CNY: 'cny rmb yuan 元',
  PLN: 'zł pln zloty złoty',
  BTC: '₿ btc bitcoin bitcoins',
  point: 'point points punkte punkten puntos punti punten pontos',
};
const MONEY = new Set(['EUR', 'GBP', 'USD', 'cent', 'CHF', 'JPY', 'CNY', 'PLN', 'BTC']);
const unitNames = lazy(
  () => new Map(Object.entries(UNITS).flatMap(([unit, words]) => words.split(' ').map(word => [word, unit]))),
);

/** What stands for the same thing in all languages; null for any other word. Every sign of a currency is one. */
export function unitOf(word: string): string | null {
  const known = unitNames().get(word) ?? unitNames().get(word.replace(/\.$/, ''));
  return known ?? (/^\p{Sc}$/u.test(word) ? word : null);
}

export function isMoney(unit: string): boolean {
  return MONEY.has(unit) || /^\p{Sc}$/u.test(unit);
}

/** Between a number and its unit. */
export const WORKING = new Set(
  'working business weekday trading ouvrés ouvrables hábiles laborables lavorativi úteis'.split(' '),
);
export const BETWEEN = new Set('full whole more further calendar extra ganze volle weitere weiteren'.split(' '));
/** Between two numbers of one unit: "3 to 5 days". */
export const RANGE = new Set('- to or and bis oder und à ou et a o y e tot of en até'.split(' '));

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt'];

/** Names of months and of days of the week, by their place: `m:4` is May, `w:0` Monday. */
export const namedDays: () => ReadonlyMap<string, string> = lazy(makeNamedDays);

function makeNamedDays(): Map<string, string> {
  const named = new Map<string, string>();
  for (const language of LANGUAGES) {
    const month = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' });
    const weekday = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
    for (let i = 0; i < 12; i++) named.set(month.format(Date.UTC(2024, i, 1)).toLowerCase(), `m:${i}`);
    // The first of January 2024 was a Monday.
    for (let i = 0; i < 7; i++) named.set(weekday.format(Date.UTC(2024, 0, 1 + i)).toLowerCase(), `w:${i}`);
  }
  const short = 'mon tue wed thu fri sat sun tues thur thurs'.split(' ');
  const places = [0, 1, 2, 3, 4, 5, 6, 1, 3, 3];
  for (const [i, word] of short.entries()) named.set(word, `w:${places[i]}`);
  for (const [i, word] of 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ').entries())
    named.set(word, `m:${i}`);
  return named.set('sept', 'm:8');
}

/** Words of every day as well: the name of a day only with a capital. */
export const CAPITAL_DAYS = new Set('may march mars mar mon sun sat wed jan set sep dec dia'.split(' '));

/** Days that count from today, and times of a day. */
const RELATIVE: Record<string, string> = {
  today: "today|heute|aujourd'hui|hoy|oggi|vandaag|hoje",
  tonight: 'tonight|heute abend|ce soir|esta noche|stasera|vanavond|hoje à noite',
  tomorrow: 'tomorrow|morgen|demain|mañana|domani|amanhã',
  after: 'day after tomorrow|übermorgen|après-demain|pasado mañana|dopodomani|overmorgen|depois de amanhã',
  yesterday: 'yesterday|gestern|hier|ayer|ieri|gisteren|ontem',
  nextWeek:
    'next week|nächste[nrs]? woche|kommende[nrs]? woche|semaine prochaine|próxima semana|semana que viene|semana que vem|settimana prossima|prossima settimana|volgende week',
  thisWeek: 'this week|diese[rn]? woche|cette semaine|esta semana|questa settimana|deze week',
  weekend: 'week-?end|wochenende|fin de semana|fine settimana|fim de semana',
  nextMonth:
    'next month|nächste[nrs]? monat|mois prochain|próximo mes|mes que viene|mese prossimo|prossimo mese|volgende maand|próximo mês',
  noon: 'noon|midday|mittags?|midi|mediodía|mezzogiorno|meio-dia',
  midnight: 'midnight|mitternacht|minuit|medianoche|mezzanotte|middernacht|meia-noite',
  morning: 'mornings?|vormittags?|matin|matinée|mattina|ochtend|manhã',
  afternoon: 'afternoons?|nachmittags?|après-midi|tarde|pomeriggio|middag',
  evening: 'evenings?|abends?|soir|soirée|sera|avond|noite',
  atOnce:
    'immediately|at once|right away|straight away|instantly|sofort|umgehend|immédiatement|tout de suite|inmediatamente|de inmediato|immediatamente|meteen|onmiddellijk|direct|imediatamente',
};
export const relativeDays: () => readonly [string, RegExp][] = lazy(() =>
  Object.entries(RELATIVE).map(([name, words]) => [
    `d:${name}`,
    new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}])`, 'giu'),
  ]),
);

/** What a shop gives, and would have to keep to. */
const GIVEN: Record<string, string> = {
  free: 'free of (?:charge|cost)|(?<!-)(?<!feel(?:ing)? )free(?! (?:to|from|of)(?!\\p{L}))|complimentary|gratis|kostenlos\\p{L}*|kostenfrei\\p{L}*|umsonst|gratuit\\p{L}*|gratuit[oa]s?|de graça|no (?:extra |additional )?(?:cost|charge)|without charge|on the house|ohne aufpreis|sans frais',
  half: 'half|quarter|third of|viertel|drittel|un quart|tiers|cuarto|tercio|terzo|kwart|terço|halb\\p{L}*|hälfte|moitié|mitad|metà|mezzo|mezza|helft|metade',
  double: 'double|twice|doppelt\\p{L}*|verdoppel\\p{L}*|deux fois|doble|doppi[oa]|dubbel\\p{L}*|dobro',
  discount:
    'discount\\p{L}*|voucher\\p{L}*|coupon\\p{L}*|rabatt\\p{L}*|gutschein\\p{L}*|nachlass|remise|réduction|bon d.achat|descuento\\p{L}*|cupón|vale|sconto|buono|korting\\p{L}*|tegoedbon|desconto\\p{L}*|cheaper|reduced',
  refund:
    'refund\\p{L}*|reimburs\\p{L}*|money back|erstatt\\p{L}*|rückerstatt\\p{L}*|zurückerstatt\\p{L}*|rembours\\p{L}*|reembols\\p{L}*|rimbors\\p{L}*|terugbeta\\p{L}*|terugstort\\p{L}*|geld zurück|devolución del dinero',
  replace:
    'replac\\p{L}*|ersetz\\p{L}*|ersatz\\p{L}*|remplac\\p{L}*|reemplaz\\p{L}*|sostitu\\p{L}*|vervang\\p{L}*|substitu\\p{L}*',
  compensation:
    'compensat\\p{L}*|damages|gift|present|schadenersatz|entschädig\\p{L}*|geschenk\\p{L}*|dédommag\\p{L}*|indemn\\p{L}*|cadeau\\p{L}*|compensa\\p{L}*|regalo|risarc\\p{L}*|schadevergoeding|presente',
  guarantee:
    'guarante\\p{L}*|warrant\\p{L}*|garant\\p{L}*|lifetime|promise\\p{L}*|versprechen|verspricht|promett\\p{L}*|promesse|promes\\p{L}*',
  secret:
    'passwords?|passcodes?|card (?:number|details)|pin|cvv|iban|bank (?:details|account|data)|passwor[dt]\\p{L}*|kennwort|kartennummer|kontonummer|bankdaten|bankverbindung|mot de passe|numéro de carte|coordonnées bancaires|contraseña|número de (?:la )?tarjeta|datos bancarios|numero (?:della|di) carta|dati bancari|wachtwoord|kaartnummer|bankgegevens|senha|número do cartão|dados bancários',
  liable:
    'liab\\p{L}*|our fault|our mistake|negligen\\p{L}*|legal\\p{L}*|lawyers?|haft\\p{L}*|unsere? (?:schuld|fehler)|verschuld\\p{L}*|anwalt\\p{L}*|responsab\\p{L}*|notre faute|avocats?|culpa|abogad\\p{L}*|colpa|avvocat\\p{L}*|aansprakelijk\\p{L}*|advocaat|advogad\\p{L}*',
  always: 'always|never|immer|niemals|toujours|jamais|siempre|nunca|sempre|mai|altijd|nooit|unlimited|unbegrenzt',
};
export const givenWords: () => readonly [string, RegExp][] = lazy(() =>
  Object.entries(GIVEN).map(([name, words]) => [
    `g:${name}`,
    new RegExp(`(?<![\\p{L}\\p{N}])(?:${words})(?![\\p{L}])`, 'giu'),
  ]),
);
