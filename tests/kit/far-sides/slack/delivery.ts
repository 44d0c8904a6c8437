/** Carries payloads to the product: signed over HTTP or in a socket's envelope, and again when nobody said 2xx in time. */
import { createHmac } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import type { Answer, Delivery, DeliveryKind, Json, RawDelivery } from './shapes.ts';
import { seconds, sleep, track, type World } from './state.ts';

/** Real Slack waits 3 s; then it hangs up and counts that as a failure. */
const ANSWER_WITHIN_MS = 3_000;
const RETRY_AFTER_MS = [0, 100, 300];

export const sign = (secret: string, timestamp: number | string, body: string): string =>
  `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;

interface Sent {
  status: number;
  ms: number;
  text: string;
  headers: Record<string, string | string[] | undefined>;
}

/** One POST with exactly these headers; status 0 when nothing came back in time. */
export function post(world: World, url: string, body: string, headers: Record<string, string>): Promise<Sent> {
  const started = performance.now();
  const ms = () => Math.round(performance.now() - started);
  return new Promise(resolve => {
    const nothing = (text: string) => {
      finish({ status: 0, ms: ms(), text, headers: {} });
      outgoing.destroy();
    };
    const finish = (sent: Sent) => {
      clearTimeout(timer);
      world.closing.signal.removeEventListener('abort', stop);
      resolve(sent);
    };
    const outgoing = httpRequest(
      url,
      { method: 'POST', agent: false, headers: { ...headers, 'Content-Length': Buffer.byteLength(body) } },
      response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', chunk => {
          text += chunk;
        });
        response.on('end', () => finish({ status: response.statusCode!, ms: ms(), text, headers: response.headers }));
        response.on('error', () => nothing('connection_failed'));
      },
    );
    outgoing.on('error', () => nothing('connection_failed'));
    const timer = setTimeout(() => nothing('http_timeout'), world.options.answerWithinMs ?? ANSWER_WITHIN_MS);
    const stop = () => nothing('closed');
    world.closing.signal.addEventListener('abort', stop);
    outgoing.end(body);
  });
}

/** The headers of a genuine request. */
export function slackHeaders(world: World, body: string, contentType: string): Record<string, string> {
  const timestamp = String(seconds(world));
  return {
    'User-Agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
    'Content-Type': contentType,
    Accept: '*/*',
    'X-Slack-Request-Timestamp': timestamp,
    'X-Slack-Signature': sign(world.signingSecret, timestamp, body),
  };
}

const ENVELOPES = { event: 'events_api', interaction: 'interactive', command: 'slash_commands' } as const;

/** Delivers once, over what is open: the product's URL if one was given, else a socket. */
async function attempt(
  world: World,
  kind: Exclude<DeliveryKind, 'raw'>,
  body: Json,
  retry: { num: number; reason: string | null },
): Promise<Delivery & { headers: Sent['headers'] }> {
  const started = performance.now();
  const delivery = { kind, body, retryNum: retry.num, retryReason: retry.reason };
  let answered: Sent;
  const via = world.deliverTo === null ? ('socket' as const) : ('http' as const);
  if (world.deliverTo === null) {
    const ack = await world.overSocket(ENVELOPES[kind], body, retry);
    const text = ack?.payload && Object.keys(ack.payload).length ? JSON.stringify(ack.payload) : '';
    answered = { status: ack ? 200 : 0, ms: Math.round(performance.now() - started), text, headers: {} };
    if (!ack) answered.text = 'no_acknowledgement';
  } else {
    const raw =
      kind === 'event'
        ? JSON.stringify(body)
        : kind === 'interaction'
          ? new URLSearchParams({ payload: JSON.stringify(body) }).toString()
          : new URLSearchParams(body as Record<string, string>).toString();
    const type = kind === 'event' ? 'application/json' : 'application/x-www-form-urlencoded';
    const again: Record<string, string> = retry.num
      ? { 'X-Slack-Retry-Num': String(retry.num), 'X-Slack-Retry-Reason': retry.reason ?? 'http_error' }
      : {};
    answered = await post(world, world.deliverTo, raw, { ...slackHeaders(world, raw, type), ...again });
  }
  const { status, ms, text, headers } = answered;
  const done = { ...delivery, via, status, ms, answer: text };
  world.deliveries.push(done);
  return { ...done, headers };
}

const isGood = (status: number): boolean => status >= 200 && status < 300;

/** An event goes out again up to three times under its own event_id, until somebody says 2xx or "do not retry". */
export function deliverEvent(world: World, body: Json): Promise<void> {
  const waits = world.options.retryAfterMs ?? RETRY_AFTER_MS;
  const work = async () => {
    let reason: string | null = null;
    for (let num = 0; num <= waits.length; num++) {
      if (num > 0) await sleep(world, waits[num - 1]!);
      if (world.closing.signal.aborted) return;
      const done = await attempt(world, 'event', body, { num, reason });
      if (isGood(done.status) || done.headers['x-slack-no-retry'] === '1') return;
      reason = done.status ? 'http_error' : done.answer === 'connection_failed' ? done.answer : 'http_timeout';
    }
  };
  return track(world, work());
}

export async function redeliver(world: World, delivery: Delivery, num = 1): Promise<Answer> {
  if (delivery.kind === 'raw') throw new Error('A raw delivery is sent again with deliver().');
  const work = attempt(world, delivery.kind, delivery.body, { num, reason: 'http_timeout' });
  return toAnswer(await track(world, work));
}

/** Interactions and commands are delivered once. */
export async function deliverOnce(world: World, kind: 'interaction' | 'command', body: Json): Promise<Answer> {
  return toAnswer(await track(world, attempt(world, kind, body, { num: 0, reason: null })));
}

export function toAnswer({ status, ms, answer }: Pick<Delivery, 'status' | 'ms' | 'answer'>): Answer {
  let body: Answer['body'] = answer || null;
  try {
    if (answer) body = JSON.parse(answer);
  } catch {
    // Plain words: a command may answer so.
  }
  const trouble = isGood(status) ? null : status === 0 ? 'operation_timeout' : 'http_error';
  return { status, ms, body: status === 0 ? null : body, trouble };
}

/** Whatever a test makes up: forged, stale, replayed, malformed; signed like Slack's unless told otherwise. */
export async function deliverRaw(world: World, body: string | Json, how: RawDelivery): Promise<Answer[]> {
  const url = how.url ?? world.deliverTo;
  const raw = typeof body === 'string' ? body : JSON.stringify(body);
  const json: Json = typeof body === 'string' ? { raw: body } : body;
  if (!url) throw new Error('There is no address to deliver to: call deliverTo first, or give a url.');
  const headers = slackHeaders(world, raw, how.contentType ?? 'application/json');
  if (how.timestamp !== undefined) {
    if (how.timestamp === null) delete headers['X-Slack-Request-Timestamp'];
    else headers['X-Slack-Request-Timestamp'] = String(how.timestamp);
    headers['X-Slack-Signature'] = sign(world.signingSecret, String(how.timestamp), raw);
  }
  if (how.secret) headers['X-Slack-Signature'] = sign(how.secret, headers['X-Slack-Request-Timestamp'] ?? '', raw);
  if (how.signature === null) delete headers['X-Slack-Signature'];
  else if (how.signature !== undefined) headers['X-Slack-Signature'] = how.signature;
  const answers: Answer[] = [];
  for (let n = 0; n < (how.times ?? 1); n++) {
    const sent = await track(world, post(world, url, raw, { ...headers, ...how.headers }));
    const { status, ms, text } = sent;
    world.deliveries.push({
      kind: 'raw',
      via: 'http',
      body: json,
      retryNum: n,
      retryReason: null,
      status,
      ms,
      answer: text,
    });
    answers.push(toAnswer({ status, ms, answer: text }));
  }
  return answers;
}
