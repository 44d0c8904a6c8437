/** Facts about each kind of channel; stored rows may be of kinds without an adapter in this build. */
import type { DurationMs } from './time.ts';

/** What holds for every channel of a kind, whoever set it up. An adapter says what differs from the defaults below. */
export interface KindFacts {
  /** Stands in stored rows, exports and settings: never changed. */
  readonly kind: string;
  /** Inside a sentence: "email", "web chat", "X". */
  readonly words: string;
  /** How a private reply travels, after "To Ann,": "by email to ann@example.com", "in the web chat". */
  route(address: string): string;
  /** What staff call a customer of whom only the address is known. */
  addressLabel(address: string): string;
  /** Whether its messages can be read by everybody; with `both` every card says which. */
  readonly visibility: 'private' | 'public' | 'both';
  /** A public enquiry has a button that asks its customer to write privately. */
  readonly asksPrivately: boolean;
  /** Staff can mute and block a customer. */
  readonly blocks: boolean;
  /** Customers can be written to. */
  readonly answerable: boolean;
  /** How long a customer may wait unless the admin says otherwise, in opening hours; null for as long as it takes. */
  readonly answerWithinMs: DurationMs | null;
  /** Customers are asked how it went unless the admin says otherwise; a live channel asks in its own place. */
  readonly asksRating: boolean;
  /** An automatic answer can tell customers that their message arrived. */
  readonly acknowledges: boolean;
  /** Customers watch where their enquiry stands: `watched` is there on the channel. */
  readonly live: boolean;
  /** A reply that a watching customer was not there to read is carried on by this kind, to the address they gave. */
  readonly carriesOn: boolean;
  /** Customers can take back there what they wrote: `withdraw` is called. */
  readonly takesBack: boolean;
  /** Enquiries count in the figures. */
  readonly counted: boolean;
  /** Its customers are made up, for practice: what is sent to them leads to their script, and nowhere else. */
  readonly scripted: boolean;
  /** Only we write to it: nobody connects it, and there is nothing to check. */
  readonly internal: boolean;
}

export interface Kinds {
  /** A kind that is known only by name has the defaults. */
  of(kind: string): KindFacts;
  /** Without those of practice, which are in no list. */
  readonly all: readonly KindFacts[];
}

export function makeKinds(given: readonly (Partial<KindFacts> & Pick<KindFacts, 'kind'>)[]): Kinds {
  const known = new Map(given.map(each => [each.kind, { ...defaults(each.kind, each.words), ...each }]));
  // Nobody knows what it was like: a card says of each enquiry whether everybody could read it.
  const byName = (kind: string): KindFacts => ({ ...defaults(kind), visibility: 'both' });
  return { of: kind => known.get(kind) ?? byName(kind), all: [...known.values()].filter(each => !each.scripted) };
}

function defaults(kind: string, words = kind): KindFacts {
  return {
    kind,
    words,
    route: () => `in the ${words}`,
    addressLabel: address => `Visitor ${address.slice(-4)}`,
    visibility: 'private',
    asksPrivately: false,
    blocks: false,
    answerable: true,
    answerWithinMs: null,
    asksRating: false,
    acknowledges: false,
    live: false,
    carriesOn: false,
    takesBack: false,
    counted: true,
    scripted: false,
    internal: false,
  };
}
