/** Numbers, addresses and names of somebody else: they occur nowhere in this thread, nor in what is the team's own. Pure. */
import { namesOf } from './greeting.ts';
import { folded } from './texts.ts';

const ORDERS =
  'order|purchase|booking|reservation|ticket|case|reference|ref|customer|account|contract|policy|membership|member|invoice|bill|repair|return|rma|bestellung|bestell|auftrag|auftrags|buchung|kunden|vertrag|rechnung|rechnungs|vorgang|vorgangs|ticket|commande|reservation|dossier|facture|client|contrat|pedido|reserva|factura|cliente|contrato|caso|ordine|prenotazione|fattura|pratica|contratto|bestelling|bestel|order|factuur|klant|boeking|zaak|zamowienie|zamowienia|zamowieniu|rezerwacj[aei]|faktur[aey]|zgloszeni[ae]|encomenda|pedido|reserva|fatura|processo|contrato';
const ORDER = new RegExp(
  String.raw`(?<!\p{L})(?:${ORDERS})s?(?:[ -]?(?:number|no|nr|id|code|ref|reference|nummer|nummern|numero|num|n))?\.?(?: (?:is|ist|est|es|e|to|with the number|mit der nummer))?[\s:#.°º"'(-]{0,4}((?=[a-z\d/-]{0,24}\d{2})[a-z]{0,6}[-/]?\d[a-z\d/-]{1,24})(?![\p{L}\d])`,
  'gu',
);
const NEW =
  /(?<!\p{L})(?:new|replacement|second|another|next|neue[nrs]?|ersatz\p{L}*|zweite[nrs]?|nouvelle?|remplacement|nuev[oa]|nuov[oa]|sostitu\p{L}+|nieuwe?|vervang\p{L}+|now[aey]\p{L}*|nov[oa]|substitu\p{L}+)(?!\p{L})[^.!?\n]{0,40}$/u;
const MAIL = /(?<![\w.+-])[\w][\w.+-]{0,60}@(?:[a-z\d-]{1,60}\.){1,5}[a-z]{2,12}(?![\w-])/g;
/** Boxes of teams: they are nobody's in particular. */
const TEAM_BOX =
  /^(?:[\w.-]*)(?:info|support|help|service|services|contact|kontakt|hello|hallo|bonjour|hola|ciao|team|sales|orders?|returns?|shop|store|office|buero|mail|post|admin|billing|accounts?|bookings?|care|customer|kunden|no-?reply|privacy|datenschutz|careers?|jobs|press|feedback|complaints?|refunds?|claims?|security|technik|soporte|ayuda|pedidos|ventas|assistenza|ordini|vendite|klantenservice|bestellingen|pomoc|biuro|sklep|suporte|ajuda|vendas|sav|aide|commandes|enquir\w+|inquir\w+|reservations?|reception|appointments?|termine?|rechnung\w*|verkauf|versand|shipping|delivery|warranty|garantie|repairs?|desk|hr)[\w.-]*@/;
const IBAN = /(?<![\p{L}\d])([a-z]{2}\d{2}(?: ?[a-z\d]{4}){2,7}(?: ?[a-z\d]{1,3})?)(?![\p{L}\d])/gu;
const THEIRS =
  /(?<!\p{L})(?:(?:your|ihre?r?n?|deine?r?n?|votre|su|tu|suo|tuo|uw|jouw|twoj|panst\p{L}+|seu)(?: \p{L}+){0,2} (?:phone|number|mobile|cell|landline|telefon\p{L}*|nummer|handy\p{L}*|numero|telefono|movil|cellulare|mobiel|telefoon\p{L}*|telephone|portable|telemovel|celular|telefone|numer)|(?:call|ring|phone|text|reach|contact) you (?:back )?(?:on|at)|(?:sie|dich) (?:\p{L}+ ){0,2}unter(?: der)?|vous (?:\p{L}+ ){0,3}au|le (?:\p{L}+ ){0,2}al|(?:u|je) (?:\p{L}+ ){0,2}op)(?!\p{L})[^.!?\n\p{L}]{0,8}(?:(?:number|is|on|at|under|nummer|numero|ist|es|est|unter|to)[^.!?\n\p{L}]{0,6}){0,3}$/u;
const OF_TEAM =
  /(?<!\p{L})(?:our|us|unser\p{L}*|uns|notre|nos|nous|nuestr\p{L}+|nostr\p{L}+|ons|onze|nasz\p{L}*|noss[oa]s?|support|service|hotline|toll-?free)(?!\p{L})/u;
const PHONE =
  /(?<![\p{L}\d./-])(?:\+|00)?\(?\d{1,5}\)?(?:[ ()./-]{1,2}\d{2,5}){1,5}(?![\p{L}\d/-])|(?<![\p{L}\d./-])(?:\+\d{9,14}|0\d{8,12})(?![\p{L}\d])/gu;
const PERSON =
  /(?<!\p{L})(?:Mr|Mrs|Ms|Miss|Mx|Frau|Herrn?|Madame|Monsieur|Mme|Mlle|Señora?|Señorita|Sra?|Srta|Signora?|Sig(?:\.ra)?|mevrouw|Mevrouw|meneer|Meneer|Dhr|Mevr|Pani|Pana|Panu|Panią|Senhora?)\.? (\p{Lu}[\p{L}'’-]{1,30}(?: \p{Lu}[\p{L}'’-]{1,30})?)/gu;
/** "the parcel of Sara Meyer", "for Sara Meyer": two words with capitals behind what belongs to a customer. */
const BELONGS =
  /(?<!\p{L})(?:(?:order|parcel|package|refund|invoice|account|appointment|booking|delivery|address|payment|card) (?:of|for|from|by|to|belonging to|in the name of|under the name(?: of)?)|(?:Bestellung|Paket|Rechnung|Konto|Termin|Lieferung|Adresse|Buchung) (?:von|für|an|auf den Namen)|(?:commande|colis|facture|compte|rendez-vous) (?:de|pour|au nom de)|(?:pedido|paquete|factura|cuenta|cita) (?:de|para|a nombre de)|(?:ordine|pacco|fattura|appuntamento) (?:di|per|a nome di)|(?:bestelling|pakket|factuur|afspraak) (?:van|voor|op naam van)) (?:Mr |Mrs |Ms |Frau |Herrn? )?(\p{Lu}\p{Ll}{1,24} \p{Lu}\p{Ll}[\p{L}'’-]{0,24})(?!\p{L}| \p{Lu})/gu;
/** Names of things and places with capitals, as they stand behind "order of". */
const NO_PERSON =
  /(?<!\p{L})(?:my|your|our|the|order|orders|account|customer|support|service|live|chat|google|apple|pay|amazon|royal|mail|post|union|street|road|avenue|new|york|great|united|kingdom|states|north|south|east|west|bank|card|gift|black|friday|christmas|mon|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|team|department|details|history|settings|information|products?|items?)(?!\p{L})/u;

/** What the customer, the thread and the team have of these. */
interface KnownText {
  /** Everything that was written here, and what is the team's own: names, addresses, saved texts. */
  text: string;
  /** Only what customers and staff wrote in this thread. */
  thread: string;
}

/** @returns what seems to be somebody else's, as it is written, or null */
export function otherCustomerIn(reply: string, known: KnownText): string | null {
  const plain = folded(reply);
  const there = folded(known.text);
  return (
    mailOf(plain, there) ??
    ibanOf(plain, there) ??
    orderOf(plain, there, folded(known.thread)) ??
    shapedOf(plain, there, folded(known.thread)) ??
    phoneOf(plain, there) ??
    personOf(reply, there)
  );
}

function mailOf(plain: string, there: string): string | null {
  for (const [mail] of plain.matchAll(MAIL)) {
    if (there.includes(mail) || TEAM_BOX.test(mail)) continue;
    // Somebody at the team's own domain, or at the customer's.
    const domain = mail.slice(mail.indexOf('@'));
    if (
      !/@(?:gmail|googlemail|yahoo|outlook|hotmail|live|icloud|me|gmx|web|t-online|aol|proton|protonmail|orange|free|wanadoo|libero|wp|o2|onet|sapo|uol|example)\./.test(
        domain,
      ) &&
      there.includes(domain)
    )
      continue;
    return mail;
  }
  return null;
}

function ibanOf(plain: string, there: string): string | null {
  const known = there.replace(/\s+/g, '');
  for (const found of plain.matchAll(IBAN)) {
    const iban = found[1]!.replace(/ /g, '');
    if (iban.length < 15 || iban.length > 34 || !mod97(iban) || known.includes(iban)) continue;
    if (!OF_TEAM.test(lineBefore(plain, found.index))) return found[1]!.toUpperCase();
  }
  return null;
}

/** ISO 13616. */
function mod97(iban: string): boolean {
  const moved = iban.slice(4) + iban.slice(0, 4);
  let rest = 0;
  for (const each of moved) {
    const value = Number.parseInt(each, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** A number that is called that of an order: only where the thread has one, and another. */
function orderOf(plain: string, there: string, thread: string): string | null {
  const digits = new Set(there.match(/\d{2,}/g) ?? []);
  const flat = there.replace(/[\s./-]+/g, '');
  const has = (number: string) =>
    // Cut off at its end by somebody who typed it.
    [...digits].some(
      each => each.length > 7 && number.length > 7 && (each.startsWith(number) || number.startsWith(each)),
    ) ||
    there.includes(number) ||
    flat.includes(number.replace(/[./-]+/g, '')) ||
    (number.match(/\d+/g) ?? []).every(each => digits.has(each));
  const own = [...thread.matchAll(ORDER)].map(each => each[1]!);
  const bare = thread.match(/(?<![\p{L}\d.,:/+-])#?\d{4,15}(?![\d.,:/]*\d|\p{L})/gu) ?? [];
  if (own.length + bare.length === 0) return null;
  for (const found of plain.matchAll(ORDER)) {
    const number = found[1]!.replace(/[-/]+$/, '');
    if (has(number) || isDate(number) || NEW.test(plain.slice(Math.max(0, found.index - 60), found.index + 1)))
      continue;
    return number.toUpperCase();
  }
  return null;
}

/** "#A-10077", "INV-2077", "JD0002233449999": numbers that are called nothing, and say by their letters what they are. */
const SHAPED = /(?<![\p{L}\d@/.-])(#|#?[a-z]{1,6}-?)(\d{4,18})(?![\p{L}\d-])/gu;

/** Letters before a number that say what it is: money, a month, a norm. */
const COUNTS =
  /^(?:eur|usd|gbp|chf|pln|sek|nok|dkk|cad|aud|try|brl|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|iso|din|en)-?$/;
/** Without a mark of a number, such as "gtx1080", it is one from so many digits on. */
const BARE_DIGITS = 5;

/** One that looks like the thread's own, and is another; where the thread's own is named beside it, both were meant. */
function shapedOf(plain: string, there: string, thread: string): string | null {
  const own = [...thread.matchAll(SHAPED)];
  for (const found of plain.matchAll(SHAPED)) {
    const [number, letters = '', digits = ''] = found;
    if (COUNTS.test(letters) || (!/[#-]/.test(letters) && digits.length < BARE_DIGITS)) continue;
    const alike = own.filter(each => each[1] === letters && each[2]!.length === digits.length);
    if (alike.length === 0 || there.includes(digits) || alike.some(each => plain.includes(each[2]!))) continue;
    if (!NEW.test(plain.slice(Math.max(0, found.index - 60), found.index + 1))) return number.toUpperCase();
  }
  return null;
}

function isDate(number: string): boolean {
  return /^(?:19|20)\d\d$|^\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?$|^\d{4}-\d\d-\d\d$/.test(number);
}

function phoneOf(plain: string, there: string): string | null {
  const known = there.replace(/[\s()./-]+/g, '');
  const tail = (phone: string) => phone.replace(/\D/g, '').slice(-7);
  for (const found of plain.matchAll(PHONE)) {
    const digits = found[0].replace(/\D/g, '');
    if (
      digits.length < 8 ||
      digits.length > 15 ||
      known.includes(tail(found[0])) ||
      /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}/.test(found[0])
    )
      continue;
    if (/\d{4}-\d\d-\d\d/.test(found[0]) || !/^\+|^0|^\(/.test(found[0].trim())) continue;
    const before = lineBefore(plain, found.index);
    const theirs = THEIRS.test(before) && !OF_TEAM.test(before);
    if (theirs) return found[0].trim();
  }
  return null;
}

function personOf(reply: string, there: string): string | null {
  const known = new Set(there.match(/\p{L}[\p{L}'-]*/gu) ?? []);
  const isKnown = (name: string) => namesOf(name).some(each => known.has(each) || known.has(each.replace(/'?s$/, '')));
  // The greeting has a check of its own.
  const rest = reply.slice(reply.search(/[,!\n]|$/) + 1);
  for (const [, name = ''] of rest.matchAll(PERSON)) if (!isKnown(name)) return name.replace(/['’]s$/, '');
  for (const [, name = ''] of rest.matchAll(BELONGS))
    if (!isKnown(name) && !NO_PERSON.test(folded(name))) return name.replace(/['’]s$/, '');
  return null;
}

/** What stands in the same sentence before a place. */
function lineBefore(text: string, at: number): string {
  const before = text.slice(Math.max(0, at - 90), at);
  return before.slice(Math.max(before.search(/[.!?\n][^.!?\n]*$/), -1) + 1);
}
