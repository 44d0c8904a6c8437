/** A chart as Slack draws it by itself: its `data_visualization` block, within the block's limits. Pure. */
import type { KnownBlock } from '@slack/types';
import type { ChartView } from '../../../../src/ports/answer.ts';

/** As the block's reference has them (docs.slack.dev, data-visualization-block); the types of the library lack it. */
const TITLE_CHARS_MAX = 50;
const LABEL_CHARS_MAX = 20;
const SERIES_MAX = 6;
const BARS_MAX = 20;

interface DataVisualization {
  type: 'data_visualization';
  title: string;
  chart: {
    type: 'bar';
    series: { name: string; data: { label: string; value: number }[] }[];
    axis_config: { categories: string[]; y_label?: string };
  };
}

/** Slack puts the bars of each day side by side; the line is one of them. */
export function drawChart(chart: ChartView): KnownBlock {
  const bars = chart.bars.slice(0, BARS_MAX).map(each => each.slice(0, LABEL_CHARS_MAX));
  const all = [...chart.series, ...(chart.line ? [chart.line] : [])].slice(-SERIES_MAX);
  const block: DataVisualization = {
    type: 'data_visualization',
    title: chart.title.slice(0, TITLE_CHARS_MAX),
    chart: {
      type: 'bar',
      series: all.map(({ name, values }) => ({
        name: name.slice(0, LABEL_CHARS_MAX),
        data: bars.map((label, i) => ({ label, value: values[i] ?? 0 })),
      })),
      axis_config: { categories: bars, y_label: chart.unit },
    },
  };
  return block as unknown as KnownBlock;
}
