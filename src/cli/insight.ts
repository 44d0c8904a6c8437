/** `deskhand insight`: what customers taught the business, the same as on the desk, as words or as JSON. */
import { writeFile } from 'node:fs/promises';
import { readStart } from '../app/adapters.ts';
import { openParts } from '../app/compose.ts';
import { readAsked } from '../figures/asked.ts';
import { insightJson } from '../insight/json.ts';
import { learn } from '../insight/learn.ts';
import { insightChart, insightWords } from '../insight/words.ts';
import { isFineToQuote } from '../posting/tone.ts';
import { makeLog } from '../server/log.ts';
import type { Env } from '../settings/env.ts';
import { refuseHalf } from '../transfer/take-in.ts';
import { roomWords, UsageError } from './stats.ts';

/** As wide as a phone. */
const PICTURE_PX = 360;

export interface InsightOptions {
  from?: string;
  to?: string;
  /** The name of a room; all of them where nothing is said. */
  room?: string;
  json?: boolean;
  /** A PNG file. */
  picture?: string;
  workspace?: string;
}

/** @param words as they are typed on the desk, such as `last month` */
export async function insight(env: Env, words: string[], options: InsightOptions): Promise<void> {
  // EPIPE: the reader closed the pipe, such as `| head`.
  process.stdout.on('error', error => process.exit((error as { code?: string }).code === 'EPIPE' ? 0 : 1));
  const { from, to, room } = options;
  if ((from || to) && words.length)
    throw new UsageError(`Give words (${words.join(' ')}) or --from and --to, not both.`);
  if (to && !from) throw new UsageError('Say from when, too: --from <day>.');
  const dates = from ? [from, to ?? 'today'] : words.map(each => each.toLowerCase());
  const { house, painter, close } = await openParts(readStart(env), makeLog('silent'), options.workspace ?? null);
  try {
    const { parts } = house;
    await refuseHalf(parts.store);
    const rooms = await parts.store.rooms();
    const typed = [...dates, ...roomWords(room, rooms)];
    const { timezone } = parts.calendar;
    const asked = readAsked(typed, rooms, { rooms: null, admin: true }, parts.clock.now(), timezone);
    if (!asked.ok) throw new UsageError(asked.problem.replaceAll('stats ', 'insight '));
    const { pair, scope, named } = asked;
    const learnt = await learn(parts, pair, { scope, readable: scope, isFine: isFineToQuote });
    const told = { ...learnt, report: { ...learnt.report, rooms: named } };
    const chart = options.picture ? insightChart(told) : null;
    if (options.picture && chart) {
      await writeFile(options.picture, await painter.draw(chart, { widthPx: PICTURE_PX, dark: false }));
      console.error(`${options.picture}: ${chart.alt}`);
    } else if (options.picture) console.error('Nobody wrote in that period, so no picture was drawn.');
    console.log(options.json ? JSON.stringify(insightJson(told), null, 2) : insightWords(told));
  } finally {
    await close();
  }
}
