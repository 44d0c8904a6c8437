/**
 * What mail servers and list servers write when a mail comes back, in the languages they write it in. Words alone never
 * make a bounce: people write of parcels that could not be delivered, and quote errors they got.
 */

const any = (...phrases: string[]) => phrases.join('|');

/** Subjects that only servers write above their notices. */
export const SERVER_SUBJECT = new RegExp(
  `^\\s*(\\*\\*|\\[?postmaster\\]?( notify)?:?\\s*)?(${any(
    'delivery status notification',
    'undeliver(able|ed)( mail| message)?( returned to sender)?\\s*(:|,|$)',
    'delivery[ _](failure|failed|report|notification)',
    'mail delivery (failed|failure|warning|error|system|problem)',
    'permanent delivery failure|e-?mail delivery failure|messages? rejected',
    'notice: mail delivery status',
    'message status - (undeliverable|bounced)',
    'message you sent (was )?blocked',
    'non-delivery( report|:)|nondeliverable mail',
    'returned mail|failure notice|failed mail to|mail failure',
    'message undeliverable|undelivered message|mail system error',
    'warning\\s*[:\\-–—]{0,3}\\s*(could not|cannot|unable to) (send|deliver) (the |your )?(mail|message)',
    'unzustellbar:|zustellung fehlgeschlagen|benachrichtigung zum (ü|ue)bermittlungsstatus',
    'notification d.[ée]tat de (la )?(distribution|remise)',
    'notifica sullo stato del recapito|notificaci[óo]n de estado de entrega|notifica[çc][ãa]o (de|do) (status|estado) d[ea] entrega',
    '(\\[[^\\]\\n]{1,30}\\] )?(blocked (attachment|message|mail|e-?mail)|(message|mail|e-?mail) (was )?blocked)',
    '系统退信',
  )})`,
  'iu',
);

/** Of those the ones that nobody would put above a letter. */
export const UNMISTAKABLE_SUBJECT =
  /^\s*(delivery status notification|undelivered mail returned|returned mail: |mail delivery failed: |mail system error|non-?delivery (report|notification)|benachrichtigung zum (ü|ue)bermittlungsstatus|notification d.[ée]tat de|notifica sullo stato|notificaci[óo]n de estado)/i;
/** What came back stands behind the colon: "Onbestelbaar: Your order". */
export const NAMES_SUBJECT = /^[^:：]{4,60}[:：]\s*\S/;

/** Subjects of servers' own notices. A reply's "Re:" is not among them. */
export const SUBJECT = new RegExp(
  `${SERVER_SUBJECT.source}|^\\s*(\\[\\s*)?(${any(
    'undeliver(able|ed)|delivery (has failed|delayed|problem)|delivery status',
    'failed? (mail|message|delivery)|returned? (mail|message|to sender)',
    'mail (delivery|could not|failure|returned|undeliverable|error|not delivered)',
    'message (delivery|not delivered|undeliverable|delayed|status|rejected)|rejected( mail| message|:)',
    'non[- ]?deliver|nondeliverable|warning: (could not send|message|mail|\\S+@\\S+ - )|undelivered mail',
    'delayed mail|delayed delivery|mailbox (is )?(full|over quota)|(disk |mailbox )?quota exceeded',
    '(sorry, )?(your|the) (e-?mail|message) (could not|was not|has not)',
    'could not (be )?(send|deliver)|mail could not be sent|error sending|sender notification|returned|bounce|email (delivery|not delivered)|mailer-daemon|dsn',
    'banned (contents|file)|virus .{0,60}(in|from) (mail |message |e-?mail )?(from |by )?you',
    'e?-?mail konnte nicht|unzustellbar|nicht zugestellt|fehler bei der (zustellung|auslieferung)|zustell(ung|fehler)|zugestellt|rückläufer|verzögert|zustellungsbenachrichtigung',
    'non remis|non[- ]?distribu|échec de (la )?(remise|distribution)|avis de non|message non|retour à l.exp|remise impossible|retard',
    'no (se pudo|se puede|se ha podido|entregad)|mensaje no entregado|notificaci[óo]n de estado|devuelto|error de entrega|entrega (fallida|retrasada)|imposible entregar',
    'mancata consegna|non recapitabile|impossibile (recapitare|consegnare)|notifica (di|sullo)|messaggio non (recapitat|consegnat)',
    'onbestelbaar|niet[- ]?bezorgd|onbezorgd|bezorging mislukt|kan niet worden bezorgd',
    'não foi entregue|n[ãa]o entreg|falha (na|de) entrega|mensagem devolvida|não é possível entregar',
    'kan inte levereras|olevererat|ej levererat|leveransen misslyckades|oleverbart|kunne ikke leveres|kan ikke leveres|ikke leveret|ikke levert|ulevert|levering mislyktes|levering mislykkedes',
    'toimittamat|ei voi(tu)? toimittaa|toimitus epäonnistui',
    'niedostarcz|nie (dostarczono|można dostarczyć)|zwrot|nie doręczono',
    'nedoruč|nelze doručit|nie je možné doručiť|kézbesíthetetlen|sikertelen kézbesítés|nelivrabil|nu (a putut|poate) fi livrat|ne (more|da se) dosta|nedostav|isporuka nije|kohaletoimetamatu|nepiegādā|nepristat',
    'недостав|не (доставлено|удается доставить|удалось доставить|вдається доставити|доставено)|сообщение не доставлено|ошибка доставки|возврат|недоставимо',
    'iletilem|teslim edilem|gönderilem|αδύνατη η παράδοση|είναι αδύνατη|δεν παραδόθηκε|לא ניתן (למסירה|למסור)|תעذر|تعذر (التسليم|تسليم)|غير قابل للتسليم',
    '退信|邮件.{0,6}(失败|退)|(未送达|未傳遞|無法傳遞|无法投递|未遞送)|系統退信|退回|配信.{0,4}(不能|エラー|失敗|できま)|メール.{0,4}(配信|送信|エラー)|メッセージを配信|送信できません',
    'el\\.? ?pa[sš]tas? nepristatyt|lai[šs]kas nepristatytas|ziņojums nav (piegādāts|nosūtīts)|v[ēe]stule nav|kirja ei (õnnestunud|saanud|ole)|kiri(a)? .{0,20}(toimetamata|ei)|poruka nije|sporo[čc]ilo ni|порака(та)? не|порука није|неиспоручен|неуспешна доставка|недоставен',
    'αποτυχία (παράδοσης|αποστολής)|δεν ήταν δυνατή η παράδοση|μη παραδοτέο|ההודעה לא נמסרה|הודעה שלא נמסרה|כשל (במסירה|בשליחה)|לא נשלחה|تعذر إرسال|لم يتم (تسليم|إرسال)|فشل (تسليم|إرسال)|تحویل داده نشد|ارسال نشد|عدم تحویل',
    '(th[ưu]|e-?mail|tin nh[ắa]n) (không|chưa) (gửi|chuyển)|gửi th[ưu] (thất bại|không thành công)|(e-?mail|pesan) (tidak|gagal)|gagal (terkirim|mengirim|dikirim)|(e-?mel|mesej) tidak|penghantaran gagal|ส่ง(อีเมล|ข้อความ)?ไม่สำเร็จ|การส่งล้มเหลว|(संदेश|ईमेल) .{0,20}(नहीं|विफल)|डिलीवरी विफल',
    'skeyti ekki|ekki (hægt að|tókst að) (afhenda|senda)|mesazhi nuk|dështoi dërgimi|ուղարկվել չէ|შეტყობინება ვერ|çatdırılmadı|məktub göndəril|жеткізілмеді|no lliurat|no s.ha pogut lliurar|non entregad[oa]|ezin izan da bidali',
    '(buz[óo]n|casilla) (de correo )?(lleno|llena)|casella (di posta )?piena|caixa (de correio )?cheia|bo[îi]te (aux lettres |de r[ée]ception )?pleine|postfach (ist )?voll|mailbox voll|mailbox vol|postvak (is )?vol|br[ee]vl[åa]dan (är )?full|postkassen? (er )?(full|fuld)|skrzynka (jest )?pe[łl]na|schr[áa]nka (je )?pln[áa]|ящик переполнен|邮箱已满|郵箱已滿|受信箱|容量超過|메일함',
    '郵件無法|无法(发送|送达)|無法(傳送|送達)|발송|전달(되지| ?실패)',
    '반송|전송 ?실패|배달 ?(실패|되지)|발송.{0,4}실패|không (gửi|chuyển) được|tidak terkirim|ส่งไม่สำเร็จ|ไม่สามารถส่ง',
  )})`,
  'iu',
);

/** What the notices say. */
export const BODY = new RegExp(
  any(
    'could not (be )?(deliver|sent)|couldn.t be delivered|wasn.t able to deliver|(was|were) not able to deliver|unable to deliver|not (be|been) (successfully )?(delivered|sent|relayed|forwarded|accepted)|was(n.t| not) (able to be )?(delivered|relayed|accepted|sent)|cannot be (delivered|reached)|undeliverable|undelivered',
    'delivery (to the following|has failed|failed|attempt|temporarily|of the (e-?mail|message) was stopped|problem|error)|delivery errors|failed to deliver|failed recipient|delivery incomplete',
    'your (message|mail|e-?mail)\\b[^\\n]{0,120}?\\b(was|has been|is|were|could not be) (automatically )?(blocked|rejected|refused|returned|bounced|stopped|quarantined|delivered to (nobody|none))',
    'address(es)? \\S{3,80} (does|do) not exist|@\\S{3,80} (does not exist|is no longer|is not (a )?(valid|known)|not found|no such)|message to \\S{3,80} was (blocked|rejected|refused)',
    'failed permanently|permanent(ly)? (fatal )?(error|failure|failed|delivery)|(fatal|delivery) errors',
    '(message|mail) (was |has been |is being )?(returned|rejected|blocked|refused|bounced|stopped)|returned (to sender|to you|mail|below)|was blocked by',
    'recipient.{0,40}(rejected|not found|unknown|failed|could not|not recognized)|address (rejected|not found|couldn.t be found|does not exist|was not found|failed)|no valid recipients|valid recipient',
    'user (unknown|doesn.t exist|not found|is unknown)|unknown (user|recipient|address|local)|no such (user|mailbox|recipient|person)|(nobody|no one) (called|named|by)|is not recogni[sz]ed|not listed in|not known here|no longer (in use|valid|exists|accept)',
    'mailbox (is )?(full|unavailable|not found|disabled)|over (its |the |their )?quota|quota (has been )?exceeded|exceeds (allowed|the) size|mailbox exceeds',
    'message (delayed|rejected|was undeliverable|could not)|still being retried|will (be )?(re)?tr(y|ied)|did not reach|not yet been delivered|attempts? (to deliver )?will continue|postponed due to|has been delayed|had (permanent|transient|temporary)',
    'returning to sender|failed addresses follow|not a valid user|i.m afraid i (wasn.t|was not) able|this is a permanent error|does not like recipient|this user doesn.t have a|may not exist, or you may not have permission|your (mail|message) was not|deferred:|error occurred while trying to deliver',
    'nicht (zugestellt|weitergeleitet|ausgeliefert)|konnte nicht (zugestellt|ausgeliefert|übermittelt|gesendet)|konnte[^.\\n]{0,60}nicht zugestellt|unzustellbar|nicht erreich|übermittlung .{0,40}fehlgeschlagen|zustellung .{0,60}(fehlgeschlagen|nicht möglich)|postfach ist voll|empfänger (unbekannt|nicht gefunden)',
    'n.a pas (pu|été) (être )?(remis|livr|distribu|transmis|délivr)|impossible de (remettre|livrer)|adresse n.existe pas|échec de la (remise|distribution)|est introuvable|boîte (aux lettres )?(est )?pleine',
    'no se (pudo|ha podido|puede) entregar|no (pudo|ha podido) (ser )?(entreg|enviar)|error (en|de) la entrega|buzón .{0,10}lleno',
    'non è stato (possibile )?(consegn|recapit)|impossibile (recapitare|consegnare)|recapito .{0,40}non riuscito|casella .{0,10}piena',
    'kon(den)? niet worden (bezorgd|afgeleverd)|niet (worden )?(bezorgd|afgeleverd)|bezorging .{0,40}mislukt',
    'não (foi|pôde|pode) (ser )?(entreg|possível entregar)|falha na entrega|caixa .{0,20}cheia',
    'kunde inte levereras|leverans(en)? .{0,40}misslyckades|kunne ikke leveres|levering(en)? .{0,60}(mislyktes|mislykkedes|mislykkes)|toimitus .{0,60}epäonnistui|ei voitu toimittaa',
    'nie (można|udało się) dostarczy|dostarczenie .{0,80}nie powiodło|nezdařilo|nebylo možné doručit|zlyhalo|sikertelen|nem (sikerült|lehetett) kézbesíteni|nu a reușit|nu a putut fi livrat|ni bilo mogoče dostaviti|nije (moguće dostaviti|isporučen|uspjela)',
    'не (удалось доставить|может быть (доставлен|отправлен)|доставлен[оа]?|вдалося доставити|беше доставен)|сбой доставки|помилка доставки|почтовый ящик переполнен',
    'teslim edilemedi|iletilemedi|gönderilemedi|η παράδοση απέτυχε|δεν (μπόρεσε|ήταν δυνατή)|המסירה נכשלה|לא ניתן היה למסור|فشل (التسليم|تسليم)|تعذر (التسليم|تسليم)',
    'no ha(n)? (sido|podido ser) (entregad|envia)|no (pudo|pudieron) (ser )?entreg|no se entreg[óo]|buz[óo]n\\b[^\\n]{0,60}\\best[áa] lleno|(direcci[óo]n|destinatario|usuario)\\b[^\\n]{0,60}\\bno existe',
    '(n.a pu|n.ont pu|ne peut|n.a pas) [^\\n]{0,20}(remis|livr|distribu|achemin)|lie(ß|ss) sich nicht (zustellen|[üu]bermitteln)|nicht (zustellbar|zustellen)|(adresse|empf[äa]nger|benutzer|postfach)\\b[^\\n]{0,60}\\b(existiert nicht|unbekannt|nicht (mehr )?(vorhanden|g[üu]ltig))|non ha potuto (essere )?(consegn|recapit)|(indirizzo|utente|destinatario)\\b[^\\n]{0,60}\\b(inesistente|sconosciuto|non esiste|non trovato)',
    '(endere[çc]o|destinat[áa]rio|usu[áa]rio)\\b[^\\n]{0,60}\\b(n[ãa]o existe|inexistente|desconhecid)|no s.ha pogut (lliurar|enviar)|n[ãa]o pôde ser|(adres|gebruiker|ontvanger|geadresseerde)\\b[^\\n]{0,60}\\b(bestaat niet|onbekend)',
    '(adressen|mottagaren|anv[äa]ndaren|modtageren|mottakeren|brugeren|brukeren)\\b[^\\n]{0,60}\\b(finns inte|findes ikke|finnes ikke|ok[äa]nd|ukendt|ukjent)|(u[żz]ytkownik|adres|odbiorca|skrzynka)\\b[^\\n]{0,60}\\b(nie istnieje|nieznany)|nie zosta[łl]a? (dostarczon|dor[ęe]czon)|(schr[áa]nka|adresa|u[žz]ivatel|p[řr][íi]jemce)[^\\n]{0,60}(neexistuje|nezn[áa]m)|nepoda[řr]ilo (se )?doru[čc]|nepodarilo (sa )?doru[čc]',
    '(nem|sem) (l[ée]tez|tal[áa]lhat|k[ée]zbes[íi]t)|nu a fost livrat|nu exist[ăa]|ni (bilo|bila) (dostavljen|mogo)|ne obstaja|ne postoji|nije (isporu[čc]en|dostavljen|mogu[ćc])|није (испоруч|достав|могу)|не постоји|не е (доставен|испорачан)|не беше доставен|не съществува|не существует|не знайдено|не існує|не (було|вдалося) достав|не достав(лен|ено)',
    'ei (õnnestunud|saadud|leitud)|kasutajat ei (leitud|ole)|aadressi ei (leitud|ole)|ei löy(dy|tynyt)|ei ole olemassa|nepavyko (pristatyti|i[šs]si[ųu]sti)|nepristatyt|neegzistuoja|nerastas|nevar(ēja)? (piegādāt|nosūtīt)|nav (piegādāt|nosūtīt|atrast)|neeksistē|ekki (hægt|tókst|til)|nuk (u dorëzua|ekziston|mund)',
    'απέτυχε|δεν (παραδόθηκε|υπάρχει|βρέθηκε)|(e-?posta|ileti|mesaj|al[ıi]c[ıi])[^\\n]{0,60}(bulunamad[ıi]|yok|ula[şs]t[ıi]r[ıi]lamad[ıi]|iletileme)|çatdırıl(a bil)?mad[ıi]|לא (נמסרה|נמסר|ניתן|קיים|קיימת|נשלחה)|אינו קיים|אינה קיימת|لم يتم (تسليم|إرسال)|غير موجود|تعذر|تحویل داده نشد|وجود ندارد|ارسال نشد|یافت نشد',
    'không (thể|tồn tại|tìm thấy|gửi được)|tidak (dapat|bisa|berhasil|ditemukan|terkirim)|gagal (dikirim|terkirim)|ไม่(สามารถ|สำเร็จ|พบ|มีอยู่)|नहीं (किया|भेजा|पहुँचा|मिला)|विफल',
    '(无法|無法)(投递|送达|发送|傳送|送達|投遞)|退信|(被退回|投递失败|递送失败|传递邮件失败|傳遞.{0,6}失敗|用户不存在|不存在)',
    '配信(に失敗|できません|エラー)|届きません|送信できませんでした|宛先.{0,12}(見つかり|存在)',
    '전송되지|존재하지 않는 ?(메일|주소|이메일)|배달하지 못했|전송.{0,6}실패|발송.{0,6}실패',
  ),
  'iu',
);

export const SMTP_ERROR =
  /\b[45]\d\d[ -]#?[45]\.\d{1,3}\.\d{1,3}|\b(said|error|code|smtp|server|replied)\b[^\n]{0,20}\b[45]\d\d\b|\(#[45]\.\d{1,3}\.\d{1,3}\)|(^[ \t]*|[,:>\]][ \t]*)[45]\d\d[ -][a-z<]/im;

/** A status code of RFC 3463 that stands for an error, alone on its line or in brackets: versions and sizes look like one too. */
export const BARE_CODE = /(^|[\s(#[<:])[45]\.[0-7]\.\d{1,2}(?=$|[\s)\].,;:>])/m;

/** Who or what was not found: lamps that could not be delivered have none of these. */
export const ACCOUNT =
  /\b(permanent|user|recipient|mailbox|address|account|unknown|no such|exists?|host|empf[äa]nger|benutzer|postfach)|adress|direcci|destinat|usu[aá]ri|utente|gebruiker|ontvanger|anv[äa]ndar|bruger|mottak|modtag|u[żz]ytkownik|odbiorc|u[žz]ivatel|p[řr][íi]jemc|felhaszn|c[íi]mzett|польз|адрес|получат|користувач|одержув|παραλήπ|διεύθυνσ|al[ıi]c[ıi]|kullan[ıi]c[ıi]|נמען|כתובת|المستلم|العنوان|گیرنده|用户|用戶|收件|宛先|ユーザ|사용자|받는/iu;

/** A mail of ours within the text: its headers, or the line that servers put above it. */
export const ENCLOSED_BELOW =
  /^[> \t]*(message-id|received|return-path)[ \t]*:|^[-*=| \t]{0,40}(below this line is a copy|(the )?(original|returned|unsent|rejected) (message|mail)|message (log|header) |the message( (follows|below|text|contents?|headers?|you sent))?[ \t:.*=-]*$)(?![a-z])/im;

/** Programs that run mailing lists, by the address they write from. */
export const LIST_SERVER =
  /^((listserv|majordomo|sympa|ezmlm|mailman|lyris|listmanager|listmaster|mlmmj|dada|phplist|groups?-noreply)[^@]*|[^@]+[-+](bounces?|return-[^@]*))(\+[^@]*)?@/i;
/** Addresses that lists have, and departments too: `accounts-admin@`. */
export const LIST_OWNER = /^(owner-[^@]+|[^@]+[-+](owner|request|admin|help))(\+[^@]*)?@/i;
/** Only those who run lists speak of them so; "the price list" is none. */
export const LIST_WORDS =
  /\bmailing ?list|\blist ?(server|serv|owner|moderator|administrator|manager|members?|subscribers?|posting)\b|\b(non-?)?subscri(ber|bed)|\bnon-?members?\b|\bmember of (the|this) (group|list)\b|\bmoderat|\b(post|posting) (to|of|messages)\b|\b(message|mail|e-?mail) (for|to) (the )?(list|group)\b|\bto (this|the) list\b|mailingliste|liste de diffusion|lista de (correo|distribuci)|verteiler/i;
export const LIST_REFUSES = new RegExp(
  any(
    '(your|the) (e-?mail|mail|message|post(ing)?|submission|article)\\b[^.]{0,160}\\b(has been|was|is being|is|were) (automatically )?(rejected|refused|returned|denied|discarded)',
    'request .{0,80}\\brejected|has been rejected',
    'you (are|were) not (allowed|authori[sz]ed|permitted) to (post|send)|you are not (a )?(member|subscribe)|not a (list )?(member|subscriber)|(restricted|limited) to (list )?(subscribers|members)|only (members|subscribers) (can|may)',
    'non-?member submission|duplicated message-id|private list|list is private',
    'sie sind nicht berechtigt|nicht abonniert|kein mitglied|pas (autorisé|abonné)|no (está|estás) autorizado|non sei (autorizzat|iscritt)',
  ),
  'i',
);
export const LIST_REFUSES_SUBJECT =
  /\brejected\b|^not member\b|^bounce \S+@|loop alert|^refused|unauthori[sz]ed|^rejected\b|abgelehnt|refusé|rechazado|rifiutato/i;
