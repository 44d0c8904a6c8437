/** Writes down a phone call or a visitor: an enquiry of a channel that nobody can write back on. */
import type { EnquiryId } from '../core/ids.ts';
import { clampText, cleanText, firstLine, isBlank } from '../core/message.ts';
import type { AcceptResult, Inbound } from '../ports/channel.ts';
import type { Parts } from '../ports/parts.ts';
import type { ChannelRow } from '../ports/rows.ts';
import type { LoggedCall } from './answer.ts';
import { commandEnquiry } from './command.ts';

/** Kind and name of the channel that logged calls come by. */
export const LOG_KIND = 'log';
const NAME_CHARS_MAX = 80;
const TEXT_CHARS_MAX = 10_000;

/** @param accept takes it in like any customer's message */
export async function logCall(
  parts: Parts,
  accept: (channel: ChannelRow, inbound: Inbound) => Promise<AcceptResult>,
  call: LoggedCall,
): Promise<string> {
  if (isBlank(call.what)) return 'There is nothing to write down yet. Say in a few words what happened.';
  const channel = await houseChannel(parts, LOG_KIND);
  if (!channel) return 'There is no room yet that this could be posted into. Ask an admin to choose one.';
  const what = clampText(cleanText(call.what).trim(), TEXT_CHARS_MAX).text;
  const who = clampText(cleanText(call.who).replace(/\s+/g, ' ').trim(), NAME_CHARS_MAX).text;
  const how = call.how === 'counter' ? 'Came to the counter' : 'Called';
  const message = {
    kind: 'human' as const,
    from: { address: who ? who.toLowerCase() : `log:${call.id}`, name: who || 'Somebody' },
    subject: `${how}: ${firstLine(what, 60)}`,
    text: what,
    folded: [],
    attachments: [],
    writtenAt: parts.clock.now(),
    visibility: 'private' as const,
    names: [nameOf(call)],
    answers: [],
    others: [],
    warnings: [],
    noAutoAnswer: true,
  };
  const result = await accept(channel, {
    externalId: nameOf(call),
    contentKey: null,
    raw: { bytes: new TextEncoder().encode(JSON.stringify({ who, what, how })), type: 'application/json' },
    content: { as: 'message', message },
  });
  // It was taken in by a process that died before it was done: that is finished here.
  const known = result.as === 'duplicate' ? await parts.store.refs(`name:${LOG_KIND}`, [nameOf(call)]) : [];
  const enquiryId = result.as === 'stored' ? result.enquiryId : (known[0]?.enquiryId ?? null);
  if (!enquiryId) return 'This is written down already.';
  if (call.callBack) return `Written down as ${await numberOf(parts, enquiryId)}. Anyone can claim the call back.`;
  await commandEnquiry(parts, enquiryId, { do: 'resolve', by: call.by.id, reason: null });
  return `Written down as ${await numberOf(parts, enquiryId)}, and done.`;
}

/** One call is one enquiry, however often its act is run. */
function nameOf({ id }: LoggedCall): string {
  return `log:${id}`;
}

/** The row of a channel of our own (calls, trials), made when it is first needed, in the first room. */
export async function houseChannel(parts: Parts, kind: string): Promise<ChannelRow | null> {
  const { store, ids, workspaceId } = parts;
  const find = async () => (await store.channels()).find(each => each.kind === kind) ?? null;
  const known = await find();
  if (known) return known;
  const rooms = await store.rooms();
  const room = rooms.find(each => each.deskRef) ?? rooms[0];
  if (!room) return null;
  const row: ChannelRow = {
    id: ids.make('channel'),
    workspaceId,
    name: kind,
    kind,
    roomId: room.id,
    settings: {},
    sealed: null,
    cursor: null,
  };
  await store.commit([{ do: 'insert', table: 'channels', row }]);
  return find();
}

async function numberOf({ store }: Parts, enquiryId: EnquiryId): Promise<string> {
  const enquiry = await store.enquiry(enquiryId);
  return enquiry ? `#${enquiry.number}` : 'an enquiry';
}
