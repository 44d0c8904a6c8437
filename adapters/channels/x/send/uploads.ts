/** Brings a reply's files to X. What is there is used again by the next try, as long as X keeps it. */
import type { Meter, UsedUp } from '../../../../src/core/budget.ts';
import type { ReplyId } from '../../../../src/core/ids.ts';
import { type DurationMs, HOUR, type Instant } from '../../../../src/core/time.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import type { Failed, X } from '../connection/api.ts';

/** X keeps what belongs to no post for a day. */
const KEPT_AT_X: DurationMs = 20 * HOUR;
/** Stands in stored rows. */
export const UPLOADS = 'uploads';

interface Uploaded {
  /** Which files these are: what goes along can be changed while a reply waits. */
  of: string;
  ids: string[];
  at: Instant;
}

interface UploadParts {
  context: Pick<ChannelContext, 'shelf' | 'clock' | 'take'>;
  x: Pick<X, 'upload'>;
  meter: Meter;
}

interface Files {
  reply: ReplyId;
  /** Tells these files from others of the same reply. */
  of: string;
  files: readonly { name: string; type: string; content: Uint8Array }[];
  for_: 'post' | 'message';
}

type Outcome = { as: 'there'; ids: string[] } | { as: 'failed'; failed: Failed } | { as: 'used-up'; usedUp: UsedUp };

export async function upload({ context, x, meter }: UploadParts, { reply, of, files, for_ }: Files): Promise<Outcome> {
  if (files.length === 0) return { as: 'there', ids: [] };
  const { shelf, clock } = context;
  const before = (await shelf.get(UPLOADS, reply))?.value as unknown as Uploaded | undefined;
  const known = before?.of === of && clock.now() - before.at < KEPT_AT_X ? before : { of, ids: [], at: clock.now() };
  const ids = [...known.ids];
  for (const file of files.slice(ids.length)) {
    const taken = await context.take(meter, [{ what: 'media', n: 1 }]);
    if (!taken.ok) return { as: 'used-up', usedUp: taken };
    const answer = await x.upload(file, for_);
    if (!answer.ok) return { as: 'failed', failed: answer };
    ids.push(answer.value.id);
    await shelf.put(UPLOADS, reply, { of, ids, at: known.at });
  }
  return { as: 'there', ids };
}

/** X has used them up, or does not know them any more. */
export function forgetUploads({ shelf }: Pick<ChannelContext, 'shelf'>, reply: ReplyId): Promise<void> {
  return shelf.remove(UPLOADS, reply);
}
