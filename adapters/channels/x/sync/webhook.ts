/**
 * `/x/webhook`, one path for every X account of an installation: X's challenge, and its signed deliveries. An event is
 * stored before it is acknowledged; what cannot be stored in time is refused, and X sends it again.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type HttpRoute, readBytes, sendJson } from '../../../../src/ports/http.ts';
import type { Json } from '../../../../src/ports/json.ts';
import { readJson } from '../read/json.ts';
import { readPayload } from '../read/payload.ts';

/** An account that listens here, as its channel offers it. */
export interface WebhookTaker {
  /** Of the app: its events are signed with the secret. */
  app: { key: string; secret: string };
  /** False: its events come by another way, or not at all. */
  isOn: boolean;
  /** Whether events of this account are its own; null: the event does not say whose it is. */
  isFor(account: string | null): Promise<boolean>;
  /** Stores an event; it is safe when this resolves. */
  keep(event: Json): Promise<void>;
}

export const WEBHOOK_PATH = '/x/webhook';
/** The longest event is a post of 25,000 characters with everybody in it, some 100 kB. */
const BODY_BYTES_MAX = 1024 * 1024;
/** X waits 10 s, and calls whoever takes long unreliable. */
const KEPT_WITHIN_MS = 800;
/**
 * What X sends. Everything it answers to is signed with the app's secret, as deliveries are: a token that could be the body
 * of one would be a signature for whoever asks.
 */
const CRC_TOKEN = /^[A-Za-z0-9+/=_-]{16,128}$/;
const SIGNATURE = 'x-twitter-webhooks-signature';

export function webhookRoutes(takers: () => readonly WebhookTaker[]): HttpRoute[] {
  const listening = () => takers().filter(each => each.isOn);
  return [
    { method: 'GET', path: WEBHOOK_PATH, handle: (_request, response, url) => answer(listening(), response, url) },
    { method: 'POST', path: WEBHOOK_PATH, handle: (request, response) => take(listening(), request, response) },
  ];
}

/** Tells apps apart where several use one path; says nothing of the key. */
export function appMark({ key }: WebhookTaker['app']): string {
  return createHmac('sha256', key).update('app').digest('hex').slice(0, 12);
}

function answer(takers: readonly WebhookTaker[], response: ServerResponse, { searchParams }: URL): void {
  const token = searchParams.get('crc_token') ?? '';
  const mark = searchParams.get('app');
  const taker = mark ? takers.find(each => appMark(each.app) === mark) : takers[0];
  if (!taker) sendJson(response, 404, { error: 'No X account listens here.' });
  else if (!CRC_TOKEN.test(token)) sendJson(response, 400, { error: 'This is no crc_token of X.' });
  else sendJson(response, 200, { response_token: signatureOf(taker, token) });
}

async function take(
  takers: readonly WebhookTaker[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const bytes = await readBytes(request, BODY_BYTES_MAX);
  if (!bytes) return sendJson(response, 413, { error: 'An event of X is smaller.' });
  const signature = String(request.headers[SIGNATURE] ?? '');
  const signed = takers.filter(each => isEqual(signatureOf(each, bytes), signature));
  if (signed.length === 0) return sendJson(response, 401, { error: 'This is not signed by X for an account here.' });
  const event = eventIn(bytes);
  if (!event) return sendJson(response, 400, { error: 'This is no event of X.' });
  const account = readPayload(event).account?.id ?? null;
  const kept = Promise.all(signed.map(async each => (await each.isFor(account)) && each.keep(event)));
  // Also when it is stored too late: it is known by its number when X sends it again.
  const isKept = await inTime(kept);
  sendJson(response, isKept ? 200 : 503, isKept ? {} : { error: 'It could not be stored. Send it again.' });
}

function signatureOf({ app }: WebhookTaker, of: string | Uint8Array): string {
  return `sha256=${createHmac('sha256', app.secret).update(of).digest('base64')}`;
}

function isEqual(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** An object: a number or a string in JSON could be a token that was signed for somebody. */
function eventIn(bytes: Uint8Array): Json | null {
  const json = readJson(bytes);
  const [event, ...more] = json && !json.isCutOff ? json.values : [];
  const isEvent = typeof event === 'object' && event !== null && !Array.isArray(event) && more.length === 0;
  return isEvent ? (event as Json) : null;
}

async function inTime(work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>(resolve => {
    timer = setTimeout(() => resolve(false), KEPT_WITHIN_MS);
  });
  const done = work.then(
    () => true,
    () => false,
  );
  const inTime = await Promise.race([done, late]);
  clearTimeout(timer);
  return inTime;
}
