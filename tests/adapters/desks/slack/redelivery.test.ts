import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTransport } from 'nodemailer';
import { describe, expect, inject, test } from 'vitest';
import { DAY } from '../../../../src/core/time.ts';
import { job } from '../../../../src/ports/jobs.ts';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import { freshPostgres } from '../../../kit/engines.ts';
import { pushedTime } from '../../../kit/pushed-time.ts';
import { freePort } from '../../../kit/servers.ts';
import { openShop } from '../../../kit/shop.ts';
import type { openSlackShop } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

const openOne = slackShopOfEach();
const begin = async (options: Parameters<typeof openSlackShop>[0] = {}) => {
  const open = await openOne(options);
  await open.shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
  const [root] = await open.cards(1);
  return { ...open, root: root! };
};
const START = join(import.meta.dirname, '../../../../src/start.cjs');

describe('the same delivery', () => {
  test('four times, with the headers of a retry, is one message, one press and one mail', async () => {
    const { slack, shop, ann, room, root, sees, idle, words } = await begin();
    await ann.say(room, 'Once only', { thread: root.ts });
    const preview = await sees(ann, 'Once only');
    const written = slack.deliveries.findLast(each => each.body.event?.text === 'Once only')!;
    for (const n of [1, 2, 3]) expect((await slack.redeliver(written, n)).status).toBe(200);
    await ann.press(preview, 'reply.send');
    const pressed = slack.deliveries.findLast(each => each.kind === 'interaction')!;
    for (const n of [1, 2, 3]) expect((await slack.redeliver(pressed, n)).status).toBe(200);
    await idle();
    for (const each of [written, pressed]) await slack.redeliver(each, 3);
    await idle();
    expect(await shop.mailbox()).toHaveLength(1);
    expect(ann.ephemerals().filter(each => words(each).includes('Once only')).length).toBeLessThanOrEqual(1);
  });

  test('after a week, when what is only needed for a while was forgotten, is still one message and one mail', async () => {
    const time = pushedTime();
    const { slack, shop, ann, room, root, sees, idle, words } = await begin({ time });
    const { engine, house } = shop.running;
    await ann.say(room, 'Once only', { thread: root.ts });
    await ann.press(await sees(ann, 'Once only'), 'reply.send');
    await until(async () => (await shop.mailbox()).length === 1, 'the mail is there');
    const written = slack.deliveries.findLast(each => each.body.event?.text === 'Once only')!;
    const pressed = slack.deliveries.findLast(each => each.kind === 'interaction')!;
    await idle();
    const kept = async (stream: string) =>
      (await engine.rows(`select 1 as x from shelf where owner = 'desk:slack' and stream = ?`, [stream])).length;
    const posts = await kept('posts');
    expect(await kept('tries')).toBeGreaterThan(0);
    time.push(8 * DAY);
    await house.parts.recorder.enqueue([job('housekeeping', 'housekeeping', {})]);
    await until(async () => (await kept('tries')) === 0, 'attempts are forgotten');
    expect(await kept('posts')).toBeGreaterThanOrEqual(posts);
    const [threads, shown] = [room.thread(root.ts).length, ann.ephemerals().length];
    for (const each of [written, pressed]) await slack.redeliver(each, 3);
    await idle();
    expect(await shop.mailbox()).toHaveLength(1);
    expect(room.thread(root.ts)).toHaveLength(threads);
    expect(ann.ephemerals().slice(shown).map(words).join()).not.toContain('Send this to the customer');
  });

  test('under another event_id is one message all the same', async () => {
    const { slack, ann, room, root, sees, idle, words } = await begin();
    await ann.say(room, 'Once only', { thread: root.ts });
    await sees(ann, 'Once only');
    const { body } = slack.deliveries.findLast(each => each.body.event?.text === 'Once only')!;
    await slack.deliver({ ...body, event_id: 'EvOTHER00001' }, { times: 3 });
    await idle();
    expect(ann.ephemerals().filter(each => words(each).includes('Once only'))).toHaveLength(1);
  });

  test('of a command is answered once', async () => {
    const { slack, ann, room, idle, words, sees } = await begin();
    await ann.command(room, '/desk', 'open');
    await sees(ann, 'The lid');
    const given = slack.deliveries.findLast(each => each.kind === 'command')!;
    await slack.redeliver(given, 1);
    await idle();
    expect(ann.ephemerals().filter(each => words(each).includes('The lid'))).toHaveLength(1);
  });

  test('a mention in a thread comes as two events: team talk, and one answer', async () => {
    const { slack, shop, ann, room, root, idle, words } = await begin();
    await ann.say(room, 'open', { thread: root.ts, mentionBot: true });
    await idle();
    expect(
      slack.deliveries.filter(each => each.body.event?.text?.includes('open')).map(each => each.body.event.type),
    ).toEqual(expect.arrayContaining(['message', 'app_mention']));
    expect(ann.ephemerals().filter(each => words(each).includes('Send this to the customer'))).toEqual([]);
    expect(ann.ephemerals().filter(each => words(each).includes('The lid'))).toHaveLength(1);
    expect(await shop.mailbox()).toEqual([]);
  });

  // Two programs on one SQLite file are refused: many processes are PostgreSQL's.
  test.skipIf(inject('postgres') === null)(
    'to two programs on one database is one draft, one claim, one mail',
    async () => {
      const fresh = await freshPostgres();
      const shared = { DATABASE_URL: fresh.url, DESKHAND_SECRET_KEY: randomBytes(32).toString('base64') };
      const { slack, team, shop, ann, ben, room, root, sees, idle, words, entry } = await begin({ env: shared });
      const other = await openShop({
        folder: shop.folder,
        yaml: 'hold_seconds: { email: 0.4 }\n',
        postGapMs: 0,
        env: {
          ...shared,
          SLACK_API_URL: slack.apiUrl,
          SLACK_BOT_TOKEN: team.botToken,
          SLACK_ROOM: room.id,
          SLACK_SIGNING_SECRET: slack.signingSecret,
        },
      });
      try {
        const [first, second] = [`${shop.url}/slack/events`, `${other.url}/slack/events`];
        const hers = ann.press(root, 'enquiry.claim');
        slack.deliverTo(second);
        await Promise.all([hers, ben.press(root, 'enquiry.claim')]);
        await entry(root.ts, /claimed this/);
        await idle();
        const owner = words(room.message(root.ts)!).includes('Ann has it') ? ann : ben;
        slack.deliverTo(first);
        await owner.say(room, 'From two', { thread: root.ts });
        await slack.quiet();
        const { body } = slack.deliveries.findLast(each => each.body.event?.text === 'From two')!;
        await Promise.all([slack.deliver(body, { url: second }), slack.deliver(body, { url: first })]);
        const preview = await sees(owner, 'From two');
        await owner.press(preview, 'reply.send');
        const press = slack.deliveries.findLast(each => each.kind === 'interaction')!;
        slack.deliverTo(second);
        await Promise.all([slack.redeliver(press, 1), slack.redeliver(press, 2)]);
        await idle();
        expect(room.thread(root.ts).filter(each => /claimed this/.test(words(each)))).toHaveLength(1);
        const mails = [...(await shop.mailbox()), ...(await other.mailbox())];
        expect(mails.filter(each => each.text.includes('From two'))).toHaveLength(1);
        expect(owner.ephemerals().filter(each => words(each).includes('Send this to the customer'))).toEqual([]);
      } finally {
        slack.deliverTo(`${shop.url}/slack/events`);
        await slack.quiet();
        await other.stop();
        await shop.stop();
        await fresh.drop();
      }
    },
  );
});

describe('kill -9', () => {
  test('between the 200 and what it leads to loses nothing and repeats nothing', async () => {
    const { openSlack } = await import('../../../kit/far-sides/slack/server.ts');
    const slack = await openSlack();
    const team = slack.team();
    const ann = team.person('Ann', { admin: true });
    const room = team.channel('customers', { members: [ann] });
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-slack-kill-'));
    writeFileSync(join(folder, 'deskhand.yaml'), 'hold_seconds: { email: 1 }\n');
    const [port, mailPort] = [await freePort(), await freePort()];
    const url = `http://127.0.0.1:${port}`;
    const start = async (): Promise<ChildProcess> => {
      const env = {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        PORT: String(port),
        MAIL_RECEIVER_PORT: String(mailPort),
        SLACK_API_URL: slack.apiUrl,
        SLACK_BOT_TOKEN: team.botToken,
        SLACK_ROOM: room.id,
        SLACK_SIGNING_SECRET: slack.signingSecret,
        LOG_LEVEL: 'silent',
      };
      const child = spawn(process.execPath, [START, 'start'], { cwd: folder, env, stdio: 'ignore' });
      await until(
        () =>
          fetch(`${url}/readyz`).then(
            response => response.ok,
            () => false,
          ),
        'the start',
        20_000,
      );
      return child;
    };
    const kill = async (child: ChildProcess) => {
      const ended = new Promise(resolve => child.once('close', resolve));
      child.kill('SIGKILL');
      await ended;
    };
    let child = await start();
    try {
      slack.deliverTo(`${url}/slack/events`);
      const transport = createTransport({ host: '127.0.0.1', port: mailPort, ignoreTLS: true });
      await transport
        .sendMail({ from: 'maya@example.com', to: 'help@shop.example', subject: 'The lid', text: 'It rattles.' })
        .finally(() => transport.close());
      const root = await until(() => room.messages()[0], 'the card', 20_000);
      const drafts = (text: string) => ann.ephemerals().filter(each => JSON.stringify(each).includes(text));
      const sent = await ann.say(room, 'To be sent', { thread: root.ts });
      await until(() => drafts('To be sent').length, 'a draft');
      await ann.press(drafts('To be sent')[0]!, 'reply.send');
      for (const i of [1, 2, 3]) await ann.say(room, `Text ${i}`, { thread: root.ts });
      // Everything that Slack was told we have is there after the death, once.
      await slack.quiet();
      await kill(child);
      child = await start();
      for (const i of [1, 2, 3]) await until(() => drafts(`Text ${i}`).length, `draft ${i}`, 45_000);
      const marks = () => (room.message(sent)?.reactions ?? []).map((each: { name: string }) => each.name);
      await until(() => marks().includes('white_check_mark'), 'the check mark', 45_000);
      expect(room.messages()).toHaveLength(1);
      expect(room.thread(root.ts).filter(each => JSON.stringify(each).includes('claimed this'))).toHaveLength(1);
      const { length } = (await (await fetch(`${url}/demo/mailbox.json`)).json()) as unknown[];
      expect(length).toBeLessThanOrEqual(1);
    } finally {
      await slack.quiet();
      await kill(child);
      await slack.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
