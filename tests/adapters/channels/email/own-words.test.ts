import { describe, expect, test } from 'vitest';
import { receiveMail } from '../../../../adapters/channels/email/read/receive.ts';

const HISTORY =
  '\n\nOn Mon, 3 Oct 2022 at 10:00, Shop Help <help@shop.example> wrote:\n\n> Which colour would you like?\n> Shop Help\n';

async function read(body: string, { reply = true, html = false } = {}) {
  const head = [
    'From: Ann <ann@x.example>',
    'To: help@shop.example',
    `Subject: ${reply ? 'Re: kettle' : 'kettle'}`,
    'MIME-Version: 1.0',
    `Content-Type: text/${html ? 'html' : 'plain'}; charset=utf-8`,
    'Content-Transfer-Encoding: 8bit',
    ...(reply ? ['In-Reply-To: <1@shop.example>'] : []),
  ];
  const raw = Buffer.from(`${head.join('\n')}\n\n${body}`.replaceAll('\n', '\r\n'), 'utf8');
  return (await receiveMail(raw, { own: ['help@shop.example'] })).message;
}
const words = (text: string) => text.match(/[\p{L}\p{N}]+/gu) ?? [];
const markup = (text: string) =>
  `<div>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\n', '<br>')}</div>`;

/** A reply, a first mail, a reply above its history, in plain text and in HTML: these words are there in each. */
async function keeps(body: string, must: string[]): Promise<void> {
  const mails = [
    await read(body),
    await read(body, { reply: false }),
    await read(body + HISTORY),
    await read(markup(body), { html: true }),
    await read(markup(body), { html: true, reply: false }),
  ];
  for (const { text } of mails) expect(words(text)).toEqual(expect.arrayContaining(must.flatMap(words)));
}

describe('a form is no header of a quoted message', () => {
  test.each([
    'Please book\nFrom: Berlin Hbf\nTo: Paris Est\nDate: 12 June 2026, 10:15\nThree seats, one for a child please.',
    'Return form\nFrom: Ann Smith\nTo: Shop Help\nDate: 3 May 2026\nReason: lid is scratched, please refund 30 EUR',
    'Return form\nFrom: Ann Smith <ann@x.example>\nTo: Shop Help\nDate: 3 May 2026\nReason: lid is scratched',
    'Rücksendung\nVon: Ann Müller\nAn: Shop Help\nDatum: 3. Mai 2026\nGrund: Deckel zerkratzt, bitte um Erstattung.',
    'Réservation\nDe : Lyon\nÀ : Nice\nDate : 3 mai 2026 10h15\nDeux places côté fenêtre, merci.',
    'De: Madrid\nA: Sevilla\nFecha: 3 de mayo de 2026, 10:15\nDos billetes por favor',
    'Da: Roma\nA: Milano\nData: 3 maggio 2026, 10:15\nDue posti, grazie',
    'Od: Praha\nDo: Brno\nDatum: 3. 5. 2026 10:15\nDvě místa prosím',
    'Van: Utrecht\nAan: Gent\nDatum: 3 mei 2026 10:15\nTwee plaatsen graag',
    'От: Москва\nКому: Анна\nДата: 3 мая 2026, 10:15\nДва места, пожалуйста',
    'Card text:\nTo: Grandma\nFrom: Ann and Tom\nDate: 24 December 2026\nMerry Christmas, we love you!',
    'My new data:\nName: Ann\nFrom: 1 June 2026\nTo: 5 Mill Lane\nSubject: move\nEmail: ann@new.example\nPlease change it everywhere.',
    'Deliver please\nDate: 3 May 2026 10:00\nTo: Ann Smith, 5 Mill Lane\nFrom: your Leeds depot\nRing twice.',
    'I sent you this:\nFrom: Ann <ann@x.example>\nTo: help@shop.example\nDate: 3 May 2026 10:00\nSubject: lid\n\nDid you get it?',
    'Voucher\nFrom: ann@x.example\nTo: tom@x.example\nSubject: gift\nMessage: Happy birthday',
    'Voucher\nFrom: ann@x.example\nTo: tom@x.example\nDate: 3 May 2026 10:00\nSubject: gift\nMessage: Happy birthday',
    'Complaint\nFrom: Ann Smith\nTo: Shop Help\nDate: 3 May 2026 10:00\nSubject: lid\nText: it is scratched',
  ])('%j', body => keeps(body, [body]));

  test.each([
    'From: Shop Help\nSent: Monday, 3 October 2022 10:00\nTo: Ann\nSubject: RE: kettle\n\nWhich colour?',
    'From: Shop Help\nSent: Monday, 3 October 2022 10:00\nTo: Ann\nSubject: kettle\n\nWhich colour?',
    'Von: Shop Help\nGesendet: Montag, 3. Oktober 2022 10:00\nAn: Ann\nBetreff: AW: Kessel\nWelche Farbe?',
    'From: Shop Help <help@shop.example>\nDate: 3 October 2022\nSubject: kettle\n\nWhich colour?',
    'From: "Shop Help"\n <help@shop.example>\nSent: Monday, 3 October 2022 10:00\nSubject: kettle\n\nWhich colour?',
  ])('what a program writes is one: %j', async block => {
    expect((await read(`The blue one please.\n\n${block}`)).text).toBe('The blue one please.');
  });
});

describe('words below the line of a phone stay, the line goes', () => {
  test.each([
    ['The blue one please.', 'Sent from my iPhone', 'Oh, and two lids as well, if you have them.'],
    ['The blue one please.', 'Get Outlook for iOS', 'Actually the red one, sorry.'],
    ['Den blauen bitte.', 'Von meinem iPhone gesendet', 'Und noch zwei Deckel dazu.'],
    ['Le bleu svp.', 'Envoyé de mon iPhone', 'Et deux couvercles aussi.'],
    ['La azul por favor.', 'Enviado desde mi iPhone', 'Ah, y dos tapas más.'],
    ['Quella blu grazie.', 'Inviato da iPhone', 'E due coperchi.'],
    ['De blauwe graag.', 'Verstuurd vanaf mijn iPhone', 'En twee deksels.'],
    ['Синий, пожалуйста.', 'Отправлено с iPhone', 'И ещё две крышки.'],
    ['您好，水壶 坏了。', '发自我的iPhone', '盖子也坏了，请一起退款。'],
    ['やかんが 壊れました。', 'iPhoneから送信', '追伸：蓋も割れていました。'],
    ['Ship it to my mother please.', 'Sent from my iPhone', 'Maria Lee\n5 Mill Lane\nLeeds'],
    ['Here is it.', 'Sent from Yahoo Mail on Android', 'The invoice is 4711'],
    ['The colour is this.', 'Sent from my iPhone\nGet Outlook for Android', 'Blue'],
  ])('%j %j %j', async (above, line, below) => {
    for (const reply of [true, false]) {
      const { text, folded } = await read(`${above}\n\n${line}\n\n${below}`, { reply });
      expect(text).toBe(`${above}\n\n${below}`);
      expect(folded.map(each => each.why)).toEqual(line.split('\n').map(() => 'signature'));
      expect((await read(markup(`${above}\n\n${line}\n\n${below}`), { reply, html: true })).text).toBe(text);
    }
    await keeps(`${above}\n${line}\n${below}`, [above, below]);
  });
  test('words below the quote stay when such a line stands above it', async () => {
    const body =
      'Hi\n\nSent from my iPhone\n\nOn 3 Oct 2022, at 10:00, Shop Help <help@shop.example> wrote:\n\n> Which colour?\n\nBlue please, and two lids.';
    expect((await read(body)).text).toContain('Blue please, and two lids.');
  });
  test.each([
    'Sent from Berlin with DHL',
    'Sent from our Samsung store',
    'Sent from my MOTHER in Leeds',
    'Sent from my phone number 0171 234567',
    'Written on my phone case',
    'Gesendet mit DHL Express',
    'Envoyé par mon mari',
    'This file contains a virus says Avast scan',
    'Get the lid for my iPhone',
    'Telekom Mail does not work',
  ])('what only looks like such a line stays: %s', line => keeps(`Please look at it again.\n\n${line}`, [line]));
  test('who tells of such a line keeps it', () =>
    keeps('Your mails end with:\nSent from my iPhone\nWhy is that?', ['iPhone']));
});

describe('a list below dashes stays', () => {
  test.each([
    'I would like to order\n--\nBlue lid, large\nRed kettle, small',
    'Two things please\n--\nLids\nKettles\nSpoons',
    'Lid arrived, thanks\n--\nKettle missing',
    'Thanks for the quick reply\n—\nBlue, size L\nRed, size M',
    'Ship it to\n--\nTom Becker\n5 Mill Lane\nLeeds LS1 1AA',
    'Ship it to\n--\nTom Becker\n5 Mill Lane\nLeeds\nTel. 0171 2345678',
    'Text for the card\n--\nRoses are red\nViolets are blue\nSugar is sweet\nAnd so are you',
    'Ich möchte bestellen\n--\nDeckel Blau\nKessel Rot',
    'Je voudrais commander\n--\nCouvercle bleu\nBouilloire rouge',
    'Хочу заказать\n--\nКрышка синяя\nЧайник красный',
    'مرحبا بكم جميعا في المتجر\n--\nالغلاية لا تعمل منذ أمس وأريد استرداد المال من فضلكم',
    'مرحبا بكم جميعا\n-- \nالغلاية لا تعمل منذ أمس وأريد استرداد المال\nأرجو الرد',
    'שלום לכולם בחנות\n--\nהקומקום לא עובד מאתמול ואני רוצה את הכסף בחזרה',
    'שלום לכולם בחנות\n-- \nהקומקום לא עובד מאתמול ואני רוצה את הכסף בחזרה',
    '您好，请 帮忙\n--\n水壶从昨天开始就坏了，我想退款，请尽快处理',
    '您好，请 帮忙\n-- \n水壶从昨天开始就坏了，我想退款',
    'お世話に なっております。\n--\n青いふた\n赤いやかん',
    'สวัสดีครับ ทางร้าน\n--\nกาต้มน้ำเสียตั้งแต่เมื่อวาน ผมต้องการเงินคืนครับ',
    'नमस्ते दुकान वालों\n--\nकेतली कल से काम नहीं कर रही है और मुझे पैसे वापस चाहिए',
    '안녕하세요 담당자님\n--\n주전자가 어제부터 작동하지 않습니다. 환불해 주세요.',
    'Hello dear shop\n--\nMY KETTLE IS BROKEN SINCE YESTERDAY AND NOBODY HELPS ME',
    'Hello dear shop\n-- \nMY KETTLE IS BROKEN AND NOBODY HELPS',
    'I would like to have\n-- \nBlue Lid',
    'I would like to have\n-- \nAnn\n\nInvoice to Acme GmbH',
    'Hello dear shop\n-- \nAnn\n\nIt rattles',
    'Hello dear shop\n-- \nAnn Smith\nNew address from June: 5 Mill Lane, Leeds',
    'Hello dear shop\n-- \nAnn Smith\nThe blue one please',
    'Hi all\n\n_______________\nMy mother wants to unsubscribe from the newsletter at https://shop.example/news',
    'Hello all\n__\nI am writing about your confidential data leak, see https://news.example/leak',
  ])('%j', body => keeps(body, [body]));

  test.each([
    '-- \nAnn',
    '-- \nAnn Smith\nAcme GmbH\nHauptstraße 5\n10115 Berlin\nTel. +49 30 1234567',
    '-- \nAnn Smith\n\n"To be or not to be." - Shakespeare',
    '-- \n王小明',
    '--\nAnn Smith\nSenior Buyer\nann@acme.example',
    '—\nAnn Smith | Acme Ltd | www.acme.example',
    '--\nSent from my iPhone',
    '-- \nSent with Tuta; enjoy secure & ad-free emails:\nhttps://tuta.com',
  ])('a signature goes: %j', async signature => {
    expect((await read(`The blue one please.\n\n${signature}`)).text).toBe('The blue one please.');
  });
  test('a mark that a program set in HTML is one, dashes that somebody typed are not', async () => {
    const signed = (mark: string) => `<p>The blue one please.</p>${mark}`;
    for (const mark of [
      '<div>-- <br>Ann</div>',
      '<div>--&nbsp;<br>Ann</div>',
      '<pre class="moz-signature">-- \nAnn</pre>',
      '<div data-signature-widget="container"><div>--<br>Ann</div></div>',
    ])
      expect((await read(signed(mark), { html: true })).text).toBe('The blue one please.');
    expect((await read(signed('<div>--<br>Kettle</div>'), { html: true })).text).toContain('Kettle');
  });
});

describe('matter below a closing stays', () => {
  const CLOSED = 'Please send it again.\n\nKind regards\nAnn';
  test.each([
    ...[
      'Order 4711',
      'Colour blue, size L',
      'Lid also scratched',
      'Deckel leider zerkratzt',
      'Farbe: blau',
      'Wrong size though',
      'Wrong Size',
      'Blue',
      'Deadline Friday!',
      'Couleur bleue',
      'Заказ 4711, синий',
      '盖子也坏了，请一起退款',
      '0171 234567, after six',
      'Size 42',
      'Invoice to Acme GmbH',
      'Rechnung an Acme GmbH',
      'Marketing',
      'Maria Lee\n5 Mill Lane\nLeeds',
      'ok.thanks',
      'Lid, 0171 2345678',
      'My new e-mail: ann@new.example',
      'https://shop.example/lid-blue',
      '5 Mill Lane\nLeeds LS1 1AA',
      'THE LID IS BROKEN AS WELL',
    ].map(matter => `${CLOSED}\n\n${matter}`),
    `${CLOSED} Smith\nCustomer no. 12345`,
    'Bitte nochmal senden.\n\nViele Grüße\nAnn\nKundennummer 4711',
    'Please deliver to my mother.\n\nBest wishes\nHappy birthday\nfrom Ann',
    'Write on the card, please\n\nBest wishes\nAnn and Tom',
    'Bitte auf die Karte schreiben\n\nViele Grüße\nAnn und Tom',
    'Please phone.\n\nRegards\nAnn\n\nMobile 0171 234567, after six',
  ])('%j', body => keeps(body, [body]));

  test.each([
    'Kind regards\nAnn',
    'Kind regards,\n\nAnn Smith',
    'Regards\nann',
    'Mit freundlichen Grüßen\n\nAnn Müller\nAcme GmbH\nHauptstraße 5\n10115 Berlin\nTel.: 030 1234567\nwww.acme.example',
    'Kind regards\nAnn Smith | Senior Buyer\nAcme Ltd\nT: +44 20 7946 0958\nE: ann@acme.example',
    'Saludos\nMaría José',
    'Mit freundlichen Grüßen\nAnn Müller\n\nAcme GmbH\nHauptstr. 5, 10115 Berlin\nTel 030/1234567, Fax 030/1234568\nGeschäftsführer: Tom Becker, Amtsgericht Berlin HRB 12345',
    'С уважением,\nИванов Иван\nтел. +7 912 3456789',
    'Regards,\n\nJohn Doe\nCEO @ Acme !',
  ])('a signature goes: %j', async signature => {
    expect((await read(`The blue one please.\n\n${signature}`)).text).toBe('The blue one please.');
  });
  test('words below the quote are no part of the signature above it', async () => {
    const quote = 'On 3 Oct 2022, at 10:00, Shop Help <help@shop.example> wrote:\n\n> Which colour?';
    for (const between of ['\n\n', '\n'])
      expect((await read(`Hello Shop\nKind regards\nAnn${between}${quote}${between}Blue`)).text).toContain('Blue');
  });
});

describe('answers that stand between our lines are shown where somebody points to them', () => {
  test.each([
    'I have replied in your text.',
    'Replied inline.',
    'I put my answers under each question',
    'In line answers, see under',
    'I answered between your lines.',
    'Answers in CAPS',
    'Habe direkt in Ihrer Mail geantwortet',
    'Meine Anmerkungen habe ich zwischen die Zeilen geschrieben',
    'Voir mes réponses plus bas',
    'Je vous réponds dans le texte',
    'Mis respuestas abajo',
    'He contestado debajo de cada pregunta',
    'Risposte nel testo',
    'Ho risposto sotto ogni domanda',
    'As respostas estão abaixo, em vermelho',
    'Ik heb onder uw vragen geantwoord',
    'Svar nedan i rött',
    'Se mine svar nedenfor',
    'Svarene står under',
    'Vastaukset alla punaisella',
    'Odpowiedzi poniżej na czerwono',
    'Odpovědi níže',
    'Odpovede sú nižšie',
    'A válaszaimat a kérdések alá írtam',
    'Am răspuns sub fiecare întrebare',
    'Ответы ниже, красным',
    'См. ниже',
    'Відповіді нижче',
    'Отговорите са по-долу',
    'Odgovori su ispod',
    'Οι απαντήσεις μου είναι παρακάτω',
    'Yanıtlarım aşağıda',
    'תשובות בגוף המייל',
    'الإجابات أدناه',
    'پاسخ‌ها را در زیر نوشتم',
    '回复见下方红字',
    '以下にインラインで回答します',
    '아래에 답변 드립니다',
    'ผมตอบไว้ใต้คำถามแต่ละข้อ',
    'Tôi đã trả lời bên dưới',
    'Jawaban saya di bawah',
  ])('%s', async sentence => {
    const block = 'From: Shop Help <help@shop.example>\nSent: 3 Oct 2022 10:00\nTo: ann\nSubject: kettle';
    const body = `${sentence}\n\n-----Original Message-----\n${block}\n\nWhich colour?\nBLUE-X\nWhich size?\nLARGE-X`;
    expect((await read(body)).text).toContain('BLUE-X');
    expect((await read(body.replace('-----Original Message-----\n', ''))).text).toContain('LARGE-X');
  });
  test.each([
    'Thank you, the blue one please.',
    'Thanks for your reply! The kettle works.',
    'Vielen Dank für Ihre Antwort. Bitte in Blau.',
    'Gracias por su respuesta, la azul por favor.',
    'Спасибо за ответ, красную, пожалуйста.',
    'ご回答ありがとうございます。赤でお願いします。',
  ])('who only thanks for an answer points nowhere: %s', async sentence => {
    expect((await read(`${sentence}${HISTORY}`)).text).toBe(sentence);
  });
});
