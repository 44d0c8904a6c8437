import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import {
  IN_FLIGHT,
  makeReceiver,
  type Receiver,
  type ReceiverOptions,
} from '../../../../adapters/channels/email/smtp/receiver.ts';
import { PLACE_LIMITS } from '../../../../adapters/channels/email/smtp/receiver-places.ts';
import type { EmailChannel, HandedMail } from '../../../../adapters/channels/email/taken.ts';
import { testLog, until } from '../../../kit/world.ts';

const KB = 1024;
/** A thousandth of real life, in the same proportions. */
const SMALL = { bytesMax: 72 * KB, keptForSmall: 8 * KB, smallBytesMax: KB };

/** One who speaks SMTP by hand, and says when. */
interface Client {
  socket: Socket;
  /** Everything the server said. */
  said(): string;
  /** Sends a line and waits for the answer. */
  ask(line: string): Promise<string>;
  /** Waits for the next answer that nobody waited for yet. */
  answer(): Promise<string>;
  closed(): boolean;
}

let receiver: Receiver;
let port: number;
const sockets: Socket[] = [];
/** Mails that the desk is storing now; each ends when the test says so. */
let storing: { bytes: number; done(): void }[] = [];
let stored = 0;

async function listen(options: ReceiverOptions = {}, holds = false): Promise<void> {
  storing = [];
  stored = 0;
  const take = ({ raw }: HandedMail) =>
    new Promise<boolean>(resolve => {
      const mail = {
        bytes: raw.length,
        done: () => {
          stored++;
          resolve(true);
        },
      };
      if (holds) storing.push(mail);
      else mail.done();
    });
  const channel = { address: 'help@shop.example', addresses: ['help@shop.example'], take } as unknown as EmailChannel;
  receiver = makeReceiver(() => [channel], testLog(), options);
  port = await receiver.listen('127.0.0.1', 0);
}

async function open(greeted = true): Promise<Client> {
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  let [text, read, over] = ['', 0, false];
  socket.on('data', chunk => {
    text += chunk.toString('latin1');
  });
  socket.on('close', () => {
    over = true;
  });
  socket.on('error', () => {});
  const answer = () =>
    until(
      () => {
        const found = /^(\d{3}) .*\r\n/m.exec(text.slice(read));
        if (!found) return over ? '000 closed' : null;
        read += found.index + found[0].length;
        return found[0];
      },
      'an answer',
      20_000,
    );
  const client: Client = {
    socket,
    said: () => text,
    answer,
    ask: line => {
      socket.write(`${line}\r\n`);
      return answer();
    },
    closed: () => over,
  };
  if (greeted) {
    await answer();
    await client.ask('EHLO x');
  }
  return client;
}

/** Up to the point where the text may come. */
async function upToText(size?: number): Promise<{ client: Client; answer: string }> {
  const client = await open();
  const sender = await client.ask(`MAIL FROM:<a@b.example>${size === undefined ? '' : ` SIZE=${size}`}`);
  if (!sender.startsWith('250')) return { client, answer: sender };
  await client.ask('RCPT TO:<help@shop.example>');
  return { client, answer: await client.ask('DATA') };
}

const LINE = `${'x'.repeat(98)}\r\n`;
const textOf = (bytes: number) => LINE.repeat(Math.ceil(bytes / LINE.length));

async function mail(bytes: number, size?: number): Promise<string> {
  const { client, answer } = await upToText(size);
  if (!answer.startsWith('354')) return answer;
  client.socket.write(`Subject: x\r\n\r\n${textOf(bytes)}.\r\n`);
  return client.answer();
}

afterEach(async () => {
  for (const each of sockets.splice(0)) each.destroy();
  for (const each of storing) each.done();
  await receiver.stop();
});

describe('mail that comes in at once', () => {
  test.each([
    ['said', true],
    ['not said', false],
  ])('never takes more memory than the budget, its size %s; the rest is asked to come again, and then does', async (_, says) => {
    await listen({ inFlight: SMALL }, true);
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, receiver.held());
    }, 1);
    const answers: string[] = [];
    const all = Array.from({ length: 6 }, () =>
      mail(30 * KB, says ? 30 * KB : undefined).then(answer => void answers.push(answer)),
    );
    await until(() => answers.length === 4 && storing.length === 1, 'four are refused and one is stored', 20_000);
    for (const each of answers) expect(each).toMatch(/^451 .*try again/);
    // Large ones are read one at a time: reading takes several times their size.
    expect(receiver.held()).toBeGreaterThanOrEqual(60 * KB);
    storing.shift()!.done();
    await until(() => storing.length === 1, 'the next one', 20_000);
    // A letter gets in beside them.
    const letter = mail(300);
    await until(() => storing.length === 2, 'the letter', 20_000);
    for (const each of storing.splice(0)) each.done();
    expect(await letter).toMatch(/^250/);
    await Promise.all(all);
    clearInterval(watch);
    expect(most).toBeLessThanOrEqual(SMALL.bytesMax);
    expect(receiver.held()).toBe(0);
    const again = mail(30 * KB);
    await until(() => storing.length === 1, 'the one that was refused', 20_000);
    storing.shift()!.done();
    expect(await again).toMatch(/^250/);
  });

  test('that breaks off, in whatever stage, gives its room back', async () => {
    await listen({ inFlight: SMALL });
    for (let i = 0; i < 5; i++) {
      const { client } = await upToText(60 * KB);
      client.socket.write(textOf(20 * KB));
      await until(() => receiver.held() > 0, 'it is held', 20_000);
      client.socket.destroy();
      await until(() => receiver.held() === 0, 'it is free again', 20_000);
    }
    const { client } = await upToText();
    client.socket.end(textOf(10 * KB));
    await until(() => receiver.held() === 0, 'it is free again', 20_000);
    expect(await mail(60 * KB)).toMatch(/^250/);
  });

  test('in real life fits one of the largest, and a twentieth of what was let in before', () => {
    expect(IN_FLIGHT.bytesMax - IN_FLIGHT.keptForSmall).toBeGreaterThanOrEqual(60 * KB * KB);
    expect(IN_FLIGHT.bytesMax).toBeLessThan((20 * 60 * KB * KB) / 10);
  });
});

describe('connections that only sit there', () => {
  const places = { ...PLACE_LIMITS, spareMs: 50, stepWithinMs: 1_500, silenceMaxMs: 1_500 };

  test('shut nobody out: whoever sat there longest makes room', async () => {
    await listen({ places });
    const idle: Client[] = [];
    for (let i = 0; i < 60; i++) idle.push(await open(i % 2 === 0));
    await new Promise(resolve => setTimeout(resolve, 400));
    expect(await mail(100)).toMatch(/^250/);
    expect(idle.some(each => each.said().includes('421'))).toBe(true);
  });

  test('with idle chatter are no better', async () => {
    await listen({ places });
    const idle = await Promise.all(Array.from({ length: 15 }, () => open()));
    const chatter = setInterval(() => {
      for (const each of idle) if (!each.closed()) each.socket.write('NOOP\r\n');
    }, 20);
    await new Promise(resolve => setTimeout(resolve, 400));
    expect(await mail(100)).toMatch(/^250/);
    // And in the end they are sent away.
    await until(() => idle.every(each => each.closed()), 'all are closed', 15_000);
    clearInterval(chatter);
  });

  test('in the middle of a mail are given up, with what they held', async () => {
    await listen({ places, inFlight: SMALL });
    const { client } = await upToText(50 * KB);
    client.socket.write(textOf(10 * KB));
    await until(() => receiver.held() > 0, 'it is held', 20_000);
    await until(() => client.closed() && receiver.held() === 0, 'it is given up', 15_000);
    expect(await mail(60 * KB)).toMatch(/^250/);
  });

  test('of one address never take all places while they are busy; a mail that is being stored is never given up', async () => {
    await listen({ places }, true);
    const busy = Array.from({ length: 15 }, () => mail(100));
    await until(() => storing.length === 15, 'all are being stored', 20_000);
    const late = await open(false);
    expect(await late.answer()).toMatch(/^421 .*from this address/);
    await new Promise(resolve => setTimeout(resolve, 2_500));
    for (const each of storing.splice(0)) each.done();
    for (const answer of await Promise.all(busy)) expect(answer).toMatch(/^250/);
    expect(stored).toBe(15);
  });
});
