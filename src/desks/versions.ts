/** Keeps an older state of a card or mark from overwriting a newer one. */
import { makeTurns } from '../core/in-turn.ts';
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
   */
  show(key: string, version: number, draw: (before: Shown | null) => Promise<unknown>, again?: boolean): Promise<void>;
  /** Notes that a version is shown already. */
  begin(key: string, version: number): Promise<void>;
}

export function makeVersions(shelf: Shelf, stream: string): Versions {
  // Two states under one key never race.
  const inTurn = makeTurns();
  return {
    begin: async (key, version) => void (await shelf.append(stream, key, { version })),
    show: (key, version, draw, again = false) =>
      inTurn(key, async () => {
        const before = ((await shelf.get(stream, key))?.value ?? null) as Shown | null;
        if (before && (again ? before.version > version : before.version >= version)) return;
        const note = (await draw(before)) as { [more: string]: Json } | undefined;
        await shelf.put(stream, key, { version, ...note }, version);
      }),
  };
}
