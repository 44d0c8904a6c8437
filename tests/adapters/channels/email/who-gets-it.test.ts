/** What the preview says about who gets a reply and who does not; mail in by the channel, out by a real SMTP server. */
import { afterEach, describe, expect, test } from 'vitest';
import { emailChannel } from '../../../../adapters/channels/email/channel.ts';
import { isUnread } from '../../../../src/core/unread-address.ts';
import { formFor } from '../../../../src/posting/forms.ts';
import { HELP, type MailHouse, openMailHouse } from '../../../kit/mail-house.ts';

let house: MailHouse;
afterEach(() => house.close());

const people = (count: number) => Array.from({ length: count }, (_, i) => `p${i + 1}@club.example`);
const cc = (addresses: string[]) => [`Cc: ${addresses.join(',\n ')}`];
const preview = async (text = 'Turn it.') => {
  const { id } = await house.enquiry(1);
  await house.as('Ann').write(id, text);
  await house.settle();
  return (await house.as('Ann').privates(id)).find(each => each.tone === 'preview');
};
const send = async () => {
  await house.as('Ann').choose((await house.enquiry(1)).id, 'Send');
  await house.pass(16_000);
};
const form = async () => {
  const { id } = await house.enquiry(1);
  const view = await formFor(house.house.parts, 'enquiry.reply', id, {
    deskRef: 'practice:ann',
    name: 'Ann',
    admin: true,
  });
  return JSON.stringify(view);
};

describe('more in copy than a reply goes to', () => {
  test.each<[number, number, string[]]>([
    [80, 20, ['20 are in copy, and 60 others do not get it', 'p21@club.example', 'Most in copy']],
    [21, 20, ['1 other does not get it: p21@club.example']],
    [20, 20, []],
    [2_200, 20, ['1980 others do not get it']],
  ])('of %i people %i are in copy, and the rest are counted', async (count, inCopy, said) => {
    house = await openMailHouse();
    await house.mail({ id: '1@x', headers: cc(people(count)) });
    const hints = (await preview())!.hints.join('\n');
    for (const words of said) expect(hints).toContain(words);
    expect(hints.includes('not get it')).toBe(said.length > 0);
    if (said.length) expect(await form()).toContain('not get it');
    await send();
    expect(house.smtp.mails[0]!.to).toHaveLength(1 + inCopy);
    if (count > 2_000) {
      const [message] = await house.messages(1);
      expect(message!.warnings.join('\n')).toContain('It went to 2200 others; only the first 2000 are listed here.');
    }
    expect((await house.cards())[0]!.message.others.at(-1)).toBe(
      count > 20 ? `and ${Math.min(count, 2_000) - 20} more` : 'p20@club.example',
    );
  });

  test('an admin who allows more reaches all of them', async () => {
    house = await openMailHouse({ copies_max: 90 });
    await house.mail({ id: '1@x', headers: cc(people(80)) });
    expect((await preview())!.hints.join()).not.toContain('get it');
    await send();
    expect(house.smtp.mails[0]!.to).toHaveLength(81);
  });

  test('an admin who wants no copies says so to everybody', async () => {
    house = await openMailHouse({ copies_max: 0 });
    await house.mail({ id: '1@x', headers: cc(people(2)) });
    expect((await preview())!.hints.join()).toContain('Nobody gets a copy, so 2 do not get it');
  });

  test.each([[100], [-1], [2.5]])('%s is no number of copies', async copies => {
    house = await openMailHouse();
    expect(emailChannel.problems!({ address: HELP, 'smtp.host': 'x', copies_max: copies }, 'here').join()).toContain(
      `here: "copies_max" is ${copies}. Write a whole number from 0 to 99`,
    );
  });

  test('only to the customer: nothing is said about others; with copies again it is', async () => {
    house = await openMailHouse();
    await house.mail({ id: '1@x', headers: cc(people(22)) });
    await preview();
    const { id } = await house.enquiry(1);
    const ann = house.as('Ann');
    await ann.choose(id, 'Only to Maya');
    await house.settle();
    expect((await ann.privates(id)).at(-1)!.hints.join()).not.toContain('get it');
    await ann.choose(id, 'With copies again');
    await house.settle();
    expect((await ann.privates(id)).at(-1)!.hints.join()).toContain('2 others do not get it');
  });

  test('whose number changed since the preview, are shown again before anything leaves', async () => {
    house = await openMailHouse();
    await house.mail({ id: '1@x', headers: cc(people(22)) });
    await preview();
    await house.mail({ id: '2@x', headers: ['In-Reply-To: <1@x>', ...cc(people(23))], text: 'And Joe.' });
    await send();
    expect(house.smtp.mails).toHaveLength(0);
    expect(JSON.stringify(await house.as('Ann').privates((await house.enquiry(1)).id))).toContain('3 others do not');
  });

  test('in direct mode it waits for its author instead of leaving without a word', async () => {
    house = await openMailHouse({}, 'direct');
    await house.mail({ id: '1@x', headers: cc(people(21)) });
    expect((await preview())!.hints.join()).toContain('1 other does not get it');
    await house.pass(60_000);
    expect(house.smtp.mails).toHaveLength(0);
    await send();
    expect(house.smtp.mails).toHaveLength(1);
  });

  test.each(['preview', 'direct'] as const)('"Send to customer" on a message shows it first (%s)', async mode => {
    house = await openMailHouse({}, mode);
    await house.mail({ id: '1@x', headers: cc(people(80)) });
    const { id } = await house.enquiry(1);
    const ann = house.as('Ann');
    const post = await ann.write(id, '@Ben, may I send this?', true);
    await house.settle();
    await ann.press('message.send_to_customer' as never, post, (await house.thread(id)).ref);
    await house.pass(60_000);
    expect(house.smtp.mails).toHaveLength(0);
    expect(JSON.stringify(await ann.privates(id))).toContain('60 others do not get it');
  });

  test('lists and machines in copy get none, and that is said', async () => {
    house = await openMailHouse();
    await house.mail({
      id: '1@x',
      headers: cc(['tom@club.example', 'club-request@lists.example', 'no_reply@club.example']),
    });
    expect((await preview())!.hints.join()).toContain(
      'No copy goes to club-request@lists.example, no_reply@club.example: a mailing list or an automated address.',
    );
    await send();
    expect(house.smtp.mails[0]!.to).toEqual(['maya@example.com', 'tom@club.example']);
  });
});

describe('an address where nobody reads', () => {
  test.each(['preview', 'direct'] as const)('is said before an answer goes there (%s)', async mode => {
    house = await openMailHouse({}, mode);
    await house.mail({ id: '1@x', from: 'Parcels <no-reply@parcels.example>' });
    expect((await preview())!.hints).toEqual([
      'no-reply@parcels.example says that nobody reads answers there. Is there another way to reach them?',
    ]);
    expect(await form()).toContain('nobody reads answers there');
    await house.pass(60_000);
    expect(house.smtp.mails).toHaveLength(0);
  });

  const UNREAD = `no-reply noreply no_reply no.reply NoReply do-not-reply donotreply do_not_reply DoNotReply dont-reply
    noreply+abc123 noreply-orders orders-noreply orders.no-reply shop_noreply shopnoreply noreply2 noreply_12 no-reply-please
    please-do-not-reply auto-no-reply noreply.orders no-response noresponse not-monitored unmonitored devnull nobody
    nicht-antworten bitte.nicht.antworten keine-antwort keineantwort ne-pas-repondre nepasrepondre ne_pas_répondre sans-reponse
    no-responder noresponder no.contestar no_respondas nao-responda naoresponder não-responda sem-resposta non-rispondere
    nonrispondere no-risposta niet-beantwoorden nietantwoorden geen-antwoord svara-ej svarainte ikke-svar svar-ikke ingen-svar
    ala-vastaa ei-vastausta älä-vastaa nie-odpowiadaj nieodpowiadaj nie.odpowiadac bez-odpowiedzi neodpovidat neodpovídejte
    neodpovedat ne-valaszoljon ne.válaszolj nu-raspunde nuraspundeti ne-odgovarjaj ne.odgovaraj cevaplamayin yanitlamayin
    cevap-yok ära-vasta ne-atbildet neatsakyti no-respondre minapantate μην-απαντάτε ne-otvechat neotvechat не-отвечать
    невідповідати не-отговаряйте jangan-balas khong-tra-loi אל-תשיב لا-ترد 返信不可 送信専用 请勿回复 勿回复 발신전용
    mailer-daemon automailer keine-antworten ne-otvechaite no-responses geen-antwoorden no-answers no-replyme dont-answer
    do-not-email send-only no-inbox no-reponse ne-repondre-pas no-responde no-conteste nao-responde no-rispondere nao-monitorado
    antworten-nicht-moeglich nur-versand brak-odpowiedzi nemojte-odgovarati nereagujte må-ikke-besvares haishin-senyou
    soushin-senyou 返信しないでください 无需回复`;

  test.each(UNREAD.split(/\s+/))('%s@', async local => {
    house ??= await openMailHouse();
    expect(isUnread(`${local}@shop.example`)).toBe(true);
  });

  test.each([
    'x@noreply.github.example',
    'ann@no-reply.shop.example',
    '12+ann@users.noreply.github.example',
  ])('%s, by its domain', address => expect(isUnread(address)).toBe(true));

  const READ = `reply replies reply-to ann.reply casino-reply casinoreply noah.reply info help hello contact support
    sales nora no.no nono antwort antworten respuesta answers anna.noresund norbert.reply
    donald.notrep do.not nota.reply unreadable.books svar svara odpoved vastaus kontakt orders-reply rsvp x-no arge brunoemail stefanoemail romanoemail latinoreply
    milanoresponse marko.notreply peter.nobody bob.unread norep.lab ann.noreturn`;
  test.each(READ.split(/\s+/))('%s@ is read by somebody', local =>
    expect(isUnread(`${local}@shop.example`)).toBe(false));

  test.each([
    'ann@nobody.jp',
    'bob@devnull.cz',
    'ann@unread.io',
    'ann@point-of-no-return.example',
    'ann@no.email',
    'ann@casinoemail.com',
  ])('%s is read by somebody, whatever its domain is called', address => expect(isUnread(address)).toBe(false));

  test('a visitor of a chat has no address', () => expect(isUnread('noreply')).toBe(false));
});

describe('where a mail asks answers to go', () => {
  const warnings = async (replyTo: string, from = 'Maya <maya@example.com>') => {
    house = await openMailHouse();
    await house.mail({ id: '1@x', from, headers: [`Reply-To: ${replyTo}`] });
    const [card] = await house.cards();
    return { said: card!.message.warnings.join('\n'), to: card!.message.address };
  };

  test.each<[string, string, string[]]>([
    [
      'a second one',
      'maya@example.com, tom@other.example',
      ['also go to tom@other.example', 'Your answer goes to maya@'],
    ],
    ['two others', '"Tom, T." <tom@other.example>, jo@third.example', ['go to tom@other.example and jo@third.example']],
    [
      'one at the same domain',
      'orders@example.com',
      ['It asks that answers go to orders@example.com. Your answer goes to'],
    ],
    ['two at the same domain', 'maya@example.com, orders@example.com', ['also go to orders@example.com']],
    ['a group', 'Desk: tom@other.example, jo@third.example;', ['tom@other.example and jo@third.example']],
    ['many', [...people(9)].join(', '), ['p1@club.example', 'and 4 more']],
    [
      'the same one three times',
      'Bob@X.example, bob@x.example, BOB@x.example',
      ['answers go to bob@x.example, which is not'],
    ],
    ['ours and another', `${HELP}, tom@other.example`, ['tom@other.example']],
  ])('%s is named', async (_, replyTo, said) => {
    const { said: found, to } = await warnings(replyTo);
    for (const words of said) expect(found).toContain(words);
    expect(to).toBe('maya@example.com');
  });

  test.each(['help+tok@shop.example', 'MAYA@example.com'])('%s is nothing to name', async replyTo => {
    expect((await warnings(replyTo)).said).toBe('');
  });

  test('whoever is in copy gets it anyway', async () => {
    house = await openMailHouse();
    await house.mail({ id: '1@x', headers: ['Reply-To: maya@example.com, tom@club.example', 'Cc: tom@club.example'] });
    expect((await house.cards())[0]!.message.warnings).toEqual([]);
  });

  test.each([
    '<mailto:visitor@x.example>',
    'noreply@other.example, visitor@x.example',
    'visitor@x.example, visitor@x.example',
  ])('a form that asks for %s is answered to the visitor', async replyTo => {
    const { said, to } = await warnings(replyTo, 'Site <noreply@forms.example>');
    expect(to).toBe('visitor@x.example');
    expect(said.includes('also go to visitor')).toBe(false);
  });

  test('her own address alone, in another case, is nothing to name', async () => {
    expect((await warnings('MAYA@Example.com')).said).toBe('');
  });

  test('a form with two: the first is answered, the second is named', async () => {
    const { said, to } = await warnings('jo@third.example, tom@other.example', 'Site <nicht-antworten@site.example>');
    expect(to).toBe('jo@third.example');
    expect(said).toContain('answers also go to tom@other.example. Your answer goes to jo@third.example alone.');
  });
});
