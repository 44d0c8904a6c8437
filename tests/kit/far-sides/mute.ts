/** A server that takes connections and never says a word: a mail server that was stopped, a line that leads nowhere. */
import { createServer, type Socket } from 'node:net';

export interface MuteSide {
  port: number;
  /** Connections that are open now. */
  open(): number;
  /** Connections that were ever made. */
  made(): number;
  stop(): Promise<void>;
}

export async function startMute(): Promise<MuteSide> {
  const sockets = new Set<Socket>();
  let made = 0;
  const server = createServer(socket => {
    made++;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.resume();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    open: () => sockets.size,
    made: () => made,
    stop: () => {
      for (const each of sockets) each.destroy();
      return new Promise(resolve => server.close(() => resolve()));
    },
  };
}
