/**
 * Whether something of ours that X shows is a reply that left from here. One rule for whoever looks a reply up and for
 * whoever meets it in a list or an event. Pure.
 */
import { type DurationMs, type Instant, MINUTE } from '../../../../src/core/time.ts';
import type { Found } from '../read/payload.ts';
import { partnersOf } from '../read/private.ts';
import { plainText, postText } from '../read/text.ts';
import type { Leaving } from './departures.ts';
import { saysTheSame } from './same-words.ts';

/** X's clock and ours differ by less. */
const CLOCKS_APART: DurationMs = 5 * MINUTE;

/** What decides of a reply: its words, where it went, when it was tried first, and whether it has pictures. */
export type Left = Pick<Leaving, 'text' | 'target' | 'since' | 'hasMedia'>;

/** A post or a message, as far as it says whether it is a reply of ours. */
interface Shown {
  id: string;
  text: string;
  targets: (string | null)[];
  at: Instant | null;
  hasMedia: boolean;
  isOurs: boolean;
}

/** @param us the id of our account. @returns null for what nobody can answer with, such as a deletion */
export function shownIn(found: Found, us: string): Shown | null {
  if (found.as === 'post') {
    const { id, authorId, answers, writtenAt, mediaKeys, links } = found.post;
    const hasMedia = mediaKeys.length > 0 || links.some(each => each.isMedia);
    return { id, text: postText(found.post), targets: [answers], at: writtenAt, hasMedia, isOurs: authorId === us };
  }
  if (found.as !== 'private') return null;
  const { id, conversationId, senderId, recipientId, text, links, mediaKeys, media, writtenAt } = found.message;
  const partner = recipientId ?? partnersOf(conversationId)?.find(each => each !== us) ?? null;
  return {
    ...{ id, at: writtenAt, text: plainText(text, links), targets: [partner, conversationId] },
    hasMedia: mediaKeys.length + media.length > 0,
    isOurs: senderId === us,
  };
}

/** Nothing older can be this reply. */
export function notBefore({ since }: Pick<Left, 'since'>): Instant {
  return since - CLOCKS_APART;
}

export function isThatReply(left: Left, shown: Shown): boolean {
  const inTime = shown.at === null || shown.at >= notBefore(left);
  const isThere = shown.isOurs && shown.targets.includes(left.target) && shown.hasMedia === left.hasMedia;
  return inTime && isThere && saysTheSame(left.text, shown.text);
}
