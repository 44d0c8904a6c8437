/**
 * Runs calls in the channels of rooms and in their threads. When the far side refuses one, it waits, an admin is told, or
 * the thread is begun again.
 */
import { type DurationMs, SECOND } from '../core/time.ts';
import { ThreadGone, TryLater } from '../ports/desk.ts';
import type { DeskContext } from '../ports/desk-context.ts';
import { FarRefusal, FarSilence } from './far-side.ts';
import type { Troubles } from './troubles.ts';

/** A room without a channel is looked at again this often. */
const NO_ROOM_AGAIN: DurationMs = 10 * SECOND;
/** A room that is shut is tried again this often: nothing is lost meanwhile. */
const SHUT_AGAIN: DurationMs = 15 * SECOND;
const SILENT_AGAIN: DurationMs = 3 * SECOND;
const OTHER_DESK = 'This thread was on another desk; it is begun again here.';
/** The trouble of a room without a channel. */
const NO_ROOM = 'room';

/** What a refusal says of the place it came from. */
export type Verdict =
  /** Nothing can be posted; `key` is the trouble's, by default the channel. With `oneThread` the others go on. */
  | { as: 'shut'; words: string; key?: string; oneThread?: true }
  /**
   * The thread takes no more posts. `onceMore`: the refusal may have been about its room, which was away and is back, so it
   * is asked once more before it is believed. `stands`: it is there, and not ours to change.
   */
  | { as: 'gone'; onceMore?: true; stands?: true }
  /** It is about something else. */
  | null;

interface InRoomsParts {
  context: Pick<DeskContext, 'clock' | 'rooms'>;
  troubles: Troubles;
  /** What to do about a room that has no channel yet. */
  noRoom: string;
  /** Is it a name of this desk's threads? */
  isRef(ref: string): boolean;
  channelOf(ref: string): string;
  sameName(channel: string): string;
  judge(error: FarRefusal, channel: string): Verdict | Promise<Verdict>;
  /** The far side no longer accepts Deskhand's sign-in. */
  signedOut(error: FarRefusal): Promise<TryLater>;
  /** Troubles that are over once something worked in a channel. */
  over?(key: string): boolean;
}

export interface InRooms {
  /** The channel of a room. @throws TryLater while none was chosen */
  channelOf(room: { deskRef: string | null }): string;
  /** Runs something in a channel. @throws TryLater, or what the far side said where it is about something else */
  inChannel<T>(channel: string, work: () => Promise<T>): Promise<T>;
  /** Runs something in a thread. @throws ThreadGone where it is no longer there */
  inThread<T>(ref: string, work: () => Promise<T>): Promise<T>;
}

export function makeInRooms(parts: InRoomsParts): InRooms {
  const { context, troubles, sameName } = parts;
  const { clock } = context;

  const attempt = async <T>(channel: string, work: () => Promise<T>, isSecond: boolean): Promise<T> => {
    try {
      const result = await work();
      troubles.mended(channel);
      troubles.forget(key => parts.over?.(key) ?? false);
      return result;
    } catch (error) {
      if (error instanceof FarSilence) throw new TryLater(clock.now() + SILENT_AGAIN, error.message);
      if (!(error instanceof FarRefusal)) throw error;
      if (error.signedOut) throw await parts.signedOut(error);
      const verdict = await parts.judge(error, channel);
      if (verdict?.as === 'gone' && verdict.onceMore && !isSecond) return attempt(channel, work, true);
      if (verdict?.as === 'gone')
        throw new ThreadGone(`The thread is not there any more (${error.message}); it is begun again.`, verdict.stands);
      if (!verdict) throw error;
      troubles.say(verdict.key ?? channel, verdict.words);
      throw new TryLater(clock.now() + SHUT_AGAIN, verdict.words, !verdict.oneThread);
    }
  };

  const inChannel: InRooms['inChannel'] = (channel, work) => attempt(channel, work, false);

  /** A thread in a channel that is no longer a room, and is shut: it begins again where the room is now. */
  const movedOn = async (channel: string, error: unknown): Promise<unknown> => {
    if (!(error instanceof TryLater && error.wholeRoom) || !troubles.has(channel)) return error;
    const places = (await context.rooms()).flatMap(each => (each.deskRef ? [sameName(each.deskRef)] : []));
    if (places.length === 0 || places.includes(channel)) return error;
    troubles.mended(channel);
    return new ThreadGone('The channel of this thread is shut and is no room any more; it is begun again.', true);
  };

  return {
    inChannel,
    channelOf: room => {
      if (room.deskRef) return room.deskRef;
      troubles.say(NO_ROOM, parts.noRoom);
      throw new TryLater(clock.now() + NO_ROOM_AGAIN, parts.noRoom, true);
    },
    inThread: async (ref, work) => {
      if (!parts.isRef(ref)) throw new ThreadGone(OTHER_DESK);
      const channel = parts.channelOf(ref);
      try {
        return await inChannel(channel, work);
      } catch (error) {
        throw await movedOn(channel, error);
      }
    },
  };
}
