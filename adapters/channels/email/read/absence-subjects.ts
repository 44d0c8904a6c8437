/**
 * How absence notes and other automatic answers begin their subjects, in the languages that mail programs speak. Whoever
 * writes "Holiday order" or "Out of office next week, please deliver later" is a person: what the text says counts too.
 */

/** A subject is told by how it begins and ends; more of it is not looked at. */
const SUBJECT_CHARS_MAX = 200;

const any = (...phrases: string[]) => phrases.join('|');

/** Words that name an automatic answer; nobody else writes them above a letter of their own. */
const AUTOMATIC_WORDS = any(
  // English
  'automatic(ally generated)? (reply|response|answer|message|notification|e-?mail( reply)?)|auto[- ]?(reply|response|answer)|auto-?responder( message)?|automated (reply|response|message|answer)|(vacation|holiday|away|absence)[- ](auto[- ]?)?(reply|response|responder|message|notice|notification)|(out[- ]?of[- ]?(the[- ]?)?office|ooo|oof) (auto-?)?(reply|response|message|notification|notice)',
  // German
  '(automatische )?(abwesenheits|urlaubs)(notiz|meldung|assistent|benachrichtigung|info|hinweis|nachricht|mitteilung)|automatische (antwort(mail|-mail|-e-mail)?|abwesenheit|r[üu]ckantwort|e-?mail|nachricht|benachrichtigung|eingangsbest[äa]tigung)|auto-?antwort',
  // Swedish, Norwegian, Danish, Icelandic, Finnish
  'automatisk(t|e)? (svar|meddelande|besked|melding|fr[åa]varo\\w*|frav[æe]r\\w*)|svar automatisk|autosvar|auto-?svar|fr[åa]nvaro(meddelande|besked)|frav[æe]rs?(smelding|melding|sbesked|besked|sassistent)|sj[áa]lfvirkt svar|automaatti(nen )?(vastaus|poissaolo(viesti|ilmoitus)|viesti)|poissaolo(ilmoitus|viesti)',
  // French, Spanish, Catalan, Galician, Italian, Portuguese, Romanian
  "r[ée]ponse (automatique|d'absence)|(message|notification|avis|r[ée]pondeur) (automatique )?d'absence( du bureau)?|message automatique|r[ée]pondeur automatique|(respuesta|contestaci[óo]n) (autom[áa]tica|de ausencia)|(mensaje|aviso|notificaci[óo]n) (autom[áa]tic[oa]|de ausencia)|autorrespuesta|(resposta|missatge|av[íi]s) (autom[àáaã]tic[ao]?|d'abs[èe]ncia)|risposta (automatica|di assenza)|(messaggio|avviso|notifica) (automatic[oa]|di assenza)|resposta autom[áa]tica|autoresposta|(mensagem|aviso) (autom[áa]tic[ao]|de aus[êe]ncia)|(r[ăa]spuns|mesaj) automat|mesaj de absen[țţt][ăa]",
  // Dutch
  'automatisch(e)? (antwoord|bericht|reactie|beantwoording|afwezigheids\\w+|e-?mail)|afwezigheids?(bericht|melding|assistent)|automatische reactie',
  // Polish, Czech, Slovak, Hungarian
  'odpowied[źz] automatyczna|automatyczna (odpowied[źz]|wiadomo[śs][ćc])|autoodpowied[źz]|(informacja|powiadomienie) o nieobecno[śs]ci|automatick[áa] (odpov[ěe][dďť]|zpr[áa]va|spr[áa]va)|(ozn[áa]men[íi](e)?|spr[áa]va) o (nep[řr][íi]tomnos[tť]i|nepr[íi]tomnosti)|automatikus (v[áa]lasz([üu]zenet|lev[ée]l)?|[üu]zenet|[ée]rtes[íi]t[ée]s)|t[áa]voll[ée]ti ([üu]zenet|[ée]rtes[íi]t[ée]s)',
  // Slovenian, Croatian, Serbian, Macedonian, Bulgarian
  '(samodejni|avtomatski|automatski) odgovor|(automatska|avtomatsko|samodejno) (poruka|sporo[čc]ilo)|obavijest o odsutnosti|obvestilo o odsotnosti|(аутоматски|автоматски) одговор|аутоматска порука|автомат(ичен|ично) (отговор|съобщение)',
  // Estonian, Lithuanian, Latvian
  'automaat(ne )?(vastus|teade|kiri)|automatinis (atsakymas|atsakas|prane[šs]imas|lai[šs]kas)|autom[āa]tisk[āais]+ (atbilde|pazi[ņn]ojums|zi[ņn]a)|prombūtnes (pazi[ņn]ojums|zi[ņn]a)|prane[šs]imas apie nebuvim[ąa]',
  // Russian, Ukrainian, Belarusian
  'автоответ(чик)?|автоматическ(ий ответ|ое (сообщение|уведомление|письмо)( об отсутствии)?)|(уведомление|сообщение) об отсутствии|автоматичн(а відповідь|е (повідомлення|сповіщення))|автовідповід(ь|ач)|повідомлення про відсутність|аўтаматычны адказ',
  // Greek, Turkish, Albanian, Basque, Irish, Welsh, Maltese, Azerbaijani, Armenian, Georgian
  'αυτόματ(η απάντηση|ο μήνυμα)|(μήνυμα|ειδοποίηση) απουσίας|otomatik (yan[ıi]t|cevap|mesaj|e-?posta)|avtomatik cavab|p[ëe]rgjigje automatike|erantzun automatikoa|mezu automatikoa|freagra uathoibr[íi]och|ymateb awtomatig|ateb awtomatig|tweġiba awtomatika|ավտոմատ պատասխան|ავტომატური პასუხი',
  // Hebrew, Arabic, Persian, Urdu
  '(תשובה|הודעה) אוטומטית|מענה אוטומטי|הודעת היעדרות|(ال)?رد (ال)?(تلقائي|آلي)|رسالة (آلية|تلقائية)|پاسخ خودکار|پیام خودکار|خودکار جواب',
  // Chinese, Japanese, Korean
  '自[动動](答[复覆]|回[复覆]|[应應]答|答复邮件|回信)|(外出|休假|不在)(自[动動]|通知|提醒|公告)|自動(応答|返信|送信|配信|回答)(メール|メッセージ)?|(不在|休暇|外出)(通知|連絡|自動|応答)|자동 ?(회신|응답|답장|발송)( ?메일)?|부재 ?(알림|메시지)',
  // Vietnamese, Indonesian, Malay, Filipino, Swahili, Afrikaans, Thai, Hindi and its neighbours
  'tr[ảa] l[ờo]i t[ựu] [đd][ộo]ng|t[ựu] [đd][ộo]ng tr[ảa] l[ờo]i|ph[ảa]n h[ồo]i t[ựu] [đd][ộo]ng|th[ưu] tr[ảa] l[ờo]i t[ựu] [đd][ộo]ng|(balasan|jawaban|jawapan|pesan) otomatis|(balasan|jawapan|mesej) automatik|awtomatikong tugon|jibu la kiotomatiki|outomatiese antwoord|(การ|ข้อความ)?ตอบกลับอัตโนมัติ|ข้อความอัตโนมัติ|स्व(चालित|तः) (उत्तर|जवाब|प्रतिक्रिया|संदेश)|ऑटो ?(रिप्लाई|जवाब)|স্বয়ংক্রিয় (উত্তর|জবাব)|தானியங்கு பதில்',
);

/** What a person might put above a letter too. */
const AWAY_WORDS = any(
  // English
  "(?:i am |i'm |i will be |we are )?(?:currently )?out[- ]?of[- ]?(?:the[- ]?)?office|ooo|oof|ooto|away from (?:my|the) (?:desk|office|mail)|(?:i am |i'm |i will be )?(?:currently )?(?:away|absent|on (?:annual |maternity |paternity |parental |sick |study )?leave)|(?:annual|maternity|paternity|parental|sick) leave|(?:i am |i'm )?not in (?:the )?office|no longer with (?:the company|us)|(?:this )?mailbox (?:is )?(?:not|no longer) monitored",
  // German
  '(?:ich bin )?(?:zur ?zeit |derzeit |momentan )?(?:abwesend|nicht (?:im (?:b[üu]ro|haus)|erreichbar)|au(?:ß|ss)er haus|im urlaub|in elternzeit)|elternzeit|(?:urlaubsbedingte )?abwesenheit|b[üu]ro geschlossen|eingangsbest[äa]tigung',
  // French
  '(?:je suis |nous sommes )?(?:actuellement )?(?:absente?s?|en cong[ée]s?|en vacances)(?: du bureau| actuellement)?|absence(?: du bureau| temporaire)?|hors du bureau',
  // Spanish, Catalan, Galician
  "(?:estoy |estar[ée] )?(?:fuera de (?:la )?oficina|ausente(?: de la oficina)?)|ausencia(?: de la oficina| temporal)?|fora de l'oficina|abs[èe]ncia|absent(?: de l'oficina)?|f[óo]ra da oficina",
  // Italian, Portuguese
  "(?:sono )?(?:fuori (?:sede|ufficio|dall'ufficio)|assente(?: dall'ufficio)?)|assenza(?: dall'ufficio)?|(?:estou |estarei )?(?:fora d[oe] escrit[óo]rio|ausente(?: do escrit[óo]rio)?)|aus[êe]ncia(?: tempor[áa]ria| do escrit[óo]rio)?",
  // Dutch, Afrikaans
  '(?:ik ben )?(?:momenteel )?(?:afwezig|niet (?:aanwezig|op kantoor)|buiten kantoor)|afwezigheid|uit (?:die )?kantoor',
  // Swedish, Norwegian, Danish, Icelandic
  'fr[åa]nvaro|fr[åa]nvarande|(?:jag är )?(?:inte p[åa] kontoret|ej p[åa] (?:kontoret|plats)|p[åa] semester|bortrest|ledig|f[öo]r[äa]ldraledig|tj[äa]nstledig|sjukskriven)|(?:jeg er )?(?:frav[æe]rende|ude af (?:kontoret|huset)|ute av kontoret|ikke (?:p[åa] (?:kontoret|plass)|til stede))|frav[æe]r|[íi] fr[íi]i|ekki [áa] skrifstofunni',
  // Finnish, Estonian
  '(?:olen )?(?:poissa|lomalla)(?: toimistolta| toimistosta)?|poissaolo(?: toimistolta)?|en ole paikalla|(?:olen )?(?:kontorist (?:v[äa]ljas|eemal|[äa]ra)|puhkusel|eemal|[äa]ra)|ei ole kontoris',
  // Lithuanian, Latvian
  '(?:nesu|nėra|ne) (?:biure|darbe|darbo vietoje)|atostog(?:os|auju|ose|aujame)|i[šs]vyk(?:ęs|usi)|[āa]rpus biroja|neesmu (?:birojā|darbā)|promb[ūu]tn[eē]|(?:esmu )?atva[ļl]in[āa]j(?:ums|um[āa])',
  // Polish, Czech, Slovak
  '(?:jestem )?(?:poza biurem|nieobecn[ya]|na urlopie)|nieobecno[śs][ćc](?: w biurze)?|(?:jsem |som )?mimo kancel[áa][řr](?:e|ie|iu)?|nep[řr][íi]tomnos[tť]|(?:nejsem|nie som) v kancel[áa][řr](?:i|ii)|(?:jsem |som )?na dovolen(?:[ée]|ke)',
  // Hungarian, Romanian
  '(?:irod[áa]n|h[áa]zon) k[íi]v[üu]l|nem vagyok (?:az irod[áa]ban|bent)|t[áa]voll[ée]t|szabads[áa]gon(?: vagyok)?|(?:sunt )?(?:[îi]n afara biroului|[îi]n concediu|absent[ăa]?(?: (?:de la|din) birou)?|plecat[ăa]? din birou)',
  // Slovenian, Croatian, Serbian, Macedonian
  'odsotnost|(?:sem )?odsot(?:en|na)(?: iz pisarne)?|nisem v pisarni|(?:sem )?na dopustu|izvan ureda|odsutnost|(?:nisam u uredu|odsut(?:an|na))|na godi[šs]njem(?: odmoru)?|van kancelarije|ван канцеларије|на годи[шщ]њем одмору|на годишен одмор|надвор од канцеларија',
  // Russian, Ukrainian, Bulgarian
  '(?:меня )?нет (?:на месте|в офисе)|вне офиса|отсутству(?:ю|ет)|отсутствие|(?:я )?в отпуске|поза офісом|відсутн(?:ість|ій|я)|(?:я )?у відпустці|(?:мене )?немає в офісі|изв[ъ]н офиса|отсъстви(?:е от офиса|е)|отсъствам|(?:аз съм )?в отпуск(?:а)?',
  // Greek, Turkish, Albanian, Azerbaijani
  '(?:είμαι )?εκτός γραφείου|απουσία(?: από το γραφείο)?|(?:είμαι )?σε άδεια|ofis(?:te|im)? (?:d[ıi][şs][ıi](?:nda(?:y[ıi]m)?)?|de[ğg]ilim)|(?:i[şs]yeri|b[üu]ro) d[ıi][şs][ıi]nda|(?:y[ıi]ll[ıi]k )?izin(?:de|li)yim|jasht[ëe] zyr[ëe]s',
  // Hebrew, Arabic, Persian
  '(?:אני )?(?:מחוץ למשרד|לא במשרד|בחופשה)|היעדרות|נעדר(?:ת)?(?: מהמשרד)?|(?:أنا )?(?:خارج المكتب|في إجازة|غائب)|خارج از دفتر|در مرخصی',
  // Chinese, Japanese, Korean
  '我?(?:现在)?(?:不在(?:办公室|辦公室)|外出中?|在?休假中?)|休暇(?:中(?:です)?|のお知らせ)|外出中(?:です)?|外出のため不在(?:です)?|(?:只今)?不在(?:です|中|にして(?:います|おります)|のお知らせ)?|(?:夏季|冬季|年末年始)?(?:休業|お休み)のお知らせ|부재 ?중(?:입니다)?|휴가 ?(?:중(?:입니다)?|안내)',
  // Vietnamese, Indonesian, Malay, Thai, Hindi
  'v[ắa]ng m[ặa]t|ngh[ỉi] ph[ée]p|(?:sedang )?(?:cuti|di luar kantor)|(?:di )?luar pejabat|bercuti|ไม่อยู่(?:ที่|ใน)?สำนักงาน|ลาพักร้อน|ลาพัก|कार्यालय से बाहर|छुट्टी पर',
);
/** Holidays are what shops sell for, too. */
const HOLIDAY_WORDS = any(
  "(?:i am |i'm )?on (?:vacation|holidays?)|vacation|holidays?|(?:ich bin )?(?:urlaub|urlaubszeit|betriebsferien|ferien)|(?:estoy |estic )?de (?:vacaciones|vacances)|vacaciones|vacances|(?:sono |siamo )?in ferie|ferie|(?:estou )?de f[ée]rias|f[ée]rias|(?:ik ben )?(?:met |op )?vakantie|semester|(?:jeg (?:er|holder) )?(?:p[åa] )?ferie|lomalla|loma|urlop|dovolen(?:[áa]|ka)|szabads[áa]g|concediu|dopust|godi[šs]nji odmor|puhkus|отпуск|відпустка|izin|άδεια|휴가|休假|休暇|חופשה|إجازة|مرخصی|cuti",
);

/** Until when: what follows is a day, whatever it looks like. */
export const UNTIL = any(
  'until|untill|till?|through|thru|returning|bis|jusqu|hasta|fins|fino|sino|até|ata|tot|t\\.?[/.]?m\\.?|t\\.?o\\.?m|till och med|asti|saakka|kuni|iki|līdz|do|pân[ăa]|până|до|по|έως|μέχρι|ως|kadar|עד|حتى|إلى|تا|至|直到|まで|까지|đến|sampai|hingga|จนถึง|ถึง|तक',
);
/** From when: these words mean "of" as well, so a day must follow. */
const FROM =
  'from|between|starting|on|back|vom|von|ab|am|du|de|del|dal|dall|desde|des del|a partir|au|le|el|il|van|vanaf|från|fra|den|od|с|со|от|от|від|з|από|από τις|alates|nuo|no|kezdve|von';
const DAY =
  "(?:the |el |il |le |den |dem |l'?|')?(?:\\d|(?:jan|feb|f[ée]v|fév|m[aä]r[zscti]|apr|avr|abr|avg|m[aá]j|mai|may|ma[gy]|jun|juin|giu|jul|juil|lug|aug|ago|ao[uû]t|sep|set|o[kc]t|out|ott|nov|de[cz]|d[ée]c|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|січ|лют|бер|кві|тра|чер|лип|сер|вер|жов|лис|гру|ιαν|φεβ|μαρ|απρ|μα[ιΐ]|ιου|αυγ|σεπ|οκτ|νοε|δεκ|mon|tues|wednes|thurs|fri|satur|sun|today|tomorrow)\\p{L}*(?!\\p{L}))";

/** What may follow: the subject that is answered, or nothing. */
const END = any('[\\])】*]+', '[:：\\-–—|!]', '[.。]?\\s*$', '(?<!\\p{L})(re|aw|sv|antw)(?!\\p{L})');
/** After "out of office" also until when. */
const END_OR_TIME = any(
  END,
  `[.,;(（]?\\s*\\(?(?:\\d|(?:${UNTIL})(?!\\p{L})|(?:jusqu|fino|dall|all)'?\\p{L}*|(?:${FROM})\\s+${DAY})`,
);

/** Who is away: "Ann Smith/London is", "Ann Smith ist". */
const WHO =
  "(?:[\\p{L}.'-]{1,30}[ /,]+){1,4}(?:is|will be|ist|est|sera|est[áa]|è|está|er|är|jest|je|on|este|não está)\\s+";
const OPEN = '^\\s*[[(【*]*\\s*';
const starts = (phrases: string, after: string, before = '') =>
  new RegExp(`${OPEN}${before}(?:${phrases})\\s*(?:${after})`, 'iu');

const AWAY = starts(AWAY_WORDS, END_OR_TIME, `(?:auto\\s?:\\s*)?(?:${WHO})?`);
const HOLIDAY = starts(HOLIDAY_WORDS, END_OR_TIME);
const AUTOMATIC = starts(AUTOMATIC_WORDS, END_OR_TIME, `(?:(?:${AWAY_WORDS}|${HOLIDAY_WORDS})[\\s:,-]*)?`);
/** It names no mail that it answers. */
const AUTOMATIC_ALONE = starts(AUTOMATIC_WORDS, '[\\])】:!.。]*\\s*$');
/** Behind the subject that is answered: "Your order [Auto-Reply]", "Thank you - automatic reply". */
const AUTOMATIC_BEHIND = new RegExp(
  `(?:[[(【]\\s*(?:${AUTOMATIC_WORDS}|out of (?:the )?office|ooo)\\s*[\\])】]|\\s[-–—|]\\s*(?:${AUTOMATIC_WORDS}))\\s*$`,
  'iu',
);
/** In capitals only: "Auto: spare parts" is a customer of a garage. */
const CAPITALS = /^\s*(AUTO|OOO|OOF): /;
const REPLY = /^\s*(re|aw|sv|vs|antw|odp|r)\s*[:：]\s*/iu;
/** Words are set apart by spaces in most scripts. */
const BEGIN =
  '(?:(?<!\\p{L})|(?<=[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}]))';
const AWAY_ANYWHERE = new RegExp(`${BEGIN}(?:${AWAY_WORDS}|${HOLIDAY_WORDS})`, 'iu');
const AWAY_EVERYWHERE = new RegExp(AWAY_ANYWHERE.source, 'giu');

/** What a subject says, before anybody has looked at the text. */
export type AbsenceSubject = 'automatic' | 'automatic-alone' | 'away' | 'holiday' | null;

export function absenceSubject(given: string): AbsenceSubject {
  const subject = plainWords(given.slice(0, SUBJECT_CHARS_MAX));
  if (AUTOMATIC_ALONE.test(subject)) return 'automatic-alone';
  if (AUTOMATIC.test(subject) || AUTOMATIC_BEHIND.test(subject) || CAPITALS.test(subject)) return 'automatic';
  if (AWAY.test(subject)) return 'away';
  return HOLIDAY.test(subject) ? 'holiday' : null;
}

/** Somebody answers, so what stands behind "Re:" may be a person's answer to an absence note. */
export function answeredSubject(given: string): string | null {
  return REPLY.test(given) ? given.replace(REPLY, '') : null;
}

/** Does a sentence speak of being away? */
export function speaksOfAbsence(sentence: string): boolean {
  return AWAY_ANYWHERE.test(sentence);
}

/** What else a sentence says. */
export function withoutAbsence(sentence: string): string {
  return sentence.replace(AWAY_EVERYWHERE, ' ');
}

/** One way to write each letter; the Turkish İ has no small form that a pattern knows. */
export function plainWords(words: string): string {
  return words
    .trim()
    .normalize('NFC')
    .replaceAll('İ', 'I')
    .replace(/[’ʼ´`]/g, "'");
}
