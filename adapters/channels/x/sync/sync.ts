/** Reads an X account: its lists by looking, in one process at a time; what came in, and how it goes. */
import type { Meter } from '../../../../src/core/budget.ts';
import { durationInWords, SECOND } from '../../../../src/core/time.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import type { X } from '../connection/api.ts';
import type { Terms } from '../rules/terms.ts';
import type { XConfig } from '../setup/config.ts';
import { makeOurAccount } from './account.ts';
import { makeAsking } from './asking.ts';
import type { Outgoing } from './echoes.ts';
import { makeIngest } from './ingest.ts';
import { makeLists } from './lists.ts';
import { makePurse } from './money.ts';
import { makePeople } from './people.ts';
import { makeCursors } from './read-back.ts';
import { makeRecords } from './records.ts';
import { makeTroubles } from './troubles.ts';

interface SyncParts {
  context: ChannelContext;
  x: X;
  config: XConfig;
  terms: Terms;
  meter: Meter;
  outgoing: Outgoing;
}

export interface Sync {
  start(): void;
  stop(): Promise<void>;
  /** A few words for lists. */
  status(): string;
  /** What is wrong for longer than a hiccup; null while all is well. */
  trouble(): string | null;
  tidy(): Promise<void>;
}

export function makeSync({ context, x, config, terms, meter, outgoing }: SyncParts): Sync {
  const { clock } = context;
  const records = makeRecords(context.shelf);
  const troubles = makeTroubles(context, records, () => lists.lookNow());
  const asking = makeAsking({ context, meter, records, troubles });
  const cursors = makeCursors(context);
  const account = makeOurAccount({ context, x, asking, cursors, records });
  const people = makePeople({ context, x, records, asking });
  const ingest = makeIngest({ context, x, config, records, asking, people, outgoing });
  const purse = makePurse(context, meter);
  const lists = makeLists({
    ...{ context, x, terms, meter, asking, ingest, cursors, records, outgoing, account, purse },
    pollMs: config.pollSeconds * SECOND,
    isTold: () => false,
  });
  let stopped = async () => {};

  return {
    start: () => {
      stopped = context.whileLeader(async signal => {
        // Another process may have read meanwhile.
        troubles.reload();
        cursors.reload();
        await lists.run(signal);
      });
    },
    stop: () => stopped(),
    status: () => {
      const wrong = troubles.words() ?? purse.words();
      if (wrong) return wrong;
      const at = lists.lastRead('mentions');
      if (at === null) return 'not read by this process';
      const ago = clock.now() - at;
      return ago < 60 * SECOND ? 'read just now' : `read ${durationInWords(ago)} ago`;
    },
    trouble: () => troubles.words() ?? purse.words(),
    tidy: () => records.tidy(clock.now()),
  };
}
