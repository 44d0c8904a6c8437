/** Records a sent reply: its place among the messages, and the ids it has outside. */
import type { Reply } from '../core/reply.ts';
import type { Instant } from '../core/time.ts';
import type { Parts } from '../ports/parts.ts';
import type { Op } from '../ports/store.ts';
import { filesOfReply } from './remark.ts';

/** @param names what later messages may call it; the name fixed before sending was stored when it left */
export async function sentOps(
  parts: Parts,
  reply: Reply,
  names: string[],
  now: Instant,
  missed: string[] = [],
): Promise<Op[]> {
  const { store, ids, workspaceId } = parts;
  const enquiry = await store.enquiry(reply.enquiryId);
  // Of the channel that carried it: answers and bounces come by that one.
  const kind = parts.channel(reply.channelId)?.kind ?? enquiry?.channelKind ?? '';
  const known = await store.refs(`name:${kind}`, names);
  const fresh = names.filter(name => !known.some(ref => ref.ref === name));
  const ops: Op[] = nameOps(parts, reply, kind, fresh);
  if (await store.messageOfReply(reply.id)) return ops;
  const allNames = reply.externalId ? [...new Set([reply.externalId, ...names])] : names;
  const id = ids.make('message');
  // What went along belongs to the message from now on.
  const files = await filesOfReply(parts, reply);
  ops.push(...files.map((each): Op => ({ do: 'update', table: 'attachments', id: each.id, set: { messageId: id } })));
  ops.push({
    do: 'insert',
    table: 'messages',
    row: {
      id,
      workspaceId,
      enquiryId: reply.enquiryId,
      direction: 'out',
      kind: 'human',
      from: null,
      text: reply.text,
      folded: [],
      warnings: missed,
      names: allNames,
      rawId: null,
      replyId: reply.id,
      writtenAt: now,
      subject: null,
      others: reply.copies,
      writtenTo: null,
      forwardOf: null,
    },
  });
  return ops;
}

/** A name under which answers and bounces of this reply will come. */
export function nameOps({ ids, workspaceId }: Parts, reply: Reply, channelKind: string, names: string[]): Op[] {
  return names.map(name => ({
    do: 'insert',
    table: 'refs',
    row: {
      id: ids.make('event'),
      workspaceId,
      kind: `name:${channelKind}`,
      ref: name,
      enquiryId: reply.enquiryId,
      replyId: reply.id,
    },
  }));
}
