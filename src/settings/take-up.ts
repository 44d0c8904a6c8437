/** Credentials that were changed in the files of the settings go into use, one by one: each is tried before. */
import { type DurationMs, HOUR, type Instant } from '../core/time.ts';
import { auditOps } from '../ports/audit.ts';
import type { HealthItem } from '../ports/channel.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { DeskHub } from '../ports/desk.ts';
import type { DraftModel } from '../ports/drafting.ts';
import type { RoomReads } from '../ports/reads.ts';
import type { ChannelRow } from '../ports/rows.ts';
import type { SettingsValue } from '../ports/settings.ts';
import type { Commits } from '../ports/store.ts';
import { type Sealer, saveChannel, type Told, type WrittenChannel } from './provision.ts';
import type { Start } from './start.ts';

/** Of many processes that find the same at about the same time one tells it. */
const TOLD_ONCE_IN: DurationMs = HOUR;

/** A workspace, as far as it takes up what is written in the file. */
export interface TakesUp {
  takeUp(channels: readonly WrittenChannel[]): Promise<HealthItem[]>;
  /** Writes down that these credentials were changed, by their names. */
  noteChanged(names: readonly string[]): Promise<void>;
}

/** What is in use, of which parts are replaced. */
interface InUse {
  start: Start;
  hub: DeskHub | null;
  draftModel: DraftModel | null;
  /** The workspace that the file belongs to; null while there is none. */
  house: TakesUp | null;
}

/** @returns a line for each credential that is another one */
export async function takeUpAll(now: Start, { start, hub, draftModel, house }: InUse): Promise<HealthItem[]> {
  const { desk, others = [], drafting } = now.settings;
  const items: HealthItem[] = [];
  for (const chosen of [desk, ...others]) items.push(...((await hub?.takeUp?.(chosen)) ?? []));
  const before = start.settings.drafting;
  // Another server or model counts at the next start: a key is for the one that it was made for.
  if (drafting && before?.url === drafting.url && before.model === drafting.model)
    items.push(...((await draftModel?.takeUp?.(drafting.key)) ?? []));
  const changed = items.filter(each => each.ok).map(each => each.what);
  if (changed.length) await house?.noteChanged(changed);
  return [...items, ...((await house?.takeUp(now.channels)) ?? [])];
}

interface ChannelParts {
  parts: { store: RoomReads & Commits; ids: Ids; clock: Clock; workspaceId: ChannelRow['workspaceId'] };
  sealer: Sealer;
  /** Tries and replaces; null where these settings are in use already. */
  takeUp(
    row: ChannelRow,
    settings: Record<string, SettingsValue>,
    save: () => Promise<ChannelRow>,
  ): Promise<HealthItem[] | null>;
  /** Says something in the channel's room, once for its key. */
  tell(row: ChannelRow, key: string, words: string): Promise<void>;
}

export function makeTakeUp({ parts, sealer, takeUp, tell }: ChannelParts): TakesUp {
  const { store, ids, clock } = parts;
  /** What did not work, by channel: said once. */
  const told = new Map<string, string>();
  const one = async (written: WrittenChannel): Promise<HealthItem[]> => {
    const row = (await store.channels()).find(each => each.name === written.name && each.kind === written.kind);
    // A channel that is new, or moves to another room, waits for the next start.
    const room = row && (await store.rooms()).find(each => each.id === row.roomId);
    if (!row || !room) return [];
    const audited = (line: Told) => auditOps(parts, { ...line, by: null, via: 'file' });
    const save = () => saveChannel(store, { ...written, room: room.name }, { ids, sealer, audited });
    const tried = await takeUp(row, written.settings, save);
    if (tried === null) return [];
    const bad = tried.filter(each => !each.ok);
    const what = `Channel ${written.name}`;
    if (bad.length === 0) {
      told.delete(written.name);
      return [{ what, ok: true, words: 'its new settings work, and are in use.' }];
    }
    const words = `its new settings do not work, so the old ones stay in use. ${bad.map(each => `${each.what}: ${each.words}`).join(' ')} Correct the file: it is tried when it is saved, and every quarter of an hour.`;
    const asked = JSON.stringify(written.settings);
    if (told.get(written.name) !== asked) await tell(row, toldKey(clock.now()), `${what}: ${words}`);
    told.set(written.name, asked);
    return [{ what, ok: false, words }];
  };
  return {
    takeUp: async channels => {
      const items: HealthItem[] = [];
      for (const each of channels) items.push(...(await one(each)));
      return items;
    },
    noteChanged: async names => {
      const change = Object.fromEntries(names.map(name => [name, ['set', 'set, changed'] as [string, string]]));
      await store.commit(auditOps(parts, { act: 'settings', by: null, via: 'file', about: 'file', change }));
    },
  };
}

function toldKey(now: Instant): string {
  return `settings:${Math.floor(now / TOLD_ONCE_IN)}`;
}
