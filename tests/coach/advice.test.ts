/** Hints that stop nothing: a question left open, a promise without a day, a wrong name, somebody else's number, tone and language. */
import { expect, it } from 'vitest';
import type { Check } from '../../src/coach/checks.ts';
import { hintsFor } from '../../src/coach/judge.ts';

interface Case {
  name?: string | null;
  text?: string;
  staff?: string;
  thread?: string[];
}

const hintsOf = (reply: string, { name = 'Maya Patel', text = '', staff = 'Ann Lee', thread = [] }: Case = {}) =>
  hintsFor({ reply, customer: { name, text }, staff: { name: staff }, thread });
const checksOf = (reply: string, given: Case = {}) => hintsOf(reply, given).map(each => each.check);
const has = (check: Check, reply: string, given: Case = {}) => checksOf(reply, given).includes(check);

it.each([
  "We'll get back to you soon.",
  'I will contact you shortly.',
  'We will let you know as soon as possible.',
  "I'll look into this and get back to you.",
  'Somebody will call you back.',
  'A colleague will be in touch shortly.',
  'Our warehouse team will contact you.',
  'We will send you a replacement.',
  "I'll refund you the money.",
  "You'll hear from us soon.",
  'Your refund will be processed soon.',
  'Will get back to you asap.',
  'Let me check with the warehouse and come back to you.',
  "I'm looking into it and will update you.",
  "We'll keep you posted.",
  'You will receive a reply shortly.',
  'Your parcel will be shipped soon.',
  'I will check this for you and let you know.',
  "We'll let you know as soon as we hear from the courier.",
  'We are going to send you a new lid.',
  "I'll follow up with you.",
  'Please bear with us, more news soon.',
  'Wir melden uns bald bei Ihnen.',
  'Ich melde mich so schnell wie möglich.',
  'Wir werden das prüfen und uns melden.',
  'Wir schicken Ihnen einen Ersatz zu.',
  'Sie hören in Kürze von uns.',
  'Ich gebe Ihnen Bescheid.',
  'Wir kommen schnellstmöglich auf Sie zu.',
  'Wir kümmern uns darum.',
  'Nous vous recontacterons bientôt.',
  'Nous reviendrons vers vous rapidement.',
  'Je reviens vers vous dès que possible.',
  'Nous vous enverrons un nouveau colis.',
  'Je vais vérifier et vous rappeler.',
  'Vous recevrez une réponse prochainement.',
  'Nos pondremos en contacto con usted pronto.',
  'Le responderemos lo antes posible.',
  'Le enviaremos uno nuevo.',
  'Voy a consultar con mi compañero y le aviso.',
  'Recibirá una respuesta en breve.',
  'La contatteremo al più presto.',
  'Le faremo sapere.',
  'Le invieremo un ricambio.',
  'Riceverà presto una risposta.',
  'We nemen zo snel mogelijk contact met u op.',
  'Ik kom hier snel op terug.',
  'We laten het u weten.',
  'U hoort snel van ons.',
  'We zullen u een nieuwe sturen.',
  'Skontaktujemy się z Państwem wkrótce.',
  'Odezwę się niebawem.',
  'Wyślemy Państwu nową paczkę.',
  'Damy znać.',
  'Entraremos em contacto em breve.',
  'Responderemos assim que possível.',
  'Vamos verificar e entrar em contato.',
  'Enviaremos um novo.',
])('hears a promise without a day: %s', reply => {
  expect(has('promise', reply)).toBe(true);
});

it.each([
  "We'll get back to you by Thursday.",
  'I will call you tomorrow at 10.',
  'We will send you a replacement today.',
  "You'll hear from us within two days.",
  "I'll let you know by 5 pm.",
  'We will ship it on 3 May.',
  'Once you send us the number, we will check it.',
  'If it does not fit, we will replace it.',
  "We'll get back to you. That will be on Monday.",
  'Would you like us to send you a new one?',
  'We have sent you a new one.',
  'It arrives soon.',
  'You will not be charged.',
  'Wir melden uns bis Freitag bei Ihnen.',
  'Ich rufe Sie morgen an.',
  'Wenn Sie uns die Nummer schicken, prüfen wir das.',
  'Nous vous recontacterons avant vendredi.',
  'Nous vous rappellerons demain.',
  'Le responderemos mañana.',
  'La contatteremo entro domani.',
  'We laten het u morgen weten.',
  'Odezwiemy się jutro.',
  'Responderemos amanhã.',
  'Please DM us your order number and we will look into it.',
  "Could you send us your order number? We'll check it for you.",
  "Send us a picture, then we'll replace it.",
  'Schicken Sie uns ein Bild, dann ersetzen wir es.',
  'Envoyez-nous une photo et nous vous rembourserons.',
  "We'll be here if you need us.",
  'You will find it in your account.',
  'We will never share your data.',
  'Please let us know if you need more.',
  'We hope this helps. Let us know how it goes.',
])('hears no promise without a day in: %s', reply => {
  expect(has('promise', reply)).toBe(false);
});

it.each([
  ['Hi Sara, it left today.', 'Maya Patel'],
  ['Dear Mr Meyer,\nit left today.', 'Maya Patel'],
  ['Hello Tom!\nIt left today.', 'Maya Patel'],
  ['Good morning Sara,\nit left.', 'Maya'],
  ['Hallo Sara, es ist da.', 'Maya Patel'],
  ['Liebe Frau Meyer,\nes ist da.', 'Maya Patel'],
  ['Sehr geehrter Herr Schulz,\nes ist da.', 'Maya Patel'],
  ['Bonjour Sara,\nil est là.', 'Maya Patel'],
  ['Chère Madame Dupont,\nil est là.', 'Maya Patel'],
  ['Hola Sara,\nya salió.', 'Maya Patel'],
  ['Estimado señor García:\nya salió.', 'Maya Patel'],
  ['Gentile Sara,\nè partito.', 'Maya Patel'],
  ['Beste Sara,\nhet is er.', 'Maya Patel'],
  ['Geachte heer De Vries,\nhet is er.', 'Maya Patel'],
  ['Dzień dobry Saro,\njuż jest.', 'Maya Patel'],
  ['Olá Sara,\njá saiu.', 'Maya Patel'],
  ['hi sara, it left today', 'Maya Patel'],
  ['Hi Sara thanks for writing, it left.', 'Maya Patel'],
  ['Hi Marta, it left.', 'Maria Silva'],
  ['Thank you, Sara. It left.', 'Maya Patel'],
  ['Hi Ann,\nit left.', 'Maya Patel'],
])('sees a wrong name: %s to %s', (reply, name) => {
  expect(has('name', reply, { name })).toBe(true);
});

it.each([
  ['Hi Maya, it left.', 'Maya Patel'],
  ['Dear Ms Patel,\nit left.', 'Maya Patel'],
  ['Hi there, it left.', 'Maya Patel'],
  ['Dear customer,\nit left.', 'Maya Patel'],
  ['Dear Sir or Madam,\nit left.', 'Maya Patel'],
  ['Hello everyone,\nit left.', 'Maya Patel'],
  ['Hi Tom, it left.', 'Thomas Miller'],
  ['Hi Bob, it left.', 'Robert Miller'],
  ['Hi Zoe, it left.', 'Zoë Martín'],
  ['Hallo Herr Mueller,\nes ist da.', 'Jörg Müller'],
  ['Hi Sarah, it left.', 'Sara Meyer'],
  ['Hi Jon, it left.', 'John Smith'],
  ['Hi Sara, it left.', 'Kettle Support Ltd'],
  ['Hi Sara, it left.', ''],
  ['Hi Maya, it left.', 'maya.patel@example.com'],
  ['Hi Olga, it left.', 'Ольга'],
  ['Hi again, it left.', 'Maya Patel'],
  ['Sehr geehrte Damen und Herren,\nes ist da.', 'Maya Patel'],
  ['Guten Tag,\nes ist da.', 'Maya Patel'],
  ['Bonjour Madame,\nil est là.', 'Maya Patel'],
  ['Hello and thank you for writing.', 'Maya Patel'],
  ['Hi, Thursday is fine.', 'Maya Patel'],
  ['Thanks, we got it.', 'Maya Patel'],
  ['Hi Maya and Tom,\nit left.', 'Maya Patel'],
])('sees nothing wrong in: %s to %s', (reply, name) => {
  expect(has('name', reply, { name })).toBe(false);
});

it('greets whoever signed, whatever the address is called', () => {
  expect(has('name', 'Hi Sara, it left.', { name: 'Maya Patel', text: 'My daughter Sara ordered it.\nMaya' })).toBe(
    false,
  );
  expect(has('name', 'Hi Sara, it left.', { name: 'Maya Patel', text: 'Hi Sara,\nwhere is it?\nMaya' })).toBe(true);
});

it.each([
  ['Your order 8812 left today.', 'Where is my order 4471?'],
  ['Your parcel left. Please write to tom.meyer@gmail.com.', 'Where is my order?'],
  ['We will call you on 0161 496 0777 tomorrow.', 'Call me on 0161 496 0000.'],
  ['We refund it to DE89 3704 0044 0532 0130 00 today.', 'Please refund order 4471.'],
  ['Hi Maya, Mrs Okafor gets it today.', 'Where is my order?'],
  ['Hi Maya, the order of Sara Meyer left today.', 'Where is my order?'],
  ['Ihre Bestellung 8812 ist unterwegs.', 'Wo ist meine Bestellung 4471?'],
  ['Votre commande n° 8812 est partie.', 'Où est ma commande 4471 ?'],
  ['Su pedido 8812 salió hoy.', '¿Dónde está mi pedido 4471?'],
  ['Hi Maya, Frau Schulz hat es heute.', 'Wo ist es?'],
])("sees somebody else's: %s", (reply, text) => {
  expect(has('other-customer', reply, { text })).toBe(true);
});

it.each([
  ['Your order 4471 left today.', 'Where is my order 4471?'],
  ['Your order #4471 left today.', 'Order no. 4471, where is it?'],
  ['Your replacement order 8812 left today.', 'Where is my order 4471?'],
  ['Write to support@kettle.example.', 'Where is my order 4471?'],
  ['Call us on 0161 496 0777.', 'Call me on 0161 496 0000.'],
  ['Please pay into our account DE89 3704 0044 0532 0130 00.', 'How do I pay?'],
  ['Your order 8812 left today.', 'Where is my order?'],
  ['It costs 12.50 and arrives on 12/05/2026.', 'Where is my order 4471?'],
  ['Maya, Mrs Patel gets it today.', 'Where is my order?'],
  ['Your order 4471-22 left', 'Order 447122?'],
])("sees nothing of somebody else's in: %s", (reply, text) => {
  expect(has('other-customer', reply, { text })).toBe(false);
});

it("knows the team's own addresses and people", () => {
  const draft = { customer: { name: 'Maya', text: 'Where is it?' }, staff: { name: 'Ann' }, thread: [] };
  const reply = 'Hi Maya, Mr Okafor has it. Write to ben@gmail.com.';
  expect(hintsFor({ ...draft, reply, own: ['Ben Okafor', 'ben@gmail.com'] })).toEqual([]);
});

it.each([
  ['PLEASE READ the terms.', ''],
  ['We have told you ALREADY, it is NOT possible.', ''],
  ['Thank you!!', ''],
  ['What do you mean?!', ''],
  ['YOUR ORDER LEFT TODAY.', ''],
  ['Bitte LESEN Sie die AGB GENAU.', ''],
  ['Veuillez LIRE les CONDITIONS.', ''],
])('hears shouting: %s', reply => {
  expect(has('shouting', reply)).toBe(true);
});

it.each([
  'We ship by DHL and UPS to the UK.',
  'Thank you!',
  'The PDF is in your USB stick.',
  'Is it OK?',
  'Your IBAN and BIC please.',
  'The KETTLE is back.',
  'Part AB-12-CD and XQ77 fit.',
  'The KETTLE and the KETTLE again.',
])('hears no shouting in: %s', reply => {
  expect(has('shouting', reply)).toBe(false);
});

it.each([
  'Hi Maya,\n\nWe are very sorry for the inconvenience.\n\nBest,\nAnn',
  'We sincerely apologise for any inconvenience caused.',
  'Sorry about that! We understand your frustration.',
  'Es tut uns sehr leid. Wir bitten um Entschuldigung für die Unannehmlichkeiten.',
  'Nous sommes désolés pour la gêne occasionnée.',
  'Lamentamos mucho las molestias. Gracias por su paciencia.',
  'Ci dispiace molto per il disagio.',
  'Onze excuses voor het ongemak.',
  'Bardzo przepraszamy za niedogodności.',
  'Pedimos desculpa pelo incómodo.',
])('hears an apology with nothing behind it: %s', reply => {
  expect(has('apology', reply)).toBe(true);
});

it.each([
  'Sorry about that. We sent a new one today.',
  'Sorry, we are closed on Sunday.',
  'I am sorry it broke. Could you send a picture?',
  'Es tut uns leid. Wir haben Ihnen das Geld erstattet.',
  'Désolés. Nous vous avons remboursé.',
  'Your order left today.',
  'Sorry, the blue one is sold out, the red one is here.',
])('hears more than an apology in: %s', reply => {
  expect(has('apology', reply)).toBe(false);
});

it.each([
  [
    'Wo ist meine Bestellung? Ich warte seit zwei Wochen darauf.',
    'Your order left today and should be with you tomorrow.',
  ],
  [
    'Where is my order? I have been waiting for two weeks.',
    'Ihre Bestellung ist heute losgegangen und kommt morgen bei Ihnen an.',
  ],
  ['Bonjour, où est ma commande ? Je suis inquiet.', 'Your order left today and should be with you tomorrow.'],
])('sees another language: %s', (text, reply) => {
  expect(has('language', reply, { text })).toBe(true);
});

it.each([
  [
    'Wo ist meine Bestellung? Ich warte seit zwei Wochen darauf.',
    'Sie ist heute losgegangen und kommt morgen bei Ihnen an.',
  ],
  ['Hallo!', 'Your order left today and should be with you tomorrow.'],
  ['👍👍', 'Your order left today and should be with you tomorrow.'],
])('says nothing of the language: %s', (text, reply) => {
  expect(has('language', reply, { text })).toBe(false);
});

it('follows a thread that went on in two languages', () => {
  const text = 'Wo ist meine Bestellung? Ich warte seit zwei Wochen darauf.';
  const thread = ['Could we go on in English, please? I have a colleague who reads this.'];
  expect(has('language', 'Your order left today and should be with you tomorrow.', { text, thread })).toBe(false);
});

const LETTER = 'Hello,\n\nwhere is my order?\n\nThanks,\nMaya';
it.each([
  'It left today.\n\nBest,\nAnn',
  'Your parcel is on its way and arrives tomorrow.',
])('misses a greeting: %s', reply => {
  expect(has('greeting', reply, { text: LETTER })).toBe(true);
});
it.each([
  'Hello Maya,\nit left today.',
  'Thank you for writing. It left today.',
  'Maya, it left today.',
  'Grüezi Frau Patel,\nes ist da.',
])('misses no greeting in: %s', reply => {
  expect(has('greeting', reply, { text: LETTER })).toBe(false);
});
it('greets nobody in a chat, nor in a later reply', () => {
  const draft = {
    reply: 'It left today.',
    customer: { name: 'Maya', text: LETTER },
    staff: { name: 'Ann' },
    thread: [],
  };
  expect(hintsFor({ ...draft, form: 'chat' })).toEqual([]);
  expect(hintsFor({ ...draft, form: 'letter', first: false })).toEqual([]);
  expect(hintsFor({ ...draft, form: 'letter', first: true }).map(each => each.check)).toEqual(['greeting']);
  expect(checksOf('It left today.', { text: 'where is my order?' })).toEqual([]);
});

it.each([
  ['When will my order arrive? And do you also sell spare lids?', 'Hi Maya, your order arrives on Thursday. Best, Ann'],
  [
    'Can I change the colour? How much is express shipping?',
    'Hi Maya, yes, you can change the colour until Friday noon.',
  ],
  ['How do I descale the kettle?', 'Hi Maya, our shop in Leeds is open from nine to five on every weekday.'],
  ['Do you deliver to Norway and how long is the warranty', 'Hi Maya, yes, we do deliver to Norway, with the post.'],
  [
    'Wann kommt meine Bestellung? Und kann ich mit Rechnung bezahlen?',
    'Hallo Maya, sie kommt am Donnerstag bei Ihnen an.',
  ],
  ['Quand arrive ma commande ? Vendez-vous aussi des couvercles ?', 'Bonjour Maya, elle arrive jeudi matin chez vous.'],
  ['¿Cuándo llega mi pedido? ¿Venden también tapas de repuesto?', 'Hola Maya, llega el jueves por la mañana.'],
])('sees a question left open: %s', (text, reply) => {
  expect(has('question', reply, { text })).toBe(true);
});

it.each([
  ['Where is my order?', "Hi Maya, it's out for delivery and should be there tomorrow."],
  ['Can I bring my dog?', 'Of course, we love dogs.'],
  ['Do you have parking?', 'Yes, behind the house.'],
  ['When do you open? Is there parking?', 'We open at nine, and you can park behind the house.'],
  ['How much is it?', 'It costs 12 euros.'],
  ['Can you help me? My kettle is broken.', 'I am sorry. Could you send me a picture of it?'],
  ['Why was I charged twice?', 'The second one is a reservation and goes away by itself.'],
  ['Is it possible to get a refund?', "We've sent your money back today."],
  ['Thanks for your help!', 'You are welcome, enjoy the kettle.'],
  ['Wann kommt meine Bestellung?', 'Sie kommt am Donnerstag.'],
  [
    'Is the blue one back in stock? I asked last week too.',
    'Hi Maya, it came in this morning. One is put aside for you.',
  ],
  ['I need an invoice for my tax office', 'Hello Maya, here it is (see the PDF). Anything else, just write.'],
  ['Are you ever going to answer me???', 'Hello Maya, we took far too long. Your lid left today with DHL.'],
])('sees no question left open in: %s', (text, reply) => {
  expect(has('question', reply, { text })).toBe(false);
});

it.each([
  ['Can I send the LID back, and how long would a new one take?', 'Can I send the LID back'],
  ['Straße 7: wann kommt die Süße Torte, und wie viel kostet die Größte?', 'Straße 7: wann kommt die Süße Torte'],
])('quotes a part of a question as its customer wrote it: %s', (text, part) => {
  const hints = hintsOf('Our shop stands behind the market and is open on Mondays.', { text });
  expect(hints.map(each => each.words)).toContain(`They also asked: "${part}". You could say a word about it.`);
});

it('finds a text hard to read only in English, and only when it is long', () => {
  const hard =
    'Notwithstanding the aforementioned contractual stipulations regarding reimbursement eligibility, the organisational administration necessitates comprehensive documentation substantiating the circumstances surrounding the dissatisfaction experienced by the individual purchasing party and any authorised representatives thereof.';
  expect(has('reading', hard)).toBe(true);
  expect(
    has(
      'reading',
      'Please send us the receipt. We then send the money back today. It takes two days until it is on your account.',
    ),
  ).toBe(false);
});
