import { afterEach, describe, expect, test } from 'vitest';
import { openSlackShop, type SlackShop } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

let open: SlackShop | null = null;
let stopped = false;
afterEach(async () => {
  const wire = open?.wire() ?? [];
  if (!stopped) await open?.stop();
  else await open?.slack.close();
  open = null;
  stopped = false;
  expect(wire).toEqual([]);
});
const begin = async (options: Parameters<typeof openSlackShop>[0] = {}) => {
  open = await openSlackShop({ socket: true, ...options });
  await open.shop.mail({ from: 'maya@example.com', subject: 'The lid', text: 'It rattles.' });
  const [root] = await open.cards(1);
  return { ...open, root: root! };
};
const line = async ({ shop }: SlackShop) => {
  const { items } = (await (await fetch(`${shop.url}/readyz`)).json()) as { items: { what: string; ok: boolean }[] };
  return items.find(each => each.what === 'Slack line')?.ok;
};

describe('Socket Mode', () => {
  test('duplicate envelopes are one draft, one mail', async () => {
    const { slack, ann, room, root, sees, idle, shop, words } = await begin();
    slack.socket.duplicateNext(3);
    await ann.say(room, 'Once only', { thread: root.ts });
    await ann.press(await sees(ann, 'Once only'), 'reply.send');
    await idle();
    expect(await shop.mailbox()).toHaveLength(1);
    expect(ann.ephemerals().filter(each => words(each).includes('Send this to the customer')).length).toBeLessThan(2);
  });

  test.each([
    'refresh_requested',
    'warning',
  ] as const)('%s: a new line is called, and nothing of that time is lost', async reason => {
    const at = await begin();
    const { slack, ann, room, root, sees } = at;
    slack.socket.disconnect(reason, { close: reason === 'refresh_requested' });
    await ann.say(room, 'Meanwhile 1', { thread: root.ts });
    await ann.say(room, 'Meanwhile 2', { thread: root.ts });
    await until(() => slack.socket.connections() > 0, 'a line');
    await slack.quiet();
    const late = slack.deliveries.filter(each => each.kind === 'event' && each.status !== 200);
    for (const each of late) await slack.redeliver(each, 3);
    await sees(ann, 'Meanwhile 1');
    await sees(ann, 'Meanwhile 2');
    expect(await line(at)).toBe(true);
  });

  test('503, invalid_auth and a cut line on the way back: it goes on trying and says so meanwhile', async () => {
    const at = await begin({ slack: { retryAfterMs: [300, 1_500, 3_000] } });
    const { slack, ann, room, root, sees } = at;
    slack.socket.refuseOpen({ status: 503 }, 1);
    slack.socket.refuseOpen({ error: 'invalid_auth' }, 1);
    slack.socket.dropAll();
    await ann.say(room, 'Meanwhile', { thread: root.ts });
    await until(async () => (await line(at)) === false, 'said');
    await until(() => slack.socket.connections() > 0, 'a line again', 10_000);
    await sees(ann, 'Meanwhile');
    await until(async () => (await line(at)) === true, 'well again');
  });

  test('commands, forms and their errors go over the line too', async () => {
    const { ann, room, root, sees } = await begin();
    await ann.command(room, '/desk', 'open');
    await sees(ann, 'The lid');
    await ann.press(root, 'enquiry.reply');
    const view = await until(() => ann.openView(), 'the form');
    expect((await ann.submit(view, { text: '   ' })).trouble).toBeNull();
    expect(JSON.stringify(ann.openView()?.errors)).toContain('Write a few words');
  });

  test('at the end what was acknowledged was kept, and nothing else was acknowledged', async () => {
    const { slack, ann, room, root, shop, idle } = await begin();
    await idle();
    const saying = Promise.all([1, 2, 3, 4, 5].map(i => ann.say(room, `Late ${i}`, { thread: root.ts })));
    const stopping = shop.running.workspaces.stop();
    await saying;
    await stopping;
    const acked = slack.deliveries.filter(each => each.status === 200 && /^Late/.test(each.body.event?.text ?? ''));
    const rows = await shop.running.engine.rows<{ id: string }>(`select id from seen where id like '%message:%'`, []);
    for (const each of acked) expect(rows.some(row => row.id.includes(each.body.event.ts))).toBe(true);
    await open!.stop();
    stopped = true;
  });
});
