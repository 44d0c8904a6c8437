/** The chat's texts in the visitor's language, with local date and time formats. */
import type { PanelConfig } from '../../wire.ts';

export const config: PanelConfig = JSON.parse(document.getElementById('config')!.textContent!);

/** Fills in `{name}` and the like. */
export function t(name: string, values: Record<string, string | number> = {}): string {
  return config.texts[name]!.replace(/\{(\w+)\}/g, (_, key) => (values[key] ?? '') as string);
}

/** The server's clock minus this one's: a wrong clock here shows no wrong times. */
let ahead = config.now - Date.now();
export function setNow(now: number): void {
  ahead = now - Date.now();
}

const time = (at: number, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(config.language, options).format(at - ahead);

export function clock(at: number): string {
  const today = new Date(at - ahead).toDateString() === new Date().toDateString();
  return time(at, {
    hour: '2-digit',
    minute: '2-digit',
    ...(today ? {} : { day: 'numeric', month: 'short' }),
  });
}

export function weekday(at: number): string {
  return time(at, { weekday: 'long', hour: '2-digit', minute: '2-digit' });
}

/** "5 minutes", "2 hours": rounded up, as one says it. */
export function duration(ms: number): string {
  const minutes = Math.max(1, Math.ceil(ms / 6e4));
  const [value, unit] =
    minutes < 10
      ? [minutes, 'minute']
      : minutes < 60
        ? [Math.ceil(minutes / 5) * 5, 'minute']
        : [Math.ceil(minutes / 60), 'hour'];
  return new Intl.NumberFormat(config.language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}
