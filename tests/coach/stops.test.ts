/** What stops a reply: card numbers, secrets, links that work only inside, and places that are still to be filled in. */
import { expect, it } from 'vitest';
import { hintsFor } from '../../src/coach/judge.ts';

const checksOf = (reply: string, text = 'Where is my order?', thread: string[] = []) =>
  hintsFor({ reply, customer: { name: 'Maya Patel', text }, staff: { name: 'Ann Lee' }, thread })
    .filter(each => each.stops)
    .map(each => each.check);

it.each([
  ...[
    'Hi {{customer_name}}, it left today.',
    'Hi {{ first name',
    'Dear {name}, it left today.',
    'Hi {0}, it left today.',
    'Hi ${firstName}, it left.',
  ],
  ...[
    'Hi [insert name], it left.',
    'Your number is [insert order number here].',
    'Hi [Customer Name],',
    'Hi [NAME],',
    'It costs [amount].',
    'Call [Customer Support Phone Number].',
  ],
  ...[
    'Hi [check: Sara], it left.',
    'It left on [check: 3 May].',
    'Hi [Vorname],',
    'Guten Tag [Name einsetzen],',
    'Ihre Bestellung [Bestellnummer] ist da.',
    'Am [Datum ergänzen] kommt es.',
  ],
  ...[
    'Bonjour [prénom],',
    'Le montant est de [à compléter] euros.',
    'Votre commande [numéro de commande] est partie.',
    'Hola [nombre],',
    'El pedido [insertar número] sale mañana.',
  ],
  ...[
    'Gentile [nome],',
    'Arriva il [inserire data].',
    'Beste [naam],',
    'Het komt op [datum invullen].',
    'Dzień dobry [imię],',
    'Numer [wpisz numer] jest gotowy.',
    'Olá [nome],',
    'Chega em [inserir data].',
  ],
  ...['Hi <name>, it left today.', 'Hi <Customer Name>,', 'Order <your order number> left.', 'Hallo <Vorname>,'],
  ...[
    'Order XXX left today.',
    'It costs £XX.',
    'It takes XX days.',
    'It arrives on XX.XX.',
    'It arrives at XX:XX.',
    'It arrives TBC.',
    'The price is TBD.',
    'Order #xxxx left.',
    'It comes on DD/MM/YYYY.',
  ],
  ...[
    'Hi __NAME__, it left.',
    'Hi __customer__, it left.',
    'Hi %NAME%, it left.',
    'Hi %first_name%,',
    'Hi %s, it left.',
    'Order number: ______',
    'Hi *|FNAME|*, it left.',
    'Hi ##NAME##,',
  ],
  ...[
    'Lorem ipsum dolor sit amet.',
    'Dear Customer Name, it left.',
    'Hi First Name,\nit left.',
    'Hi undefined,\nit left.',
    'Hallo Vorname,\nes ist da.',
    'It is TODO.',
    'It leaves (insert date).',
    'INSERT NAME HERE, it left.',
  ],
  ...[
    'Hi [First Name], it left.',
    'See [link].',
    'Yours [Your Name]',
    '[...your text here...]',
    'Hi [XXX]',
    'It is [  ] euros.',
    'Hi [Kundenname],',
  ],
])('stops at what is still to be filled in: %s', reply => {
  expect(checksOf(reply)).toEqual(['placeholder']);
});

it.each([
  ...[
    'Hi Maya, it left today.',
    'See the terms [1] and the guide [2].',
    'We read "it is [sic] fine".',
    'See [our page](https://shop.example/faq).',
    '- [ ] unplug it\n- [x] wait',
    'Thanks!\nAnn xxx',
  ],
  ...[
    'It is 5 < 7 and 9 > 3.',
    'We love you <3',
    'It is 100% cotton and 20% off.',
    'Size XXL is back.',
    'Use `{{name}}` in your template.',
    'Send it to Maya <maya@example.com>.',
    'Card ending XXXX 1234.',
  ],
  ...[
    'https://shop.example/a?q=%20x%20y__z__',
    'Your order [#4471] left.',
    '[Order 4471] left.',
    'Press [Enter] or [OK].',
    'The file is on_the_shelf__here.',
    'snake_case_name is fine',
    'It costs 20%, delivery 5% more.',
  ],
])('says nothing about %s', reply => {
  expect(checksOf(reply)).toEqual([]);
});

it('says nothing about what the customer wrote first', () => {
  expect(checksOf('The part XXX is in stock.', 'Do you have part XXX?')).toEqual([]);
  expect(
    checksOf('Reach it at http://192.168.0.10/ as you said.', 'My router is at http://192.168.0.10/ or not?'),
  ).toEqual([]);
});

it.each([
  ...[
    '4111 1111 1111 1111',
    '4111-1111-1111-1111',
    '4111111111111111',
    '5555 5555 5555 4444',
    '3782 822463 10005',
    '378282246310005',
    '6011 1111 1111 1117',
    '3530111333300000',
  ],
  ...[
    '30569309025904',
    '2223 0031 2200 3222',
    '4222222222222',
    '4111.1111.1111.1111',
    '4111  1111  1111  1111',
    '４１１１ １１１１ １１１１ １１１１',
    '4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1',
    '4111\u00a01111\u00a01111\u00a01111',
  ],
])('stops at a card number: %s', number => {
  for (const reply of [`Your card ${number} was charged.`, `${number}`, `We have 2 of them. ${number}, is that right?`])
    expect(checksOf(reply)).toEqual(['card']);
});

it('finds a card between other numbers', () => {
  expect(checksOf('Order 4471 was paid with 4111 1111 1111 1111 12/27.')).toEqual(['card']);
});

it('shows no more of a card than its last four digits', () => {
  const [hint] = hintsFor({
    reply: 'Card 4111 1111 1111 1111',
    customer: { name: null, text: '' },
    staff: { name: null },
    thread: [],
  });
  expect(hint?.words).toContain('1111');
  expect(hint?.words).not.toMatch(/4111/);
  expect(hint?.words).toMatch(/looks like a card number/);
});

it.each([
  'Order number 4111111111111111 left.',
  'Call +44 161 496 0000 1234.',
  'It is 1234 5678 9012 3456.',
  'IBAN DE89 3704 0044 0532 0130 00',
  'Tracking no. 5555555555554444',
  'ISBN 9780306406157',
  'Card ending 1111',
])('takes no other number for a card: %s', reply => {
  expect(checksOf(reply)).toEqual([]);
});

it.each([
  ...[
    'Your password is hunter2.',
    'The password: Sommer2024!',
    'password = kettle',
    'Password is "blue kettle"',
    'The wifi password is kettles.',
    'Use login admin / password admin',
    'The new password is Summer24',
  ],
  ...[
    'Das Passwort lautet Sommer2024.',
    'Ihr Kennwort ist: Wasser77',
    'Le mot de passe est Soleil99.',
    'La contraseña es verano24.',
    'La password è Estate24.',
    'Het wachtwoord is Zomer24.',
    'Hasło to Lato2024.',
    'A senha é verao24.',
    'A palavra-passe é Verao24',
  ],
  ...[
    `xo${'xb'}-1234567890-abcdefghij`,
    `gh${'p_'}abcdefghijklmnopqrstuvwxyz0123456789`,
    `AK${'IA'}IOSFODNN7EXAMPLE`,
    `sk${'_live'}_abcdefghijklmnop`,
    `AI${'za'}SyA1234567890abcdefghijklmnopqrstu`,
  ],
  ...[
    `-----BEGIN RSA ${'PRIVATE KEY'}-----`,
    'postgres://shop:geheim@db.shop.example/shop',
    `ey${'J'}hbGciOiJIUzI1NiJ9.ey${'J'}zdWIiOiIxMjM0In0.abc`,
    'api_key = 9f2c77aa01bb44cc',
    `sk${'-proj'}-abcdefghijklmnopqrstuv`,
  ],
  ...[
    'pw: Kettle77',
    'Passwort: Sommer2024',
    'The code for the door is 4471.',
    'Der Code für die Tür ist 4471',
    'Authorization: Bearer abcdefghijklmnopqrstuvwxyz',
    'API token: abcd1234efgh5678',
  ],
  ...['The CVV is 123.', 'Your card PIN is 4821', 'The alarm code is 7719', 'Your PIN: 4821'],
])('stops at a password or a key: %s', secret => {
  expect(checksOf(`Hi Maya, here it is. ${secret}`)).toEqual(['secret']);
});

it.each([
  ...[
    'Your password is wrong.',
    'Your password is case-sensitive.',
    'The password is at least 8 characters long.',
    'Your password has expired.',
    'Enter your password: it was sent by mail.',
    'Your password is safe with us.',
    'The password is reset.',
  ],
  ...[
    'Click "Forgot password" and choose a new password.',
    'Ihr Passwort ist abgelaufen.',
    'Das Passwort ist falsch.',
    'Your name, email address, and password.',
    'Your collection PIN is 4821',
    'Password: must contain 8 characters',
    'Your locker PIN is 4821.',
  ],
])('says nothing about %s', reply => {
  expect(checksOf(reply)).toEqual([]);
});

it.each([
  ...[
    'https://kettle.slack.com/archives/C123/p1766',
    'slack.com/archives/C0123',
    'https://teams.microsoft.com/l/message/19:abc',
    'https://kettle.sharepoint.com/sites/shop',
    'http://wiki.kettle.internal/returns',
  ],
  ...[
    'http://10.0.0.12/returns',
    '192.168.1.20',
    '172.16.4.1',
    'http://intranet/returns',
    'http://localhost:8080/',
    'https://jira.kettle.example/browse/K-1',
    'file:///shared/returns.pdf',
    '\\\\server\\share\\returns.pdf',
  ],
  ...[
    '<@U0123ABCD>',
    '<#C0123ABCD|returns>',
    '<!subteam^S0123>',
    'https://kettle.atlassian.net/browse/K-1',
    'https://intranet.kettle.example/faq',
    'http://shop.local/admin',
    'https://kettle.lan/x',
    'https://admin.shopify.com/store/kettle',
  ],
])('stops at a link that works only inside: %s', link => {
  expect(checksOf(`Hi Maya, see ${link} for the terms.`)).toEqual(['internal']);
});

it.each([
  'https://shop.example/faq',
  'https://teams.microsoft.com/l/meetup-join/19%3ameeting',
  'https://www.royalmail.com/track',
  'Update to version 10.0.0.1',
  'We are a local shop.',
  'Our internal team checks it.',
  'help@kettle.example',
  'Ask @here for help',
  'https://slack.com/help',
  'https://api.slack.com/docs',
  'C:\\Program Files',
])('says nothing about %s', link => {
  expect(checksOf(`Hi Maya, see ${link} for more.`)).toEqual([]);
});
