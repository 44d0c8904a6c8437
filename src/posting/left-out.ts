/** Lists the parts of a message that the customer would not get, for previews on every desk. */
import type { Enquiry } from '../core/enquiry.ts';
import { isBlank } from '../core/message.ts';
import { sendable } from '../desk/actions.ts';
import { WORDS } from '../desk/wording.ts';
import type { Parts } from '../ports/parts.ts';
import type { RemarkRow } from '../ports/rows.ts';

interface Leaving {
  /** A sentence for each part that stays behind. */
  leftOut: string[];
  /** Names of the files that go along. */
  files: string[];
  /** No words and no file: there is nothing that could be sent. */
  nothing: boolean;
}

type Message = Pick<RemarkRow, 'postRef' | 'text' | 'leftOut'>;

export async function leavingOf(parts: Parts, enquiry: Enquiry, message: Message): Promise<Leaving> {
  const carries = parts.channel(enquiry.channelId)?.limits.attachments ?? null;
  const files = await parts.store.attachmentsOf(`post:${message.postRef}` as never);
  const going = carries ? files.filter(each => !each.withheld).map(each => each.name) : [];
  const kept = files.flatMap(each => (each.withheld ? [WORDS.fileLeftOut(each.name, each.withheld)] : []));
  return {
    leftOut: [
      ...(message.leftOut ?? []),
      ...(files.length && !carries ? [WORDS.filesStay(parts.kinds.of(enquiry.channelKind).words)] : []),
      ...kept,
    ],
    files: going,
    nothing: going.length === 0 && isBlank(sendable(message)),
  };
}
