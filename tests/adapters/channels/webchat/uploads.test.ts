/** Files that are not what they say, too large, empty, oddly named or somebody else's, both ways. */

import { request } from 'node:http';
import type { Frame } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { chatHosts, describeInBrowser } from '../../../kit/in-browser.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { visit } from '../../../kit/visitor.ts';
import {
  type ChatHost,
  choose,
  launcher,
  PNG,
  panel,
  panelFrame,
  say,
  sendFile,
  teamFile,
} from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

const HTML = Buffer.from('<!doctype html><script>parent.hacked=1</script>');
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>');
const EXE = Buffer.concat([Buffer.from('MZ'), Buffer.alloc(200, 1)]);

describe('a file of a visitor', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.stop());

  test.each([
    ['HTML called photo.png', 'photo.png', HTML],
    ['HTML with characters before it', 'photo.png', Buffer.concat([Buffer.from('\ufeff \n\t'), HTML])],
    ['an SVG', 'drawing.svg', SVG],
    ['an SVG called drawing.png', 'drawing.png', SVG],
    ['a program', 'setup.exe', EXE],
    ['a program called photo.jpg', 'photo.jpg', EXE],
    ['a program behind an override of direction', 'photo\u202egpj.exe', Buffer.from('x')],
    ['a program with a dot and blanks behind', 'setup.exe. . ', Buffer.from('x')],
    ['a page by its name', 'index.html', Buffer.from('plain words')],
    ['a script', 'run.js', Buffer.from('x')],
  ])('is refused in words when it is %s', async (_, name, content) => {
    const visitor = await visit(shop.url);
    const answer = await visitor.upload(name, content);
    expect([answer.status, answer.body.code]).toEqual([415, 'file-refused']);
    expect(await shop.cards()).toEqual([]);
  });

  test.each([
    ['after a comment', '<!-- a --><html><script>x</script>'],
    ['without a head', '<img src=x onerror=alert(1)>'],
  ])('is refused when it is HTML %s, called photo.png', async (_, text) => {
    const visitor = await visit(shop.url);
    expect((await visitor.upload('photo.png', Buffer.from(text))).status).toBe(415);
  });

  test('that is empty or too large is refused in words, and the chat goes on', async () => {
    const visitor = await visit(shop.url);
    expect([(await visitor.upload('a.txt', Buffer.alloc(0))).body.code]).toEqual(['empty']);
    const large = await visitor.upload('a.pdf', Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(11 * 1024 * 1024)]));
    expect([large.status, large.body.code]).toEqual([413, 'file-too-large']);
    expect(
      (await visitor.upload('a.pdf', Buffer.concat([Buffer.from('%PDF-'), Buffer.alloc(10 * 1024 * 1024 - 5)]))).status,
    ).toBe(200);
    expect((await shop.cards(1))[0]!.card.message.attachments[0]!.bytes).toBe(10 * 1024 * 1024);
  });

  test('that does not say how large it is, is not read for ever', async () => {
    const visitor = await visit(shop.url);
    const url = new URL(`${shop.url}/chat/site/upload`);
    let sent = 0;
    const status = await new Promise<number | string>(resolve => {
      const out = request(url, {
        method: 'POST',
        headers: { Authorization: `Bearer ${visitor.token}`, 'X-Cid': 'endless-cid-1', 'X-Name': 'a.pdf' },
      });
      const chunk = Buffer.alloc(256 * 1024, 1);
      const pump = () => {
        while (sent < 64 * 1024 * 1024) {
          sent += chunk.length;
          if (!out.write(chunk)) return void out.once('drain', pump);
        }
        out.end();
      };
      out.on('response', response => {
        resolve(response.statusCode ?? 0);
        out.destroy();
      });
      out.on('error', error => resolve(String(error)));
      pump();
    });
    expect(status === 413 || /EPIPE|ECONNRESET|hang up/.test(String(status)), String(status)).toBe(true);
    expect(sent).toBeLessThan(40 * 1024 * 1024);
    expect((await visitor.send('Still here')).status).toBe(200);
  });

  test.each([
    ['a path', '../../../etc/passwd.pdf', 'passwd.pdf'],
    ['a path of Windows', 'C:\\Users\\maya\\terms.pdf', 'terms.pdf'],
    ['an override of direction', 'terms\u202efdp.pdf', 'termsfdp.pdf'],
    ['control characters', 'a\r\nX-Evil: 1\u0000b.pdf', 'aX-Evil: 1b.pdf'],
    ['HTML', '<img src=x onerror=alert(1)>.pdf', '<img src=x onerror=alert(1)>.pdf'],
    ['nothing', '', 'file'],
  ])('with %s in its name is taken under a safe one', async (_, name, shown) => {
    const visitor = await visit(shop.url);
    expect((await visitor.upload(name, Buffer.from('%PDF-1.4'))).status).toBe(200);
    const [file] = (await shop.cards(1))[0]!.card.message.attachments;
    expect(file!.name).toBe(shown);
    const response = await fetch(`${shop.url}/practice/attachment?id=${file!.id}`);
    expect(response.headers.get('content-disposition')).toMatch(/^attachment;/);
  });

  test('posted again under its id is one, and with a bad name header it is still taken', async () => {
    const visitor = await visit(shop.url);
    for (let i = 0; i < 3; i++) await visitor.upload('a.pdf', Buffer.from('%PDF-1.4'), 'same-cid-of-file');
    expect((await shop.cards(1))[0]!.card.customerMessages).toBe(1);
    const raw = await fetch(`${shop.url}/chat/site/upload`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${visitor.token}`, 'X-Cid': 'another-cid-1', 'X-Name': '%E0%A4%A' },
      body: Buffer.from('%PDF-1.4'),
    });
    expect(raw.status).toBe(200);
  });

  test('uploads that break off cost nothing, and slow ones of one address leave room for others', async () => {
    const proxied = await openShop({ env: { TRUSTED_PROXIES: 'loopback' } });
    const chat = await visit(proxied.url, { headers: { 'X-Forwarded-For': '203.0.113.1' } });
    const url = new URL(`${proxied.url}/chat/site/upload`);
    const begin = (cid: string) => {
      const sent = request(url, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${chat.token}`,
          'X-Cid': cid,
          'X-Name': 'a.txt',
          'Content-Length': 9_000_000,
          'X-Forwarded-For': '203.0.113.1',
        },
      });
      sent.on('error', () => {});
      sent.write('begun');
      return sent;
    };
    for (let i = 0; i < 8; i++) {
      const broken = begin(`broken-${i}xxxx`);
      await new Promise(resolve => setTimeout(resolve, 60));
      broken.destroy();
      await new Promise(resolve => setTimeout(resolve, 30));
    }
    expect((await chat.upload('small.txt', new TextEncoder().encode('hello'))).status).toBe(200);
    const slow = [begin('slow-1xxxxxx'), begin('slow-2xxxxxx')];
    await new Promise(resolve => setTimeout(resolve, 100));
    expect((await chat.upload('third.txt', new TextEncoder().encode('hello'))).status).toBe(429);
    const other = await visit(proxied.url, { headers: { 'X-Forwarded-For': '198.51.100.7' } });
    expect((await other.upload('other.txt', new TextEncoder().encode('hello'))).status).toBe(200);
    for (const each of slow) each.destroy();
    await proxied.stop();
  });
});

describe('a file of the team', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.stop());
  const fetchFile = (token: string, id: string) =>
    fetch(`${shop.url}/chat/site/file?id=${id}`, { headers: { Authorization: `Bearer ${token}` } });

  test.each([
    ['image/png', 'a.png', 'image/png', /^inline/],
    ['application/pdf', 'a.pdf', 'application/octet-stream', /^attachment/],
    ['text/html', 'a.html', 'application/octet-stream', /^attachment/],
    ['image/svg+xml', 'a.svg', 'application/octet-stream', /^attachment/],
    ['image/png; charset=x', 'a.png', 'application/octet-stream', /^attachment/],
    ['application/xhtml+xml', 'a.xhtml', 'application/octet-stream', /^attachment/],
  ])('of type %s comes as what no browser runs', async (type, name, served, disposition) => {
    const visitor = await visit(shop.url);
    await visitor.send('Hello');
    await shop.cards(1);
    const id = await teamFile(shop, { name, type, content: HTML });
    const response = await fetchFile(visitor.token, id);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe(served);
    expect(response.headers.get('content-disposition')).toMatch(disposition);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toContain('sandbox');
    expect(Buffer.from(await response.arrayBuffer())).toEqual(HTML);
  });

  test('is nobody else’s: not of another visitor, not without a token, not after the end, not by another id', async () => {
    const [maya, eve] = [await visit(shop.url), await visit(shop.url)];
    await eve.send('I am Eve');
    await maya.send('I am Maya');
    await shop.cards(2);
    const id = await teamFile(shop, { name: 'secret.pdf', type: 'application/pdf', content: Buffer.from('secret') });
    expect((await fetchFile(maya.token, id)).status + (await fetchFile(eve.token, id)).status).toBe(604);
    const owner = (await fetchFile(maya.token, id)).ok ? maya : eve;
    expect((await fetchFile('', id)).status).toBe(401);
    for (const other of ['', '../x', `${id}%00`, `${id}'--`, '*', `${id},${id}`])
      expect((await fetchFile(owner.token, encodeURIComponent(other))).status, other).toBe(404);
    await owner.post('end');
    expect((await fetchFile(owner.token, id)).status).toBe(401);
  });

  test('what one visitor sent is not given to another, nor back to themselves', async () => {
    const [maya, eve] = [await visit(shop.url), await visit(shop.url)];
    await maya.upload('mine.pdf', Buffer.from('%PDF-1.4 secret'));
    const [file] = (await shop.cards(1))[0]!.card.message.attachments;
    expect((await fetchFile(eve.token, file!.id)).status).toBe(404);
  });
});

/** A file of more than 10 MB, and small ones after it; made in the page, because a test would hand them over for half a minute. */
function chooseLarge(frame: Frame, large: string, ...small: string[]): Promise<void> {
  return frame.evaluate(
    ([first, ...others]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(11 * 1024 * 1024)], first!));
      for (const name of others) data.items.add(new File(['Hello'], name));
      const input = document.querySelector<HTMLInputElement>('input[type=file]')!;
      input.files = data.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    },
    [large, ...small],
  );
}

describeInBrowser('files in a browser', () => {
  const openHost = chatHosts();
  let host: ChatHost;
  beforeEach(async () => {
    host = await openHost();
  });

  test('an image goes both ways, and everything else is saved under its own name', async () => {
    const { page, wrong } = await host.open({ acceptDownloads: true });
    await launcher(page).click();
    await sendFile(page, { name: 'mine.png', mimeType: 'image/png', buffer: PNG });
    const [file] = (await host.shop.cards(1))[0]!.card.message.attachments;
    expect(file!.name).toBe('mine.png');
    const [row] = await host.shop.running.engine.rows<{ type: string }>('select type from attachments', []);
    expect(row!.type).toBe('image/png');
    await teamFile(host.shop, { name: 'theirs.png', type: 'image/png', content: PNG });
    await panel(page).getByAltText('theirs.png').waitFor();
    await until(
      () =>
        panel(page)
          .getByAltText('theirs.png')
          .evaluate(each => (each as HTMLImageElement).naturalWidth === 1),
      'it is drawn',
    );
    await teamFile(host.shop, { name: 'page.html', type: 'text/html', content: HTML });
    const download = page.waitForEvent('download');
    await panel(page)
      .getByRole('button', { name: /page\.html/ })
      .click();
    expect((await download).suggestedFilename()).toBe('page.html');
    expect(await page.evaluate(() => (window as unknown as { hacked?: number }).hacked)).toBeUndefined();
    expect(wrong).toEqual([]);
  });

  test('what is refused is said in the right words, and the next message goes out', async () => {
    const { page } = await host.open();
    await launcher(page).click();
    const give = (name: string, buffer: Buffer) => sendFile(page, { name, mimeType: 'image/png', buffer });
    await give('photo.png', HTML);
    await panel(page).getByText('photo.png cannot be sent').waitFor();
    await chooseLarge(await panelFrame(page), 'large.png');
    await panel(page).getByText('large.png is too large').waitFor();
    await say(page, 'And words');
    expect((await host.shop.cards(1))[0]!.card.message.text).toBe('And words');
  });

  test('of several files each that cannot go is named, also when the others have gone, until the next message', async () => {
    const { page } = await host.open();
    await launcher(page).click();
    const frame = await panelFrame(page);
    const png = (name: string, buffer: Buffer) => ({ name, mimeType: 'image/png', buffer });
    await choose(page, png('none.png', Buffer.alloc(0)), png('page.png', HTML), png('run.png', EXE));
    await chooseLarge(frame, 'film.png', 'lid.txt');
    await until(async () => (await frame.locator('.tray li').count()) === 3, 'what can be sent is shown');
    expect(await frame.locator('#note').textContent()).toBe('film.png is too large. A file can have 10 MB.');
    await say(page, 'All of them');
    await panel(page).getByText('Delivered').waitFor();
    expect(await frame.locator('.line .file').allTextContents()).toEqual(['lid.txt 1 KB']);
    for (const name of ['page.png', 'run.png']) await panel(page).getByText(`${name} cannot be sent`).waitFor();
    await say(page, 'Without them, then');
    await panel(page).getByText('page.png cannot be sent').waitFor({ state: 'detached' });
  });

  test('an empty file is not called a message that is too long', async () => {
    const { page } = await host.open();
    await launcher(page).click();
    const frame = await panelFrame(page);
    await frame
      .locator('input[type=file]')
      .setInputFiles({ name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) });
    const note = await until(() => frame.locator('#note').textContent(), 'a note');
    expect(note).not.toMatch(/4000 characters/);
  });
});
