/** `deskhand stats`: the same figures as on the desk, from the same code, as words or as JSON. */
import { openParts } from '../app/compose.ts';
import type { Env } from '../app/env.ts';
import { makeLog } from '../app/log.ts';
import { readStart } from '../app/settings.ts';
import { parseCommand } from '../desk/commands.ts';
import { reportJson } from '../figures/json.ts';
import { parsePeriod } from '../figures/period.ts';
import { makeReport } from '../figures/report.ts';
import { reportWords } from '../figures/words.ts';

export interface StatsOptions {
  from?: string;
  to?: string;
  by?: string;
  json?: boolean;
  workspace?: string;
}

/** Typed wrongly: exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** @param words as they are typed on the desk, such as `last week by channel` */
export async function stats(env: Env, words: string[], options: StatsOptions): Promise<void> {
  const typed = ['stats', ...words, ...(options.by ? ['by', options.by] : [])].join(' ');
  const command = parseCommand(typed);
  if (command.do !== 'stats') throw new UsageError('Say what to split by: channel, reason or hour.');
  if (command.me) throw new UsageError('"me" is only known on the desk, where somebody asks about themselves.');
  const { from, to } = options;
  const dates = from || to ? [from ?? to ?? '', to ?? 'today'] : command.period;
  const { house, close } = await openParts(readStart(env), makeLog('silent'), options.workspace ?? null);
  try {
    const { parts } = house;
    const parsed = parsePeriod(dates, parts.clock.now(), parts.calendar.timezone);
    if (!parsed.ok) throw new UsageError(parsed.problem);
    const report = await makeReport(parts, parsed.pair, command.by);
    console.log(options.json ? JSON.stringify(reportJson(report), null, 2) : reportWords(report));
  } finally {
    await close();
  }
}
