/**
 * The parts that acts and flows work with, in memory: the same decisions, commits that are all or nothing, and versions,
 * without a database. For tests that run tens of thousands of acts; what a database does is tested with one.
 */

import type { Enquiry } from '../../src/core/enquiry.ts';
import { evolve, evolveReply } from '../../src/core/evolve.ts';
import { ALWAYS_OPEN } from '../../src/core/hours.ts';
import type { EnquiryId } from '../../src/core/ids.ts';
import { makeKinds } from '../../src/core/kinds.ts';
import type { Reply } from '../../src/core/reply.ts';
import type { Channel, ChannelKind } from '../../src/ports/channel.ts';
import type { Parts } from '../../src/ports/parts.ts';
import type { MessageRow, Rows } from '../../src/ports/rows.ts';
import type { Shelf } from '../../src/ports/shelf.ts';
import type { CommitResult, Op, Recorder } from '../../src/ports/store.ts';
import type { PrivateView } from '../../src/ports/views.ts';
import { memoryShelf } from './shelf.ts';
import { type TestClock, testClock, testIds, testLog } from './world.ts';

/** The process died here: what was committed before stays, and nothing else. */
export class Died extends Error {
  override name = 'Died';
}

type Row = { id: string; [name: string]: unknown };

export interface MemoryParts {
  parts: Parts;
  clock: TestClock;
  /** What each person sees now, by their name on the desk and its key. */
  views: Map<string, { person: string; key: string; view: PrivateView }>;
  rows<T extends keyof Rows>(table: T): Rows[T][];
  put<T extends keyof Rows>(table: T, row: Rows[T] & { id: string }): void;
  /** The process dies at this step from now, before or after what it does; null for not at all. */
  dieAt: { steps: number; after: boolean } | null;
}

export function memoryParts(kind: ChannelKind, channel: Channel): MemoryParts {
  const clock = testClock();
  const ids = testIds(clock);
  const tables = new Map<string, Map<string, Row>>();
  const of = (table: string) => tables.get(table) ?? tables.set(table, new Map()).get(table)!;
  const all = <T extends keyof Rows>(table: T) => [...of(table).values()] as unknown as Rows[T][];
  const one = (table: string) => async (id: string) => of(table).get(id) ?? null;
  const shelves = new Map<string, Shelf>();
  const views: MemoryParts['views'] = new Map();
  /** @returns what is left of a step in which the process may die */
  const mayDie = (): boolean => {
    if (!world.dieAt || --world.dieAt.steps > 0) return false;
    const { after } = world.dieAt;
    world.dieAt = null;
    if (after) return true;
    throw new Died();
  };

  const commit = async (ops: Op[]): Promise<CommitResult> => {
    const dies = mayDie();
    for (const op of ops) {
      if (op.do === 'update' && op.expect !== undefined && of(op.table).get(op.id)?.version !== op.expect)
        return { ok: false, conflict: 'version' };
      if (op.do === 'insert' && isTaken(op)) return { ok: false, conflict: 'unique', table: op.table };
    }
    for (const op of ops) apply(op);
    if (dies) throw new Died();
    return { ok: true };
  };
  const isTaken = (op: Extract<Op, { do: 'insert' }>) =>
    op.table === 'seen'
      ? of('seen').has(op.row.id)
      : op.table === 'remarks' && all('remarks').some(each => each.postRef === op.row.postRef);
  const apply = (op: Op) => {
    const rows = of(op.table);
    if (op.do === 'insert' || op.do === 'put')
      rows.set((op.row as unknown as Row).id, { ...(op.row as unknown as Row) });
    if (op.do === 'update') rows.set(op.id, { ...rows.get(op.id)!, ...op.set });
    if (op.do === 'delete') rows.delete((op.where as Row).id);
  };

  const find = <T extends keyof Rows>(table: T, fits: (row: Rows[T]) => boolean) => all(table).find(fits) ?? null;
  const store = {
    workspaceId: 'ws_test',
    commit,
    enquiry: one('enquiries'),
    remark: one('remarks'),
    reply: one('replies'),
    message: one('messages'),
    identity: one('identities'),
    customer: one('customers'),
    staff: one('staff'),
    room: one('rooms'),
    channel: one('channels'),
    thread: one('threads'),
    threadByRef: async (ref: string) => find('threads', each => each.ref === ref),
    staffByRef: async (ref: string) => find('staff', each => each.deskRef === ref),
    allStaff: async () => all('staff'),
    rooms: async () => all('rooms'),
    // Nobody is asked here.
    asksOf: async () => [],
    channels: async () => all('channels'),
    identitiesOf: async (id: string) => all('identities').filter(each => each.customerId === id),
    enquiriesOfCustomer: async (id: string) => all('enquiries').filter(each => each.customerId === id),
    repliesOf: async (id: string) => all('remarks').filter(each => each.staffId === id && each.lane === 'reply'),
    savedOffered: async () => [],
    followers: async (id: string, what: string) =>
      all('followers').filter(each => each.enquiryId === id && each.what === what),
    follower: one('followers'),
    shieldedSince: async () => [],
    shieldTally: async () => ({ fine: 0, abuse: 0 }),
    shieldMark: async () => null,
    enquiryByNumber: async (number: number) => find('enquiries', each => each.number === number),
    remarkByPost: async (post: string) => find('remarks', each => each.postRef === post),
    remarkOfReply: async (id: string) => find('remarks', each => each.replyId === id),
    messageOfReply: async (id: string) => find('messages', each => each.replyId === id),
    messages: async (id: string) => all('messages').filter((each: MessageRow) => each.enquiryId === id),
    liveReplies: async (id: string) =>
      all('replies').filter(each => each.enquiryId === id && ['held', 'leaving', 'unsure'].includes(each.status)),
    attachmentsOf: async () => [],
    refs: async () => [],
    events: async () => [],
    usedReasons: async () => [],
    namedReasons: async () => [],
    reasonList: async () => null,
    setting: async () => null,
    seen: async (id: string) => of('seen').has(id),
    actsUnderWay: async () => [],
    shelf: (owner: string) => shelves.get(owner) ?? shelves.set(owner, memoryShelf()).get(owner)!,
  };
  const desk = {
    limits: { cardTextCharsMax: 3_000 },
    showPrivately: async (_thread: string, person: string, view: PrivateView | null, key: string) => {
      const dies = mayDie();
      if (view) views.set(`${person} ${key}`, { person, key, view });
      else views.delete(`${person} ${key}`);
      if (dies) throw new Died();
    },
    post: async () => 'post',
    mark: async () => {},
    answer: async () => {},
  };
  const parts = {
    workspaceId: store.workspaceId,
    store,
    recorder: recorderOn(store as never, clock),
    clock,
    ids,
    log: testLog(),
    hours: ALWAYS_OPEN,
    language: 'en',
    nameRule: () => 'own',
    holdMs: (_kind: string, own: number) => own,
    channel: () => channel,
    kinds: makeKinds([kind]),
    desk: async () => desk,
  } as unknown as Parts;
  const world: MemoryParts = {
    parts,
    clock,
    views,
    rows: all,
    put: (table, row) => void of(table).set(row.id, row as never),
    dieAt: null,
  };
  return world;
}

/** Decides, and commits with the versioned update first, as the recorder of the house does; no jobs follow. */
function recorderOn(store: Parts['store'], clock: TestClock): Recorder {
  const update = (enquiry: Enquiry, after: Enquiry): Op[] =>
    after === enquiry
      ? []
      : [{ do: 'update', table: 'enquiries', id: enquiry.id, expect: enquiry.version, set: after }];
  return {
    enqueue: async () => ({ ok: true }),
    change: async (id: EnquiryId, decide) => {
      for (;;) {
        const enquiry = await store.enquiry(id);
        if (!enquiry) return { ok: false, refusal: 'unknown' };
        const now = clock.now();
        const replies = await store.liveReplies(id);
        const plan = await decide({ enquiry, replies, now });
        if ('refusal' in plan) return plan;
        const after = plan.events.reduce((at, event) => evolve(at, event, now), enquiry);
        const changed = (plan.replies ?? []).map(reply =>
          plan.events.reduce((at: Reply, event) => evolveReply(at, event, now), reply),
        );
        const others = (plan.also ?? []).flatMap(({ enquiry: other, events, isNew }): Op[] => {
          const then = events.reduce((at, event) => evolve(at, event, now), other);
          return isNew ? [{ do: 'insert', table: 'enquiries', row: then }] : update(other, then);
        });
        const rest = changed.map((row): Op => ({ do: 'update', table: 'replies', id: row.id, set: row }));
        const ops = [...update(enquiry, after), ...others, ...(plan.ops ?? []), ...rest];
        if (ops.length === 0 || (await store.commit(ops)).ok) return { ok: true, enquiry: after, events: plan.events };
      }
    },
    open: async () => ({ ok: true }),
  };
}
