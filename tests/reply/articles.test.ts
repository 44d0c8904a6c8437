/** An answer that may help, below the first answer by mail: over real SMTP, with link scanners, forgers and thanks. */
import { expect, test } from 'vitest';
import type { EnquiryId } from '../../src/core/ids.ts';
import { putArticle } from '../kit/articles.ts';
import { engineKinds } from '../kit/engines.ts';
import { openShop } from '../kit/shop.ts';
import { until } from '../kit/world.ts';

const YAML = 'hold_seconds: { email: 0.1, webchat: 0.1 }\nautomatic_answer: { email: on }\n';

for (const engine of engineKinds())
  test.skipIf(!engine.there)(
    `what a mail asks and an article answers is resolved by one human click, on ${engine.name}`,
    { timeout: 120_000 },
    async () => {
      const opened = engine.name === 'postgres' ? await engine.open() : null;
      const shop = await openShop({
        yaml: YAML,
        ...(opened
          ? { env: { DATABASE_URL: opened.url, DESKHAND_SECRET_KEY: Buffer.alloc(32, 7).toString('base64') } }
          : {}),
      });
      const { store } = shop.running.house.parts;
      const mailTo = async (who: string) =>
        until(async () => (await shop.mailbox()).find(each => each.to === who) ?? null, `a mail to ${who}`);
      const enquiry = (n: number) => until(() => store.enquiryByNumber(n), `enquiry ${n}`);
      const ask = async (who: string, text: string, subject = 'Bank holidays') => {
        await shop.mail({ from: `Maya <${who}>`, subject, text });
        return mailTo(who);
      };
      try {
        await putArticle(shop, { title: 'Do you open on bank holidays?', text: 'From ten to four <b>always</b>.' });
        await putArticle(shop, { title: 'Can I send a kettle back?', text: 'Yes, within thirty days.' });
        // In scope: one article, below the promise, with the person first.
        const first = await ask('maya@example.com', 'Do you open on bank holidays?');
        expect(first.text).toMatch(
          /a person will read it[\s\S]*this may help:\s+Do you open on bank holidays\?\s+From ten to four/,
        );
        expect(first.text).not.toContain('kettle back');
        expect((await enquiry(1)).status).toBe('open');
        const link = /http\S+\/solved\/\S+/.exec(first.text)![0];
        const at = `${shop.url}${new URL(link).pathname}`;

        // A scanner opens every link, again and again.
        for (let i = 0; i < 3; i++) {
          const seen = await fetch(at);
          expect(seen.status).toBe(200);
          const html = await seen.text();
          expect(html).toContain('Did this solve it?');
          expect(html).toContain('From ten to four &lt;b&gt;always&lt;/b&gt;.');
          expect(seen.headers.get('content-security-policy')).toContain("default-src 'none'");
        }
        expect((await enquiry(1)).status).toBe('open');
        const forged = [
          at.replace(/.$/, each => (each === '0' ? '1' : '0')),
          at.replace('ws_', 'wz_'),
          `${at}.x`,
          `${shop.url}/solved/`,
        ];
        for (const each of forged) expect((await fetch(each, { method: 'POST' })).status).toBe(404);
        expect((await enquiry(1)).status).toBe('open');
        expect((await fetch(at, { method: 'POST' })).status).toBe(200);
        await until(async () => (await enquiry(1)).status === 'resolved', 'it is resolved');
        const [card] = await shop.cards(1);
        await until(
          async () => JSON.stringify((await shop.thread(card!.thread)).posts).includes('Resolved by the customer'),
          'the line',
        );
        expect(await (await fetch(at)).text()).toContain('We have closed your enquiry');
        const uses = await store.articleUsesOf((await enquiry(1)).id as EnquiryId);
        expect(uses).toMatchObject([{ outcome: 'solved' }]);
        // Reopened by the customer: the old link resolves nothing any more.
        await shop.press('Ann', card!.thread, { id: 'enquiry.reopen', value: (await enquiry(1)).id });
        await until(async () => (await enquiry(1)).status === 'open', 'it is open again');
        expect((await fetch(at, { method: 'POST' })).status).toBe(200);
        expect((await enquiry(1)).status).toBe('open');

        // Out of scope: the first answer says nothing more.
        const other = await ask(
          'jonas@example.com',
          'The lid of my teapot is cracked, who pays for the glaze?',
          'Teapot',
        );
        expect(other.text).not.toContain('may help');

        // "Thanks, sorted" closes it.
        const raw = (id: string, more: string[], text: string) =>
          shop.mail({
            from: 'ida@example.com',
            raw: [
              'From: Ida <ida@example.com>',
              'To: help@shop.example',
              `Message-ID: <${id}@example.com>`,
              ...more,
              '',
              text,
            ].join('\r\n'),
          });
        await raw('first', ['Subject: Bank holidays'], 'Are you open on a bank holiday?');
        await mailTo('ida@example.com');
        await raw('second', ['Subject: Re: Bank holidays', 'In-Reply-To: <first@example.com>'], 'Thanks, sorted!');
        await until(async () => (await enquiry(3)).status === 'resolved', 'thanks closed it');

        const within = 72 * 3_600_000;
        const sums = await store.deflection(0, Date.now() + 1, within);
        expect(sums).toMatchObject([{ shown: 2, confirmed: 2, silent: 0, cameBack: 0 }]);
        await shop.mail({ from: 'Maya <maya@example.com>', subject: 'Bank holidays', text: 'And on Sundays, please?' });
        await until(
          async () => (await store.deflection(0, Date.now() + 1, within))[0]!.cameBack === 1,
          'she came back',
        );
        expect(await store.deflection(0, Date.now() + 1, within, [])).toEqual([]);
      } finally {
        await shop.stop();
        await opened?.close();
      }
    },
  );
