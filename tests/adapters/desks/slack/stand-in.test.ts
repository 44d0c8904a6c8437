import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifySlackRequest } from '@slack/bolt';
import { SocketModeClient } from '@slack/socket-mode';
import { LogLevel, WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type FakeChannel,
  type FakePerson,
  type FakeSlack,
  type FakeTeam,
  openSlack,
} from '../../../kit/far-sides/slack/server.ts';
import type { Json, SlackOptions } from '../../../kit/far-sides/slack/shapes.ts';
import { wireProblems } from '../../../kit/far-sides/slack/wire.ts';

let now = 1_766_000_000_000;
let slack: FakeSlack;
let team: FakeTeam;
let ada: FakePerson;
let help: FakeChannel;
let receiver: Server;
/** What arrived, with its signature checked by Bolt's own function. */
let arrived: { headers: Json; body: Json; type: string }[];
/** What the receiver answers, in turn; the last one stays. */
let answers: (number | object | 'silence')[];

async function open(options: SlackOptions = {}): Promise<void> {
  now = 1_766_000_000_000;
  slack = await openSlack({
    now: () => now,
    retryAfterMs: [0, 5, 10],
    processFilesMs: 5,
    ...options,
  });
  slack.deliverTo(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/slack/events`);
  team = slack.team();
  ada = team.person('ada');
  help = team.channel('help', { members: [ada] });
}

beforeEach(async () => {
  arrived = [];
  answers = [200];
  receiver = createServer(async (request, response) => {
    let raw = '';
    for await (const chunk of request) raw += chunk;
    const { headers } = request;
    const sent = {
      'x-slack-signature': String(headers['x-slack-signature']),
      'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
    };
    try {
      verifySlackRequest({ signingSecret: slack.signingSecret, body: raw, headers: sent, nowMilliseconds: now });
    } catch {
      return void response.writeHead(401).end();
    }
    const type = String(headers['content-type']);
    const form = new URLSearchParams(raw);
    const body =
      type === 'application/json'
        ? JSON.parse(raw)
        : form.has('payload')
          ? JSON.parse(form.get('payload')!)
          : Object.fromEntries(form);
    arrived.push({ headers, body, type });
    const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
    if (answer === 'silence') return;
    if (typeof answer === 'number') return void response.writeHead(answer).end();
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  });
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve));
  await open();
});

afterEach(async () => {
  await slack.close();
  receiver.closeAllConnections();
  await new Promise(resolve => receiver.close(resolve));
});

const quietly = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};
const client = (token = team.botToken, options: object = {}) =>
  new WebClient(token, { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 }, logger: quietly, ...options });
const ask = (method: string, args: Json = {}, token?: string) =>
  client(token)
    .apiCall(method, args)
    .then(
      body => body as Json,
      error => (error.data ?? { error: error.message, code: error.code }) as Json,
    );
const post = (args: Json = {}) => ask('chat.postMessage', { channel: help.id, text: 'Hello', ...args });
const events = (type?: string) =>
  arrived.filter(each => each.body.event && (!type || each.body.event.type === type)).map(each => each.body);
const plain = (text: string) => ({ type: 'plain_text', text });
const button = (more: Json = {}) => ({
  type: 'button',
  action_id: 'claim',
  text: plain('Claim'),
  value: 'e1',
  ...more,
});
const actions = (...elements: Json[]) => ({ type: 'actions', elements });
const input = {
  type: 'input',
  block_id: 'why',
  label: plain('Why'),
  element: { type: 'plain_text_input', action_id: 'text' },
};
const modal = (more: Json = {}) => ({
  type: 'modal',
  title: plain('A'),
  submit: plain('Go'),
  blocks: [input],
  ...more,
});

describe('what Slack tells the app', () => {
  test('a message comes signed, in the whole envelope, escaped and as rich text', async () => {
    const ts = await ada.say(help, 'a < b & see https://x.example/?a=1&b=2');
    await slack.quiet();
    const [body] = events();
    expect(body).toMatchObject({
      type: 'event_callback',
      team_id: 'T00000SHOP',
      api_app_id: slack.appId,
      event_id: expect.stringMatching(/^Ev/),
      is_ext_shared_channel: false,
      authorizations: [{ team_id: 'T00000SHOP', user_id: team.botUserId, is_bot: true }],
      event: {
        type: 'message',
        user: ada.id,
        ts,
        event_ts: ts,
        channel: help.id,
        channel_type: 'channel',
        team: 'T00000SHOP',
      },
    });
    expect(body!.event.text).toBe('a &lt; b &amp; see <https://x.example/?a=1&amp;b=2>');
    expect(body!.event.blocks[0].elements[0].elements.at(-1)).toEqual({
      type: 'link',
      url: 'https://x.example/?a=1&b=2',
    });
    expect(arrived[0]!.type).toBe('application/json');
  });

  test('rich writing gives mentions, code, lists, quotes and emoji both ways', async () => {
    const ts = await ada.say(help, '<@U1> `x` :tada:\n- one\n- two\n> said\n```if (a < b)```', { rich: true });
    const { text, blocks } = help.message(ts)!;
    expect(text).toBe('<@U1> `x` :tada:\n• one\n• two\n&gt; said\n```if (a &lt; b)```');
    expect(blocks[0].elements.map((each: Json) => each.type)).toEqual([
      'rich_text_section',
      'rich_text_list',
      'rich_text_quote',
      'rich_text_preformatted',
    ]);
  });

  test('a mention comes twice: as message and as app_mention, under two event ids and one ts', async () => {
    const ts = await ada.say(help, 'help me', { mentionBot: true });
    await slack.quiet();
    expect(
      events()
        .map(each => [each.event.type, each.event.ts])
        .sort(),
    ).toEqual([
      ['app_mention', ts],
      ['message', ts],
    ]);
    expect(new Set(events().map(each => each.event_id)).size).toBe(2);
  });

  test('an event nobody takes comes three times more under the same id, and stops at the first 2xx', async () => {
    await slack.close();
    await open({ answerWithinMs: 1_000 });
    answers = [500, 'silence', 200];
    await ada.say(help, 'one');
    await slack.quiet();
    expect(arrived.map(each => [each.headers['x-slack-retry-num'], each.headers['x-slack-retry-reason']])).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_timeout'],
    ]);
    expect(new Set(events().map(each => each.event_id)).size).toBe(1);
    answers = [500];
    await ada.say(help, 'two');
    await slack.quiet();
    expect(arrived).toHaveLength(3 + 4);
  });

  test('a button is told once, whatever the answer', async () => {
    const { ts } = await post({ blocks: [actions(button())] });
    await slack.quiet();
    answers = [500];
    expect(await ada.press(help.message(ts)!, 'claim')).toMatchObject({ status: 500, trouble: 'http_error' });
    await slack.quiet();
    expect(arrived.filter(each => each.body.type === 'block_actions')).toHaveLength(1);
  });

  test('edits, unfurls, deletions and tombstones look as they do at Slack', async () => {
    const ts = await ada.say(help, 'one');
    await ada.edit(help, ts, 'two');
    now += 300;
    await ada.edit(help, ts, 'three', { sameSecond: true, withoutPrevious: true });
    await ada.unfurl(help, ts);
    await ada.remove(help, ts);
    const root = await ada.say(help, 'root');
    await ada.say(help, 'reply', { thread: root });
    await ada.remove(help, root);
    await slack.quiet();
    const told = events('message')
      .map(each => each.event)
      .sort((a, b) => (a.event_ts < b.event_ts ? -1 : 1));
    expect(told.map(each => each.subtype)).toEqual([
      undefined,
      'message_changed',
      'message_changed',
      'message_changed',
      'message_deleted',
      undefined,
      undefined,
      'message_changed',
    ]);
    const [, first, second, unfurl, gone, , , grave] = told;
    expect(first).toMatchObject({ hidden: true, message: { ts, text: 'two' }, previous_message: { text: 'one' } });
    expect(first!.message.edited.ts).toMatch(/^\d{10}\.000000$/);
    expect(second!.message.edited.ts).toBe(first!.message.edited.ts);
    expect(second).not.toHaveProperty('previous_message');
    expect(unfurl!.message).toMatchObject({ text: 'three', attachments: [{}] });
    expect(gone).toMatchObject({ deleted_ts: ts, previous_message: { text: 'three' } });
    expect(grave!.message).toMatchObject({ subtype: 'tombstone', ts: root });
  });

  test('an edit can overtake what it edits', async () => {
    const ts = await ada.say(help, 'one', { hold: true });
    await ada.edit(help, ts, 'two');
    await slack.quiet();
    await slack.deliverHeld();
    expect(events().map(each => each.event.subtype)).toEqual(['message_changed', undefined]);
  });

  test('what the app may not see does not come: outside, unsubscribed, without the scope', async () => {
    const secret = team.channel('secret', { private: true, botIn: false });
    await ada.say(secret, 'psst');
    await help.kickBot();
    await ada.say(help, 'alone at last');
    await help.inviteBot(ada);
    await slack.quiet();
    expect(
      events()
        .map(each => each.event.type)
        .sort(),
    ).toEqual(['channel_left', 'member_joined_channel', 'message']);
    expect(events('member_joined_channel')[0]!.event).toMatchObject({ user: team.botUserId, inviter: ada.id });
    slack.useManifest({
      display_information: { name: 'Deskhand' },
      oauth_config: { scopes: { bot: ['chat:write', 'channels:history'] } },
      settings: { event_subscriptions: { bot_events: ['message.channels', 'message.groups', 'reaction_added'] } },
    });
    arrived = [];
    const ts = await ada.say(help, 'seen', { mentionBot: true });
    await ada.react(help, ts, 'eyes');
    await slack.quiet();
    expect(events().map(each => each.event.type)).toEqual(['message']);
    expect(() =>
      slack.useManifest({ display_information: { name: 'x' }, oauth_config: { scopes: { bot: ['chat:wrote'] } } }),
    ).toThrow('chat:wrote');
  });

  test('forged, stale and oddly typed deliveries can be made, and the challenge is signed', async () => {
    const event = { type: 'event_callback', event_id: 'Ev1' };
    const old = Math.floor(now / 1_000) - 301;
    const tries = [{}, { signature: 'v0=00' }, { signature: null }, { timestamp: old }, { timestamp: null }];
    const status = [];
    for (const each of tries) status.push((await slack.deliver(event, each))[0]!.status);
    expect(status).toEqual([200, 401, 401, 401, 401]);
    expect((await slack.deliver('{broken', { signature: 'v0=00', times: 2 })).map(each => each.status)).toEqual([
      401, 401,
    ]);
    answers = [{ challenge: 'yes' }];
    expect((await slack.verifyUrl()).body).toEqual({ challenge: 'yes' });
    expect(arrived.at(-1)!.body).toMatchObject({ type: 'url_verification', challenge: expect.any(String) });
    await slack.rateLimitedNotice();
    expect(arrived.at(-1)!.body).toMatchObject({ type: 'app_rate_limited', team_id: 'T00000SHOP' });
    expect(arrived.at(-1)!.body).not.toHaveProperty('event');
  });
});

describe('what the app may ask', () => {
  test('a call needs a token, of the right kind, alive, with the scope', async () => {
    expect(await fetch(`${slack.apiUrl}auth.test`, { method: 'POST' }).then(each => each.json())).toMatchObject({
      error: 'not_authed',
    });
    expect(await ask('auth.test', {}, 'xoxb-wrong')).toMatchObject({ error: 'invalid_auth' });
    expect(await ask('auth.test', {}, slack.appToken)).toMatchObject({ error: 'not_allowed_token_type' });
    expect(await ask('apps.connections.open')).toMatchObject({ error: 'not_allowed_token_type' });
    expect(await ask('chat.shout')).toMatchObject({ error: 'unknown_method' });
    team.scopes.delete('chat:write.customize');
    expect(await post({ username: 'Jane (customer)' })).toMatchObject({
      error: 'missing_scope',
      needed: 'chat:write.customize',
      provided: expect.stringContaining('chat:write'),
    });
    expect(await post()).toMatchObject({ ok: true });
    team.scopes.delete('channels:history');
    expect(await ask('conversations.history', { channel: help.id })).toMatchObject({ needed: 'channels:history' });
  });

  test('a post is refused for the reasons Slack has', async () => {
    const root = await ada.say(help, 'root');
    const reply = await ada.say(help, 'reply', { thread: root });
    const shut = team.channel('shut', { archived: true });
    const other = team.channel('other', { botIn: false });
    const hidden = team.channel('hidden', { botIn: false, private: true });
    const cases: [Json, string][] = [
      [{ text: '' }, 'no_text'],
      [{ text: 'x'.repeat(40_001) }, 'msg_too_long'],
      [{ channel: 'C0NOWHERE' }, 'channel_not_found'],
      [{ channel: hidden.id }, 'channel_not_found'],
      [{ channel: other.id }, 'not_in_channel'],
      [{ channel: shut.id }, 'is_archived'],
      [{ thread_ts: '1766000000.9' }, 'invalid_thread_ts'],
      [{ thread_ts: '1700000000.000100' }, 'thread_not_found'],
      [{ thread_ts: reply }, 'thread_not_found'],
      [{ blocks: '{no json' }, 'invalid_blocks_format'],
      [{ metadata: { event_type: 'x' } }, 'invalid_metadata_format'],
      [{ attachments: Array(101).fill({ text: 'x' }) }, 'too_many_attachments'],
    ];
    for (const [args, error] of cases) expect((await post(args)).error, JSON.stringify(args).slice(0, 60)).toBe(error);
    const theirs = await ask('chat.update', { channel: help.id, ts: root, text: 'mine' });
    expect(theirs.error).toBe('cant_update_message');
    expect((await ask('chat.update', { channel: help.id, ts: '1700000000.000100', text: 'x' })).error).toBe(
      'message_not_found',
    );
    expect((await ask('chat.postEphemeral', { channel: help.id, user: 'U0STRANGER', text: 'x' })).error).toBe(
      'user_not_in_channel',
    );
    expect((await post({ thread_ts: root })).ok).toBe(true);
  });

  test.each([
    ['51 blocks', Array(51).fill({ type: 'divider' }), 'no more than 50 items allowed [json-pointer:/blocks]'],
    [
      'a long section',
      [{ type: 'section', text: plain('x'.repeat(3_001)) }],
      'must be less than 3001 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'an empty text',
      [{ type: 'section', text: { type: 'mrkdwn', text: '' } }],
      'must be more than 0 characters [json-pointer:/blocks/0/text/text]',
    ],
    [
      'mrkdwn in a header',
      [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }],
      'unsupported type: mrkdwn [json-pointer:/blocks/0/text/type]',
    ],
    [
      'an unknown field',
      [actions(button({ disabled: true }))],
      'invalid additional property: disabled [json-pointer:/blocks/0/elements/0]',
    ],
    [
      'one action id twice in a block',
      [actions(button(), button())],
      '`action_id` "claim" already exists [json-pointer:/blocks/0/elements/1]',
    ],
    [
      'one block id twice',
      [
        { type: 'divider', block_id: 'a' },
        { type: 'divider', block_id: 'a' },
      ],
      '`block_id` "a" already exists [json-pointer:/blocks/1/block_id]',
    ],
    [
      'no choices',
      [actions({ type: 'static_select', action_id: 'a', options: [] })],
      'must provide at least 1 items [json-pointer:/blocks/0/elements/0/options]',
    ],
    [
      'an empty rich text',
      [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: '' }] }] }],
      'must be more than 0 characters [json-pointer:/blocks/0/elements/0/elements/0/text]',
    ],
    ['an alert', [{ type: 'alert', text: plain('x') }], 'unsupported type: alert [json-pointer:/blocks/0/type]'],
    [
      'an image without words',
      [{ type: 'image', image_url: 'https://x.example/a.png' }],
      'missing required field: alt_text [json-pointer:/blocks/0]',
    ],
    [
      'seven slices',
      [
        {
          type: 'data_visualization',
          title: 'x',
          chart: { type: 'pie', segments: Array.from({ length: 7 }, (_, n) => ({ label: `${n}`, value: 1 })) },
        },
      ],
      'no more than 6 items allowed [json-pointer:/blocks/0/chart/segments]',
    ],
  ])('blocks are refused: %s', async (_name, blocks, words) => {
    const answer = await post({ blocks });
    expect(answer.error).toBe('invalid_blocks');
    expect(answer.response_metadata.messages).toContain(`[ERROR] ${words}`);
  });

  test('one action id in two blocks is fine, and 13,200 characters in all blocks together are too many', async () => {
    expect((await post({ blocks: [actions(button()), actions(button())] })).ok).toBe(true);
    const section = { type: 'section', text: plain('x'.repeat(2_700)) };
    expect((await post({ blocks: Array(4).fill(section) })).ok).toBe(true);
    expect((await post({ blocks: Array(5).fill(section) })).error).toBe('msg_blocks_too_long');
    await slack.close();
    await open({ unknownBlocks: ['data_visualization'] });
    const chart = {
      type: 'data_visualization',
      title: 'x',
      chart: { type: 'pie', segments: [{ label: 'a', value: 1 }] },
    };
    expect((await post({ blocks: [chart] })).error).toBe('invalid_blocks');
  });

  test('a post under a name has no user; metadata is shown to those who ask; an update loses blocks it does not repeat', async () => {
    const metadata = { event_type: 'deskhand_outbox', event_payload: { id: 'o1' } };
    const root = await post({
      username: 'Jane (customer)',
      icon_emoji: ':bust_in_silhouette:',
      metadata,
      blocks: [actions(button())],
    });
    expect(root.message).toMatchObject({
      subtype: 'bot_message',
      bot_id: team.botId,
      app_id: slack.appId,
      username: 'Jane (customer)',
    });
    expect(root.message).not.toHaveProperty('user');
    const plainPost = await post({ thread_ts: root.ts });
    expect(plainPost.message).toMatchObject({
      user: team.botUserId,
      bot_id: team.botId,
      bot_profile: { app_id: slack.appId },
    });
    expect(plainPost.message).not.toHaveProperty('subtype');
    const read = (more: Json) => ask('conversations.replies', { channel: help.id, ts: root.ts, ...more });
    expect((await read({})).messages[0]).not.toHaveProperty('metadata');
    expect((await read({ include_all_metadata: true })).messages[0]).toMatchObject({ metadata, reply_count: 1 });
    await slack.quiet();
    arrived = [];
    await ask('chat.update', { channel: help.id, ts: root.ts, text: 'Done' });
    await slack.quiet();
    expect(events()[0]!.event).toMatchObject({
      subtype: 'message_changed',
      message: { bot_id: team.botId, text: 'Done' },
    });
    expect(help.message(root.ts)).not.toHaveProperty('blocks');
    expect((await ask('chat.update', { channel: help.id, ts: root.ts, text: '客'.repeat(1_400) })).error).toBe(
      'msg_too_long',
    );
  });

  test('the second post in a second is told to wait, and scripted faults happen as told', async () => {
    await slack.close();
    await open({ rates: true });
    expect((await post()).ok).toBe(true);
    await expect(
      client(undefined, { rejectRateLimitedCalls: true }).chat.postMessage({ channel: help.id, text: 'x' }),
    ).rejects.toMatchObject({ retryAfter: 1 });
    now += 1_000;
    slack.fail('chat.postMessage', 'reset-after');
    expect((await post({ text: 'ambiguous' })).ok).toBeUndefined();
    expect(slack.requests.at(-1)).toMatchObject({ carriedOut: true, answered: { status: 0 } });
    expect(help.messages().map(each => each.text)).toEqual(['Hello', 'ambiguous']);
    now += 1_000;
    slack.fail('chat.postMessage', { error: 'restricted_action_thread_locked' }, 1, args => args.text === 'no');
    expect((await post({ text: 'no' })).error).toBe('restricted_action_thread_locked');
    slack.fail('chat.postMessage', 'reset-before');
    slack.fail('chat.postMessage', { status: 500, after: true });
    await post({ text: 'lost' });
    await post({ text: 'arrived' });
    now += 1_000;
    slack.fail('chat.postMessage', { error: 'fatal_error', after: true });
    expect(await post({ text: 'half' })).toMatchObject({ ok: false, error: 'fatal_error' });
    expect(help.messages().map(each => each.text)).toEqual(['Hello', 'ambiguous', 'arrived', 'half']);
    await expect(client(undefined, { timeout: 50 }).auth.test()).resolves.toMatchObject({ ok: true });
    slack.fail('auth.test', { hang: 5_000 });
    await expect(client(undefined, { timeout: 50 }).auth.test()).rejects.toThrow();
  });

  test('reactions: twice is already, none is none, and everything has an end', async () => {
    const ts = await ada.say(help, 'hi');
    const on = (name: string) => ask('reactions.add', { channel: help.id, timestamp: ts, name });
    expect((await on('eyes')).ok).toBe(true);
    expect((await on('eyes')).error).toBe('already_reacted');
    expect((await on('Not An Emoji')).error).toBe('invalid_name');
    expect((await ask('reactions.remove', { channel: help.id, timestamp: ts, name: 'tada' })).error).toBe(
      'no_reaction',
    );
    expect(help.message(ts)!.reactions).toEqual([{ name: 'eyes', users: [team.botUserId], count: 1 }]);
    for (let n = 0; n < 22; n++) await on(`e${n}`);
    expect((await on('one-more')).error).toBe('too_many_reactions');
    await ada.remove(help, ts);
    expect((await ask('reactions.get', { channel: help.id, timestamp: ts })).error).toBe('message_not_found');
  });

  test('people, channels and pages of them', async () => {
    const guest = team.person('guest', { otherTeam: 'T0OTHER' });
    await help.join(guest);
    expect((await ask('users.info', { user: ada.id })).user).toMatchObject({
      id: ada.id,
      team_id: 'T00000SHOP',
      is_bot: false,
    });
    expect((await ask('users.info', { user: ada.id })).user.profile).not.toHaveProperty('email');
    team.scopes.add('users:read.email');
    expect((await ask('users.info', { user: ada.id })).user.profile.email).toBe('ada@shop.example');
    expect((await ask('users.info', { user: guest.id })).user).toMatchObject({ team_id: 'T0OTHER', is_stranger: true });
    for (const name of ['a', 'b', 'c']) team.channel(name);
    const names = [];
    for await (const each of client().paginate('conversations.list', { limit: 2 }))
      names.push(...(each as Json).channels.map((one: Json) => one.name));
    expect(names).toEqual(['help', 'a', 'b', 'c']);
    await help.connect();
    expect((await ask('conversations.info', { channel: help.id })).channel).toMatchObject({ is_ext_shared: true });
    await guest.say(help, 'hello from outside');
    await slack.quiet();
    expect(events('message').at(-1)).toMatchObject({ is_ext_shared_channel: true, event: { user_team: 'T0OTHER' } });
  });
});

describe('what people see and press', () => {
  test('a trigger opens one modal within three seconds', async () => {
    const trigger = async () => {
      await ada.shortcut('log_call');
      return arrived.at(-1)!.body.trigger_id as string;
    };
    const first = await trigger();
    expect(
      (await ask('views.open', { trigger_id: first, view: modal({ title: plain('x'.repeat(25)) }) })).response_metadata
        .messages,
    ).toContain('[ERROR] must be less than 25 characters [json-pointer:/view/title/text]');
    expect(
      (await ask('views.open', { trigger_id: first, view: modal({ submit: undefined }) })).response_metadata.messages,
    ).toContain('[ERROR] must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]');
    expect((await ask('views.open', { trigger_id: first, view: modal() })).ok).toBe(true);
    expect((await ask('views.open', { trigger_id: first, view: modal() })).error).toBe('exchanged_trigger_id');
    const late = await trigger();
    now += 3_001;
    expect((await ask('views.open', { trigger_id: late, view: modal() })).error).toBe('expired_trigger_id');
    const { hash, id } = ada.openView()!;
    expect((await ask('views.update', { view_id: id, hash, view: modal({ title: plain('B') }) })).ok).toBe(true);
    expect((await ask('views.update', { view_id: id, hash, view: modal() })).error).toBe('hash_conflict');
    await ada.closeView();
    expect((await ask('views.update', { view_id: id, view: modal() })).error).toBe('not_found');
  });

  test('a submission is answered with errors, an update, a push, the end, or nothing', async () => {
    await ada.shortcut('log_call');
    await ask('views.open', { trigger_id: arrived.at(-1)!.body.trigger_id, view: modal({ private_metadata: 'e1' }) });
    await expect(ada.submit(ada.openView()!)).rejects.toThrow('"Why" is required');
    answers = [{ response_action: 'errors', errors: { why: 'Too short' } }];
    await ada.submit(ada.openView()!, { why: 'no' });
    expect(arrived.at(-1)!.body).toMatchObject({
      type: 'view_submission',
      view: { private_metadata: 'e1', state: { values: { why: { text: { type: 'plain_text_input', value: 'no' } } } } },
    });
    expect(ada.openView()).toMatchObject({ errors: { why: 'Too short' } });
    answers = [
      { response_action: 'update', view: modal({ title: plain('B') }) },
      { response_action: 'push', view: modal({ title: plain('C') }) },
    ];
    await ada.submit(ada.openView()!);
    expect(ada.openView()).toMatchObject({
      title: { text: 'B' },
      state: { values: { why: { text: { value: 'no' } } } },
    });
    await ada.submit(ada.openView()!);
    expect(ada.openView()).toMatchObject({ title: { text: 'C' }, depth: 2 });
    answers = [
      { response_action: 'update', view: modal({ title: plain('x'.repeat(25)) }) },
      200,
      { response_action: 'clear' },
    ];
    expect((await ada.submit(ada.openView()!, { text: 'yes' })).trouble).toMatch(/less than 25/);
    await ada.submit(ada.openView()!);
    expect(ada.openView()).toMatchObject({ title: { text: 'B' } });
    await ada.submit(ada.openView()!);
    expect(ada.openView()).toBeNull();
  });

  test('a menu on a message sends its choice; the answer goes to the response_url five times and no more', async () => {
    const options = [{ text: plain('Close'), value: 'close' }];
    const { ts } = await post({
      blocks: [{ type: 'section', text: plain('x'), accessory: { type: 'overflow', action_id: 'more', options } }],
    });
    await ada.press(help.message(ts)!, 'more', { selected: 'close' });
    const { body } = arrived.at(-1)!;
    expect(body).toMatchObject({
      type: 'block_actions',
      user: { id: ada.id, team_id: 'T00000SHOP' },
      container: { type: 'message', message_ts: ts, channel_id: help.id, is_ephemeral: false },
      message: { ts, bot_id: team.botId },
      actions: [{ type: 'overflow', action_id: 'more', selected_option: { value: 'close' } }],
      enterprise: null,
    });
    const respond = (say: Json) => fetch(body.response_url, { method: 'POST', body: JSON.stringify(say) });
    expect((await respond({ text: 'Only you' })).status).toBe(200);
    expect(ada.ephemerals(help)).toMatchObject([{ text: 'Only you', is_ephemeral: true }]);
    await respond({ text: 'Changed', replace_original: true });
    expect(help.message(ts)).toMatchObject({ text: 'Changed' });
    await respond({ delete_original: true });
    expect(help.message(ts)).toBeNull();
    await respond({ text: 'All', response_type: 'in_channel' });
    await respond({ text: 'Five' });
    const sixth = await respond({ text: 'Six' });
    expect([sixth.status, await sixth.json()]).toEqual([404, { ok: false, error: 'used_url' }]);
  });

  test('an ephemeral is seen by one, cannot be updated, and names itself when pressed', async () => {
    await ask('chat.postEphemeral', {
      channel: help.id,
      user: ada.id,
      text: 'Sure?',
      blocks: [actions(button({ confirm: undefined }))],
    });
    const [shown] = ada.ephemerals();
    expect(team.person('ben').ephemerals()).toEqual([]);
    expect((await ask('chat.update', { channel: help.id, ts: shown!.ts, text: 'x' })).error).toBe('message_not_found');
    await ada.press(shown!, 'Claim');
    expect(arrived.at(-1)!.body).toMatchObject({ container: { is_ephemeral: true, message_ts: shown!.ts } });
    expect(arrived.at(-1)!.body).not.toHaveProperty('message');
    await fetch(arrived.at(-1)!.body.response_url, { method: 'POST', body: '{"delete_original":true}' });
    expect(ada.ephemerals()).toEqual([]);
  });

  test('a command comes as a form and its answer is seen by one; the home comes with its view', async () => {
    await slack.close();
    await open({ answerWithinMs: 1_000 });
    answers = [{ text: 'Two are open' }];
    expect(await ada.command(help, '/desk', 'list <@U1|ben>')).toMatchObject({ status: 200, trouble: null });
    expect(arrived.at(-1)).toMatchObject({
      type: 'application/x-www-form-urlencoded',
      body: {
        command: '/desk',
        text: 'list <@U1|ben>',
        user_id: ada.id,
        channel_id: help.id,
        is_enterprise_install: 'false',
      },
    });
    expect(ada.ephemerals()).toMatchObject([{ text: 'Two are open' }]);
    answers = ['silence'];
    expect((await ada.command(help, '/desk')).trouble).toBe('operation_timeout');
    answers = [200];
    await ask('views.publish', { user_id: ada.id, view: { type: 'home', blocks: [actions(button())] } });
    await ada.openHome();
    await slack.quiet();
    expect(events('app_home_opened')[0]!.event).toMatchObject({ user: ada.id, tab: 'home', view: { type: 'home' } });
    await ada.press(ada.home()!, 'Claim');
    expect(arrived.at(-1)!.body).toMatchObject({
      container: { type: 'view' },
      view: { type: 'home' },
      actions: [{ value: 'e1' }],
    });
  });
});

describe('files, installing and sockets', () => {
  test('an upload is taken in three steps, and its message comes later by event', async () => {
    const root = await ada.say(help, 'root');
    await slack.quiet();
    const done = (await client().filesUploadV2({
      channel_id: help.id,
      thread_ts: root,
      file: Buffer.from('hello'),
      filename: 'a.txt',
    })) as Json;
    expect(done.files[0].files[0].mimetype).toBe('');
    expect(slack.uploads).toMatchObject([{ bytes: 5, multipart: true, authorization: `Bearer ${team.botToken}` }]);
    expect(help.thread(root)).toHaveLength(1);
    await slack.quiet();
    const [, message] = help.thread(root);
    expect(events('message').at(-1)!.event).toMatchObject({
      subtype: 'file_share',
      ts: message!.ts,
      bot_id: team.botId,
    });
    const { url_private_download: url } = message!.files[0];
    const get = (token: string | null) => fetch(url, token ? { headers: { Authorization: `Bearer ${token}` } } : {});
    expect(await (await get(team.botToken)).text()).toBe('hello');
    expect((await get(null)).headers.get('content-type')).toMatch('text/html');
    team.scopes.delete('files:read');
    const page = await get(team.botToken);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });

  test('a person sends files of every sort', async () => {
    const ts = await ada.say(help, '', {
      files: [
        { name: 'a.pdf', content: 'x' },
        { name: 'plan', external: 'drive/1' },
        { name: 'b.txt', checkFileInfo: true },
        { name: 'c', tombstone: true },
        { name: 'big.zip', size: 300_000 },
      ],
    });
    const files = help.message(ts)!.files as Json[];
    expect(files.map(each => each.mode)).toEqual(['hosted', 'external', 'file_access', 'tombstone', 'hosted']);
    expect(files[1]).toMatchObject({ is_external: true, url_private: `${slack.strangers.url}/drive/1` });
    expect((await ask('files.info', { file: files[2]!.id })).file).toMatchObject({ name: 'b.txt', mode: 'hosted' });
    const big = await fetch(files[4]!.url_private_download, { headers: { Authorization: `Bearer ${team.botToken}` } });
    expect((await big.arrayBuffer()).byteLength).toBe(300_000);
    expect(help.message(ts)).toMatchObject({ subtype: 'file_share', text: '' });
  });

  test('a code buys one token; installing again kills the old one; teams are kept apart', async () => {
    const second = slack.team('T0NEXT', { name: 'Next', installed: false });
    slack.nextInstall({ team: second, person: second.person('eve') });
    const query = new URLSearchParams({
      client_id: slack.clientId,
      scope: 'chat:write,channels:read',
      state: 's',
      redirect_uri: 'http://127.0.0.1:9/back',
    });
    const consent = async () =>
      new URL((await fetch(`${slack.authorizeUrl}?${query}`, { redirect: 'manual' })).headers.get('location')!)
        .searchParams;
    const buy = async (code: string) =>
      (await new WebClient(undefined, {
        slackApiUrl: slack.apiUrl,
        retryConfig: { retries: 0 },
        logger: quietly,
      }).oauth.v2
        .access({ client_id: slack.clientId, client_secret: slack.clientSecret, code })
        .catch(error => error.data)) as Json;
    const back = await consent();
    expect(back.get('state')).toBe('s');
    const bought = await buy(back.get('code')!);
    expect(bought).toMatchObject({
      ok: true,
      token_type: 'bot',
      scope: 'chat:write,channels:read',
      team: { id: 'T0NEXT', name: 'Next' },
      authed_user: { id: second.person('eve').id },
      enterprise: null,
    });
    expect((await buy(back.get('code')!)).error).toBe('invalid_code');
    expect((await ask('chat.postMessage', { channel: help.id, text: 'x' }, bought.access_token)).error).toBe(
      'channel_not_found',
    );
    await buy((await consent()).get('code')!);
    expect((await ask('auth.test', {}, bought.access_token)).error).toBe('token_revoked');
    slack.nextInstall({ team: second, deny: true });
    expect((await consent()).get('error')).toBe('access_denied');
    const old = team.botToken;
    await team.uninstall();
    await slack.quiet();
    expect(
      events()
        .map(each => each.event.type)
        .sort(),
    ).toEqual(['app_uninstalled', 'tokens_revoked']);
    expect((await ask('auth.test', {}, old)).error).toBe('account_inactive');
    team.install();
    expect(team.botToken).not.toBe(old);
  });

  const connect = async () => {
    const socket = new SocketModeClient({
      appToken: slack.appToken,
      autoReconnectEnabled: false,
      logger: quietly,
      clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
    });
    await socket.start();
    return socket;
  };

  test('two connections share the envelopes, and a cut one hands its own to the other', async () => {
    slack.deliverTo(null);
    const got: [number, string][] = [];
    const sockets = [await connect(), await connect()];
    sockets.forEach((socket, n) => {
      socket.on('slack_event', async ({ ack, body }) => {
        got.push([n, body.event.text]);
        if (n === 0 && body.event.text === 'cut') return slack.socket.disconnect('link_disabled', { connections: 1 });
        await ack();
      });
    });
    for (const text of ['one', 'two', 'cut', 'four']) await ada.say(help, text);
    await slack.quiet();
    expect(new Set(got.map(([n]) => n)).size).toBe(2);
    expect(got.filter(([, text]) => text === 'cut').map(([n]) => n)).toEqual([0, 1]);
    expect(slack.socket.unacked()).toEqual([]);
    await sockets[1]!.disconnect();
  });

  test('envelopes go over an open socket, come again when nobody acknowledges, and take answers back', async () => {
    await slack.close();
    await open({ answerWithinMs: 1_000 });
    slack.deliverTo(null);
    slack.socket.refuseOpen({ status: 503 });
    await expect(connect()).rejects.toThrow();
    const socket = await connect();
    const got: Json[] = [];
    socket.on('slack_event', async ({ ack, ...each }) => {
      got.push(each);
      if (got.length === 1) return;
      await ack(each.type === 'slash_commands' ? { text: 'Done' } : undefined);
    });
    await ada.say(help, 'over the wire');
    await slack.quiet();
    expect(got.map(each => [each.type, each.retry_num, each.body.event.text])).toEqual([
      ['events_api', 0, 'over the wire'],
      ['events_api', 1, 'over the wire'],
    ]);
    await ada.command(help, '/desk', 'x');
    expect(ada.ephemerals()).toMatchObject([{ text: 'Done' }]);
    slack.socket.duplicateNext(1);
    await ada.say(help, 'twice');
    await slack.quiet();
    expect(got.filter(each => each.body.event?.text === 'twice')).toHaveLength(2);
    const gone = new Promise(resolve => socket.once('disconnected', resolve));
    slack.socket.disconnect('refresh_requested');
    await gone;
    await expect.poll(() => slack.socket.connections()).toBe(0);
    await ada.say(help, 'to nobody');
    await slack.quiet();
    expect(slack.deliveries.slice(-4).map(each => [each.via, each.status])).toEqual(Array(4).fill(['socket', 0]));
  });
});

describe('looking back at the wire', () => {
  const good = (id: string, more: Json = {}) =>
    post({ unfurl_links: false, unfurl_media: false, metadata: { event_type: 'o', event_payload: { id } }, ...more });

  test('a well-behaved product leaves nothing to say', async () => {
    const root = await good('1', {
      text: 'Until <!date^1766000000^{time}|noon> &lt;!here&gt;',
      username: 'Jane (customer)',
    });
    now += 1_000;
    await good('2', { thread_ts: root.ts });
    expect(wireProblems(slack)).toEqual([]);
  });

  test('every misdeed is named', async () => {
    const root = await good('1');
    const reply = await ada.say(help, 'r', { thread: root.ts });
    await post({ text: '<!channel> <https://evil.example|paypal.com>', username: 'Ada', thread_ts: reply });
    slack.fail('chat.postMessage', 'reset-after');
    now += 1_000;
    await good('2');
    now += 1_000;
    await good('2');
    slack.fail('chat.update', { rateLimited: 30 });
    await client(undefined, { rejectRateLimitedCalls: true })
      .chat.update({ channel: help.id, ts: root.ts, text: 'x' })
      .catch(() => {});
    await ask('chat.update', { channel: help.id, ts: root.ts, text: 'x' });
    const other = slack.team('T0NEXT');
    await ask('conversations.info', { channel: help.id }, other.botToken);
    await fetch(`${slack.strangers.url}/drive`, { headers: { Authorization: `Bearer ${team.botToken}` } });
    const found = wireProblems(slack).join('\n');
    for (const words of [
      'unfurl_links=false',
      'no id in its metadata',
      'under the name "Ada"',
      'carries <!channel>',
      'carries <https://evil.example|paypal.com>',
      'answers a reply',
      '0 ms apart',
      'made 2 times after an answer that left it open',
      'told to wait 30000 ms',
      'with the token of T0NEXT',
      'sent to a stranger',
    ])
      expect(found).toContain(words);
  });
});
