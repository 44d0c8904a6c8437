/** Web chat: 4,000 visitors who listen, an answer to all of them, 200 who write, and the panel after the click. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { openBrowser } from '../tests/kit/browser.ts';
import { assertHere, chromiumHere } from '../tests/kit/packages.ts';
import { visit } from '../tests/kit/visitor.ts';
import { median, ms } from './figures.ts';
import type { Result } from './run.ts';

const VISITORS = 4_000;
const WRITERS = 200;
/** Each writes every five seconds. */
const WRITES_EVERY_MS = 5_000;
const WRITE_FOR_MS = 20_000;
const CLICKS = 15;

export async function benchWebchat(): Promise<Result[]> {
  return [...sizes(), ...(await idle()), ...(await writing()), ...(await clicking())];
}

const p99 = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? Number.NaN;
const pause = (time: number) => new Promise(resolve => setTimeout(resolve, time));

function sizes(): Result[] {
  const built = join(import.meta.dirname, '../adapters/channels/webchat/page/built');
  const [loader, frame, panel, style] = ['loader.js', 'frame.js', 'panel.js', 'panel.css'].map(
    name => brotliCompressSync(readFileSync(join(built, name))).length,
  ) as [number, number, number, number];
  const all = loader + frame + panel + style;
  return [
    {
      what: 'Loader, and all that the first open needs but words, packed with brotli',
      measured: `${loader} and ${all} bytes`,
      baseline: '4547 bytes: preact alone',
      target: '<= 3072 and <= 20480',
      ok: loader <= 3072 && all <= 20_480,
    },
  ];
}

interface Server {
  child: ChildProcess;
  url: string;
  ask<T>(message: object): Promise<T>;
  stop(): Promise<void>;
}

async function startServer(folder: string): Promise<Server> {
  writeFileSync(join(folder, 'deskhand.yaml'), 'hold_seconds: { webchat: 0 }\n');
  const child = fork(join(import.meta.dirname, 'webchat-server.ts'), {
    execArgv: ['--expose-gc'],
    env: {
      ...process.env,
      PORT: '0',
      DATABASE_URL: `sqlite:${join(folder, 'd.db')}`,
      DESKHAND_CONFIG: join(folder, 'deskhand.yaml'),
      MAIL_RECEIVER_PORT: '0',
      TRUSTED_PROXIES: 'loopback',
    },
  });
  const next = <T>() => new Promise<T>(resolve => child.once('message', message => resolve(message as T)));
  const { url } = await next<{ url: string }>();
  return {
    child,
    url,
    ask: message => {
      const answer = next<never>();
      child.send(message);
      return answer;
    },
    stop: () =>
      new Promise(resolve => {
        child.once('exit', () => resolve());
        child.send({ do: 'stop' });
      }),
  };
}

/** Opens one stream; `heard` is called with what comes. */
function stream(url: string, headers: Record<string, string>, heard: (text: string) => void): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const request = get(url, { headers, agent: false }, (response: IncomingMessage) => {
      response.setEncoding('utf8');
      response.on('data', heard);
      resolve(() => request.destroy());
    });
    request.on('error', () => {});
    request.once('error', reject);
  });
}

async function idle(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-bench-chat-'));
  const server = await startServer(folder);
  const { tokens } = await server.ask<{ tokens: string[] }>({ do: 'sessions', n: VISITORS });
  const before = (await server.ask<{ rss: number }>({ do: 'memory' })).rss;
  let arrived: number[] = [];
  const closers: (() => void)[] = [];
  for (const [i, token] of tokens.entries()) {
    closers.push(
      await stream(
        `${server.url}/chat/site/events?after=0`,
        { Authorization: `Bearer ${token}`, 'X-Forwarded-For': `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}` },
        text => {
          if (text.includes('"from":"team"')) arrived.push(Date.now());
        },
      ),
    );
  }
  await pause(3_000);
  const after = (await server.ask<{ rss: number }>({ do: 'memory' })).rss;
  const rounds: number[] = [];
  for (let round = 0; round < 5; round++) {
    arrived = [];
    const { began } = await server.ask<{ began: number }>({ do: 'all' });
    for (let i = 0; i < 400 && arrived.length < VISITORS; i++) await pause(25);
    rounds.push(arrived.length < VISITORS ? Number.POSITIVE_INFINITY : p99(arrived.map(at => at - began)));
    await pause(500);
  }
  for (const close of closers) close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
  const bare = await bareStreams();
  const each = (after - before) / VISITORS / 1024;
  return [
    {
      what: `${VISITORS} visitors who listen: memory of each`,
      measured: `${each.toFixed(1)} KB`,
      baseline: `${bare.each.toFixed(1)} KB: node:http that keeps as many responses open`,
      target: '<= 20 KB',
      ok: each <= 20,
    },
    {
      what: `An answer to each of ${VISITORS} at once, kept first: p99, median of five`,
      measured: ms(median(rounds)),
      baseline: `${ms(bare.p99)}: the same lines written to the sockets, nothing kept`,
      target: '< 500 ms',
      ok: median(rounds) < 500,
    },
  ];
}

/** As many streams on a server that does nothing else, in a process of its own, as the chat is. */
async function bareStreams(): Promise<{ each: number; p99: number }> {
  const code = `
    const { createServer } = require('node:http');
    const open = [];
    const server = createServer((request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write(':\\n\\n');
      open.push(response);
    });
    server.listen(0, '127.0.0.1', () => process.send({ url: 'http://127.0.0.1:' + server.address().port }));
    process.on('message', message => {
      if (message.do === 'memory') { globalThis.gc(); process.send({ rss: process.memoryUsage().rss }); }
      if (message.do === 'all') {
        process.send({ began: Date.now() });
        for (const each of open) each.write('data: ' + JSON.stringify({ n: 1, from: 'team', text: 'x' }) + '\\n\\n');
      }
      if (message.do === 'stop') process.exit(0);
    });`;
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-bench-bare-'));
  const file = join(folder, 'bare.cjs');
  writeFileSync(file, code);
  const child = fork(file, { execArgv: ['--expose-gc'] });
  const next = <T>() => new Promise<T>(resolve => child.once('message', message => resolve(message as T)));
  const { url } = await next<{ url: string }>();
  const ask = <T>(message: object) => {
    const answer = next<T>();
    child.send(message);
    return answer;
  };
  const before = (await ask<{ rss: number }>({ do: 'memory' })).rss;
  const arrived: number[] = [];
  const closers: (() => void)[] = [];
  for (let i = 0; i < VISITORS; i++)
    closers.push(
      await stream(url, {}, text => {
        if (text.includes('"from":"team"')) arrived.push(Date.now());
      }),
    );
  await pause(1_000);
  const after = (await ask<{ rss: number }>({ do: 'memory' })).rss;
  const { began } = await ask<{ began: number }>({ do: 'all' });
  for (let i = 0; i < 400 && arrived.length < VISITORS; i++) await pause(25);
  for (const close of closers) close();
  child.send({ do: 'stop' });
  rmSync(folder, { recursive: true, force: true });
  return { each: (after - before) / VISITORS / 1024, p99: p99(arrived.map(at => at - began)) };
}

async function writing(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-bench-write-'));
  const server = await startServer(folder);
  const { tokens } = await server.ask<{ tokens: string[] }>({ do: 'sessions', n: WRITERS });
  const took: number[] = [];
  let failed = 0;
  const end = Date.now() + WRITE_FOR_MS;
  await Promise.all(
    tokens.map(async (token, i) => {
      const visitor = await visit(server.url, { token, headers: { 'X-Forwarded-For': `10.1.${i >> 8}.${i & 255}` } });
      const heard = visitor.listen();
      await pause((i * WRITES_EVERY_MS) / WRITERS);
      for (let n = 0; Date.now() < end; n++) {
        const began = Date.now();
        const answer = await visitor.send(`Message ${n} of visitor ${i}`);
        if (answer.status !== 200) failed++;
        // It is on the desk when the page may say "delivered".
        const at = () => heard.entries.filter(each => each.from === 'visitor').at(-1)?.at ?? Number.POSITIVE_INFINITY;
        while ((heard.state()?.delivered ?? 0) < at() && Date.now() - began < 10_000) await pause(2);
        took.push(Date.now() - began);
        await pause(Math.max(0, WRITES_EVERY_MS - (Date.now() - began)));
      }
      heard.close();
    }),
  );
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
  const bare = await bareEcho();
  return [
    {
      what: `A visitor's message on the desk while ${WRITERS} write: p99`,
      measured: `${ms(p99(took))} (p50 ${ms(median(took))}), ${took.length} messages, ${failed} refused`,
      baseline: `${ms(bare)}: a POST that is answered and nothing else`,
      target: '< 300 ms',
      ok: p99(took) < 300 && failed === 0,
    },
  ];
}

async function bareEcho(): Promise<number> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.end('{}'));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const took: number[] = [];
  for (let i = 0; i < 500; i++) {
    const began = performance.now();
    await (await fetch(url, { method: 'POST', body: '{"text":"x"}' })).text();
    took.push(performance.now() - began);
  }
  server.closeAllConnections();
  server.close();
  return p99(took);
}

/** From the click on the launcher to the box in which one types, in a page of another site. */
async function clicking(): Promise<Result[]> {
  assertHere('Chromium');
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-bench-click-'));
  const host = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(hostPage);
  });
  await new Promise<void>(resolve => host.listen(0, '127.0.0.1', resolve));
  const { port } = host.address() as AddressInfo;
  writeFileSync(
    join(folder, 'deskhand.yaml'),
    `channels:\n  - { name: site, kind: webchat, room: customers, origins: ["http://localhost:${port}"] }\n`,
  );
  const { startCli } = await import('../tests/kit/cli.ts');
  const cli = await startCli(folder, { MAIL_RECEIVER_PORT: '0', LOG_LEVEL: 'silent' });
  const hostPage = `<!doctype html><html lang="en"><title>Shop</title><body><h1>Shop</h1><script async src="${cli.url}/w.js?site=site"></script>`;
  const browser = await openBrowser(chromiumHere()!);
  const took: number[] = [];
  const bare: number[] = [];
  for (let i = 0; i < CLICKS; i++) {
    const page = await (await browser.newContext()).newPage();
    // Noted by the frame itself, on the same clock as the click.
    await page.addInitScript(() => {
      new MutationObserver((_, watch) => {
        if (!document.getElementById('text')) return;
        watch.disconnect();
        console.log(`typed ${performance.timeOrigin + performance.now()}`);
      }).observe(document, { childList: true, subtree: true });
    });
    const typed = new Promise<number>(resolve =>
      page.on('console', message => {
        if (message.text().startsWith('typed ')) resolve(Number(message.text().slice(6)));
      }),
    );
    await page.goto(`http://localhost:${port}/`);
    await page.getByRole('button', { name: 'Chat with us' }).waitFor();
    await pause(300);
    const clicked = await page.evaluate(() => {
      const button = [...document.body.children].find(each => each.shadowRoot)!.shadowRoot!.querySelector('button')!;
      const at = performance.timeOrigin + performance.now();
      button.click();
      return at;
    });
    took.push((await typed) - clicked);
    bare.push(
      await page.evaluate(
        url =>
          new Promise<number>(resolve => {
            const frame = document.createElement('iframe');
            const at = performance.now();
            frame.onload = () => resolve(performance.now() - at);
            frame.src = url;
            document.body.append(frame);
          }),
        `http://127.0.0.1:${port}/`,
      ),
    );
    await page.context().close();
  }
  await browser.close();
  await cli.stop();
  host.closeAllConnections();
  host.close();
  rmSync(folder, { recursive: true, force: true });
  return [
    {
      what: 'Panel: from the click to where one types, another site, median',
      measured: `${ms(median(took))} (at worst ${ms(Math.max(...took))})`,
      baseline: `${ms(median(bare))}: an empty frame of another site`,
      target: '< 150 ms',
      ok: median(took) < 150,
    },
  ];
}
