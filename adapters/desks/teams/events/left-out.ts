/** Finds the parts of a Teams message that a customer would not get, a sentence for each. Pure. */
import { LEFT_OUT } from '../../../../src/desk/left-out.ts';
import type { Attachment } from '../activity.ts';
import { type Element, wordsIn } from './html.ts';
import { FILE, fieldsOf } from './slim.ts';

export const TEAMS = 'Teams';

/** What can be attached to a message, by its type. */
const KINDS: [RegExp, string][] = [
  [/voice\+json|card\.audio|^audio\//i, 'The voice message'],
  [/^video\/|card\.video/i, 'The video'],
  [/codesnippet/i, 'The code snippet'],
  [/fluid|loop/i, 'The Loop component'],
  [/announcement/i, 'The heading of the announcement'],
  [/meeting/i, 'The meeting'],
  [/\bcard\b/i, 'The card'],
];

/** The sentence about something beside the words that cannot be fetched. */
export function attachmentLeftOut({ contentType = '', name = '', content }: Attachment): string {
  const { title } = fieldsOf(content);
  const words = name || (typeof title === 'string' ? title : '');
  if (contentType === 'forwardedMessageReference') return LEFT_OUT.forwarded(words);
  if (contentType === 'messageReference') return LEFT_OUT.quoted(words);
  if (contentType === 'reference' || contentType === FILE) return LEFT_OUT.file(words, TEAMS);
  if (/^image\/|card\.animation/i.test(contentType)) return pictureLeftOut(words, contentType);
  return LEFT_OUT.block(KINDS.find(([kind]) => kind.test(contentType))?.[1] ?? null, words);
}

/** @param about its address and type: GIFs say there that they are some */
export function pictureLeftOut(alt: string, about: string): string {
  const moves = /\bgif|giphy|tenor|animation/i.test(`${alt} ${about}`);
  // What Teams calls a picture that nobody has given a name.
  const words = alt.replace(/^(image|img|picture)$|\s*\(GIF Image\)$/i, '');
  return LEFT_OUT.image(words, moves, TEAMS);
}

/** The sentence about an element without words of its own; empty when there is nothing to miss, null when it is read. */
export function elementLeftOut(element: Element): string | null {
  const { tag, attributes } = element;
  const { itemtype = '', itemid = '' } = attributes;
  // One and the same empty element. For the preview of a link it says so, and the link stands in the words.
  if (itemtype.endsWith('/InputExtension'))
    return /^app-preview/.test(itemid)
      ? ''
      : LEFT_OUT.block('The voice message, code snippet or card of an app', wordsIn(element));
  // It only marks where a block of code begins.
  if (itemtype.endsWith('/CodeBlockEditor') && wordsIn(element).trim() === '') return '';
  if (tag === 'video' || itemtype.endsWith('/AMSVideo')) return LEFT_OUT.block('The video', '');
  if (tag === 'audio') return LEFT_OUT.block('The voice message', '');
  return /^(iframe|object|embed|uriobject|svg|canvas)$/.test(tag) ? LEFT_OUT.block(null, wordsIn(element)) : null;
}
