import { afterEach, beforeEach, expect, test } from 'vitest';
import { axe } from '../../../kit/browser.ts';
import { browserForAll, describeInBrowser } from '../../../kit/in-browser.ts';
import { card, deskPages, openThread } from '../../../kit/practice-page.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';

const PLANTED = 'You worthless pieces of shit, I hope you all choke on it.';
const SOILED = /worthless|shit|choke/i;

describeInBrowser('a message that is aimed at staff, on a phone', () => {
  const browser = browserForAll();
  let shop: Shop;
  const pages = deskPages(browser, () => shop);
  beforeEach(async () => {
    shop = await openShop({ yaml: 'hold_seconds: { email: 0.1 }\n' });
  });
  afterEach(async () => {
    await pages.close();
    await shop.stop();
  });

  test('is folded, is opened in place by whoever wants to, and its boundary text is a draft', async () => {
    await shop.mail({
      from: 'Maya Patel <maya@example.com>',
      subject: 'Refund',
      text: `${PLANTED} Where is my refund for order 4471?`,
    });
    const page = await pages.open({ width: 390, height: 844 });
    await card(page, 1).waitFor();
    expect(await page.content()).not.toMatch(SOILED);
    await card(page, 1).getByText('What they need: Where is my refund for order 4471?').first().waitFor();
    const shots = process.env.SHIELD_SHOTS;
    if (shots) await page.screenshot({ path: `${shots}/shield-1.png`, fullPage: true });
    const thread = await openThread(page, 1);
    await thread.getByRole('button', { name: 'Show', exact: true }).click();
    await thread.getByText(/pieces of shit/).waitFor();
    if (shots) await page.screenshot({ path: `${shots}/shield-2.png`, fullPage: true });
    expect(await axe(page)).toEqual([]);
    await thread.getByRole('button', { name: 'Boundary text …' }).click();
    await thread.getByText(/Please write to us without insults or threats/).waitFor();
    if (shots) await page.screenshot({ path: `${shots}/shield-3.png`, fullPage: true });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
    expect(pages.wrong).toEqual([]);
  });
});
