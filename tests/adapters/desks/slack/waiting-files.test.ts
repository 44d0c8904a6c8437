/** Files that Slack does not hand out at once: they hold nothing up, and are there when they come. */
import { describe, expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import { until } from '../../../kit/world.ts';

const openShop = slackShopOfEach();
const begin = async (yaml = 'hold_seconds: { email: 0.4 }\n') => {
  const at = await openShop({ yaml });
  await at.shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
  const [root] = await at.cards(1);
  await at.ann.press(root!, 'enquiry.claim');
  await at.entry(root!.ts, 'Ann claimed this.');
  return { ...at, root: root! };
};
const FILE = { name: 'invoice.txt', content: 'You owe us nothing.' };

describe.each(['busy', 'hangs'] as const)('while the file host of Slack %s', mood => {
  test('its message is shown without the file, and so is the next one', async () => {
    const at = await begin();
    const { ann, room, root, sees, slack } = at;
    slack.fileHost.mood = mood;
    await ann.say(room, 'Here is the invoice', { thread: root.ts, files: [FILE] });
    const first = await sees(ann, /Here is the invoice/);
    expect(at.words(first)).toMatch(/invoice\.txt.*Slack has not handed it out yet/s);
    await ann.say(room, 'And a second thing', { thread: root.ts });
    await sees(ann, /And a second thing/);
    slack.fileHost.mood = 'well';
    await at.shop.running.engine.rows(
      `update jobs set run_at = 0 where kind = 'desk.file' and locked_until is null`,
      [],
    );
    const again = await at.until(
      () => ann.ephemerals().findLast(each => /With: invoice\.txt/.test(at.words(each))) ?? null,
      'the preview with the file',
      90_000,
    );
    await ann.press(again, 'reply.send');
    await at.mailed(1);
    await at.idle();
    const sent = await at.shop.running.engine.rows<{ name: string; bytes: number }>(
      `select name, bytes from attachments where message_id not like 'post:%'`,
      [],
    );
    expect(sent).toEqual([{ name: 'invoice.txt', bytes: FILE.content.length }]);
  });
});

test('in direct mode a message whose file is not there yet does not leave without it', async () => {
  const at = await begin('rooms: [{ name: customers, reply: direct }]\nhold_seconds: { email: 0.2 }\n');
  at.slack.fileHost.mood = 'busy';
  await at.ann.say(at.room, 'Here is the invoice', { thread: at.root.ts, files: [FILE] });
  await at.sees(at.ann, /Slack has not handed it out yet/);
  expect(await at.shop.mailbox()).toEqual([]);
  at.slack.fileHost.mood = 'well';
});

test('a snippet keeps an ending by which a computer knows it', async () => {
  const at = await begin();
  await at.ann.say(at.room, 'Run this', {
    thread: at.root.ts,
    files: [{ name: 'Untitled', content: 'echo 1', mimetype: 'text/plain' }],
  });
  await at.sees(at.ann, /With: Untitled\.txt/);
});

describe('code in a message', () => {
  const CODE = 'Restart it:\n```// wait for the lamp\nreboot()```';

  test('with a comment is no team talk, leaves only by a press in direct mode, and whole', async () => {
    const at = await begin('rooms: [{ name: customers, reply: direct }]\nhold_seconds: { email: 0.2 }\n');
    const { ann, room, root, sees, mailed } = at;
    await ann.say(room, '```// wait for the lamp\nreboot()```', { thread: root.ts, rich: true });
    const preview = await sees(ann, /In a code block/);
    expect(await at.shop.mailbox()).toEqual([]);
    await ann.press(preview, 'reply.send');
    const [mail] = await mailed(1);
    expect(mail!.text).toContain('// wait for the lamp\nreboot()');
  });

  test('further down is named too', async () => {
    const at = await begin();
    await at.ann.say(at.room, CODE, { thread: at.root.ts, rich: true });
    const preview = await at.sees(at.ann, /Restart it/);
    expect(at.words(preview)).toContain('In a code block // is a comment, not team talk, so it is sent too');
  });
});

test('what somebody says of themselves with /me names them as customers know them', async () => {
  const at = await begin();
  const { ann, room, root, sees, mailed } = at;
  await ann.say(room, 'looks into it', { thread: root.ts, me: true });
  const preview = await sees(ann, /Ann looks into it/);
  await ann.press(preview, 'reply.send');
  const [mail] = await mailed(1);
  expect(mail!.text).toMatch(/^Ann looks into it/);
});

test('words that another app posts in a colleague’s name are not taken, and they are told', async () => {
  const at = await begin();
  const { slack, ben, room, root } = at;
  const ts = `${Math.floor(Date.now() / 1000)}.000777`;
  const event = { type: 'message', channel: room.id, user: ben.id, bot_id: 'B0ZAPIER00', app_id: 'A0ZAPIER00', ts };
  const posted = { ...event, thread_ts: root.ts, text: 'From my phone', bot_profile: { name: 'Zapier' }, event_ts: ts };
  const team = { team_id: at.team.id, api_app_id: slack.appId };
  await slack.deliver({ type: 'event_callback', event_id: 'EvZAP1', ...team, event: posted });
  await until(() => ben.ephemerals().map(at.words).join().includes('through Zapier'), 'Ben is told');
  await at.idle();
  expect(await at.shop.running.engine.rows('select text from remarks', [])).toEqual([]);
});

test('a reaction of somebody outside is answered in the thread', async () => {
  const at = await begin();
  const { team, ann, room, root, idle, reply } = at;
  const ts = await reply(ann, root, 'Hello');
  await idle();
  const guest = team.person('Olga', { otherTeam: 'T00000OTHER' });
  await room.join(guest);
  await guest.react(room, ts, 'envelope');
  const told = await until(() => guest.ephemerals(room).at(-1) ?? null, 'Olga is told');
  expect(told.thread_ts).toBe(root.ts);
});
