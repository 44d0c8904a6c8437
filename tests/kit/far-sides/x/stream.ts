/** `GET /2/activity/stream`: one event a line, an empty line when there is nothing, five minutes of what was missed. */
import type { ServerResponse } from 'node:http';
import { TOO_MANY_STREAMS } from './refusals.ts';
import type { Reply } from './shapes.ts';
import type { ActivityEvent, World } from './state.ts';

const STREAMS_MAX = 2;
const KEEP_ALIVE_MS = 20_000;
const BACKFILL_MINUTES_MAX = 5;
const LINE = '\r\n';

/** @returns what to answer in place of a stream; null: it runs */
export function openStream(world: World, response: ServerResponse, query: Record<string, string>): Reply | null {
  if (world.streams.size >= STREAMS_MAX) return TOO_MANY_STREAMS;
  response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
  response.flushHeaders();
  world.streams.add(response);
  const beat = setInterval(() => beatOne(world, response), world.options.keepAliveMs ?? KEEP_ALIVE_MS);
  response.on('close', () => {
    clearInterval(beat);
    world.streams.delete(response);
    world.deafStreams.delete(response);
  });
  const minutes = Math.min(Number(query.backfill_minutes ?? 0), BACKFILL_MINUTES_MAX);
  const from = world.now() - minutes * 60_000;
  if (minutes) for (const each of world.events) if (each.at >= from) write(world, response, each);
  return null;
}

function beatOne(world: World, response: ServerResponse): void {
  if (!world.deafStreams.has(response)) response.write(LINE);
}

function write(world: World, response: ServerResponse, { body }: ActivityEvent): void {
  if (!world.deafStreams.has(response)) response.write(JSON.stringify(body) + LINE);
}

export function toStreams(world: World, event: ActivityEvent): void {
  for (const each of world.streams) write(world, each, event);
}

export interface StreamHands {
  /** How many are connected. */
  readonly open: number;
  /** An empty line on each. */
  beat(): void;
  /** The last event once more. */
  repeat(): void;
  /** Connected as before, and nothing comes any more. */
  hang(): void;
  /** Ended as X does when it is deployed. */
  end(): void;
  reset(): void;
  /** Half of a line, then the end of the connection. */
  tear(): void;
  /** A line of one's own, e.g. one that is not JSON. */
  line(text: string): void;
}

export function streamHands(world: World): StreamHands {
  const each = (what: (stream: ServerResponse) => void) => () => [...world.streams].forEach(what);
  return {
    get open() {
      return world.streams.size;
    },
    beat: each(stream => beatOne(world, stream)),
    repeat: each(stream => write(world, stream, world.events.at(-1)!)),
    hang: each(stream => world.deafStreams.add(stream)),
    end: each(stream => stream.end()),
    reset: each(stream => stream.socket?.resetAndDestroy()),
    tear: each(stream => stream.write('{"data":{"event_uuid":"12', () => stream.socket?.destroy())),
    line: text => each(stream => stream.write(text + LINE))(),
  };
}
