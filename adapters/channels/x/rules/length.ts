/** How X counts a text, and what it takes for a link. */

/**
 * Whether X bills a text as one with a link. In doubt it is one: a surprise of 20 cents is worse than a warning too many.
 */
export function hasLink(text: string): boolean {
  return /https?:\/\/\S/i.test(text);
}
