/** The words of an answer, with its picture where it belongs: what is urgent stands above it. */
import type { VNode } from 'preact';
import type { AnswerView, ChartView } from '../../../../src/ports/answer.ts';
import { html } from './html.ts';
import { Labelled, type LabelledProps } from './labelled.ts';
import { Picture } from './picture.ts';

interface SaidProps {
  text: string;
  labels: boolean;
  links: AnswerView['links'];
  open(thread: string): void;
  chart: ChartView | null;
  chartAfterLines: number | undefined;
  /** Where the picture is. */
  at: Record<string, string>;
  /** Stands behind the last word. */
  end?: VNode;
  typed?: LabelledProps['typed'];
}

export function Said({ text, labels, links, open, chart, chartAfterLines, at, end, typed }: SaidProps): VNode {
  const lines = text.split('\n');
  const after = chart ? (chartAfterLines ?? lines.length) : lines.length;
  const words = (some: string[], last: boolean) =>
    some.length > 0 &&
    html`<p><${Labelled} text=${some.join('\n')} labels=${labels} links=${links} open=${open} typed=${typed} />${last && end && html` ${end}`}</p>`;
  const below = lines.slice(after);
  return html`${words(lines.slice(0, after), below.length === 0)}${chart && html`<${Picture} chart=${chart} at=${at} />`}${words(below, true)}`;
}
