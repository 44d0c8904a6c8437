/** Work that must not overlap: one after another, in the order in which it came. Pure. */

type InTurn = <T>(key: string, work: () => Promise<T>) => Promise<T>;

/** Work of one key waits for what came before it, however that ended; other keys do not wait. */
export function makeTurns(): InTurn {
  const turns = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const turn = (turns.get(key) ?? Promise.resolve()).then(work, work);
    const over = turn
      .catch(() => {})
      .finally(() => {
        if (turns.get(key) === over) turns.delete(key);
      });
    turns.set(key, over);
    return turn;
  };
}
