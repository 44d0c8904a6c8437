/** A draft by a model as something that a reply can begin with; off unless an admin named a model. */

import type { Enquiry } from '../core/enquiry.ts';
import { DRAFT_WORDS } from '../desk/draft-words.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';
import { mayBeDrafted } from './draft-grounds.ts';
import { draftFor } from './drafting.ts';
import { near } from './similar.ts';
import type { StartSource } from './start-source.ts';

const KIND = 'draft';
/** In place of a draft's name: one that is still to be written. */
const NEW = 'new';
/** Others that open the form meanwhile wait no longer than this. */
const FORM_WAITS_MS = 50;

export const draftStarts: StartSource = {
  kind: KIND,
  has: offers,
  find: async (parts, enquiry, typed, by) => {
    const isMeant = DRAFT_WORDS.label.toLowerCase().startsWith(typed.trim().toLowerCase());
    if (!isMeant || !(await offers(parts, enquiry, by))) return [];
    const { label, about, group } = DRAFT_WORDS;
    return [{ value: `${KIND}:${NEW}`, label, about, group }];
  },
  begin: async (parts, enquiry, rest, by) => {
    const { drafting } = parts;
    if (rest !== NEW) {
      const kept = drafting?.memory.byId(rest);
      const isTheirs = kept?.enquiryId === enquiry.id && kept.by === by.deskRef;
      // Forgotten after an hour, or of another process: whatever is in the form now is its author's.
      const text = isTheirs && kept.settled?.ok ? kept.settled.text : '';
      return { text, formatted: null, begun: `${KIND}:${rest}`, title: DRAFT_WORDS.title, notes: [] };
    }
    if (!drafting) return null;
    const draft = await draftFor(parts, drafting, enquiry, by);
    if ('refusal' in draft) return draft;
    const outcome = draft.settled!;
    if (!outcome.ok) return { refusal: outcome.words };
    const { text, notes } = outcome;
    return { text, formatted: null, begun: `${KIND}:${draft.id}`, title: DRAFT_WORDS.title, notes };
  },
};

/** Only where something like it was answered before, and this person may read that. */
async function offers(parts: Parts, enquiry: Enquiry, by: Person): Promise<boolean> {
  if (!parts.drafting || !(await mayBeDrafted(parts, enquiry))) return false;
  return (await parts.history.ready(FORM_WAITS_MS)) && (await near(parts, enquiry, by)).length > 0;
}
