/** What an answer carries back: the line above the quote in the customer's language and by their clock, and what groups threads. */
import libmime from 'libmime';
import { afterEach, describe, expect, test } from 'vitest';
import { receiveMail } from '../../../../adapters/channels/email/read/receive.ts';
import {
  ATTRIBUTIONS,
  attribution,
  knownLanguage,
  offsetOf,
} from '../../../../adapters/channels/email/smtp/attribution.ts';
import { languageOf } from '../../../../src/core/language.ts';
import { HELP, type MailHouse, openMailHouse } from '../../../kit/mail-house.ts';

let house: MailHouse | null = null;
afterEach(async () => {
  await house?.close();
  house = null;
});

/** What customers of a shop write, in each language that is known. */
const SAMPLES: [string, string][] = [
  [
    'en',
    'Hello,\nthe lid of the pot I bought from you rattles. Could you please send me a new one?\nBest wishes\nMaya',
  ],
  ['en', 'Where is my parcel? It was meant to be here on Monday.'],
  [
    'de',
    'Guten Tag,\nder Deckel vom Topf klappert leider. Können Sie mir bitte einen neuen schicken?\nViele Grüße\nMaya',
  ],
  ['de', 'Wo bleibt meine Bestellung? Ich warte seit zwei Wochen.'],
  [
    'fr',
    "Bonjour,\nle couvercle de la casserole ne ferme pas. Est-ce que vous pouvez m'en envoyer un autre ?\nMerci d'avance",
  ],
  ['fr', "Où est ma commande ? Je ne l'ai pas encore reçue."],
  ['es', 'Buenos días:\nla tapa de la olla no cierra bien. ¿Me pueden enviar otra?\nMuchas gracias'],
  ['es', 'Hola, quiero saber cuándo llega mi pedido, por favor.'],
  ['ca', "Bon dia,\nla tapa de l'olla no tanca bé. Em podeu enviar una altra, si us plau?\nGràcies"],
  ['it', 'Buongiorno,\nil coperchio della pentola non si chiude bene. Potete mandarmene un altro?\nGrazie mille'],
  ['it', 'Vorrei sapere quando arriva il mio ordine, che non è ancora qui.'],
  ['pt', 'Bom dia,\na tampa da panela não fecha bem. Podem enviar-me outra?\nMuito obrigada'],
  ['pt', 'Olá, ainda não recebi o meu pedido. Quando é que chega?'],
  ['nl', 'Goedemorgen,\nhet deksel van de pan sluit niet goed. Kunt u mij een nieuw sturen?\nAlvast bedankt'],
  ['nl', 'Waar blijft mijn bestelling? Ik wacht al twee weken.'],
  ['sv', 'Hej,\nlocket till grytan går inte att stänga. Kan ni skicka ett nytt till mig?\nTack på förhand'],
  ['da', 'Hej,\nlåget til gryden lukker ikke ordentligt. Kan I sende mig et nyt, og hvornår kommer det?\nMange tak'],
  [
    'nb',
    'Hei,\nlokket til gryta lukker seg ikke ordentlig. Kan dere sende meg et nytt, og når kommer det?\nTusen takk',
  ],
  ['fi', 'Hei,\nkattilan kansi ei mene kiinni. Voitteko lähettää minulle uuden, ja milloin se tulee?\nKiitos'],
  ['is', 'Góðan dag,\nlokið á pottinum lokast ekki vel. Getið þið sent mér nýtt og hvenær kemur það?\nTakk fyrir'],
  ['pl', 'Dzień dobry,\npokrywka garnka się nie domyka. Czy mogą Państwo przysłać mi nową?\nDziękuję'],
  ['pl', 'Kiedy przyjdzie moje zamówienie? Nie mam go jeszcze.'],
  ['cs', 'Dobrý den,\npoklička hrnce nejde zavřít. Můžete mi prosím poslat novou?\nDěkuji'],
  ['sk', 'Dobrý deň,\npokrievka hrnca sa nedá zavrieť. Môžete mi prosím poslať novú?\nĎakujem'],
  ['hu', 'Jó napot!\nA fazék fedője nem záródik jól. Tudnának küldeni egy újat?\nKöszönöm'],
  ['ro', 'Bună ziua,\ncapacul oalei nu se închide bine. Puteți să îmi trimiteți unul nou, vă rog?\nMulțumesc'],
  [
    'hr',
    'Dobar dan,\npoklopac lonca ne zatvara se dobro. Možete li mi poslati novi, molim?\nGdje je moja narudžba, još nisam ništa dobila. Hvala',
  ],
  [
    'sl',
    'Dober dan,\npokrov lonca se ne zapre dobro. Ali mi lahko prosim pošljete novega?\nHvala, kje pa je moje naročilo',
  ],
  ['tr', 'Merhaba,\ntencerenin kapağı tam kapanmıyor. Bana yeni bir tane gönderebilir misiniz?\nTeşekkürler'],
  ['el', 'Καλημέρα,\nτο καπάκι της κατσαρόλας δεν κλείνει. Μπορείτε να μου στείλετε άλλο;\nΕυχαριστώ'],
  ['ru', 'Здравствуйте,\nкрышка кастрюли не закрывается. Вы можете прислать мне новую?\nСпасибо'],
  ['ru', 'Когда придёт мой заказ?'],
  ['uk', 'Добрий день,\nкришка каструлі не закривається. Чи можете ви надіслати мені нову?\nДякую'],
  ['bg', 'Здравейте,\nкапакът на тенджерата не се затваря. Можете ли да ми изпратите нов?\nБлагодаря'],
  ['et', 'Tere,\npoti kaas ei lähe kinni. Kas te saaksite mulle uue saata?\nAitäh'],
  ['lv', 'Labdien,\nkatla vāks neaizveras. Vai jūs varat man atsūtīt jaunu?\nPaldies'],
  ['lt', 'Laba diena,\npuodo dangtis neužsidaro. Ar galite man atsiųsti naują?\nAčiū'],
  ['he', 'שלום,\nהמכסה של הסיר לא נסגר. אפשר לשלוח לי חדש?\nתודה'],
  ['ar', 'مرحبا،\nغطاء القدر لا يغلق جيدا. هل يمكنكم إرسال غطاء جديد لي؟\nشكرا'],
  ['fa', 'سلام،\nدر قابلمه خوب بسته نمی‌شود. می‌توانید یکی دیگر برایم بفرستید؟\nممنون'],
  ['hi', 'नमस्ते,\nबर्तन का ढक्कन ठीक से बंद नहीं होता। क्या आप मुझे नया भेज सकते हैं?'],
  ['th', 'สวัสดีค่ะ ฝาหม้อปิดไม่สนิท ช่วยส่งอันใหม่ให้หน่อยได้ไหมคะ ขอบคุณค่ะ'],
  [
    'id',
    'Selamat pagi,\ntutup panci tidak bisa ditutup dengan baik. Apakah anda bisa mengirim yang baru?\nTerima kasih',
  ],
  ['vi', 'Xin chào,\nnắp nồi không đóng được. Anh chị có thể gửi cho tôi cái mới không?\nCảm ơn'],
  ['ja', 'こんにちは。鍋のふたがうまく閉まりません。新しいものを送っていただけますか。'],
  ['ko', '안녕하세요. 냄비 뚜껑이 잘 닫히지 않습니다. 새 것을 보내 주시겠어요?'],
  ['zh', '你好，锅盖盖不严。能不能给我寄一个新的？谢谢'],
  ['zh-Hant', '你好，鍋蓋蓋不緊。可以寄一個新的給我嗎？謝謝'],
];

const raw = (headers: string[], text: string, from = 'From: Maya <maya@example.com>') =>
  new TextEncoder().encode(
    [from, `To: ${HELP}`, 'Subject: The lid', ...headers, '', text].join('\n').replaceAll('\n', '\r\n'),
  );
const CONTENT = ['MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8', 'Content-Transfer-Encoding: 8bit'];

/** Takes in mails, answers the enquiry once, and gives back what left. */
async function answered(...mails: { headers?: string[]; text?: string }[]) {
  house ??= await openMailHouse();
  for (const [i, { headers = [], text = 'The lid rattles.' }] of mails.entries()) {
    const id = headers.some(each => /^message-id:/i.test(each)) ? [] : [`Message-ID: <${i + 1}@x>`];
    const date = headers.some(each => /^date:/i.test(each)) ? [] : ['Date: Mon, 1 Jun 2026 09:00:00 +0200'];
    await house.channel.take({ raw: raw([...id, ...date, ...CONTENT, ...headers], text), from: null, to: [] });
    await house.settle();
  }
  await house.answer(1, 'Turn it.');
  return house.smtp.mails.at(-1)!;
}
const lineOf = (text = '') => text.split('\n').find(each => /[:：]$/.test(each)) ?? '';

describe('the line above what is quoted', () => {
  test('is in the language they write in, of every one that is known', async () => {
    house = await openMailHouse();
    for (const [i, [, text]] of SAMPLES.entries()) {
      const head = [`Message-ID: <${i}@x>`, 'Date: Mon, 1 Jun 2026 09:00:00 +0200', ...CONTENT];
      const from = `From: Maya <maya${i}@example.com>`;
      await house.channel.take({ raw: raw(head, text, from), from: null, to: [] });
    }
    await house.settle();
    for (const [i, [language]] of SAMPLES.entries()) {
      await house.answer(i + 1, 'Turn it.');
      const { mail } = house.smtp.mails.at(-1)!;
      const line = attribution('Maya', Date.UTC(2026, 5, 1, 7, 0), language, 120);
      expect(mail.text).toContain(line);
      expect(mail.html).toContain(line.replaceAll("'", '&#39;').replaceAll(/&(?!#)/g, '&amp;'));
      expect(line).toMatch(/0?9[:.]00/);
      expect(line).toContain('Maya');
    }
    expect(new Set(SAMPLES.map(([language]) => language)).size).toBeGreaterThan(35);
  });

  test.each([
    ['de', 'Am 1. Juni 2026 um 09:00 schrieb Maya:'],
    ['de-AT', 'Am 1. Juni 2026 um 09:00 schrieb Maya:'],
    ['fr-CA', 'Le 1 juin 2026 à 09:00, Maya a écrit :'],
    ['no', 'Den 1. juni 2026 kl. 09:00 skrev Maya:'],
    ['pt_BR', 'Em 1 de junho de 2026 às 09:00, Maya escreveu:'],
    ['zh-TW', '在 2026年6月1日 09:00，Maya 寫道：'],
    ['zh-Hans-CN', '在 2026年6月1日 09:00，Maya 写道：'],
    ['xx', 'On 1 June 2026 at 09:00, Maya wrote:'],
    ['constructor', 'On 1 June 2026 at 09:00, Maya wrote:'],
    ['', 'On 1 June 2026 at 09:00, Maya wrote:'],
  ])('where the words are too few, goes by Content-Language: %s', async (tag, line) => {
    const { mail } = await answered({ text: 'OK', headers: [`Content-Language: ${tag}`] });
    expect(mail.text).toContain(line);
  });

  test('goes by Accept-Language, and by what they wrote before', async () => {
    expect((await answered({ text: '1', headers: ['Accept-Language: fi-FI, en-US;q=0.8'] })).mail.text).toContain(
      'kirjoitti',
    );
    await house!.close();
    house = null;
    const mails = [
      { text: 'Guten Tag, der Deckel klappert, können Sie mir bitte helfen?' },
      { text: 'Danke!', headers: ['In-Reply-To: <1@x>', 'Date: Mon, 1 Jun 2026 06:30:00'] },
    ];
    expect((await answered(...mails)).mail.text).toContain('Am 1. Juni 2026 um 08:30 schrieb Maya:');
  });

  test('does not go by what somebody else in the thread wrote', async () => {
    house = await openMailHouse();
    await house.mail({
      id: '1@x',
      headers: ['Cc: tom@example.com'],
      text: 'Hello, the lid that you sent to me does rattle.',
    });
    await house.mail({
      id: '2@x',
      from: 'Tom <tom@example.com>',
      headers: ['In-Reply-To: <1@x>'],
      text: 'Guten Tag, der Deckel klappert, können Sie uns bitte helfen?',
    });
    await house.answer(1, 'Turn it.');
    expect(lineOf(house.smtp.mails.at(-1)!.mail.text)).toMatch(/^On /);
  });

  test.each([
    ['Mon, 1 Jun 2026 09:00:00 +0200', '1 June 2026 at 09:00,'],
    ['Sun, 31 May 2026 20:30:00 -0700', '31 May 2026 at 20:30,'],
    ['Mon, 1 Jun 2026 01:30:00 +1300', '1 June 2026 at 01:30,'],
    ['Mon, 1 Jun 2026 09:00:00 +0545', '1 June 2026 at 09:00,'],
    ['Mon, 1 Jun 2026 09:00:00 +0200 (CEST)', '1 June 2026 at 09:00,'],
    ['Sun, 31 May 2026 09:00:00 PDT', '31 May 2026 at 09:00,'],
    ['Mon, 1 Jun 2026 09:00:00 +0000', '1 June 2026 at 09:00 UTC,'],
    ['Mon, 1 Jun 2026 09:00:00 -0000', '01 Jun 2026 09:00:00 GMT,'],
    ['Mon, 1 Jun 2026 09:00:00 GMT', '01 Jun 2026 09:00:00 GMT,'],
    ['Mon, 1 Jun 2026 09:00:00 +9999', 'GMT,'],
  ])('says the time by their clock: %s', async (date, words) => {
    expect(lineOf((await answered({ headers: [`Date: ${date}`] })).mail.text)).toContain(words);
  });

  /** As programs break lines: at the last blank before the width. */
  const wrap = (line: string, width: number) =>
    line.replace(new RegExp(`(.{1,${width}})(?: |$)`, 'gu'), '$1\n').trimEnd();

  test.each(ATTRIBUTIONS)('is known again when it comes back quoted (%s)', async language => {
    const names = ['Maya Lindner', 'maya@example.com', 'Dr. Maya Elisabeth Lindner-Hoffmann of Hoffmann & Daughters'];
    for (const [i, name] of names.entries()) {
      const line = attribution(name, Date.UTC(2026, 10, 24, 8, 5), language, i === 1 ? null : 120);
      for (const shown of [line, wrap(line, 70), wrap(line, 60)]) {
        const nested = `Yes.\n\nOn 25 Nov 2026, at 11:00, Shop <help@shop.example> wrote:\n> Turn it.\n>\n> ${shown.replaceAll('\n', '\n> ')}\n>> The lid rattles.\n`;
        // A name alone on the first line of three is nobody's announcement.
        const flat = i < 2 ? [`Yes.\n\n${shown}\n> The lid rattles.\n`] : [];
        for (const given of [nested, ...flat]) {
          const { message } = await receiveMail(raw(['Message-ID: <9@x>', 'In-Reply-To: <1@x>', ...CONTENT], given), {
            own: [HELP],
          });
          expect([message.text, shown]).toEqual(['Yes.', shown]);
        }
      }
    }
  });

  test('a name cannot break the line or begin another', () => {
    expect(attribution('{d} {t} $& $1', 0, 'en', null)).toBe('On 1 January 1970 at 00:00 UTC, {d} {t} $& $1 wrote:');
  });
});

describe('the language of a text', () => {
  test.each([
    'Danke!',
    'OK',
    'Merci',
    '12345',
    'ERROR E17 at 0x33',
    'Ann Smith',
    'PO-4711 / SKU 88',
    '',
    'https://shop.example/der/die/das/und/ist',
    '👍👍👍👍👍',
  ])('is not told from %j', text => expect(languageOf(text)).toBeNull());
  test.each([
    ['no', 'nb'],
    ['nn-NO', 'nb'],
    ['zh-Hant-HK', 'zh-Hant'],
    ['zh_CN', 'zh'],
    ['iw', 'he'],
    ['EN-us', 'en'],
    ['tlh', null],
    ['__proto__', null],
  ])('%s is %s', (tag, known) => expect(knownLanguage(tag)).toBe(known));
  test.each<[string | null, number | null]>([
    ['Mon, 1 Jun 2026 09:00:00 +0930', 570],
    ['Mon, 1 Jun 2026 09:00:00 -03:30', -210],
    ['Mon, 1 Jun 2026 09:00:00 +0175', null],
    ['yesterday', null],
    [null, null],
  ])('the clock of %s is %s minutes ahead', (date, offset) => expect(offsetOf(date)).toBe(offset));
});

describe('what groups a thread', () => {
  test('Thread-Topic and Thread-Index of Outlook come back, and only from the mail that is answered', async () => {
    const index = 'AdsW0mCZx1x9gQe1Rk2mQk0mF3o7bQ==';
    const { mail } = await answered({
      headers: ['Thread-Topic: =?utf-8?Q?Der_Deckel_f=C3=BCr_mich?=', `Thread-Index: ${index}`],
    });
    expect(libmime.decodeWords(mail.headers.get('thread-topic') as string)).toBe('Der Deckel für mich');
    expect(mail.headers.get('thread-index')).toBe(index);
    await house!.mail({ id: '2@x', headers: ['In-Reply-To: <1@x>'], text: 'From my phone.' });
    await house!.answer(1, 'And again.');
    expect(house!.smtp.mails.at(-1)!.mail.headers.has('thread-topic')).toBe(false);
  });

  test.each([
    ['Thread-Topic: a\r\n b', 'Thread-Index: not base64 at all!'],
    ['Thread-Topic: ', `Thread-Index: ${'A'.repeat(5_000)}`],
    ['X: y', 'Thread-Index: AdsW'],
  ])('nothing odd is passed on: %j', async (topic, index) => {
    const { mail, raw: sent } = (await answered({ headers: [topic, index] })) as {
      mail: { headers: Map<string, unknown> };
      raw?: string;
    };
    expect(mail.headers.has('thread-index')).toBe(false);
    expect(mail.headers.get('thread-topic') ?? 'a b').toBe('a b');
    expect(sent ?? '').not.toContain('not base64');
  });

  const references = (mail: { references?: string | string[] | undefined }) => [mail.references ?? []].flat();

  test('the first mail is the root of what answers it', async () => {
    const { mail } = await answered({});
    expect([mail.inReplyTo, references(mail)]).toEqual(['<1@x>', ['<1@x>']]);
  });

  test('a mail that came from elsewhere keeps its root first, and its line', async () => {
    const { mail } = await answered({ headers: ['References: <root@z> <a@z> <b@z>', 'In-Reply-To: <b@z>'] });
    expect([mail.inReplyTo, references(mail)]).toEqual(['<1@x>', ['<root@z>', '<a@z>', '<b@z>', '<1@x>']]);
  });

  test('of a long line the root and the last ones stay, also when it is longer than what is looked at', async () => {
    const line = Array.from({ length: 120 }, (_, i) => `<n${i}@z>`);
    const { mail } = await answered({ headers: [`References: ${line.join('\n ')}`] });
    const sent = references(mail);
    expect([sent[0], sent.at(-2), sent.at(-1)]).toEqual(['<n0@z>', '<n119@z>', '<1@x>']);
    expect(sent.length).toBeLessThanOrEqual(21);
  });

  test('a program that names only what it answers gives the root too', async () => {
    const { mail } = await answered({ headers: ['In-Reply-To: <root@z>'] });
    expect(references(mail)).toEqual(['<root@z>', '<1@x>']);
  });

  test('a second answer to the same mail has the same root, and answers that mail', async () => {
    await answered({});
    await house!.answer(1, 'One more thing.');
    const { mail } = house!.smtp.mails.at(-1)!;
    expect([mail.inReplyTo, references(mail)[0], references(mail).at(-1)]).toEqual(['<1@x>', '<1@x>', '<1@x>']);
  });

  test('a conversation there and back: root first, what is answered last', async () => {
    const first = (await answered({})).mail.messageId!;
    await house!.mail({
      id: '2@x',
      headers: [`In-Reply-To: ${first}`, `References: <1@x> ${first}`],
      text: 'It still does.',
    });
    await house!.answer(1, 'Then send it back.');
    const { mail } = house!.smtp.mails.at(-1)!;
    expect([mail.inReplyTo, references(mail)]).toEqual(['<2@x>', ['<1@x>', first, '<2@x>']]);
  });
});

describe('a line of the customer’s right above the announcement', () => {
  const ON = 'On Mon, 4 May 2026 at 10:00, Shop Help <help@shop.example> wrote:';
  test.each([
    ['On the invoice it says 3 May 2026', ON],
    ['Die Rechnung ist vom 3. Mai 2026', ON],
    ['Le colis est parti le 3 mai 2026', ON],
    ['Monday, 11 May 2026', ON],
    ['11/05/2026', ON],
    ['On second thought: size 42, 43,', ON],
    ['So it is 2,', 'Am 4. Mai 2026 um 10:00 schrieb Shop Help:'],
    ['Да, заказ 12 цел.', 'Shop Help <help@shop.example> написал 4 мая 2026 в 10:00:'],
    ['Ναι, το 12 είναι δικό.', 'Στις 4 Μαΐου 2026, 10:00, Shop Help έγραψε:'],
  ])('stays: %s', async (line, announced) => {
    const text = `Hi,\n\nplease send the blue one.\n${line}\n${announced}\n> Which one?\n`;
    const { message } = await receiveMail(raw(['Message-ID: <9@x>', 'In-Reply-To: <1@x>', ...CONTENT], text), {
      own: [HELP],
    });
    expect(message.text).toBe(`Hi,\n\nplease send the blue one.\n${line}`);
  });
});
