/** Socket Mode: tickets, hello, envelopes that want an acknowledgement, and connections that come to an end. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { no } from './call.ts';
import type { FakeSocket, Json } from './shapes.ts';
import { secret, type World } from './state.ts';

/** An app may have ten connections. */
const CONNECTIONS_MAX = 10;
const ACK_WITHIN_MS = 3_000;
/** For saying goodbye in good order; whoever does not answer is cut off. */
const CLOSE_WITHIN_MS = 100;
const HOST = 'applink-7fc4fdbb64-4x5xq';

interface Waiting {
  resolve(ack: { payload: Json | null } | null): void;
  sockets: Set<WebSocket>;
}

export interface SocketSide {
  fake: FakeSocket;
  /** apps.connections.open: needs the app's own token. */
  open(authorization: string | null): Json;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  overSocket: World['overSocket'];
  close(): Promise<void>;
}

export function makeSocketSide(world: World): SocketSide {
  const server = new WebSocketServer({ noServer: true });
  const tickets = new Set<string>();
  const open: WebSocket[] = [];
  const waiting = new Map<string, Waiting>();
  let duplicates = 0;
  let turn = 0;

  const take = (socket: WebSocket, raw: string) => {
    try {
      const ack = JSON.parse(raw) as { envelope_id?: string; payload?: Json };
      waiting.get(ack.envelope_id ?? '')?.resolve({ payload: ack.payload ?? null });
    } catch {
      socket.close(1003, 'not JSON');
    }
  };

  const leave = (socket: WebSocket) => {
    if (open.includes(socket)) open.splice(open.indexOf(socket), 1);
    for (const each of waiting.values()) {
      each.sockets.delete(socket);
      if (!each.sockets.size) each.resolve(null);
    }
  };

  const welcome = (socket: WebSocket) => {
    open.push(socket);
    socket.on('message', data => take(socket, String(data)));
    socket.on('close', () => leave(socket));
    socket.on('error', () => leave(socket));
    const debug_info = { host: HOST, build_number: 10, approximate_connection_time: 18_060 };
    const hello = { num_connections: open.length, debug_info, connection_info: { app_id: world.appId } };
    socket.send(JSON.stringify({ type: 'hello', ...hello }));
  };

  const overSocket: World['overSocket'] = (type, payload, retry) => {
    if (!open.length) return Promise.resolve(null);
    const envelope_id = randomUUID();
    const first = open[turn++ % open.length]!;
    const sockets = new Set([first]);
    const twice = duplicates > 0;
    const second = twice ? (open.find(each => each !== first) ?? first) : null;
    if (twice) duplicates--;
    const text = JSON.stringify({
      envelope_id,
      type,
      payload,
      accepts_response_payload: type !== 'events_api',
      ...(type === 'events_api' ? { retry_attempt: retry.num, retry_reason: retry.reason ?? '' } : {}),
    });
    return new Promise(resolve => {
      const done = (ack: { payload: Json | null } | null) => {
        clearTimeout(timer);
        waiting.delete(envelope_id);
        resolve(ack);
      };
      const timer = setTimeout(() => done(null), world.options.answerWithinMs ?? ACK_WITHIN_MS);
      waiting.set(envelope_id, { resolve: done, sockets });
      if (second) sockets.add(second);
      first.send(text);
      second?.send(text);
    });
  };

  const fake: FakeSocket = {
    connections: () => open.length,
    disconnect: (reason, options = {}) => {
      for (const socket of open.slice(0, options.connections ?? open.length)) {
        socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host: HOST } }));
        // A warning comes ten seconds before the end; the other reasons are the end.
        if (options.close ?? reason === 'link_disabled') socket.close();
      }
    },
    duplicateNext: n => {
      duplicates += n;
    },
    refuseOpen: (how, times = 1) =>
      void world.faults.push({ method: 'apps.connections.open', how, times, when: () => true }),
    dropAll: () => {
      for (const socket of [...open]) socket.terminate();
    },
    unacked: () => [...waiting.keys()],
  };

  return {
    fake,
    overSocket,
    open: authorization => {
      if (!authorization) return no('not_authed');
      const token = authorization.replace(/^Bearer /, '');
      if (world.tokens.has(token)) return no('not_allowed_token_type');
      if (token !== world.appToken) return no('invalid_auth');
      if (open.length >= CONNECTIONS_MAX) return no('too_many_websockets');
      const ticket = secret(16);
      tickets.add(ticket);
      return { ok: true, url: `${world.url.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${world.appId}` };
    },
    upgrade: (request, socket, head) => {
      const ticket = new URL(request.url!, world.url).searchParams.get('ticket');
      // A ticket opens one connection.
      if (!ticket || !tickets.delete(ticket)) return void socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      server.handleUpgrade(request, socket, head, welcome);
    },
    close: async () => {
      for (const each of waiting.values()) each.resolve(null);
      const ends = open.map(socket => new Promise(resolve => socket.once('close', resolve)));
      const cut = setTimeout(() => fake.dropAll(), CLOSE_WITHIN_MS);
      for (const socket of [...open]) socket.close(1001);
      await Promise.all(ends);
      clearTimeout(cut);
      server.close();
    },
  };
}
