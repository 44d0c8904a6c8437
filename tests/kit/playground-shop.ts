/** The whole program with the Agents Playground as its Teams, and Ann before the Playground's page. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Browser, Locator, Page } from 'playwright-core';
import { BEN, type Playground, startPlayground, words } from './far-sides/playground.ts';
import { openShop, type Shop } from './shop.ts';

export interface PlaygroundShop {
  shop: Shop;
  playground: Playground;
  page: Page;
  /** How the program answered what was delivered. */
  answered: number[];
  /** Opens the room, which adds the app to its channel: it becomes the room of the shop. */
  openRoom(): Promise<void>;
  openChat(): Promise<void>;
  /** The newest post that has these words, with its whole thread. */
  post(words: string): Locator;
  /** Writes into a thread. @returns the thread */
  write(post: Locator, text: string): Promise<string>;
  /** Ben writes into a thread. The page does not show what others write. */
  benWrites(thread: string, text: string, more?: object): Promise<void>;
  /** Writes into a thread, with a mention of somebody in front. */
  mention(post: Locator, name: string, text: string): Promise<void>;
  /** Says something in the personal chat. */
  say(words: string): Promise<void>;
  stop(): Promise<void>;
}

export async function openPlaygroundShop(
  browser: Browser,
  { yaml = '', width = 1280, height = 1600 } = {},
): Promise<PlaygroundShop> {
  const shop = await openShop({ yaml, env: { TEAMS_UNSIGNED: 'loopback' } });
  const playground = await startPlayground(`${shop.url}/api/messages`);
  const context = await browser.newContext({ viewport: { width, height } });
  // Fonts of Microsoft's, from elsewhere.
  await context.route(
    url => url.hostname !== '127.0.0.1',
    route => route.abort(),
  );
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const answered: number[] = [];
  const finished = (message: unknown) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
    if (request.method === 'POST' && request.url === '/api/messages') answered.push(response.statusCode);
  };
  subscribe('http.server.response.finish', finished);
  await page.goto(playground.url);
  await page.getByRole('button', { name: 'Hide log panel' }).click();
  return {
    shop,
    playground,
    page,
    answered,
    ...onPage(page, playground),
    stop: async () => {
      unsubscribe('http.server.response.finish', finished);
      await context.close();
      await playground.stop();
      await shop.stop();
    },
  };
}

let n = 0;

function onPage(
  page: Page,
  playground: Playground,
): Pick<PlaygroundShop, 'openRoom' | 'openChat' | 'post' | 'write' | 'benWrites' | 'mention' | 'say'> {
  const open = async (name: string, ready: string) => {
    await page.getByRole('treeitem', { name }).click();
    await page.getByText(ready).first().waitFor();
  };
  /** Presses Send. @returns the conversation that the message was posted to */
  const send = async (place: Page | Locator) => {
    const [response] = await Promise.all([
      page.waitForResponse(each => each.url().endsWith('/messages')),
      place.getByLabel('Send Message').click(),
    ]);
    return decodeURIComponent(/conversations\/([^/]+)\/messages$/.exec(response.url())![1]!);
  };
  const type = async (box: Locator, text: string) => {
    await box.click();
    await page.keyboard.type(text);
  };
  return {
    openRoom: () => open('Customers', 'Start a new post'),
    openChat: () => open('Personal Chat', 'Type a message'),
    post: text => page.getByRole('group').filter({ hasText: text }).first(),
    write: async (post, text) => {
      await type(post.getByRole('textbox'), text);
      return send(post);
    },
    benWrites: (thread, text, more = {}) =>
      playground.deliver(playground.inThread(thread, BEN, { id: `${Date.now() + ++n}`, ...words(text), ...more })),
    mention: async (post, name, text) => {
      await type(post.getByRole('textbox'), `@${name.slice(0, 3)}`);
      await page.getByRole('menuitem', { name }).click();
      await page.keyboard.type(` ${text}`);
      await send(post);
    },
    say: async text => {
      await type(page.getByRole('textbox').last(), text);
      await send(page);
    },
  };
}
