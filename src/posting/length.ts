/** How long a reply is, as its channel counts. */
import type { ChannelLimits } from '../ports/channel.ts';

/** Characters of a reply while its channel is not running here and its own limit is unknown. */
const UNKNOWN = { text: { max: 50_000 } };

/** @returns by how much it is too long; 0 or less when it fits */
export function lengthOver({ text: carried }: Pick<ChannelLimits, 'text'> = UNKNOWN, text: string): number {
  return (carried.length?.(text) ?? text.length) - carried.max;
}
