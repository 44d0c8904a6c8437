/** The practice desk's page in a real browser, and the few things that people do on it. */
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { complaints } from './browser.ts';
import type { Shop } from './shop.ts';

export interface DeskPageOptions {
  width?: number;
  height?: number;
  dark?: boolean;
  person?: string;
  path?: string;
  /** Before the page is opened: a slow answer, a browser without storage. */
  before?: (page: Page) => Promise<unknown>;
  /** Another tab of this browser. */
  context?: BrowserContext;
}

export interface DeskPages {
  open(options?: DeskPageOptions): Promise<Page>;
  /** What all pages complained about. */
  wrong: string[];
  close(): Promise<void>;
}

export function deskPages(browser: () => Browser, shop: () => Shop): DeskPages {
  const contexts = new Set<BrowserContext>();
  const wrong: string[] = [];
  return {
    wrong,
    open: async ({ width = 1280, height = 800, dark = false, person, path = '/', before, context: given } = {}) => {
      const context =
        given ?? (await browser().newContext({ viewport: { width, height }, colorScheme: dark ? 'dark' : 'light' }));
      contexts.add(context);
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      const found = complaints(page);
      found.push = (...words) => wrong.push(...words);
      await before?.(page);
      await page.goto(`${shop().url}${path}`);
      if (person) await page.getByLabel('You are').selectOption(person);
      return page;
    },
    close: async () => {
      for (const context of contexts) await context.close();
      contexts.clear();
      wrong.length = 0;
    },
  };
}

export const card = (page: Page, number: number): Locator =>
  page.getByRole('region', { name: 'Room' }).getByRole('article', { name: new RegExp(`^Enquiry ${number}\\.`) });
export const threadOf = (page: Page, number: number): Locator =>
  page.getByRole('region', { name: `Thread of enquiry ${number}` });
export const composer = (page: Page): Locator => page.getByLabel(/Write in the thread/);

/** Opens the thread of an enquiry from the room. */
export async function openThread(page: Page, number: number): Promise<Locator> {
  await card(page, number)
    .getByRole('button', { name: `Open the thread of enquiry ${number}` })
    .click();
  await threadOf(page, number).waitFor();
  return threadOf(page, number);
}
