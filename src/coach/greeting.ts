/** How a reply begins: whether it greets, and whom. Pure. */
import { folded, withoutQuotes, wordsOf } from './texts.ts';

/** Greetings of each language that we write to customers in. Folded. */
const HELLO = String.raw`(?:dear|hi+|hello+|hey+|hiya|greetings|good (?:morning|afternoon|evening|day)|morning|afternoon|evening|hallo|moin|servus|grusse? (?:gott|sie)|gruss gott|liebe[rs]?|sehr geehrte[rs]?|guten (?:tag|morgen|abend)|werte[rs]?|bonjour|bonsoir|salut|coucou|chers?|cheres?|hola|buenos dias|buenas(?: tardes| noches)?|buen dia|estimad[oa]s?|querid[oa]s?|apreciad[oa]s?|ciao|salve|gentile|gentilissim[oa]|egregi[oa]|car[oa]|buongiorno|buonasera|beste|geachte|dag|goede(?:morgen|middag|navond| morgen| middag| avond)|hoi|lieve|czesc|witam(?:y)?|dzien dobry|dobry wieczor|szanown[aeiy]+|drog[aei]+|ola|oi|prezad[oa]s?|bom dia|boa (?:tarde|noite)|estimad[oa]s?|exm[oa]\.?)`;
const THANKS = String.raw`(?:thank you|thanks|many thanks|danke|vielen dank|herzlichen dank|merci|gracias|muchas gracias|grazie|bedankt|dank (?:u|je)|hartelijk dank|dziekuj\p{L}+|obrigad[oa])`;
const OPENS = new RegExp(String.raw`^[^\p{L}]{0,12}(?:${HELLO}|${THANKS})(?!\p{L})`, 'u');
const GREETED = new RegExp(
  String.raw`^[^\p{L}]{0,12}(?:${HELLO})(?: ${HELLO})?[ ,]{1,3}((?:\p{L}[\p{L}\p{M}'.-]*[ ]{0,2}){1,6})`,
  'u',
);
const THANKED =
  /^[^\p{L}]{0,4}(?:[Mm]any thanks|[Tt]hank you|[Tt]hanks)(?: so much| very much)?,? (\p{Lu}\p{Ll}+)(?=[,.!])/u;
const SIGN_OFF =
  /(?:^|\n)[ \t]{0,4}(?:(?:(?:very|most) )?best|best (?:wishes|regards)|(?:kind|kindest|warm|warmest) (?:regards|wishes)|regards|yours(?: \p{L}+)?|sincerely|cheers|all the best|many thanks|thanks(?: again)?|thank you|mit freundlichen grussen|freundliche grusse|(?:viele|liebe|beste|schone|herzliche) grusse|(?:viele|liebe|beste)n? gruss|mfg|lg|vg|gruss|cordialement|bien (?:a vous|cordialement)|sinceres salutations|merci(?: d'avance)?|saludos(?: cordiales)?|un saludo|atentamente|gracias|cordiali saluti|distinti saluti|saluti|un saluto|grazie|met vriendelijke groet(?:en)?|vriendelijke groet(?:en)?|groet(?:en|jes)?|mvg|bedankt|pozdrawiam|z powazaniem|dziekuje|com os melhores cumprimentos|cumprimentos|atenciosamente|obrigad[oa])[ \t]*[,.!]?[ \t]*(?:\n|$|[\p{L} .'-]{1,40}\s*$)/u;
const SIGNED = /\n\s{0,4}[-–—~]{0,3}\s?\p{Lu}[\p{L}.'-]{1,24}(?: \p{Lu}[\p{L}.'-]{0,24}){0,2}\s*$/u;

/** Words behind a greeting that name nobody in particular. */
const NOBODY = new Set(
  `there all everyone everybody team folks again sir sirs madam customer customers valued both guys ladies gentlemen friend friends
  you and or the to our my from thank thanks i we it this here just so yes no mr mrs ms miss mx dr prof sorry as for at with your
  zusammen alle kunde kundin kunden damen herren und frau herr herrn familie team
  madame monsieur messieurs mesdames mademoiselle mme mlle m tous toutes a client cliente et equipe
  todos todas cliente clientes senor senora senorita sr sra srta don dona y equipo
  tutti tutte signor signora signore signorina sig dott dottor dottoressa e
  allemaal heer mevrouw meneer dhr mevr klant iedereen en relatie heren dames
  panstwo pani pan panie panu kliencie klientko wszystkim i
  senhor senhora sr sra cliente todos equipe morning afternoon evening day`
    .split(/\s+/)
    .filter(Boolean),
);
const ORGANISATION =
  /(?<!\p{L})(?:team|support|service|services|accounts?|office|sales|shop|store|company|group|ltd|limited|llc|inc|plc|gmbh|ag|kg|ug|sarl|sas|spa|srl|bv|nv|sl|lda|charity|school|university|hospital|clinic|practice|council|church|hotel|restaurant|cafe|studio|verein|praxis|schule|firma|buchhaltung|einkauf|kundenservice|association|ecole|cabinet|comptabilite|empresa|escuela|azienda|scuola|bedrijf|vereniging|sklep|firma|empresa|escola|info|admin|help|contact|no-?reply|customer|visitor|guest|anonymous|unknown|kunde|besucher|gast)(?!\p{L})/u;

/** Does the customer's text look like a letter: with a greeting, or signed? */
export function isLetter(text: string): boolean {
  const plain = folded(text);
  if (/\n/.test(text.trim())) return OPENS.test(plain) || SIGN_OFF.test(plain);
  // In one line, as forms and some programs send it: greeted, and signed with a name behind the last sentence.
  const last = /[.!?]\s+(\p{L}[^.!?\n]{2,60})$/u.exec(text.trim())?.[1] ?? '';
  return OPENS.test(plain) && SIGN_OFF.test(folded(last)) && /\s\p{Lu}\p{Ll}+$/u.test(last);
}

/** @returns true where it greets, thanks, or begins with the customer's name */
export function greets(reply: string, customer: string | null): boolean {
  const plain = folded(withoutQuotes(reply)).trim();
  if (OPENS.test(plain)) return true;
  // Greetings of languages that are not known here are short first lines with a comma or an exclamation mark.
  const first = plain.split('\n', 1)[0] ?? '';
  if (/^[^.?]{1,40}[,!،：:]\s*$/u.test(first)) return true;
  const opening = wordsOf(first.slice(0, 120)).slice(0, 12);
  return namesOf(customer ?? '').some(each => each.length > 1 && opening.includes(each));
}

/** It is signed: then it is a letter, whatever the customer wrote. */
export function isSigned(reply: string): boolean {
  return SIGN_OFF.test(folded(reply)) || SIGNED.test(reply);
}

/** The words of a name, folded. */
export function namesOf(name: string): string[] {
  const own = /@/.test(name) ? name.replace(/@.*$/, '').replace(/[._+-]+|\d+/g, ' ') : name;
  return wordsOf(folded(own));
}

/** A name that nobody can be greeted by wrongly. */
export function isNoPerson(name: string): boolean {
  return ORGANISATION.test(folded(name)) || !/\p{L}{2}/u.test(name) || /\d/.test(name.replace(/@.*$/, ''));
}

/** @returns the name that the reply greets, as it is written there; null where it greets nobody by name */
export function greetedName(reply: string): string | null {
  const start = reply.trimStart().slice(0, 200);
  const plain = folded(start);
  const found = GREETED.exec(plain);
  // "Hi, Thursday is fine": behind a comma a name has a line, or a mark, of its own.
  const apart = /,\s*$/.test(plain.slice(0, (found?.[0].length ?? 0) - (found?.[1]?.length ?? 0)));
  if (found && apart && !/^[^\n]{1,24}?[,!.:\n]/.test(plain.slice(found[0].length - found[1]!.length))) return null;
  if (found && apart && wordsOf(plain.slice(found[0].length - found[1]!.length).split(/[,!.:\n]/)[0] ?? '').length > 2)
    return null;
  const own = found ? wordsIn(start, plain, found) : THANKED.exec(start)?.slice(1);
  if (!own) return null;
  const words = own.filter(each => !NOBODY.has(folded(each).replace(/\.$/, '')));
  if (words.length === 0 || words.length !== own.length - titlesOf(own)) return null;
  const capital = words.findIndex(each => !/^\p{Lu}/u.test(each));
  const named = capital < 0 ? words : words.slice(0, capital);
  if (named.length) return named.slice(0, 3).join(' ');
  // "hi sara," in small letters: a name only where nothing else stands in the line.
  const line = plain.split(/[\n,!]/)[0] ?? '';
  return words.length === 1 && wordsOf(line).length <= 3 && /^.{0,60}[,!\n]/u.test(plain) ? words[0]! : null;
}

function wordsIn(start: string, plain: string, found: RegExpExecArray): string[] {
  const from = found[0].length - found[1]!.length;
  const line = start.slice(unfolded(start, plain, from), unfolded(start, plain, found[0].length));
  const cut = line.split(/[,!?;:\n]|\s[-–—]\s/u)[0] ?? '';
  const all = cut.match(/\p{L}[\p{L}\p{M}'’-]*/gu) ?? [];
  // "Hi Maya thanks for writing": the name ends where the sentence begins.
  const ends = all.findIndex((each, i) => i > 0 && /^\p{Ll}/u.test(each) && !PARTICLES.has(each.toLowerCase()));
  const isName = all.some((each, i) => i < (ends < 0 ? all.length : ends) && /^\p{Lu}/u.test(each));
  return ends > 0 && isName ? all.slice(0, ends) : all;
}

/** Where a place of the folded text is in the written one: "ß" folds to two letters, and moves all that is behind it. */
function unfolded(start: string, plain: string, at: number): number {
  if (plain.length === start.length) return at;
  let to = 0;
  while (to < start.length && folded(start.slice(0, to)).length < at) to++;
  return to;
}

const PARTICLES = new Set('van von der den de del di da dos du la le und and et y e en i'.split(' '));

/** Titles and the like at the beginning: "Frau", "Mr". Other words of nobody mean that no name is there at all. */
function titlesOf(words: string[]): number {
  const titles = new Set(
    'mr mrs ms miss mx dr prof frau herr herrn familie madame monsieur mme mlle m senor senora senorita sr sra srta don dona signor signora signore sig dott dottor dottoressa heer mevrouw meneer dhr mevr pani pan panie panu senhor senhora liebe lieber and und et y e en i'.split(
      ' ',
    ),
  );
  return words.filter(each => titles.has(folded(each).replace(/\.$/, ''))).length;
}

/** Short forms that do not begin like the name. */
const NICKNAMES =
  `william bill billy will willy liam|robert bob bobby rob robin|richard dick rick ricky rich|elizabeth liz lizzy beth betty eliza lisa elsa ella libby|elisabeth lisa sissi elli liesl betty|margaret maggie peggy meg greta margot|margarete grete gretel greta|michael mike mick mickey mikey|james jim jimmy jamie|john jack johnny|jonathan jon john|katherine kate kathy katie kat kitty cathy catherine kathryn|catherine cathy kate katie kitty|edward ed eddie ted teddy ned|edmund ed ted|theodore ted theo|charles charlie chuck chas|thomas tom tommy|anthony tony ant|antonio toni tonio|henry harry hank|harold harry|alexander alex sascha sasha sandy xander lex|alexandra alex sandra sasha|aleksandra ola|joseph joe joey sepp beppe pepe|jose pepe|josef sepp|giuseppe peppe beppe|francisco paco pancho fran|francesco franco checco|francis frank|franziska franzi sissi|sarah sally sadie|susan sue susie|susanne susi sanne|dorothy dot dotty|abigail gail abby|patricia pat patty trish tricia|patrick pat paddy rick|deborah debbie deb|rebecca becky becca|samantha sam|samuel sam sammy|benjamin ben benny|nicholas nick nicky klaus|nikolaus klaus niko|daniel dan danny|matthew matt|andrew andy drew|andreas andi|gregory greg|stephen steve|steven steve|christopher chris kit topher|christine chris tina chrissy|christina chris tina|martina tina|bettina tina|valentina tina|victoria vicky tori|jennifer jen jenny|jessica jess|johannes hans hannes jo|johann hans|hans jo|heinrich heinz heiner|friedrich fritz|wilhelm willi|ludwig lutz|maximilian max|magdalena lena maggie|helena lena leni ella|eleanor ellie nora nell|eleonore nora lore|isabella bella izzy|isabelle belle izzy|anastasia stacy nastja|anna annie nan ania|agnieszka aga|malgorzata gosia|katarzyna kasia|joanna asia|barbara basia babs barb|krzysztof krzys|wojciech wojtek|tomasz tomek|piotr piotrek|stanislaw staszek|jacob jake|jakob jake|lawrence larry|laurence larry|leonard len lenny|raymond ray|reginald reg|ronald ron|donald don|gerald jerry gerry|jeremy jerry|ignacio nacho|enrique quique kike|jesus chuy|concepcion concha conchita|dolores lola|guadalupe lupe|rosario charo|mercedes meche merche|cornelis kees cor|johanna hanna jo|wilhelmina mina willemijn|hendrik henk|gerardus gerard|jacobus koos|petrus piet|maria mia mimi marie|muhammad mohammed mohamed mo|mohammed mo muhammad|philippa pippa|penelope penny|rosemary rosie|florence flo|frederick fred freddie|alfred fred alf|albert bert al|herbert bert|gilbert bert|zachary zach zack|nathaniel nate nat|eugene gene|leopold leo poldi|sebastian bastian basti seb|tobias tobi|matthias matze|jean-pierre jp`
    .split('|')
    .map(each => new Set(each.split(' ')));

/** Is this a way to call somebody with that name? Diacritics, spellings and short forms do not make another person. */
export function isCalled(greeted: string, names: readonly string[]): boolean {
  const own = namesOf(greeted).filter(each => !NOBODY.has(each));
  return own.length === 0 || own.some(each => names.some(name => isAlike(each, name)));
}

function isAlike(one: string, other: string): boolean {
  if (one === other) return true;
  if (scriptOf(one) !== scriptOf(other)) return true;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  // "Max" for Maximilian; a letter alone is an initial.
  if ((short.length >= 3 || (short.length === 1 && long.length > 1)) && long.startsWith(short)) return true;
  if (short.length === 2 && long.startsWith(short) && long.length < 8) return true;
  if (NICKNAMES.some(each => each.has(one) && each.has(other))) return true;
  const [a, b] = [sounded(one), sounded(other)];
  if (a === b) return true;
  // Handles: "mayapatel" is Maya.
  return short.length >= 4 && long.includes(short);
}

/** The same for spellings that sound alike: Sara and Sarah, Jon and John, Maja and Maya, Müller and Mueller. */
function sounded(name: string): string {
  return name
    .replace(/ae/g, 'a')
    .replace(/oe/g, 'o')
    .replace(/ue/g, 'u')
    .replace(/ph/g, 'f')
    .replace(/ck|c(?!h)|q/g, 'k')
    .replace(/th/g, 't')
    .replace(/[jy]|ie|ee/g, 'i')
    .replace(/[vw]/g, 'v')
    .replace(/sch|sh/g, 's')
    .replace(/z/g, 's')
    .replace(/(?<!^)h/g, '')
    .replace(/(.)\1+/g, '$1')
    .replace(/e$/, '');
}

function scriptOf(word: string): string {
  return /\p{sc=Latin}/u.test(word)
    ? 'latin'
    : /\p{sc=Cyrillic}/u.test(word)
      ? 'cyrillic'
      : /\p{sc=Arabic}/u.test(word)
        ? 'arabic'
        : 'other';
}
