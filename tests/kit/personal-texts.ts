/** Made-up customers who say who they are in every way that people do, in eight locales, and what they want to know. */

/** What must not be read any more, and how it is looked for. */
interface Planted {
  kind: 'name' | 'address' | 'phone' | 'email' | 'order' | 'card' | 'account' | 'link' | 'postcode';
  /** Pieces none of which may stand in the text afterwards; digits are looked for without what stands between them. */
  pieces: string[];
}

export interface PersonalText {
  text: string;
  planted: Planted[];
  /** What it is about, word for word: should still be there. */
  innocent: string[];
  /** What a mail program says of whoever wrote; empty where it says nothing. */
  known: string[];
}

export const LOCALES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pl', 'pt'] as const;
type Locale = (typeof LOCALES)[number];

/** A small generator of numbers, always the same ones for a seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Fraction = () => number;
const one = <T>(random: Fraction, all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
const digits = (random: Fraction, n: number, first = '123456789') =>
  Array.from({ length: n }, (_, i) => (i ? String(Math.floor(random() * 10)) : one(random, [...first]))).join('');

const GIVEN: Record<Locale, string> = {
  en: 'Maya Olumide Priya Callum Siobhán Desmond Tanisha Gwyneth Xiaoling Ebony Marlowe Tobiah Aoife Rashida Keanu Delphi',
  de: 'Jürgen Anneliese Mehmet Svetlana Thorben Gülcan Wibke Friedhelm Katja Matthäus Leonie Detlef Özlem Rainer Traudl Henning',
  fr: 'Aminata Thibaut Océane Yannick Maëlys Fatoumata Gwenaël Élodie Corentin Zineb Bérénice Loïc Solange Mouloud Capucine Aurélien',
  es: 'Lucía Íñigo Ximena Joaquín Nuria Yesenia Asier Macarena Evaristo Dolores Guadalupe Rosalía Anselmo Begoña Iker Leticia',
  it: 'Giulia Calogero Ilaria Fiorenza Domenico Gaetana Ludovico Mirella Ettore Chiara Salvatore Ornella Tiziano Graziella Nicolò Assunta',
  nl: 'Sanne Joost Fatima Wietske Teun Marijke Sjoerd Anouk Bram Liselot Gijs Roos Jelle Aaltje Mohamed Femke',
  pl: 'Zbigniew Agnieszka Wiesława Mirosław Jadwiga Bartłomiej Halina Krystian Oksana Przemysław Małgorzata Zdzisław Kinga Ewelina Lech Bożena',
  pt: 'João Conceição Thiago Lurdes Nelson Catarina Inês Gonçalo Valdemar Iolanda Jussara Rui Fernanda Amílcar Graça Tomás',
};
const FAMILY: Record<Locale, string> = {
  en: "Patel Adebayo Kowalczyk Llewellyn O'Rourke Featherstone Nguyen Okonkwo Haddad Whittaker Zhang MacAllister Osei Brimble Tanaka Rutherford",
  de: 'Müller-Lüdenscheidt Kreuzberger Yıldırım Schönfeldt Petrova Hohenstein Wagenknecht Öztürk Quandt Brinkmann Dombrowski Schlüter Abt Tietze Osterkamp Vu',
  fr: 'Diallo Lefèvre Benyahia Rousselot Trân Kerviel Montagnac Ouédraogo Dupuis Charpentier Ziani Le Goff Vasseur Bouchard Sissoko Delacroix',
  es: 'Fernández Etxeberria Quispe Villanueva Ferrer Mamani Zubizarreta Peñalver Ordóñez Castellanos Iturralde Huamán Cifuentes Bermejo Olmedo Tejeda',
  it: "Esposito D'Angelo Bevilacqua Lo Presti Mancuso Zambrotta Fiorentino Santangelo Tagliaferri Ricciardi Cacciatore Quattrocchi Pellegrini Bonaventura Sgarbi Melis",
  nl: 'van der Berg Hoekstra El Amrani de Wit Wijnhoven Bakhuizen Oosterhuis ten Have Duijvestein Yilmaz Kooijman Terpstra Vermeulen Ouahbi Steenbergen Zijlstra',
  pl: 'Wiśniewska Brzęczyszczykiewicz Szczepański Nowakowski Gołąb Kozioł Zawadzka Pietrzyk Jaworek Mielczarek Chrzanowski Wróbel Sokołowska Dąbrowska Łuczak Bielecki',
  pt: 'Figueiredo Nascimento Carvalho Quintanilha Sequeira Lobato Vasconcelos Tavares Mascarenhas Brandão Azevedo Cardoso Furtado Pinheiro Moutinho Bragança',
};
/** Two words are one family's name. */
const PREFIXES = /^(?:Le|Lo|El|de|ten|van|der)$/;

function familyNames(locale: Locale): string[] {
  const names: string[] = [];
  let before = '';
  for (const word of FAMILY[locale].split(' ')) {
    if (PREFIXES.test(word)) before += `${word} `;
    else {
      names.push(before + word);
      before = '';
    }
  }
  return names;
}

/** Nobody's list has these. */
function madeUp(random: Fraction): string {
  const starts = ['Za', 'Kel', 'Tro', 'Vei', 'Mbu', 'Oru', 'Shi', 'Dra', 'Yel', 'Quo', 'Fen', 'Lui'];
  const ends = ['mira', 'dran', 'beke', 'tova', 'nwyn', 'zuri', 'laska', 'rond', 'vani', 'stor'];
  return one(random, starts) + one(random, ends);
}

const STREETS: Record<Locale, (random: Fraction) => Planted & { text: string }> = {
  en: random => {
    const street = one(random, [
      'Acacia',
      'Thornbury',
      'Old Mill',
      "St Cuthbert's",
      'Kingfisher',
      'Willoughby',
      'Peppercorn',
    ]);
    const kind = one(random, ['Avenue', 'Road', 'Lane', 'Close', 'Street', 'Rd', 'Crescent', 'Drive']);
    const town = one(random, ['Leeds', 'Hexham', 'Kings Lynn', 'Aberystwyth', 'Stoke-on-Trent']);
    const post = `${one(random, ['LS', 'NE', 'M', 'SW'])}${digits(random, 1)} ${digits(random, 1)}${one(random, ['AB', 'QX', 'TD'])}`;
    const us = random() < 0.3;
    const zip = digits(random, 5);
    const n = `${digits(random, us ? 4 : 2)}${one(random, ['', '', 'a', 'B'])}`;
    const flat = one(random, ['', '', 'Flat 3, ']);
    const text = us
      ? `${n} ${street} ${kind}, ${one(random, ['Apt 5B, ', ''])}Springfield, IL ${zip}`
      : `${flat}${n} ${street} ${kind}, ${town}${one(random, [' ', ', '])}${post}`;
    return { kind: 'address', text, pieces: [street, us ? zip : post] };
  },
  de: random => {
    const street = one(random, [
      'Lindenstr.',
      'Kastanienallee',
      'Am Alten Markt',
      'Unter den Eichen',
      'Lange Straße',
      'Karl-Marx-Platz',
      'Birkenweg',
    ]);
    const plz = digits(random, 5);
    const town = one(random, ['Berlin', 'Wuppertal', 'Bad Oeynhausen', 'Köln', 'Frankfurt am Main']);
    return {
      kind: 'address',
      text: `${street} ${digits(random, 2)}${one(random, ['', 'a', ' b'])}${one(random, [', ', ' in ', '\n'])}${plz} ${town}`,
      pieces: [street, plz],
    };
  },
  fr: random => {
    const street = one(random, [
      'des Lilas',
      'Victor Hugo',
      'de la République',
      'du Général Leclerc',
      "de l'Église",
      'Jean Jaurès',
    ]);
    const kind = one(random, ['rue', 'avenue', 'boulevard', 'place', 'allée', 'chemin', 'impasse']);
    const code = digits(random, 5);
    return {
      kind: 'address',
      text: `${digits(random, 2)}${one(random, ['', ' bis', ','])} ${kind} ${street}, ${code} ${one(random, ['Paris', 'Lyon', 'Saint-Étienne', 'Aix-en-Provence'])}`,
      pieces: [street, code],
    };
  },
  es: random => {
    const street = one(random, ['Mayor', 'de Alcalá', 'del Prado', 'San Vicente Ferrer', 'Gran Capitán', 'los Robles']);
    const kind = one(random, ['C/', 'Calle', 'Avda.', 'Avenida', 'Plaza', 'Paseo', 'calle']);
    const code = digits(random, 5);
    return {
      kind: 'address',
      text: `${kind} ${street}${one(random, [' ', ', ', ' nº '])}${digits(random, 2)}${one(random, ['', ', 3º B', ', 2º izq.'])}, ${code} ${one(random, ['Madrid', 'Zaragoza', 'Las Palmas', 'San Sebastián'])}`,
      pieces: [street, code],
    };
  },
  it: random => {
    const street = one(random, [
      'Roma',
      'Garibaldi',
      'dei Mille',
      'della Repubblica',
      'Giuseppe Verdi',
      'San Giovanni',
    ]);
    const kind = one(random, ['Via', 'via', 'Viale', 'Piazza', 'Corso', 'Vicolo']);
    const code = digits(random, 5, '0123');
    return {
      kind: 'address',
      text: `${kind} ${street}${one(random, [' ', ', ', ' n. '])}${digits(random, 2)}${one(random, ['', '/A', ' int. 4'])}, ${code} ${one(random, ['Roma RM', 'Torino', 'Reggio Emilia', 'Bari (BA)'])}`,
      pieces: [street, code],
    };
  },
  nl: random => {
    const street = one(random, [
      'Prinsengracht',
      'Dorpsstraat',
      'Korte Lijnbaan',
      'Van Goghlaan',
      'Oude Kade',
      'Stationsplein',
    ]);
    const code = `${digits(random, 4)} ${one(random, ['GV', 'AB', 'XK'])}`;
    return {
      kind: 'address',
      text: `${street} ${digits(random, 3)}${one(random, ['', '-1', ' b', '-hs'])}, ${code} ${one(random, ['Amsterdam', 'Den Haag', "'s-Hertogenbosch", 'Groningen'])}`,
      pieces: [street, code],
    };
  },
  pl: random => {
    const street = one(random, ['Marszałkowska', 'Długa', 'Piłsudskiego', 'Jana Pawła II', 'Kwiatowa', '3 Maja']);
    const code = `${digits(random, 2)}-${digits(random, 3)}`;
    return {
      kind: 'address',
      text: `${one(random, ['ul. ', 'ulica ', 'al. ', 'ul.'])}${street} ${digits(random, 2)}${one(random, ['', '/3', ' m. 4'])}, ${code} ${one(random, ['Warszawa', 'Kraków', 'Nowy Sącz', 'Łódź'])}`,
      pieces: [street, code],
    };
  },
  pt: random => {
    const street = one(random, [
      'Augusta',
      'das Flores',
      'do Carmo',
      'Miguel Bombarda',
      'Heróis da Pátria',
      'de Santa Catarina',
    ]);
    const code = `${digits(random, 4)}-${digits(random, 3)}`;
    return {
      kind: 'address',
      text: `${one(random, ['Rua', 'rua', 'R.', 'Avenida', 'Travessa', 'Largo'])} ${street}${one(random, [' ', ', ', ' nº '])}${digits(random, 2)}${one(random, ['', ', 2.º Dto', ', 3º Esq.'])}, ${code} ${one(random, ['Lisboa', 'Porto', 'Vila Nova de Gaia', 'Évora'])}`,
      pieces: [street, code],
    };
  },
};

const PHONES: Record<Locale, readonly string[]> = {
  en: [
    '07### ######',
    '+44 7### ######',
    '(020) 7### ####',
    '01## ### #### ext. 12',
    '###-###-####',
    '(###) ###-#### x204',
    '+1 ### ### ####',
    '07#########',
  ],
  de: [
    '0171 #######',
    '+49 30 #######',
    '030/####### Durchwahl 12',
    '0049-171-#######',
    '(0221) ######',
    '0151#######',
    '+49 (0) 171 ####### DW 3',
  ],
  fr: [
    '06 ## ## ## ##',
    '06.##.##.##.##',
    '+33 6 ## ## ## ##',
    '01########',
    '04 ## ## ## ## poste 12',
    '0033 6########',
  ],
  es: ['6## ## ## ##', '+34 6## ### ###', '91 ### ## ##', '6########', '93 ### ## ## ext. 4', '6## ### ###'],
  it: ['3## #######', '+39 3## ### ####', '06 ########', '02-####### int. 3', '0039 3## #######', '3#########'],
  nl: ['06-########', '06 ## ## ## ##', '+31 6 ########', '020-####### toestel 12', '0612######', '+31 (0)20 ### ####'],
  pl: ['5## ### ###', '+48 6## ### ###', '22 ### ## ## wew. 12', '6########', '(22) ### ## ##', '0048 5## ### ###'],
  pt: ['91# ### ###', '+351 96# ### ###', '21# ### ### ext. 12', '93#######', '00351 91# ### ###', '(11) 9####-####'],
};
const ORDERS = [
  '#######',
  'A-#####',
  'AB######',
  '##-####',
  '2026/#####',
  'WEB-####-X',
  '#####B',
  'or-###-##',
  '######',
  'B##K###',
  '###.####',
];
const IBANS = [
  'DE## #### #### #### #### ##',
  'FR## #### #### #### #### #### ###',
  'ES###################',
  'IT##X###########X##########',
  'NL##ABNA##########',
  'PL## #### #### #### #### #### ####',
  'GB##NWBK##############',
  'PT##.####.####.###########.##',
];
const CARDS = ['4### #### #### ####', '5###-####-####-####', '4###############', '37## ###### #####'];

const filled = (random: Fraction, shape: string) => shape.replace(/#/g, () => String(Math.floor(random() * 10)));

/** How somebody says each; `%` is where it stands. */
interface Ways {
  hello: string[];
  name: string[];
  phone: string[];
  address: string[];
  order: string[];
  mail: string[];
  link: string[];
  card: string[];
  account: string[];
  bye: string[];
  about: string[];
}

const WAYS: Record<Locale, Ways> = {
  en: {
    hello: ['Hi,', 'Hello there', 'Good morning,', ''],
    name: [
      'my name is %.',
      'This is %.',
      'I am %, a regular.',
      'it was ordered by %.',
      'my husband % picked it up.',
      'Please ask for %.',
      'Name: %',
      'Mrs % told me to write.',
    ],
    phone: ['Call me on %.', 'My number is %.', 'tel %', 'you can text me at % any time', 'Phone: %'],
    address: ['I live at %.', 'Please send it to % instead.', 'Delivery address: %', 'It should go to %.'],
    order: [
      'My order number is %.',
      'order %',
      'Order no. % please.',
      'ref: %',
      'It is about invoice %.',
      'booking reference %',
    ],
    mail: ['Write to %.', 'my other mail is %', 'e-mail: %'],
    link: ['see %', 'here is a picture: %'],
    card: ['I paid with card %.', 'my card number is %'],
    account: ['refund to %', 'My IBAN is %.'],
    bye: ['Thanks\n%', 'Kind regards,\n%', 'thanks, %', 'Best,\n%', 'Cheers\n%', '%'],
    about: [
      'The sourdough was burnt on the bottom again',
      'two of the six rolls were missing',
      'the cake collapsed before we got home',
      'do you open on the bank holiday',
      'the box was wet and the bread was soft',
      'I was charged twice, £14.50 each',
    ],
  },
  de: {
    hello: ['Guten Tag,', 'Hallo zusammen,', 'Moin,', ''],
    name: [
      'mein Name ist %.',
      'hier ist %.',
      'Ich heiße %.',
      'bestellt hat % bei Ihnen.',
      'meine Tochter % hat es abgeholt.',
      'Name: %',
      'Frau % hat mir das gesagt.',
    ],
    phone: ['Meine Nummer ist %.', 'Tel. %', 'Sie erreichen mich unter %.', 'Handy: %'],
    address: ['Ich wohne in der %.', 'Bitte liefern Sie an: %', 'Lieferadresse: %', 'Es soll an die % gehen.'],
    order: [
      'Meine Bestellnummer ist %.',
      'Bestellung %',
      'Auftrag Nr. %',
      'Rechnung %',
      'Es geht um Bestellung Nr. %.',
    ],
    mail: ['Bitte an % schreiben.', 'E-Mail: %'],
    link: ['siehe %', 'hier ein Bild: %'],
    card: ['Ich habe mit Karte % bezahlt.'],
    account: ['Bitte auf % überweisen.', 'IBAN: %'],
    bye: ['Viele Grüße\n%', 'LG %', 'Mit freundlichen Grüßen\n%', 'Danke, %', 'Gruß\n%'],
    about: [
      'Das Sauerteigbrot war unten wieder verbrannt',
      'zwei von sechs Brötchen haben gefehlt',
      'die Torte ist auf dem Weg zusammengefallen',
      'haben Sie am Feiertag geöffnet',
      'mir wurden zweimal 14,50 € abgebucht',
    ],
  },
  fr: {
    hello: ['Bonjour,', 'Bonsoir,', 'Bonjour à tous,', ''],
    name: [
      "je m'appelle %.",
      'Ici %.',
      'mon nom est %.',
      'commandé par % hier.',
      'ma fille % est venue.',
      'Nom : %',
      'Mme % me dit de vous écrire.',
    ],
    phone: ['Mon numéro est le %.', 'Tél. %', 'Appelez-moi au %.', 'portable : %'],
    address: ["J'habite au %.", 'Livrez plutôt au %.', 'Adresse : %'],
    order: ['Ma commande est la %.', 'commande n° %', 'Commande %', 'réf. : %', 'facture %'],
    mail: ['Écrivez à %.', 'mon mail : %'],
    link: ['voir %', 'une photo ici : %'],
    card: ["J'ai payé avec la carte %."],
    account: ['remboursez sur %', 'Mon IBAN : %'],
    bye: ['Merci, %', 'Cordialement,\n%', 'Bonne journée\n%', 'À bientôt\n%'],
    about: [
      'Le pain au levain était encore brûlé',
      'il manquait deux petits pains sur six',
      "le gâteau s'est effondré en route",
      'êtes-vous ouverts le jour férié',
      "j'ai été débitée deux fois de 14,50 €",
    ],
  },
  es: {
    hello: ['Hola,', 'Buenos días,', 'Buenas tardes,', ''],
    name: [
      'me llamo %.',
      'Soy %.',
      'mi nombre es %.',
      'lo encargó % ayer.',
      'mi hija % lo recogió.',
      'Nombre: %',
      'la señora % me lo dijo.',
    ],
    phone: ['Mi número es el %.', 'Tel. %', 'Llámeme al %.', 'móvil: %'],
    address: ['Vivo en %.', 'Envíenlo a %.', 'Dirección: %'],
    order: ['Mi pedido es el %.', 'pedido n.º %', 'Pedido %', 'ref. %', 'factura %'],
    mail: ['Escríbanme a %.', 'mi correo: %'],
    link: ['ver %', 'aquí hay una foto: %'],
    card: ['Pagué con la tarjeta %.'],
    account: ['devuélvanlo a %', 'Mi IBAN: %'],
    bye: ['Gracias, %', 'Saludos,\n%', 'Un saludo\n%', 'Atentamente,\n%'],
    about: [
      'El pan de masa madre estaba quemado otra vez',
      'faltaban dos panecillos de seis',
      'la tarta se hundió por el camino',
      'abren el día festivo',
      'me cobraron dos veces 14,50 €',
    ],
  },
  it: {
    hello: ['Buongiorno,', 'Salve,', 'Ciao,', ''],
    name: [
      'mi chiamo %.',
      'Sono %.',
      'il mio nome è %.',
      'ordinato da % ieri.',
      'mia figlia % è passata.',
      'Nome: %',
      'la signora % mi ha detto di scrivere.',
    ],
    phone: ['Il mio numero è %.', 'Tel. %', 'Chiamatemi al numero %.', 'cellulare: %'],
    address: ['Abito in %.', 'Spedite in %.', 'Indirizzo: %'],
    order: ['Il mio ordine è il %.', 'ordine n. %', 'Ordine %', 'rif. ordine %', 'fattura %'],
    mail: ['Scrivetemi a %.', 'la mia mail: %'],
    link: ['vedi %', 'ecco una foto: %'],
    card: ['Ho pagato con la carta %.'],
    account: ['rimborsate su %', 'Il mio IBAN: %'],
    bye: ['Grazie, %', 'Cordiali saluti,\n%', 'Saluti\n%', 'Grazie mille\n%'],
    about: [
      'Il pane era di nuovo bruciato sotto',
      'mancavano due panini su sei',
      'la torta è crollata per strada',
      'siete aperti nel giorno festivo',
      'mi avete addebitato due volte 14,50 €',
    ],
  },
  nl: {
    hello: ['Hallo,', 'Goedemorgen,', 'Beste mensen,', ''],
    name: [
      'mijn naam is %.',
      'Ik ben %.',
      'ik heet %.',
      'besteld door % gisteren.',
      'mijn dochter % heeft het opgehaald.',
      'Naam: %',
      'mevrouw % zei dat ik moest schrijven.',
    ],
    phone: ['Mijn nummer is %.', 'Tel. %', 'Bel mij op nummer %.', 'mobiel nummer %'],
    address: ['Ik woon op %.', 'Stuur het naar %.', 'Adres: %'],
    order: ['Mijn bestelling is %.', 'bestelling nr. %', 'Bestelling %', 'ref. %', 'factuur %'],
    mail: ['Schrijf naar %.', 'mijn mail: %'],
    link: ['zie %', 'hier een foto: %'],
    card: ['Ik heb met kaart % betaald.'],
    account: ['graag terug op %', 'Mijn IBAN: %'],
    bye: ['Bedankt, %', 'Met vriendelijke groet,\n%', 'Groetjes\n%', 'groeten, %'],
    about: [
      'Het zuurdesembrood was weer verbrand',
      'twee van de zes broodjes ontbraken',
      'de taart is onderweg ingezakt',
      'zijn jullie open op de feestdag',
      'er is twee keer 14,50 € afgeschreven',
    ],
  },
  pl: {
    hello: ['Dzień dobry,', 'Witam,', ''],
    name: [
      'nazywam się %.',
      'Jestem %.',
      'mam na imię %.',
      'zamówienie złożył pan %.',
      'Nazwisko: %',
      'pani % kazała mi napisać.',
    ],
    phone: ['Mój numer to %.', 'Tel. %', 'telefon: %'],
    address: ['Mieszkam na %.', 'Proszę wysłać na %.', 'Adres: %'],
    order: ['Moje zamówienie nr %', 'zamówienie %', 'faktura %'],
    mail: ['Proszę pisać na %.', 'mail: %'],
    link: ['zdjęcie: %'],
    card: ['Karta %'],
    account: ['proszę o zwrot na %'],
    bye: ['Pozdrawiam\n%', 'Z poważaniem\n%', 'Pozdrawiam, %'],
    about: [
      'Chleb znowu był spalony od spodu',
      'brakowało dwóch bułek z sześciu',
      'tort rozpadł się po drodze',
      'czy otwieracie w święto',
    ],
  },
  pt: {
    hello: ['Olá,', 'Bom dia,', 'Boa tarde,', ''],
    name: [
      'chamo-me %.',
      'Sou %.',
      'o meu nome é %.',
      'foi encomendado por % ontem.',
      'Nome: %',
      'a senhora % disse-me para escrever.',
    ],
    phone: ['O meu número é %.', 'Tel. %', 'telefone: %'],
    address: ['Moro na %.', 'Enviem para %.', 'Morada: %'],
    order: ['A minha encomenda é %.', 'encomenda n.º %', 'Encomenda %', 'fatura %'],
    mail: ['Escrevam para %.', 'o meu mail: %'],
    link: ['ver %'],
    card: ['Paguei com o cartão %.'],
    account: ['devolvam para %', 'O meu IBAN: %'],
    bye: ['Obrigada, %', 'Cumprimentos,\n%', 'Obrigado\n%', 'Atenciosamente,\n%'],
    about: [
      'O pão estava outra vez queimado por baixo',
      'faltavam dois pãezinhos de seis',
      'o bolo desfez-se no caminho',
      'estão abertos no feriado',
    ],
  },
};

/** One message of one customer. */
export function personalText(locale: Locale, seed: number): PersonalText {
  const random = seeded(seed * 7919 + LOCALES.indexOf(locale));
  const ways = WAYS[locale];
  const planted: Planted[] = [];
  const lowered = random() < 0.25;
  const typed = (text: string) => (lowered ? text.toLowerCase() : text);
  const foreign = one(random, LOCALES);
  const from = random() < 0.25 ? foreign : locale;
  const given = random() < 0.12 ? madeUp(random) : one(random, GIVEN[from].split(' '));
  const family = random() < 0.12 ? madeUp(random) : one(random, familyNames(from));
  const whole = random() < 0.6 ? `${given} ${family}` : given;
  const say = (way: string, what: string) => way.replace('%', () => what);
  const parts: string[] = [];
  const about = one(random, ways.about);
  const name = (words: string) => {
    planted.push({ kind: 'name', pieces: words.split(' ').filter(each => each.length > 2 && !PREFIXES.test(each)) });
    return words;
  };
  if (random() < 0.4) {
    const way = one(random, ways.name);
    const isTitled = /Mrs|Frau|Mme|señora|signora|mevrouw|pani|pan |senhora/.test(way);
    parts.push(typed(say(way, name(isTitled ? family : whole))));
  }
  if (random() < 0.35) {
    const phone = filled(random, one(random, PHONES[locale]));
    planted.push({
      kind: 'phone',
      pieces: [phone.replace(/(?:ext\.|x|Durchwahl|DW|poste|int\.|toestel|wew\.).*$/, '')],
    });
    parts.push(say(one(random, ways.phone), phone));
  }
  if (random() < 0.35) {
    const { text, ...address } = STREETS[locale](random);
    planted.push(address);
    parts.push(say(one(random, ways.address), random() < 0.1 ? text.toLowerCase() : text));
  }
  if (random() < 0.5) {
    const order = filled(random, one(random, ORDERS));
    planted.push({ kind: 'order', pieces: [order] });
    parts.push(say(one(random, ways.order), typed(order)));
  }
  if (random() < 0.2) {
    const user = `${given
      .normalize('NFD')
      .replace(/[^A-Za-z]/g, '')
      .toLowerCase()}${one(random, ['', '.', '_'])}${digits(random, 2)}`;
    const mail = `${user}@${one(random, ['example.com', 'mail.example', 'post.example.org'])}`;
    planted.push({ kind: 'email', pieces: [user] });
    const odd = random() < 0.15 ? mail.replace('@', ' (at) ') : mail;
    parts.push(say(one(random, ways.mail), odd));
  }
  if (random() < 0.08) {
    const link = `https://photos.example/${digits(random, 8)}`;
    planted.push({ kind: 'link', pieces: [link] });
    parts.push(say(one(random, ways.link), link));
  }
  if (random() < 0.08) {
    const card = filled(random, one(random, CARDS));
    planted.push({ kind: 'card', pieces: [card] });
    parts.push(say(one(random, ways.card), card));
  }
  if (random() < 0.08) {
    const account = filled(random, one(random, IBANS));
    planted.push({ kind: 'account', pieces: [account.slice(4)] });
    parts.push(say(one(random, ways.account), account));
  }
  const at = Math.floor(random() * (parts.length + 1));
  parts.splice(at, 0, `${typed(about)}${one(random, ['.', '!', '?'])}`);
  const body = parts.map(each => (/[.!?]$/.test(each) ? each : `${each}${one(random, ['.', '\n'])}`)).join(' ');
  const bye =
    random() < 0.7 ? typed(say(one(random, ways.bye), name(random() < 0.5 ? given : `${given} ${family}`))) : '';
  const text = [one(random, ways.hello), body, bye].filter(Boolean).join('\n');
  return { text, planted, innocent: [typed(about)], known: random() < 0.5 ? [`${given} ${family}`] : [] };
}

/** @returns the pieces that can still be read */
export function leaksOf(after: string, { planted }: PersonalText): { kind: string; piece: string }[] {
  const small = after.toLowerCase();
  const numbers = after.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase();
  return planted.flatMap(({ kind, pieces }) => {
    const left = pieces.find(piece => {
      const bare = piece.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase();
      if (/\d{2}/.test(bare)) return numbers.includes(bare);
      return new RegExp(
        `(?<![\\p{L}])${piece.toLowerCase().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}])`,
        'u',
      ).test(small);
    });
    return left === undefined ? [] : [{ kind, piece: left }];
  });
}
