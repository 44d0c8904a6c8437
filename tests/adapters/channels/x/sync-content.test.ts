import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { signedInTopic } from '../../../../adapters/channels/x/setup/sign-in.ts';
import { appMark, type WebhookTaker, webhookRoutes } from '../../../../adapters/channels/x/sync/webhook.ts';
import { HOUR, MINUTE } from '../../../../src/core/time.ts';
import type { Json } from '../../../../src/ports/json.ts';
import type { Call } from '../../../kit/far-sides/x/shapes.ts';
import { openXHouse, type XHouse, type XHouseOptions } from '../../../kit/x-house.ts';

let house: XHouse | null = null;
const begin = async (options: XHouseOptions = {}) => {
  house = await openXHouse(options);
  return house;
};
afterEach(async () => {
  await house?.close();
  house = null;
});

const asked = (route: Call['route']) => house!.x.calls.filter(each => each.route === route);
const list = (body: Json) => (body as { data?: Json[] }).data ?? [];
const first = async () => (await house!.shop.cards())[0]!;

describe('what a customer wrote on X', () => {
  test('has its pictures with it, and one that cannot be had stays a link', async () => {
    const { x, pass } = await begin();
    x.fail('media.picture', { status: 404 }, 1);
    x.person('ann').post('@kettleshop It arrived like this', { pictures: 3 });
    await pass(2 * MINUTE);
    const { message } = await first();
    expect(message.attachments.map(each => each.withheld)).toEqual([null, null]);
    expect(message.details.filter(each => each.label === 'Picture').map(each => each.value)).toEqual([
      expect.stringMatching(/^https:\/\/pbs\.twimg\.com\//),
    ]);
  });

  test('is there in full, also when it is long or X calls it by its new words', async () => {
    const { x, pass } = await begin({ x: { words: 'posts' } });
    const text = `@kettleshop ${'My kettle leaks & leaks. '.repeat(800)}end`;
    x.person('ann', { verified: true }).post(text);
    await pass(2 * MINUTE);
    const { message } = await first();
    expect(message.full ?? message.text).toBe(text);
  });

  test('without a name that X gives is shown by its number', async () => {
    const { x, pass } = await begin();
    x.fail('users.many', { status: 503 }, 5);
    const ann = x.person('ann');
    ann.post('@kettleshop Hello?');
    await pass(2 * MINUTE);
    const { message } = await first();
    expect(message.address).toBe(ann.id);
    expect(message.warnings.join()).toMatch(/name of its author/);
  });

  test('in a quote opens an enquiry unless quotes are switched off; one that names us does in any case', async () => {
    const open = { quotes: false, events: 'stream' };
    const { x, account, pass } = await begin({ signedIn: true, settings: open });
    await pass(20_000);
    const offer = account.post('Kettles are cheap today');
    x.person('ann').quote(offer, 'Not cheap at all');
    x.person('bob').quote(offer, '@kettleshop How cheap?');
    await pass(MINUTE);
    expect(await house!.shown()).toEqual(['PUBLIC @kettleshop How cheap?']);
    expect(asked('subscriptions.create').map(each => each.body?.event_type)).not.toContain('post.quote.create');
  });

  test('in answer to a post of ours from before this channel opens an enquiry', async () => {
    let offer = '';
    const { x, pass } = await begin({
      before: before => {
        offer = before.account('kettleshop').post('Kettles are cheap today');
      },
    });
    x.person('ann').reply(offer, 'Which ones?');
    await pass(2 * MINUTE);
    expect(await house!.shown()).toEqual(['PUBLIC Which ones?']);
  });

  test('under an answer to somebody else is a line in their thread', async () => {
    const { x, account, pass } = await begin();
    const question = x.person('ann').post('@kettleshop Where is my kettle?');
    await pass(2 * MINUTE);
    const answer = account.reply(question, 'It left yesterday.');
    await pass(2 * MINUTE);
    x.person('bob').reply(answer, 'Mine took three weeks.');
    await pass(2 * MINUTE);
    expect(await house!.shop.cards()).toHaveLength(1);
    const { posts } = await house!.shop.thread((await first()).enquiryId);
    expect(JSON.stringify(posts)).toMatch(/bob.*Mine took three weeks/);
  });

  test('below a post of their own that is a line in the thread of somebody else is another line there', async () => {
    const { x, account, pass } = await begin();
    const [ann, bob, cleo] = [x.person('ann'), x.person('bob'), x.person('cleo')];
    const question = ann.post('@kettleshop Where is my kettle?');
    await pass(2 * MINUTE);
    const answer = account.reply(question, 'Which one?');
    await pass(2 * MINUTE);
    const more = ann.reply(ann.reply(answer, 'It is order 7731.'), 'From March.');
    const line = bob.reply(answer, 'Mine took three weeks.');
    await pass(2 * MINUTE);
    bob.reply(line, 'Blue ones take longer.');
    // Between others, and nobody's enquiry: what comes below it is none, either.
    cleo.reply(cleo.reply(line, 'Mine, too.'), 'I am still waiting.');
    await pass(2 * MINUTE);
    expect(await house!.shop.cards()).toHaveLength(1);
    const thread = JSON.stringify((await house!.shop.thread((await first()).enquiryId)).posts);
    expect(thread).toMatch(/order 7731.*From March.*bob.*Mine took three weeks.*bob.*Blue ones take longer/);
    ann.reply(more, 'Still nothing.');
    await pass(2 * MINUTE);
    expect((await house!.shown()).at(-1)).toBe('PUBLIC Still nothing.');
  });

  test('under an answer of which X does not say whom it is for waits until X says it', async () => {
    const { x, account, pass } = await begin();
    const question = x.person('ann').post('@kettleshop Where is my kettle?');
    await pass(2 * MINUTE);
    x.fail('timeline', { status: 503 }, 9);
    x.fail('posts.many', { status: 503 }, 2);
    const answer = account.reply(question, 'It left yesterday.');
    x.person('bob').reply(answer, 'Mine took three weeks.');
    x.person('cleo').post('@kettleshop Do you sell lids?');
    await pass(100_000);
    const waiting = ['PUBLIC @kettleshop Where is my kettle?', 'PUBLIC @kettleshop Do you sell lids?'];
    expect(await house!.shown()).toEqual(waiting);
    await pass(MINUTE);
    expect((await house!.shown()).sort()).toEqual([...waiting, 'PUBLIC Mine took three weeks.'].sort());
    expect(await house!.shop.cards()).toHaveLength(2);
  });

  test('under an answer whose look-up fails for a day opens an enquiry that says so', async () => {
    const { x, account, pass } = await begin();
    const question = x.person('ann').post('@kettleshop Where is my kettle?');
    await pass(2 * MINUTE);
    x.fail('timeline', { status: 503 }, 99);
    x.fail('posts.many', { status: 503 }, 99);
    x.person('bob').reply(account.reply(question, 'It left yesterday.'), 'Mine took three weeks.');
    await pass(2 * MINUTE);
    expect(await house!.shop.cards()).toHaveLength(1);
    await house!.stop();
    house!.clock.advance(25 * HOUR);
    await house!.again();
    const card = (await house!.shop.cards()).find(each => each.message.text === 'Mine took three weeks.');
    expect(card?.message.warnings.join()).toMatch(/did not say for whom your answer was/);
  });

  test('is known under the handle that we have now', async () => {
    const { x, account, pass } = await begin();
    account.rename('kettlesandco');
    x.person('ann').post('@kettlesandco Where is my kettle?');
    await pass(2 * MINUTE);
    expect(await house!.shown()).toEqual(['PUBLIC @kettlesandco Where is my kettle?']);
    const [echo] = await house!.echoes();
    expect(echo).toMatchObject({ summon: 'named', may: 'yes' });
  });
});

describe('reading', () => {
  test('goes on at once when somebody signed in', async () => {
    const { x, account, pass } = await begin();
    account.revoke();
    await pass(5 * MINUTE);
    x.person('ann').post('@kettleshop Where is my kettle?');
    account.revoke(false);
    const { bus, channelId } = house!.context();
    bus.publish(signedInTopic(channelId));
    await pass(5_000);
    expect(await house!.shown()).toHaveLength(1);
  });

  test('slows down when nothing happens, and is quick again when somebody waits', async () => {
    const { x, pass } = await begin();
    const perHour = async () => {
      const before = asked('mentions').length;
      await pass(HOUR);
      return asked('mentions').length - before;
    };
    expect(await perHour()).toBeGreaterThanOrEqual(36);
    await pass(6 * HOUR);
    expect(await perHour()).toBeLessThanOrEqual(11);
    x.person('ann').post('@kettleshop Hello?');
    await pass(7 * MINUTE);
    expect(await house!.shown()).toHaveLength(1);
    expect(await perHour()).toBeGreaterThanOrEqual(36);
  });

  test('is not stopped by ids that X never gave', async () => {
    const odd = ['zzzz'.repeat(24), '9999999999999999999', '-1', 'x:1'];
    const { x, pass } = await begin({
      wrap: far => ({
        ...far,
        mentions: async (of, at) => {
          const answer = await far.mentions(of, at);
          if (!answer.ok) return answer;
          const data = [
            ...odd.map(id => ({ id, text: `@kettleshop ${id}`, author_id: id })),
            ...list(answer.value.body),
          ];
          return { ok: true, value: { ...answer.value, body: { ...(answer.value.body as object), data } } };
        },
      }),
    });
    const ann = x.person('ann');
    const first = ann.post('@kettleshop Hello?');
    await pass(2 * MINUTE);
    ann.post('@kettleshop Is anybody there?');
    await pass(2 * MINUTE);
    ann.delete(first);
    await pass(HOUR + 20 * MINUTE);
    const shown = await house!.shown();
    expect(shown.filter(each => /Hello|anybody/.test(each))).toEqual(['PUBLIC @kettleshop Is anybody there?']);
    expect(shown.filter(each => each.includes('zzzz'))).toHaveLength(1);
    expect(asked('posts.many').map(each => each.status)).not.toContain(400);
  });

  test('of another account than before begins anew, and takes nothing old for new', async () => {
    const { x, again, pass } = await begin();
    x.person('ann').post('@kettleshop Hello?');
    await pass(2 * MINUTE);
    const other = x.account('teashop');
    for (let i = 0; i < 10; i++) x.person('bob').post(`@teashop old ${i}`);
    await again({ access_token: other.keys.accessToken, access_secret: other.keys.accessSecret });
    await pass(2 * MINUTE);
    x.person('bob').post('@teashop new');
    await pass(2 * MINUTE);
    expect(await house!.shown()).toEqual(['PUBLIC @kettleshop Hello?', 'PUBLIC @teashop new']);
  });
});

describe('one webhook path for several accounts', () => {
  const taker = (name: string, secret: string, kept: string[], isOn = true): WebhookTaker => ({
    app: { key: `key of ${secret}`, secret },
    isOn,
    isFor: async id => id === null || id === name,
    keep: async event => void kept.push(`${name}: ${JSON.stringify(event)}`),
  });
  const listen = async (takers: WebhookTaker[]) => {
    const routes = webhookRoutes(() => takers);
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? '/', 'http://x');
      void routes.find(each => each.method === request.method)?.handle(request, response, url);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/x/webhook`;
    return {
      url,
      deliver: async (event: Json, secret: string) => {
        const body = JSON.stringify(event);
        const signature = `sha256=${createHmac('sha256', secret).update(body).digest('base64')}`;
        return (await fetch(url, { method: 'POST', body, headers: { 'x-twitter-webhooks-signature': signature } }))
          .status;
      },
      close: async () => {
        server.closeAllConnections();
        await new Promise(resolve => server.close(resolve));
      },
    };
  };
  const eventOf = (id: string) => ({
    data: { event_type: 'dm.received', filter: { user_id: id }, payload: { direct_message_events: [] } },
  });

  test('hands each event to the account that it is for, by the app that signed it', async () => {
    const kept: string[] = [];
    const takers = [taker('1', 'a', kept), taker('2', 'a', kept), taker('1', 'b', kept), taker('3', 'b', kept, false)];
    const { deliver, close } = await listen(takers);
    expect(await deliver(eventOf('1'), 'a')).toBe(200);
    expect(await deliver(eventOf('2'), 'a')).toBe(200);
    expect(kept.map(each => each.slice(0, 1))).toEqual(['1', '2']);
    // Nobody's: X would send it again for ever.
    expect(await deliver(eventOf('9'), 'a')).toBe(200);
    expect(await deliver(eventOf('1'), 'c')).toBe(401);
    expect(kept).toHaveLength(2);
    expect(await deliver(eventOf('1'), 'b')).toBe(200);
    expect(kept).toHaveLength(3);
    await close();
  });

  test('answers the challenge of the app that the address names', async () => {
    const takers = [taker('1', 'a', []), taker('2', 'b', [])];
    const { url, close } = await listen(takers);
    const token = 'a-token-of-X-that-is-long-enough';
    const answerTo = async (query: string) =>
      ((await (await fetch(`${url}?${query}crc_token=${token}`)).json()) as { response_token: string }).response_token;
    const by = (secret: string) => `sha256=${createHmac('sha256', secret).update(token).digest('base64')}`;
    expect(await answerTo('')).toBe(by('a'));
    expect(await answerTo(`app=${appMark(takers[1]!.app)}&`)).toBe(by('b'));
    expect((await fetch(`${url}?app=nobody&crc_token=${token}`)).status).toBe(404);
    await close();
  });

  test('whose plain address answers for another app by now is left for one that names the app', async () => {
    const { x, pass, sync } = await begin({ signedIn: true, settings: { events: 'webhook' } });
    await pass(20_000);
    const { url, close } = await listen([taker('9', 'other', []), sync().webhook]);
    x.deliverTo(url);
    x.distrust();
    await pass(HOUR + MINUTE);
    const made = asked('webhooks.create').flatMap(({ body, status }) => (status === 200 ? [body?.url] : []));
    const plain = 'https://shop.example/x/webhook';
    expect(made).toEqual([plain, `${plain}?app=${appMark(sync().webhook.app)}`]);
    x.person('ann').post('@kettleshop Where is my kettle?');
    await pass(20_000);
    expect(await house!.shown()).toEqual(['PUBLIC @kettleshop Where is my kettle?']);
    await close();
  });

  test('says 404 where no account listens', async () => {
    const { url, close } = await listen([taker('1', 'a', [], false)]);
    expect((await fetch(`${url}?crc_token=a-token-of-X-that-is-long-enough`)).status).toBe(404);
    await close();
  });
});
