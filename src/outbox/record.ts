/** The recorder: load, decide, and one commit with the versioned update first, the events, and the jobs that follow. */
import type { Calendar } from '../core/calendar.ts';
import type { Enquiry, EnquiryEvent, Refusal, StoredEvent } from '../core/enquiry.ts';
import { evolve, evolveReply } from '../core/evolve.ts';
import type { AttachmentId, EnquiryId, WorkspaceId } from '../core/ids.ts';
import { type Kinds, makeKinds } from '../core/kinds.ts';
import type { Reply } from '../core/reply.ts';
import type { Instant } from '../core/time.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { Json } from '../ports/json.ts';
import type { NewJob, Op, Plan, Recorder, WorkspaceStore } from '../ports/store.ts';
import { jobRow } from './job-row.ts';
import { type Changed, measureOps } from './measured.ts';
import { reactions } from './reactions.ts';

/** With 64 people at one button the last of them needs 64 looks; past this something is wrong. */
const DECISIONS_MAX = 100;
/** Rivals step apart by up to this much before they look again. */
const STEP_APART_MS = 15;

interface RecorderParts {
  store: WorkspaceStore;
  clock: Clock;
  ids: Ids;
  /** Called after a commit that left jobs behind. */
  poke(): void;
  kinds?: Kinds;
  /** Are customers of this kind of channel asked how it went? */
  asks?(channelKind: string): boolean;
  /** Is a room told what is rising? */
  rises?(): boolean;
  /** The hours by which waiting is measured. */
  calendar(): Calendar;
  /** Told of the events of one enquiry once they are stored. */
  stored?(channelKind: string, events: readonly StoredEvent[]): void;
}

export function makeRecorder({
  store,
  clock,
  ids,
  poke,
  kinds = makeKinds([]),
  asks = () => false,
  rises = () => false,
  calendar,
  stored = () => {},
}: RecorderParts): Recorder {
  const how = { kinds, asks, rises };
  const commit = async (ops: Op[]) => {
    const result = await store.commit(ops);
    if (result.ok && ops.some(op => op.do === 'insert' && op.table === 'jobs')) poke();
    return result;
  };
  const rowOf = (job: NewJob, now: Instant, old = false) => jobRow(job, ids.make('job'), store.workspaceId, now, old);
  const toJob = (...given: Parameters<typeof rowOf>): Op => ({ do: 'insert', table: 'jobs', row: rowOf(...given) });

  const measured = async (all: Changed[], now: Instant) =>
    (await Promise.all(all.map(each => measureOps(store, { calendar: calendar(), kinds }, each, now)))).flat();

  const change: Recorder['change'] = async (enquiryId, decide) => {
    for (let i = 0; i < DECISIONS_MAX; i++) {
      const enquiry = await store.enquiry(enquiryId);
      if (!enquiry) return { ok: false, refusal: 'unknown' };
      const replies = await store.liveReplies(enquiryId);
      const now = clock.now();
      const plan: Plan | Refusal = await decide({ enquiry, replies, now });
      if ('refusal' in plan) return plan;
      const folded = fold(enquiry, plan, now, false, store.workspaceId, how);
      const others = (plan.also ?? []).map(({ enquiry: other, events, isNew = false }) =>
        fold(other, { events, ops: filesTaken(plan) }, now, isNew, store.workspaceId, how),
      );
      // Two enquiries are always updated in the order of their ids: two merges that meet cannot wait for each other.
      const all = [folded, ...others].sort((a, b) => (a.after.id < b.after.id ? -1 : 1));
      const ops = [
        ...all.flatMap(each => (each.isNew ? [] : each.first)),
        ...[...(plan.ops ?? []), ...all.flatMap(each => each.rest)],
        ...(await measured(all, now)),
        ...dedupe(all.flatMap(each => each.jobs)).map(each => toJob(each, now, plan.old)),
        ...all.flatMap(each => (each.isNew ? each.first : [])),
      ];
      if (ops.length === 0) return { ok: true, enquiry, events: [] };
      const result = await commit(ops);
      if (result.ok) for (const { after, events } of all) stored(after.channelKind, events);
      if (result.ok) return { ok: true, enquiry: folded.after, events: plan.events };
      await clock.sleep(ids.fraction() * STEP_APART_MS);
    }
    throw new Error(`The enquiry ${enquiryId} is changed by too many at once. It is tried again.`);
  };

  return {
    change,
    open: async (enquiry, plan) => {
      const now = clock.now();
      const folded = fold(enquiry, plan, now, true, store.workspaceId, how);
      const figures = await measured([folded], now);
      // The enquiry goes last: from its number on, others who open one wait until this is committed.
      return commit([
        ...(plan.ops ?? []),
        ...[...folded.rest, ...figures],
        ...dedupe(folded.jobs).map(each => toJob(each, now, plan.old)),
        ...folded.first,
      ]);
    },
    enqueue: (jobs, ops = []) => commit([...ops, ...jobs.map(each => toJob(each, clock.now()))]),
  };
}

/** One enquiry's share of a commit: the versioned update, which goes first, then events and replies, then jobs. */
function fold(
  enquiry: Enquiry,
  plan: Plan,
  now: Instant,
  isNew: boolean,
  workspaceId: WorkspaceId,
  { kinds, asks, rises }: Required<Pick<RecorderParts, 'kinds' | 'asks' | 'rises'>>,
) {
  let after = enquiry;
  let replies: Reply[] = plan.replies ?? [];
  const rest: Op[] = [];
  const stored: StoredEvent[] = [];
  const jobs: NewJob[] = [];
  const held = new Set(
    (plan.ops ?? []).flatMap(op =>
      op.do === 'insert' && op.table === 'replies' && !op.row.postRef ? [op.row.id] : [],
    ),
  );
  const filed = new Set(
    (plan.ops ?? []).flatMap(op => (op.do === 'insert' && op.table === 'attachments' ? [op.row.messageId] : [])),
  );
  const threats = threatsIn(plan);
  const filesGone = filesTaken(plan).map(op => op.where.id as AttachmentId);
  const elsewhere = (plan.ops ?? []).some(
    op => op.do === 'insert' && op.table === 'raws' && op.row.channelId !== enquiry.channelId,
  );
  for (const [i, event] of plan.events.entries()) {
    // What opens an enquiry (opened, first message) is shown by the card alone.
    const before = isNew && i < 2 ? null : after;
    after = evolve(after, event, now);
    replies = replies.map(reply => evolveReply(reply, event, now));
    rest.push({ do: 'insert', table: 'events', row: eventRow(enquiry.id, workspaceId, after.version, event, now) });
    stored.push({ enquiryId: enquiry.id, version: after.version, at: now, event });
    const fromForm = event.type === 'ReplyHeld' && held.has(event.reply);
    const { roomId } = enquiry;
    const withFiles = 'message' in event && filed.has(event.message);
    const followed = reactions({
      event,
      enquiryId: enquiry.id,
      channelId: enquiry.channelId,
      roomId,
      threatens: 'message' in event && threats.has(event.message),
      withFiles,
      filesGone,
      before,
      version: after.version,
      fromForm,
      live: kinds.of(enquiry.channelKind).live,
      scripted: kinds.of(enquiry.channelKind).scripted,
      asks: asks(enquiry.channelKind),
      rises: rises(),
      elsewhere,
      now,
    });
    jobs.push(...followed.jobs);
    if (followed.cancel) rest.push({ do: 'delete', table: 'jobs', where: { ref: followed.cancel } });
  }
  for (const [i, reply] of replies.entries()) {
    if (reply === plan.replies?.[i]) continue;
    const { postRef, ...set } = reply;
    // Of one from a form it is written once it is posted, which may be meanwhile: nothing that was read before undoes it.
    rest.push({ do: 'update', table: 'replies', id: reply.id, set: postRef ? reply : set });
  }
  const first: Op[] = [];
  if (isNew) first.push({ do: 'insert', table: 'enquiries', row: after });
  else if (plan.events.length)
    first.push({ do: 'update', table: 'enquiries', id: enquiry.id, expect: enquiry.version, set: after });
  return { after, first, rest, jobs, events: stored, isNew };
}

type FileTaken = Extract<Op, { do: 'delete'; table: 'attachments' }>;

/** Files that a plan deletes. */
function filesTaken({ ops = [] }: Plan): FileTaken[] {
  return ops.filter((op): op is FileTaken => op.do === 'delete' && op.table === 'attachments');
}

/** Messages of this plan, new or changed, in which somebody is threatened. */
function threatsIn({ ops = [] }: Plan): Set<string> {
  return new Set(
    ops.flatMap(op => {
      if (op.do === 'insert' && op.table === 'messages') return op.row.shield?.threat ? [op.row.id as string] : [];
      if (op.do === 'update' && op.table === 'messages') return op.set.shield?.threat ? [op.id] : [];
      return [];
    }),
  );
}

function eventRow(enquiryId: EnquiryId, workspaceId: WorkspaceId, version: number, event: EnquiryEvent, at: Instant) {
  const { type, ...data } = event;
  return { workspaceId, enquiryId, version, type, at, data: data as unknown as Json };
}

/** One commit refreshes the card once, at its end: it shows the state, not the way there. */
function dedupe(jobs: NewJob[]): NewJob[] {
  return jobs.filter(
    (each, i) =>
      each.kind !== 'card.update' ||
      !jobs.slice(i + 1).some(later => later.kind === 'card.update' && later.key === each.key),
  );
}
