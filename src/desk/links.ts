/** Links that open a channel's own site, with the words of a reply in them. Pure. */
import type { Answering } from '../ports/channel.ts';
import type { LinkView } from '../ports/views.ts';

/** Slack takes 3,000 for a button; browsers and sites often less. What is longer is opened without the words. */
const URL_CHARS_MAX = 2_000;
/** More ways than this are no help. */
const LINKS_MAX = 5;

/** @param text what is put in place of `{text}`; empty where nobody has written anything yet */
export function linksOf({ ways }: Pick<Answering, 'ways'>, text: string): LinkView[] {
  return ways.slice(0, LINKS_MAX).flatMap(({ label, url }) => {
    const full = filled(url, text);
    const fits = full.length > URL_CHARS_MAX ? filled(url, '') : full;
    return isSafe(fits) ? [{ label, url: fits }] : [];
  });
}

function filled(url: string, text: string): string {
  return url.replaceAll('{text}', () => encodeURIComponent(text.toWellFormed()));
}

function isSafe(url: string): boolean {
  return url.length <= URL_CHARS_MAX && URL.canParse(url) && new URL(url).protocol === 'https:';
}
