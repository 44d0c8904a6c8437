import { expect, test } from 'vitest';
import { chatHosts, describeInBrowser } from '../../../kit/in-browser.ts';
import { box, type ChatHost, launcher, PNG, panel, say, sendFile } from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

describeInBrowser('in a browser', () => {
  const openHost = chatHosts();
  let host: ChatHost;
  const file = { name: 'lid.png', mimeType: 'image/png', buffer: PNG };

  test.each([
    404, 405, 500, 502, 503, 504,
  ])('with %i words and a file are kept, nothing wrong is said, and both arrive when the chat is back', async status => {
    host = await openHost();
    const { page } = await host.open();
    await launcher(page).click();
    await box(page).waitFor();
    let away = true;
    await page.route('**/chat/site/{start,send,upload}', route =>
      away ? route.fulfill({ status, contentType: 'text/plain', body: 'There is nothing here.\n' }) : route.continue(),
    );
    await say(page, 'Is the lid in stock?');
    await sendFile(page, file);
    await panel(page)
      .getByText(/kept and sent by itself/)
      .waitFor();
    expect(
      await panel(page)
        .getByText(/characters|too large|was not sent/)
        .count(),
    ).toBe(0);
    expect(await panel(page).getByText('Is the lid in stock?').count()).toBe(1);
    away = false;
    const card = await until(
      async () => (await host.shop.cards()).find(each => each.card.message.text === 'Is the lid in stock?'),
      'the words',
      30_000,
    );
    await until(
      async () => JSON.stringify([card.card, await host.shop.thread(card.thread)]).includes('lid.png'),
      'the file',
      30_000,
    );
  });

  test('words that a proxy finds too large are said to be too long, and are in the box again', async () => {
    host = await openHost();
    const { page } = await host.open();
    await launcher(page).click();
    await box(page).waitFor();
    await page.route('**/chat/site/send', route =>
      route.fulfill({ status: 413, contentType: 'text/html', body: '<h1>Request Entity Too Large</h1>' }),
    );
    await say(page, 'Long words');
    await panel(page)
      .getByText(/characters/)
      .waitFor();
    expect(await box(page).inputValue()).toBe('Long words');
  });

  test('words that a proxy never lets through are not called too long, and are in the box again', async () => {
    host = await openHost();
    const { page } = await host.open();
    await launcher(page).click();
    await box(page).waitFor();
    await page.route('**/chat/site/send', route =>
      route.fulfill({ status: 403, contentType: 'text/html', body: '<h1>Forbidden</h1>' }),
    );
    await say(page, 'drop table');
    await panel(page)
      .getByText(/Your message was not sent/)
      .waitFor();
    expect(
      await panel(page)
        .getByText(/characters/)
        .count(),
    ).toBe(0);
    expect(await box(page).inputValue()).toBe('drop table');
  });

  test('a file that a proxy does not let through is said so, and holds up no words', async () => {
    host = await openHost();
    const { page } = await host.open();
    await page.route('**/chat/site/upload', route =>
      route.fulfill({ status: 413, contentType: 'text/html', body: '<h1>Request Entity Too Large</h1>' }),
    );
    await launcher(page).click();
    await box(page).waitFor();
    await sendFile(page, { name: 'big.png', mimeType: 'image/png', buffer: PNG });
    await say(page, 'And words');
    await until(async () => (await host.shop.cards(1))[0]?.card.message.text === 'And words', 'the words');
  });
});
