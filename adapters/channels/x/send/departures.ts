/**
 * What is leaving for X and what has left, on the channel's shelf: written before the request and after it. So a post of
 * ours that is read back is known as ours, also when it is seen before X has answered, and none is counted for two replies.
 */
import type { ReplyId } from '../../../../src/core/ids.ts';
import { DAY, type DurationMs, type Instant } from '../../../../src/core/time.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import type { Json, JsonObject } from '../../../../src/ports/json.ts';
import { fields } from '../shapes.ts';
import type { Target } from './target.ts';
import { UPLOADS } from './uploads.ts';

/** A reply that was handed to X. */
export interface Leaving {
  reply: ReplyId;
  text: string;
  /** The id of the post that it answers, of the person whom it is for, or of the conversation of a group. */
  target: string;
  /** When it was tried first, of the tries of which nobody knows how they ended, and when last. */
  since: Instant;
  at: Instant;
  hasMedia: boolean;
  /** Of a public reply, the account id of the customer whom it answers. */
  customer?: string;
  /** The id that X gave it; absent as long as nobody has said that it is there. */
  id?: string;
}

/** Stand in stored rows. */
const LEAVING = 'leaving';
const SENT = 'sent';
/** X's lists of messages reach 30 days back, and what is read there has to be known as ours. */
const SENT_FOR: DurationMs = 31 * DAY;
/** Whoever does not know by then whether it arrived was asked long ago. */
const LEAVING_FOR: DurationMs = DAY;
/** Far more than a day's replies: X takes 1,440 messages in one. */
const LEAVING_MAX = 2_000;
const TIDY_MAX = 5_000;

export type Departures = ReturnType<typeof makeDepartures>;

export function makeDepartures({ shelf, clock }: Pick<ChannelContext, 'shelf' | 'clock'>) {
  const keyOf = (reply: ReplyId) => `leaving:${reply}`;
  const of = async (reply: ReplyId) =>
    ((await shelf.get(LEAVING, keyOf(reply)))?.value ?? null) as unknown as Leaving | null;
  const put = (entry: Leaving) => shelf.put(LEAVING, keyOf(entry.reply), entry as unknown as Json);
  const isFresh = ({ at }: { at: Instant }, keptFor: DurationMs) => clock.now() - at < keptFor;

  return {
    of,
    /** Before the request. @returns how to take it back: X surely did not get it */
    begin: async (entry: Omit<Leaving, 'since'>): Promise<{ entry: Leaving; undo(): Promise<void> }> => {
      const before = await of(entry.reply);
      const begun = { ...entry, since: before?.since ?? entry.at };
      await put(begun);
      return {
        entry: begun,
        undo: async () => {
          if (before) await put(before);
          else await shelf.remove(LEAVING, keyOf(entry.reply));
        },
      };
    },
    /** X has it under this id. @returns false when that one is another reply's */
    left: async (entry: Leaving, id: string): Promise<boolean> => {
      const { reply, target, customer } = entry;
      const about: JsonObject = customer === undefined ? {} : { answers: target, customer };
      const { fresh } = await shelf.append(SENT, `sent:${id}`, { reply, at: clock.now(), ...about });
      const known = fresh ? null : ((await shelf.get(SENT, `sent:${id}`))?.value as { reply?: string } | undefined);
      if (known && known.reply !== reply) return false;
      await put({ ...entry, id });
      return true;
    },
    /** Whether a post or a message with this id went out from here. */
    isSent: async (id: string): Promise<boolean> => (await shelf.get(SENT, `sent:${id}`)) !== null,
    /** Which post a public reply from here answers, and whose; null for what is not known as one. */
    answeredBy: async (id: string): Promise<{ answers: string; customer: string } | null> => {
      const { answers, customer } = fields((await shelf.get(SENT, `sent:${id}`))?.value);
      return typeof answers === 'string' && typeof customer === 'string' ? { answers, customer } : null;
    },
    /** What X may show before it has said its id to us. */
    leaving: async (): Promise<Leaving[]> =>
      (await shelf.latest(LEAVING, LEAVING_MAX))
        .map(each => each.value as unknown as Leaving)
        .filter(each => each.id === undefined && isFresh(each, LEAVING_FOR)),
    tidy: async (): Promise<void> => {
      for (const [stream, keptFor] of [
        [LEAVING, LEAVING_FOR],
        [SENT, SENT_FOR],
        [UPLOADS, LEAVING_FOR],
      ] as const)
        for (const { key, value } of await shelf.read(stream, 0, TIDY_MAX))
          if (!isFresh(value as { at: Instant }, keptFor)) await shelf.remove(stream, key);
    },
  };
}

/** As it stands in a record. */
export function targetName(target: Exclude<Target, { as: 'nowhere' }>): string {
  if (target.as === 'post') return target.post;
  return 'person' in target.to ? target.to.person : target.to.conversation;
}
