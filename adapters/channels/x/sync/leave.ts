/** Takes away what a channel set up at X, once it is configured no more: X bills the events that it goes on to send. */
import type { Meter } from '../../../../src/core/budget.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import type { Me, X } from '../connection/api.ts';
import { makeAsking } from './asking.ts';
import { makeRecords } from './records.ts';
import { unsubscribe } from './subscriptions.ts';
import { makeTroubles } from './troubles.ts';

/** @param isTaken whether another channel here has this account: what is subscribed is its own then */
export async function leave(
  context: ChannelContext,
  { x, meter, isTaken }: { x: X; meter: Meter; isTaken(account: string): Promise<boolean> },
): Promise<void> {
  const records = makeRecords(context.shelf);
  const us = await records.note<Me>('me');
  if (!us || !(await records.note<boolean>('subscribed')) || (await isTaken(us.id))) return;
  const troubles = makeTroubles(context, records, () => {});
  const asking = makeAsking({ context, meter, records, troubles });
  if (!(await unsubscribe({ x, asking, us }))) await records.setNote('subscribed', false);
}
