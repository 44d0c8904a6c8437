/** The whole program with Slack as its desk: on real ports, against the stand-in of Slack, with people who press and write. */
import type { SlackSettings } from '../../adapters/desks/slack/connection/settings.ts';
import type { Env } from '../../src/settings/env.ts';
import type { Engine } from '../../src/store/engine.ts';
import {
  type FakeChannel,
  type FakePerson,
  type FakeSlack,
  type FakeTeam,
  openSlack,
  type SlackOptions,
} from './far-sides/slack/server.ts';
import type { Json, Shown } from './far-sides/slack/shapes.ts';
import { wireProblems } from './far-sides/slack/wire.ts';
import { type PushedTime, pushedTime } from './pushed-time.ts';
import { openShop, type Shop } from './shop.ts';
import { until } from './world.ts';

export interface SlackShop {
  slack: FakeSlack;
  team: FakeTeam;
  shop: Shop;
  room: FakeChannel;
  /** May change settings. */
  ann: FakePerson;
  ben: FakePerson;
  /** As of the kit; meanwhile, what failed is tried again at once. */
  until: typeof until;
  /** The root cards of the room, oldest first; waits until there are so many. */
  cards(count?: number): Promise<Shown[]>;
  /** The newest state of a card. */
  card(ts: string): Shown;
  /** Everything that can be read of a message, in one text. */
  words(message: Json): string;
  /** Waits for an entry of a thread in which these words stand. */
  entry(ts: string, words: string | RegExp): Promise<Shown>;
  /** Waits for something that only this person sees. */
  sees(person: FakePerson, words: string | RegExp): Promise<Shown>;
  /** Writes in a thread, and presses Send in the preview. */
  reply(person: FakePerson, card: Shown, text: string): Promise<string>;
  /** What customers got by mail. */
  mailed(count: number): Promise<{ to: string; subject: string; text: string }[]>;
  /** Waits until Slack has nothing to deliver and the program nothing to do. */
  idle(): Promise<void>;
  /** Sentences about what went over the wire against the rules. */
  wire(): string[];
  stop(): Promise<void>;
}

/** Longer than any hold, and than what waits for its room or for the next try. */
const SOON_MS = 20_000;

export interface SlackShopOptions {
  env?: Env;
  yaml?: string;
  /** Slack's credentials stand in `.env` of the shop's folder, where a test changes them. */
  dotenv?: true;
  slack?: SlackOptions;
  folder?: string;
  postGapMs?: number;
  socket?: boolean;
  /** Prepares Slack before the program starts. */
  before?: (slack: FakeSlack, team: FakeTeam) => void;
  /** People of the channel besides Ann and Ben. */
  colleagues?: (team: FakeTeam) => FakePerson[];
  /** What the program and Slack go by, where a test pushes it on itself. */
  time?: PushedTime;
}

export async function openSlackShop(options: SlackShopOptions = {}): Promise<SlackShop> {
  const time = options.time ?? pushedTime();
  const slack = await openSlack({ now: time.measure.now, ...options.slack });
  const team = slack.team();
  const ann = team.person('Ann', { admin: true });
  const ben = team.person('Ben');
  const room = team.channel('customers', { members: [ann, ben, ...(options.colleagues?.(team) ?? [])] });
  options.before?.(slack, team);
  const secrets = {
    SLACK_BOT_TOKEN: team.botToken,
    ...(options.socket ? { SLACK_APP_TOKEN: slack.appToken } : { SLACK_SIGNING_SECRET: slack.signingSecret }),
  };
  const shop = await openShop({
    yaml: options.yaml ?? 'hold_seconds: { email: 0.4, webchat: 0.2 }\n',
    postGapMs: options.postGapMs ?? 0,
    ...(options.dotenv ? { dotenv: dotenvOf(secrets) } : {}),
    // Postgres has a time of its own.
    ...(options.env?.DATABASE_URL ? {} : { time }),
    ...(options.folder ? { folder: options.folder } : {}),
    env: {
      SLACK_API_URL: slack.apiUrl,
      SLACK_ROOM: room.id,
      ...(options.dotenv ? {} : secrets),
      ...options.env,
    },
  });
  if (!options.socket) slack.deliverTo(`${shop.url}/slack/events`);
  else await until(() => slack.socket.connections() > 0, 'the line to Slack');
  const push = options.env?.DATABASE_URL || options.slack?.now ? null : time;
  const made = slackShop({ slack, team, shop, room, ann, ben, time: push }, (options.postGapMs ?? 0) > 0);
  return { ...made, stop: async () => stopAll(slack, shop) };
}

/** Lines of `.env`. */
export function dotenvOf(secrets: Record<string, string>): string {
  return Object.entries(secrets)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}

/** What the environment would say of a workspace with a token of its own. */
export function slackSettings(slack: FakeSlack, botToken: string): SlackSettings {
  const { signingSecret, apiUrl, authorizeUrl } = slack;
  return { mode: 'http', signingSecret, botToken, oauth: null, appToken: null, apiUrl, authorizeUrl };
}

async function stopAll(slack: FakeSlack, shop: Shop): Promise<void> {
  await slack.quiet();
  await shop.stop();
  await slack.close();
}

interface Opened extends Pick<SlackShop, 'slack' | 'team' | 'shop' | 'room' | 'ann' | 'ben'> {
  /** What the program and Slack go by, where a test may push it on. */
  time: PushedTime | null;
}

function slackShop({ slack, team, shop, room, ann, ben, time }: Opened, paced: boolean): Omit<SlackShop, 'stop'> {
  const fits = (message: Json, wanted: string | RegExp) =>
    typeof wanted === 'string' ? wordsOf(message).includes(wanted) : wanted.test(wordsOf(message));
  const next = async () => (await nextJobs(shop.running.engine))[0] ?? null;
  /** Nobody waits for what time alone brings: it passes, where nothing is to be done before. */
  const passes = (at: number) => {
    const left = time ? at - time.measure.now() : 0;
    if (!time || left <= 0 || left > SOON_MS) return false;
    time.push(left);
    return true;
  };
  /** A hold goes on while somebody looks; what failed is tried again at once. */
  const wait: typeof until = (look, what, withinMs) =>
    until(
      async () => {
        const found = await look();
        if (found || !time) return found;
        const job = await next();
        if (job?.failed) passes(job.at);
        return null;
      },
      what,
      withinMs,
    );
  const made: Omit<SlackShop, 'stop'> = {
    slack,
    team,
    shop,
    room,
    ann,
    ben,
    words: wordsOf,
    until: wait,
    cards: (count = 1) =>
      wait(() => {
        const cards = room.messages().filter(isCard);
        return cards.length >= count ? cards : null;
      }, `${count} cards`),
    card: ts => room.message(ts)!,
    entry: (ts, wanted) =>
      wait(() => room.thread(ts).find((each, i) => i > 0 && fits(each, wanted)) ?? null, `"${wanted}" in the thread`),
    sees: (person, wanted) =>
      wait(() => person.ephemerals().findLast(each => fits(each, wanted)) ?? null, `${person.name} sees "${wanted}"`),
    reply: async (person, card, text) => {
      const ts = await person.say(room, text, { thread: card.ts });
      const preview = await made.sees(person, text);
      const { status } = await person.press(preview, 'reply.send');
      if (status !== 200) throw new Error(`The press was answered with ${status}.`);
      return ts;
    },
    mailed: count =>
      until(async () => {
        const mails = await shop.mailbox();
        if (mails.length >= count) return mails;
        await slack.quiet();
        const job = await next();
        if (job) passes(job.at);
        return null;
      }, `${count} mails`),
    idle: async () => {
      await until(async () => {
        await slack.quiet();
        const job = await next();
        if (job) passes(job.at);
        return job === null;
      }, 'the program has nothing to do');
    },
    // Most tests post without waiting in between.
    wire: () =>
      wireProblems(slack, {
        allow: [new RegExp(`^<https://${team.domain}\\.slack\\.com/archives/`), /^<#C[A-Z0-9]+>$/],
        pace: paced,
      }),
  };
  return made;
}

/**
 * What is to be done, first what is due first; what runs is due. Whether a visitor has left, and how it went for a customer, is
 * asked after a minute: nobody waits for that.
 */
async function nextJobs(engine: Engine): Promise<{ at: number; failed: boolean }[]> {
  const later = engine.kind === 'sqlite' ? 'max' : 'greatest';
  const rows = await engine.rows<{ at: number; failed: number }>(
    `select case when j.locked_by is null then ${later}(j.run_at, coalesce(l.next_at, 0)) else 0 end as at,
       case when j.last_error is null then 0 else 1 end as failed
     from jobs j left join lanes l on l.id = j.lane
     where j.state = 'ready' and j.kind not in ('reply.goOn', 'rating.ask', 'expert.next') order by 1`,
    [],
  );
  return rows.map(({ at, failed }) => ({ at: Number(at), failed: failed === 1 }));
}

/** A root of ours with buttons or a status, not a notice. */
function isCard(message: Json): boolean {
  return (message.blocks ?? []).some((block: Json) => block.type === 'rich_text') && !message.thread_ts_only;
}

/** Every text of a message's blocks, and its own. */
export function wordsOf(message: Json): string {
  const found: string[] = [];
  const see = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) see(each);
    else if (value && typeof value === 'object') {
      const { text } = value as Json;
      if (typeof text === 'string') found.push(text);
      for (const [name, each] of Object.entries(value)) if (name !== 'metadata') see(each);
    }
  };
  see(message.blocks ?? []);
  return found.length ? found.join('\n') : String(message.text ?? '');
}
