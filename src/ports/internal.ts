/** Internal kinds of channels, written only by us: logged calls, trials. They are never connected and have no source. */
import type { KindFacts } from '../core/kinds.ts';
import type { Instant } from '../core/time.ts';
import type { Channel, ChannelLimits, Inbound } from './channel.ts';

/** Its one channel is made when it is first needed, in the first room. */
export interface InternalKind<Told> extends Partial<KindFacts> {
  readonly kind: string;
  readonly internal: true;
  /** What its one channel is called; absent: like its kind. */
  readonly name?: string;
  readonly limits: ChannelLimits;
  open(): Channel;
  /** What we write down, as a message of a customer. Pure; the same key is the same message. */
  inbound(told: Told): Inbound;
}

/** What is told by its key alone. */
export interface Told {
  /** Taken in once. */
  key: string;
  at: Instant;
}

/** A phone call or a visitor, as somebody typed it. */
export interface ToldCall extends Told {
  who: string;
  what: string;
  how: string;
  /** What they were promised, and by when, as it was typed. */
  promised?: string;
  /** What of the team's checklist was ticked. */
  checked?: readonly string[];
  /** Whoever wrote it down, by name. */
  writer: string;
}

/** What a scripted customer says. */
export interface ToldScript extends Told {
  /** Theirs alone. */
  address: string;
  name: string;
  /** Null where they go on. */
  subject: string | null;
  text: string;
}
