/** How much of a saved reply there may be. */

/** Characters of a title: it is a line in a list on a phone. */
export const SAVED_TITLE_CHARS_MAX = 80;
/** Characters of a text: as long as the longest reply. */
export const SAVED_TEXT_CHARS_MAX = 50_000;
/** Saved replies of a workspace: 500 are found in a few ms, and nobody keeps more of them up to date. */
export const SAVED_MAX = 2_000;
