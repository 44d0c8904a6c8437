/** Makes the pictures of the documentation from the running program: `npm run pictures`. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openBrowser } from '../../tests/kit/browser.ts';
import { openShop } from '../../tests/kit/shop.ts';
import { until } from '../../tests/kit/world.ts';

const executable = ['chromium', 'chromium-browser', 'google-chrome', 'chromium-headless-shell']
  .map(name => `/usr/bin/${name}`)
  .find(file => existsSync(file));
if (!executable) throw new Error('Pictures need Chromium: apt-get install chromium');
const file = (name: string) => join(import.meta.dirname, `${name}.png`);
const shop = await openShop({ yaml: 'hold_seconds: { email: 30, webchat: 1 }\n' });
const browser = await openBrowser(executable);
try {
  const chat = await shop.chat();
  await chat.send('Hi! Do you ship to Denmark, and what does it cost?');
  await shop.cards(1);
  await shop.mail({
    from: 'Tom Okafor <tom@okafor.example>',
    subject: 'Invoice 2026-1184',
    text: 'Good morning, our bookkeeper needs the invoice with our company address on it. Could you send it again?',
  });
  await shop.cards(2);
  await shop.mail({
    from: 'Maya Patel <maya@example.com>',
    subject: 'The lid of my morning kettle',
    text: 'Hello,\n\nmy kettle arrived on Tuesday and I love it, but the lid rattles when the water boils. Can I send just the lid back, and how long would a new one take?\n\nKind regards\nMaya\n-- \nMaya Patel, 14 Orchard Road, Leeds',
  });
  const { thread } = (await shop.cards(3)).at(-1)!;
  await shop.act('Ben', {
    do: 'press',
    thread,
    button: 'enquiry.claim',
    value: (await shop.thread(thread)).card.enquiryId,
  });
  await until(async () => (await shop.thread(thread)).posts.length > 0, 'the line that says who has it');
  await shop.act('Ann', { do: 'write', thread, text: '@Ben we have three lids of that size on the shelf' });
  await shop.reply('Ben', thread, 'Hello Maya, of course: send the lid back and a new one leaves us on Monday.');
  await shop.act('Ben', {
    do: 'write',
    thread,
    text: 'Hello Maya, yes, just the lid: a label for the post comes by mail. A new one takes two days.',
  });
  for (const [name, width, height, scheme] of [
    ['thread', 1360, 900, 'light'],
    ['thread-dark', 1360, 900, 'dark'],
    ['thread-phone', 390, 844, 'light'],
    ['room-phone', 390, 844, 'light'],
  ] as const) {
    const page = await browser.newPage({ viewport: { width, height }, colorScheme: scheme });
    await page.goto(`${shop.url}/${name === 'room-phone' ? '' : `#${thread}`}`);
    await page
      .getByLabel('You are')
      .selectOption('Ben', { force: true })
      .catch(() => {});
    await page.evaluate(() => sessionStorage.setItem('person', 'Ben'));
    await page.reload();
    await page.getByRole('button', { name: 'Skip' }).click();
    await page.waitForTimeout(900);
    await page.screenshot({ path: file(name) });
    await page.close();
  }
  const page = await browser.newPage({ viewport: { width: 1100, height: 760 } });
  await page.goto(`${shop.url}/demo/shop`);
  await page.getByRole('button', { name: 'Chat with us' }).click();
  const frame = page.frameLocator('iframe');
  await frame.getByLabel('Your message').fill('Can the river green pot go in the oven?');
  await frame.getByLabel('Your message').press('Enter');
  const fresh = (await shop.cards(4)).find(each => each.card.message.text.startsWith('Can the river'))!;
  await shop.reply('Ann', fresh.thread, 'Yes, up to 220 degrees. Let it cool before you wash it.');
  await frame.getByText('Yes, up to').waitFor();
  await page.screenshot({ path: file('shop') });
} finally {
  await browser.close();
  await shop.stop();
}
console.log('The pictures are made.');
