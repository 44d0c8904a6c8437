/** Keeps the webhook at X alive: made, believed again when X stopped to, and asked for what was missed. */
import { type DurationMs, HOUR, type Instant, MINUTE, SECOND } from '../../../../src/core/time.ts';
import type { Failed } from '../connection/api.ts';
import { field, idOf, list, words as text } from '../shapes.ts';
import { makeAlarm } from './alarm.ts';
import type { Asked, NotAsked } from './asking.ts';
import { subscribe } from './subscriptions.ts';
import { AGAIN_MS, NO_MONEY, SIGN_IN, type Telling, type TellingParts } from './telling.ts';
import { appMark, WEBHOOK_PATH } from './webhook.ts';
import { whenWords } from './words.ts';

const CHECKED_EVERY_MS: DurationMs = HOUR;
const NOTED_EVERY_MS: DurationMs = 5 * MINUTE;
/** Away for longer than between two notes: X is asked to send again. */
const MISSED_FROM_MS: DurationMs = 2 * NOTED_EVERY_MS;
const NOTE = 'webhookAt';
/** Which one we made: with another public address it is made anew. */
const OURS = 'webhook';

export function makeWebhookUpkeep(parts: TellingParts): Telling {
  const { context } = parts;
  const { clock } = context;
  const alarm = makeAlarm(clock);
  let next: Instant = 0;
  let goodUntil: Instant = 0;
  let words = 'The webhook is not set up yet.';
  const warn = (said: string) => (error: unknown) =>
    context.log.warn({ channel: context.channelId, error: String(error) }, said);

  const once = async (): Promise<Instant> => {
    const now = clock.now();
    const said = await setUp(parts);
    if (said !== null && 'ok' in said) {
      goodUntil = 0;
      words = said.failed?.words ?? words;
      return said.until;
    }
    if (said) {
      goodUntil = 0;
      words = said.words;
      return now + AGAIN_MS;
    }
    words = 'The webhook works: X tells within a second.';
    goodUntil = now + 2 * CHECKED_EVERY_MS;
    return now + CHECKED_EVERY_MS;
  };

  return {
    isOn: () => clock.now() < goodUntil,
    tryNow: () => {
      next = 0;
      alarm.ring();
    },
    words: () => words,
    run: async signal => {
      for (next = 0; !signal.aborted; ) {
        if (clock.now() >= next) {
          const wasOn = clock.now() < goodUntil;
          next = await once().catch(error => {
            warn('The webhook of X is looked at again.')(error);
            return clock.now() + AGAIN_MS;
          });
          if (wasOn !== clock.now() < goodUntil) parts.lookNow();
        }
        if (clock.now() < goodUntil)
          await parts.records
            .setNote(NOTE, clock.now())
            .catch(warn('Until when the webhook of X worked is not noted: X may be asked to repeat too much.'));
        await alarm.sleep(Math.max(Math.min(next - clock.now(), NOTED_EVERY_MS), SECOND), signal);
      }
      goodUntil = 0;
    },
  };
}

/** @returns null when it works; otherwise why not */
async function setUp(parts: TellingParts): Promise<NotAsked | { words: string } | null> {
  const { account, x, asking, config, records, context } = parts;
  if ((await parts.purse.left()) === 'spent') return { words: NO_MONEY };
  if (!(await parts.isSignedIn())) return { words: SIGN_IN };
  const { protocol, port } = new URL(context.publicUrl);
  if (protocol !== 'https:' || port)
    return { words: `X sends events only to an https address without a port, and PUBLIC_URL is ${context.publicUrl}.` };
  const us = await account.get();
  if (!us.ok) return us;
  const webhook = await findOrMake(parts);
  if ('words' in webhook || !webhook.ok) return webhook;
  await records.setNote('subscribed', true);
  const { id } = webhook.value;
  const refused = await subscribe({ x, asking, us: us.value }, { quotes: config.quotes, webhook: id });
  return refused ?? (await askAgain(parts, id));
}

type Found = Asked<{ id: string }> | { words: string };

async function findOrMake(parts: TellingParts): Promise<Found> {
  const { x, asking, config, context, records } = parts;
  const plain = `${context.publicUrl}${WEBHOOK_PATH}`;
  const marked = `${plain}?app=${appMark({ key: config.apiKey, secret: config.apiSecret })}`;
  const asked = await asking.ask('events', null, () => x.app('get', 'webhooks'));
  if (!asked.ok) return asked;
  const all = list(field(asked.value, 'data')).map(each => ({
    id: idOf(field(each, 'id')) ?? '',
    url: text(field(each, 'url')) ?? '',
    isValid: field(each, 'valid') !== false,
  }));
  const ours = all.find(({ url }) => url === plain || url === marked);
  if (ours?.isValid) return { ok: true, value: ours };
  // The plain address answers for one app only, which may be another one by now: then it is made anew.
  const believed = ours && (await believe(parts, ours.id, ours.url === marked));
  if (believed) return believed;
  const old = ours?.id ?? (await records.note<string>(OURS));
  const [other] = all;
  if (other && other.id !== old)
    return {
      words: `The app has a webhook already, at ${other.url}, and X gives it one. Delete it in X's console, or make an app of its own for Deskhand.`,
    };
  if (other) {
    const removed = await asking.ask('events', null, () => x.app('delete', `webhooks/${other.id}`));
    if (!removed.ok) return removed;
  }
  return make(parts, plain, marked);
}

/** Several apps of one installation answer at one path: then the address says which app asks. */
async function make({ x, asking, records }: TellingParts, plain: string, marked: string): Promise<Found> {
  const create = async (url: string) => x.app('post', 'webhooks', { url });
  const asked = await asking.ask('events', null, async () => {
    const first = await create(plain);
    return !first.ok && isUnbelieved(first) ? create(marked) : first;
  });
  if (!asked.ok) return asked;
  const id = idOf(field(field(asked.value, 'data'), 'id'));
  if (!id) return { words: 'X did not say under which number it keeps the webhook. It is looked at again.' };
  await records.setNote(OURS, id);
  return { ok: true, value: { id } };
}

function isUnbelieved({ why, detail }: Failed): boolean {
  return why === 'refused' && /crc|challenge/i.test(detail);
}

/**
 * X stops sending when its challenge was not answered, and has to be asked to try again.
 * @param mustBe what fails is a trouble in any case. @returns null where the challenge failed again
 */
async function believe({ x, asking }: TellingParts, id: string, mustBe: boolean): Promise<Found | null> {
  const asked = await asking.ask('events', null, async () => {
    const answer = await x.app('put', `webhooks/${id}`);
    return !mustBe && !answer.ok && isUnbelieved(answer) ? ({ ok: true, value: null } as const) : answer;
  });
  if (!asked.ok) return asked;
  return asked.value === null ? null : { ok: true, value: { id } };
}

/** What X could not deliver while nobody was here. */
async function askAgain({ x, asking, records, context, terms }: TellingParts, id: string): Promise<NotAsked | null> {
  const now = context.clock.now();
  const last = await records.note<Instant>(NOTE);
  if (last === null || now - last < MISSED_FROM_MS) return null;
  const reach = now - terms.rules.replayHours * HOUR + MINUTE;
  const from = Math.max(last - MINUTE, reach);
  const body = { webhook_id: id, from_date: minuteOf(from), to_date: minuteOf(now) };
  const asked = await asking.ask('events', null, () => x.app('post', 'webhooks/replay', body));
  if (!asked.ok) return asked;
  if (last < reach) {
    const words = `X repeats events of ${terms.rules.replayHours} hours only: encrypted messages (X Chat) between ${whenWords(last)} and ${whenWords(reach)} may be missing here. Look in X.`;
    await context.notice(`gap:events:${last}`, words, 'failure');
  }
  await records.setNote(NOTE, now);
  return null;
}

/** `yyyymmddhhmm`, in UTC, as X wants it. */
function minuteOf(at: Instant): string {
  return new Date(at).toISOString().replace(/\D/g, '').slice(0, 12);
}
