/** Histories written down event by event, taken in like any export: on either engine, at a moment of the test's choice. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HoursVersion } from '../../src/core/calendar.ts';
import { ALWAYS_OPEN, type OpeningHours, parseHours } from '../../src/core/hours.ts';
import { parsePeriod } from '../../src/figures/period.ts';
import { makeReport, type Report, type SplitBy } from '../../src/figures/report.ts';
import type { Engine } from '../../src/store/engine.ts';
import { importFolder } from '../../src/transfer/take-in.ts';
import { openHouse, type TestHouse } from './house.ts';
import { testClock } from './world.ts';

export type Happened = [at: string, type: string, data?: Record<string, unknown>];

export interface History {
  id: string;
  /** `help` (email), `site` (web chat), `log` (calls), `trial`. */
  channel: string;
  opened: string;
  reason?: string;
  events: Happened[];
}

export const LONDON: OpeningHours = parseHours({
  timezone: 'Europe/London',
  weekly: { 'mon-fri': ['09:00-17:00'] },
}).hours;

const KINDS: Record<string, string> = { help: 'email', site: 'webchat', log: 'log', trial: 'trial' };

export function writeHistories(folder: string, histories: readonly History[], kept?: HoursVersion[]): void {
  mkdirSync(join(folder, 'data'), { recursive: true });
  const file = (name: string, rows: object[]) =>
    writeFileSync(join(folder, 'data', `${name}.jsonl`), rows.map(row => `${JSON.stringify(row)}\n`).join(''));
  if (kept) file('settings', [{ id: '~:hours-kept', value: kept }]);
  file(
    'channels',
    Object.entries(KINDS).map(([name, kind]) => ({ id: `chan_${name}`, name, kind })),
  );
  file(
    'enquiries',
    histories.map(({ id, channel, opened, reason }) => ({
      id: `enq_${id}`,
      channelId: `chan_${channel}`,
      openedAt: opened,
      ...(reason ? { contactReason: reason } : {}),
    })),
  );
  file(
    'events',
    histories.flatMap(({ id, events }) =>
      events.map(([at, type, data]) => ({ enquiryId: `enq_${id}`, at, type, ...(data ? { data } : {}) })),
    ),
  );
}

export interface Told {
  shop: TestHouse;
  report(words: string, by?: SplitBy | null): Promise<Report>;
  close(): Promise<void>;
}

/** @param now what the clock says when somebody asks */
export async function tell(
  engine: Engine,
  histories: readonly History[],
  now: string,
  hours: OpeningHours = ALWAYS_OPEN,
  kept?: HoursVersion[],
): Promise<Told> {
  const clock = testClock(Date.parse(now));
  const shop = await openHouse({ engine, clock, hours });
  const { house } = shop;
  await house.loadSettings();
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-history-'));
  try {
    writeHistories(folder, histories, kept);
    await importFolder({ engine, parts: house.parts, ids: house.parts.ids, folder, progress: undefined });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return {
    shop,
    report: async (words, by = null) => {
      const parsed = parsePeriod(words.split(' '), clock.now(), hours.timezone);
      if (!parsed.ok) throw new Error(parsed.problem);
      return makeReport(house.parts, parsed.pair, by);
    },
    close: () => shop.close(),
  };
}
