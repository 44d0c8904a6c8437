/** Every sentence about a part of a Slack message that a customer would not get; for somebody who never heard of blocks. */
import { clampText, firstLine } from '../../../src/core/message.ts';
import type { SlackAttachment, SlackBlock } from './message-shapes.ts';

/** Words of a part that stay behind, as far as they are named. */
const NAMED_CHARS = 60;
/** More of them in one preview is a list that nobody reads. */
const NAMED_MAX = 8;

export const LEFT_OUT = {
  emoji: (name: string) => `The emoji :${clampText(name, NAMED_CHARS).text}: is left out: only your Slack has it.`,
  channel: 'The mention of a channel is left out: customers cannot see it, and its name is not public.',
  piece: (words: string) =>
    `A piece of your text ${named(words)}is left out: Deskhand does not know its kind. Type it in words.`,
  forwarded: (words: string) =>
    `The forwarded message ${named(words)}is left out. Copy what the customer may read into your own words.`,
  attachment: (words: string) => `What is attached below your words ${named(words)}is left out.`,
  files: (names: string[]) =>
    `${names.length === 1 ? `The file ${names[0]} is` : `${names.length} more files are`} left out: one message carries no more. Put ${names.length === 1 ? 'it' : 'them'} beside another message.`,
  cut: 'The end of your message is left out: it is too long for one. Send it in two parts.',
};

const BLOCKS: Record<string, string> = {
  image: 'The picture block',
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
  const { type = '' } = block;
  if (EMPTY.has(type)) return null;
  const title = typeof block.title === 'string' ? block.title : block.title?.text;
  const words = named(title || block.alt_text || '');
  if (type === 'image') {
    const moves =
      /\.gif\b|giphy|tenor/i.test(`${block.image_url ?? ''}`) || /\bgif\b/i.test(`${title} ${block.alt_text}`);
    return `The picture block ${moves ? '(a GIF) ' : ''}${words}is left out. Attach it as a file if the customer should have it.`;
  }
  const what = BLOCKS[type] ?? 'A part of your message that Deskhand does not know';
  return `${what} ${words}is left out.`;
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

/** Each sentence once, and not more than somebody reads. */
export function listed(sentences: string[]): string[] {
  const each = [...new Set(sentences)];
  if (each.length <= NAMED_MAX) return each;
  return [...each.slice(0, NAMED_MAX - 1), `${each.length - NAMED_MAX + 1} more parts of your message are left out.`];
}

function named(words: string): string {
  const line = firstLine(words, NAMED_CHARS);
  return line ? `("${line}") ` : '';
}
