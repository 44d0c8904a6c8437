/** A small IMAP server in this process, signed in to by token: for what needs a token that ends. */

import type { AddressInfo } from 'node:net';
import hoodiecrow from 'hoodiecrow-imap';

interface Crow {
  listen(port: number, host: string, done: () => void): void;
  close(done: () => void): void;
  server: { address(): AddressInfo; getConnections(done: (error: Error | null, count: number) => void): void };
  users: Record<string, { password?: string; xoauth2: { accessToken: string } }>;
  appendMessage(mailbox: string, flags: string[], date: string, raw: string): void;
}

export interface ImapSide {
  port: number;
  /** The token that lets in from now on. */
  setToken(token: string): void;
  deliver(raw: string): void;
  /** Breaks every connection. */
  drop(): void;
  stop(): Promise<void>;
}

export async function startImap(user: string, token: string): Promise<ImapSide> {
  const server = hoodiecrow({
    plugins: ['ID', 'SASL-IR', 'XOAUTH2', 'IDLE', 'UIDPLUS', 'SPECIAL-USE', 'LITERALPLUS'],
    storage: { INBOX: { messages: [] }, '': { separator: '/', folders: { Sent: { 'special-use': '\\Sent' } } } },
    users: { [user]: { password: 'secret', xoauth2: { accessToken: token } } },
  }) as Crow;
  const sockets = new Set<{ destroy(): void }>();
  (
    server.server as unknown as {
      on(
        event: string,
        listener: (socket: { destroy(): void; on(event: string, done: () => void): void }) => void,
      ): void;
    }
  ).on('connection', socket => {
    sockets.add(socket);
    socket.on('close', () => void sockets.delete(socket));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: server.server.address().port,
    setToken: next => {
      server.users[user]!.xoauth2.accessToken = next;
    },
    deliver: raw => server.appendMessage('INBOX', [], '', raw),
    drop,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        drop();
      }),
  };
}
