/** How mail programs announce a quoted message, in the languages they speak. Data and small tests of single lines. */
import { plainForm } from './plain-form.ts';
import { DAY_PATTERN, TIME } from './quote-headers.ts';

/** Words with which a sentence says that somebody wrote what follows; in scripts without blanks they stand anywhere. */
const WROTE =
  /(?:^|[\s>,"')\]])(wrote|writes|sent|schrieb|schrieben|geschrieben|a [ée]crit|[ée]crit|escribi[óo]|ha escrito|va escriure|escreveu|ha scritto|scrisse|schreef|geschreven|skrev|skrifaði|napisał(?:\(a\)|a)?|napisana przez|pisze|napisal(?:\(a\)|a|i)?|napsal(?:\(a\)|a|i)?|napísal(?:\(a\)|a|i)?|написал(?:а|\(а\))?|пишет|писал|написав(?:\(ла\))?|написала|пише|написа|kirjoitti|yazdı|yazmış|írta|a scris|έγραψε|đã viết|kirjutas|rakstīja|rakstė|rašė|napisao je|napisao\/la je|napisala|napisal|menulis|wrote on|כתב(?:\/ה|ה)?|كتب|كتبت?|تمت كتابة|نوشت|ने लिखा|님이 (?:작성|씀)|작성)(?=$|[\s:：>,(/-])|写道|寫道|のメール|さんは書きました|さんが書きました|작성(?:했|하였)|เขียน/iu;
/** "In your mail you wrote": a person's own sentence, unless the date is as exact as a program's. */
const OWN_SENTENCE =
  /\b(you|i|we|they|he|she|ich|sie|wir|du|vous|j'ai|nous|tu|usted) (wrote|sent|schrieb|schrieben|[ée]crit|escribi)|\b(my|your|our|his|her|their|the|mein|meine|ihr|ihre|unser|der|die|das|mon|ma|votre|mi|su|el|mijn|uw|min|din) \p{Ll}[\p{L}]+ (wrote|sent|schrieb|a [ée]crit|escribió|schreef|skrev)/iu;
const PROGRAM_TO_YOU =
  /^(at|on|am|le|el|op|den|em|il) .{6,80}\b(you wrote|schrieben sie|schriebst du|vous avez écrit|vous écriviez|usted escribió|u schreef|skrev du)\s?:$/i;
/** The Bat! and its kin begin with the weekday: `Monday, October 3, 2022, 10:00:00 AM, you wrote:`. */
const BAT_TO_YOU =
  /^\p{L}{3,14}, .{6,50}\d{1,2}:\d{2}:\d{2}.{0,20}\b(you wrote|schrieben sie|schriebst du|vous avez écrit|vous écriviez|usted escribió|вы писали|ви писали|pisałe?ś|pan\S* napisał|psal jste|ha scritto|skrev du|u schreef)\s?:$/iu;
/** Gmail in Catalan says it with a noun: `Missatge de Ann <ann@x> del dia dl., 3 d’oct. 2022 a les 10:00:`. */
const NOUN_FIRST =
  /^(missatge de|mensaje de|mensagem de|message de|messaggio di|mesazh nga) .{3,200} (del dia|del día|do dia|du|del|i datës) /iu;
/** Horde and its kin: `Quoting Ann <ann@x>:`. */
const QUOTING =
  /^(quoting|zitat von|citando|citando a|en réponse à|selon|citat av|citerar|citát|cytowanie|cytat|quoted from)\b/i;
/** An address in brackets: programs set it there, people seldom. */
const BOXED = /[<([]\s?(?:mailto:)?[^\s<>()@[\]]{1,100}@[^\s<>()@[\]]{1,200}\s?[>)\]]/i;
const ADDRESS = /[^\s<>"'(),:;]+@[^\s<>"'(),:;]+/;

const ORIGINAL =
  /(original|reply|quoted|ursprüngliche|originale?n?|antwort|oprindelig|d['’]origine|originele?|oorspronkelijk|ursprungligt?|alkuperäinen|opprinnelige?|oryginalna|pierwotna|исходное|оригинальное|вихідне|оригінальне|оригинално|původní|pôvodná|eredeti|orijinal|özgün|izvorna|izvirno|algne|originali|originalais|αρχικό)\s*[-–]?\s*(message|mail|e-?mail|nachricht|mitteilung|messaggio|mensaje|mensagem|missatge|meddelande|meddelelse|besked|melding|bericht|viesti|wiadomość|сообщение|повідомлення|съобщение|писмо|лист|zpráva|správa|üzenet|levél|mesaj|[iİ]leti|e-posta|poruka|sporočilo|kiri|žinutė|ziņojums|appointment|termin|μήνυμα)|(message|messaggio|mensaje|mensagem|missatge|wiadomość|mesaj|mesajul|poruka)\s*(d['’]origine|original|originale|oryginalna|initial|inițial|izvorna)|original(nachricht|meddelande|melding|bericht)|原始(邮件|郵件|信息|訊息|消息)|原邮件|邮件原件|元のメッセージ|원본 ?(메시지|이메일|메일)|הודעה מקורית|الرسالة الأصلية|پیام اصلی|ข้อความ(ต้นฉบับ|เดิม)|(thư|tin nhắn|tin) gốc|pesan asli|मूल संदेश/iu;
const FORWARD =
  /(forwarded (message|by|mail|text)|weitergeleiteten? (nachricht|mail|e-mail)|message réexpédié|message transf[ée]r[ée]|transf[ée]r[ée]|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht|mensagem (encaminhada|reencaminhada)|vidarebefordrat (meddelande|brev|mejl)|videresendt (meddelelse|melding|besked|e-mail)|välitetty viesti|пересылаемое|пересланное|przekazan\p{L}*|přeposlaná|preposlaná|továbbított|mesaj redirecționat|iletilen|转发的?邮件|転送|전달된)/iu;
const FORWARD_PREFIX =
  /^\s*(?:\[[^\]]{0,60}\]\s*)?(fwd?|wg|tr|vs|rv|i|enc|doorst|fs|vb|vl|pd|r[ée]f|weitergeleitet|továbbítás|fyi|轉寄|转发|転送)\s*(?:\[\d+\])?\s*[:：]/iu;

/** The reply prefixes of mail programs. "Re: Fwd:" is a reply. */
const REPLY_PREFIX =
  /^\s*(?:\[[^\]]{0,60}\]\s*)?(re|aw|sv|antw|ref|odp|vá|ynt|回复|回覆|答复|返信|r|rif|bls|atb|res|ris)\s*(?:[[(]?\d+[\])]?)?\s*[:：]/iu;

/** `On 3 May 2026, at 10:00, Ann <ann@x> wrote:` and its kin; `quoted` says that quoted lines follow. */
export function announcesQuote(text: string, quoted: boolean): boolean {
  const line = plainForm(text).replace(/\s+/g, ' ').trim();
  if (line.length < 8 || line.length > 500) return false;
  const boxed = BOXED.test(line);
  const dated = DAY_PATTERN.test(line);
  const timed = TIME.test(line);
  const ends = /[:：]$|[-–—]{2,}$/.test(line);
  // 26.06.2014, 14:41, "Ann" <ann@x>:   and in any language   <day> <time> <name> <address>:
  const last = /<[^<>]*@[^<>]*>\s?:?$|\([^()]*@[^()]*\)\s?:$/.test(line) || (/@\S+:$/.test(line) && timed);
  if (dated && last && /^\P{Nd}{0,40}\d/u.test(line) && (line.endsWith(':') ? timed || quoted : quoted)) return true;
  if (/^\* /.test(line) && boxed && dated && ends && quoted) return true;
  if (QUOTING.test(line) && boxed && ends) return true;
  if (BAT_TO_YOU.test(line) && dated) return true;
  if (NOUN_FIRST.test(line) && boxed && dated && ends) return true;
  if (PROGRAM_TO_YOU.test(line) && dated && (timed || quoted)) return true;
  // Programs begin with a capital, or a weekday cut short; people who tell what somebody wrote often do not.
  if (/^\p{Ll}[\p{L}]*[\s,]/u.test(line) && !WEEKDAY.test(line) && !(boxed && dated && timed)) return false;
  if (!WROTE.test(line) || OWN_SENTENCE.test(line)) return false;
  if (boxed && dated && timed && (last || quoted)) return true;
  const said = ends || /(wrote|écrit|skrev|napisał|написал)$/iu.test(line);
  if (!said) return false;
  const address = ADDRESS.test(line);
  return boxed || (address && (dated || quoted)) || (dated && (timed || quoted)) || (quoted && isNameAndVerb(line));
}

const WEEKDAY =
  /^(lun|mar|mer|mié|jue|vie|jeu|ven|sam|sáb|dim|dom|tir|ons|tor|fre|man|lør|søn|mån|lör|sön|seg|ter|qua|qui|sex|ma|di|wo|do|vr|za|zo|ti|ke|to|pe|la|su|po|út|st|čt|pá|so|ne|ut|str|št|pi|pon|wt|śr|czw|pt|sob|niedz|joi|mie|sâm|sre|čet|pet|ned|uto|пн|вт|ср|чт|пт|сб|вс|нд|pirmd|otrd|trešd|ceturtd|piektd)\p{L}{0,8}[.,]?\s/u;

/** `Ann Smith wrote:` right above marked lines; "my husband wrote:" is somebody telling. */
function isNameAndVerb(line: string): boolean {
  const words = line
    .replace(/[:：]$/, '')
    .trim()
    .split(' ');
  return words.length <= 6 && words.slice(0, -1).every(word => /^[\p{Lu}\p{Lo}"'(]/u.test(word));
}

/** How announcements begin: "On", a weekday, a date. */
const STARTS =
  /^[\s>*-]*(on|am|le|el|il|il giorno|op|den|em|på|pe|în|dne|dňa|dnia|dana|þann|w dniu|vào|pada|pada tanggal|στις|на|sent from|at|date|в|kl|v v|în|em|ב|בתאריך|في|در تاریخ|ในวันที่|เมื่อ|在|quoting|zitat von|in message|(mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|lu|ma|me|gio|sab|dom|seg|ter|qua|qui|sex|man|tir|ons|tor|fre|lør|søn|mån|lör|sön|pon|wt|śr|czw|pt|sob|po|út|st|čt|pá|ti|ke|pe|la|su|пн|вт|ср|чт|пт|сб|вс|нд|понед|втор|сред|четв|пятн|субб|воскр)\p{L}{0,8}[,.]?|\d{1,4}[-/.年년 ]\s?\d?|\d{1,2}\.? \p{L}{3,}\.? (19|20)\d{2}|(19|20)\d{2} m\.|(19|20)\d{2}\. gada)[\s\d,.(،-]/iu;

export function startsAnnouncement(line: string): boolean {
  return STARTS.test(`${plainForm(line.slice(0, 60))} `);
}

/** A line without a word: `____`, `* * *`, `=====`. */
export function isRule(line: string): boolean {
  return line.length <= 200 && /^[\s>|]*(?:[-_=–—─*#~][\s>|]?){3,}$/.test(line);
}

/** `----- some words -----`: above a quote it belongs to it, in whatever language. */
export function isTitledRule(line: string): boolean {
  return line.length <= 120 && /^[\s>*]*[-_=–—]{3,}\s?[^-_=–—\s][^-_=–—]{0,60}[-_=–—]{3,}[\s*]*$/.test(line);
}

/** `-----Original Message-----`, `---- Ann wrote ----`. */
export function isDivider(line: string): boolean {
  const text = plainForm(line.slice(0, 201)).trim();
  if (text.length > 200 || !/^[>*\s]*[-_=*–—]{2,}/.test(text)) return false;
  return ORIGINAL.test(text) || (WROTE.test(text) && /[-–—]{2,}$/.test(text));
}

/** `---------- Forwarded message ---------`, `Begin forwarded message:`. */
export function isForwardMark(line: string): boolean {
  const text = line.trim();
  if (text.length > 200) return false;
  return FORWARD.test(text) && (/^[>*\s]*[-_=*–—]{2,}/.test(text) || /[:：]$/.test(text));
}

/** `Fwd:`, `WG:`, `TR:` ... at the start of a subject, not behind a "Re:". */
export function isForwardSubject(subject: string | null): boolean {
  return subject !== null && FORWARD_PREFIX.test(subject) && !REPLY_PREFIX.test(subject);
}

/** `Re:`, `AW:` ... at the start of a subject. */
export function isReplySubject(subject: string): boolean {
  return REPLY_PREFIX.test(subject);
}

/** A subject without its prefixes, for comparing and for answering. */
export function bareSubject(subject: string): string {
  let rest = subject;
  for (let i = 0; i < 10; i++) {
    const next = rest.replace(REPLY_PREFIX, '').replace(FORWARD_PREFIX, '').trim();
    if (next === rest) break;
    rest = next;
  }
  return rest;
}
