/** Detects the language of a text by its script and the common short words of each language; null when unsure. */
import { lazy } from './lazy.ts';

/** Words a person of that language can hardly write three sentences without; those of one language alone count more. */
const SMALL_WORDS: Record<string, string> = {
  en: 'the and is are was you your have has had with this that for not my from would could can please when what how there they been will it on of to if any we get does did an do at by be as so me who why need use made see just hello thanks about some no or but out up want know more help still like am here get got parcel delivery refund',
  de: 'der die das und ist sind war nicht ich sie wir ein eine einen mit für auf von zu dem den haben habe hat kann bitte wie was wenn noch schon auch bei mir mich ihre ihr mein meine es im am aber seit vielen dank hallo danke guten tag bestellung rechnung paket lieferung möchte',
  fr: "le la les et est sont je vous nous pas une des du pour avec que qui dans sur mon ma mes votre vos avez suis bonjour merci j'ai n'est c'est au aux ce cette il elle pouvez comment mais depuis commande facture colis livraison veux voudrais svp",
  es: 'el la los las y es son no una con por para que en mi su me le se lo del al he ha está están puede pueden gracias hola cómo qué cuándo pero muy tengo quiero desde buenos días pedido paquete envío tienen tiene',
  ca: 'el la els les i és són no una amb per que en meu meva em del al he ha està poden gràcies hola com què quan però molt tinc vull des bon dia si us plau aquest aquesta',
  it: 'il lo la gli le e è sono non una con per che di in mio mia mi si del della dal ho ha può potete grazie buongiorno come quando ma molto vorrei da anche questo questa ancora ordine ciao avete pacco spedizione',
  pt: 'o a os as e é são não uma com por para que em meu minha me se do da dos das no na ao está estou pode podem obrigado obrigada olá como quando mas muito tenho quero desde este esta ainda bom dia',
  nl: 'de het een en is zijn was niet ik u wij met voor op van te dat die heb heeft hebben kan kunt graag hoe wat als nog ook bij mij mijn uw er maar sinds bedankt dank wel naar hallo bestelling factuur pakket',
  sv: 'och är inte jag ni vi en ett det att som på med för av till har hade kan hur vad när men min mitt mina er ert den från hej tack vill om också sedan skulle bara',
  da: 'og er ikke jeg i vi en et det at som på med for af til har havde kan hvordan hvad hvornår men min mit mine jeres den fra hej tak vil om også siden skulle kun blevet nogen',
  nb: 'og er ikke jeg dere vi en et det at som på med for av til har hadde kan hvordan hva når men min mitt mine deres den fra hei takk vil om også siden skulle bare blitt noen',
  fi: 'ja on ei en minä te me se että joka kun mutta myös niin vai voi voiko olen olet ovat oli minun teidän tämä sen miten mitä milloin hei kiitos olisi vielä jos saanko tilaus kanssa jo mitään',
  is: 'og er ekki ég þið við sem að á með fyrir af til hef hefur get hvernig hvað hvenær en minn mín þetta það frá hæ takk vil um einnig síðan mér',
  pl: 'i jest nie ja się na w z do że to dla od czy jak co kiedy ale mój moja moje mam proszę dziękuję dzień dobry po przez jeszcze być są był była tego mi za już oraz',
  cs: 'a je není já se na v z do že to pro od jak co kdy ale můj moje mám prosím děkuji dobrý den po přes ještě být jsou byl byla jsem jste mi už za bych si nebo která které',
  sk: 'a je nie ja sa na v z do že to pre od ako čo kedy ale môj moja moje mám prosím ďakujem dobrý deň po cez ešte byť sú bol bola som ste mi už za by si alebo ktorá ktoré',
  hu: 'a az és nem egy hogy van volt meg ez de is én ön mi kérem köszönöm jó napot mikor hogyan mit ha már még csak nekem rendelés kaptam szeretnék el vagy kell lehet',
  ro: 'și nu este sunt eu un o cu pentru că în la de din pe mi am ai are mea meu vă mulțumesc bună ziua cum când ce dar mai foarte aș dori acest această fost comanda să',
  hr: 'i je nije ja se na u s iz da to za od kako što kada ali moj moja moje imam molim hvala dobar dan po još biti su bio bila sam ste mi već li ili koja nisam bih gdje',
  sr: 'i je nije ja se na u sa iz da to za od kako šta kada ali moj moja moje imam molim hvala dobar dan po još biti su bio bila sam ste mi već li ili koja nisam bih gde',
  sl: 'in je ni jaz se na v z s iz da to za od kako kaj kdaj ampak moj moja moje imam prosim hvala dober dan po še biti so bil bila sem ste mi že ali ki nisem bi kje pa tudi',
  tr: 've bir bu için değil ben siz biz ile mi mı mu da de ne nasıl zaman ama çok var yok olan olarak merhaba teşekkürler lütfen benim sizin daha gibi kadar sonra ürün siparişim ediyorum istiyorum',
  et: 'ja on ei ma te me see et mis kui aga ka nii või kas saab olen oli minu teie kuidas mida millal tere aitäh palun oleks veel mul seda sest juba tellimus',
  lv: 'un ir nav es jūs mēs tas ka kas kad bet arī vai var esmu bija mans mana jūsu kā ko labdien paldies lūdzu būtu vēl man šo par no ar uz pasūtījums',
  lt: 'ir yra nėra aš jūs mes tai kad kas kai bet taip pat ar gali esu buvo mano jūsų kaip ką kada laba diena ačiū prašau būtų dar man šį apie iš su į užsakymas sveiki',
  id: 'dan adalah tidak saya anda kami yang untuk dengan di ke dari ini itu apakah bagaimana kapan tetapi juga sudah belum bisa ada akan terima kasih halo selamat mohon pesanan pada kalau',
  vi: 'và là không tôi bạn chúng của cho với trong này đó có được như thế nào khi nhưng cũng đã chưa sẽ xin chào cảm ơn anh chị đơn hàng một các',
};
/** Letters that only one language of the Latin script has, or few. */
const lettersOf = lazy((): [RegExp, string[]][] => [
  [/ß/g, ['de']],
  [/[ðþ]/g, ['is']],
  [/[șțşţ]/g, ['ro', 'tr']],
  [/ğ|ı/g, ['tr']],
  [/[őű]/g, ['hu']],
  [/[ąęłńśźż]/g, ['pl', 'lt']],
  [/[ěřů]/g, ['cs']],
  [/[ľĺŕô]/g, ['sk', 'fr', 'pt']],
  [/[ãõ]/g, ['pt', 'et', 'vi']],
  [/ñ|¿|¡/g, ['es']],
  [/[æø]/g, ['da', 'nb', 'is']],
  [/å/g, ['sv', 'da', 'nb']],
  [/[ķļņģ]/g, ['lv']],
  [/[ėųįū]/g, ['lt', 'lv']],
  [/[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđơư]/g, ['vi']],
  [/l·l/g, ['ca']],
]);
/** Languages with a script, or letters, of their own. */
const scripts = lazy((): [RegExp, string][] => [
  [/\p{Script=Hiragana}|\p{Script=Katakana}/gu, 'ja'],
  [/\p{Script=Hangul}/gu, 'ko'],
  [/\p{Script=Thai}/gu, 'th'],
  [/\p{Script=Hebrew}/gu, 'he'],
  [/\p{Script=Greek}/gu, 'el'],
  [/\p{Script=Devanagari}/gu, 'hi'],
]);
/** Characters that are written in one way where the traditional script is used, in another where the simplified is. */
const traditional = lazy(() => /[們這個來時會說對過還沒點開關問題訂單貨電話請謝謝麼嗎後應該產發寄給錢圖書]/g);
const simplified = lazy(() => /[们这个来时会说对过还没点开关问题订单货电话请谢谢么吗后应该产发给钱图书]/g);
/** Languages in Cyrillic, by letters and small words. */
const cyrillic = lazy((): [string, RegExp][] => [
  ['uk', /[іїєґ]|(?<!\p{L})(що|та|не|як|мені|мій|дякую|будь|ласка|доброго|дня|замовлення|коли|вже|ще|це)(?!\p{L})/giu],
  ['sr', /[ђјљњћџ]|(?<!\p{L})(и|је|није|сам|како|када|молим|хвала|добар|поруџбина)(?!\p{L})/giu],
  [
    'bg',
    /(?<!\p{L})(и|не|се|на|с|от|да|ми|за|ще|как|кога|моля|благодаря|здравейте|поръчка|това|съм|има|беше|още|моята|ли)(?!\p{L})|ъ(?=\p{L})/giu,
  ],
  [
    'ru',
    /[ыэё]|(?<!\p{L})(и|не|я|на|с|что|как|мне|мой|моя|спасибо|пожалуйста|здравствуйте|добрый|день|заказ|когда|уже|ещё|еще|это|вы|у|меня|был|была)(?!\p{L})/giu,
  ],
]);

/** Letters of languages that share a script with one above and are not known here: then it is none of these. */
const otherLanguages = lazy(
  () =>
    /[әғқңөұүһѓќѕҷӣӯҳҡҙҫ]|[ٹڈڑےںہټډړښېڕڵۆێەۇ]|[װױײ]|ə|ð[\s\S]*ø|ø[\s\S]*ð|(?<!\p{L})(איז|און|ניט|आहे|छ|छन्)(?![\p{L}\p{M}])/u,
);

/** Characters that are looked at. */
const LOOK_MAX = 1_000;
/** Fewer small words than this may be a name and a number. */
const HITS_MIN = 3;
/** Different small words of a language that must be there. */
const WORDS_MIN = 2;
/** How far the best must be before the second, so that neighbours (Danish and Norwegian) are told apart or not at all. */
const LEAD = 1.15;
/** Where both read the same line, either will do. */
const NEIGHBOURS: readonly string[][] = [
  ['da', 'nb'],
  ['hr', 'sr'],
];

/** Characters at the beginning that are judged alone first. */
const FIRST_MIN = 60;

/**
 * The language of a message: its beginning counts. Below may stand the same in another language, a signature that was not
 * seen as one, or what a company adds to every mail.
 * @returns a tag such as `de`, `nb` or `zh-Hant`
 */
export function languageOf(text: string): string | null {
  const [own = ''] = text.split(/\n-- ?\r?\n/);
  const paragraphs = own.slice(0, LOOK_MAX).split(/\n\s*\n/);
  let [head, ...rest] = paragraphs as [string, ...string[]];
  for (;;) {
    const language = head.length < FIRST_MIN && rest.length ? null : languageOfWords(head);
    if (language || !rest.length) return language;
    head = `${head}\n\n${rest.shift()}`;
  }
}

function languageOfWords(words: string): string | null {
  const written = words.replace(/\S+@\S+|https?:\S+/g, ' ').normalize('NFC');
  const text = written.toLowerCase();
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters < 4 || otherLanguages().test(text)) return null;
  const share = (pattern: RegExp) => (text.match(pattern)?.length ?? 0) / letters;
  for (const [script, language] of scripts()) if (share(script) > (language === 'ja' ? 0.1 : 0.4)) return language;
  if (share(/\p{Script=Han}/gu) > 0.4) return share(traditional()) > share(simplified()) ? 'zh-Hant' : 'zh';
  if (share(/\p{Script=Arabic}/gu) > 0.4) return /[پچژگکی]/.test(text) ? 'fa' : 'ar';
  if (share(/\p{Script=Cyrillic}/gu) > 0.4) {
    const scored = cyrillic().map(([language, pattern]) => [language, text.match(pattern)?.length ?? 0] as const);
    return best(scored, 2);
  }
  return share(/\p{Script=Latin}/gu) > 0.6 ? best(latinScores(written), HITS_MIN) : null;
}

/** The languages of each small word. */
const languagesOf = lazy(() => {
  const index = new Map<string, string[]>();
  for (const [language, list] of Object.entries(SMALL_WORDS))
    for (const word of list.split(' ')) index.set(word, [...(index.get(word) ?? []), language]);
  return index;
});

/** A word, and whether it begins with a capital where no sentence begins. */
interface Word {
  word: string;
  isName: boolean;
}

const wordPattern = lazy(() => /(?:(^|[.!?¿¡:\n]\s{0,2})|)([\p{L}\p{M}]+(?:['’][\p{L}\p{M}]+)?)/gu);

function wordsIn(text: string): Word[] {
  return [...text.matchAll(wordPattern())].map(([, begins, word = '']) => ({
    word: word.toLowerCase().replace('’', "'"),
    isName: begins === undefined && /^\p{Lu}\p{Ll}/u.test(word),
  }));
}

/** "Rua de São João da Madeira": the small words of a name say where it is, not who writes. */
function isInName(words: Word[], i: number): boolean {
  if (words[i]!.isName) return true;
  const index = languagesOf();
  let [before, after] = [i - 1, i + 1];
  while (before > i - 3 && index.has(words[before]?.word ?? '') && !words[before]!.isName) before--;
  while (after < i + 3 && index.has(words[after]?.word ?? '') && !words[after]!.isName) after++;
  return (words[before]?.isName ?? false) && (words[after]?.isName ?? false);
}

function latinScores(text: string): [string, number][] {
  const scores = new Map<string, number>();
  const seen = new Map<string, Set<string>>();
  const add = (language: string, points: number) => scores.set(language, (scores.get(language) ?? 0) + points);
  const words = wordsIn(text);
  const index = languagesOf();
  for (const [i, { word }] of words.entries()) {
    const all = index.get(word) ?? [];
    // In German every noun begins with a capital.
    const languages = all.length && isInName(words, i) ? all.filter(each => each === 'de') : all;
    // A word of one language says much, a word of eight or of one letter hardly anything.
    const weight = word.length === 1 ? 0.3 : 1;
    for (const language of languages) {
      add(language, weight * (1 + 1 / all.length));
      if (word.length > 1) seen.set(language, (seen.get(language) ?? new Set()).add(word));
    }
  }
  const small = text.toLowerCase();
  // Most letters are of no language in particular: then there is nothing to count.
  for (const [pattern, languages] of /[^\x00-\x7f]|l·l/.test(small) ? lettersOf() : []) {
    const found = Math.min(4, small.match(pattern)?.length ?? 0);
    for (const language of found ? languages : []) add(language, found / languages.length);
  }
  return [...scores].filter(([language]) => (seen.get(language)?.size ?? 0) >= WORDS_MIN);
}

function best(scores: (readonly [string, number])[], least: number): string | null {
  const [first, second] = [...scores].sort((a, b) => b[1] - a[1]);
  if (!first || first[1] < least) return null;
  if (!second || first[1] >= second[1] * LEAD) return first[0];
  return NEIGHBOURS.some(each => each.includes(first[0]) && each.includes(second[0])) ? first[0] : null;
}
