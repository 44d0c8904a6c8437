/**
 * What stands between people and acts: what a desk makes of a view for its far side, and what it makes of what its far side
 * delivers. In memory, without a wire: for tests that run tens of thousands of acts.
 */
import type { StaffAction } from '../../../src/ports/staff.ts';
import type { FormView, PrivateView } from '../../../src/ports/views.ts';

export interface Staff {
  ref: string;
  name: string;
}

/** What one person sees, as the far side was given it. */
export interface Drawn {
  /** All that can be read in it. */
  words: string;
  /** What can be pressed, by the names that the far side hands back. */
  presses: string[];
  /** For the carrier that drew it. */
  payload: unknown;
}

export type Carried = { by: Staff; thread: string } & (
  | { do: 'write' | 'edit'; post: string; text: string; mentions: Staff | null }
  | { do: 'delete'; post: string }
  | { do: 'press'; on: Drawn; nth: number }
  | { do: 'submit'; form: FormView; submit: string; values: Record<string, string> }
);

export interface Carrier {
  people: readonly Staff[];
  /** The place of the room on the desk. */
  room: string;
  threadRef(n: number): string;
  /** A post that nobody has written yet. */
  newPost(): string;
  draw(view: PrivateView, person: string, key: string): Drawn;
  /** @returns the acts that the core gets of it */
  carry(what: Carried): Promise<StaffAction[]>;
}

export function wordsOf({ words, quote, hints, coach = [], buttons }: PrivateView): string {
  const said = coach.flatMap(each => [each.words, ...each.lesson, ...each.buttons.map(({ label }) => label)]);
  return [words, quote?.label, quote?.text, ...hints, ...said, ...buttons.map(each => each.label)]
    .filter(Boolean)
    .join('\n');
}
