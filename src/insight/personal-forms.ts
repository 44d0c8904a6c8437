/**
 * Forms of what says who somebody is, beyond those of a borrowed answer (src/knowledge/theirs.ts): as people type them, in small
 * letters, with spaces, in the ways of several countries. And what looks like it and says nothing of anybody. Pure.
 */
import { lazy } from '../core/lazy.ts';
import { anyCase } from '../knowledge/any-case.ts';

/** What was taken out; also what its token says. */
export type PersonalKind =
  | 'name'
  | 'address'
  | 'email address'
  | 'phone number'
  | 'card number'
  | 'account number'
  | 'order number'
  | 'link'
  | 'date'
  | 'number';

interface PersonalForm {
  pattern: RegExp;
  kind: PersonalKind;
}

/** @param flags with `i` only where a pattern has no capitals that matter: it makes every class of letters slow */
function form(kind: PersonalKind, pattern: string | (() => string), flags = 'gu'): PersonalForm {
  const made = lazy(() => new RegExp(typeof pattern === 'string' ? pattern : pattern(), flags));
  return {
    kind,
    get pattern() {
      return made();
    },
  };
}

const ALONE = String.raw`(?<![\p{L}\p{N}])`;
const ENDS = String.raw`(?![\p{L}\p{N}])`;
const WORD = String.raw`\p{L}[\p{L}\p{M}'’.-]*`;
const CAPITAL = String.raw`\p{Lu}[\p{L}\p{M}'’.-]*`;
/** "12", "12a", "3/A", "263-1", "12 bis" */
const HOUSE = String.raw`\d{1,4}(?:[ ]?(?:bis|ter|quater)|[ ]?[a-hA-H])?(?:[ ]?[/-][ ]?(?:\d{1,3}|[a-zA-Z]))?${ENDS}`;
const LINK_WORD =
  'am|an|der|de|la|le|les|sur|sous|bei|im|upon|on|under|den|el|del|di|do|da|dos|das|los|las|van|aan|nad|w';
const TOWN_NAME = String.raw`\p{Lu}[\p{L}\p{M}'’-]+(?:[ -](?:\p{Lu}[\p{L}\p{M}'’-]+|(?:${LINK_WORD})(?=[ -]\p{Lu}))){0,3}`;
/** "75011", "LS1 4AB", "1016 GV", "00-590", "62704-1234" */
const POSTCODE = String.raw`(?:[A-Z]{1,2}[- ])?(?:\d{2}-\d{3}|\d{4}-\d{3}|\d{4}[ ]?[A-Z]{2}|\d{4}[a-z]{2}|\d{4,5}(?:-\d{4})?|[A-Za-z]{1,2}\d[A-Za-z\d]?[ ]?\d[A-Za-z]{2})${ENDS}`;
const GAP = String.raw`[ ]*[,\n·-]?[ ]*`;
/** A flat or a floor. */
const flat = lazy(
  () =>
    String.raw`(?:[ ]*[,\n][ ]*(?:(?:${anyCase('apt|apartment|flat|unit|suite|piso|planta|puerta|esc|escalera|bajo|int|interno|scala|bat|bât|bâtiment|appt|étage|etage|stock|hinterhaus|whg|lok|dto|esq')})\.?[ ]?[\p{L}\p{N}ºª°.]{0,4}|\d{1,2}[.ºª°]{1,2}[ ]?(?:\p{L}{1,3}\.?)?${ENDS}))*`,
);
/** What may follow a street: a flat, a postcode, a town, a state. */
const rest = lazy(
  () =>
    String.raw`${flat()}(?:${GAP}${POSTCODE})?(?:${GAP}(?:${TOWN_NAME}|${WORD}(?=,?[ ]+${POSTCODE})))?(?:[ ]*,?[ ]*\(?[A-Z]{2}\)?(?![\p{L}]))?(?:[ ]*,?[ ]*${POSTCODE})?`,
);

const streetEnd = lazy(() =>
  anyCase(
    'street|st|road|rd|avenue|ave|lane|ln|drive|dr|close|court|ct|crescent|cres|terrace|square|sq|place|boulevard|blvd|way|gardens|gdns|mews|hill|row|parade|grove|walk|rise|green|mount|yard|quay|wharf|circle|cir|parkway|pkwy|highway|hwy|trail|heights',
  ),
);
const streetStart = lazy(() =>
  anyCase(
    String.raw`rue|avenue|av\.?|boulevard|bd\.?|bld\.?|allée|allee|chemin|impasse|place|quai|cours|route|square|passage|sentier|via|viale|v\.le|piazza|p\.zza|piazzale|corso|c\.so|vicolo|largo|strada|lungomare|contrada|calle|c/|cl\.|avenida|avda\.?|plaza|pza\.?|pl\.|paseo|pº|carrer|camino|ronda|travesía|glorieta|rua|r\.|travessa|praça|praceta|estrada|alameda|ulica|ul\.?|aleja|al\.|aleje|plac|os\.|osiedle`,
  ),
);
const streetTail = lazy(() =>
  anyCase(
    'straße|strasse|str|gasse|allee|platz|weg|ufer|damm|ring|steig|stieg|graben|pfad|chaussee|straat|laan|plein|gracht|kade|dijk|singel|steeg|dreef|pad|weide|baan|lei',
  ),
);
const notStreet = lazy(() =>
  anyCase(
    'days?|weeks?|hours?|minutes?|months?|years?|times?|of|in|on|at|the|and|more|people|pieces?|boxes|loaves|to|or|is|was|it|i|we|you|my|our',
  ),
);
const OF = String.raw`(?:(?:de|del|della|dei|degli|du|des|da|do|dos|la|le|les|los|las|san|santa|saint|sainte|st)[ ]|[ld]['’])`;

const phoneWord = lazy(() =>
  anyCase(
    'tel|telefon|telefono|teléfono|telefone|telefoon|téléphone|phone|mobile|mob|cell|handy|fax|whatsapp|nummer|number|numéro|número|numero|móvil|cellulare|portable|komórka|reach me on|reach me at|call me on|call me at|ring me on',
  ),
);
const thing = lazy(() =>
  anyCase(
    'order|bestellung|bestellnummer|bestellnr|bestell-nr|auftrag|auftragsnummer|commande|pedido|encargo|ordine|encomenda|zamówienie|zamówienia|booking|buchung|buchungsnummer|buchungscode|reservation|reservierung|réservation|reserva|prenotazione|reservering|bestelling|ordernummer|ticket|tracking|parcel|sendung|sendungsnummer|reference|referenz|référence|referencia|riferimento|ref|case|claim|invoice|rechnung|rechnungsnummer|facture|factura|fattura|factuur|faktura|faktury|fatura|policy|customer|kundennummer|kundennr|client|cliente|klantnummer|membership|voucher|gutschein|gutscheincode|code|account|pnr|receipt|kassenbon',
  ),
);
const itsNumber = lazy(() =>
  anyCase(
    String.raw`number|no\.?|nr\.?|nummer|num\.?|numéro|número|numero|numer|n[°º.]|id|code|ref\.?|reference|de suivi|de commande|confirmation|referenz|nº`,
  ),
);

/**
 * How the number of an order begins, with enough digits behind. It is looked for first: to look back for the word before it from
 * each of 6,000 hyphens took 4 s.
 */
const NUMBERED = String.raw`(?:#[ ]?)?(?:[\p{Lu}\d]{1,5}[-_/ .])?(?:(?=[\p{L}/_#.-]*\d[\d./_-]*\d[\d./_-]*\d)|(?=[\p{L}_/#-]+\d)|(?=\d+[\p{L}_/-]+\d)|(?=\d+\p{Lu}))`;

/** In this order: what is longer and surer goes first. */
export const MORE_FORMS: readonly PersonalForm[] = [
  // Nobody's words are so long; what looks for parts of them would take its time.
  form('link', String.raw`\S{100,}`),
  form('link', String.raw`\b(?:https?:\/\/|ftp:\/\/|www\.)[^\s<>"]+`, 'gi'),
  form('email address', String.raw`[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+\.\p{L}{2,}`),
  // "maya (at) example . com", "maya at example dot com"
  form(
    'email address',
    String.raw`[\p{L}\p{N}._%+-]+[ ]?(?:\(at\)|\[at\]|\{at\}|@[ ]|[ ]@|\(a\)|[ ](?:at|arroba|chiocciola|arobase|apenstaartje|małpa)[ ])[ ]?[\p{L}\p{N}-]+(?:(?:[ ]?(?:\(dot\)|\[dot\])[ ]?|[ ](?:dot|punkt|point|punto|punt|ponto|kropka)[ ]|[ ]?\.[ ]?)[\p{L}\p{N}-]{2,}){1,3}(?![\p{L}])`,
    'giu',
  ),
  // An account: two letters, two digits, and eight more at least.
  form(
    'account number',
    String.raw`\b[a-z]{2}[ ]?\d{2}(?:[ .-]?[a-z\d]{4}){2,7}(?:[ .-]?[a-z\d]{1,4})?\b(?<=(?:\d[^\d\n]{0,6}){8})`,
    'gi',
  ),
  form(
    'account number',
    String.raw`(?<=\b(?:sort code|bank account|account(?: number| no\.?)?|kontonummer|konto|blz|numéro de compte|cuenta|conto|rekeningnummer|rekening)[ :#.a-z]{0,12})\d[\d -]{4,24}\d(?!\d)`,
    'gi',
  ),
  form('card number', String.raw`(?<![\d.])(?:\d[ .-]?){12,18}\d(?![\d.])`),
  form('card number', String.raw`(?:[xX*•]{2,4}[ -]?){1,4}\d{4}(?!\d)`),
  // A telephone with an extension.
  form(
    'phone number',
    String.raw`(?<![\w.])(?:\+|00|\()?[ ]?\(?\d[\d ()/.–-]{5,20}\d(?:[ ,]*(?:ext(?:ension)?\.?|x|durchwahl|dw\.?|poste|interno|int\.?|extensión|toestel|tst\.?|wew\.?|ramal)[ :.]*\d{1,5})(?!\d)`,
    'gi',
  ),
  form('phone number', String.raw`(?<![\w])(?:\+|00)[ ]?\d{1,3}[ ]?(?:\(0\))?[\d ()/.–-]{5,18}\d(?!\d)`),
  form('phone number', String.raw`(?<![\w])\(\d{2,5}\)[ /-]?\d[\d ./–-]{3,14}\d(?!\d)`),
  form('phone number', () => String.raw`(?<=(?:${phoneWord()})[. :\p{L}]{0,14})[+(]?\d[\d ()/.–-]{4,18}\d(?!\d)`),
  form('phone number', String.raw`(?<![\w.,€£$#-])0\d[\d ()/.–]{5,16}\d(?![\d-])`),
  form('phone number', String.raw`(?<![\w.,€£$#-])0\d{1,5}[ /-][\d ()/.–-]{4,14}\d(?![\d-])`),
  form('phone number', String.raw`(?<![\w.,€£$#-])\d{3}[ .–-]\d{3}[ .–-]\d{3,4}(?!\d)`),
  form('phone number', String.raw`(?<![\w.,€£$#-])\d{2,3}(?:[ .]\d{2,3}){3,4}(?!\d)`),
  // The number of an order, a booking, a customer: whatever its shape.
  form(
    'order number',
    () =>
      String.raw`(?=${NUMBERED}[\p{L}\p{N}])(?<=${ALONE}(?:${thing()})(?![\p{L}])[ :.-]*(?:(?:${itsNumber()})(?![\p{L}]))?[ ]?(?:is|was|lautet|ist|est|es|è|era|to|:|=)?[ :]*)${NUMBERED}[\p{L}\p{N}](?:[\p{L}\p{N}_/-]|\.(?=\d))*(?:[ ](?=[\d-]{3,})[\d-]+)*`,
  ),
  form('order number', () => String.raw`(?<=${ALONE}(?:${thing()})[ ]?(?:${itsNumber()})[ :]*)\d+(?!\d)`),
  form('order number', String.raw`[#№][ ]?[\p{L}-]{0,5}\d[\p{L}\p{N}_/-]*`),
  // In English with the number before it.
  form(
    'address',
    () =>
      String.raw`(?:(?:${anyCase('flat|apartment|apt|unit|suite|room')})\.?[ ]\d{1,4}[a-zA-Z]?[ ,]+)?${ALONE}\d{1,5}[a-zA-Z]?(?:-\d{1,4})?,?[ ]+(?:(?!(?:${notStreet()})[ ])${WORD}[ ]+){1,4}(?:${streetEnd()})(?![\p{L}])\.?${rest()}`,
  ),
  form(
    'address',
    () =>
      String.raw`(?<=(?:to|at|in|on|from|address(?: is|:)?)[ ]+)(?:\p{Lu}[\p{L}'’-]+[ ]+){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Close|Court|Crescent|Terrace|Square|Gardens|Mews|Grove|Drive)(?![\p{L}])${rest()}`,
  ),
  // The word before the name: "12 bis rue des Lilas", "Via Roma 12/A", "C/ Mayor 3, 2º B", "ul. Marszałkowska 12/3"
  form(
    'address',
    () =>
      String.raw`${ALONE}${HOUSE},?[ ]+(?:${streetStart()})(?![\p{L}])[ ]?${OF}{0,3}[\p{L}\d][\p{L}\p{M}'’.-]*(?:[ ](?:${CAPITAL}|(?:${LINK_WORD})(?=[ ]))){0,4}${rest()}`,
  ),
  form(
    'address',
    () =>
      String.raw`${ALONE}(?:${streetStart()})(?:(?<=[./º])[ ]?|[ ]+)(?:[\p{L}\d][\p{L}\p{M}'’.-]*(?:[ ]|(?=,))){1,6},?[ ]?(?:[nN](?:[°ºo.]|um\.?|úm\.?|r\.?)*[ ]?)?${HOUSE}${rest()}`,
  ),
  // The word at the name's end: "Lindenstr. 12a", "Lange Straße 4", "Prinsengracht 263-1"
  form(
    'address',
    () =>
      String.raw`${ALONE}(?:${CAPITAL}[ -]){0,3}[\p{L}\p{M}-]*(?:${streetTail()})\.?[ ]?(?:[nN]r\.?[ ]?)?${HOUSE}${rest()}`,
  ),
  // Old ways of German and Dutch towns: "Am Alten Markt 5", "Unter den Linden 7"
  form(
    'address',
    () =>
      String.raw`${ALONE}(?:Am|An der|An den|Im|In der|In den|Auf der|Auf dem|Unter den|Unter der|Zum|Zur|Hinter der|Vor dem|Op de|Op den|Aan de|Achter de)[ ](?:\p{Lu}[\p{L}-]+[ ]){1,2}${HOUSE}${rest()}`,
  ),
  form('address', String.raw`(?<=(?:c/o|z\. ?[hH]d\.|attn:?)[ ])[^\n,]{3,40}`),
  form(
    'address',
    () =>
      String.raw`${ALONE}(?:${anyCase(String.raw`p\.?o\.?[ ]?box|postfach|boîte postale|bp|apartado|apartado de correos|casella postale|postbus|skrytka|skrytka pocztowa`)})[ ]?(?:[nN]r\.?[ ]?)?\d+${rest()}`,
  ),
  // A postcode and its town.
  form(
    'address',
    String.raw`${ALONE}(?:[A-Z]{1,2}-)?(?:\d{5}|\d{4}[ ]?[A-Z]{2}|\d{2}-\d{3}|\d{4}-\d{3}|\d{4})[ ]+${TOWN_NAME}(?:[ ]\(?[A-Z]{2}\)?(?![\p{L}]))?`,
  ),
  form('address', String.raw`${ALONE}${TOWN_NAME},?[ ][A-Z]{2},?[ ]\d{5}(?:-\d{4})?(?!\d)`),
  form('address', String.raw`\b[a-z]{1,2}\d[a-z\d]?[ ]?\d[a-z]{2}\b`, 'gi'),
  form(
    'address',
    String.raw`${ALONE}(?:\d{2}-\d{3}|\d{4}-\d{3}|\d{4}[ ]?(?!ml|kg|gr|km|cm|mm|am|pm|er|st|th|of|in|on|to|or|so|at)[a-z]{2})${ENDS}`,
  ),
  form('order number', String.raw`[nN][°º][ ]?[\p{L}-]{0,5}\d[\p{L}\p{N}_/-]*`),
  // The day somebody was born on, and other days with their year.
  form('date', String.raw`(?<![\d./-])(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d-\d{2}-\d{2})(?![\d])`),
  // Letters and digits mixed are a code, unless they are a size or a time.
  form(
    'order number',
    String.raw`${ALONE}(?=[\p{L}\d/_-]{5,})(?=[\p{L}/_-]*\d)(?=[\d/_-]*\p{L})(?!\d+(?:[.,]\d+)?(?:st|nd|rd|th|er|ème|eme|kg|gr?|mg|ml|cl|l|cm|mm|km|m|min|mins|hrs?|std|days?|tage?n?|jours?|am|pm|uhr|pcs?|x\d+|-?(?:inch|zoll|person|day|pack|piece|hour|minute|year|month|week)s?)${ENDS})[\p{L}\d]+(?:[/_-][\p{L}\d]+)*`,
  ),
  form('order number', String.raw`(?<![\d.,])\d{2,}(?:[-/]\d{2,})+[-/]\d{3,}(?!\d)`),
];

const UNITS =
  "x|kg|g|gr|mg|lb|lbs|oz|ml|cl|dl|l|litres?|liters?|cm|mm|m|km|miles?|min|mins|minutes?|minuten|minuti|minutos|h|hrs?|hours?|stunden?|std|heures?|horas?|ore|uur|godzin\\p{L}*|sec|seconds?|days?|tage?n?|jours?|d[ií]as?|giorni|dagen|dni|weeks?|wochen?|semaines?|semanas?|settimane|weken|months?|monate?n?|mois|meses|mesi|maanden|years?|jahre?n?|ans|años|anni|jaar|st|nd|rd|th|er|ère|ème|e|º|ª|%|percent|prozent|am|pm|a\\.m\\.|p\\.m\\.|uhr|o'clock|inch(?:es)?|in|ft|feet|zoll|people|persons?|personen|personnes|personas|persone|stück|pieces?|pi[eè]ces?|stuks|pack|times|mal|fois|veces|volte|keer|degrees|°c|°f|v|w|gb|mb|tb|mp|hz";
const CURRENCY =
  '€|£|\\$|¥|zł|kr|chf|eur|euros?|gbp|pounds?|quid|pence|p|usd|dollars?|cents?|francs?|franken|pln|reais';

/** Says nothing of anybody, and is kept as it is: amounts, times, days without a year, small numbers. */
export const harmless = lazy((): readonly RegExp[] => [
  /(?:€|£|\$|¥)[ ]?\d{1,3}(?:[.,' ]?\d{3})*(?:[.,]\d{1,2}-?)?(?!\d)/gu,
  new RegExp(
    String.raw`(?<![\p{L}\d.,])\d{1,3}(?:[.,' ]?\d{3})?(?:[.,]\d{1,2})?[ ]?(?:${CURRENCY})(?![\p{L}\d])`,
    'giu',
  ),
  /(?<![\d:.])\d{1,2}(?:[:.h]\d{2})(?:[ ]?(?:am|pm|uhr|h))?(?![\d:./])/giu,
  /(?<![\p{L}\d./-])\d{1,2}[./]\d{1,2}\.?(?![\d./-])/gu,
  new RegExp(
    String.raw`(?<![\p{L}\d.,-])\d{1,4}(?:[.,]\d{1,2})?(?:[ ]?[-–/][ ]?\d{1,3})?[ ]?-?(?:${UNITS})(?![\p{L}\d])`,
    'giu',
  ),
  /(?<=\b(?:in|since|from|of|seit|von|aus|depuis|en|desde|de|del|dal|nel|sinds|od|w|until|bis)[ ])(?:199\d|20[0-4]\d)(?![\d-])/giu,
  // A count, a size, a share: three digits at most, alone.
  /(?<![\p{L}\d.,/#+-])\d{1,3}(?:[.,]\d{1,2})?(?:[ ]?[-–x/][ ]?\d{1,3})?(?:\+|(?:st|nd|rd|th))?(?![\p{L}\d]|[.,/-]\d)/gu,
]);
