/** How mail programs announce a quoted message, in the languages they speak. Data and small tests of single lines. */

/** Headers of a quoted message as Outlook and others write them out; small letters. */
const HEADER_KEYS: Record<'from' | 'date' | 'to' | 'subject' | 'other', string> = {
  from: 'from|von|de|fra|från|van|da|od|от|expéditeur|remitente|mittente|lähettäjä|kimden|gönderen|feladó|de la|expeditor|από|от кого|від|发件人|寄件者|差出人|送信元|보낸 사람|보낸사람|מאת|من|od kogo|nadawca|odesílatel|odosielateľ|pošiljatelj|šalje|saatja|no|dari|từ|จาก',
  date: 'date|message du|sent|sent at|sent on|datum|gesendet|gesendet am|envoyé|envoyé le|fecha|enviado|enviado el|enviada|enviada em|enviado em|data|inviato|verzonden|dato|sendt|skickat|data wysłania|wysłano|wysłane|отправлено|дата|надіслано|lähetetty|päivämäärä|päiväys|gönderilme|tarih|gönderildi|odesláno|odoslané|dátum|küldve|elküldve|trimis|ημερομηνία|εστάλη|发送时间|日期|寄件日期|送信日時|日付|보낸 날짜|날짜|보낸 시간|תאריך|נשלח|تاريخ|التاريخ|تم الإرسال|poslano|saadetud|dikirim|tanggal|ngày|đã gửi|vào lúc|วันที่',
  to: 'to|an|à|a|para|aan|til|till|do|dla|кому|vastaanottaja|kime|alıcı|komu|címzett|către|προς|до|收件人|宛先|받는 사람|받는사람|אל|إلى|za|prima|saaja|kepada|tới|đến|destinataire|destinatario|ถึง',
  subject:
    'subject|betreff|objet|asunto|oggetto|onderwerp|emne|ämne|temat|тема|aihe|otsikko|konu|předmět|predmet|tárgy|subiect|θέμα|assunto|主题|主旨|件名|제목|נושא|الموضوع|teema|subjek|perihal|chủ đề|เรื่อง',
  other:
    'cc|bcc|kopie|kopia|copie|copia|kopi|cópia|reply-to|antwort an|répondre à|копия|attachments?|anlagen|pièces jointes|importance|wichtigkeit|priority|抄送|참조',
};
const KEY_OF = new Map<string, keyof typeof HEADER_KEYS>();
for (const [kind, keys] of Object.entries(HEADER_KEYS))
  for (const key of keys.split('|')) if (!KEY_OF.has(key)) KEY_OF.set(key, kind as keyof typeof HEADER_KEYS);

/** Words with which a sentence says that somebody wrote what follows. */
const WROTE =
  /(?:^|[\s>,"')\]])(wrote|writes|sent|schrieb|schrieben|geschrieben|a [ée]crit|[ée]crit|escribi[óo]|ha escrito|escreveu|ha scritto|scrisse|schreef|geschreven|skrev|skrifaði|napisał(?:\(a\)|a)?|napisal(?:a)?|napsal(?:a)?|napísal(?:a)?|написал(?:а|\(а\))?|пишет|писал|написав|пише|написа|kirjoitti|yazdı|şunu yazdı|írta|a scris|έγραψε|đã viết|kirjutas|rakstė|rašė|napisao|je napisal|menulis|写道|寫道|のメール|wrote on|כתב|כתבה|كتب|เขียน|작성)(?=$|[\s:>,(-])/iu;
/** "In your mail you wrote": a person's own sentence, no program's. */
const OWN_SENTENCE =
  /\b(you|i|we|they|he|she|ich|sie|wir|du|vous|j'ai|nous|tu|usted) (wrote|sent|schrieb|schrieben|[ée]crit|escribi)/i;
const TIME = /\b\d{1,2}\s?[:.hH]\s?\d{2}\b|\b\d{1,2} ?(am|pm)\b/i;
const DAY =
  /\b\d{1,2}\b.{0,24}\b(19|20)\d{2}\b|\b(19|20)\d{2}[-/.年]\s?\d{1,2}|\b\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\b|\b\d{1,2}[. ]\s?\p{L}{3,}/u;
const ADDRESS = /[^\s<>"'(),:;]+@[^\s<>"'(),:;]+/;

const ORIGINAL =
  /(original|reply|quoted|ursprüngliche|originale?n?|antwort|oprindelig|d['’]origine|originele?|oorspronkelijk|ursprungligt?|alkuperäinen|opprinnelig|opprinnelige|oryginalna|pierwotna|исходное|оригинальное|původní|pôvodná|eredeti|mesaj original|orijinal|izvorna|izvirno|αρχικό)\s*(message|mail|e-?mail|nachricht|messaggio|mensaje|mensagem|meddelelse|besked|melding|bericht|meddelande|viesti|melding|wiadomość|сообщение|zpráva|správa|üzenet|mesaj|ileti|poruka|sporočilo|appointment|termin|μήνυμα)|(message|messaggio|mensaje|mensagem|wiadomość|mesaj)\s*(d['’]origine|original|originale|oryginalna|initial)|originalnachricht|原始邮件|原始郵件|原邮件|元のメッセージ|원본 메시지|원본메시지/iu;
const FORWARD =
  /(forwarded (message|by|mail|text)|weitergeleiteten? (nachricht|mail|e-mail)|message réexpédié|message transf[ée]r[ée]|transf[ée]r[ée]|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht|mensagem (encaminhada|reencaminhada)|vidarebefordrat (meddelande|brev|mejl)|videresendt (meddelelse|melding|besked|e-mail)|välitetty viesti|пересылаемое|пересланное|przekazan\p{L}*|přeposlaná|preposlaná|továbbított|mesaj redirecționat|iletilen|转发的?邮件|転送|전달된)/iu;
const FORWARD_PREFIX =
  /^\s*(?:\[[^\]]{0,60}\]\s*)?(fwd?|wg|tr|vs|rv|i|enc|doorst|fs|vb|vl|pd|r[ée]f|weitergeleitet|továbbítás|fyi|轉寄|转发|転送)\s*(?:\[\d+\])?\s*[:：]/iu;

/** The reply prefixes of mail programs. "Re: Fwd:" is a reply. */
const REPLY_PREFIX =
  /^\s*(?:\[[^\]]{0,60}\]\s*)?(re|aw|sv|antw|ref|odp|vá|ynt|回复|回覆|答复|返信|r|rif|bls|atb|res|ris)\s*(?:[[(]?\d+[\])]?)?\s*[:：]/iu;

/** Which header of a quoted message a line is: `From: ...`, `*Von:* ...`, `> Date: ...`. */
export function headerKind(line: string): keyof typeof HEADER_KEYS | null {
  if (line.length > 500) return null;
  const found = /^[\s>*_|]*([\p{L}][\p{L} '-]{0,20}?)\s?[*_]*\s?[:：][*_]*(?=\s|$|\S)/u.exec(line);
  return found ? (KEY_OF.get(found[1]!.trim().toLowerCase()) ?? null) : null;
}

/** `On 3 May 2026, at 10:00, Ann <ann@x> wrote:` and its kin; `quoted` says that quoted lines follow. */
export function announcesQuote(text: string, quoted: boolean): boolean {
  const line = text.replace(/\s+/g, ' ').trim();
  if (line.length < 8 || line.length > 500) return false;
  // Programs begin with a capital, or a weekday cut short by a dot; people who tell what somebody wrote often do not.
  if (
    /^\p{Ll}[\p{L}]*[\s,]/u.test(line) &&
    !/^(lun|mar|mer|jeu|ven|sam|dim|tir|ons|tor|fre|man|lør|søn|ma|di|wo|do|vr|za|zo)\b/.test(line)
  )
    return false;
  const address = ADDRESS.test(line);
  const dated = DAY.test(line);
  const timed = TIME.test(line);
  const ends = /[:：]$|[-–—]{2,}$/.test(line);
  if (WROTE.test(line) && !OWN_SENTENCE.test(line)) {
    const said = ends || /(wrote|écrit|skrev|napisał|написал)$/iu.test(line);
    if (said && (address || (dated && timed) || (dated && quoted))) return true;
  }
  // 2014-10-17 11:28 GMT+03:00 Ann <ann@x>:   and   26.06.2014, 14:41, "Ann" <ann@x>:
  const starts = /^([\p{L}.]{1,12}[,.]?\s)?\s*\d/u.test(line) || /^\p{L}{2,9}[,.]?\s.{0,12}\d/u.test(line);
  const named = /<[^<>]*@[^<>]*>\s?:?$/.test(line) || (/@\S+:$/.test(line) && timed);
  return starts && dated && named && (line.endsWith(':') || quoted);
}

/** How announcements begin: "On", a weekday, a date. */
const STARTS =
  /^[\s>*]*(on|am|le|el|il|op|den|em|på|pe|dne|dňa|dnia|w dniu|vào|στις|sent from|at|date|в|kl|(mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|lu|ma|me|gio|sab|dom|seg|ter|qua|qui|sex|man|tir|ons|tor|fre|lør|søn|lör|sön|pon|wt|śr|czw|pt|sob|пн|вт|ср|чт|пт|сб|вс)\p{L}{0,8}[,.]?|\d{1,4}[-/.年 ]\s?\d?)[\s\d,.(]/iu;

export function startsAnnouncement(line: string): boolean {
  return STARTS.test(`${line.slice(0, 60)} `);
}

/** A date with a time, or with a year: what programs write behind "Sent:". */
export function isDated(line: string): boolean {
  const text = line.slice(0, 200);
  return (DAY.test(text) && TIME.test(text)) || /\b(19|20)\d{2}\b/.test(text);
}

/** `-----Original Message-----`, `---- Ann wrote ----`. */
export function isDivider(line: string): boolean {
  const text = line.trim();
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

/** `Sent from my iPhone` and its kin: short, alone, no sentence. */
export function isDeviceLine(line: string): boolean {
  const text = line.trim();
  if (text.length > 90 || /[.,!?]$/.test(text) || /,/.test(text)) return false;
  return (
    /^(sent from (my|the|outlook|mail for|yahoo|samsung|proton|gmail|aol|huawei|xiaomi|galaxy|iphone)\b|sent (via|with|using) (my|outlook|gmail|yahoo|proton|spark|airmail|mailbird|superhuman|sparrow|boxer|nine|bluemail|mailspring|canary|hey|k-9|fairemail|edison|zoho|blackberry|the new|postbox|em client|newton|polymail|front)\b|get outlook for |von meinem .{2,40} gesendet|gesendet (von|mit|über) |envoy[ée] (de(puis)? (mon|ma)|[aà] partir d|avec|de mon|par )|t[ée]l[ée]charge[rz] outlook|obtenir outlook|enviado (desde|de|do) (mi|meu|minha|my|outlook)|obtener outlook|inviato (da(l mio)?|con) |verzonden (vanaf|met|via) (mijn|outlook)|sendt fra (min|outlook)|skickat från (min|outlook)|wysłane z |отправлено (с|из) |lähetetty |odesláno z |elküldve |iphone'umdan gönderildi|从我的|發自我的|iphoneから送信|나의 iphone)/i.test(
      text,
    ) && text.split(/\s+/).length <= 9
  );
}

/** A polite closing that stands alone on its line; a name and an address follow. */
export function isClosing(line: string): boolean {
  return /^\s*((kind(est)?|best|warm(est)?|many|with (kind|best|warm)) )?(regards|wishes|greetings)( from [\p{L} ]{2,30})?\s*[,.!]?\s*$|^\s*(sincerely( yours)?|yours (sincerely|truly|faithfully)|cheers|cordially|respectfully|mit freundlichen gr(ü|ue)(ß|ss)en|(viele|beste|liebe|freundliche|herzliche) gr(ü|ue)(ß|ss)e|mfg|cordialement|bien (cordialement|à vous)|sincères salutations|(un )?(cordial )?saludos?( cordiales)?|atentamente|cordiali saluti|distinti saluti|(met )?vriendelijke groet(en)?|mvh|med vänliga hälsningar|vänliga hälsningar|(med )?venlig hilsen|pozdrawiam|z poważaniem|с уважением|atenciosamente|cumprimentos|terveisin|s pozdravem|üdvözlettel)\s*[,.!]?\s*$/iu.test(
    line,
  );
}
