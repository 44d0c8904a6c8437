/** Webhooks: the challenge before X believes an address, signed deliveries, and deliveries once more. */
import { createHmac, randomBytes } from 'node:crypto';
import { invalid, webhookRefused } from './refusals.ts';
import type { Json, Reply } from './shapes.ts';
import { type ActivityEvent, iso, nextId, track, type Webhook, type World } from './state.ts';

/** X waits no longer for an answer. */
const ANSWER_WITHIN_MS = 10_000;
const REPLAY_MS = 24 * 3_600_000;
const HEADER = 'x-twitter-webhooks-signature';

const sign = (world: World, text: string): string =>
  `sha256=${createHmac('sha256', world.app.secret).update(text).digest('base64')}`;

/** The address that the product believes in is https and public; it listens somewhere on loopback. */
function placeOf(world: World, { url }: Webhook): string {
  if (!world.deliverTo) return url;
  const { pathname, search } = new URL(url);
  return new URL(pathname + search, world.deliverTo).href;
}

const signalOf = (world: World): AbortSignal =>
  AbortSignal.any([world.closing.signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]);

async function challenge(world: World, webhook: Webhook): Promise<boolean> {
  const token = randomBytes(24).toString('base64url');
  const place = new URL(placeOf(world, webhook));
  place.searchParams.set('crc_token', token);
  try {
    const response = await fetch(place, { signal: signalOf(world) });
    const body = (await response.json()) as Json;
    webhook.valid = response.ok && body.response_token === sign(world, token);
  } catch {
    webhook.valid = false;
  }
  return webhook.valid;
}

const CRC_FAILED = webhookRefused('CrcValidationFailed', 'The callback did not answer the challenge as it should.');
const show = ({ id, url, valid, at }: Webhook): Json => ({ id, url, valid, created_at: iso(at) });

export async function createWebhook(world: World, body: Json): Promise<Reply> {
  const url = String(body.url);
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:' || new URL(url).port)
    return webhookRefused('UrlValidationFailed', 'The URL has to be https and without a port.');
  if (world.webhooks.some(each => each.url === url))
    return webhookRefused('DuplicateUrlFailed', 'There is a webhook with this URL.');
  if (world.webhooks.length) return webhookRefused('WebhookLimitExceeded', 'The app has a webhook already.');
  const made: Webhook = { id: nextId(world), url, valid: false, at: world.now() };
  if (!(await challenge(world, made))) return CRC_FAILED;
  world.webhooks.push(made);
  return { status: 200, body: { data: show(made) } };
}

export function listWebhooks(world: World): Reply {
  return { status: 200, body: { data: world.webhooks.map(show), meta: { result_count: world.webhooks.length } } };
}

const UNKNOWN = (id: string): Reply => invalid({ webhook_id: [id] }, 'WebhookIdInvalid');
const find = (world: World, id: string) => world.webhooks.find(each => each.id === id);

export async function checkWebhook(world: World, id: string): Promise<Reply> {
  const webhook = find(world, id);
  if (!webhook) return UNKNOWN(id);
  return (await challenge(world, webhook)) ? { status: 200, body: { data: { valid: true } } } : CRC_FAILED;
}

export function deleteWebhook(world: World, id: string): Reply {
  if (!find(world, id)) return UNKNOWN(id);
  world.webhooks = world.webhooks.filter(each => each.id !== id);
  return { status: 200, body: { data: { deleted: true } } };
}

export function replay(world: World, body: Json): Reply {
  const [from, to] = [instant(body.from_date), instant(body.to_date)];
  const webhook = find(world, String(body.webhook_id));
  if (!webhook) return UNKNOWN(body.webhook_id);
  // Minutes, as they are asked for: the window is a little wider than 24 hours.
  if (from === null || to === null || from > to || from < world.now() - REPLAY_MS - 60_000)
    return invalid(
      { from_date: [body.from_date], to_date: [body.to_date] },
      'The time is not within the last 24 hours.',
    );
  for (const each of world.events)
    if (each.webhook === webhook.id && each.at >= from && each.at < to + 60_000) toWebhook(world, each);
  return { status: 200, body: { data: { job_id: nextId(world), created_at: iso(world.now()) } } };
}

/** `yyyymmddhhmm`, in UTC. */
function instant(text: unknown): number | null {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(String(text))?.slice(1).map(Number);
  return parts ? Date.UTC(parts[0]!, parts[1]! - 1, parts[2], parts[3], parts[4]) : null;
}

export function toWebhook(world: World, event: ActivityEvent): void {
  const webhook = event.webhook ? find(world, event.webhook) : undefined;
  if (!webhook?.valid) return;
  const go = async () => void (await deliver(world, JSON.stringify(event.body), 'true', webhook));
  if (world.holding) world.held.push(go);
  else track(world, go()).catch(() => {});
}

/** @returns the status that the product answered with; 0: it did not answer */
export async function deliver(
  world: World,
  text: string,
  signed: 'true' | 'forged' | 'none',
  webhook = world.webhooks[0]!,
): Promise<number> {
  const began = performance.now();
  const signature = signed === 'forged' ? sign(world, `${text} `) : sign(world, text);
  let status = 0;
  try {
    const response = await fetch(placeOf(world, webhook), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...(signed === 'none' ? {} : { [HEADER]: signature }) },
      body: text,
      signal: signalOf(world),
    });
    await response.arrayBuffer();
    status = response.status;
  } catch {
    // Nobody there, or too slow.
  }
  if (signed === 'true') world.deliveries.push({ event: parsed(text), status, ms: performance.now() - began });
  return status;
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return { text };
  }
}
