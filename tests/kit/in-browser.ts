/** The browser preamble of test files: what is skipped where there is none, the run's one browser, hosts that go away. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, inject, test } from 'vitest';
import { joinBrowser } from './browser.ts';
import { type ChatHost, openChatHost, type SiteSettings } from './webchat-host.ts';

const there = inject('chromium') !== null;
export const describeInBrowser = describe.skipIf(!there);
export const testInBrowser = test.skipIf(!there);

/** In a describe or a file: a browser for all its tests. */
export function browserForAll(): () => Browser {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (there) browser = await joinBrowser(inject('browserDoor'));
  });
  afterAll(() => browser?.close());
  return () => browser!;
}

/** In a describe or a file: a browser for all its tests. @returns opens the host of a test, which is stopped after it */
export function chatHosts(): (given?: SiteSettings) => Promise<ChatHost> {
  const browser = browserForAll();
  const open: ChatHost[] = [];
  afterEach(async () => {
    for (const each of open.splice(0)) await each.stop();
  });
  return async given => {
    const host = await openChatHost(browser(), given);
    open.push(host);
    return host;
  };
}
