/** Where a reply goes in X: under which post, or to whom. What does not fit together goes nowhere. Pure. */
import type { OutgoingReply } from '../../../../src/ports/channel.ts';
import { partnersOf } from '../read/private.ts';
import type { XEcho } from '../receive.ts';
import { answeringIn, postFor } from '../rules/reply-to.ts';
import { customerOf } from '../rules/threads.ts';

export type Target =
  /** A public reply under this post. */
  | { as: 'post'; post: string }
  | { as: 'message'; to: { person: string } | { conversation: string } }
  | { as: 'nowhere'; words: string };

const NOWHERE =
  'so Deskhand sends nothing from here, and nobody has got it. Open the conversation in X and answer there.';

/** Why the wall between public and private stopped a reply. */
const STOPPED = {
  mixed: `This enquiry has public posts and private messages in it: which side an answer belongs to is not certain, ${NOWHERE}`,
  private: `This enquiry is PRIVATE, but what it answers is a public post, ${NOWHERE}`,
  public: `This enquiry is PUBLIC, but what it answers is a private message, ${NOWHERE}`,
  other: `What it answers was not written by the customer of this enquiry, ${NOWHERE}`,
  unknown: `Nothing is known of what it answers in X, ${NOWHERE}`,
} as const;

type Asked = Pick<OutgoingReply, 'visibility' | 'to' | 'echoes'>;

/**
 * Checked a second time, after everything that was checked before: only what each of the customer's messages itself says
 * decides on which side of the wall an answer may go.
 * @param summon whether X takes a reply only under posts that asked for it (terms.json)
 */
export function targetOf({ visibility = 'private', to, echoes = [] }: Asked, summon: boolean): Target {
  const written = echoes as readonly XEcho[];
  const stopped = wallStops(visibility, to.address, written);
  if (stopped) return { as: 'nowhere', words: STOPPED[stopped] };
  if (visibility === 'private') return privately(to.address, written);
  const under = postFor(written, summon);
  if (!('post' in under)) return { as: 'nowhere', words: under.words };
  // Whatever chose it: it has to be one of those that were just checked.
  return written.some(each => each.post === under.post)
    ? { as: 'post', post: under.post }
    : { as: 'nowhere', words: STOPPED.other };
}

function wallStops(
  visibility: 'private' | 'public',
  address: string,
  echoes: readonly XEcho[],
): keyof typeof STOPPED | null {
  if (echoes.length === 0) return 'unknown';
  const sides = new Set(echoes.map(each => sideOf(each)));
  if (sides.has('unknown')) return 'unknown';
  if (sides.size > 1) return 'mixed';
  if (!sides.has(visibility)) return visibility;
  return echoes.every(each => isOf(each, address)) ? null : 'other';
}

function sideOf({ post, conversation, traits = [] }: XEcho): 'public' | 'private' | 'unknown' {
  const isPrivate = conversation !== undefined || traits.includes('encrypted');
  if (post) return isPrivate ? 'unknown' : 'public';
  return isPrivate ? 'private' : 'unknown';
}

/** In private whoever writes in the customer's conversation; in public the customer alone. */
function isOf({ post, conversation, author }: XEcho, address: string): boolean {
  if (post || conversation === undefined) return author === address;
  const partners = partnersOf(conversation);
  return partners ? partners.includes(address) && author === address : groupOf(conversation) === address;
}

const groupOf = (conversation: string): string => customerOf(`private/group/${conversation}`);

function privately(address: string, echoes: readonly XEcho[]): Target {
  const { refused } = answeringIn({ visibility: 'private', echoes }, true);
  if (refused) return { as: 'nowhere', words: refused };
  const conversation = echoes.findLast(each => each.conversation)?.conversation ?? '';
  return { as: 'message', to: partnersOf(conversation) ? { person: address } : { conversation } };
}
