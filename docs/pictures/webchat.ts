/** Pictures of the web chat in every state, light and dark, as two sheets: `npm run pictures:webchat`. */
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import type { FrameLocator, Page } from 'playwright-core';
import { openBrowser } from '../../tests/kit/browser.ts';
import { openShop } from '../../tests/kit/shop.ts';

const executable = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium-headless-shell',
].find(file => existsSync(file));
if (!executable) throw new Error('Pictures need Chromium: apt-get install chromium');

/** A photo, drawn here: two hills. */
const PHOTO = new Resvg(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 400" width="600"><path fill="#bcdcec" d="M0 0h600v400H0z"/><circle cx="470" cy="90" r="42" fill="#f6d365"/><path fill="#7fae8b" d="M0 300q180-190 360-20t240 20v100H0z"/><path fill="#3f7d58" d="M0 400q80-150 250-110t350 110z"/></svg>',
)
  .render()
  .asPng();

const host = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://host');
  const language = url.searchParams.get('lang') ?? 'en';
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
  response.end(
    `<!doctype html><html lang="${language}" dir="${language === 'ar' ? 'rtl' : 'ltr'}"><meta name="viewport" content="width=device-width"><title>Shop</title>` +
      `<style>:root{color-scheme:light dark}body{margin:0;background:light-dark(#e7ecea,#0d100e)}</style>` +
      `<body><script async src="${at}/w.js?site=${url.searchParams.get('site')}"></script>`,
  );
});
await new Promise<void>(resolve => host.listen(0, '127.0.0.1', resolve));
const page = `http://localhost:${(host.address() as AddressInfo).port}`;
const site = (name: string, more: string) =>
  `  - { name: ${name}, kind: webchat, room: customers, origins: ["${page}"], title: "Kettle & Co"${more} }`;
const shop = await openShop({
  yaml: `hold_seconds: { webchat: 0 }
channels:
${site('plain', '')}
${site('form', ', ask: [name, "email*", Order number], consent: "I agree that my words are kept to answer me.", privacy_url: "https://shop.example/privacy"')}
${site('signed', `, identity: required, identity_secret: "${'k'.repeat(32)}"`)}
${site('colour', ', colour: "#f2b705"')}
${site('world', '')}
`,
});
const at = shop.url;
const browser = await openBrowser(executable);

type Shot = { name: string; picture: Buffer };

async function sheet(dark: boolean): Promise<void> {
  const shots: Shot[] = [];
  const open = async (
    name: string,
    options: { language?: string; width?: number; height?: number; click?: boolean } = {},
  ) => {
    const context = await browser.newContext({
      viewport: { width: options.width ?? 460, height: options.height ?? 740 },
      colorScheme: dark ? 'dark' : 'light',
      locale: options.language ?? 'en-GB',
    });
    const tab = await context.newPage();
    await tab.goto(`${page}/?site=${name}&lang=${options.language ?? 'en'}`);
    const launcher = tab.getByRole('button').first();
    await launcher.waitFor();
    if (options.click !== false) {
      await launcher.click();
      await tab.frameLocator('iframe').locator('header h1').waitFor();
      await tab.waitForTimeout(250);
    }
    return { tab, frame: tab.frameLocator('iframe') };
  };
  const shoot = async (name: string, tab: Page) => {
    await tab.waitForTimeout(250);
    shots.push({ name, picture: await tab.screenshot() });
  };
  const say = async (frame: FrameLocator, text: string) => {
    await frame.locator('#text').fill(text);
    await frame.locator('#text').press('Enter');
  };
  const newest = async () => (await shop.cards(1)).at(-1)!;

  const start = await open('plain', { click: false });
  await shoot('Before it is opened', start.tab);
  await start.tab.context().close();

  const { tab, frame } = await open('plain');
  await shoot('Opened', tab);
  await say(frame, 'Hello! Does the morning kettle work on an induction hob?');
  await frame.getByText('Delivered').waitFor();
  await shoot('Written, delivered, and a way to be reached later', tab);
  const { thread, card } = await newest();
  await fetch(`${at}/practice/typing`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ thread }),
  });
  await frame.getByText(/is writing|being written/).waitFor();
  await shoot('Somebody is writing', tab);
  await shop.reply('Ann', thread, 'It does, from 12 cm up. See https://kettle.example/induction.');
  await frame.getByText('It does').waitFor();
  await frame.locator('input[type=file]').setInputFiles([
    { name: 'my hob.png', mimeType: 'image/png', buffer: PHOTO },
    { name: 'manual.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4 manual') },
  ]);
  await frame.locator('.tray img').waitFor();
  await frame.locator('#text').fill('This is it.\nIt is an old one,\nand here is its manual.');
  await shoot('Chosen, and not sent yet', tab);
  await frame.locator('body').evaluate(body => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['x'], 'x'));
    body.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await shoot('Something is held above it', tab);
  await frame.locator('#text').press('Enter');
  await frame.locator('button.file, .own .file').getByText('manual.pdf').waitFor();
  await frame.getByText('Delivered').waitFor();
  await shoot('Answered; files', tab);
  await frame.getByRole('button', { name: 'More' }).click();
  await shoot('Menu', tab);
  await frame.getByRole('button', { name: 'End the chat' }).click();
  await shoot('Sure?', tab);
  await frame.getByRole('button', { name: 'Keep it' }).click();
  await frame.getByRole('button', { name: 'More' }).click();
  await frame.getByRole('button', { name: 'Send me a copy' }).click();
  await frame.getByLabel('Send me a copy').fill('nobody');
  await frame.getByRole('button', { name: 'Save' }).click();
  await frame.getByText('This is not an email address').waitFor();
  await shoot('No email address', tab);
  await tab.context().setOffline(true);
  await say(frame, 'And is the handle hot?');
  await frame.getByText(/No connection/).waitFor();
  await shoot('No connection', tab);
  await tab.context().setOffline(false);
  await frame.getByText('Delivered').waitFor();
  await shop.press('Ann', thread, { id: 'enquiry.resolve', value: card.enquiryId });
  await frame.getByText('This is settled').waitFor();
  await shoot('Settled', tab);
  // As if it had begun two days before.
  await shop.running.engine.rows(
    `update shelf set value = json_set(value, '$.at', json_extract(value, '$.at') - ?) where stream like 'chat:%' and n = 1`,
    [2 * 86_400_000],
  );
  await tab.reload();
  await frame.getByText('This is settled').waitFor();
  await frame.locator('#log').evaluate(log => log.scrollTo(0, 0));
  await shoot('Over several days', tab);
  await frame.getByRole('button', { name: 'Good', exact: true }).click();
  await frame.getByText('Thank you').waitFor();
  await shoot('Rated', tab);
  await shop.press('Ann', thread, { id: 'customer.block', value: card.enquiryId });
  await frame.getByText('You can no longer write').waitFor();
  await shoot('Blocked', tab);
  await shop.press('Ann', thread, { id: 'customer.unblock', value: card.enquiryId });
  await frame.locator('#text').waitFor();
  await tab.context().close();

  const form = await open('form');
  await shoot('Questions first', form.tab);
  await form.frame.getByLabel('Your email').fill('maya@');
  await form.frame.getByRole('button', { name: 'Start the chat' }).click();
  await form.frame.getByText('This is not an email address').waitFor();
  await shoot('Something is missing', form.tab);
  await form.frame.getByLabel('Your name').fill('Maya');
  await form.frame.getByLabel('Your email').fill('maya@example.com');
  await form.frame.getByRole('checkbox').check();
  await form.frame.getByRole('button', { name: 'Start the chat' }).click();
  await form.frame.locator('#text').waitFor();
  for (let i = 0; i < 45; i++) await say(form.frame, `Line ${i + 1}`);
  await form.frame.getByText(/a lot at once/).waitFor();
  await shoot('Too fast', form.tab);
  await form.frame.getByRole('button', { name: 'More' }).click();
  await form.frame.getByRole('button', { name: 'End the chat' }).click();
  await form.frame.getByRole('button', { name: 'End it' }).click();
  await form.frame.getByText('The chat has ended').waitFor();
  await shoot('Ended', form.tab);
  await form.tab.context().close();

  const signed = await open('signed');
  await shoot('Only for signed-in customers', signed.tab);
  await signed.tab.context().close();

  const bright = await open('colour');
  await say(bright.frame, 'Black words on a light colour');
  await bright.frame.getByText('Delivered').waitFor();
  await shoot('Another colour', bright.tab);
  await bright.frame.getByRole('button', { name: 'Close the chat' }).click();
  const second = await newest();
  await shop.reply('Ben', second.thread, 'Yes.');
  await bright.tab.getByRole('button', { name: /New messages: 1/ }).waitFor();
  await shoot('Unread', bright.tab);
  await bright.tab.context().close();

  const arabic = await open('world', { language: 'ar' });
  await say(arabic.frame, 'مرحبا، هل تشحنون إلى عمّان؟');
  await arabic.frame.getByText('وصلت').waitFor();
  const third = await newest();
  await shop.reply('Ann', third.thread, 'نعم، خلال خمسة أيام.');
  await arabic.frame.getByText('نعم').waitFor();
  await shoot('Arabic', arabic.tab);
  await arabic.tab.context().close();

  const phone = await open('world', { language: 'de', width: 390, height: 740 });
  await shoot('On a phone', phone.tab);
  await phone.tab.context().close();
  const small = await open('form', { width: 320, height: 256 });
  await shoot('At 400 %', small.tab);
  await small.tab.context().close();

  const board = await browser.newPage({ viewport: { width: 2000, height: 800 } });
  await board.setContent(
    `<style>body{margin:0;padding:24px;background:${dark ? '#000' : '#fff'};color:${dark ? '#fff' : '#000'};font:15px system-ui;display:flex;flex-wrap:wrap;gap:20px}figure{margin:0;width:310px}img{width:310px;border:1px solid #8888;display:block}figcaption{padding:6px 0}</style>` +
      shots
        .map(
          each =>
            `<figure><img src="data:image/png;base64,${each.picture.toString('base64')}"><figcaption>${each.name}</figcaption></figure>`,
        )
        .join(''),
  );
  await board.screenshot({ path: join(import.meta.dirname, `webchat-${dark ? 'dark' : 'light'}.png`), fullPage: true });
  await board.close();
}

try {
  for (const dark of [false, true]) await sheet(dark);
} finally {
  await browser.close();
  host.closeAllConnections();
  host.close();
  await shop.stop();
}
console.log('The pictures are made.');
