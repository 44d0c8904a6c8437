/**
 * What gives a family name away where a first name is looked for: endings of whole regions, and names that thousands
 * bear and nobody is called by. It errs towards "family name": then the team's name is shown, and nothing has slipped out.
 */

/** Families as frequent as these are not mistaken for first names in their country; those that are first names too are left out. */
const FREQUENT = new Set(
  `mueller muller schmidt schneider fischer weber meyer wagner becker schulz schulze hoffmann hofmann schafer schaefer koch
  bauer richter wolff schroder schroeder neumann zimmermann kruger krueger hartmann schmitt schmitz krause meier lehmann
  maier mayer huber kaiser fuchs peters lang scholz moeller moller weiss jung hahn schubert vogel keller   berger winkler roth beck baumann franke schuster bohm boehm
  kraus schumacher kramer kraemer vogt stein jager jaeger gross grosse sommer haas graf seidel
  schreiber ziegler kuhn kuehn pohl engel horn busch bergmann voigt sauer pfeiffer steiner gruber pichler moser egger
  smith jones davies evans thompson wright roberts hughes edwards clarke harris
  richardson peterson phillips watson brooks wilkinson williamson henderson
  thomson macdonald mcdonald oneill obrien murphy oconnor osullivan osborne stevenson fitzgerald
  dupont durand dubois moreau lefebvre lefevre roux fournier girard bonnet dupuis fontaine
  rousseau chevalier garnier faure mercier dupuy boyer perrin morel lemaire
  garcia gonzalez rodriguez fernandez lopez martinez sanchez perez gomez jimenez ruiz hernandez diaz moreno munoz alvarez
  romero gutierrez navarro torres dominguez vazquez ramos ramirez serrano molina morales suarez ortega delgado ortiz
  castillo herrera medina aguilar vargas mendoza guerrero rojas chavez
  silva oliveira souza sousa pereira ferreira rodrigues almeida carvalho gomes ribeiro lopes fernandes
  rossi russo ferrari esposito bianchi colombo greco conti costa mancini rizzo
  lombardi moretti barbieri galli martini rinaldi caruso fabbri
  jansen janssen bakker visser smit meijer mulder dekker dijkstra hendriks vermeulen peeters maes willems claes wouters
  patel sharma singh gupta reddy nair iyer mehta shah joshi chopra kapoor chowdhury banerjee mukherjee chatterjee khan
  hussain
  tanaka suzuki sato satou takahashi watanabe yamamoto nakamura kobayashi yoshida yamada sasaki yamaguchi matsumoto inoue
  kimura hayashi shimizu yamazaki ikeda hashimoto ishikawa ogawa okada hasegawa fujita kondo murakami aoki sakamoto
  sahin celik yildiz yilmaz ozturk kilic koc ozdemir
  nowak wojcik mazur krawczyk wozniak dudek zajac wieczorek krol pawlak
  novak novotny svoboda dvorak cerny prochazka kucera vesely horak nemec pokorny
  popa ionescu korhonen ivanov petrov smirnov kuznetsov sidorov
  иванов петров мельник шевчук бондар ткачук כהן לוי מזרחי פרץ ביטון פרידמן שפירא`
    .split(/\s+/)
    .filter(Boolean),
);

/** Endings of family names, behind at least three other letters; in small letters and without accents. */
const ENDINGS = new RegExp(
  `.{3}(?:${[
    // Slavic
    'ov|ova|ev|eva|sky|skyy|skyi|skiy|skij|ski|ska|skaya|cki|cka|owicz|ewicz|wicz|czyk|czak|enko|chuk|ovich|evich|ovic|evic|kovic|ovych',
    'ов|ова|ев|ева|ский|ская|цкий|цкая|ський|ська|цький|цька|енко|чук|ович|евич|овић|евић',
    // German, Nordic, Baltic, Finnish, Icelandic
    'mann|sson|nen|dottir|auskas|inskas|aitis|aite|iene|unas|berg|strom|qvist|quist|lund|stein',
    // Romanian, Greek, Armenian, Georgian, Turkish, Persian
    'escu|opoulos|opoulou|idis|iadis|akis|osyan|esyan|asyan|shvili|adze|idze|oglu|zadeh',
    'οπουλος|οπουλου|ιδης|ιδου|ιαδης|ακης|ակյան|սյան|შვილი|აძე|იძე',
  ].join('|')})$`,
  'u',
);
/** Danish and Norwegian, behind one letter: "Olsen", "Hansen". */
const NORDIC = /^.+[nrldts]sen$/u;
/** Russian endings that first names have too; those are below. */
const RUSSIAN_IN = /^.{3,}(?:(?<!дд)ин|ина)$/u;
/** First names with such an ending. */
const FIRST_AFTER_ALL = new Set(
  `torstein thorstein oystein eystein adriene иаков магдалина эвелина аделина мелина селина дарина yakov iakov jakov sanjeev rajeev sajeev geneva hermann germann herrmann tillmann norman franziska franciska frantiska
  ingeborg solberg aarne kerstein leen ellen yordanka vladislava
  константин валентин вениамин августин мартин яков марина ирина екатерина катерина полина алина кристина
  галина арина карина регина ангелина валентина антонина сабина эвелина амина мадина альбина зарина каролина василина
  акулина фаина мария христина катарина эмина юстина паулина марцелина святослав`
    .split(/\s+/)
    .filter(Boolean),
);
const PATRONYMIC = /^\p{L}{2,}(?:ович|евич|йович|ьич|ич|овна|евна|ична|івна|ївна|ovich|evich|yevich|ovna|evna|ivna)$/iu;
/** Irish and Scottish: "O'Neill", "McDonald". */
const GAELIC = /^(?:O['’]\p{L}|Mc\p{Lu})/u;

/** A family name as far as one can see, and no first name. */
export function isFamilyName(word: string): boolean {
  const plain = word
    .toLowerCase()
    .normalize('NFD')
    .replace(/(?<!и)\p{M}/gu, '')
    .normalize('NFC')
    .replaceAll('ł', 'l')
    .replaceAll('ø', 'o')
    .replaceAll('æ', 'ae')
    .replaceAll('ß', 'ss')
    .replaceAll('ı', 'i')
    .replaceAll('ё', 'е');
  if (GAELIC.test(word) || FREQUENT.has(plain)) return true;
  if (FIRST_AFTER_ALL.has(plain)) return false;
  return ENDINGS.test(plain) || NORDIC.test(plain) || RUSSIAN_IN.test(plain);
}

/** "Иванов Иван Иванович", "Петров И.И.", "Lee Min-ho": whatever stands first is the family's. */
export function followsFamilyName(rest: readonly string[]): boolean {
  const [second = '', third] = rest;
  if (third !== undefined && PATRONYMIC.test(third)) return true;
  if (/^(?:\p{Lu}\.){2,3}$|^\p{Lu}\.\p{Lu}$/u.test(rest.join(''))) return true;
  return rest.length === 1 && /^\p{Lu}\p{Ll}{1,5}-\p{Ll}{1,6}$/u.test(second);
}
