/** Takes in enquiries that we write ourselves: logged calls, trials. */
import type { EnquiryId } from '../core/ids.ts';
import type { AcceptResult, Inbound } from '../ports/channel.ts';
import type { InternalKind } from '../ports/internal.ts';
import type { Parts } from '../ports/parts.ts';
import type { ChannelRow } from '../ports/rows.ts';
import { nameKind } from './match.ts';

/**
 * @param accept takes it in like any customer's message
 * @returns null while there is no room that it could be posted in
 */
export async function takeInternal<Told>(
  parts: Parts,
  accept: (channel: ChannelRow, inbound: Inbound) => Promise<AcceptResult>,
  kind: InternalKind<Told>,
  told: Told,
): Promise<{ enquiryId: EnquiryId | null } | null> {
  const channel = await rowOf(parts, kind);
  if (!channel) return null;
  const inbound = kind.inbound(told);
  const result = await accept(channel, inbound);
  if (result.as === 'stored') return result;
  // It was taken in by a process that died before it was done: whoever asks again can finish it.
  const [known] = await parts.store.refs(nameKind(kind.kind), [inbound.externalId]);
  return { enquiryId: known?.enquiryId ?? null };
}

async function rowOf(
  { store, ids, workspaceId }: Parts,
  { kind, name = kind }: Pick<InternalKind<never>, 'kind' | 'name'>,
): Promise<ChannelRow | null> {
  const find = async () => (await store.channels()).find(each => each.kind === kind) ?? null;
  const known = await find();
  if (known) return known;
  const rooms = await store.rooms();
  const room = rooms.find(each => each.deskRef) ?? rooms[0];
  if (!room) return null;
  const row: ChannelRow = {
    id: ids.make('channel'),
    workspaceId,
    name,
    kind,
    roomId: room.id,
    settings: {},
    sealed: null,
    cursor: null,
  };
  await store.commit([{ do: 'insert', table: 'channels', row }]);
  return find();
}
