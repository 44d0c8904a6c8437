/** Places in a reply that somebody still has to fill in. Pure. */
import { withoutCode } from './texts.ts';

/** What a field holds, in each language that we write to customers in; without accents, whole words. */
const FIELDS = new Set(
  `name names first last full customer client company shop store team agent staff your number no order invoice bill amount sum price
  total date day time hours hour link url website site address street city postcode zip email mail phone telephone mobile contact
  product item model size colour color reason subject topic details detail signature title tracking ref reference code id account
  booking ticket case location place department position manager recipient sender deadline duration timeframe availability company
  name firstname lastname fname lname surname salutation greeting placeholder text response support service business policy policies
  methods method issue problem solution steps option options reply quote currency percentage discount voucher coupon
  vorname nachname kunde kundin kundenname kundennummer firma nummer bestellnummer bestellung rechnungsnummer rechnung betrag
  preis datum tag uhrzeit zeit adresse strasse ort plz telefon telefonnummer produkt artikel artikelnummer grund anrede betreff
  unterschrift sendungsnummer ansprechpartner grund frist
  nom prenom client cliente societe numero commande facture montant prix date heure lien adresse ville telephone produit article
  motif objet signature delai
  nombre apellido apellidos empresa numero pedido factura importe precio fecha hora enlace direccion ciudad telefono producto articulo
  motivo asunto firma plazo
  cognome azienda ordine fattura importo prezzo data ora indirizzo citta telefono prodotto articolo motivo oggetto
  naam voornaam achternaam klant klantnaam bedrijf bestelnummer ordernummer factuur bedrag prijs datum tijd adres straat plaats telefoonnummer
  product artikel reden onderwerp
  imie nazwisko klient klienta firma numer zamowienia zamowienie faktury kwota cena data godzina adres miasto telefon produkt powod temat
  nome apelido empresa encomenda fatura valor preco endereco morada cidade telefone produto artigo assunto prazo`
    .split(/\s+/)
    .filter(Boolean),
);
/** Words that ask for something to be filled in. */
const FILL =
  /(?<!\p{L})(insert|enter|fill|add|replace|check|todo|to do|fixme|xyz|abc|tbc|tbd|tba|placeholder|complete|specify|xx+|einsetzen|einfugen|erganzen|ausfullen|eintragen|angeben|prufen|hier|completer|inserer|remplir|indiquer|renseigner|preciser|verifier|ici|insertar|inserte|completar|rellenar|indicar|anadir|comprobar|aqui|inserire|compilare|completare|indicare|aggiungere|verificare|qui|invullen|invoegen|aanvullen|toevoegen|controleren|hier|wstaw|wstawic|wpisz|wpisac|uzupelnij|uzupelnic|sprawdz|tutaj|inserir|preencher|completar|adicionar|verificar|here|your|ihr|ihre|votre|su|suo|uw|twoj|seu)(?!\p{L})/u;
/** In capitals between brackets, and nothing to fill in. */
const CAPITALS = new Set(
  'FAQ PDF OK EXTERNAL EXTERN EXT URGENT SPAM SIC ENTER ESC CTRL ALT SHIFT TAB DEL WIN CMD HOME END UK US USA EU NEW INFO VIDEO IMAGE PHOTO SALE FWD RE SOLVED RESOLVED CLOSED PUBLIC PRIVATE NSFW'.split(
    ' ',
  ),
);
/** Tags of HTML, and what people write between angle brackets in fun. */
const TAGS = new Set(
  'a b i u s p br hr ul ol li em strong span div table tr td th tbody thead img html head body font center h1 h2 h3 h4 h5 h6 pre code blockquote sub sup small script style form input button label select option sigh grin smile wave hug laugh wink'.split(
    ' ',
  ),
);
const HELLO =
  'dear|hi|hello|hey|hallo|liebe[rs]?|sehr geehrte[rs]?(?: (?:frau|herr))?|guten tag|bonjour|cher|ch(?:è|e)re|hola|estimad[oa]|querid[oa]|ciao|gentile|car[oa]|buongiorno|beste|geachte|dag|cze(?:ś|s)(?:ć|c)|szanown[aey](?: pani| panie)?|drog[ia]|ol(?:á|a)|prezad[oa]|good (?:morning|afternoon|evening)';
const NAMELESS =
  'first[ _]?name|last[ _]?name|full[ _]?name|fname|customer[ _]?name|client[ _]?name|user[ _]?name|name|vorname|nachname|kundenname|pr(?:é|e)nom|nom|nombre|apellido|cliente nome|nome|cognome|voornaam|achternaam|klantnaam|naam|imi(?:ę|e)|nazwisko|undefined|null|nan|none|n/a|xx+';

/** Nobody writes these but by mistake. */
const SURE: readonly RegExp[] = [
  /\{\{[^{}\n]{0,80}\}?\}?|\{%[^%\n]{0,80}%\}|<%[^%\n]{0,80}%>|\$\{[^{}\n]{0,80}\}/u,
  /\[object Object\]/,
  /\*\|[^|\n]{1,40}\|\*|(?<![#\w])##?[A-Z][A-Z_ ]{1,30}##?(?![#\w])(?<=#)|@@[A-Z_]{2,30}@@/u,
  /(?<![\p{L}\p{N}_%])%[\p{L}_][\p{L}\p{N}_.-]{1,40}%(?![\p{L}\p{N}_])|(?<![\p{L}\p{N}%])%(?:\d\$)?[sd](?![\p{L}\p{N}%])/u,
  /(?<![\p{L}\p{N}_])__+[\p{L}\p{N}][\p{L}\p{N} _-]{0,40}?__+(?![\p{L}\p{N}_])/u,
  /(?<!_)_{3,24}(?!_)/u,
  /(?<![\w#])#[\p{L}_]{2,30}#(?![\w#])|%%[\p{L}_. ]{2,40}%%|(?<![\p{L}\p{N}$])\$[\p{L}_]{2,30}\$|(?<![\w|])\|[A-Z_]{3,30}\|/u,
  /<<[\p{L}_][\p{L}\p{N} _.-]{0,40}>>/u,
  /(?:^|\n)\s{0,4}(?:dear|liebe[rs]?|cher|chère|estimad[oa]|gentile|geachte|prezad[oa]|sehr geehrte[rs]?(?: frau| herr)?) ,/iu,
  /\n\s{0,4}[[(<]?(?:your|agent|staff|my|ihr|dein|votre|su|il tuo|uw|jouw|twoje|seu) (?:name|nom|nombre|nome|naam|imię)[\])>]?\s*$/iu,
  /«[\p{L}]+_[\p{L}_]+»|«\s?(?:name|nom|pr[ée]nom|nombre|nome|naam|vorname|nachname|kunde|client|cliente|date|datum|fecha|data)\s?»/iu,
  /(?<![\p{L}\p{N}$])\$(?:first|last|full)?_?(?:name|customer|client|order|date|vorname|nachname|nom|prenom|nombre|nome|naam)(?![\p{L}\p{N}$])/iu,
  /(?<![\p{L}\p{N}$])\$[A-Z][A-Z]*_[A-Z_]+\$?/u,
  /lorem ipsum/iu,
];
/** Words that stand for something that is not known yet; the customer may have written them first. */
const WORDS: readonly RegExp[] = [
  /(?<![\p{L}\p{N}_])(?:TBC|TBD|TBA|tbc|tbd|TODO|FIXME|PLACEHOLDER)(?![\p{L}\p{N}_])/u,
  /(?<=(?:^|\s)(?:by|on|at|before|until|is|am|bis|um|le|el|il|op|do|em) )\?{3,}(?![\p{L}\p{N}])/u,
  /(?<![\p{L}\p{N}])(?:X{3,}|#X{2,})(?![\p{L}\p{N}]|[ •*.-]{0,2}\d{2,4})(?<!\d[ -]X{3,})/u,
  /(?<![\p{L}\p{N}])XX(?:[.,:/-](?:XX|YY|\d\d)){1,3}(?:XX|YY)?(?![\p{L}\p{N}])|(?:[€£$#№]|EUR |USD |GBP |CHF )\s?X{2,}(?![\p{L}\p{N}])/u,
  /(?<![\p{L}\p{N}])X{2}\s?(?:€|£|%|EUR|USD|GBP|days?|hours?|weeks?|minutes?|business|working|Tagen?|Stunden|Wochen|Uhr|jours?|heures?|semaines?|d[ií]as|horas|giorni|ore|dagen|uur|dni|godzin|dias)(?!\p{L})/u,
  /(?<![\p{L}\p{N}])(?:DD|dd|TT|tt|JJ|jj|GG|gg)[./-](?:MM|mm)[./-](?:YYYY|yyyy|YY|yy|JJJJ|jjjj|AAAA|aaaa|RRRR|rrrr)(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])(?:HH|hh):(?:MM|mm)(?![\p{L}\p{N}])/u,
  /(?<![\p{L}\p{N}-])(?:XX(?!-| ?(?:[Ll]arge|[Cc]entury|Jahrhundert|siècle))|XYZ|xyz)(?![\p{L}\p{N}])/u,
  /(?<![\p{L}\p{N}])X (?:business |working )?(?:days|hours|weeks|minutes|Tagen?|Stunden|Wochen|jours|heures|semaines|días|horas|giorni|ore|dagen|uur|dni|godzin|dias)(?!\p{L})/u,
  /(?:#|№|nummer|number|numero|numéro|número|numer|order|bestellung|commande|pedido|ordine|zamówienie|encomenda|nr\.?|no\.?|[€£$])[ :]{0,2}(?:x{3,}|\?{3,})(?![\p{L}\p{N}])/iu,
  /(?<![\p{L}\p{N}])x{2}[./:]x{2}(?:[./]x{2,4})?(?![\p{L}\p{N}])/u,
  /\((?:insert|fill in|placeholder|tbc|tbd|todo|bitte (?:einsetzen|erg(?:ä|ae)nzen)|(?:à|a) compl(?:é|e)ter)[^()\n]{0,60}\)/iu,
  /(?<!\p{L})(?:insert|enter|add) (?:your |the |customer'?s? |order |first )?(?:name|number|date|link|text|amount|address) here(?!\p{L})/iu,
  /(?<!\p{L})(?:INSERT|FILL IN) [A-Z]{3,}(?: [A-Z]{2,})*/u,
];
const GREETED = new RegExp(
  String.raw`(?:^|\n)\s{0,4}(?:${HELLO})[ ,]{1,2}[(]?(${NAMELESS})[)]?(?=\s{0,2}(?:[,!:.]|\n|$))`,
  'iu',
);

/** A blank of a saved reply may stand in a link, spaces and all. */
const BLANK = /\{[\p{L}_][\p{L}\p{N}_ .'’#-]{0,40}\}/gu;
const ADDRESS = /(?:https?:\/\/|\bwww\.)(?:\{[\p{L}_][\p{L}\p{N}_ .'’#-]{0,40}\}|\S)+/gu;

/** @param known what the customer and the thread had before @returns the words that are still to be filled in, or null */
export function placeholderIn(reply: string, known: string): string | null {
  // Of an address only what is to be filled in.
  const text = withoutCode(reply).replace(ADDRESS, address => ` ${(address.match(BLANK) ?? []).join(' ')} `);
  for (const pattern of SURE) {
    const found = pattern.exec(text);
    if (found) return found[0];
  }
  for (const pattern of WORDS) {
    const found = pattern.exec(text);
    if (found && !known.includes(found[0])) return found[0].trim();
  }
  const greeted = GREETED.exec(text);
  if (greeted?.[1]) return greeted[1];
  return bracketed(text, known);
}

function bracketed(text: string, known: string): string | null {
  for (const found of text.matchAll(/\[([^[\]\n]{1,80})\](?!\()/gu)) {
    if (isField(found[1]!) && !known.includes(found[0])) return found[0];
  }
  for (const found of text.matchAll(/(?<![\p{L}\p{N}<])<([\p{L}][\p{L}\p{N} _'.-]{0,40})>(?!\s*<\/)/gu)) {
    const inside = found[1]!.trim();
    // "our <page>" may be a label.
    if (!isField(inside) && !/^\p{Lu}|_/u.test(inside)) continue;
    if (!TAGS.has(inside.toLowerCase().split(' ')[0]!) && !/\.\p{L}/u.test(inside) && !known.includes(found[0]))
      return found[0];
  }
  for (const found of text.matchAll(
    /(?<!["']\s{0,2}[:,]?\s{0,2}|=\s{0,2})\{\s{0,2}\$?([\p{L}_][\p{L}\p{N}_ .'’#-]{0,40}|\d{1,2})\s{0,2}\}/gu,
  )) {
    if (!known.includes(found[0])) return found[0];
  }
  return null;
}

/** What stands between square brackets. */
function isField(inside: string): boolean {
  const trimmed = inside.trim();
  if (trimmed === '') return inside.length > 1;
  if (/[\p{L}\d]\.\p{L}{2}|@|^e-?mail\s?protected$/iu.test(trimmed)) return false;
  if (/^_+$|^[?]{2,}$|^X{2,}/u.test(trimmed)) return true;
  if (/^(image|img|cid|photo|video|file|attachment|bild|foto|sic|edit|edited|quote|external)\b/iu.test(trimmed))
    return /^edit\b/i.test(trimmed) && /name|date|text/i.test(trimmed);
  const plain = trimmed
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .replace(/ł/g, 'l')
    .replace(/ß/g, 'ss');
  const words = plain.match(/\p{L}+/gu) ?? [];
  if (words.length === 0) return false;
  if (CAPITALS.has(trimmed.toUpperCase())) return false;
  const asks = FILL.test(plain);
  // "[Order 4471]", "[1 of 3]": filled in already.
  if (/\d/.test(trimmed) && !asks) return false;
  if (asks) return true;
  if (words.every(each => each.length < 2)) return false;
  if (/^[^\p{Ll}]+$/u.test(trimmed)) return !CAPITALS.has(trimmed) && /\p{Lu}{2}/u.test(trimmed);
  if (words.some(each => FIELDS.has(each))) return words.length <= 6;
  // "[Live Chat]": a heading of several words that nobody turned into one.
  return (
    words.length > 1 &&
    words.length <= 5 &&
    /^(?:\p{Lu}\p{L}*(?: (?:of|and|or|the|de|du|der|des|van|di|do|da|und|et|y|e|en|i))*\s?)+$/u.test(trimmed)
  );
}
