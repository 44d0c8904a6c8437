/** The languages of the chat, and which one a visitor gets. */
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en, type Texts } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import { nl } from './nl.ts';

const ALL = { en, de, fr, es, it, nl, ar };
export type Language = keyof typeof ALL;
export type TextName = keyof Texts;

export const LANGUAGES: readonly { code: Language; label: string }[] = [
  { code: 'en', label: 'English' },
  { code: 'de', label: 'Deutsch' },
  { code: 'fr', label: 'Français' },
  { code: 'es', label: 'Español' },
  { code: 'it', label: 'Italiano' },
  { code: 'nl', label: 'Nederlands' },
  { code: 'ar', label: 'العربية' },
];

export function isLanguage(code: string): code is Language {
  return Object.hasOwn(ALL, code);
}

export function textNames(): TextName[] {
  return Object.keys(en) as TextName[];
}

/** Read from right to left. */
export function isRtl(language: Language): boolean {
  return language === 'ar';
}

/** The first of these tags (`de-AT`, `fr`) that there is; English when none is. */
export function languageFor(tags: readonly string[]): Language {
  for (const tag of tags) {
    const code = tag.slice(0, 2).toLowerCase();
    if (isLanguage(code)) return code;
  }
  return 'en';
}

/** @param own the site's own words, by `<name>` for every language or `<language>.<name>` for one */
export function textsOf(language: Language, own: Record<string, string>): Texts {
  const texts: Texts = { ...ALL[language] };
  for (const name of textNames()) texts[name] = own[`${language}.${name}`] ?? own[name] ?? texts[name];
  return texts;
}
