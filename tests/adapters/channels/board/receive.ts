/** Makes a message of what stands on the board. Pure. */
import { createHash } from 'node:crypto';
import type { InboundAttachment } from '../../../../src/core/message.ts';
import type { Inbound } from '../../../../src/ports/channel.ts';
import type { Json } from '../../../../src/ports/json.ts';
import type { BoardItem } from '../../../kit/far-sides/board.ts';

export function toInbound(item: BoardItem, now: number): Inbound {
  const isPublic = item.kind !== 'note';
  const versions = item.versions ?? [item.id];
  return {
    externalId: item.id,
    contentKey: null,
    raw: { bytes: new TextEncoder().encode(JSON.stringify(item)), type: 'application/json' },
    cursor: { after: item.n },
    content: {
      as: item.kind === 'comment' ? 'bystander' : versions.length > 1 ? 'changed' : 'message',
      message: {
        kind: 'human',
        from: { address: item.from, name: item.name },
        subject: null,
        text: item.text,
        folded: [],
        attachments: (item.files ?? []).map(fileOf),
        writtenAt: item.at ?? now,
        visibility: isPublic ? 'public' : 'private',
        // Questions say what they answer; notes are one running conversation with each neighbour.
        ...(isPublic ? { threads: 'names' as const } : {}),
        names: versions,
        answers: item.answers ? [item.answers] : [],
        others: [],
        echo: { closed: item.closed ? 'yes' : 'no' },
        warnings: [],
      },
    },
  };
}

function fileOf({ name, type, base64 }: NonNullable<BoardItem['files']>[number]): InboundAttachment {
  const content = Buffer.from(base64, 'base64');
  const sha256 = createHash('sha256').update(content).digest('hex');
  return { name, type, bytes: content.length, sha256, content, withheld: null };
}

export async function explainBoard(raw: Uint8Array): Promise<Json> {
  try {
    const { kind, from, text, answers } = JSON.parse(new TextDecoder().decode(raw)) as BoardItem;
    if (kind !== 'question' && kind !== 'note') throw new Error('neither a question nor a note');
    return { kind, from, text, answers: answers ?? null, warnings: [] };
  } catch (error) {
    return { kind: 'unknown', warnings: [(error as Error).message] };
  }
}
