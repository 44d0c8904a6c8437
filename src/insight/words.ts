/** What customers taught, as text that reads on a phone, and as one picture. Pure. */
import { addDays } from '../core/days.ts';
import { waitWords } from '../desk/durations.ts';
import { chartOf } from '../figures/chart.ts';
import { NO_REASON } from '../figures/split.ts';
import { plural, spanWords, whole } from '../figures/words-split.ts';
import type { ChartView } from '../ports/answer.ts';
import type { Change } from './change.ts';
import type { Insight, Topic } from './learn.ts';

/** A phone shows about this many. */
const REASONS_MAX = 5;
const CHANGES_MAX = 3;
/** With more their names run into each other on a phone. */
const BARS_MAX = 5;
const LABEL_CHARS_MAX = 15;

/** Lines that begin with what they are about and a colon. Above a picture, and below it. */
export function insightParts(insight: Insight): { above: string; below: string } {
  const { report } = insight;
  if (report.figures.opened === 0) return { above: `${headWords(insight)}\n${nothingWords(insight)}`, below: '' };
  const lines = (some: string[]) => some.filter(each => each !== '').join('\n');
  return {
    above: lines([headWords(insight), roomWords(insight), askedWords(insight), reasonWords(insight)]),
    below: lines([
      ...changedWords(insight),
      ...groupWords(insight),
      ...insight.topics.flatMap(each => [`In their words: ${each.words}`, ...quoteLines(each)]),
      ...freshWords(insight),
      answerWords(insight),
      footWords(insight),
    ]),
  };
}

export function insightWords(insight: Insight): string {
  const { above, below } = insightParts(insight);
  return below === '' ? above : `${above}\n${below}`;
}

function headWords({ report: { period } }: Insight): string {
  const last = addDays(period.endDay, -1);
  const days = spanWords(period.firstDay, last);
  // A name with a year in it says which days are meant.
  const head = /\d{4}/.test(period.name) ? period.name : `${period.name}, ${days}`;
  return `What customers taught us. ${head}${period.until < period.to && period.firstDay !== last ? ', so far' : ''}`;
}

function nothingWords({ report }: Insight): string {
  return report.since === null
    ? 'Nobody has written yet.'
    : 'Nobody wrote in this time. For the time before, type: insight last week';
}

function roomWords({ report: { rooms } }: Insight): string {
  return rooms === null ? '' : `${rooms.length === 1 ? 'Room' : 'Rooms'}: ${rooms.join(', ')}`;
}

function askedWords({ report, total }: Insight): string {
  const { opened } = report.figures;
  const asked = `Asked: ${plural(opened, 'new enquiry', 'new enquiries')}`;
  return compares(report) ? `${asked}, ${whole(report.before.opened)} before (${sizeWords(total)})` : asked;
}

export function compares({ since, previous }: Insight['report']): boolean {
  return since !== null && since <= previous.firstDay;
}

function reasonWords({ reasons, unnamed }: Insight): string {
  const named = reasons.filter(each => each.n > 0);
  if (named.length === 0) return '';
  const shown = named.slice(0, REASONS_MAX).map(({ reason, n }) => `${reason} ${whole(n)}`);
  const more = named.length > shown.length ? `, and ${named.length - shown.length} more` : '';
  return `About: ${shown.join(', ')}${more}${unnamed ? `; ${NO_REASON} ${whole(unnamed)}` : ''}`;
}

/** "about twice as many", "a third fewer, about", "too few to say". */
export function sizeWords({ as, times, now, before }: Change): string {
  if (now === before && as === 'unclear') return 'the same';
  if (as === 'unclear' || times === null) return as === 'fresh' ? 'none before' : 'too few to say';
  if (as === 'gone') return 'none any more';
  if (times >= 1.9)
    return `about ${NUMBERS[Math.round(times)] ?? Math.round(times)} times as many`.replace('two times', 'twice');
  if (times > 1) return `about ${percent(times - 1)} more`;
  return times <= 0.55 && times >= 0.45 ? 'about half as many' : `about ${percent(1 - times)} fewer`;
}

const NUMBERS: Record<number, string> = { 2: 'two', 3: 'three', 4: 'four', 5: 'five', 6: 'six' };

/** To five per cent: more would seem to know more. */
function percent(share: number): string {
  return `${Math.max(5, Math.round(share * 20) * 5)} %`;
}

function changedWords({ reasons, report }: Insight): string[] {
  if (!compares(report)) return [];
  const of = (...kinds: Change['as'][]) =>
    reasons.filter(({ change }) => change && kinds.includes(change.as)).sort((a, b) => moved(b) - moved(a));
  const told = ({ reason, n, change }: Insight['reasons'][number]) =>
    change!.before
      ? `${reason} ${whole(n)}, before ${whole(change!.before)} (${sizeWords(change!)})`
      : `${reason} ${whole(n)} (none before)`;
  const [up, down] = [of('up', 'fresh'), of('down', 'gone')];
  const few = reasons.filter(({ change, n }) => change?.as === 'unclear' && n !== change.before && n > 0);
  return [
    up.length ? `More: ${up.slice(0, CHANGES_MAX).map(told).join('; ')}` : '',
    down.length ? `Fewer: ${down.slice(0, CHANGES_MAX).map(told).join('; ')}` : '',
    few.length
      ? `Too few to say: ${few
          .slice(0, REASONS_MAX)
          .map(({ reason, n, change }) => `${reason} ${whole(n)} (before ${whole(change!.before)})`)
          .join(', ')}`
      : '',
  ];
}

function moved({ n, change }: Insight['reasons'][number]): number {
  return Math.abs(n - (change?.before ?? 0));
}

function groupWords({ groups, sample, reasons }: Insight): string[] {
  if (groups.length === 0) return [];
  const of = sample.all ? '' : ` (of ${whole(sample.n)} enquiries that were looked at)`;
  const why = reasons.some(each => each.n > 0) ? 'few have a contact reason' : 'no contact reasons were chosen';
  const told = groups.map(({ words, customers }) => `${words} (${plural(customers, 'customer', 'customers')})`);
  return [`Words that came up: ${told.join(', ')}; ${why}${of}`];
}

function freshWords({ fresh, sample }: Insight): string[] {
  if (fresh === null) return [];
  if (fresh.length === 0) return sample.n ? ['New: nothing that several customers wrote about, and none before'] : [];
  return fresh.flatMap(topic => [
    `New: ${topic.words}, ${plural(topic.n, 'customer', 'customers')}, none in the time before`,
    ...quoteLines(topic),
  ]);
}

function quoteLines({ quotes }: Topic): string[] {
  return quotes.map(({ text, number }) => `• “${text}” #${number}`);
}

function answerWords({ answers, report }: Insight): string {
  const { replies, before, firstResponse } = answers;
  if (replies === 0) return 'Answers: none yet';
  const then = compares(report) ? `, ${whole(before)} before` : '';
  const first =
    firstResponse === null ? '' : `; the first one after ${waitWords(firstResponse)} (median, opening hours)`;
  return `Answers: ${plural(replies, 'reply', 'replies')} that customers waited for${then}${first}`;
}

function footWords({ report, sample }: Insight): string {
  const { previous, since } = report;
  const days = spanWords(previous.firstDay, addDays(previous.endDay, -1));
  const looked = sample.all ? '' : ` Words are of ${whole(sample.n)} enquiries, spread over the whole time.`;
  if (!compares(report))
    return since === null
      ? ''
      : `Figures begin in this time or shortly before: there is nothing to compare with yet.${looked}`;
  const until = report.period.until < report.period.to ? ', up to the same point' : '';
  return `“Before” is ${days}${until}. “Too few to say”: chance alone makes such differences. What says who wrote is left out.${looked}`;
}

/** Contact reasons now, with a mark for before; where there are none, how many wrote. Null when there is nothing to see. */
export function insightChart({ reasons, report, unnamed }: Insight): ChartView | null {
  const named = reasons.slice(0, BARS_MAX);
  if (report.figures.opened === 0) return null;
  if (named.length < 2) return chartOf(report);
  const compared = compares(report);
  const labels = unique(
    named.map(({ reason }) =>
      [...reason].length > LABEL_CHARS_MAX ? `${[...reason].slice(0, LABEL_CHARS_MAX - 1).join('')}…` : reason,
    ),
  );
  const { period, previous } = report;
  // Of a longer time before, as much as is usual in one like this.
  const share = (period.to - period.from) / (previous.to - previous.from);
  const longer = share < 0.7;
  const was = (before: number) => (longer ? Math.round(before * share * 10) / 10 : before);
  const then = longer ? 'usually' : 'before';
  const told = named.map(
    ({ reason, n, change }) => `${reason}: ${n}${compared && change ? `, ${then} ${was(change.before)}` : ''}`,
  );
  return {
    title: 'What customers asked about',
    alt: `Bars of contact reasons, ${report.period.name}. ${told.join('; ')}${unnamed ? `; ${NO_REASON}: ${unnamed}` : ''}.`,
    bars: labels,
    series: [{ name: 'now', values: named.map(each => each.n) }],
    line: compared ? { name: then, values: named.map(each => was(each.change?.before ?? 0)) } : null,
    unit: 'enquiries',
  };
}

/** Two labels that were cut alike are told apart. */
function unique(labels: string[]): string[] {
  return labels.map((label, i) =>
    labels.indexOf(label) === i ? label : `${[...label].slice(0, LABEL_CHARS_MAX - 2).join('')} ${i + 1}`,
  );
}
