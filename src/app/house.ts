/**
 * Puts one workspace together: store, recorder, desk, channels, worker. Time, ids, the desk and the kinds of channels
 * are handed in, so that the simulator runs the very same house on a clock of its own.
 */

import { remindersDue } from '../automation/remind.ts';
import { type Calendar, makeCalendar } from '../core/calendar.ts';
import { type OpeningHours, parseHours, type WrittenHours } from '../core/hours.ts';
import type { ChannelId, WorkspaceId } from '../core/ids.ts';
import { DAY, type DurationMs, HOUR, MINUTE, SECOND } from '../core/time.ts';
import { tallyUp } from '../figures/tallies.ts';
import type { LoggedCall } from '../handling/answer.ts';
import { LOG_KIND, logCall } from '../handling/log.ts';
import { calendarWith } from '../install/hours-kept.ts';
import { type Sealer, settingsOf } from '../install/provision.ts';
import { makeIntake } from '../intake/receive.ts';
import { fireDue } from '../outbox/cron.ts';
import { job } from '../outbox/jobs.ts';
import { roomLane } from '../outbox/reactions.ts';
import { makeRecorder } from '../outbox/record.ts';
import { makeWorker, type Worker } from '../outbox/worker.ts';
import type { Painter } from '../ports/answer.ts';
import type { Channel, ChannelKind, HealthItem, Inbound, Progress } from '../ports/channel.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { Desk, DeskContext, DeskKind } from '../ports/desk.ts';
import type { HttpRoute } from '../ports/http.ts';
import type { Log } from '../ports/log.ts';
import type { Parts } from '../ports/parts.ts';
import type { SettingsValue } from '../ports/settings.ts';
import type { ChannelRow } from '../ports/store.ts';
import { peopleToTell } from '../posting/remind.ts';
import type { Engine } from '../store/engine.ts';
import { makeJobStore, makeLeaseStore } from '../store/queries/jobs.ts';
import { workspaceStore } from '../store/store.ts';
import { makeBus } from './bus.ts';
import { makeChannelContexts } from './channel-context.ts';
import type { TrustedProxies } from './client-address.ts';
import { databaseWords } from './database-words.ts';
import { makeDeskContext } from './desk-context.ts';
import { exportAnswer } from './export-answer.ts';
import { buryJob, makeHandlers, runJob } from './handlers.ts';
import { measureOld } from './measure-old.ts';
import { RATE_PATH, rateToken } from './rate.ts';
import { ANSWER, type AnswerTimes, HOLD, HOURS, MADE_HERE } from './settings-forms.ts';
import { cutOffMark } from './transfer-in.ts';
import { TRIAL_KIND, trialChannel } from './trial.ts';

/** Deliveries are recognised for this long; Slack repeats within hours, mail within days. */
const SEEN_FOR: DurationMs = 7 * DAY;
/** Weeks that are added up in an hour: two years of them in a day. */
const WEEKS_AT_ONCE = 26;
const HOUSEKEEPING_EVERY: DurationMs = HOUR;
const NOTHING_WRITTEN = { room: [], channel: [], hold: false, hours: false, answer: false };

/** What a team wants where nobody said otherwise. */
export const ANSWER_WITHIN: Record<string, DurationMs> = { email: 4 * HOUR, webchat: 5 * MINUTE };
/** By mail; a web chat asks in its own place. */
const ASKS_RATING: readonly string[] = ['email'];
const REMIND_EVERY: DurationMs = MINUTE;

/** Settings as they are now: from the file, or from the desk. */
interface Current {
  hours: OpeningHours;
  calendar: Calendar;
  answerWithin: Record<string, DurationMs | null>;
  escalateTo: string[] | null;
}

const NO_PAINTER: Painter = {
  draw: async () => {
    throw new Error('Nothing here draws pictures.');
  },
  stop: async () => {},
};

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
  /** How long customers may wait, in opening hours, by kind of channel; null for as long as it takes. */
  answerWithin?: Record<string, DurationMs | null>;
  /** Who is told when a customer waited longer. */
  escalateTo?: readonly string[];
  /** Kinds of channels whose customers are not asked how it went, and those who are. */
  askRating?: Record<string, boolean>;
  /** Peers whose `X-Forwarded-For` is believed; by default nobody. */
  trustedProxies?: TrustedProxies;
  /** Shows long work of a channel; without it the log says how far it is. */
  progress?: (what: string) => Progress;
  /** Encrypts what channels keep in their vaults. */
  sealer: Sealer;
  /** What stands in the provisioning file and is changed only there. */
  written?: { room: string[]; channel: string[]; hold: boolean; hours: boolean; answer?: boolean };
  /** Draws charts; without one there are no pictures. */
  painter?: Painter;
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
  /** Takes up what was set on the desk, and writes nothing; `start` does it by itself. */
  loadSettings(): Promise<void>;
  /** Says in the rooms who waits long; the started house does it every minute. */
  remind(): Promise<void>;
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
  const asks = (kind: string) => live.has(kind) || parts.asksRating(kind);
  const recorder = makeRecorder({ store, clock, ids, poke, live, asks, calendar: () => current.calendar });
  const desks: { desk?: Desk } = {};
  const current: Current = {
    hours: options.hours,
    calendar: makeCalendar([{ from: 0, hours: options.hours }]),
    answerWithin: {},
    escalateTo: null,
  };
  const within = (kind: string) => {
    const known = current.answerWithin[kind] ?? options.answerWithin?.[kind];
    return known === undefined ? (ANSWER_WITHIN[kind] ?? null) : known;
  };
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
    answerWithin: kind => within(kind),
    escalateTo: () => current.escalateTo ?? options.escalateTo ?? [],
    asksRating: kind => options.askRating?.[kind] ?? ASKS_RATING.includes(kind),
    rateLink: (enquiryId, of) =>
      `${options.publicUrl}${RATE_PATH}${rateToken({ workspaceId, signingKey: options.signingKey }, enquiryId, of)}`,
    get calendar() {
      return current.calendar;
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
    painter: options.painter ?? NO_PAINTER,
    deskKind: options.deskKind.kind,
    publicUrl: options.publicUrl,
    publicHostsOnly: options.shared ?? false,
    channelKinds: options.channelKinds,
    isWritten: (what, name) =>
      what === 'room' || what === 'channel' ? written[what].includes(name) : (written[what] ?? false),
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
  /** @param writes false for commands that only look: they leave no trace of the folder they were run in */
  const reload = async (writes = true) => {
    const hold = (await store.setting(HOLD)) as Record<string, number> | null;
    const hours = (await store.setting(HOURS)) as unknown as WrittenHours | null;
    for (const [kind, seconds] of Object.entries(hold ?? {})) held.set(kind, seconds * SECOND);
    const parsed = hours && !written.hours ? parseHours(hours) : null;
    if (parsed?.problems.length === 0) current.hours = parsed.hours;
    const answer = written.answer ? null : ((await store.setting(ANSWER)) as unknown as AnswerTimes | null);
    current.answerWithin = answer?.within ?? {};
    current.escalateTo = answer?.escalateTo ?? null;
    current.calendar = await calendarWith(store, current.hours, clock.now(), writes);
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
    const { unknown } = await peopleToTell(parts, desk.kind);
    if (unknown.length)
      items.push({
        what: 'Answering on time',
        ok: false,
        words: `"escalate_to" names ${unknown.join(', ')}, whom nobody here is called: they are not told when a customer waits too long. ${desk.kind === 'slack' ? 'Write member ids of Slack, such as U0123456789.' : 'People are known once they have used the desk.'}`,
      });
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
    await tallyUp(parts, WEEKS_AT_ONCE);
    for (const channel of channels.values()) await channel.tidy?.();
  };
  const writeDown = (call: LoggedCall) => logCall(parts, accept, call);
  const exportAll = () => exportAnswer(engine, parts);
  const handlers = makeHandlers({ parts, desk, health, log: writeDown, exportAll }, housekeeping);
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
  /** What is due is said by the process that marks it: of two that leave the same marks, one has its commit refused. */
  const remind = async () => {
    const { rooms, marks } = await remindersDue(parts);
    if (marks.length === 0) return;
    const people = rooms.some(due => due.passed.length) ? (await peopleToTell(parts, desk.kind)).found : [];
    const jobs = rooms.flatMap(due => [
      job('room.remind', `remind:${due.roomId}`, due, { lane: roomLane(due.roomId) }),
      // One each: whoever cannot be reached keeps nobody else from being told.
      ...people.map(person => job('person.remind', `remind:${person}`, { ...due, person })),
    ]);
    await recorder.enqueue(jobs, marks);
  };
  /** Every process looks. */
  const reminding = async (signal: AbortSignal) => {
    while (!signal.aborted) {
      await remind().catch(error =>
        log.warn({ error: String(error) }, 'Who waits long could not be looked up. It is tried again in a minute.'),
      );
      await clock.sleep(REMIND_EVERY, signal);
    }
  };
  const schedules = new AbortController();
  let scheduling: Promise<unknown> | null = null;

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
    loadSettings: () => reload(false),
    remind,
    start: async () => {
      // Half of a history would look like all of it, and the next import would take away what was written since.
      if (await store.schedule(cutOffMark(workspaceId)))
        throw new Error(
          'An import into this database was cut off, and what it took in may be half. Run "deskhand import" again, or name another database in DATABASE_URL.',
        );
      await reload();
      started = true;
      await desk.start();
      worker.start();
      for (const channel of channels.values()) await channel.start();
      await measureOld(parts);
      scheduling = Promise.all([schedule(schedules.signal), reminding(schedules.signal)]);
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
