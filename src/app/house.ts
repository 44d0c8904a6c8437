/**
 * Puts one workspace together: store, recorder, desk, channels, worker. Time, ids, the desk and the kinds of channels
 * are handed in, so that the simulator runs the very same house on a clock of its own.
 */
import { createHmac } from 'node:crypto';
import type { OpeningHours } from '../core/hours.ts';
import type { AttachmentId, ChannelId, MessageId, WorkspaceId } from '../core/ids.ts';
import { DAY, type DurationMs, HOUR, SECOND } from '../core/time.ts';
import { COMMANDS } from '../desk/commands.ts';
import type { Sealer } from '../install/provision.ts';
import { vaultOf } from '../install/vault.ts';
import { makeIntake } from '../intake/receive.ts';
import { fireDue } from '../outbox/cron.ts';
import { job } from '../outbox/jobs.ts';
import { makeRecorder } from '../outbox/record.ts';
import { makeWorker, type Worker } from '../outbox/worker.ts';
import type { Channel, ChannelContext, ChannelKind, HealthItem, Progress } from '../ports/channel.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { Desk, DeskContext, DeskKind } from '../ports/desk.ts';
import type { HttpRoute } from '../ports/http.ts';
import type { Log } from '../ports/log.ts';
import type { Parts } from '../ports/parts.ts';
import type { SettingsValue } from '../ports/settings.ts';
import type { ChannelRow } from '../ports/store.ts';
import { replyDelivered } from '../reply/delivered.ts';
import type { Engine } from '../store/engine.ts';
import { makeJobStore, makeLeaseStore } from '../store/queries/jobs.ts';
import { workspaceStore } from '../store/store.ts';
import { makeBus } from './bus.ts';
import { formFor } from './forms.ts';
import { buryJob, makeHandlers, runJob } from './handlers.ts';
import { lead } from './lead.ts';

/** Deliveries are recognised for this long; Slack repeats within hours, mail within days. */
const SEEN_FOR: DurationMs = 7 * DAY;
const HOUSEKEEPING_EVERY: DurationMs = HOUR;
/** Whoever holds such a lease and died is given up after this; what is done under it takes seconds. */
const EXCLUSIVE_LEASE: DurationMs = 30 * SECOND;
const EXCLUSIVE_STEP: DurationMs = 100;

export interface HouseOptions {
  engine: Engine;
  workspaceId: WorkspaceId;
  /** This process's name in leases. */
  instance: string;
  clock: Clock;
  ids: Ids;
  log: Log;
  publicUrl: string;
  hours: OpeningHours;
  holdMs: Record<string, DurationMs>;
  deskKind: DeskKind;
  channelKinds: ChannelKind[];
  /** Key of signatures (reply tokens, chat sessions), from the installation's secret key. */
  signingKey: Uint8Array;
  /** Kinds of channels where a machine says first that a message arrived; a text: in these words. */
  automatic?: Record<string, boolean | string>;
  /** Shows long work of a channel; without it the log says how far it is. */
  progress?: (what: string) => Progress;
  /** Encrypts what channels keep in their vaults. */
  sealer: Sealer;
  /** How long a job stays with a worker that says nothing; the default is for real life. */
  jobLeaseMs?: DurationMs;
}

export interface House {
  parts: Parts;
  desk: Desk;
  worker: Worker;
  /** Opens a configured channel; it listens once the house was started. */
  openChannel(row: ChannelRow, settings: Record<string, SettingsValue>): Channel;
  channel(id: ChannelId): Channel | null;
  routes(): HttpRoute[];
  start(): Promise<void>;
  stop(): Promise<void>;
  health(): Promise<HealthItem[]>;
  /** What a desk calls when somebody acted: stored first, done by the worker. */
  act: DeskContext['act'];
  /** Only what readiness needs: the database and the desk. */
  ready(): Promise<HealthItem[]>;
  /** Channels that have been down for a while; they stop nothing else. */
  troubles(): HealthItem[];
}

export function makeHouse(options: HouseOptions): House {
  const { engine, workspaceId, clock, ids, log } = options;
  const store = workspaceStore(engine, workspaceId);
  const leases = makeLeaseStore(engine);
  const bus = makeBus(engine);
  const channels = new Map<ChannelId, Channel>();
  let worker: Worker | null = null;
  const poke = () => worker?.poke();
  const recorder = makeRecorder({ store, clock, ids, poke });
  const desks: { desk?: Desk } = {};
  const parts: Parts = {
    workspaceId,
    store,
    recorder,
    clock,
    ids,
    log,
    hours: options.hours,
    automatic: kind => options.automatic?.[kind] ?? false,
    channel: id => channels.get(id) ?? null,
    desk: async () => desks.desk!,
    holdMs: (kind, fallback) => options.holdMs[kind] ?? fallback,
  };
  const intake = makeIntake(parts);

  const deskContext: DeskContext = {
    clock,
    ids,
    log,
    bus,
    shelf: store.shelf(`desk:${options.deskKind.kind}`),
    publicUrl: options.publicUrl,
    act: async action => {
      // What people do in one thread happens in order, forms included: an undo never overtakes the send before it.
      const form = action.do === 'submit' ? ((await store.thread(action.enquiryId))?.ref ?? null) : null;
      const thread = 'thread' in action ? action.thread : form;
      const key = `act:${thread ?? action.by.deskRef}`;
      const id = `${workspaceId}:act:${options.deskKind.kind}:${action.id}`;
      // A second delivery stops at this row.
      await recorder.enqueue(
        [job('desk.act', key, { action })],
        [{ do: 'insert', table: 'seen', row: { id, workspaceId, at: clock.now() } }],
      );
    },
    rooms: async () => (await store.rooms()).map(({ id, name, replyMode }) => ({ id, name, reply: replyMode })),
    commands: COMMANDS,
    form: (button, enquiryId, by) => formFor(parts, button, enquiryId, by),
    attachment: async (id: AttachmentId) => {
      const found = await store.attachment(id);
      return found?.content && !found.withheld ? { name: found.name, type: found.type, content: found.content } : null;
    },
    raw: async (id: MessageId) => {
      const message = await store.message(id);
      const raw = message?.rawId ? await store.raw(message.rawId) : null;
      return raw && { type: raw.type, content: raw.bytes };
    },
  };
  const desk = options.deskKind.open({}, deskContext);
  desks.desk = desk;

  const database = async (): Promise<HealthItem> => {
    try {
      await engine.check();
      return { what: 'Database', ok: true, words: engine.kind };
    } catch (error) {
      return { what: 'Database', ok: false, words: databaseWords(error) };
    }
  };
  const ready = async () => [await database(), ...(await desk.check())];
  /** Channels that are down for longer than a hiccup. */
  const troubles = (): HealthItem[] =>
    [...channels.values()].flatMap(channel => {
      const words = channel.trouble?.() ?? null;
      return words ? [{ what: `Channel ${channel.kind}`, ok: false, words }] : [];
    });
  const health = async () => {
    const items = await ready();
    for (const row of await store.channels()) {
      const channel = channels.get(row.id);
      if (!channel)
        items.push({
          what: `Channel ${row.name}`,
          ok: false,
          words: 'It is known but not in the provisioning file. Add it there or erase it.',
        });
      else items.push(...(await channel.check()).map(item => ({ ...item, what: `Channel ${row.name}: ${item.what}` })));
    }
    const { dead } = await store.counts();
    if (dead)
      items.push({
        what: 'Jobs',
        ok: false,
        words: `${dead} were given up; each is said in its thread and in the log.`,
      });
    return items;
  };

  const housekeeping = async () => {
    await engine.rows('delete from seen where at < ?', [clock.now() - SEEN_FOR]);
  };
  const handlers = makeHandlers({ parts, desk, health }, housekeeping);
  worker = makeWorker({
    name: options.instance,
    jobs: makeJobStore(engine, workspaceId),
    clock,
    ids,
    log,
    run: claimed => runJob(handlers, claimed),
    onDead: (claimed, error) => buryJob(parts, claimed, error),
    laneGap: lane => channels.get(lane.replace(/^channel:/, '') as ChannelId)?.sendGapMs ?? 0,
    ...(options.jobLeaseMs ? { leaseMs: options.jobLeaseMs } : {}),
  });
  const unsubscribe = engine.subscribe(topic => {
    if (topic === 'jobs') poke();
  });

  const contextFor = (row: ChannelRow): ChannelContext => {
    const threads = options.channelKinds.find(each => each.kind === row.kind)?.limits.threads ?? 'names';
    return {
      workspaceId,
      channelId: row.id,
      name: row.name,
      publicUrl: options.publicUrl,
      clock,
      ids,
      log,
      bus,
      shelf: store.shelf(`channel:${row.name}`),
      accept: async inbound => {
        try {
          return await intake.accept(row, threads, inbound);
        } catch (error) {
          if (isDatabaseTrouble(error) || inbound.content.as === 'unreadable') throw error;
          // Something in it that we did not think of: it must not keep everything behind it waiting for ever.
          log.error(
            { channel: row.id, error: String(error) },
            'A message could not be taken in and is shown as unreadable.',
          );
          const { from, subject } = inbound.content.message;
          const why = 'something in it could not be stored.';
          return intake.accept(row, threads, {
            ...inbound,
            content: { as: 'unreadable', why, from: from.address, subject },
          });
        }
      },
      delivered: replyId => replyDelivered(parts, replyId),
      cursor: async () => (await store.channel(row.id))?.cursor ?? null,
      saveCursor: async cursor => {
        await store.commit([{ do: 'update', table: 'channels', id: row.id, set: { cursor } }]);
      },
      whileLeader: work => lead({ leases, clock, log, owner: options.instance }, `channel:${row.id}`, work),
      notice: async (key, words, tone) => {
        const notice = job('room.notice', `notice:${row.roomId}`, {
          roomId: row.roomId,
          key: `${row.id}:${key}`,
          words,
          tone,
        });
        const id = `${workspaceId}:notice:${row.id}:${key}`;
        await recorder.enqueue([notice], [{ do: 'insert', table: 'seen', row: { id, workspaceId, at: clock.now() } }]);
      },
      vault: vaultOf(store.shelf(`vault:${row.name}`), options.sealer, `${workspaceId}:vault:${row.name}`),
      progress: what =>
        options.progress?.(what) ?? {
          at: (share, words) => log.info({ channel: row.id, percent: Math.floor(share * 100) }, `${what}: ${words}.`),
          end: words => log.info({ channel: row.id }, words),
        },
      ours: () =>
        [...channels.values()].filter(each => each.kind === row.kind).flatMap(each => [...(each.addresses ?? [])]),
      exclusively: async (name, work) => {
        const lease = `channel:${row.id}:${name}`;
        // Each turn has a name of its own: two of them in this process wait for each other too.
        const owner = `${options.instance}:${ids.secret(4)}`;
        while ((await leases.take(lease, owner, clock.now(), EXCLUSIVE_LEASE)) === null)
          await clock.sleep(EXCLUSIVE_STEP);
        try {
          return await work();
        } finally {
          await leases.release(lease, owner).catch(() => {});
        }
      },
      sign: text => createHmac('sha256', options.signingKey).update(`${workspaceId}:${text}`).digest('hex'),
    };
  };

  /** Puts the due housekeeping job in the table; of many processes one does. */
  const schedule = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      await fireDue(parts, 'housekeeping', HOUSEKEEPING_EVERY, job('housekeeping', 'housekeeping', {})).catch(error =>
        log.warn({ error: String(error) }, 'Housekeeping could not be scheduled.'),
      );
      await clock.sleep(HOUSEKEEPING_EVERY / 4, signal);
    }
  };
  const schedules = new AbortController();
  let scheduling: Promise<void> | null = null;

  return {
    parts,
    desk,
    worker,
    troubles,
    act: deskContext.act,
    ready,
    health,
    channel: id => channels.get(id) ?? null,
    openChannel: (row, settings) => {
      const kind = options.channelKinds.find(each => each.kind === row.kind);
      if (!kind)
        throw new Error(
          `There is no channel of the kind "${row.kind}". Known: ${options.channelKinds.map(each => each.kind).join(', ')}.`,
        );
      const channel = kind.open(settings, contextFor(row));
      channels.set(row.id, channel);
      return channel;
    },
    routes: () => [...(desk.routes ?? []), ...[...channels.values()].flatMap(each => each.routes ?? [])],
    start: async () => {
      await desk.start();
      worker.start();
      for (const channel of channels.values()) await channel.start();
      scheduling = schedule(schedules.signal);
    },
    stop: async () => {
      // Nothing new comes in, then what runs ends, then the desk goes: the database is closed by whoever opened it.
      schedules.abort();
      await Promise.all([...channels.values()].map(each => each.stop()));
      await scheduling;
      await worker.stop();
      await desk.stop();
      unsubscribe();
    },
  };
}

/** The database is full, away or busy: the input is fine and comes again. Any other error is about the input itself. */
function isDatabaseTrouble(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return (
    /^(SQLITE_(?!TOOBIG)|08|40|53|55|57|58|ECONN|ETIMEDOUT|EPIPE|ENOSPC)/.test(code) ||
    /connection|timeout|too many/i.test(message)
  );
}

/** What an admin reads on `/readyz` and in the log when the database fails. */
export function databaseWords(error: unknown): string {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC') {
    return 'The disk is full. Free some space; mail and chats wait at their source and are taken as soon as there is room.';
  }
  if (code.startsWith('SQLITE_READONLY'))
    return 'The database file cannot be written to. Check its owner and its rights.';
  return `The database does not answer: ${message}`;
}
