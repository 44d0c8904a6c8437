/** Reads an X account: its lists by looking, in one process at a time; what came in, and how it goes. */
import type { Meter } from '../../../../src/core/budget.ts';
import { durationInWords, MINUTE, SECOND } from '../../../../src/core/time.ts';
import type { ChannelContext, HealthItem } from '../../../../src/ports/channel.ts';
import type { Answer, Me, X } from '../connection/api.ts';
import type { Terms } from '../rules/terms.ts';
import type { XConfig } from '../setup/config.ts';
import { signedInTopic } from '../setup/sign-in.ts';
import { makeOurAccount } from './account.ts';
import { makeAsking } from './asking.ts';
import type { Outgoing } from './echoes.ts';
import { makeEvents } from './events.ts';
import { followingItem } from './following.ts';
import { makeIngest } from './ingest.ts';
import { makeLists } from './lists.ts';
import { makePurse } from './money.ts';
import { makePeople } from './people.ts';
import { makeCursors } from './read-back.ts';
import { makeRecords } from './records.ts';
import { makeStream } from './stream.ts';
import { unsubscribe } from './subscriptions.ts';
import type { Telling, TellingParts } from './telling.ts';
import { makeTroubles } from './troubles.ts';
import type { WebhookTaker } from './webhook.ts';
import { makeWebhookUpkeep } from './webhook-upkeep.ts';

interface SyncParts {
  context: ChannelContext;
  x: X;
  config: XConfig;
  terms: Terms;
  meter: Meter;
  outgoing: Outgoing;
  /** Whether the account signed in by OAuth 2.0: X tells of no other. */
  isSignedIn(): Promise<boolean>;
}

export interface Sync {
  start(): void;
  stop(): Promise<void>;
  /** A few words for lists. */
  status(): string;
  /** What is wrong for longer than a hiccup; null while all is well. */
  trouble(): string | null;
  tidy(): Promise<void>;
  /** How reading and events go, for `check`; nothing is asked. */
  check(): Promise<HealthItem[]>;
  /** What X just said of the account to somebody else who asked. */
  heard(answer: Answer<unknown>): Promise<void>;
  /** For the path that all accounts share. */
  webhook: WebhookTaker;
  /** Our account as it was when it was last asked for. */
  us(): Promise<Me | null>;
  /** Bills what else was read, once a UTC day each. */
  brought(step: string, ids: readonly string[]): Promise<void>;
}

export function makeSync(given: SyncParts): Sync {
  const { context, config } = given;
  const { clock } = context;
  const { records, troubles, asking, cursors, account, purse, events, lists, telling, goOn } = assemble(given);
  let stopped = async () => {};
  let leads = false;
  const warn = (error: unknown) =>
    context.log.warn({ channel: context.channelId, error: String(error) }, 'X is asked again later.');
  const wrong = () => troubles.words() ?? purse.words();
  const read = () => {
    const at = lists.lastRead('mentions');
    if (at === null) return leads ? 'not read yet' : 'read by another process, or by none';
    const ago = clock.now() - at;
    return ago < MINUTE ? 'read just now' : `read ${durationInWords(ago)} ago`;
  };
  const lead = async (signal: AbortSignal) => {
    leads = true;
    // Another process may have read meanwhile.
    troubles.reload();
    cursors.reload();
    const signedIn = () => void troubles.retry().then(goOn, warn);
    const unsubscribe = context.bus.subscribe(signedInTopic(context.channelId), signedIn);
    const tells = telling
      ? [telling.run(signal), events.run(signal)]
      : [untell({ x: given.x, records, asking, account }).catch(warn)];
    await Promise.all([lists.run(signal), ...tells]).finally(() => {
      leads = false;
      unsubscribe();
    });
  };

  return {
    start: () => {
      stopped = context.whileLeader(lead);
    },
    stop: () => stopped(),
    status: () => wrong() ?? read(),
    trouble: wrong,
    tidy: async () => {
      await records.tidy(clock.now());
      await events.tidy(clock.now());
    },
    check: async () => [
      // The account's own line says it, too.
      { what: 'reading X', ok: wrong() === null, detail: true, words: wrong() ?? `${read()}.` },
      ...(telling && leads
        ? [
            {
              what: 'events of X',
              ok: telling.isOn(),
              detail: true as const,
              words: telling.words(),
              stops: false as const,
            },
          ]
        : []),
      await followingItem({ ...given, records, isDown: () => troubles.isDown('posts') || purse.words() !== null }),
    ],
    webhook: {
      app: { key: config.apiKey, secret: config.apiSecret },
      isOn: config.events === 'webhook',
      isFor: async id => id === null || (await account.known())?.id === id,
      keep: events.keep,
    },
    heard: troubles.heard,
    us: account.known,
    brought: asking.brought,
  };
}

function assemble({ context, x, config, terms, meter, outgoing, isSignedIn }: SyncParts) {
  const records = makeRecords(context.shelf);
  const goOn = () => {
    lists.lookNow();
    telling?.tryNow();
  };
  const troubles = makeTroubles(context, records, goOn);
  const asking = makeAsking({ context, meter, records, troubles });
  const cursors = makeCursors(context);
  const account = makeOurAccount({ context, x, config, asking, cursors, records });
  const people = makePeople({ context, x, records, asking });
  const waits = () => lists.lookAtPosts();
  const ingest = makeIngest({ context, x, config, records, asking, people, outgoing, waits });
  const purse = makePurse(context, meter);
  const events = makeEvents({ context, records, asking, ingest, account });
  const telling = tellingOf({
    ...{ context, x, config, terms, asking, records, account, events, purse, troubles, isSignedIn },
    lookNow: () => lists.lookNow(),
  });
  const lists = makeLists({
    ...{ context, x, terms, meter, asking, ingest, cursors, records, outgoing, account, purse },
    pollMs: config.pollSeconds * SECOND,
    isTold: () => telling?.isOn() ?? false,
  });
  return { records, troubles, asking, cursors, account, purse, events, lists, telling, goOn };
}

function tellingOf(parts: TellingParts): Telling | null {
  const { events } = parts.config;
  return events === 'off' ? null : events === 'stream' ? makeStream(parts) : makeWebhookUpkeep(parts);
}

/** Events were switched off: X bills those that it goes on to send. */
async function untell({ records, x, asking, account }: Pick<TellingParts, 'records' | 'x' | 'asking' | 'account'>) {
  if (!(await records.note<boolean>('subscribed'))) return;
  const us = await account.get();
  const refused = us.ok ? await unsubscribe({ x, asking, us: us.value }) : us;
  if (!refused) await records.setNote('subscribed', false);
}
