import { describe, expect, test } from 'vitest';
import { customerName } from '../../../../adapters/desks/slack/drawing/text.ts';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { Json } from '../../../kit/far-sides/slack/shapes.ts';
import type { SlackShop } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

const begin = slackShopOfEach();
const HOSTILE: [string, string][] = [
  ['a mention of everybody', '<!channel> <!here> <!everyone> <!subteam^S1> <@U1> <#C1|x>'],
  ['twice escaped', '&lt;!here&gt; &amp;lt;!channel&amp;gt;'],
  ['a disguised link', '<https://evil.example|https://paypal.com> <mailto:a@b.example|x>'],
  ['marks of formatting', '*bold* _it_ ~gone~ `code` ```block``` > quote\n> quoted\n- list'],
  ['characters that turn the text', 'abc \u202egnp.exe \u2067x\u2069 \u200fy'],
  ['invisible characters', 'pay\u200bpal\u200d\ufeff \u2060x'],
  ['only emoji', '🤷🏽‍♀️👨‍👩‍👧‍👦🏳️‍🌈'],
  ['a NUL and other control characters', 'a\u0000b\u0007c\u001bd'],
  ['half a character', 'a\ud800b\udc00c'],
];
const live = /<[!@#]|<https?:|<mailto:/;
const all = ({ room, ann }: SlackShop): Json[] => [
  ...room.messages(),
  ...room.messages().flatMap(each => room.thread(each.ts).slice(1)),
  ...ann.ephemerals(),
];

describe('a customer’s words', () => {
  test.each(
    HOSTILE,
  )('with %s are only words: card, later message, preview, answers to commands', async (_name, text) => {
    const at = await begin();
    const { shop, ann, room, cards, sees, words, idle } = at;
    const chat = await shop.chat();
    expect((await chat.send(`first ${text}`)).status).toBeLessThan(300);
    const [root] = await cards(1);
    await chat.send(`second ${text}`);
    await until(() => room.thread(root!.ts).some(each => words(each).includes('second')), 'the second');
    await ann.command(room, '/desk', 'find first');
    await sees(ann, /#1|first|Nothing/);
    await ann.command(room, '/desk', 'open');
    await sees(ann, /#1/);
    await ann.say(room, 'Dear visitor', { thread: root!.ts });
    await sees(ann, 'Dear visitor');
    await idle();
    for (const each of all(at))
      expect(String(each.text ?? '').replace(/<!date\^[^>]*>|<https:\/\/[\w-]+\.slack\.com[^>]*>/g, '')).not.toMatch(
        live,
      );
    expect(words(root!).includes('first') && at.team.domain).toBeTruthy();
  });

  test('with brackets in a link lead where the customer meant, and not past the end of the sentence', async () => {
    const { shop, cards } = await begin();
    const meant = ['https://shop.example/?b=[1]&c=2', 'https://en.wiki.example/Cup_(landform)', 'https://a.example/x'];
    await shop.mail({ from: 'maya@example.com', subject: 'Links', text: `${meant[0]}, (${meant[1]}), [${meant[2]}].` });
    const [root] = await cards(1);
    const linked = root!.blocks.flatMap((block: Json) =>
      (block.elements ?? []).flatMap((each: Json) =>
        (each.elements ?? []).filter((part: Json) => part.type === 'link'),
      ),
    );
    expect(linked.map((each: Json) => each.url)).toEqual(meant);
  });

  test('of 60,000 characters are shortened, with everything behind "Show all"', async () => {
    const { shop, ann, cards, words } = await begin();
    const text = `start ${'word &<> '.repeat(7_000)} end`;
    await shop.mail({ from: 'maya@example.com', subject: 'long', text });
    const [root] = await cards(1);
    expect(words(root!)).toContain('start');
    const answer = await ann.press(root!, 'message.show_all');
    expect(answer.trouble).toBeNull();
    const view = await until(() => ann.openView(), 'the whole');
    expect(words(view).length).toBeGreaterThan(60_000);
    expect(words(view)).toContain(' end');
  });

  test.each([
    '<@U1>',
    'Slackbot',
    'Ann',
    '<!channel>',
    'Maya (customer)',
    '@here',
    ':robot_face: Deskhand',
    ' \u200b ',
  ])('under the name %j are marked as a customer’s everywhere', async name => {
    const at = await begin();
    const { shop, room, cards, words, slack, idle, reply, ann } = at;
    const mail = (id: string, text: string, re = '') =>
      shop.mail({
        raw: `From: =?utf-8?B?${Buffer.from(name).toString('base64')}?= <maya@example.com>\r\nTo: help@shop.example\r\nSubject: x\r\nMessage-ID: <${id}@x>\r\n${re}\r\n${text}`,
      });
    await mail('one', 'one');
    const [root] = await cards(1);
    await mail('two', 'two', 'In-Reply-To: <one@x>\r\n');
    await until(() => room.thread(root!.ts).some(each => words(each).includes('two')), 'the second');
    expect(words(root!)).toContain('customer');
    await reply(ann, root!, 'Dear you');
    await idle();
    const names = slack.requests.flatMap(each => each.args.username ?? []);
    expect(names.length).toBeGreaterThan(0);
    for (const each of names) expect(each).toMatch(/^[^<>@]+ \(customer\)$/);
  });
});

describe('blocks that Slack refuses', () => {
  test('are posted as plain words with their buttons: card, message, preview', async () => {
    const { shop, slack, ann, room, cards, words, sees } = await begin();
    slack.fail('chat.postMessage', { error: 'invalid_blocks' }, 1);
    const chat = await shop.chat();
    await chat.send('<!channel> Hello & bye');
    const root = await until(() => room.messages()[0], 'the card');
    slack.fail('chat.postMessage', { error: 'invalid_blocks' }, 1);
    await chat.send('<!here> again');
    await until(() => room.thread(root.ts).some(each => words(each).includes('again')), 'the second');
    slack.fail('chat.postEphemeral', { error: 'invalid_blocks' }, 1);
    await ann.say(room, 'Dear <!channel>', { thread: root.ts });
    await sees(ann, /Send this to the customer/);
    void cards;
  });

  test('leave the words that are sent in the preview', async () => {
    const { shop, slack, ann, room, sees, words } = await begin();
    const chat = await shop.chat();
    await chat.send('Hello');
    const root = await until(() => room.messages()[0], 'the card');
    slack.fail('chat.postEphemeral', { error: 'invalid_blocks' }, 1);
    await ann.say(room, 'Dear visitor', { thread: root.ts });
    expect(words(await sees(ann, /Send this to the customer/))).toContain('Dear visitor');
  });
});

test.each([
  ['Lin Wei (@lin_w)', 'Lin Wei (lin_w) (customer)'],
  ['@channel', 'channel (customer)'],
  ['_it_ *is* @ here', 'it is here (customer)'],
  ['ann@shop.example', 'ann shop.example (customer)'],
  ['Zoë__K', 'Zoë K (customer)'],
])('the name "%s" over their words reads "%s"', (name, shown) => {
  expect(customerName(name)).toBe(shown);
});
