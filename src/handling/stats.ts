/** Answers `stats`: figures of a period as text and one picture. Team figures, or the asker's own, for them alone. */
import type { Staff } from '../core/staff.ts';
import type { Command } from '../desk/commands.ts';
import { chartOf } from '../figures/chart.ts';
import { parsePeriod } from '../figures/period.ts';
import { figuresOfStaff, makeReport } from '../figures/report.ts';
import { mineWords, reportWords } from '../figures/words.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import type { Parts } from '../ports/parts.ts';

export async function answerStats(
  parts: Parts,
  { period, by, me }: Extract<Command, { do: 'stats' }>,
  staff: Staff,
): Promise<AnswerView> {
  const parsed = parsePeriod(period, parts.clock.now(), parts.calendar.timezone);
  if (!parsed.ok) return plainAnswer(parsed.problem);
  const { pair } = parsed;
  if (me) return plainAnswer(mineWords(pair.period, await figuresOfStaff(parts, pair.period, staff.id)));
  const report = await makeReport(parts, pair, by);
  const words = [reportWords(report), ...(by === 'channel' ? await costs(parts) : [])].join('\n');
  return { ...plainAnswer(words), labels: true, chart: chartOf(report) };
}

/** What each channel that is billed costs this month, whichever period was asked for. */
async function costs({ store, channel, budgets }: Parts): Promise<string[]> {
  const each = (await store.channels()).map(async ({ id, name }) => {
    const open = channel(id);
    const billed = open?.meter?.budgets.filter(({ counts, window }) => counts === 'money' && window === 'month') ?? [];
    if (!open || billed.length === 0) return [];
    const items = await budgets.check(id, open);
    return items
      .filter(({ what }) => billed.some(budget => budget.what === what))
      .map(({ words }) => `Cost of ${name}: ${words}`);
  });
  return (await Promise.all(each)).flat();
}
