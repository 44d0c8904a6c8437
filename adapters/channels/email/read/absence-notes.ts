/**
 * What automatic answers say and what people say, in many languages. A subject such as "Absent" is written by both; an
 * automatic answer says when somebody is back or whom to ask meanwhile, a person asks for something.
 */
import { absenceSubject, speaksOfAbsence, UNTIL, withoutAbsence } from './absence-subjects.ts';

/** Sentences that are looked at: notes are short. */
const SENTENCES_MAX = 60;
/** A longer one is not a sentence of a note. */
const SENTENCE_CHARS_MAX = 600;

const any = (...phrases: string[]) => phrases.join('|');
/** Whole words by how they begin; in scripts without spaces anywhere. */
const words = (...stems: string[]) => new RegExp(`(?<!\\p{L})(?:${any(...stems)})`, 'iu');
const anywhere = (...stems: string[]) => new RegExp(any(...stems), 'iu');

/** "In urgent cases": only notes say whom to ask then. */
const URGENT = words(
  '(?:in|for) (?:an? |any |all |case of |very )*(?:urgent|emergenc)\\p{L}*(?! need)|if (?:it|it.s|your|this|the) [^\\n]{0,40}urgent|urgent (?:matters|cases|enquir|inquir|quer|requests|issues|questions)',
  'in (?:sehr )?(?:dringend|eilig)|(?:für|bei) dringend|wenn es (?:dringend|eilt)|im notfall|dringende (?:fälle|anliegen|anfragen)',
  "(?:en cas d'|pour (?:toute|les) |si )urgen|(?:en caso de|para|si es|por|asuntos?) (?:una? )?(?:urgen|emergen)|(?:em caso de|para|assuntos?) (?:uma? )?(?:urg[êe]n|emerg)|(?:in caso (?:d'|di )|per |se )(?:urgen|emergen)|(?:en cas d'|per a? ?)(?:urg[èe]n)",
  'in (?:dringende|spoed)|(?:bij|voor) (?:spoed|dringende|urgente)|(?:vid|i) br[åa]dskande|(?:vid|ved|i) (?:akut|hast|presserende|viktige)|(?:kiireellisi|kiireisi|kiirete)|áríðandi|brýn',
  'w (?:\\p{L}+ )?(?:piln|nagł)|(?:v|ve) (?:\\p{L}+ )?(?:nal[ée]hav|nalieha|urgent|s[úu]rn|neodklad)|s[üu]rg[őo]s|(?:pentru|[îi]n caz de) urgen|(?:v|za|u) (?:\\p{L}+ )?(?:nujn|hitn|žurn)|(?:у|за) (?:\\p{L}+ )?хитн|(?:по|при|за|в) (?:\\p{L}+ )?(?:срочн|спешн|неотложн)|(?:у|в|з) (?:\\p{L}+ )?(?:термінов|невідкладн)',
  'kiireloomul|skub|steidzam|επείγ|επειγ|acil (?:durum|konu|hâl|hal)|təcili|urgjen|דחו|בדחיפות|(?:ال)?(?:عاجل|طارئ|طوارئ)|فوری|ضروری',
  'mendesak|darurat|kh[ẩa]n c[ấa]p|dringende gevalle|kes kecemasan',
) as RegExp;
const URGENT_UNSPACED = anywhere(
  '(?:紧急|緊急|急)(?:事|情况|情況|的|の|用)|如有急|如有紧|お急ぎ|긴급|급한|급하신|ด่วน|ฉุกเฉิน|तत्काल|आपात|अत्यावश्यक|ज़रूरी',
);

/** "Urgent: bob@example.net". */
const URGENT_LINE = words(
  '(?:urgen\\p{L}*|dringend\\p{L}*|spoed|br[åa]d\\p{L}*|hastesak\\p{L}*|piln\\p{L}*|nal[ée]hav\\p{L}*|s[üu]rg[őo]s\\p{L}*|acil\\p{L}*|hitn\\p{L}*|nujn\\p{L}*|skub\\p{L}*|steidzam\\p{L}*|kiire\\p{L}*|срочно|терміново|спешно|επείγον\\p{L}*)\\s*[:：]',
);

/** Read then; answered then; nobody reads it. */
const NOTE = words(
  // English
  '(?:limited|no|little|intermittent|restricted|without) access to (?:my |our )?(?:e-?mail|mail|inbox)|not (?:be )?(?:reading|checking|monitoring|able to (?:read|check|answer|reply|respond))|(?:will|can|shall) (?:\\p{L}+ ){0,3}(?:reply|respond|answer|get back|reply to|deal with)[^\\n]{0,80}(?:return|back|possible|soon|office)|not (?:be |been )?forwarded|(?:in|during) my absence|no longer (?:with (?:the|our) company|work(?:s|ing)? (?:here|for|at|with)|employed)|left the company|not (?:being )?monitored',
  // German
  'nicht (?:weitergeleitet|gelesen|bearbeitet)|(?:lese|beantworte|bearbeite) (?:ich )?[^\\n]{0,30}(?:keine|nicht|nach meiner)|(?:in|während) meiner abwesenheit|melde mich (?:danach|nach|wenn|sobald)|meine vertretung|vertritt mich|nach meiner r[üu]ckkehr',
  // French, Spanish, Catalan, Italian, Portuguese, Romanian
  '(?:vous )?r[ée]pondrai|prendrai connaissance|ne (?:consulte|lis|lirai)|acc[èe]s (?:limit|restreint)|(?:pendant|en) mon absence|ne ser(?:a|ont) pas (?:lu|transmis)',
  '(?:en|durante) mi ausencia|responder[ée]|acceso (?:limitado|a mi correo)|respondr[ée]',
  'risponder[òo]|in mia assenza|responderei|na minha aus[êe]ncia|v[ăa] voi r[ăa]spunde',
  // Dutch, Swedish, Norwegian, Danish, Icelandic
  'tijdens mijn afwezigheid|(?:na|bij) (?:mijn )?terugkomst|svar(?:ar|er) n[äåa]r',
  // Finnish, Estonian, Lithuanian, Latvian
  'vastaan (?:viest|s[äa]hk)|vastan (?:teie|p[äa]rast)|gr[įi][šsž]{1,2}(?:iu|[ųu]|iant|tu)|atgriez[īi][šs]os|atbild[ēe][šs]u',
  // Polish, Czech, Slovak, Hungarian
  'odpowiem|odpov[íi]m|odpoviem|v[áa]laszol(?:ok|ni)',
  // Slovenian, Croatian, Serbian, Bulgarian, Macedonian
  'se (?:vrnem|vra[čc]am|vrati[mo])|odgovoril[ai]? bom|odgovorit? [ćc]u|ще (?:ви )?отговоря',
  // Russian, Ukrainian
  '(?:отвечу|ответим) (?:вам|после|по|на)|відповім',
  // Greek, Turkish, Albanian
  'θα (?:σας )?απαντήσω|yan[ıi]tlayaca[ğg][ıi]m|do t[ëe] kthehem',
  // Hebrew, Arabic, Persian
  'אענה|سأرد|بازمی?‌?گردم|برمی‌?گردم|باز خواهم گشت|پاسخ خواهم',
  // Vietnamese, Indonesian, Malay
  'tr[ởo] l[ạa]i (?:v[àa]o|l[àa]m|ng[àa]y)|quay l[ạa]i',
);
const NOTE_UNSPACED = anywhere(
  '(?:后|後|尽快|儘快)(?:再)?(?:给您|向您|为您)?(?:回复|答复|回覆|处理)',
  '(?:返信|回答|対応|ご連絡)(?:いたします|させて|します|が遅れ)',
  '확인 ?후|회신 ?드리|답변 ?드리',
);

/** Back then; customers who are on holiday say so too. */
const RETURNS = words(
  '(?:be )?back (?:in (?:the )?office )?(?:on|from|by)? ?(?:the )?(?:\\d|mon|tue|wed|thu|fri|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|back in the office|(?:returning|will return) (?:to (?:the )?office )?on|(?:ab|am|zum|erst) [^\\n]{0,40}(?:erreichbar|wieder (?:da|im|für|zurück)|zur[üu]ck)|de retour (?:le|[àa] partir|au bureau)|regres(?:o|ar[ée]) (?:el|a)|volver[ée] (?:el|a)|tornar[ée]',
  'rientr(?:o|er[òo])|torn(?:o|er[òo]) (?:il|in)|regresso|regressarei|retorn(?:o|arei)|voltarei|revin|m[ăa] [îi]ntorc',
  'terug (?:op|vanaf)|weer (?:aanwezig|bereikbaar|terug|op kantoor)|(?:[åa]ter|tillbaka|tilbage|tilbake) (?:den|p[åa]|igen|i|fra|från|\\d)|til baka|palaan|olen tagasi|wracam|wr[óo]c[ęe] ',
  'vr[áa]t[íi]m se|vrac[íi]m se|zp[ěe]t (?:v|budu|od)|vr[áa]tim sa|visszat[ée]r|visszaj[öo]v|(?:vrnem|vra[čćc]am) se|враћам се',
  'връщам се|вернусь|верн[её]мся|возвращаюсь|повернусь|επιστρέφω|θα επιστρέψω|επιστροφή μου',
  'döne(?:ceğim|cegim|rim)|dönüşümde|dönünce|kthehem|אחזור|אשוב|سأعود|عند عودتي',
  "kembali (?:pada|ke kantor|bekerja|tanggal)|(?:i'll|i will|we will|we'll) return|bin [^\\n]{0,30}zur[üu]ck|je reviens|vuelvo|(?:er|är) (?:tilbage|tilbake|åter|tillbaka)|b[ęe]d[ęe] z powrotem|буду на (?:месте|работе)",
  'меня не будет',
);
const RETURNS_UNSPACED = anywhere(
  '(?:回来|返回|回到办公室|返工|上班|回公司)(?:后|後|，|。|$)|(?:日|号|號)(?:回来|返回|上班|恢复|回复|返工)|(?:日|曜日?)より(?:通常|営業|出社)|(?:戻り|出社|復帰)(?:ます|次第|後|予定|いたし)|복귀(?:하|합|후| )|돌아(?:옵|와|온)|กลับมา|(?:लौट|वापस)',
);

/** Thanks for a mail, or has got it: with a subject that only machines write. */
const RECEIVED = words(
  "(?:we|i) (?:have |'ve )?received your (?:e-?mail|message|mail|request|enquiry|inquiry|order)|ist bei uns eingegangen|haben ihre? [^\\n]{0,30}erhalten|avons reçu|(?:hemos|he) recibido (?:su|tu)|hem rebut|abbiamo ricevuto|recebemos|am primit|(?:uw|je) (?:bericht|mail|e-?mail) (?:is )?ontvangen|hebben uw|vi har (?:mottagit|tagit emot|mottatt|modtaget)|olemme vastaanott",
  'otrzymali[śs]my|obdr[žz]eli jsme|p[řr]ijali jsme|dostali sme|prijali sme|megkaptuk|prejeli smo|primili smo|(?:ваше )?(?:письмо|сообщение|обращение) (?:получено|принято)|получили ваше|отримали ваш|отримано|получихме|λάβαμε|(?:mesaj[ıi]n[ıi]z|e-?postan[ıi]z) (?:al[ıi]nd[ıi]|ula[şs]t[ıi]|bize)|קיבלנו|התקבל|استلمنا|تم استلام|دریافت شد',
  'thank(?:s| you) (?:very much )?for (?:your |contacting|getting in touch|writing|the )(?:e-?mail|message|mail|enquiry|inquiry|interest|us)?|received your (?:e-?mail|message|mail|enquiry|inquiry)|(?:vielen |herzlichen |besten )?dank für (?:ihre|deine|eure|die) (?:nachricht|e-?mail|mail|anfrage)|(?:ihre|deine) (?:nachricht|e-?mail|mail) (?:ist|wurde) [^\\n]{0,30}(?:eingegangen|erhalten)|merci (?:de|pour) votre (?:message|mail|e-mail|courriel)|bien reçu votre',
  'gracias por (?:su|tu) (?:mensaje|correo|e-?mail)|gr[àa]cies pel|grazie per (?:il|la|aver)|obrigad[oa] pel[ao]|mul[țţt]umesc pentru (?:mesaj|e-?mail)|(?:be)?dankt? voor (?:uw|je|jouw) (?:bericht|mail|e-?mail)',
  'tak?c?k? for (?:din|ditt|deres|henvendelse|e-?post|mail)|tack f[öo]r (?:ditt|ert|din) (?:mail|mejl|meddelande|e-?post)|kiitos (?:viest|s[äa]hk[öo]post)|t[äa]nan (?:kirja|teate)|a[čc]i[ūu] u[žz]|paldies par (?:j[ūu]su )?(?:v[ēe]st|e-?past)',
  'dzi[ęe]kuj[ęe] za (?:wiadomo|mail|e-mail)|d[ěe]kuji za (?:va[šs]i )?(?:zpr|e-?mail)|[ďd]akujem za (?:va[šs]u |v[áa][šs] )?(?:spr|e-?mail)|k[öo]sz[öo]n(?:[öo]m|j[üu]k) (?:az? )?(?:[üu]zenet|level|e-?mail|megkeres)|hvala za (?:va[šs]e |va[šs]o )?(?:sporo|poruk|e-?)|hvala na (?:va[šs]oj )?poruci',
  'хвала на поруци|благодаря за (?:писмо|съобщ)|спасибо за (?:ваше )?(?:письмо|сообщение|обращение)|благодар(?:ю|им) за (?:ваше )?(?:письмо|сообщение|обращение)|дякую за (?:ваш )?(?:лист|повідомлення)|ευχαριστ\\p{L}+ για το (?:μήνυμα|email|e-mail)',
  '(?:mesaj[ıi]n[ıi]z|e-?posta\\p{L}*) için teşekkür|תודה על (?:פנייתך|הודעתך|המייל|פנייתכם)|شكرا (?:على|ل)(?:رسالتك|تواصلك|رسالتكم)|c[ảa]m [ơo]n (?:b[ạa]n |qu[ýy] kh[áa]ch )?[đd][ãa] (?:g[ửu]i|li[êe]n h[ệe])|terima kasih (?:atas|kerana) (?:e-?mel|email|pesan)',
);
const RECEIVED_UNSPACED = anywhere(
  '感谢您的(?:来信|邮件|来函)|感謝您的(?:來信|郵件)|(?:邮件|来信|郵件|來信)(?:我)?(?:已|已经)收到|(?:メール|ご連絡|お問い?合わ?せ)(?:を)?(?:いただき|頂き|ありがとう|受け付け|受付)|(?:메일|문의|연락)(?:에|를|을)? ?(?:주셔서 ?)?감사|ขอบคุณสำหรับ(?:อีเมล|ข้อความ|การติดต่อ)|(?:ईमेल|संदेश) के लिए धन्यवाद',
);

/** "This is an automatic reply": it says so itself. */
const DECLARES = anywhere(
  "(?:this|the following|it) (?:is|was|e-?mail is|message is|mail is|reply is|response is|has been) (?:an? |sent |generated )*auto|(?:dies|das|hierbei handelt es sich um) (?:ist )?(?:eine?r? )?automat|diese (?:e-?mail|nachricht|antwort) (?:wurde|ist) automat|(?:ceci|c'est|il s'agit d') ?(?:est )?(?:un|une)? ?(?:r[ée]ponse|message) autom|este? (?:es|é) (?:un|una|uma?) (?:respuesta|mensaje|resposta|mensagem) autom|est[ae] (?:mensagem|resposta) (?:é|foi) autom|questa (?:è|e-?mail è) (?:una )?(?:risposta |generata )?autom|questo (?:è|messaggio è) (?:un messaggio |generato )?autom",
  'd(?:it|eze e-?mail) is (?:een )?autom|de(?:tta|tte|t) (?:är|er) (?:ett? )?auto|tämä on automaat|to jest autom|toto je autom|ez (?:egy )?automatikus|acest(?:a)? (?:este|mesaj este) (?:un )?(?:mesaj |răspuns )?autom|to je (?:samod|avtom|autom)|это (?:письмо )?автомат|це автомат|това е автомат|see on automaat|tai automatin|šis ir autom|αυτό είναι (?:ένα )?αυτόμ|bu (?:bir )?(?:mesaj |e-?posta )?otomatik|זוהי? (?:הודעה|תשובה) אוטומ|هذه? (?:رسالة|رد) (?:آلي|تلقائي)',
  '(?:这|這|此|本)(?:是|邮件|郵件|信|信件)?(?:一封|为|為|是|系|由系统|由系統)?自[动動]|(?:この|本)?(?:メール|返信)は[^。\n]{0,12}自動|이 ?(?:메일|메시지)[은는][^.\n]{0,12}자동|đây là (?:thư|email|tin nhắn)? ?(?:trả lời )?tự động|ini adalah (?:balasan|pesan|jawapan) otom',
);
/** Speaks of automatic answers; whoever does so without being one has got some. */
const MENTIONS = anywhere(
  'auto(?:matic|matisch|matis[kc]|matiqu|m[áàa]tic|mat[yiă]|maat|-?repl|-?resp|-?antw|svar)|автомат|автоответ|αυτόματ|otomat|אוטומט|تلقائي|آلية|خودکار|自動|自动|자동|tự động|อัตโนมัติ|स्वचालित',
);

/** Whom to ask instead. */
const CONTACT = anywhere(
  'contact|get in touch|reach out|kontakt|wend(?:en|e|et)|schreib|anruf|rufen|adress|[ée]cri(?:re|v)|escrib|llam[ae]|escrev|lig(?:ue|ar)|scriv|rivolg|skriv|ring|yhteyt|soita|napi[sš]|dzwo|obra[ťtc]|volej|fordul|keres[sd]|apel|sun[ați]|pi[šs]ite|nazov|обра(?:щ|т|ћ)|пиш|звон|связ|звер[нт]|дзвон|свърж|p[öo][öo]rd|kreip|v[ēe]rs|επικοιν|τηλ|ileti[şs]im|ba[şs]vur|פנ[וה]|צרו|اتصل|تواصل|تماس|联系|聯繫|聯絡|联络|致电|連絡|問い?合わ?せ|연락|문의|li[êe]n h[ệe]|hubungi|ติดต่อ|संपर्क|call|write to|e-?mail',
);
const ADDRESS = /[^\s@]@[^\s@.]+\.[^\s@]/;
/** Whoever says "me" or "us" beside it wants to be asked. */
const ME = words(
  'me|us|mich|mir|uns|moi|nous|mij|mig|meg|oss|os|mi|mn[ěe]|mnie|n[áa]m|nas|мне|мной|мен|нам|minuga|man|mums|εμένα|μαζί μου|bana|beni|אלי|بي|بنا',
);
const EXCUSE = anywhere(
  "(?:please|kindly) (?:note|be (?:aware|patient|advised)|expect|excuse|accept|bear|allow|understand|do not (?:reply|respond|answer)|don't (?:reply|respond|answer)|resend|forward)|bitte (?:beachten|haben sie|um (?:etwas |ihr )?(?:verständnis|geduld)|entschuldigen|antworten sie nicht)|veuillez (?:noter|excuser|ne pas)|merci de (?:votre|ne pas)|patien|pacien|pazien|verst[äa]ndnis|compr[ée]h?en|begrip|f[öo]rst[åa]else|ymm[äa]rr|zrozum|pochopen|meg[ée]rt|понима|розумін|anlay[ıi]ş|kuptim|了承|理解|容赦|谅解|見諒|见谅|諒解|양해",
);

/** Asks, politely or not. */
const PLEASE = words(
  "please|pls|kindly|(?:can|could|would|will|may|shall) (?:you|i|we)(?!\\p{L})|(?:i|we) (?:want|need|would like|'d like)|(?:leave|hold|keep|put|send|bring|drop) (?:it|them|this|that|my|the)|bitte|brauch(?:e|en|t)|(?:lasst|stellt|legt|gebt) (?:es|ihn|sie|das)|(?:k[öo]nn(?:en|t|ten|tet)|kannst|w[üu]rden?|m[öo]chte[nt]?|d[üu]rfte?n?) (?:sie|ihr|du|ich|wir)|s'il (?:vous|te) pla|svp|merci de|veuillez|pri[èe]re de|(?:pou(?:vez|rriez)-vous|peux-tu|est-ce que)|je (?:voudrais|veux)|besoin|laissez|d[ée]posez",
  'por favor|ru[ée]g|podr[íi]a|pued(?:e|en)(?!\\p{L})|quisiera|quiero|necesito|favor|gostaria|quero|poderia|deix(?:em|ar)|d[ée]j(?:en|ad|ar)|bisogno|lasci(?:ate|are|ino)|podem|preciso|per (?:favore|piacere)|prego|vi prego|potete|potreste|pu[òo]i?(?!\\p{L})|vorrei|si us plau|podeu|podr[íi]eu|v[ăa] rog|te rog|pute[țţt]i|a[șşs] (?:vrea|dori)',
  'alstublieft|nodig|laat (?:het|hem)|beh[öo]v|tr[ae]nger|brug for|l[äa]mna|tarvit|j[äa]tt[äa]k|a\\.?u\\.?b|alsjeblieft|graag|gelieve|(?:kunt|kun|kan|zou) (?:u|je|jullie)|sn[äa]lla|v[äa]nlig(?:en|t) (?!h[äa]ls)|tack p[åa] f[öo]rhand|(?:kan|kunde) (?:ni|du)|ven(?:ligst|nligst)|v[æe]r (?:s[åa] )?venlig|gerne|(?:kan|kunne) (?:i|dere|du|de)(?!\\p{L})|olkaa|pyyd[äa]n|voi(?:si)?t(?:te)?ko|vinsamleg',
  'prosz[ęe]|potrzeb|zostaw|pot[řr]eb|nech(?:te|ajte)|sz[üu]ks[ée]g|hagyj|nevoie|l[ăa]sa[țţt]i|prosimy|(?:czy )?mo(?:[żz]e(?:cie)?|gliby|g[łl]by|[żz]na|[gż][ęe])(?!\\p{L})|chcia[łl]|pros[íi]m|m[ůu][žz]ete|mohli|m[ôo][žz]ete|k[ée]r(?:em|j[üu]k)|legyen|tudn[áa]|szeretn[ée]|prosi(?:m|mo)|mol(?:im|imo)|lahko (?:bi|mi)|mo[žz]ete|молим|моля|може(?:те)?(?!\\p{L})',
  'пожалуйста|нуж(?:ен|н)|остав(?:ь|ит)|потріб|залиш(?:т|іт)|vajan|reikia|vajag|gerek(?:iyor|li)|b[ıi]rak|χρειάζ|αφήσ|прошу|просьба|просим|могли|можно|хочу|хотел|будь ласка|просимо|чи мож|palun|kas (?:saaks|te)|pra[šs](?:au|om|yčiau)|gal[ėe]tum|l[ūu]dzu|vai var|παρακαλ|μπορείτε|θα ήθελα|l[üu]tfen|rica (?:eder|olun)|(?:bilir|abilir|ebilir) misiniz|ju lutem|mund t[ëe]',
  'בבקשה|אנא|נא|אפשר|תוכלו|من فضلك|رجاء|الرجاء|يرجى|أرجو|هل يمكن|لطفا|خواهش|vui l[òo]ng|xin (?!ch[àa]o)|l[àa]m [ơo]n|tolong|mohon|harap|silakan|bisakah|boleh|tafadhali|asseblief',
);
const PLEASE_UNSPACED = anywhere(
  '请|請|需要|放在|必要|置い|필요|麻烦|麻煩|能不能|可以.{0,12}[吗嗎]|能否|ください|下さい|お願い|いただけ|ですか|ますか|でしょうか|ませんか|ほしい|欲しい|주세요|부탁|바랍니다|(?:까|나|가)요|습니까|할까|กรุณา|โปรด|รบกวน|ช่วย|कृपया|अनुग्रह',
);
const QUESTION = /[?？؟]\s*$|[\p{Script=Greek}];\s*$/u;

/** Goods, and how they come: notes of absence never speak of them. */
const GOODS = words(
  'deliver|parcel|package|courier|driver|ship(?:ped|ment|ping)?(?!\\p{L})|doorstep|neighbou?r|refund|order(?:ed|s)?(?!\\p{L})|at home|my (?:home|house|flat)|moved|address(?! bob)|liefer|zustell|paket|p[äa]ckchen|sendung|nachbar|bote(?!\\p{L})|erstatt|bestell|zu ?hause|daheim|umgezogen|stornier',
  'livr(?:er|ez|aison|[ée])|colis|voisin|commande|rembours|chez moi|[àa] la maison|entreg|paquete|env[íi](?:o|en|ar|e)(?!\\p{L})|vecin|pedido|reembols|en casa|encomenda|vizinh|em casa|consegn|pacco|spedi|corriere|vicin[oai]|ordine|a casa|rimbors|lliur|paquet|ve[íi](?!\\p{L})|livra|colet|pachet|acas[ăa]',
  'bezorg|lever|pakk?et|pakje|zending|bure?n|bestel|thuis|terugbetal|granne|best[äa]ll|hemma|f[öo]rs[äa]ndelse|pakke|nabo|bestil|ordre|hjemme|sending|toimit(?!ist)|naapur|tila(?:us|uk)|kotona|kotiin',
  'dostar|paczk|przesy[łl]k|s[ąa]siad|zam[óo]wi|w domu|doru[čc]|z[áa]sil|bal[íi]|soused|sused|objedn|doma(?!\\p{L})|dovez|sz[áa]ll[íi]t|k[ée]zbes|csomag|szomsz|rendel|otthon|dostav|po[šs]iljk|sosed|susjed|kom[šs]ij|naro[čc]|narud[žz]|kod ku[ćc]e|isporu[kč]',
  'достав|посылк|посилк|пакет|пратк|пошиљк|сосед|сусід|съсед|комшиј|заказ|замовл|поръчк|дома(?!\\p{L})|вдома|вкъщи|привез|верните|поверніть|tooge|toimeta|pakk|naab(?:er|ri)|tellim|kodus|pristat|siunt|kaimyn|u[žz]sak|namuose|namie|pieg[āa]d|s[ūu]t[īi]jum|kaimi[ņn]|pas[ūu]t|m[āa]j[āa]s',
  'παράδοσ|παραδώ|δέμα|γείτον|παραγγελ|σπίτι|teslim|kargo|kom[şs]u|sipari[şs]|evde|g[öo]nder|ה?משלוח|ה?חבילה|שכן|ה?הזמנה|בבית|(?:ال)?توصيل|(?:ال)?تسليم|(?:ال)?طرد|(?:ال)?طلب|المنزل|البيت|تحویل|بسته|سفارش|خانه|giao h[àa]ng|g[óo]i h[àa]ng|[đd][ơo]n h[àa]ng|h[àa]ng x[óo]m|kirim|antar|pesanan|tetangga|di rumah',
);
const GOODS_UNSPACED = anywhere(
  '送货|送貨|送到|配送|快[递遞]|包裹|[邻鄰]居|订单|訂單|在家|门口|門口|发货|發貨|退款|配達|お?届け|荷物|玄関|宅配|注文|自宅|返金|배송|배달|택배|주문|이웃|문 ?앞|집에|환불|จัดส่ง|พัสดุ|คำสั่งซื้อ|ที่บ้าน|डिलीवर|पार्सल|ऑर्डर|घर पर|पड़ोस',
);

/** What was said before the history of the mail, sentence by sentence. */
function sentencesOf(text: string): string[] {
  const own = text
    .split(
      /^(?:[-_=]{5,}.*|(?:from|von|de|da|van|från|fra|od|от|від|差出人|发件人|寄件者|보낸 사람)\s?[:：].*)$/imu,
    )[0]!
    .replace(/^\s*>.*$/gm, '');
  return own
    .split(/(?<=[？。！])|(?<=[?؟!;])\s|(?<=[^\d]\.)\s|\n/u)
    .slice(0, SENTENCES_MAX)
    .map(each => each.trim().slice(0, SENTENCE_CHARS_MAX));
}

const isUrgent = (sentence: string) =>
  URGENT.test(sentence) || URGENT_LINE.test(sentence) || URGENT_UNSPACED.test(sentence);
/** Whom to ask instead of the writer. */
const isDeputy = (sentence: string) =>
  isUrgent(sentence) || ADDRESS.test(sentence) || (CONTACT.test(sentence) && !ME.test(sentence));
const isNote = (sentence: string) =>
  NOTE.test(sentence) ||
  NOTE_UNSPACED.test(sentence) ||
  isUrgent(sentence) ||
  (ADDRESS.test(sentence) && CONTACT.test(sentence.replace(/e-?mails?/gi, '')) && !ME.test(sentence));
const isThanks = (sentence: string) => RECEIVED.test(sentence) || RECEIVED_UNSPACED.test(sentence);

const UNTIL_DAY = new RegExp(
  `(?:(?<!\\p{L})(?:${UNTIL})(?!\\p{L})|jusqu)[^\\n]{0,30}\\d|\\d[^\\n]{0,24}(?:kadar|asti|saakka|-ig|まで|까지)`,
  'iu',
);
/** What else stands in a sentence that says only until when its writer is away. */
const FILLERS =
  /(?<!\p{L})(?:i|we|i'm|am|are|will|be|currently|the|and|including|inclusive|until|from|to|ich|wir|bin|sind|bis|zum|vom|und|einschließlich|derzeit|je|j|nous|suis|serai|sommes|actuellement|inclus|jusqu|au|du|le|en|est(?:oy|ar[ée]|amos)|el|de|del|hasta|incluido|sóc|fins|al|est(?:ou|arei)|até|sono|sar[òo]|siamo|fino|all|compreso|ik|ben|wij|zijn|tot|met|t|m|jag|är|vi|till|och|med|jeg|er|til|og|den|olen|olemme|jestem|do|jsem|jsme|som|sme|vagyok|sunt|până|pe|sem|sam|smo|kuni|iki|esmu|līdz|я|мы|до|по|включительно|меня|не|будет|είμαι|θα|έως|kadar|a|ha|אני|עד|أنا|حتى|\p{L}*\d[\p{L}\d.]*)(?!\p{L})/giu;
/** Months, and what hangs on a number in Finnish, Hungarian or Turkish. */
const REST_LETTERS_MAX = 14;
/** "I am out of the office until 8 June", and nothing else. */
function isUntil(sentence: string): boolean {
  if (!speaksOfAbsence(sentence) || !UNTIL_DAY.test(sentence)) return false;
  if (!isPlain(sentence)) return false;
  const rest = withoutAbsence(sentence).replace(FILLERS, ' ');
  return rest.replace(/[^\p{L}]/gu, '').length <= REST_LETTERS_MAX;
}

/** A clause behind a comma says something else, unless a greeting stands before it. */
const isPlain = (sentence: string) => !/[,;，、]\s*\p{L}/u.test(sentence.replace(/^\S{1,30}(?: \S{1,30})?[,!]\s/u, ''));
const isReturn = (sentence: string) => (RETURNS.test(sentence) || RETURNS_UNSPACED.test(sentence)) && isPlain(sentence);
/** "Hello,", "Best regards", a name: up to three words without a full stop. */
const isGreeting = (sentence: string) =>
  /^(?:[^\s.]{1,40}[ \t]*){0,3}$/u.test(sentence) || /^[^.\n]{1,40}[,!]$/u.test(sentence);

interface Said {
  /** Says whom to ask meanwhile, when mail is read again, or nothing but until when somebody is away. */
  note: boolean;
  /** Says when somebody is back. */
  returns: boolean;
  /** Thanks for a mail, or says that it came. */
  received: boolean;
  /** Speaks of being away. */
  absent: boolean;
  /** Says of itself that it is automatic. */
  declared: boolean;
  /** Speaks of automatic answers without being one. */
  mentions: boolean;
  /** A question or a request that is not about whom to ask instead. */
  asks: boolean;
  /** Speaks of goods or of the door they come to. */
  goods: boolean;
}

/** @param text the words of a mail, plain */
export function readNote(text: string): Said {
  const sentences = sentencesOf(text);
  const declared = sentences.some(each => DECLARES.test(each));
  const only = sentences.every(
    each =>
      isGreeting(each) ||
      isReturn(each) ||
      isUntil(each) ||
      isNote(each) ||
      isThanks(each) ||
      ADDRESS.test(each) ||
      (CONTACT.test(each) && /\d{2}/.test(each)) ||
      (absenceSubject(each) === 'away' && isPlain(each)),
  );
  return {
    note: sentences.some(isNote) || (only && sentences.some(each => isReturn(each) || isUntil(each))),
    returns: sentences.some(isReturn),
    received: sentences.some(isThanks),
    absent: sentences.some(each => absenceSubject(each) === 'away'),
    declared,
    mentions: !declared && sentences.some(each => MENTIONS.test(each)),
    asks: sentences.some(
      each =>
        !isDeputy(each) &&
        !EXCUSE.test(each) &&
        (QUESTION.test(each) || PLEASE.test(each) || PLEASE_UNSPACED.test(each)),
    ),
    goods: sentences.some(each => !isDeputy(each) && (GOODS.test(each) || GOODS_UNSPACED.test(each))),
  };
}
