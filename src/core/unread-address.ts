/**
 * Addresses behind which, as they say themselves, nobody reads: `no-reply@`, `nicht-antworten@`, `ne_pas_repondre@`.
 * Words of many languages, written with any signs between them, before or after other words, or in the domain.
 */

/** Without signs between the words and without accents. Of each language the forms that are met: do not, please do not, no. */
const SAYS_SO = [
  // English
  'noreply noreplies noreplay notreply donotreply dontreply donotrespond dontrespond neverreply cannotreply noresponse norespond noanswer donotanswer noreturn norep nomail noemail unattended unmonitored notmonitored unread nobody devnull',
  // German, Dutch
  'nichtantworten nichtantwort keineantwort antwortnichtmoeglich nichtbeantworten keinereply nietbeantwoorden nietantwoorden nietreageren geenantwoord geenreply geenreactie nietterugmailen',
  // French, Spanish, Catalan, Galician, Basque
  'nepasrepondre pasdereponse nerepondezpas nerepondspas sansreponse nonreponse noresponder norespondas norespondan noresponda norespondais norespuesta sinrespuesta nocontestar nocontestes nocontestesaeste norespondre norespongueu senseresposta nonresponder nonrespondas ezerantzun',
  // Italian, Portuguese, Romanian
  'nonrispondere nonrispondete nonrispondi norisposta nessunarisposta senzarisposta naoresponda naoresponder naorespondas naorespondam semresposta nuraspunde nuraspundeti nuraspundeţi fararaspuns',
  // Swedish, Danish, Norwegian, Icelandic, Finnish, Estonian, Latvian, Lithuanian
  'svaraej svarainte ejsvara intesvara ingetsvar ingasvar svarikke ikkesvar besvarikke kanikkebesvares intetsvar ingensvar svarekke ikkjesvar ekkisvara svaridekki alavastaa eivastausta eivastata eivastauksia alkaavastako aravasta mittevastata neatbildet neatbildi bezatbildes neatsakyti neatsakykite',
  // Polish, Czech, Slovak, Hungarian
  'nieodpowiadaj nieodpowiadac nieodpowiadajnatego bezodpowiedzi neodpovidat neodpovidejte neodpovidej bezodpovedi neodpovedat neodpovedajte neodpovedaj nevalaszoljon nevalaszolj nevalasz nemvalaszol nincsvalasz',
  // Slovenian, Croatian, Serbian, Bosnian
  'neodgovarjaj neodgovarjajte brezodgovora neodgovaraj neodgovarajte neodgovarati bezodgovora ненодговарај неодговарати неодговарајте',
  // Turkish, Albanian, Maltese, Irish, Welsh
  'cevaplamayin cevaplamayiniz cevapvermeyin cevapvermeyiniz cevapyok cevaplanamaz yanitlamayin yanitlamayiniz yanitvermeyin yanityok mospergjigj mosupergjigjni tweġibx twegibx nafreagair peidiwchateb',
  // Greek, Russian, Ukrainian, Belarusian, Bulgarian; in their own letters and in ours
  'μηναπαντατε μηναπαντησετε μηναπαντας χωρισαπαντηση minapantate minapantisete неотвечать неотвечай неотвечайте безответа neotvechat neotvechay neotvechayte neotvechai bezotveta невідповідати невідповідайте безвідповіді nevidpovidaty nevidpovidajte неадказваць неотговаряй неотговаряйте безотговор neotgovaryay neotgovaryayte',
  // Indonesian, Malay, Vietnamese, Filipino, Swahili
  'janganbalas jangandibalas janganmembalas tidakdibalas tidakperludibalas khongtraloi dungtraloi khongphanhoi vuilongkhongtraloi huwagsumagot huwagtumugon usijibu',
  // Hebrew, Arabic, Persian, Hindi, Thai, Japanese, Chinese, Korean
  'נאלאלהשיב איןלהשיב ללאמענה אלתשיב latrod latarod ladtarod لاترد لاتردوا بدونرد عدمالرد پاسخندهید جوابندهید उत्तरनदें ห้ามตอบกลับ ไม่ต้องตอบกลับ 返信不可 返信不要 返信しないで 送信専用 henshinfuka henshinfuyo henshinfuyou soshinsenyo 请勿回复 勿回复 不要回复 請勿回覆 勿回覆 qingwuhuifu wuhuifu buyaohuifu 발신전용 회신불가 회신금지 balsinjeonyong',
  // Programs that send and never read
  'mailerdaemon maildaemon automailer autoemail automaticmail automatedmail',
]
  .join(' ')
  .split(' ');
const WHOLE = new Set(SAYS_SO.map(bare));
/** So long that they are meant also where they stand inside a word: `shopnoreply`, `noreplyorders`. */
const INSIDE = [...WHOLE].filter(each => each.length >= 7 && !/^(nobody|unread)/.test(each));
/** Ends like a word of the list and is none. */
const ELSE = /casinoreply|pianoreply|kinoreply/;
/** Words of one address that are looked at; a local part has 64 characters. */
const WORDS_MAX = 24;

/** @param address a mail address; anything else is read by somebody, as far as is known */
export function isUnread(address: string): boolean {
  const at = address.lastIndexOf('@');
  if (at < 0) return false;
  return saysSo(address.slice(0, at)) || saysSo(address.slice(at + 1));
}

function saysSo(part: string): boolean {
  const words = part
    .split(/[^\p{L}\p{M}]+/u)
    .map(bare)
    .filter(Boolean)
    .slice(0, WORDS_MAX);
  for (let from = 0; from < words.length; from++) {
    let joined = '';
    for (let to = from; to < words.length && joined.length < 40; to++) {
      joined += words[to];
      if (WHOLE.has(joined)) return true;
    }
    const word = words[from]!;
    if (!ELSE.test(word) && INSIDE.some(each => word.startsWith(each) || word.endsWith(each))) return true;
  }
  return false;
}

function bare(word: string): string {
  return word
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ı', 'i')
    .replaceAll('ø', 'o')
    .replaceAll('ł', 'l')
    .normalize('NFD')
    .replace(/[\p{M}'’]/gu, '');
}
