/** How a reply sounds: shouting, and an apology with nothing behind it. Pure. */
import { folded, sentencesOf, wordsOf } from './texts.ts';
import { saysWhen } from './time-words.ts';

/** Written in capitals by everybody. */
const ALLOWED = new Set(
  `OK FAQ PDF USB UK US USA EU UAE VAT MWST UST GMBH LTD LLC INC PLC KG AG SA SAS SRL SPA BV NV SL LDA IBAN BIC SWIFT SEPA DHL UPS GLS DPD
  FEDEX TNT DPDP USPS PIN PUK CVV CVC SMS MMS SIM ID IDS PC TV CD DVD LED LCD HDMI URL HTTP HTTPS HTML API APP GPS NFC WIFI WLAN VPN
  ATM ETA ASAP FYI TBC TBA EUR GBP USD CHF PLN AM PM CET CEST GMT UTC BST EST PST AGB DSGVO GDPR RGPD DIN ISO EN CE UV XL XXL XS BMW VW
  IKEA HP IBM NASA COVID NHS GP MRI AC DC KW KWH RMA SKU EAN ISBN QR CEO HR IT PR FAO RE PS NB CC BCC AKA DIY VIP RSVP OTP CSV XLS XLSX
  DOC DOCX PNG JPG JPEG GIF MP MP3 MP4 ZIP ORDER-ID IMEI MAC DNS IP LAN RAM SSD HDD CPU GPU LP EP BBQ B2B NHS DVLA HMRC PAYPAL VISA AMEX
  SEPA BACS IVA TVA TVH NIF CIF DNI SIRET RIB NIP PESEL REGON KVK BTW UID`
    .split(/\s+/)
    .filter(Boolean),
);
/** Small words that nobody writes in capitals but to be loud. */
const SMALL = new Set(
  `NOT NO YOU YOUR WE MUST NOW NEVER PLEASE READ STOP ALREADY DO THE AND IS ARE THIS THAT CANNOT CAN WILL HAVE TOLD WHY WHAT HOW ALL ANY
  NICHT KEIN SIE IHR WIR BITTE JETZT NIE DAS IST MÜSSEN SCHON ALLES NON PAS VOUS NOUS JAMAIS MAINTENANT DÉJÀ NO USTED NUNCA AHORA YA POR
  FAVOR MAI ADESSO LEI NIET GEEN NU NOOIT U MOET AL NIE PROSZĘ TERAZ JUŻ NIGDY NÃO VOCÊ JÁ AGORA`
    .split(/\s+/)
    .filter(Boolean),
);
/** Of the word before two marks; a longer one is cut. */
const BANG_CHARS_MAX = 24;
/** Letters of a word that is loud by itself beside another one. */
const LOUD_LETTERS_MIN = 4;

/** @param known words that the customer or the thread wrote in capitals: names and codes @returns the loud words, or null */
export function shoutingIn(reply: string, known: string): string | null {
  const bangs = /!!+|!\?|\?!|\?{3,}/.exec(reply);
  if (bangs)
    return (
      reply
        .slice(Math.max(0, bangs.index - BANG_CHARS_MAX), bangs.index)
        .split(/\s/)
        .at(-1) + bangs[0]
    );
  const there = new Set(wordsOf(known));
  const words = [
    ...reply
      .replace(/https?:\/\/\S+|[^\s@]{1,64}@\S+/g, ' ')
      .matchAll(/(?<![\p{L}\p{N}_./#-])\p{Lu}[\p{Lu}'’]+(?![\p{L}\p{N}_/]|-\p{N})/gu),
  ];
  const loud = words.filter(([word]) => !ALLOWED.has(word) && !there.has(word));
  const clear = loud.filter(([word]) => SMALL.has(word) || word.length >= LOUD_LETTERS_MIN);
  // A name in capitals stands again and again; what is shouted are different words, or a small one.
  const different = new Set(clear.map(([word]) => word)).size;
  if (loud.length < 2 || clear.length === 0 || (different < 2 && !clear.some(([word]) => SMALL.has(word)))) return null;
  return [...new Set(clear.map(([word]) => word))].slice(0, 3).join(' ');
}

/** Sorry, in each language that we write to customers in; texts are folded. */
const SORRY =
  /(?<!\p{L})(?:sorry|apologi[sz]e|apologi[sz]ing|apolog(?:y|ies)|regret|forgive us|tut (?:mir|uns) (?:\p{L}+ )?leid|entschuldig\p{L}*|bedauern|bedauere|verzeihung|verzeihen|desolee?s?|excus\p{L}*|regrett\p{L}+|pardon|navree?s?|lo siento|lo sentimos|sentimos|lamento|lamentamos|disculp\p{L}+|perdon\p{L}*|mi dispiace|ci dispiace|spiacenti|spiacente|scus\p{L}+|rammaric\p{L}+|sorry|spijt|excuses|verontschuldig\p{L}*|betreuren|przepraszam\p{L}*|przykro|przeprosiny|ubolewamy|desculp\p{L}+|lamento|pedimos desculpa|sinto muito|sentimos muito|نعتذر|آسف\p{L}*|نأسف)(?!\p{L})/u;
/** What often stands around it and helps nobody either. */
const EMPTY =
  /(?<!\p{L})(?:understand|frustrat\p{L}+|inconvenien\p{L}+|thank you|thanks|patience|disappoint\p{L}+|experience|feedback|important to us|value|seriously|upset\p{L}*|annoy\p{L}+|hear(?:ing)? (?:that|this|about)|should(?:n't| not) have happened|not the (?:service|standard|experience)|standards?|hope you|regards|sincerely|verstehen|verstandnis|unannehmlichkeit\p{L}*|geduld|danke|vielen dank|frust\p{L}*|arger\p{L}*|wichtig|grusse?n?|compren\p{L}+|desagrement\p{L}*|gene|merci|patience|cordialement|frustration|decu\p{L}*|compren\p{L}+|entend\p{L}+|molesti\p{L}+|inconvenient\p{L}*|gracias|paciencia|saludos|capi\p{L}+|comprend\p{L}+|disagi\p{L}*|inconvenient\p{L}*|grazie|pazienza|saluti|begrijp\p{L}*|begrip|ongemak|bedankt|dank|geduld|groet\p{L}*|rozumi\p{L}+|niedogodn\p{L}+|dziekuj\p{L}+|cierpliw\p{L}+|pozdrawiam\p{L}*|entend\p{L}+|compreend\p{L}+|transtorno\p{L}*|incomodo\p{L}*|obrigad\p{L}+|paciencia|cumprimentos)(?!\p{L})/u;
/** Something is done, asked, told or offered. */
const ACTS =
  /[?¿]|https?:|www\.|\S@\S|(?<!\p{L})(?:refund\p{L}*|replac\p{L}+|repair\p{L}*|sent|send\p{L}*|ship\p{L}*|return\p{L}*|voucher|discount|credit\p{L}*|check\p{L}*|look(?:ing|ed)? into|investigat\p{L}+|contact\p{L}*|call\p{L}*|e-?mail\p{L}*|let (?:me|us|you)|please (?!accept|be assured|know that|excuse|forgive|bear|understand)|click|follow\p{L}*|step\p{L}*|(?:i|we)(?:'ve| have)(?: \p{L}+)? (?:now|already|just|\p{L}+ed)|(?:i|we)(?:'ll| will)|because|due to|available|unable|unfortunately|cannot|can't|need\p{L}*|help you (?:with|to)|assist\p{L}*|here to help|working on|fixed|resolv\p{L}+|provid\p{L}+|offer\p{L}*|would like to|erstatt\p{L}+|ersatz|ersetz\p{L}+|schick\p{L}+|gesendet|send\p{L}+|pruf\p{L}+|melden|rufen|bitte (?!um (?:entschuldigung|verzeihung|verstandnis)|entschuldig\p{L}*|verzeih\p{L}*|vielmals)|haben (?:wir|ich)|habe ich|werden|konnen|leider|wegen|gutschein|rembours\p{L}+|rempla\p{L}+|envo\p{L}+|verifi\p{L}+|contact\p{L}+|rappel\p{L}+|veuillez (?!accepter|agreer|nous excuser|excuser|recevoir)|malheureusement|avons (?!bien conscience)|allons|vais|reembols\p{L}+|reempla\p{L}+|envi\p{L}+|revis\p{L}+|hemos|vamos a|voy a|por favor(?!,? (?:acepte|disculp|perdon))|lamentablemente|rimbors\p{L}+|sostitu\p{L}+|invi\p{L}+|verific\p{L}+|abbiamo|purtroppo|per favore|terugbetal\p{L}+|vervang\p{L}+|stur\p{L}+|verstuur\p{L}+|controle\p{L}+|hebben (?:wij|we)|helaas|kunt|zullen|alstublieft|zwroc\p{L}+|wysl\p{L}+|wysla\p{L}+|wymien\p{L}+|sprawdz\p{L}+|prosze (?!przyjac|o wybaczenie)|niestety|substitu\p{L}+|infelizmente|temos|tenemos)(?!\p{L})/u;
const COURTESY =
  /^(?:\P{L}*)(?:dear|hi|hello|hey|good (?:morning|afternoon|evening)|hallo|liebe[rs]?|sehr geehrt\p{L}*|guten (?:tag|morgen)|bonjour|bonsoir|chere?|madame|monsieur|hola|buen[oa]s|estimad[oa]|ciao|salve|gentile|buongiorno|car[oa]|beste|geachte|dag|goed\p{L}+|czesc|dzien dobry|szanown\p{L}+|drog[ia]|ola|bom dia|boa tarde|prezad[oa]|best(?: wishes| regards)?|kind (?:regards|wishes)|regards|yours|sincerely|cheers|all the best|warm regards|many thanks|mit freundlichen|freundliche|viele grusse|liebe grusse|beste grusse|cordialement|bien a vous|saludos|atentamente|un saludo|cordiali saluti|distinti|met vriendelijke|groet\p{L}*|pozdrawiam|z powazaniem|com os melhores|cumprimentos|atenciosamente)(?!\p{L})/u;
/** Longer than this a reply says more than sorry. */
const APOLOGY_WORDS_MAX = 90;

/** @returns the apology that stands alone, or null */
export function emptyApologyIn(reply: string): string | null {
  if (wordsOf(reply.slice(0, 2_000)).length > APOLOGY_WORDS_MAX) return null;
  let apology: string | null = null;
  for (const sentence of sentencesOf(reply)) {
    const plain = folded(sentence);
    const words = wordsOf(plain);
    const isSorry = SORRY.test(plain);
    // "Sorry, the blue one is sold out": what follows is the news.
    if (
      isSorry &&
      !EMPTY.test(plain) &&
      /^\P{L}*\p{L}+(?:,|:| but|,? aber|,? mais|,? pero|,? ma) (?:\p{L}+ ){3}/u.test(plain)
    )
      return null;
    if (ACTS.test(plain) || saysWhen(plain) || /\d/.test(plain)) return null;
    if (isSorry) apology ??= sentence;
    // Other words that are neither courtesy nor comfort say something.
    else if (!EMPTY.test(plain) && !COURTESY.test(plain) && words.length > 3) return null;
  }
  return apology;
}
