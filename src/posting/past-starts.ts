/** What was answered before as something that a reply can begin with: of the enquiry's own room. */
import { looksLikeId } from '../core/ids.ts';
import { clampText } from '../core/message.ts';
import { agoWords, SIMILAR } from '../desk/similar-words.ts';
import { draftFrom, near, pastOf } from './similar.ts';
import type { StartSource } from './start-source.ts';

const KIND = 'past';
/** Of its words, in a list. */
const LABEL_CHARS_MAX = 60;
/** Others that open the form meanwhile wait no longer than this. */
const FORM_WAITS_MS = 50;

export const pastStarts: StartSource = {
  kind: KIND,
  has: async (parts, enquiry, by) =>
    (await parts.history.ready(FORM_WAITS_MS)) && (await near(parts, enquiry, by)).length > 0,
  find: async (parts, enquiry, typed, by) => {
    if (!(await parts.history.ready(FORM_WAITS_MS))) return [];
    const found = await Promise.all((await near(parts, enquiry, by, typed)).map(each => pastOf(parts, each)));
    return found
      .filter(each => each !== null)
      .map(each => ({
        value: `${KIND}:${each.enquiry.id}`,
        label: clampText(each.asked, LABEL_CHARS_MAX).text,
        about: `${each.by ?? 'Somebody'}, ${agoWords(each.ago)}: ${clampText(each.answer.replace(/\s+/gu, ' '), LABEL_CHARS_MAX).text}`,
        group: SIMILAR.group,
      }));
  },
  begin: async (parts, enquiry, rest, by) => {
    const draft = looksLikeId('enquiry', rest) ? await draftFrom(parts, enquiry, rest, by) : null;
    if (!draft) return null;
    const notes = draft.text.includes('[check:') ? [SIMILAR.check] : [];
    return { text: draft.text, formatted: null, begun: `${KIND}:${rest}`, title: `#${draft.number}`, notes };
  },
};
