/** The headers of a quoted message as mail programs write them out above it, in the languages they speak. */
import { plainForm } from './plain-form.ts';

export type HeaderKind = 'from' | 'date' | 'to' | 'subject' | 'other';

/** Names of headers as Outlook and others write them; small letters. A name that could be two is the first of them. */
const HEADER_KEYS: Record<HeaderKind, string> = {
  from: 'from|von|de|fra|från|van|da|od|от|expéditeur|remitente|mittente|lähettäjä|kimden|gönderen|feladó|de la|expeditor|από|от кого|від|发件人|寄件者|寄件人|差出人|送信者|送信元|보낸 사람|보낸사람|מאת|من|المرسل|از|فرستنده|od kogo|nadawca|odesílatel|odosielateľ|pošiljatelj|šalje|saatja|nuo|no|dari|từ|จาก|प्रेषक',
  date: 'date|message du|sent|sent at|sent on|datum|gesendet|gesendet am|envoyé|envoyé le|fecha|enviado|enviado el|enviada|enviada em|enviado em|data|inviato|verzonden|dato|sendt|skickat|data wysłania|wysłano|wysłane|отправлено|дата|надіслано|відправлено|изпратено|изпратено на|lähetetty|päivämäärä|päiväys|gönderilme|gönderme tarihi|tarih|gönderildi|odesláno|odoslané|odoslaná|dátum|küldve|elküldve|trimis|ημερομηνία|εστάλη|στάλθηκε|发送时间|发送日期|日期|寄件日期|傳送時間|時間|时间|送信日時|日時|日付|보낸 날짜|날짜|보낸 시간|תאריך|נשלח|تاريخ|التاريخ|تاريخ الإرسال|تم الإرسال|أرسلت|تاریخ|ارسال شده|تاریخ ارسال|poslano|poslato|saadetud|išsiųsta|nosūtīts|dikirim|terkirim|tanggal|ngày|gửi|đã gửi|vào lúc|วันที่|ส่ง|ส่งเมื่อ|enviat|दिनांक|भेजा गया',
  to: 'to|an|à|a|para|aan|til|till|do|dla|кому|vastaanottaja|kime|alıcı|komu|címzett|către|προς|до|收件人|收件者|宛先|받는 사람|받는사람|אל|إلى|المستلم|به|گیرنده|za|prima|saaja|adressaat|kam|kepada|ke|tới|đến|destinataire|destinatario|destinatari|destinatar|adresat|adresát|odbiorca|příjemce|príjemca|prejemnik|primatelj|recipient|empfänger|ontvanger|mottagare|modtager|mottaker|получатель|отримувач|per a|ถึง|प्रति',
  subject:
    'subject|betreff|objet|asunto|oggetto|onderwerp|emne|ämne|temat|тема|относно|aihe|otsikko|konu|předmět|predmet|zadeva|tárgy|subiect|θέμα|assunto|assumpte|主题|主旨|主題|件名|제목|נושא|الموضوع|موضوع|teema|tema|temats|subjek|perihal|chủ đề|tiêu đề|เรื่อง|หัวเรื่อง|विषय',
  other:
    'cc|bcc|kopie|kopia|copie|copia|kopi|cópia|másolat|kopio|bilgi|dw|kópia|reply-to|antwort an|répondre à|копия|копія|копие|κοιν|抄送|副本|참조|עותק|نسخة|رونوشت|สำเนา|tembusan|attachments|attachment|anlagen|anlage|anhang|anhänge|pièces jointes|pièce jointe|allegati|allegato|adjuntos|datos adjuntos|anexos|bijlage|bijlagen|vedlegg|vedhæftet|vedhæftede filer|bifogade filer|liitteet|załączniki|přílohy|prílohy|mellékletek|atașamente|вложения|вкладення|ekler|附件|添付ファイル|첨부파일|importance|importancia|importância|importanza|urgentie|vigtighed|prioritet|tärkeys|ważność|důležitost|важность|wichtigkeit|priorität|priority|organisation|organization',
};
const KEY_OF = new Map<string, HeaderKind>();
for (const [kind, keys] of Object.entries(HEADER_KEYS))
  for (const key of keys.split('|')) if (!KEY_OF.has(key)) KEY_OF.set(key, kind as HeaderKind);

/** A clock, in the ways the world writes it. */
export const TIME = /\b\d{1,2}\s?[:.hH時]\s?\d{2}\b|\b\d{1,2} ?(am|pm)\b|\d{1,2}\s?[시时時点]/i;
/** A day: with its year, as numbers, or with the name of its month. The Thai year is 543 ahead. */
export const DAY_PATTERN =
  /\b\d{1,2}\b.{0,24}\b(19|20|25)\d{2}\b|\b(19|20|25)\d{2}[-/.年년]\s?\d{1,2}|\b(19|20|25)\d{2}\.? \p{L}{3,}\.? \d{1,2}\b|\b\d{1,2}[-/.]\s?\d{1,2}[-/.]\s?\d{2,4}\b|\b\d{1,2}[. ]\s?\p{L}{3,}/u;

/** Which header of a quoted message a line is: `From: ...`, `*Von:* ...`, `> Date: ...`. */
export function headerKind(line: string): HeaderKind | null {
  if (line.length > 500) return null;
  const found = /^[\s>*_|]*(\p{L}[\p{L}\p{M} '-]{0,20}?)\s?[*_]*\s?[:：][*_]*/u.exec(plainForm(line));
  return found ? (KEY_OF.get(found[1]!.trim().toLowerCase()) ?? null) : null;
}

/** A day and a time: what programs write behind "Sent:". */
export function isExact(line: string): boolean {
  const text = plainForm(line.slice(0, 200));
  return DAY_PATTERN.test(text) && TIME.test(text);
}

/** A day stands in it; what a clock shows is none ("10:05 skrev"). */
export function hasDay(line: string): boolean {
  return DAY_PATTERN.test(plainForm(line).replace(new RegExp(TIME, 'gi'), ' '));
}
