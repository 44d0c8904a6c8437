/**
 * What staff wrote in Slack: its words, their look, whom it addresses, and what of it cannot leave Slack. From its blocks
 * where there are some, else from the escaped mrkdwn. Pure.
 */
import { formattedFor, isPlain, type Passage, type Span, spanOf, textOf } from '../../../../src/core/formatted.ts';
import { cleanText } from '../../../../src/core/message.ts';
import { listed } from '../../../../src/desk/left-out.ts';
import { attachmentLeftOut, blockLeftOut, isUnfolded } from './left-out.ts';
import type { SlackAttachment, SlackBlock, SlackMessage } from './message-shapes.ts';
import { channelSpans, groupSpans, type Names, type Reading, userSpans } from './read-mentions.ts';
import { readRich } from './read-rich.ts';
import { readTable } from './read-table.ts';

interface ReadText {
  text: string;
  /** Present where there is more to see than the text. */
  formatted?: Passage[];
  /** Colleagues, groups, or everybody are addressed: it is meant for them. */
  mentions: string[];
  /** What the customer would not get, a sentence each. */
  leftOut: string[];
}

const NOBODY: Names = { user: () => null, channel: () => null };

export function readText(message: SlackMessage, names: Names = NOBODY): ReadText {
  const reading: Reading = { names, labels: labelsIn(message.text ?? ''), mentions: [], leftOut: [] };
  const blocks = message.blocks ?? [];
  let passages = blocks.flatMap(block => readBlock(block, reading));
  // Blocks of a kind that we cannot read at all: the plain text says what they say, as far as words can.
  const onlyStrange =
    blocks.length > 0 && blocks.every(each => !READABLE.has(each.type ?? '') && each.type !== 'image');
  if (blocks.length === 0 || onlyStrange) passages = fromMarkup(message.text ?? '', reading);
  for (const attachment of message.attachments ?? []) passages.push(...readAttachment(attachment, reading));
  const kept = passages.filter(each => each.as !== 'words' || each.spans.length > 0);
  const text = textOf(kept);
  const formatted = isPlain(kept) ? null : formattedFor(text, kept);
  const { mentions, leftOut } = reading;
  return { text, ...(formatted ? { formatted } : {}), mentions, leftOut: listed(leftOut) };
}

const READABLE = new Set(['rich_text', 'table', 'data_table', 'section', 'header', 'context', 'markdown', 'divider']);

function readBlock(block: SlackBlock, reading: Reading): Passage[] {
  switch (block.type) {
    case 'rich_text':
      return readRich(block.elements ?? [], reading);
    case 'table':
    case 'data_table':
      return readTable(block, reading);
    case 'section':
    case 'header':
    case 'markdown':
    case 'context': {
      if (block.accessory?.type === 'image') reading.leftOut.push(blockLeftOut(block.accessory) ?? '');
      const texts = [block.text, ...(block.fields ?? []), ...(block.elements ?? [])];
      return texts.flatMap(each => readTextObject(each as TextObject | string | undefined, reading));
    }
    default: {
      const sentence = blockLeftOut(block);
      if (sentence) reading.leftOut.push(sentence);
      return [];
    }
  }
}

interface TextObject {
  type?: string;
  text?: unknown;
  alt_text?: string;
  image_url?: string;
}

function readTextObject(object: TextObject | string | undefined, reading: Reading): Passage[] {
  if (object === undefined) return [];
  if (typeof object === 'string') return [{ as: 'words', spans: [spanOf(object)] }];
  if (typeof object.text !== 'string') {
    const sentence = blockLeftOut(object as SlackBlock);
    if (sentence) reading.leftOut.push(sentence);
    return [];
  }
  if (object.type === 'mrkdwn') return fromMarkup(object.text, reading);
  return [{ as: 'words', spans: [spanOf(object.text)] }];
}

/** A pasted table hangs below the words as an attachment. */
function readAttachment(attachment: SlackAttachment, reading: Reading): Passage[] {
  const blocks = attachment.is_share || isUnfolded(attachment) ? [] : (attachment.blocks ?? []);
  if (blocks.length) return blocks.flatMap(block => readBlock(block, reading));
  const sentence = attachmentLeftOut(attachment);
  if (sentence) reading.leftOut.push(sentence);
  return [];
}

/** Slack's escaped markup: `<@U1>`, `<https://x|label>`, `<!here>`, `&amp;`. */
function fromMarkup(markup: string, reading: Reading): Passage[] {
  const spans: Span[] = [];
  const plain = (text: string) => {
    if (text) spans.push(spanOf(unescaped(text)));
  };
  let at = 0;
  for (const found of markup.matchAll(/<([^<>]*)>/g)) {
    plain(markup.slice(at, found.index));
    spans.push(...fromToken(found[1]!, reading));
    at = found.index + found[0].length;
  }
  plain(markup.slice(at));
  return spans.length ? [{ as: 'words', spans }] : [];
}

function fromToken(inside: string, reading: Reading): Span[] {
  const [target = '', ...rest] = inside.split('|');
  const label = unescaped(rest.join('|'));
  if (target.startsWith('@')) return userSpans(target.slice(1), reading, {});
  if (target.startsWith('#')) return channelSpans(target.slice(1), reading, {});
  if (target.startsWith('!subteam^')) return groupSpans(target.slice('!subteam^'.length), reading, {});
  if (target.startsWith('!date')) return [spanOf(label)];
  if (target.startsWith('!')) {
    reading.mentions.push(target.slice(1));
    return [spanOf(`@${target.slice(1)}`)];
  }
  const url = unescaped(target);
  return [spanOf(label || url.replace(/^(mailto|tel):/, ''), { link: url })];
}

/** Names that the plain text of a message has for groups: `<!subteam^S1|@support>`. */
function labelsIn(text: string): Map<string, string> {
  const found = [...text.matchAll(/<!subteam\^([^<>|]+)\|([^<>|]+)>/g)];
  return new Map(found.map(each => [each[1]!, cleanText(unescaped(each[2]!))]));
}

/** Channels that a message mentions, so that their names can be asked for first. */
export function channelsIn(message: SlackMessage): string[] {
  const whole = JSON.stringify([message.blocks ?? [], message.attachments ?? [], message.text ?? '']);
  const ids = [...whole.matchAll(/"channel_id":"(C\w+|G\w+)"|<#([CG]\w+)/g)].map(each => each[1] ?? each[2]!);
  return [...new Set(ids)];
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
