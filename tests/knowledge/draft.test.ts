import { describe, expect, test } from 'vitest';
import { draftOf } from '../../src/knowledge/draft.ts';
import { cpuMs } from '../kit/cost.ts';

const holds = () => 0;
const make = (
  answer: string,
  {
    names = ['Emily Okafor', 'emily.okafor@example.com'],
    texts = [],
    authors = ['Priya Raman', 'Priya'],
    to = 'Maya',
  }: {
    names?: string[];
    texts?: string[];
    authors?: string[];
    to?: string | null;
  } = {},
) => draftOf({ answer, names, texts, authors }, { customer: to, author: 'Ann' }, holds);

describe('the greeting and the name below', () => {
  test.each([
    ['Hi Emily,\nit is mended.\n\nBest,\nPriya', 'Hi Maya,\nit is mended.\n\nBest,\nAnn'],
    ['Hello Emily! It is mended.', 'Hello Maya! It is mended.'],
    ['Hi Emily thanks for writing.', 'Hi Maya, thanks for writing.'],
    ['Dear Mrs Okafor,\nIt is mended.\nKind regards\nPriya Raman', 'Dear Maya,\nIt is mended.\nKind regards\nAnn'],
    ['Hello there,\nIt is mended.', 'Hello Maya,\nIt is mended.'],
    ['It is mended. Priya', 'It is mended. Ann'],
    ['Hello we are open.', 'Hello we are open.'],
    ['Liebe Frau Okafor,\nsie ist fertig.', '[check: greeting] Maya,\nsie ist fertig.'],
    ['Hallo Emily,\nsie ist fertig.\nViele Grüße\nPriya', 'Hallo Maya,\nsie ist fertig.\nViele Grüße\nAnn'],
    ['Bonjour Emily,\nc’est prêt.\nCordialement,\nPriya Raman', 'Bonjour Maya,\nc’est prêt.\nCordialement,\nAnn'],
  ])('%j', (answer, draft) => {
    expect(make(answer)).toBe(draft);
  });

  test('a customer without a name is greeted without one', () => {
    expect(make('Hi Emily,\nit is mended.', { to: null })).toBe('Hi,\nit is mended.');
  });
});

/** What belongs to somebody else, and an answer with it in the middle. */
const PLANTED: [secret: string | string[], answer: string, texts?: string[], names?: string[]][] = [
  ['Emily', 'We told you, Emily, that it is mended.'],
  ['Emily', "Emily's kettle is mended."],
  ['Okafor', 'The Okafors’ kettle and Mr Okafor’s lid are mended.'],
  ['emily', 'thanks emily, it is mended'],
  ['E.O.', 'It was signed for by E.O. at the door.'],
  ['E. Okafor', 'It was signed for by E. Okafor at the door.'],
  ['EO', 'The note says EO, so it is yours.'],
  ['Zoe', 'Zoe can pick it up for you.', ['My daughter Zoe will come by']],
  ['Zoe', 'Your daughter Zoe can pick it up.'],
  ['Bart', 'We gave it to your neighbour Bart.'],
  ['Smithers', 'Please ask for Mr Smithers at the desk.'],
  ['Müller', 'Frau Müller hat das Paket angenommen.', [], ['Petra Mueller']],
  ['Mueller', 'Das Paket von Mueller ist da.', [], ['Petra Müller']],
  ['Emma', 'Ihre Tochter Emma kann die Lieferung holen.'],
  ['Dupont', 'Nous avons remis le colis à M. Dupont hier.', [], ['Claire Dupont']],
  ['Rossi', 'Abbiamo consegnato il pacco alla signora Rossi.'],
  ['García', 'Entregamos el paquete a la Sra. García.'],
  ['山田', '山田様のご注文は発送済みです。', [], ['山田太郎']],
  ['김민수', '김민수 님, 주문하신 상품이 발송되었습니다.', [], ['김민수']],
  ['07700 900123', 'We tried to call you on 07700 900123.'],
  ['+44 (0)20 7946 0018', 'Ring +44 (0)20 7946 0018 and ask.'],
  ['0171', 'Wir haben Sie unter 0171/2345678 nicht erreicht.'],
  [['GB29', '1331'], 'The money went to GB29 NWBK 6016 1331 9268 19.'],
  ['DE8937', 'Wir haben auf DE89370400440532013000 überwiesen.'],
  ['AB-4471-X', 'Your order AB-4471-X has left.'],
  ['#88213', 'Order #88213 has left.'],
  ['QX-ZT', 'Your code is QX-ZT.'],
  ['4711', 'Bestellung Nr. 4711 ist unterwegs.'],
  ['٤٤٧١', 'طلبك رقم ٤٤٧١ في الطريق'],
  ['3 May', 'It left on 3 May and arrives soon.'],
  ['May 3rd', 'It left on May 3rd, 2026.'],
  [['third', 'May'], 'It left on the third of May.'],
  ['Tuesday', 'It arrives on Tuesday.'],
  ['tomorrow', 'It arrives tomorrow morning.'],
  ['2026', 'It left on 2026-05-03.'],
  ['03/05', 'It left on 03/05.'],
  [['Montag', 'Mai'], 'Sie kommt am Montag, den 3. Mai.'],
  ['mardi', 'Votre colis arrive mardi.'],
  ['jueves', 'Llega el jueves 4 de junio.'],
  ['5月3日', 'ご注文は5月3日に届きます。'],
  ['10:30', 'The courier comes at 10:30.'],
  ['3pm', 'The courier comes at 3pm.'],
  ['£42.50', 'We refunded £42.50 to you.'],
  ['42,50', 'Wir haben 42,50 € erstattet.'],
  ['twenty-two', 'We refunded twenty-two pounds.'],
  ['five pounds', 'We took five pounds off.'],
  ['hundert', 'Wir haben hundert Euro erstattet.'],
  [['token', 'abc123'], 'Follow it at https://track.example/t?token=abc123&x=1.'],
  ['dhl.example', 'Follow it at dhl.example/emily-okafor.'],
  ['okafor@', 'We wrote to emily.okafor@example.com.'],
  ['@emily_o', 'We saw your post, @emily_o.'],
  [['12', 'High Street'], 'It went to 12 High Street.'],
  ['Baker Street', 'It went to your house in Baker Street.'],
  [['Haupt', '10115'], 'Es ging an die Hauptstraße 5 in 10115 Berlin.'],
  ['Lindenallee', 'Es liegt in der Lindenallee.'],
  [['Paix', '75002'], 'Il est parti au 12 rue de la Paix, 75002 Paris.'],
  ['Mazzini', 'È partito per via Mazzini 3.'],
  ['SW1A', 'It went to SW1A 1AA.'],
  ['Leeds', 'Your parcel is at the depot in Leeds.'],
  ['Acme', 'We sent the invoice to Acme as well.', ['I work for Acme in the city']],
];

describe('nothing of the other customer is left', () => {
  test.each(PLANTED)('%j', (secret, answer, texts = [], names = ['Emily Okafor', 'emily.okafor@example.com']) => {
    const draft = make(answer, { names, texts });
    for (const each of [secret].flat()) expect(draft).not.toContain(each);
    expect(draft).toMatch(/\[check: [a-z ]+\]/);
  });

  test('what the shop says to everybody stays', () => {
    const answer =
      'Hi Emily,\n\nthanks for writing. Please bring the kettle to our shop with the receipt, and we will swap the lid for you while you wait. Unfortunately we cannot post spare parts.\n\nBest,\nPriya';
    expect(make(answer)).toBe(answer.replace('Emily', 'Maya').replace('Priya', 'Ann'));
  });

  test('words of the shop are known by how many customers write them', () => {
    const answer = 'The lid of the Aurora is sold separately.';
    const given = { answer, names: ['Emily Okafor'], texts: [], authors: [] };
    const fresh = { customer: 'Maya', author: 'Ann' };
    expect(draftOf(given, fresh, word => (word === 'Aurora' ? 9 : 0))).toBe(answer);
    expect(draftOf(given, fresh, holds)).toBe('The lid of the [check: name] is sold separately.');
    // Also a name that many customers write is a name where it is this one's.
    expect(draftOf({ ...given, names: ['Aurora Bell'] }, fresh, () => 9)).toBe(
      'The lid of the [check: name] is sold separately.',
    );
  });

  test('30 KB and strange texts take little time', () => {
    for (const answer of [
      'x '.repeat(15_000),
      'Emily '.repeat(5_000),
      '1'.repeat(30_000),
      '-_./'.repeat(7_000),
      '👍'.repeat(9_000),
      'А. '.repeat(10_000),
    ]) {
      const spent = cpuMs(() => expect(make(answer)).not.toContain('Emily'));
      expect(spent, answer.slice(0, 9)).toBeLessThan(3_000);
    }
  });
});
