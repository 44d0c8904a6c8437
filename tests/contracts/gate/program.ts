/** The whole program behind a desk on trial: in this process, or in one of its own that can be killed. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { createTransport } from 'nodemailer';
import type { DeskKind } from '../../../src/ports/desk.ts';
import type { Env } from '../../../src/settings/env.ts';
import { type RunningCli, startCli } from '../../kit/cli.ts';
import type { PushedTime } from '../../kit/pushed-time.ts';
import { freePort } from '../../kit/servers.ts';
import { openShop } from '../../kit/shop.ts';
import { until } from '../../kit/world.ts';

export type Mode = 'preview' | 'direct';

export interface ProgramOptions {
  mode: Mode;
  /** How long a mail is held. */
  holdSeconds: number;
  /** In a process of its own. */
  killable?: boolean;
  /** What the program in this process and its far side go by, so that nobody waits for a hold; else the machine's. */
  time?: PushedTime;
  /** Channels beside the mailbox, as in the provisioning file, and what they need of the environment. */
  more?: { yaml: string; env: Env };
}

export interface Program {
  url: string;
  /** A customer writes; each address is a customer of its own, whose later mails answer the first. */
  mail(from: string, text: string, file?: { name: string; content: string }): Promise<void>;
  /** The words that reached an address, oldest first, without what our mails add. */
  got(address: string): Promise<string[]>;
  /** Names of the files that reached an address, as often as they did. */
  files(address: string): Promise<string[]>;
  /** Waits until there is nothing left to do but what time brings. */
  idle(): Promise<void>;
  /** From now on every job of these kinds is remembered. @returns runs them a second time, as after a crash */
  rerun(kinds: string[]): () => Promise<void>;
  /** The program wants to say something in the room, twice under one key. */
  notice(words: string): void;
  /** kill -9, and a new start on what is on the disk. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** A dead process's jobs may be waited for this long. */
const IDLE_WITHIN_MS = 60_000;
/** A job that nobody announced is found by the worker after this. */
const POLLED_WITHIN_MS = 1_000;
/** What is due later than this is brought by time alone. */
const SOON_MS = 20_000;

/**
 * @param env what the desk needs
 * @param desk a desk of the tests' own, in this process
 */
export async function startProgram(options: ProgramOptions, env: Env, desk?: DeskKind): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-gate-'));
  const yaml = `rooms: [{ name: customers, reply: ${options.mode} }]\nhold_seconds: { email: ${options.holdSeconds} }\n${options.more?.yaml ?? ''}`;
  const all = { ...env, ...options.more?.env };
  const running = options.killable
    ? await ofItsOwn(folder, yaml, all)
    : await inHere(folder, yaml, all, options.time, desk);
  const database = new Database(join(folder, 'd.db'));
  database.pragma('busy_timeout = 10000');
  const json = async <T>(path: string) => (await (await fetch(`${running.url}${path}`)).json()) as T;
  const written = new Map<string, number>();
  return {
    url: running.url,
    mail: async (from, text, file) => {
      const n = (written.get(from) ?? 0) + 1;
      written.set(from, n);
      const first = `<1-${from}>`;
      const names = { messageId: `<${n}-${from}>`, ...(n > 1 ? { inReplyTo: first, references: first } : {}) };
      const transport = createTransport({ host: '127.0.0.1', port: running.mailPort, ignoreTLS: true });
      const attachments = file ? [{ filename: file.name, content: file.content }] : [];
      await transport
        .sendMail({ from, to: 'help@shop.example', subject: 'The lid', text, attachments, ...names })
        .finally(() => transport.close());
    },
    got: async address => {
      const mails = await json<{ to: string; text: string }[]>('/demo/mailbox.json');
      return mails
        .filter(each => each.to === address)
        .reverse()
        .map(each => each.text.split(/\n\n[^\n]+:\n+>/)[0]!.trimEnd());
    },
    files: async address => {
      const mails = await json<{ to: string; files: string[] }[]>('/demo/mailbox.json');
      return mails.filter(each => each.to === address).flatMap(each => each.files);
    },
    idle: () =>
      until(
        () => {
          const now = running.now();
          const { at } = database
            .prepare(
              `select min(run_at) as at from jobs
               where state = 'ready' and run_at < ? and kind not in ('reply.goOn', 'rating.ask')`,
            )
            .get(now + SOON_MS) as { at: number | null };
          // Nobody waits for a hold by the clock on the wall.
          if (at !== null && at > now) running.push?.(at - now);
          return at === null;
        },
        'nothing left to do',
        IDLE_WITHIN_MS,
      ).then(() => {}),
    rerun: kinds => {
      const name = `again_${randomUUID().replaceAll('-', '')}`;
      const columns = (database.pragma('table_info(jobs)') as { name: string }[])
        .map(each => each.name)
        .filter(each => each !== 'seq' && each !== 'id');
      const list = columns.join(', ');
      database.exec(
        `create table ${name} as select ${list} from jobs where 0;
         create trigger ${name}_t after insert on jobs when new.kind in (${kinds.map(each => `'${each}'`).join(', ')})
         begin insert into ${name} (${list}) values (${columns.map(each => `new.${each}`).join(', ')}); end`,
      );
      return async () => {
        database.exec(`drop trigger ${name}_t`);
        const { changes } = database
          .prepare(`insert into jobs (id, ${list}) select 'job_' || lower(hex(randomblob(8))), ${list} from ${name}`)
          .run();
        if (changes === 0) throw new Error(`No job of ${kinds.join(', ')} was there to run again.`);
        database.exec(`drop table ${name}`);
        running.push?.(POLLED_WITHIN_MS);
      };
    },
    notice: words => {
      const { id: roomId, workspace } = database
        .prepare('select id, workspace_id as workspace from rooms limit 1')
        .get() as { id: string; workspace: string };
      const payload = JSON.stringify({ roomId, key: words, words, tone: 'quiet' });
      const row = database.prepare(
        `insert into jobs (id, workspace_id, kind, key, lane, payload, state, run_at, attempts, attempts_max)
         values (?, ?, 'room.notice', ?, ?, ?, 'ready', ?, 0, 8)`,
      );
      for (let i = 0; i < 2; i++)
        row.run(`job_${i}${randomUUID()}`, workspace, `notice:${i}`, `room:${roomId}`, payload, running.now());
      running.push?.(POLLED_WITHIN_MS);
    },
    crash: () => running.crash(),
    stop: async () => {
      database.close();
      await running.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Run {
  url: string;
  mailPort: number;
  /** Its time. */
  now(): number;
  /** Lets time pass; nobody can in a process of its own. */
  push?(ms: number): void;
  crash(): Promise<void>;
  stop(): Promise<void>;
}

async function inHere(
  folder: string,
  yaml: string,
  env: Env,
  time: PushedTime | undefined,
  desk: DeskKind | undefined,
): Promise<Run> {
  const options = { folder, yaml, env, postGapMs: 0, ...(time ? { time } : {}), ...(desk ? { desk } : {}) };
  const { url, mailPort, stop } = await openShop(options);
  const crash = () => Promise.reject(new Error('Only a process of its own can be killed.'));
  return { url, mailPort, now: time?.measure.now ?? Date.now, ...(time ? { push: time.push } : {}), crash, stop };
}

async function ofItsOwn(folder: string, yaml: string, env: Env): Promise<Run> {
  writeFileSync(join(folder, 'deskhand.yaml'), yaml);
  const [port, mailPort] = [await freePort(), await freePort()];
  const settings = {
    PORT: String(port),
    DATABASE_URL: `sqlite:${join(folder, 'd.db')}`,
    MAIL_RECEIVER_PORT: String(mailPort),
    LOG_LEVEL: 'silent',
    ...(env as Record<string, string>),
  };
  const ready = async (): Promise<RunningCli> => {
    const cli = await startCli(folder, settings);
    await until(
      () =>
        fetch(`${cli.url}/readyz`).then(
          response => response.ok,
          () => false,
        ),
      'it is ready',
      120_000,
    );
    return cli;
  };
  let cli = await ready();
  return {
    url: cli.url,
    mailPort,
    now: Date.now,
    crash: async () => {
      await cli.stop('SIGKILL');
      cli = await ready();
    },
    stop: async () => void (await cli.stop()),
  };
}
