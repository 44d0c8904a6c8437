/**
 * Finds the sentence that says what a customer needs, and leaves out what was said to hurt. Their own words or nothing: a
 * sentence that cannot be cleaned is not shown. Pure.
 */
import { lazy } from '../core/lazy.ts';

/** Characters of a gist: two lines on a phone. */
const GIST_CHARS_MAX = 160;
/** Sentences that are looked at; a need that comes later than this is not the gist. */
const SENTENCES_MAX = 80;
/** Characters of a sentence that are looked at. */
const SENTENCE_CHARS_MAX = 600;
/** Below this nothing in the sentence asks for anything. */
const SCORE_MIN = 0.9;

/** A stretch of the text that must not be repeated; `whole`: nor what is said with it. */
export interface Soiled {
  start: number;
  end: number;
  whole: boolean;
}

/** Asks, in the words of each language. */
const asking = lazy(
  () =>
    /(?<![\p{L}\p{M}])(?:i(?:'d| would)? (?:really |just |still |only |do |am )*(?:want|need|like|demand|expect|require|wish|request|looking|trying|waiting|wondering|ask)|can (?:you|i|u|we|someone|somebody|it)|could (?:you|i|we|someone|somebody)|will you|would you|may i|do you|does|how (?:do|can|could|long|much|many|should|to|come)|where|when|what|which|why|who|whom|is (?:there|it|my|this|that)|are (?:there|you|my)|please|pls|plz|help|tell me|let me know|send|give me|waiting for|refund|cancel|has not|hasn't|have not|haven't|did not|didn't|never (?:arrived|received|got)|not (?:arrived|received|working)|won't|doesn't|can't|cannot|still (?:no|not|waiting)|no (?:sign|reply|answer|refund)|ich (?:möchte|will|brauche|warte|hätte)|wann|wo|wie|warum|bitte|können sie|könnt ihr|kann ich|je (?:veux|voudrais|souhaite|demande|n'ai)|pouvez|où|quand|comment|pourquoi|s'il|quiero|necesito|quisiera|dónde|donde|cuándo|cuando|cómo|como|puede|pueden|por favor|voglio|vorrei|dove|quando|come|perché|potete|può|quero|preciso|gostaria|onde|podem|pode|ik (?:wil|wacht)|wanneer|waar|hoe|kunt|kunnen|graag|alstublieft|chcę|potrzebuję|gdzie|kiedy|jak|proszę|czy|أريد|اريد|أين|اين|متى|كيف|هل|من فضلك)(?![\p{L}\p{M}])/giu,
);
/** What such messages are about. */
const aboutMatters = lazy(
  () =>
    /(?<![\p{L}\p{M}])(?:refund(?:ed|s)?|orders?|ordered|parcels?|packages?|deliver(?:y|ed|ies)?|invoices?|accounts?|cards?|passwords?|pin|appointments?|bookings?|reservations?|cancel(?:led|lation)?|returns?|replac(?:e|ed|ement)|exchange|broken|damaged|missing|late|wrong|charged?|charges|fees?|pay(?:ment|ments|ing)?|paid|money|transfers?|address|number|prices?|tickets?|flights?|subscription|receipts?|bills?|size|warranty|repair(?:ed|s)?|fit|stock|shipping|shipped|tracking|label|statement|cash|balance|top[- ]?up|exchange rate|login|log in|sign up|website|app|code|email|phone|newsletter|review|bestellung|paket|lieferung|rechnung|geld|konto|termin|rückerstattung|erstattung|geliefert|commande|colis|livraison|facture|remboursement|argent|compte|rendez-vous|pedido|paquete|envío|factura|reembolso|dinero|cuenta|cita|ordine|pacco|spedizione|fattura|rimborso|soldi|appuntamento|encomenda|entrega|fatura|reembolso|dinheiro|conta|consulta|bestelling|pakket|levering|factuur|terugbetaling|afspraak|zamówieni\p{L}*|paczk\p{L}*|dostaw\p{L}*|faktur\p{L}*|zwrot\p{L}*|pieniądze|wizyt\p{L}*|طلبي|الطلب|طرد|فاتورة|استرداد|مالي|أموالي|موعد)(?![\p{L}\p{M}])/giu,
);
/** Says hello, hopes that all are well, or ends a letter. */
const pleasant = lazy(
  () =>
    /^(?:\W*(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|guten tag|hallo|liebes?|sehr geehrte|bonjour|hola|buenos|ciao|buongiorno|olá|beste|geachte|dzień dobry|مرحبا|thanks|thank you|many thanks|cheers|regards|kind regards|best|best wishes|sincerely|yours|sent from|von meinem|gesendet|envoyé|mit freundlichen|cordialement|saludos|saluti|cumprimentos|groet|met vriendelijke|pozdrawiam)(?![\p{L}\p{M}])[^?]{0,40}$)|i hope (?:you|this)|hope (?:you|this|all)|look(?:ing)? forward|have a (?:nice|good|great)|(?:thanks|thank you) (?:so much|in advance|for your)|sent from my|i(?:'m| am) (?:writing|contacting|getting in touch) (?:to you )?(?:today|because)?\W*$/iu,
);
/** Says only how angry they are, or what they will do. */
const vents = lazy(
  () =>
    /(?<![\p{L}\p{M}])(?:ridiculous|unacceptable|disgrace(?:ful)?|joke|worst|never (?:again|shop|buy|buying|use)|terrible|awful|pathetic|disgust(?:ed|ing)|furious|fed up|sick of|ashamed|useless|incompetent|had enough|your (?:job|jobs|company|team|staff)|care about|how hard|hate|unglaublich|frechheit|unverschämt|honte|vergüenza|vergogna|vergonha|schande|skandal)(?![\p{L}\p{M}])/giu,
);

/**
 * @param soiled in order
 * @param isClean whether words are fit to be repeated
 */
export function gistOf(text: string, soiled: readonly Soiled[], isClean: (words: string) => boolean): string | null {
  let best: { words: string; score: number } | null = null;
  for (const { start, end } of sentencesOf(text)) {
    const whole = text.slice(start, end);
    if (/^\s*>/.test(whole)) continue;
    const words = cleaned(text, start, end, soiled);
    if (words === null) continue;
    const score = needOf(words) - (words === whole.trim() ? 0 : 0.25);
    if (score < SCORE_MIN || (best && best.score >= score)) continue;
    if (isClean(words)) best = { words, score };
  }
  return best && shortened(best.words);
}

/** How much a sentence asks for something. */
function needOf(words: string): number {
  const count = (pattern: RegExp, most: number) => Math.min(most, words.match(pattern)?.length ?? 0);
  const length = words.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  if (length < 2 || pleasant().test(words)) return 0;
  const asks = count(asking(), 2) + (/[?؟]\s*$/.test(words) ? 1 : 0);
  const matters = 0.8 * count(aboutMatters(), 3) + (/\d{3,}/.test(words) ? 0.5 : 0);
  const room = length < 3 ? -0.5 : Math.min(1, length / 12);
  return asks + matters + room - 0.9 * count(vents(), 2);
}

function sentencesOf(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  // A line that goes on in small letters was broken by a mail program.
  for (const { 0: part, index } of text.matchAll(
    new RegExp(`(?:[^.!?\\n؟。]|\\.(?=[\\p{L}\\p{N}])|\\n(?=\\p{Ll})){1,${SENTENCE_CHARS_MAX}}[.!?؟。]*`, 'gu'),
  )) {
    if (!/[\p{L}\p{N}]/u.test(part)) continue;
    found.push({ start: index, end: index + part.length });
    if (found.length === SENTENCES_MAX) break;
  }
  return found;
}

/** The sentence without what is soiled; null where nothing of it is left. */
function cleaned(text: string, start: number, end: number, soiled: readonly Soiled[]): string | null {
  const inside = soiled.filter(each => each.start < end && each.end > start);
  if (inside.length === 0) return tidied(text.slice(start, end));
  const kept: string[] = [];
  for (const part of partsOf(text, start, end)) {
    const here = inside.filter(each => each.start < part.end && each.end > part.start);
    let at = part.start;
    let words = '';
    for (const each of here) {
      words += text.slice(at, Math.max(at, each.start));
      at = Math.max(at, each.end);
    }
    words += text.slice(at, part.end);
    const rest = words.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
    // What is left of a part that says it says little by itself.
    if (here.some(each => each.whole) && rest < 3) continue;
    if (rest > 0) kept.push(words);
  }
  const words = tidied(kept.join(', ').replace(/[\s,]*,[\s,]*/g, ', '))
    .replace(/^(?:and|so|but|now|then|or|und|aber|oder|also)\s(?=\S+\s)/iu, '')
    .replace(/(?:[\s,]+(?:and|or|but|because|you|then|und|oder|aber|weil))+([.!?]*)$/iu, '$1');
  return words || null;
}

/** Between commas and dashes. */
function partsOf(text: string, start: number, end: number): { start: number; end: number }[] {
  const parts: { start: number; end: number }[] = [];
  let from = start;
  for (const { 0: mark, index } of text.slice(start, end).matchAll(/[,،;:–—]|\s-+\s/gu)) {
    parts.push({ start: from, end: start + index });
    from = start + index + mark.length;
  }
  return [...parts, { start: from, end }];
}

function tidied(words: string): string {
  return words
    .replace(/\s+/gu, ' ')
    .replace(/\s+([.,!?;:])/gu, '$1')
    .replace(/^[\s,;:!.'"“”*_-]+/u, '')
    .replace(/[\s,;:'"“”*_-]+$/u, '')
    .replace(/!{2,}/g, '!')
    .trim();
}

function shortened(words: string): string {
  if (words.length <= GIST_CHARS_MAX) return words;
  const cut = words.slice(0, GIST_CHARS_MAX - 1);
  const gap = cut.lastIndexOf(' ');
  return `${(gap > GIST_CHARS_MAX / 2 ? cut.slice(0, gap) : cut).toWellFormed().replace(/[\s,;:\ufffd-]+$/u, '')}…`;
}
