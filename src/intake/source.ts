/** Takes in what a channel's source delivers and stores its cursor; what fails stays at its source and is retried. */
import { type AcceptResult, type ChannelContext, type Inbound, NotTaken } from '../ports/channel.ts';
import type { Parts } from '../ports/parts.ts';
import type { RoomReads } from '../ports/reads.ts';
import type { ChannelRow } from '../ports/rows.ts';
import type { Commits } from '../ports/store.ts';
import { makeStuck } from './stuck.ts';

/** What the store says of its own failures. */
interface FailureWords {
  words(error: unknown): string;
  /** Surely the message's own doing. */
  isAboutTheMessage(error: unknown): boolean;
  /** Full, away or busy: then it is no use to go on with the next one. */
  isDatabaseTrouble(error: unknown): boolean;
}

interface SourceParts extends Pick<Parts, 'clock' | 'log'> {
  store: RoomReads & Commits;
  failures: FailureWords;
}

/**
 * @param accept stores one message, in one commit with its cursor
 * @param withdraw takes back messages by their names
 */
export function makeSource(
  { store, clock, log, failures }: SourceParts,
  row: ChannelRow,
  accept: (row: ChannelRow, inbound: Inbound) => Promise<AcceptResult>,
  withdraw: (row: ChannelRow, names: string[], why: string) => Promise<void>,
): Pick<ChannelContext, 'accept' | 'withdraw' | 'cursor' | 'saveCursor'> {
  const stuck = makeStuck(clock);
  const notTaken = (error: unknown): never => {
    throw new NotTaken(failures.words(error), { alone: !failures.isDatabaseTrouble(error), cause: error });
  };
  return {
    accept: async inbound => {
      try {
        const result = await accept(row, inbound);
        if (result.as === 'stored') stuck.taken(inbound.externalId);
        return result;
      } catch (error) {
        const { isAboutTheMessage, isDatabaseTrouble } = failures;
        const its = isAboutTheMessage(error) || (!isDatabaseTrouble(error) && stuck.failed(inbound.externalId));
        const about = { channel: row.id, error: failures.words(error) };
        if (inbound.content.as === 'unreadable' || !its) {
          log.error(about, 'A message could not be stored. It stays at its source.');
          return notTaken(error);
        }
        log.error(about, 'A message could not be taken in and is shown as unreadable.');
        return accept(row, standIn(inbound)).catch(notTaken);
      }
    },
    withdraw: (names, why) => withdraw(row, names, why).catch(notTaken),
    cursor: () => store.channel(row.id).then(found => found?.cursor ?? null, notTaken),
    saveCursor: async cursor => {
      await store.commit([{ do: 'update', table: 'channels', id: row.id, set: { cursor } }]).catch(notTaken);
    },
  };
}

/** In place of a message that cannot be stored: who wrote, about what, and that it is kept as it came. */
function standIn(inbound: Inbound): Inbound {
  if (inbound.content.as === 'unreadable') return inbound;
  const { from, subject } = inbound.content.message;
  const why = 'something in it could not be stored.';
  return { ...inbound, content: { as: 'unreadable', why, from: from.address, subject } };
}
