import { beforeEach, expect, test } from 'vitest';
import { chatHosts, describeInBrowser } from '../../../kit/in-browser.ts';
import {
  box,
  type ChatHost,
  launcher,
  lines,
  linesHere,
  openHere,
  panel,
  panelFrame,
  pressOn,
  say,
  writeHere,
} from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

describeInBrowser('a line that breaks', () => {
  const openHost = chatHosts();
  let host: ChatHost;
  beforeEach(async () => {
    host = await openHost();
  });

  const stored = async () =>
    (await host.shop.running.engine.rows<{ text: string }>(`select text from messages order by id`, [])).map(
      each => each.text,
    );

  test('sends nothing twice when the acknowledgement is lost', async () => {
    const { page } = await host.open();
    let lost = 0;
    const cids: string[] = [];
    await page.route('**/chat/site/send', async route => {
      cids.push((route.request().postDataJSON() as { cid: string }).cid);
      if (lost++ > 1) return route.continue();
      await route.fetch();
      await route.abort('connectionreset');
    });
    // The stream would tell what arrived; without it only the id does.
    await page.route('**/chat/site/events*', route => route.abort('connectionreset'));
    await launcher(page).click();
    await say(page, 'Only once');
    await until(() => lost >= 3, 'it is sent again', 15_000);
    await until(async () => (await panel(page).getByText('Sent', { exact: false }).count()) > 0, 'sent');
    expect(new Set(cids).size).toBe(1);
    expect(await stored()).toEqual(['Only once']);
    await page.unroute('**/chat/site/events*');
    await until(async () => (await lines(page)).length === 1, 'one line');
    await say(page, 'And a second');
    await until(async () => (await stored()).length === 2, 'the second');
    expect(await lines(page)).toEqual(['Only once', 'And a second']);
  });

  test('sends nothing twice when the answer to the start is lost', async () => {
    const { page } = await host.open();
    let starts = 0;
    await page.route('**/chat/site/start', async route => {
      if (starts++) return route.continue();
      await route.fetch();
      await route.abort('connectionreset');
    });
    await launcher(page).click();
    await say(page, 'Only once');
    await until(async () => (await stored()).length > 0, 'it arrives', 12_000);
    expect(await lines(page)).toEqual(['Only once']);
    expect(await stored()).toEqual(['Only once']);
  });

  test('answers of a proxy that are no JSON are waited out', async () => {
    const { page } = await host.open();
    let tries = 0;
    await page.route('**/chat/site/send', route =>
      tries++ < 2
        ? route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad gateway</h1>' })
        : route.continue(),
    );
    await launcher(page).click();
    await say(page, 'Through the gateway');
    await panel(page).getByText('No connection. Your message is kept').waitFor();
    await until(async () => (await stored()).length === 1, 'it arrives', 10_000);
    await until(async () => !(await panel(page).getByText('No connection.').count()), 'the note goes');
  });

  test('two tabs that begin at the same moment are one session and one enquiry', async () => {
    const { page: one, context } = await host.open();
    const { page: two } = await host.tab(context);
    const frames = [await openHere(one), await openHere(two)];
    const starts: string[] = [];
    context.on('request', request => {
      if (request.url().endsWith('/start')) starts.push(request.url());
    });
    await Promise.all(frames.map((frame, i) => writeHere(frame, i ? 'From two' : 'From one')));
    await until(async () => (await stored()).length === 2, 'both messages');
    expect(starts).toHaveLength(1);
    expect(await host.shop.cards()).toHaveLength(1);
    for (const frame of frames) {
      await until(async () => (await linesHere(frame)).length === 2, 'both in each tab');
      expect((await linesHere(frame)).sort()).toEqual(['From one', 'From two']);
    }
  });

  test('two tabs that write at the same time both show everything once, in the same order', async () => {
    const { page: one, context } = await host.open();
    const first = await openHere(one);
    await writeHere(first, 'Begin');
    await host.shop.cards(1);
    const { page: two } = await host.tab(context);
    const second = await openHere(two);
    await until(async () => (await linesHere(second)).length === 1, 'the second tab has it');
    for (let i = 1; i <= 6; i++) await Promise.all([writeHere(first, `one ${i}`), writeHere(second, `two ${i}`)]);
    await until(async () => (await stored()).length === 13, 'all of them');
    const seen: string[][] = [];
    for (const frame of [first, second]) {
      await until(async () => (await linesHere(frame)).length === 13, 'all in this tab');
      seen.push(await linesHere(frame));
    }
    expect(seen[0]).toEqual(seen[1]);
    for (const tab of ['one', 'two'])
      expect(seen[0]!.filter(each => each.startsWith(tab))).toEqual([1, 2, 3, 4, 5, 6].map(i => `${tab} ${i}`));
  });

  test('what was written without a line, in several tabs, survives a reload and goes out once', async () => {
    const { page: one, context } = await host.open();
    await writeHere(await openHere(one), 'Begin');
    await host.shop.cards(1);
    await until(async () => (await stored()).length === 1, 'the first');
    let broken = true;
    await context.route(/chat\/site\/(send|events)/, route =>
      broken ? route.abort('internetdisconnected') : route.continue(),
    );
    const before = await panelFrame(one);
    await writeHere(before, 'kept 1');
    await writeHere(before, 'kept 2');
    await until(async () => (await linesHere(before)).length === 3, 'both are shown');
    await one.reload();
    const first = await openHere(one);
    await until(async () => (await linesHere(first)).length === 2, 'both are still there');
    expect(await linesHere(first)).toEqual(['kept 1', 'kept 2']);
    const { page: two } = await host.tab(context);
    const second = await openHere(two);
    await writeHere(second, 'kept 3');
    broken = false;
    await until(async () => (await stored()).length >= 4, 'all go out', 20_000);
    for (const frame of [first, second]) {
      await until(async () => (await linesHere(frame)).length >= 4, 'all are shown', 15_000);
      expect(await linesHere(frame)).toEqual(['Begin', 'kept 1', 'kept 2', 'kept 3']);
    }
    expect(await stored()).toEqual(['Begin', 'kept 1', 'kept 2', 'kept 3']);
  });

  test('after ten minutes of sleep, messages and state are right within 3 seconds, and the draft is kept', async () => {
    const { page, context } = await host.open();
    await page.clock.install();
    await page.reload();
    await launcher(page).click();
    await say(page, 'Before the sleep');
    const { thread } = (await host.shop.cards(1))[0]!;
    await box(page).fill('A draft');
    // A frozen page whose connections are gone, and a clock that went on.
    await context.setOffline(true);
    const cdp = await context.newCDPSession(page);
    await page.clock.pauseAt(Date.now() + 1_000);
    await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
    await host.shop.reply('Ann', thread, 'Meanwhile 1');
    await host.shop.reply('Ann', thread, 'Meanwhile 2');
    await pressOn(host.shop, thread, 'enquiry.resolve');
    await until(async () => (await host.shop.thread(thread)).card.status === 'resolved', 'resolved');
    await cdp.send('Page.setWebLifecycleState', { state: 'active' });
    await context.setOffline(false);
    await page.clock.fastForward(10 * 60_000);
    await page.clock.resume();
    await until(async () => (await lines(page)).length === 3, 'the messages', 15_000);
    await panel(page).getByText('This is settled.').waitFor({ timeout: 15_000 });
    expect(await lines(page)).toEqual(['Before the sleep', 'Meanwhile 1', 'Meanwhile 2']);
    expect(await box(page).inputValue()).toBe('A draft');
    await cdp.detach();
  });

  test.each([
    ['three years behind', -3],
    ['five years ahead', 5],
  ])('a visitor’s clock that is %s: all works and nothing is said in the wrong year', async (_, years) => {
    const { page } = await host.open({
      before: at => at.clock.install({ time: Date.now() + years * 365.25 * 86_400_000 }),
      locale: 'en-GB',
      timezoneId: 'UTC',
    });
    await launcher(page).click();
    await say(page, 'What time is it?');
    const { thread } = (await host.shop.cards(1))[0]!;
    await host.shop.reply('Ann', thread, 'Late');
    await panel(page).getByText('Late', { exact: true }).waitFor();
    await page.reload();
    await until(async () => (await lines(page)).length === 2, 'both after a reload');
    const shown = await panel(page).locator('.line .meta').allTextContents();
    for (const each of shown) expect(each).toMatch(/^(Ann · )?\d{1,2}:\d\d( · \w+)?$/);
    await host.shop.reply('Ann', thread, 'Still here');
    await panel(page).getByText('Still here').waitFor();
  });

  test('a line is shown with the time at which it was written, however long the chat was open before', async () => {
    const { page } = await host.open({ before: at => at.clock.install(), locale: 'en-GB', timezoneId: 'UTC' });
    await page.route('**/chat/site/events*', route => route.abort());
    await launcher(page).click();
    await box(page).waitFor();
    await page.clock.fastForward(2 * 3_600_000);
    await say(page, 'Now');
    await until(async () => (await stored()).length === 1, 'it is sent');
    const frame = await panelFrame(page);
    await frame.locator('.line .meta').waitFor();
    const minutes = (text: string) => {
      const [, h, m, half] = /(\d{1,2}):(\d\d)(?:\s([AP])M)?/.exec(text)!;
      // 12 o'clock of either half is its beginning.
      const hours = half ? (Number(h) % 12) + (half === 'P' ? 12 : 0) : Number(h);
      return hours * 60 + Number(m);
    };
    const shown = minutes((await frame.locator('.line .meta').textContent())!);
    const now = await frame.evaluate(() => new Date().getUTCHours() * 60 + new Date().getUTCMinutes());
    expect((now - shown + 1440) % 1440).toBeLessThanOrEqual(1);
  });

  test('after an outage there is one line again, however often the page was woken meanwhile', async () => {
    const { page } = await host.open();
    await launcher(page).click();
    await say(page, 'Before');
    await host.shop.cards(1);
    const frame = await panelFrame(page);
    await page.route('**/chat/site/events*', route => route.abort());
    // As a laptop that is opened and shut, and goes from one network to another.
    for (let i = 0; i < 12; i++) {
      await frame.evaluate(kind => dispatchEvent(new Event(kind)), i % 2 ? 'online' : 'focus');
      await page.waitForTimeout(300);
    }
    let opened = 0;
    page.on('request', each => {
      if (each.url().includes('/events')) opened++;
    });
    await page.unroute('**/chat/site/events*');
    await frame.evaluate(() => dispatchEvent(new Event('online')));
    await say(page, 'After');
    await panel(page).getByText('Delivered').waitFor();
    await page.waitForTimeout(1_500);
    expect(opened).toBe(1);
    expect(await lines(page)).toEqual(['Before', 'After']);
  });

  test('a chat that another tab began anew tells that its answers came', async () => {
    const one = await host.open();
    await launcher(one.page).click();
    await say(one.page, 'First chat');
    const first = (await host.shop.cards(1))[0]!;
    const two = await host.tab(one.context);
    await launcher(two.page).click();
    await host.shop.reply('Ann', first.thread, 'One');
    await host.shop.reply('Ann', first.thread, 'Two');
    await panel(two.page).getByText('Two').waitFor();
    await one.page.bringToFront();
    await panel(one.page).getByRole('button', { name: 'More' }).click();
    await panel(one.page).getByRole('button', { name: 'End the chat' }).click();
    await panel(one.page).getByRole('button', { name: 'End it' }).click();
    await two.page.bringToFront();
    await until(async () => (await lines(two.page)).length === 0, 'the other tab is empty');
    await one.page.close();
    await say(two.page, 'Second chat');
    const second = await until(
      async () => (await host.shop.cards(2)).find(each => each.card.message.text === 'Second chat'),
      'the second chat',
    );
    await host.shop.reply('Ann', second.thread, 'Here');
    await until(
      async () => (await host.shop.thread(second.thread)).posts.some(each => each.mark?.state === 'delivered'),
      'it is known that the answer came',
    );
  });
});
