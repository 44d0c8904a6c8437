/** A chart as a picture for the width and the ground it is shown on, with everything it shows in words. */
import type { VNode } from 'preact';
import type { ChartView } from '../../../../src/ports/answer.ts';
import { html } from './html.ts';

interface PictureProps {
  chart: ChartView;
  /** Where it is: an answer of a person, or what was shown in a room. */
  at: Record<string, string>;
}

export function Picture({ chart, at }: PictureProps): VNode {
  const source = (dark: boolean, wide: boolean) =>
    `/practice/picture?${new URLSearchParams({ ...at, dark: dark ? 'yes' : 'no', width: wide ? 'wide' : 'narrow' })}`;
  return html`
    <picture>
      <source media="(prefers-color-scheme: dark) and (min-width: 900px)" srcset=${source(true, true)} />
      <source media="(prefers-color-scheme: dark)" srcset=${source(true, false)} />
      <source media="(min-width: 900px)" srcset=${source(false, true)} />
      <img class="figures" src=${source(false, false)} alt=${chart.alt} />
    </picture>
  `;
}
