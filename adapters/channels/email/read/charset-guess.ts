/**
 * Which charset bytes without a label are in. Each candidate reads them, and the reading that looks most like what people
 * write wins: the letters of one language, words in one case, no symbols within words. In doubt it is Western European,
 * as most unlabelled mail is.
 */
import iconv from 'iconv-lite';

/** A guess does not get better with more. */
const BYTES_MAX = 4_000;
/** So much better than Western European a reading must be. */
const MARGIN = 0.25;

/** As good as text in the letters of one language. */
const SIGNS_ONLY = 1.6;
/** Charsets that hardly anybody mails in: only where there is enough to tell. */
const RARE = /^(iso-8859-5|iso-8859-6|cp866)$/;
const RARE_FROM = 12;

interface Script {
  charsets: string[];
  letters: RegExp;
  /** The commonest first. */
  common: string;
  /** Words that the language cannot have: a final letter in the middle, a mark at the beginning, none of its vowels. */
  odd: RegExp;
}

const SCRIPTS: Script[] = [
  {
    charsets: ['windows-1251', 'koi8-u', 'iso-8859-5', 'cp866'],
    letters: /[А-Яа-яЁёІіЇїЄєҐґЎўЈјЉљЊњЋћЂђЏџ]/,
    common: 'оеаинтсрвлкмдпуяьыгзбчіъйхжшющцэфїєё',
    odd: /^[ьъы]|^[^аеёиоуыэюяіїєръ]{3,}$/i,
  },
  {
    charsets: ['windows-1253', 'iso-8859-7'],
    letters: /[Α-ώ]/,
    common: 'αοιετσνηυρπκμλςωίάόήέύώδγχθφβξζψ',
    odd: /ς./,
  },
  {
    charsets: ['windows-1255'],
    letters: /[א-ת\u05b0-\u05c2]/,
    common: 'יוהלארתבמשנכעדםפקחצגטזסןךףץ',
    odd: /[ךםןףץ].|^[\u05b0-\u05c2]/,
  },
  {
    charsets: ['windows-1256', 'iso-8859-6'],
    letters: /[ء-ي\u064b-\u0652پچژگک]/,
    common: 'اليمنوتربعدهسفكقحجةشصطخأىئضذثغزظء',
    odd: /[ةى][^\u064b-\u0652]|^[\u064b-\u0652ئءؤ]/,
  },
  {
    charsets: ['windows-874'],
    letters: /[ก-๛]/,
    common: 'านรอกเงมยล่วดทสตี้ปบคัิหแจพชะขใไุูื็ำโ์',
    odd: /^[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]/,
  },
];

/** Letters beyond ASCII of the languages that write Latin ones, by the charsets they are sent in. */
const LATIN: { charset: string; alphabets: string[] }[] = [
  {
    charset: 'windows-1252',
    alphabets: [
      'äöüß',
      'àâæçéèêëîïôœùûüÿ',
      'áéíñóúüªº',
      'àèéìíîòóùú',
      'ãáâàçéêíóôõú',
      'éëïóöüè',
      'åäöé',
      'æøåéèêòóô',
      'áðéíóúýþæö',
      'àçèéíïòóúü',
      'äöõüšž',
    ],
  },
  {
    // Without "ľ": a "ž" of ISO 8859-2 would be read as one, and is far more common.
    charset: 'windows-1250',
    alphabets: ['ąćęłńóśźż', 'áčďéěíňóřšťúůýž', 'áäčďéíĺňóôŕšťúýž', 'ăâîşţ', 'čćđšž', 'áéíóöőúüű'],
  },
  {
    charset: 'iso-8859-2',
    alphabets: ['ąćęłńóśźż', 'áčďéěíňóřšťúůýž', 'áäčďéíĺľňóôŕšťúýž', 'ăâîşţ', 'čćđšž', 'áéíóöőúüű'],
  },
  { charset: 'windows-1254', alphabets: ['çğıİöşüâî'] },
  { charset: 'windows-1257', alphabets: ['ąčęėįšųūž', 'āčēģīķļņšūž', 'äöõüšž'] },
];
/** Where letters alone cannot tell ("õ" is Estonian, Portuguese, or a Hungarian "ő"), little words do. */
const LITTLE_WORDS: [charset: RegExp, alphabet: string, words: RegExp][] = [
  [/^(windows-1250|iso-8859-2)$/, 'áéíóöőúüű', /\b(hogy|nem|egy|az|van|meg|ez|kell|vagy|mikor|rendel\w*)\b/gi],
  [/^windows-1254$/, 'çğıİöşüâî', /\b(bir|ve|bu|ne|var|yok|kadar|zaman|mi|ben|merhaba|sipari\S*|nerede)\b/gi],
  [
    /^(windows-1250|iso-8859-2)$/,
    'ąćęłńóśźż',
    /\b(prosz|jest|nie|gdzie|czy|mam|moje|faktur\w*|paczk\w*|o|za)(?!\p{L})/giu,
  ],
  [/^(windows-1250|iso-8859-2)$/, 'áčďéěíňóřšťúůýž', /\b(je|kde|kdy|se|na|pros\w*|kuji|moje|objedn\w*)(?!\p{L})/giu],
  [
    /^(windows-1250|iso-8859-2)$/,
    'čćđšž',
    /\b(je|sem|nisem|nije|kako|kdaj|kada|ali|da|vam|moje|lijep\w*|lep|hvala|prosim|molim)\b/gi,
  ],
  [/^(windows-1250|iso-8859-2)$/, 'ăâîşţ', /\b(nu|este|si|cu|pentru|am|comanda|va|rog|este|unde)\b/gi],
  [/^windows-1257$/, 'ąčęėįšųūž', /\b(ir|yra|kada|mano|kaip|bet|prekes?)\b/gi],
  [/^windows-1257$/, 'āčēģīķļņšūž', /\b(un|ir|mans|kad|bet|es|nav)\b/gi],
];

interface Double {
  charset: string;
  worth(char: string, lead: number): number;
}

const FREQUENT_SIMPLE = new Set(
  '的一是不了我有在人这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请爱让认算论百吃义科怎元社术结六功指思非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石若兵弟谁校读志飞观争究包组造落视济喜离虽坏您订货退款发票',
);
const FREQUENT_TRADITIONAL = new Set(
  '的一是不了我有在人這中大來上個國到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可裡後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長知民樣現分將外但身些與高意進把法此實回二理美點月明其種聲全工己話兒者向情部正名定女問力機給等幾很業最間新什打便位因重被走電四第門相次東政海口使教西再平真聽世氣信北少關並內加化由卻代軍產入先山五太水萬市眼體別處總才場師書比住員請您訂單貨退款發票謝謝',
);
const KANA = /[ぁ-ゖァ-ヺー]/;
const HAN = /\p{Script=Han}/u;
const POINTS = /[\u3000-\u303f\uff01-\uff60]/;

const DOUBLES: Double[] = [
  {
    charset: 'shift_jis',
    worth: (char, lead) =>
      KANA.test(char) ? 2 : POINTS.test(char) ? 1 : /[ｦ-ﾟ]/.test(char) ? -1 : HAN.test(char) && lead < 0x98 ? 1 : -0.5,
  },
  {
    charset: 'euc-jp',
    worth: (char, lead) =>
      KANA.test(char) ? 2 : POINTS.test(char) ? 0.8 : HAN.test(char) && lead >= 0xb0 && lead < 0xd0 ? 1 : -1,
  },
  {
    charset: 'gb18030',
    worth: (char, lead) =>
      FREQUENT_SIMPLE.has(char)
        ? 2.2
        : KANA.test(char)
          ? 0
          : POINTS.test(char)
            ? 0.8
            : lead >= 0xb0 && lead <= 0xd7
              ? 0.8
              : lead >= 0xd8 && HAN.test(char)
                ? -0.2
                : -1,
  },
  {
    charset: 'big5',
    worth: (char, lead) =>
      FREQUENT_TRADITIONAL.has(char) ? 2.2 : POINTS.test(char) ? 0.8 : lead >= 0xa4 && lead <= 0xc6 ? 0.8 : -0.6,
  },
  {
    charset: 'euc-kr',
    worth: (char, lead) =>
      /[가-힣]/.test(char) ? (lead >= 0xb0 && lead <= 0xc8 ? 1.5 : -1) : POINTS.test(char) ? 0.5 : -0.8,
  },
];

/** The text of bytes that are not UTF-8 and do not say what they are. */
/** @param margin how much better than Western European another reading must be */
export function guessText(bytes: Uint8Array, margin = MARGIN): string {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const charset = guessCharset(all.subarray(0, BYTES_MAX), margin);
  return charset === 'windows-1252' ? new TextDecoder(charset).decode(all) : iconv.decode(all, charset);
}

function guessCharset(bytes: Buffer, margin = MARGIN): string {
  const high = bytes.reduce((count, each) => count + Number(each >= 0x80), 0);
  // One alone is an accent, or a currency symbol.
  if (high < 2) return 'windows-1252';
  const western = latinWorth('windows-1252', bytes);
  let best = { charset: 'windows-1252', worth: western + margin };
  const offer = (charset: string, worth: number) => {
    if (worth > best.worth) best = { charset, worth };
  };
  for (const { charset } of LATIN.slice(1)) offer(charset, latinWorth(charset, bytes));
  for (const script of SCRIPTS)
    for (const each of high < RARE_FROM ? script.charsets.filter(name => !RARE.test(name)) : script.charsets)
      offer(each, scriptWorth(script, iconv.decode(bytes, each)));
  for (const each of DOUBLES) offer(each.charset, doubleWorth(each, bytes));
  return best.charset;
}

/** Of a writing with an alphabet of its own: how common its letters are, and whether its words are written as words are. */
function scriptWorth({ letters, common, odd }: Script, text: string): number {
  let [sum, n] = [0, 0];
  let before = '';
  for (const char of text) {
    if (char > '\x7f') {
      n++;
      const lower = char.toLowerCase();
      const place = common.indexOf(lower);
      if (letters.test(char)) sum += place < 0 ? -0.5 : place < 10 ? 2 : place < 20 ? 1 : 0;
      else sum += isSymbol(char) ? (isLetter(before) && !/[’´'.…»”,]/.test(char) ? -1 : 0.2) : -3;
      // "пРИВЕТ" is another charset of the same letters.
      if (/\p{Lu}/u.test(char) && /\p{Ll}/u.test(before)) sum -= 2.5;
      if (letters.test(char) && /[a-z]/i.test(before)) sum -= 1.5;
    } else if (/[a-z]/i.test(char) && letters.test(before)) sum -= 1.5;
    before = char;
  }
  for (const [word] of text.matchAll(/[\p{L}\p{M}]{2,}/gu))
    if (letters.test(word) && odd.test(word)) sum -= word.length;
  return n === 0 ? 0 : sum / n;
}

/** Of Latin letters: how many of them one language has, and that they stand alone among plain ones. */
function latinWorth(charset: string, bytes: Buffer): number {
  const text = charset === 'windows-1252' ? new TextDecoder(charset).decode(bytes) : iconv.decode(bytes, charset);
  const { alphabets } = LATIN.find(each => each.charset === charset)!;
  const found = new Map<string, number>();
  let [symbols, n, inWords, runs, run] = [0, 0, 0, 0, 0];
  let before = '';
  const chars = [...text];
  for (const [i, char] of chars.entries()) {
    const high = char > '\x7f';
    if (high) {
      n++;
      if (isLetter(char)) {
        const lower = char === 'İ' ? 'i' : char.toLowerCase();
        found.set(lower, (found.get(lower) ?? 0) + 1);
        if (/\p{Lu}/u.test(char) && /\p{Ll}/u.test(before)) inWords++;
      } else if (!isSymbol(char)) inWords += 3;
      else if (isLetter(before) && isLetter(chars[i + 1] ?? '') && !/[’´·\u00ad–—]/.test(char)) inWords++;
      else if (/[®¹³¾¼½¸¯¶¦]/.test(char) && isLetter(chars[i + 1] ?? '')) inWords++;
      else symbols++;
    }
    run = high && isLetter(char) ? run + 1 : 0;
    // Hardly a Latin word has three such letters in a row.
    if (run > 2) runs++;
    before = char;
  }
  if (n === 0) return 0;
  // Only quotes, dashes and currency symbols: nothing speaks for another language.
  if (charset === 'windows-1252' && found.size === 0 && inWords === 0) return SIGNS_ONLY;
  const total = [...found.values()].reduce((sum, each) => sum + each, 0);
  let best = -Infinity;
  for (const alphabet of alphabets) {
    let covered = 0;
    for (const [letter, times] of found) if (alphabet.includes(letter)) covered += times;
    const hint = LITTLE_WORDS.find(([of, which]) => of.test(charset) && which === alphabet)?.[2];
    const said = hint && covered === total ? Math.min(3, (text.match(hint) ?? []).length) * 0.4 : 0;
    best = Math.max(best, covered * 1.3 - (total - covered) * 1.2 + said * n);
  }
  return (Math.max(best, -2 * n) + symbols * 0.5 - inWords * 2 - runs * 1.5) / n;
}

/** Of two bytes for a character: all must be ones that exist, and most of them common ones. */
function doubleWorth({ charset, worth }: Double, bytes: Buffer): number {
  let text: string;
  try {
    text = new TextDecoder(charset, { fatal: true }).decode(whole(bytes));
  } catch {
    return -Infinity;
  }
  let [sum, n, at] = [0, 0, 0];
  let before = '';
  for (const char of text) {
    if (char > '\x7f') {
      n++;
      while (at < bytes.length && bytes[at]! < 0x80) at++;
      sum += worth(char, bytes[at] ?? 0);
      at += /[ｦ-ﾟ｡-･]/.test(char) && charset === 'shift_jis' ? 1 : 2;
      // A single one glued to plain letters is rather "ü".
      if (/[a-z]/i.test(before)) sum -= 1.5;
    } else {
      while (at < bytes.length && bytes[at]! >= 0x80) at++;
      at++;
      if (/[a-z]/i.test(char) && before > '\x7f') sum -= 1;
    }
    before = char;
  }
  return n === 0 ? -Infinity : sum / n;
}

/** Cut off within a character is not an error. */
function whole(bytes: Buffer): Buffer {
  return bytes.length < BYTES_MAX ? bytes : bytes.subarray(0, Math.max(0, bytes.lastIndexOf(0x0a)));
}

function isLetter(char: string): boolean {
  return /[\p{L}\p{M}]/u.test(char);
}

/** Punctuation, money and other symbols that stand in letters. */
function isSymbol(char: string): boolean {
  return /[\p{P}\p{S}\p{N}\u00a0\u00ad]/u.test(char);
}
