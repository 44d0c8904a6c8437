/** Lines that a phone or a mail program puts under everything: `Sent from my iPhone`, and polite closings. */
import { plainForm } from './plain-form.ts';

const LINE_CHARS_MAX = 140;
const LINE_WORDS_MAX = 14;

/** Things that mail is written on, and programs it is written with. */
const THING =
  /iphon|ipad|ipod|icloud|android|samsung|galaxy|huawei|honor|xiaomi|redmi|oneplus|oppo|\bpixel\b|nokia|motorola|htc|blackberry|lumia|windows|outlook|yahoo|gmail|gmx|web\.de|t-online|proton|tut(anot)?a|k-9|fairemail|aqua ?mail|blue ?mail|typeapp|mail\.ru|почт|яндекс|yandex|onet|seznam|email\.cz|spark|airmail|mailbird|mailbox|superhuman|boxer|\bnine\b|edison|newton|canary|\bhey\b|zoho|\baol\b|thunderbird|posteo|mailspring|em client|orange|libero|naver|네이버|daum|다음|네이트|kakao|foxmail|qq邮箱|网易|163|华为|小米|手机|手機|айфон|телефон|смартфон|устройств|אייפון|טלפון|هاتف|آیفون|گوشی|mobil|smartphone|handy\b|\b(cell ?)?phone\b|\bcell\b|\btablet|device|gerät|téléphone|appareil|teléfono|telefono|telefone|dispositivo|celular|cellulare|puhelim|telefon|telefoon|toestel|스마트폰|휴대폰|갤럭시|아이폰|アイフォン|スマートフォン|スマホ|携帯|タブレット|κινητ|τηλέφων|συσκευ|телефона|мобілк|ukr\.net|i\.ua|rambler|\bbk\.ru\b|fastmail|mailsuite|mailtrack|hushmail|hubspot|missive|spike|shortwave|mimestream|mymail|mailbox\.org|laposte\.net|\bo2\.pl|atlas\.cz|נייד|\bios\b|新浪|搜狐|阿里|钉钉|微信|客户端|邮箱|信箱|電郵|メール|\bdocomo|softbank|ezweb|\bvivo\b|realme|lenovo|fairphone|xperia|\bthe go$|โทรศัพท์|điện thoại|ponsel|\bmac(book)?\b|mail ?app|\bmail (for|für|pour)\b/iu;
/** Firms that are more than their mail: with that word they are meant as programs. */
const PROVIDER =
  /(?<!\p{L})(telekom|freenet|vodafone|o2|1&1|ionos|arcor|bluewin|swisscom|wanadoo|laposte|sfr|bouygues|virgilio|tiscali|alice|ziggo|kpn|telenet|proximus|wp|interia|centrum|sapo|uol|bol|terra|rediff|bt|sky|rogers|xfinity|comcast|verizon|cox|optus|bigpond|telstra|shaw|bell)(\s\S{1,12})?\s?(e-?mail|mail|webmail|poczta|posta|correo|courrier)|^sent (from|with|via) Front$/iu;
/** How such a line begins, with the word that leads to the thing; in scripts without blanks the word is enough. */
const SENT_FROM =
  /^(sent (from|via|with|using|by|through)|von meinem|gesendet (von|vom|mit|über|via|aus)|versendet mit|diese (nachricht|e-?mail|mail) wurde (von|mit)|envoy[ée]e? (de|depuis|du|d['’]|[aà] partir|avec|par|via|gr[âa]ce)|provenance|enviad[oa] (desde|de|do|da|via|com|con|pelo|a partir)|enviat (des|de|amb)|inviat[oa] (da|dal|dalla|con|tramite)|(verzonden|verstuurd) (vanaf|met|via|vanuit|van|vanop)|sendt (fra|med|via)|skickat (från|med|via)|skickades från|lähetetty|wysłan[eo] (z|ze|za|przez)|odeslán[oa] (z|ze|pomocí)|odoslan[éeoá] (z|zo)|elküldve|küldve|trimis (de|din|cu|prin)|(отправлено|надіслано|відправлено|изпратено|послано) (с|со|из|від|із|з|от|через)|(στάλθηκε|εστάλη) (από|με)|(poslan[oa]|poslato) (z|s|sa|iz|prek)|saadetud|išsiųsta( iš)?|αποστολή από|(απεστάλη|στάλθηκε) (από|με|μέσω)|typed on|written on|composed on|sent on|nosūtīts|(được |đã )?gửi (từ|bằng|qua)|(dikirim|terkirim) (dari|melalui))(?=[\s'’]|$|(?<=['’]))|^(נשלח|أ?ُ?رسلت|تم الإرسال|مرسل|ارسال شده|فرستاده شده|发自|發自|从|從|来自|來自|发送自|發送自|나의|내 |ส่งจาก|ส่งโดย|מהנייד|מהטלפון|מהאייפון|התקבל מה)/iu;
/** `Sent from my Wiko RIDGE FAB 4G`: there are more things than anybody can list. */
const MINE = /^[Ss]ent (?:from|with|using) my(?: \S{1,20}){0,3} \S{0,20}[\p{Lu}\d]\S{0,20}(?: \S{1,20}){0,3}$/u;
/** "Sent from my phone number 0171", "Sent from our Samsung store" tell something. */
const TELLS =
  /number|nummer|numéro|número|numero|номер|(?<!\p{L})(our|your|unserem|ihrem|notre|votre|nuestr[ao]|account|konto|store|laden|magasin|tienda|negozio|address|adresse|case|box|office|desk|home|mother|father|mum|dad|wife|husband|son|daughter|friend|colleague|neighbou?r)(?!\p{L})/iu;
/** ... or how it ends. */
const SENDING_ENDS =
  /(gesendet|versendet|verschickt|geschrieben|gönderildi|gönderildi|gönderilmiştir|küldve|から送信(されました|しました|しています|されています)?|より送信|にて送信|에서 (보냄|보냈습니다|보낸 (메일|메시지)입니다|발송|전송)(됨|했습니다|되었습니다)?|发送|發送|傳送|传送)$/iu;
/** `Get Outlook for iOS` in their words; "I use Outlook on Android" has none of them. */
const GET =
  /^get\b|^haal\b|ophalen|^krijg|^ontvang|holen|beziehen|beschaffen|herunterladen|t[ée]l[ée]charge|obten|obtén|obter|obtenir|obțin|baix|descarg|scaric|ottieni|otteni|download|hämta|hent\b|skaff|^få |hanki|pobierz|získej|získaj|stáhn|stiahn|letölt|beszerez|получи|скача|загруз|завантаж|отрима|изтегл|вземете|λήψη|αποκτήστε|edinin|indirin|קבל|הורד|الحصول|احصل|تنزيل|دریافت|获取|取得|下载|下載|入手|다운로드|รับ|ดาวน์โหลด|tải|nhận|dapatkan|unduh|preuzm|prenes|hankige|gaukite|iegūstiet/iu;
/** Programs that offer themselves. */
const APP = /outlook|bluemail|blue mail|typeapp|yahoo|gmail|aqua ?mail|spark|proton|tuta|mymail|edison|canary|airmail/i;
/** What is added behind it by the program, or by somebody who types with thumbs. */
const EXCUSE =
  /^enjoy secure|ad-free|^secure email|^(please )?(excuse|pardon|forgive|sorry|apolog)|brevi|typo|auto-?correct|kürze|tippfehler|rechtschreib|veuillez excuser|brièveté|fautes|brevedad|brevità|beknopt|краткость|стислість|stručnost|zwięzłość/iu;

/** What a program that scans for viruses adds, in the languages it speaks. */
const SCANNED =
  /^(virus-free|virenfrei|garanti sans virus|sans virus|libre de virus|privo di virus|virusvrij|sem v[íi]rus|livre de v[íi]rus|fri fra virus|virusfri|virustonta|wolny od wirusów|bez wirusów|bez virů|bez vírusov|vírusmentes|fără viruși|не содержит вирусов|без вирусов|без вірусів|virüs bulunmuyor|virüssüz|без вируси|χωρίς ιούς|无病毒|無病毒|ウイルス フリー|바이러스 없음)[.,。]?(\s*(www\.)?(avast|avg|norton|eset|bitdefender|kaspersky)\.[a-z]{2,3}\S{0,80})?$/iu;
/** ... or says in a sentence that it did so. */
const SCANNER =
  /^((this|diese|dieser|cet|ce|este|esta|el|questa|il|dit|deze|detta|denne|tento|ta|to|это|цей|bu)\P{L}.{0,90}(virus|vírus|вирус|вірус|virüs|wirus)|(virus|malware)\P{L}).{0,60}$/iu;
const SCANS =
  /check|scan|geprüft|überprüft|analys|contrôl|vérifi|comprob|analiz|controllat|verificat|gecontroleerd|kontrol|skann|sprawdz|провер|перевір|denetlen|protect|geschützt/iu;
const MAIL =
  /mail|message|nachricht|mensaje|messaggio|mensagem|bericht|meddel|melding|besked|viesti|wiadomoś|zpráv|správ|levél|üzenet|mesaj|письм|сообщени|повідомлен|лист|ileti|courriel|correo/iu;
const SCANNER_NAME = /(?<!\p{L})(avast|avg|norton|eset|bitdefender|kaspersky|mcafee|mailscanner)/iu;

/** `Virus-free. www.avast.com`, `This email has been checked for viruses by Avast antivirus software.` */
function isScanned(line: string): boolean {
  const text = plainForm(line)
    .replace(/[<(]?\s?https?:\/\/[^\s<>]{0,300}[>)]?/gi, ' ')
    .replace(/^[\s*_<([-]+|[\s*_>)\].]+$/g, '')
    .trim();
  if (text.length > LINE_CHARS_MAX || text.includes('?')) return false;
  return (
    SCANNED.test(text) ||
    /^(www\.)?(avast|avg)\.com$/i.test(text) ||
    (SCANNER.test(text) && SCANS.test(text) && MAIL.test(text) && SCANNER_NAME.test(text))
  );
}

const PROGRAM_SITE =
  /^[<(]?(https?:\/\/)?(www\.)?(tuta(nota)?|proton(mail)?|pr\.tn|aka\.ms|avast|avg|bluemail|typeapp|superhuman|sparkmailapp|readdle|canarymail|edisonmail|getmailspring|mailbird|fastmail|hushmail|front(app)?|missiveapp|hey|zoho|posteo|k9mail|email\.faircode|emclient|airmailapp)(\.[a-z]{2,4}){0,2}(\/\S{0,60})?[>)]?$/i;

/** The lines of a mail are asked about several times, and each costs a dozen patterns; a mail has fewer. */
const JUDGED_MAX = 300;
const judged = new Map<string, boolean>();

/** `Sent from my iPhone` and its kin: short, alone, no sentence. */
export function isDeviceLine(line: string): boolean {
  if (line.length > 400) return false;
  const before = judged.get(line);
  if (before !== undefined) return before;
  if (judged.size >= JUDGED_MAX) judged.clear();
  const is = looksLikeDevice(line);
  judged.set(line, is);
  return is;
}

function looksLikeDevice(line: string): boolean {
  if (isScanned(line)) return true;
  const text = plainForm(line)
    .replace(/[<(]?\s?(https?:\/\/|mailto:)[^\s<>]{0,300}[>)]?/gi, ' ')
    .replace(/^[\s*_<([~–—-]+|[\s*_>)\]~]+$/g, '')
    // A picture behind it is a smile.
    .replace(/\s*(?:\p{Extended_Pictographic}\ufe0f?)+$/u, '')
    .replace(/\s?:$/, '')
    .trim();
  if (text.length < 6 || TELLS.test(text) || text.length > LINE_CHARS_MAX || text.includes('?')) return false;
  if (text.split(/\s+/, LINE_WORDS_MAX + 1).length > LINE_WORDS_MAX) return false;
  // "Sent from my desk, it is much easier": what follows the thing must be an excuse, or another thing.
  const [said = '', ...more] = text.split(/[.,;!](?:\s+|$)|\s[-–—]\s/).filter(part => part !== '');
  if (!more.every(part => EXCUSE.test(part) || (THING.test(part) && part.split(/\s+/).length <= 4))) return false;
  const all = [said, ...more].join(' ');
  if (/outlook/i.test(text) && /ios|android|\bmac$/i.test(text) && GET.test(text)) return true;
  if (APP.test(text) && /^(get|download) .*(ios|android|mac|windows|iphone)$/i.test(text)) return true;
  if (/^yahoo!?メール for |^yahoo!? mail for /i.test(text)) return true;
  if (SENT_FROM.test(said)) return THING.test(all) || PROVIDER.test(said) || (more.length === 0 && MINE.test(said));
  return SENDING_ENDS.test(said) && THING.test(said);
}

/** The site of such a program on a line of its own, below the line that names it. */
export function isProgramSite(line: string): boolean {
  return line.length <= LINE_CHARS_MAX && PROGRAM_SITE.test(line.trim());
}

/** A polite closing that stands alone on its line; a name and an address follow. */
export function isClosing(line: string): boolean {
  return /^\s*((kind(est)?|best|warm(est)?|many|with (kind|best|warm)) )?(regards|wishes|greetings)( from [\p{L} ]{2,30})?\s*[,.!]?\s*$|^\s*(sincerely( yours)?|yours (sincerely|truly|faithfully)|cheers|cordially|respectfully|mit freundlichen gr(ü|ue)(ß|ss)en|(viele|beste|liebe|freundliche|herzliche) gr(ü|ue)(ß|ss)e|mfg|cordialement|bien (cordialement|à vous)|sincères salutations|(un )?(cordial )?saludos?( cordiales)?|atentamente|cordiali saluti|distinti saluti|(met )?vriendelijke groet(en)?|mvh|med vänliga hälsningar|vänliga hälsningar|(med )?venlig hilsen|pozdrawiam|z poważaniem|с уважением|atenciosamente|cumprimentos|terveisin|s pozdravem|üdvözlettel)\s*[,.!]?\s*$/iu.test(
    line,
  );
}
