/** What a line of a signature is: a way to reach somebody, a place, a firm, a name. Only what surely is one counts. */
import { isDeviceLine } from './sent-from.ts';

/**
 * `contact`: a phone, a web or a mail address, a register's number. `firm`: a firm or a role. `place`: a street or a
 * town. `name`: shaped like a name. `device`: `Sent from my iPhone`. `words`: anything else, so perhaps the customer's.
 */
export type LineKind = 'contact' | 'firm' | 'place' | 'name' | 'device' | 'words';

/** A longer line is not a line of a signature. */
const LINE_CHARS_MAX = 200;
/** A name, a firm or a role has at most so many words. */
const NAME_WORDS_MAX = 6;
/** Letters of a name in scripts that write without blanks; a sentence that is as short cannot be told from it. */
const UNSPACED_NAME_LETTERS_MAX = 4;
/** ... and words of one in scripts without capitals. */
const UNCASED_NAME_WORDS_MAX = 3;
/** Fewer digits than this are not a phone number. */
const PHONE_DIGITS_MIN = 7;

/** ... and of a firm in a register. */
const REGISTER_DIGITS_MIN = 4;

/** Words that say what kind of contact follows. */
const LABEL =
  /(?<!\p{L})(tel|telephone|telefon\p{L}*|phone|fon|mobile?|mobil\p{L}*|cell|handy|fax|telefax|direct|office|direkt|büro|t[ée]l(éphone)?|portable|tel[ée]fono|m[óo]vil|cellulare|telefone|celular|telefoon|mobiel|puh|puhelin|tlf|mob|тел|телефон|моб|факс|电话|電話|手机|携帯|전화|휴대폰|هاتف|جوال|טלפון|נייד|โทร|โทรศัพท์|e-?mail|mail|courriel|correo|posta|e-?post|почта|邮箱|メール|이메일|web|website|internet|homepage|site|url|www|skype|whatsapp|telegram|linkedin|xing|twitter|facebook|instagram|vat|vat no|ust-?id(nr)?|ust-?idnr|hrb|hra|steuernummer|siret|siren|p\.? ?iva|nif|cif|nip|regon|kvk|cvr|org\.? ?nr|ico|ičo|dič|инн|кпп|огрн|registered( office| in [\p{L} ]{3,20})?|company no|geschäftsführ(er|erin|ung)|amtsgericht [\p{L} ]{3,20}|registergericht|sitz der gesellschaft)(?!\p{L})\.?\s?(no\.?|nr\.?)?\s?[:：]?/giu;
/** `T: +44 ...`, `w: shop.example`. */
const LETTER = /(?<!\S)[TMFPEWtmfpew](?:\s?[:.]|(?=\s[+(\d]))/g;
const WEB =
  /<?\b(https?:\/\/)?(www\.)?((facebook|linkedin|twitter|x|instagram|youtube|xing|t|github|wa)\.(com|me)\/[^\s|,<>]{1,100}|([\p{L}\p{N}-]{1,60}\.){1,4}\p{L}{2,12}(?![\p{L}\p{N}.@])\/?(?![\p{L}\p{N}/?#]))>?/giu;
/** Without `www.` in front, "ok.thanks" is two words: then it ends as sites do. */
const SITE =
  /^<?(https?:|www\.)|\.(com|net|org|info|biz|shop|store|app|dev|edu|gov|eu|example|\p{Ll}{2})\/?>?$|\.(com|me)\//u;
/** Above names rather than numbers. */
const OFFICERS =
  /^(geschäftsführ(er|erin|ung)|inhaber|inhaberin|sitz der gesellschaft|managing directors?|directors?|gérant|gerente)\s?:/iu;
const MAIL =
  /<?(mailto:)?[^\s<>@|,;]{1,80}@[^\s<>@|,;]{1,100}\.[^\s<>@|,;]{2,20}>?|(?<!\S)@\p{L}[\p{L}\p{N}_]{1,30}/giu;
const PHONE = /[+(]?\d[\d\s()./–-]{4,24}\d/g;
/** Legal forms, as they are written, and words of firms, offices and roles; "as" and "head" are words of everybody. */
const FIRM = new RegExp(
  [
    '(?<!\\p{L})(?:',
    'g?GmbH|mbH|AG|KG|KGaA|OHG|UG|e\\.\\s?V\\.?|eG|L(?:td|TD)|Limited|LLC|LLP|PLC|plc|Inc|INC|Corp|Co\\. KG|Pty|S\\.?A\\.?S|S\\.?A\\.?(?:R\\.?L\\.?)?|SARL|S\\.à\\.r\\.l|S\\.?r\\.?l|S\\.?R\\.?L|S\\.?p\\.?A|S\\.?L\\.?U?|Lda|Ltda|LTDA|B\\.?V|N\\.?V|AB|Oyj?|A/S|AS|ApS|ASA|sp\\. ?z ?o\\. ?o|s\\.r\\.o|a\\.s|Kft|Zrt|d\\.o\\.o|ООО|ОАО|ЗАО|АО|ТОВ',
    '|(?:[Uu]niversit\\p{L}*|[Uu]niversidad|[Uu]niwersytet|[Уу]ниверситет|[Ii]nstitute?|[Hh]ospital|[Cc]ollege|[Hh]ochschule)',
    '|CEO|CTO|CFO|COO|(?:[Dd]irector|[Dd]irecteur|[Dd]irectrice|[Dd]irektor(?:in)?|[Mm]anager(?:in)?|[Hh]ead of|[Ll]eiter(?:in)?|[Ll]eitung|[Gg]eschäftsführer(?:in)?|[Ee]ngineer|[Ii]ngenieur(?:in)?|[Dd]eveloper|[Cc]onsultant|[Aa]ssistant|[Aa]ssistent(?:in)?|[Ss]achbearbeiter(?:in)?|[Rr]esponsable|[Gg]erente|[Kk]ierownik|[Мм]енеджер|[Дд]иректор|[Бб]ухгалтер|[Pp]résident|[Pp]resident|[Ff]ounder|[Ii]nhaber(?:in)?|Sales (?:Manager|Team|Department|Director))',
    ')(?!\\p{L})|株式会社|有限会社|有限公司|㈜|주식회사',
  ].join(''),
  'u',
);
/** `Invoice to Acme GmbH` says what is to be done. */
const DIRECTED = /(?<=\s)(to|for|für|an|pour|à|para|per|voor|naar|till|til|dla|pro|для|на)(?=\s)/iu;
/** Small words within names, firms and roles. */
const PARTICLES = new Set(
  'of and for the at @ in to & + de du des le la les et del della di da do dos das e y i und für der von van zu zum den het en te och og af av bin al el z и'.split(
    ' ',
  ),
);
const STREET =
  /(?<!\p{L})(street|st|road|rd|lane|ln|avenue|ave|drive|dr|way|square|sq|court|close|boulevard|blvd|terrace|place|suite|floor|p\.?o\.? box|postfach|bp|rue|allée|chemin|impasse|quai|calle|plaza|paseo|avda|via|viale|piazza|corso|rua|avenida|ul|ulica|al|улица|ул|проспект|пр|вул|utca|út)(?!\p{L})|\p{L}(straße|strasse|str|weg|platz|allee|gasse|damm|ufer|gatan|vägen|vej|gade|gata|veien|laan|straat|plein|gracht|katu|tie)(?!\p{L})/iu;
const TOWN =
  /^([A-Z]{1,2}[- ])?\d{4,6}(-\d{3,4})? \p{Lu}[\p{L} .'’-]{1,40}$|(?<!\p{L})[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}(?![\p{L}\d])|\p{L}, [A-Z]{2} \d{5}(-\d{4})?$|^\d{3} ?\d{2} \p{Lu}[\p{L} -]{2,40}$|^\d{2}-\d{3} \p{Lu}/u;

export function lineKind(line: string): LineKind {
  if (line.length > LINE_CHARS_MAX) return 'words';
  if (isDeviceLine(line)) return 'device';
  // A rule, dots or a smile between the lines says nothing.
  if (/^[^\p{L}\p{N}?]{2,}$/u.test(line)) return 'name';
  const bare = line
    .replace(/[*_]{1,3}/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  // "CEO at Acme!" is proud; other words with such an end are somebody's.
  const text = FIRM.test(bare) ? bare.replace(/ ?!$/, '') : bare;
  if (/[!?;；，。、！？]/u.test(text)) return 'words';
  const kinds = text
    .split(/\s[|•·–—/]\s|[|•·]/)
    .map(part => part.trim())
    .filter(part => part !== '')
    .map(listKind);
  if (kinds.length === 0) return 'name';
  return (['words', 'contact', 'firm', 'place'] as const).find(kind => kinds.includes(kind)) ?? 'name';
}

/** `Tel. 030 1234567, Fax 030 1234568`; a lone name between commas may be a thing: "Lid, 0171 2345678". */
function listKind(piece: string): LineKind {
  const kind = pieceKind(piece);
  const parts = piece.split(/,\s+/);
  if (kind !== 'words' || parts.length === 1) return kind;
  const kinds = parts.map(pieceKind);
  return kinds.every(each => each === 'contact' || each === 'firm' || each === 'place') ? 'contact' : 'words';
}

function pieceKind(piece: string): LineKind {
  let reached = false;
  let rest = piece;
  const take = (pattern: RegExp, holds: (found: string) => boolean = () => true) => {
    rest = rest.replace(pattern, found => {
      if (!holds(found)) return found;
      reached = true;
      return ' ';
    });
  };
  take(MAIL);
  take(WEB, found => SITE.test(found));
  const unlabelled = rest;
  rest = rest.replace(LABEL, ' ');
  const numbered = rest !== unlabelled;
  rest = rest.replace(LETTER, ' ');
  const labelled = rest !== unlabelled;
  // Without a label a number may be an order's: then it must look dialled, and stand alone.
  take(PHONE, found => digits(found) >= PHONE_DIGITS_MIN && (labelled || /^[+(]|^0\d+[\s/.-]/.test(found)));
  if (numbered && /^[\s:A-Z]{0,12}[\d\s./-]+$/.test(rest) && digits(rest) >= REGISTER_DIGITS_MIN) reached = true;
  rest = rest.replace(/[\s:,()<>+/-]+/g, ' ').trim();
  if (rest === '' || (reached && !/\p{L}/u.test(rest))) return reached || labelled ? 'contact' : 'words';
  // "Acme GmbH, Tel. 0171 234567"; "New e-mail: ann@x" is news.
  if (reached) return !/\d/.test(rest) && FIRM.test(rest) && isNameShaped(rest) ? 'contact' : 'words';
  if (/\p{N}/u.test(piece)) return isPlace(piece) ? 'place' : 'words';
  if (OFFICERS.test(piece)) return isNameShaped(piece.slice(piece.indexOf(':'))) ? 'firm' : 'words';
  if (/[:：]/.test(piece)) return 'words';
  if (!isNameShaped(piece)) return 'words';
  if (!FIRM.test(piece)) return 'name';
  return DIRECTED.test(piece) ? 'words' : 'firm';
}

function digits(text: string): number {
  return text.replace(/\D/g, '').length;
}

function isPlace(piece: string): boolean {
  return piece.split(/,\s/).every(part => {
    if (!/\d/.test(part)) return isNameShaped(part);
    if (TOWN.test(part)) return true;
    return (
      STREET.test(part) &&
      digits(part) <= 5 &&
      isNameShaped(`X ${part.replace(/\d+\s?\p{L}?(?!\p{L})/gu, ' ').replace(STREET, ' ')}`)
    );
  });
}

/** `Ann Smith`, `Head of Sales`, `王小明`: each word with a capital but the small ones; in other scripts it is short. */
export function isNameShaped(text: string): boolean {
  const words = text
    .replace(/[.,:()'’"“”„«»–—-]+/g, ' ')
    .split(/\s+/)
    .filter(word => word !== '');
  if (words.length === 0 || words.length > NAME_WORDS_MAX) return false;
  let uncased = 0;
  for (const word of words) {
    if (/^[\p{Lo}\p{M}]+$/u.test(word)) uncased++;
    else if (!/^\p{Lu}[\p{L}\p{M}]*$/u.test(word) && !PARTICLES.has(word.toLowerCase())) return false;
  }
  if (uncased === 0) return words.some(word => /^\p{Lu}/u.test(word)) && !isShouted(words);
  if (FIRM.test(text)) return true;
  if (/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u.test(text)) {
    const max = /\p{Script=Thai}/u.test(text) ? UNSPACED_NAME_LETTERS_MAX * 5 : UNSPACED_NAME_LETTERS_MAX;
    return words.join('').length <= max && words.length <= UNCASED_NAME_WORDS_MAX;
  }
  return words.length <= UNCASED_NAME_WORDS_MAX;
}

/** Capitals throughout are a name as long as there are few; `THE LID IS BROKEN` is a sentence. */
function isShouted(words: string[]): boolean {
  return words.length >= 4 && words.every(word => word === word.toUpperCase());
}
