/** Slack: events answered while the store is busy, a customer's message on its way to Slack, and a burst in its lane. */
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { startCli } from '../tests/kit/cli.ts';
import { openSlack } from '../tests/kit/far-sides/slack/server.ts';
import { type Visitor, visit } from '../tests/kit/visitor.ts';
import { median, ms, p99 } from './figures.ts';
import type { Result } from './run.ts';

const EVENTS_PER_S = 200;
const SECONDS = 30;
/** Each twentieth comes twice, as Slack does when an answer is late. */
const TWICE_EVERY = 20;
const THREADS = 10;
const SAMPLES = 12;
const BURST = 200;

export async function benchSlack(): Promise<Result[]> {
  const slack = await openSlack({ rates: true });
  const team = slack.team();
  const people = Array.from({ length: 20 }, (_, i) => team.person(`Person ${i}`));
  const room = team.channel('customers', { members: people });
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-bench-slack-'));
  writeFileSync(join(folder, 'deskhand.yaml'), '{}\n');
  const cli = await startCli(folder, {
    PORT: '0',
    DATABASE_URL: `sqlite:${join(folder, 'd.db')}`,
    MAIL_RECEIVER_PORT: '0',
    LOG_LEVEL: 'silent',
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: team.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_ROOM: room.id,
    TRUSTED_PROXIES: 'loopback',
  });
  const chats = new Map<string, Promise<Visitor>>();
  const chat = async (who: string, text: string) => {
    // Each from an address of their own.
    const headers = { 'X-Forwarded-For': `10.0.${chats.size >> 8}.${chats.size & 255}` };
    const visitor = chats.get(who) ?? visit(cli.url, { headers });
    chats.set(who, visitor);
    await (await visitor).send(text);
  };
  const posts = () => slack.requests.filter(each => each.method === 'chat.postMessage');
  try {
    // Threads to write in; their cards leave one a second.
    for (let i = 0; i < THREADS; i++) await chat(`visitor ${i}`, `Question ${i}`);
    while (room.messages().length < THREADS) await pause(50);
    const roots = room.messages().map(each => each.ts);

    const latencies: number[] = [];
    for (let i = 0; i < SAMPLES; i++) {
      await pause(1_300);
      const before = posts().length;
      const at = performance.now();
      await chat(`late ${i}`, 'Are you there?');
      while (posts().length === before) await pause(1);
      latencies.push(performance.now() - at);
    }
    await pause(1_500);

    const bare = await bareReceiver();
    const baseline = await pelt(
      bare.url,
      slack.signingSecret,
      team.id,
      room.id,
      roots,
      people.map(each => each.id),
      5,
    );
    await bare.close();
    // Meanwhile customers write: the store has other things to do.
    let busy = true;
    const noise = (async () => {
      for (let i = 0; busy; i++) {
        await chat(`visitor ${i % THREADS}`, `And another thing ${i}`);
        await pause(20);
      }
    })();
    const run = await pelt(
      `${cli.url}/slack/events`,
      slack.signingSecret,
      team.id,
      room.id,
      roots,
      people.map(each => each.id),
      SECONDS,
    );
    busy = false;
    await noise;
    const database = new Database(join(folder, 'd.db'), { readonly: true });
    const kept = database.prepare("select count(*) as n from seen where id like '%:event:slack:message:%'").get() as {
      n: number;
    };
    database.close();
    const exact = kept.n === run.sent;
    await cli.stop();
    const burst = await burstOf();
    return [
      {
        what: `${EVENTS_PER_S} events/s of Slack for ${SECONDS} s: answered, p99`,
        measured: `${ms(p99(run.took))} (p50 ${ms(median(run.took))}), ${run.failed} refused`,
        baseline: `${ms(p99(baseline.took))}: node:http that checks the signature and answers`,
        target: '< 500 ms',
        ok: p99(run.took) < 500 && run.failed === 0,
      },
      {
        what: 'Of these, kept exactly once',
        measured: `${kept.n} of ${run.sent}, ${run.twice} of them delivered twice`,
        baseline: '-',
        target: 'all, once',
        ok: exact,
      },
      {
        what: "Customer's message to chat.postMessage, lane free",
        measured: `${ms(median(latencies))}, at worst ${ms(Math.max(...latencies))}`,
        baseline: '-',
        target: '< 500 ms',
        ok: Math.max(...latencies) < 500,
      },
      burst,
    ];
  } finally {
    await cli.stop().catch(() => {});
    await slack.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** 200 enquiries at once into one room. */
async function burstOf(): Promise<Result> {
  const slack = await openSlack({ rates: true });
  const team = slack.team();
  const room = team.channel('customers', { members: [team.person('Ann')] });
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-bench-burst-'));
  writeFileSync(join(folder, 'deskhand.yaml'), '{}\n');
  const cli = await startCli(folder, {
    PORT: '0',
    DATABASE_URL: `sqlite:${join(folder, 'd.db')}`,
    MAIL_RECEIVER_PORT: '0',
    LOG_LEVEL: 'silent',
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: team.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_ROOM: room.id,
    TRUSTED_PROXIES: 'loopback',
  });
  try {
    for (let i = 0; i < BURST; i++) {
      const visitor = await visit(cli.url, { headers: { 'X-Forwarded-For': `10.0.0.${i}` } });
      await visitor.send(`Question ${i}`);
    }
    while (room.messages().length < BURST) await pause(200);
    const times = slack.requests.filter(each => each.method === 'chat.postMessage').map(each => each.at);
    const seconds = (times.at(-1)! - times[0]!) / 1_000;
    const numbers = room.messages().map(each => Number(/#(\d+)/.exec(JSON.stringify(each.blocks))?.[1]));
    const inOrder = numbers.every((each, i) => i === 0 || each > numbers[i - 1]!);
    const rate = (BURST - 1) / seconds;
    return {
      what: `A burst of ${BURST} enquiries into one room`,
      measured: `${rate.toFixed(2)} posts/s, ${inOrder ? 'in order' : 'NOT in order'}`,
      baseline: '1.00 posts/s: what Slack allows',
      target: '>= 0.9 x, in order',
      ok: rate >= 0.9 && inOrder,
    };
  } finally {
    await cli.stop();
    await slack.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Pelted {
  took: number[];
  failed: number;
  /** Distinct messages. */
  sent: number;
  twice: number;
}

/** Sends signed messages at an even pace, whatever the answers do. */
async function pelt(
  url: string,
  secret: string,
  team: string,
  channel: string,
  roots: string[],
  people: string[],
  seconds: number,
): Promise<Pelted> {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const result: Pelted = { took: [], failed: 0, sent: 0, twice: 0 };
  const open: Promise<void>[] = [];
  const begin = performance.now();
  const total = EVENTS_PER_S * seconds;
  const base = Math.floor(Date.now() / 1_000);
  for (let i = 0; i < total; i++) {
    const due = begin + (i * 1_000) / EVENTS_PER_S;
    if (due > performance.now()) await pause(due - performance.now());
    const ts = `${base + Math.floor(i / EVENTS_PER_S)}.${String((i % EVENTS_PER_S) * 1_000 + 7).padStart(6, '0')}`;
    const text = `// a word among colleagues ${i}`;
    const event = {
      type: 'message',
      user: people[i % people.length],
      ts,
      text,
      team,
      thread_ts: roots[i % roots.length],
      channel,
      channel_type: 'channel',
      event_ts: ts,
    };
    const body = JSON.stringify({
      token: 'x',
      team_id: team,
      api_app_id: 'A1',
      event,
      type: 'event_callback',
      event_id: `Ev${base}${i}`,
      event_time: base,
      authorizations: [{ team_id: team, is_bot: true }],
    });
    result.sent++;
    const times = i % TWICE_EVERY === 0 ? 2 : 1;
    if (times === 2) result.twice++;
    for (let n = 0; n < times; n++) open.push(post(agent, url, secret, body, result));
  }
  await Promise.all(open);
  agent.destroy();
  return result;
}

function post(agent: Agent, url: string, secret: string, body: string, result: Pelted): Promise<void> {
  const stamp = String(Math.floor(Date.now() / 1_000));
  const signature = `v0=${createHmac('sha256', secret).update(`v0:${stamp}:${body}`).digest('hex')}`;
  const at = performance.now();
  return new Promise(resolve => {
    const call = request(
      url,
      {
        method: 'POST',
        agent,
        headers: {
          'Content-Type': 'application/json',
          'Content-Length': Buffer.byteLength(body),
          'X-Slack-Request-Timestamp': stamp,
          'X-Slack-Signature': signature,
        },
      },
      response => {
        response.resume();
        response.on('end', () => {
          result.took.push(performance.now() - at);
          if (response.statusCode !== 200) result.failed++;
          resolve();
        });
      },
    );
    call.on('error', () => {
      result.failed++;
      resolve();
    });
    call.end(body);
  });
}

async function bareReceiver(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (incoming, response) => {
    let body = '';
    for await (const chunk of incoming) body += chunk;
    createHmac('sha256', 'x').update(body).digest('hex');
    JSON.parse(body);
    response.end();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => new Promise(resolve => server.close(() => resolve())),
  };
}

function pause(forMs: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, Math.max(0, forMs)));
}
