import { afterEach, describe, expect, test } from 'vitest';
import { openShop, type Shop } from '../kit/shop.ts';
import { until } from '../kit/world.ts';

let open: Shop | null = null;
afterEach(async () => {
  await open?.stop();
  open = null;
});

/** An answered and resolved enquiry by mail, and the question that follows a minute later. */
async function asked(yaml = 'hold_seconds: { email: 0.1 }\n') {
  open = await openShop({ yaml });
  const shop = open;
  await shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The <b>lid</b>', text: 'It rattles.' });
  const [first] = await shop.cards(1);
  await shop.reply('Ann', first!.thread, 'A new one is on its way.');
  await until(async () => (await shop.mailbox()).length === 1, 'the answer');
  await shop.press('Ann', first!.thread, { id: 'enquiry.resolve', value: first!.card.enquiryId });
  const { engine, house } = shop.running;
  await until(
    async () => (await engine.rows(`select 1 from jobs where kind = 'rating.ask'`, [])).length === 1,
    'the question waits',
  );
  const ask = async () => {
    await engine.rows(`update jobs set run_at = 0 where kind = 'rating.ask'`, []);
    house.worker.poke();
    await until(
      async () => (await engine.rows(`select 1 from jobs where kind = 'rating.ask'`, [])).length === 0,
      'asked',
    );
  };
  const events = async () =>
    (await house.parts.store.events(first!.card.enquiryId as never)).flatMap(({ event }) =>
      event.type === 'CustomerRated' ? [event.score] : [],
    );
  const rate = (url: string, score: string, type = 'application/x-www-form-urlencoded') =>
    fetch(url, { method: 'POST', headers: { 'Content-Type': type }, body: `score=${score}` });
  return {
    shop,
    card: first!,
    ask,
    events,
    rate,
    praise: async () => (await shop.room()).filter(item => item.as === 'notice').map(item => item.words),
  };
}
const linkIn = (text: string) => /https?:\S+\/rate\/\S+/.exec(text)?.[0] ?? '';

describe('rating by mail', () => {
  test('is asked for once, a look at the page records nothing, and one press does; the last one counts', async () => {
    const { shop, card, ask, events, rate, praise } = await asked();
    await ask();
    const mails = await until(
      async () => ((await shop.mailbox()).length === 2 ? shop.mailbox() : null),
      'the question',
    );
    const url = linkIn(mails[0]!.text);
    expect(mails[0]!.text).toContain('How did we do?');
    expect(mails[0]!.text).toContain('This is an automatic message.');
    for (const method of ['GET', 'HEAD']) {
      const response = await fetch(url, { method, headers: { Purpose: 'prefetch', 'User-Agent': 'Barracuda' } });
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('no-store');
    }
    await fetch(`${url}?score=1`);
    await fetch(url, { method: 'OPTIONS' });
    expect(await events()).toEqual([]);
    const page = await (await fetch(url)).text();
    expect(page).toContain('About your enquiry &quot;The &lt;b&gt;lid&lt;/b&gt;&quot;.');
    expect(page).not.toContain('Thank you');
    const sent = await fetch(url, { method: 'POST', body: new URLSearchParams({ score: '2' }), redirect: 'manual' });
    expect([sent.status, sent.headers.get('location')]).toEqual([303, new URL(url).pathname]);
    expect(await (await fetch(url)).text()).toContain('just reply to our email');
    expect(await (await rate(url, '5')).text()).toContain('Thank you. You said: Very good.');
    await rate(url, '5');
    expect(await events()).toEqual([2, 5]);
    await shop.running.engine.rows(`update jobs set run_at = 0 where kind = 'room.praise'`, []);
    shop.running.house.worker.poke();
    const [said] = await until(async () => ((await praise()).length ? praise() : null), 'praise in the room');
    expect(said).toBe('Maya Patel rated #1 5 of 5. Thank you, all of you.');
    for (const [score, type] of [['6'], ['0'], ['x'], ['4.5'], ['5', 'text/plain'], ['5', 'application/json']] as [
      string,
      string?,
    ][])
      expect((await rate(url, score, type)).status, score).toBe(400);
    expect(await events()).toEqual([2, 5]);
    const { csat } = (await shop.running.house.parts.store.measuresOf(card.card.enquiryId as never)).reduce(
      (found, each) => (each.what === 'resolved' ? { csat: [each.asked, each.score] } : found),
      { csat: [] as unknown[] },
    );
    expect(csat).toEqual([true, 5]);
  });

  test('nobody is asked about what was reopened in between, and an old link says so', async () => {
    const { shop, card, ask, events, rate } = await asked();
    const of = (await shop.running.house.parts.store.enquiry(card.card.enquiryId as never))!.resolvedAt!;
    const url = shop.running.house.parts.rateLink(card.card.enquiryId as never, of);
    await shop.press('Ann', card.thread, { id: 'enquiry.reopen', value: card.card.enquiryId });
    await until(async () => (await shop.cards())[0]!.card.status === 'open', 'open again');
    await ask();
    expect(await shop.mailbox()).toHaveLength(1);
    expect(await (await rate(url, '5')).text()).toContain('open again');
    expect(await events()).toEqual([]);
  });

  test('a link that was changed, of another enquiry or another workspace, leads nowhere', async () => {
    const { shop, card, rate } = await asked();
    const { parts } = shop.running.house;
    const of = (await parts.store.enquiry(card.card.enquiryId as never))!.resolvedAt!;
    const url = parts.rateLink(card.card.enquiryId as never, of);
    const [ws, enquiry, when, sign] = url.slice(url.lastIndexOf('/') + 1).split('.') as [
      string,
      string,
      string,
      string,
    ];
    const at = url.slice(0, url.lastIndexOf('/') + 1);
    const forged = [
      [ws, enquiry, when, sign.replace(/^./, each => (each === '0' ? '1' : '0'))],
      [ws, enquiry, (Number.parseInt(when, 36) + 1).toString(36), sign],
      [ws, `${enquiry}x`, when, sign],
      ['ws_other', enquiry, when, sign],
      [ws, enquiry, when, ''],
      [ws, enquiry, 'zzzzzzzzzzzzzzzzzz', sign],
    ];
    for (const parts_ of forged) {
      expect((await fetch(at + parts_.join('.'))).status).toBe(404);
      expect((await rate(at + parts_.join('.'), '5')).status).toBe(404);
    }
    expect((await rate(url, '3')).status).toBe(200);
  });

  test('can be switched off', async () => {
    open = await openShop({ yaml: 'hold_seconds: { email: 0.1 }\nask_rating: { email: off }\n' });
    await open.mail({ from: 'maya@example.com', subject: 'The lid', text: 'It rattles.' });
    const [card] = await open.cards(1);
    await open.reply('Ann', card!.thread, 'Hello');
    await open.press('Ann', card!.thread, { id: 'enquiry.resolve', value: card!.card.enquiryId });
    await until(async () => (await open!.cards())[0]!.card.status === 'resolved', 'resolved');
    expect(await open.running.engine.rows(`select 1 from jobs where kind = 'rating.ask'`, [])).toEqual([]);
  });
});
