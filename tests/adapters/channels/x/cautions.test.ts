/** What an author is told of a text before everybody can read it. */
import { describe, expect, test } from 'vitest';
import type { XEcho } from '../../../../adapters/channels/x/receive.ts';
import { cautionsIn } from '../../../../adapters/channels/x/rules/cautions.ts';
import { asksForPrivate, privateIn } from '../../../../adapters/channels/x/rules/private-words.ts';
import { readTerms } from '../../../../adapters/channels/x/rules/terms.ts';
import { cpuMs } from '../../../kit/cost.ts';

const { terms } = readTerms(null);
const MAYA: XEcho[] = [{ post: '1', handle: 'Maya_Patel', others: ['BenCarter'] }];
const told = (text: string, visibility: 'public' | 'private' = 'public') =>
  cautionsIn({ text, visibility, echoes: MAYA }, terms);

test('an ordinary answer needs none', () => {
  expect(
    told('Sorry, @maya_patel! It left on 24.12.2026 and arrives between 9.30 and 17.30. That is 12.50 €.'),
  ).toEqual([]);
});

test('a link has a price, in public only', () => {
  expect(told('See https://www.example.com')).toEqual(['The link makes this post cost $0.20 instead of $0.01.']);
  expect(told('See https://www.example.com', 'private')).toEqual([]);
  const dear = { ...terms, prices: { ...terms.prices, post: 0.015 }, rules: { ...terms.rules, summon: false } };
  expect(cautionsIn({ text: 'example.com', visibility: 'public', echoes: [] }, dear)).toEqual([
    'The link makes this post cost $0.20 instead of $0.015.',
  ]);
});

test('a third person is told of it, and X restricts that; an e-mail address is nobody', () => {
  expect(told('Ask @bob, or write to ann@example.de')[0]).toBe(
    '@bob is told of this post. X restricts programs that mention people who are not part of the conversation: leave the name out unless it has to be there.',
  );
  expect(told('@BENCARTER is right')).toEqual(['@BENCARTER is told of this post: they are in the conversation, too.']);
  expect(told('hi @bob @Bob @maya_patel')).toHaveLength(1);
  expect(told('at 5@night or a@b, @averyveryverylongname')).toEqual([]);
});

test('personal data that everybody could read is named once', () => {
  expect(told('Write to ann@example.org or call 030 1234567 about order #10234.').at(-1)).toBe(
    'It looks as if an e-mail address, a phone number and an order or customer number is in it, and everyone can read this post.',
  );
  expect(told('Call 030 1234567', 'private')).toEqual([]);
});

describe('what is personal', () => {
  test.each([
    ['Call +49 (0)30 1234-567', ['a phone number']],
    ['call 0151/23456789 please', ['a phone number']],
    ['ann.smith+shop@mail.example.co.uk', ['an e-mail address']],
    ['Your order AB-102345 left today', ['an order or customer number']],
    ['Bestellung 2026-00017', ['an order or customer number']],
    ['parcel 00340434161094042557', ['an order or customer number']],
    ['IBAN DE89 3704 0044 0532 0130 00', ['a bank account']],
    ['We sent it to 12 High Street', ['a postal address']],
    ['Lindenstraße 12 in Berlin', ['a postal address']],
    ['au 12 bis, rue Victor Hugo', ['a postal address']],
    ['en la calle Mayor 5', ['a postal address']],
    ['in via Garibaldi 12', ['a postal address']],
    ['Kerkstraat 7', ['a postal address']],
    ['na Rua das Flores 12', ['a postal address']],
    ['przy ul. Długiej 5', ['a postal address']],
    ['London SW1A 1AA', ['a postal address']],
  ])('%s', (text, kinds) => {
    expect(privateIn(text)).toEqual(kinds);
  });

  test.each([
    'It left on 2026-11-28, 28/11/2026 or 28. 11.',
    'Open 9.30-17.30 and 9:00 – 18:00, in 2025-2026 and 2024/25',
    'It costs 1.299,00 € or $1,299 and weighs 12345 g... 25 kg',
    'See https://example.com/orders/123456789?phone=0301234567',
    'Version 10.2.1 of 2026, size 42, 100 % cotton, 24/7',
    'You are number 12 of 350 in the queue',
    'No way 5 people can do that; the road 7 people took',
    '5 people in the way, 3 shops that close',
    '1 place de parking, via app 24/7 or via PayPal 20 €',
    'Ein Umweg von 5 Minuten',
  ])('not in: %s', text => {
    expect(privateIn(text)).toEqual([]);
  });
});

describe('asking in public for what is private', () => {
  test.each([
    'Please send us your order number.',
    'What is your e-mail address?',
    'Could you tell us your full name and address?',
    'Schick uns bitte deine Bestellnummer',
    'Wie lautet Ihre Kundennummer?',
    'Envoyez-nous votre numéro de commande',
    '¿Cuál es tu número de pedido?',
    'Mandaci il tuo numero d’ordine',
    'Stuur ons je bestelnummer',
    'Prosimy o Twój numer zamówienia',
    'Qual é o seu número de encomenda?',
    'ما هو رقم طلبك؟',
  ])('%s', text => {
    expect(asksForPrivate(text)).toBe(true);
    expect(told(text).join()).toMatch(/ask them to write to you privately/);
  });

  test.each([
    'Please send us your order number by private message.',
    'Schick uns deine Bestellnummer bitte als Direktnachricht',
    'We sent it to your address yesterday.',
    'Your name is on the list! Anything else?',
    'Please write to us privately and we look at it.',
    'Envoyez-nous votre numéro de commande en privé',
    'Podaj swój numer zamówienia w wiadomości prywatnej',
    'Envie-nos o seu número em privado',
    'Thanks for your patience. Do you like it?',
  ])('not: %s', text => {
    expect(asksForPrivate(text)).toBe(false);
  });
});

test('a text of 25,000 characters is read at once, whatever it is made of', () => {
  const spent = cpuMs(() => {
    for (const unit of [
      'a',
      'A',
      '1',
      '1.',
      'A ',
      '12 A',
      'your ',
      'ihre a ',
      '+1 ',
      '@a',
      'a@a.',
      '(0',
      'Aa ',
      'via A ',
      'ر',
      'رقم ',
    ])
      told(unit.repeat(Math.ceil(25_000 / unit.length)));
  });
  expect(spent).toBeLessThan(5_000);
});
