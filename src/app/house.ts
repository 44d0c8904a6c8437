/**
 * Puts one workspace together: store, recorder, desk, channels, worker. Time, ids, the desk and the kinds of channels
 * are handed in, so that the simulator runs the very same house on a clock of its own.
 */

import { buryJob } from '../acts/bury.ts';
import type { ChannelId, WorkspaceId } from '../core/ids.ts';
import { DAY, type DurationMs } from '../core/time.ts';
import { tallyUp } from '../figures/tallies.ts';
import type { LoggedCall } from '../handling/answer.ts';
import { logCall } from '../handling/log.ts';
import { takeInternal } from '../intake/internal.ts';
import { makeIntake } from '../intake/receive.ts';
import { makeRecorder } from '../outbox/record.ts';
import { runJob } from '../outbox/run-job.ts';
import { makeWorker, type Worker } from '../outbox/worker.ts';
import type { Painter } from '../ports/answer.ts';
import type { Channel, ChannelKind, Inbound, Progress } from '../ports/channel.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { Desk, DeskContext, DeskKind } from '../ports/desk.ts';
import type { HttpRoute, TrustedProxies } from '../ports/http.ts';
import type { Log } from '../ports/log.ts';
import type { Parts } from '../ports/parts.ts';
import type { ChannelRow } from '../ports/rows.ts';
import type { SettingsValue } from '../ports/settings.ts';
import { postAnew } from '../posting/card.ts';
import { RATE_PATH, rateToken } from '../rating/page.ts';
import { type Health, makeHealth } from '../server/health.ts';
import type { Database } from '../server/pulse.ts';
import { makeLiveSettings, type WrittenSettings } from '../settings/live.ts';
import type { Sealer } from '../settings/provision.ts';
import { makeBus } from '../store/bus.ts';
import { databaseWords } from '../store/database-words.ts';
import type { Engine } from '../store/engine.ts';
import { makeJobStore, makeLeaseStore } from '../store/queries/jobs.ts';
import { workspaceStore } from '../store/store.ts';
import { exportAnswer } from '../transfer/answer.ts';
import { measureOld } from '../transfer/backfill.ts';
import { refuseHalf } from '../transfer/take-in.ts';
import { remind } from '../waiting/due.ts';
import { peopleToTell } from '../waiting/say.ts';
import { INTERNAL_KINDS, kindsWith } from './adapters.ts';
import { makeChannelContexts } from './channel-context.ts';
import { makeDeskContext } from './desk-context.ts';
import { makeHandlers } from './jobs.ts';
import { makeOpenChannels } from './open-channels.ts';
import { runSchedules } from './schedules.ts';

/** Deliveries are recognised for this long; Slack repeats within hours, mail within days. */
const SEEN_FOR: DurationMs = 7 * DAY;
/** Weeks that are added up in an hour: two years of them in a day. */
const WEEKS_AT_ONCE = 26;
const NOTHING_WRITTEN = { room: [], channel: [], hold: false, hours: false, answer: false, names: false };

const NO_PAINTER: Painter = {
  draw: async () => {
    throw new Error('Nothing here draws pictures.');
  },
  stop: async () => {},
};

export interface HouseOptions extends WrittenSettings {
  engine: Engine;
  workspaceId: WorkspaceId;
  /** This process's name in leases. */
  instance: string;
  clock: Clock;
  ids: Ids;
  log: Log;
  publicUrl: string;
  deskKind: DeskKind;
  channelKinds: ChannelKind[];
  /** Key of signatures (reply tokens, chat sessions), from the installation's secret key. */
  signingKey: Uint8Array;
  /** Peers whose `X-Forwarded-For` is believed; by default nobody. */
  trustedProxies?: TrustedProxies;
  /** Shows long work of a channel; without it the log says how far it is. */
  progress?: (what: string) => Progress;
  /** Encrypts what channels keep in their vaults. */
  sealer: Sealer;
  /** What stands in the provisioning file and is changed only there. */
  written?: { room: string[]; channel: string[]; hold: boolean; hours: boolean; answer?: boolean; names?: boolean };
  /** Draws charts; without one there are no pictures. */
  painter?: Painter;
  /** Many workspaces share this installation. */
  shared?: boolean;
  /** A channel with routes of its own came or went. */
  routesChanged?: () => void;
  /** How long a job stays with a worker that says nothing; the default is for real life. */
  jobLeaseMs?: DurationMs;
}

export interface House extends Health {
  parts: Parts;
  desk: Desk;
  worker: Worker;
  /** Opens a configured channel; it listens once the house was started. */
  openChannel(row: ChannelRow, settings: Record<string, SettingsValue>): Channel;
  channel(id: ChannelId): Channel | null;
  /** Those that are open. */
  channels(): Channel[];
  routes(): HttpRoute[];
  /** Takes up what was set on the desk, and writes nothing; `start` does it by itself. */
  loadSettings(): Promise<void>;
  /** Says in the rooms who waits long; the started house does it every minute. */
  remind(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** What a desk calls when somebody acted: stored first, done by the worker. */
  act: DeskContext['act'];
}

/** For readiness and metrics. */
export function databaseOf(engine: Engine): Database {
  return { kind: engine.kind, check: () => engine.check(), words: databaseWords };
}

export function makeHouse(options: HouseOptions): House {
  const { engine, workspaceId, clock, ids, log, sealer, channelKinds, publicUrl } = options;
  const written = options.written ?? NOTHING_WRITTEN;
  const store = workspaceStore(engine, workspaceId);
  const leases = makeLeaseStore(engine);
  const jobs = makeJobStore(engine, workspaceId);
  const bus = makeBus(engine);
  const kinds = kindsWith(channelKinds);
  const settings = makeLiveSettings(options, written, { store, clock, kinds });
  const settingsTopic = `settings:${workspaceId}`;
  const channels = new Map<ChannelId, Channel>();
  let worker: Worker | null = null;
  const poke = () => worker?.poke();
  const asks = (kind: string) => kinds.of(kind).live || settings.asksRating(kind);
  const recorder = makeRecorder({ store, clock, ids, poke, kinds, asks, calendar: () => settings.calendar });
  const desks: { desk?: Desk } = {};
  const parts: Parts = {
    workspaceId,
    store,
    recorder,
    clock,
    ids,
    log,
    get hours() {
      return settings.hours;
    },
    get calendar() {
      return settings.calendar;
    },
    answerWithin: settings.answerWithin,
    escalateTo: settings.escalateTo,
    asksRating: settings.asksRating,
    automatic: settings.automatic,
    nameRule: settings.nameRule,
    language: settings.language,
    holdMs: settings.holdMs,
    rateLink: (enquiryId, of) =>
      `${publicUrl}${RATE_PATH}${rateToken({ workspaceId, signingKey: options.signingKey }, enquiryId, of)}`,
    channel: id => channels.get(id) ?? null,
    kinds,
    desk: async () => desks.desk!,
  };
  const intake = makeIntake(parts);
  const threadsOf = (kind: string) => channelKinds.find(each => each.kind === kind)?.limits.threads ?? 'names';
  const accept = (row: ChannelRow, inbound: Inbound) => intake.accept(row, threadsOf(row.kind), inbound);

  /** Takes up what was set on the desk, here or in another process. */
  const reload = async () => {
    await settings.load(true);
    await open.openMadeHere();
  };
  const resume = async () => {
    await jobs.free('room:', clock.now());
    poke();
  };
  const deskContext = makeDeskContext({
    parts,
    bus,
    sealer,
    painter: options.painter ?? NO_PAINTER,
    deskKind: options.deskKind.kind,
    publicUrl,
    publicHostsOnly: options.shared ?? false,
    channelKinds,
    isWritten: (what, name) =>
      what === 'room' || what === 'channel' ? written[what].includes(name) : (written[what] ?? false),
    troubles: () => health.troubles().map(each => each.words),
    changed: async () => {
      await reload();
      bus.publish(settingsTopic);
      // A room may have another place now.
      await resume();
    },
    tryOut: async key => {
      await takeInternal(parts, accept, INTERNAL_KINDS.trial, { key, at: clock.now() });
      await open.openInternal();
    },
    resume,
  });
  const desk = options.deskKind.open({}, deskContext);
  desks.desk = desk;
  const contextFor = makeChannelContexts({ options, parts, leases, bus, accept, channels, desk });
  const open = makeOpenChannels({
    parts,
    channels,
    kinds: channelKinds,
    internal: Object.values(INTERNAL_KINDS),
    sealer,
    written: written.channel,
    contextFor,
    ...(options.routesChanged ? { routesChanged: options.routesChanged } : {}),
  });
  const health = makeHealth({
    database: databaseOf(engine),
    clock,
    worker: () => worker,
    store,
    desk,
    channels,
    kinds,
    unknownPeople: () => peopleToTell(parts, desk),
  });

  const housekeeping = async () => {
    await engine.rows('delete from seen where at < ?', [clock.now() - SEEN_FOR]);
    await tallyUp(parts, WEEKS_AT_ONCE);
    for (const channel of channels.values()) await channel.tidy?.();
  };
  const writeDown = (call: LoggedCall) =>
    logCall(parts, told => takeInternal(parts, accept, INTERNAL_KINDS.call, told), call);
  const exportAll = () => exportAnswer(engine, parts);
  const handlers = makeHandlers({ parts, desk, health: health.health, log: writeDown, exportAll }, housekeeping);
  worker = makeWorker({
    name: options.instance,
    jobs,
    clock,
    ids,
    log,
    run: claimed => runJob({ recorder, clock, handlers, postAnew: id => postAnew(parts, id) }, claimed),
    onDead: (claimed, error) => buryJob(parts, desk, claimed, error),
    laneGap: lane =>
      lane.startsWith('room:')
        ? (desk.postGapMs ?? 0)
        : (channels.get(lane.replace(/^channel:/, '') as ChannelId)?.sendGapMs ?? 0),
    ...(options.jobLeaseMs ? { leaseMs: options.jobLeaseMs } : {}),
  });
  const unsubscribe = engine.subscribe(topic => {
    if (topic === 'jobs') poke();
    if (topic === settingsTopic) {
      reload().catch(error =>
        log.warn({ error: String(error) }, 'Changed settings could not be read; the next start will.'),
      );
    }
  });
  const stopping = new AbortController();
  let schedules: Promise<unknown> | null = null;

  return {
    ...health,
    parts,
    desk,
    worker,
    act: deskContext.act,
    channel: id => channels.get(id) ?? null,
    channels: () => [...channels.values()],
    openChannel: open.open,
    routes: () => [...(desk.routes ?? []), ...[...channels.values()].flatMap(each => each.routes ?? [])],
    loadSettings: async () => {
      await settings.load(false);
      await open.openMadeHere();
    },
    remind: () => remind(parts, desk),
    start: async () => {
      await refuseHalf(parts.store);
      await reload();
      await desk.start();
      worker.start();
      await open.start();
      await measureOld(parts);
      schedules = runSchedules(parts, desk, stopping.signal);
    },
    stop: async () => {
      // Nothing new comes in, then what runs ends, then the desk goes: the database is closed by whoever opened it.
      stopping.abort();
      await open.stop();
      await schedules;
      await worker.stop();
      await desk.stop();
      unsubscribe();
    },
  };
}
