/** Finds what a reader would press in a text: addresses of pages and of mail. Everything else stays text. Pure. */

interface Link {
  text: string;
  /** Only ever `http:`, `https:` or `mailto:`. */
  href: string;
}

/** Ends an address: a blank, a quote mark, signs of direction, punctuation of languages that write without blanks. */
const END = '\\s<>"`«»“”„\u200e-\u202e\u2066-\u2069\u3000-\u303f\uff00-\uff20';
/** A mail address needs a dot behind its `@`, and is known whole (`o'brien@...`, `...@shop.xn--p1ai`) or not at all. */
const FOUND = new RegExp(
  `https?://[^${END}]+|[\\p{L}\\p{N}_][\\p{L}\\p{N}.'’_%+-]*@(?:[\\p{L}\\p{N}-]+\\.)+(?:xn--[\\w-]+|\\p{L}{2,})|www\\.[^${END}]+\\.[^${END}]+`,
  'giu',
);
/** What stands before `www.` or a mail address that is no word of its own. Safari before 16.4 cannot look behind by itself. */
const WITHIN = /[\p{L}\p{N}.@/_-]$/u;
/** Belongs to the sentence when it stands last. */
const TRAILING = /[.,:;!?*_~…'’]$/;
const BRACKETS: Record<string, string> = { ')': '(', ']': '[', '}': '{' };

export function linksIn(text: string): (string | Link)[] {
  const parts: (string | Link)[] = [];
  let at = 0;
  for (const found of text.matchAll(FOUND)) {
    const link = withoutTail(found[0]);
    const isPage = /^https?:/i.test(link);
    if (/^https?:\/+$/i.test(link) || (!isPage && WITHIN.test(text.charAt(found.index - 1)))) continue;
    if (found.index > at) parts.push(text.slice(at, found.index));
    parts.push({ text: link, href: isPage ? link : /^www\./i.test(link) ? `https://${link}` : `mailto:${link}` });
    at = found.index + link.length;
  }
  if (at < text.length) parts.push(text.slice(at));
  return parts;
}

/** A closing bracket stays where its opening one is part of the address too: `..._(landform)`, `?b=[1]`. */
function withoutTail(address: string): string {
  for (let link = address; ; link = link.slice(0, -1)) {
    const last = link.at(-1) ?? '';
    const opening = BRACKETS[last];
    const isOpen = opening !== undefined && link.split(opening).length >= link.split(last).length;
    if (isOpen || !(opening || TRAILING.test(last))) return link;
  }
}
