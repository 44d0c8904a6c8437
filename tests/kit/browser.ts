/** A real browser for pages: the machine's Chromium, without a sandbox, without talking to anybody. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserServer, chromium, type Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ARGS });
}

/** One that several processes share, each over a line of its own: what one opens the others do not see. */
export function startBrowser(executablePath: string): Promise<BrowserServer> {
  return chromium.launchServer({ executablePath, args: ARGS });
}

/** A line to the browser behind the door of kit/servers.ts. */
export async function joinBrowser(door: string): Promise<Browser> {
  return chromium.connect(await (await fetch(door)).text());
}

/** What axe finds wrong, one line each. */
export async function axe(page: Page): Promise<string[]> {
  // Evaluated from outside the page, so its strict policy does not keep it out.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { violations } = await (
      window as unknown as {
        axe: { run(): Promise<{ violations: { id: string; help: string; nodes: { html: string }[] }[] }> };
      }
    ).axe.run();
    return violations.map(
      each => `${each.id}: ${each.help} ${each.nodes.map(node => node.html.slice(0, 120)).join(' | ')}`,
    );
  });
}

/** Everything the page complains about. */
export function complaints(page: Page): string[] {
  const found: string[] = [];
  page.on('console', message => {
    if (message.type() === 'error' || message.type() === 'warning') found.push(message.text());
  });
  page.on('pageerror', error => found.push(error.message));
  return found;
}
