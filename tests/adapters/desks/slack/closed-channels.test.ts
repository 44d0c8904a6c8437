import { describe, expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { openSlackShop, SlackShop } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

const openShop = slackShopOfEach();
/** Ann, an admin, has claimed an enquiry of a visitor; so she is known. */
const begin = async (options: Parameters<typeof openSlackShop>[0] = {}) => {
  const open = await openShop({ yaml: 'hold_seconds: { email: 0.3, webchat: 0.3 }\n', ...options });
  const chat = await open.shop.chat();
  await chat.send('Hello 0');
  const [root] = await open.cards(1);
  await open.ann.press(root!, 'enquiry.claim');
  await open.entry(root!.ts, 'Ann claimed this.');
  await open.idle();
  return { ...open, chat, root: root! };
};
const ready = async ({ shop }: SlackShop) => {
  const response = await fetch(`${shop.url}/readyz`);
  return { status: response.status, words: JSON.stringify(await response.json()) };
};
const troubles = ({ shop }: SlackShop) => shop.running.house.desk.troubles?.() ?? [];
/** As if the time to try again had come. */
const later = ({ shop }: SlackShop) =>
  shop.running.engine
    .rows(`update jobs set run_at = 0 where locked_until is null and kind not in ('reply.release', 'housekeeping')`, [])
    .then(() => shop.running.engine.rows('update lanes set next_at = 0', []));
const broken = (at: SlackShop, methods: string[], word: object, room = true) => {
  let is = true;
  for (const method of methods)
    at.slack.fail(
      method,
      word as { error: string },
      Number.POSITIVE_INFINITY,
      args => is && (!room || args.channel === at.room.id),
    );
  return () => {
    is = false;
  };
};
const ROOM = ['channel_not_found', 'not_in_channel', 'is_archived', 'restricted_action'];

describe('a room that takes no posts and no changes', () => {
  test.each(ROOM)('with %s: it is said, nothing is lost, and all comes in order, once', async word => {
    const at = await begin();
    const { chat, root, room, words, idle, ann, slack } = at;
    const mend = broken(at, ['chat.postMessage', 'chat.update', 'conversations.join'], { error: word });
    for (const i of [1, 2, 3]) await chat.send(`Hello ${i}`);
    const shut = await until(async () => {
      const now = await ready(at);
      return /New posts are queued/.test(now.words) ? now : null;
    }, '/readyz says so');
    // One room is shut; the others, and the customers, are not.
    expect(shut.status).toBe(200);
    await until(() => ann.dms().map(words).join().includes('New posts are queued'), 'the direct message');
    await later(at);
    await slack.quiet();
    mend();
    await until(async () => {
      await later(at);
      return room.thread(root.ts).some(each => words(each).includes('Hello 3'));
    }, 'all');
    await idle();
    const said = room.thread(root.ts).flatMap(each => /Hello [123]/.exec(words(each))?.[0] ?? []);
    expect(said).toEqual(['Hello 1', 'Hello 2', 'Hello 3']);
    expect(ann.dms().filter(each => words(each).includes('New posts are queued'))).toHaveLength(1);
    await until(() => troubles(at).length === 0, 'well again', 15_000);
  });
});

describe('an app that Slack does not know any more', () => {
  test.each(['token_revoked'])('%s: it is said, and all comes after the mending', async error => {
    const at = await begin();
    const { chat, root, room, words, idle } = at;
    const mend = broken(at, ['chat.postMessage', 'chat.update', 'chat.postEphemeral', 'auth.test'], { error }, false);
    for (const i of [1, 2]) await chat.send(`Hello ${i}`);
    await until(async () => (await ready(at)).status === 503, '/readyz says so');
    expect((await ready(at)).words).toMatch(/SLACK_BOT_TOKEN/);
    mend();
    await until(async () => {
      await later(at);
      return room.thread(root.ts).some(each => words(each).includes('Hello 2'));
    }, 'all');
    await idle();
    const said = room.thread(root.ts).flatMap(each => /Hello [12]/.exec(words(each))?.[0] ?? []);
    expect(said).toEqual(['Hello 1', 'Hello 2']);
    await until(async () => (await ready(at)).status === 200, '/readyz is well again', 15_000);
  });
});

describe('a permission that is missing', () => {
  test('on posts: it is said, all comes once it is given, and then it is no trouble any more', async () => {
    const at = await begin();
    const { chat, root, room, words, ann, team } = at;
    // Needed only for posts under a customer's name: an admin can still be told.
    team.scopes.delete('chat:write.customize');
    for (const i of [1, 2]) await chat.send(`Hello ${i}`);
    await until(() => ann.dms().map(words).join().includes('chat:write.customize'), 'the direct message');
    await until(async () => (await ready(at)).status === 503, '/readyz says so');
    team.scopes.add('chat:write.customize');
    await until(async () => {
      await later(at);
      return room.thread(root.ts).some(each => words(each).includes('Hello 2'));
    }, 'all');
    const said = room.thread(root.ts).flatMap(each => /Hello [12]/.exec(words(each))?.[0] ?? []);
    expect(said).toEqual(['Hello 1', 'Hello 2']);
    await until(async () => (await ready(at)).status === 200, '/readyz is well again', 15_000);
  });
});

describe('one locked thread', () => {
  test('stops no other enquiry of the room', async () => {
    const at = await begin();
    const { chat, root, slack, shop, cards } = at;
    slack.fail(
      'chat.postMessage',
      { error: 'restricted_action_thread_locked' },
      99,
      args => args.thread_ts === root.ts,
    );
    await chat.send('Hello 1');
    await until(() => slack.requests.some(each => each.answered.body?.error?.includes('thread_locked')), 'refused');
    await shop.mail({ from: 'tom@example.com', subject: 'Other', text: 'Another matter' });
    await until(async () => (await cards(1)).length === 2, 'the other card', 15_000);
  });

  test('is said to an admin in words about the thread', async () => {
    const at = await begin();
    const { chat, root, slack, ann, words } = at;
    slack.fail(
      'chat.postMessage',
      { error: 'restricted_action_thread_locked' },
      99,
      args => args.thread_ts === root.ts,
    );
    await chat.send('Hello 1');
    await until(() => /locked/.test(ann.dms().map(words).join()), 'the direct message', 15_000);
  });
});
