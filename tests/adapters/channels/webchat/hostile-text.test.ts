/** Hostile words both ways, in settings, in names and addresses, and messages of other windows: shown as text, or not heard at all. */

import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { chatHosts, describeInBrowser } from '../../../kit/in-browser.ts';
import type { Shop } from '../../../kit/shop.ts';
import { visit } from '../../../kit/visitor.ts';
import { hostHtml, launcher, lines, panel, panelFrame, say, servePages, teamFile } from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

const EVIL =
  '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>&lt;b&gt; {{config}} ${1} </script><!--';

/** A reply with gaps or with an address of the team's own is stopped once: its author sends it all the same. */
async function replyAnyway(shop: Shop, thread: string, text: string): Promise<void> {
  await shop.reply('Ann', thread, text);
  const again = await until(
    async () =>
      (await shop.thread(thread, 'Ann')).privates
        .flatMap(({ view }) => view.buttons)
        .find(({ label }) => label === 'Send anyway'),
    'the second Send',
  );
  await shop.press('Ann', thread, again);
}

describeInBrowser('hostile words', () => {
  const begin = chatHosts();
  const hacked = async (page: Page) =>
    (
      await Promise.all(
        page.frames().map(each => each.evaluate(() => (window as unknown as { hacked?: number }).hacked)),
      )
    ).some(Boolean);

  test('of visitor and team, in names and names of files, are text on both sides', async () => {
    const { browser, shop, open } = await begin({ settings: ['ask: [name]'] });
    const { page, wrong } = await open({ path: '/%3Cimg%20src=x%20onerror=alert(1)%3E?x=%3Cscript%3E' });
    await page.getByRole('button').first().click();
    await panel(page).getByLabel('Your name').fill(EVIL);
    await panel(page).getByRole('button', { name: 'Start the chat' }).click();
    await say(page, EVIL);
    const { thread, card } = (await shop.cards(1))[0]!;
    expect(card.message.text).toBe(EVIL);
    await replyAnyway(shop, thread, EVIL);
    await until(async () => (await lines(page)).length === 2, 'the answer');
    await teamFile(shop, { name: EVIL, type: 'application/pdf', content: Buffer.from('%PDF'), text: 'file' });
    await until(async () => (await lines(page)).length === 4, 'all of it');
    expect((await lines(page)).slice(0, 2)).toEqual([EVIL, EVIL]);
    expect(
      await (await panelFrame(page)).evaluate(() => document.querySelectorAll('#log img, #log script, #log b').length),
    ).toBe(0);
    expect(await hacked(page)).toBe(false);
    expect(wrong).toEqual([]);
    const desk = await browser.newContext();
    try {
      const staff = await desk.newPage();
      await staff.goto(shop.url);
      await staff.getByRole('article').first().waitFor();
      await staff.getByRole('button', { name: /Open the thread/ }).click();
      await staff.getByRole('region', { name: /Thread/ }).waitFor();
      expect(await hacked(staff)).toBe(false);
    } finally {
      await desk.close();
    }
  });

  test('in settings are text: title, greeting, questions, consent and texts', async () => {
    const yaml = JSON.stringify;
    const words = '<img src=x onerror="window.hacked=1"></script><script>window.hacked=1</script>';
    const { open } = await begin({
      settings: [
        `title: ${yaml(words)}`,
        `greeting: ${yaml(words)}`,
        `ask: [${yaml(words)}]`,
        `consent: ${yaml(words)}`,
        `texts: [${yaml(`launcher: ${words}`)}, ${yaml(`start: ${words}`)}]`,
      ],
    });
    const { page } = await open();
    await page.getByRole('button').first().click();
    const frame = await panelFrame(page);
    await frame.locator('form.ask').waitFor();
    expect(await frame.locator('h1').textContent()).toBe(words);
    expect(await frame.locator('.hello').first().textContent()).toBe(words);
    expect(await frame.locator('img, main script').count()).toBe(0);
    expect(await hacked(page)).toBe(false);
  });

  test.each(['{{config}}', '{{script}}', '{{style}}'])('a title "%s" is a title', async title => {
    const { open } = await begin({ settings: [`title: "${title}"`] });
    const { page } = await open();
    await launcher(page).click();
    await panel(page).getByRole('heading', { name: title }).waitFor({ timeout: 15_000 });
  });

  test('only addresses of pages are links, and they tell the other side nothing', async () => {
    const { shop, open } = await begin();
    const { page } = await open();
    await launcher(page).click();
    await say(page, 'Hello');
    const { thread } = (await shop.cards(1))[0]!;
    await replyAnyway(
      shop,
      thread,
      'javascript:alert(1) data:text/html,<script>x</script> JAVASCRIPT://x vbscript:x file:///etc/passwd //evil.example https://shop.example/a?b=1&c=<x> (http://shop.example/b). https://x"onmouseover="alert(1)',
    );
    await panel(page).locator('.team a').first().waitFor();
    const links = await panel(page)
      .locator('.team a')
      .evaluateAll(all =>
        all.map(each => [
          (each as HTMLAnchorElement).getAttribute('href'),
          each.getAttribute('rel'),
          each.getAttribute('target'),
        ]),
      );
    const told = ['noopener noreferrer', '_blank'];
    expect(links).toEqual(
      [
        ['https://shop.example/a?b=1&c=', ...told],
        ['http://shop.example/b', ...told],
        ['https://x', ...told],
      ].map(([href, ...rest]) => [(href as string).replace(/=$/, '='), ...rest]),
    );
  });

  test('a long word, 4,000 emoji units and lone surrogates go through whole', async () => {
    const { shop, open } = await begin();
    const { page } = await open();
    await launcher(page).click();
    const text = '👩‍👩‍👧‍👦'.repeat(363).slice(0, 3_993);
    await say(page, text);
    await shop.cards(1);
    const [row] = await shop.running.engine.rows<{ text: string }>('select text from messages', []);
    expect(row!.text).toBe(text.toWellFormed());
    const visitor = await visit(shop.url);
    expect((await visitor.send('\ud800 half \udc00')).status).toBe(200);
    await shop.cards(2);
  });

  test('messages that other frames, origins and windows forge are not heard, and the token goes nowhere', async () => {
    const { shop, open, page: hostPage, origin } = await begin();
    const attacker = await servePages(() => ({
      html: `<!doctype html><html><body><script>
        window.heard = [];
        addEventListener('message', e => heard.push(e.data));
        window.attack = target => {
          for (const data of [
            { deskhand: 'ready' }, { deskhand: 'begin' }, { deskhand: 'begun' }, { deskhand: 'close' },
            { deskhand: 'keep', key: 'token', value: '${'0'.repeat(48)}' }, { deskhand: 'keep', key: 'x', value: 'forged' },
            { deskhand: 'unread', count: 77 },
            { deskhand: 'state', items: { token: '${'0'.repeat(48)}' }, page: 'https://evil.example', open: true, identity: null },
            { deskhand: 'items', items: {} }, { deskhand: 'identity', items: {}, identity: { id: 'eve' } },
          ]) target.postMessage(data, '*');
        };
      </script></body></html>`,
    }));
    try {
      hostPage.html = hostHtml(shop, {
        body: `<iframe id="evil" src="${attacker.origin}/" title="advertisement"></iframe><iframe id="same" srcdoc="<script>window.attack=t=>t.postMessage({deskhand:'keep',key:'x',value:'forged'},'*')</script>" title="another"></iframe>`,
      });
      const { page, urls, context } = await open();
      await launcher(page).click();
      const box = page.frameLocator('iframe[src*="/panel"]').getByLabel('Your message');
      await box.fill('Hello');
      await box.press('Enter');
      const { thread } = (await shop.cards(1))[0]!;
      const token = await until(() => page.evaluate(() => localStorage.getItem('deskhand:site:token')), 'a token');
      const evil = page.frames().find(each => each.url().startsWith(attacker.origin))!;
      const inner = await panelFrame(page);
      const before = await page.evaluate(() => JSON.stringify({ ...localStorage }));
      // From a frame of another site: at the page, and at the chat's frame itself.
      await evil.evaluate(() => {
        const attack = (window as unknown as { attack(target: Window): void }).attack;
        attack(parent);
        for (let i = 0; i < parent.frames.length; i++) attack(parent.frames[i] as Window);
      });
      // From the page's own origin, but not from the chat.
      await page
        .frameLocator('#same')
        .locator('body')
        .evaluate(() => {
          (window as unknown as { attack(target: Window): void }).attack(parent);
        });
      // From a window that the page's visitor was lured from.
      const popup = await context.newPage();
      await popup.goto(attacker.origin);
      const opened = context.waitForEvent('page');
      await popup.evaluate(url => {
        (window as unknown as { victim: Window | null }).victim = window.open(url);
      }, origin);
      const victim = await opened;
      await victim.waitForLoadState();
      await popup.evaluate(() => {
        const { victim: target, attack } = window as unknown as { victim: Window; attack(target: Window): void };
        attack(target);
        for (let i = 0; i < target.frames.length; i++) attack(target.frames[i] as Window);
      });
      // The chat opened on its own, with a hostile opener.
      const alone = context.waitForEvent('page');
      await popup.evaluate(url => {
        (window as unknown as { panel: Window | null }).panel = window.open(url);
      }, inner.url());
      const lonely = await alone;
      await lonely.waitForLoadState();
      await popup.evaluate(() => {
        const { panel: target, attack } = window as unknown as { panel: Window; attack(target: Window): void };
        attack(target);
      });
      await shop.reply('Ann', thread, 'After the attack');
      await inner.getByText('After the attack').waitFor();
      const state = JSON.parse(await page.evaluate(() => JSON.stringify({ ...localStorage })));
      expect(state['deskhand:site:x']).toBeUndefined();
      expect(state['deskhand:site:token']).toBe(JSON.parse(before)['deskhand:site:token']);
      expect(await page.getByRole('button', { name: /77/ }).count()).toBe(0);
      for (const at of [evil, popup])
        expect(
          JSON.stringify(await at.evaluate(() => (window as unknown as { heard: unknown[] }).heard)),
        ).not.toContain(token);
      expect(
        JSON.stringify(await popup.evaluate(() => (window as unknown as { heard: unknown[] }).heard)),
      ).not.toContain('token');
      expect(await lonely.locator('#text').count()).toBe(0);
      expect(urls.filter(each => each.includes(token))).toEqual([]);
    } finally {
      await attacker.stop();
    }
  });

  test('a page of another site can ask the server for nothing', async () => {
    const { shop } = await begin();
    const visitor = await visit(shop.url);
    for (const origin of ['https://evil.example', 'null', 'http://localhost:1', `${shop.url}.evil.example`]) {
      const response = await fetch(`${shop.url}/chat/site/start`, {
        method: 'POST',
        headers: { Origin: origin },
        body: '{}',
      });
      expect(response.status, origin).toBe(403);
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      const events = await fetch(`${shop.url}/chat/site/events`, {
        headers: { Origin: origin, Authorization: `Bearer ${visitor.token}` },
      });
      expect(events.status, origin).toBe(403);
    }
  });
});
