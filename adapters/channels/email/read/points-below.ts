/**
 * Where a customer says that the answers stand between our own lines ("my answers are below, in red"): then the history
 * below is not only history. For each language the words for an answer and the words for the place; a sentence that has
 * both, in either order, says it. One that is taken for it by mistake costs a glance.
 */
import { lazy } from '../../../../src/core/lazy.ts';
import { beginsOf, languagesIn } from './word-begins.ts';

/** What is looked at: the words above the first quote. */
const CHARS_MAX = 2_000;
/** A longer sentence is about something else as well. */
const SENTENCE_CHARS_MAX = 250;
type Words = [answers: string, places: string];

/** Languages with blanks between the words: patterns of whole words; `*` stands for any ending. */
const SPACED: Record<string, Words> = {
  en: [
    'answer*|reply|replies|replied|respon*|comment*|remark*|note*|feedback|see|find|filled|added|wrote|put|my|our|read|look*',
    'below|beneath|underneath|under each|see under|inline|in ?line|in-line|interspersed|interleaved|embedded|in (your|the) (text|mail|e-?mail|message|body)|between (your|the) (lines|questions|paragraphs)|next to (your|the|each)|(after|under|behind|below) (each|your|every|the) (question|point|line|paragraph)s?|in (red|blue|green|bold|caps|capitals|italics|colou?r|yellow|purple|orange)|further down|marked (in )?(red|blue|green)|highlighted',
  ],
  de: [
    'antwort*|geantwortet|beantwort*|anmerkung*|kommentar*|rückmeldung*|siehe|sieh|s|meine|habe',
    'unten|unterhalb|weiter unten|darunter|im text|in (ihrem|deinem|der) (text|mail|e-?mail|nachricht)|in ihrer (mail|e-?mail|nachricht)|zwischen (die|den|ihren?|deinen?) (zeilen|fragen)|u|direkt (im|in|unter|darunter|bei)|inline|in (rot|blau|grün|fett|farbe|großbuchstaben)|rot (markiert|geschrieben)|blau (markiert|geschrieben)|farbig|jeweils (unter|darunter|dahinter)|hinter (den|jeder|ihren) frage*|unter (den|jeder|ihren) frage*',
  ],
  fr: [
    'réponse*|reponse*|répond*|commentaire*|remarque*|voir|voici|mes',
    'ci-dessous|ci-après|plus bas|en dessous|au-dessous|dans (le|votre|ton) (texte|mail|message|courriel|corps)|dans le corps|en (rouge|bleu|vert|gras|majuscules|couleur)|sous chaque|entre (les|vos) (lignes|questions)|à la suite de (chaque|vos)|après chaque',
  ],
  es: [
    'respuesta*|respond*|contest*|comentario*|ver|véase|vea|mis',
    'abajo|más abajo|mas abajo|debajo|a continuación|a continuacion|en (el|su|tu) (texto|correo|mensaje|cuerpo)|en (rojo|azul|verde|negrita|mayúsculas|color)|entre (las )?(líneas|lineas|preguntas)|bajo cada|intercalad*',
  ],
  it: [
    'rispost*|rispond*|comment*|vedi|veda|mie',
    'sotto|di seguito|qui sotto|in basso|più in basso|nel (testo|corpo|messaggio)|nella (mail|tua|sua)|in (rosso|blu|verde|grassetto|maiuscolo|stampatello)|tra le righe|accanto',
  ],
  pt: [
    'resposta*|respond*|comentário*|comentario*|ver|veja|minhas|seguem',
    'abaixo|em baixo|mais abaixo|a seguir|no (texto|corpo|seu|e-?mail)|em (vermelho|azul|verde|negrito|maiúsculas)|entre (as )?(linhas|perguntas)|por baixo|sob cada',
  ],
  nl: [
    'antwoord*|beantwoord*|reactie*|geantwoord|gereageerd|opmerking*|zie|mijn|commentaar',
    'hieronder|onderstaand*|onderaan|daaronder|eronder|in (de|uw|je|jouw) (tekst|mail|e-?mail|bericht)|in het (rood|blauw|groen|vet)|in (rood|blauw|groen|hoofdletters)|tussen (de|uw|je) (regels|vragen|tekst)|onder (elke|uw|de) vra*|inline',
  ],
  sv: [
    'svar*|svarat|kommentar*|se|mina',
    'nedan|nedanför|här under|längre ner|under (varje|dina|respektive)|i (texten|mejlet|brevet|mailet)|i (rött|blått|grönt|fetstil|versaler)|mellan raderna|inline',
  ],
  da: [
    'svar*|besvar*|kommentar*|bemærkning*|se|mine',
    'nedenfor|herunder|under|længere nede|i (teksten|mailen|din (mail|tekst)|mailen)|(i|med) (rødt|blåt|grønt|fed)|mellem linjerne|inline',
  ],
  no: [
    'svar*|besvar*|kommentar*|se|mine',
    'nedenfor|under|her under|lenger ned|nedenunder|i (teksten|mailen|e-posten)|(i|med) (rødt|blått|grønt|fet)|mellom linjene|inline',
  ],
  fi: [
    'vasta*|kommen*|katso|ks',
    'alla|alempana|alapuolella|sekaan|tekstin (seassa|joukossa|sisällä)|tekstissä|viestissä|punaisella|sinisellä|vihreällä|väliin|välissä|kysymysten',
  ],
  pl: [
    'odpowied*|odpisa*|komentarz*|uwag*|zob*|patrz|moje',
    'poniżej|ponizej|niżej|nizej|w (treści|tresci|tekście|tekscie|mailu)|na (czerwono|niebiesko|zielono)|pod (każdym|kazdym|pytaniami)|między (wierszami|liniami)|kolorem',
  ],
  cs: [
    'odpov*|komentář*|poznámk*|viz|moje',
    'níže|nize|dole|v (textu|mailu|e-mailu)|červeně|modře|zeleně|červenou|pod (každou|jednotlivými|otázk*)|mezi řádky|pod tím',
  ],
  sk: ['odpov*|komentár*|poznámk*|viď|moje', 'nižšie|dole|v (texte|maili|e-maile)|červen*|modr*|pod (každou|otázk*)'],
  hu: [
    'válasz*|megjegyzés*|lásd|ld',
    'lent|alább|alul|lejjebb|a (szövegben|levélben)|piros*|kék*|zöld*|a kérdések (alá|alatt|után|között)|közé|pirossal',
  ],
  ro: [
    'răspuns*|raspuns*|comentari*|vezi',
    'mai jos|dedesubt|în (text|mesaj)|in text|cu (roșu|rosu|albastru)|sub fiecare|printre rânduri',
  ],
  ru: [
    'ответ*|отвеч*|комментари*|замечани*|см|смотрите|мои',
    'ниже|внизу|под (каждым|вопрос*|вашим*)|в (тексте|письме|теле)|внутри|по тексту|между строк*|красным|синим|зелёным|зеленым|жирным|заглавными|капсом|цветом',
  ],
  uk: [
    'відпов*|коментар*|див|дивіться|мої',
    'нижче|внизу|у (тексті|листі|вашому листі)|в (тексті|листі)|по тексту|червоним|синім|зеленим|під кожним|між рядками|всередині',
  ],
  bg: ['отговор*|коментар*|вижте', 'по-долу|долу|под всеки|в (текста|писмото)|в червено|с червено'],
  hr: [
    'odgovor*|komentar*|vidi|pogledaj*',
    'ispod|dolje|dole|niže|u (tekstu|mailu|poruci)|crveno|crvenom|crvenim|između redova|pod svak*',
  ],
  sl: ['odgovor*|komentar*|glej*', 'spodaj|pod (vsakim|vprašanj*)|v (besedilu|sporočilu)|rdeče|z rdečo|nižje'],
  el: ['απαντ*|απάντ*|σχόλι*|δείτε', 'παρακάτω|κάτω|από κάτω|στο κείμενο|με (κόκκινο|κόκκινα|μπλε)|πιο κάτω|ακολούθως'],
  tr: [
    'yanıt*|cevap*|cevab*|yorum*|bakınız',
    'aşağıda*|altında|altına|metnin (içinde|içine|arasında)|metin içinde|kırmızı*|mavi*|yeşil*|satır aralar*|soruların',
  ],
  et: ['vastus*|vastas*|kommentaar*|vt', 'all|allpool|teksti (sees|vahel)|punasega|sinisega|tekstis'],
  lv: ['atbild*|komentār*|skat', 'zemāk|tālāk|tekstā|sarkan*|zil*|zem katra'],
  lt: ['atsak*|komentar*|žr', 'žemiau|apačioje|tekste|raudon*|mėlyn*|po (kiekvienu|klausim*)'],
  ca: ['respost*|respon*|comentari*|vegeu', 'a sota|avall|més avall|sota cada|en (vermell|blau)|al text|a continuació'],
  he: ['תשוב*|התשוב*|תגוב*|עני*|ראה|ראו', 'למטה|להלן|מטה|בגוף|בתוך|באדום|בכחול|מתחת|בין השורות|בהמשך'],
  ar: [
    'إجاب*|الإجاب*|اجاب*|أجوب*|الأجوب*|رد*|الرد*|ردود*|تعليق*|أجبت|انظر',
    'أدناه|ادناه|في الأسفل|بالأسفل|أسفل|تحت|داخل|ضمن|بالأحمر|باللون|بين السطور|في (نص|النص)',
  ],
  fa: ['پاسخ*|جواب*|نظر*', 'زیر|پایین|در متن|داخل متن|قرمز|آبی|لابلای|ذیل'],
  hi: ['जवाब*|उत्तर*|टिप्पणी*', 'नीचे|लाल|बीच में|भीतर|इनलाइन'],
  vi: [
    'trả lời|câu|phản hồi|xem',
    'bên dưới|phía dưới|dưới đây|ở dưới|màu (đỏ|xanh)|chữ đỏ|trong (email|nội dung)|dưới (từng|mỗi)|xen kẽ',
  ],
  id: [
    'jawab*|balas*|tanggap*|komentar*|lihat',
    'di bawah|dibawah|bawah ini|berwarna|warna (merah|biru)|di dalam (teks|email)|huruf',
  ],
};

/** Scripts without blanks: parts of words. */
const UNSPACED: Words[] = [
  [
    '回复|回覆|回答|答复|答覆|批注|备注|意见|见|請看|请看|答案',
    '下方|下面|以下|如下|下文|文中|原文|邮件中|信中|红字|红色|藍字|蓝字|蓝色|紅字|紅色|行间|逐条|逐項|在下|每个问题',
  ],
  [
    '回答|返信|返答|お答え|答え|参照|参考|コメント|記入|返事|ご回答',
    '以下|下記|下に|文中|本文中|インライン|赤字|赤で|青字|青で|行間|各質問|質問の下|メール内|下の|下部',
  ],
  [
    '답변|회신|답장|답을|답은|대답|의견|참조|참고|코멘트',
    '아래|하단|밑에|본문|인라인|빨간|붉은|파란|빨강|질문 밑|사이사이|중간',
  ],
  ['ตอบ|คำตอบ|ความเห็น|ความคิดเห็น', 'ด้านล่าง|ข้างล่าง|ใต้|ในข้อความ|ในเนื้อ|สีแดง|สีน้ำเงิน|แทรก|ตัวแดง'],
];

const spacedPairs = lazy(() =>
  Object.values(SPACED).map(([answers, places]) => ({ answers: wholeWords(answers), places: wholeWords(places) })),
);
const unspacedPairs = lazy(() =>
  UNSPACED.map(([answers, places]) => ({ answers: new RegExp(answers, 'u'), places: new RegExp(places, 'u') })),
);
/** What each of those without blanks between its words is written in. */
const UNSPACED_SCRIPT = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/u;

function wholeWords(list: string): RegExp {
  return new RegExp(`(?<!\\p{L})(?:${list.replaceAll('*', '[\\p{L}\\p{M}]{0,12}')})(?!\\p{L})`, 'iu');
}

/** Which languages can have a pattern at a word of the sentence: 30 patterns over each sentence took a third of all folding. */
const placesBegin = lazy(() => beginsOf(Object.values(SPACED).map(([, places]) => places)));
const answersBegin = lazy(() => beginsOf(Object.values(SPACED).map(([answers]) => answers)));

/** Words that are cut short, whose stop ends no sentence. */
const CUT_SHORT = /(?<!\p{L})(см|див|вж|s|vgl|ks|vt|ld|zob|bkz|žr|skat|cf|v)\.\s?(?=\p{L})/giu;
/** "Thank you for your answer": theirs are not the customer's own. */
const THEIRS =
  /(?<!\p{L})(your|ihre|deine|votre|ta|su|tu|sua|tua|vostra|uw|je|jouw|din|ditt|dit|deres|jeres|ваш\p{L}*|твой|twoj\p{L}|twój|vaš\p{L}*|váš|tvoj)\s\p{L}{1,20}/giu;

/** The words above a quote say that there are answers in it. */
export function pointsBelow(above: string): boolean {
  return above
    .slice(0, CHARS_MAX)
    .normalize('NFC')
    .replace(CUT_SHORT, '$1 ')
    .split(/[.!?。！？]\s|[!?。！？]|\n\s*\n/)
    .map(sentence => sentence.replace(/\s+/g, ' ').trim())
    .filter(sentence => sentence !== '' && sentence.length <= SENTENCE_CHARS_MAX)
    .some(saysBelow);
}

function saysBelow(sentence: string): boolean {
  const places = languagesIn(sentence, placesBegin());
  const unspaced = UNSPACED_SCRIPT.test(sentence) ? unspacedPairs() : [];
  if (places.size === 0 && unspaced.length === 0) return false;
  const own = sentence.replace(THEIRS, ' ');
  const answers = languagesIn(own, answersBegin());
  const both = spacedPairs().filter((_, i) => places.has(i) && answers.has(i));
  return [...both, ...unspaced].some(each => each.places.test(sentence) && each.answers.test(own));
}
