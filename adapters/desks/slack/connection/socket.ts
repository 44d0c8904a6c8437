/**
 * Socket Mode without the library's own way back: that one ends the process when Slack refuses a reconnect. Here a lost
 * line is taken up again with growing waits, for as long as we run.
 */
import { SocketModeClient } from '@slack/socket-mode';
import { type DurationMs, SECOND } from '../../../../src/core/time.ts';
import type { HealthItem } from '../../../../src/ports/channel.ts';
import type { Clock } from '../../../../src/ports/clock.ts';
import type { Log } from '../../../../src/ports/log.ts';
import type { Ack } from '../actions/interaction.ts';
import { makeCalls, makeClient, quietLogger } from './call.ts';

const WAIT_MAX: DurationMs = 30 * SECOND;
/** A line that lasted this long was not a failure: the next one is called at once. */
const LASTED: DurationMs = 10 * SECOND;
const OPEN_WITHIN_MS = 15 * SECOND;

interface SocketParts {
  appToken: string;
  apiUrl: string;
  clock: Clock;
  log: Log;
  /** Rejects when nothing was kept: then Slack is not told that we have it, and it comes again. */
  deliver(body: object, ack: Ack): Promise<void>;
}

export interface SocketListener {
  start(): void;
  stop(): Promise<void>;
  /** Why there is no line; null while there is one. */
  problem(): string | null;
  /** Another token: when it opens a line, the next line is opened with it, and only then the one there is closed. */
  takeUp(appToken: string): Promise<HealthItem[]>;
}

export function listenSocket({ appToken: given, apiUrl, clock, log, deliver }: SocketParts): SocketListener {
  const stopping = new AbortController();
  let appToken = given;
  /** Ends the line there is, or the wait for one. */
  let next = () => {};
  let problem: string | null = 'connecting';
  let client: SocketModeClient | null = null;
  let loop: Promise<void> | null = null;

  const open = (replace: () => void): SocketModeClient => {
    const made = new SocketModeClient({
      appToken,
      autoReconnectEnabled: false,
      logger: quietLogger(log) as never,
      // An object of its own: the library writes the app's token into what it is given.
      clientOptions: { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, timeout: OPEN_WITHIN_MS },
    });
    guard(made, replace, { log, deliver });
    made.on('slack_event', ({ body, ack }: { body: object; ack: Ack }) => {
      deliver(body, ack).catch(error =>
        log.error(
          { desk: 'slack', error: String(error) },
          'A delivery from Slack could not be stored; Slack sends it again.',
        ),
      );
    });
    return made;
  };

  const run = async () => {
    let wait = 0;
    while (!stopping.signal.aborted) {
      const since = clock.now();
      // Slack asks for a new line while the old one still carries: it is closed only once the new one is up.
      const before = client;
      try {
        const ended = Promise.withResolvers<void>();
        const made = open(() => ended.resolve());
        made.once('disconnected', () => ended.resolve());
        next = () => ended.resolve();
        await made.start();
        client = made;
        problem = null;
        wait = 0;
        before?.disconnect().catch(() => {});
        await ended.promise;
      } catch (error) {
        problem = `Slack does not open a line: ${words(error)}. Check SLACK_APP_TOKEN, and that Socket Mode is on.`;
        log.warn({ desk: 'slack', error: words(error) }, 'Slack does not open a line. Trying again.');
      }
      if (stopping.signal.aborted) return;
      wait = clock.now() - since > LASTED ? 0 : Math.min(WAIT_MAX, wait ? wait * 2 : SECOND / 4);
      const waiting = new AbortController();
      next = () => waiting.abort();
      if (wait) await clock.sleep(wait, AbortSignal.any([stopping.signal, waiting.signal]));
    }
  };

  return {
    start: () => {
      loop ??= run();
    },
    stop: async () => {
      stopping.abort();
      const late = new AbortController();
      // What was not acknowledged is delivered again to whoever connects next.
      await Promise.race([client?.disconnect().catch(() => {}), clock.sleep(SECOND, late.signal)]);
      await Promise.race([loop, clock.sleep(SECOND, late.signal)]);
      late.abort();
    },
    problem: () => problem,
    takeUp: async newer => {
      const item = newer === appToken ? null : await tryAppToken(newer, appToken, { apiUrl, clock, log });
      if (!item) return [];
      if (item.ok) {
        appToken = newer;
        next();
      }
      return [item];
    },
  };
}

/**
 * Notices without an inner event make the library throw where nobody listens, and it hangs up before it has another
 * line: both are taken here.
 */
function guard(
  made: SocketModeClient,
  replace: () => void,
  { log, deliver }: Pick<SocketParts, 'log' | 'deliver'>,
): void {
  const through = made.listeners('ws_message') as ((data: unknown, isBinary: boolean) => unknown)[];
  made.removeAllListeners('ws_message');
  made.on('ws_message', (data: unknown, isBinary: boolean) => {
    const envelope = isBinary ? null : envelopeOf(data);
    if (envelope?.type === 'disconnect') return replace();
    const bare = envelope && bareNotice(envelope);
    if (bare) {
      const send = (made as unknown as { send(id: string, body: object): Promise<void> }).send.bind(made);
      deliver(bare.payload, response => send(bare.id, response ?? {})).catch(() => {});
      return;
    }
    for (const listener of through)
      Promise.resolve(listener(data, isBinary)).catch(error =>
        log.debug({ desk: 'slack', error: String(error) }, 'A message of the line could not be read.'),
      );
  });
}

interface Envelope {
  type?: string;
  envelope_id?: string;
  payload?: { event?: unknown };
}

/** `xapp-1-A0123456789-...` names its app. */
const APP_OF = /^xapp-\d+-([A-Z0-9]+)-/;

/** Does it open a line, for the same app? The address that Slack gives is not used. */
async function tryAppToken(
  token: string,
  before: string,
  parts: Pick<SocketParts, 'apiUrl' | 'clock' | 'log'>,
): Promise<HealthItem> {
  const what = 'SLACK_APP_TOKEN';
  const [app, old] = [token, before].map(each => APP_OF.exec(each)?.[1]);
  if (app && old && app !== old) {
    const words = `is of another app (${app}, not ${old}), to which nothing of this one is delivered. The old one stays in use.`;
    return {
      what,
      ok: false,
      words: `${words} Copy the new one of the same app: Basic Information, App-Level Tokens.`,
    };
  }
  try {
    const client = makeClient({ ...parts, fetch: globalThis.fetch });
    await makeCalls({ client, token, clock: parts.clock }).call('apps.connections.open');
    return { what, ok: true, words: 'opens a line, and is in use.' };
  } catch (error) {
    const why = `does not open a line (${words(error)}). The old one stays in use.`;
    return { what, ok: false, words: `${why} Copy the new one again: Basic Information, App-Level Tokens.` };
  }
}

function envelopeOf(data: unknown): Envelope | null {
  try {
    return JSON.parse(typeof data === 'string' ? data : new TextDecoder().decode(data as Uint8Array)) as Envelope;
  } catch {
    return null;
  }
}

function bareNotice({ type, envelope_id, payload }: Envelope): { id: string; payload: object } | null {
  if (type !== 'events_api' || !payload || payload.event) return null;
  return { id: envelope_id ?? '', payload };
}

function words(error: unknown): string {
  return String((error as Error | undefined)?.message ?? error).slice(0, 200);
}
