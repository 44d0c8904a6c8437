/** What Deskhand itself says to a customer speaks their language: by their words, their program, or the workspace's. */
import { createTransport } from 'nodemailer';
import { afterEach, describe, expect, test } from 'vitest';
import { LANGUAGES, type Language, languageOfCustomer, whenIn } from '../../src/core/customer-texts/texts.ts';
import { openMailHouse } from '../kit/mail-house.ts';
import { openShop, type Shop } from '../kit/shop.ts';
import { visit } from '../kit/visitor.ts';
import { until } from '../kit/world.ts';

let open: Shop | null = null;
afterEach(async () => {
  await open?.stop();
  open = null;
});

const YAML = 'hold_seconds: { email: 0.1, webchat: 0.1 }\nautomatic_answer: { email: on }\n';

interface Mail {
  from?: string;
  subject?: string;
  text?: string;
  html?: string;
  headers?: Record<string, string>;
}

/** Hands a mail in by SMTP. @returns the automatic answer that came out */
async function answerTo(mail: Mail): Promise<{ subject: string; text: string }> {
  const shop = open!;
  const before = (await shop.mailbox()).length;
  const transport = createTransport({ host: '127.0.0.1', port: shop.mailPort, ignoreTLS: true });
  const from = mail.from ?? `c${before}@customers${before}.example`;
  await transport.sendMail({ to: 'help@shop.example', ...mail, from }).finally(() => transport.close());
  const mails = await until(
    async () => ((await shop.mailbox()).length > before ? shop.mailbox() : null),
    'the automatic answer',
  );
  return mails[0]!;
}

const AUTOMATIC: Record<Language, string> = {
  en: 'This is an automatic reply.',
  de: 'Dies ist eine automatische Antwort.',
  fr: 'Ceci est une réponse automatique.',
  es: 'Esta es una respuesta automática.',
  it: 'Questa è una risposta automatica.',
  nl: 'Dit is een automatisch antwoord.',
  pl: 'To jest odpowiedź automatyczna.',
  pt: 'Esta é uma resposta automática.',
  ar: 'هذا رد تلقائي.',
};
const spoken = (text: string) => LANGUAGES.filter(each => text.includes(AUTOMATIC[each]));

const ENGLISH = 'Hello, where is my parcel? It was meant to be here on Monday.';
const GERMAN = 'Guten Tag,\nder Deckel vom Topf klappert leider. Können Sie mir bitte einen neuen schicken?';

describe('the automatic answer by email', () => {
  test('speaks as the customer writes, in each of the nine languages, at length and in a few words', async () => {
    open = await openShop({ yaml: YAML });
    const written: [Language, string][] = [
      ['en', ENGLISH],
      ['de', GERMAN],
      ['de', 'Wo ist mein Paket?'],
      ['fr', "Bonjour,\nle couvercle ne ferme pas. Est-ce que vous pouvez m'en envoyer un autre ?\nMerci d'avance"],
      ['fr', 'Où est ma commande ?'],
      ['es', 'Buenos días:\nla tapa de la olla no cierra bien. ¿Me pueden enviar otra?\nMuchas gracias'],
      ['es', '¿Dónde está mi pedido?'],
      ['it', 'Buongiorno,\nil coperchio non si chiude bene. Potete mandarmene un altro?\nGrazie mille'],
      ['it', "Dov'è il mio ordine?"],
      ['nl', 'Goedemorgen,\nhet deksel van de pan sluit niet goed. Kunt u mij een nieuw sturen?\nAlvast bedankt'],
      ['nl', 'Waar is mijn bestelling?'],
      ['pl', 'Dzień dobry,\npokrywka garnka się nie domyka. Czy mogą Państwo przysłać mi nową?\nDziękuję'],
      ['pl', 'Kiedy będzie moja paczka?'],
      ['pt', 'Bom dia,\na tampa da panela não fecha bem. Podem enviar-me outra?\nObrigada'],
      ['pt', 'Quando chega a minha encomenda?'],
      ['ar', 'مرحبا،\nغطاء القدر لا يغلق جيدا. هل يمكنكم إرسال غطاء جديد لي؟\nشكرا'],
      ['ar', 'أين طلبي؟'],
    ];
    for (const [language, text] of written)
      expect([text, spoken((await answerTo({ text })).text)]).toEqual([text, [language]]);
  });

  test('hears the words and not the signature, the quote, or the program; HTML alone will do', async () => {
    open = await openShop({ yaml: YAML });
    const signature =
      '\n\n-- \nMaya Patel\nHead of Purchasing, The Best Pots of the World Ltd\nThis email is for you and you only.';
    const said = async (mail: Mail) => spoken((await answerTo(mail)).text).join();
    expect(await said({ text: `${GERMAN}${signature}` })).toBe('de');
    expect(
      await said({ text: `${GERMAN}\n\nOn Monday, Shop wrote:\n> Thank you for your order. It is on its way to you.` }),
    ).toBe('de');
    expect(await said({ text: GERMAN, headers: { 'Content-Language': 'en-US', 'Accept-Language': 'en-US' } })).toBe(
      'de',
    );
    expect(
      await said({
        html: '<p lang="en">Bonjour,</p><p>Je n’ai pas encore reçu ma commande. Pouvez-vous m’aider ?</p>',
      }),
    ).toBe('fr');
  });

  test('hears the program where the words do not tell, and speaks the language of the workspace where neither does', async () => {
    open = await openShop({ yaml: `${YAML}language: nl\n` });
    const said = async (mail: Mail) => spoken((await answerTo(mail)).text).join();
    expect(await said({ text: '4711', headers: { 'Accept-Language': 'de-DE, en-US' } })).toBe('de');
    expect(await said({ text: '', headers: { 'Content-Language': 'fr' } })).toBe('fr');
    expect(await said({ text: '4711' })).toBe('nl');
    expect(await said({ text: '' })).toBe('nl');
    // Known but not spoken: what their program speaks too, else the workspace's.
    const swedish = 'Hej,\nlocket till grytan går inte att stänga. Kan ni skicka ett nytt till mig?\nTack';
    expect(await said({ text: swedish, headers: { 'Content-Language': 'de' } })).toBe('de');
    expect(await said({ text: swedish })).toBe('nl');
  });

  test('greets by name, says when the shop opens in the same language, and answers a mail without a subject', async () => {
    const opens = new Date(Date.now() + 20 * 24 * 3_600_000).toISOString().slice(0, 10);
    open = await openShop({
      yaml: `${YAML}hours: { timezone: Europe/Berlin, weekly: {}, dates: { "${opens}": ["09:00-10:00"] } }\n`,
    });
    const { subject, text } = await answerTo({ from: 'Maya Patel <maya@example.com>', text: GERMAN });
    expect(subject).toBe('Re: Ihre Nachricht');
    expect(text).toMatch(/^Guten Tag Maya Patel,\n\nvielen Dank für Ihre Nachricht\./);
    const day = new Intl.DateTimeFormat('de', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' });
    expect(text).toContain(
      `Wir haben gerade geschlossen und sind am ${day.format(Date.parse(opens))} um 09:00 Uhr wieder da.`,
    );
  });

  test('leaves words of the team as they are', async () => {
    open = await openShop({ yaml: YAML.replace('email: on', 'email: "We have your message. - The shop"') });
    expect((await answerTo({ text: GERMAN })).text.trim()).toBe('We have your message. - The shop');
  });
});

test('a reply shows its sender as people of that language say it, and the preview says the same', async () => {
  const house = await openMailHouse();
  await house.mail({ id: '1@x', headers: ['Content-Type: text/plain; charset=utf-8'], text: GERMAN });
  const { id } = await house.enquiry(1);
  const ann = house.as('Ann');
  await ann.write(id, 'Gern.');
  expect((await ann.privates(id)).at(-1)?.quote?.label).toContain('from Ann von Shop');
  await ann.choose(id, 'Send');
  await house.pass(16_000);
  expect(house.smtp.mails[0]!.raw).toMatch(/^From: Ann von Shop </m);
  await house.close();
});

describe('how it went', () => {
  test('is asked by mail and on the page in the language of the customer; a broken link in that of the browser', async () => {
    open = await openShop({ yaml: 'hold_seconds: { email: 0.1 }\n' });
    const shop = open;
    await shop.mail({ from: 'Maya <maya@example.com>', subject: 'Topf', text: GERMAN });
    const [card] = await shop.cards(1);
    await shop.reply('Ann', card!.thread, 'Gern.');
    await until(async () => (await shop.mailbox()).length === 1, 'the answer');
    await shop.press('Ann', card!.thread, { id: 'enquiry.resolve', value: card!.card.enquiryId });
    const { engine, house } = shop.running;
    await until(
      async () => (await engine.rows(`select 1 from jobs where kind = 'rating.ask'`, [])).length === 1,
      'the question waits',
    );
    await engine.rows(`update jobs set run_at = 0 where kind = 'rating.ask'`, []);
    house.worker.poke();
    const mails = await until(
      async () => ((await shop.mailbox()).length === 2 ? shop.mailbox() : null),
      'the question',
    );
    expect(mails[0]!.text).toContain('Guten Tag Maya,\n\nwir haben Ihre Anfrage „Topf“ abgeschlossen. Wie waren wir?');
    const url = /https?:\S+\/rate\/\S+/.exec(mails[0]!.text)![0];
    const page = await (await fetch(url)).text();
    expect(page).toContain('<html lang="de">');
    expect(page).toContain('Sehr gut');
    const rated = await (await fetch(url, { method: 'POST', body: new URLSearchParams({ score: '2' }) })).text();
    expect(rated).toContain('Vielen Dank. Ihre Antwort: Nicht so gut.');
    const broken = await fetch(url.slice(0, -9), { headers: { 'Accept-Language': 'ar-EG,en;q=0.5' } });
    expect(broken.status).toBe(404);
    expect(await broken.text()).toContain('<html lang="ar" dir="rtl">');
  });
});

describe('a web chat that goes on by email', () => {
  /** A visitor whose page speaks a language, what they wrote, and the mail with the answer after they left. */
  async function left(language: string, text: string) {
    open = await openShop({ yaml: 'hold_seconds: { webchat: 0.1 }\nhours: { timezone: UTC, weekly: {} }\n' });
    const shop = open;
    const visitor = await visit(shop.url, { start: { language } });
    await visitor.send(text);
    await visitor.post('email', { email: 'maya@example.com' });
    const [card] = await shop.cards(1);
    await shop.reply('Ann', card!.thread, 'Oui.');
    const { engine, house } = shop.running;
    const waiting = () => engine.rows(`select 1 from jobs where kind = 'reply.goOn'`, []);
    await until(async () => (await waiting()).length === 1, 'a minute is waited');
    await engine.rows(`update jobs set run_at = 0 where kind = 'reply.goOn'`, []);
    house.worker.poke();
    const mail = await until(async () => (await shop.mailbox())[0], 'the mail');
    return { shop, visitor, mail };
  }

  test('speaks the language of its page where the words are few, in the subject and in the copy of the chat', async () => {
    const { shop, visitor, mail } = await left('fr', '4711 ?');
    expect(mail.subject).toBe('Re: Votre discussion avec Kettle & Co');
    expect((await visitor.post('copy')).status).toBe(200);
    const [copy] = await until(async () => ((await shop.mailbox()).length > 1 ? shop.mailbox() : null), 'the copy');
    expect(copy!.subject).toBe('Re: Votre discussion avec nous (nº 1)');
    expect(copy!.text).toMatch(/^Voici la copie de votre discussion.*\n\n\d+ \S+ \d{4}, \d\d:\d\d {2}Vous\n4711 \?/);
  });

  test('speaks the language of the visitor before that of the page', async () => {
    const { mail } = await left('en', 'Wo bleibt meine Bestellung? Ich warte seit zwei Wochen.');
    expect(mail.subject).toBe('Re: Ihr Chat mit Kettle & Co');
  });
});

describe('which language', () => {
  test('words go before the program, new before old, and what is spoken before what is not', () => {
    const of = (...echoes: Record<string, string>[]) => languageOfCustomer(echoes, 'it');
    expect(of()).toBe('it');
    expect(of({ language: 'de' }, { locale: 'en' })).toBe('de');
    expect(of({ language: 'de' }, { language: 'fr' })).toBe('fr');
    expect(of({ language: 'de' }, { language: 'sv', locale: 'en' })).toBe('de');
    expect(of({ locale: 'es-MX' })).toBe('es');
    expect(of({ locale: 'est' })).toBe('it');
  });

  test('a moment is said as people there say it, with the date where the weekday alone would mislead', () => {
    const now = Date.UTC(2026, 10, 27, 18);
    const said = (days: number) =>
      LANGUAGES.map(each => whenIn(each, 'Europe/London', Date.UTC(2026, 10, 27 + days, 9, 30), now));
    expect(said(0)[0]).toBe('today at 09:30');
    expect(said(1)[1]).toBe('morgen um 09:30 Uhr');
    expect(said(3)).toEqual([
      'on Monday at 09:30',
      'am Montag um 09:30 Uhr',
      'lundi à 09:30',
      'el lunes a las 09:30',
      'lunedì alle 09:30',
      'maandag om 09:30 uur',
      'poniedziałek, godz. 09:30',
      'segunda-feira, às 09:30',
      'يوم الاثنين الساعة 09:30',
    ]);
    expect(said(10).slice(0, 3)).toEqual([
      'on Monday 7 December at 09:30',
      'am Montag, 7. Dezember um 09:30 Uhr',
      'lundi 7 décembre à 09:30',
    ]);
  });
});
