/** A source of what a reply can begin with. Whoever adds one puts it into the list of starts.ts. */
import type { Enquiry } from '../core/enquiry.ts';
import type { Passage } from '../core/formatted.ts';
import type { MessageId } from '../core/ids.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';
import type { StartView } from '../ports/views.ts';

/** What a source gives for one thing that was chosen. */
export interface Start {
  text: string;
  /** Its name and state, kept with what is made of it: `<kind>:<whatever the source wants to know again>`. */
  begun: string;
  title: string;
  /** The look of the text, where it has one. */
  formatted: Passage[] | null;
  /** What is to be known of it, in sentences. */
  notes: string[];
}

export interface StartSource {
  /** What its names begin with, before a colon. */
  kind: string;
  /** Is there anything at all to offer here? Quick: asked with each form that opens. */
  has(parts: Parts, enquiry: Enquiry, by: Person): Promise<boolean>;
  /** The best first; with nothing typed, what is nearest to what the customer asks. */
  find(parts: Parts, enquiry: Enquiry, typed: string, by: Person): Promise<StartView[]>;
  /**
   * @param rest what stands behind the colon of its name
   * @returns null where it is gone, or not for this person; words where there is nothing to begin with, and why
   */
  begin(parts: Parts, enquiry: Enquiry, rest: string, by: Person): Promise<Start | { refusal: string } | null>;
  /** Puts the files of it beside a reply that was begun with it; once, however often it is called. @returns false for none */
  attach?(parts: Parts, rest: string, place: MessageId): Promise<boolean>;
}
