/**
 * Walks through the demo as somebody who has never seen it, on a desktop and on a phone, from the start to an answered
 * customer: claim, write, send, undo, send. It presses what is there to press, ends with an error where something is not,
 * and makes a picture of each step: `npm run pictures:demo`, or `npm run pictures:demo -- <folder>` for every step.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../tests/kit/browser.ts';
import { startCli } from '../../tests/kit/cli.ts';
import { freePort } from '../../tests/kit/servers.ts';
import { until } from '../../tests/kit/world.ts';

const executable = ['chromium', 'chromium-browser', 'google-chrome', 'chromium-headless-shell']
  .map(name => `/usr/bin/${name}`)
  .find(file => existsSync(file));
if (!executable) throw new Error('Pictures need Chromium: apt-get install chromium');
const [everything] = process.argv.slice(2);
/** What the README shows. */
const KEPT = ['demo-2-claimed', 'demo-phone-1-start', 'demo-phone-3-preview', 'demo-phone-4-undo'];

interface Look {
  name: string;
  width: number;
  height: number;
  dark: boolean;
}

interface Walk {
  look: Look;
  person: string;
  customer: string;
  answer: string;
}

const WALKS: Walk[] = [
  {
    look: { name: 'demo', width: 1280, height: 860, dark: false },
    person: 'Ann',
    customer: 'Maya Patel',
    answer: 'Hello Maya, of course: send the lid back, and a new one leaves us on Monday.',
  },
  {
    look: { name: 'demo-phone', width: 390, height: 844, dark: false },
    person: 'Zoë Martín',
    customer: 'Tom Okafor',
    answer: 'Good morning Tom, here it is again, with your address on it.',
  },
];

async function walk(browser: Browser, url: string, { look, person, customer, answer }: Walk): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.dark ? 'dark' : 'light',
  });
  const wrong: string[] = [];
  page.on('console', said => {
    if (said.type() === 'error') wrong.push(said.text());
  });
  const picture = async (step: string) => {
    const name = `${look.name}-${step}`;
    if (everything || KEPT.includes(name))
      await page.screenshot({ path: join(everything ?? import.meta.dirname, `${name}.png`) });
  };
  const step = page.getByRole('region', { name: 'First steps' });
  await page.goto(url);
  await page.getByLabel('You are').selectOption(person);
  await step.getByText(/Press Claim/).waitFor();
  const card = page.getByRole('article', { name: new RegExp(customer) }).last();
  await card.waitFor();
  await page.waitForTimeout(500);
  await picture('1-start');
  await card.getByRole('button', { name: 'Claim' }).click();
  await step.getByText(/Write an answer/).waitFor();
  // With Maya's a colleague helps.
  if (customer === 'Maya Patel') await page.getByText(/we have three lids/).waitFor();
  await picture('2-claimed');
  const preview = page.locator('.private').getByRole('button', { name: /^Send(?! and)/ });
  const write = async (text: string) => {
    await page.getByLabel(/Write in the thread/).fill(text);
    await page.getByRole('button', { name: 'Post' }).click();
    await preview.waitFor();
  };
  await write(answer);
  await picture('3-preview');
  await preview.click();
  await page.getByRole('button', { name: 'Undo' }).waitFor();
  await step.getByText(/Press Undo/).waitFor();
  await picture('4-undo');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Taken back, not sent').waitFor();
  await step.waitFor({ state: 'detached' });
  await write(`${answer} Kind regards`);
  await preview.click();
  await page.getByText(`Sent to ${customer}`).waitFor({ timeout: 60_000 });
  await picture('5-sent');
  const mails = async () => (await (await fetch(`${url}/demo/mailbox.json`)).json()) as { text: string }[];
  await until(
    async () => (await mails()).find(each => each.text.startsWith(answer)),
    `the mail to ${customer}`,
    20_000,
  );
  await page.getByText('Thank you, that was quick!').waitFor({ timeout: 60_000 });
  await picture('6-thanks');
  if (look.width < 600) await page.goBack();
  await page.getByLabel('/desk').fill('stats last 14 days');
  await page.getByLabel('/desk').press('Enter');
  await page.getByRole('group', { name: 'Answer' }).getByText(/New/).first().waitFor();
  await page.waitForTimeout(2_500);
  await picture('7-stats');
  await page.locator('.answer').getByRole('button', { name: 'Close' }).click();
  await page.goto(`${url}/demo/mailbox`);
  await picture('8-mailbox');
  await page.close();
  if (wrong.length) throw new Error(`The pages complained: ${wrong.join('; ')}`);
}

const folder = mkdtempSync(join(tmpdir(), 'deskhand-demo-'));
const cli = await startCli(folder, { MAIL_RECEIVER_PORT: String(await freePort()) }, ['start', '--demo']);
const browser = await openBrowser(executable);
try {
  for (const each of WALKS) await walk(browser, cli.url, each);
} finally {
  await browser.close();
  await cli.stop();
  rmSync(folder, { recursive: true, force: true });
}
console.log('A customer was answered on a desktop and on a phone, and the pictures are made.');
