/**
 * Microsoft's own Agents Playground as the far side of Teams: a program of its own, on this machine alone, in a folder that
 * goes away. It draws cards as Teams does and delivers what is pressed; what it does not deliver, we do for it.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { freePort } from '../servers.ts';
import { until } from '../world.ts';
import { beforePlayground, type Written } from './playground-consent.ts';

/** On a machine that runs other tests beside this one; alone it takes two seconds. */
const START_WITHIN_MS = 90_000;
/** A free port is only free until somebody else takes it: tests beside this one do. */
const TRIES_MAX = 3;

export interface PlaygroundPerson {
  id: string;
  name: string;
  aadObjectId: string;
}

const person = (n: number, name: string): PlaygroundPerson => ({
  id: `29:1${'a'.repeat(30)}${n}`,
  name,
  aadObjectId: `00000000-0000-4000-8000-00000000000${n}`,
});

/** Whoever sits at the Playground. */
export const ANN = person(0, 'Ann Lee');
/** A colleague: what he does, the test delivers. The Playground wants five of them. */
export const BEN = person(1, 'Ben Okafor');
const OTHERS = ['Cleo Marsh', 'Dev Rao', 'Eve Lund', 'Finn Berg'].map((name, i) => person(i + 2, name));

/** Ids in the shapes that Teams gives them, so that threads are `...;messageid=...` as well. */
const TENANT = '00000000-0000-4000-8000-0000000000aa';
export const BOT = { id: '28:00000000-0000-4000-8000-0000000000bb', name: 'Deskhand' };
export const ROOM = '19:customers@thread.tacv2';
const CHAT = 'a:1personal';
const TEAM = { id: '19:general@thread.tacv2', name: 'Kettle & Co', aadGroupId: '00000000-0000-4000-8000-0000000000cc' };

export interface Playground {
  /** What a browser opens. What Ann writes there in a thread is delivered, with a mention of Deskhand or without. */
  url: string;
  /** Delivers an activity. By itself the Playground has no edits, no deletions, no reactions, and nobody but Ann. */
  deliver(activity: object): Promise<void>;
  /** An activity in a thread of the room, as Teams writes it, for `deliver`. */
  inThread(thread: string, by: PlaygroundPerson, more: object): object;
  /** Presses an Action.Execute as one of its people. @returns how that was answered */
  press(by: PlaygroundPerson, thread: string, verb: string, value: string): Promise<{ status: number; body: unknown }>;
  stop(): Promise<void>;
}

/** @param endpoint where the program takes deliveries */
export async function startPlayground(endpoint: string, tries = 1): Promise<Playground> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-playground-'));
  const log = join(folder, 'playground.log');
  writeFileSync(join(folder, '.m365agentsplayground.yml'), stringify(configuration()));
  const port = await freePort();
  const own = `http://127.0.0.1:${port}`;
  const args = [...program(), '-e', endpoint, '-c', 'msteams', '-p', `${port}`, '--disable-telemetry'];
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    TEAMSAPPTESTER_BROWSER: 'none',
    M365_AGENTS_PLAYGROUND_LOGFILE: log,
    M365_AGENTS_PLAYGROUND_SERVICE_URL: `${own}/_connector`,
  };
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream!.on('data', chunk => (said += chunk));
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()));
  let door: Awaited<ReturnType<typeof beforePlayground>> | null = null;
  const stop = async () => {
    door?.stop();
    child.kill('SIGKILL');
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const answers = async () => {
    if (child.exitCode !== null) throw new Error('The Agents Playground ended by itself.');
    return (await fetch(`${own}/_debug/ping`).catch(() => null))?.ok;
  };
  try {
    await until(answers, 'the Agents Playground answers', START_WITHIN_MS);
  } catch (error) {
    // A configuration that it does not like is named in its log alone.
    const why = [(error as Error).message, said, read(log)].join('\n');
    await stop();
    if (/EADDRINUSE/.test(why) && tries < TRIES_MAX) return startPlayground(endpoint, tries + 1);
    throw new Error(why, { cause: error });
  }
  const made = hands(own);
  door = await beforePlayground(port, async ({ thread, id, text, mentions }) => {
    // The Playground delivers these itself, and all of the personal chat.
    if (mentions.some(each => each.mentioned.id === BOT.id) || !thread.startsWith(`${ROOM};`)) return;
    await made.deliver(made.inThread(thread, ANN, { id, ...words(text, mentions) }));
  });
  return { url: door.url, stop, ...made };
}

/** Text as Teams delivers it: plain, and as markup. */
export function words(text: string, mentions: Written['mentions'] = []): object {
  const html = text.replaceAll('<', '&lt;').replace(/&lt;at>(.*?)&lt;\/at>/g, (_, name: string) => {
    const n = mentions.findIndex(each => each.mentioned.name === name);
    return `<span itemtype="http://schema.skype.com/Mention" itemscope itemid="${n}">${name}</span>`;
  });
  return {
    text,
    textFormat: 'plain',
    attachments: [{ contentType: 'text/html', content: `<p>${html}</p>` }],
    entities: mentions.map(each => ({ type: 'mention', ...each })),
  };
}

function hands(url: string): Pick<Playground, 'deliver' | 'inThread' | 'press'> {
  const post = (path: string, body: object) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  return {
    deliver: async activity => {
      const { status } = await post('/_internal/v1/customActivities', activity);
      if (status !== 200) throw new Error(`The Agents Playground does not deliver it: ${status}.`);
    },
    inThread: (thread, from, more) => ({
      type: 'message',
      channelId: 'msteams',
      serviceUrl: `${url}/_connector`,
      timestamp: new Date().toISOString(),
      from,
      recipient: BOT,
      conversation: { id: thread, conversationType: 'channel', isGroup: true, tenantId: TENANT },
      channelData: { tenant: { id: TENANT }, team: { id: TEAM.id }, channel: { id: ROOM } },
      ...more,
    }),
    press: async (by, thread, verb, value) => {
      const response = await post('/_conversation/v1/invoke', {
        name: 'adaptiveCard/action',
        value: { action: { type: 'Action.Execute', verb, data: { value } } },
        from: { id: by.id },
        conversation: { id: thread },
        replyToId: thread.split('messageid=')[1],
      });
      return { status: response.status, body: await response.json() };
    },
  };
}

/** It listens everywhere and has no option for it, so Node is told: on this machine alone, and as long as we are there. */
function program(): string[] {
  const local = `import net from 'node:net';
    const { listen } = net.Server.prototype;
    net.Server.prototype.listen = function (...given) {
      if (Number.isInteger(given[0])) given.splice(1, typeof given[1] === 'string' ? 1 : 0, '127.0.0.1');
      return listen.apply(this, given);
    };
    process.once('disconnect', () => process.exit());`;
  const require = createRequire(import.meta.url);
  const cli = require.resolve('@microsoft/m365agentsplayground/cli.js');
  return ['--import', `data:text/javascript,${encodeURIComponent(local)}`, cli];
}

function configuration(): object {
  const full = ({ id, name, aadObjectId }: PlaygroundPerson) => {
    const [givenName = '', surname] = name.split(' ');
    const email = `${givenName.toLowerCase()}@shop.example`;
    return { id, name, aadObjectId, givenName, surname, email, userPrincipleName: email };
  };
  return {
    version: '0.1.0',
    tenantId: TENANT,
    bot: BOT,
    currentUser: full(ANN),
    users: [BEN, ...OTHERS].map(full),
    personalChat: { id: CHAT },
    groupChat: { id: '19:group@thread.v2', name: 'Back office' },
    team: { ...TEAM, channels: [{ id: ROOM, name: 'Customers' }] },
  };
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
