/** The stream to the page: server-sent events. Missed entries come first; after a break the page reconnects. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fingerprintOf } from '../../../src/core/message.ts';
import type { ChannelContext } from '../../../src/ports/channel.ts';
import { type Conversation, REPLAY_MAX } from './conversation.ts';
import { networkOf, STREAMS_PER_ADDRESS_MAX, STREAMS_PER_SESSION_MAX } from './gate.ts';

/** Proxies close a silent stream after a minute. */
const HEARTBEAT_MS = 20_000;
/** What another process announced may have been lost on the way: each stream is looked at this many heartbeats apart. */
const LOOK_AGAIN_BEATS = 3;
/** A peer that takes nothing is gone, whatever its socket says. */
const BACKLOG_BYTES_MAX = 1024 * 1024;
/** A page that meets a process which is stopping asks again after this, and meets another one. */
const ELSEWHERE_AFTER_S = 1;

export interface Streams {
  /** @returns false when this session or address has too many */
  open(request: IncomingMessage, response: ServerResponse, visitor: string, session: string, after: number): boolean;
  /** Ends those of a session that is over. */
  endSession(session: string): void;
  start(): void;
  stop(): void;
  count(): number;
}

interface Open {
  response: ServerResponse;
  flush(): void;
  end(): void;
}

export function makeStreams(context: ChannelContext, conversation: Conversation): Streams {
  const { bus, log } = context;
  const open = new Set<Open>();
  const per = new Map<string, number>();
  let heart: NodeJS.Timeout | null = null;
  let [beats, stopped] = [0, false];
  const count = (key: string, by: number) => countIn(per, key, by);
  const beat = () => {
    beats++;
    let at = 0;
    for (const each of open) {
      if (each.response.writableLength > BACKLOG_BYTES_MAX) each.response.destroy();
      else each.response.write(':\n\n');
      if (at++ % LOOK_AGAIN_BEATS === beats % LOOK_AGAIN_BEATS) each.flush();
    }
  };

  return {
    count: () => open.size,
    endSession: session => bus.publish(endTopic(context, session)),
    start: () => {
      stopped = false;
      heart ??= setInterval(beat, HEARTBEAT_MS).unref();
    },
    stop: () => {
      stopped = true;
      if (heart) clearInterval(heart);
      heart = null;
      for (const each of [...open]) each.end();
    },
    open: (request, response, visitor, session, given) => {
      // Gone while we looked who it is: nobody would ever say so again.
      if (response.destroyed || request.socket.destroyed) return true;
      if (stopped) return sendElsewhere(response);
      const keys = [`s:${session}`, `a:${networkOf(context.clientAddress(request))}`];
      const maxima = [STREAMS_PER_SESSION_MAX, STREAMS_PER_ADDRESS_MAX];
      if (keys.some((key, i) => (per.get(key) ?? 0) >= maxima[i]!)) return false;
      response.writeHead(200, {
        'Content-Type': 'text/event-stream',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      });
      let after = given;
      let shown = '';
      let [again, busy, closed, standing] = [false, false, false, false];
      const flush = async (withState: boolean) => {
        again = true;
        standing ||= withState;
        if (busy) return;
        busy = true;
        try {
          while (again && !closed) {
            again = false;
            const entries = await conversation.read(visitor, after);
            let text = '';
            for (const { entry } of entries) {
              text += `id: ${entry.n}\ndata: ${JSON.stringify(entry)}\n\n`;
              after = entry.n;
            }
            if (entries.length === REPLAY_MAX) again = true;
            if (standing) {
              standing = false;
              const state = await conversation.state(visitor);
              const { now: _, ...lasting } = state;
              const fingerprint = fingerprintOf(JSON.stringify(lasting));
              if (fingerprint !== shown) text += `event: state\ndata: ${JSON.stringify(state)}\n\n`;
              shown = fingerprint;
            }
            if (text && !closed) response.write(text);
          }
        } catch (error) {
          // The page comes again and asks for what it misses.
          log.warn(
            { channel: context.channelId, error: String(error) },
            'A chat could not be shown; its page asks again.',
          );
          response.destroy();
        } finally {
          busy = false;
        }
      };
      const leave = () => {
        if (closed) return;
        closed = true;
        for (const stop of stops) stop();
        open.delete(one);
        for (const key of keys) count(key, -1);
      };
      const one: Open = {
        response,
        flush: () => void flush(true),
        end: () => {
          leave();
          response.end();
        },
      };
      const stops = [
        bus.subscribe(conversation.topic(visitor), () => void flush(false)),
        bus.subscribe(conversation.stateTopic(visitor), () => void flush(true)),
        bus.subscribe(endTopic(context, session), one.end),
        bus.subscribe(typingTopic(conversation, visitor), () => {
          if (!closed) response.write('event: typing\ndata: 1\n\n');
        }),
      ];
      open.add(one);
      for (const key of keys) count(key, 1);
      response.on('close', leave);
      // A peer that is gone is not an error of ours.
      response.on('error', leave);
      response.write(':\n\n');
      void flush(true);
      return true;
    },
  };
}

function countIn(per: Map<string, number>, key: string, by: number): void {
  const next = (per.get(key) ?? 0) + by;
  if (next > 0) per.set(key, next);
  else per.delete(key);
}

/** @returns that it is answered */
function sendElsewhere(response: ServerResponse): true {
  response.writeHead(503, { 'Retry-After': ELSEWHERE_AFTER_S }).end();
  return true;
}

/** That somebody writes is said on a topic of its own: it is nothing that is kept. */
export function typingTopic(conversation: Conversation, visitor: string): string {
  return `${conversation.topic(visitor)}:typing!`;
}

function endTopic({ channelId }: ChannelContext, session: string): string {
  return `webchat:${channelId}:${session}:end!`;
}
