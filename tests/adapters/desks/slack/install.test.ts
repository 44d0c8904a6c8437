import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { EVENTS, manifest, SCOPES } from '../../../../adapters/desks/slack/connection/manifest.ts';
import { runCli } from '../../../kit/cli.ts';
import type { FakeTeam } from '../../../kit/far-sides/slack/server.ts';
import { installBy, openManyTeams } from '../../../kit/many-teams.ts';
import type { Shop } from '../../../kit/shop.ts';
import { openSlackShop, wordsOf } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

let close: (() => Promise<void>)[] = [];
afterEach(async () => {
  const all = close.reverse();
  close = [];
  for (const each of all) await each();
});

async function openMany(env: Record<string, string> = {}) {
  const many = await openManyTeams({ env });
  close.push(() => many.stop());
  return { ...many, install: installBy };
}

describe('installing by OAuth', () => {
  test('greets the installer with three steps, takes the room it is invited into, and tries itself out', async () => {
    const { slack, shop, install } = await openMany();
    const team = slack.team('T00000ONE', { name: 'One', installed: false });
    const ann = team.person('Ann');
    const answered = await install(slack, shop, { team, person: ann });
    expect(answered.status).toBe(200);
    expect(await answered.text()).toContain('Deskhand has written to you');
    const greeting = await until(() => ann.dms()[0], 'the greeting');
    expect(wordsOf(greeting!)).toMatch(/1\. Choose the room[\s\S]*2\. Connect a mailbox[\s\S]*3\. Try it/);
    const room = team.channel('customers', { members: [ann], botIn: false });
    await room.inviteBot(ann);
    await until(
      () => room.messages().some(each => wordsOf(each).includes('are posted here from now on')),
      'the room is taken',
    );
    await ann.press(ann.dms()[0]!, 'trial.start');
    const card = await until(() => room.messages().find(each => wordsOf(each).includes('Tina Trial')), 'the trial');
    await ann.press(card!, 'enquiry.claim');
    await until(() => wordsOf(room.message(card!.ts)!).includes('Ann has it'), 'claimed');
    // One at a time; whoever is done with it gets another one.
    const trials = () => room.messages().filter(each => wordsOf(each).includes('Tina Trial'));
    await ann.press(ann.dms()[0]!, 'trial.start');
    await until(
      () => ann.ephemerals().some(each => /Your test enquiry #1 is in .* already/.test(wordsOf(each))),
      'told',
    );
    expect(trials()).toHaveLength(1);
    await ann.press(room.message(card!.ts)!, 'enquiry.resolve');
    await until(() => /resolved/i.test(wordsOf(room.message(card!.ts)!)), 'resolved');
    await ann.press(ann.dms()[0]!, 'trial.start');
    await until(() => trials().length === 2, 'another one');
    await ann.openHome();
    const home = await until(() => ann.home(), 'the Home tab');
    expect(wordsOf(home!)).toContain('Settings');
  });

  test('a callback that did not begin here is refused, and leaving in the middle installs nothing', async () => {
    const { slack, shop, install } = await openMany();
    const team = slack.team('T00000ONE', { installed: false });
    const person = team.person('Ann');
    const strange = await install(slack, shop, { team, person }, false);
    expect(strange.status).toBe(400);
    expect(await strange.text()).toContain('was not opened from here');
    const left = await install(slack, shop, { team, person, deny: true });
    expect(await left.text()).toContain('Nothing was installed');
    expect(shop.running.workspaces.all()).toEqual([]);
  });

  test('a model that whoever runs it has named drafts for nobody before an admin of the workspace switched it on', async () => {
    const { slack, shop, install } = await openMany({ DRAFT_URL: 'http://127.0.0.1:9/v1', DRAFT_MODEL: 'small' });
    const team = slack.team('T00000ONE', { installed: false });
    const ann = team.person('Ann');
    await install(slack, shop, { team, person: ann });
    const parts = await until(() => shop.running.workspaces.all()[0]?.house.parts, 'the workspace');
    expect([parts.drafting === null, parts.drafts()]).toEqual([false, false]);
    await ann.openHome();
    const home = await until(() => ann.home(), 'the Home tab');
    await ann.press(home, element => element.value === 'drafts');
    const form = await until(() => ann.openView(), 'the form');
    expect(JSON.stringify(form)).toContain(
      'go to small at 127.0.0.1:9. Names, addresses and numbers are taken out first where they are recognised',
    );
    await ann.submit(form, { drafts: 'on' });
    await until(() => parts.drafts(), 'it is on');
    await ann.openHome();
    await until(() => /offered in the Reply form, by small/.test(wordsOf(ann.home()!)), 'the home says so');
  });

  test('two workspaces never meet; one is uninstalled while posts wait, and goes on in its threads when it comes back', async () => {
    const { slack, shop, install } = await openMany();
    const make = async (id: string) => {
      const team = slack.team(id, { installed: false });
      const ann = team.person(`Ann of ${id}`);
      await install(slack, shop, { team, person: ann });
      const room = team.channel('customers', { members: [ann], botIn: false });
      await room.inviteBot(ann);
      await until(() => room.messages().length > 0, 'the room');
      await until(() => ann.dms().length > 0, 'the greeting');
      await ann.press(ann.dms()[0]!, 'trial.start');
      const card = await until(() => room.messages().find(each => wordsOf(each).includes('Tina Trial')), 'a card');
      return { team, ann, room, card: card! };
    };
    const [one, two] = [await make('T00000ONE'), await make('T00000TWO')];
    // Both at once, in turns.
    await Promise.all(
      [one, two].flatMap(({ ann, room, card }) => [
        ann.press(card, 'enquiry.claim'),
        ann.say(room, `Hello from ${ann.name}`, { thread: card.ts }),
      ]),
    );
    for (const { ann, room, card } of [one, two]) {
      await until(() => wordsOf(room.message(card.ts)!).includes(`${ann.name} has it`), 'claimed by its own Ann');
      await until(() => ann.ephemerals().some(each => wordsOf(each).includes(`Hello from ${ann.name}`)), 'the preview');
    }
    await uninstalled(one.team, shop);
    await two.ann.press(two.room.message(two.card.ts)!, 'enquiry.resolve');
    await until(() => wordsOf(two.room.message(two.card.ts)!).includes('Resolved'), 'the other goes on');
    const before = one.room.thread(one.card.ts).length;
    // A line that waits: written down while nobody could post it.
    const house = shop.running.workspaces.all()[0]!.house;
    const [enquiry] = await house.parts.store.openEnquiries(1);
    await house.act({
      id: 'late-release',
      by: { deskRef: `slack:${one.ann.id}`, name: one.ann.name, admin: false },
      do: 'press',
      thread: null,
      button: 'enquiry.release',
      value: enquiry!.id,
    });
    await install(slack, shop, { team: one.team, person: one.ann });
    await one.room.inviteBot(one.ann);
    await until(() => one.room.thread(one.card.ts).length > before, 'what waited is posted in the old thread', 45_000);
    expect(wordsOf(one.room.thread(one.card.ts).at(-1)!)).toContain('released this');
  });

  test('tokens lie sealed in the database', async () => {
    const { slack, shop, install } = await openMany();
    const team = slack.team('T00000ONE', { installed: false });
    await install(slack, shop, { team, person: team.person('Ann') });
    await until(() => shop.running.workspaces.all().length === 1, 'the workspace');
    const rows = await shop.running.engine.rows<Record<string, unknown>>('select * from shelf', []);
    const jobs = await shop.running.engine.rows<Record<string, unknown>>('select * from jobs', []);
    expect(JSON.stringify([rows, jobs])).not.toContain(team.botToken);
    expect(JSON.stringify(rows)).toContain('v1:');
  });
});

async function uninstalled(team: FakeTeam, shop: Shop): Promise<void> {
  await team.uninstall();
  const told = () => shop.running.workspaces.all()[0]!.house.desk.troubles?.() ?? [];
  await until(() => told().some(each => /Install it again/.test(each)), 'the trouble');
}

/** As much of Slack's manifest schema (2.0.0) as we use, strict: a field that Slack does not know is refused there too. */
const url = z
  .string()
  .regex(/^https?:\/\//)
  .max(3_000);
const MANIFEST = z.strictObject({
  _metadata: z.strictObject({ major_version: z.int(), minor_version: z.int() }),
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().min(1).max(140),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().min(1).max(80), always_online: z.boolean() }),
    shortcuts: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(24),
          type: z.enum(['message', 'global']),
          callback_id: z.string().min(1).max(255),
          description: z.string().min(1).max(150),
        }),
      )
      .max(10),
    slash_commands: z.array(
      z.strictObject({
        command: z.string().startsWith('/').max(32),
        url: url.optional(),
        description: z.string().min(1).max(2_000),
        usage_hint: z.string().min(1).max(1_000),
        should_escape: z.boolean(),
      }),
    ),
  }),
  oauth_config: z.strictObject({
    redirect_urls: z.array(z.string().max(2_500)).optional(),
    scopes: z.strictObject({ bot: z.array(z.string().max(50)).max(255) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({
      request_url: url.optional(),
      bot_events: z.array(z.string().max(50)).max(100),
    }),
    interactivity: z.strictObject({
      is_enabled: z.boolean(),
      request_url: url.optional(),
      message_menu_options_url: url.optional(),
    }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

describe('the manifest', () => {
  test('asks for what the flows need: a day passes with only its scopes and events granted', async () => {
    const given = manifest({ publicUrl: 'https://desk.shop.example', socket: false, oauth: false });
    const open = await openSlackShop({ before: slack => slack.useManifest(given as never) });
    close.push(() => open.stop());
    const { shop, room, ann, cards, sees, mailed, entry } = open;
    await shop.mail({ from: 'maya@example.com', subject: 'Lid', text: 'It rattles', raw: undefined as never });
    const [card] = await cards(1);
    await ann.press(card!, 'enquiry.claim');
    const ts = await ann.say(room, 'Send it back', {
      thread: card!.ts,
      files: [{ name: 'label.pdf', mimetype: 'application/pdf', content: '%PDF-1.4' }],
    });
    await ann.press(await sees(ann, 'Send it back'), 'reply.send');
    await mailed(1);
    await until(() => room.message(ts)!.reactions?.length, 'the mark');
    await ann.react(room, await ann.say(room, 'and one more', { thread: card!.ts }), 'envelope');
    await mailed(2);
    await ann.command(room, '/desk', 'open');
    await sees(ann, /#1/);
    await ann.openHome();
    await until(() => ann.home(), 'the Home tab');
    await ann.say(open.team.dm(ann), 'mine');
    await until(() => ann.dms().some(each => wordsOf(each).includes('#1')), 'the answer in the direct message');
    await ann.say(room, 'open', { mentionBot: true });
    await entry(card!.ts, /Ann claimed/);
    const refused = open.slack.requests.filter(each => each.answered.body?.error === 'missing_scope');
    expect(refused).toEqual([]);
  });

  test('names only scopes and events that Slack knows, within its limits', () => {
    for (const socket of [true, false])
      for (const oauth of [true, false])
        expect(MANIFEST.safeParse(manifest({ publicUrl: 'https://x.example', socket, oauth })).error).toBeUndefined();
    expect(MANIFEST.safeParse({ ...manifest({ publicUrl: null, socket: true, oauth: false }), stray: 1 }).success).toBe(
      false,
    );
    expect(new Set(SCOPES).size).toBe(SCOPES.length);
    expect([...EVENTS].sort()).toEqual(EVENTS);
  });
});

describe('the command line', () => {
  test('prints the manifest for how it is reached, and says what is missing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-manifest-'));
    close.push(async () => rmSync(folder, { recursive: true }));
    const socket = await runCli(['manifest', 'slack', '--socket'], folder);
    expect(JSON.parse(socket.out)).toMatchObject({ settings: { socket_mode_enabled: true } });
    const web = await runCli(['manifest', 'slack', '--oauth'], folder, { PUBLIC_URL: 'https://desk.shop.example/' });
    expect(JSON.parse(web.out)).toMatchObject({
      settings: { event_subscriptions: { request_url: 'https://desk.shop.example/slack/events' } },
      oauth_config: { redirect_urls: ['https://desk.shop.example/slack/oauth_redirect'] },
    });
    expect(await runCli(['manifest', 'jabber'], folder)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/Known: slack/),
    });
  });

  test('explains a delivery without contacting anything', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-explain-'));
    close.push(async () => rmSync(folder, { recursive: true }));
    const event = {
      type: 'message',
      channel: 'C1',
      ts: '2.000000',
      thread_ts: '1.000000',
      user: 'U1',
      text: 'Hi &amp; <@U2>',
    };
    writeFileSync(join(folder, 'a.json'), JSON.stringify({ type: 'event_callback', event_id: 'Ev1', event }));
    writeFileSync(join(folder, 'b.json'), '{');
    const { out, code } = await runCli(['explain', 'slack', 'a.json', 'b.json'], folder);
    const [one, two] = out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(code).toBe(0);
    expect(one).toMatchObject({
      as: 'write',
      text: 'Hi & @somebody',
      mentions: ['U2'],
      content: 'message:C1:2.000000',
    });
    expect(two).toMatchObject({ as: 'unreadable' });
  });

  test('half set, it names what is missing, and exits with 2', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-half-'));
    close.push(async () => rmSync(folder, { recursive: true }));
    const { code, err } = await runCli(['start'], folder, {
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_ROOM: '#customers',
      SLACK_MODE: 'pigeon',
    });
    expect(code).toBe(2);
    expect(err).toMatch(/SLACK_SIGNING_SECRET is missing/);
    expect(err).toMatch(/SLACK_ROOM is "#customers"/);
    expect(err).toMatch(/SLACK_MODE is "pigeon"/);
    expect(err).not.toContain('xoxb-1');
  });
});
