/**
 * One installation of many processes: Slack with a room, Teams with another one, a web chat and a mailbox on one PostgreSQL,
 * behind a load balancer without sticky sessions. What each process is started with, and the hands of those outside.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../../src/store/engine.ts';
import { type Balancer, openBalancer } from './balancer.ts';
import { openFreshPostgres } from './engines.ts';
import { type Line, startLine } from './far-sides/line.ts';
import { type FakeChannel, type FakePerson, type FakeSlack, openSlack } from './far-sides/slack/server.ts';
import type { Shown } from './far-sides/slack/shapes.ts';
import { type SmtpSide, startSmtp } from './far-sides/smtp.ts';
import {
  type FakePerson as FakeColleague,
  type FakeChannel as FakeTab,
  type FakeTeams,
  openTeams,
} from './far-sides/teams/server.ts';
import { wordsOf } from './slack-shop.ts';
import { teamsEnv } from './teams-shop.ts';
import { until } from './world.ts';

/** Whether a visitor has left, how it went for a customer, and what a room had at once, is told after a minute or two. */
const SOON_MS = 20_000;

export interface Installation {
  balancer: Balancer;
  engine: Engine;
  url: string;
  folder: string;
  yaml: string;
  /** What each process is started with; its ports are its own. */
  env: Record<string, string>;
  smtp: SmtpSide;
  /** The line to it. */
  line: Line;
  slack: FakeSlack;
  teams: FakeTeams;
  /** In Slack. */
  sam: FakePerson;
  kim: FakePerson;
  customers: FakeChannel;
  /** In Teams. */
  ann: FakeColleague;
  returns: FakeTab;
  /** Teams' people add the app, once a process is there. */
  install(): Promise<void>;
  /** Waits for a card in Slack. */
  card(words: string): Promise<Shown>;
  /** What customers were sent by mail, without what is quoted below. */
  mailed(): string[];
  /** Jobs that are left and due soon. */
  left(): Promise<number>;
  close(): Promise<void>;
}

export async function openInstallation({
  email = smtpPort => `smtp: { host: 127.0.0.1, port: ${smtpPort} }`,
  hold = '{ email: 0, webchat: 0 }',
}: {
  /** The servers of the mailbox in the file. */
  email?: (smtpPort: number) => string;
  hold?: string;
} = {}): Promise<Installation> {
  const [slack, teams, smtp, balancer] = await Promise.all([openSlack(), openTeams(), startSmtp(), openBalancer()]);
  const [database, line] = [await openFreshPostgres(), await startLine({ host: '127.0.0.1', port: smtp.port })];
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-many-'));
  const ofSlack = slack.team();
  const sam = ofSlack.person('Sam', { admin: true });
  const kim = ofSlack.person('Kim');
  const customers = ofSlack.channel('customers', { members: [sam, kim] });
  const team = teams.team();
  const ann = team.person('Ann');
  const returns = team.channel('returns');
  const mailbox = `address: help@shop.example, name_shown: Shop, check_senders: false, ${email(line.port)}`;
  const yaml = `hold_seconds: ${hold}
automatic_answer: { email: off, webchat: off }
rooms: [{ name: customers, slack: ${customers.id} }, { name: returns, teams: '${returns.id}' }]
channels:
  - { name: site, kind: webchat, room: customers, origins: [https://shop.example] }
  - { name: help, kind: email, room: customers, ${mailbox} }
  - { name: back, kind: webchat, room: returns, origins: [https://shop.example] }
`;
  writeFileSync(join(folder, 'deskhand.yaml'), yaml);
  const { TEAMS_ROOM: _room, ...ofTeams } = teamsEnv(teams, returns);
  slack.deliverTo(`${balancer.url}/slack/events`);
  teams.deliverTo(`${balancer.url}/api/messages`);
  return {
    ...{ balancer, smtp, line, slack, teams, sam, kim, customers, ann, returns, folder, yaml },
    engine: database.engine,
    url: balancer.url,
    env: {
      DATABASE_URL: database.url,
      DESKHAND_SECRET_KEY: randomBytes(32).toString('base64'),
      PUBLIC_URL: balancer.url,
      TRUSTED_PROXIES: '127.0.0.1',
      SLACK_API_URL: slack.apiUrl,
      SLACK_BOT_TOKEN: ofSlack.botToken,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      ...ofTeams,
    },
    install: async () => {
      await team.install(ann);
      await ann.install();
    },
    card: words => until(() => customers.messages().find(each => wordsOf(each).includes(words)), `the card "${words}"`),
    mailed: () => smtp.mails.map(each => (each.mail.text ?? '').split('\n\nOn ')[0]!.trim()),
    left: async () => {
      const [row] = await database.engine.rows<{ n: number }>(
        `select count(*) as n from jobs where state = 'ready' and run_at < extract(epoch from now()) * 1000 + ${SOON_MS}`,
        [],
      );
      return Number(row!.n);
    },
    close: async () => {
      await slack.quiet();
      await teams.quiet();
      await balancer.close();
      await Promise.all([slack.close(), teams.close(), line.stop(), smtp.stop()]);
      await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
