/** Answers `insight`: what customers taught the business, in words and one picture, with what they said. */
import type { RoomId } from '../core/ids.ts';
import type { Command } from '../desk/commands.ts';
import { readAsked } from '../figures/asked.ts';
import { learn } from '../insight/learn.ts';
import { insightChart, insightParts } from '../insight/words.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import type { Parts } from '../ports/parts.ts';
import { isFineToQuote } from '../posting/tone.ts';

/** Words of customers are told: of the rooms that the asker can read, and of no other, whoever asks. */
export async function answerInsight(
  parts: Parts,
  { period }: Extract<Command, { do: 'insight' }>,
  rooms: RoomId[] | null,
): Promise<AnswerView> {
  const { store, clock, calendar } = parts;
  const asked = readAsked(period, await store.rooms(), { rooms, admin: false }, clock.now(), calendar.timezone);
  if (!asked.ok) return plainAnswer(asked.problem.replaceAll('stats ', 'insight '));
  const { pair, scope, named } = asked;
  const insight = await learn(parts, pair, { scope, readable: scope, isFine: isFineToQuote });
  const { above, below } = insightParts({ ...insight, report: { ...insight.report, rooms: named } });
  return {
    ...plainAnswer(below === '' ? above : `${above}\n${below}`),
    labels: true,
    chart: insightChart(insight),
    chartAfterLines: above.split('\n').length,
  };
}
