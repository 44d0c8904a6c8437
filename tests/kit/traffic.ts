/** Made-up traffic of a shop: hours of a week, days that differ, reasons by rank, and incidents in the last weeks. */
import { DAY, HOUR, type Instant } from '../../src/core/time.ts';

export interface TrafficOptions {
  perDay: number;
  weeks?: number;
  reasons?: number;
  /** Enquiries of an incident, and the hours in which they come. */
  size: number;
  hours: number;
  /** One in each of the last weeks. */
  incidents?: number;
  /** How far days differ: the standard deviation of a factor. */
  noise?: number;
  /** Weekly growth, such as 0.03. */
  growth?: number;
  /** A newsletter on each Tuesday multiplies the day by this. */
  newsletter?: number;
  /** Days, counted from the first, on which nearly nobody writes, and twice as many on the next one. */
  holidays?: readonly number[];
  /** Days on which everything comes so many times over. */
  surges?: Readonly<Record<number, number>>;
  /** Customers who write in the evening, rather than in office hours. */
  evenings?: boolean;
}

export interface Written {
  number: number;
  at: Instant;
  customer: string;
  reason: string;
  /** Which incident it belongs to; null for none. */
  incident: number | null;
}

export interface Incident {
  reason: string;
  from: Instant;
  to: Instant;
}

/** A Monday. */
export const BEGINS = Date.UTC(2026, 0, 5);

const OFFICE = [1, 1, 1, 1, 1, 2, 4, 8, 14, 20, 22, 20, 16, 17, 20, 20, 18, 14, 10, 8, 7, 6, 4, 2];
const EVENINGS = [4, 2, 1, 1, 1, 1, 2, 4, 6, 7, 7, 7, 8, 8, 8, 8, 9, 12, 16, 20, 22, 20, 14, 8];
const WEEKEND = 0.4;

/** Numbers between 0 and 1: the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function traffic(seed: number, options: TrafficOptions): { written: Written[]; incidents: Incident[] } {
  const { perDay, weeks = 12, reasons = 12, size, hours, incidents: many = 4, noise = 0.2 } = options;
  const random = seeded(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const weights = Array.from({ length: reasons }, (_, i) => 1 / (i + 1));
  const sum = weights.reduce((a, b) => a + b);
  const pick = () => {
    let left = random() * sum;
    return weights.findIndex(each => {
      left -= each;
      return left < 0;
    });
  };
  const profile = options.evenings ? EVENINGS : OFFICE;
  const whole = profile.reduce((a, b) => a + b);
  const written: Omit<Written, 'number' | 'customer'>[] = [];
  for (let day = 0; day < weeks * 7; day++) {
    const factor = dayFactor(options, day) * Math.exp(noise * normal() - (noise * noise) / 2);
    for (let hour = 0; hour < 24; hour++) {
      const n = poisson(random, (perDay * factor * profile[hour]!) / whole);
      for (let i = 0; i < n; i++)
        written.push({
          at: Math.floor(BEGINS + day * DAY + (hour + random()) * HOUR),
          reason: `reason ${pick()}`,
          incident: null,
        });
    }
  }
  const incidents = Array.from({ length: many }, (_, i): Incident => {
    const day = (weeks - many + i) * 7 + Math.floor(random() * 7);
    const from = BEGINS + day * DAY + (8 + random() * 10) * HOUR;
    const reason = `reason ${Math.floor(random() * reasons)}`;
    const n = Math.round(size * (0.75 + 0.5 * random()));
    for (let q = 0; q < n; q++) written.push({ at: Math.floor(from + random() * hours * HOUR), reason, incident: i });
    return { reason, from, to: from + hours * HOUR };
  });
  written.sort((a, b) => a.at - b.at);
  return { written: written.map((each, i) => ({ ...each, number: i + 1, customer: `customer ${i}` })), incidents };
}

function dayFactor(
  { weeks = 12, growth = 0, newsletter = 1, holidays = [], surges = {} }: TrafficOptions,
  day: number,
) {
  const weekday = (day + 1) % 7;
  let factor = (weekday === 0 || weekday === 6 ? WEEKEND : 1) / ((5 + 2 * WEEKEND) / 7);
  factor *= (1 + growth) ** (day / 7 - weeks / 2);
  if (weekday === 2) factor *= newsletter;
  if (holidays.includes(day)) factor *= 0.2;
  if (holidays.includes(day - 1)) factor *= 1.6;
  return factor * (surges[day] ?? 1);
}

function poisson(random: () => number, mean: number): number {
  const least = Math.exp(-mean);
  let n = 0;
  for (let product = random(); product > least; product *= random()) n++;
  return n;
}
