/** What visitors and staff are shown of each other: who is writing, when it was read, when somebody is there, the way to a person. */

import { afterEach, describe, expect, test } from 'vitest';
import { chatHosts, testInBrowser } from '../../../kit/in-browser.ts';
import { composer, openThread } from '../../../kit/practice-page.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { visit } from '../../../kit/visitor.ts';
import { launcher, panel } from '../../../kit/webchat-host.ts';
import { until } from '../../../kit/world.ts';

describe('each other', () => {
  let shop: Shop;
  afterEach(() => shop.stop());

  test('that somebody is writing is shown both ways, and kept nowhere', async () => {
    shop = await openShop();
    const chat = await visit(shop.url);
    const heard = chat.listen();
    await chat.send('Hello');
    const { thread } = (await shop.cards(1))[0]!;
    expect((await chat.post('typing')).status).toBe(200);
    const typing = async () => ((await shop.thread(thread)) as unknown as { typing: string | null }).typing;
    expect(await until(typing, 'the desk shows it')).toMatch(/^Visitor /);
    const headers = { 'Content-Type': 'application/json' };
    await fetch(`${shop.url}/practice/typing`, { method: 'POST', headers, body: JSON.stringify({ thread }) });
    await until(() => heard.typings > 0, 'the page shows it');
    const kept = await shop.running.engine.rows<{ value: string }>('select stream, key, value from shelf', []);
    expect(JSON.stringify(kept)).not.toContain('typing');
    heard.close();
  });

  test('an answer that was stopped by one more line goes out with one press, whatever they write meanwhile', async () => {
    // Nothing leaves by itself in this test.
    shop = await openShop({ yaml: 'hold_seconds: { webchat: 600 }\n' });
    const chat = await visit(shop.url);
    const heard = chat.listen();
    await chat.send('Do you have it in red?');
    const { thread } = (await shop.cards(1))[0]!;
    await shop.reply('Ann', thread, 'Yes, two are left.');
    const marks = async () => (await shop.thread(thread)).posts.flatMap(each => each.mark ?? []);
    await until(async () => (await marks())[0]?.state === 'held', 'it is held');
    await chat.send('One more thing: it is for my mother');
    const offer = await until(
      async () => (await shop.thread(thread)).privates.find(({ view }) => /wrote again/.test(view.words)),
      'it is offered to its author',
    );
    expect(offer.view.quote?.text).toBe('One more thing: it is for my mother');
    await chat.send('She likes tea');
    await shop.press('Ann', thread, offer.view.buttons.find(({ id }) => id === 'reply.send_anyway')!);
    await chat.send('A lot of it');
    const entries = await heard.have(5);
    expect(entries.map(each => each.text)).toContain('Yes, two are left.');
    await until(async () => (await shop.thread(thread)).privates.length === 0, 'nothing is asked any more');
    heard.close();
  });

  test('a team that does not want to show when it has read shows it to nobody', async () => {
    shop = await openShop({
      yaml: 'channels:\n  - { name: site, kind: webchat, room: customers, origins: ["https://shop.example"], seen: false }\n',
    });
    const chat = await visit(shop.url);
    const heard = chat.listen();
    await chat.send('Hello');
    const { thread, card } = (await shop.cards(1))[0]!;
    await shop.press('Ann', thread, { id: 'enquiry.claim', value: card.enquiryId });
    await until(() => heard.state()?.person === 'Ann', 'who has it is shown');
    expect(heard.state()!.delivered).toBeGreaterThan(0);
    expect(heard.states.every(each => each.seen === 0)).toBe(true);
    heard.close();
  });
});

const openHost = chatHosts();
testInBrowser('a closed shop says when it opens, and a person is one press away', async () => {
  // Open on one day of the week only, and not today.
  const day = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][(new Date().getUTCDay() + 2) % 7]!;
  const host = await openHost({
    more: `hours: { timezone: UTC, weekly: { ${day}: ["09:00-10:00"] } }\n`,
  });
  const { page } = await host.open({ locale: 'en-GB', timezoneId: 'UTC' });
  await launcher(page).click();
  await panel(page)
    .getByText(/We are closed\. We open again \w+day.* 09:00/)
    .waitFor();
  await panel(page).getByRole('button', { name: 'Talk to a person' }).click();
  expect((await host.shop.cards(1))[0]!.card.message.text).toBe('I would like to talk to a person, please.');
  // What the team writes to each other is not shown to visitors as an answer that is being written.
  const desk = await page.context().newPage();
  await desk.goto(host.shop.url);
  await openThread(desk, 1);
  const said: string[] = [];
  desk.on('request', request => request.url().endsWith('/practice/typing') && said.push(request.url()));
  for (const talk of ['@Ben what do we say?', 'Is this yours, @Ben?', '// she always asks', 'Wait //', ' / / no']) {
    await composer(desk).fill(talk);
    expect([talk, said]).toEqual([talk, []]);
  }
  await composer(desk).fill('Write to help@shop.example, or see https://shop.example');
  await until(() => said.length === 1, 'an answer is shown as one');
});
