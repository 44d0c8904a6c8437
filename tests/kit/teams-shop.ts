/** The whole program with Teams as its desk: on real ports, against the stand-in of Teams, with people who press and write. */
import type { TeamsSettings } from '../../adapters/desks/teams/connection/settings.ts';
import type { Env } from '../../src/settings/env.ts';
import { wordsOf } from './far-sides/teams/cards.ts';
import {
  type FakeChannel,
  type FakePerson,
  type FakeTeam,
  type FakeTeams,
  openTeams,
  type TeamsOptions,
} from './far-sides/teams/server.ts';
import type { Shown } from './far-sides/teams/shapes.ts';
import type { PushedTime } from './pushed-time.ts';
import { openShop, type Shop } from './shop.ts';
import { until } from './world.ts';

export interface TeamsShop {
  teams: FakeTeams;
  team: FakeTeam;
  shop: Shop;
  room: FakeChannel;
  /** May change settings: she added the app to the team. */
  ann: FakePerson;
  ben: FakePerson;
  /** The root cards of the room, oldest first; waits until there are so many. */
  cards(count?: number): Promise<Shown[]>;
  /** The newest state of a card. */
  card(root: string): Shown;
  /** Everything that can be read of a message, in one text. */
  words(message: Shown): string;
  /** Waits for an entry of a thread in which these words stand. */
  entry(root: string, words: string | RegExp): Promise<Shown>;
  /** Waits for something that only this person sees, in the channel or in the personal chat. */
  sees(person: FakePerson, words: string | RegExp): Promise<Shown>;
  /** Writes in a thread, and presses Send in the preview. */
  reply(person: FakePerson, card: Shown, text: string): Promise<string>;
  /** What customers got by mail. */
  mailed(count: number): Promise<{ to: string; subject: string; text: string }[]>;
  /** Waits until Teams has nothing to deliver and the program nothing to do. */
  idle(): Promise<void>;
  /** Sentences about what went over the wire against the rules. */
  wire(): string[];
  stop(): Promise<void>;
}

export interface TeamsShopOptions {
  env?: Env;
  yaml?: string;
  /** The secret stands in `.env` of the shop's folder, where a test changes it. */
  dotenv?: true;
  teams?: TeamsOptions;
  folder?: string;
  /** Above 0 it keeps to Teams' rates, and they are demanded. */
  postGapMs?: number;
  /** Prepares Teams before the program starts. */
  before?: (teams: FakeTeams, team: FakeTeam) => void;
  /** People of the team besides Ann and Ben. */
  colleagues?: (team: FakeTeam) => FakePerson[];
  /** Of the room's channel; standard where nothing is said. */
  channel?: 'standard' | 'private' | 'shared';
  /** In place of the machine's clock, for the program and Teams: a test pushes it on. */
  time?: PushedTime;
}

export async function openTeamsShop(options: TeamsShopOptions = {}): Promise<TeamsShop> {
  const { time } = options;
  const teams = await openTeams({ ...(time ? { now: time.measure.now } : {}), ...options.teams });
  const team = teams.team();
  const ann = team.person('Ann');
  const ben = team.person('Ben');
  const members = [ann, ben, ...(options.colleagues?.(team) ?? [])];
  const room = team.channel('customers', { type: options.channel ?? 'standard', members });
  options.before?.(teams, team);
  const shop = await openShop({
    yaml: options.yaml ?? 'hold_seconds: { email: 0.4, webchat: 0.2 }\n',
    postGapMs: options.postGapMs ?? 0,
    ...(options.folder ? { folder: options.folder } : {}),
    ...(time ? { time } : {}),
    ...(options.dotenv ? { dotenv: `TEAMS_CLIENT_SECRET=${teams.secret}\n` } : {}),
    env: { ...envOf(teams, room, options), ...options.env },
  });
  teams.deliverTo(`${shop.url}/api/messages`);
  await team.install(ann);
  return teamsShop({ teams, team, shop, room, ann, ben }, (options.postGapMs ?? 0) > 0);
}

function envOf(teams: FakeTeams, room: FakeChannel, { dotenv }: TeamsShopOptions): Env {
  const { TEAMS_CLIENT_SECRET, ...others } = teamsEnv(teams, room);
  return dotenv ? others : { ...others, TEAMS_CLIENT_SECRET };
}

/** What an admin writes into the environment. */
export function teamsEnv(teams: FakeTeams, room: FakeChannel): Record<string, string> {
  return {
    TEAMS_CLIENT_ID: teams.appId,
    TEAMS_CLIENT_SECRET: teams.secret,
    TEAMS_TENANT_ID: teams.tenant,
    TEAMS_LOGIN_URL: teams.loginUrl,
    TEAMS_SERVICE_HOSTS: teams.host,
    TEAMS_ROOM: room.id,
  };
}

/** The same, as the program has read it. */
export function teamsSettingsOf(teams: FakeTeams): TeamsSettings {
  return {
    clientId: teams.appId,
    clientSecret: teams.secret,
    tenants: [teams.tenant],
    driver: 'apps',
    serviceHosts: [teams.host],
    unsigned: false,
    loginUrl: teams.loginUrl,
    admins: [],
  };
}

type Opened = Pick<TeamsShop, 'teams' | 'team' | 'shop' | 'room' | 'ann' | 'ben'>;

function teamsShop(opened: Opened, paced: boolean): TeamsShop {
  const { teams, shop, room } = opened;
  const fits = (message: Shown, wanted: string | RegExp) =>
    typeof wanted === 'string' ? wordsOf(message).includes(wanted) : wanted.test(wordsOf(message));
  const made: TeamsShop = {
    ...opened,
    words: wordsOf,
    cards: (count = 1) =>
      until(() => {
        const cards = room.posts().filter(isCard);
        return cards.length >= count ? cards : null;
      }, `${count} cards`),
    card: root => room.message(root)!,
    entry: (root, wanted) =>
      until(
        () => room.thread(root).find(each => each.id !== root && fits(each, wanted)) ?? null,
        `"${wanted}" in the thread`,
      ),
    sees: (person, wanted) =>
      until(
        () =>
          [...person.chat(), ...person.privates()].findLast(each => each.by === 'bot' && fits(each, wanted)) ?? null,
        `${person.name} sees "${wanted}"`,
      ),
    reply: async (person, card, text) => {
      const id = await person.say(room, text, { thread: card.id });
      const preview = await made.sees(person, text);
      const { status } = await person.press(preview, 'reply.send');
      if (status !== 200) throw new Error(`The press was answered with ${status}.`);
      return id;
    },
    mailed: count =>
      until(async () => {
        const mails = await shop.mailbox();
        return mails.length >= count ? mails : null;
      }, `${count} mails`),
    idle: async () => {
      await until(async () => {
        await teams.quiet();
        // Whether a visitor has left, and how it went for a customer, is asked after a minute.
        const left = await shop.running.engine.rows(
          `select 1 from jobs where state = 'ready' and kind not in ('reply.goOn', 'rating.ask', 'expert.next')`,
          [],
        );
        return left.length === 0;
      }, 'the program has nothing to do');
    },
    // Most tests post without waiting in between.
    wire: () => teams.problems({ pace: paced }),
    stop: async () => {
      await teams.quiet();
      await shop.stop();
      await teams.close();
    },
  };
  return made;
}

/** A root that names its enquiry, not a notice. */
function isCard(shown: Shown): boolean {
  return shown.by === 'bot' && /^#\d+ {2}·/m.test(wordsOf(shown));
}
