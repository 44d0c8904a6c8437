/** One import by the whole program, and by the plain loop, from the same mailbox; each is a program of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dovecot } from '../../tests/kit/far-sides/dovecot.ts';
import { freePort } from '../../tests/kit/servers.ts';
import { visit } from '../../tests/kit/visitor.ts';
import { until } from '../../tests/kit/world.ts';
import { SHOP } from './corpus.ts';
import { lookInto } from './look.ts';
import { type Watched, watch } from './watched.ts';

/** Far above what any import here takes. */
const IMPORT_WITHIN_MS = 30 * 60_000;
const AT_REST_AFTER_MS = 60_000;
const LOOK_EVERY_MS = 20;
/** Mails and chats that come while an import runs, one after another. */
const PROBES = 5;
const PROBED_EVERY_MS = 1_000;

export interface Round {
  mailsPerSecond: number;
  /** Until the last card was on the desk as well. */
  withCardsPerSecond: number;
  cpuSeconds: number;
  highestMb: number;
  restMb: number | null;
  /** From a mail's delivery, and a chat's message, to its card. */
  mailMs: number[];
  chatMs: number[];
  course: number[];
}

interface RoundOptions {
  dovecot: Dovecot;
  smtpPort: number;
  user: string;
  mails: number;
  /** New mails and chats come meanwhile. */
  probed?: boolean;
  /** The memory a minute later is looked at. */
  rested?: boolean;
  nodeArgs?: string[];
}

/** Starts the program on an empty database and lets it import a mailbox. */
export async function importRound(options: RoundOptions): Promise<Round> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-ingest-'));
  const port = await freePort();
  const service = startService(folder, options, port);
  const look = lookInto(join(folder, 'data', 'deskhand.db'));
  try {
    const stored = () => look.count('select count(*) as n from raws');
    await until(async () => stored() > 0, 'the first mail', 60_000);
    const [began, cpuBefore, first] = [performance.now(), service.cpuSeconds(), stored()];
    const probes = options.probed ? await probe(options, look, port) : { mailMs: [], chatMs: [] };
    const extra = probes.mailMs.length + probes.chatMs.length;
    await until(async () => stored() >= options.mails + extra, 'all mail', IMPORT_WITHIN_MS);
    const readMs = performance.now() - began;
    await until(
      async () => look.count(`select count(*) as n from jobs where state = 'ready' and run_at < ${Date.now()}`) === 0,
      'all cards',
      IMPORT_WITHIN_MS,
    );
    const shownMs = performance.now() - began;
    const [cpuSeconds, highestMb] = [service.cpuSeconds() - cpuBefore, service.highestMb()];
    if (options.rested) await new Promise(resolve => setTimeout(resolve, AT_REST_AFTER_MS));
    return {
      mailsPerSecond: (options.mails - first) / (readMs / 1_000),
      withCardsPerSecond: options.mails / (shownMs / 1_000),
      cpuSeconds,
      highestMb: Math.max(highestMb, service.highestMb()),
      restMb: options.rested ? service.memoryMb() : null,
      ...probes,
      course: service.course,
    };
  } finally {
    look.close();
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Kills the program in the middle of an import. @returns how long the next one takes from its start to its next mail, in ms */
export async function restartRound(options: RoundOptions): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-killed-'));
  const port = await freePort();
  const look = lookInto(join(folder, 'data', 'deskhand.db'));
  let service = startService(folder, options, port);
  try {
    const stored = () => look.count('select count(*) as n from raws');
    await until(() => stored() > options.mails / 2, 'half of the mail', IMPORT_WITHIN_MS);
    await service.stop('SIGKILL');
    const before = stored();
    const began = performance.now();
    service = startService(folder, options, port);
    while (stored() <= before) await pause();
    return performance.now() - began;
  } finally {
    look.close();
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The plain loop on the same mailbox. */
export async function bareRound({ dovecot, user }: Pick<RoundOptions, 'dovecot' | 'user'>) {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-bare-'));
  const args = [String(dovecot.imapPort), user, dovecot.password, join(folder, 'bare.db')];
  const loop = watch(join(import.meta.dirname, 'bare.ts'), args);
  try {
    let [highestMb, cpuSeconds] = [0, 0];
    await until(
      async () => {
        if (loop.process.exitCode !== null) return true;
        [highestMb, cpuSeconds] = [loop.highestMb(), loop.cpuSeconds()];
        return loop.printed() !== '';
      },
      'the plain loop',
      IMPORT_WITHIN_MS,
    );
    const { mails, ms } = JSON.parse(loop.printed()) as { mails: number; ms: number };
    return { mailsPerSecond: mails / (ms / 1_000), highestMb, cpuSeconds };
  } finally {
    await loop.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function startService(folder: string, { dovecot, smtpPort, user, nodeArgs = [] }: RoundOptions, port: number): Watched {
  const config = join(folder, 'deskhand.yaml');
  writeFileSync(
    config,
    `rooms: [{ name: customers }]
channels:
  - name: help
    kind: email
    room: customers
    address: ${SHOP}
    check_senders: false
    imap: { host: 127.0.0.1, port: ${dovecot.imapPort}, secure: false, user: "${user}", password: ${dovecot.password}, import_days: 365 }
    smtp: { host: 127.0.0.1, port: ${smtpPort} }
  - { name: site, kind: webchat, room: customers, origins: ['https://shop.example'] }
`,
  );
  return watch(nodeArgs[0] ?? join(import.meta.dirname, '../../src/start.cjs'), [...nodeArgs.slice(1), 'start'], {
    cwd: folder,
    env: { PORT: String(port), DESKHAND_CONFIG: config, LOG_LEVEL: 'silent' },
  });
}

/** Mails that are delivered, and chats that begin, while old mail is read: how long each takes to its card. */
async function probe({ dovecot, user }: RoundOptions, look: ReturnType<typeof lookInto>, port: number) {
  const [mailMs, chatMs] = [[] as number[], [] as number[]];
  const carded = (text: string) =>
    look.count(
      `select count(*) as n from messages join threads on threads.id = messages.enquiry_id where messages.text = '${text}'`,
    ) > 0;
  for (let i = 0; i < PROBES; i++) {
    await new Promise(resolve => setTimeout(resolve, PROBED_EVERY_MS));
    const words = `new mail ${i} ${Date.now()}`;
    let began = performance.now();
    await dovecot.deliver(
      user,
      `From: new${i}@fresh.example\r\nTo: ${SHOP}\r\nMessage-ID: <${words.replaceAll(' ', '.')}@fresh.example>\r\nSubject: new\r\nDate: ${new Date().toUTCString()}\r\n\r\n${words}`,
    );
    while (!carded(words)) await pause();
    mailMs.push(performance.now() - began);
    const visitor = await visit(`http://127.0.0.1:${port}`);
    began = performance.now();
    await visitor.send(`chat ${words}`);
    while (!carded(`chat ${words}`)) await pause();
    chatMs.push(performance.now() - began);
  }
  return { mailMs, chatMs };
}

function pause(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
}
