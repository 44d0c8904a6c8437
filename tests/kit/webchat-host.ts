/** A shop's page on a site of its own (localhost), with the chat from another (127.0.0.1), in a real browser. */
import { createServer } from 'node:http';
import type { Browser, BrowserContext, BrowserContextOptions, Frame, Page } from 'playwright-core';
import type { Env } from '../../src/settings/env.ts';
import { complaints } from './browser.ts';
import { freePort } from './servers.ts';
import { openShop, type Shop } from './shop.ts';
import { until } from './world.ts';

export interface HostPage {
  html: string;
  headers?: Record<string, string>;
}

export interface SiteSettings {
  /** More lines of the channel in the file, such as `ask: [name]`. */
  settings?: string[];
  /** Names of the channels; one without more. */
  sites?: string[];
  /** More of the file. */
  more?: string;
  holdSeconds?: number;
  env?: Env;
  /** Sites that may show the chat; the host's own without more. */
  origins?: string[];
}

export interface ChatHost {
  browser: Browser;
  shop: Shop;
  /** Where the shop's pages are: another site than the chat's. */
  origin: string;
  /** What the host page is until it is changed. */
  page: HostPage;
  /** What the pages' own server was asked for. */
  asked: string[];
  open(options?: BrowserContextOptions & { before?: (page: Page) => Promise<unknown>; path?: string }): Promise<Opened>;
  /** Another tab of the same browser. */
  tab(context: BrowserContext, path?: string): Promise<Opened>;
  stop(): Promise<void>;
}

export interface Opened {
  page: Page;
  context: BrowserContext;
  /** What the page complained about. */
  wrong: string[];
  /** Everything that was requested, in order. */
  urls: string[];
}

export const line = (shop: Shop, site = 'site') => `<script async src="${shop.url}/w.js?site=${site}"></script>`;

export function hostHtml(shop: Shop, { head = '', body = '', lang = 'en', sites = ['site'] } = {}): string {
  const lines = sites.map(each => line(shop, each)).join('');
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Shop</title>${head}</head><body><main><h1>Kettles</h1><p>We sell kettles.</p>${body}</main>${lines}</body></html>`;
}

export function fileOf(
  origins: string[],
  { settings = [], sites = ['site'], more = '', holdSeconds = 0.1 }: SiteSettings,
) {
  const channel = (name: string) =>
    [
      `  - name: ${name}`,
      'kind: webchat',
      'room: customers',
      `origins: [${origins.map(each => `"${each}"`).join(', ')}]`,
      ...settings,
    ].join('\n    ');
  return `hold_seconds: { webchat: ${holdSeconds}, email: 0.1 }\nchannels:\n${sites.map(channel).join('\n')}\n${more}`;
}

/** Serves pages on localhost, whatever they are at the time they are asked for. */
export async function servePages(
  page: () => HostPage,
): Promise<{ origin: string; port: number; asked: string[]; stop(): Promise<void> }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/favicon.ico') return void response.writeHead(204).end();
    const { html, headers } = page();
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', ...headers });
    response.end(html);
  });
  const port = await freePort();
  await new Promise<void>(resolve => server.listen(port, 'localhost', resolve));
  return {
    origin: `http://localhost:${port}`,
    port,
    asked,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export async function openChatHost(browser: Browser, given: SiteSettings = {}): Promise<ChatHost> {
  const host: { page: HostPage } = { page: { html: '' } };
  const pages = await servePages(() => host.page);
  const shop = await openShop({
    yaml: fileOf(given.origins ?? [pages.origin], given),
    ...(given.env ? { env: given.env } : {}),
  });
  host.page = { html: hostHtml(shop, given.sites ? { sites: given.sites } : {}) };
  const contexts: BrowserContext[] = [];
  const begin = async (context: BrowserContext, path: string, before?: (page: Page) => Promise<unknown>) => {
    const page = await context.newPage();
    // Says which step it was before the whole test is over.
    page.setDefaultTimeout(30_000);
    const wrong = complaints(page);
    const urls: string[] = [];
    page.on('request', request => urls.push(request.url()));
    await before?.(page);
    await page.goto(`${pages.origin}${path}`);
    return { page, context, wrong, urls };
  };
  return Object.assign(host, {
    browser,
    shop,
    origin: pages.origin,
    asked: pages.asked,
    open: async ({ before, path = '/', ...options }: Parameters<ChatHost['open']>[0] = {}) => {
      const context = await browser.newContext(options);
      contexts.push(context);
      return begin(context, path, before);
    },
    tab: (context: BrowserContext, path = '/') => begin(context, path),
    stop: async () => {
      for (const each of contexts) await each.close();
      await pages.stop();
      await shop.stop();
    },
  });
}

export const launcher = (page: Page) => page.getByRole('button', { name: /^Chat with us/ });
export const panel = (page: Page, nth = 0) => page.frameLocator('iframe').nth(nth);
export const box = (page: Page) => panel(page).getByLabel('Your message');

/** The frame that the chat is in. */
export function panelFrame(page: Page): Promise<Frame> {
  return until(() => page.frames().find(each => /\/chat\/[^/]+\/panel/.test(each.url())), 'the frame of the chat');
}

export async function say(page: Page, text: string): Promise<void> {
  await box(page).fill(text);
  await box(page).press('Enter');
}

export interface ChosenFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** Chooses them; nothing goes before it is sent. */
export async function choose(page: Page, ...files: ChosenFile[]): Promise<void> {
  await panel(page).locator('input[type=file]').setInputFiles(files);
}

export async function sendFile(page: Page, file: ChosenFile): Promise<void> {
  await choose(page, file);
  await panel(page).locator('#text').press('Enter');
}

/** What the log shows, line by line, without times and marks. */
export function lines(page: Page): Promise<string[]> {
  return panel(page).locator('.line .words').allTextContents();
}

let files = 0;
/** A file of the team's to the visitor whose name or address on the site begins like this; the practice desk itself sends none. */
export async function teamFile(
  shop: Shop,
  {
    name,
    type,
    content,
    text = '',
    site = 'site',
  }: { name: string; type: string; content: Buffer; text?: string; site?: string },
): Promise<string> {
  const { engine, house } = shop.running;
  const [to] = await engine.rows<{ address: string; workspace_id: string }>(
    `select address, workspace_id from identities where channel_kind = 'webchat' order by created_at desc limit 1`,
    [],
  );
  const id = `att_${String(++files).padStart(26, '0')}`;
  await engine.rows(
    'insert into attachments (id, workspace_id, message_id, position, name, type, bytes, sha256, content) values (?, ?, ?, 0, ?, ?, ?, ?, ?)',
    [id, to!.workspace_id, 'none', name, type, content.length, 'none', content],
  );
  const channel = house
    .channels()
    .find(each => each.kind === 'webchat' && (each as unknown as { site: { name: string } }).site.name === site)!;
  await channel.send({
    id: `rep_${String(files).padStart(26, '0')}`,
    to: { address: to!.address, name: null },
    author: { name: 'Ann' },
    text,
    files: [{ id, name, type, bytes: content.length, content }],
  } as unknown as Parameters<typeof channel.send>[0]);
  return id;
}

/** A red point. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
  'base64',
);

/** The button of this kind on the card or in its menu, pressed by Ann. */
export async function pressOn(shop: Shop, thread: string, id: string): Promise<void> {
  const { card } = await shop.thread(thread);
  const { buttons, menu } = card as unknown as Record<'buttons' | 'menu', { id: string; value: string }[]>;
  const found = [...buttons, ...menu].find(each => each.id === id);
  if (!found) throw new Error(`No ${id} on the card: ${[...buttons, ...menu].map(each => each.id).join(', ')}`);
  await shop.press('Ann', thread, found as Parameters<Shop['press']>[2]);
}

/** The team writes, as the visitor is shown it. */
export function teamTypes(shop: Shop, thread: string): Promise<Response> {
  return fetch(`${shop.url}/practice/typing`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ thread }),
  });
}

/** Opens the chat and writes without a mouse and without the tab in front: browsers slow down what nobody looks at. */
export async function openHere(page: Page): Promise<Frame> {
  // It may be open since the page before.
  await page.getByRole('button', { name: /^(Chat with us|Close the chat)/ }).waitFor();
  await page.evaluate(() => (window as unknown as { deskhand(word: string): void }).deskhand('open'));
  const frame = await panelFrame(page);
  await frame.waitForSelector('#text', { state: 'attached' });
  return frame;
}

export function writeHere(frame: Frame, text: string): Promise<void> {
  return frame.evaluate(words => {
    const input = document.getElementById('text') as HTMLTextAreaElement;
    input.value = words;
    input.dispatchEvent(new Event('input', { bubbles: true }));
    (document.querySelector('.send') as HTMLButtonElement).click();
  }, text);
}

export function linesHere(frame: Frame): Promise<string[]> {
  return frame.evaluate(() => [...document.querySelectorAll('.line .words')].map(each => each.textContent ?? ''));
}

/** Presses the button with these words. */
export function pressHere(frame: Frame, name: string): Promise<void> {
  return until(
    () =>
      frame.evaluate(words => {
        const found = [...document.querySelectorAll('button')].find(
          each => each.getAttribute('aria-label') === words || each.textContent === words,
        );
        found?.click();
        return found !== undefined;
      }, name),
    `the button "${name}"`,
  ).then(() => {});
}

/** Looks now, not after a minute, whether a visitor to whom something was written has left. */
export async function lookWhoLeft({ running: { engine, house } }: Shop): Promise<void> {
  const waiting = async () => (await engine.rows(`select 1 from jobs where kind = 'reply.goOn'`, [])).length > 0;
  await until(waiting, 'the look is to come');
  await engine.rows(`update jobs set run_at = 0 where kind = 'reply.goOn'`, []);
  house.worker.poke();
  await until(async () => !(await waiting()), 'it was looked');
}

/** The lines of a thread, without the messages between them. */
export async function linesOf(shop: Shop, thread: string): Promise<string[]> {
  return (await shop.thread(thread)).posts.flatMap(({ post }) =>
    post.as === 'entry' && post.entry.as === 'line' ? [post.entry.words] : [],
  );
}

export async function saidInThread(shop: Shop, thread: string, words: RegExp): Promise<void> {
  await until(async () => (await linesOf(shop, thread)).some(each => words.test(each)), `${words} in the thread`);
}
