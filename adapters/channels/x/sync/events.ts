/**
 * Events that X sends: billed, and handed in like everything else. Those of the webhook are stored first, for X waits for
 * an answer; one process takes them from there.
 */
import { createHash } from 'node:crypto';
import { DAY, type DurationMs, type Instant, SECOND } from '../../../../src/core/time.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import type { Json } from '../../../../src/ports/json.ts';
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
const KEPT_DAYS = 2;

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

/** How far the stored ones are taken in; each day has a stream of its own. */
interface Done {
  day: number;
  n: number;
}

export function makeEvents(parts: EventParts): Events {
  const { context, records } = parts;
  const { clock, shelf, bus, channelId } = context;
  const topic = `x-events:${channelId}`;
  const today = () => Math.floor(clock.now() / DAY);
  const alarm: Alarm = makeAlarm(clock);

  const takeStored = async (signal: AbortSignal) => {
    let { day, n } = (await records.note<Done>('events')) ?? { day: today() - 1, n: 0 };
    while (!signal.aborted && day <= today()) {
      const stored = await shelf.read(streamOf(day), n, BATCH);
      for (const each of stored) {
        if (each.value !== null) await takeEvent(parts, each.value);
        // What was taken in needs no copy here any more.
        await shelf.replace(streamOf(day), each.key, null);
        n = each.n;
      }
      if (stored.length) await records.setNote('events', { day, n });
      else if (day < today()) [day, n] = [day + 1, 0];
      else return;
    }
  };

  return {
    take: event => takeEvent(parts, event),
    keep: async event => {
      await shelf.append(streamOf(today()), keyOf(event), event);
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
      const done = await records.note<Done>('events');
      const last = Math.min(done?.day ?? 0, Math.floor(now / DAY)) - KEPT_DAYS;
      for (let day = last; day > last - 7; day--) await shelf.drop(streamOf(day));
    },
  };
}

function streamOf(day: number): string {
  return `events:${day}`;
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
  const whose = idOf(field(field(data, 'filter'), 'user_id'));
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
