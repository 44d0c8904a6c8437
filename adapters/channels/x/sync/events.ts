/**
 * Events that X sends: billed, and handed in like everything else. Those of the webhook are stored first, for X waits for
 * an answer; one process takes them from there.
 */
import { createHash } from 'node:crypto';
import { DAY, type DurationMs, type Instant, SECOND } from '../../../../src/core/time.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import type { Json } from '../../../../src/ports/json.ts';
import { readPayload } from '../read/payload.ts';
import { type Account, field, idOf, line } from '../shapes.ts';
import type { OurAccount } from './account.ts';
import { type Alarm, makeAlarm } from './alarm.ts';
import type { Asking } from './asking.ts';
import type { Ingest } from './ingest.ts';
import type { Records } from './records.ts';

/** Another process may have stored one, and its word for it got lost. */
const LOOK_EVERY_MS: DurationMs = 15 * SECOND;
const BATCH = 50;
/** X repeats what it sent within a day. */
const KEPT_MS: DurationMs = 2 * DAY;
const TIDY_MAX = 5_000;

/** What one event of a kind is billed as. */
const STEPS: Record<string, string> = {
  'post.mention.create': 'event.mention',
  'post.reply.create': 'event.reply',
  'post.quote.create': 'event.quote',
  'dm.received': 'event.message',
  'chat.received': 'event.chat',
  'post.delete': 'event.delete',
};

interface EventParts {
  context: ChannelContext;
  records: Records;
  asking: Asking;
  ingest: Ingest;
  account: OurAccount;
}

export interface Events {
  /** Takes one in. @throws NotTaken: it has to come again */
  take(event: Json): Promise<void>;
  /** Stores one; it is safe when this resolves, and taken in afterwards. */
  keep(event: Json): Promise<void>;
  /** Takes in what is stored, until the signal ends it. */
  run(signal: AbortSignal): Promise<void>;
  tidy(now: Instant): Promise<void>;
}

export function makeEvents(parts: EventParts): Events {
  const { context, records } = parts;
  const { clock, shelf, bus, channelId } = context;
  const topic = `x-events:${channelId}`;
  const alarm: Alarm = makeAlarm(clock);

  const takeStored = async (signal: AbortSignal) => {
    for (let stored = await unread(); stored.length && !signal.aborted; stored = await unread()) {
      for (const { n, key, value } of stored) {
        if (takenAt(value) === null) await takeEvent(parts, value);
        // Its number stays, so that it is known when X sends it again; its words do not.
        await shelf.replace(STREAM, key, { takenAt: clock.now() });
        await records.setNote(NOTE, n);
      }
    }
  };
  const unread = async () => shelf.read(STREAM, (await records.note<number>(NOTE)) ?? 0, BATCH);

  return {
    take: event => takeEvent(parts, event),
    keep: async event => {
      await shelf.append(STREAM, keyOf(event), event);
      bus.publish(topic);
    },
    run: async signal => {
      const unsubscribe = bus.subscribe(topic, alarm.ring);
      while (!signal.aborted) {
        await takeStored(signal).catch(error =>
          context.log.warn({ channel: channelId, error: String(error) }, 'Events of X wait to be taken in.'),
        );
        await alarm.sleep(LOOK_EVERY_MS, signal);
      }
      unsubscribe();
    },
    tidy: async now => {
      const upTo = (await records.note<number>(NOTE)) ?? 0;
      for (const { n, key, value } of await shelf.read(STREAM, 0, TIDY_MAX)) {
        const at = takenAt(value);
        // The last one stays: the next number is counted from it.
        if (n < upTo && at !== null && now - at > KEPT_MS) await shelf.remove(STREAM, key);
      }
    },
  };
}

const STREAM = 'events';
/** The number up to which they are taken in. */
const NOTE = 'events';

function takenAt(value: Json): Instant | null {
  const at = field(value, 'takenAt');
  return typeof at === 'number' ? at : null;
}

/** The same event delivered again is the same row. */
function keyOf(event: Json): string {
  const data = field(event, 'data');
  return (
    idOf(field(data, 'event_uuid')) ?? createHash('sha256').update(JSON.stringify(event)).digest('hex').slice(0, 32)
  );
}

async function takeEvent({ context, asking, ingest, account }: EventParts, event: Json): Promise<void> {
  const us = await account.known();
  if (!us) throw new Error('It is not known yet which account this is.');
  const data = field(event, 'data');
  const type = line(field(data, 'event_type')) ?? '';
  const payload = field(data, 'payload');
  if (type === 'oauth.revoke') return revoked(context, us, payload);
  const whose = readPayload(event).account?.id;
  if (whose && whose !== us.id) return;
  const step = STEPS[type];
  if (step) await asking.brought(step, [idOf(field(payload, 'id')) ?? keyOf(event)]);
  await ingest.take([event], us);
}

/** Comes without being asked for: whoever owns the account took its permission back. */
async function revoked({ notice, clock }: ChannelContext, us: Account, payload: unknown): Promise<void> {
  if (idOf(field(payload, 'user_id')) !== us.id) return;
  const words = `@${us.handle} has withdrawn its permission for this app on X. Sign in with X again: "health" shows the link. What is here is kept.`;
  await notice(`revoked:${Math.floor(clock.now() / DAY)}`, words, 'failure');
}
