/** What goes on in the enquiries of this channel: who waits decides what is looked at, and how often. */
import type { EnquiryId } from '../../../../src/core/ids.ts';
import type { Instant } from '../../../../src/core/time.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import type { Outgoing } from './echoes.ts';
import type { Records } from './records.ts';

export interface Going {
  /** Enquiries that are not resolved. */
  living: ReadonlySet<EnquiryId>;
  /** One of them can be read by everybody, or a public reply may not have arrived: our own posts have to be looked at. */
  isPublic: boolean;
  isBusy: boolean;
  /** Since when the first of them waits. */
  since: Instant;
}

export async function whatGoesOn(
  context: Pick<ChannelContext, 'living' | 'clock'>,
  records: Records,
  outgoing: Outgoing,
): Promise<Going> {
  const known = (await records.enquiries()).map(({ key, value }) => ({ id: key as EnquiryId, ...value }));
  const living = new Set(await context.living(known.map(each => each.id)));
  // One that is opened again has a message that came, or nobody but staff to wait for.
  for (const { id } of known) if (!living.has(id)) await records.dropEnquiry(id);
  const leaving = await outgoing.leaving();
  const open = known.filter(each => each.isPublic && living.has(each.id));
  const isPublic = leaving.length > 0 || open.length > 0;
  const since = Math.min(context.clock.now(), ...[...open, ...leaving].map(each => each.at));
  return { living, isPublic, isBusy: living.size > 0 || leaving.length > 0, since };
}
