/**
 * The workspaces of an installation and their houses: one without Slack or with one token; with OAuth one per team that
 * installed Deskhand, opened when first needed, in every process.
 */
import type { WorkspaceId } from '../core/ids.ts';
import { type DurationMs, MINUTE, SECOND } from '../core/time.ts';
import type { HealthItem } from '../ports/channel.ts';
import type { DeskHub, DeskKind } from '../ports/desk.ts';
import { ownsFile } from '../settings/start.ts';
import { MISSED } from '../store/engine.ts';
import { installedWorkspaces } from '../store/queries/installation.ts';
import { type Assembled, assemble, type Installed } from './assemble.ts';
import type { House } from './house.ts';

/** The one workspace of an installation that has one. */
export const LOCAL_WORKSPACE = 'ws_local' as WorkspaceId;
/** Other processes hear of a new workspace, or of its new token, by this and its id. */
const TOPIC = 'workspace:';
/** Begun at once: what one of them waits for keeps no others waiting, and a thousand do not ask their desks in one moment. */
const STARTED_AT_ONCE = 8;
/** Of many, those that are not there by then go on beside those that are: nobody waits longer for somebody else's. */
const STARTED_WITHIN: DurationMs = 10 * SECOND;
/** One that could not be opened or started is tried again after this. */
const AGAIN_AFTER: DurationMs = MINUTE;

export interface Workspaces {
  hub: DeskHub | null;
  /** Many tenants, who are nothing to each other. */
  shared: boolean;
  /** Opens what is known; nothing runs yet. */
  open(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  all(): Assembled[];
  /** What an installation's own operator is to know. */
  check(): HealthItem[];
  /** The one whose rooms and channels stand in the file; throws while none has installed Deskhand. */
  first(): Assembled;
}

/** Workspaces that cannot be opened or started: each is left alone for a while, so that it costs the others nothing. */
function makeBroken({ clock, log }: Installed) {
  const broken = new Map<WorkspaceId, { again: number; words: string }>();
  return {
    count: () => broken.size,
    /** Why it is not tried now; null where it may be. */
    why: (id: WorkspaceId): string | null => {
      const found = broken.get(id);
      return found && found.again > clock.elapsed() ? found.words : null;
    },
    add: (id: WorkspaceId, error: unknown) => {
      const words = error instanceof Error ? error.message : String(error);
      // Said once, and again when it is something else.
      const said = broken.get(id)?.words === words;
      broken.set(id, { again: clock.elapsed() + AGAIN_AFTER, words });
      const about = { workspace: id, error: words };
      if (!said)
        log.error(about, 'A workspace could not be started. The others go on, and it is tried again each minute.');
    },
    mended: (id: WorkspaceId) => void broken.delete(id),
  };
}

/** Opens each workspace once, when it is first asked for. Of many, one that cannot be opened or started harms no other. */
function makeOpening(installed: Installed, deskKind: DeskKind) {
  const { start, engine } = installed;
  const many = start.settings.desk.shared;
  const open = new Map<WorkspaceId, Promise<Assembled>>();
  const opened = new Map<WorkspaceId, Assembled>();
  /** What is opened while it is true begins to run; while many are opened their routes are taken up once. */
  const running = { now: false, holdsRoutes: false };
  const broken = makeBroken(installed);
  const workspaceOf = (team: string) =>
    (many && deskKind.workspaceOf ? deskKind.workspaceOf(team) : LOCAL_WORKSPACE) as WorkspaceId;
  /** In the order in which they installed Deskhand. */
  const known = async (): Promise<{ id: WorkspaceId; name: string }[]> =>
    many ? installedWorkspaces(engine, LOCAL_WORKSPACE) : [{ id: LOCAL_WORKSPACE, name: 'Deskhand' }];
  const isFirst = (id: WorkspaceId) =>
    ownsFile(start, {
      isTeam: team => workspaceOf(team) === id,
      isFirst: async () => ((await known())[0]?.id ?? id) === id,
    });
  const left = (id: WorkspaceId, error: unknown) => {
    open.delete(id);
    if (many) broken.add(id, error);
  };
  const startOne = async (id: WorkspaceId, { house }: Assembled) => {
    try {
      await house.start();
    } catch (error) {
      opened.delete(id);
      await house.stop().catch(() => {});
      throw error;
    }
  };
  const openOne = (id: WorkspaceId, name: string): Promise<Assembled> => {
    const there = open.get(id);
    if (there) return there;
    const why = broken.why(id);
    if (why !== null) return Promise.reject(new Error(why));
    const opening = (async () => {
      const made = await assemble(installed, id, deskKind, { isFirst: await isFirst(id), name });
      opened.set(id, made);
      if (running.now) await startOne(id, made);
      if (!running.holdsRoutes) installed.routesChanged();
      return made;
    })();
    open.set(id, opening);
    opening.then(
      () => broken.mended(id),
      error => left(id, error),
    );
    return opening;
  };
  /** Null for one that is not known here. */
  const find = async (id: WorkspaceId): Promise<Assembled | null> => {
    const there = opened.get(id) ?? (await open.get(id));
    if (there) return there;
    const row = (await known()).find(each => each.id === id);
    return row ? openOne(row.id, row.name) : null;
  };
  return { opened, known, openOne, startOne, left, find, workspaceOf, running, broken, many };
}

/** All that are known; of many those that can be opened. */
async function openAll(
  { routesChanged }: Installed,
  { known, openOne, opened, running, many }: Opening,
): Promise<void> {
  running.holdsRoutes = true;
  const before = opened.size;
  try {
    for (const { id, name } of await known()) {
      const made = openOne(id, name);
      await (many ? made.catch(() => {}) : made);
    }
  } finally {
    running.holdsRoutes = false;
    if (opened.size !== before) routesChanged();
  }
}

async function startAll({ clock, routesChanged }: Installed, opening: Opening): Promise<void> {
  const { opened, startOne, left, running, many } = opening;
  running.now = true;
  const waiting = [...opened];
  if (!many) {
    for (const [id, made] of waiting) await startOne(id, made);
    return;
  }
  const lane = async () => {
    // Told to stop meanwhile: those that have not begun never do.
    for (let next = waiting.shift(); next && running.now; next = waiting.shift()) {
      const [id, made] = next;
      await startOne(id, made).catch(error => left(id, error));
    }
  };
  const late = new AbortController();
  const all = Promise.all(Array.from({ length: STARTED_AT_ONCE }, lane)).then(() => late.abort());
  await Promise.race([all, clock.sleep(STARTED_WITHIN, late.signal)]);
  routesChanged();
}

type Opening = ReturnType<typeof makeOpening>;

export function makeWorkspaces(installed: Installed, deskKind: DeskKind): Workspaces {
  const { start, engine, log } = installed;
  const { desk } = start.settings;
  const opening = makeOpening(installed, deskKind);
  const { opened, openOne, find, workspaceOf, running } = opening;
  const stopping = new AbortController();
  let again: Promise<void> | null = null;
  const all = () => [...opened.values()];

  const hub =
    deskKind.hub?.({
      publicUrl: installed.url,
      clock: installed.clock,
      log,
      deskOf: async team => (await find(workspaceOf(team)))?.house.desk ?? null,
      install: async (team, name) => (await openOne(workspaceOf(team), name)).house.desk,
      changed: team => engine.publish(TOPIC + workspaceOf(team)),
    }) ?? null;

  const unsubscribe = engine.subscribe(topic => {
    if (!running.now) return;
    const newer = topic.startsWith(TOPIC)
      ? // A token that another process got is read anew; the others are as they were.
        find(topic.slice(TOPIC.length) as WorkspaceId).then(made => made?.house.desk.renew?.())
      : // What was missed may be a new one. A new token is looked for when Slack refuses the old one.
        topic === MISSED
        ? openAll(installed, opening)
        : null;
    newer?.catch(error =>
      log.warn({ error: String(error) }, 'A new workspace could not be opened; it is tried again when it is needed.'),
    );
  });

  return {
    hub,
    shared: desk.shared,
    open: () => openAll(installed, opening),
    start: async () => {
      await startAll(installed, opening);
      await hub?.start();
      if (opening.many) again = tryAgain(installed, opening, stopping.signal);
    },
    stop: async () => {
      running.now = false;
      unsubscribe();
      stopping.abort();
      await again;
      await hub?.stop();
      await Promise.all(all().map(({ house }) => house.stop()));
    },
    all,
    check: () => brokenItems(opening.broken.count(), opened.size),
    first: () => {
      const first = all().find(each => each.ownsFile) ?? all()[0];
      if (first) return first;
      const [place] = desk.places(installed.url);
      throw new Error(`No workspace has installed Deskhand yet. Open ${place?.where} in a browser.`);
    },
  };
}

/** Goes on until it is told to stop: what could not be opened or started is tried again. */
async function tryAgain(installed: Installed, opening: Opening, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    await installed.clock.sleep(AGAIN_AFTER, stop);
    // The database is away: then nothing else works, and the next time is soon.
    if (!stop.aborted && opening.broken.count()) await openAll(installed, opening).catch(() => {});
  }
}

/** Nothing of the tenants themselves: how many of them cannot be started. It stops none of the others. */
function brokenItems(broken: number, opened: number): HealthItem[] {
  if (broken === 0) return [];
  const words = `${broken} of ${broken + opened} could not be started; the log says which, and why`;
  return [{ what: 'Workspaces', ok: false, words, stops: false }];
}

/** For whoever only asks how things are. */
export function housesOf(workspaces: Workspaces): House[] {
  return workspaces.all().map(each => each.house);
}
