/** `deskhand experts`: who knows about texts from outside, by the resolved enquiries stored and by who volunteered. */
import { readStart } from '../app/adapters.ts';
import { openParts } from '../app/compose.ts';
import type { Instant } from '../core/time.ts';
import { NEAR_MAX } from '../experts/rank.ts';
import { whoKnows } from '../experts/who-knows.ts';
import { gistOf } from '../knowledge/gist.ts';
import type { Json } from '../ports/json.ts';
import type { Parts } from '../ports/parts.ts';
import { makeLog } from '../server/log.ts';
import type { Env } from '../settings/env.ts';
import { refuseHalf } from '../transfer/take-in.ts';
import { answerLines, BadLine } from './json-lines.ts';
import { UsageError } from './stats.ts';

/** Ten minutes: longer than 50,000 past enquiries take on a slow machine. Without them volunteers are named. */
const READY_WITHIN_MS = 600_000;

export interface ExpertsOptions {
  file: string;
  json?: boolean;
  /** Only who may be asked at this moment; without it, who knows, at whatever hour. */
  at?: string;
  workspace?: string;
}

export async function experts(env: Env, { file, json = false, at, workspace }: ExpertsOptions): Promise<void> {
  // EPIPE: the reader closed the pipe, such as `| head`.
  process.stdout.on('error', error => process.exit((error as { code?: string }).code === 'EPIPE' ? 0 : 1));
  const moment = at === undefined ? null : Date.parse(at);
  if (Number.isNaN(moment)) throw new UsageError(`"${at}" is no moment. Write it as 2026-11-16T09:30:00Z.`);
  const { house, close } = await openParts(readStart(env), makeLog('silent'), workspace ?? null);
  try {
    const { parts } = house;
    await refuseHalf(parts.store);
    await parts.history.ready(READY_WITHIN_MS);
    await answerLines(
      [file],
      async ({ text }) => {
        if (typeof text !== 'string') throw new BadLine('"text" must be a text, as in {"text":"Does this stove fit?"}');
        return { people: await peopleFor(parts, text, moment) };
      },
      json ? JSON.stringify : inWords,
    );
  } finally {
    await close();
  }
}

/** For people: names, or that there is nobody. */
function inWords(answered: Json): string {
  const { people } = answered as { people: { name: string }[] };
  return people.map(each => each.name).join(', ') || 'nobody';
}

/** In the order in which they would be asked. */
async function peopleFor(parts: Parts, text: string, at: Instant | null) {
  const like = await parts.history.nearest({ sentences: gistOf(text) }, NEAR_MAX);
  const now = at ?? parts.clock.now();
  const { all, ready } = await whoKnows(parts, { text, now, like, besides: new Set() });
  const staff = await parts.store.allStaff();
  const name = (id: string) => staff.find(each => each.id === id)?.name ?? '';
  return (at === null ? all : ready).map(({ staffId, score }) => {
    return { staff: staffId, name: name(staffId), score: Math.round(score * 1e6) / 1e6 };
  });
}
