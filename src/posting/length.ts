/** How long a reply is, as its channel counts, and how long it may be: in public there can be another limit. */
import type { Enquiry } from '../core/enquiry.ts';
import type { ChannelLimits } from '../ports/channel.ts';

type Limits = Pick<ChannelLimits, 'text' | 'publicText'>;
type Side = Enquiry['visibility'];

/** Characters of a reply while its channel is not running here and its own limit is unknown. */
const UNKNOWN: Limits = { text: { max: 50_000 } };
/** Below this a reply of a few sentences may be too long, so that its author sees how much room there is. */
const SHORT_CHARS_MAX = 1_000;

interface Measured {
  length: number;
  max: number;
  /** By how much it is too long; 0 or less when it fits. */
  over: number;
  /** To be shown also where it fits: there is little room, or the channel counts in its own way. */
  telling: boolean;
}

export function measured(limits: Limits = UNKNOWN, text: string, side: Side): Measured {
  const { max, length: lengthOf } = side === 'public' ? (limits.publicText ?? limits.text) : limits.text;
  const length = lengthOf?.(text) ?? text.length;
  return { length, max, over: length - max, telling: lengthOf !== undefined || max < SHORT_CHARS_MAX };
}

/** @returns by how much it is too long; 0 or less when it fits */
export function lengthOver(limits: Limits | undefined, text: string, side: Side): number {
  return measured(limits, text, side).over;
}
