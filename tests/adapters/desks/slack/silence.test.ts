import { describe, expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { Fault } from '../../../kit/far-sides/slack/shapes.ts';

const begin = slackShopOfEach();
/** A mail that begins or goes on with a matter. */
const raw = (text: string, again = false, more = 'Content-Type: text/plain\r\n') =>
  `From: maya@example.com\r\nTo: help@shop.example\r\nSubject: The lid\r\nMessage-ID: <${again ? text.replace(/\W/g, '') : 'first'}@x>\r\n${again ? 'In-Reply-To: <first@x>\r\n' : ''}${more}\r\n${text}`;
const AFTER: [string, Fault][] = [['the connection is reset', 'reset-after']];

describe('a post that was made, and then', () => {
  test.each(AFTER)('%s, stands there once: card and customer message', async (_name, fault) => {
    const { shop, slack, cards, room, words, until } = await begin();
    slack.fail('chat.postMessage', fault, 1);
    await shop.mail({ raw: raw('Words one') });
    const [root] = await cards(1);
    await until(async () => (await shop.running.engine.rows('select ref from threads', [])).length, 'known', 12_000);
    slack.fail('chat.postMessage', fault, 1, args => args.thread_ts !== undefined);
    await shop.mail({ raw: raw('Words two', true) });
    await shop.mail({ raw: raw('Words three', true) });
    const all = () => [...room.messages(), ...room.thread(root!.ts)].map(words).join('\n');
    await until(() => all().includes('Words two') && all().includes('Words three'), 'all three', 15_000);
    await new Promise(resolve => setTimeout(resolve, 300));
    const posts = slack.requests.filter(each => each.method === 'chat.postMessage' && each.carriedOut);
    for (const text of ['Words one', 'Words two', 'Words three'])
      expect([text, posts.filter(each => JSON.stringify(each.args.blocks).includes(text)).length]).toEqual([text, 1]);
  });

  test('nothing is answered for longer than we wait stands there once', async () => {
    const { shop, slack, cards, room, until } = await begin();
    slack.fail('chat.postMessage', { hang: 40_000 }, 1);
    await shop.mail({ raw: raw('Words one') });
    await cards(1);
    await until(async () => (await shop.running.engine.rows('select ref from threads', [])).length, 'known', 25_000);
    expect(room.messages()).toHaveLength(1);
  });
});

describe('a post that was not made, and nobody knows', () => {
  test.each<[string, Fault]>([['a reset before', 'reset-before']])('after %s comes, once', async (_name, fault) => {
    const { shop, slack, cards, room, until } = await begin();
    slack.fail('chat.postMessage', fault, 1);
    await shop.mail({ raw: raw('Words one') });
    await until(() => room.messages().length, 'the card', 12_000);
    expect(await cards(1)).toHaveLength(1);
  });
});

describe('30 posts', () => {
  test('with two 429 in the middle all come, in order, once, and none before it was time', async () => {
    const { shop, slack, cards, room, words, idle, until } = await begin();
    const chat = await shop.chat();
    await chat.send('Chat 0');
    const [root] = await cards(1);
    let n = 0;
    slack.fail('chat.postMessage', { rateLimited: 1 }, 2, args => {
      if (args.thread_ts === undefined) return false;
      n++;
      return n === 12 || n === 20;
    });
    for (let i = 1; i <= 29; i++) await chat.send(`Chat ${i}.`);
    const said = () =>
      room
        .thread(root!.ts)
        .slice(1)
        .flatMap(each => /Chat \d+\./.exec(words(each))?.[0] ?? []);
    await until(() => said().length >= 29, 'all', 15_000);
    await idle();
    expect(said()).toEqual(Array.from({ length: 29 }, (_, i) => `Chat ${i + 1}.`));
    expect(slack.requests.filter(each => each.answered.status === 429)).toHaveLength(2);
  });
});

describe('a preview that Slack did not show', () => {
  test.each<[string, Fault]>([
    ['a 503', { status: 503 }],
  ])('because of %s is shown when it can be', async (_name, fault) => {
    const { shop, slack, cards, ann, room, sees, until } = await begin();
    await shop.mail({ raw: raw('Words one') });
    const [root] = await cards(1);
    slack.fail('chat.postEphemeral', fault, 1);
    await ann.say(room, 'Dear Maya', { thread: root!.ts });
    await until(() => slack.requests.some(each => each.method === 'chat.postEphemeral'), 'tried');
    await Promise.race([sees(ann, 'Dear Maya'), new Promise((_, no) => setTimeout(no, 4_000, new Error('nothing')))]);
  });

  test('because of a 429 is shown when it can be', async () => {
    const { shop, slack, cards, ann, room, sees } = await begin();
    await shop.mail({ raw: raw('Words one') });
    const [root] = await cards(1);
    slack.fail('chat.postEphemeral', { rateLimited: 1 }, 1);
    await ann.say(room, 'Dear Maya', { thread: root!.ts });
    await sees(ann, 'Dear Maya');
  });
});

describe('a file of a customer', () => {
  const withFile = (again = false) =>
    raw(
      '--b\r\nContent-Type: text/plain\r\n\r\nhi\r\n--b\r\nContent-Type: text/plain; name="a.txt"\r\nContent-Disposition: attachment; filename="a.txt"\r\n\r\nfine\r\n--b--',
      again,
      'Content-Type: multipart/mixed; boundary="b"\r\n',
    );
  const slowCard = async () => {
    const at = await begin({ postGapMs: 1_000 });
    at.slack.fail('chat.postMessage', { hang: 2_000 }, 1);
    await at.shop.mail({ raw: withFile() });
    const [root] = await at.cards(1);
    return { ...at, root: root! };
  };

  test('on the first message leaves one card when Slack takes two seconds', async () => {
    const { shop, room, until } = await slowCard();
    await until(async () => (await shop.running.engine.rows('select ref from threads', [])).length, 'known');
    await new Promise(resolve => setTimeout(resolve, 1_500));
    expect(room.messages()).toHaveLength(1);
  });

  test('on the first message does not wait long for a card that took two seconds', async () => {
    const { room, root, until } = await slowCard();
    await until(() => room.thread(root.ts).some(each => each.files?.length), 'the file', 15_000);
  });

  test.each<[string, Fault]>([
    ['getUploadURLExternal', 'reset-after'],
  ])('stands there once though %s failed with %j', async (method, fault) => {
    const { shop, slack, cards, room, until } = await begin();
    await shop.mail({ raw: raw('first') });
    const [root] = await cards(1);
    slack.fail(`files.${method}`, fault, 1);
    await shop.mail({ raw: withFile(true) });
    const files = () => room.thread(root!.ts).filter(each => each.files?.length);
    await until(() => files().length, 'the file', 15_000);
    await new Promise(resolve => setTimeout(resolve, 300));
    expect(files()).toHaveLength(1);
  });
});
