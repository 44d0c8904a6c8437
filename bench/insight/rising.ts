/** What the detector of what is rising costs for each message, in a small shop and in a large one. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCalendar } from '../../src/core/calendar.ts';
import { ALWAYS_OPEN } from '../../src/core/hours.ts';
import { localHours } from '../../src/insight/rising/clock.ts';
import { makeDetector } from '../../src/insight/rising/detector.ts';
import { gistOf } from '../../src/knowledge/gist.ts';
import { wordsOf } from '../../src/knowledge/terms.ts';
import { personalText } from '../../tests/kit/personal-texts.ts';
import { seeded, traffic } from '../../tests/kit/traffic.ts';
import { ms } from '../figures.ts';
import { DATA } from '../people.ts';
import type { Result } from '../run.ts';

const DAY = 86_400_000;
/** Half of it is what is learnt from before anything is measured. */
const WEEKS = 10;
const COST_MAX_MS = 1;
const BLOCKED_MAX_MS = 20;
/** The plain way is slow: it is measured on so many. */
const PLAIN_TIMES = 30;

export async function benchRising(): Promise<Result[]> {
  return [20, 60].map(measured);
}

function measured(perDay: number): Result {
  const { written } = traffic(5, { perDay, weeks: WEEKS, size: 12, hours: 3 });
  const texts = asked();
  const random = seeded(7);
  const said = written.map(() => texts[Math.floor(random() * texts.length)]!);
  const detector = makeDetector(localHours(makeCalendar([{ from: 0, hours: ALWAYS_OPEN }])));
  const begins = written[Math.floor(written.length / 2)]!.at;
  const costs: number[] = [];
  let cpu = process.cpuUsage();
  for (const [i, each] of written.entries()) {
    if (costs.length === 0) cpu = process.cpuUsage();
    const begun = performance.now();
    detector.take({ ...each, gist: gistOf(said[i]!).join('\n') });
    detector.judge(each.number, each.at);
    if (each.at >= begins) costs.push(performance.now() - begun);
  }
  const { user, system } = process.cpuUsage(cpu);
  const own = (user + system) / 1_000 / costs.length;
  const mean = costs.reduce((sum, each) => sum + each, 0) / costs.length;
  const sorted = costs.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)]!;
  const plain = plainCost(written, said);
  return {
    what: `What is rising: cost of each message, ${perDay.toLocaleString('en')} a day`,
    measured: `${ms(mean)}, ${ms(own)} of it processor time (p50 ${ms(at(0.5))}, p99 ${ms(at(0.99))}, at worst ${ms(at(1))})`,
    baseline: `${ms(plain)}: the words of the last 42 days counted again for each message`,
    target: `<= ${COST_MAX_MS} ms, never more than ${BLOCKED_MAX_MS} ms`,
    ok: mean <= COST_MAX_MS && at(1) <= BLOCKED_MAX_MS,
  };
}

/** How often each of a message's words stands in the last 12 hours, and in the 42 days before. */
function plainCost(written: readonly { at: number }[], said: readonly string[]): number {
  const words = said.map(each => new Set(wordsOf(each)));
  let sum = 0;
  for (let n = 1; n <= PLAIN_TIMES; n++) {
    const last = written.length - n;
    const begun = performance.now();
    const counts = new Map<string, [late: number, before: number]>();
    for (let i = last; i >= 0 && written[i]!.at > written[last]!.at - 42 * DAY; i--)
      for (const word of words[last]!) {
        if (!words[i]!.has(word)) continue;
        const [late, before] = counts.get(word) ?? [0, 0];
        const isLate = written[i]!.at > written[last]!.at - DAY / 2;
        counts.set(word, isLate ? [late + 1, before] : [late, before + 1]);
      }
    sum += performance.now() - begun;
  }
  return sum / PLAIN_TIMES;
}

function asked(): string[] {
  const path = join(DATA, 'banking77.jsonl');
  if (!existsSync(path)) return Array.from({ length: 500 }, (_, i) => personalText('en', i + 1).text);
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map(each => (JSON.parse(each) as { text: string }).text);
}
