/** Shows something to one person alone, in their own messages: posted once for its key, then brought up to date in its place. */
import { makeTurns } from '../core/in-turn.ts';
import { fingerprintOf } from '../core/message.ts';
import type { DeskDuties } from '../ports/desk.ts';
import type { DeskContext } from '../ports/desk-context.ts';
import type { Json } from '../ports/json.ts';
import type { PrivateView } from '../ports/views.ts';
import { FarRefusal } from './far-side.ts';
import type { Roster } from './rights.ts';

/** What is shown of each and since when, so that nothing is drawn again that is there. */
export const ALONE = 'alone';
/** Stands where something was that is over. */
const OVER: PrivateView = {
  words: 'This is settled. There is nothing to do.',
  quote: null,
  hints: [],
  buttons: [],
  tone: 'notice',
  post: null,
};

interface AloneParts<Drawn> {
  context: Pick<DeskContext, 'shelf' | 'log' | 'clock'>;
  roster: Pick<Roster, 'who'>;
  userOf(person: string): string;
  draw(view: PrivateView, name: { person: string; key: string }): Drawn;
  /** Posts into somebody's own messages, once for its key. @throws FarRefusal */
  post(user: string, key: string, drawn: Drawn): Promise<string>;
  /** Changes such a post. @throws FarRefusal */
  rewrite(ref: string, drawn: Drawn): Promise<void>;
  /** The reference of a key's post, if it is known. */
  known(key: string): Promise<string | null>;
}

export function makeAlone<Drawn>(parts: AloneParts<Drawn>): Pick<DeskDuties, 'showAlone'> {
  const { shelf, log, clock } = parts.context;
  // Two states under one key never race.
  const inTurn = makeTurns();

  const begin = async (person: string, view: PrivateView, key: string): Promise<boolean> => {
    const user = parts.userOf(person);
    if ((await parts.roster.who(user)).as !== 'staff') return false;
    try {
      await parts.post(user, key, parts.draw(view, { person, key }));
      return true;
    } catch (error) {
      if (!(error instanceof FarRefusal) || error.signedOut) throw error;
      log.warn({ error: error.message }, 'Somebody could not be reached in their own messages.');
      return false;
    }
  };

  const goOn = async (ref: string, person: string, view: PrivateView, key: string): Promise<void> => {
    try {
      await parts.rewrite(ref, parts.draw(view, { person, key }));
    } catch (error) {
      // They deleted it, or it is too old to be changed: what it said is of no use any more.
      if (!(error instanceof FarRefusal) || error.signedOut) throw error;
    }
  };

  return {
    showAlone: (person, view, key) =>
      inTurn(`${person} ${key}`, async () => {
        const there = await parts.known(key);
        if (!there && !view) return true;
        const shown = view ?? OVER;
        const print = fingerprintOf(JSON.stringify(shown));
        if (there && printIn((await shelf.get(ALONE, key))?.value) === print) return true;
        if (there) await goOn(there, person, shown, key);
        else if (!(await begin(person, shown, key))) return false;
        await shelf.put(ALONE, key, { print, at: clock.now() });
        return true;
      }),
  };
}

/** Earlier versions kept it alone. */
function printIn(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : (value as { print: string } | undefined)?.print;
}
