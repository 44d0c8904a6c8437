/** The jobs table, lanes and leases: the same statements on both engines, only the lock clause differs. */
import type { WorkspaceId } from '../../core/ids.ts';
import type { Instant } from '../../core/time.ts';
import type { ClaimedJob, DueStore, Free, JobStore, LeaseStore } from '../../ports/jobs.ts';
import type { Json } from '../../ports/json.ts';
import { columnName } from '../commit.ts';
import type { Engine, SqlValue } from '../engine.ts';

/** Characters kept of an error: enough for a sentence and a server's answer. */
const ERROR_CHARS_MAX = 500;

const COLUMNS: (keyof ClaimedJob)[] = [
  'seq',
  'id',
  'workspaceId',
  'kind',
  'slot',
  'key',
  'lane',
  'ref',
  'payload',
  'state',
  'runAt',
  'attempts',
  'attemptsMax',
  'lockedBy',
  'lockedUntil',
  'lastError',
];
const JOB_COLUMNS = COLUMNS.map(key => `${columnName(key)} as "${key}"`).join(', ');

function toJob(engine: Engine, row: ClaimedJob): ClaimedJob {
  const payload = engine.kind === 'sqlite' ? JSON.parse(row.payload as string) : row.payload;
  return { ...row, seq: Number(row.seq), runAt: Number(row.runAt), payload: payload as Json };
}

/** No earlier one of its key is left. */
const FIRST_OF_KEY = `not exists (select 1 from jobs e where e.workspace_id = j.workspace_id and e.key = j.key and e.seq < j.seq and e.state = 'ready')`;
/** Due jobs that are looked at for one slot, where some of their lanes may be full: enough for many lanes to be met. */
const LOOK_MAX = 64;

/** One slot's share of a claim: the jobs that are due in lanes that are not full, and of these the first ones of each lane. */
function dueIn(
  { slot, jobs, ofLane, lanes }: Free,
  i: number,
  { workspaceId, now, lock }: { workspaceId: string; now: number; lock: string },
): { due: string; dueValues: SqlValue[]; chosen: string; chosenValues: SqlValue[] } {
  const full = lanes.filter(each => each.jobs === 0).map(each => each.lane);
  const busy = lanes.filter(each => each.jobs > 0);
  const others = full.length ? `and coalesce(j.lane, '') not in (${full.map(() => '?').join(', ')})` : '';
  const due = `due${i} as materialized (
    select j.seq, j.run_at, coalesce(j.lane, '') as lane from jobs j left join lanes l on l.workspace_id = j.workspace_id and l.id = j.lane
    where j.workspace_id = ? and j.state = 'ready' and j.slot = ? and j.run_at <= ?
      and (j.locked_until is null or j.locked_until <= ?) and (l.next_at is null or l.next_at <= ?)
      and ${FIRST_OF_KEY}
      ${others}
    order by j.run_at, j.seq limit ? ${lock})`;
  // Where no lane can be too full for what the slot takes, the first ones will do: behind them may stand thousands.
  const anyLane = ofLane >= jobs && busy.every(each => each.jobs >= jobs);
  const look = anyLane ? jobs : LOOK_MAX;
  const cases = busy.map(() => 'when ? then cast(? as integer)').join(' ');
  const ofEach = busy.length ? `case lane ${cases} else cast(? as integer) end` : 'cast(? as integer)';
  return {
    due,
    dueValues: [workspaceId, slot, now, now, now, ...full, look],
    chosen: `select seq from (select seq from (
        select seq, run_at, lane, row_number() over (partition by lane order by run_at, seq) as place from due${i}) as placed${i}
      where place <= ${ofEach} order by run_at, seq limit ?) as chosen${i}`,
    chosenValues: [...busy.flatMap(each => [each.lane, each.jobs]), ofLane, jobs],
  };
}

/** Leaves out what could not be taken: slots and lanes that are full. */
function fullOf(free: readonly Free[]): { sql: string; values: SqlValue[] } {
  const slots = free.filter(each => each.jobs === 0).map(each => each.slot);
  const lanes = free
    .filter(each => each.jobs > 0)
    .flatMap(({ slot, lanes }) => lanes.filter(each => each.jobs === 0).map(({ lane }) => [slot, lane]));
  const parts = [
    ...(slots.length ? [`j.slot not in (${slots.map(() => '?').join(', ')})`] : []),
    ...lanes.map(() => `not (j.slot = ? and coalesce(j.lane, '') = ?)`),
  ];
  return { sql: parts.map(each => `and ${each}`).join(' '), values: [...slots, ...lanes.flat()] };
}

/** The claim itself costs half a millisecond for all nine slots, and mostly none or one of them has something due. */
async function slotsWithDue(
  engine: Engine,
  workspaceId: WorkspaceId,
  free: readonly Free[],
  now: Instant,
): Promise<Free[]> {
  const open = free.filter(each => each.jobs > 0);
  if (open.length === 0) return [];
  const due = `select cast(? as text) as slot where exists (select 1 from jobs where workspace_id = ?
    and state = 'ready' and slot = ? and run_at <= ? and (locked_until is null or locked_until <= ?))`;
  const rows = await engine.rows<{ slot: string }>(
    open.map(() => due).join(' union all '),
    open.flatMap(({ slot }) => [slot, workspaceId, slot, now, now]),
  );
  return open.filter(each => rows.some(row => row.slot === each.slot));
}

function makeClaim(engine: Engine, workspaceId: WorkspaceId): JobStore['claim'] {
  const lock = engine.kind === 'postgres' ? 'for update of j skip locked' : '';
  // The plus keeps SQLite from looking through all jobs of the workspace for these few.
  const own = engine.kind === 'sqlite' ? '+workspace_id = ?' : 'workspace_id = ?';
  return async (worker, now, until, free) => {
    const some = await slotsWithDue(engine, workspaceId, free, now);
    if (some.length === 0) return [];
    const parts = some.map((each, i) => dueIn(each, i, { workspaceId, now, lock }));
    const rows = await engine.rows<ClaimedJob>(
      `with ${parts.map(each => each.due).join(', ')}
       update jobs set locked_by = ?, locked_until = ?, attempts = attempts + 1
       where ${own} and seq in (${parts.map(each => each.chosen).join(' union all ')}) returning ${JOB_COLUMNS}`,
      [
        ...parts.flatMap(each => each.dueValues),
        worker,
        until,
        workspaceId,
        ...parts.flatMap(each => each.chosenValues),
      ],
    );
    return rows.map(row => toJob(engine, row)).sort((a, b) => a.runAt - b.runAt || a.seq - b.seq);
  };
}

/** @param workspaceId whose jobs these are: a worker's handlers are bound to one workspace, and so is what it takes */
export function makeJobStore(engine: Engine, workspaceId: WorkspaceId): JobStore {
  const fenced = 'workspace_id = ? and seq = ? and locked_by = ? and attempts = ?';
  const fence = (job: ClaimedJob) => [workspaceId, job.seq, job.lockedBy, job.attempts];
  const changed = async (sql: string, values: Parameters<Engine['rows']>[1]) =>
    (await engine.rows<{ seq: number }>(`${sql} returning seq`, values)).length > 0;
  return {
    claim: makeClaim(engine, workspaceId),
    sortIn: async slotOf => {
      const kinds = await engine.rows<{ kind: string }>(
        `select distinct kind from jobs where workspace_id = ? and state = 'ready' and slot = 'rest'`,
        [workspaceId],
      );
      for (const { kind } of kinds)
        if (slotOf(kind) !== 'rest')
          await engine.rows(`update jobs set slot = ? where workspace_id = ? and kind = ? and slot = 'rest'`, [
            slotOf(kind),
            workspaceId,
            kind,
          ]);
    },
    complete: job => changed(`delete from jobs where ${fenced}`, fence(job)),
    putBack: async (job, runAt, error, giveTryBack) => {
      const kept = await changed(
        `update jobs set locked_by = null, locked_until = null, run_at = ?, last_error = ?, attempts = attempts - ? where ${fenced}`,
        [runAt, error.slice(0, ERROR_CHARS_MAX), giveTryBack ? 1 : 0, ...fence(job)],
      );
      if (kept) {
        await engine.rows(
          `update jobs set run_at = ? where workspace_id = ? and key = ? and seq > ? and state = 'ready' and run_at < ?`,
          [runAt, workspaceId, job.key, job.seq, runAt],
        );
      }
      return kept;
    },
    bury: async (job, error) => {
      const buried = await changed(
        `update jobs set state = 'dead', locked_by = null, locked_until = null, last_error = ? where ${fenced}`,
        [error.slice(0, ERROR_CHARS_MAX), ...fence(job)],
      );
      return buried;
    },
    extend: (job, until) => changed(`update jobs set locked_until = ? where ${fenced}`, [until, ...fence(job)]),
    holdLane: async (lane, at) => {
      await engine.rows(
        `insert into lanes (id, workspace_id, next_at) values (?, ?, ?)
         on conflict (workspace_id, id) do update set next_at = case when lanes.next_at > excluded.next_at then lanes.next_at else excluded.next_at end`,
        [lane, workspaceId, at],
      );
    },
    free: async (lanes, now) => {
      const like = `${lanes}%`;
      await engine.rows(
        `update lanes set next_at = 0 where workspace_id = ? and id in (select lane from jobs where workspace_id = ? and lane like ?)`,
        [workspaceId, workspaceId, like],
      );
      await engine.rows(
        `update jobs set run_at = ? where workspace_id = ? and state = 'ready' and locked_until is null and run_at > ?
           and key in (select key from jobs where workspace_id = ? and lane like ? and last_error is not null)`,
        [now, workspaceId, now, workspaceId, like],
      );
    },
    oldestDue: async (now, free) => {
      const full = fullOf(free);
      const rows = await engine.rows<{ at: number }>(
        `select j.run_at as at from jobs j left join lanes l on l.workspace_id = j.workspace_id and l.id = j.lane
         where j.workspace_id = ? and j.state = 'ready' and j.run_at <= ? and (j.locked_until is null or j.locked_until <= ?)
           and (l.next_at is null or l.next_at <= ?) and ${FIRST_OF_KEY} ${full.sql}
         order by j.run_at, j.seq limit 1`,
        [workspaceId, now, now, now, ...full.values],
      );
      return rows[0] ? Number(rows[0].at) : null;
    },
    nextDue: async (now, free) => {
      const full = fullOf(free);
      const rows = await engine.rows<{ at: number | null }>(
        `select run_at as at from jobs where workspace_id = ? and state = 'ready' and locked_until is null order by run_at limit 1`,
        [workspaceId],
      );
      const first = rows[0]?.at == null ? null : Number(rows[0].at);
      if (first === null || first > now) return first;
      // Due, and yet not taken: what waits for its lane is not looked at again before the lane is free.
      const waiting = await engine.rows<{ at: number | null }>(
        `select min(case when l.next_at > j.run_at then l.next_at else j.run_at end) as at
         from jobs j left join lanes l on l.workspace_id = j.workspace_id and l.id = j.lane
         where j.workspace_id = ? and j.state = 'ready' and j.locked_until is null and j.run_at <= ? ${full.sql}`,
        [workspaceId, now, ...full.values],
      );
      const open = waiting[0]?.at == null ? null : Number(waiting[0].at);
      const later = await engine.rows<{ at: number | null }>(
        `select run_at as at from jobs where workspace_id = ? and state = 'ready' and locked_until is null and run_at > ? order by run_at limit 1`,
        [workspaceId, now],
      );
      const next = later[0]?.at == null ? null : Number(later[0].at);
      return open === null || next === null ? (open ?? next) : Math.min(open, next);
    },
  };
}

/** One seek for each workspace, however many jobs it has. */
export function makeDueStore(engine: Engine): DueStore {
  return {
    dueIn: async now => {
      const rows = await engine.rows<{ id: WorkspaceId }>(
        `select id from workspaces w where exists (select 1 from jobs where workspace_id = w.id
           and state = 'ready' and run_at <= ? and (locked_until is null or locked_until <= ?))`,
        [now, now],
      );
      return rows.map(each => each.id);
    },
  };
}

export function makeLeaseStore(engine: Engine): LeaseStore {
  const takeMany: LeaseStore['takeMany'] = async (names, owner, now, forMs) => {
    // In one order: two processes that took the same rows in another one would wait for each other.
    const inOrder = [...new Set(names)].sort();
    if (inOrder.length === 0) return new Map();
    // SQLite keeps each statement that it has prepared, and there would be one for each number of names: one is said again.
    if (engine.kind === 'sqlite') while (!isPowerOfTwo(inOrder.length)) inOrder.push(inOrder.at(-1)!);
    const rows = await engine.rows<{ id: string; term: number }>(
      `insert into leases (id, workspace_id, owner, until, term)
       values ${inOrder.map(() => `(?, '', ?, ?, 1)`).join(', ')}
       on conflict (${engine.key}) do update set owner = excluded.owner, until = excluded.until,
         term = leases.term + case when leases.owner = excluded.owner then 0 else 1 end
       where leases.owner = excluded.owner or leases.until < ? returning id, term`,
      [...inOrder.flatMap(name => [name, owner, now + forMs]), now],
    );
    return new Map(rows.map(({ id, term }) => [id, Number(term)]));
  };
  return {
    take: async (name, ...how) => (await takeMany([name], ...how)).get(name) ?? null,
    takeMany,
    release: async (name, owner) => {
      await engine.rows(`update leases set until = 0 where workspace_id = '' and id = ? and owner = ?`, [name, owner]);
    },
  };
}

function isPowerOfTwo(n: number): boolean {
  return (n & (n - 1)) === 0;
}
