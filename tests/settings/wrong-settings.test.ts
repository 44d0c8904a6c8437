import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { KNOWN, readStart } from '../../src/app/adapters.ts';
import { readEnv } from '../../src/settings/env.ts';
import { SettingsError } from '../../src/settings/start.ts';

let folder: string;
let before: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'deskhand-'));
  before = process.cwd();
  process.chdir(folder);
});
afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

/** What a start says about this file and these variables; nothing when it would start. */
function problems(yaml: string | Buffer | null, env: Record<string, string> = {}): string[] {
  if (yaml !== null) writeFileSync(join(folder, 'deskhand.yaml'), yaml);
  try {
    readStart(env);
    return [];
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
    throw error;
  }
}
const MAIL = 'kind: email, room: customers, address: help@shop.example';
const mailbox = (more: string) => `channels:\n  - { name: help, ${MAIL}, smtp: { host: s.example }, ${more} }\n`;
const site = (more: string) =>
  `channels:\n  - { name: site, kind: webchat, room: customers, origins: ["https://shop.example"]${more} }\n`;
const hours = (more: string) =>
  `hours:\n  timezone: Europe/London\n  weekly: { mon-fri: ["09:00-17:00"] }\n  ${more}\n`;

describe('a misspelt name is named with its line and the nearest right one', () => {
  test.each([
    ['at the top', 'rooms: [{ name: customers }]\nchanels: []\n', 2, 'chanels', 'channels'],
    ['at the top, a longer one', 'hold_secnds: { email: 1 }\n', 1, 'hold_secnds', 'hold_seconds'],
    ['of a room', 'rooms:\n  - name: customers\n    repley: direct\n', 3, 'repley', 'reply'],
    ['of a channel', mailbox('signatur: Bye'), 2, 'signatur', 'signature'],
    ['inside imap', mailbox('imap: { host: i.example, prot: 993 }'), 2, 'imap.prot', 'imap.port'],
    [
      'inside smtp',
      'channels:\n  - name: help\n    kind: email\n    room: customers\n    address: help@shop.example\n    smtp:\n      host: s.example\n      pasword: x\n',
      8,
      'smtp.pasword',
      'smtp.password',
    ],
    ['of a nested map', mailbox('imp: { host: i.example }'), 2, 'imp', 'imap'],
    ['of a chat', site(', colur: "#112233"'), 2, 'colur', 'colour'],
    ['of the hours', hours('closd: ["2026-12-25"]'), 4, 'closd', 'closed'],
    ['of a kind under hold_seconds', 'hold_seconds: { emial: 3 }\n', 1, 'emial', 'email'],
    ['of a kind under answer_within', 'answer_within:\n  webchatt: 5 min\n', 2, 'webchatt', 'webchat'],
    [
      'of a kind with hours of its own',
      hours('channels: { webcaht: { weekly: { mon: [] } } }'),
      4,
      'webcaht',
      'webchat',
    ],
    [
      'of a room that a channel posts to',
      'rooms: [{ name: customers }]\nchannels:\n  - { name: help, kind: email, room: custmers, address: a@b.example, smtp: { host: x } }\n',
      3,
      'custmers',
      'customers',
    ],
  ])('%s', (_, yaml, line, wrong, right) => {
    const found = problems(yaml);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`^\\./deskhand\\.yaml, line ${line}: `));
    expect(found[0]).toContain(wrong);
    expect(found[0]).toContain(`Did you mean "${right}"?`);
  });

  test('a variable: said beside what is missing, and only said where nothing is', () => {
    const half = problems(null, { SLACK_BOT_TOKN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' });
    expect(half.join('\n')).toContain('Did you mean SLACK_BOT_TOKEN?');
    const { notes } = readStart({ MAIL_RECIEVER_PORT: '2600' });
    expect(notes).toEqual(['MAIL_RECIEVER_PORT is set, but is not known. Did you mean MAIL_RECEIVER_PORT?']);
    writeFileSync(join(folder, '.env'), 'A=1\nDATABASE_ULR=sqlite:x\n');
    expect(readStart({ DATABASE_ULR: 'sqlite:x' }).notes).toEqual([
      '.env, line 2: DATABASE_ULR is set, but is not known. Did you mean DATABASE_URL?',
    ]);
  });

  test('a variable of a kind of channel: its value is checked, and a name that is nearly it is noticed', () => {
    const variables = [
      { name: 'BOARD_ORIGIN', problem: (value: string) => (value === 'here' ? null : `BOARD_ORIGIN is "${value}".`) },
    ];
    const known = { ...KNOWN, channels: [...KNOWN.channels, { ...KNOWN.channels[0]!, kind: 'board', variables }] };
    const read = (env: Record<string, string>) => readEnv(env, known);
    expect(read({ BOARD_ORIGIN: ' here ' })).toMatchObject({
      ...{ problems: [], notes: [] },
      settings: { variables: { BOARD_ORIGIN: 'here' } },
    });
    expect(read({ BOARD_ORIGIN: 'there' }).problems).toEqual(['BOARD_ORIGIN is "there".']);
    expect(read({ BOARD_ORIGN: 'here', BOARD_KEY: 'k' })).toMatchObject({
      notes: ['BOARD_ORIGN is set, but is not known. Did you mean BOARD_ORIGIN?'],
      settings: { variables: {} },
    });
  });

  test('variables of other programs are left alone', () => {
    const others = {
      PORTAINER_URL: 'x',
      HOSTNAME: 'web-1',
      HOSTS: 'a',
      SLACK_WEBHOOK_URL: 'x',
      SLACK_CHANNEL: 'x',
      MAILTO: 'a@b',
      MAIL: '/var/mail/root',
      DATABASE_POOL: '3',
      LOG_FORMAT: 'json',
      PUBLIC_KEY: 'x',
      DESKTOP_SESSION: 'x',
      X_ACCEL: '',
    };
    expect(readStart(others).notes).toEqual([]);
    // The right one is there: the other is somebody else's.
    expect(readStart({ DATABASE_URL: 'sqlite:a.db', DATABASE_URI: 'mysql://x' }).notes).toEqual([]);
  });
});

describe('a value that cannot be used is named with its line and how to write it', () => {
  test.each([
    ['a day off that is in no calendar', hours('closed: ["2026-02-30"]'), 4, /"2026-02-30" is not a date/],
    ['a day off without quotes', hours('closed: [2026-02-30]'), 4, /"2026-02-30" is not a date/],
    ['the 29th of February of another year', hours('closed: ["2027-02-29"]'), 4, /not a date/],
    ['month 13', hours('closed: ["2026-13-01"]'), 4, /not a date/],
    ['a day the other way round', hours('closed: ["25.12.2026"]'), 4, /not a date.*2026-12-25/],
    ['a day with other hours', hours('dates: { "2026-06-31": ["10:00-12:00"] }'), 4, /"2026-06-31" is not a date/],
    [
      '25 o’clock',
      'hours:\n  timezone: Europe/London\n  weekly:\n    mon: ["09:00-25:00"]\n',
      4,
      /"09:00-25:00".*09:00-17:30/,
    ],
    ['a minute that is none', 'hours:\n  timezone: UTC\n  weekly:\n    tue: ["09:60-12:00"]\n', 4, /"09:60-12:00"/],
    [
      'an end before its start',
      'hours:\n  timezone: UTC\n  weekly:\n    wed: ["17:00-09:00"]\n',
      4,
      /start before end/,
    ],
    [
      'hours that overlap',
      'hours:\n  timezone: UTC\n  weekly:\n    thu: ["09:00-12:00", "11:00-15:00"]\n',
      4,
      /thu overlap/,
    ],
    [
      'a day of the week that is none',
      'hours:\n  timezone: UTC\n  weekly:\n    funday: ["09:00-12:00"]\n',
      4,
      /"funday" is not a day/,
    ],
    [
      'a time zone that is none',
      'hours:\n  timezone: Europe/Londn\n  weekly: { mon: [] }\n',
      2,
      /"Europe\/Londn" is unknown.*Europe\/London/,
    ],
    ['a port above 65535', mailbox('imap: { host: i.example, port: 70000 }'), 2, /"imap\.port" is "70000".*65535/],
    ['a port that is a fraction', mailbox('imap: { host: i.example, port: 99.3 }'), 2, /"imap\.port"/],
    ['two rooms of one name', 'rooms:\n  - name: a\n  - name: a\n', 3, /two rooms are called "a"/],
    [
      'two channels of one name',
      `channels:\n  - { name: a, ${MAIL}, smtp: { host: s } }\n  - { name: a, ${MAIL}, smtp: { host: s } }\nrooms: [{ name: customers }]\n`,
      3,
      /two channels are called "a"/,
    ],
    [
      'a map for a list',
      'rooms:\n  name: customers\n',
      1,
      /"rooms" must be a list, and is a map\. Write it as rooms: \[/,
    ],
    [
      'a list for a map',
      'hold_seconds: [3]\n',
      1,
      /"hold_seconds" must be a map.*is a list\. Write it as hold_seconds: \{/,
    ],
    [
      'a word for a map of a channel',
      mailbox('imap: imap.example'),
      2,
      /"imap" must be a map, such as imap: \{ host: /,
    ],
    ['nothing', 'rooms:\nchannels: []\n', 1, /"rooms" is empty.*Write it as rooms: \[/],
    ['nothing in the hours', 'hours:\n  timezone:\n  weekly: { mon: [] }\n', 2, /"hours\.timezone" is empty/],
    ['a text for a number', 'hold_seconds: { email: soon }\n', 1, /must be a number, and is "soon"/],
    ['too long a hold', 'hold_seconds: { email: 99999 }\n', 1, /must be 3600 at most/],
    [
      'a way to reply that is none',
      'rooms: [{ name: a, reply: quick }]\n',
      1,
      /"quick", and must be one of preview, direct/,
    ],
    ['a channel without a kind', 'channels:\n  - { name: a, room: customers }\n', 2, /"channels\.0\.kind" is missing/],
    ['tabs', 'rooms:\n\t- name: a\n', 2, /not valid YAML.*spaces/],
    ['a bracket that stays open', 'rooms: [{ name: a }\nchannels: []\n', null, /not valid YAML/],
    ['a setting twice', 'escalate_to: [Ann]\nescalate_to: [Ben]\n', 2, /not valid YAML.*Write each setting once/],
    ['a text for the whole file', 'hello\n', null, /the file must be a map/],
    ['a list for the whole file', '- a\n- b\n', null, /the file must be a map/],
  ])('%s', (_, yaml, line, words) => {
    const found = problems(yaml);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(words);
    expect(found[0]).toMatch(
      line === null ? /^\.\/deskhand\.yaml/ : new RegExp(`^\\./deskhand\\.yaml, line ${line}: `),
    );
  });

  test('what is written on Windows, or by a careful hand, is read', () => {
    const good = `rooms:\n  - name: customers\n${hours('closed: ["2028-02-29", 2026-12-25]')}${mailbox('imap: { host: i.example, port: 993 }')}`;
    expect(problems(good)).toEqual([]);
    expect(problems(`\uFEFF${good.replaceAll('\n', '\r\n')}`)).toEqual([]);
    expect(problems('')).toEqual([]);
    expect(problems('# nothing yet\n')).toEqual([]);
    expect(problems(site(', language: auto').replace('shop.example"', 'shop.example/"'))).toEqual([]);
  });

  test('a folder in place of the file', () => {
    expect(problems(null, { DESKHAND_CONFIG: folder })).toEqual([
      expect.stringMatching(/cannot be read: .*Check that it is a file/),
    ]);
  });

  test('a variable that the file uses and nobody set, with its line and what is set instead', () => {
    expect(problems(mailbox('imap: { host: i.example, password: "${HELP_PASSWRD}" }'), { HELP_PASSWORD: 'x' })).toEqual(
      [expect.stringMatching(/^\.\/deskhand\.yaml, line 2, uses \$\{HELP_PASSWRD\}.*Did you mean "HELP_PASSWORD"\?/)],
    );
  });
});
