/** The languages that Deskhand speaks to customers, and which of them a customer gets. */

import { wallTime } from '../hours.ts';
import type { Echo } from '../message.ts';
import { DAY, type Instant } from '../time.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { type CustomerTexts, en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import { nl } from './nl.ts';
import { pl } from './pl.ts';
import { pt } from './pt.ts';

const ALL = { en, de, fr, es, it, nl, pl, pt, ar };
export type Language = keyof typeof ALL;
export const LANGUAGES = Object.keys(ALL) as Language[];

export function isLanguage(code: string): code is Language {
  return Object.hasOwn(ALL, code);
}

/** Read from right to left. */
export function isRtl(language: Language): boolean {
  return language === 'ar';
}

/** The first of these tags (`de-AT`, `fr;q=0.8`) whose language is spoken; else `otherwise`. */
export function languageFor(tags: readonly string[], otherwise: Language = 'en'): Language {
  for (const tag of tags) {
    const code = /^\s*([a-z]{2})(?![a-z])/i.exec(tag)?.[1]?.toLowerCase() ?? '';
    if (isLanguage(code)) return code;
  }
  return otherwise;
}

/** By the customer's own words, the newest that tell; else by the program or page they write with; else `otherwise`. */
export function languageOfCustomer(echoes: readonly Echo[], otherwise: Language): Language {
  const newestFirst = echoes.toReversed();
  const tags = [...newestFirst.map(each => each.language), ...newestFirst.map(each => each.locale)];
  return languageFor(
    tags.filter(each => typeof each === 'string'),
    otherwise,
  );
}

export type Say = (name: keyof CustomerTexts, values?: Record<string, string>) => string;

/** The texts of a language by name, with `{name}` and the like filled in. */
export function textsIn(language: Language): Say {
  return (name, values = {}) => ALL[language][name].replace(/\{(\w+)\}/g, (_, key: string) => values[key] ?? '');
}

/** English as outside of America, and digits that everybody reads. */
const localeOf = (language: Language) => (language === 'en' ? 'en-GB' : `${language}-u-ca-gregory-nu-latn`);

/** "on Monday at 09:00", by the clock there: with the date where the weekday alone would mislead. */
export function whenIn(language: Language, timezone: string, at: Instant, now: Instant): string {
  return momentWords(language, timezone, at, now, ['today', 'tomorrow', 'onDay']);
}

/** "Most people hear back by Tuesday at 11:00." */
export function hearBackIn(language: Language, timezone: string, by: Instant, now: Instant): string {
  const words = momentWords(language, timezone, by, now, ['byToday', 'byTomorrow', 'byDay']);
  return textsIn(language)('hearBack', { by: words });
}

function momentWords(
  language: Language,
  timezone: string,
  at: Instant,
  now: Instant,
  [today, tomorrow, onDay]: readonly [keyof CustomerTexts, keyof CustomerTexts, keyof CustomerTexts],
): string {
  const wall = wallTime(timezone, at);
  const start = wallTime(timezone, now);
  const days = (Date.UTC(wall.year, wall.month - 1, wall.day) - Date.UTC(start.year, start.month - 1, start.day)) / DAY;
  const write = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(localeOf(language), { ...options, timeZone: timezone }).format(at);
  const time = write({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const say = textsIn(language);
  if (days < 2) return say(days < 1 ? today : tomorrow, { time });
  const day = write({ weekday: 'long', ...(days < 7 ? {} : { day: 'numeric', month: 'long' }) });
  return say(onDay, { day, time });
}

/** "29 Nov 2026, 14:05", by the clock there. */
export function momentIn(language: Language, timezone: string, at: Instant): string {
  const options = { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23', timeZone: timezone } as const;
  return new Intl.DateTimeFormat(localeOf(language), options).format(at);
}
