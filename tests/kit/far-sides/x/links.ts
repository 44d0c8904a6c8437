/** What X makes of links: each in a text, and each picture of a post, becomes one of its own (t.co), which entities explain. */
import { createHash } from 'node:crypto';
import { linksIn } from './bills.ts';
import type { Json } from './shapes.ts';

/** A link as it stands in the text that X shows. */
export interface ShortLink {
  url: string;
  expanded: string;
  display: string;
}

const short = (of: string): string =>
  `https://t.co/${createHash('sha256').update(of).digest('base64').replace(/\W/g, '').slice(0, 10)}`;

/** @param id of the post or the message: X makes a new link each time */
export function shortened(typed: string, id: string): { text: string; links: ShortLink[] } {
  const links: ShortLink[] = [];
  let text = '';
  let rest = typed;
  for (const [n, link] of linksIn(typed).entries()) {
    const at = rest.indexOf(link);
    const url = short(`${id} ${n} ${link}`);
    const expanded = /^https?:/i.test(link) ? link : `http://${link}`;
    links.push({ url, expanded, display: link.replace(/^https?:\/\//i, '').slice(0, 26) });
    text += rest.slice(0, at) + url;
    rest = rest.slice(at + link.length);
  }
  return { text: text + rest, links };
}

/** The pictures of a post stand at its end as one link. */
export function pictureLink(handle: string, post: string, mediaKey: string): ShortLink {
  const expanded = `https://x.com/${handle}/status/${post}/photo/1`;
  return { url: short(`${post} ${mediaKey}`), expanded, display: `pic.x.com/${mediaKey.slice(-10)}` };
}

/** @param place of an index in UTF-16, in X's own count of characters */
export function urlEntities(text: string, links: readonly ShortLink[], place: (at: number) => number): Json[] {
  return links.flatMap(({ url, expanded, display }) => {
    const at = text.indexOf(url);
    if (at < 0) return [];
    const start = place(at);
    return [{ start, end: start + url.length, url, expanded_url: expanded, display_url: display }];
  });
}
