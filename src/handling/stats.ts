/** Answers `stats`: figures of a period as text and one picture. Team figures, or the asker's own, for them alone. */
import { budgetLabel } from '../core/budget.ts';
import { addDays } from '../core/days.ts';
import type { RoomId } from '../core/ids.ts';
import { mayRead } from '../core/readers.ts';
import type { Staff } from '../core/staff.ts';
import { ANSWERS } from '../desk/answers.ts';
import type { Command } from '../desk/commands.ts';
import { type Asker, readAsked } from '../figures/asked.ts';
import { chartOf } from '../figures/chart.ts';
import { figuresOfStaff, makeReport, type Report } from '../figures/report.ts';
import type { Scope } from '../figures/tallies.ts';
import { mineWords, reportParts } from '../figures/words.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import type { ButtonView } from '../ports/button.ts';
import type { Parts } from '../ports/parts.ts';
import { deflectedWords } from './deflected.ts';
import { runButton } from './lines.ts';
import { ratingsOf } from './ratings.ts';

export async function answerStats(
  parts: Parts,
  { period: typed, by, me, ratings }: Extract<Command, { do: 'stats' }>,
  staff: Staff,
  rooms: Asker['rooms'],
  room: RoomId | null = null,
  manages: Asker['manages'] = null,
): Promise<AnswerView> {
  // Customers rate days later, and not every day.
  const period = ratings && typed.length === 0 ? ['last', '30', 'days'] : typed;
  // An admin chooses among all rooms where only figures are told; ratings name customers.
  const asker: Asker = { rooms, admin: staff.admin && !ratings, manages: ratings ? null : manages };
  const [now, { timezone }] = [parts.clock.now(), parts.calendar];
  const asked = readAsked(period, await parts.store.rooms(), asker, now, timezone, by);
  if (!asked.ok) return plainAnswer((await isOfSomebody(parts, period)) ? ANSWERS.nobodysFigures : asked.problem);
  const { pair, scope, named } = asked;
  if (ratings) return plainAnswer(await ratingsOf(parts, pair.period, scope));
  if (me) return plainAnswer(mineWords(pair.period, await figuresOfStaff(parts, pair.period, staff.id)));
  const report = { ...(await makeReport(parts, pair, by, scope)), rooms: named };
  const { above, below } = reportParts(report);
  const helped = await deflectedWords(parts, pair.period, scope);
  const words = [above, below, ...helped, ...(by === 'channel' ? await costs(parts, scope) : [])];
  return {
    ...plainAnswer(words.filter(each => each !== '').join('\n')),
    labels: true,
    chart: chartOf(report),
    chartAfterLines: above.split('\n').length,
    buttons: behind(report, period, room),
  };
}

/** What stands behind two of the numbers is one press away. */
function behind(
  { backlog, figures, period: { firstDay, endDay } }: Report,
  typed: string[],
  room: RoomId | null,
): ButtonView[] {
  const { customersWaiting: waiting } = backlog;
  const when = typed.length ? typed.join(' ') : `${firstDay} ${addDays(endDay, -1)}`;
  return [
    ...(waiting ? [runButton(room, 'open', `Show who waits (${waiting})`)] : []),
    ...(figures.csat.n ? [runButton(room, `ratings ${when}`, `Show the ratings (${figures.csat.n})`)] : []),
  ];
}

/** Is it a colleague's name, or a mention of one? */
async function isOfSomebody({ store }: Parts, words: string[]): Promise<boolean> {
  if (words.some(each => /^<?@/.test(each))) return true;
  const names = (await store.allStaff()).flatMap(({ name }) => [name, ...name.split(/\s+/)]);
  const known = new Set(names.filter(each => each.length > 1).map(each => each.toLowerCase()));
  return known.has(words.join(' ')) || words.some(each => known.has(each.replace(/['’]s?$|[?!.,]+$/g, '')));
}

/** What each channel that is billed costs this month, whichever period was asked for. */
async function costs({ store, channel, budgets }: Parts, rooms: Scope): Promise<string[]> {
  const theirs = (await store.channels()).filter(each => mayRead({ rooms }, each));
  const each = theirs.map(async ({ id, name }) => {
    const open = channel(id);
    const billed = open?.meter?.budgets.filter(({ counts, window }) => counts === 'money' && window === 'month') ?? [];
    if (!open || billed.length === 0) return [];
    const items = await budgets.check(id, open);
    return items
      .filter(({ what }) => billed.some(budget => budgetLabel(budget) === what))
      .map(({ words }) => `Cost of ${name}: ${words}`);
  });
  return (await Promise.all(each)).flat();
}
