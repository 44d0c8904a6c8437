/** Keeps an older state of a card or mark from overwriting a newer one. */
import { makeTurns } from '../core/in-turn.ts';
import type { Clock } from '../ports/clock.ts';
import { Overtaken } from '../ports/desk.ts';
import type { Json } from '../ports/json.ts';
import type { Shelf } from '../ports/shelf.ts';

interface Shown {
  version: number;
  [more: string]: Json;
}

interface Versions {
  /**
   * Shows a state under a key unless a newer one is shown.
   * @param draw is handed what was noted of the state before, and returns what shall be noted of this one
   * @param again shows the same version once more
   * @throws Overtaken when another process showed a newer one while this one drew
   */
  show(key: string, version: number, draw: (before: Shown | null) => Promise<unknown>, again?: boolean): Promise<void>;
  /** Notes that a version is shown already. */
  begin(key: string, version: number): Promise<void>;
}

/** @param clock tells whether this process stood still while it read what is shown */
export function makeVersions(shelf: Shelf, stream: string, clock?: Clock): Versions {
  // Two states under one key never race.
  const inTurn = makeTurns();
  const shown = async (key: string): Promise<Shown | null> => {
    const since = clock?.elapsed() ?? 0;
    const found = ((await shelf.get(stream, key))?.value ?? null) as Shown | null;
    return clock?.stoodStill?.(since) ? shown(key) : found;
  };
  return {
    begin: async (key, version) => void (await shelf.append(stream, key, { version })),
    show: (key, version, draw, again = false) =>
      inTurn(key, async () => {
        const before = await shown(key);
        if (before && (again ? before.version > version : before.version >= version)) return;
        const note = (await draw(before)) as { [more: string]: Json } | undefined;
        if (!(await shelf.put(stream, key, { version, ...note }, version)))
          throw new Overtaken(`Another process showed a newer state of ${key} than ${version} meanwhile.`);
      }),
  };
}
