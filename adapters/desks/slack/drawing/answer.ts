/** Answers to commands: plain lines, in which the numbers of enquiries open their threads. Pure. */
import type { RichTextElement } from '@slack/types';
import type { AnswerView } from '../../../../src/ports/answer.ts';
import { actions, type Drawn } from './blocks.ts';
import { clean, notice, SECTION_CHARS_MAX } from './text.ts';

/** A line of an answer; a list of twenty stays readable. */
const LINE_CHARS_MAX = 700;
/** "First response time:" */
const LABEL = /^[^:#]{1,40}:(?= |$)/;
/** All blocks of a message carry some 13,000 signs. */
const ANSWER_BLOCKS_MAX = 4;

/** Its words, and its buttons apart: a chart stands between them. */
export function drawAnswer(
  { text, links, buttons, labels = false }: Pick<AnswerView, 'text' | 'links' | 'buttons' | 'labels'>,
  linkOf: (thread: string) => string | null,
): Drawn & { buttons: Drawn['blocks'] } {
  const urls = new Map(links.map(({ number, thread }) => [number, linkOf(thread)]));
  const blocks: Drawn['blocks'] = [];
  let elements: RichTextElement[] = [];
  let signs = 0;
  const flush = () => {
    if (elements.length) blocks.push({ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] });
    [elements, signs] = [[], 0];
  };
  for (const line of text.split('\n')) {
    if (signs + line.length > SECTION_CHARS_MAX) flush();
    if (signs) elements.push({ type: 'text', text: '\n' });
    const shown = clean(line.slice(0, LINE_CHARS_MAX)) || ' ';
    const label = labels ? (LABEL.exec(shown)?.[0] ?? '') : '';
    if (label) elements.push({ type: 'text', text: label, style: { bold: true } });
    elements.push(...linked(shown.slice(label.length), urls));
    signs += line.length + 1;
  }
  flush();
  const under = actions(buttons, [], 'answer');
  return { text: notice(text), blocks: blocks.slice(0, ANSWER_BLOCKS_MAX), buttons: under };
}

/** A line in which `#12` opens its thread; all else is literal, for customers' words may be in it. */
function linked(line: string, urls: Map<number, string | null>): RichTextElement[] {
  const elements: RichTextElement[] = [];
  let at = 0;
  for (const found of line.matchAll(/(?<=^|\s)#(\d{1,9})\b/g)) {
    const url = urls.get(Number(found[1]));
    if (!url) continue;
    if (found.index > at) elements.push({ type: 'text', text: line.slice(at, found.index) });
    elements.push({ type: 'link', url, text: found[0] });
    at = found.index + found[0].length;
  }
  if (at < line.length) elements.push({ type: 'text', text: line.slice(at) });
  return elements;
}
