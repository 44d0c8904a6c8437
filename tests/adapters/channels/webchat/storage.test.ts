/** Storage of the shop's page that is blocked or full, and what the end of a chat leaves in it: nothing. */

import type { Page } from 'playwright-core';
import { beforeEach, expect, test } from 'vitest';
import { chatHosts, describeInBrowser } from '../../../kit/in-browser.ts';
import { visit } from '../../../kit/visitor.ts';
import {
  box,
  type ChatHost,
  launcher,
  lines,
  linesHere,
  openHere,
  panel,
  panelFrame,
  pressHere,
  say,
  writeHere,
} from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

describeInBrowser('the storage of the page', () => {
  const openHost = chatHosts();
  let host: ChatHost;
  beforeEach(async () => {
    host = await openHost();
  });

  const talk = async (page: Page) => {
    await launcher(page).click();
    await say(page, 'One');
    const { thread } = (await host.shop.cards(1))[0]!;
    await host.shop.reply('Ann', thread, 'Two');
    await panel(page).getByText('Two').waitFor();
    await say(page, 'Three');
    await until(async () => (await host.shop.cards(1))[0]!.card.customerMessages === 2, 'the second message');
    expect(await lines(page)).toEqual(['One', 'Two', 'Three']);
    return thread;
  };
  /** Fills it to the last sign, as a page does that keeps too much. */
  const fillUp = (page: Page) =>
    page.evaluate(() => {
      for (let size = 1 << 20, n = 0; size >= 1; )
        try {
          localStorage.setItem(`full${n++}`, 'x'.repeat(size));
        } catch {
          size = Math.floor(size / 2);
        }
      for (let n = 0; n < 20; n++)
        try {
          localStorage.setItem(`${n}`, '');
        } catch {
          break;
        }
    });

  test('blocked: the chat lasts as long as the page, also closed and opened again', async () => {
    const { page, wrong } = await host.open({
      before: at =>
        at.addInitScript(() => {
          Object.defineProperty(window, 'localStorage', {
            get() {
              throw new DOMException('blocked', 'SecurityError');
            },
          });
        }),
    });
    await talk(page);
    await panel(page).getByRole('button', { name: 'Close the chat' }).click();
    await launcher(page).click();
    expect(await lines(page)).toEqual(['One', 'Two', 'Three']);
    expect(wrong).toEqual([]);
    expect(await host.shop.cards()).toHaveLength(1);
  });

  test('taken away altogether: the chat lasts as long as the page', async () => {
    const { page, wrong } = await host.open({
      before: at => at.addInitScript(() => Object.defineProperty(window, 'localStorage', { value: null })),
    });
    await talk(page);
    expect(wrong).toEqual([]);
  });

  test('full from the start: the chat lasts as long as the page', async () => {
    const { page, wrong } = await host.open();
    await launcher(page).waitFor();
    await fillUp(page);
    await talk(page);
    expect(wrong).toEqual([]);
    expect(await host.shop.cards()).toHaveLength(1);
  });

  test('nearly full: what does not fit any more is kept in the page, and the page hears no error', async () => {
    const { page, wrong } = await host.open();
    await launcher(page).waitFor();
    await fillUp(page);
    // Room for the trial write, and for a token no more.
    await page.evaluate(() => {
      const key = Object.keys(localStorage).find(each => localStorage.getItem(each)!.length >= 64)!;
      localStorage.setItem(key, localStorage.getItem(key)!.slice(40));
    });
    await talk(page);
    expect(wrong).toEqual([]);
  });

  test('filled up by the page later: the session is found again after a reload', async () => {
    const { page } = await host.open();
    await talk(page);
    await fillUp(page);
    await page.reload();
    await box(page).waitFor();
    await until(async () => (await lines(page)).length === 3, 'the conversation', 15_000);
  });

  test('filled up by the page later: the end of the chat still wipes it', async () => {
    const { page } = await host.open();
    await talk(page);
    await fillUp(page);
    await panel(page).getByRole('button', { name: 'More' }).click();
    await panel(page).getByRole('button', { name: 'End the chat' }).click();
    await panel(page).getByRole('button', { name: 'End it' }).click();
    await panel(page).getByText('The chat has ended').waitFor();
    const left = await page.evaluate(() => Object.keys(localStorage).filter(each => each.startsWith('deskhand')));
    expect(left).toEqual([]);
  });

  test('the end of the chat wipes storage and stream, refuses the old token, and tells the team', async () => {
    const { page } = await host.open();
    const thread = await talk(page);
    await box(page).fill('A draft');
    const token = (await page.evaluate(() => localStorage.getItem('deskhand:site:token')))!;
    await panel(page).getByRole('button', { name: 'More' }).click();
    await panel(page).getByRole('button', { name: 'End the chat' }).click();
    await panel(page).getByRole('button', { name: 'End it' }).click();
    await panel(page).getByText('The chat has ended').waitFor();
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
    expect(await panel(page).getByText('One').count()).toBe(0);
    const old = await visit(host.shop.url, { token });
    expect((await old.send('again')).status).toBe(401);
    expect((await old.upload('a.txt', Buffer.from('x'))).status).toBe(401);
    const heard = old.listen();
    await until(() => heard.status === 401, 'the stream is refused');
    const kept = await host.shop.running.engine.rows<{ value: string }>(
      `select value from shelf where stream like 'chat:%'`,
      [],
    );
    expect(kept).toEqual([]);
    await until(
      async () => /left the chat|ended the chat/.test(JSON.stringify((await host.shop.thread(thread)).posts)),
      'the team is told',
    );
    await panel(page).getByRole('button', { name: 'Start the chat' }).click();
    await say(page, 'A new matter');
    await host.shop.cards(2);
    expect(await lines(page)).toEqual(['A new matter']);
  });

  test('two tabs of the shop leave each other in peace', async () => {
    const { page, context } = await host.open({
      before: at =>
        at.addInitScript(() => {
          const counted = window as unknown as { told: number };
          counted.told = 0;
          addEventListener('storage', () => counted.told++);
        }),
    });
    await launcher(page).waitFor();
    const { page: other } = await host.tab(context);
    await launcher(other).waitFor();
    // A second in which nobody does anything.
    await new Promise(resolve => setTimeout(resolve, 1_000));
    expect(await page.evaluate(() => (window as unknown as { told: number }).told)).toBeLessThan(20);
  });

  test('ended in one tab, the other one shows and keeps nothing of it', async () => {
    const { page, context } = await host.open();
    await talk(page);
    const { page: two } = await host.tab(context);
    const other = await openHere(two);
    await until(async () => (await linesHere(other)).length === 3, 'the conversation in the other tab');
    const frame = await panelFrame(page);
    for (const name of ['More', 'End the chat', 'End it']) await pressHere(frame, name);
    await until(async () => (await linesHere(other)).length === 0, 'the other tab is empty');
    await writeHere(other, 'Something else');
    await host.shop.cards(2);
    expect(await linesHere(other)).toEqual(['Something else']);
  });

  test('read in one tab, the badge goes from the other too', async () => {
    const { page, context } = await host.open();
    const thread = await talk(page);
    const frame = await panelFrame(page);
    await pressHere(frame, 'Close the chat');
    const { page: other } = await host.tab(context);
    await host.shop.reply('Ann', thread, 'Four');
    const badge = (at: Page) => at.getByRole('button', { name: 'Chat with us, New messages: 1' });
    await badge(page).waitFor();
    await badge(other).waitFor();
    await openHere(page);
    await badge(page).waitFor({ state: 'detached' });
    await badge(other).waitFor({ state: 'detached', timeout: 15_000 });
  });

  test('where site data is blocked the words go out, and the shop’s page hears no error', async () => {
    const { page, wrong } = await host.open({
      before: at =>
        at.addInitScript(() => {
          const refuse = () => {
            throw new DOMException('The request was denied.', 'SecurityError');
          };
          Object.defineProperty(window, 'localStorage', { get: refuse });
          Object.defineProperty(navigator, 'locks', {
            value: { request: () => Promise.reject(new DOMException('The request was denied.', 'SecurityError')) },
          });
        }),
    });
    await launcher(page).click();
    await say(page, 'Hello');
    await panel(page).getByText('Delivered').waitFor();
    expect(wrong).toEqual([]);
  });
});
