/** Makes the pictures of a day at the desk in Microsoft's Agents Playground: `npm run pictures:teams-playground`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { openBrowser } from '../../tests/kit/browser.ts';
import { openPlaygroundShop } from '../../tests/kit/playground-shop.ts';

const executable = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/google-chrome',
].find(file => existsSync(file));
if (!executable) throw new Error('Pictures need Chromium: apt-get install chromium');
const browser = await openBrowser(executable);
const shop = await openPlaygroundShop(browser, { yaml: 'hold_seconds: { email: 6 }\n', height: 2400 });
const { page, write } = shop;
interface Box {
  style: { display: string };
  textContent: string;
  parentElement: Box;
}
/** @param from whatever is above it is left out; null: nothing is */
const picture = async (name: string, from: Locator | null, to: Locator) => {
  const log = page.getByRole('button', { name: 'Hide log panel' });
  if (await log.isVisible()) await log.click();
  await page.mouse.move(0, 0);
  // The Playground's own notes on what it does not draw as Teams does: cards over the full width, dialogs.
  await page.getByText('is not supported yet in Microsoft 365').evaluateAll(notes => {
    for (const { textContent, parentElement } of notes as unknown as Box[]) {
      const note = parentElement.parentElement;
      // The same words are in its log, which is hidden.
      if (note.textContent === textContent) note.style.display = 'none';
    }
  });
  const [first, last] = [await from?.boundingBox(), await to.boundingBox()];
  const [x, y] = first ? [350, first.y - 24] : [0, 0];
  const clip = { x, y, width: first ? 910 : 1280, height: last!.y + last!.height + 24 - y };
  await page.screenshot({ path: join(import.meta.dirname, `teams-playground-${name}.png`), clip });
};
try {
  await shop.openRoom();
  await page.getByText('are posted here from now on').waitFor();
  await shop.shop.mail({
    from: 'Maya Patel <maya@example.com>',
    subject: 'The lid of my morning kettle',
    text: 'Hello,\n\nmy kettle arrived on Tuesday and I love it, but the lid rattles when the water boils. Can I send just the lid back, and how long would a new one take?\n\nKind regards\nMaya\n-- \nMaya Patel, 14 Orchard Road, Leeds',
  });
  const post = shop.post('The lid of my morning kettle');
  const see = (words: string) => post.getByText(words).last().waitFor();
  const press = (name: string | RegExp) => post.getByRole('button', { name, exact: true }).click();
  await see('nobody has it yet');
  await picture('room', null, post);
  await press('Claim');
  await see('Ann Lee claimed this.');
  await shop.mention(post, 'Ben Okafor', 'have we got lids of that size on the shelf?');
  await write(post, 'Hello Maya, of course: send the lid back and a new one leaves us on Monday.');
  await see('Send this to the customer?');
  await picture('preview', post, post);
  await press(/^Send to /);
  await see('in a moment');
  await see('This is done.');
  await picture('undo', post, post);
  await see('Sent to');
  await press('Resolve');
  await see('Ann Lee resolved this.');
  await picture('resolved', post, post);
  await shop.mention(post, 'Deskhand', 'stats week');
  await see('New enquiries by day');
  await post.getByRole('img', { name: /^Sun/ }).last().waitFor();
  await picture('stats', post.getByText('stats week'), post);
  await shop.openChat();
  await shop.say('settings');
  await page.getByText('Connect a mailbox').last().waitFor();
  await picture('home', null, page.getByRole('button', { name: 'Post a test enquiry' }).last());
} finally {
  await shop.stop();
  await browser.close();
}
console.log('The pictures are made.');
