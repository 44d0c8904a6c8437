import { describe, expect, test } from 'vitest';
import { type About, blankOut, identifiersIn, keyOf, signedNames } from '../../../src/knowledge/saved/blank-out.ts';
import { cpuMs } from '../../kit/cost.ts';

const about: About = {
  customer: ['Maya Patel', 'maya.patel@example.com', 'maya.patel'],
  others: ['Jonas Weber'],
  me: ['Ann Lee', 'Ann'],
  number: 17,
  said: 'My order KX-4471 of 24.99 EUR has not come. Call me: 07700 900123. I live at 12 Mill Lane, Leeds. Room 3.',
  common: new Set(),
};
const out = (text: string, given: Partial<About> = {}) => blankOut(text, { ...about, ...given });

describe('a reply to one customer becomes text for all', () => {
  test.each([
    [
      'Hi Maya,\nyour order KX-4471 is late.\nBest, Ann',
      'Hi {name},\nyour order {order number} is late.\nBest, {my name}',
    ],
    ['Dear Ms Patel, we wrote to Maya Patel.', 'Dear Ms {name}, we wrote to {name}.'],
    ["That is Maya's lid, and Mayas are not.", "That is {name}'s lid, and Mayas are not."],
    ['MAYA PATEL wrote, and Maya, and so did ROSE.', '{name} wrote, and {name}, and so did ROSE.'],
    ['Hello Maya-Lou! See you.', 'Hello {name}! See you.'],
    [
      'Sehr geehrte Frau Patel, Ihre Bestellung 99812 kommt.',
      'Sehr geehrte Frau {name}, Ihre Bestellung {their number} kommt.',
    ],
    [
      'Bonjour Maya, votre commande 99812 arrive le 3 décembre 2026.',
      'Bonjour {name}, votre commande {their number} arrive le {date}.',
    ],
    ['It is #17, and #18.', 'It is #{number}, and #{their number}.'],
    ['We called 07700900123 and +44 7700 900123.', 'We called {phone number} and {phone number}.'],
    ['Sent to 12 Mill Lane, LS1 4AB.', 'Sent to {address}, {postcode}.'],
    ['An die Lindenstraße 12 geschickt', 'An die {address} geschickt'],
    ['Refunded to DE89 3704 0044 0532 0130 00.', 'Refunded to {bank account}.'],
    ['We refund 24.99 EUR or £30.', 'We refund {amount} or {amount}.'],
    [
      'It comes on 2026-12-03, 3.12.2026, Dec 3 or the 3rd of December.',
      'It comes on {date}, {date}, {date} or the {date}.',
    ],
    ['Mail maya.patel@example.com', 'Mail {email address}'],
    ['Track it: https://carrier.example/t/KX4471?pin=99', 'Track it: {link}'],
    ['Jonas Weber has it. Jonas knows.', '{another name} has it. {another name} knows.'],
    ['Within 14 days, from 9 to 17, 2 lids, in 2026.', 'Within 14 days, from 9 to 17, 2 lids, in 2026.'],
    [
      'See https://shop.example/returns and you may return it.',
      'See https://shop.example/returns and you may return it.',
    ],
    ['Hi {name}, {day}.', 'Hi {name}, {day}.'],
    ['مرحبا', 'مرحبا'],
  ])('%j: %j', (text, blanked) => expect(out(text)).toBe(blanked));

  test('a name has no need of its accents, and stands under what they wrote', () => {
    const zoe = { customer: ['Zoë Martín'] };
    expect(out('Hello all, we asked Zoe, Zoë and MARTIN, not Zoey. Ça va.', zoe)).toBe(
      'Hello all, we asked {name}, {name} and {name}, not Zoey. Ça va.',
    );
    expect(signedNames('It rattles.\n\nBest regards,\nMaya Patel')).toEqual(['Maya Patel']);
    expect(signedNames('Es klappert.\nViele Grüße\n- Jörg')).toEqual(['Jörg']);
    expect(signedNames('Where is it?\nThanks')).toEqual([]);
    expect(out('Ring (555) 123-4567.')).toBe('Ring {phone number}.');
  });

  test('what other customers are told too stays, unless this one said it', () => {
    const text = 'Call us on 020 7946 0123 or write to help@shop.example. It costs £30.';
    const common = new Set(identifiersIn(text).map(keyOf));
    expect(out(text, { common })).toBe(text);
    expect(out(text, { common, said: 'I called 020 7946 0123' })).toContain('Call us on {phone number}');
  });

  test('nothing of a customer is left in what is planted, in any of these ways of writing it', () => {
    const planted = ['maya', 'patel', 'kx-4471', 'kx4471', '07700', '900123', 'mill lane'];
    const texts = [
      'MAYA PATEL, hello. maya: your KX-4471',
      'Dear Patel,\n(KX-4471) and 07700-900-123',
      'Maya Patel’s parcel KX-4471/2 went to 12 Mill Lane',
      'Hi maya, KX-4471.',
      'To: Patel, Maya <maya.patel@example.com>',
    ];
    for (const text of texts) for (const each of planted) expect(out(text).toLowerCase(), text).not.toContain(each);
  });

  test('30 KB of anything take little time', () => {
    for (const piece of ['1 ', 'a1', '{', '+4', '12 Mill ', 'Hi Maya ', 'https://a/', 'x@', '0(', '1.', 'DE89 ']) {
      const spent = cpuMs(() => void out(piece.repeat(Math.ceil(30_000 / piece.length))));
      expect(spent, piece).toBeLessThan(1_500);
    }
  });
});
