/** Questions of the customer that a reply says nothing about. Silent whenever it is not sure. Pure. */
import { folded, sentencesOf, wordsOf } from './texts.ts';
import { saysWhen } from './time-words.ts';

type Kind = 'when' | 'where' | 'price' | 'many' | 'who' | 'why' | 'how' | 'what' | 'whether' | 'wish';

interface Ask {
  words: string;
  kind: Kind;
  stems: string[];
}

const KINDS: readonly [Kind, RegExp][] = [
  [
    'price',
    /(?<!\p{L})(?:how much|what (?:does|do|is|are|would)[^?]{0,40}(?:cost|price|charge|fee)s?|was kostet|was kosten|wie viel kostet|wieviel|wie teuer|combien(?: coute| ca coute)?|quel est le (?:prix|tarif)|cuanto (?:cuesta|vale|es|cuestan)|que precio|quanto (?:costa|costano|viene)|quanto custa|hoeveel kost|wat kost|ile kosztuje|jaka jest cena|qual (?:e )?o preco)(?!\p{L})/u,
  ],
  [
    'many',
    /(?<!\p{L})(?:how many|how (?:long|big|tall|wide|heavy|old|far)|wie (?:viele|lange|gross|hoch|breit|schwer|weit)|cuant[oa]s|quant[ie]|hoeveel|hoe (?:lang|groot|zwaar|ver)|ile|quant[oa]s)(?!\p{L})/u,
  ],
  [
    'when',
    /(?<!\p{L})(?:when|what time|which day|how soon|what date|until when|by when|wann|bis wann|um wie viel uhr|quand|a quelle heure|cuando|a que hora|quando|a che ora|wanneer|hoe laat|kiedy|o ktorej|a que horas)(?!\p{L})/u,
  ],
  [
    'where',
    /(?<!\p{L})(?:where|wo|woher|wohin|ou (?:est|sont|puis|se|en|trouver)|donde|dove|waar|gdzie|onde)(?!\p{L})/u,
  ],
  [
    'who',
    /(?<!\p{L})(?:who|whom|wer|wen|wem|qui (?:est|dois|peut)|a qui|quien|chi|wie (?:is|kan|moet)|kto|kogo|quem)(?!\p{L})/u,
  ],
  [
    'why',
    /(?<!\p{L})(?:why|how come|warum|wieso|weshalb|pourquoi|por que|perche|waarom|dlaczego|porque e que)(?!\p{L})/u,
  ],
  ['how', /(?<!\p{L})(?:how|wie|comment|como|come|hoe|jak)(?!\p{L})/u],
  [
    'what',
    /(?<!\p{L})(?:what|which|was|welche[nrsm]?|que|quel(?:le)?s?|qu'est|cual(?:es)?|che|quale|quali|cosa|wat|welke?|co|jaki[em]?|jaka|o que|qual|quais)(?!\p{L})/u,
  ],
];
/** Begins like something that is answered with yes or no, or asked for. */
const WHETHER =
  /^(?:and |also |so |but |or |then |please |ok(?:ay)?,? |hi,? |hello,? |und |auch |et |y |e |en |i )?(?:do|does|did|is|are|was|were|can|could|will|would|have|has|had|may|should|shall|am|is there|are there|haben|hat|habt|kann|konnen|konnten|konnt|gibt|ist|sind|wird|werden|darf|durfen|muss|soll|bieten|liefern|verkaufen|akzeptieren|est-ce|avez|pouvez|pourriez|puis|peut|est|sont|faites|livrez|acceptez|vendez|y a-t-il|tienen|tiene|puedo|puede|pueden|hay|es|aceptan|hacen|venden|avete|posso|potete|puo|c'e|ci sono|fate|accettate|vendete|heeft|hebben|kan|kunt|kunnen|is er|zijn|levert|mag|verkopen|czy|maja|mozna|moge|tem|voces|posso|pode|podem|ha|aceitam|fazem|vendem)(?!\p{L})/u;
const WISH =
  /(?<!\p{L})(?:could you|can you|would you|please (?:tell|let|confirm|send|advise|explain)|let me know|(?:i|we)(?:'d| would) (?:like|love|want)|i (?:need|want|wish|have) (?:to|a|an|help|assistance|your)|wondering (?:if|whether|how)|want to know|(?:don't|do not) know (?:how|where|what|if)|(?:need|want) (?:help|assistance|support|to)|help (?:me )?(?:to |with )?|ich (?:mochte|wurde gern|hatte gern|brauche)|bitte (?:teilen|senden|schicken|sagen)|je (?:voudrais|souhaite|veux)|merci de|quiero|quisiera|me gustaria|necesito|vorrei|desidero|ik wil|graag|chcialbym|chcialabym|prosze o|gostaria|quero|preciso)(?!\p{L})/u;
const SPLIT =
  /(?<!\p{L}),? ?(?:and(?: also| then)? (?=(?:when|where|how|what|who|why|which|do|does|is|are|can|could|will|have)(?!\p{L}))|und(?: auch)? (?=(?:wann|wo|wie|was|warum|wer|kann|konnen|haben|gibt|ist)(?!\p{L}))|et(?: aussi)? (?=(?:quand|comment|combien|ou|pourquoi|pouvez|avez|est-ce|puis)(?!\p{L}))|[ye](?: tambien| anche)? (?=(?:cuando|donde|como|cuanto|puedo|tienen|quando|dove|come|quanto|posso|avete|onde|podem)(?!\p{L}))|en(?: ook)? (?=(?:wanneer|waar|hoe|wat|kan|kunt|hebben)(?!\p{L}))|(?:i|oraz) (?=(?:kiedy|gdzie|jak|czy|ile)(?!\p{L})))/u;

/** Small words of questions and of courtesy: what is left says what it is about. */
const STOP = new Set(
  `about above after again against also although always any anybody anyone anything are around because been before being below between both
  but came can cannot come could couldn't did didn't does doesn't doing don't done each either else even ever every for from further
  get gets getting give given gone got had has have haven't having hello help hers here him his how however i'm i've into isn't its it's
  just kind know last let like likely little looking made make many may maybe me might more most much must my near need needs never next
  not nothing now of off often once one only onto or other our out over own please possible put quite rather really regarding right said
  same see seen several shall she should since some somebody someone something soon still such sure take tell than thank thanks that
  that's the their them then there these they thing things this those though through till time to today too try trying under until up upon
  use used using very want wanted wants was wasn't way we well went were what what's when where whether which while who whom whose why
  will wish with within without won't would wouldn't yes yet you your yours hey dear team regards best cheers good morning afternoon
  assistance assist support question questions information info find out let's able going think thought wondering asap okay
  aber alle allem allen alles also andere auch auf aus bei beim bin bis bitte brauche danke dann dass dein dem den denn der des dich die
  dies diese diesem diesen dieser doch dort durch eine einem einen einer eines etwas euch euer für ganz gar geht gern gerne gibt guten
  habe haben hallo hast hat hatte hier ich ihm ihn ihr ihre ihrem ihren ihrer immer ist jetzt kann kannst kein keine können könnte
  könnten machen mal man mehr mein meine meinem meinen meiner mich mir mit möchte möglich muss nach nicht noch nun nur ob oder ohne
  schon sehr sein seit sich sie sind soll sollte sonst tag über und uns unser vielen von vor wann war warum was wegen weil welche wenn wer
  werden wie wieder will wird wissen wollte würde zum zur zwei
  alors après assez aussi autre aux avant avec avez avoir bien bonjour ceci cela ces cet cette chez comme comment dans depuis des dois
  donc elle elles encore entre est est-ce et être eux faire fait faut ici ils jai je les leur lors lui madame mais merci mes mieux moi
  moins mon monsieur ne nos notre nous on ont ou où par pas peut peux plus pour pourquoi pourrais pouvez puis quand que quel quelle
  quelles quels qui sans savoir ses sera seulement si son sont souhaite sous suis sur tous tout toute très une vos votre voudrais vous
  ahora algo algún antes aquí así aún bien buenas buenos cada como cómo con contra cosa cual cuál cuando cuándo cuánto de del desde
  después días donde dónde dos el ella ellos en entre era es esa ese eso esta está están estar este esto estoy favor fue gracias ha
  hace hacer hasta hay hola la las le les lo los más me mi mis mucho muy nada ni no nos nuestro o otra otro para pero poder por porque
  puede pueden puedo pues que qué quería quién quiero quisiera saber se sea ser si sí sido sin sobre son su sus también tan tengo tiene
  tienen todo todos un una unas unos usted ustedes va ya
  alla allo anche ancora avere avete bene buongiorno che chi ciao come con cosa così da dal dalla degli dei del della delle di dopo dove
  ecco essere fare fatto fra già gli grazie hai hanno ho io loro ma mai mia miei mio molto negli nel nella noi non nostro ogni oppure
  ora per perché più poi posso potete prima può qual quale quali quando quanto quella quello questa questo qui sapere sei sempre sia siamo
  solo sono sta sto sua sue sui sul suo tra tutti tutto un una uno vi voi vorrei
  aan alle als andere anders bedankt beste bij dag dan dank dat deze die dit doen door dus een eens en er even geen graag haar had heb
  hebben heeft heel hem hen het hier hij hoe hoeveel hun iets ik in is ja jaar jij jou jouw jullie kan kon kunnen kunt laten maar mag meer
  meneer met mij mijn moet mogelijk mogen na naar niet nog nu of ook om omdat onder ons op over te tot tussen uit uw van veel vind voor
  waar waarom wanneer wat weer wel welke werd weten wij wil wilde worden wordt zal ze zeer zich zij zijn zo zonder zou zullen
  ale albo bardzo bez być chciałabym chciałbym cześć czy dla dlaczego dobry do dzień dziękuję gdy gdzie go ich ile inne jak jaka jaki
  jakie jako jego jej jest jestem jeszcze już kiedy kto która które który lub ma mam mi mnie moja moje mogę moim może można mój na nad
  nam nas nasz nie nim niż od oraz pan pani państwo po pod proszę przed przez przy się są ta tak także tam te tego ten to tu tylko u
  w więc wiem za ze że
  aqui ainda algum alguma antes ao aos até bem boa bom cada com como de depois dia do dos ela ele em essa esse esta está estão estar este
  estou eu fazer foi gostaria há isso isto já lhe mais mas me meu minha muito na não nem no nos nós nossa nosso num numa o obrigada
  obrigado olá onde os ou para pela pelo pode podem poder por porque posso qual quais quando quanto que quem quero saber se sem ser seu
  seus são só sobre sua suas também tem tenho ter teve tudo um uma você vocês vos`
    .split(/\s+/)
    .map(folded)
    .filter(Boolean),
);
/** Words for the same thing, by how they begin. */
const SAME: readonly string[][] =
  `order purch bought buy parce packa shipm ship deliv dispa arriv item produ artic track eta couri acqui trans add remov cart
  refun money reimb compe repay rebat resti reimp back
  invoi bill bills recei billi
  cance termi withd canel penal fee fees charg exit
  accou profi user membe login log regis sign signu freem premi stand gold plati pro
  passw pin passc code key crede login acces reset retri recov
  addre move moved locat place
  pay payme paid card trans check
  compl claim react feedb revie comme opini rate ratin testi
  human agent opera perso repre somebo speak talk chat assis live
  phone numbe conta call telep email mail reach custo servi hours
  close delet remov deact
  chang edit modif updat corre switc swap alter amend use
  open creat new set setup regis sign
  news newsl subsc unsub
  probl issue error troub fault broke defec damag notif repor
  price cost costs fee charg cheap expen free
  colou color red blue black white green grey gray silve pink
  open close hours monda sunda satur
  size big small large mediu cm inch fit fits
  stock avail sold have sell
  park parki garag`
    .split('\n')
    .map(each => each.trim().split(' '));
const GROUP = new Map<string, number[]>();
for (const [i, group] of SAME.entries()) for (const each of group) GROUP.set(each, [...(GROUP.get(each) ?? []), i]);

/** "Yes", "no" and what is said in their place. */
const YES_NO =
  /(?<!\p{L})(?:yes|yep|yeah|no|nope|sure|certainly|absolutely|of course|unfortunately|afraid|sadly|definitely|indeed|correct|exactly|happy to|no problem|gladly|ja|nein|doch|naturlich|gerne|selbstverstandlich|leider|genau|oui|non|bien sur|malheureusement|volontiers|tout a fait|effectivement|si|claro|por supuesto|desgraciadamente|lamentablemente|certo|certamente|purtroppo|volentieri|nee|zeker|natuurlijk|helaas|uiteraard|tak|oczywiscie|niestety|jasne|sim|nao|com certeza|infelizmente)(?!\p{L})/gu;
const EVIDENCE: Partial<Record<Kind, RegExp>> = {
  price:
    /[€£$]|\d|(?<!\p{L})(?:free|price|cost|charge|kostenlos|gratis|kostet|gratuit\p{L}*|coute|cuesta|gratuito|costa|kost|bezplatn\p{L}+|kosztuje|custa)(?!\p{L})/u,
  many: /\d|(?<!\p{L})(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|few|several|all|ein|eine|zwei|drei|vier|funf|deux|trois|dos|tres|due|tre|twee|drie|dwa|trzy|dois)(?!\p{L})/u,
  where:
    /https?:|www\.|\d|(?<!\p{L})(?:here|at|on the|in the|in our|next to|near|behind|under|page|website|site|link|street|road|depot|warehouse|track\p{L}*|way|shop|store|courier|hier|auf|unter|im|in der|bei|seite|strasse|laden|lager|unterwegs|ici|dans|sur|chez|rue|magasin|aqui|en (?:la|el|nuestr\p{L}+)|tienda|calle|camino|qui|nel\p{L}*|sul\p{L}*|negozio|via|hier|op|winkel|onderweg|straat|tutaj|tu|na|sklep\p{L}*|aqui|loja|rua|caminho)(?!\p{L})/u,
  who: /(?<!\p{L})(?:colleague|team|manager|kolleg\p{L}+|collegue|equipe|equipo|collega|zespol|owner|department|abteilung)(?!\p{L})/u,
  why: /(?<!\p{L})(?:because|due to|since|as the|as we|reason|caused?|weil|da |wegen|grund|denn|aufgrund|parce|car |cause|raison|a cause|porque|debido|motivo|ya que|perche|causa|omdat|doordat|wegens|vanwege|reden|poniewaz|bo |powod|devido|pois)(?!\p{L}{3})/u,
};
/** It is being looked into, or something is asked back: that answers for now. */
const HOLDING =
  /\?|(?<!\p{L})(?:look(?:ing)? into|find out|check(?:ing)? (?:this|that|it|with)|get back to you|come back to you|let you know|be in touch|(?:have|has) (?:been )?(?:asked|passed|forwarded)|(?:dm|pm|message|email) us|direct message|private message|kindly (?:provide|send)|please (?:provide|send|share|reply)|could you|can you|prufen|klaren|melden uns|melde mich|gebe ihnen bescheid|weitergeleitet|verifi\p{L}+|renseign\p{L}+|revenons vers|reviens vers|transmis|consult\p{L}+|comprob\p{L}+|informar\p{L}+|verific\p{L}+|faremo sapere|faro sapere|uitzoeken|laten (?:het )?(?:u|je)? ?weten|navragen|sprawdz\p{L}+|dam znac|damy znac|verificar\p{L}*)(?!\p{L})/u;

/** Longer texts ask more than can be told apart. */
const ASKS_MAX = 8;
/** Of a reply; "Yes, gladly." answers, and shares no word. */
const ANSWER_WORDS_MIN = 4;
/** A reply of so many words comes back to what it is about. */
const LONG_WORDS_MIN = 40;
/** A greeting, a word of thanks, and the sentence that says what it is about. */
const OPENING_WORDS = 60;
/** Of a message that is taken as one wish. */
const WHOLE_WORDS_MAX = 20;
/** What an ask is about in one word can hardly be missed in other words. */
const STEMS_MIN = 2;

/** @returns what is asked, in order */
function asksOf(text: string): Ask[] {
  const asks: Ask[] = [];
  for (const sentence of sentencesOf(text)) {
    const isQuestion = /[?？؟]["')\]]?$/u.test(sentence);
    const parts = folded(sentence).split(SPLIT);
    for (const [n, part] of parts.entries()) {
      const plain = part
        .replace(/^[^\p{L}]+/u, '')
        .replace(
          /^(?:(?:hi|hello|hey|hallo|bonjour|hola|ciao|also|and|so|but|und|et|y|ok|please|ps|p\.s\.)[ ,:!.-]+){1,3}/u,
          '',
        );
      const kind = kindOf(plain, isQuestion);
      if (!kind) continue;
      asks.push({ words: asWritten(sentence, parts, n), kind, stems: stemsOf(plain) });
      if (asks.length > ASKS_MAX) return [];
    }
  }
  return asks;
}

/** One of the parts of a sentence in its writer's own letters: folding them leaves the spaces between words as they are. */
function asWritten(sentence: string, parts: readonly string[], n: number): string {
  if (parts.length === 1) return sentence;
  const written = sentence.split(/\s+/);
  const small = written.map(folded);
  let from = 0;
  let to = 0;
  for (const part of parts.slice(0, n + 1)) {
    const words = part.trim().split(/\s+/);
    from = Math.max(small.indexOf(words[0]!, to), to);
    to = from + words.length;
  }
  return written
    .slice(from, to)
    .join(' ')
    .replace(/[,;:]+$/, '');
}

function kindOf(plain: string, isQuestion: boolean): Kind | null {
  const opens = KINDS.find(([, pattern]) => plain.slice(0, 48).search(pattern) === 0);
  if (opens && (isQuestion || plain.length < 140)) return opens[0];
  if (WHETHER.test(plain) && isQuestion) return 'whether';
  if (isQuestion) return KINDS.find(([, pattern]) => pattern.test(plain))?.[0] ?? 'whether';
  return WISH.test(plain) ? 'wish' : null;
}

function stemsOf(plain: string): string[] {
  const words = wordsOf(plain.replace(/[^\s@]{1,64}@\S+|https?:\S+/g, ' ')).filter(
    each => each.length > 2 && !STOP.has(each) && !/\d/.test(each),
  );
  return [...new Set(words.map(stem))];
}

function stem(word: string): string {
  const bare = word.length > 4 ? word.replace(/(?:'s|s)$/, '') : word;
  return bare.slice(0, 5);
}

interface Answer {
  plain: string;
  words: number;
  stems: ReadonlySet<string>;
  groups: ReadonlySet<number>;
}

function answerOf(reply: string): Answer {
  const plain = folded(reply);
  const stems = stemsOf(plain);
  return {
    plain,
    words: wordsOf(plain).length,
    // "ship" and "shipping" meet in their first four letters.
    stems: new Set([...stems, ...stems.filter(each => each.length === 5).map(each => each.slice(0, 4))]),
    groups: new Set(stems.flatMap(each => GROUP.get(each) ?? [])),
  };
}

/** How many stems of an ask the reply has itself, and with words for the same. */
function touched({ stems }: Ask, answer: Answer): { itself: number; alike: number } {
  const itself = stems.filter(each => answer.stems.has(each) || answer.stems.has(each.slice(0, 4)));
  const alike = stems.filter(each => itself.includes(each) || GROUP.get(each)?.some(group => answer.groups.has(group)));
  return { itself: itself.length, alike: alike.length };
}

/** @param customer their newest words @returns the question that stays unanswered, or null */
export function unansweredIn(customer: string, reply: string): string | null {
  const answer = answerOf(reply);
  if (answer.words < ANSWER_WORDS_MIN) return null;
  const asks = asksOf(customer);
  if (answer.words >= LONG_WORDS_MIN && asks.length < 2)
    return missedByFar(asks[0] ?? wholeOf(customer), answer, reply);
  // Something that is looked into, or asked back, answers for now.
  if (asks.length === 0 || HOLDING.test(answer.plain)) return null;
  let yesNo = [...answer.plain.matchAll(YES_NO)].length;
  const missed = asks.find(ask => {
    const least = ask.kind === 'why' ? STEMS_MIN + 1 : STEMS_MIN;
    // One wish, or one thing that is so or not, is often met in other words.
    if (asks.length === 1 && (ask.stems.length < least || ask.kind === 'wish' || ask.kind === 'whether')) return false;
    if (ask.stems.length === 0 || touched(ask, answer).alike > 0) return false;
    if (EVIDENCE[ask.kind]?.test(answer.plain) || (ask.kind === 'when' && saysWhen(answer.plain))) return false;
    return ask.kind !== 'whether' || yesNo-- <= 0;
  });
  return missed?.words ?? null;
}

/** A short message that asks for one thing without saying so. */
function wholeOf(customer: string): Ask | null {
  const [only, ...more] = sentencesOf(customer);
  if (!only || more.length || wordsOf(only).length > WHOLE_WORDS_MAX) return null;
  return { words: only, kind: 'wish', stems: stemsOf(folded(only)) };
}

/** A long reply that has none of the words, and few for the same, is about something else. */
function missedByFar(ask: Ask | null, answer: Answer, reply: string): string | null {
  if (!ask || ask.stems.length < STEMS_MIN) return null;
  const { itself, alike } = touched(ask, answer);
  if (itself === 0 && alike <= ask.stems.length / 2) return ask.words;
  // What it begins with says what it is about: steps that are the same for everything come behind that.
  const begun = touched(ask, answerOf(wordsOf(reply).slice(0, OPENING_WORDS).join(' ')));
  const isElse = begun.itself === 0 && begun.alike <= ask.stems.length / 2;
  return isElse && itself <= ask.stems.length / 2 ? ask.words : null;
}
