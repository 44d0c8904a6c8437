/** Lines in which what stands before the first colon is a label, and numbers of enquiries lead to their threads. */
import type { VNode } from 'preact';
import type { AnswerView } from '../../../../src/ports/answer.ts';
import { html } from './html.ts';

const LABEL = /^[^:#]{1,40}:(?= |$)/;
const NUMBER = /(?<=^|\s)(#\d{1,9})\b/;

export interface LabelledProps {
  text: string;
  labels: boolean;
  links: AnswerView['links'];
  open: (thread: string) => void;
  /** Labels that can be typed as they are, and what a press of one does. */
  typed?: { words: readonly string[]; take: (words: string) => void };
}

export function Labelled({ text, labels, links, open, typed }: LabelledProps): VNode {
  const linked = (words: string) =>
    words.split(NUMBER).map(part => {
      const link = links.find(each => `#${each.number}` === part);
      return link ? html`<button type="button" class="link" onClick=${() => open(link.thread)}>${part}</button>` : part;
    });
  return html`<span class="text">${text.split('\n').map((line, i) => {
    const example = typed?.words.find(each => line.startsWith(`${each}: `));
    if (typed && example)
      return html`${i > 0 && '\n'}<button type="button" class="link" onClick=${() => typed.take(example)}>${example}</button>${line.slice(example.length)}`;
    const label = (labels && LABEL.exec(line)?.[0]) || '';
    return html`${i > 0 && '\n'}${label && html`<b>${label}</b>`}${linked(line.slice(label.length))}`;
  })}</span>`;
}
