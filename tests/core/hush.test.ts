import { describe, expect, test } from 'vitest';
import { hush, learnEnvironment, learnSecret } from '../../src/core/hush.ts';

const PASSWORD = 'pa55-Word/with+signs';
const TOKEN = 'xoxb-4711-0815-AbCdEfGhIjKlMnOpQrStUvWx';
learnSecret(JSON.stringify({ password: PASSWORD, port: 993 }));
learnSecret(TOKEN);

describe('a secret in what a far side says', () => {
  test.each([
    [
      'as it is',
      `NO refused: user help, password ${PASSWORD} is wrong`,
      'NO refused: user help, password (secret) is wrong',
    ],
    ['twice, side by side', `${TOKEN}${TOKEN}`, '(secret)(secret)'],
    ['in an address', `POST /token?p=${encodeURIComponent(PASSWORD)}&q=1`, 'POST /token?p=(secret)&q=1'],
    ['cut in the middle of it', `Bearer ${TOKEN.slice(0, 20)}`, 'Bearer (secret)'],
    ['in JSON', JSON.stringify({ said: TOKEN }), '{"said":"(secret)"}'],
    ['in hexadecimal', Buffer.from(TOKEN).toString('hex'), '(secret)'],
  ])('is hidden %s', (_, words, said) => {
    expect(hush(words)).toBe(said);
  });

  test('is hidden in base64, whatever stands before it', () => {
    for (const before of ['', 'u', 'us', '\0help\0'])
      for (const kind of ['base64', 'base64url'] as const) {
        const sent = Buffer.from(`${before}${PASSWORD}`).toString(kind);
        const said = hush(`AUTH PLAIN ${sent}`);
        expect(said).toContain('(secret)');
        const left = Buffer.from(said.replace('AUTH PLAIN ', '').replace('(secret)', ''), kind).toString('latin1');
        expect(left).not.toContain(PASSWORD.slice(0, 4));
      }
  });

  test('hides no other words: a short one, one of letters only, one that begins alike', () => {
    learnSecret('secret');
    learnSecret('password');
    learnSecret('password-of-the-shop');
    const words = 'The password is wrong: a secret word, or a password-less sign-in.';
    expect(hush(words)).toBe(words);
    expect(hush('It was password-of-the-shop.')).toBe('It was (secret).');
  });

  test('is known from the environment by its name, and from addresses that carry one', () => {
    learnEnvironment({
      DATABASE_URL: 'postgres://desk:s3cr%20et-of-database@db:5432/desk',
      X_BEARER_TOKEN: 'AAAAbearer0123456789',
      DESKHAND_SECRET_KEY: 'b2xk0000000000000000,bmV3111111111111111',
      PATH: '/usr/local/sbin:/usr/bin',
      SSL_KEY: '/etc/ssl/private/key.pem',
    });
    expect(
      hush('s3cr et-of-database, AAAAbearer0123456789, bmV3111111111111111, /usr/local/sbin, /etc/ssl/private/key.pem'),
    ).toBe('(secret), (secret), (secret), /usr/local/sbin, /etc/ssl/private/key.pem');
  });
});
