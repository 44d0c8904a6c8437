/** The web chat channel: a visitor's messages come by POST, the team's go out by a stream that replays what was missed. */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ReplyId } from '../../../src/core/ids.ts';
import type { Channel, ChannelContext, ChannelKind } from '../../../src/ports/channel.ts';
import { type HttpRoute, readBody, sendJson } from '../../../src/ports/http.ts';
import type { Json } from '../../../src/ports/json.ts';
import type { SettingsValue } from '../../../src/ports/settings.ts';
import { webchatLimits, webchatProblems, webchatSettings } from './config.ts';
import { panelRoutes } from './pages.ts';
import { explainChat, parseChat, toInbound } from './receive.ts';

/** 192 bits that nobody guesses; the store keeps only their hash. */
const TOKEN_BYTES = 24;
const BODY_BYTES_MAX = 32 * 1024;
/** Messages sent down at once after a long absence. */
const REPLAY_MAX = 500;
/** Proxies close a silent stream after a minute. */
const HEARTBEAT_MS = 20_000;

export interface ChatEntry {
  from: 'visitor' | 'team';
  text: string;
  /** Who of the team wrote; null for the visitor. */
  name: string | null;
  /** The visitor's own id of the message; null for the team's. */
  cid: string | null;
  at: number;
}

export const webchatChannel: ChannelKind = {
  kind: 'webchat',
  label: 'Web chat',
  limits: webchatLimits,
  settings: webchatSettings,
  problems: webchatProblems,
  open: openWebchat,
  explain: explainChat,
};

function openWebchat(settings: Record<string, SettingsValue>, context: ChannelContext): Channel {
  const { shelf, bus, clock, name } = context;
  const origins = (settings.origins as string[] | null) ?? [];
  const topic = (visitor: string) => `webchat:${name}:${visitor}`;
  const stream = (visitor: string) => `chat:${visitor}`;
  const streams = new Set<ServerResponse>();

  const visitorOf = async (request: IncomingMessage): Promise<string | null> => {
    const token = /^Bearer ([0-9a-f]{48})$/.exec(request.headers.authorization ?? '')?.[1];
    if (!token) return null;
    const session = await shelf.get('sessions', hash(token));
    return session ? (session.value as { visitor: string }).visitor : null;
  };

  const start = async (request: IncomingMessage, response: ServerResponse) => {
    if ((await readBody(request, BODY_BYTES_MAX)) === null) return refuse(response, 413, 'This is too long.');
    const token = context.ids.secret(TOKEN_BYTES);
    const visitor = hash(token).slice(0, 24);
    await shelf.append('sessions', hash(token), { visitor, at: clock.now() });
    sendJson(response, 201, { token });
  };

  const send = async (request: IncomingMessage, response: ServerResponse) => {
    const visitor = await visitorOf(request);
    if (!visitor) return refuse(response, 401, 'This chat is not known here any more. Start a new one.');
    const body = await readBody(request, BODY_BYTES_MAX);
    if (body === null) return refuse(response, 413, 'This is too long. Send it in parts.');
    const input = parseChat(body);
    if ('error' in input) return refuse(response, 400, input.error);
    try {
      await context.accept(toInbound(input, visitor, clock.now()));
      const entry: ChatEntry = { from: 'visitor', text: input.text, name: null, cid: input.cid, at: clock.now() };
      const { n } = await shelf.append(stream(visitor), `in:${input.cid}`, entry as unknown as Json);
      bus.publish(topic(visitor));
      sendJson(response, 200, { n });
    } catch (error) {
      // The panel keeps the message and sends it again, with the same id.
      context.log.error(
        { channel: context.channelId, error: String(error) },
        'A chat message could not be stored; the visitor’s page sends it again.',
      );
      response.setHeader('Retry-After', '5');
      refuse(response, 503, 'We cannot take messages for a moment. Yours is kept here and sent again.');
    }
  };

  /** Everything after `after`, then whatever comes; numbers without gaps make the replay exact. */
  const listen = async (request: IncomingMessage, response: ServerResponse, url: URL) => {
    const visitor = await visitorOf(request);
    if (!visitor) return refuse(response, 401, 'This chat is not known here any more. Start a new one.');
    let after = Math.max(0, Number.parseInt(url.searchParams.get('after') ?? '0', 10) || 0);
    response.writeHead(200, {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
    });
    response.write(':\n\n');
    streams.add(response);
    let again = false;
    let busy = false;
    const flush = async () => {
      again = true;
      if (busy) return;
      busy = true;
      while (again && !response.destroyed) {
        again = false;
        const entries = await shelf.read(stream(visitor), after, REPLAY_MAX);
        for (const { n, key, value } of entries) {
          response.write(`id: ${n}\ndata: ${JSON.stringify({ n, ...(value as object) })}\n\n`);
          after = n;
          if (key.startsWith('out:')) void context.delivered(key.slice(4) as ReplyId).catch(() => {});
        }
        if (entries.length === REPLAY_MAX) again = true;
      }
      busy = false;
    };
    const stop = bus.subscribe(topic(visitor), () => void flush().catch(() => response.destroy()));
    const heart = setInterval(() => response.write(':\n\n'), HEARTBEAT_MS);
    request.on('close', () => {
      stop();
      clearInterval(heart);
      streams.delete(response);
    });
    await flush();
  };

  const at = `/chat/${name}`;
  const routes: HttpRoute[] = [
    { method: 'POST', path: `${at}/start`, handle: start },
    { method: 'POST', path: `${at}/send`, handle: send },
    { method: 'GET', path: `${at}/events`, handle: listen },
    ...panelRoutes({ at, name, origins, title: String(settings.title ?? 'Chat with us') }),
  ];

  return {
    kind: 'webchat',
    limits: webchatLimits,
    routes,
    start: async () => {},
    stop: async () => {
      for (const each of streams) each.end();
    },
    send: async reply => {
      const entry: ChatEntry = { from: 'team', text: reply.text, name: reply.author.name, cid: null, at: clock.now() };
      await shelf.append(stream(reply.to.address), `out:${reply.id}`, entry as unknown as Json);
      bus.publish(topic(reply.to.address));
      return { as: 'sent', externalId: reply.id, names: [`out:${reply.id}`] };
    },
    check: async () => [
      { what: 'web chat', ok: true, words: `shown on ${origins.join(', ') || 'no site yet: add one under origins'}` },
    ],
  };
}

function hash(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

function refuse(response: ServerResponse, status: number, error: string): void {
  sendJson(response, status, { error });
}
