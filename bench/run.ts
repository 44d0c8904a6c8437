/**
 * `npm run bench [-- start latency life bulkheads idle ingest mail million nights people processes insight slack teams webchat stats transfer workspaces x]`: measures what the product promises, each beside a plain baseline in
 * the same run, medians, and writes bench/README.md. Machines are noisy: compare the ratios. `npm run bench -- quick`
 * compares this folder with the commit before.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { NotHere } from '../tests/kit/packages.ts';
import { benchBulkheads } from './bulkheads.ts';
import { benchIdle } from './idle.ts';
import { benchIngest } from './ingest.ts';
import { benchInsight } from './insight.ts';
import { benchLatency } from './latency.ts';
import { benchLife } from './life.ts';
import { benchMail } from './mail.ts';
import { benchMillion } from './million.ts';
import { benchNights } from './nights.ts';
import { benchPeople } from './people.ts';
import { benchProcesses } from './processes.ts';
import { quickBench } from './quick.ts';
import { benchSlack } from './slack.ts';
import { benchStart } from './start.ts';
import { benchStats } from './stats.ts';
import { benchTeams } from './teams.ts';
import { benchTransfer } from './transfer.ts';
import { benchWebchat } from './webchat.ts';
import { benchWorkspaces } from './workspaces.ts';
import { benchX } from './x.ts';

export interface Result {
  what: string;
  measured: string;
  baseline: string;
  target: string;
  ok: boolean;
}

const ALL: Record<string, () => Promise<Result[]>> = {
  start: benchStart,
  latency: benchLatency,
  life: benchLife,
  bulkheads: benchBulkheads,
  idle: benchIdle,
  ingest: benchIngest,
  mail: benchMail,
  million: benchMillion,
  nights: benchNights,
  people: benchPeople,
  processes: benchProcesses,
  insight: benchInsight,
  slack: benchSlack,
  teams: benchTeams,
  webchat: benchWebchat,
  stats: benchStats,
  transfer: benchTransfer,
  workspaces: benchWorkspaces,
  x: benchX,
};
/** As every document here. */
const LINE_CHARS_MAX = 120;
const asked = process.argv.slice(2);
const file = join(import.meta.dirname, 'README.md');
const HEAD = `# Measured

Written by \`npm run bench\`. Each value was measured beside its baseline in the same run; the machine is shared and
noisy, so only ratios and orders of magnitude mean anything.

`;

let known = new Map<string, string>();
/** What somebody wrote below about how it was measured. */
let remarks = '';
try {
  const before = readFileSync(file, 'utf8');
  // Remarks have lists of their own, which are no rows.
  const [rows = ''] = before.split(/^(?=Node )/m, 1);
  remarks = before.slice(rows.length).replace(/^.*\n/, '');
  known = new Map(
    rows
      .split(/^(?=- |## )/m)
      .filter(row => /^(- |## )/.test(row))
      .map(row => [row.split('\n')[0]!, row.startsWith('#') ? `\n${row.trim()}\n` : row.trim()]),
  );
} catch {
  // The first run.
}
/** In lines that documents may have; those after the first begin with `indent`. */
function wrapped(text: string, indent: string): string {
  const lines = [''];
  for (const word of text.split(/(?<=\S) /)) {
    const line = lines.at(-1)!;
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= LINE_CHARS_MAX) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(indent + word);
  }
  return lines.join('\n');
}

/** What this machine lacks is said in a sentence, and the others are measured all the same. */
async function resultsOf(bench: () => Promise<Result[]>): Promise<Result[]> {
  try {
    return await bench();
  } catch (error) {
    if (!(error instanceof NotHere)) throw error;
    console.error(error.message);
    process.exitCode = 1;
    return [];
  }
}

if (asked[0] === 'quick') process.exit((await quickBench(asked[1])) ? 0 : 1);

for (const name of asked.length ? asked : Object.keys(ALL)) {
  const bench = ALL[name];
  if (!bench) {
    console.error(`There is no bench "${name}". Known: ${Object.keys(ALL).join(', ')}.`);
    process.exit(2);
  }
  console.log(`== ${name}`);
  for (const { what, measured, baseline, target, ok } of await resultsOf(bench)) {
    const row = [
      wrapped(`- **${what}**`, '  '),
      wrapped(`  - ${measured}; target ${target}: ${ok ? 'met' : 'MISSED'}`, '    '),
      wrapped(`  - baseline: ${baseline}`, '    '),
    ].join('\n');
    known.set(row.split('\n')[0]!, row);
    console.log(row);
  }
  const machine = `\nNode ${process.versions.node}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}).\n`;
  writeFileSync(file, `${HEAD}${[...known.values()].join('\n')}\n${machine}${remarks}`);
}
