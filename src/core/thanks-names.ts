/**
 * The names that may stand in a message of thanks, and where. "Ann, thank you" is thanks; "White, thanks" and "The lid,
 * thanks" answer a question, though Jack White works here and the team is The Lid Shop.
 */
import { lazy } from './lazy.ts';
import { lowerWords } from './thanks-grammar.ts';

interface Names {
  /** Anywhere: first names that are not ordinary words. */
  free: string[];
  /** Only behind thanks, a farewell or a greeting: surnames, whole names, first names that are ordinary words. */
  guarded: string[];
}

/** Names beyond these are not looked at: a room has fewer people. */
const NAMES_MAX = 500;
/** Words of one name that may stand alone. */
const NAME_WORDS_MAX = 5;

/** In a name, but no name: whoever is called so is not looked for. */
const noNames = lazy(
  () =>
    new Set(
      'not no but cancel order refund please help still back when where why how what wait need want new now change stop call send money return never and or is are will can could should open price the more yes mehr neu'.split(
        ' ',
      ),
    ),
);
/** A name with one of these is that of a team: only as a whole. */
const organisation = lazy(
  () =>
    new Set(
      'the team teams shop shops store stores support service services help helpdesk desk office customer care sales group company co corp inc ltd llc plc gmbh ag kg ug ohg gbr mbh ev sa sas sarl srl spa sl slu bv nv ab as aps oy oü ou sro doo kft zrt ltda lda bank hotel restaurant cafe studio solutions online web laden verlag kundenservice kundendienst equipe équipe equipo boutique tienda negozio winkel butik магазин ооо'.split(
        ' ',
      ),
    ),
);
/** First names that are also a colour, a month, a day, a place or a thing, and so may answer a question. */
const ordinary = lazy(
  () =>
    new Set(
      `red blue white black green brown grey gray gold silver pink violet violetta amber ruby olive scarlet rose jet coral
  pearl crystal jade ginger hazel indigo sienna sky skye april may june july august avril juin mai summer autumn winter
  spring dawn eve sunday monday friday tuesday wednesday thursday saturday noel january joy hope faith grace mercy
  charity patience prudence harmony melody destiny honor honour trinity art bill bob max mark will rich frank earnest
  ernest grant chase chance drew sue pat jack rob nick don dean wade reed clay cliff forest brook brooke glen dale heath
  lane page wood woody rusty sandy sunny stormy rain river ocean ivy lily iris daisy heather holly fern flora poppy
  jasmine basil rosemary bay angel star duke earl king prince baron major judge bishop pope hunter cook baker miller
  taylor mason carter cooper tanner ford guy buddy sonny junior norm gene ray miles victor pierce case trace dot penny
  bud chip hank lance rod wick skip tip tod curt ernie bear wolf fox robin jay dove raven teddy kitty bunny paris london
  chelsea brooklyn austin dallas houston sydney florence vienna india china asia america georgia carolina virginia
  madison lincoln jackson berlin verona milan sofia lima roman jordan israel kenya savannah phoenix denver orlando
  regina adelaide victoria best love power true just bad good small little long short young light bright sharp
  strong swift early late north east south west left right stark klein gross braun weiss schwarz rot blau grün gelb
  sommer winter herbst lieb ernst sol luz cruz blanco blanca rojo azul verde dulce paz mar cielo estrella
  reyes rosa bianco bianca rosso chiara serena bella blanc blanche rouge bleu vert claire belle fleur pascal`
        .split(/\s+/)
        .filter(Boolean),
    ),
);

/** What stands before the name of whoever is spoken to, or calls somebody by it. */
const greetings = lazy(
  () =>
    new Set(
      `hi hello hey hiya hallo dear mr mrs ms miss mister dr sir madam morning afternoon evening tag moin servus lieber
 liebe liebes herr frau sehr geehrter geehrte grüezi bonjour bonsoir salut coucou cher chère chere madame monsieur hola
 buenos buenas estimado estimada querido querida señor señora buongiorno buonasera salve ciao caro cara gentile signor
 signora hoi beste geachte goedemorgen goedemiddag goedenavond lieve meneer mevrouw olá oi prezado prezada senhor senhora
 hej hejsan hei heisann kära kære kjære moi terve dzień witam cześć szanowny szanowna pan pani 
 dobry ahoj vážený vážená milý milá szia tisztelt bună buna stimate stimată dragă napot reggelt estét dzień день утро вечер вечір ден dia tarde noite morgon kväll здравствуйте привет
 уважаемый уважаемая вітаю привіт шановний здравейте καλημέρα καλησπέρα γεια αγαπητέ αγαπητή
 merhaba selam sayın günaydın sevgili שלום היי הי יקר יקרה مرحبا أهلا السلام عزيزي عزيزتي أستاذ أستاذة नमस्ते प्रिय
 zdravo pozdravljeni poštovani labas sveiki labdien tere kaixo halló hæ selamat halo hai chào سلام درود
 সালাম নমস্কার namaste hujambo kamusta`
        .split(/\s+/)
        .flatMap(each => lowerWords(each)),
    ),
);
/** Said on coming as on going: alone they may begin something. */
const helloOrBye = lazy(
  () =>
    new Set(
      `salut,ciao,servus,moi,ahoj,szia,sziasztok,cześć,hej,hej hej,hei hei,shalom,שלום,سلام,aloha,chào,xin chào,γεια,γεια σας,γεια σου,dag,
  bom dia,boa tarde,boa noite,buen día,buenos días,buenas tardes,buenas noches,buenas,jó napot,jó estét,szép napot,god dag,
  godaften,god kveld,bon dia,bona tarda,buongiorno,buona sera,buonasera,iyi günler,iyi akşamlar,selamat malam,selamat siang,
  selamat pagi,selamat sore,สวัสดี,สวัสดีค่ะ,สวัสดีครับ,안녕,안녕하세요,namaste,नमस्ते,नमस्कार,adieu,moin,tere,zdravo,bok,živjo,
  салам,вітаю,чао,pozdrav,поздрав,labas,sveiki,hæ,sæl,sæll,good evening`
        .split(',')
        .map(each => lowerWords(each).join(' ')),
    ),
);
const UNSPACED_GREETING = /你好|您好|こんにちは|こんばんは|おはよう|안녕하세요|สวัสดี/u;

export function namesOf(names: readonly string[]): Names {
  const free = new Set<string>();
  const guarded = new Set<string>();
  for (const name of names.slice(0, NAMES_MAX)) {
    const words = lowerWords(name.replace(/[[\](){},/*_]/g, ' ')).filter(each => each !== '|');
    if (words.length === 0 || words.length > NAME_WORDS_MAX) continue;
    if (words.length > 1) guarded.add(words.join('_'));
    if (/[&+]/.test(name) || words.some(each => organisation().has(each))) continue;
    for (const [i, word] of words.entries()) {
      if ([...word].length < 2 || noNames().has(word)) continue;
      // Names without spaces around them are looked for by their letters, and address somebody where they stand.
      const first = i === 0 || /[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u.test(word);
      (first && !ordinary().has(word) ? free : guarded).add(word);
    }
    // "M. Patel"
    if (words.length > 1) guarded.add(`${[...words[0]!][0]} ${words.at(-1)}`);
  }
  return { free: [...free], guarded: [...guarded].filter(each => !free.has(each)) };
}

/** Does a greeting or a title stand right before the word? */
export function greetsBefore(words: readonly string[], at: number): boolean {
  const before = words[at - 1] === '|' ? words[at - 2] : words[at - 1];
  return before !== undefined && greetings().has(before);
}

/** Nothing but a greeting that may be the first word of something. @param names of whoever may be greeted */
export function onlyGreets(words: readonly string[], names: ReadonlySet<string>): boolean {
  return helloOrBye().has(words.filter(each => each !== '|' && !names.has(each)).join(' '));
}

/** Does a greeting stand in it? */
export function greets(words: readonly string[]): boolean {
  return words.some(each => greetings().has(each)) || UNSPACED_GREETING.test(words.join(''));
}
