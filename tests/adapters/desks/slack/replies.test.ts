import { describe, expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { SayOptions } from '../../../kit/far-sides/slack/shapes.ts';
import type { openSlackShop, SlackShop } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

const openShop = slackShopOfEach();
const begin = async (options: Parameters<typeof openSlackShop>[0] = {}) => {
  const open = await openShop(options);
  await open.shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
  const [root] = await open.cards(1);
  return { ...open, root: root! };
};
const PREVIEW = /Send this to the customer/;
const WRITTEN: [string, string, string][] = [
  ['a code block', 'Run this:\n```\nnpm i <x> && y\n```', 'Run this:\nnpm i <x> && y'],
  ['a list', 'Please:\n- open it\n- close it', 'Please:\n- open it\n- close it'],
  ['a numbered list', '1. one\n2. two', '1. one\n2. two'],
  ['a quote', '> It rattles\nSo it does', '> It rattles\nSo it does'],
  ['a custom emoji and a known one', 'Thanks :party_parrot: :+1:', 'Thanks 👍'],
  ['a mail address', 'Write to help@shop.example please', 'Write to help@shop.example please'],
  ['an ampersand in an address', 'See https://shop.example/?a=1&b=2 now', 'See https://shop.example/?a=1&b=2 now'],
  ['a named link', 'See <https://shop.example/?a=1&b=2|our page>', 'See our page (https://shop.example/?a=1&b=2)'],
  ['characters of markup', 'a < b && c > d &amp; *x* <!channel>', 'a < b && c > d &amp; *x* <!channel>'],
];

describe('a reply', () => {
  test.each(
    WRITTEN,
  )('with %s reaches the customer as far as it can be read outside Slack', async (name, text, wanted) => {
    const { ann, room, root, sees, mailed } = await begin();
    await ann.say(room, text, { thread: root.ts, rich: name !== 'characters of markup' });
    await ann.press(await sees(ann, PREVIEW), 'reply.send');
    const [mail] = await mailed(1);
    expect(mail!.text.split('\n\nOn ')[0]!.trimEnd()).toBe(wanted);
  });

  test('that mentions a colleague, a group or everybody gets no preview and is not sent', async () => {
    const { ann, ben, team, room, root, idle, shop, words } = await begin();
    const group = team.usergroup('packers', [ben]);
    for (const text of [`<@${ben.id}> look`, `<!subteam^${group}> look`, '<!here> look', '// look', '  // look'])
      await ann.say(room, text, { thread: root.ts, rich: true });
    await ann.say(room, '', { thread: root.ts, rawText: `<@${ben.id}> plain`, blocks: [] });
    await idle();
    expect(ann.ephemerals().filter(each => PREVIEW.test(words(each)))).toEqual([]);
    expect(await shop.mailbox()).toEqual([]);
  });

  test('that is forwarded from elsewhere stays among colleagues and says so', async () => {
    const { ann, room, root, sees, team, idle, words } = await begin();
    const other = team.channel('other', { members: [ann] });
    const ts = await ann.say(other, 'SECRET');
    await ann.forward(other, ts, room, { thread: root.ts });
    await sees(ann, /stays among colleagues/);
    await idle();
    expect(ann.ephemerals().map(words).join()).not.toContain('SECRET');
  });

  test('that is also sent to the channel, or written with /me, is one draft', async () => {
    const { ann, room, root, idle, words } = await begin();
    await ann.say(room, 'To all', { thread: root.ts, broadcast: true });
    await ann.say(room, 'waves', { thread: root.ts, me: true });
    await idle();
    for (const text of ['To all', 'waves'])
      expect(ann.ephemerals().filter(each => words(each).includes(text))).toHaveLength(1);
  });
});

describe('files beside a reply', () => {
  const say = async (
    at: SlackShop & { root: { ts: string } },
    text: string,
    files: NonNullable<SayOptions['files']>,
  ) => {
    await at.ann.say(at.room, text, { thread: at.root.ts, files });
    return at.sees(at.ann, PREVIEW);
  };

  test('alone, without a word, go out', async () => {
    const at = await begin();
    const preview = await say(at, '', [{ name: 'lid.txt', content: 'how to' }]);
    expect(at.words(preview)).toContain('lid.txt');
    await at.ann.press(preview, 'reply.send');
    await at.mailed(1);
  });

  test('three of them, with one at Google and one that is asked for, are named in the preview', async () => {
    const at = await begin();
    const preview = await say(at, 'See these', [
      { name: 'a.txt', content: 'a' },
      { name: 'b.txt', checkFileInfo: true, content: 'b' },
      { name: 'drive', external: 'doc' },
    ]);
    expect(at.words(preview)).toMatch(/a\.txt, b\.txt/);
    expect(at.words(preview)).toMatch(/drive does not go along/);
    expect(at.slack.strangers.requests).toEqual([]);
  });

  test('that Slack hides behind its sign-in page do not go along, and it says which permission is missing', async () => {
    const at = await begin();
    at.team.scopes.delete('files:read');
    const preview = await say(at, 'See this', [{ name: 'a.txt', content: 'a' }]);
    expect(at.words(preview)).toMatch(/files:read/);
    await at.ann.press(preview, 'reply.send');
    const [mail] = await at.mailed(1);
    expect(mail!.text).not.toContain('Sign in');
  });

  test('of 100 MB are not fetched, and it says so', async () => {
    const at = await begin();
    const preview = await say(at, 'See this', [{ name: 'film.zip', size: 100 * 1024 * 1024 }]);
    expect(at.words(preview)).toMatch(/film\.zip does not go along: it is larger than 25 MB/);
    expect(at.slack.downloads).toEqual([]);
  });

  test('of team talk that is sent after all go along, or it is said that they do not', async () => {
    const { ann, ben, room, root, idle, words, shop } = await begin();
    const ts = await ann.say(room, `<@${ben.id}> the manual`, {
      thread: root.ts,
      rich: true,
      files: [{ name: 'manual.txt', content: 'how to' }],
    });
    await idle();
    await ann.messageShortcut('message.send_to_customer', room, ts);
    await idle();
    const files = await shop.running.engine.rows(`select name from attachments where message_id not like 'post:%'`, []);
    const told = ann.ephemerals().map(words).join();
    expect(files.length === 1 || told.includes('manual.txt')).toBe(true);
  });

  test('that were deleted again are named, and the words go', async () => {
    const at = await begin();
    const preview = await say(at, 'See this', [{ name: 'x.txt', tombstone: true }]);
    await at.ann.press(preview, 'reply.send');
    await until(async () => (await at.shop.mailbox()).length, 'the mail');
  });
});
