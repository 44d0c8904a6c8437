/** Bodies that many send at once: memory has a bound, small ones go on, and what was let go of makes room again. */
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readBytes } from '../../src/ports/http.ts';
import { type Http, makeHttp } from '../../src/server/http.ts';
import { testLog, until } from '../kit/world.ts';

const KB = 1024;
const LIMITS = { bytesMax: 1_000 * KB, keptForSmall: 200 * KB, smallBytesMax: 8 * KB };
const ONE_MAX = 400 * KB;

let http: Http;
let port: number;
let read: number;
let sockets: Socket[];
let log: ReturnType<typeof testLog>;
/** While it waits, a handler holds what it has read. */
let work: Promise<void> | null;
let silentMs: number | undefined;
beforeEach(async () => {
  [read, sockets, work, log, silentMs] = [0, [], null, testLog(), undefined];
  const handle = async (request: Parameters<typeof readBytes>[0], response: import('node:http').ServerResponse) => {
    const body = await readBytes(request, ONE_MAX, silentMs);
    if (body === null) return void response.writeHead(413).end();
    read += body.length;
    await work;
    response.writeHead(200).end(String(body.length));
  };
  http = makeHttp([{ method: 'POST', path: '/take', handle }], log, LIMITS);
  http.opened();
  port = await http.listen('127.0.0.1', 0);
});
afterEach(async () => {
  for (const each of sockets) each.destroy();
  await http.close();
});

/** Says that it sends `size` bytes, sends `now` of them, and then nothing more. */
function stalled(size: number, now: number): { socket: Socket; said: () => string } {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  let said = '';
  socket.on('data', chunk => (said += chunk));
  socket.on('error', () => {});
  socket.write(`POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: ${size}\r\n\r\n`);
  socket.write(Buffer.alloc(now));
  return { socket, said: () => said };
}
const post = (bytes: number) => fetch(`http://127.0.0.1:${port}/take`, { method: 'POST', body: Buffer.alloc(bytes) });

test('of forty that send a lot and stop, some are told to come again; small ones go on; then there is room', async () => {
  const senders = Array.from({ length: 40 }, () => stalled(ONE_MAX, 100 * KB));
  await until(() => senders.filter(each => each.said().startsWith('HTTP/1.1 503')).length >= 31, 'most are refused');
  const refused = senders.find(each => each.said())!;
  expect(refused.said()).toMatch(/Retry-After: 2\r\n/i);
  expect(refused.said()).toContain('Too much is coming in at once. Try again in a moment.');
  for (let i = 0; i < 20; i++) expect((await post(6 * KB)).status).toBe(200);
  expect((await post(300 * KB)).status).toBe(503);
  for (const each of senders) each.socket.destroy();
  await until(async () => (await post(300 * KB)).status === 200, 'there is room again');
  expect(log.lines.filter(each => each.level === 'error' && /BodiesFull/.test(JSON.stringify(each)))).toEqual([]);
});

test('what a handler still works on counts', async () => {
  let done = () => {};
  work = new Promise(resolve => {
    done = resolve;
  });
  const first = [post(390 * KB), post(390 * KB)];
  await until(() => read === 780 * KB, 'both are read');
  expect((await post(100 * KB)).status).toBe(503);
  done();
  work = null;
  expect((await Promise.all(first)).map(each => each.status)).toEqual([200, 200]);
  expect((await post(100 * KB)).status).toBe(200);
});

test('one that is too large by itself is told so, and holds nothing', async () => {
  for (let i = 0; i < 5; i++) expect((await post(500 * KB).catch(() => ({ status: 413 }))).status).toBe(413);
  expect((await post(390 * KB)).status).toBe(200);
});

test('bodies that stop on their way are given up, also small ones, and make room', async () => {
  silentMs = 2_000;
  const senders = Array.from({ length: 200 }, () => stalled(8 * KB, 8 * KB - 1));
  await until(async () => (await post(4 * KB)).status === 503, 'everything is taken');
  await until(async () => (await post(300 * KB)).status === 200, 'there is room again');
  await until(() => senders.every(each => each.socket.destroyed || each.said() !== ''), 'each was let go');
  expect(log.lines.filter(each => each.level === 'error')).toEqual([]);
});

test('a body that comes slowly, and an answer that takes long, are not', async () => {
  silentMs = 300;
  work = new Promise(resolve => setTimeout(resolve, 700));
  const slow = stalled(6, 1);
  for (let i = 0; i < 5; i++) {
    await new Promise(resolve => setTimeout(resolve, 150));
    slow.socket.write('x');
  }
  await until(() => slow.said().startsWith('HTTP/1.1 200'), 'it is taken');
});
