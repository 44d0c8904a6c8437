/** The words of a post or a private message as people see them on X: links written out, no codes, no names in front. */
import { cleanText } from '../../../../src/core/message.ts';
import type { Link, Post } from '../shapes.ts';

const CODES: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };

/** @param quoted whose post it shows below: the link to it is not shown twice */
export function postText({ text, shownFrom, answers, links, quotes }: Post): string {
  const start = answers ? prefixEnd(text, shownFrom) : 0;
  const toQuoted = ({ expanded }: Link) =>
    quotes !== null && new RegExp(`/status/${quotes}(?!\\d)`).test(expanded ?? '');
  return plainText(text.slice(start), links, toQuoted);
}

export function plainText(
  text: string,
  links: readonly Link[],
  leaveOut: (link: Link) => boolean = () => false,
): string {
  const known = new Map(links.map(each => [each.url, each]));
  const written = unescaped(text).replace(/https?:\/\/t\.co\/\w+/g, url => {
    const link = known.get(url);
    if (!link) return url;
    return link.isMedia || leaveOut(link) ? '' : (link.expanded ?? url);
  });
  return cleanText(written).trim();
}

/** Each code once: `&amp;lt;` is somebody who wrote "&lt;". */
function unescaped(text: string): string {
  return text.replace(/&(lt|gt|quot|#39|amp);/g, code => CODES[code] ?? code);
}

/** A short link whose address X did not send. */
export function hasShortLink(text: string): boolean {
  return /https?:\/\/t\.co\/\w/.test(text);
}

/** Where the names end that X puts in front of a reply; only where there is nothing else before it. */
function prefixEnd(text: string, shownFrom: number | null): number {
  const start = shownFrom ?? 0;
  return /^(?:@\w+\s+)*$/.test(text.slice(0, start)) ? start : 0;
}

/**
 * Whether the author wrote this name: X puts names in front of every reply by itself, and those do not count.
 * @returns null when X did not say where the author's own words begin
 */
export function isNamed(post: Post, handle: string): boolean | null {
  const name = new RegExp(`(?<![\\w@＠!#$%&*])[@＠]${escaped(handle)}(?![\\w@])`, 'gi');
  const places = [...post.text.matchAll(name)].map(each => each.index);
  if (places.length === 0) return false;
  if (!isReply(post)) return true;
  const prefix = /^(?:@\w+\s+)*/.exec(post.text)?.[0].length ?? 0;
  const start = post.shownFrom ?? prefix;
  if (places.some(each => each >= start)) return true;
  return post.shownFrom === null ? null : false;
}

/** A new post that begins with a name has the id of that account too, and is no reply. */
export function isReply({ id, answers, conversationId, editIds }: Post): boolean {
  return answers !== null || (conversationId !== null && conversationId !== id && !editIds.includes(conversationId));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
