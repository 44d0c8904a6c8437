/** Opens channels: those in the provisioning file, those connected on the desk, and the internal ones. */
import type { ChannelId } from '../core/ids.ts';
import type { Channel, ChannelContext, ChannelKind } from '../ports/channel.ts';
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
  parts: Pick<Parts, 'store' | 'log'>;
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
  const { store, log } = given.parts;
  /** With which settings each was opened that was made on the desk. */
  const madeHere = new Map<ChannelId, string>();
  let started = false;

  const renew = async (row: ChannelRow, kind: ChannelKind) => {
    const asMade = JSON.stringify([row.settings, row.sealed, row.roomId]);
    if (madeHere.get(row.id) === asMade) return;
    try {
      await channels.get(row.id)?.stop();
      const channel = kind.open(settingsOf(row, sealer), contextFor(row));
      channels.set(row.id, channel);
      routesChanged?.();
      if (started) await channel.start();
      madeHere.set(row.id, asMade);
    } catch (error) {
      log.error({ channel: row.id, error: String(error) }, 'A channel could not be opened. Save its settings again.');
    }
  };
  const openInternal = async () => {
    for (const row of await store.channels()) {
      const kind = given.internal.find(each => each.kind === row.kind);
      if (kind && !channels.has(row.id)) channels.set(row.id, kind.open());
    }
  };
  return {
    openInternal,
    open: (row, settings) => {
      const kind = kinds.find(each => each.kind === row.kind);
      if (!kind)
        throw new Error(
          `There is no channel of the kind "${row.kind}". Known: ${kinds.map(each => each.kind).join(', ')}.`,
        );
      const channel = kind.open(settings, contextFor(row));
      channels.set(row.id, channel);
      return channel;
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
    stop: async () => {
      await Promise.all([...channels.values()].map(each => each.stop()));
    },
  };
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
