/** Promises that name no day: the customer then waits without knowing for how long. Pure. */
import { folded, sentencesOf } from './texts.ts';
import { saysWhen } from './time-words.ts';

const B = String.raw`(?<![\p{L}'])`;
const E = String.raw`(?![\p{L}])`;
const GAP = String.raw`(?:[^.!?;:\n]{0,40}?)`;
const near = (head: string, tail: string) => new RegExp(`${B}(?:${head})${E}${GAP}${B}(?:${tail})`, 'u');

const SHALL = `(?:'ll| will| shall|'re going to| are going to|'m going to| am going to| is going to)`;
const WILL = String.raw`(?:i|we|somebody|someone|he|she|they|(?:our|the|my|a|one of our|one of my|another)(?: \p{L}+){0,3}? (?:team|teams|colleague|colleagues|department|manager|specialist|specialists|agent|advisor|courier|warehouse|technician|engineer|supervisor|supplier|office|driver))${SHALL}`;

/** What is promised, in the words of each language; texts are folded. */
const PROMISES: readonly RegExp[] = [
  // English
  new RegExp(
    String.raw`${B}(?:${WILL}|(?:i|we) (?:promise|aim|hope|intend|plan|try|endeavou?r) to|(?:please )?let me|(?:and|then|but)(?: then| just)? will|^will)(?: \p{L}+){0,4}? (?:get back|come back|be back|get in touch|be in touch|keep in touch|(?:contact|call|ring|phone|e-?mail|message|text|notify|inform|update|tell) you|let you know|keep you (?:posted|updated|informed|in the loop)(?! (?:about|on|of|throughout|during))|give you (?:a (?:call|ring|shout)|an update|an answer)|reply|respond|write back|write to you|follow (?:this |it )?up|reach out)${E}`,
    'u',
  ),
  new RegExp(
    String.raw`${B}(?:(?:i|we|somebody|someone)${SHALL}|(?:i|we) (?:promise|intend|plan) to|(?:please )?let me|and (?:then )?will|^will)(?: \p{L}+){0,4}? (?:look into|have a look|take a look|(?:investigate|process|check|arrange|organi[sz]e) (?:it|this|that|with|for you)|find out|chase|sort (?:this|it|that|things|everything)|fix (?:this|it|that)|(?:send|ship|dispatch|post|deliver|refund|replace|repair|return|forward)(?: (?:it|this|that|them|you|your|the|a|an|another|out|back|off|on|over))+|see to it|take care of (?:it|this|that))${E}`,
    'u',
  ),
  new RegExp(
    `${B}(?:you'll|you will|you should|expect to|you can expect to) (?:soon |then |shortly |also )?(?:hear (?:back )?from (?:us|me|them|our|the|one)|hear back|be (?:contacted|refunded|notified|informed|updated|called|reimbursed|compensated)|(?:receive|get|have) (?:an? |your |the |our )?(?:answer|reply|response|update|call|refund|replacement|e-?mail from us|parcel|order|money))${E}`,
    'u',
  ),
  new RegExp(
    `${B}(?:will|shall) (?:also |then |soon |shortly )?be (?:soon |shortly )?(?:sent|shipped|dispatched|posted|delivered|refunded|replaced|repaired|fixed|resolved|sorted|reviewed|investigated|credited|reimbursed|processed|with you|on its way|back in touch|in touch)${E}`,
    'u',
  ),
  /(?<!\p{L})(?:(?:an? )?(?:update|reply|answer|response|refund|replacement|parcel|order|news)) (?:will (?:follow|arrive|come|reach you)|is coming|to follow|(?:will be|is) on (?:its|the) way) (?:\p{L}+ )?(?:soon|shortly|asap|as soon as possible)/u,
  /(?<!\p{L})(?:(?:get|getting|come|coming|be|call|calling|write|reply|replying|respond|responding) back|in touch|more (?:news|information|info|details?)|bear with (?:us|me)|updates?)[^.!?;\n]{0,30}(?<!\p{L})(?:soon|shortly|asap|a\.s\.a\.p|as soon as (?:possible|we can|i can)|in due course|at the earliest)(?!\p{L})/u,
  // German
  near(
    'wir|ich|kolleg\\p{L}+|team|jemand',
    'melden? (?:uns|mich|sich)|meldet sich|(?:uns|mich|sich)[^.!?;\\n]{0,40} melden|geben? (?:ihnen|dir|euch)[^.!?;\\n]{0,30}bescheid|bescheid geben|kommen? (?:\\p{L}+ ){0,4}(?:auf (?:sie|dich|euch) zu|zuruck)|rufen? (?:sie|dich)[^.!?;\\n]{0,30}an|rufen? (?:\\p{L}+ ){0,4}zuruck|zuruckrufen|anrufen|antworten? (?:ihnen|dir|euch)|kummern? (?:uns|mich)|informieren? (?:sie|dich|euch)|halten? (?:sie|dich|euch)[^.!?;\\n]{0,20}laufenden|prufen? (?:das|dies|es|den|die|ihre?n?)|klaren? (?:das|dies|es)|leiten? (?:das|dies|es|ihre)[^.!?;\\n]{0,40}weiter|(?:schicken|senden|erstatten|ersetzen|liefern|reparieren)? ?(?:ihnen|dir|euch) (?:\\p{L}+ ){0,5}(?:zu|zuruck|schicken|senden|erstatten|zukommen)|(?:schicke|sende|erstatte|schicken|senden|erstatten|ersetzen|liefern|versenden) (?:ihnen|dir|euch|sie|es|das|den|die)',
  ),
  new RegExp(
    String.raw`${B}(?:werden?|wird) (?:\p{L}+[ ,]+){0,8}?(?:melden|kontaktieren|anrufen|zuruckrufen|antworten|informieren|benachrichtigen|prufen|klaren|kummern|schicken|senden|zusenden|versenden|verschickt|versendet|geliefert|liefern|erstatten|erstattet|zuruckerstatten|uberweisen|uberwiesen|ersetzen|ersetzt|reparieren|beheben|bearbeiten|bearbeitet|veranlassen|nachsehen|nachgehen)${E}`,
    'u',
  ),
  new RegExp(
    String.raw`${B}(?:sie|du|ihr) (?:horen|horst|hort|erhalten|erhaltst|bekommen|bekommst) (?:\p{L}+ ){0,4}?(?:von (?:uns|mir)|antwort|ruckmeldung|nachricht|bescheid|ersatz|ihr geld|dein geld|ihre bestellung|ihr paket|update|erstattung|gutschrift)${E}`,
    'u',
  ),
  // French
  new RegExp(
    `${B}(?:nous|je|on|equipe|collegue|quelqu'un|service)(?: (?:vous|te|t'|y|le|la|les|l'|lui|leur|nous|en))*[ ']?(?:re|r)?(?:contacter|repondr|reviendr|tiendr|informer|enverr|rembourser|appeler|rappeler|expedier|ecrir|ferons savoir|ferai savoir|donner|verifier|occuper|remplacer|traiter|transmettr|recontacter|previendr|remplac)(?:e?rons|ons|e?rai|ai|e?ra|a)${E}`,
    'u',
  ),
  near(
    "nous allons|je vais|on va|nous nous engageons a|je m'engage a",
    "(?:vous |te |le |la |l'|les |y |nous |me |m')*(?:re)?(?:contacter|repondre|revenir|tenir|informer|envoyer|rembourser|appeler|rappeler|expedier|ecrire|verifier|occuper|remplacer|traiter|regarder|renseigner|faire le necessaire|prevenir)",
  ),
  /(?<!\p{L})(?:nous|je) (?:revenons|reviens|vous recontactons|vous recontacte|vous tenons|vous tiens|vous rappelons|vous rappelle|faisons|fais) (?:vers vous|au courant|le necessaire|informee?s?)?|(?<!\p{L})vous (?:recevrez|serez (?:contacte|rembourse|informe|recontacte|prevenu|livre)\p{L}*|aurez (?:une reponse|des nouvelles))/u,
  // Spanish
  /(?<!\p{L})(?:(?:(?:nos|me) (?:pondremos|pondre|comunicaremos|comunicare))|(?:contactar|responder|avisar|enviar|informar|llamar|reembolsar|devolver|mantendr|escribir|revisar|comprobar|gestionar|tramitar|reemplazar|investigar|ocupar|mandar|dar|mirar|consultar|volver)(?:emos|e)|(?:sera|seran) (?:enviad|reembolsad|contactad|atendid|entregad)\p{L}+|recibira[sn]?|tendra[sn]? (?:noticias|una respuesta|respuesta))(?!\p{L})/u,
  near(
    'vamos a|voy a|van a|estaremos|estare',
    '(?:poner|contactar|responder|avisar|enviar|informar|llamar|reembolsar|devolver|escribir|revisar|comprobar|mantener|gestionar|mirar|consultar|mandar|investigar|en contacto)(?:nos|me|le|les|te|os|lo|la|selo)*',
  ),
  // Italian
  /(?<!\p{L})(?:(?:ri)?(?:contatter|risponder|inver|invier|informer|aggiorner|chiamer|richiamer|rimborser|terr|spedir|scriver|verificher|controller|sostituir|occuper|avviser|sapr|mander|far)(?:emo|o)(?! sapere)|far(?:emo|o) sapere|ci far(?:emo) (?:sentire|vivi)|mi faro (?:sentire|vivo|viva)|ricever(?:a|ai|ete)|sar(?:a|ai|ete) (?:contattat|rimborsat|informat|inviat|spedit)\p{L}+|avr(?:a|ai) (?:nostre )?notizie)(?!\p{L})/u,
  // Dutch
  new RegExp(
    String.raw`${B}(?:zullen|zal|gaan|ga|gaat) (?:\p{L}+[ ,]+){0,8}?(?:contact|terugbellen|bellen|weten|sturen|toesturen|opsturen|verzenden|terugkomen|antwoorden|reageren|informeren|uitzoeken|nakijken|controleren|terugbetalen|terugstorten|vervangen|oplossen|regelen|verstuurd|verzonden|terugbetaald|mailen)${E}`,
    'u',
  ),
  new RegExp(
    String.raw`${B}(?:wij|we|ik|collega|team|iemand)(?: \p{L}+){0,3}? (?:nemen|neem|neemt|komen|kom|komt|laten|laat|houden|houd|hou|sturen|stuur|bellen|bel|belt|zoeken|zoek|kijken|kijk|reageren|reageer)(?: \p{L}+){0,7}? (?:contact|terug|weten|hoogte|op|toe|uit|na|antwoord)${E}`,
    'u',
  ),
  new RegExp(
    String.raw`${B}(?:u|je) (?:hoort|krijgt|ontvangt)(?: \p{L}+){0,4}? (?:ons|mij|me|antwoord|bericht|reactie|geld|vervanging|bestelling|pakket)${E}|${B}(?:hoort u|hoor je|krijgt u|krijg je|ontvangt u|ontvang je)(?: \p{L}+){0,4}? (?:ons|mij|me|antwoord|bericht|reactie)${E}`,
    'u',
  ),
  // Polish
  /(?<!\p{L})(?:skontaktuj(?:emy|e) sie|odezw(?:iemy|e) sie|odpisz(?:emy|e)|odpowi(?:emy|em)|dam(?:y)? (?:\p{L}+ )?znac|wysl(?:emy|e)|przesl(?:emy|e)|oddzwoni(?:my|e)|zadzwoni(?:my|e)|zwroc(?:imy|e)|poinformuj(?:emy|e)|wroc(?:imy|e) (?:z|do)|sprawdz(?:imy|e)|zajm(?:iemy|e) sie|otrzyma(?:sz|cie)?|wymieni(?:my|e)|bedziemy w kontakcie|(?:zostan(?:ie|a)) (?:wyslan|zwrocon|naprawion)\p{L}+)(?!\p{L})/u,
  // Portuguese
  /(?<!\p{L})(?:(?:entrar|contactar|contatar|responder|avisar|enviar|informar|ligar|reembolsar|devolver|retornar|verificar|tratar|manter|encaminhar|substituir|investigar|voltar|dar)(?:emos|ei)|recebera[os]?|tera (?:noticias|uma resposta)|sera (?:enviad|contactad|contatad|reembolsad)[oa]|daremos (?:noticias|retorno))(?!\p{L})/u,
  near(
    'vamos|vou|iremos|irei',
    '(?:entrar em contac?to|contactar|contatar|responder|avisar|enviar|informar|ligar|reembolsar|devolver|retornar|verificar|tratar|manter|dar (?:noticias|retorno)|investigar|voltar)',
  ),
];

/** What hangs on something that the customer does first, or on a case that may not come. */
const CONDITION = new RegExp(
  `${B}(?:if|once|whenever|when|should you|should there|after|until|unless|provided|in case|upon|so that we|so that i|so we|with (?:this|that|these|those)|wenn|falls|sobald|sollten|nachdem|damit wir|damit ich|si|s'il|des que vous|des reception|une fois|quand|lorsque|apres|afin que|cuando|en cuanto|una vez|si|despues|tras|en caso|se|quando|appena|una volta|dopo|nel caso|als|zodra|wanneer|nadat|indien|zodat|jesli|jezeli|gdy|kiedy|po otrzymaniu|gdyby|assim que|caso|depois|apos|logo que)${E}`,
  'u',
);
/** What only our own side can bring about: the customer still knows no day. */
const OWN_CONDITION =
  /(?<!\p{L})(?:as soon as (?:possible|(?:i|we) (?:can|know|hear|have (?:news|an update|more|any)|get (?:news|an update|hold)|find|receive an (?:answer|update)))|(?:once|when) (?:i|we) (?:know|hear|have (?:news|an update|heard))|sobald (?:wie )?moglich|sobald (?:ich|wir) (?:mehr|etwas|neuigkeiten|antwort)|des que possible|des que (?:nous|j')\p{L}* (?:en savons|en sais|avons|ai|aurons|aurai)|en cuanto (?:podamos|pueda|sepamos|sepa|tengamos|tenga)|appena (?:possibile|sapremo|so|avremo|avro)|zodra (?:wij|we|ik) (?:meer|iets|antwoord|nieuws)|zo snel mogelijk|jak najszybciej|gdy (?:tylko )?(?:bedziemy|sie dowiem)\p{L}*|assim que (?:possivel|soubermos|souber|tivermos|tiver))(?!\p{L})/u;
/** Offers, rules and what has been done. */
const NO_PROMISE =
  /(?<!\p{L})(?:how (?:soon|long)|never|won't|will not|not be|always|usually|normally|typically|generally|is a good|so you will|make sure (?:you|to)|ensure (?:that )?you|would you|shall we|shall i|should i|can you|could you|do you want|would like us|thoroughly|accordingly|throughout|within|happily|nicht|normalerweise|niemals|soll ich|sollen wir|ne |pas |normalement|normalmente|nunca|niet|nooit|nie )(?!\p{L}{3})/u;

/** They send something first, and then it is our turn: "DM us your number and we'll look into it". */
const TURN =
  /(?:^|[,;] )(?:please |kindly |just |do |feel free to |can you |could you |if |bitte |merci de |por favor |per favore |prosze )*(?:send|dm|pm|message|e-?mail|text|call|give|drop|reply|respond|share|tell|let (?:us|me) know|provide|visit|fill|contact|get in touch|reach out|write|confirm|come|bring|return|shoot|schick\p{L}*|send\p{L}*|schreib\p{L}*|gib|geben|teil\p{L}*|ruf\p{L}*|antworte\p{L}*|envoy\p{L}+|donn\p{L}+|indiqu\p{L}+|communiqu\p{L}+|appel\p{L}+|envi\p{L}+|mand\p{L}+|escrib\p{L}+|dig\p{L}+|indiqu\p{L}+|invi\p{L}+|scriv\p{L}+|stuur|geef|mail|bel|laat|prosze|wysl\p{L}+|przesl\p{L}+|podaj\p{L}*|diga|informe)(?!\p{L})[^.!?\n]{0,160}(?:[,;]|(?<!\p{L})(?:and|then|so|und|dann|et|y|e|en|dan|i|a))(?!\p{L})/u;
/** They are asked for something, which the next sentence waits for. */
const ASKED =
  /\?["')\]]?$|(?<!\p{L})(?:please|kindly|could you|can you|bitte|veuillez|merci de|por favor|per favore|alstublieft|prosze)(?: \p{L}+){0,2} (?:send|dm|pm|message|provide|share|confirm|tell|reply|give|let (?:us|me) know (?:your|the|which|what)|schicken|senden|nennen|teilen|envoyer|indiquer|communiquer|enviar|enviarnos|indicar|inviare|inviarci|sturen|przeslac|podac)(?!\p{L})/u;
const SOON =
  /(?<!\p{L})(?:soon|shortly|asap|as soon as|in due course|bald|in kurze|schnellstmoglich|bientot|prochainement|rapidement|pronto|en breve|presto|a breve|snel|binnenkort|wkrotce|niebawem|em breve|brevemente)(?!\p{L})/u;

/** @returns the sentence that promises without a day, or null */
export function promiseIn(reply: string): string | null {
  const sentences = sentencesOf(reply);
  for (const [i, sentence] of sentences.entries()) {
    const plain = folded(sentence);
    // A step of a list says how something goes, not when.
    if (/^\s{0,4}(?:\d{1,2}[.)]|[-*•–])\s/.test(plain)) continue;
    if (plain.length > 600 || /\?["')\]]?$/.test(plain)) continue;
    if (!PROMISES.some(each => each.test(plain)) || NO_PROMISE.test(plain)) continue;
    if (TURN.test(plain) || (i > 0 && !SOON.test(plain) && ASKED.test(folded(sentences[i - 1]!)))) continue;
    if (CONDITION.test(plain.replace(new RegExp(OWN_CONDITION.source, 'gu'), ' '))) continue;
    // "We'll get back to you. That will be tomorrow at the latest."
    if (saysWhen(plain) || saysWhen(folded(sentences[i + 1] ?? ''))) continue;
    return sentence;
  }
  return null;
}
