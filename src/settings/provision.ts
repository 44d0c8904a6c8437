/** Provisions a workspace's rooms and channels from the settings; secrets are stored sealed and apart. */
import { changeOf } from '../core/audit.ts';
import type { WorkspaceId } from '../core/ids.ts';
import { type AuditLine, auditOps } from '../ports/audit.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { JsonObject } from '../ports/json.ts';
import type { RoomReads } from '../ports/reads.ts';
import type { ChannelRow, RoomRow } from '../ports/rows.ts';
import type { SettingsSchema, SettingsValue } from '../ports/settings.ts';
import type { Commits, Op } from '../ports/store.ts';

/** Seals and opens; bound to a place, so that a secret copied elsewhere does not open there. */
export interface Sealer {
  seal(place: string, text: string): string;
  unseal(place: string, sealed: string): string;
  /** Looks whether the key was changed meanwhile. @returns whether another one seals now */
  renew?(): Promise<boolean>;
}

export interface WrittenChannel {
  name: string;
  kind: string;
  room: string;
  schema: SettingsSchema;
  settings: Record<string, SettingsValue>;
}

interface ProvisionedSetup {
  workspaceName: string;
  deskKind: string;
  /** `deskRef`: the room's place on the desk; null leaves the one that was chosen there. */
  rooms: { name: string; reply: 'preview' | 'direct'; deskRef?: string | null }[];
  channels: WrittenChannel[];
}

interface Provisioned {
  channels: { row: ChannelRow; settings: Record<string, SettingsValue> }[];
}

/** Running it again changes nothing; two processes that do it at once end with the same rows. */
export async function provision(
  store: RoomReads & Commits,
  written: ProvisionedSetup,
  { clock, ids, sealer }: { clock: Clock; ids: Ids; sealer: Sealer },
): Promise<Provisioned> {
  const { workspaceId } = store;
  const audited = (line: Told) => auditOps({ workspaceId, clock }, { ...line, by: null, via: 'file' });
  await store.commit([
    {
      do: 'insert',
      table: 'workspaces',
      row: { id: workspaceId, workspaceId, name: written.workspaceName, createdAt: clock.now() },
    },
  ]);
  for (const room of written.rooms) {
    const known = (await store.rooms()).find(each => each.name === room.name);
    const deskRef = room.deskRef ?? (known?.deskKind === written.deskKind ? (known.deskRef ?? null) : null);
    const row: RoomRow = known ?? {
      id: ids.make('room'),
      workspaceId,
      name: room.name,
      deskKind: written.deskKind,
      deskRef,
      replyMode: room.reply,
    };
    const set = { replyMode: room.reply, deskKind: written.deskKind, deskRef };
    const op: Op = known ? { do: 'update', table: 'rooms', id: row.id, set } : { do: 'insert', table: 'rooms', row };
    const change = changeOf(known && toldOf(known), toldOf({ ...row, ...set }));
    await store.commit([op, ...audited({ act: 'room', about: room.name, change })]);
  }
  const channels: Provisioned['channels'] = [];
  for (const channel of written.channels) {
    const row = await saveChannel(store, channel, { ids, sealer, audited });
    channels.push({ row, settings: settingsOf(row, sealer) });
  }
  return { channels };
}

export type Told = Pick<AuditLine, 'act' | 'about' | 'change'>;

function toldOf({ deskRef, replyMode }: Pick<RoomRow, 'deskRef' | 'replyMode'>) {
  return { place: deskRef, replies: replyMode };
}

/** Writes a channel down, its secrets sealed and apart; a known one of this name keeps its id and its cursor. */
export async function saveChannel(
  store: RoomReads & Commits,
  channel: WrittenChannel,
  { ids, sealer, audited, anew = false }: { ids: Ids; sealer: Sealer; audited?(line: Told): Op[]; anew?: boolean },
): Promise<ChannelRow> {
  const { workspaceId } = store;
  const known = (await store.channels()).find(each => each.name === channel.name);
  const roomId = (await store.rooms()).find(each => each.name === channel.room)?.id;
  if (!roomId)
    throw new Error(`The channel "${channel.name}" posts to the room "${channel.room}", which does not exist.`);
  const { open, secret } = split(channel);
  await sealer.renew?.();
  const place = secretPlace(workspaceId, channel.name);
  const unchanged = !anew && known?.sealed && sameSecret(sealer, place, known.sealed, secret);
  const sealed = secret === null ? null : unchanged ? known.sealed : sealer.seal(place, secret);
  const row: ChannelRow = {
    id: known?.id ?? ids.make('channel'),
    workspaceId,
    name: channel.name,
    kind: channel.kind,
    roomId,
    settings: open,
    sealed,
    cursor: known?.cursor ?? null,
  };
  const { cursor: _, id, ...set } = row;
  const rooms = new Map((await store.rooms()).map(each => [each.id, each.name]));
  const told = (each: ChannelRow) => ({ room: rooms.get(each.roomId), secrets: each.sealed, ...each.settings });
  const change = changeOf(known && told(known), { ...(known ? {} : { kind: row.kind }), ...told(row) }, ['secrets']);
  await store.commit([
    known ? { do: 'update', table: 'channels', id, set } : { do: 'insert', table: 'channels', row },
    ...(audited?.({ act: 'channel', about: channel.name, change }) ?? []),
  ]);
  // The key was changed while this was sealed with the old one: once more, for nobody may have seen it.
  if (await sealer.renew?.()) return saveChannel(store, channel, { ids, sealer, anew: true });
  return (await store.channels()).find(each => each.name === channel.name) ?? row;
}

/** A channel's settings as they are kept, with the secrets opened. */
export function settingsOf(row: ChannelRow, sealer: Sealer): Record<string, SettingsValue> {
  const open = row.settings as Record<string, SettingsValue>;
  if (!row.sealed) return open;
  return { ...open, ...JSON.parse(sealer.unseal(secretPlace(row.workspaceId, row.name), row.sealed)) };
}

function secretPlace(workspaceId: WorkspaceId, channel: string): string {
  return `${workspaceId}:channel:${channel}`;
}

function split(channel: WrittenChannel): { open: JsonObject; secret: string | null } {
  const secrets = channel.schema.filter(field => field.kind === 'secret').map(field => field.name);
  const pick = (want: boolean) =>
    Object.fromEntries(Object.entries(channel.settings).filter(([name]) => secrets.includes(name) === want));
  const hidden = Object.fromEntries(Object.entries(pick(true)).filter(([, value]) => value !== null));
  return { open: pick(false) as JsonObject, secret: Object.keys(hidden).length ? JSON.stringify(hidden) : null };
}

function sameSecret(sealer: Sealer, place: string, sealed: string, secret: string | null): boolean {
  try {
    return sealer.unseal(place, sealed) === secret;
  } catch {
    // Sealed with a key that is gone: it was given again in full, so it is sealed again.
    return false;
  }
}
