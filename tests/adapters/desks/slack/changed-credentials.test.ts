/** Slack's token, app token and signing secret are changed while customers write and staff answer: in `.env`, without a restart. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { HealthItem } from '../../../../src/ports/channel.ts';
import { pushedTime } from '../../../kit/pushed-time.ts';
import { dotenvOf, openSlackShop, type SlackShop } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

const LOOKED_AGAIN_MS = 11_000;
let open: SlackShop | null = null;
afterEach(async () => {
  await open?.stop();
  open = null;
});

const begin = async (options: Parameters<typeof openSlackShop>[0] = {}) => {
  const time = pushedTime();
  open = await openSlackShop({ dotenv: true, time, ...options });
  const { shop, slack, team } = open;
  await shop.mail({ from: 'maya@example.com', subject: 'The lid', text: 'It rattles.' });
  const [root] = await open.cards(1);
  const items = async () => ((await (await fetch(`${shop.url}/readyz`)).json()) as { items: HealthItem[] }).items;
  const write = (secrets: Record<string, string>) => {
    const now = {
      SLACK_BOT_TOKEN: team.botToken,
      ...(options.socket ? { SLACK_APP_TOKEN: slack.appToken } : { SLACK_SIGNING_SECRET: slack.signingSecret }),
    };
    writeFileSync(join(shop.folder, '.env'), dotenvOf({ ...now, ...secrets }));
  };
  /** Writes them down, and waits until this one was looked at. */
  const putIn = async (secrets: Record<string, string>, what: string) => {
    const find = async () => (await items()).find(each => each.what === what);
    const before = JSON.stringify(await find());
    write(secrets);
    return until(async () => {
      time.push(LOOKED_AGAIN_MS);
      const found = await find();
      return JSON.stringify(found) === before ? null : found;
    }, 'it was looked at');
  };
  return { ...open, root: root!, items, write, putIn, time };
};
const subjectsIn = ({ room, words }: SlackShop) =>
  room
    .messages()
    .flatMap(each => /Matter \d/.exec(words(each))?.[0] ?? [])
    .sort();

describe('the bot token', () => {
  test('was revoked: what came and what was to be posted waits for the new one, and is there once; a wrong one is said', async () => {
    const at = await begin();
    const { shop, team, slack, ann, room, root, putIn, until: wait, mailed } = at;
    const old = team.botToken;
    team.install();
    await shop.mail({ from: 'ben1@example.com', subject: 'Matter 1', text: 'One' });
    await ann.say(room, 'Written meanwhile', { thread: root.ts });
    await until(
      async () => (await at.items()).some(each => !each.ok && /no longer knows/.test(each.words)),
      'it is noticed',
    );

    const wrong = await putIn({ SLACK_BOT_TOKEN: 'xoxb-1-nobodys-token' }, 'SLACK_BOT_TOKEN');
    expect(wrong).toMatchObject({
      ok: false,
      words:
        'does not sign in (Slack says invalid_auth). Copy it again: it begins with xoxb- and is in the app under "Install App". The old one stays in use.',
    });
    expect(await putIn({}, 'SLACK_BOT_TOKEN')).toMatchObject({ ok: true, words: expect.stringContaining('is in use') });
    await shop.mail({ from: 'ben2@example.com', subject: 'Matter 2', text: 'Two' });
    await wait(() => subjectsIn(at).length >= 2, 'both cards');
    await ann.press(await at.sees(ann, 'Written meanwhile'), 'reply.send');
    expect((await mailed(1)).map(each => each.text)).toEqual([expect.stringContaining('Written meanwhile')]);
    await at.idle();
    expect(subjectsIn(at)).toEqual(['Matter 1', 'Matter 2']);
    expect(slack.requests.findLast(each => each.token === old)!.carriedOut).toBe(false);
    const lines = await shop.running.house.parts.store.auditLines({ acts: ['settings'], limit: 3 });
    expect(lines[0]).toMatchObject({ via: 'file', change: { SLACK_BOT_TOKEN: ['set', 'set, changed'] } });
  });

  test('with fewer permissions is not taken while the old one works, and is once that is gone: with a word about what lacks', async () => {
    const at = await begin();
    const { slack, shop, team, putIn, ann, room, root } = at;
    const old = team.botToken;
    const fewer = [...team.scopes].filter(each => each !== 'reactions:write');
    const all = [...team.scopes];
    const beside = team.tokenBeside();
    team.scopes.delete('reactions:write');
    const refused = await putIn({ SLACK_BOT_TOKEN: beside }, 'SLACK_BOT_TOKEN');
    expect(refused).toMatchObject({
      ok: false,
      words: expect.stringMatching(/^lacks the permissions reactions:write\. .* The old one stays in use\.$/),
    });
    team.scopes.add('reactions:write');
    await shop.mail({ from: 'ben1@example.com', subject: 'Matter 1', text: 'One' });
    await at.until(() => subjectsIn(at).length === 1, 'the card');
    expect(slack.requests.findLast(each => each.method === 'chat.postMessage')!.token).toBe(old);

    // Installed again with fewer: Slack ends the old one at once, and nobody has noticed yet.
    team.install({ scopes: fewer });
    const taken = await putIn({ SLACK_BOT_TOKEN: team.botToken }, 'SLACK_BOT_TOKEN');
    expect(taken).toMatchObject({
      ok: true,
      words: expect.stringMatching(
        /and is in use\. It lacks the permissions reactions:write\. Give the app the manifest/,
      ),
    });
    await shop.mail({ from: 'ben2@example.com', subject: 'Matter 2', text: 'Two' });
    await at.until(() => subjectsIn(at).length === 2, 'the next card');

    team.install({ scopes: all });
    expect((await putIn({ SLACK_BOT_TOKEN: team.botToken }, 'SLACK_BOT_TOKEN'))!.words).toMatch(/and is in use\.$/);
    await ann.say(room, 'Heard again', { thread: root.ts });
    await at.sees(ann, 'Heard again');
    await at.idle();
    expect(subjectsIn(at)).toEqual(['Matter 1', 'Matter 2']);
  });

  test('of another workspace is not taken, and of a file that cannot be used nothing is', async () => {
    const at = await begin();
    const { slack, shop, team, putIn, items } = at;
    const strange = slack.team('T0STRANGE');
    expect(await putIn({ SLACK_BOT_TOKEN: strange.botToken }, 'SLACK_BOT_TOKEN')).toMatchObject({
      ok: false,
      words: expect.stringMatching(/^is of another workspace .* The old one stays in use\.$/),
    });
    await shop.mail({ from: 'ben1@example.com', subject: 'Matter 1', text: 'One' });
    await at.until(() => subjectsIn(at).length === 1, 'the card');
    // The service is as ready as before.
    expect((await fetch(`${shop.url}/readyz`)).status).toBe(200);
    await putIn({ SLACK_BOT_TOKEN: team.botToken, SLACK_MODE: 'carrier pigeon' }, 'Changed settings');
    expect((await items()).find(each => each.what === 'Changed settings')!.words).toMatch(
      /^The changed settings cannot be used, so Deskhand keeps the ones it has\. SLACK_MODE is "carrier pigeon"/,
    );
  });
});

describe('the app token', () => {
  test('opens a new line before the old one is closed; what is said between them arrives once', async () => {
    const at = await begin({ socket: true });
    const { slack, ann, room, root, sees, putIn, words } = at;
    const wrong = await putIn({ SLACK_APP_TOKEN: 'xapp-1-nobodys-token' }, 'SLACK_APP_TOKEN');
    expect(wrong).toMatchObject({
      ok: false,
      words: expect.stringMatching(/^does not open a line \(.*invalid_auth.*stays in use/),
    });
    expect(slack.socket.connections()).toBe(1);
    slack.regenerateAppToken();
    const talking = ann.say(room, 'Between two lines', { thread: root.ts });
    expect(await putIn({}, 'SLACK_APP_TOKEN')).toMatchObject({ ok: true, words: 'opens a line, and is in use.' });
    await talking;
    await until(() => slack.socket.connections() === 1, 'one line');
    await ann.say(room, 'On the new line', { thread: root.ts });
    await sees(ann, 'On the new line');
    // Lost, it would have to be asked for again with the old token, which opens nothing any more.
    slack.socket.dropAll();
    await until(() => slack.socket.connections() === 1, 'a line again');
    const seen = ann.ephemerals().map(words);
    expect(seen.filter(each => each.includes('Between two lines'))).toHaveLength(1);
  });
});

describe('the signing secret', () => {
  test('is regenerated at Slack: an admin is told once why nothing arrives, and after the new one is put in it does', async () => {
    const at = await begin();
    const { slack, ann, room, root, sees, putIn, items, team, words } = at;
    await ann.say(room, 'Before', { thread: root.ts });
    await sees(ann, 'Before');
    const old = slack.signingSecret;
    slack.regenerateSecret();
    for (const text of ['one', 'two', 'three', 'four', 'five', 'six']) await ann.say(room, text, { thread: root.ts });
    await slack.quiet();
    const told = () =>
      team
        .dm(ann)
        .messages()
        .filter(each => words(each).includes('signs with another secret'));
    await until(() => told().length > 0, 'an admin is told');
    expect((await items()).find(each => each.what === 'Deliveries of Slack')).toMatchObject({ ok: false });
    expect(words(told()[0]!)).toContain('Copy it again from the app (Basic Information, App Credentials)');

    expect(await putIn({}, 'SLACK_SIGNING_SECRET')).toMatchObject({ ok: true });
    await ann.say(room, 'Afterwards', { thread: root.ts });
    await sees(ann, 'Afterwards');
    expect((await items()).find(each => each.what === 'Deliveries of Slack')).toBeUndefined();
    expect(told()).toHaveLength(1);
    // Slack signs with the new one, so nobody else may with the old one.
    const [forged] = await slack.deliver({ type: 'event_callback', team_id: team.id }, { secret: old });
    expect(forged!.status).toBe(401);
  });

  test('was copied wrong: the one that Slack signs with is accepted on, until Slack signs with the new one', async () => {
    const at = await begin();
    const { slack, ann, room, root, sees, putIn, write, time } = at;
    await putIn({ SLACK_SIGNING_SECRET: '0123456789abcdef0123456789abcdef' }, 'SLACK_SIGNING_SECRET');
    await ann.say(room, 'Still heard', { thread: root.ts });
    await sees(ann, 'Still heard');
    const old = slack.signingSecret;
    slack.regenerateSecret();
    write({});
    const verified = async () => {
      time.push(LOOKED_AGAIN_MS);
      return (await slack.verifyUrl()).status === 200;
    };
    await until(verified, 'the new one is accepted');
    await ann.say(room, 'Heard by the new one', { thread: root.ts });
    await sees(ann, 'Heard by the new one');
    const [late] = await slack.deliver({ type: 'event_callback' }, { secret: old });
    expect(late!.status).toBe(401);
  });
});
