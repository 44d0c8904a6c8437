/**
 * Puts one workspace together: store, recorder, desk, channels, worker. Time, ids, the desk and the kinds of channels
 * are handed in, so that the simulator runs the very same house on a clock of its own.
 */
import { type OpeningHours, parseHours, type WrittenHours } from '../core/hours.ts';
import type { ChannelId, WorkspaceId } from '../core/ids.ts';
import { DAY, type DurationMs, HOUR, SECOND } from '../core/time.ts';
import type { LoggedCall } from '../handling/answer.ts';
import { LOG_KIND, logCall } from '../handling/log.ts';
import { type Sealer, settingsOf } from '../install/provision.ts';
import { makeIntake } from '../intake/receive.ts';
import { fireDue } from '../outbox/cron.ts';
import { job } from '../outbox/jobs.ts';
import { makeRecorder } from '../outbox/record.ts';
import { makeWorker, type Worker } from '../outbox/worker.ts';
import type { Channel, ChannelKind, HealthItem, Inbound, Progress } from '../ports/channel.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { Desk, DeskContext, DeskKind } from '../ports/desk.ts';
import type { HttpRoute } from '../ports/http.ts';
import type { Log } from '../ports/log.ts';
import type { Parts } from '../ports/parts.ts';
import type { SettingsValue } from '../ports/settings.ts';
import type { ChannelRow } from '../ports/store.ts';
import type { Engine } from '../store/engine.ts';
import { makeJobStore, makeLeaseStore } from '../store/queries/jobs.ts';
import { workspaceStore } from '../store/store.ts';
import { makeBus } from './bus.ts';
import { makeChannelContexts } from './channel-context.ts';
import type { TrustedProxies } from './client-address.ts';
import { databaseWords } from './database-words.ts';
import { makeDeskContext } from './desk-context.ts';
import { buryJob, makeHandlers, runJob } from './handlers.ts';
import { HOLD, HOURS, MADE_HERE } from './settings-forms.ts';
import { TRIAL_KIND, trialChannel } from './trial.ts';

/** Deliveries are recognised for this long; Slack repeats within hours, mail within days. */
const SEEN_FOR: DurationMs = 7 * DAY;
const HOUSEKEEPING_EVERY: DurationMs = HOUR;
const NOTHING_WRITTEN = { room: [], channel: [], hold: false, hours: false };

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
  /** Peers whose `X-Forwarded-For` is believed; by default nobody. */
  trustedProxies?: TrustedProxies;
  /** Shows long work of a channel; without it the log says how far it is. */
  progress?: (what: string) => Progress;
  /** Encrypts what channels keep in their vaults. */
  sealer: Sealer;
  /** What stands in the provisioning file and is changed only there. */
  written?: { room: string[]; channel: string[]; hold: boolean; hours: boolean };
  /** Many workspaces share this installation. */
  shared?: boolean;
  /** A channel with routes of its own came or went. */
  routesChanged?: () => void;
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
  /** Those that are open. */
  channels(): Channel[];
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
  const live = new Set(options.channelKinds.filter(each => each.live).map(each => each.kind));
  const recorder = makeRecorder({ store, clock, ids, poke, live });
  const desks: { desk?: Desk } = {};
  const current = { hours: options.hours };
  const held = new Map<string, DurationMs>();
  const parts: Parts = {
    workspaceId,
    store,
    recorder,
    clock,
    ids,
    log,
    get hours() {
      return current.hours;
    },
    automatic: kind => options.automatic?.[kind] ?? false,
    channel: id => channels.get(id) ?? null,
    desk: async () => desks.desk!,
    holdMs: (kind, fallback) => options.holdMs[kind] ?? held.get(kind) ?? fallback,
  };
  const intake = makeIntake(parts);

  const accept = (row: ChannelRow, inbound: Inbound) =>
    intake.accept(row, options.channelKinds.find(each => each.kind === row.kind)?.limits.threads ?? 'names', inbound);
  const written = options.written ?? NOTHING_WRITTEN;
  const jobs = makeJobStore(engine, workspaceId);
  const resume = async () => {
    await jobs.free('room:', clock.now());
    poke();
  };
  const deskContext = makeDeskContext({
    parts,
    bus,
    accept,
    sealer: options.sealer,
    deskKind: options.deskKind.kind,
    publicUrl: options.publicUrl,
    publicHostsOnly: options.shared ?? false,
    channelKinds: options.channelKinds,
    isWritten: (what, name) => (what === 'room' || what === 'channel' ? written[what].includes(name) : written[what]),
    troubles: () => troubles().map(each => each.words),
    changed: async () => {
      await reload();
      bus.publish(settingsTopic);
      // A room may have another place now.
      await resume();
    },
    openTrial: () => openOwn(TRIAL_KIND),
    resume,
  });
  const desk = options.deskKind.open({}, deskContext);
  desks.desk = desk;
  const settingsTopic = `settings:${workspaceId}`;

  /** Takes up settings and channels that were made on the desk, here or in another process. */
  const reload = async () => {
    const hold = (await store.setting(HOLD)) as Record<string, number> | null;
    const hours = (await store.setting(HOURS)) as unknown as WrittenHours | null;
    for (const [kind, seconds] of Object.entries(hold ?? {})) held.set(kind, seconds * SECOND);
    const parsed = hours && !written.hours ? parseHours(hours) : null;
    if (parsed?.problems.length === 0) current.hours = parsed.hours;
    for (const row of await store.channels()) {
      if (row.kind === TRIAL_KIND) await openOwn(TRIAL_KIND);
      if (written.channel.includes(row.name) || !(await store.setting(`${MADE_HERE}${row.name}`))) continue;
      const sign = JSON.stringify([row.settings, row.sealed, row.roomId]);
      if (madeHere.get(row.id) === sign) continue;
      const kind = options.channelKinds.find(each => each.kind === row.kind);
      if (!kind) continue;
      try {
        await channels.get(row.id)?.stop();
        const channel = kind.open(settingsOf(row, options.sealer), contextFor(row));
        channels.set(row.id, channel);
        options.routesChanged?.();
        if (started) await channel.start();
        madeHere.set(row.id, sign);
      } catch (error) {
        // One channel that cannot be opened stops neither the others nor the start.
        log.error({ channel: row.id, error: String(error) }, 'A channel could not be opened. Save its settings again.');
      }
    }
  };
  const madeHere = new Map<ChannelId, string>();
  let started = false;

  /** A channel without a far side. */
  const openOwn = async (kind: string) => {
    const row = (await store.channels()).find(each => each.kind === kind);
    if (row && !channels.has(row.id)) channels.set(row.id, trialChannel());
  };

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
  const troubles = (): HealthItem[] => [
    ...deskTroubles(),
    ...[...channels.values()].flatMap(channel => {
      const words = channel.trouble?.() ?? null;
      return words ? [{ what: `Channel ${channel.kind}`, ok: false, words }] : [];
    }),
  ];
  const deskTroubles = () => (desk.troubles?.() ?? []).map(words => ({ what: 'Desk', ok: false, words }));
  const health = async () => {
    const items = [...(await ready()), ...deskTroubles()];
    for (const row of await store.channels()) {
      const channel = channels.get(row.id);
      if (row.kind === LOG_KIND || row.kind === TRIAL_KIND) continue;
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
    for (const channel of channels.values()) await channel.tidy?.();
  };
  const writeDown = (call: LoggedCall) => logCall(parts, accept, call);
  const handlers = makeHandlers({ parts, desk, health, log: writeDown }, housekeeping);
  worker = makeWorker({
    name: options.instance,
    jobs,
    clock,
    ids,
    log,
    run: claimed => runJob(parts, handlers, claimed),
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

  const contextFor = makeChannelContexts({
    options,
    parts,
    leases,
    bus,
    accept,
    channels,
    desk,
  });

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
    channels: () => [...channels.values()],
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
      await reload();
      started = true;
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
