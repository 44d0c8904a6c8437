/** Shows something to one person alone: as a message that only they see in the thread, else in their personal chat. */

import { makeTurns } from '../../../../src/core/in-turn.ts';
import { DAY, type DurationMs, HOUR, SECOND } from '../../../../src/core/time.ts';
import { FarSilence } from '../../../../src/desks/far-side.ts';
import { TryLater } from '../../../../src/ports/desk.ts';
import { forgetOld } from '../../../../src/ports/forgetting.ts';
import type { Json } from '../../../../src/ports/json.ts';
import type { PrivateView } from '../../../../src/ports/views.ts';
import { TEAMS, type TeamsLine } from '../connection/line.ts';
import { TeamsRefusal } from '../connection/refusals.ts';
import { drawEntry, drawPrivate } from '../drawing/cards.ts';
import type { Drawn } from '../drawing/elements.ts';
import { CHANNEL_ID, isRef, placeOf, userOf } from '../ids.ts';

const NOTES = 'notes';
/** Teams removes a message to one person after a day, and then no longer knows it. */
const SEEN_FOR: DurationMs = 24 * HOUR;
/** Attempts at something that one person is waiting for now. */
const TRIES_MAX = 4;
/** Replaces a note that Teams does not let a bot delete. */
const OVER = 'This is done.';

/** Where a note is. */
interface Note {
  conversation: string;
  id: string;
  /** Seen by one person in a thread; else it is in their personal chat. */
  targeted: boolean;
  at: number;
}

/** In a personal chat it can still be changed; what nobody settled in so long stays there as it is. */
const REMEMBERED: DurationMs = 90 * DAY;

/** Forgets notes that are over, and those that Teams no longer knows. */
export async function forgetNotes({ shelf, clock }: Pick<TeamsLine['context'], 'shelf' | 'clock'>): Promise<void> {
  const now = clock.now();
  const at = (value: Json) => {
    const { at: shownAt, targeted } = value as unknown as Note;
    return targeted ? shownAt - (REMEMBERED - SEEN_FOR) : shownAt;
  };
  await forgetOld(shelf, NOTES, { before: now - REMEMBERED, at });
}

export interface Whispers {
  /** @param conversation a thread, a channel or a personal chat */
  whisper(conversation: string, user: string, drawn: Drawn): Promise<void>;
  showPrivately(thread: string, person: string, view: PrivateView | null, key: string): Promise<void>;
}

export function makeWhispers(line: TeamsLine): Whispers {
  const { clock, log, shelf } = line.context;
  const { show, change, takeAway } = makeNotes(line);
  const inTurn = makeTurns();

  /** It is never the only copy of anything: drafts are in the personal chat's home. */
  const softly = async (work: () => Promise<unknown>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      if (isGone(error)) return;
      if (!(error instanceof TeamsRefusal || error instanceof FarSilence) || signsOut(error)) throw error;
      log.warn({ desk: TEAMS, error: error.message }, 'Something could not be shown to one person.');
    }
  };

  const noteOf = async (name: string): Promise<Note | null> => {
    const note = (await shelf.get(NOTES, name))?.value as unknown as Note | undefined;
    return note && (!note.targeted || clock.now() - note.at < SEEN_FOR) ? note : null;
  };

  return {
    whisper: (conversation, user, drawn) => softly(() => show(conversation, user, drawn)),
    showPrivately: (thread, person, view, key) =>
      inTurn(`${person}:${key}`, () =>
        softly(async () => {
          const name = `${person}:${key}`;
          const note = await noteOf(name);
          if (view === null) {
            if (!note) return;
            await shelf.remove(NOTES, name);
            return takeAway(note);
          }
          if (!isRef(thread)) return;
          const drawn = drawPrivate(view, line.linkTo);
          if (note)
            try {
              return await change(note, drawn);
            } catch (error) {
              if (!isGone(error)) throw error;
            }
          const shown = await show(thread, userOf(person), drawn);
          await shelf.put(NOTES, name, shown as unknown as Json);
        }),
      ),
  };
}

/** Shows, changes and removes what one person sees. */
function makeNotes({ context: { clock }, connector, places, direct }: TeamsLine) {
  /** Showing it twice does no harm, so it is retried when Teams does not answer. */
  const persist = async <T>(show: () => Promise<T>): Promise<T> => {
    for (let n = 1; ; n++) {
      try {
        return await show();
      } catch (error) {
        const wait = error instanceof TryLater ? error.at - clock.now() : n * (SECOND / 4);
        const passes = error instanceof FarSilence || (error instanceof TryLater && wait <= 5 * SECOND);
        if (!passes || n === TRIES_MAX) throw error;
        await clock.sleep(Math.max(0, wait));
      }
    }
  };

  const show = async (conversation: string, user: string, drawn: Drawn): Promise<Note> => {
    const at = clock.now();
    // A person without an Entra account is known only by Teams' own id.
    const theirId = (await places.seen(user))?.id ?? (user.startsWith('29:') ? user : null);
    if (theirId && isRef(conversation) && CHANNEL_ID.test(placeOf(conversation).channel))
      try {
        const id = await persist(() => connector.whisper(conversation, theirId, drawn));
        return { conversation, id, targeted: true, at };
      } catch (error) {
        // A client too old for it, a channel where it is switched off: then where nobody else reads.
        if (!(error instanceof TeamsRefusal) || error.signedOut) throw error;
      }
    const chat = await direct(user);
    return { conversation: chat, id: await persist(() => connector.send(chat, drawn)), targeted: false, at };
  };

  const change = async ({ conversation, id, targeted }: Note, drawn: Drawn) =>
    persist(() =>
      targeted ? connector.whisperAgain(conversation, id, drawn) : connector.update(conversation, id, drawn),
    );
  const takeAway = async (note: Note) => {
    const { conversation, id, targeted } = note;
    try {
      await persist(() => (targeted ? connector.unwhisper(conversation, id) : connector.remove(conversation, id)));
    } catch (error) {
      if (!(error instanceof TeamsRefusal || error instanceof FarSilence) || isGone(error)) throw error;
      await change(note, drawEntry({ as: 'line', words: OVER, buttons: [], tone: 'quiet' }));
    }
  };

  return { show, change, takeAway };
}

function isGone(error: unknown): boolean {
  return error instanceof TeamsRefusal && error.status === 404;
}

function signsOut(error: Error): boolean {
  return error instanceof TeamsRefusal && error.signedOut;
}
