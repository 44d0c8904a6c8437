/** Lines that a phone or a mail program puts under everything: `Sent from my iPhone`, and polite closings. */
import { plainForm } from './plain-form.ts';

const LINE_CHARS_MAX = 140;
const LINE_WORDS_MAX = 14;

/** Things that mail is written on, and programs it is written with. */
const THING =
  /iphon|ipad|ipod|icloud|android|samsung|galaxy|huawei|honor|xiaomi|redmi|oneplus|oppo|\bpixel\b|nokia|motorola|htc|blackberry|lumia|windows|outlook|yahoo|gmail|gmx|web\.de|t-online|proton|tut(anot)?a|k-9|fairemail|aqua ?mail|blue ?mail|typeapp|mail\.ru|почт|яндекс|yandex|onet|seznam|email\.cz|spark|airmail|mailbird|mailbox|superhuman|boxer|\bnine\b|edison|newton|canary|\bhey\b|zoho|\baol\b|thunderbird|posteo|mailspring|em client|orange|libero|naver|daum|kakao|foxmail|qq邮箱|网易|163|华为|小米|手机|手機|айфон|телефон|смартфон|устройств|אייפון|טלפון|هاتف|آیفون|گوشی|mobil|smartphone|handy\b|\b(cell ?)?phone\b|\bcell\b|\btablet|device|gerät|téléphone|appareil|teléfono|telefono|telefone|dispositivo|celular|cellulare|puhelim|telefon|telefoon|toestel|스마트폰|휴대폰|โทรศัพท์|điện thoại|ponsel|\bmac(book)?\b|mail ?app|\bmail (for|für|pour)\b/iu;
/** How such a line begins, with the word that leads to the thing; in scripts without blanks the word is enough. */
const SENT_FROM =
  /^(sent (from|via|with|using|by|through)|von meinem|gesendet (von|vom|mit|über|via|aus)|versendet mit|diese (nachricht|e-?mail|mail) wurde (von|mit)|envoy[ée]e? (de|depuis|du|d['’]|[aà] partir|avec|par|via|gr[âa]ce)|provenance|enviad[oa] (desde|de|do|da|via|com|con|pelo|a partir)|enviat (des|de|amb)|inviat[oa] (da|dal|dalla|con|tramite)|(verzonden|verstuurd) (vanaf|met|via|vanuit|van|vanop)|sendt (fra|med|via)|skickat (från|med|via)|skickades från|lähetetty|wysłan[eo] (z|ze|za|przez)|odeslán[oa] (z|ze|pomocí)|odoslan[éeoá] (z|zo)|elküldve|küldve|trimis (de|din|cu|prin)|(отправлено|надіслано|відправлено|изпратено|послано) (с|со|из|від|із|з|от|через)|(στάλθηκε|εστάλη) (από|με)|(poslan[oa]|poslato) (z|s|sa|iz|prek)|saadetud|išsiųsta|nosūtīts|đã gửi từ|gửi từ|(dikirim|terkirim) (dari|melalui))(?=[\s'’]|$|(?<=['’]))|^(נשלח|أ?ُ?رسلت|تم الإرسال|مرسل|ارسال شده|فرستاده شده|发自|發自|从|從|来自|來自|发送自|發送自|나의|내 |ส่งจาก|ส่งโดย)/iu;
/** `Sent from my Wiko RIDGE FAB 4G`: there are more things than anybody can list. */
const MINE = /^sent (from|with|using) my( \S{1,20}){1,7}$/i;
/** ... or how it ends. */
const SENDING_ENDS =
  /(gesendet|versendet|gönderildi|gönderilmiştir|küldve|から送信(されました|しました)?|에서 (보냄|보냈습니다|전송)|发送|發送|傳送|传送)$/iu;
/** `Get Outlook for iOS` in their words; "I use Outlook on Android" has none of them. */
const GET =
  /^get\b|holen|beziehen|beschaffen|herunterladen|t[ée]l[ée]charge|obten|obtén|obter|obtenir|obțin|baix|descarg|scaric|ottieni|otteni|download|hämta|hent\b|skaff|^få |hanki|pobierz|získej|získaj|stáhn|stiahn|letölt|beszerez|получи|скача|загруз|завантаж|отрима|изтегл|вземете|λήψη|αποκτήστε|edinin|indirin|קבל|הורד|الحصول|احصل|تنزيل|دریافت|获取|取得|下载|下載|入手|다운로드|รับ|ดาวน์โหลด|tải|nhận|dapatkan|unduh|preuzm|prenes|hankige|gaukite|iegūstiet/iu;
/** What is added behind it by the program, or by somebody who types with thumbs. */
const EXCUSE =
  /^(please )?(excuse|pardon|forgive|sorry|apolog)|brevi|typo|auto-?correct|kürze|tippfehler|rechtschreib|veuillez excuser|brièveté|fautes|brevedad|brevità|beknopt|краткость|стислість|stručnost|zwięzłość/iu;

/** `Sent from my iPhone` and its kin: short, alone, no sentence. */
export function isDeviceLine(line: string): boolean {
  if (line.length > 400) return false;
  const text = plainForm(line)
    .replace(/[<(]?\s?(https?:\/\/|mailto:)[^\s<>]{0,300}[>)]?/gi, ' ')
    .replace(/^[\s*_<([-]+|[\s*_>)\]]+$/g, '')
    .trim();
  if (text.length < 6 || text.length > LINE_CHARS_MAX || text.includes('?')) return false;
  if (text.split(/\s+/, LINE_WORDS_MAX + 1).length > LINE_WORDS_MAX) return false;
  // "Sent from my desk, it is much easier": what follows the thing must be an excuse, or another thing.
  const [said = '', ...more] = text.split(/[.,;!](?:\s+|$)/).filter(part => part !== '');
  if (!more.every(part => EXCUSE.test(part) || (THING.test(part) && part.split(/\s+/).length <= 4))) return false;
  const all = [said, ...more].join(' ');
  if (/outlook/i.test(text) && /\b(ios|android)\b|ios|android/i.test(text) && GET.test(text)) return true;
  if (SENT_FROM.test(said)) return THING.test(all) || (more.length === 0 && MINE.test(said));
  return SENDING_ENDS.test(said) && THING.test(said);
}

/** A polite closing that stands alone on its line; a name and an address follow. */
export function isClosing(line: string): boolean {
  return /^\s*((kind(est)?|best|warm(est)?|many|with (kind|best|warm)) )?(regards|wishes|greetings)( from [\p{L} ]{2,30})?\s*[,.!]?\s*$|^\s*(sincerely( yours)?|yours (sincerely|truly|faithfully)|cheers|cordially|respectfully|mit freundlichen gr(ü|ue)(ß|ss)en|(viele|beste|liebe|freundliche|herzliche) gr(ü|ue)(ß|ss)e|mfg|cordialement|bien (cordialement|à vous)|sincères salutations|(un )?(cordial )?saludos?( cordiales)?|atentamente|cordiali saluti|distinti saluti|(met )?vriendelijke groet(en)?|mvh|med vänliga hälsningar|vänliga hälsningar|(med )?venlig hilsen|pozdrawiam|z poważaniem|с уважением|atenciosamente|cumprimentos|terveisin|s pozdravem|üdvözlettel)\s*[,.!]?\s*$/iu.test(
    line,
  );
}
