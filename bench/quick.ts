/**
 * `npm run bench -- quick [commit]`: start, memory, ingest, one act and one chat of this folder beside the same of the commit
 * before, in turns, within three minutes. Prints ratios and a sentence for each that got worse; writes no file.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Dovecot, startDovecot } from '../tests/kit/far-sides/dovecot.ts';
import { startSmtp } from '../tests/kit/far-sides/smtp.ts';
import { NotHere } from '../tests/kit/packages.ts';
import type { Watched } from './ingest/watched.ts';
import { checkOutBefore } from './quick/before.ts';
import { type Compared, compare, type Measure, tableOf } from './quick/compare.ts';
import { type Figures, runSide } from './quick/side.ts';

/** No pair is begun that would end after it: three minutes, less the end itself. */
const BUDGET_MS = 170_000;
/** On a machine that is busy with other things no more fit into the time; what two of each are worth is said. */
const PAIRS_MIN = 2;
/** With fewer, each run now is above each run before too often by chance. */
const PAIRS_ENOUGH = 3;
const PAIRS_MAX = 5;
/** Enough that a hundredth of a second, in which Linux counts, is little of what they take. */
const SIZES = { mails: 60, acts: 40, chats: 40 };
/** A first run of each compiles what the others find. */
const FIRST = { mails: 2, acts: 2, chats: 2 };
/** After a start memory is given back two seconds later. */
const IDLE_MS = 3_000;
const WITHIN_MS = 60_000;

/** By the measure's first word `lacks` says why it is missing. */
const MEASURES: Measure[] = [
  { name: 'start, wall', unit: 's', tolerance: 0.15, meaning: 'from the start to /readyz it takes' },
  { name: 'start, processor', unit: 's', tolerance: 0.1, meaning: 'a start takes, of the processor,' },
  { name: 'memory, idle', unit: 'MB', tolerance: 0.05, meaning: 'with nothing to do it holds' },
  { name: 'memory, highest', unit: 'MB', tolerance: 0.07, meaning: 'while it reads mail it holds up to' },
  { name: 'ingest, processor per mail', unit: 'ms', tolerance: 0.1, meaning: 'a mail to its card takes' },
  { name: 'chat, processor', unit: 'ms', tolerance: 0.1, meaning: 'a first message of a chat to its card takes' },
  { name: 'act, processor', unit: 'ms', tolerance: 0.1, meaning: 'a press of Claim takes, with what follows,' },
];
/** What is measured where something else is. */
const LACK_OF: Record<string, string> = { 'memory, highest': 'ingest' };

interface Side {
  root: string;
  compiled: string;
  found: Figures[];
  lacks: Record<string, string>;
}

/** @returns whether nothing got worse */
export async function quickBench(asked?: string): Promise<boolean> {
  const began = performance.now();
  const cleanups: (() => void)[] = [];
  const clean = () => {
    for (let last = cleanups.pop(); last; last = cleanups.pop()) last();
  };
  const stopped = (signal: NodeJS.Signals) => {
    clean();
    console.error(`Stopped by ${signal}; what was made for it is gone.`);
    process.exit(1);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stopped);
  try {
    const root = resolve(import.meta.dirname, '..');
    const before = checkOutBefore(root, asked);
    cleanups.push(before.remove);
    const compiled = mkdtempSync(join(tmpdir(), 'deskhand-quick-compiled-'));
    cleanups.push(() => rmSync(compiled, { recursive: true, force: true }));
    console.log(`before: ${before.commit}`);
    if (before.otherPackages) console.log('Its package-lock.json is another one: it runs with the packages of now.');
    const sides: [Side, Side] = [
      { root: before.folder, compiled: join(compiled, 'before'), found: [], lacks: {} },
      { root, compiled: join(compiled, 'now'), found: [], lacks: {} },
    ];
    await inTurns(sides, began, cleanups);
    return say(sides, began);
  } finally {
    clean();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(signal, stopped);
  }
}

async function inTurns(sides: readonly Side[], began: number, cleanups: (() => void)[]): Promise<void> {
  const dovecot = await mailServer();
  if (dovecot) cleanups.push(() => dovecot.stop());
  const smtp = await startSmtp();
  try {
    const started = (service: Watched, folder: string) =>
      void cleanups.push(() => {
        service.process.kill('SIGKILL');
        // It may write for a moment yet.
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      });
    const options = { dovecot, smtpPort: smtp.port, idleMs: IDLE_MS, withinMs: WITHIN_MS, started };
    const run = (side: Side, sizes: typeof SIZES) => runSide({ ...side, ...sizes, ...options });
    for (const side of sides) await run(side, FIRST);
    let longest = 0;
    for (let pair = 1; pair <= PAIRS_MAX; pair++) {
      if (pair > PAIRS_MIN && performance.now() - began + longest > BUDGET_MS) break;
      const from = performance.now();
      for (const side of sides) {
        const { figures, lacks } = await run(side, SIZES);
        side.found.push(figures);
        Object.assign(side.lacks, lacks);
      }
      longest = Math.max(longest, performance.now() - from);
      console.log(`pair ${pair}: ${Math.round((performance.now() - from) / 1_000)} s`);
    }
  } finally {
    await smtp.stop();
  }
}

/** Without it, mail is not measured; the rest is. */
async function mailServer(): Promise<Dovecot | null> {
  try {
    return await startDovecot();
  } catch (error) {
    if (!(error instanceof NotHere)) throw error;
    console.error(error.message);
    return null;
  }
}

function say([before, now]: [Side, Side], began: number): boolean {
  const rows = MEASURES.map((measure): Compared => {
    const [then, today] = [before, now].map(side => side.found.flatMap(each => each[measure.name] ?? []));
    const lack = LACK_OF[measure.name] ?? measure.name.split(',')[0]!;
    return compare(measure, then!, today!, { before: before.lacks[lack], now: now.lacks[lack] });
  });
  console.log(`\n${tableOf(rows).join('\n')}\n`);
  const sentences = rows.flatMap(each => each.sentence ?? []);
  for (const sentence of sentences) console.log(sentence);
  if (sentences.length === 0) console.log('Nothing got worse by so much that it could be seen.');
  if (before.found.length < PAIRS_ENOUGH)
    console.log('No more runs fitted into the time: the machine is busy. Run it again when it is not.');
  const seconds = Math.round((performance.now() - began) / 1_000);
  const load = loadavg()[0]!.toFixed(1);
  console.log(
    `${before.found.length} runs of each in turns, ${seconds} s; load average ${load}, of which one is ours.`,
  );
  return rows.every(each => each.sentence === null || each.ratio === null);
}
