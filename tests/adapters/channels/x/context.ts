/** What a channel of X is given, of the real house on a real database; several processes can share one. */
import type { ChannelContext, ChannelKind } from '../../../../src/ports/channel.ts';
import { openHouse } from '../../../kit/house.ts';
import { openMemory } from '../../../kit/migrated.ts';
import { type PushedTime, pushedTime } from '../../../kit/pushed-time.ts';

export interface Contexts {
  time: PushedTime;
  /** As in this process. */
  context: ChannelContext;
  /** As in another one on the same database. */
  another(): Promise<ChannelContext>;
  /** What was said in the room. */
  notices(): Promise<string[]>;
  close(): Promise<void>;
}

const LIMITS: ChannelKind['limits'] = {
  ...{ text: { max: 100 }, attachments: null, idempotent: false, threads: 'flat', holdMs: 0 },
  automaticAnswer: 'forbidden',
};

export async function openContexts(): Promise<Contexts> {
  const time = pushedTime();
  const engine = await openMemory();
  const begin = async (instance: string) => {
    let given: ChannelContext | null = null;
    const kind: ChannelKind = {
      ...{ kind: 'x', label: 'X', connect: 'Connect X', limits: LIMITS, settings: [] },
      open: (_settings, context) => {
        given = context;
        return { kind: 'x', limits: LIMITS, start, stop: start, send: never, check: async () => [] };
      },
      explain: async () => ({}),
    };
    const channels = [{ name: 'shop-on-x', kind: 'x', room: 'customers', schema: [], settings: {} }];
    const house = await openHouse({ engine, instance, clock: time.measure, kinds: [kind], channels });
    return { house, context: given! as ChannelContext };
  };
  const first = await begin('one');
  let n = 1;
  return {
    time,
    context: first.context,
    another: async () => (await begin(`process-${++n}`)).context,
    notices: async () => {
      await first.house.settle();
      return (await first.house.room()).flatMap(each => (each.as === 'notice' ? [each.words ?? ''] : []));
    },
    close: () => first.house.close(),
  };
}

async function start(): Promise<void> {}

async function never(): Promise<never> {
  throw new Error('Nothing is sent here.');
}
