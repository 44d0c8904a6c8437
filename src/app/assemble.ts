/** Assembles one workspace: its house, rooms and channels from the settings. Nothing runs yet. */
import type { WorkspaceId } from '../core/ids.ts';
import type { IndexMemory } from '../knowledge/index-memory.ts';
import type { DueWatch } from '../outbox/due-watch.ts';
import type { SharedLeases } from '../outbox/shared-leases.ts';
import type { Painter } from '../ports/answer.ts';
import type { ChannelKind, KindService, Progress } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { DeskKind } from '../ports/desk.ts';
import type { DraftModel } from '../ports/drafting.ts';
import type { Log } from '../ports/log.ts';
import { configuredKey, writtenKey } from '../settings/key-file.ts';
import { provision, type WrittenChannel } from '../settings/provision.ts';
import { isDemo, type Start } from '../settings/start.ts';
import type { Engine } from '../store/engine.ts';
import { checkKeysFit, type KeyRing, openKeyRing } from '../store/key-ring.ts';
import { parseKeys } from '../store/secrets.ts';
import { workspaceStore } from '../store/store.ts';
import { CHANNEL_KINDS } from './adapters.ts';
import { type House, makeHouse } from './house.ts';
import { randomNonce, systemClock, systemIds } from './world.ts';

/** What all workspaces of an installation share. */
export interface Installed {
  start: Start;
  log: Log;
  engine: Engine;
  keys: KeyRing;
  instance: string;
  clock: Clock;
  url: string;
  /** What kinds of channels share. */
  services: readonly Service[];
  /** Draws long work where somebody looks; without it the log says how far it is. */
  progress?: ((what: string) => Progress) | undefined;
  painter: Painter;
  indexMemory: IndexMemory;
  /** The model that drafts; null for none. */
  draftModel: DraftModel | null;
  routesChanged(): void;
  /** Looks for due jobs for all of them; absent where nothing is worked off. */
  watch?: DueWatch;
  /** Asks for the leases of the channels of all of them. */
  leases?: SharedLeases;
}

/** What all channels of a kind share here. */
export interface Service {
  kind: ChannelKind;
  service: KindService;
}

export interface Assembled {
  house: House;
  /** What stands in the provisioning file belongs to this one. */
  ownsFile: boolean;
}

/**
 * The installation's keys; the first start makes one.
 * @throws a sentence, before anything is written, when they open nothing of what is sealed here
 */
export async function openKeys({ settings }: Start, engine: Engine): Promise<KeyRing> {
  const written = writtenKey(settings);
  await checkKeysFit(engine, written ? parseKeys(written) : []);
  const configured = configuredKey(settings, randomNonce);
  return openKeyRing({ engine, configured, nonce: () => randomNonce(12), now: () => systemClock.now() });
}

/**
 * @param isFirst what is written in the file, or the embedded default, belongs to one workspace: the first
 */
export async function assemble(
  installed: Installed,
  workspaceId: WorkspaceId,
  deskKind: DeskKind,
  { isFirst, name }: { isFirst: boolean; name: string },
): Promise<Assembled> {
  const { start, engine, log } = installed;
  const { settings, config } = start;
  const sealer = installed.keys;
  const channels = !isFirst
    ? []
    : isDemo(start)
      ? samplesOf(installed.services, config.rooms[0]!.name)
      : start.channels;
  const house = makeHouse({
    ...config,
    engine,
    workspaceId,
    instance: installed.instance,
    clock: installed.clock,
    ids: systemIds,
    log,
    publicUrl: installed.url,
    samples: () => pagesOf(installed.services),
    trustedProxies: settings.trusts,
    painter: installed.painter,
    indexMemory: installed.indexMemory,
    draftModel: installed.draftModel,
    // Where others may install it, each team's admin decides whether their customers' words go there.
    drafts: installed.draftModel !== null && !settings.desk.shared,
    ...(installed.progress ? { progress: installed.progress } : {}),
    deskKind,
    channelKinds: CHANNEL_KINDS,
    sealer,
    signingKey: sealer.signingKey(),
    signedBefore: sealer.signedBefore,
    written: {
      ...config.written,
      room: isFirst ? config.rooms.filter(each => config.written.rooms || each.deskRef).map(each => each.name) : [],
      channel: channels.map(each => each.name),
    },
    routesChanged: installed.routesChanged,
    shared: settings.desk.shared,
    ...(installed.watch ? { watch: installed.watch.of(workspaceId) } : {}),
    ...(installed.leases ? { leases: installed.leases } : {}),
    variables: settings.variables,
  });
  const rooms = isFirst ? config.rooms : [{ name: 'customers', reply: 'preview' as const, deskRef: null }];
  try {
    const provisioned = await provision(
      workspaceStore(engine, workspaceId),
      { workspaceName: name, deskKind: house.desk.kind, rooms, channels },
      { clock: installed.clock, ids: systemIds, sealer },
    );
    for (const { row, settings: values } of provisioned.channels) house.openChannel(row, values);
  } catch (error) {
    // Nothing of it hears of anything any more.
    await house.stop().catch(() => {});
    throw error;
  }
  return { house, ownsFile: isFirst };
}

function pagesOf(services: readonly Service[]): { what: string; where: string }[] {
  return services.flatMap(({ service }) => service.places?.() ?? []).filter(each => URL.canParse(each.where));
}

/** The channels of the embedded default. */
function samplesOf(services: readonly Service[], room: string): WrittenChannel[] {
  return services.flatMap(({ kind, service }) =>
    service.sample ? [{ ...service.sample(), kind: kind.kind, room, schema: kind.settings }] : [],
  );
}
