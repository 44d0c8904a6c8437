/**
 * The workspaces of an installation and their houses. One without Slack or with one token; with OAuth one for each team
 * that installed Deskhand, opened when it is first needed, here and in every other process.
 */
import type { WorkspaceId } from '../core/ids.ts';
import type { Desk, DeskHub, DeskKind } from '../ports/desk.ts';
import { ownsFile } from '../settings/start.ts';
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

export function makeWorkspaces(installed: Installed, deskKind: DeskKind): Workspaces {
  const { start, engine, log } = installed;
  const { desk } = start.settings;
  const open = new Map<WorkspaceId, Promise<Assembled>>();
  const opened = new Map<WorkspaceId, Assembled>();
  let running = false;
  const many = desk.shared;
  const workspaceOf = (team: string) =>
    (many && deskKind.workspaceOf ? deskKind.workspaceOf(team) : LOCAL_WORKSPACE) as WorkspaceId;

  /** In the order in which they installed Deskhand. */
  const known = async (): Promise<{ id: WorkspaceId; name: string }[]> => {
    if (!many) return [{ id: LOCAL_WORKSPACE, name: 'Deskhand' }];
    return installedWorkspaces(engine, LOCAL_WORKSPACE);
  };

  const fileIsOf = (id: WorkspaceId) =>
    ownsFile(start, {
      isTeam: team => workspaceOf(team) === id,
      isFirst: async () => ((await known())[0]?.id ?? id) === id,
    });

  const openOne = (id: WorkspaceId, name: string): Promise<Assembled> => {
    const there = open.get(id);
    if (there) return there;
    const opening = (async () => {
      const made = await assemble(installed, id, deskKind, { isFirst: await fileIsOf(id), name });
      opened.set(id, made);
      if (running) await made.house.start();
      installed.routesChanged();
      return made;
    })();
    open.set(id, opening);
    // What could not be opened is tried again when it is next asked for.
    opening.catch(() => open.delete(id));
    return opening;
  };

  const deskOf = async (team: string): Promise<Desk | null> => {
    const id = workspaceOf(team);
    const found = opened.get(id) ?? (open.has(id) ? await open.get(id)! : null);
    if (found) return found.house.desk;
    const row = (await known()).find(each => each.id === id);
    return row ? (await openOne(row.id, row.name)).house.desk : null;
  };

  const hub =
    deskKind.hub?.({
      publicUrl: installed.url,
      clock: installed.clock,
      log,
      deskOf,
      install: async (team, name) => (await openOne(workspaceOf(team), name)).house.desk,
      changed: () => engine.publish(TOPIC),
    }) ?? null;

  const unsubscribe = engine.subscribe(topic => {
    if (topic !== TOPIC || !running) return;
    void (async () => {
      for (const { id, name } of await known()) {
        const { house } = await openOne(id, name);
        // A token that another process got is read anew.
        await house.desk.renew?.().catch(() => {});
      }
    })().catch(error => log.warn({ error: String(error) }, 'New workspaces could not be opened; the next start will.'));
  });

  return {
    hub,
    shared: many,
    open: async () => {
      for (const { id, name } of await known()) await openOne(id, name);
    },
    start: async () => {
      running = true;
      for (const { house } of opened.values()) await house.start();
      await hub?.start();
    },
    stop: async () => {
      running = false;
      unsubscribe();
      await hub?.stop();
      await Promise.all([...opened.values()].map(({ house }) => house.stop()));
    },
    all: () => [...opened.values()],
    first: () => {
      const all = [...opened.values()];
      const first = all.find(each => each.ownsFile) ?? all[0];
      if (!first)
        throw new Error(
          `No workspace has installed Deskhand yet. Open ${desk.places(installed.url)[0]?.where} in a browser.`,
        );
      return first;
    },
  };
}

/** For whoever only asks how things are. */
export function housesOf(workspaces: Workspaces): House[] {
  return workspaces.all().map(each => each.house);
}
