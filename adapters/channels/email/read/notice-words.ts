/**
 * What stands in the way when words alone say that something came back: a parcel, a payment, a form on a web page, a person
 * who tells of it. And what only notices about mail have.
 */
const any = (...phrases: string[]) => phrases.join('|');
/** Whole words by how they begin; in scripts without spaces anywhere. */
const words = (...stems: string[]) => new RegExp(`(?<!\\p{L})(?:${any(...stems)})`, 'iu');

/** Sentences that are looked at for an address beside an error. */
const SENTENCES_MAX = 200;

/** Mail is spoken of, in the languages that servers speak. */
const MAIL = new RegExp(
  `(?<![\\p{L}@.])(?:${any(
    'e-?mails?|mails?|messages?|mailbox|inbox|recipients?|smtp|mailserver|e-?post|posteingang|nachricht(en)?|postfach|mitteilung|courriels?|messagerie|bo[îi]te aux lettres|correos?|mensajes?|buz[óo]n|missatge|messaggi?o?|casella|mensage(m|ns)|bericht(en)?|meddelande|mejl|brev|besked|melding|viesti\\p{L}*|s[äa]hk[öo]posti\\p{L}*',
    'wiadomo[śs][ćc]\\p{L}*|skrzynk\\p{L}*|zpr[áa]v\\p{L}*|schr[áa]nk\\p{L}*|spr[áa]v[aue]|[üu]zenet\\p{L}*|lev[ée]l\\p{L}*|mesaj\\p{L}*|sporo[čc]il\\p{L}*|poruk\\p{L}*|ileti\\p{L}*|e-?posta\\p{L}*|kirja?|teade|lai[šs]k\\p{L}*|v[ēe]stul\\p{L}*|zi[ņn]ojum\\p{L}*|skeyti\\p{L}*|mesazh\\p{L}*',
    'порук\\p{L}*|порак\\p{L}*|съобщени\\p{L}*|писм\\p{L}*|сообщени\\p{L}*|почтов\\p{L}*|повідомлен\\p{L}*|лист(а|у)?|μήνυμα|μηνύματ\\p{L}*|ה?הודעה|ה?הודעת\\p{L}*|דוא"ל|(ال)?رسال\\p{L}*|(ال)?بريد\\p{L}*|ایمیل|پیام|th[ưu]|pesan|surel|mesej|e-?mel',
  )})(?!\\p{L})|邮件|郵件|来信|信件|邮箱|電郵|メール|メッセージ|메일|메시지|อีเมล|ข้อความ|ईमेल|संदेश`,
  'iu',
);
/** What is sent back by parcel services, and by people who speak of them. */
const PARCEL = words(
  'parcels?|packages?|packets?|courier(?! mail)|shipments?|driver|tracking|order (?:no|number|#|\\d)|high street|nobody (?:was )?(?:at )?home|pakete?s?(?!\\p{L})|päckchen|sendungs|bote(?!\\p{L})|niemand (?:zu hause|angetroffen)|colis|livreur|paquetes?|pacc(?:o|hi)|corriere|pakket|pakje|bezorger|paczk|kurier|encomenda|paketti|balík|z[áa]silk|csomag|fut[áa]r|colet|pachet|pošiljk|посылк|посилк|пратк|пошиљк|курьер|кур.єр|δέμα|kargo|חבילה|שליח|طرد|بسته پستی',
);
const PARCEL_UNSPACED = /快[递遞]|包裹|お?荷物|宅配|小包|택배|소포|พัสดุ|पार्सल/u;
/** Mail is "sent" too: parcels only where nothing speaks of mail. */
const SENT_GOODS = words(
  'item|sendung|zending|sending(?:en)?|f[öo]rs[äa]ndelse|env[íi]o|envoi|spedizione|envio|tramesa|l[äa]hetys|przesy[łl]k|k[üu]ldem[ée]ny|отправлени|відправленн|g[öo]nderi|order(?:ed|s)?(?!\\p{L})|bestellung|commande|pedido|ordine|bestelling|best[äa]llning|bestilling|zam[óo]wieni|objedn[áa]vk|заказ|замовлен|sipari[şs]|משלוח|شحنة|توصيل|سفارش',
);
const SENT_GOODS_UNSPACED = /配[达達送]|送[货貨]|不在|订单|訂單|注文|배송|배달|주문|จัดส่ง|डिलीवर/u;
/** Who carries parcels, by the name of the sender's domain. */
const CARRIER =
  /@(?:[^@]*[.-])?(?:courier|parcels?|dhl|dpd|gls|ups|usps|fedex|hermes|myhermes|evri|yodel|postnl|bpost|correos|laposte|chronopost|colissimo|mondialrelay|poste|sda|brt|bring|posten|postnord|posti|matkahuolto|inpost|pochta|novaposhta|omniva|yamato|kuronekoyamato|sagawa|ptt|yurtici|aras|cainiao|sf-express|royalmail|auspost|canadapost)[.-]/i;
/** Money comes back as well. */
const TRADE = words(
  'payments?|direct debit|charge ?back|refund|invoice|card|zahlung|lastschrift|rechnung|paiement|facture|pr[ée]l[èe]vement|pago|factura|recibo|pagamento|fattura|fatura|betaling|factuur|betalning|faktura|p[łl]atno|platb|fizet[ée]s|plat[ăa](?!\\p{L})|оплат|платеж|плат[ії]ж|сч[её]т|πληρωμ|ödeme|תשלום|دفع|پرداخت',
);
const TRADE_UNSPACED = /付款|支付|发票|發票|決済|支払|請求|결제|입금|청구/u;

/** A form on a web page: one line for each field. */
const FORM_FIELD =
  /^[ \t>*-]*(?:your |ihre? |votre |su |tu )?(?:e-?mail(?:[ -]?(?:address|adresse|adres|adresa|cím))?|correo(?: electr[óo]nico)?|courriel|adresse (?:e-?)?mail|posta elettronica|endere[çc]o de e-?mail|e-?posta?|s[äa]hk[öo]posti(?:osoite)?|электронная почта|почта|эл\.? ?(?:почта|адрес)|имейл|ел\.? пошта|电子邮件|邮箱|電子郵件|電郵|メール(?:アドレス)?|電子メール|이메일|אימייל|דוא"ל|البريد الإلكتروني|ایمیل|อีเมล|ईमेल|customer|buyer|name|first name|vorname|nachname|nom|nombre|nome|naam|namn|navn|nimi|imi[ęe]|jm[ée]no|meno|n[ée]v|nume|имя|ім.я|име|όνομα|ad(?:[ıi]n[ıi]z)?|שם|الاسم|نام|姓名|お名前|氏名|이름|ชื่อ|नाम|t[ée]l(?:[ée]phone|[ée]fono|efon(?:e|o)?|\.)?|phone|puhelin|телефон)[ \t]*[:：]/imu;
const FORM_SUBJECT = words(
  'contact(?! (?:list|failed))|kontakt|web ?form|formul|feedback|enquiry|inquiry|anfrage|message from|nachricht von|new message|demande de|consulta|richiesta|solicitud|zapytanie|dotaz|обратная связь|форма|お問い?合わ?せ|문의',
);

/** Someone speaks: servers neither ask nor greet, and own nothing. */
const PERSONAL = [
  /\?(\s|$)/m,
  // "Hi. This is the qmail-send program" and "Dear user" are servers.
  /^[ \t]*(?:dear|hello|hi|hallo|liebe[rs]?|sehr geehrte|guten tag|bonjour|hola|ciao|buongiorno|ol[áa]|beste|hej|hei|dzień dobry|dobrý den|здравствуйте|добрый день)(?![\p{L}.])(?! (?:sender|user|customer|mail|e-?mail|there|\S{1,64}@))(?:[^\n,.!]{0,60}[,!]|[^\n.]{0,60}$)/imu,
  /(?:^|[.!,]\s{1,4})(?:(?:best|kind|warm|many|with) (?:regards|wishes|thanks)|(?:regards|cheers|best|thanks),|mit (?:freundlichen|besten|lieben) gr[üu][ßs]|viele gr[üu][ßs]|cordialement|bien [àa] vous|un saludo|saludos|cordiali saluti|met vriendelijke groet|med v[äe]nlig|pozdrawiam|с уважением)/imu,
  /\bplease (?:call|fix|cancel|refund|look|let (?:me|us)|remove|whitelist|correct|send (?:it|them|us|me|a|the|one|your|new)|deliver|advise|help)\b/i,
  /(?<!\p{L})(?:my|i (?:cannot|can't|can not|get|got|ordered|bought|paid|wrote|want|need)|mein(?:e[mnrs]?)?|ich (?:habe|bekomme|brauche|m[öo]chte|kann)|(?:ma|mon|mes) (?:commande|colis|lampe|article|paiement|compte)|je (?:n'|ne |suis|veux|voudrais)|mi (?:pedido|paquete|env[íi]o|compra|cuenta)|no puedo|mio|mia|non riesco|meu|minha|mijn|ik (?:heb|kan|krijg)|mitt?(?:n)? (?:best[äa]llning|order|ordre|paket|pakke|bestilling)|m[óo]j[aeą]?|nie mog[ęe]|moje|nemohu|мо[йяеё]|моего|моей|не могу|у меня)(?!\p{L})/iu,
  /我的|我不能|我收不到|我买的|私の|注文した|届いていません|제 |제가|내 주문/u,
];
/** A first name alone at the end: "Pat", "Pat, postmaster". */
const SIGNED = /\n[ \t]*\p{Lu}\p{Ll}{1,14}(?:(?:, | from )\p{L}{1,14})?\s*$/u;

/** A person tells of it. */
export function isPersonal(text: string): boolean {
  return PERSONAL.some(each => each.test(text));
}

/** The last line is somebody's first name. */
export function isSigned(text: string): boolean {
  return SIGNED.test(text.trimEnd().slice(-80));
}

/** Sent by a form on a web page: whoever filled it in is a person. */
export function isForm(subject: string, text: string): boolean {
  return FORM_FIELD.test(text) || FORM_SUBJECT.test(subject);
}

/** A parcel came back. Our own subjects, which notices repeat, say nothing. */
export function isParcel(text: string): boolean {
  const said = withoutSubjects(text);
  return PARCEL.test(said) || PARCEL_UNSPACED.test(said);
}

/** Goods or money came back, or a carrier of parcels says so in words that fit mail as well. */
export function isGoods(text: string, address: string): boolean {
  const said = withoutSubjects(text);
  if (isParcel(text)) return true;
  if (speaksOfMail(said)) return false;
  return (
    CARRIER.test(address) || [SENT_GOODS, SENT_GOODS_UNSPACED, TRADE, TRADE_UNSPACED].some(each => each.test(said))
  );
}

/** Money, in words that may speak of mail as well. */
export function isTrade(text: string): boolean {
  const said = withoutSubjects(text);
  return TRADE.test(said) || TRADE_UNSPACED.test(said);
}

/** Speaks of mail; names of fields and addresses do not count. */
export function speaksOfMail(text: string): boolean {
  const words = text.replace(/^[\p{L} -]{1,20}[:：]/gmu, ' ').split(/(?<=\s)/);
  return MAIL.test(words.filter(each => !each.includes('@')).join(''));
}

/** An address in the same sentence as what went wrong, or alone on the line beside it. */
export function failedAddress(text: string, own: string, wrong: RegExp[]): boolean {
  const lines = text
    .slice(0, 8_000)
    .split(/(?<=[^\d][.!])\s|\n/)
    .map(each => each.trim())
    .filter(Boolean)
    .slice(0, SENTENCES_MAX);
  const isWrong = (line: string | undefined) => line !== undefined && wrong.some(each => each.test(line));
  return lines.some((line, i) => {
    const address = /[^\s<>()[\]"',;:@]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}/i.exec(line)?.[0];
    if (!address || address.toLowerCase() === own) return false;
    if (isWrong(line)) return true;
    const alone = line.replace(address, '').replace(/[^\p{L}\d]/gu, '').length === 0;
    return alone && (isWrong(lines[i + 1]) || isWrong(lines[i - 1]));
  });
}

/** Without the lines and quoted words that repeat what we wrote. */
function withoutSubjects(text: string): string {
  return text
    .replace(
      /^[ \t>]*(?:subject|betreff|objet|asunto|oggetto|assunto|onderwerp|[äa]mne|emne|aihe|temat|p[řr]edm[ěe]t|тема|konu|件名|主题|主旨|제목)[ \t]*[:：].*$/gimu,
      '',
    )
    .replace(/["“„«「]([^"“”„«»「」\n]{1,200})["”“»」]/g, '');
}
