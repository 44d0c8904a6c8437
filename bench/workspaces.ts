/** Many workspaces in one process, each installed by OAuth: what they take while nothing happens in them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FakeSlack, openSlack } from '../tests/kit/far-sides/slack/server.ts';
import { freePort } from '../tests/kit/servers.ts';
import { until } from '../tests/kit/world.ts';
import { spread } from './figures.ts';
import { watch } from './ingest/watched.ts';
import type { Result } from './run.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const WORKSPACES = Number(process.env.WORKSPACES ?? 1_000);
/** By then memory was given back, and what is done once after a start is done. */
const SETTLED_AFTER_MS = Number(process.env.SETTLE ?? 75_000);
/** What is looked for each minute was looked for twice. */
const WATCHED_MS = Number(process.env.WATCH ?? 120_000);
const MEMORY_MB_MAX = 300;
const SHARE_MAX = 5;

export async function benchWorkspaces(): Promise<Result[]> {
  const slack = await openSlack();
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-workspaces-'));
  const memory: number[] = [];
  const shares: number[] = [];
  const starts: number[] = [];
  try {
    writeFileSync(join(folder, 'deskhand.yaml'), '{}\n');
    await installAll(slack, folder);
    for (let round = 0; round < ROUNDS; round++) {
      const began = performance.now();
      const { service } = await open(slack, folder);
      starts.push((performance.now() - began) / 1_000);
      await pause(SETTLED_AFTER_MS);
      const before = service.cpuSeconds();
      await pause(WATCHED_MS);
      shares.push(((service.cpuSeconds() - before) / (WATCHED_MS / 1_000)) * 100);
      memory.push(service.memoryMb());
      await service.stop();
      console.log(
        `   round ${round + 1} of ${ROUNDS}: ${memory.at(-1)} MB, ${shares.at(-1)!.toFixed(2)} %, ready after ${starts.at(-1)!.toFixed(1)} s`,
      );
    }
  } finally {
    await slack.close();
    rmSync(folder, { recursive: true, force: true });
  }
  return [
    {
      what: `Memory of ${WORKSPACES} installed workspaces in one process, nothing happens`,
      measured: `${spread(memory, 0)} MB`,
      baseline: 'none: what one takes stands at "Start"',
      target: `<= ${MEMORY_MB_MAX} MB`,
      ok: Math.max(...memory) <= MEMORY_MB_MAX,
    },
    {
      what: `Processor of ${WORKSPACES} installed workspaces in one process, nothing happens`,
      measured: `${spread(shares, 2)} % of one; ready after ${spread(starts, 1)} s`,
      baseline: '0: a program that waits',
      target: `<= ${SHARE_MAX} %`,
      ok: Math.max(...shares) <= SHARE_MAX,
    },
  ];
}

/** As people do it, one after the other: the page, Slack's question, and back. */
async function installAll(slack: FakeSlack, folder: string): Promise<void> {
  const { service, url } = await open(slack, folder);
  try {
    for (let i = 0; i < WORKSPACES; i++) {
      const team = slack.team(`T${String(i).padStart(8, '0')}`, { name: `Shop ${i}`, installed: false });
      const ann = team.person('Ann', { admin: true });
      slack.nextInstall({ team, person: ann });
      const page = await fetch(`${url}/slack/install`);
      const link = /href="([^"]+authorize[^"]+)"/.exec(await page.text())![1]!.replaceAll('&amp;', '&');
      const asked = await fetch(link, { redirect: 'manual' });
      const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0]!;
      const done = await fetch(asked.headers.get('location')!, { redirect: 'manual', headers: { cookie } });
      if (done.status !== 200) throw new Error(`Workspace ${i} could not be installed: ${await done.text()}`);
      if (i % 100 === 99) console.log(`   ${i + 1} of ${WORKSPACES} installed`);
    }
    await slack.quiet();
  } finally {
    await service.stop();
  }
}

async function open(slack: FakeSlack, folder: string) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const service = watch(join(import.meta.dirname, '../src/start.cjs'), ['start'], {
    cwd: folder,
    env: {
      PORT: String(port),
      PUBLIC_URL: url,
      DATABASE_URL: `sqlite:${join(folder, 'd.db')}`,
      MAIL_RECEIVER_PORT: '0',
      LOG_LEVEL: 'warn',
      SLACK_API_URL: slack.apiUrl,
      SLACK_AUTHORIZE_URL: slack.authorizeUrl,
      SLACK_SIGNING_SECRET: slack.signingSecret,
      SLACK_CLIENT_ID: slack.clientId,
      SLACK_CLIENT_SECRET: slack.clientSecret,
      SLACK_STATE_SECRET: 'a state secret that is long enough',
    },
  });
  slack.deliverTo(`${url}/slack/events`);
  const ready = () =>
    fetch(`${url}/readyz`).then(
      response => response.ok,
      () => false,
    );
  await until(ready, 'ready', 120_000);
  return { service, url };
}

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms));
