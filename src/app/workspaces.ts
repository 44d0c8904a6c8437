/**
 * The workspaces of an installation and their houses. One without Slack or with one token; with OAuth one for each team
 * that installed Deskhand, opened when it is first needed, here and in every other process.
 */
import type { StoredInstallation } from '../../adapters/desks/slack/connection.ts';
import type { SlackDesk } from '../../adapters/desks/slack/desk.ts';
import { workspaceOf } from '../../adapters/desks/slack/ids.ts';
import type { SlackHub } from '../../adapters/desks/slack/slack.ts';
import type { WorkspaceId } from '../core/ids.ts';
import { SECOND } from '../core/time.ts';
import { PRACTICE_DESK, registered } from './adapters.ts';
import { type Assembled, assemble, type Installed } from './assemble.ts';
import type { House } from './house.ts';
import { isDemo } from './settings.ts';

/** The one workspace of an installation that has one. */
export const LOCAL_WORKSPACE = 'ws_local' as WorkspaceId;
/** Slack takes about one post a second into one channel; the line there is not always equally fast. */
const POST_GAP_MS = 1.03 * SECOND;
/** Other processes hear of a new workspace by this topic. */
const TOPIC = 'workspaces';

export interface Workspaces {
  hub: SlackHub | null;
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

export async function makeWorkspaces(installed: Installed, postGapMs = POST_GAP_MS): Promise<Workspaces> {
  const { start, engine, log } = installed;
  const { slack } = start.settings;
  const open = new Map<WorkspaceId, Promise<Assembled>>();
  const opened = new Map<WorkspaceId, Assembled>();
  let running = false;
  const many = slack?.oauth != null;
  // Slack's libraries are 40 MB of memory: only where Slack is the desk.
  const parts = slack ? await import('../../adapters/desks/slack/slack.ts') : null;
  const deskKind = () =>
    slack && parts
      ? parts.slackDesk({ token: slack.botToken, apiUrl: slack.apiUrl, gapMs: postGapMs, fetch: globalThis.fetch })
      : PRACTICE_DESK;

  /** In the order in which they installed Deskhand. */
  const known = async (): Promise<{ id: WorkspaceId; name: string }[]> => {
    if (!many) return [{ id: LOCAL_WORKSPACE, name: 'Deskhand' }];
    const rows = await engine.rows<{ id: WorkspaceId; name: string }>(
      'select id, name from workspaces where id <> ? order by created_at, id',
      [LOCAL_WORKSPACE],
    );
    return rows;
  };

  /**
   * Whose the provisioning file is: with one workspace its own; with many that of the team named in the settings. While
   * nobody else can reach us the first to install gets the samples.
   */
  const ownsFile = async (id: WorkspaceId): Promise<boolean> => {
    if (!many) return true;
    const { slackTeam } = start.settings;
    if (slackTeam) return id === workspaceOf(slackTeam);
    if (!isDemo(start)) return false;
    const first = (await known())[0]?.id;
    return first === undefined || first === id;
  };

  const openOne = (id: WorkspaceId, name: string): Promise<Assembled> => {
    const there = open.get(id);
    if (there) return there;
    const opening = (async () => {
      const made = await assemble(installed, id, registered(deskKind()), { isFirst: await ownsFile(id), name });
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

  const deskOf = async (team: string): Promise<SlackDesk | null> => {
    const id = many ? (workspaceOf(team) as WorkspaceId) : LOCAL_WORKSPACE;
    const found = opened.get(id) ?? (open.has(id) ? await open.get(id)! : null);
    if (found) return found.house.desk as SlackDesk;
    const row = (await known()).find(each => each.id === id);
    return row ? ((await openOne(row.id, row.name)).house.desk as SlackDesk) : null;
  };

  const hub =
    slack && parts
      ? parts.makeSlackHub({
          settings: slack,
          publicUrl: installed.url,
          clock: installed.clock,
          log,
          deskOf,
          installed: async (installation: StoredInstallation) => {
            const id = workspaceOf(installation.team) as WorkspaceId;
            const { house } = await openOne(id, installation.teamName || installation.team);
            const desk = house.desk as SlackDesk;
            await desk.connection.install(installation);
            engine.publish(TOPIC);
            return desk;
          },
        })
      : null;

  const unsubscribe = engine.subscribe(topic => {
    if (topic !== TOPIC || !running) return;
    void (async () => {
      for (const { id, name } of await known()) {
        const { house } = await openOne(id, name);
        // A token that another process got is read anew.
        await (house.desk as SlackDesk).connection.connect().catch(() => {});
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
      if (!first) throw new Error('No workspace has installed Deskhand yet. Open /slack/install in a browser.');
      return first;
    },
  };
}

/** For whoever only asks how things are. */
export function housesOf(workspaces: Workspaces): House[] {
  return workspaces.all().map(each => each.house);
}
