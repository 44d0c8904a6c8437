/** One thing on its way in, as every step of the intake gets it. */
import type { InboundMessage } from '../core/message.ts';
import type { AcceptResult, Inbound } from '../ports/channel.ts';
import type { ChannelRow } from '../ports/rows.ts';
import type { Op } from '../ports/store.ts';

export interface Coming {
  channel: ChannelRow;
  /** How messages refer to each other here. */
  threads: 'names' | 'flat';
  inbound: Inbound;
  /** What it says, tidied. */
  message: InboundMessage;
  /** Where its source goes on reading; it belongs into the same commit. */
  cursor: Op[];
}

/** Somebody was faster: it is looked at again, as things are then. */
type Again = { as: 'again' };

export type Taken = AcceptResult | Again;
