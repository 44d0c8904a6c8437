/** The loops that look at X's lists, each by itself, so that one that hangs or waits stops no other. */
import { type DurationMs, type Instant, MINUTE, SECOND } from '../../../../src/core/time.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import type { OurAccount } from './account.ts';
import { type Alarm, makeAlarm } from './alarm.ts';
import { type Going, whatGoesOn } from './busy.ts';
import type { Outgoing } from './echoes.ts';
import { type LookParts, look } from './look.ts';
import type { Purse } from './money.ts';
import { type Money, waitMs } from './pace.ts';
import type { ListName } from './read-back.ts';
import { type RecheckParts, recheck } from './recheck.ts';
import type { Records } from './records.ts';

/** Our own database failed: that is over soon, and X has nothing to do with it. */
const AGAIN_MS: DurationMs = 30 * SECOND;
/** Nothing is read for want of money: an admin may have raised it. */
const SPENT_MS: DurationMs = 15 * MINUTE;
/** Posts that are due are looked for this often; each is due once an hour at most. */
const RECHECK_MS: DurationMs = 10 * MINUTE;

interface ListParts extends LookParts, RecheckParts {
  records: Records;
  outgoing: Outgoing;
  account: OurAccount;
  purse: Purse;
  pollMs: DurationMs;
  /** Events come by themselves as far as anybody knows. */
  isTold(): boolean;
}

interface Lists {
  /** Runs until the signal ends it. */
  run(signal: AbortSignal): Promise<void>;
  /** Looks at everything now. */
  lookNow(): void;
  /** Looks at the posts that wait until X can be asked whose enquiry they belong to. */
  lookAtPosts(): void;
  /** When a list was last read to its end; null: not since this process reads. */
  lastRead(name: ListName): Instant | null;
}

export function makeLists(parts: ListParts): Lists {
  const { context } = parts;
  const alarms: Record<ListName | 'posts', Alarm> = {
    mentions: makeAlarm(context.clock),
    messages: makeAlarm(context.clock),
    own: makeAlarm(context.clock),
    posts: makeAlarm(context.clock),
  };
  const read = new Map<ListName, Instant>();
  const names: ListName[] = ['mentions', 'messages', 'own'];
  return {
    run: async signal => {
      parts.account.forget();
      const came = { at: context.clock.now() };
      const loops = names.map(name =>
        keepOn(context, alarms[name], signal, () => lookOnce(parts, name, came, read, signal)),
      );
      await Promise.all([...loops, keepOn(context, alarms.posts, signal, () => recheckOnce(parts))]);
    },
    lookNow: () => {
      for (const each of Object.values(alarms)) each.ring();
    },
    lookAtPosts: () => alarms.posts.ring(),
    lastRead: name => read.get(name) ?? null,
  };
}

/** @param once @returns when to do it again */
async function keepOn(
  { clock, log, channelId }: ChannelContext,
  alarm: Alarm,
  signal: AbortSignal,
  once: () => Promise<Instant>,
): Promise<void> {
  while (!signal.aborted) {
    const next = await once().catch(error => {
      log.warn(
        { channel: channelId, error: String(error) },
        'What came from X could not be taken in; it is read again.',
      );
      return clock.now() + AGAIN_MS;
    });
    await alarm.sleep(Math.max(next - clock.now(), SECOND), signal);
  }
}

async function lookOnce(
  parts: ListParts,
  name: ListName,
  came: { at: Instant },
  read: Map<ListName, Instant>,
  signal: AbortSignal,
): Promise<Instant> {
  const { context, account, purse } = parts;
  const money = await purse.left();
  if (money === 'spent') return context.clock.now() + SPENT_MS;
  const going = await whatGoesOn(context, parts.records, parts.outgoing);
  if (name === 'own' && !going.isPublic) return context.clock.now() + parts.pollMs;
  const us = await account.get();
  if (!us.ok) return us.until;
  const looked = await look(parts, { name, us: us.value, waitingSince: going.since }, signal);
  if (!looked.ok) return looked.until;
  const now = context.clock.now();
  read.set(name, now);
  if (looked.came) came.at = now;
  return now + pace(parts, name, going, money, came.at);
}

function pace(
  { pollMs, isTold, context }: ListParts,
  list: ListName,
  { isBusy }: Going,
  money: Money,
  lastCame: Instant,
): DurationMs {
  return waitMs({ pollMs, list, isTold: isTold(), isBusy, lastCame, money }, context.clock.now());
}

async function recheckOnce(parts: ListParts): Promise<Instant> {
  const { context, account, purse, records, outgoing, ingest } = parts;
  const money = await purse.left();
  if (money === 'spent') return context.clock.now() + SPENT_MS;
  const us = await account.known();
  // The lists ask who this is; there is nothing to look at again before they did.
  if (!us) return context.clock.now() + RECHECK_MS;
  const askAgainAt = await ingest.takeUndecided(us);
  const { living } = await whatGoesOn(context, records, outgoing);
  const refused = await recheck(parts, us, living, money === 'tight');
  const next = refused?.until ?? context.clock.now() + RECHECK_MS;
  return askAgainAt === null ? next : Math.min(next, askAgainAt);
}
