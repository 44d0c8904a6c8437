/** Finds what should not stand in a text that everybody can read, in the languages of our customers' texts. It advises. */
import { lazy } from '../../../../src/core/lazy.ts';

/** Links, names and what only looks like a number are taken out first, so that a date is no phone number. */
const noNumbers = lazy((): readonly RegExp[] => [
  /https?:\/\/\S+/gi,
  /\d{4}-\d{2}-\d{2}/g,
  /\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:\d{4}|\d{2})?(?!\d)/g,
  /\d{1,2}[.:h]\d{2}(?!\d)/g,
  /(?:19|20)\d{2}\s?[-–/]\s?(?:19|20)?\d{2}(?!\d)/g,
  /[$€£¥]\s?\d[\d.,\s]{0,20}|\d[\d.,]{0,20}\s?(?:[$€£¥%]|EUR|USD|GBP|CHF|euros?|dollars?|km|kg|ml|cm|mm|GB|MB)(?!\w)/gi,
]);

/** At most what a mail address may have (RFC 5321, 4.5.3.1), so that a long text is read at once. */
const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+/;
/** Seven digits at least, as people write them: with a plus or a zero in front, in groups or not. */
const PHONE = /(?<![\w#])(?:\+|\(?0)[\d\s()./-]{5,18}\d(?!\w)/g;
const PHONE_DIGITS_MIN = 7;
const PHONE_DIGITS_MAX = 15;
/** Digits with what shops put before them: #10234, AB-12345, 2026-00017; or six and more by themselves. */
const NUMBER = /(?<!\w)(?:#\s?\d{3,}|[A-Z]{1,5}[-_ ]?\d{4,}[\w-]*|\d{4}-\d{3,}|\d{6,})(?!\w)/;
const IBAN = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/;

/** Names of streets begin with a capital: "5 people in the way" is no address. */
const streets = lazy((): readonly RegExp[] => [
  /\b\d{1,5}[a-z]?,? (?:[A-Z][\w.’'-]{0,30} ){1,4}(?:[Ss]treet|St|[Rr]oad|Rd|[Aa]venue|Ave|[Ll]ane|Ln|[Dd]rive|Close|Court|[Ss]quare|[Tt]errace|Way)\b/,
  /\p{Lu}[\p{L}.-]{0,40}(?:straße|strasse|str\.|gasse|allee|platz|weg|straat|laan|plein|gracht) \d{1,4}(?!\d)/u,
  /\b\d{1,4}(?: ?bis)?,? (?:rue|avenue|boulevard|place|chemin|impasse|quai) (?:(?:de|du|des|la|le|les) |l[’']){0,3}\p{Lu}/u,
  /(?<!\p{L})(?:[Cc]alle|[Aa]venida|[Pp]laza|[Pp]aseo|[Vv]ia|[Vv]iale|[Pp]iazza|[Cc]orso|[Vv]icolo) (?:d[ei]l? |la |los? )?(?:\p{Lu}[\p{L}.’'-]{0,30},? ){1,4}(?:n[º°.o]{0,2} ?)?\d{1,4}(?!\d)/u,
  /(?<!\p{L})(?:[Rr]ua|[Tt]ravessa|[Ll]argo|[Pp]raça) (?:d[aeo]s? )?(?:\p{Lu}[\p{L}.’'-]{0,30},? ){1,4}(?:n[º°.o]{0,2} ?)?\d{1,4}(?!\d)/u,
  /(?<!\p{L})(?:ul|al|os|pl)\. ?(?:[\p{Lu}\d][\p{L}\d.-]{0,30} ){1,4}\d{1,4}(?!\d)/u,
  /شارع\s\p{L}/u,
  /\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b/,
]);

/** @returns what is in it, each as "a phone number"; nothing twice */
export function privateIn(text: string): string[] {
  const rest = noNumbers().reduce((left, each) => left.replace(each, ' '), text.replace(EMAIL, ' '));
  const withoutBank = rest.replace(IBAN, ' ');
  const phones = [...withoutBank.matchAll(PHONE)].filter(([found]) => {
    const digits = found.replace(/\D/g, '').length;
    return digits >= PHONE_DIGITS_MIN && digits <= PHONE_DIGITS_MAX;
  });
  const numbers = phones.reduce((left, [found]) => left.replace(found, ' '), withoutBank);
  return [
    ...(EMAIL.test(text) ? ['an e-mail address'] : []),
    ...(phones.length ? ['a phone number'] : []),
    ...(withoutBank === rest ? [] : ['a bank account']),
    ...(NUMBER.test(numbers) ? ['an order or customer number'] : []),
    ...(streets().some(each => each.test(rest)) ? ['a postal address'] : []),
  ];
}

/** "your order number", in each language; between them a word or two. */
const yours = lazy((): readonly RegExp[] => [
  /\byour (?:[\w-]{1,20} ){0,2}(?:e-?mail|phone|telephone|mobile|address|number|order (?:no|id)|reference|date of birth|birthday|password|pin|name|account|card)\b/i,
  /\b(?:deine?n?|ihre?n?|eure?n?) (?:\p{L}{1,20} ){0,2}(?:e-?mail|mail|telefon|handy|adresse|anschrift|rufnummer|\p{L}{0,20}nummer|geburtsdatum|passwort|pin|namen?|konto)/iu,
  /\b(?:votre|vos|ton|ta|tes) (?:\p{L}{1,20} ){0,2}(?:e-?mail|mail|courriel|adresse|téléphone|numéro|date de naissance|mot de passe|nom|compte|carte)/iu,
  /\b(?:tu|su|tus|sus|vuestr[oa]) (?:\p{L}{1,20} ){0,2}(?:correo|e-?mail|dirección|teléfono|móvil|número|fecha de nacimiento|contraseña|nombre|cuenta|tarjeta)/iu,
  /\b(?:tu[oa]|su[oa]|vostr[oa]) (?:\p{L}{1,20} ){0,2}(?:e-?mail|indirizzo|telefono|cellulare|numero|data di nascita|password|nome|conto|carta)/iu,
  /\b(?:je|jouw|uw|jullie) (?:\p{L}{1,20} ){0,2}(?:e-?mail|mailadres|adres|telefoon|mobiele|\p{L}{0,20}nummer|geboortedatum|wachtwoord|naam|rekening)/iu,
  /(?<!\p{L})(?:seus?|suas?|teus?|tuas?|vossos?|vossas?) (?:\p{L}{1,20} ){0,2}(?:e-?mail|morada|endereço|telefone|telemóvel|celular|número|data de nascimento|senha|palavra-passe|nome|conta|cartão)/iu,
  /(?<!\p{L})(?:tw[oó]j\p{L}{0,3}|sw[oó]j\p{L}{0,3}|pan[ai]|państwa) (?:\p{L}{1,20} ){0,2}(?:e-?mail\p{L}*|adres\p{L}*|telefon\p{L}*|numer\p{L}*|dat[aęy] urodzenia|hasł\p{L}*|imi\p{L}*|nazwisk\p{L}*|kont\p{L}*|kart\p{L}*)/iu,
  /(?:رقم|عنوان|بريد|هاتف|كلمة|اسم|حساب)(?:\p{L}{0,20}| \p{L}{1,20})ك(?!\p{L})/u,
]);
const asking = lazy(
  () =>
    /\?|؟|\b(?:send|tell|give|share|post|provide|confirm|need|reply with|let (?:us|me) (?:know|have)|schick\p{L}*|send\p{L}*|nenn\p{L}*|teil\p{L}*|gib|geben|brauchen|benötigen|verrat\p{L}*|envo\p{L}*|donne\p{L}*|indique\p{L}*|communique\p{L}*|besoin|env[ií]\p{L}*|manda\p{L}*|dinos|díganos|indica\p{L}*|necesitamos|invi\p{L}*|comunic\p{L}*|serve|bisogno|stuur|geef|vermeld|nodig|envi\p{L}*|precisamos|prosimy|proszę|poda\p{L}*|prześl\p{L}*|wyślij\p{L}*|potrzebujemy)(?!\p{L})|(?:أرسل|ارسل|أعط|اعط|زود|شارك)/iu,
);
const privately = lazy(
  () =>
    /(?<!\p{L})(?:dm|pm|mp|pn|privat\p{L}*|privé\p{L}*|privad\p{L}*|prywatn\p{L}*|direct message|direktnachricht\p{L}*|الخاص|خاصة)(?!\p{L})/iu,
);

/** Whether somebody is asked for what they should not write where everybody reads it. */
export function asksForPrivate(text: string): boolean {
  return sentences(text).some(
    each => asking().test(each) && !privately().test(each) && yours().some(pattern => pattern.test(each)),
  );
}

function sentences(text: string): string[] {
  return text.split(/(?<=[.!?؟])\s+|\n+/);
}
