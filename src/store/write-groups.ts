/** Writes of SQLite that wait at the same moment share one transaction, each with a savepoint of its own, and so one fsync. */
import type Database from 'better-sqlite3';

/** Commits that share one transaction: past that the fsync is cheap already, and the loop would be blocked for more than 20 ms. */
const GROUP_MAX = 192;

/** A write that waits for its group. */
interface Waiting {
  run(): unknown;
  resolve(result: unknown): void;
  reject(error: unknown): void;
}

type Prepare = (sql: string) => Database.Statement;

/** Statements are prepared once. */
export function makePrepare(client: Database.Database): Prepare {
  const prepared = new Map<string, Database.Statement>();
  return sql => {
    let statement = prepared.get(sql);
    if (!statement) {
      statement = client.prepare(sql);
      prepared.set(sql, statement);
    }
    return statement;
  };
}

interface WriteGroups {
  /** Runs `work` in the next transaction; resolves with what it returned once that is on the disk. */
  add(work: () => unknown): Promise<unknown>;
  /** Resolves when nothing waits. */
  done(): Promise<void>;
}

/** @param failed called when a whole transaction failed */
export function makeWriteGroups(client: Database.Database, prepare: Prepare, failed: () => void): WriteGroups {
  const waiting: Waiting[] = [];
  let scheduled = false;
  const flush = () => {
    scheduled = false;
    const group = waiting.splice(0, GROUP_MAX);
    if (waiting.length) schedule();
    const answers: (() => void)[] = [];
    try {
      prepare('begin immediate').run();
      for (const each of group) {
        prepare('savepoint one').run();
        try {
          const result = each.run();
          answers.push(() => each.resolve(result));
        } catch (error) {
          if (isFatal(error)) throw error;
          if (client.inTransaction) prepare('rollback to one').run();
          answers.push(() => each.reject(error));
        }
        prepare('release one').run();
      }
      prepare('commit').run();
    } catch (error) {
      if (client.inTransaction) prepare('rollback').run();
      failed();
      for (const each of group) each.reject(error);
      return;
    }
    for (const answer of answers) answer();
  };
  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(flush);
  };
  return {
    add: work =>
      new Promise((resolve, reject) => {
        waiting.push({ run: work, resolve, reject });
        schedule();
      }),
    done: async () => {
      while (waiting.length) await new Promise(resolve => setImmediate(resolve));
    },
  };
}

/** The disk or the file itself failed: nothing of the group may be answered as done. */
function isFatal(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? '';
  return /^SQLITE_(FULL|IOERR|CORRUPT|READONLY|CANTOPEN|NOTADB|BUSY)/.test(code);
}
