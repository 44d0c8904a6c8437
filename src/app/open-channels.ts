/** Opens channels: those in the provisioning file, those connected on the desk, and the internal ones. */
import type { ChannelId } from '../core/ids.ts';
import type { Channel, ChannelContext, ChannelKind, HealthItem } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { InternalKind } from '../ports/internal.ts';
import type { Parts } from '../ports/parts.ts';
import type { ChannelRow } from '../ports/rows.ts';
import type { SettingsValue } from '../ports/settings.ts';
import { MADE_HERE } from '../settings/admin.ts';
import { type Sealer, settingsOf } from '../settings/provision.ts';

export interface OpenChannels {
  /** @throws a sentence when there is no such kind, or when its settings are no good */
  open(row: ChannelRow, settings: Record<string, SettingsValue>): Channel;
  /** Opens channels made on the desk, and reopens those changed there. One that cannot be opened stops no other. */
  openMadeHere(): Promise<void>;
  /**
   * Puts other settings of the file in the place of those in use, once they were tried.
   * @param save writes them down, when they are good
   * @returns what was tried; null where these settings are in use already
   */
  takeUp(
    row: ChannelRow,
    settings: Record<string, SettingsValue>,
    save: () => Promise<ChannelRow>,
  ): Promise<HealthItem[] | null>;
  /** Opens channels that only we write to, once they have a row. */
  openInternal(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface OpenParts {
  options: {
    channelKinds: ChannelKind[];
    sealer: Sealer;
    /** A channel with routes of its own came or went. */
    routesChanged?: () => void;
  };
  parts: Pick<Parts, 'store' | 'log' | 'clock'>;
  /** It has other settings: what waited for the far side goes on. */
  renewed(id: ChannelId): Promise<void>;
  /** Filled and emptied here. */
  channels: Map<ChannelId, Channel>;
  internal: Pick<InternalKind<never>, 'kind' | 'open'>[];
  /** Names of channels that stand in the provisioning file. */
  written: readonly string[];
  contextFor(row: ChannelRow): ChannelContext;
}

export function makeOpenChannels(given: OpenParts): OpenChannels {
  const { channels, written, contextFor } = given;
  const { channelKinds: kinds, sealer, routesChanged } = given.options;
  const { store, log, clock } = given.parts;
  /** With which settings each was opened that stands in the file. */
  const inFile = new Map<ChannelId, string>();
  /** With which settings each was opened that was made on the desk. */
  const madeHere = new Map<ChannelId, string>();
  let started = false;

  const replace = async (row: ChannelRow, channel: Channel) => {
    const before = channels.get(row.id);
    await before?.stop();
    channels.set(row.id, channel);
    routesChanged?.();
    if (started) await channel.start();
    if (before) await given.renewed(row.id);
  };
  const renew = async (row: ChannelRow, kind: ChannelKind) => {
    const asMade = JSON.stringify([row.settings, row.sealed, row.roomId]);
    if (madeHere.get(row.id) === asMade) return;
    try {
      await replace(row, kind.open(settingsOf(row, sealer), contextFor(row)));
      madeHere.set(row.id, asMade);
    } catch (error) {
      log.error({ channel: row.id, error: String(error) }, 'A channel could not be opened. Save its settings again.');
    }
  };
  const openInternal = () => openInternalOf(given);
  return {
    openInternal,
    open: (row, settings) => {
      const kind = kinds.find(each => each.kind === row.kind) ?? notKnown(row, kinds);
      const channel = kind.open(settings, contextFor(row));
      channels.set(row.id, channel);
      inFile.set(row.id, JSON.stringify(settings));
      return channel;
    },
    takeUp: async (row, settings, save) => {
      const kind = kinds.find(each => each.kind === row.kind);
      const now = JSON.stringify(settings);
      if (!kind || !inFile.has(row.id) || inFile.get(row.id) === now) return null;
      const { next, tried } = await tryOut(kind, settings, contextFor(row), clock);
      if (tried.some(each => !each.ok)) {
        await next.stop();
        return tried;
      }
      await replace(await save(), next);
      inFile.set(row.id, now);
      return tried;
    },
    openMadeHere: async () => {
      await openInternal();
      // What was sealed since, with a key that is new, must open here as well.
      await sealer.renew?.();
      for (const row of await store.channels()) {
        const kind = kinds.find(each => each.kind === row.kind);
        if (!kind || written.includes(row.name)) continue;
        if (await store.setting(`${MADE_HERE}${row.name}`)) await renew(row, kind);
      }
    },
    start: async () => {
      started = true;
      // What is opened meanwhile starts by itself.
      for (const [id, channel] of [...channels]) if (channels.get(id) === channel) await channel.start();
      await leaveRemoved(given);
    },
    stop: async () => void (await Promise.all([...channels.values()].map(each => each.stop()))),
  };
}

function notKnown({ kind }: ChannelRow, kinds: readonly ChannelKind[]): never {
  throw new Error(`There is no channel of the kind "${kind}". Known: ${kinds.map(each => each.kind).join(', ')}.`);
}

async function openInternalOf({ parts, internal, channels }: OpenParts): Promise<void> {
  for (const row of await parts.store.channels()) {
    const kind = internal.find(each => each.kind === row.kind);
    if (kind && !channels.has(row.id)) channels.set(row.id, kind.open());
  }
}

/** Opens a channel with other settings, and tries them: by its kind, or by itself where its sign-in is made elsewhere. */
async function tryOut(
  kind: ChannelKind,
  settings: Record<string, SettingsValue>,
  context: ChannelContext,
  clock: Clock,
): Promise<{ next: Channel; tried: HealthItem[] }> {
  const next = kind.open(settings, context);
  const tried = (await kind.tryOut?.(settings, context.reach, { variable: context.variable, clock })) ?? [];
  return { next, tried: tried.length ? tried : ((await next.tryOut?.()) ?? []) };
}

/** Channels whose settings are gone leave the far side. One that does not answer holds nothing up. */
async function leaveRemoved({ options, parts, channels, contextFor }: OpenParts): Promise<void> {
  const { store, log } = parts;
  for (const row of (await store.channels()).filter(each => !channels.has(each.id))) {
    const kind = options.channelKinds.find(each => each.kind === row.kind);
    const leave = async () => kind?.leave?.(settingsOf(row, options.sealer), contextFor(row), [...channels.values()]);
    void leave().catch(error =>
      log.warn(
        { channel: row.id, error: String(error) },
        'What a removed channel set up elsewhere may still be there.',
      ),
    );
  }
}
