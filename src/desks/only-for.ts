/** A desk as a practice sees it: what happens there is shown to the person who practises, and nobody else can be named. */
import type { Desk } from '../ports/desk.ts';

const NOBODY_ELSE = 'You are alone here: this is practice.';

/** @param person the only one who is told anything */
export function onlyFor(desk: Desk, person: string): Desk {
  return {
    ...desk,
    showPrivately: async (thread, to, view, key) => {
      if (to === person) await desk.showPrivately(thread, to, view, key);
    },
    answer: async (to, room, view, key) => {
      if (to === person) await desk.answer(to, room, view, key);
    },
    members: async () => [],
    member: async () => ({ refusal: NOBODY_ELSE }),
    reads: async to => to === person,
  };
}
