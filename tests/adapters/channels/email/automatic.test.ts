/** Automatic answers: known without headers in many languages, marked, and no alarm when they answer nothing of ours. */
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { explainMail } from '../../../../adapters/channels/email/read/explain.ts';
import type { JsonObject } from '../../../../src/ports/json.ts';
import { type MailHouse, openMailHouse } from '../../../kit/mail-house.ts';

const word = (text: string) => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
const kindOf = async (subject: string, text: string, headers: string[] = []) => {
  const head = [`Subject: ${word(subject)}`, 'Content-Type: text/plain; charset=utf-8', ...headers].join('\n');
  const raw = `From: Ann <ann@example.net>\nTo: help@shop.example\n${head}\n\n${text}`;
  return ((await explainMail(Buffer.from(raw))) as JsonObject).kind;
};

/** One mail a line: `subject | text`, with `\\n` for a new line. */
const mails = (file: string) =>
  readFileSync(new URL(`../../../fixtures/email/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map(line => line.replaceAll('\\n', '\n').split(' | ') as [subject: string, text: string]);

const NOTES: [language: string, subjects: string[]][] = [
  [
    'English',
    [
      'Automatic reply: Your order',
      'Out of office: Your order',
      'OOO: Your order',
      'OOO',
      'OOF: Re: Your order',
      'Vacation reply',
      'Vacation reply: Your order',
      'Autoreply: Your order',
      'Auto-Reply - Your order',
      'Automated response: Your order',
      'Out of Office AutoReply: Your order',
      'Out of office until 8 June',
      'I am out of the office',
      'I am currently away',
      'Away from my desk',
      '[Auto-Reply] Your order',
      'On annual leave: Your order',
      'Your order (Automatic Reply)',
    ],
  ],
  [
    'German',
    [
      'Automatische Antwort: Ihre Bestellung',
      'Abwesenheitsnotiz',
      'Abwesend: Ihre Bestellung',
      'Nicht im Büro',
      'Abwesenheit bis 8. Juni',
      'Außer Haus: Re: Bestellung',
    ],
  ],
  [
    'French',
    [
      'Réponse automatique : Votre commande',
      "Message d'absence : Votre commande",
      'Absent du bureau',
      'Absence du bureau : Votre commande',
      'Absent jusqu’au 8 juin',
    ],
  ],
  [
    'Spanish',
    [
      'Respuesta automática: Su pedido',
      'Fuera de la oficina: Su pedido',
      'Ausente: Su pedido',
      'Fuera de la oficina hasta el 8 de junio',
    ],
  ],
  [
    'Italian',
    [
      'Risposta automatica: Il suo ordine',
      'Fuori ufficio: Il suo ordine',
      'Assenza: Il suo ordine',
      'Fuori sede fino al 8 giugno',
    ],
  ],
  ['Portuguese', ['Resposta automática: O seu pedido', 'Fora do escritório: O seu pedido', 'Ausência: O seu pedido']],
  [
    'Dutch',
    [
      'Automatisch antwoord: Uw bestelling',
      'Afwezig: Uw bestelling',
      'Afwezigheidsbericht',
      'Niet aanwezig tot 8 juni',
    ],
  ],
  ['Swedish', ['Autosvar: Din order', 'Automatiskt svar: Din order', 'Frånvaro: Din order', 'Inte på kontoret']],
  ['Norwegian', ['Automatisk svar: Din ordre', 'Fravær: Din ordre', 'Ikke på kontoret']],
  ['Danish', ['Automatisk svar: Din ordre', 'Fraværsbesked: Din ordre', 'Ikke til stede']],
  ['Finnish', ['Automaattinen vastaus: Tilauksesi', 'Poissa: Tilauksesi', 'Poissaoloilmoitus']],
  [
    'Polish',
    ['Automatyczna odpowiedź: Zamówienie', 'Odpowiedź automatyczna', 'Nieobecność: Zamówienie', 'Poza biurem'],
  ],
  ['Czech', ['Automatická odpověď: Objednávka', 'Mimo kancelář: Objednávka', 'Nepřítomnost']],
  ['Slovak', ['Automatická odpoveď: Objednávka', 'Mimo kancelárie', 'Neprítomnosť: Objednávka']],
  ['Hungarian', ['Automatikus válasz: Megrendelés', 'Házon kívül: Megrendelés', 'Irodán kívül']],
  ['Romanian', ['Răspuns automat: Comanda', 'În afara biroului: Comanda']],
  [
    'Slovenian',
    ['Samodejni odgovor: Naročilo', 'Avtomatski odgovor: Naročilo', 'Odsotnost: Naročilo', 'Odsoten do 8. junija'],
  ],
  ['Croatian', ['Automatski odgovor: Narudžba', 'Izvan ureda: Narudžba', 'Odsutnost']],
  ['Estonian', ['Automaatvastus: Tellimus', 'Automaatne vastus: Tellimus', 'Kontorist väljas: Tellimus', 'Puhkusel']],
  ['Lithuanian', ['Automatinis atsakymas: Užsakymas', 'Nesu biure: Užsakymas', 'Atostogos: Užsakymas']],
  [
    'Latvian',
    ['Automātiskā atbilde: Pasūtījums', 'Automātiska atbilde: Pasūtījums', 'Ārpus biroja: Pasūtījums', 'Prombūtnē'],
  ],
  ['Catalan', ['Resposta automàtica: Comanda', "Fora de l'oficina: Comanda", 'Absència: Comanda']],
  [
    'Russian',
    ['Автоматический ответ: Заказ', 'Автоответ: Заказ', 'Вне офиса: Заказ', 'В отпуске до 8 июня', 'Отсутствие: Заказ'],
  ],
  ['Ukrainian', ['Автоматична відповідь: Замовлення', 'Поза офісом: Замовлення', 'У відпустці']],
  ['Bulgarian', ['Автоматичен отговор: Поръчка', 'Извън офиса: Поръчка']],
  ['Greek', ['Αυτόματη απάντηση: Παραγγελία', 'Εκτός γραφείου: Παραγγελία']],
  ['Turkish', ['Otomatik Yanıt: Sipariş', 'Ofis dışında: Sipariş', 'İşyeri dışında: Sipariş']],
  ['Hebrew', ['תשובה אוטומטית: הזמנה', 'מחוץ למשרד: הזמנה']],
  ['Arabic', ['رد تلقائي: الطلب', 'خارج المكتب: الطلب', 'الرد التلقائي: الطلب']],
  ['Chinese', ['自动答复: 订单', '自动回复：订单', '自動回覆: 訂單', '不在办公室', '外出']],
  ['Japanese', ['自動応答: ご注文', '自動返信：ご注文', '不在通知: ご注文', '【自動返信】ご注文']],
  ['Korean', ['자동 회신: 주문', '자동 응답: 주문', '부재 중: 주문', '부재중']],
];

describe('absence notes without any header are known by their subject', () => {
  test.each(NOTES)('%s', async (_language, subjects) => {
    for (const subject of subjects)
      expect([subject, await kindOf(subject, 'Back on 8 June.')]).toEqual([subject, 'auto_reply']);
  });

  test('a subject that only says holiday needs a note below it', async () => {
    const note =
      'I am out of the office until 8 June with no access to email. In urgent cases write to bob@example.net.';
    for (const subject of ['Vacation', 'On holiday', 'On vacation: Your order', 'Urlaub'])
      expect(await kindOf(subject, note)).toBe('auto_reply');
  });
});

test.each([
  ['Holiday order', 'We need 40 lamps for the holidays.'],
  ["I'm on vacation, please ship later", 'Thanks.'],
  ['On vacation - please ship later', 'Please ship it after 8 June.'],
  ['Out of office next week', 'Please deliver on Tuesday, I am out of the office until then.'],
  ['Out of office: delivery', 'I am out of the office on Monday. Please deliver on Tuesday.'],
  ['Vacation', 'Are you open during the vacation?'],
  ['Holiday', 'Is the shop open on the public holiday?'],
  ['Urlaub', 'Wann habt ihr Urlaub?'],
  ['Urlaub vom 1. bis 8. Juni', 'Bitte liefern Sie erst danach.'],
  ['Abwesend bei Lieferung: was nun', 'Ich war nicht da.'],
  ['Absent lors de la livraison', "Je n'étais pas là."],
  ['Automatic lamp: does not switch', 'It never goes on.'],
  ['Automatic door', 'It is stuck.'],
  ['Auto: spare parts', 'Do you have any?'],
  ['Away game tickets', 'Two please.'],
  ['Leave a message', 'How do I?'],
  ['Vacances', 'Êtes-vous ouverts cet été ?'],
  ['De vacaciones', '¿Pueden enviar el pedido más tarde?'],
  ['Re: Automatic reply: Your order', 'I am back now. What was it about?'],
  ['Respuesta a su pregunta', 'La lámpara es azul.'],
  ['Автоматический замок', 'Не открывается.'],
  ['自動ドア', '開きません。'],
])('"%s" of a person is a person\'s', async (subject, text) => {
  expect(await kindOf(subject, text)).toBe('human');
});

test('notes in many languages are known by subject and text together', async () => {
  const missed: string[] = [];
  for (const [subject, text] of mails('absence-notes.txt'))
    if ((await kindOf(subject, text)) !== 'auto_reply') missed.push(`${subject} | ${text}`);
  expect(missed).toEqual([]);
});

test('what people write under the subjects of absence notes is theirs', async () => {
  const taken: string[] = [];
  for (const [subject, text] of mails('absence-people.txt'))
    if ((await kindOf(subject, text)) !== 'human') taken.push(`${subject} | ${text}`);
  expect(taken).toEqual([]);
});

test.each([
  [['X-AutoReply-From: ann@example.net']],
  [['X-Auto-Reply: yes']],
  [['X-Vacation: yes']],
  [['X-POST-MessageClass: 9; Autoresponder']],
  [['Return-Path: <>', 'X-Loop: ann@example.net', 'In-Reply-To: <1@shop.example>']],
  [['X-Auto-Response-Suppress: All', 'In-Reply-To: <1@shop.example>']],
])('a machine says so in its headers: %j', async headers => {
  expect(await kindOf('Re: Your order', 'I am out of the office until 8 June.', headers)).toBe('auto_reply');
});

test('headers that people have as well make nobody a machine', async () => {
  const quiet = ['X-Auto-Response-Suppress: All', 'In-Reply-To: <1@shop.example>'];
  expect(await kindOf('Re: Your order', 'The blue one. I am away until 8 June, please wait.', quiet)).toBe('human');
  const form = ['Return-Path: <>', 'Reply-To: ann@example.net'];
  expect(await kindOf('Holiday', 'Are you open?', form)).toBe('human');
});

describe('in the thread', () => {
  let house: MailHouse;
  beforeEach(async () => {
    house = await openMailHouse({ plus_addresses: 'yes' });
  });
  afterEach(() => house.close());
  const note = { subject: 'Automatic reply: The lid', headers: ['Auto-Submitted: auto-replied'], text: 'I am away.' };

  test('an absence note that answers nothing of ours opens no card that waits for somebody', async () => {
    await house.mail({ id: 'n@x', ...note });
    const enquiry = await house.enquiry(1);
    expect(enquiry).toMatchObject({ status: 'resolved', waitingSince: null, customerMessages: 0 });
    const card = (await house.cards())[0]!;
    expect(card.statusWords).toBe('Automatic reply. Nothing to do');
    expect(card.message).toMatchObject({ machine: 'automatic reply', text: 'I am away.' });
    expect(card.summary).not.toContain('nobody has it');
    expect(house.smtp.mails).toHaveLength(0);
  });

  test('when the customer writes below it, it is an enquiry like any other', async () => {
    await house.mail({ id: 'n@x', ...note });
    await house.mail({
      id: 'm@x',
      subject: 'Re: The lid',
      headers: ['In-Reply-To: <n@x>'],
      text: 'I am back. It rattles.',
    });
    expect(await house.enquiry(1)).toMatchObject({ status: 'open', customerMessages: 1 });
    expect((await house.enquiry(1)).waitingSince).not.toBeNull();
  });

  test('one that names nothing it answers goes to what its sender wrote about last, quietly and marked', async () => {
    await house.mail({ id: '1@x' });
    await house.answer(1, 'Send it back.');
    await house.mail({ id: 'n@x', ...note });
    expect(await house.cards()).toHaveLength(1);
    expect((await house.enquiry(1)).status).toBe('waiting');
    expect((await house.messages(1)).at(-1)).toMatchObject({ kind: 'auto_reply', text: 'I am away.' });
  });

  test('"The subject is now" looks past an absence note at what a person wrote', async () => {
    await house.mail({ id: '1@x' });
    await house.answer(1, 'Send it back.');
    const answer = `In-Reply-To: ${house.smtp.mails[0]!.mail.messageId!}`;
    await house.mail({ id: 'n@x', ...note, subject: 'Abwesenheitsnotiz', headers: [...note.headers, answer] });
    await house.mail({ id: '2@x', subject: 'Re: The lid', headers: [answer], text: 'Done.' });
    expect((await house.messages(1)).at(-1)!.warnings).toEqual([]);
    await house.mail({ id: '3@x', subject: 'The spout', headers: [answer], text: 'It drips.' });
    expect((await house.messages(1)).at(-1)!.warnings.join()).toContain('The subject is now "The spout"');
  });

  test('what a shop system makes by itself, and answers nothing, still waits for somebody', async () => {
    await house.mail({
      id: 'o@x',
      subject: 'New order 12',
      headers: ['Auto-Submitted: auto-generated'],
      text: '40 lamps',
    });
    expect((await house.enquiry(1)).status).toBe('open');
  });
});
