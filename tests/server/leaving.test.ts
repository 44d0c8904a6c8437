/** A process that stops: whoever balances hears of it first, and nobody's request is cut off. */
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type HttpRoute, readBody } from '../../src/ports/http.ts';
import { makeHttp } from '../../src/server/http.ts';
import { makeLeaving } from '../../src/server/leaving.ts';
import { startLine } from '../kit/far-sides/line.ts';
import { startSmtp } from '../kit/far-sides/smtp.ts';
import { openShop, type Shop } from '../kit/shop.ts';
import { testClock, testLog, until } from '../kit/world.ts';

const ASKS_EVERY_MS = 40;
let [shop, asking] = [null as Shop | null, undefined as NodeJS.Timeout | undefined];
afterEach(async () => {
  clearInterval(asking);
  await shop?.stop();
  shop = null;
});

test('whoever asks /readyz again and again is told no three times, and only then the door is shut', async () => {
  shop = await openShop();
  const { url } = shop;
  const told: number[] = [];
  asking = setInterval(async () => {
    const answer = await fetch(`${url}/readyz`, { headers: { 'User-Agent': 'balancer' } }).catch(() => null);
    await answer?.arrayBuffer().catch(() => {});
    told.push(answer?.status ?? 0);
  }, ASKS_EVERY_MS);
  await until(() => told.filter(each => each === 200).length > 3, 'it is ready');
  await shop.running.stop();
  await until(() => told.includes(0), 'the door is shut');
  clearInterval(asking);
  const [no, shut] = [told.indexOf(503), told.indexOf(0)];
  expect(told.slice(0, no).every(each => each === 200)).toBe(true);
  expect(told.slice(no, shut).filter(each => each === 503).length).toBeGreaterThanOrEqual(3);
  expect(told.slice(no, shut)).not.toContain(200);
});

test('/readyz says no from the moment of the stop on, while work that runs is still finished', async () => {
  const smtp = await startSmtp();
  const line = await startLine({ host: '127.0.0.1', port: smtp.port });
  const mailbox = `address: help@shop.example, check_senders: false, smtp: { host: 127.0.0.1, port: ${line.port} }`;
  const yaml = `hold_seconds: { email: 0 }
automatic_answer: { email: off }
rooms: [{ name: customers }]
channels: [{ name: help, kind: email, room: customers, ${mailbox} }]
`;
  try {
    shop = await openShop({ yaml });
    const { url } = shop;
    await shop.mail({ from: 'maya@example.com', to: 'help@shop.example', subject: 'Lid', text: 'The lid rattles.' });
    const [card] = await shop.cards(1);
    line.holdBack();
    await shop.reply('Ann', card!.thread, 'Please turn it.');
    await until(() => line.open() > 0, 'the mail server is called');
    let stopped = false;
    const stopping = shop.running.stop().then(() => {
      stopped = true;
    });
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, stopped]).toEqual([503, false]);
    expect(smtp.mails).toEqual([]);
    line.letGo();
    await stopping;
    expect(smtp.mails.map(each => each.mail.subject)).toEqual(['Re: Lid']);
  } finally {
    await Promise.all([line.stop(), smtp.stop()]);
  }
});

/** Sends so much of a request, and hears the whole answer. */
async function half(port: number, first: string) {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.on('data', bytes => (text += bytes));
  const ended = new Promise<string>((resolve, reject) => socket.on('close', () => resolve(text)).on('error', reject));
  await new Promise<void>(resolve => socket.write(first, () => resolve()));
  return { go: (rest: string) => socket.write(rest), text: () => text, ended };
}

test('while it is waited for, everything is answered, and what is being answered when the door shuts is finished', async () => {
  const waited = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const answers = Promise.withResolvers<void>();
  const routes: HttpRoute[] = [
    { method: 'GET', path: '/ready', handle: (_, response) => void response.end('no'), leave: () => waited.promise },
    {
      method: 'POST',
      path: '/slow',
      handle: async (incoming, response) => {
        const body = await readBody(incoming, 100);
        begun.resolve();
        await answers.promise;
        response.end(`got ${body}`);
      },
    },
    { method: 'GET', path: '/stream', handle: (_, response) => void response.write('first') },
  ];
  const http = makeHttp(routes, testLog());
  const port = await http.listen('127.0.0.1', 0);
  http.opened();
  const stream = await half(port, 'GET /stream HTTP/1.1\r\nHost: a\r\n\r\n');
  await until(() => stream.text().includes('first'), 'the stream');
  const sends = await half(port, 'POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab');
  const closing = http.close();
  expect(http.close()).toBe(closing);
  const late = await fetch(`http://127.0.0.1:${port}/ready`);
  expect([late.status, late.headers.get('connection')]).toEqual([200, 'close']);
  sends.go('cd');
  await begun.promise;
  waited.resolve();
  await until(
    () =>
      fetch(`http://127.0.0.1:${port}/ready`).then(
        () => false,
        () => true,
      ),
    'nobody new comes in',
  );
  answers.resolve();
  await closing;
  expect(await sends.ended).toContain('got abcd');
  // A stream never ends by itself: it is cut, and its page asks elsewhere.
  expect(await stream.ended).toContain('first');
});

const from = (name: string) =>
  ({ headers: { 'user-agent': name }, socket: { remoteAddress: '10.0.0.1' } }) as unknown as IncomingMessage;

test.each([
  { who: 'one that asks every two seconds, three times', everyMs: 2_000, asks: 3, leftAfterMs: 6_000 },
  { who: 'one that asks every half a second, three times', everyMs: 500, asks: 3, leftAfterMs: 1_500 },
  { who: 'one that has stopped asking, for two and a half of its gaps', everyMs: 2_000, asks: 0, leftAfterMs: 5_000 },
  {
    who: 'one that asks every three and a half seconds, for eight seconds in all',
    everyMs: 3_500,
    asks: 9,
    leftAfterMs: 8_000,
  },
])('waits for $who', async ({ everyMs, asks, leftAfterMs }) => {
  const clock = testClock();
  const leaving = makeLeaving(clock);
  // Asks once, like a person: nobody waits for that.
  leaving.asked(from('curl'));
  for (let i = 0; i < 3; i++) {
    clock.advance(everyMs);
    leaving.asked(from('balancer'));
  }
  const began = clock.elapsed();
  let leftAt: number | null = null;
  const left = leaving.leave().then(() => {
    leftAt = clock.elapsed() - began;
  });
  for (let ms = 100; ms <= 10_000 && leftAt === null; ms += 100) {
    clock.advance(100);
    if (ms % everyMs === 0 && ms / everyMs <= asks) leaving.asked(from('balancer'));
    for (let i = 0; i < 4; i++) await new Promise(resolve => setImmediate(resolve));
  }
  await left;
  expect(leftAt).toBeGreaterThanOrEqual(leftAfterMs);
  expect(leftAt).toBeLessThanOrEqual(leftAfterMs + 100);
});
