/** Assembles one workspace: its house, rooms and channels from the settings. Nothing runs yet. */
import { createHmac } from 'node:crypto';
import type { WorkspaceId } from '../core/ids.ts';
import type { IndexMemory } from '../knowledge/index-memory.ts';
import type { Painter } from '../ports/answer.ts';
import type { ChannelKind, KindService, Progress } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { DeskKind } from '../ports/desk.ts';
import type { DraftModel } from '../ports/drafting.ts';
import type { Log } from '../ports/log.ts';
import { provision, type Sealer, type WrittenChannel } from '../settings/provision.ts';
import { isDemo, type Start, secretKey } from '../settings/start.ts';
import type { Engine } from '../store/engine.ts';
import { parseKeys, seal, unseal } from '../store/secrets.ts';
import { workspaceStore } from '../store/store.ts';
import { CHANNEL_KINDS } from './adapters.ts';
import { type House, makeHouse } from './house.ts';
import { randomNonce, systemIds } from './world.ts';

/** What all workspaces of an installation share. */
export interface Installed {
  start: Start;
  log: Log;
  engine: Engine;
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

/** Seals with the installation's key, which is made on the first start. */
export function sealerOf(start: Start): { sealer: Sealer; signingKey: Buffer } {
  const keys = parseKeys(secretKey(start.settings, randomNonce));
  return {
    signingKey: createHmac('sha256', keys[0]!.bytes).update('signing').digest(),
    sealer: {
      seal: (where, text) => seal(keys, where, text, randomNonce(12)),
      unseal: (where, sealed) => unseal(keys, where, sealed),
    },
  };
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
  const { sealer, signingKey } = sealerOf(start);
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
    signingKey,
    written: {
      ...config.written,
      room: isFirst ? config.rooms.filter(each => config.written.rooms || each.deskRef).map(each => each.name) : [],
      channel: channels.map(each => each.name),
    },
    routesChanged: installed.routesChanged,
    shared: settings.desk.shared,
    variables: settings.variables,
  });
  const rooms = isFirst ? config.rooms : [{ name: 'customers', reply: 'preview' as const, deskRef: null }];
  const provisioned = await provision(
    workspaceStore(engine, workspaceId),
    { workspaceName: name, deskKind: house.desk.kind, rooms, channels },
    { clock: installed.clock, ids: systemIds, sealer },
  );
  for (const { row, settings: values } of provisioned.channels) house.openChannel(row, values);
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
