/** Which parts of a Slack message a customer would not get. Pure. */

import { firstLine } from '../../../../src/core/message.ts';
import { LEFT_OUT, NAMED_CHARS } from '../../../../src/desk/left-out.ts';
import type { SlackAttachment, SlackBlock } from './message-shapes.ts';

const BLOCKS: Record<string, string> = {
  video: 'The video block',
  file: 'The file block',
  canvas: 'The canvas',
  list: 'The list of Slack',
  call: 'The call',
  data_visualization: 'The chart',
  card: 'The card',
  carousel: 'The cards',
  actions: 'The row of buttons',
  input: 'The form field',
};
/** Lines and spaces: nothing to miss. */
const EMPTY = new Set(['divider']);

/** The sentence about a block that has no words of its own to carry; null when there is nothing to miss. */
export function blockLeftOut(block: SlackBlock): string | null {
  const { type = '', alt_text: alt = '', image_url: url = '' } = block;
  if (EMPTY.has(type)) return null;
  const title = (typeof block.title === 'string' ? block.title : block.title?.text) ?? '';
  if (type !== 'image') return LEFT_OUT.block(BLOCKS[type] ?? null, title || alt);
  const moves = /\.gif\b|giphy|tenor/i.test(url) || /\bgif\b/i.test(`${title} ${alt}`);
  return LEFT_OUT.picture(title || alt, moves);
}

/** What a link in it unfolds to: the words of whoever wrote that page, often one of the business's own. Never the customer's. */
export function isUnfolded(attachment: SlackAttachment): boolean {
  const { from_url, original_url, app_unfurl_url, is_msg_unfurl, is_app_unfurl, message_blocks } = attachment;
  return Boolean(from_url || original_url || app_unfurl_url || is_msg_unfurl || is_app_unfurl || message_blocks);
}

/** The sentence about what hangs below a message; null for what a link in it unfolds to. */
export function attachmentLeftOut(attachment: SlackAttachment): string | null {
  const words = firstLine(attachment.title || attachment.text || attachment.fallback || '', NAMED_CHARS);
  if (attachment.is_share) return LEFT_OUT.forwarded(words);
  if (isUnfolded(attachment)) return null;
  if (attachment.image_url || attachment.thumb_url)
    return blockLeftOut({ type: 'image', image_url: attachment.image_url ?? attachment.thumb_url, alt_text: words });
  return LEFT_OUT.attachment(words);
}
