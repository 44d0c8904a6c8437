/** What the environment may say of Teams, and what is said of what it may not. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TeamsSettings } from '../../../../adapters/desks/teams/connection/settings.ts';
import { KNOWN, readStart } from '../../../../src/app/adapters.ts';
import { readEnv } from '../../../../src/settings/env.ts';

const CLIENT = '0f0e0d0c-1111-4222-8333-444455556666';
const TENANT = 'aaaaaaaa-1111-4222-8333-444455556666';
const OTHER = 'bbbbbbbb-1111-4222-8333-444455556666';
const ROOM = '19:0123456789abcdef0123456789abcdef@thread.tacv2';
const SET = { TEAMS_CLIENT_ID: CLIENT, TEAMS_CLIENT_SECRET: 'abc8Q~kettle', TEAMS_TENANT_ID: TENANT };

type Given = Record<string, string>;
const problems = (env: Given) => readEnv(env, KNOWN).problems;
const desk = (env: Given) => {
  const { settings, problems: found } = readEnv(env, KNOWN);
  expect(found).toEqual([]);
  return settings.desk;
};
const own = (env: Given) => desk(env).own as TeamsSettings;

describe('Teams is the desk', () => {
  test('once its app is named; ids may be in capitals', () => {
    const chosen = desk({ ...SET, TEAMS_CLIENT_ID: CLIENT.toUpperCase(), TEAMS_TENANT_ID: TENANT.toUpperCase() });
    expect(chosen).toMatchObject({ kind: 'teams', signsIn: true, shared: false, room: null, team: null });
    expect(chosen.own).toEqual({
      clientId: CLIENT,
      clientSecret: 'abc8Q~kettle',
      tenants: [TENANT],
      driver: 'apps',
      serviceHosts: [],
      unsigned: false,
      loginUrl: null,
      admins: [],
    });
    expect(chosen.places('https://desk.shop.example')).toContainEqual({
      what: 'Events of Teams',
      where: 'https://desk.shop.example/api/messages',
    });
  });

  test('without an app where deliveries are unsigned, only for this machine', () => {
    expect(own({ TEAMS_UNSIGNED: 'loopback' })).toMatchObject({ clientId: null, tenants: [], unsigned: true });
    expect(own({ TEAMS_UNSIGNED: 'loopback', PUBLIC_URL: 'http://localhost:3000' }).unsigned).toBe(true);
    expect(desk({ TEAMS_UNSIGNED: 'off' }).kind).toBe('practice');
  });

  test('with everything else that can be said', () => {
    expect(
      own({
        ...SET,
        TEAMS_DRIVER: 'teams-ai',
        TEAMS_SERVICE_HOSTS: 'Smba.Shop.example, localhost:56150',
        TEAMS_ADMINS: `${OTHER},${TENANT.toUpperCase()}`,
        TEAMS_LOGIN_URL: 'http://127.0.0.1:9999/',
      }),
    ).toMatchObject({
      driver: 'teams-ai',
      serviceHosts: ['smba.shop.example', 'localhost:56150'],
      admins: [OTHER, TENANT],
      loginUrl: 'http://127.0.0.1:9999',
    });
  });

  test('of many tenants; the file belongs to the one that is named', () => {
    const many = { ...SET, TEAMS_TENANT_ID: `${TENANT}, ${OTHER}` };
    expect(desk(many)).toMatchObject({ shared: true, team: null });
    expect(desk({ ...many, TEAMS_TEAM: OTHER.toUpperCase() })).toMatchObject({ shared: true, team: OTHER });
    expect(problems({ ...many, TEAMS_TEAM: CLIENT }).join()).toMatch(/^TEAMS_TEAM is .*one of the tenants/);
  });

  test('and nothing of it is said of an installation that has none', () => {
    expect(readEnv({}, KNOWN)).toMatchObject({ problems: [], notes: [], settings: { desk: { kind: 'practice' } } });
  });
});

describe('the room of Teams', () => {
  test.each([
    ['as an id', ROOM],
    ['percent-encoded', encodeURIComponent(ROOM)],
    ['as a thread', `${ROOM};messageid=1764000000000`],
    [
      'as the link that Teams gives',
      `https://teams.microsoft.com/l/channel/${encodeURIComponent(ROOM)}/Customers%20%26%20co?groupId=${OTHER}&tenantId=${TENANT}`,
    ],
    [
      'as the link to a message',
      `https://teams.microsoft.com/l/message/19:0123456789abcdef0123456789abcdef@thread.tacv2/1764000000000?tenantId=${TENANT}`,
    ],
  ])('%s', (_, written) => {
    expect(desk({ ...SET, TEAMS_ROOM: written }).room).toBe(ROOM);
  });

  test.each([
    'Customers',
    'https://teams.microsoft.com/l/team/abc',
    '19:abc@unq.gbl.spaces',
    '%E0%A4%A',
  ])('%s is refused with where a right one is', written => {
    expect(problems({ ...SET, TEAMS_ROOM: written })).toEqual([
      `TEAMS_ROOM is "${written}", which is not a Teams channel. In Teams, choose "Get link to channel" in the channel's menu and paste the whole link.`,
    ]);
  });

  test('stands in the provisioning file under teams', () => {
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-'));
    try {
      const file = join(folder, 'deskhand.yaml');
      writeFileSync(file, `rooms:\n  - name: customers\n    teams: ${ROOM}\n`);
      expect(readStart({ ...SET, DESKHAND_CONFIG: file }).config.rooms[0]?.deskRef).toBe(ROOM);
      writeFileSync(file, 'rooms:\n  - name: customers\n    teams: Customers\n');
      expect(() => readStart({ ...SET, DESKHAND_CONFIG: file })).toThrow(
        /line 3.*must be the id of a Teams channel, such as 19:/,
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('beside Slack', () => {
  const SLACK = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_ROOM: 'C0123456789' };
  const inFolder = (yaml: string, env: Given) => {
    const folder = mkdtempSync(join(tmpdir(), 'deskhand-'));
    try {
      const file = join(folder, 'deskhand.yaml');
      writeFileSync(file, yaml);
      return readStart({ ...env, DESKHAND_CONFIG: file });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };

  test('Teams is another desk, with a room of its own', () => {
    const both = { ...SET, ...SLACK, TEAMS_ROOM: ROOM };
    const { settings, config, notes } = inFolder('rooms: [{ name: customers }, { name: returns }]', both);
    expect([settings.desk.kind, ...settings.others!.map(each => each.kind)]).toEqual(['slack', 'teams']);
    expect(config.rooms.map(each => each.deskRef)).toEqual(['C0123456789', ROOM]);
    expect(notes).toEqual([]);
    const written = inFolder(`rooms: [{ name: a, teams: "${ROOM}" }, { name: b }]`, both).config;
    expect(written.rooms.map(each => each.deskRef)).toEqual([ROOM, 'C0123456789']);
    const crowded = inFolder('rooms: [{ name: customers }]', both);
    expect(crowded.notes.join()).toMatch(/^Every room already has a place, so 19:/);
    expect(readEnv(SET, KNOWN).settings.others).toBeUndefined();
  });

  test('each is for one workspace', () => {
    const many = { ...SET, ...SLACK, TEAMS_TENANT_ID: `${TENANT},${OTHER}` };
    expect(() => inFolder('{}', many)).toThrow(
      /^Slack and Teams are both set up, and Teams is set up for many workspaces\. Together they can serve only one/,
    );
  });
});

describe('what cannot be', () => {
  test.each<[string, Given, string]>([
    ['a Secret ID', { TEAMS_CLIENT_SECRET: OTHER }, 'TEAMS_CLIENT_SECRET is the Secret ID, not the Value.'],
    [
      'the secret for the id',
      { TEAMS_CLIENT_ID: 'abc8Q~kettle', TEAMS_CLIENT_SECRET: CLIENT },
      'they seem to be swapped',
    ],
    ['a name for the id', { TEAMS_CLIENT_ID: 'Deskhand' }, 'TEAMS_CLIENT_ID is not a Microsoft Entra id. Copy'],
    ['one id twice', { TEAMS_TENANT_ID: CLIENT }, 'TEAMS_CLIENT_ID and TEAMS_TENANT_ID are the same.'],
    ['everybody', { TEAMS_TENANT_ID: 'common' }, 'TEAMS_TENANT_ID is "common", which lets every tenant in.'],
    ['a domain', { TEAMS_TENANT_ID: 'shop.onmicrosoft.com' }, 'TEAMS_TENANT_ID is not a Microsoft Entra id.'],
    ['quotation marks', { TEAMS_CLIENT_SECRET: '"abc8Q~kettle"' }, 'TEAMS_CLIENT_SECRET has quotation marks'],
    ['another driver', { TEAMS_DRIVER: 'v2' }, 'TEAMS_DRIVER is "v2". Write apps, or teams-ai'],
    [
      'a host as an address',
      { TEAMS_SERVICE_HOSTS: 'https://a.example' },
      'TEAMS_SERVICE_HOSTS has "https://a.example"',
    ],
    ['every host', { TEAMS_SERVICE_HOSTS: '*' }, 'TEAMS_SERVICE_HOSTS has "*"'],
    ['an admin by mail', { TEAMS_ADMINS: 'ann@shop.example' }, 'TEAMS_ADMINS has "ann@shop.example". Write Object IDs'],
    ['no address', { TEAMS_LOGIN_URL: 'login.example' }, 'TEAMS_LOGIN_URL is "login.example"'],
    ['the secret over the open net', { TEAMS_LOGIN_URL: 'http://login.example' }, 'since the secret is sent there'],
    ['unsigned in another word', { TEAMS_UNSIGNED: 'true' }, 'TEAMS_UNSIGNED is "true". Write loopback'],
    [
      'unsigned for others',
      { TEAMS_UNSIGNED: 'loopback', HOST: '0.0.0.0' },
      'TEAMS_UNSIGNED is set, but HOST is 0.0.0.0: anybody who reaches Deskhand could pose as your staff.',
    ],
    [
      'unsigned behind a proxy',
      { TEAMS_UNSIGNED: 'loopback', PUBLIC_URL: 'https://desk.shop.example' },
      'TEAMS_UNSIGNED is set, but PUBLIC_URL is https://desk.shop.example',
    ],
  ])('%s', (_, given, words) => {
    const found = problems({ ...SET, ...given });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(words);
    expect(found[0]).not.toContain('abc8Q~kettle');
  });

  test('what is missing is said all at once, with where it is', () => {
    expect(problems({ TEAMS_CLIENT_ID: CLIENT })).toEqual([
      'Teams is only half set up: TEAMS_CLIENT_SECRET is missing. Make a client secret under "Certificates & secrets" of the app in Microsoft Entra, and copy its Value.',
      'Teams is only half set up: TEAMS_TENANT_ID is missing. Copy "Directory (tenant) ID" from the Overview of the app in Microsoft Entra.',
    ]);
    expect(problems({ TEAMS_CLIENT_SECRET: 'abc8Q~kettle' })).toHaveLength(2);
    expect(problems({ TEAMS_TENANT_ID: 'common', TEAMS_DRIVER: 'v2', TEAMS_ADMINS: 'ann' })).toHaveLength(5);
  });

  test('a misspelt name is noticed', () => {
    expect(readEnv({ ...SET, TEAMS_ADMIN: OTHER }, KNOWN).notes).toEqual([
      'TEAMS_ADMIN is set, but is not known. Did you mean TEAMS_ADMINS?',
    ]);
  });
});
