/**
 * The workspaces of an installation and their houses: one without Slack or with one token; with OAuth one per team that
 * installed Deskhand, opened when first needed, in every process.
 */
import type { WorkspaceId } from '../core/ids.ts';
import type { DeskHub, DeskKind } from '../ports/desk.ts';
import { ownsFile } from '../settings/start.ts';
import { MISSED } from '../store/engine.ts';
import { installedWorkspaces } from '../store/queries/installation.ts';
import { type Assembled, assemble, type Installed } from './assemble.ts';
import type { House } from './house.ts';

/** The one workspace of an installation that has one. */
export const LOCAL_WORKSPACE = 'ws_local' as WorkspaceId;
/** Other processes hear of a new workspace by this topic. */
const TOPIC = 'workspaces';

export interface Workspaces {
  hub: DeskHub | null;
  /** Many tenants, who are nothing to each other. */
  shared: boolean;
  /** Opens what is known; nothing runs yet. */
  open(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  all(): Assembled[];
  /** The one whose rooms and channels stand in the file; throws while none has installed Deskhand. */
  first(): Assembled;
}

/** Opens each workspace once, when it is first asked for. */
function makeOpening(installed: Installed, deskKind: DeskKind) {
  const { start, engine } = installed;
  const many = start.settings.desk.shared;
  const open = new Map<WorkspaceId, Promise<Assembled>>();
  const opened = new Map<WorkspaceId, Assembled>();
  /** What is opened while it is true begins to run. */
  const running = { now: false };
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
  const openOne = (id: WorkspaceId, name: string): Promise<Assembled> => {
    const there = open.get(id);
    if (there) return there;
    const opening = (async () => {
      const made = await assemble(installed, id, deskKind, { isFirst: await isFirst(id), name });
      opened.set(id, made);
      if (running.now) await made.house.start();
      installed.routesChanged();
      return made;
    })();
    open.set(id, opening);
    // What could not be opened is tried again when it is next asked for.
    opening.catch(() => open.delete(id));
    return opening;
  };
  /** Null for one that is not known here. */
  const find = async (id: WorkspaceId): Promise<Assembled | null> => {
    const there = opened.get(id) ?? (await open.get(id));
    if (there) return there;
    const row = (await known()).find(each => each.id === id);
    return row ? openOne(row.id, row.name) : null;
  };
  return { opened, known, openOne, find, workspaceOf, running };
}

export function makeWorkspaces(installed: Installed, deskKind: DeskKind): Workspaces {
  const { start, engine, log } = installed;
  const { desk } = start.settings;
  const { opened, known, openOne, find, workspaceOf, running } = makeOpening(installed, deskKind);
  const openAll = async (then: (made: Assembled) => Promise<unknown>) => {
    for (const { id, name } of await known()) await then(await openOne(id, name));
  };
  const all = () => [...opened.values()];

  const hub =
    deskKind.hub?.({
      publicUrl: installed.url,
      clock: installed.clock,
      log,
      deskOf: async team => (await find(workspaceOf(team)))?.house.desk ?? null,
      install: async (team, name) => (await openOne(workspaceOf(team), name)).house.desk,
      changed: () => engine.publish(TOPIC),
    }) ?? null;

  const unsubscribe = engine.subscribe(topic => {
    if ((topic !== TOPIC && topic !== MISSED) || !running.now) return;
    // A token that another process got is read anew.
    openAll(async ({ house }) => house.desk.renew?.().catch(() => {})).catch(error =>
      log.warn({ error: String(error) }, 'New workspaces could not be opened; the next start will.'),
    );
  });

  return {
    hub,
    shared: desk.shared,
    open: () => openAll(async () => {}),
    start: async () => {
      running.now = true;
      for (const { house } of all()) await house.start();
      await hub?.start();
    },
    stop: async () => {
      running.now = false;
      unsubscribe();
      await hub?.stop();
      await Promise.all(all().map(({ house }) => house.stop()));
    },
    all,
    first: () => {
      const first = all().find(each => each.ownsFile) ?? all()[0];
      if (first) return first;
      const [place] = desk.places(installed.url);
      throw new Error(`No workspace has installed Deskhand yet. Open ${place?.where} in a browser.`);
    },
  };
}

/** For whoever only asks how things are. */
export function housesOf(workspaces: Workspaces): House[] {
  return workspaces.all().map(each => each.house);
}
