import { afterEach, describe, expect, test } from 'vitest';
import { openSlackShop } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

let open: Awaited<ReturnType<typeof openSlackShop>> | null = null;
afterEach(async () => {
  const wire = open?.wire() ?? [];
  await open?.stop();
  open = null;
  expect(wire).toEqual([]);
});
/** With a message of Ann's in a thread, as it was delivered. */
const begin = async () => {
  open = await openSlackShop();
  await open.shop.mail({ from: 'maya@example.com', subject: 'The lid', text: 'It rattles.' });
  const [root] = await open.cards(1);
  const { ann, room, slack } = open;
  await ann.say(room, 'genuine', { thread: root!.ts });
  await open.sees(ann, 'genuine');
  const body = slack.deliveries.findLast(each => each.body.event?.text === 'genuine')!.body;
  /** The same, as if written anew. */
  const other = (text: string) => {
    const copy = structuredClone(body);
    const ts = `${Math.floor(Date.now() / 1000)}.${String(++n).padStart(6, '0')}`;
    Object.assign(copy, { event_id: `EvX${n}` });
    Object.assign(copy.event, { ts, event_ts: ts, text, blocks: undefined });
    return copy;
  };
  const now = Math.floor(Date.now() / 1000);
  const seen = () => ann.ephemerals().map(open!.words).join('\n');
  return { ...open, root: root!, other, now, seen };
};
let n = 0;

describe('the door for Slack', () => {
  test('refuses what is stale, from the future, unsigned, or signed with another secret; none of it is kept', async () => {
    const { slack, other, now, seen, idle } = await begin();
    const refused = [
      await slack.deliver(other('forged stale'), { timestamp: now - 301 }),
      await slack.deliver(other('forged future'), { timestamp: now + 400 }),
      await slack.deliver(other('forged tomorrow'), { timestamp: now + 86_400 }),
      await slack.deliver(other('forged without time'), { timestamp: null }),
      await slack.deliver(other('forged without sign'), { signature: null }),
      await slack.deliver(other('forged sign'), { signature: `v0=${'0'.repeat(64)}` }),
      await slack.deliver(other('forged short'), { signature: 'v0=1' }),
      await slack.deliver(other('forged twice'), { headers: { 'X-Slack-Request-Timestamp': `${now},${now}` } }),
      await slack.deliver(other('forged NaN'), { headers: { 'X-Slack-Request-Timestamp': 'NaN' } }),
    ].flat();
    expect(refused.map(each => each.status)).toEqual(refused.map(() => 401));
    await idle();
    expect(seen()).not.toContain('forged');
  });

  test('takes a charset behind the type, and a replay changes nothing', async () => {
    const { slack, other, sees, ann, idle, words } = await begin();
    const body = other('with charset');
    const answers = await slack.deliver(body, { contentType: 'application/json; charset=utf-8', times: 3 });
    expect(answers.map(each => each.status)).toEqual([200, 200, 200]);
    await sees(ann, 'with charset');
    await idle();
    expect(ann.ephemerals().filter(each => words(each).includes('with charset'))).toHaveLength(1);
  });

  test('refuses malformed and huge bodies and goes on', async () => {
    const { slack, other, sees, ann } = await begin();
    for (const body of [
      '{"type":',
      '',
      '[]',
      '"x"',
      '{"type":"event_callback"}',
      '{"type":"event_callback","event":null}',
    ])
      for (const answer of await slack.deliver(body)) expect([body, answer.status >= 200]).toEqual([body, true]);
    const form = 'application/x-www-form-urlencoded';
    for (const body of ['payload=%7B', 'payload=', 'command=', 'a=b'])
      for (const answer of await slack.deliver(body, { contentType: form })) expect(answer.status).toBeGreaterThan(0);
    const huge = await slack.deliver(JSON.stringify({ ...other('huge'), more: 'x'.repeat(5 * 1024 * 1024) }));
    expect(huge[0]!.status).toBe(413);
    await slack.deliver(other('still here'));
    await sees(ann, 'still here');
    expect(slack.deliveries.filter(each => each.ms > 2_500)).toEqual([]);
  });

  test('lets nothing in by ssl_check, neither unsigned nor beside a payload', async () => {
    const { slack, root, ann, idle, card, words } = await begin();
    const form = 'application/x-www-form-urlencoded';
    await ann.press(root, 'enquiry.reply').catch(() => {});
    const claim = structuredClone(slack.deliveries.findLast(each => each.kind === 'interaction')!.body);
    claim.actions[0].action_id = 'enquiry.claim';
    const body = `ssl_check=1&token=x&payload=${encodeURIComponent(JSON.stringify(claim))}`;
    for (const answer of await slack.deliver(body, { contentType: form, signature: null }))
      expect(answer.status).not.toBe(0);
    await idle();
    expect(words(card(root.ts))).toContain('nobody has it yet');
  });

  test('takes a notice of held back events at once and says it in the room, once', async () => {
    const { slack, room, words, idle } = await begin();
    const answers = [await slack.rateLimitedNotice(), await slack.rateLimitedNotice()];
    expect(answers.map(each => [each.status, each.ms < 1_000])).toEqual([
      [200, true],
      [200, true],
    ]);
    await until(() => room.messages().map(words).join().includes('Slack held back'), 'the notice');
    await idle();
    expect(room.messages().filter(each => words(each).includes('Slack held back'))).toHaveLength(1);
  });
});
