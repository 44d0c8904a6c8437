/** Waiting times and shares as managers read them. Pure. */
import { DAY, type DurationMs, HOUR, MINUTE, SECOND } from '../core/time.ts';

/** "45 s", "12 min", "3 h 20 min", "2 d 4 h": two parts at most, rounded down; a dash for nothing. */
export function waitWords(ms: DurationMs | null): string {
  if (ms === null) return '–';
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min`;
  if (ms < DAY) return parts(ms, HOUR, 'h', MINUTE, 'min');
  return parts(ms, DAY, 'd', HOUR, 'h');
}

function parts(ms: DurationMs, big: DurationMs, bigWord: string, small: DurationMs, smallWord: string): string {
  const rest = Math.floor((ms % big) / small);
  return rest ? `${Math.floor(ms / big)} ${bigWord} ${rest} ${smallWord}` : `${Math.floor(ms / big)} ${bigWord}`;
}

/** "62 %", or a dash. */
export function percentWords(rate: number | null): string {
  return rate === null ? '–' : `${Math.round(rate * 100)} %`;
}

/** "+5", "-2", "the same". */
export function changeWords(now: number, before: number): string {
  if (now === before) return 'the same';
  const by = Math.abs(now - before).toLocaleString('en');
  return now > before ? `+${by}` : `-${by}`;
}
