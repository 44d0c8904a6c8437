/** One run of the whole program, from a folder with its source: what its start, its memory, a mail, an act and a chat take. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dovecot } from '../../tests/kit/far-sides/dovecot.ts';
import { freePort } from '../../tests/kit/servers.ts';
import { visit } from '../../tests/kit/visitor.ts';
import { makeCorpus, SHOP } from '../ingest/corpus.ts';
import { lookInto } from '../ingest/look.ts';
import { type Watched, watch } from '../ingest/watched.ts';

/** What one run gave, by the name of the measure. */
export type Figures = Record<string, number>;

interface SideOptions {
  /** A folder with the source: ours, or that of the commit before. */
  root: string;
  /** Where it keeps what it compiled. */
  compiled: string;
  dovecot: Dovecot | null;
  smtpPort: number;
  mails: number;
  acts: number;
  chats: number;
  idleMs: number;
  /** Whatever a far end does, a run is over by then. */
  withinMs: number;
  /** So that whoever is stopped in the middle stops it as well, and takes its folder away. */
  started(service: Watched, folder: string): void;
}

interface Place extends SideOptions {
  service: Watched;
  url: string;
  user: string;
  look: ReturnType<typeof lookInto>;
}

const SEED = 2026;
const LOOK_EVERY_MS = 10;
/** Nothing was to be done for so long: the work is over. */
const QUIET_MS = 300;
let users = 0;

/** Everything in turn; what cannot be measured is said in `lacks`, and the others are measured all the same. */
export async function runSide(options: SideOptions): Promise<{ figures: Figures; lacks: Record<string, string> }> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-quick-'));
  const user = `quick${++users}@shop.example`;
  const [figures, lacks]: [Figures, Record<string, string>] = [{}, {}];
  const port = await freePort();
  const began = performance.now();
  const service = startService(folder, options, user, port);
  options.started(service, folder);
  const look = lookInto(join(folder, 'data', 'deskhand.db'));
  const place: Place = { ...options, service, url: `http://127.0.0.1:${port}`, user, look };
  const measure = async (what: string, work: (place: Place) => Promise<Figures>) => {
    try {
      Object.assign(figures, await work(place));
    } catch (error) {
      lacks[what] = (error as Error).message.replace(/\.$/, '');
    }
  };
  try {
    await measure('start', each => ready(each, began));
    if (lacks.start) {
      for (const what of ['memory', 'ingest', 'act', 'chat']) lacks[what] = 'it did not start';
      return { figures, lacks };
    }
    await measure('memory', memory);
    if (options.dovecot) await measure('ingest', ingest);
    await measure('chat', chats);
    await measure('act', acts);
    return { figures, lacks };
  } finally {
    look.close();
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function startService(folder: string, { root, compiled, dovecot, smtpPort }: SideOptions, user: string, port: number) {
  const config = join(folder, 'deskhand.yaml');
  const mailbox = dovecot
    ? `
  - name: help
    kind: email
    room: customers
    address: ${SHOP}
    check_senders: false
    imap: { host: 127.0.0.1, port: ${dovecot.imapPort}, secure: false, user: "${user}", password: ${dovecot.password} }
    smtp: { host: 127.0.0.1, port: ${smtpPort} }`
    : '';
  writeFileSync(
    config,
    `rooms: [{ name: customers }]
channels:${mailbox}
  - { name: site, kind: webchat, room: customers, origins: ['https://shop.example'] }
`,
  );
  return watch(join(root, 'src/start.cjs'), ['start'], {
    cwd: folder,
    env: {
      PORT: String(port),
      DESKHAND_CONFIG: config,
      LOG_LEVEL: 'silent',
      TRUSTED_PROXIES: 'loopback',
      NODE_COMPILE_CACHE: compiled,
    },
  });
}

async function ready({ service, url, withinMs }: Place, began: number): Promise<Figures> {
  await waitFor(service, withinMs, 'it was not ready', async () =>
    fetch(`${url}/readyz`).then(
      response => response.ok,
      () => false,
    ),
  );
  return { 'start, wall': (performance.now() - began) / 1_000, 'start, processor': service.cpuSeconds() };
}

async function memory({ service, idleMs }: Place): Promise<Figures> {
  await new Promise(resolve => setTimeout(resolve, idleMs));
  return { 'memory, idle': service.memoryMb() };
}

/** Mails that lie in the mailbox all at once, as after a night. */
async function ingest(place: Place): Promise<Figures> {
  const { service, dovecot, look, mails, user, withinMs } = place;
  const connected = async () => look.count('select count(*) as n from channels where cursor is not null') > 0;
  await waitFor(service, withinMs, 'its mailbox was not connected', connected);
  const cpu = service.cpuSeconds();
  dovecot!.fill(user, mails, makeCorpus(SEED, mails));
  const stored = async () => look.count('select count(*) as n from raws') >= mails;
  await waitFor(service, withinMs, `not all of ${mails} mails were stored`, stored);
  await quiet(place);
  return {
    'ingest, processor per mail': ((service.cpuSeconds() - cpu) / mails) * 1_000,
    'memory, highest': service.highestMb(),
  };
}

/** Visitors who begin a chat, one after another: each from a place of their own. */
async function chats(place: Place): Promise<Figures> {
  const { service, url, look, withinMs } = place;
  const cpu = service.cpuSeconds();
  for (let i = 0; i < place.chats; i++) {
    const visitor = await visit(url, { headers: { 'X-Forwarded-For': `10.1.${i >> 8}.${i & 255}` } });
    const words = `quick chat ${i}`;
    const { status } = await visitor.send(words);
    if (status >= 300) throw new Error(`a chat's message was answered with ${status}`);
    const carded = `select count(*) as n from messages join threads on threads.id = messages.enquiry_id where messages.text = '${words}'`;
    await waitFor(service, withinMs, 'a chat had no card', async () => look.count(carded) > 0);
  }
  await quiet(place);
  return { 'chat, processor': ((service.cpuSeconds() - cpu) / place.chats) * 1_000 };
}

interface CardSeen {
  thread: string;
  card?: { buttons: { id: string; value?: string; label: string }[] };
}

/** Claim is pressed on one card after another, as the practice desk's page does it. */
async function acts(place: Place): Promise<Figures> {
  const { service, url } = place;
  const cards = (await roomOf(url)).flatMap(({ thread, card }) => {
    const claim = card?.buttons.find(each => each.label === 'Claim');
    return claim ? [{ thread, claim }] : [];
  });
  if (cards.length < place.acts) throw new Error(`${cards.length} cards have Claim, and ${place.acts} are needed`);
  const cpu = service.cpuSeconds();
  for (const { thread, claim } of cards.slice(0, place.acts)) {
    const press = { id: crypto.randomUUID(), person: 'Ann', do: 'press', thread, button: claim.id, value: claim.value };
    const response = await fetch(`${url}/practice/act`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(press),
    });
    if (!response.ok) throw new Error(`a press of Claim was answered with ${response.status}`);
    await response.arrayBuffer();
  }
  await quiet(place);
  return { 'act, processor': ((service.cpuSeconds() - cpu) / place.acts) * 1_000 };
}

async function roomOf(url: string): Promise<CardSeen[]> {
  const { rooms } = (await (await fetch(`${url}/practice/start`)).json()) as { rooms: { id: string }[] };
  const state = await fetch(`${url}/practice/room?room=${rooms[0]!.id}&person=Ann`);
  return ((await state.json()) as { items: CardSeen[] }).items;
}

/** Until what follows is done as well. */
async function quiet({ service, look, withinMs }: Place): Promise<void> {
  let since = performance.now();
  await waitFor(service, withinMs, 'its work did not end', async () => {
    const due = look.count(`select count(*) as n from jobs where state = 'ready' and run_at < ${Date.now()}`);
    if (due > 0) since = performance.now();
    return performance.now() - since >= QUIET_MS;
  });
}

async function waitFor(service: Watched, withinMs: number, otherwise: string, there: () => Promise<boolean>) {
  const until = performance.now() + withinMs;
  while (!(await there())) {
    if (service.process.exitCode !== null || service.process.signalCode !== null) throw new Error('the program ended');
    if (performance.now() > until) throw new Error(`${otherwise} within ${Math.round(withinMs / 1_000)} s`);
    await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
