import { afterEach, describe, expect, test } from 'vitest';
import { startImap } from '../../../kit/far-sides/imap.ts';
import type { Json } from '../../../kit/far-sides/slack/shapes.ts';
import { startSmtp } from '../../../kit/far-sides/smtp.ts';
import { openSlackShop, type SlackShop, type SlackShopOptions, wordsOf } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

let open: SlackShop | null = null;
const also: (() => Promise<void>)[] = [];
afterEach(async () => {
  const wire = open?.wire() ?? [];
  await open?.stop();
  open = null;
  for (const each of also.splice(0)) await each();
  expect(wire).toEqual([]);
});
const begin = async (options: SlackShopOptions = {}) => {
  open = await openSlackShop({ yaml: '{}', ...options });
  return open;
};
const form = async ({ ann }: SlackShop, label: string) => {
  await ann.openHome();
  const home = await until(() => ann.home(), 'the Home tab');
  await ann.press(home, label);
  return until(() => ann.openView(), `the form behind ${label}`);
};

describe('settings on the desk', () => {
  test('with more rooms than the Home tab has blocks for, what there is one of is still changed there, and it says so', async () => {
    const rooms = Array.from({ length: 120 }, (_, i) => `{ name: branch-${i}, slack: C000000${100 + i} }`);
    const { ann } = await begin({ yaml: `rooms: [${rooms.join(', ')}]` });
    await ann.openHome();
    const home = await until(() => ann.home(), 'the Home tab');
    expect(home.blocks).toHaveLength(100);
    const words = wordsOf(home);
    for (const each of ['Time to undo', 'Opening hours', 'Answer times', 'branch-0', '/desk settings'])
      expect(words).toContain(each);
    expect(words).not.toContain('branch-99');
  });

  test('a mailbox is tried out before it is saved: a wrong password is told in words, the right one works at once', async () => {
    const shop = await begin({ yaml: 'hold_seconds: { email: 0.3 }' });
    const { ann, room } = shop;
    const imap = await startImap('help@kettle.example', 'token');
    const smtp = await startSmtp();
    also.push(
      () => imap.stop(),
      () => smtp.stop(),
    );
    const fields = {
      address: 'help@kettle.example',
      name_shown: 'Kettle Help',
      'imap.host': '127.0.0.1',
      'imap.port': String(imap.port),
      'imap.secure': 'false',
      'imap.user': 'help@kettle.example',
      'smtp.host': '127.0.0.1',
      'smtp.port': String(smtp.port),
    };
    const view = await form(shop, 'Connect a mailbox');
    const asked = () => (ann.openView()?.blocks ?? []).map((each: Json) => each.block_id);
    expect(asked()).toEqual(['provider', 'address', 'name_shown']);
    const choose = async (provider: string, shows: string, hides: string) => {
      await ann.press(ann.openView()!, 'provider', { selected: provider });
      await until(() => asked().includes(shows) && !asked().includes(hides), `the form of ${provider}`);
    };
    await choose('google', 'imap.password', 'imap.host');
    await choose('microsoft', 'address', 'imap.password');
    await choose('-', 'imap.host', '');
    const wrong = await ann.submit(ann.openView() ?? view, { ...fields, 'imap.password': 'not-this-one' });
    const told = JSON.stringify(wrong.body) + JSON.stringify(ann.openView());
    if (!/errors/.test(JSON.stringify(wrong.body)))
      await until(() => /Not saved/.test(JSON.stringify(ann.openView())), 'the words of the trial', 12_000);
    expect(told + JSON.stringify(ann.openView())).toMatch(/incoming mail/);
    expect((await shop.shop.running.house.parts.store.channels()).map(each => each.name)).toEqual(['help', 'site']);
    await ann.closeView();
    await form(shop, 'Connect a mailbox');
    await choose('-', 'imap.host', '');
    await ann.submit(ann.openView()!, { ...fields, 'imap.password': 'secret' });
    await until(() => /It works, and is saved/.test(JSON.stringify(ann.openView())), 'saved', 12_000);
    // It listens at once.
    const { house } = shop.shop.running;
    await until(
      async () => (await house.health()).some(each => /incoming/.test(each.what) && /read \d/.test(each.words)),
      'it listens',
    );
    imap.deliver(
      'From: Maya <maya@example.com>\r\nTo: help@kettle.example\r\nSubject: Lid\r\nMessage-ID: <a@b>\r\n\r\nIt rattles\r\n',
    );
    const [card] = await shop.cards(1);
    expect(wordsOf(card!)).toContain('It rattles');
    const ts = await shop.reply(ann, card!, 'Send it back');
    await until(() => smtp.mails.length === 1, 'the answer');
    expect(ts && smtp.mails[0]!.mail.text).toContain('Send it back');
    // The password stands nowhere in the open.
    const rows = await Promise.all(
      ['channels', 'jobs', 'shelf', 'settings', 'seen'].map(table =>
        shop.shop.running.engine.rows(`select * from ${table}`, []),
      ),
    );
    expect(JSON.stringify(rows)).not.toMatch(/"secret"|not-this-one/);
    expect(
      JSON.stringify(shop.slack.requests.filter(each => each.method.startsWith('views')).map(each => each.args)),
    ).not.toContain('not-this-one');
    expect(room.messages().length).toBe(1);
  });

  test('a web chat site gets its line to paste, and is there at once', async () => {
    const shop = await begin();
    const { ann } = shop;
    const bad = await ann.submit(await form(shop, 'Put the chat on a site'), { origins: 'shop.example' });
    expect(JSON.stringify(bad.body)).toContain('which is not a site');
    await ann.submit(ann.openView()!, {
      origins: 'https://shop.example, https://www.shop.example',
      ask: 'name, email*',
      texts: 'hello: Hi, welcome!\nde.hello: Moin, moin',
    });
    const words = JSON.stringify(
      await until(() => /w\.js\?site=/.test(JSON.stringify(ann.openView())) && ann.openView(), 'the line'),
    );
    const site = /site=(chat-[0-9a-f]+)/.exec(words)![1]!;
    const started = await fetch(`${shop.shop.url}/chat/${site}/start`, { method: 'POST', body: '{}' });
    expect([started.status, ((await started.json()) as { code: string }).code]).toEqual([400, 'form']);
    const filled = JSON.stringify({ form: { email: 'maya@example.com' } });
    expect((await fetch(`${shop.shop.url}/chat/${site}/start`, { method: 'POST', body: filled })).status).toBe(201);
    const panel = await (await fetch(`${shop.shop.url}/chat/${site}/panel?lang=de`)).text();
    expect(panel).toContain('Moin, moin');
    expect(await (await fetch(`${shop.shop.url}/chat/${site}/panel?lang=fr`)).text()).toContain('Hi, welcome!');
    // The Home tab has the line too, and says whether a page has shown the chat.
    await ann.openHome();
    await until(() => JSON.stringify(ann.home()).includes(`w.js?site=${site}`), 'the line on the Home tab');
    expect(JSON.stringify(ann.home())).toContain('not seen on any page yet');
    await fetch(`${shop.shop.url}/w.js?site=${site}`, { headers: { Referer: 'https://www.shop.example/kettles' } });
    await until(async () => {
      await ann.openHome();
      return JSON.stringify(ann.home()).includes('seen on https://www.shop.example');
    }, 'it was seen');
  });

  test('hold times, hours and another room are changed by forms, with problems at their fields', async () => {
    const shop = await begin();
    const { ann, team } = shop;
    await ann.openHome();
    await ann.press(await until(() => ann.home(), 'home'), (_element, block) =>
      JSON.stringify(block).includes('Time to undo'),
    );
    const hold = await until(() => ann.openView(), 'the form');
    const bad = await ann.submit(hold, { email: 'long' });
    expect(bad.body).toMatchObject({ response_action: 'errors', errors: { email: expect.stringMatching(/seconds/) } });
    await ann.submit(ann.openView()!, { email: '42', webchat: '7' });
    const { parts } = shop.shop.running.house;
    await until(() => parts.holdMs('email', 1) === 42_000, 'the hold');
    await ann.closeView();
    await ann.openHome();
    await ann.press(await until(() => ann.home(), 'home'), (_element, block) =>
      JSON.stringify(block).includes('Opening hours'),
    );
    const hours = await until(() => ann.openView(), 'the form');
    const worse = await ann.submit(hours, { timezone: 'Moon/Base', weekly: 'mon-fri: 09:00-17:30' });
    expect(worse.body).toMatchObject({ errors: { timezone: expect.stringMatching(/unknown/) } });
    await ann.submit(ann.openView()!, {
      timezone: 'Europe/Paris',
      weekly: 'mon-fri: 09:00-12:00, 13:00-18:00\nsat: 10:00-12:00',
    });
    await until(() => parts.hours.timezone === 'Europe/Paris', 'the hours');
    await ann.closeView();
    const returns = team.channel('returns', { members: [ann] });
    await ann.submit(await form(shop, 'Add a room'), { name: 'returns', place: returns.id, reply: 'direct' });
    await until(
      async () => (await parts.store.rooms()).some(each => each.deskRef === returns.id && each.replyMode === 'direct'),
      'the room',
    );
    const log = JSON.stringify(ann.home());
    expect(log).toContain('Mon-Fri 09:00-12:00, 13:00-18:00; Sat 10:00-12:00; Sun closed (Europe/Paris)');
  });

  test('how long customers may wait is set by a form too, and "off" is for as long as it takes', async () => {
    const shop = await begin();
    const { ann } = shop;
    const { parts } = shop.shop.running.house;
    await ann.openHome();
    await ann.press(await until(() => ann.home(), 'home'), (_element, block) =>
      JSON.stringify(block).includes('Answer times'),
    );
    const bad = await ann.submit(await until(() => ann.openView(), 'the form'), { email: 'soon' });
    expect(bad.body).toMatchObject({
      response_action: 'errors',
      errors: { email: expect.stringMatching(/4 h or 5 min/) },
    });
    await ann.submit(ann.openView()!, { email: '2 h', webchat: 'off', escalate: '' });
    await until(() => parts.answerWithin('email') === 7_200_000, 'the target');
    expect(parts.answerWithin('webchat')).toBeNull();
  });

  test('who is no admin sees no settings and changes none, whatever they send', async () => {
    const shop = await begin();
    const { ben, ann } = shop;
    await ben.openHome();
    const home = await until(() => ben.home(), 'home');
    expect(wordsOf(home)).not.toContain('Settings');
    // The admin's own button, pressed by somebody else's hand.
    await ann.openHome();
    const admins = await until(() => ann.home(), 'home of the admin');
    await ben.press(admins, 'Add a room').catch(() => {});
    await shop.slack.quiet();
    expect(ben.openView()).toBeNull();
  });

  test('somebody in no room sees nothing of a private room', async () => {
    const shop = await begin({ before: (_slack, team) => team.channel('customers').convertToPrivate() });
    const { team, room } = shop;
    const eve = team.person('Eve');
    await shop.shop.mail({ from: 'maya@example.com', subject: 'Secret matter', text: 'About my illness' });
    await shop.cards(1);
    await eve.openHome();
    await until(() => eve.home(), 'home');
    expect(wordsOf(eve.home()!)).not.toContain('Secret matter');
    await eve.command(team.channel('random', { members: [eve] }), '/desk', 'find illness');
    await shop.sees(eve, /Only people in a room/);
    expect(room.messages().length).toBe(1);
  });
});
