/** Lines in which what stands before the first colon is a label. */
import type { VNode } from 'preact';
import { html } from './html.ts';

const LABEL = /^[^:#]{1,40}:(?= )/;

export function Labelled({ text, labels }: { text: string; labels: boolean }): VNode {
  if (!labels) return html`<span class="text">${text}</span>`;
  return html`<span class="text">${text.split('\n').map((line, i) => {
    const label = LABEL.exec(line)?.[0] ?? '';
    return html`${i > 0 && '\n'}${label && html`<b>${label}</b>`}${line.slice(label.length)}`;
  })}</span>`;
}
