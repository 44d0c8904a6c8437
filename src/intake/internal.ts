/** Takes in enquiries that we write ourselves: logged calls, trials. */
import type { Enquiry, EnquiryStatus } from '../core/enquiry.ts';
import type { EnquiryId, RoomId } from '../core/ids.ts';
import type { AcceptResult, Inbound } from '../ports/channel.ts';
import type { TrialTaken } from '../ports/desk-context.ts';
import type { InternalKind, Told } from '../ports/internal.ts';
import type { Parts } from '../ports/parts.ts';
import type { ChannelRow } from '../ports/rows.ts';
import { nameKind } from './match.ts';

/**
 * @param accept takes it in like any customer's message
 * @returns null while there is no room that it could be posted in
 */
export async function takeInternal<T>(
  parts: Parts,
  accept: (channel: ChannelRow, inbound: Inbound) => Promise<AcceptResult>,
  kind: InternalKind<T>,
  told: T,
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

/** Nothing is to be done about these any more. */
const ENDED: readonly EnquiryStatus[] = ['resolved', 'spam', 'merged'];

/**
 * A test enquiry for somebody. Whoever presses twice has one; whoever is done with one gets another.
 * @param open opens the channel that it came by, which may be new
 * @returns the number of the one that they have already, null where one comes; and its room. Null: there is no room
 */
export async function takeTrial(
  parts: Parts,
  accept: (channel: ChannelRow, inbound: Inbound) => Promise<AcceptResult>,
  kind: InternalKind<Told>,
  by: string,
  open: () => Promise<void>,
): Promise<TrialTaken | null> {
  const channel = await rowOf(parts, kind);
  for (let n = 1; channel; n++) {
    const inbound = kind.inbound({ key: n === 1 ? by : `${by}:${n}`, at: parts.clock.now() });
    if ((await accept(channel, inbound)).as === 'stored') break;
    const before = await openTrial(parts, kind, inbound);
    if (before) return { number: before.number, room: await roomName(parts, before.roomId) };
  }
  await open();
  return channel && { number: null, room: await roomName(parts, channel.roomId) };
}

async function roomName({ store }: Parts, id: RoomId): Promise<string> {
  return (await store.room(id))?.name ?? '';
}

async function openTrial({ store }: Parts, kind: InternalKind<Told>, { content }: Inbound): Promise<Enquiry | null> {
  const address = content.as === 'message' ? content.message.from.address : '';
  const identity = await store.identityByAddress(kind.kind, address);
  const [last] = identity ? await store.enquiriesOfCustomer(identity.customerId, 1) : [];
  return last && !ENDED.includes(last.status) ? last : null;
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
