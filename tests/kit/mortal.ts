/** An engine that dies: from one of its calls on, nothing it is asked for happens any more. */
import type { Engine } from '../../src/store/engine.ts';

export class Killed extends Error {}

export interface Mortal {
  engine: Engine;
  /** Dies at the n-th call from now on (0: the very next), before or after it was carried out. */
  dieIn(calls: number, when: 'before' | 'after'): void;
  readonly dead: boolean;
}

/** @param counts which calls bring death nearer */
export function mortal(engine: Engine, counts: 'every call' | 'commits' = 'every call'): Mortal {
  let left = Number.POSITIVE_INFINITY;
  let when: 'before' | 'after' = 'before';
  let dead = false;
  const guarded = async <T>(counted: boolean, call: () => Promise<T>): Promise<T> => {
    if (dead) throw new Killed('dead');
    const last = counted && left-- <= 0;
    if (last && when === 'before') {
      dead = true;
      throw new Killed('killed before');
    }
    const result = await call();
    if (last) dead = true;
    if (dead) throw new Killed('killed after');
    return result;
  };
  return {
    engine: {
      ...engine,
      commit: (ops, ws) => guarded(true, () => engine.commit(ops, ws)),
      rows: (sql, values) => guarded(counts === 'every call', () => engine.rows(sql, values)),
    },
    dieIn: (calls, at) => {
      left = calls;
      when = at;
    },
    get dead() {
      return dead;
    },
  };
}
