/** `insight month` at 1,000,000 enquiries of two years, on both engines, beside reading and counting every word of them. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, systemIds } from '../../src/app/world.ts';
import { parsePeriod } from '../../src/figures/period.ts';
import { tallyUp } from '../../src/figures/tallies.ts';
import { answerInsight } from '../../src/handling/insight.ts';
import type { Parts } from '../../src/ports/parts.ts';
import type { Engine } from '../../src/store/engine.ts';
import { openEngine } from '../../src/store/store.ts';
import { openHouse } from '../../tests/kit/house.ts';
import { personalText, seeded } from '../../tests/kit/personal-texts.ts';
import { startPostgres } from '../../tests/kit/servers.ts';
import { median, ms } from '../figures.ts';
import { DATA } from '../people.ts';
import type { Result } from '../run.ts';
import { fillEnquiries, freshDatabase, watchLoop } from '../stats.ts';

const ENQUIRIES = Number(process.env.BENCH_ENQUIRIES ?? 1_000_000);
const TIMES = 15;
const MONTH_MAX_MS = 300;
const BLOCKED_MAX_MS = 20;
/** Different letters; each stands in some 500 enquiries. */
const LETTERS = 2_000;

export async function benchMonth(): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-insight-'));
  const server = await startPostgres();
  const results: Result[] = [];
  try {
    for (const kind of ['sqlite', 'postgres'] as const) {
      if (kind === 'postgres' && !server.url) continue;
      const url =
        kind === 'sqlite' ? `sqlite:${join(folder, 'month.db')}` : await freshDatabase(server.url!, 'bench_month');
      const engine = await openEngine(url, 'bench');
      const { house } = await openHouse({ engine, clock: systemClock as never, ids: systemIds });
      await house.loadSettings();
      console.log(`making ${ENQUIRIES.toLocaleString('en')} enquiries with their letters on ${kind} …`);
      await fillEnquiries(engine, house.parts, ENQUIRIES);
      await fillLetters(engine);
      await tallyUp(house.parts, 1_000);
      const result = await measured(engine, house.parts, kind);
      console.log(`  ${result.measured}`);
      results.push(result);
      await engine.close();
    }
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  }
  return results;
}

/** Early in a month there is more in the last one. */
function monthWords(): string[] {
  return new Date(systemClock.now()).getUTCDate() >= 15 ? ['month'] : ['last', 'month'];
}

async function measured(engine: Engine, parts: Parts, kind: string): Promise<Result> {
  const period = monthWords();
  const [times, blocked]: [number[], number[]] = [[], []];
  let said = '';
  for (let i = 0; i < TIMES; i++) {
    const watch = watchLoop();
    const begun = performance.now();
    said = (await answerInsight(parts, { do: 'insight', period }, null)).text;
    times.push(performance.now() - begun);
    blocked.push(watch.stop());
  }
  if (!/In their words:/.test(said)) throw new Error(`That is no insight: ${said}`);
  const plain = await counted(engine, period);
  const worst = Math.max(...times);
  return {
    what: `insight month at ${ENQUIRIES.toLocaleString('en')} enquiries, ${kind}, p50`,
    measured: `${ms(median(times))} (at worst ${ms(worst)}), loop blocked ${ms(median(blocked))} (at worst ${ms(Math.max(...blocked))})`,
    baseline: `${ms(plain.took)}, loop blocked ${ms(plain.blocked)}: every word of both months read and counted`,
    target: `<= ${MONTH_MAX_MS} ms, never blocked for more than ${BLOCKED_MAX_MS} ms`,
    ok: median(times) <= MONTH_MAX_MS && Math.max(...blocked) <= BLOCKED_MAX_MS,
  };
}

/** The plain way: all letters of both months at once, beside the loop, and how often each word stands in them. */
async function counted(engine: Engine, words: string[]): Promise<{ took: number; blocked: number }> {
  const parsed = parsePeriod(words, systemClock.now(), 'UTC');
  if (!parsed.ok) throw new Error(parsed.problem);
  const { period, previous } = parsed.pair;
  const watch = watchLoop();
  const begun = performance.now();
  for (const { from, until } of [period, previous]) {
    const counts = new Map<string, number>();
    const rows = await engine.slowRows<{ text: string }>(
      `select m.text from enquiries e join messages m on m.enquiry_id = e.id and m.direction = 'in'
       where e.workspace_id = ? and e.opened_at >= ? and e.opened_at < ?`,
      ['ws_test', from, until],
    );
    for (const { text } of rows)
      for (const word of new Set(text.toLowerCase().match(/\p{L}+/gu))) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return { took: performance.now() - begun, blocked: watch.stop() };
}

/** One letter for each enquiry, judged when it came, as those that are taken in today are. */
async function fillLetters(engine: Engine): Promise<void> {
  const json = (text: string) => (engine.kind === 'sqlite' ? `'${text}'` : `'${text}'::jsonb`);
  await engine.rows('create table bench_letters (i integer primary key, text text not null)', []);
  for (const [i, text] of letters().entries())
    await engine.rows('insert into bench_letters (i, text) values (?, ?)', [i, text]);
  const range = (low: number, high: number) =>
    engine.kind === 'sqlite'
      ? `(with recursive n(i) as (select ${low} union all select i + 1 from n where i + 1 < ${high}) select i from n) s`
      : `generate_series(cast(${low} as bigint), ${high - 1}) as s(i)`;
  const id = engine.kind === 'sqlite' ? `printf('%07d', s.i)` : `lpad(s.i::text, 7, '0')`;
  // PostgreSQL ends a statement that takes too long.
  const step = 10_000;
  for (let low = 0; low < ENQUIRIES; low += step)
    await engine.rows(
      `insert into messages (id, workspace_id, enquiry_id, direction, kind, text, folded, warnings, names, shield, written_at)
       select 'msg_' || s.i, 'ws_test', 'enq_' || ${id}, 'in', 'human', b.text, ${json('[]')}, ${json('[]')}, ${json('[]')},
         ${json('{"level":"none","score":20}')}, e.opened_at
       from ${range(low, Math.min(ENQUIRIES, low + step))} join bench_letters b on b.i = (s.i * 7919) % ${LETTERS}
         join enquiries e on e.id = 'enq_' || ${id}`,
      [],
    );
  await engine.rows('analyze', []);
}

/** As people write them: what they ask, and who they are. Without the public set everybody asks what the kit's people do. */
function letters(): string[] {
  const random = seeded(3);
  const path = join(DATA, 'banking77.jsonl');
  const asked = existsSync(path)
    ? readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map(each => (JSON.parse(each) as { text: string }).text)
    : [];
  const one = () => asked[Math.floor(random() * asked.length)] ?? '';
  return Array.from({ length: LETTERS }, (_, i) => {
    const { text } = personalText('en', i + 1);
    return asked.length ? `${one()} ${one()}\n\n${text}` : text;
  });
}
