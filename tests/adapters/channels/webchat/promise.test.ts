/** The strip of the chat says by when most people hear back, and what a visitor was told stands until they do. */
import { expect, test } from 'vitest';
import { chatHosts, describeInBrowser } from '../../../kit/in-browser.ts';
import { remember } from '../../../kit/remembered.ts';
import { hostHtml, panelFrame, say } from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

const PHONE = { width: 390, height: 844 };
const MINUTE = 60_000;

describeInBrowser('a visitor who waits', () => {
  const openHost = chatHosts();

  test('sees by when most people hear back, in their language, and what they were told stands', async () => {
    const host = await openHost({ settings: ['title: Kettle & Co'] });
    const { parts } = host.shop.running.house;
    await remember(host.shop, 'webchat', 24, 30 * MINUTE);
    const shown = async () => {
      const html = await (await fetch(`${host.shop.url}/chat/site/panel?lang=en`)).text();
      return /"by":\d+/.test(html);
    };
    await until(shown, 'the record is read again', 60_000);
    const strip = async (lang: string) => {
      host.page.html = hostHtml(host.shop, { lang });
      const { page } = await host.open({ locale: lang, timezoneId: 'UTC', viewport: PHONE });
      await page.waitForFunction(() => 'deskhand' in window);
      await page.evaluate(() => (window as unknown as { deskhand(word: string): void }).deskhand('open'));
      const frame = await panelFrame(page);
      await frame.waitForSelector('.strip p');
      return { page, text: () => frame.locator('.strip p').innerText() };
    };
    const arabic = await strip('ar');
    expect(await arabic.text()).toContain('يتلقى معظم الناس ردًا في موعد أقصاه');
    if (process.env.PICTURES) await arabic.page.screenshot({ path: `${process.env.PICTURES}/strip-ar.png` });
    const english = await strip('en-GB');
    expect(await english.text()).toMatch(/^● We are here now\. Most people hear back by (\w+ )?\d{1,2}:[0134][05]\.$/);
    await say(english.page, 'Hello, is the kettle back?');
    const enquiry = (await until(async () => (await parts.store.openEnquiries(1))[0], 'it came'))!;
    const told = async () =>
      (await parts.store.events(enquiry.id)).flatMap(({ event }) =>
        event.type === 'AnsweredByMachine' ? [event] : [],
      );
    const [event] = await until(async () => ((await told()).length ? told() : null), 'what was shown is kept');
    expect(event).toEqual({ type: 'AnsweredByMachine', by: expect.any(Number), shown: true });
    expect(event!.by! - enquiry.openedAt).toBeGreaterThanOrEqual(30 * MINUTE);
    expect(event!.by! - enquiry.openedAt).toBeLessThanOrEqual(46 * MINUTE);
    const time = new Date(event!.by!).toISOString().slice(11, 16).replace(/^0/, '');
    await until(async () => (await english.text()).includes(time), 'the strip says what they were told');
    if (process.env.PICTURES) await english.page.screenshot({ path: `${process.env.PICTURES}/strip-en.png` });
    // Nothing was said to them by a machine, and nothing stands in the thread.
    expect((await parts.store.messages(enquiry.id)).length).toBe(1);
  });
});
