import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { webchatChannel } from '../../../../adapters/channels/webchat/channel.ts';
import { makePromises } from '../../../../src/figures/hear-back.ts';
import { makeWatching } from '../../../../src/watching/context.ts';
import { channelContract, context } from '../../../contracts/channel.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { visit } from '../../../kit/visitor.ts';
import { until } from '../../../kit/world.ts';

channelContract({
  kind: webchatChannel,
  begin: async () => {
    const shared = context([]);
    const open = webchatChannel.open;
    const got: string[] = [];
    // What the visitor's page would show: everything on the visitor's stream.
    webchatChannel.open = (settings, given) => {
      const channel = open(settings, {
        ...given,
        shelf: {
          ...given.shelf,
          append: async (stream, key, value) => {
            const added = await shared.shelf.append(stream, key, value);
            if (added.fresh && stream.startsWith('chat:')) got.push((value as { text: string }).text);
            return added;
          },
        },
      });
      return channel;
    };
    return {
      settings: { origins: ['http://shop.example'], title: 'Shop' },
      got: () => got,
      away: () => {},
      end: async () => {
        webchatChannel.open = open;
      },
      raws: [new TextEncoder().encode(JSON.stringify({ cid: 'abcdefgh', text: 'Hello', name: 'Jo', strange: true }))],
    };
  },
});

describe('web chat', () => {
  let shop: Shop;
  beforeEach(async () => {
    shop = await openShop();
  });
  afterEach(() => shop.stop());

  test('a visitor’s message becomes a card, the answer reaches the page, in order and once', async () => {
    const chat = await shop.chat();
    expect((await chat.send('Do you ship to Denmark?')).status).toBe(200);
    const { thread, card } = (await shop.cards(1))[0]!;
    expect(card.message.text).toBe('Do you ship to Denmark?');
    await shop.reply('Ann', thread, 'Yes, for 12 pounds.');
    expect((await chat.read(2)).map(each => [each.n, each.from, each.text])).toEqual([
      [1, 'visitor', 'Do you ship to Denmark?'],
      [2, 'team', 'Yes, for 12 pounds.'],
    ]);
    await until(
      async () => (await shop.thread(thread)).posts.some(each => each.mark?.state === 'delivered'),
      'the mark says delivered',
    );
  });

  test('the same message posted again and again, also at once, is one', async () => {
    const chat = await shop.chat();
    await Promise.all([1, 2, 3, 4].map(() => chat.send('Hello', 'same-cid-1')));
    await chat.send('Hello', 'same-cid-1');
    const { card } = (await shop.cards(1))[0]!;
    expect(card.customerMessages).toBe(1);
    expect(await chat.read(1)).toHaveLength(1);
  });

  test('the page goes along with every message; the card shows the newest, the thread each that is another one', async () => {
    const chat = await visit(shop.url);
    const { origin } = new URL(shop.url);
    const on = (page: string, text: string) => chat.post('send', { cid: `cid-${text}-123456`, text, page });
    await on(`${origin}/kettles?id=1`, 'one');
    const { thread } = (await shop.cards(1))[0]!;
    await on(`${origin}/kettles?id=1`, 'two');
    await on(`${origin}/kettles?id=2&token=1`, 'three');
    await on('https://elsewhere.example/', 'four');
    await chat.upload('lid.txt', Buffer.from('text'), 'cid-file-1234', { 'X-Page': `${origin}/cart%3Cb%3E` });
    const shownOn = async () => (await shop.thread(thread)).card.message.details.map(each => each.value);
    await until(async () => (await shownOn()).join() === `${origin}/cart%3Cb%3E`, 'the card shows the newest page');
    const { posts } = await shop.thread(thread);
    expect(
      posts.flatMap(({ post }) =>
        post.as === 'entry' && post.entry.as === 'message'
          ? [post.entry.message.details.map(({ label, value }) => `${label}: ${value}`).join()]
          : [],
      ),
    ).toEqual(['', `Page: ${origin}/kettles?id=2&token=…`, '', `Page: ${origin}/cart%3Cb%3E`]);
  });

  test('a stream begins after any number and misses nothing', async () => {
    const chat = await shop.chat();
    for (let i = 1; i <= 5; i++) await chat.send(`message ${i}`);
    const all = await chat.read(5);
    expect(all.map(each => each.n)).toEqual([1, 2, 3, 4, 5]);
    expect(all.map(each => each.text)).toEqual([1, 2, 3, 4, 5].map(i => `message ${i}`));
  });

  test('a foreign, forged or missing token sees nothing and writes nothing', async () => {
    const chat = await shop.chat();
    await chat.send('secret');
    for (const token of ['', 'x', 'f'.repeat(48), chat.token.toUpperCase(), `${chat.token} x`]) {
      const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` };
      expect((await fetch(`${shop.url}/chat/site/events?after=0`, { headers })).status).toBe(401);
      expect(
        (await fetch(`${shop.url}/chat/site/send`, { method: 'POST', headers, body: '{"cid":"abcdefgh","text":"x"}' }))
          .status,
      ).toBe(401);
    }
    expect((await shop.cards(1))[0]?.card.customerMessages).toBe(1);
    const rows = await shop.running.engine.rows<{ value: string }>(
      `select value from shelf where stream = 'sessions'`,
      [],
    );
    expect(JSON.stringify(rows)).not.toContain(chat.token);
  });

  test('what cannot be used is refused in words', async () => {
    const chat = await shop.chat();
    const words = async (response: Response) => [response.status, ((await response.json()) as { error: string }).error];
    expect(await words(await chat.send('   '))).toEqual([400, 'Write a few words first.']);
    expect(await words(await chat.send('x'.repeat(4_001)))).toEqual([
      400,
      'A message can have 4000 characters. Send it in parts.',
    ]);
    expect(await words(await chat.send('hi', 'short'))).toEqual([400, 'The message has no id.']);
    expect((await chat.send('x'.repeat(40_000))).status).toBe(413);
  });

  test('only the shop’s own pages may frame the panel, and it runs no script but its own', async () => {
    const response = await fetch(`${shop.url}/chat/site/panel`);
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain(`frame-ancestors ${shop.url}`);
    expect(policy).not.toContain('unsafe-inline');
    expect(await response.text()).not.toContain('{{');
    const loader = await fetch(`${shop.url}/w.js?site=site`);
    expect(loader.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(await loader.text()).toMatch(/^[\x00-\x7f]*$/);
  });

  test('settings say which line to paste, and where the chat was seen', async () => {
    const ask = async () => {
      const { rooms } = (await (await fetch(`${shop.url}/practice/start`)).json()) as { rooms: { id: string }[] };
      await shop.act('Ann', { do: 'command', room: rooms[0]!.id, text: 'settings' });
      const read = async () =>
        (await (await fetch(`${shop.url}/practice/room?room=${rooms[0]!.id}&person=Ann`)).json()) as {
          answers: { text: string }[];
        };
      return until(async () => (await read()).answers.at(-1)?.text ?? null, 'the answer');
    };
    const before = await ask();
    expect(before).toContain(`<script async src="${shop.url}/w.js?site=site"></script>`);
    expect(before).toContain('site: not seen on any page yet');
    await fetch(`${shop.url}/w.js?site=site`, { headers: { Referer: `${shop.url}/some/page` } });
    await fetch(`${shop.url}/w.js?site=site`, { headers: { Referer: 'https://stranger.example/x' } });
    await until(async () => (await ask()).includes(`seen on ${shop.url}`), 'it was seen');
    const health = await shop.running.house.health();
    const item = health.find(each => each.what.includes('web chat'))!;
    expect(item.words).toMatch(/It is also on https:\/\/stranger\.example, which is not among your sites/);
  });

  test('a site that is not known, and a browser that has the loader already, are answered in few bytes', async () => {
    const unknown = await fetch(`${shop.url}/w.js?site=nope`);
    expect([unknown.status, await unknown.text()]).toEqual([200, expect.stringMatching(/^console\.warn\("Deskhand:/)]);
    const first = await fetch(`${shop.url}/w.js?site=site`);
    expect(first.headers.get('cache-control')).toMatch(/^public, max-age=/);
    const again = await fetch(`${shop.url}/w.js?site=site`, {
      headers: { 'If-None-Match': first.headers.get('etag')! },
    });
    expect(again.status).toBe(304);
  });

  test('says when it is open and by when most people hear back, measured from what was answered', async () => {
    const read = async () => {
      const html = await (await fetch(`${shop.url}/chat/site/panel?lang=de`)).text();
      return JSON.parse(/id="config">(.*?)<\/script>/s.exec(html)![1]!) as {
        hours: object;
        language: string;
        texts: { send: string };
      };
    };
    expect(await read()).toMatchObject({
      hours: { open: true, opensAt: null, by: null },
      language: 'de',
      texts: { send: 'Senden' },
    });
    const chat = await visit(shop.url);
    await chat.send('Hello');
    await shop.cards(1);
    const { engine, house } = shop.running;
    const [row] = await engine.rows<Record<string, never>>('select * from enquiries', []);
    // Twenty more like it, each answered after six minutes.
    const names = Object.keys(row!);
    for (let i = 1; i <= 20; i++) {
      const copy: Record<string, unknown> = {
        ...row,
        id: `enq_copy${i}`,
        number: 100 + i,
        first_response_at: Number(row!.opened_at) - i * 3_600_000 + 6 * 60_000,
        opened_at: Number(row!.opened_at) - i * 3_600_000,
      };
      await engine.rows(
        `insert into enquiries (${names.join(', ')}) values (${names.map(() => '?').join(', ')})`,
        names.map(name => copy[name] as never),
      );
    }
    const site = (await house.parts.store.channels()).find(each => each.name === 'site')!;
    const promises = makePromises({ ...house.parts, calendar: () => house.parts.calendar });
    const { by } = await makeWatching({ ...house.parts, promises }, house.desk, site).expected();
    const wait = by! - house.parts.clock.now();
    // The next quarter of an hour after that.
    expect(wait).toBeGreaterThan(5 * 60_000);
    expect(wait).toBeLessThan(6 * 60_000 + 15 * 60_000);
    expect(new Date(by!).getMinutes() % 15).toBe(0);
  });
});
