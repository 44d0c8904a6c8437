/** `deskhand experts`: who knows about texts from outside, by the resolved enquiries stored and by who volunteered. */
import { readFileSync } from 'node:fs';
import { readStart } from '../app/adapters.ts';
import { openParts } from '../app/compose.ts';
import type { Instant } from '../core/time.ts';
import { NEAR_MAX } from '../experts/rank.ts';
import { whoKnows } from '../experts/who-knows.ts';
import { gistOf } from '../knowledge/gist.ts';
import type { Parts } from '../ports/parts.ts';
import { makeLog } from '../server/log.ts';
import type { Env } from '../settings/env.ts';
import { refuseHalf } from '../transfer/take-in.ts';
import { UsageError } from './stats.ts';

/** 50,000 past enquiries are read within this time. */
const READY_WITHIN_MS = 120_000;

export interface ExpertsOptions {
  file: string;
  json?: boolean;
  /** Only who may be asked at this moment; without it, who knows, at whatever hour. */
  at?: string;
  workspace?: string;
}

export async function experts(env: Env, { file, json = false, at, workspace }: ExpertsOptions): Promise<void> {
  process.stdout.on('error', error => process.exit((error as { code?: string }).code === 'EPIPE' ? 0 : 1));
  const moment = at === undefined ? null : Date.parse(at);
  if (Number.isNaN(moment)) throw new UsageError(`"${at}" is no moment. Write it as 2026-11-16T09:30:00Z.`);
  const lines = linesOf(file);
  const { house, close } = await openParts(readStart(env), makeLog('silent'), workspace ?? null);
  try {
    const { parts } = house;
    await refuseHalf(parts.store);
    await parts.history.ready(READY_WITHIN_MS);
    for (const [i, line] of lines.entries()) {
      if (line.trim() === '') continue;
      const text = textIn(line);
      if (text === null) {
        const error = 'each line must be an object with a text, as in {"text":"Does this stove fit?"}';
        console.error(`${file}, line ${i + 1}: ${error}.`);
        console.log(JSON.stringify({ error }));
        process.exitCode = 1;
        continue;
      }
      const people = await peopleFor(parts, text, moment);
      console.log(json ? JSON.stringify({ people }) : people.map(each => each.name).join(', ') || 'nobody');
    }
  } finally {
    await close();
  }
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8')
      .replace(/^\ufeff/, '')
      .split(/\r?\n/);
  } catch (error) {
    throw new Error(`${file} cannot be read: ${(error as Error).message}. Name a file with one {"text": ...} a line.`);
  }
}

function textIn(line: string): string | null {
  try {
    const value: unknown = JSON.parse(line);
    const text = value && typeof value === 'object' && 'text' in value ? value.text : null;
    return typeof text === 'string' ? text : null;
  } catch {
    return null;
  }
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
