/** The newest line is in sight for whoever follows the chat, in whatever order it comes; whoever reads further up is left there. */

import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { chatHosts, describeInBrowser } from '../../../kit/in-browser.ts';
import { type ChatHost, launcher, panel, panelFrame, say } from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

/** Higher than the chat. */
const LONG = Array.from({ length: 30 }, (_, i) => `Kettle number ${i}`).join('\n');
const SIZES = [
  { width: 1280, height: 720 },
  // A desktop at 400 %: everything below the header scrolls as one.
  { width: 320, height: 256 },
];

describeInBrowser('the newest line', () => {
  const openHost = chatHosts();
  let host: ChatHost;
  beforeEach(async () => {
    host = await openHost();
  });

  describe.each(SIZES)('at $width x $height', viewport => {
    const leaving = (page: Page) => panel(page).getByLabel(/^Leaving\?/);
    const isInSight = async (page: Page, text: string) => {
      const [at, bottom] = [
        await panel(page).getByText(text).boundingBox(),
        await panel(page).locator('.bottom').boundingBox(),
      ];
      return at !== null && bottom !== null && at.y >= 0 && at.y + at.height <= bottom.y + 1;
    };
    const comesIntoSight = (page: Page, text: string) => until(() => isInSight(page, text), `"${text}" is in sight`);
    /** A visitor who wrote more than the chat can show at once. @returns the thread of it */
    const write = async (page: Page) => {
      await launcher(page).click();
      await say(page, LONG);
      return (await host.shop.cards(1))[0]!.thread;
    };

    test('comes into sight where the server was slow to say how the chat stands', async () => {
      let goOn = () => {};
      const sent = new Promise<void>(resolve => {
        goOn = resolve;
      });
      const { page } = await host.open({
        viewport,
        before: at =>
          at.route('**/events?*', async route => {
            await sent;
            await route.continue();
          }),
      });
      const thread = await write(page);
      await panel(page).getByText(/Sent$/).waitFor();
      goOn();
      await leaving(page).waitFor();
      await host.shop.reply('Ann', thread, 'The newest');
      await comesIntoSight(page, 'The newest');
    });

    test('that came while the chat was closed is in sight when it is opened', async () => {
      const { page } = await host.open({ viewport });
      const thread = await write(page);
      await leaving(page).waitFor();
      await panel(page).getByRole('button', { name: 'Close the chat' }).click();
      await host.shop.reply('Ann', thread, LONG.replaceAll('Kettle', 'Lid'));
      await host.shop.reply('Ann', thread, 'The newest');
      await page.getByRole('button', { name: 'Chat with us, New messages: 2' }).click();
      await comesIntoSight(page, 'The newest');
    });

    test('does not take away from what one reads further up', async () => {
      const { page } = await host.open({ viewport });
      const thread = await write(page);
      await leaving(page).waitFor();
      const frame = await panelFrame(page);
      await frame.evaluate(() => {
        for (const each of document.querySelectorAll('main, #log')) each.scrollTop = 0;
      });
      await host.shop.reply('Ann', thread, 'The newest');
      await panel(page).getByText('The newest').waitFor();
      expect(await isInSight(page, 'The newest')).toBe(false);
      expect(
        await frame.evaluate(() => [...document.querySelectorAll('main, #log')].map(each => each.scrollTop)),
      ).toEqual([0, 0]);
    });
  });
});
