/** The whole program in this process, on real ports and a folder that goes away, with short holds. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { createTransport } from 'nodemailer';
import type { Post, RoomItem } from '../../adapters/desks/practice/records.ts';
import { readStart } from '../../src/app/adapters.ts';
import { compose, type Running } from '../../src/app/compose.ts';
import type { Machine } from '../../src/outbox/steady-clock.ts';
import type { ButtonView } from '../../src/ports/button.ts';
import type { DeskKind } from '../../src/ports/desk.ts';
import type { CardView, MarkView, PrivateView } from '../../src/ports/views.ts';
import { makeLog } from '../../src/server/log.ts';
import type { Env } from '../../src/settings/env.ts';
import { liveEnvironment } from '../../src/settings/environment.ts';
import { putMigrated } from './migrated.ts';
import type { PushedTime } from './pushed-time.ts';
import { freePort } from './servers.ts';
import { visit } from './visitor.ts';
import { until } from './world.ts';

export interface ThreadSeen {
  card: CardView;
  posts: { ref: string; post: Post; mark: MarkView | null }[];
  privates: { key: string; view: PrivateView }[];
}

export interface Shop {
  running: Running;
  url: string;
  folder: string;
  mailPort: number;
  mail(message: { from?: string; subject?: string; text?: string; raw?: string | Buffer; to?: string }): Promise<void>;
  chat(): Promise<{
    token: string;
    send(text: string, cid?: string): Promise<Response>;
    read(n: number): Promise<{ n: number; from: string; text: string }[]>;
  }>;
  /** What customers got by mail, newest first. */
  mailbox(): Promise<{ to: string; subject: string; text: string }[]>;
  room(): Promise<RoomItem[]>;
  cards(count?: number): Promise<{ thread: string; card: CardView }[]>;
  thread(thread: string, person?: string): Promise<ThreadSeen>;
  act(person: string, action: object): Promise<Response>;
  press(person: string, thread: string, button: Pick<ButtonView, 'id' | 'value'>): Promise<Response>;
  /** Writes in the thread, presses Send in the preview. */
  reply(person: string, thread: string, text: string): Promise<void>;
  stop(): Promise<void>;
}

export async function openShop(
  options: {
    env?: Env;
    yaml?: string;
    folder?: string;
    postGapMs?: number;
    machine?: Machine;
    /** In place of the machine's: a test pushes it on. */
    time?: PushedTime;
    desk?: DeskKind;
    /** What stands in `.env` in its folder; the settings are read again while it runs. */
    dotenv?: string;
  } = {},
): Promise<Shop> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'deskhand-shop-'));
  const config = join(folder, 'deskhand.yaml');
  writeFileSync(config, options.yaml ?? 'hold_seconds: { email: 0.3, webchat: 0.2 }\n');
  const database = join(folder, 'd.db');
  const file = join(folder, '.env');
  if (options.dotenv !== undefined) writeFileSync(file, options.dotenv);
  if (!options.env?.DATABASE_URL && !existsSync(database)) await putMigrated(database);
  const { postGapMs, machine, time } = options;
  const begin = async (port: number, triesLeft: number): Promise<{ running: Running; mailPort: number }> => {
    const env: Env = {
      PORT: '0',
      DATABASE_URL: `sqlite:${database}`,
      DESKHAND_CONFIG: config,
      MAIL_RECEIVER_PORT: String(port),
      LOG_LEVEL: 'silent',
      ...options.env,
      ...parseEnv(options.dotenv ?? ''),
    };
    const start = readStart(env);
    const environment = liveEnvironment(env, file);
    try {
      const log = makeLog(start.settings.logLevel);
      return {
        running: await compose(start, log, {
          ...(postGapMs === undefined ? {} : { postGapMs }),
          ...(time ? { machine: time.machine, measure: time.measure } : {}),
          ...(machine ? { machine } : {}),
          ...(options.desk ? { desk: options.desk } : {}),
          ...(options.dotenv === undefined ? {} : { again: { read: () => readStart(environment.now()), file } }),
        }),
        mailPort: port,
      };
    } catch (error) {
      // A free port is only free until somebody else takes it: tests beside this one do.
      if (triesLeft === 0 || !/used by another program/.test(String(error))) throw error;
      return begin(await freePort(), triesLeft - 1);
    }
  };
  const { running, mailPort } = await begin(await freePort(), 3);
  const { url } = running;
  let n = 0;
  const json = async <T>(path: string) => (await (await fetch(`${url}${path}`)).json()) as T;
  const shop: Shop = {
    running,
    url,
    folder,
    mailPort,
    mail: async ({ from = 'maya@example.com', to = 'help@shop.example', ...rest }) => {
      const transport = createTransport({ host: '127.0.0.1', port: mailPort, ignoreTLS: true });
      const envelope = { from: /<(.*)>/.exec(from)?.[1] ?? from, to };
      await transport
        .sendMail(rest.raw === undefined ? { from, to, ...rest } : { envelope, raw: rest.raw })
        .finally(() => transport.close());
    },
    chat: async () => {
      const visitor = await visit(url);
      const auth = { 'Content-Type': 'application/json', Authorization: `Bearer ${visitor.token}` };
      return {
        token: visitor.token,
        send: (text, cid = `cid-${Date.now()}-${++n}`) =>
          fetch(`${url}/chat/site/send`, {
            method: 'POST',
            headers: auth,
            body: JSON.stringify({ cid, text, page: 'http://shop/' }),
          }),
        read: async count => {
          const heard = visitor.listen();
          const entries = await heard.have(count);
          heard.close();
          return entries;
        },
      };
    },
    mailbox: () => json('/demo/mailbox.json'),
    room: async () => {
      const { rooms } = await json<{ rooms: { id: string }[] }>('/practice/start');
      return (await json<{ items: RoomItem[] }>(`/practice/room?room=${rooms[0]!.id}&person=Ann`)).items;
    },
    cards: (count = 0) =>
      until(async () => {
        const found = (await shop.room()).flatMap(item =>
          item.card ? [{ thread: item.thread, card: item.card }] : [],
        );
        return found.length >= count ? found : null;
      }, `${count} cards`),
    thread: (thread, person = 'Ann') => json<ThreadSeen>(`/practice/thread?thread=${thread}&person=${person}`),
    act: (person, action) =>
      fetch(`${url}/practice/act`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ id: crypto.randomUUID(), person, ...action }),
      }),
    press: (person, thread, { id, value }) => shop.act(person, { do: 'press', thread, button: id, value }),
    reply: async (person, thread, text) => {
      await shop.act(person, { do: 'write', thread, text });
      const view = await until(
        async () => (await shop.thread(thread, person)).privates.find(each => each.view.quote?.text === text)?.view,
        'the preview',
      );
      await shop.press(person, thread, view.buttons[0]!);
    },
    stop: async () => {
      await running.stop();
      if (!options.folder) rmSync(folder, { recursive: true, force: true });
    },
  };
  return shop;
}
