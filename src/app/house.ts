/**
 * Assembles one workspace: its parts, desk, channels and worker. Time, ids, the desk and the kinds of channels are
 * handed in, so that the simulator runs the very same house on a clock of its own.
 */
import { forgetEditions } from '../acts/heard.ts';
import type { ChannelId } from '../core/ids.ts';
import { makeTurns } from '../core/in-turn.ts';
import { type DurationMs, SECOND } from '../core/time.ts';
import { tallyUp } from '../figures/tallies.ts';
import { eraseListed, eraseUnfinished } from '../handling/erase.ts';
import { logCall } from '../handling/log.ts';
import { lookForRetention } from '../handling/retention.ts';
import { retentionHealth } from '../handling/retention-answers.ts';
import { takeInternal, takeTrial } from '../intake/internal.ts';
import { makeIntake } from '../intake/receive.ts';

import type { Watched } from '../outbox/due-watch.ts';
import type { SharedLeases } from '../outbox/shared-leases.ts';
import type { Worker } from '../outbox/worker.ts';
import { noPainter, type Painter } from '../ports/answer.ts';
import type { Channel, ChannelKind, Inbound, Progress } from '../ports/channel.ts';
import type { Desk, DeskKind } from '../ports/desk.ts';
import type { DeskContext } from '../ports/desk-context.ts';
import type { HttpRoute, TrustedProxies } from '../ports/http.ts';
import type { ToldCall } from '../ports/internal.ts';
import { channelLane, type JobStore } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { ChannelRow } from '../ports/rows.ts';
import type { SettingsValue } from '../ports/settings.ts';
import { noticeOnce } from '../posting/notice.ts';
import type { PracticeParts } from '../practice/begin.ts';
import { forgetOldPractices } from '../practice/end.ts';
import { forgetRated } from '../rating/ask.ts';
import { forgetAnswered } from '../reply/acknowledge.ts';
import { type Health, makeHealth } from '../server/health.ts';
import type { Database } from '../server/pulse.ts';
import { isWrittenIn, NOTHING_IN_FILE } from '../settings/admin.ts';
import type { LiveSettings } from '../settings/live.ts';
import type { Sealer } from '../settings/provision.ts';
import { noteSaid } from '../settings/said-before.ts';
import { makeTakeUp, type TakesUp } from '../settings/take-up.ts';
import { makeBus } from '../store/bus.ts';
import { databaseWords } from '../store/database-words.ts';
import { type Engine, jobsTopic, MISSED } from '../store/engine.ts';
import { makeErasing } from '../store/erase/erasing.ts';
import { makeRetaining } from '../store/erase/retaining.ts';
import { forgetAsks } from '../store/queries/experts.ts';
import { forgetCosts, forgetDead, forgetSeen, forgetUses } from '../store/queries/installation.ts';
import { makeJobStore, makeLeaseStore } from '../store/queries/jobs.ts';
import { exportAnswer } from '../transfer/answer.ts';
import { measureOld } from '../transfer/backfill.ts';
import { readSeparator } from '../transfer/csv.ts';
import { refuseHalf } from '../transfer/take-in.ts';
import { remind } from '../waiting/due.ts';
import { lookForLetter } from '../waiting/letters.ts';
import { greetRooms } from '../waiting/morning.ts';
import { rememberPromise } from '../waiting/promised.ts';
import { peopleToTell } from '../waiting/say.ts';
import { INTERNAL_KINDS } from './adapters.ts';
import { makeChannelContexts } from './channel-context.ts';
import { makeDeskContext } from './desk-context.ts';
import { makeWork } from './jobs.ts';
import { makeOpenChannels, type OpenChannels } from './open-channels.ts';
import { makeParts, type PartsOptions } from './parts.ts';
import { runSchedules } from './schedules.ts';

export interface HouseOptions extends PartsOptions {
  /** This process's name in leases. */
  instance: string;
  deskKind: DeskKind;
  /** Peers whose `X-Forwarded-For` is believed; by default nobody. */
  trustedProxies?: TrustedProxies;
  /** Shows long work of a channel; without it the log says how far it is. */
  progress?: (what: string) => Progress;
  /** Encrypts what channels keep in their vaults. */
  sealer: Sealer;
  /** Pages on which whoever tries it out is the customer. */
  samples?: DeskContext['samples'];
  /** Draws charts; without one there are no pictures. */
  painter?: Painter;
  /** Many workspaces share this installation. */
  shared?: boolean;
  /** What the environment says for channels, by name. */
  variables?: Readonly<Record<string, string>>;
  /** A channel with routes of its own came or went. */
  routesChanged?: () => void;
  /** How long a job stays with a worker that says nothing; the default is for real life. */
  jobLeaseMs?: DurationMs;
  /** Looks for due jobs for all workspaces of a process; without one the worker looks by itself. */
  watch?: Watched;
  /** Those of all channels of the process; without them each channel asks by itself. */
  leases?: SharedLeases;
}

export interface House extends Health, TakesUp {
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
  /** Tells the rooms what their day begins with; the started house looks every minute. */
  greet(): Promise<void>;
  /** Looks whether the weekly letter is due. */
  letter(): Promise<void>;
  /** Looks whether it is night, and something is older than it is kept. */
  retain(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** What a desk calls when somebody acted: stored first, done by the worker. */
  act: DeskContext['act'];
}

/** For readiness and metrics. */
export function databaseOf(engine: Engine): Database {
  const { kind, troubles } = engine;
  return { kind, check: () => engine.check(), words: databaseWords, ...(troubles ? { troubles } : {}) };
}

export function makeHouse(options: HouseOptions): House {
  const { engine, workspaceId, clock } = options;
  const bus = makeBus(engine);
  const jobs = makeJobStore(engine, workspaceId);
  const channels = new Map<ChannelId, Channel>();
  // What is handed in before it is there is asked for only once the house stands.
  const there: { desk?: Desk; worker?: Worker } = {};
  const poke = () => there.worker?.poke();
  const { parts, settings, outcomes } = makeParts(options, { channels, desk: () => there.desk!, poke });
  const accept = acceptOf(parts, options.channelKinds);
  const settingsTopic = `settings:${workspaceId}`;
  const reload = reloading(settings, () => open);
  const resume = () => jobs.free('room:', clock.now()).then(poke);
  const inFile = options.written ?? NOTHING_IN_FILE;
  const deskContext = makeDeskContext({
    options,
    parts,
    bus,
    isWritten: isWrittenIn(inFile),
    troubles: () => health.troubles().map(each => each.words),
    changed: async () => {
      await reload(true);
      bus.publish(settingsTopic);
      // A room may have another place now.
      await resume();
    },
    tryOut: by => takeTrial(parts, accept, INTERNAL_KINDS.trial, by, open.openInternal),
    resume,
  });
  const desk = options.deskKind.open({}, deskContext);
  there.desk = desk;
  const open = makeOpenChannels({
    options,
    parts,
    channels,
    renewed: id => jobs.free(channelLane(id), clock.now()).then(poke),
    internal: Object.values(INTERNAL_KINDS),
    written: inFile.channel,
    contextFor: makeChannelContexts({ options, parts, leases: makeLeaseStore(engine), bus, accept, channels, desk }),
  });
  const stopping = new AbortController();
  const health = makeHealth({
    database: databaseOf(engine),
    isStopping: () => stopping.signal.aborted,
    worker: () => there.worker ?? null,
    ...{ clock, parts, desk, channels, outcomes },
    unknownPeople: () => peopleToTell(parts, desk),
    retention: () => retentionHealth(parts),
  });
  const others = () => bus.publish(settingsTopic);
  const practice = practiceWith({ parts, desk, accept, channels, open: open.openInternal, others });
  const worker = workOf(options, { parts, desk, health, channels, accept, jobs, practice });
  there.worker = worker;
  return {
    ...health,
    ...{ parts, desk, worker },
    act: deskContext.act,
    openChannel: open.open,
    ...takingUp(options, parts, open),
    ...whatIsOpen(desk, channels),
    loadSettings: () => reload(false),
    ...lookingOf(parts, desk),
    ...lifeOf(options, { parts, desk, worker, open, reload, stopping, settingsTopic, bus }),
  };
}

interface Reload {
  /** Takes up what was set on the desk, here or in another process; one after the other. */
  (writes: boolean): Promise<void>;
  /** Nothing is being taken up, nor waits for it. */
  isIdle(): boolean;
}

/** Two at once would open a channel twice, and nobody would stop one of them. */
function reloading(settings: Pick<LiveSettings, 'load'>, open: () => OpenChannels): Reload {
  const inTurn = makeTurns();
  let waiting = 0;
  const reload = async (writes: boolean) => {
    waiting++;
    try {
      await inTurn('', async () => {
        await settings.load(writes);
        await open().openMadeHere();
      });
    } finally {
      waiting--;
    }
  };
  return Object.assign(reload, { isIdle: () => waiting === 0 });
}

/** What the file says now, of this workspace's channels. */
function takingUp({ sealer }: HouseOptions, parts: Parts, { takeUp }: OpenChannels): TakesUp {
  const tell: Parameters<typeof makeTakeUp>[0]['tell'] = (row, key, words) =>
    noticeOnce(parts, row, key, words, 'failure');
  return makeTakeUp({ parts, sealer, takeUp, tell });
}

/** What the started house looks for every minute. */
function lookingOf(parts: Parts, desk: Desk): Pick<House, 'remind' | 'greet' | 'letter' | 'retain'> {
  return {
    remind: () => remind(parts, desk),
    greet: () => greetRooms(parts),
    letter: () => lookForLetter(parts),
    retain: () => lookForRetention(parts),
  };
}

interface Scripted extends Pick<Standing, 'parts' | 'desk' | 'accept' | 'channels'> {
  /** Opens the channel of scripted customers here. */
  open(): Promise<void>;
  /** Lets other processes do the same. */
  others(): void;
}

/** What a practice needs: its customers write by a channel of their own, into the room of whoever practises. */
function practiceWith({ parts, desk, accept, channels, open, others }: Scripted): PracticeParts {
  return {
    parts,
    desk,
    say: async (told, roomId) => {
      const into = (row: ChannelRow, inbound: Inbound) => accept({ ...row, roomId }, inbound);
      const taken = await takeInternal(parts, into, INTERNAL_KINDS.scripted, told);
      const before = channels.size;
      await open();
      if (channels.size > before) others();
      return taken;
    },
  };
}

function whatIsOpen(
  desk: Desk,
  channels: ReadonlyMap<ChannelId, Channel>,
): Pick<House, 'channel' | 'channels' | 'routes'> {
  const all = () => [...channels.values()];
  return {
    channel: id => channels.get(id) ?? null,
    channels: all,
    routes: () => [...(desk.routes ?? []), ...all().flatMap(each => each.routes ?? [])],
  };
}

interface Standing {
  parts: Parts;
  desk: Desk;
  health: Health;
  channels: ReadonlyMap<ChannelId, Channel>;
  accept: ReturnType<typeof acceptOf>;
  jobs: JobStore;
  practice: PracticeParts;
}

function workOf(options: HouseOptions, { parts, desk, health, channels, accept, jobs, practice }: Standing): Worker {
  const { engine } = options;
  return makeWork({
    dispatch: {
      parts,
      desk,
      health: health.health,
      log: call => {
        const take = (told: ToldCall) => takeInternal(parts, accept, INTERNAL_KINDS.call, told);
        return logCall(parts, { take, remember: promise => rememberPromise(parts, promise) }, call);
      },
      practice,
      erasing: makeErasing(engine, parts.workspaceId),
      retaining: makeRetaining(engine, parts.workspaceId),
      draw: (chart, look) => (options.painter ?? noPainter).draw(chart, look),
      exportAll: (separator, rooms) => exportAnswer(engine, parts, readSeparator(separator), rooms),
    },
    housekeeping: async () => {
      const failed: unknown[] = [];
      const works: (() => Promise<unknown> | undefined)[] = [
        () => forgetRows(engine, parts),
        () => tallyUp(parts),
        () => forgetOldPractices(practice),
        () => forgetAnswered(parts),
        () => forgetRated(parts),
        () => forgetEditions(parts),
        () => desk.tidy?.(),
        ...[...channels.values()].map(each => () => each.tidy?.()),
      ];
      // One that fails keeps no other from being done.
      for (const work of works) {
        try {
          await work();
        } catch (error) {
          failed.push(error);
        }
      }
      if (failed.length) throw failed[0];
    },
    channels,
    jobs,
    name: options.instance,
    leaseMs: options.jobLeaseMs,
    watch: options.watch,
  });
}

/** What is only needed for a while. */
async function forgetRows(engine: Engine, { workspaceId, clock }: Parts): Promise<void> {
  const now = clock.now();
  await forgetSeen(engine, now);
  await forgetCosts(engine, now);
  await forgetAsks(engine, now);
  await forgetUses(engine, workspaceId, now);
  await forgetDead(engine, workspaceId, now);
}

/** What changed in the file and the environment since the last start is written down. */
function saidBefore(options: HouseOptions, parts: Parts): () => Promise<void> {
  const { channel } = options.written ?? NOTHING_IN_FILE;
  return () => noteSaid(parts, saidIn(options), channel, options.signingKey);
}

/** What stands in the file and the environment, by the names that it has there. */
function saidIn(options: HouseOptions): Record<string, unknown> {
  const { hours, holdMs, answerWithin = {}, draftModel, retention, drafts, letter, checklists, language } = options;
  const inSeconds = (times: Record<string, number | null>) =>
    Object.fromEntries(Object.entries(times).map(([kind, ms]) => [kind, ms === null ? 'off' : ms / SECOND]));
  return {
    ...{ hours, letter, checklists, language, drafts, retention },
    hold_seconds: inSeconds(holdMs),
    answer_within_seconds: inSeconds(answerWithin),
    escalate_to: options.escalateTo,
    morning_line: options.morningLine,
    rising_room: options.risingRoom,
    boundary_text: options.boundary,
    ask_rating: options.askRating,
    automatic_answer: options.automatic,
    staff_names: options.staffNames,
    drafting: draftModel && { url: draftModel.where, model: draftModel.model },
  };
}

interface Living {
  parts: Parts;
  desk: Desk;
  worker: Worker;
  open: OpenChannels;
  reload: Reload;
  /** Aborted when it begins to stop. */
  stopping: AbortController;
  settingsTopic: string;
  bus: { close(): void };
}

function lifeOf(
  options: HouseOptions,
  { parts, desk, worker, open, reload, stopping, settingsTopic, bus }: Living,
): Pick<House, 'start' | 'stop'> {
  const { engine, shared: spread = false, watch } = options;
  const noteSaid = saidBefore(options, parts);
  let schedules: Promise<unknown> | null = null;
  const unsubscribe = engine.subscribe(topic => {
    if (topic === jobsTopic(parts.workspaceId)) worker.nudge();
    if (topic === MISSED && !watch) worker.poke();
    // Before it has started it reads everything anyway.
    if (topic === settingsTopic || (topic === MISSED && schedules && reload.isIdle()))
      reload(true).catch(error =>
        parts.log.warn({ error: String(error) }, 'Changed settings could not be read; the next start will.'),
      );
  });
  return {
    start: async () => {
      await refuseHalf(parts.store);
      await reload(true);
      await noteSaid();
      await desk.start();
      worker.start();
      await open.start();
      await measureOld(parts);
      const erasing = makeErasing(engine, parts.workspaceId);
      await eraseUnfinished(parts, erasing);
      await eraseListed(parts, erasing);
      schedules = runSchedules(parts, desk, { signal: stopping.signal, spread });
    },
    stop: async () => {
      // Nothing new comes in, then what runs ends, then the desk goes: the database is closed by whoever opened it.
      stopping.abort();
      await open.stop();
      await schedules;
      await worker.stop();
      await desk.stop();
      unsubscribe();
      bus.close();
    },
  };
}

/** Takes in a message as its kind of channel has its threads. */
function acceptOf(parts: Parts, kinds: ChannelKind[]) {
  const intake = makeIntake(parts);
  const threadsOf = (kind: string) => kinds.find(each => each.kind === kind)?.limits.threads ?? 'names';
  return (row: ChannelRow, inbound: Inbound) => intake.accept(row, threadsOf(row.kind), inbound);
}
