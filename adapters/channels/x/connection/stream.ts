/** The stream of events: one on a line, an empty line every 20 s when there is nothing. It only tells sooner. */
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { SECOND } from '../../../../src/core/time.ts';
import type { Json } from '../../../../src/ports/json.ts';
import { field } from '../shapes.ts';
import type { Answer, X } from './api.ts';
import type { Asker } from './askers.ts';
import { type About, lossOf, refusalOf } from './failures.ts';
import { API } from './origin.ts';
import { CALL_WITHIN_MS, type Lost, NOT_BEGUN, orEnd, within } from './wire.ts';

/** Three of X's empty lines did not come. */
const STREAM_SILENT_MS = 65 * SECOND;
/** The longest event is a post of 25,000 characters with everybody in it. */
const LINE_BYTES_MAX = 1024 * 1024;
const MINUTES_MAX = 5;
const ABOUT: About = { isWrite: false, signedBy: 'app' };
const SILENT = 'no line came';

type Options = Parameters<X['stream']>[0];

export async function stream(asker: Asker, options: Options, silentMs = STREAM_SILENT_MS): Promise<Answer<null>> {
  const { signal } = options;
  const token = await within(
    asker.withinMs,
    own => orEnd(asker.appToken.get({ agent: asker.agent, signal: own }), own),
    signal,
  );
  if (signal.aborted) return ENDED;
  if (!token) return lossOf(NOT_BEGUN, ABOUT);
  if (!token.ok) return token;
  const ending = new AbortController();
  const end = () => ending.abort();
  signal.addEventListener('abort', end);
  try {
    const response = await open(asker, token.value, options, ending);
    if (response.statusCode !== 200) return await refused(response);
    return await follow(response, options, silentMs, ending);
  } catch (error) {
    if (signal.aborted) return ENDED;
    return lossOf(lossFrom(error, ending.signal.reason === SILENT), ABOUT);
  } finally {
    signal.removeEventListener('abort', end);
    ending.abort();
  }
}

const ENDED: Answer<null> = { ok: true, value: null };

/**
 * Not by the library: its stream keeps what it cannot hand on in memory without end, and reads on while an event is
 * being stored. This one waits.
 */
function open(
  asker: Asker,
  token: string,
  { backfillMinutes }: Options,
  ending: AbortController,
): Promise<IncomingMessage> {
  const minutes = Math.min(Math.max(0, Math.floor(backfillMinutes)), MINUTES_MAX);
  const query = minutes ? `?backfill_minutes=${minutes}` : '';
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => ending.abort(SILENT), CALL_WITHIN_MS);
    const asked = request(`${API}/2/activity/stream${query}`, {
      agent: asker.agent,
      signal: ending.signal,
      headers: { Authorization: `Bearer ${token}` },
    });
    asked.on('error', error => {
      clearTimeout(late);
      reject(error);
    });
    asked.on('response', response => {
      clearTimeout(late);
      asker.heard(response.headers);
      resolve(response);
    });
    asked.end();
  });
}

async function refused(response: IncomingMessage): Promise<Answer<null>> {
  const text = await within(CALL_WITHIN_MS, async signal => {
    signal.addEventListener('abort', () => response.destroy());
    let all = '';
    for await (const chunk of response) {
      all += chunk;
      if (all.length > LINE_BYTES_MAX) break;
    }
    return all;
  }).catch(() => '');
  return refusalOf({ status: response.statusCode ?? 0, headers: response.headers, body: jsonOf(text) }, ABOUT);
}

async function follow(
  response: IncomingMessage,
  { line }: Options,
  silentMs: number,
  ending: AbortController,
): Promise<Answer<null>> {
  const chunks = response[Symbol.asyncIterator]();
  let rest = Buffer.alloc(0);
  for (;;) {
    // Storing an event takes its own time: that is no silence of X.
    const silent = setTimeout(() => ending.abort(SILENT), silentMs);
    const { done, value } = await chunks.next().finally(() => clearTimeout(silent));
    if (done) return lossOf({ ...BROKE_OFF, cause: 'X ended the stream' }, ABOUT);
    rest = Buffer.concat([rest, value as Buffer]);
    for (let at = rest.indexOf('\n'); at >= 0; at = rest.indexOf('\n')) {
      const event = jsonOf(rest.subarray(0, at).toString());
      rest = rest.subarray(at + 1);
      if (event === undefined) continue;
      if (field(event, 'data') === undefined && field(event, 'errors') !== undefined)
        return refusalOf({ status: 500, headers: {}, body: event }, ABOUT);
      await line(event);
      if (ending.signal.aborted) throw new Error(String(ending.signal.reason));
    }
    if (rest.length > LINE_BYTES_MAX)
      return lossOf({ ...BROKE_OFF, tooLarge: true, cause: 'a line is too long' }, ABOUT);
  }
}

const BROKE_OFF: Lost = { cause: '', reached: true, timedOut: false, tooLarge: false };

function lossFrom(error: unknown, timedOut: boolean): Lost {
  const { code, message } = error as NodeJS.ErrnoException;
  return {
    ...BROKE_OFF,
    timedOut,
    cause: timedOut ? SILENT : [code, message].filter(Boolean).join(': ').slice(0, 200),
  };
}

/** Half a line, or none: what it was about is read by looking. */
function jsonOf(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
