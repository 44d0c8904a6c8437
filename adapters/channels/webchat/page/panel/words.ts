/** The chat's texts in the visitor's language, with local date and time formats. */
import type { PanelConfig } from '../../wire.ts';

export const config: PanelConfig = JSON.parse(document.getElementById('config')!.textContent!);

/** Fills in `{name}` and the like; from right to left each stands by itself, or its digits and signs change places. */
export function t(name: string, values: Record<string, string | number | null> = {}): string {
  const [before, behind] = config.rtl ? ['\u2068', '\u2069'] : ['', ''];
  return config.texts[name]!.replace(/\{(\w+)\}/g, (_, key) => before + (values[key] ?? '') + behind);
}

/** The server's clock minus this one's: a wrong clock here shows no wrong times. */
let ahead = config.now - Date.now();
export function setNow(now: number): void {
  ahead = now - Date.now();
}

export const serverNow = () => Date.now() + ahead;

const time = (at: number, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(config.locale, options).format(at - ahead);

export function clock(at: number): string {
  return time(at, { hour: 'numeric', minute: '2-digit' });
}

/** Days of this machine's calendar between then and now; a clock that is wrong here is wrong in both. */
function daysAgo(at: number): number {
  const [then, now] = [new Date(at - ahead), new Date()];
  return Math.round((now.setHours(12, 0, 0, 0) - then.setHours(12, 0, 0, 0)) / 864e5);
}

/** "today", "yesterday", "Monday 23 November": the same words for all of a day. */
export function dayOf(at: number): string {
  const ago = daysAgo(at);
  if (ago < 2)
    return new Intl.RelativeTimeFormat(config.language, { numeric: 'auto' }).format(-Math.max(0, ago), 'day');
  return time(at, { weekday: 'long', day: 'numeric', month: 'long', ...(ago < 300 ? {} : { year: 'numeric' }) });
}

/** "11:00" on this day, else "Tuesday 11:00"; with the date where the weekday alone would mislead. */
export const soon = (at: number) => (daysAgo(at) ? weekday(at) : clock(at));

export function weekday(at: number): string {
  const day = daysAgo(at) > -7 ? {} : ({ day: 'numeric', month: 'long' } as const);
  return time(at, { weekday: 'long', ...day, hour: 'numeric', minute: '2-digit' });
}

/** "12 KB", "3.4 MB" */
export function sizeOf(bytes: number): string {
  const [n, unit] = bytes < 1e6 ? [Math.ceil(bytes / 1024), 'KB'] : [bytes / 2 ** 20, 'MB'];
  return `${new Intl.NumberFormat(config.language, { maximumFractionDigits: 1 }).format(n)} ${unit}`;
}
