/** The pure parts of the web chat: colours, signatures, puzzles, limits, words, addresses, and how small the page is. */
import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contrast, inkOn, readableOn } from '../../../../adapters/channels/webchat/colour.ts';
import { siteConfig, webchatProblems, webchatSettings } from '../../../../adapters/channels/webchat/config.ts';
import { makeGate, networkOf } from '../../../../adapters/channels/webchat/gate.ts';
import { identitySignature, verifyIdentity } from '../../../../adapters/channels/webchat/identity.ts';
import { en } from '../../../../adapters/channels/webchat/languages/en.ts';
import { LANGUAGES, textsInParts, textsOf } from '../../../../adapters/channels/webchat/languages/languages.ts';
import { build } from '../../../../adapters/channels/webchat/page/build.ts';
import { initialsOf } from '../../../../adapters/channels/webchat/page/panel/initials.ts';
import { linksIn } from '../../../../adapters/channels/webchat/page/panel/links.ts';
import { solve as solveInPage } from '../../../../adapters/channels/webchat/page/work.ts';
import { pageOf } from '../../../../adapters/channels/webchat/page-address.ts';
import { localeOf, withSite } from '../../../../adapters/channels/webchat/pages.ts';
import { makePuzzle, solvedNonce } from '../../../../adapters/channels/webchat/puzzle.ts';
import { parseChat, readFile } from '../../../../adapters/channels/webchat/receive.ts';
import { makeVisitors } from '../../../../adapters/channels/webchat/visitors.ts';
import { languageFor } from '../../../../src/core/customer-texts/texts.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../src/core/time.ts';
import { readSettings } from '../../../../src/ports/settings.ts';
import { clientAddress } from '../../../../src/server/client-address.ts';
import { trustedProxies } from '../../../../src/settings/trusted-proxies.ts';
import { context } from '../../../contracts/channel.ts';
import { solve } from '../../../kit/visitor.ts';

const BUILT = join(import.meta.dirname, '../../../../adapters/channels/webchat/page/built');
const built = (name: string) => readFileSync(join(BUILT, name), 'utf8');
describe('what browsers get', () => {
  test('is made of the sources as they are now: run "npm run webchat" when this fails', async () => {
    for (const [name, text] of Object.entries(await build())) expect(built(name), name).toBe(text);
  });

  test('what it says before its later parts are there comes with the page', () => {
    const { page, later } = textsInParts(en);
    const { launcher, hello, ...said } = en;
    expect({ ...page, ...later }).toEqual(said);
    const early = ['composer.tsx', 'log.tsx', 'main.tsx', 'questions.tsx', 'form.tsx', 'view.tsx', 'words.ts'];
    for (const name of early) {
      const source = readFileSync(join(BUILT, '../panel', name), 'utf8');
      for (const [, word] of source.matchAll(/\bt\('(\w+)'/g)) expect(Object.keys(page), name).toContain(word);
    }
  });

  test('its style has no queries that browsers before 2023 do not know', () => {
    for (const name of ['panel.css', 'loader.js', 'frame.js'])
      expect(built(name), name).not.toMatch(/@media[^{]*[<>]=/);
  });

  test('the loader is plain ASCII, whatever the site calls itself, and says nothing that ends a script', () => {
    const labels = Object.fromEntries(LANGUAGES.map(({ code }) => [code, textsOf(code, {}).launcher]));
    const site = {
      name: 'site',
      origin: 'https://d.example',
      title: 'Café ☕ </script><script>x',
      colour: '#112233',
      ink: '#ffffff',
      version: 'v',
      labels,
      sites: ['https://shop.example', 'https://www.shop.example'],
      side: 'left' as const,
      offset: [90, 20] as [number, number],
      hidden: false,
      sound: true,
    };
    const text = withSite(built('loader.js'), site);
    expect(text).toMatch(/^[\x00-\x7f]*$/);
    expect(text).not.toContain('</script');
  });
});

describe('what a page makes of words', () => {
  const hrefs = (text: string) => linksIn(text).flatMap(each => (typeof each === 'string' ? [] : [each.href]));
  test.each([
    ['https://en.wikipedia.org/wiki/Butte_(landform)', ['https://en.wikipedia.org/wiki/Butte_(landform)']],
    [
      '(see https://a.example/b_(c)). Or [https://a.example/?b=[1]]!',
      ['https://a.example/b_(c)', 'https://a.example/?b=[1]'],
    ],
    [
      'HTTPS://A.example/X, www.a.example... WWW.b.example/?q=a@b',
      ['HTTPS://A.example/X', 'https://www.a.example', 'https://WWW.b.example/?q=a@b'],
    ],
    [
      'maya.patel+lid@shop.example, <b@c.example>; a@b and @Ben',
      ['mailto:maya.patel+lid@shop.example', 'mailto:b@c.example'],
    ],
    ['请看https://a.example/路。谢谢 «https://b.example/ü»', ['https://a.example/路', 'https://b.example/ü']],
    ['https:// http://. awww.a.example www. //a.example javascript:alert(1) ftp://a.example data:text/html,x', []],
    ['mailto:x@a.example https://u:p@a.example/', ['mailto:x@a.example', 'https://u:p@a.example/']],
    [
      "'q@a.example' o'brien@a.example x@b.xn--p1ai jörg@bücher.example",
      ['q@a.example', "o'brien@a.example", 'x@b.xn--p1ai', 'jörg@bücher.example'].map(each => `mailto:${each}`),
    ],
  ])('finds the addresses in %s', (text, found) => {
    expect(hrefs(text)).toEqual(found);
  });
  test('loses no character of it, and links nothing but pages and mail, whatever it is', () => {
    const piece = fc.oneof(
      fc.constantFrom('https://', 'www.', '@', '.', '(', ')', '[', ']', 'a', 'ü', ' ', '\u202e', ':', '/'),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        const text = pieces.join('');
        const parts = linksIn(text);
        expect(parts.map(each => (typeof each === 'string' ? each : each.text)).join('')).toBe(text);
        for (const each of parts) if (typeof each !== 'string') expect(each.href).toMatch(/^(https?:\/\/|mailto:)./i);
      }),
    );
    // A wall of brackets is read in a moment, not in minutes.
    expect(hrefs(`https://a.example/${'('.repeat(2_000)}${')'.repeat(2_000)}`)).toHaveLength(1);
  });
  test('a person is two letters, a shop of one word one', () => {
    const names = ['Ann', 'ann maria smith', 'Kettle & Co', 'Ölmez-Şahin', 'نور', '山田 太郎', '😀', ''];
    expect(names.map(initialsOf)).toEqual(['A', 'AS', 'KC', 'ÖŞ', 'ن', '山太', '', '']);
  });
  test('times are written as on the page, else as the browser says, in the language of the chat', () => {
    expect(localeOf('en', ['en-GB', 'en-US'])).toBe('en-GB');
    expect(localeOf('en', ['en', 'de-DE', 'en-au;q=0.8'])).toBe('en-AU');
    expect(localeOf('de', ['en-GB', 'xx', '', '*', 'de-<b>', 'de-1-2-3-4-5', 'de_AT'])).toBe('de');
  });
});

describe('the shop’s colour', () => {
  const colour = fc.integer({ min: 0, max: 0xffffff }).map(each => `#${each.toString(16).padStart(6, '0')}`);
  test('always has an ink that can be read on it, and a shade that can be read on any ground', () => {
    fc.assert(
      fc.property(colour, colour, (one, ground) => {
        expect(contrast(inkOn(one), one)).toBeGreaterThanOrEqual(4.5);
        expect(contrast(readableOn(one, '#f4f6f5'), '#f4f6f5')).toBeGreaterThanOrEqual(4.5);
        expect(contrast(readableOn(one, '#222a26'), '#222a26')).toBeGreaterThanOrEqual(4.5);
        expect(contrast(one, ground)).toBeGreaterThanOrEqual(1);
      }),
    );
  });
  test('is left alone where it can be read', () => {
    expect(readableOn('#125c4a', '#f4f6f5')).toBe('#125c4a');
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
  });
});

describe('a signed identity', () => {
  const secret = 's'.repeat(40);
  const now = Date.UTC(2026, 10, 22);
  const expires = now / SECOND + 3600;
  const sign = (id: string, email: string, until = expires, by = secret, name = '') => ({
    id,
    email,
    ...(name ? { name } : {}),
    expires: until,
    signature: identitySignature(by, id, email, until, name),
  });
  const signOld = (id: string, email: string) => ({
    id,
    email,
    expires,
    signature: createHmac('sha256', secret).update(`${id}|${email}|${expires}`).digest('hex'),
  });
  test('is believed when the shop signed it, for as long as it says', () => {
    expect(verifyIdentity(sign('c-17', 'Maya@Example.com'), secret, now)).toEqual({
      id: 'c-17',
      email: 'maya@example.com',
      name: null,
    });
    for (const name of ['Maya', 'Zoë 水 😀', 'a|b', '|c-18|x@y.example|1|', 'x'.repeat(200)])
      expect(verifyIdentity(sign('c-17', '', expires, secret, name), secret, now)?.name).toBe(name);
    // Clocks of two servers may differ a little.
    expect(verifyIdentity(sign('c-17', '', now / SECOND - 60), secret, now)).not.toBeNull();
  });
  test.each([
    ['with another secret', sign('c-17', 'a@b.example', expires, 'x'.repeat(40))],
    ['for another email', { ...sign('c-17', 'a@b.example'), email: 'eve@b.example' }],
    ['with another name', { ...sign('c-17', '', expires, secret, 'Maya'), name: 'The Boss' }],
    ['with a name that nobody signed', { ...sign('c-17', ''), name: 'The Boss' }],
    ['without the name that was signed', { ...sign('c-17', '', expires, secret, 'Maya'), name: '' }],
    [
      'with the name and the email moved into each other',
      { ...sign('c', 'a', expires, secret, '|b'), email: 'a|', name: 'b' },
    ],
    ['with a list as name', { ...sign('c-17', ''), name: ['The Boss'] as never }],
    ['of the old kind for another id', { ...signOld('c-17', ''), id: 'c-18' }],
    ['of the old kind, its parts rearranged', { ...signOld('v2', 'c-17'), id: 'c-17', email: '' }],
    ['for another id', { ...sign('c-17', 'a@b.example'), id: 'c-18' }],
    ['that is over', sign('c-17', 'a@b.example', now / SECOND - 600)],
    ['that is good for ever', sign('c-17', 'a@b.example', now / SECOND + 400 * 24 * 3600)],
    ['with its end moved', { ...sign('c-17', 'a@b.example'), expires: expires + 60 }],
    ['whose parts could be read in two ways', sign('c|17', 'a@b.example')],
    ['with a bar in the email', sign('c', '17|a@b.example')],
    ['without an id', sign('', 'a@b.example')],
    ['with a signature that is none', { ...sign('c-17', ''), signature: 'zz' }],
    ['with a number for an id', { ...sign('c-17', ''), id: 17 as never }],
  ])('%s is refused', (_, given) => {
    expect(verifyIdentity(given, secret, now)).toBeNull();
  });
  test('of the old kind still proves who it is, and never what they are called', () => {
    expect(verifyIdentity({ ...signOld('c-17', 'a@b.example'), name: 'The Boss' }, secret, now)).toEqual({
      id: 'c-17',
      email: 'a@b.example',
      name: null,
      nameInPage: 'The Boss',
    });
    expect(verifyIdentity(signOld('c-17', ''), secret, now)).toEqual({ id: 'c-17', email: null, name: null });
  });
  test('of a site without a secret is refused', () => {
    expect(verifyIdentity(sign('c-17', ''), null, now)).toBeNull();
  });
});

describe('a puzzle', () => {
  const sign = (text: string) => createHash('sha256').update(`key${text}`).digest('hex');
  const now = 1_000_000;
  test('is solved by the page with SHA-256 of its own, and taken', async () => {
    const puzzle = makePuzzle(sign, 'nonce', 9, now);
    const solved = await solveInPage(puzzle);
    expect(solvedNonce(sign, solved, 9, now)).toMatchObject({ nonce: 'nonce' });
    expect(solve(puzzle).number).toBe(solved.number);
  });
  test('that is forged, over, too easy or not solved is refused', () => {
    const puzzle = makePuzzle(sign, 'nonce', 9, now);
    const solved = solve(puzzle);
    expect(solvedNonce(sign, { ...solved, number: solved.number + 1 }, 9, now)).toBeNull();
    expect(solvedNonce(sign, solved, 10, now)).toBeNull();
    expect(solvedNonce(sign, solved, 9, now + HOUR)).toBeNull();
    const easy = solve({ text: puzzle.text.replace('.9.', '.1.'), bits: 1 });
    expect(solvedNonce(sign, easy, 1, now)).toBeNull();
    expect(solvedNonce(sign, undefined, 9, now)).toBeNull();
  });
});

describe('the gate', () => {
  test('gives one address six chats in twelve hours, then asks for work, harder each time, and at last for patience', () => {
    const gate = makeGate();
    const now = 0;
    for (let i = 0; i < 6; i++) {
      expect(gate.price('1.2.3.4', now)).toEqual({ as: 'free' });
      expect(gate.start('1.2.3.4', false, now).ok).toBe(true);
    }
    expect(gate.start('1.2.3.4', false, now).ok).toBe(false);
    const bits: number[] = [];
    for (let i = 0; i < 30; i++) {
      const price = gate.price('1.2.3.4', now);
      if (price.as === 'work') bits.push(price.bits);
      expect(gate.start('1.2.3.4', true, now).ok).toBe(true);
    }
    expect(bits).toHaveLength(30);
    expect(bits.at(-1)!).toBeGreaterThan(bits[0]!);
    expect(gate.price('1.2.3.4', now).as).toBe('wait');
    // Others are not meant, and after two hours one is free again.
    expect(gate.price('5.6.7.8', now)).toEqual({ as: 'free' });
    expect(gate.price('1.2.3.4', 2 * HOUR)).toEqual({ as: 'free' });
  });
  test('asks everybody for a little work while a site has a rush', () => {
    const gate = makeGate();
    for (let i = 0; i < 30; i++) gate.start(`10.0.0.${i}`, false, 0);
    expect(gate.price('192.0.2.1', 0)).toMatchObject({ as: 'work' });
    expect(gate.price('192.0.2.1', MINUTE)).toEqual({ as: 'free' });
  });
  test('says how long to wait, and a clock that is put back changes nothing', () => {
    const gate = makeGate();
    for (let i = 0; i < 30; i++) expect(gate.message('1.2.3.4', 's', DAY).ok).toBe(true);
    const refused = gate.message('1.2.3.4', 's', DAY);
    expect(refused).toEqual({ ok: false, waitMs: 3 * SECOND });
    expect(gate.message('1.2.3.4', 's', 0).ok).toBe(false);
    expect(gate.message('1.2.3.4', 's', DAY + 3 * SECOND).ok).toBe(true);
    expect(gate.message('1.2.3.4', 'another', DAY).ok).toBe(true);
  });
  test('counts a whole /64 of IPv6 as one', () => {
    expect(networkOf('2001:db8:0:1::1')).toBe('2001:db8:0:1::/64');
    expect(networkOf('2001:0db8::1:ffff:0:0:9')).toBe(networkOf('2001:db8:0:1:ffff::9'));
    expect(networkOf('::1')).toBe('0:0:0:0::/64');
    expect(networkOf('203.0.113.7')).toBe('203.0.113.7');
  });
});

describe('who really asks', () => {
  const from = (remoteAddress: string, forwarded?: string) =>
    ({ socket: { remoteAddress }, headers: forwarded ? { 'x-forwarded-for': forwarded } : {} }) as never;
  const { trusts } = trustedProxies(['10.0.0.0/8', 'loopback', '2001:db8::5']);
  test('is the peer, unless that is a proxy we trust; then the last stranger it names', () => {
    expect(clientAddress(from('203.0.113.9', '1.1.1.1'), trusts)).toBe('203.0.113.9');
    expect(clientAddress(from('10.1.2.3', '1.1.1.1, 198.51.100.4'), trusts)).toBe('198.51.100.4');
    expect(clientAddress(from('::ffff:10.1.2.3', '6.6.6.6, 198.51.100.4, 10.9.9.9'), trusts)).toBe('198.51.100.4');
    expect(clientAddress(from('127.0.0.1', '[2001:db8::77]:4711'), trusts)).toBe('2001:db8::77');
    expect(clientAddress(from('127.0.0.1', '198.51.100.4:5123'), trusts)).toBe('198.51.100.4');
    expect(clientAddress(from('127.0.0.1', 'unknown, 10.0.0.7'), trusts)).toBe('10.0.0.7');
    expect(clientAddress(from('127.0.0.1'), trusts)).toBe('127.0.0.1');
    expect(clientAddress(from('127.0.0.1', '1.1.1.1'), () => false)).toBe('127.0.0.1');
  });
  test('what is not an address is said in a sentence', () => {
    expect(trustedProxies(['10.0.0.0/99', 'proxy.local']).problems).toHaveLength(2);
  });
});

describe('settings of a site', () => {
  const read = (values: object) => {
    const { settings, problems } = readSettings(
      webchatSettings,
      { origins: ['https://shop.example'], ...values } as never,
      'x',
    );
    return {
      config: siteConfig(settings),
      problems: [...problems, ...webchatProblems(settings, 'The channel "site"')],
    };
  };
  test('have good defaults', () => {
    expect(read({})).toMatchObject({
      problems: [],
      config: { colour: '#125c4a', ask: [], consent: null, language: null, seen: true, signInOnly: false },
    });
  });
  test('are read as an admin writes them', () => {
    const { config, problems } = read({
      origins: ['https://shop.example/', 'http://localhost:8080/some/page'],
      ask: ['Name', 'email*', 'Order number *'],
      texts: ['hello: Hi: there', 'de.hello: Moin'],
      language: 'de',
      identity: 'required',
      identity_secret: 'k'.repeat(32),
      offset: 90,
      side: 'left',
      hidden: true,
    });
    expect(problems).toEqual([]);
    expect(config).toMatchObject({
      origins: ['https://shop.example', 'http://localhost:8080'],
      ask: [
        { name: 'name', required: false },
        { name: 'email', required: true },
        { name: 'Order number', required: true },
      ],
      offset: [90, null],
      side: 'left',
      hidden: true,
      sound: false,
      language: 'de',
      signInOnly: true,
    });
    expect(textsOf('de', config.texts).hello).toBe('Moin');
    expect(textsOf('fr', config.texts).hello).toBe('Hi: there');
  });
  test('that cannot be used are each said in a sentence that names them', () => {
    const { problems } = read({
      origins: ['shop.example', 'javascript:alert(1)'],
      colour: 'green',
      ask: Array(7).fill('name'),
      privacy_url: 'javascript:alert(1)',
      language: 'xx',
      texts: ['nothing: x', 'hello'],
      identity: 'required',
      identity_secret: 'short',
      side: 'top',
      offset: '90 1000',
    });
    const names = ['origins', 'colour', 'ask', 'privacy_url', 'language', 'texts', 'identity_secret', 'side', 'offset'];
    for (const name of names)
      expect(
        problems.some(each => each.includes(`"${name}"`)),
        name,
      ).toBe(true);
    for (const each of problems) expect(each).toMatch(/[.:] /);
  });
});

describe('the words of the chat', () => {
  test('are there in every language, with the same gaps to fill in', () => {
    const gaps = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
    for (const { code } of LANGUAGES) {
      const texts = textsOf(code, {});
      for (const name of Object.keys(en) as (keyof typeof en)[]) {
        expect(texts[name].trim(), `${code}.${name}`).not.toBe('');
        expect(gaps(texts[name]), `${code}.${name}`).toEqual(gaps(en[name]));
      }
    }
  });
  test('every one of them is used somewhere in the page', () => {
    const page = built('panel.js') + built('later.js') + built('form.js');
    const here = (name: string) =>
      page.includes(`\`${name}\``) || page.includes(`"${name}"`) || page.includes(`'${name}'`);
    // The launcher's three and the greeting are handed over; ratings are counted.
    const elsewhere = [
      'launcher',
      'close',
      'unread',
      'hello',
      'rate1',
      'rate2',
      'rate3',
      'rate4',
      'rate5',
      'name',
      'email',
    ];
    expect(Object.keys(en).filter(name => !elsewhere.includes(name) && !here(name))).toEqual([]);
  });
  test('the first language that there is is taken', () => {
    expect(languageFor(['sv-SE', 'de-AT', 'fr'])).toBe('de');
    expect(languageFor(['', 'xx'])).toBe('en');
  });
});

describe('what the panel posts', () => {
  test('is a message with an id, or a refusal with a code', () => {
    expect(parseChat('{"cid":"abcdefgh","text":"Hi\\u202e there"}', [])).toMatchObject({ text: 'Hi there' });
    for (const body of [
      '',
      'null',
      '[]',
      '{"cid":"x","text":"x"}',
      '{"cid":"abcdefgh"}',
      '{"cid":"abcdefgh","text":"\\u200b "}',
    ])
      expect(parseChat(body, []), body).toHaveProperty('code');
  });
  test.each([
    // What tells one page from another stays.
    ['/kettles/morning-kettle-1-5-l-stainless-steel-2024', null],
    ['/index.php?id_product=17&variant=red&page=2', null],
    ['/orders/1000123?from=550e8400-e29b-41d4-a716-446655440000', null],
    ['/#/kettles/3', null],
    ['/#!/cart', null],
    ['/faq#returns', null],
    ['/search?q=k%C3%A4nnchen%20rot', null],
    // What counts visits goes.
    ['/a?utm_source=mail&id=7&gclid=EAIaIQob&fbclid=x', '/a?id=7'],
    ['/a?utm_source=mail', '/a'],
    // What may open an account, or says who it is, is hidden.
    ['/a?token=1&id=7#x', '/a?token=…&id=7#x'],
    ['/reset?email=maya%40example.com', '/reset?email=…'],
    ['/reset?to=maya%40example.com', '/reset?to=…'],
    ['/account/maya@example.com/orders', '/account/…/orders'],
    ['/back#access_token=abc&expires_in=3600', '/back#access_token=…&expires_in=3600'],
    ['/#/reset?code=123456&step=2', '/#/reset?code=…&step=2'],
    ['/orders/9f86d081884c7d659a2feaa0c55ad015/status', '/orders/…/status'],
    ['/in?x=eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.x', '/in?x=…'],
    ['/in?9f86d081884c7d659a2feaa0c55ad015', '/in?…'],
    ['/a?next=%2Freset%3Ftoken%3Dabc123&id=7', '/a?next=…&id=7'],
    ['/in?back=https://shop.example/cb?code=SECRET', '/in?back=…'],
    ['/cart;jsessionid=AB12CD34/pay', '/cart;…/pay'],
    ['/a?x=1;token=abc', '/a?x=1&token=…'],
    ['/a?e=maya%2540example.com', '/a?e=…'],
    [
      '/a?customer[email]=maya&customer%5Bphone%5D=1&color[]=red',
      '/a?customer[email]=…&customer%5Bphone%5D=…&color[]=red',
    ],
    ['/a?username=bob&address=Main+St', '/a?username=…&address=…'],
    ['/search?q=is+it+50%25+off%3F', null],
    ['/a?%E0%A4%A=1&=&&x', '/a?%E0%A4%A=1&=&x'],
    [`/${'ab/'.repeat(200)}`, `/${'ab/'.repeat(200)}`.slice(0, 279) + '…'],
  ])('the page %s', (given, shown) => {
    expect(pageOf(`https://u:p@shop.example${given}`, ['https://shop.example'])).toBe(
      `https://shop.example${shown ?? given}`,
    );
  });
  test.each([
    'javascript:alert(1)',
    'https://locked-account.example/',
    'https://shop.example.evil.example/',
    'data:text/html,<script>',
    `https://shop.example/${'x'.repeat(9_000)}`,
    '//shop.example/a',
    17,
    null,
  ])('%s is no page of the shop', given => {
    expect(pageOf(given, ['https://shop.example'])).toBeNull();
  });
  test('a file is what its bytes say, whatever it is called', () => {
    const png = Buffer.from('\x89PNG\r\n\x1a\n...', 'latin1');
    expect(readFile({ name: '../../etc/photo.txt', content: png })).toMatchObject({
      type: 'image/png',
      name: 'photo.txt',
      withheld: null,
    });
    for (const [name, content] of [
      ['photo.png', '<html><script>x</script>'],
      ['photo.png', '<?xml version="1.0"?><svg onload="x">'],
      ['photo.png', 'MZ\x90'],
      ['setup.exe', 'x'],
      ['page.html', 'x'],
    ] as const)
      expect(readFile({ name, content: Buffer.from(content, 'latin1') }).withheld, name).toMatch(/^held back/);
  });
});

describe('sessions', () => {
  test('that nobody uses for fourteen days are over and swept away, and so are visitors who never wrote', async () => {
    let now = 1_000_000;
    const given = { ...context([]), clock: { now: () => now, elapsed: () => now, sleep: async () => {} } };
    const visitors = makeVisitors(given);
    const start = () =>
      visitors.start({ name: null, email: null, verified: false, details: [], page: null, network: null }, null);
    const [used, unused, wrote] = [await start(), await start(), await start()];
    const of = (token: string) => visitors.ofToken(`Bearer ${token}`);
    const ids = { wrote: (await of(wrote))!.id, unused: (await of(unused))!.id };
    await visitors.change(ids.wrote, { opened: true });
    now += 10 * DAY;
    expect(await of(used)).not.toBeNull();
    now += 10 * DAY;
    expect([await of(used), await of(unused), await of(wrote)].map(each => each !== null)).toEqual([
      true,
      false,
      false,
    ]);
    const over: string[] = [];
    await visitors.sweep(async visitor => void over.push(visitor));
    expect(over).toEqual([ids.wrote]);
    expect((await given.shelf.read('sessions', 0, 10)).length).toBe(1);
    expect(await visitors.get(ids.unused)).toBeNull();
    // What somebody wrote is in an enquiry: a reply to it still has to find them.
    expect(await visitors.get(ids.wrote)).not.toBeNull();
    expect(await of(used)).not.toBeNull();
  });

  test('are known by a hash only, and by nothing that merely looks like a token', async () => {
    const given = context([]);
    const visitors = makeVisitors(given);
    const token = await visitors.start(
      { name: null, email: null, verified: false, details: [], page: null, network: null },
      null,
    );
    expect(token).toMatch(/^[0-9a-f]{48}$/);
    expect(JSON.stringify(await given.shelf.read('sessions', 0, 10))).not.toContain(token);
    for (const wrong of [undefined, '', token, `Bearer ${token}0`, `Bearer ${token.toUpperCase()}`, `bearer ${token}`])
      expect(await visitors.ofToken(wrong)).toBeNull();
  });
});
