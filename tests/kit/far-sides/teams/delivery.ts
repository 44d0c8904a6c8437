/** Carries activities to the product, signed as the Connector signs, and again when nobody took them in time. */
import { request as httpRequest } from 'node:http';
import { type Forged, signToken } from './keys.ts';
import type { Answer, Delivery, Json, Travels } from './shapes.ts';
import { serviceUrl, sleep, track, type World } from './state.ts';

/** Real Teams waits 15 s; then it sends the same once more. */
const ANSWER_WITHIN_MS = 15_000;
const RETRY_AFTER_MS = [100, 300];
/** How long a token of the Connector is good for. */
const TOKEN_SECONDS = 3_600;

/** Whatever a test makes up of a delivery: forged, stale, malformed. */
export interface RawDelivery extends Forged {
  /** Over the claims of a genuine token; undefined takes one away. */
  claims?: Json;
  /** Instead of the token; null: no Authorization at all. */
  token?: string | null;
  headers?: Record<string, string>;
  url?: string;
}

export function connectorToken(world: World, activity: Json | null, { claims = {}, ...forged }: RawDelivery = {}) {
  // The libraries that check it know no other clock than the machine's; the product has one that a test may have pushed.
  const now = Math.floor(Date.now() / 1_000);
  const ahead = Math.max(0, Math.floor(world.now() / 1_000) - now);
  const genuine = {
    serviceurl: activity?.serviceUrl ?? serviceUrl(world),
    nbf: now,
    exp: now + ahead + TOKEN_SECONDS,
    iss: 'https://api.botframework.com',
    aud: world.appId,
  };
  return signToken({ ...genuine, ...claims }, { key: world.key, ...forged });
}

async function attempt(world: World, activity: Json | string, n: number, how: RawDelivery = {}): Promise<Delivery> {
  const body = typeof activity === 'string' ? activity : JSON.stringify(activity);
  const known = typeof activity === 'string' ? {} : activity;
  const token = how.token === undefined ? connectorToken(world, known, how) : how.token;
  const delivery: Delivery = { activity: known, attempt: n, status: 0, ms: 0, answer: '' };
  world.deliveries.push(delivery);
  const started = performance.now();
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'User-Agent': 'Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)',
    ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
    ...how.headers,
    'Content-Length': String(Buffer.byteLength(body)),
  };
  const { status, text } = await send(world, how.url ?? world.deliverTo!, body, headers);
  Object.assign(delivery, { status, answer: text, ms: Math.round(performance.now() - started) });
  return delivery;
}

function send(world: World, url: string, body: string, headers: Record<string, string>) {
  return new Promise<{ status: number; text: string }>(resolve => {
    const finish = (status: number, text: string) => {
      clearTimeout(timer);
      world.closing.signal.removeEventListener('abort', stop);
      resolve({ status, text });
    };
    const outgoing = httpRequest(url, { method: 'POST', agent: false, headers }, response => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', chunk => {
        text += chunk;
      });
      response.on('end', () => finish(response.statusCode!, text));
      response.on('error', () => finish(0, 'connection_failed'));
    });
    const nothing = (text: string) => {
      finish(0, text);
      outgoing.destroy();
    };
    const stop = () => nothing('closed');
    outgoing.on('error', () => finish(0, 'connection_failed'));
    const timer = setTimeout(() => nothing('timeout'), world.options.answerWithinMs ?? ANSWER_WITHIN_MS);
    world.closing.signal.addEventListener('abort', stop);
    outgoing.end(body);
  });
}

const isGood = (status: number): boolean => status >= 200 && status < 300;

/** Again: what took too long, and of what is not an invoke also what went wrong there. */
const comesAgain = ({ status, activity, answer }: Delivery): boolean =>
  answer === 'timeout' || (activity.type !== 'invoke' && (status === 0 || status >= 500));

/** @returns after the first attempt; further ones are waited for by `quiet` */
export async function deliver(world: World, activity: Json, how: Travels = {}): Promise<Answer> {
  const whole = how.over ? { ...activity, ...how.over } : activity;
  if (how.hold) {
    world.held.push(() => deliver(world, whole, { times: how.times ?? 1 }));
    return { status: 0, ms: 0, body: null, trouble: null };
  }
  if (world.deliverTo === null) return { status: 0, ms: 0, body: null, trouble: null };
  const first = await track(world, attempt(world, whole, 0));
  for (let n = 1; n < (how.times ?? 1); n++) await track(world, attempt(world, whole, n));
  if (comesAgain(first)) void track(world, goOn(world, whole));
  return toAnswer(first);
}

async function goOn(world: World, activity: Json): Promise<void> {
  for (const [n, ms] of (world.options.retryAfterMs ?? RETRY_AFTER_MS).entries()) {
    await sleep(world, ms);
    if (world.closing.signal.aborted || world.deliverTo === null) return;
    if (!comesAgain(await attempt(world, activity, n + 1))) return;
  }
}

/** Sends again what was delivered before: the same body under a new token. */
export const redeliver = async (world: World, { activity }: Delivery): Promise<Answer> =>
  toAnswer(await track(world, attempt(world, activity, 1)));

export const deliverRaw = async (world: World, body: Json | string, how: RawDelivery = {}): Promise<Answer> =>
  toAnswer(await track(world, attempt(world, body, 0, how)));

function toAnswer({ status, ms, answer }: Delivery): Answer {
  let body: Answer['body'] = answer || null;
  try {
    if (answer) body = JSON.parse(answer);
  } catch {
    // Plain words.
  }
  const trouble = isGood(status)
    ? null
    : status === 0
      ? 'Unable to reach app. Please try again.'
      : 'Something went wrong.';
  return { status, ms, body: status === 0 ? null : body, trouble };
}
