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
  return { ...plainAnswer(reportWords(report)), labels: true, chart: chartOf(report) };
}
