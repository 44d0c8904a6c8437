/** What people write around what they ask, in several languages, as patterns. Pure. */
import { lazy } from '../core/lazy.ts';
import { anyCase } from './any-case.ts';

const HELLO = [
  "hi|hiya|hello|hey|heya|dear|greetings|good (?:morning|afternoon|evening|day)|to whom it may concern|g'day",
  'hallo|hi|guten (?:tag|morgen|abend)|liebe[rs]?|sehr geehrte[rs]?|gr(?:ü|ue)(?:ß|ss) gott|moin|servus|gr(?:ü|ue)ezi',
  'bonjour|bonsoir|salut|ch(?:er|ère|ers|ères)|madame|monsieur|coucou',
  'hola|buen(?:os|as) (?:d[ií]as|tardes|noches)|buen d[ií]a|estimad[oa]s?|querid[oa]s?',
  'buongiorno|buonasera|buon giorno|salve|ciao|gentil[ei](?:ssim[oaie])?|egregi[oa]|spett(?:abile|\\.le)?|car[oaie]',
  'ol[áa]|oi|bom dia|boa (?:tarde|noite)|prezad[oa]s?|car[oa]s?|exm[oa]s?\\.?',
  'hallo|hoi|dag|beste|geachte|goede(?:morgen|middag|navond|dag)|goeie(?:morgen|middag|navond)',
  'dzień dobry|witam|cześć|szanown[iya]\\p{L}*|dobrý den|ahoj|hej|hei|god (?:dag|morgen|aften)|kære|kjære|bästa',
  'merhaba|selam|sayın|iyi günler|здравствуйте|добрый (?:день|вечер)|доброе утро|привет|уважаем\\p{L}+|добрий день',
  'γεια σας|καλημέρα|καλησπέρα|こんにちは|はじめまして|お世話になっております|お世話になります|你好|您好|안녕하세요',
  'مرحبا|السلام عليكم|שלום',
].join('|');

/** Whom a greeting is for: names, "team", "Sir or Madam"; at most six words. */
const WHOM = "(?:\\s+(?!i\\b|we\\b|my\\b|can\\b|could\\b|is\\b|how\\b|what\\b|where\\b)[\\p{L}\\p{M}.'’&/-]+){0,6}";

/** A greeting with what parts it from the rest: "Hi there," "Sehr geehrte Frau Schmidt," */
export const greetingLine = lazy(
  () => new RegExp(`^(?:${HELLO})(?![\\p{L}])${WHOM}\\s*(?:[,!.:;–—،、。！]+|\\s-+\\s|$)\\s*`, 'iu'),
);
/** Only the words: "Hello can you help" */
export const greetingWords = lazy(
  () => new RegExp(`^(?:${HELLO})(?![\\p{L}])[\\s,!.]*(?:there|all|team|everyone|zusammen)?[\\s,!.]*`, 'iu'),
);

/** In front of the matter itself. */
export const introduction = lazy(
  () =>
    /^(?:(?:i am|i'm|im) (?:writing|contacting you|emailing|getting in touch|reaching out)(?: to you)?(?: today)?(?: (?:about|because|regarding|to ask(?: you)?|as|concerning|with a question(?: about)?))?|(?:just )?(?:a )?quick (?:question|one)(?: for you)?\s*[:,.–-]+|i (?:have|had|'ve got) a (?:quick )?question(?: (?:about|regarding|for you))?\s*[:,.]*|i (?:was|am) (?:just )?wondering|my name is [\p{Lu}][\p{L}'’-]*(?: [\p{Lu}][\p{L}'’-]*){0,2}(?: and|[,.])|ich schreibe (?:ihnen|euch)?,? weil|je vous (?:écris|contacte) (?:au sujet de|pour|car)|les escribo (?:porque|para)|vi scrivo (?:perché|per)|ik (?:schrijf|mail) (?:u|jullie) (?:omdat|over))\s*/iu,
);

/** Sentences that ask for nothing. */
export const pleasantry = lazy(
  () =>
    new RegExp(
      `^(?:${[
        "(?:i )?(?:really )?hope (?:that )?(?:this|you|your|all|everything)(?:'re|'s)? .{0,50}(?:well|week|weekend|day|morning|fine|good|ok|okay|safe|season|busy)\\b.{0,40}",
        'hope (?:you are|you.re) (?:well|doing well).{0,20}|how are you(?: doing)?(?: today)?|trust you are well',
        '(?:many |thank you |thanks |thx )?(?:in advance|for (?:your|the) (?:help|time|assistance|support|attention|patience|understanding)).{0,60}',
        '(?:many )?(?:thanks|thank you)(?: (?:so|very) much)?,? (?:in advance|for (?:your|the|any|reading|looking|all)).{0,60}',
        '(?:i )?look(?:ing)? forward to .{0,60}|(?:please )?let me know(?: (?:if|what|when) .{0,40})?|please (?:advise|help|get back to me.{0,30}|respond.{0,30}|reply.{0,30})',
        '(?:any|your) help (?:would be|is|will be) .{0,40}|(?:i(?:.d| would) )?(?:really )?appreciate (?:it|any help|your help|a (?:quick )?(?:reply|response)).{0,40}',
        "sorry (?:to bother|for bothering|for the trouble|for disturbing).{0,30}|have a (?:great|nice|good|lovely|wonderful) .{0,30}|i(?:'m| am) a (?:long.?time |loyal |regular )?customer.{0,40}",
        'my name is [^.!?]{2,40}|this is [\\p{Lu}][\\p{L}]+(?: [\\p{Lu}][\\p{L}]+)?(?: here)?|quick question',
        'ich hoffe,? (?:es geht|ihnen|euch|sie).{0,50}|vielen dank (?:im voraus|für).{0,50}|danke (?:im voraus|für).{0,50}|(?:ich )?freue mich auf .{0,50}|über eine .{0,30}(?:antwort|rückmeldung).{0,40}|mein name ist .{2,40}',
        "j'espère que .{0,50}|merci (?:d'avance|par avance|beaucoup|pour).{0,50}|dans l'attente .{0,50}|je m'appelle .{2,40}|en vous remerciant.{0,40}",
        'espero que .{0,50}|(?:muchas )?gracias (?:de antemano|por).{0,50}|quedo a la espera.{0,40}|me llamo .{2,40}|mi nombre es .{2,40}',
        'spero (?:che|di) .{0,50}|(?:vi |la )?ringrazi(?:o|amo).{0,50}|grazie (?:in anticipo|mille|per).{0,50}|resto in attesa.{0,40}|in attesa di .{0,50}|mi chiamo .{2,40}',
        'ik hoop dat .{0,50}|(?:alvast )?(?:hartelijk )?(?:bedankt|dank)(?: (?:voor|alvast)).{0,50}|alvast bedankt|ik hoor graag.{0,40}|mijn naam is .{2,40}',
        'espero que .{0,50}|(?:muito )?obrigad[oa] (?:desde já|pel[oa]|antecipad).{0,50}|desde já .{0,40}|aguardo .{0,40}|o meu nome é .{2,40}|meu nome é .{2,40}',
        'z góry dziękuję.{0,30}|zaranee спасибо|заранее (?:спасибо|благодар).{0,30}|よろしくお願い.{0,20}|お忙しいところ.{0,30}|谢谢.{0,10}|감사합니다.{0,10}',
      ].join('|')})[\\s.!?…,;:)-]*$`,
      'iu',
    ),
);

/** The words of a line that ends a letter, as a part of a pattern. */
export const SIGN_OFF_WORDS = [
  '(?:with |my )?(?:kind(?:est)?|best|warm(?:est)?|many|all the best,?|with best)? ?(?:regards|wishes)|best|all the best|sincerely(?: yours)?|yours(?: (?:sincerely|faithfully|truly))?|respectfully|cheers|rgds|br|kr|(?:many |kind )?thanks(?: (?:again|a lot|so much|and (?:kind |best )?regards|in advance))?|thank you(?: (?:again|so much|very much|in advance|and .{0,20}regards))?|thx|ta|take care|love|xx*|warmly|cordially',
  '(?:mit )?(?:freundliche[nm]?|beste[n]?|viele[n]?|liebe[n]?|herzliche[nm]?|schöne[n]?|sonnige)(?: (?:lieben|freundlichen|besten))? gr(?:ü|ue)(?:ß|ss)(?:e|en)?|mfg|lg|vg|hochachtungsvoll|danke|vielen dank|gru(?:ß|ss)',
  'cordialement|bien (?:cordialement|à vous)|(?:meilleures|sincères) salutations|salutations(?: distinguées)?|merci|bonne journée|à bientôt',
  '(?:un )?(?:cordial )?saludo|saludos(?: cordiales)?|atentamente|gracias|muchas gracias',
  '(?:cordiali|distinti|cari|i migliori) saluti|saluti|un saluto|grazie(?: mille)?',
  '(?:met )?(?:vriendelijke|hartelijke) groet(?:en)?|mvg|groet(?:en|jes)?|bedankt',
  '(?:com os )?(?:melhores )?cumprimentos|atenciosamente|obrigad[oa]|abraços?',
  'pozdrawiam|z poważaniem|s pozdravem|med (?:vänlig|vennlig|venlig) (?:hälsning|hilsen)|(?:mvh|hilsen|hälsningar)|saygılarımla|с уважением|敬具|以上|よろしくお願い(?:いた|致)?します',
].join('|');

/** A line that ends a letter. */
export const signOffLine = lazy(
  () =>
    new RegExp(
      `^(?:${SIGN_OFF_WORDS})(?![\\p{L}])[\\s,.!:;–—-]*(?:[\\p{Lu}][\\p{L}\\p{M}.'’-]*(?:\\s+[\\p{Lu}][\\p{L}\\p{M}.'’-]*){0,3})?[\\s.,!]*$`,
      'iu',
    ),
);

/** A line of a signature: a number, an address, a page. A name alone is taken away only below a sign-off. */
export const signatureLine = lazy(
  () =>
    /^(?:(?:tel|telefon|téléphone|phone|mob|mobile|cell|handy|fax|t|m|p|e|e-?mail|web|www)\s*[.:]?\s*)?(?:\+?[\d ()/.-]{7,}|\S+@\S+\.\S+|(?:https?:\/\/|www\.)\S+)$/iu,
);

export const sentFrom = lazy(
  () =>
    /^(?:sent from (?:my|outlook|yahoo|mail|gmail|the)|get outlook for|von meinem .{1,40} gesendet|gesendet (?:von|mit)|envoyé (?:de|depuis) mon|enviado (?:desde|do|a partir) |inviato da|verzonden (?:vanaf|met|vanuit)|skickat från|sendt fra|wysłane z|отправлено с|iphoneから送信)/iu,
);

/** From here on somebody else's words follow. */
export const quoteBegins = lazy(
  () =>
    /^(?:-{2,} ?(?:original message|forwarded message|ursprüngliche nachricht|weitergeleitete nachricht|message d'origine|message transféré|mensaje original|messaggio originale|oorspronkelijk bericht|mensagem original) ?-*|_{10,}|(?:on|le|am|el|il|op|em) .{5,120}(?:wrote|a écrit|schrieb|escribió|ha scritto|schreef|escreveu).{0,40}:$|(?:from|von|de|da|van): .{2,120}$)/iu,
);

/** The same greeting in its parts: its words, whom it is for, and what ends it. At most three names, and their titles. */
export const greetingParts = lazy(
  () =>
    new RegExp(
      `^(\\s*(?:${anyCase(HELLO)}))(?![\\p{L}])((?:[ \\t]+(?:(?:${anyCase('there|all|both|team|everyone|zusammen')})(?![\\p{L}])|van|von|de|der|den|da|di|le|la|bin|al|\\p{Lu}[\\p{L}\\p{M}.'’-]*)){0,5})([ \\t]*(?:[,!.:;，、。！]|[–—-]+(?=\\s))?)[ \\t]*`,
      'u',
    ),
);

/** Greetings that fit one gender, or a formality, and not whoever comes next. */
export const greetingOfOne = lazy(
  () =>
    /^(?:liebe[rs]?|sehr geehrte[rs]?|ch(?:er|ère)|estimad[oa]|querid[oa]|gentile|car[oa]|egregi[oa]|prezad[oa]|exm[oa]\.?|kære|kjære|уважаем\p{L}+|szanown\p{L}*|monsieur|madame)$/iu,
);
