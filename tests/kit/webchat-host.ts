/** A shop's page on a site of its own (localhost), with the chat from another (127.0.0.1), in a real browser. */
import { createServer } from 'node:http';
import type { Browser, BrowserContext, BrowserContextOptions, Frame, Page } from 'playwright-core';
import type { Env } from '../../src/app/env.ts';
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
  shop: Shop;
  /** Where the shop's pages are: another site than the chat's. */
  origin: string;
  /** What the host page is until it is changed. */
  page: HostPage;
  /** What the pages' own server was asked for. */
  asked: string[];
  open(options?: BrowserContextOptions & { before?: (page: Page) => Promise<void>; path?: string }): Promise<Opened>;
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

export function fileOf(origins: string[], { settings = [], sites = ['site'], more = '', holdSeconds = 0.1 }: SiteSettings) {
  const channel = (name: string) =>
    [`  - name: ${name}`, 'kind: webchat', 'room: customers', `origins: [${origins.map(each => `"${each}"`).join(', ')}]`, ...settings].join(
      '\n    ',
    );
  return `hold_seconds: { webchat: ${holdSeconds}, email: 0.1 }\nchannels:\n${sites.map(channel).join('\n')}\n${more}`;
}

/** Serves pages on localhost, whatever they are at the time they are asked for. */
export async function servePages(page: () => HostPage): Promise<{ origin: string; port: number; asked: string[]; stop(): Promise<void> }> {
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
  const begin = async (context: BrowserContext, path: string, before?: (page: Page) => Promise<void>) => {
    const page = await context.newPage();
    const wrong = complaints(page);
    const urls: string[] = [];
    page.on('request', request => urls.push(request.url()));
    await before?.(page);
    await page.goto(`${pages.origin}${path}`);
    return { page, context, wrong, urls };
  };
  return Object.assign(host, {
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

/** What the log shows, line by line, without times and marks. */
export function lines(page: Page): Promise<string[]> {
  return panel(page).locator('.line .words').allTextContents();
}
