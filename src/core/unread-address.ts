/**
 * Addresses behind which, as they say themselves, nobody reads: `no-reply@`, `nicht-antworten@`, `ne_pas_repondre@`.
 * Words of many languages, written with any characters between them, before or after other words, or in the domain.
 */
import { lazy } from './lazy.ts';

/** Without characters between the words and without accents, in their shortest form: what ends a word may follow. */
const unreadWords = lazy(() =>
  [
    // English
    'noreply noreplies noreplay donotreply dontreply donotrespond dontrespond donotanswer dontanswer donotemail dontemail neverreply cannotreply cantreply noresponse norespond noanswer nofeedback noinbox sendonly outgoingonly unattended unmonitored notmonitored nolongermonitored',
    // German, Dutch
    'nichtantwort nichtbeantwort keineantwort keinereply antwortnichtmoeglich antwortennichtmoeglich antwortnichtmöglich antwortennichtmöglich nurversand nursenden nietbeantwoord nietantwoord nietreageren geenantwoord geenreply geenreactie nietterugmailen',
    // French, Spanish, Catalan, Galician, Basque
    'nepasrepond nerepondrepas nerepondezpas nerepondspas pasdereponse sansreponse nonreponse noreponse noresponder norespond noresponda norespuesta sinrespuesta nocontest norespon senseresposta nonresponder nonrespond ezerantzun',
    // Italian, Portuguese, Romanian
    'nonrispond norispond norisposta nessunarisposta senzarisposta naorespond naomonitorado naoleia semresposta nuraspund fararaspuns',
    // Swedish, Danish, Norwegian, Icelandic, Finnish, Estonian, Latvian, Lithuanian
    'svaraej svarainte ejsvar intesvar ingetsvar ingasvar svarikke ikkesvar ikkebesvar maikkebesvares besvarikke kanikkebesvares intetsvar ingensvar svarekke svarikkje ikkjesvar ekkisvara svaridekki alavastaa eivastaus eivastata alkaavastako aravasta vastamitte mittevastata neatbild bezatbildes neatsaky',
    // Polish, Czech, Slovak, Hungarian
    'nieodpowiad bezodpowiedzi brakodpowiedzi neodpovid neodpovid bezodpovedi neodpoved nereaguj nevalaszol nevalasz nemvalaszol nincsvalasz',
    // Slovenian, Croatian, Serbian, Bosnian
    'neodgovarj brezodgovora neodgovar nemojteodgovar bezodgovora ненодговар неодговар',
    // Turkish, Albanian, Irish, Welsh
    'cevaplamay cevapverme cevapyok cevaplanamaz yanitlamay yanitverme yanityok mospergjigj mosupergjigj nafreagair peidiwchateb',
    // Greek, Russian, Ukrainian, Belarusian, Bulgarian; in their own letters and in ours
    'μηναπαντ χωρισαπαντηση minapant χωριςαπαντηση неотвеча безответа neotvech bezotveta невідповід безвідповіді nevidpovid неадказв неотговар безотговор neotgovar',
    // Indonesian, Malay, Vietnamese, Filipino, Swahili
    'janganbalas jangandibalas janganmembalas tidakdibalas tidakperludibalas khongtraloi dungtraloi khongphanhoi vuilongkhongtraloi huwagsumagot huwagtumugon usijibu',
    // Hebrew, Arabic, Persian, Hindi, Thai
    'נאלאלהשיב איןלהשיב ללאמענה אלתשיב לאלהשיב latarod ladtarod لاترد بدونرد عدمالرد پاسخندهید جوابندهید उत्तरनदें ห้ามตอบกลับ ไม่ต้องตอบกลับ',
    // Japanese, Chinese, Korean
    '返信不可 返信不要 返信しない 送信専用 配信専用 henshinfuka henshinfuyo soshinsenyo soushinsenyo haishinsenyo 请勿回复 勿回复 不要回复 无需回复 請勿回覆 勿回覆 無需回覆 qingwuhuifu wuhuifu buyaohuifu 발신전용 회신불가 회신금지 balsinjeonyong',
    // Programs that send and never read
    'mailerdaemon maildaemon automailer automaticmail automatedmail',
  ]
    .join(' ')
    .split(' ')
    .map(bare),
);
/** Words that are names and places too: only where they are the whole of what stands before the @. */
const ALONE = new Set(['nobody', 'unread', 'devnull', 'norep', 'nomail', 'noemail', 'noreturn', 'notreply']);
/** At the start of a word, or of words that were written apart. Whoever reads `casinoreply` must not be taken for one. */
const starts = lazy(() => new RegExp(`^(?:${unreadWords().join('|')})`, 'u'));
/** At the end of a word (`shopnoreply`): behind a vowel it is the end of another one (`latino-reply`). */
const ends = lazy(
  () =>
    new RegExp(
      `[^aeiouy](?:${unreadWords()
        .filter(each => each.length >= 7)
        .join('|')})$`,
      'u',
    ),
);
/** Words of one address that are looked at; and how many are joined. */
const WORDS_MAX = 12;
const TOGETHER_MAX = 5;

/** @param address a mail address; anything else is read by somebody, as far as is known */
export function isUnread(address: string): boolean {
  const at = address.lastIndexOf('@');
  if (at < 0) return false;
  const words = wordsOf(address.slice(0, at));
  return ALONE.has(words.join('')) || saysSo(words) || saysSo(wordsOf(address.slice(at + 1)));
}

function wordsOf(part: string): string[] {
  return part
    .split(/[^\p{L}\p{M}]+/u)
    .map(bare)
    .filter(Boolean)
    .slice(0, WORDS_MAX);
}

function saysSo(words: string[]): boolean {
  return words.some((word, i) => starts().test(words.slice(i, i + TOGETHER_MAX).join('')) || ends().test(word));
}

function bare(word: string): string {
  return word
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ı', 'i')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .normalize('NFD')
    .replace(/[\p{M}'’]/gu, '')
    .replaceAll('ς', 'σ');
}

/** Mailboxes of machines and lists: a copy there reaches nobody, or everybody. */
const MACHINE =
  /^(mailer-daemon|postmaster|bounces?|notifications?|newsletter|list|listserv|majordomo)([+._-].*)?@|-(request|owner|bounces|list)@/i;

/** A machine, a mailing list, or an address that nobody reads. */
export function isMachine(address: string): boolean {
  return MACHINE.test(address) || isUnread(address);
}
