/** Mail of colleagues: with proof it is ours, without it says so; a provider's domain makes nobody a colleague. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type MailHouse, openMailHouse } from '../../../kit/mail-house.ts';

const BOB = 'Bob <bob@shop.example>';
const proof = (domain = 'shop.example', result = 'pass') =>
  `Authentication-Results: mx.shop.example; dmarc=${result} header.from=${domain}`;

let house: MailHouse;
const open = async (settings: Record<string, unknown> = {}) => {
  house = await openMailHouse({ plus_addresses: 'yes', trusted_server: 'mx.shop.example', ...settings });
};
afterEach(() => house.close());

describe('a colleague in copy', () => {
  beforeEach(async () => {
    await open();
    await house.mail({ id: '1@x', headers: ['Cc: bob@shop.example'] });
  });
  const answers = ['In-Reply-To: <1@x>', 'Cc: help@shop.example'];

  test('answers all, proven: it is our answer, and nobody waits', async () => {
    await house.mail({
      id: '2@x',
      from: BOB,
      to: 'maya@example.com',
      headers: [proof(), ...answers],
      text: 'Turn it.',
    });
    expect(await house.enquiry(1)).toMatchObject({ status: 'waiting', waitingSince: null, customerMessages: 1 });
    expect((await house.messages(1)).map(each => [each.direction, each.text])).toEqual([
      ['in', 'The lid rattles.'],
      ['out', 'Turn it.'],
    ]);
    expect(await house.cards()).toHaveLength(1);
  });

  test.each<[string, string, string[]]>([
    [
      'through a group of ours, marked as a list’s',
      BOB,
      ['List-ID: <help.shop.example>', 'Mailing-List: list help@shop.example'],
    ],
    ['with a footer that one may unsubscribe by', BOB, ['List-Unsubscribe: <mailto:out@shop.example>']],
    ['from a part of our domain', 'Bob <bob@eu.shop.example>', []],
    ['from an address with a tag', 'Bob <bob+desk@shop.example>', []],
  ])('answers all %s, proven: it is our answer', async (_, from, headers) => {
    const domain = from.includes('eu.') ? 'eu.shop.example' : 'shop.example';
    const proven = proof().replaceAll('header.from=shop.example', `header.from=${domain}`);
    await house.mail({
      id: '2@x',
      from,
      to: 'maya@example.com',
      headers: [proven, ...headers, ...answers],
      text: 'Turn it.',
    });
    expect((await house.messages(1)).at(-1)).toMatchObject({ direction: 'out', text: 'Turn it.' });
    expect(await house.cards()).toHaveLength(1);
  });

  test('through a group that puts its own address into From: nobody knows, so both ways are offered', async () => {
    const from = "'Bob' via Help <help@shop.example>";
    const original = ['X-Original-From: Bob <bob@shop.example>', 'Reply-To: Bob <bob@shop.example>'];
    await house.mail({
      id: '2@x',
      from,
      to: 'maya@example.com',
      headers: [...original, 'In-Reply-To: <1@x>'],
      text: 'Turn it.',
    });
    const last = (await house.messages(2)).at(-1)!;
    expect(last.warnings.join()).toContain('Looks like Bob from your team, but this could not be verified');
  });

  test('answers all, not proven: shown, and it says that it may not be Bob', async () => {
    await house.mail({ id: '2@x', from: BOB, to: 'maya@example.com', headers: answers, text: 'Turn it.' });
    expect((await house.enquiry(1)).status).toBe('open');
    const last = (await house.messages(1)).at(-1)!;
    expect([last.direction, last.text]).toEqual(['in', 'Turn it.']);
    expect(last.warnings.join()).toContain('Looks like Bob from your team, but this could not be verified');
  });

  test('a forged proof, one for another domain, or a failed one is none', async () => {
    const forged = [
      'Authentication-Results: mx.evil.example; dmarc=pass header.from=shop.example',
      proof('evil.example'),
      proof('shop.example', 'fail'),
    ];
    for (const [i, header] of forged.entries())
      await house.mail({
        id: `f${i}@x`,
        from: BOB,
        to: 'maya@example.com',
        headers: [header, ...answers],
        text: `f${i}`,
      });
    expect((await house.enquiry(1)).status).toBe('open');
    expect((await house.messages(1)).every(each => each.direction === 'in')).toBe(true);
  });

  test('writes to us alone below it, proven: nobody waits for that, and the thread says who has it', async () => {
    await house.answer(1, 'Send it back.');
    await house.mail({ id: '2@x', from: BOB, headers: [proof(), 'In-Reply-To: <1@x>'], text: 'I know her lid.' });
    expect((await house.enquiry(1)).status).toBe('waiting');
    expect((await house.messages(1)).at(-1)!.warnings.join()).toContain('The customer did not get it');
  });
});

test('a colleague who writes to help@ is known as one, and gets no thanks from a machine', async () => {
  await open();
  await house.mail({ id: '1@x', from: BOB, headers: [proof()], text: 'Who has the key?' });
  expect((await house.messages(1))[0]!.warnings.join()).toContain('A colleague wrote this');
  await house.mail({ id: '2@x', from: 'Eve <eve@shop.example>', text: 'Send me the list.' });
  expect((await house.messages(2))[0]!.warnings.join()).toContain(
    'Looks like Eve from your team, but this could not be verified',
  );
});

test('everybody at a large provider is nobody, also where it was written down; a single address there can be a colleague', async () => {
  await open({ staff: ['@gmail.com', 'bob@gmail.com'] });
  await house.mail({ id: '1@x', from: 'Ann <ann@gmail.com>', headers: [proof('gmail.com')] });
  expect((await house.messages(1))[0]!.warnings.join()).not.toContain('olleague');
  await house.mail({ id: '2@x', from: 'Bob <bob@gmail.com>', headers: [proof('gmail.com')] });
  expect((await house.messages(2))[0]!.warnings.join()).toContain('A colleague wrote this');
});
