/**
 * Stands before the page of the Agents Playground, and delivers what the Playground keeps to itself: what is written in a
 * channel without a mention of the bot. Teams delivers it where an owner of the team has consented.
 */
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** A message as the page posts it. */
export interface Written {
  thread: string;
  id: string;
  text: string;
  mentions: { mentioned: { id: string; name: string }; text: string }[];
}

const POSTED = /^\/_conversation\/v1\/conversations\/([^/]+)\/messages$/;

/** @param port where the Playground is. @returns where a browser finds its page from now on */
export async function beforePlayground(
  port: number,
  deliver: (written: Written) => Promise<void>,
): Promise<{ url: string; stop: () => void }> {
  const server = createServer((asked, answer) => {
    const [, place] = (asked.method === 'POST' && POSTED.exec(asked.url ?? '')) || [];
    const handled = place ? note(asked, answer, decodeURIComponent(place)) : pass(asked, answer);
    handled.catch(() => answer.destroy());
  });
  const sockets = new Set<Duplex>();
  // What is drawn comes by a socket.
  server.on('upgrade', ({ url, rawHeaders }: IncomingMessage, near: Duplex) => {
    const far = connect(port, '127.0.0.1');
    const lines = rawHeaders.map((each, i) => (i % 2 ? `${each}\r\n` : `${each}: `)).join('');
    far.write(`GET ${url} HTTP/1.1\r\n${lines}\r\n`);
    for (const [one, other] of [[near, far] as const, [far, near] as const]) {
      sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });

  const ask = (asked: IncomingMessage): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const { method, url: path, headers } = asked;
      asked.pipe(request({ port, host: '127.0.0.1', method, path, headers }, resolve).on('error', reject));
    });
  const pass = async (asked: IncomingMessage, answer: ServerResponse) => {
    const far = await ask(asked);
    answer.writeHead(far.statusCode ?? 502, far.headers);
    far.pipe(answer);
  };
  const note = async (asked: IncomingMessage, answer: ServerResponse, place: string) => {
    const sent = read(asked);
    const far = await ask(asked);
    const told = await read(far);
    answer.writeHead(far.statusCode ?? 502, far.headers).end(told);
    if (far.statusCode !== 200) return;
    const { text = '', mentions = [] } = JSON.parse(await sent);
    const { messageId: id, postConversationId: thread = place } = JSON.parse(told);
    await deliver({ thread, id, text, mentions });
  };

  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.close();
      server.closeAllConnections();
      for (const each of sockets) each.destroy();
    },
  };
}

async function read(stream: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  stream.on('data', chunk => chunks.push(chunk));
  await new Promise((resolve, reject) => stream.once('end', resolve).once('error', reject));
  return Buffer.concat(chunks).toString('utf8');
}
