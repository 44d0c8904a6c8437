import { afterEach, describe, expect, test } from 'vitest';
import { xChannel } from '../../../../adapters/channels/x/channel.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../../../../src/core/time.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import type { Call } from '../../../kit/far-sides/x/shapes.ts';
import { openHouse } from '../../../kit/house.ts';
import { until } from '../../../kit/world.ts';
import { openXHouse, type XHouse, type XHouseOptions } from '../../../kit/x-house.ts';

let house: XHouse;
const begin = async (events: 'stream' | 'webhook', options: XHouseOptions = {}) => {
  house = await openXHouse({ signedIn: true, ...options, settings: { events, ...options.settings } });
  await house.pass(20 * SECOND);
};
afterEach(() => house.close());

const asked = (route: Call['route']) => house.x.calls.filter(each => each.route === route);
const seen = (texts: string[]) =>
  until(async () => {
    await house.shop.settle();
    return JSON.stringify(await house.shown()) === JSON.stringify(texts);
  }, texts.join());

describe('the stream of events', () => {
  test('brings mentions, answers, quotes and private messages without a look at the lists', async () => {
    await begin('stream');
    expect(house.x.stream.open).toBe(1);
    const before = asked('mentions').length;
    const ann = house.x.person('ann', { name: 'Ann' });
    const offer = house.account.post('Kettles are cheap today');
    ann.post('@kettleshop Where is my kettle?');
    house.clock.advance(1);
    ann.reply(offer, 'Which ones?');
    house.clock.advance(1);
    ann.quote(offer, 'Not cheap at all');
    house.clock.advance(1);
    ann.dm(house.account, 'It is order 7731.');
    await seen([
      'PUBLIC @kettleshop Where is my kettle?',
      'PUBLIC Which ones?',
      'PUBLIC Not cheap at all',
      'PRIVATE It is order 7731.',
    ]);
    expect(asked('mentions')).toHaveLength(before);
    // Names come with events, for nothing.
    expect((await house.shop.cards()).map(each => each.message.customer)).toEqual(Array(4).fill('Ann (@ann)'));
    expect(asked('users.many')).toEqual([]);
    const [month] = await house.context().used(house.meter());
    expect(month!.used / 1_000_000).toBeCloseTo(house.x.cost(), 6);
  });

  test('makes looks rarer while it is open, and what both bring is one message', async () => {
    await begin('stream');
    const ann = house.x.person('ann');
    ann.post('@kettleshop Where is my kettle?');
    house.x.stream.repeat();
    ann.dm(house.account, 'Hello?');
    await house.pass(HOUR);
    expect(await house.shown()).toHaveLength(2);
    const looks = asked('mentions').filter(each => each.at > house.clock.now() - 45 * MINUTE && !each.query.until_id);
    expect(looks.length).toBeLessThanOrEqual(5);
  });

  test.each([
    ['ends', () => house.x.stream.end()],
    ['is reset', () => house.x.stream.reset()],
    ['breaks off in the middle of an event', () => house.x.stream.tear()],
  ])('is opened again when it %s, and what was missed is there at once', async (_how, breaks) => {
    await begin('stream');
    breaks();
    await until(() => house.x.stream.open === 0, 'it ended');
    house.x.person('ann').post('@kettleshop Where is my kettle?');
    await house.pass(30 * SECOND);
    expect(await house.shown()).toEqual(['PUBLIC @kettleshop Where is my kettle?']);
    await house.pass(MINUTE);
    expect(house.x.stream.open).toBe(1);
    expect(asked('stream').at(-1)?.query.backfill_minutes).toBeDefined();
    expect(await house.told()).toEqual([]);
  });

  test('takes what is no event of ours for nothing', async () => {
    await begin('stream');
    for (const line of ['null', '[]', '"x"', '{"data":{}}', '{"data":{"event_type":"news.new","payload":{}}}', '{}'])
      house.x.stream.line(line);
    house.x.stream.line('no JSON at all');
    house.x.person('ann').post('@kettleshop Where is my kettle?');
    await seen(['PUBLIC @kettleshop Where is my kettle?']);
    expect(house.x.stream.open).toBe(1);
  });

  test('takes 500 reposts for nothing, asks nothing, and counts what X bills for them', async () => {
    await begin('stream', { x: { repostsName: true } });
    const offer = house.account.post('Kettles are cheap today');
    const [before, cost] = [house.x.calls.length, house.x.cost()];
    for (let i = 0; i < 500; i++) house.x.person(`fan${i}`).retweet(offer);
    house.x.person('ann').post('@kettleshop Where is my kettle?');
    await seen(['PUBLIC @kettleshop Where is my kettle?']);
    expect(house.x.calls).toHaveLength(before);
    expect(house.x.cost() - cost).toBeCloseTo(501 * 0.005, 6);
    const [month] = await house.context().used(house.meter());
    expect(month!.used / 1_000_000).toBeCloseTo(house.x.cost(), 6);
  });

  test('leaves an event that could not be stored to come again', async () => {
    let fails = 1;
    const wrapContext = (context: ChannelContext): ChannelContext => ({
      ...context,
      accept: async inbound => {
        if (fails-- > 0) throw new Error('disk full');
        return context.accept(inbound);
      },
    });
    await begin('stream', { wrapContext });
    house.x.person('ann').post('@kettleshop Where is my kettle?');
    await until(() => fails < 1, 'it failed');
    await house.pass(MINUTE);
    expect(await house.shown()).toEqual(['PUBLIC @kettleshop Where is my kettle?']);
  });

  test('shows that somebody wrote in X Chat, which only X can show', async () => {
    await begin('stream');
    house.x.person('ann').chat(house.account);
    await until(async () => {
      await house.shop.settle();
      return (await house.shop.cards()).length === 1;
    }, 'the card');
    const [card] = await house.shop.cards();
    expect(card).toMatchObject({ direction: 'PRIVATE' });
    expect(JSON.stringify(card?.message)).toMatch(/Encrypted message \(X Chat\).*Open it in X/);
  });

  test('shows who was renamed under the new name, and whom a person joined with somebody under the known one', async () => {
    await begin('stream');
    const ann = house.x.person('ann', { name: 'Ann' });
    ann.dm(house.account, 'Where is my kettle?');
    await seen(['PRIVATE Where is my kettle?']);
    ann.rename('ann_lee');
    house.clock.advance(1);
    ann.dm(house.account, 'It is order 7731.');
    await seen(['PRIVATE Where is my kettle?', 'PRIVATE It is order 7731.']);
    const names = async () => (await house.shop.cards()).map(each => each.message.customer);
    expect(await names()).toEqual(['Ann (@ann_lee)']);
    const { store, ids } = house.shop.house.parts;
    const known = (await store.identityByAddress('x', ann.id))!;
    const mail = { ...known, id: ids.make('identity'), channelKind: 'email', address: 'ann@example.org' };
    await store.commit([{ do: 'insert', table: 'identities', row: mail }]);
    ann.rename('ann_of_old');
    house.clock.advance(1);
    ann.dm(house.account, 'Thank you!');
    await seen(['PRIVATE Where is my kettle?', 'PRIVATE It is order 7731.', 'PRIVATE Thank you!']);
    expect(await names()).toEqual(['Ann (@ann_lee)']);
  });

  test('needs a sign-in: without one the lists are looked at, and it is said why', async () => {
    await begin('stream', { signedIn: false });
    expect(asked('stream')).toEqual([]);
    house.x.person('ann').post('@kettleshop Where is my kettle?');
    await house.pass(2 * MINUTE);
    expect(await house.shown()).toHaveLength(1);
    expect(await house.sync().check()).toContainEqual({
      what: 'events of X',
      ok: false,
      detail: true,
      words: 'X sends events only of an account that signed in in the browser. Deskhand looks by itself until then.',
      stops: false,
    });
  });

  test('is subscribed to once, repaired, and given up when events are switched off', async () => {
    await begin('stream');
    const made = () => asked('subscriptions.create').filter(each => each.status === 200);
    expect(
      made()
        .map(each => each.body?.event_type)
        .sort(),
    ).toEqual([
      ...['chat.received', 'dm.received', 'post.delete', 'post.mention.create', 'post.quote.create'],
      'post.reply.create',
    ]);
    expect(new Set(made().map(each => JSON.stringify(each.body?.filter)))).toEqual(
      new Set([JSON.stringify({ user_id: house.account.id, direction: 'inbound' })]),
    );
    await house.again();
    await house.pass(20 * SECOND);
    expect(made()).toHaveLength(6);
    await house.again({ events: 'off' });
    await house.pass(5 * SECOND);
    expect(asked('subscriptions.delete').filter(each => each.status === 200)).toHaveLength(6);
    expect(house.x.stream.open).toBe(0);
  });

  test('without credits is one trouble together with the lists', async () => {
    await begin('stream');
    house.x.credit(0);
    house.x.stream.end();
    await house.pass(40 * MINUTE);
    expect(await house.told()).toHaveLength(1);
    house.x.credit(5);
    await house.pass(20 * MINUTE);
    expect(house.x.stream.open).toBe(1);
    expect(await house.told()).toHaveLength(2);
  });
});

describe('events of another account of the same app', () => {
  const SOMEBODY = '4242424242424242424';
  /** Ann names two shops, and X tells both; what it tells the other one is not ours. */
  const toldToAnother = () => {
    house.x.hold();
    house.x.person('ann').post('@kettleshop @toastershop Who opens first?');
    const told = JSON.stringify(house.x.events.at(-1)).replace('Who opens first?', 'Who closes last?');
    const event = JSON.parse(told) as { data: { filter: { user_id: string }; payload: { id: string } } };
    expect(event.data.filter.user_id).toBe(house.account.id);
    event.data.filter.user_id = SOMEBODY;
    event.data.payload.id = `${BigInt(event.data.payload.id) + 1n}`;
    return event;
  };

  test('are not stored by the webhook, nor is a private message of theirs', async () => {
    await begin('webhook');
    const stored = () => house.context().shelf.latest('events', 10);
    expect(await house.x.deliver(toldToAnother(), 'true')).toBe(200);
    const create = { sender_id: '77', target: { recipient_id: SOMEBODY }, message_data: { text: 'My PIN is 4711' } };
    const message = { type: 'message_create', id: '2080000000000000009', message_create: create };
    const theirs = { for_user_id: SOMEBODY, direct_message_events: [message] };
    expect(await house.x.deliver(theirs, 'true')).toBe(200);
    expect(await stored()).toEqual([]);
    // Without a word of whose it is, it is kept, and nothing of ours either.
    expect(await house.x.deliver({ direct_message_events: [message] }, 'true')).toBe(200);
    await house.pass(20 * SECOND);
    expect(JSON.stringify(await stored())).not.toContain('4711');
    expect((await house.shop.cards()).map(each => each.message.text)).not.toContain('My PIN is 4711');
  });

  test('are passed over in the stream', async () => {
    await begin('stream');
    house.x.stream.line(JSON.stringify(toldToAnother()));
    const before = house.x.events.length;
    house.x.person('ben').dm(house.account, 'It is order 7731.');
    const received = house.x.events.slice(before).find(each => JSON.stringify(each).includes('dm.received'))!;
    const { id } = received.data.payload.direct_message_events[0];
    const theirs = JSON.stringify(received).replaceAll(house.account.id, SOMEBODY).replaceAll(id, `${id}1`);
    house.x.stream.line(theirs.replace('It is order 7731.', 'My PIN is 4711.').replace(/"event_uuid":"[^"]*",?/, ''));
    await house.pass(5 * SECOND);
    await seen(['PUBLIC @kettleshop @toastershop Who opens first?', 'PRIVATE It is order 7731.']);
  });

  test('that withdraw its permission say nothing of ours', async () => {
    await begin('stream');
    const revoke = (user_id: string) =>
      house.x.stream.line(JSON.stringify({ data: { event_type: 'oauth.revoke', payload: { user_id } } }));
    revoke(SOMEBODY);
    await house.pass(5 * SECOND);
    expect(await house.told()).toEqual([]);
    revoke(house.account.id);
    await house.pass(5 * SECOND);
    expect(await house.told()).toEqual([expect.stringMatching(/@kettleshop has withdrawn its permission/)]);
  });
});

describe('the webhook', () => {
  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(`${house.listens}/x/webhook`, { method: 'POST', body, headers });
  const challenge = async (token: string) => {
    const response = await fetch(`${house.listens}/x/webhook?crc_token=${encodeURIComponent(token)}`);
    return { status: response.status, body: (await response.json()) as { response_token?: string } };
  };

  test('is made once, and brings what is written, each once however often X sends it', async () => {
    await begin('webhook');
    expect(asked('webhooks.create').map(each => [each.body?.url, each.status])).toEqual([
      ['https://shop.example/x/webhook', 200],
    ]);
    house.x.hold();
    const ann = house.x.person('ann');
    ann.post('@kettleshop Where is my kettle?');
    house.clock.advance(1);
    ann.dm(house.account, 'Hello?');
    await house.x.release('each-twice');
    await seen(['PUBLIC @kettleshop Where is my kettle?', 'PRIVATE Hello?']);
    house.x.hold();
    ann.dm(house.account, 'One');
    house.clock.advance(1);
    ann.dm(house.account, 'Two 🫖 ünïcode');
    await house.x.release('reversed');
    await seen(['PUBLIC @kettleshop Where is my kettle?', 'PRIVATE Hello?', 'PRIVATE One', 'PRIVATE Two 🫖 ünïcode']);
    await house.again();
    await house.pass(20 * SECOND);
    expect(asked('webhooks.create')).toHaveLength(1);
    expect(house.x.problems({ refusals: false })).toEqual([]);
  });

  test('believes only what X signed, as it stands, and not too much of it', async () => {
    await begin('webhook');
    const event = { data: { event_type: 'news.new', filter: { user_id: house.account.id }, payload: { text: 'ü' } } };
    expect(await house.x.deliver(event, 'true')).toBe(200);
    expect(await house.x.deliver(event, 'forged')).toBe(401);
    expect((await post(JSON.stringify(event))).status).toBe(401);
    expect((await post(JSON.stringify(event), { 'x-twitter-webhooks-signature': 'sha256=' })).status).toBe(401);
    for (const body of ['[]', '7', '"x"', 'no JSON', '', 'null', '{"a":'])
      expect(await house.x.deliver(body, 'true'), body).toBe(400);
    expect((await post('x'.repeat(1024 * 1024 + 1))).status).toBe(413);
    expect(await house.shown()).toEqual([]);
  });

  test('signs no token that could be an event', async () => {
    await begin('webhook');
    const forged = JSON.stringify({ data: { event_type: 'dm.received' } });
    for (const token of [
      forged,
      '{}',
      '',
      'short',
      'x'.repeat(129),
      '[1,2,3,4,5,6,7,8]',
      '"aaaaaaaaaaaaaaaa"',
      'ä'.repeat(20),
    ])
      expect((await challenge(token)).status, token).toBe(400);
    const good = 'MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=';
    const { status, body } = await challenge(good);
    expect(status).toBe(200);
    expect(body.response_token).toMatch(/^sha256=/);
    // Sent back as an event, it is none.
    for (const token of [good, '1234567890123456']) {
      const signature = (await challenge(token)).body.response_token!;
      expect((await post(token, { 'x-twitter-webhooks-signature': signature })).status).toBe(400);
    }
  });

  test('answers within a second when the database does not, and X sends it again', async () => {
    let isSlow = false;
    let go = () => {};
    const wrapContext = (context: ChannelContext): ChannelContext => ({
      ...context,
      shelf: {
        ...context.shelf,
        append: async (...given) => {
          if (isSlow && given[0] === 'events')
            await new Promise<void>(resolve => {
              go = resolve;
            });
          return context.shelf.append(...given);
        },
      },
    });
    await begin('webhook', { wrapContext });
    isSlow = true;
    house.x.hold();
    house.x.person('ann').post('@kettleshop Where is my kettle?');
    await house.x.release();
    const [slow] = house.x.deliveries.slice(-1);
    expect(slow?.status).toBe(503);
    isSlow = false;
    go();
    // Stored after all, and sent once more: one message.
    expect(await house.x.deliver(house.x.events.at(-1)!, 'true')).toBe(200);
    await seen(['PUBLIC @kettleshop Where is my kettle?']);
  });

  test('asks for what it missed while nobody was here, and X Chat is not lost', async () => {
    await begin('webhook');
    await house.pass(10 * MINUTE);
    await house.stop();
    house.x.deliverTo('http://127.0.0.1:9');
    house.x.person('ann').chat(house.account);
    await house.x.quiet();
    house.clock.advance(3 * HOUR);
    house.x.deliverTo(house.listens);
    await house.again();
    await house.pass(20 * SECOND);
    expect(asked('webhooks.replay').map(each => each.status)).toEqual([200]);
    expect(await house.shop.cards()).toHaveLength(1);
    // Nothing is missing now.
    await house.again();
    await house.pass(HOUR);
    expect(asked('webhooks.replay')).toHaveLength(1);
    await house.stop();
    house.clock.advance(2 * DAY);
    await house.again();
    await house.pass(20 * SECOND);
    expect((await house.told()).join()).toMatch(/X repeats events of 24 hours only: encrypted messages/);
  });

  test('keeps no words of events that were taken in, and forgets their numbers after two days', async () => {
    await begin('webhook');
    const { shelf } = house.context();
    for (let i = 0; i < 3; i++) {
      house.x.person('ann').post(`@kettleshop Where is order 773${i}?`);
      house.clock.advance(1);
    }
    await house.pass(20 * SECOND);
    expect(await house.shown()).toHaveLength(3);
    const stored = () => shelf.latest('events', 100);
    expect(await stored()).toHaveLength(3);
    expect(JSON.stringify(await stored())).not.toContain('773');
    house.clock.advance(3 * DAY);
    await house.sync().tidy();
    expect(await stored()).toHaveLength(1);
    house.x.person('ann').post('@kettleshop Hello?');
    await seen([0, 1, 2].map(i => `PUBLIC @kettleshop Where is order 773${i}?`).concat('PUBLIC @kettleshop Hello?'));
  });

  test('is not used any more once the channel is removed: X is told to send nothing', async () => {
    await begin('webhook');
    const made = asked('subscriptions.create').filter(each => each.status === 200).length;
    expect(made).toBeGreaterThan(3);
    const { clock, x, shop } = house;
    const open = async (more: Partial<Parameters<typeof openHouse>[0]>) => {
      const given = { clock, kinds: [xChannel], engine: shop.engine, publicUrl: 'https://shop.example' };
      const left = await openHouse({ ...given, variables: { X_API_ORIGIN: x.url }, ...more });
      await left.house.start();
      return left.house;
    };
    await house.stop();
    const left = await open({});
    await until(() => asked('subscriptions.delete').length === made, 'it is all taken away');
    const asks = x.calls.length;
    const stop = async (each: typeof left) => {
      const stopped = each.stop();
      clock.wakeAll();
      await stopped;
    };
    await stop(left);
    // Once is enough.
    await stop(await open({}));
    expect(x.calls).toHaveLength(asks);
  });

  test('that X does not believe any more is asked to be believed again', async () => {
    await begin('webhook');
    house.x.distrust();
    await house.pass(HOUR + MINUTE);
    expect(asked('webhooks.check').map(each => each.status)).toEqual([200]);
    house.x.person('ann').post('@kettleshop Where is my kettle?');
    await seen(['PUBLIC @kettleshop Where is my kettle?']);
  });
});
