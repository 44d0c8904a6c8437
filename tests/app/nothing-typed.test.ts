/** What people type, paste or are sent once: it comes back in no form, no error, no log, no explanation and no table. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { CHANNEL_KINDS, deskKindOf, readStart } from '../../src/app/adapters.ts';
import { makeHttp } from '../../src/server/http.ts';
import type { SettingsError } from '../../src/settings/start.ts';
import { openEcho } from '../kit/far-sides/echo.ts';
import type { Json } from '../kit/far-sides/slack/shapes.ts';
import { freePort } from '../kit/servers.ts';
import { openSlackShop, type SlackShop } from '../kit/slack-shop.ts';
import { testLog, until } from '../kit/world.ts';

const PLANT = 'Plant0a1b2c3d4e5f6071';
const also: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const each of also.splice(0).reverse()) await each();
});
/** As it is, and as somebody packs it. */
const shapes = (secret: string) => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(`\0help@shop.example\0${secret}`).toString('base64').slice(28, -4),
  Buffer.from(secret).toString('base64').slice(0, -4),
  Buffer.from(secret).toString('hex'),
];
const leaks = (text: string, secret = PLANT) =>
  shapes(secret).flatMap(each =>
    text.includes(each) ? [text.slice(Math.max(0, text.indexOf(each) - 100)).slice(0, 160)] : [],
  );

describe('a password typed into a form', () => {
  const form = async ({ ann }: SlackShop, label: string) => {
    await ann.openHome();
    const home = await until(() => ann.home(), 'the Home tab');
    await ann.press(home, label);
    return until(() => ann.openView(), `the form behind ${label}`);
  };

  test('comes back nowhere when the servers repeat it, and is in no table and no file', async () => {
    const echo = await openEcho();
    const open = await openSlackShop({ yaml: '{}' });
    also.push(
      () => echo.close(),
      () => open.stop(),
    );
    const { ann, slack, shop } = open;
    await form(open, 'Connect a mailbox');
    await ann.press(ann.openView()!, 'provider', { selected: '-' });
    const asked = () => (ann.openView()?.blocks ?? []).map((each: Json) => each.block_id);
    await until(() => asked().includes('imap.host'), 'the form of another provider');
    const answer = await ann.submit(ann.openView()!, {
      ...{ address: 'help@kettle.example', 'imap.host': '127.0.0.1', 'imap.port': String(echo.imapPort) },
      ...{ 'imap.secure': 'false', 'imap.user': 'help', 'imap.password': PLANT, 'smtp.user': 'help' },
      ...{ 'smtp.host': '127.0.0.1', 'smtp.port': String(echo.smtpPort), 'smtp.password': PLANT },
    });
    await until(() => echo.heard().includes(PLANT) || leaks(echo.heard()).length, 'the servers were asked');
    if (!/errors/.test(JSON.stringify(answer.body)))
      await until(() => /Not saved/.test(JSON.stringify(ann.openView())), 'the words of the trial', 12_000);
    // What a person typed is in Slack's own state of the view; what Deskhand sends are its blocks.
    const said = JSON.stringify([answer.body, ann.openView()?.blocks, slack.requests.map(each => each.args)]);
    expect(said).toMatch(/incoming mail/);
    expect(leaks(said)).toEqual([]);
    await ann.closeView();
    await form(open, 'Connect a mailbox');
    expect(leaks(JSON.stringify(ann.openView()?.blocks))).toEqual([]);
    for (const name of readdirSync(shop.folder))
      expect([name, leaks(readFileSync(join(shop.folder, name), 'latin1'))]).toEqual([name, []]);
  });
});

describe('a setting that cannot be used', () => {
  test.each([
    ['DATABASE_URL', `mysql://deskhand:${PLANT}@db.shop.example/deskhand`],
    ['PUBLIC_URL', `ftp://deskhand:${PLANT}@desk.shop.example`],
    ['DRAFT_URL', `https://deskhand:${PLANT}@model.example/v1`],
    ['TEAMS_CLIENT_SECRET', `${PLANT} `],
    ['METRICS_TOKEN', `${PLANT} ä`],
    ['DESKHAND_SECRET_KEY', PLANT],
    ['SLACK_APP_TOKEN', `xoxb-${PLANT}`],
  ])('%s is said without what is secret in it', (name, value) => {
    let problems: string[] = [];
    try {
      readStart({ [name]: value, DRAFT_MODEL: 'm' });
    } catch (error) {
      problems = (error as SettingsError).problems;
      expect(leaks((error as Error).message)).toEqual([]);
    }
    expect(problems.length).toBeGreaterThan(0);
    expect(leaks(problems.join('\n'))).toEqual([]);
  });
});

test('a link that opens something once is not in the log when its page fails', async () => {
  const log = testLog();
  const fails = async () => Promise.reject(new Error('the database does not answer'));
  const http = makeHttp([{ method: 'GET', path: '/rate/*', handle: fails }], log);
  http.opened();
  const port = await http.listen('127.0.0.1', await freePort());
  also.push(() => http.close());
  const { status } = await fetch(`http://127.0.0.1:${port}/rate/${PLANT}?token=${PLANT}`);
  expect(status).toBe(500);
  expect(JSON.stringify(log)).toContain('A request failed.');
  expect(JSON.stringify(log)).toContain('/rate/');
  expect(leaks(JSON.stringify(log))).toEqual([]);
});

describe('explain', () => {
  /** What far sides send along, and what people typed: of no use to anybody who asks why a message looks like that. */
  const PAYLOADS: Record<string, (object | string)[]> = {
    slack: [
      {
        type: 'event_callback',
        token: PLANT,
        team_id: 'T1',
        event_id: 'Ev1',
        authorizations: [{ token: PLANT }],
        event: {
          type: 'message',
          text: 'hi',
          user: 'U1',
          channel: 'C1',
          ts: '1.2',
          thread_ts: '1.1',
          files: [
            {
              id: 'F1',
              url_private: `https://files.slack.com/f?t=${PLANT}`,
              url_private_download: `https://files.slack.com/f?t=${PLANT}`,
              name: 'a.png',
            },
          ],
        },
      },
      {
        type: 'block_actions',
        token: PLANT,
        trigger_id: PLANT,
        response_url: `https://hooks.slack.com/actions/${PLANT}`,
        user: { id: 'U1' },
        team: { id: 'T1' },
        actions: [{ action_id: 'enquiry.claim', value: 'enq' }],
        channel: { id: 'C1' },
        message: { ts: '1.2' },
      },
      {
        type: 'view_submission',
        token: PLANT,
        user: { id: 'U1' },
        team: { id: 'T1' },
        view: {
          callback_id: 'settings.form',
          hash: PLANT,
          private_metadata: PLANT,
          state: { values: { 'imap.password': { 'imap.password': { type: 'plain_text_input', value: PLANT } } } },
        },
      },
      `token=${PLANT}&command=%2Fdesk&text=open&user_id=U1&response_url=https%3A%2F%2Fhooks.slack.com%2F${PLANT}&trigger_id=${PLANT}`,
      `payload=${encodeURIComponent(JSON.stringify({ type: 'block_actions', token: PLANT, trigger_id: PLANT }))}`,
    ],
    teams: [
      {
        type: 'message',
        id: '1',
        text: 'hi',
        serviceUrl: 'https://smba.trafficmanager.net/emea/',
        from: { id: '29:x', name: 'Ann' },
        conversation: { id: '19:a@thread.tacv2;messageid=1' },
        channelData: { tenant: { id: 't' }, token: PLANT },
        attachments: [
          {
            contentType: 'application/vnd.microsoft.teams.file.download.info',
            content: { downloadUrl: `https://shop.sharepoint.com/a?tempauth=${PLANT}` },
            name: 'a.png',
          },
        ],
      },
      {
        type: 'invoke',
        name: 'task/submit',
        id: '1',
        from: { id: '29:x', name: 'Ann' },
        conversation: { id: '19:a@thread.tacv2' },
        value: { data: { form: 'settings.form', about: 'channel:email', 'imap.password': PLANT } },
      },
      {
        type: 'message',
        id: '2',
        from: { id: '29:x', name: 'Ann' },
        conversation: { id: 'a:1' },
        value: { action: 'enquiry.claim', 'imap.password': PLANT },
      },
    ],
    x: [
      { data: { id: '1', text: 'hi', author_id: '2' }, access_token: PLANT, for_user_id: '2', oauth_token: PLANT },
      { dm_events: [{ id: '1', token: PLANT }] },
    ],
    email: [
      `From: a@example.com\r\nTo: help@shop.example\r\nSubject: hi\r\nAuthorization: Bearer ${PLANT}\r\nX-Api-Key: ${PLANT}\r\n\r\nhello`,
    ],
    webchat: [{ text: 'hi', token: PLANT, identity: PLANT, session: PLANT }],
  };
  const desks = async () => {
    const read = (env: Record<string, string>) => deskKindOf(readStart(env).settings);
    const id = '11111111-2222-3333-4444-555555555555';
    return [
      await read({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'a'.repeat(32) }),
      await read({ TEAMS_CLIENT_ID: id, TEAMS_TENANT_ID: id.replace('1', '2'), TEAMS_CLIENT_SECRET: 'abc~def' }),
    ];
  };

  test('prints of a payload what it means, and none of the tokens, links and passwords in it', async () => {
    const kinds = [...CHANNEL_KINDS, ...(await desks())];
    for (const [kind, payloads] of Object.entries(PAYLOADS)) {
      const explain = kinds.find(each => each.kind === kind)!.explain!;
      for (const payload of payloads) {
        const raw = Buffer.from(typeof payload === 'string' ? payload : JSON.stringify(payload));
        const told = JSON.stringify(await explain(raw));
        expect(told.length).toBeGreaterThan(10);
        expect([kind, leaks(told)]).toEqual([kind, []]);
      }
    }
  });
});
