/** `deskhand stats`: the same figures as on the desk, from the same code, as words or as JSON. */
import { writeFile } from 'node:fs/promises';
import { readStart } from '../app/adapters.ts';
import { openParts } from '../app/compose.ts';
import { parseCommand, unclearText } from '../desk/commands.ts';
import { readAsked } from '../figures/asked.ts';
import { chartOf } from '../figures/chart.ts';
import { reportJson } from '../figures/json.ts';
import { makeReport } from '../figures/report.ts';
import { reportWords } from '../figures/words.ts';
import type { ChartView, Painter } from '../ports/answer.ts';
import { makeLog } from '../server/log.ts';
import type { Env } from '../settings/env.ts';
import { refuseHalf } from '../transfer/take-in.ts';

/** As wide as a phone. */
const PICTURE_PX = 360;

export interface StatsOptions {
  from?: string;
  to?: string;
  by?: string;
  /** The name of a room; all of them where nothing is said. */
  room?: string;
  json?: boolean;
  /** A PNG file. */
  picture?: string;
  workspace?: string;
}

/** Typed wrongly: exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** The words that keep to one room; a name that none has is said, rather than taken for a part of the time. */
export function roomWords(room: string | undefined, rooms: readonly { name: string }[]): string[] {
  if (!room) return [];
  if (!rooms.some(each => each.name.toLowerCase() === room.toLowerCase()))
    throw new UsageError(`There is no room "${room}". Rooms: ${rooms.map(each => each.name).join(', ')}.`);
  return [`#${room.toLowerCase()}`];
}

/** @param words as they are typed on the desk, such as `last week by channel` */
export async function stats(env: Env, words: string[], options: StatsOptions): Promise<void> {
  // EPIPE: the reader closed the pipe, such as `| head`.
  process.stdout.on('error', error => process.exit((error as { code?: string }).code === 'EPIPE' ? 0 : 1));
  const typed = ['stats', ...words, ...(options.by ? ['by', options.by] : [])].join(' ');
  const command = parseCommand(typed);
  if (command.do === 'unclear') throw new UsageError(unclearText(command.typed, command.nearest));
  if (command.do !== 'stats') throw new UsageError('Say what to split by: channel, reason, hour, weekday or week.');
  if (command.me) throw new UsageError('"me" is only known on the desk, where somebody asks about themselves.');
  const { from, to } = options;
  if ((from || to) && command.period.length)
    throw new UsageError(`Give words (${command.period.join(' ')}) or --from and --to, not both.`);
  if (to && !from) throw new UsageError('Say from when, too: --from <day>.');
  const dates = from ? [from, to ?? 'today'] : command.period;
  const { house, painter, close } = await openParts(readStart(env), makeLog('silent'), options.workspace ?? null);
  try {
    const { parts } = house;
    await refuseHalf(parts.store);
    const rooms = await parts.store.rooms();
    const words = [...dates, ...roomWords(options.room, rooms)];
    const { timezone } = parts.calendar;
    const asked = readAsked(words, rooms, { rooms: null, admin: true }, parts.clock.now(), timezone, command.by);
    if (!asked.ok) throw new UsageError(asked.problem);
    const report = { ...(await makeReport(parts, asked.pair, command.by, asked.scope)), rooms: asked.named };
    if (options.picture) await drawInto(options.picture, chartOf(report), painter);
    console.log(options.json ? JSON.stringify(reportJson(report), null, 2) : reportWords(report));
  } finally {
    await close();
  }
}

/** The same picture as on the desk, for a letter or a screen on the wall; what it shows is said beside it. */
async function drawInto(file: string, chart: ChartView | null, painter: Painter): Promise<void> {
  if (!chart) {
    console.error('There was no activity in that period, so no picture was drawn.');
    return;
  }
  const png = await painter.draw(chart, { widthPx: PICTURE_PX, dark: false });
  await writeFile(file, png).catch((error: Error) => {
    throw new Error(
      `The picture could not be written: ${error.message}. Name a file in a folder that can be written to.`,
    );
  });
  console.error(`${file}: ${chart.alt}`);
}
