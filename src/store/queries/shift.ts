/** Moves everything that waits by the same time, after the clock it was measured by has jumped. */
import type { TimeStore } from '../../ports/jobs.ts';
import type { Engine, SqlValue } from '../engine.ts';

/** What waits for a date, and not for a while: the date stays. */
const BY_DATE = `'enquiry.wake', 'enquiry.resolveLater', 'reminder.tell'`;
/** How far the clock has been moved so far, and what the process that moved it knew. */
const CLOCK = 'clock';
const OF_CLOCK = `leases where workspace_id = '' and id = '${CLOCK}'`;

/** Waits that are measured, each with the moment it ends at. */
const WAITS: { table: string; set: string; where: string }[] = [
  { table: 'jobs', set: 'run_at = run_at + ?', where: `state = 'ready' and kind not in (${BY_DATE}) and run_at > ?` },
  { table: 'jobs', set: 'locked_until = locked_until + ?', where: 'locked_until > ?' },
  {
    table: 'replies',
    set: 'held_at = held_at + ?, hold_until = hold_until + ?',
    where: `status = 'held' and hold_until > ?`,
  },
  { table: 'lanes', set: 'next_at = next_at + ?', where: 'next_at > ?' },
  { table: 'leases', set: 'until = until + ?', where: `id <> '${CLOCK}' and until > ?` },
  { table: 'schedules', set: 'version = version + ?', where: 'version > ?' },
];

export function makeTimeStore(engine: Engine): TimeStore {
  const moved = async () => {
    const [row] = await engine.rows<{ until: number }>(`select until from ${OF_CLOCK}`, []);
    return Number(row?.until ?? 0);
  };
  return {
    shared: engine.kind !== 'sqlite',
    time: async () => {
      if (engine.kind === 'sqlite') return null;
      const rows = await engine.rows<{ now: number }>(
        'select cast(extract(epoch from clock_timestamp()) * 1000 as bigint) as now',
        [],
      );
      return Number(rows[0]?.now);
    },
    moved,
    move: async (by, from, known) => {
      // Back by an hour, what was due a minute ago would be due in an hour: it is moved along.
      const past = Math.min(from, from + by);
      const valuesOf = (set: string): SqlValue[] => [...Array<number>(set.split('?').length - 1).fill(by), past];
      if (engine.kind === 'sqlite') {
        // Asked for at the same moment, they are one transaction; nobody else writes to this file.
        await Promise.all([
          engine.rows(`update leases set until = until + ? where workspace_id = '' and id = '${CLOCK}'`, [by]),
          ...WAITS.map(({ table, set, where }) =>
            engine.rows(`update ${table} set ${set} where ${where}`, valuesOf(set)),
          ),
        ]);
        return known + by;
      }
      const parts = WAITS.map(
        ({ table, set, where }, i) =>
          `w${i} as (update ${table} set ${set} where exists (select 1 from mine) and ${where} returning 1)`,
      );
      await engine.rows(
        `with mine as (
           insert into leases (id, workspace_id, owner, until, term) values ('${CLOCK}', '', '', ?, 1)
           on conflict (${engine.key}) do update set until = leases.until + excluded.until where leases.until = ? returning 1),
         ${parts.join(', ')} select count(*) from mine`,
        [by, known, ...WAITS.flatMap(each => valuesOf(each.set))],
      );
      return moved();
    },
    note: async () => {
      const [row] = await engine.rows<{ owner: string }>(`select owner from ${OF_CLOCK}`, []);
      return row?.owner || null;
    },
    setNote: async note => {
      await engine.rows(
        `insert into leases (id, workspace_id, owner, until, term) values ('${CLOCK}', '', ?, 0, 1)
         on conflict (${engine.key}) do update set owner = excluded.owner`,
        [note],
      );
    },
    capHolds: async now => {
      const late = `status = 'held' and hold_until > ? + (hold_until - held_at)`;
      const ends = 'select hold_until from replies r where r.workspace_id = jobs.workspace_id and r.id = jobs.ref';
      await Promise.all([
        engine.rows(
          `update replies set hold_until = ? + (hold_until - held_at), held_at = ? where ${late}`,
          Array(3).fill(now),
        ),
        engine.rows(
          `update jobs set run_at = (${ends}) where kind = 'reply.release' and state = 'ready' and run_at > (${ends} and r.status = 'held')`,
          [],
        ),
      ]);
    },
  };
}
