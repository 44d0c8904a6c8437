/** Many workspaces in one program: installed by OAuth as a browser does it, with Slack beside it. */
import {
  type FakeChannel,
  type FakePerson,
  type FakeSlack,
  type FakeTeam,
  openSlack,
} from './far-sides/slack/server.ts';
import type { Shown } from './far-sides/slack/shapes.ts';
import { wireProblems } from './far-sides/slack/wire.ts';
import type { PushedTime } from './pushed-time.ts';
import { openShop, type Shop } from './shop.ts';
import { wordsOf } from './slack-shop.ts';
import { until } from './world.ts';

export interface ManyTeams {
  slack: FakeSlack;
  shop: Shop;
  /** Waits until nothing is on its way, ends all, and looks whether what went over the wire was right. */
  stop(): Promise<void>;
}

interface ManyOptions {
  env?: Record<string, string>;
  /** Of an earlier run, with the Slack that it had. */
  folder?: string;
  slack?: FakeSlack;
  time?: PushedTime;
}

/** What the environment says for a program that many teams install. */
export function manyEnv(slack: FakeSlack): Record<string, string> {
  return {
    SLACK_API_URL: slack.apiUrl,
    SLACK_AUTHORIZE_URL: slack.authorizeUrl,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_CLIENT_ID: slack.clientId,
    SLACK_CLIENT_SECRET: slack.clientSecret,
    SLACK_STATE_SECRET: 'a state secret that is long enough',
  };
}

export async function openManyTeams({ env = {}, folder, slack: given, time }: ManyOptions = {}): Promise<ManyTeams> {
  const slack = given ?? (await openSlack(time ? { now: time.measure.now } : {}));
  const shop = await openShop({
    postGapMs: 0,
    ...(folder ? { folder } : {}),
    ...(time ? { time } : {}),
    env: { ...manyEnv(slack), ...env },
  });
  slack.deliverTo(`${shop.url}/slack/events`);
  return {
    slack,
    shop,
    stop: async () => {
      await slack.quiet();
      await shop.stop();
      if (!given) await slack.close();
      const allow = [/^<https:\/\/[a-z0-9-]+\.slack\.com\/archives\//, /^<#C[A-Z0-9]+>$/];
      // How fast it answers while it is kept busy is the machine's affair, and measured in bench/.
      const wrong = wireProblems(slack, { allow, pace: false }).filter(
        each => !/ms to answer (event|interaction)/.test(each),
      );
      if (wrong.length) throw new Error(wrong.join('\n'));
    },
  };
}

/** What a browser does: the page, Slack's question, and back with the cookie. */
export async function installBy(
  slack: FakeSlack,
  { url }: { url: string },
  next: Parameters<FakeSlack['nextInstall']>[0],
  withCookie = true,
): Promise<Response> {
  slack.nextInstall(next);
  const page = await fetch(`${url}/slack/install`);
  const link = /href="([^"]+authorize[^"]+)"/.exec(await page.text())![1]!.replaceAll('&amp;', '&');
  const asked = await fetch(link, { redirect: 'manual' });
  const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0]!;
  return fetch(asked.headers.get('location')!, { redirect: 'manual', headers: withCookie ? { cookie } : {} });
}

export interface Installed {
  team: FakeTeam;
  ann: FakePerson;
  room: FakeChannel;
}

/** A team that has installed it, with a room and the greeting. */
export async function installTeam(slack: FakeSlack, at: { url: string }, id: string): Promise<Installed> {
  const team = slack.team(id, { name: `Shop ${id}`, installed: false });
  const ann = team.person('Ann', { admin: true });
  const done = await installBy(slack, at, { team, person: ann });
  if (done.status !== 200) throw new Error(`${id} could not be installed: ${await done.text()}`);
  const room = team.channel('customers', { members: [ann], botIn: false });
  await room.inviteBot(ann);
  await until(() => room.messages().length > 0, 'the room is taken');
  await until(() => ann.dms().length > 0, 'the greeting');
  return { team, ann, room };
}

/** A customer's enquiry: Ann tries it out. @returns its card */
export async function tryOut({ ann, room }: Installed): Promise<Shown> {
  const before = new Set(room.messages().map(each => each.ts));
  await ann.press(ann.dms()[0]!, 'trial.start');
  return until(
    () => room.messages().find(each => !before.has(each.ts) && wordsOf(each).includes('Tina Trial')) ?? null,
    'the card of the trial',
  );
}
