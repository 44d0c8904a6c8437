/** What machines say about a weekly letter that we sent: a bounce, a note of absence. It is no enquiry. */
import type { AcceptResult } from '../ports/channel.ts';
import type { Parts } from '../ports/parts.ts';
import type { Op } from '../ports/store.ts';
import type { Coming } from './coming.ts';
import { rawOp } from './rows.ts';

/** @returns null where it is about no letter, or a person wrote it */
export async function aboutLetter(
  parts: Parts,
  { channel, inbound, message, cursor }: Coming,
): Promise<AcceptResult | null> {
  const { content } = inbound;
  const bounce = content.as === 'bounce' ? content.bounce : null;
  const byMachine = content.as === 'message' && message.kind !== 'human';
  if (!bounce && !byMachine) return null;
  const { store, ids, clock } = parts;
  const mail = await store.letterMailNamed(bounce ? bounce.about : message.answers);
  if (!mail) return null;
  const ops: Op[] = [rawOp(parts, channel.id, inbound, ids.make('raw'), clock.now()), ...cursor];
  if (bounce?.action === 'failed') {
    const words = `${mail.address} did not get it: ${bounce.reason}`;
    ops.push({
      do: 'update',
      table: 'letterMails',
      id: mail.id,
      set: { status: 'bounced', words, changedAt: clock.now() },
    });
  }
  const done = await store.commit(ops);
  return done.ok ? { as: 'stored', enquiryId: null } : { as: 'duplicate' };
}
