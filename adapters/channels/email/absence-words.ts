/**
 * How absence notes and other automatic answers begin their subjects, in the languages that mail programs speak, for
 * mails without any header that says so. Whoever writes "Holiday order" or "Out of office next week, please deliver
 * later" is a person.
 */

/** What is told by how a subject begins is told within this. */
const SUBJECT_CHARS_MAX = 200;

const any = (...phrases: string[]) => phrases.join('|');
const starts = (phrases: string, after: string) => new RegExp(`^\\s*[[(【*]*\\s*(${phrases})\\s*(${after})`, 'iu');

/** What may follow: the subject that is answered, or nothing. */
const END = any('[\\])】*]+', '[:：\\-–—|!]', '$', '\\b(re|aw|sv|antw)\\b');
/** After "out of office" also until when. */
const END_OR_TIME = any(
  END,
  '[.,;(]?\\s*\\(?(\\d|until|till|til|from|through|back|bis|vom|ab|du|de|del|dal|au|jusqu|hasta|desde|fino|até|tot|van|t\\.?o\\.?m|från|fra|do|od|до|с|по|від|до|από|έως)(?!\\p{L})',
);

/** Mail programs write these, and people do not. */
const AUTOMATIC = starts(
  any(
    'automatic (reply|response|answer|e-?mail reply)|auto[- ]?reply|auto[- ]?response|auto-?responder|automated (reply|response)|vacation (auto-?)?(reply|response|responder|message)|(out of (the )?office|ooo|oof) (auto-?)?(reply|response|message|notification)|away (message|notification)',
    'abwesenheits(notiz|meldung|assistent|benachrichtigung|info|hinweis)|automatische (antwort|abwesenheitsnotiz|r[üu]ckantwort|reactie|abwesenheitsmeldung)|auto-?antwort|automatisk(t|e)? svar|autosvar|auto-?svar|frånvaro(meddelande|besked)|fravær(smelding|sbesked|sassistent)',
    'r[ée]ponse (automatique|d.absence)|message (automatique )?d.absence|notification d.absence|respuesta (autom[áa]tica|de ausencia)|mensaje de ausencia|risposta (automatica|di assenza)|messaggio di assenza|resposta autom[áaà]tica|autoresposta|mensagem de aus[êe]ncia|missatge d.abs[èe]ncia',
    'automatisch(e)? (antwoord|bericht|reactie)|afwezigheids(bericht|melding|assistent)|automaattinen (vastaus|poissaoloviesti)|poissaolo(ilmoitus|viesti)|sj[áa]lfvirkt svar',
    'odpowied[źz] automatyczna|automatyczna odpowied[źz]|autoodpowied[źz]|automatick[áa] odpov[ěeě][dď]|automatikus (v[áa]lasz|üzenet)|r[ăa]spuns automat|(samodejni|avtomatski) odgovor|automatski odgovor|аутоматски одговор|automaat(ne )?vastus|automaatvastus|automatinis (atsakymas|atsakas)|autom[āa]tisk[āa] atbilde',
    'автоответ(чик)?|автоматический ответ|автоматична відповідь|автовідповідь|автоматичен отговор|автоматски одговор|уведомление об отсутствии|αυτόματη απάντηση|otomatik (yan[ıi]t|cevap)',
    'תשובה אוטומטית|מענה אוטומטי|הודעה אוטומטית|رد تلقائي|الرد التلقائي|رد آلي|پاسخ خودکار',
    '自動(応答|返信|回覆|回复|答覆)|不在(通知|連絡|自動)|自动(答复|回复|应答)|자동 ?(회신|응답|답장)|부재 ?중( 자동)?|trả lời tự động|balasan otomatis|jawapan automatik|การตอบกลับอัตโนมัติ|ข้อความตอบกลับอัตโนมัติ',
  ),
  END_OR_TIME,
);
/** What a person might put above a letter too: it counts unless the letter asks for something. */
const AWAY = starts(
  any(
    '(i am |i.m |we are )?(currently )?out of (the )?office|ooo|oof|ooto|away from (my|the) (desk|office|mail)|(i am |i.m )?(currently )?(away|on (annual |maternity |parental |sick )?leave|absent)|not in (the )?office',
    '(ich bin )?(zur ?zeit |derzeit )?(abwesend|nicht im (b[üu]ro|haus)|außer haus|ausser haus|im urlaub)|(urlaubsbedingte )?abwesenheit',
    '(je suis )?(absente?|en cong[ée]s?|en vacances) (du bureau|actuellement)|absente? du bureau|absence( du bureau)?|hors du bureau|(estoy )?fuera de (la )?oficina|ausencia( de la oficina)?|ausente',
    'fuori (sede|ufficio|dall.ufficio)|assenza( dall.ufficio)?|(sono )?assente|(estou )?fora d[oe] escrit[óo]rio|aus[êe]ncia( tempor[áa]ria| do escrit[óo]rio)?|ausente|fora de l.oficina|abs[èe]ncia|absent',
    'afwezig(heid)?|niet aanwezig|buiten kantoor|niet op kantoor|fr[åa]nvaro|fr[åa]nvarande|inte på kontoret|ej på (kontoret|plats)|p[åa] semester|frav[æe]r(ende)?|ikke (p[åa] (kontoret|plass)|til stede)|(poissa|poissaolo)( toimistolta)?|en ole paikalla|olen lomalla|lomalla',
    'nieobecno[śs][ćc]|poza biurem|jestem nieobecn[ya]|mimo kancel[áa][řr](e|ie)?|nep[řr][íi]tomnos[tť]|jsem mimo kancel[áa][řr]|(irod[áa]n|h[áa]zon) k[íi]v[üu]l|nem vagyok az irod[áa]ban|t[áa]voll[ée]t|(sunt )?(în|in) afara biroului|absent [aă] de la birou|concediu',
    'odsotnost|(sem )?odsot(en|na)( iz pisarne)?|nisem v pisarni|(sem )?na dopustu|izvan ureda|odsutnost|odsut(an|na)|nisam u uredu|van kancelarije|ван канцеларије|kontorist v[äa]ljas|kontorist eemal|puhkusel|olen puhkusel|(olen )?eemal|ei ole kontoris|nesu (biure|darbe|darbo vietoje)|atostog(os|auju)|ne biure|(ārpus|arpus) biroja|neesmu (birojā|darbā)|prombūtn(e|ē)|(esmu )?atvaļināj(ums|umā)',
    '(меня )?нет (на месте|в офисе)|вне офиса|отсутству(ю|ет)|отсутствие|(я )?в отпуске|поза офісом|відсутн(ість|ій|я)|(я )?у відпустці|извън офиса|отсъстви(е|е от офиса)|отсъствам|(είμαι )?εκτός γραφείου|απουσία|ofis(te|im)? (d[ıi][şs][ıi]nda|de[ğg]ilim)|(i[şs]yeri|b[üu]ro) d[ıi][şs][ıi]nda|izindeyim',
    'מחוץ למשרד|לא במשרד|היעדרות|נעדר(ת)? מהמשרד|خارج المكتب|في إجازة|(我)?(不在办公室|外出中?|休假中?)|不在辦公室|休暇(中|のお知らせ)|外出中|(只今)?不在(です|にして|のお知らせ)|부재중|휴가 ?중',
  ),
  END_OR_TIME,
);

/** Words of a note about being away, for subjects that say less. */
const NOTE =
  /\b(out of (the )?office|on (annual |maternity |sick )?leave|(limited|no) access to (my )?e-?mail|(will|can) (reply|respond|answer|get back)[^.\n]{0,60}(return|back)|i am away|in urgent (cases|matters)|for urgent matters)\b|nicht im b[üu]ro|erst (wieder )?(ab|am) [^.\n]{0,40}(beantworten|erreichbar)|in dringenden fällen|mails? (wird|werden) nicht (weitergeleitet|gelesen)|en cas d.urgence|de retour le|fuera de la oficina|en caso de urgencia|in caso di urgenza|in dringende gevallen|i brådskande|ved hastesager|w pilnych sprawach/iu;
const HOLIDAY = starts(
  'on (vacation|holidays?)|(i am |i.m )on (vacation|holidays?)|vacation|holidays?|urlaub|urlaubszeit|betriebsferien|en (vacances|cong[ée]s?)|de vacaciones|vacaciones|in ferie|ferie|de f[ée]rias|f[ée]rias|vakantie|met vakantie|semester|ferie|lomalla|urlop|dovolen[áa]|szabads[áa]g|concediu|dopust|godišnji odmor|отпуск|izin|휴가|休假|休暇',
  END_OR_TIME,
);
/** People ask for things. */
const ASKS =
  /\b(please|pls|kindly) (do not |don.t )?(ship|deliver|send (it|the|my|me)|hold|postpone|delay|change|cancel|move|keep|leave|refund)\b|\bbitte (liefern|schicken|senden|verschieben|ändern|stornieren|hinterlegen)|\b(später|erst) (liefern|schicken|zustellen)|\b(livrer|livrez|expédier|reporter|annuler)\b|\b(por favor|pueden) (env[íi]|entreg|cambi|cancel)|\b(spedite|consegnare|consegnate|spedire)\b|(lever|bezorg|stuur) .{0,30}(later|na)\b/iu;
const QUESTION = /[?？](\s|$)/;

/** A subject that only automatic answers have. "AUTO:" in capitals only: "Auto: spare parts" is a customer of a garage. */
export function isAutoReplySubject(given: string): boolean {
  const subject = plain(given);
  return (
    AUTOMATIC.test(subject) ||
    /^\s*(AUTO|OOO|OOF): /.test(subject) ||
    /\(automatic (response|reply)\)\s*$/i.test(subject)
  );
}

/** One way to write each letter; the Turkish İ has no small form that a pattern knows. */
function plain(subject: string): string {
  return subject.trim().slice(0, SUBJECT_CHARS_MAX).normalize('NFC').replaceAll('İ', 'I').replaceAll('’', "'");
}

/** A subject that says somebody is away, above a text that is no request. */
export function isAbsence(given: string, text: string): boolean {
  const subject = plain(given);
  if (isAutoReplySubject(subject)) return true;
  if (ASKS.test(text) || ASKS.test(subject)) return false;
  if (AWAY.test(subject)) return true;
  return HOLIDAY.test(subject) && NOTE.test(text) && !QUESTION.test(text);
}

/** A subject that may say so: with another sign of a machine it does. */
export function mayBeAbsence(given: string): boolean {
  const subject = plain(given);
  return (
    AWAY.test(subject) ||
    HOLIDAY.test(subject) ||
    /^\s*(auto\s?:|i am out of|abwesen|absent|assente|afwezig|frånvaro|fravær|poissa|nieobecno)/i.test(subject)
  );
}
