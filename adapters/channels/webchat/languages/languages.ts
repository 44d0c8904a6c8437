/** The words of the chat in each language that Deskhand speaks to customers. */
import type { Language } from '../../../../src/core/customer-texts/texts.ts';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en, type Texts } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { it } from './it.ts';
import { nl } from './nl.ts';
import { pl } from './pl.ts';
import { pt } from './pt.ts';

const ALL: Record<Language, Texts> = { en, de, fr, es, it, nl, pl, pt, ar };
export type TextName = keyof Texts;

/** Said only by what the chat fetches when it is needed (page/panel/later.tsx), or of files, which it chooses: they come with it. */
const LATER: readonly TextName[] = [
  ...(['remove', 'filesMax', 'solved', 'resolved', 'rate', 'rate1', 'rate2', 'rate3', 'rate4', 'rate5'] as const),
  ...(['rated', 'copy', 'copySent', 'copyFailed', 'end', 'endAsk', 'endYes', 'endNo'] as const),
  ...(['leaveEmail', 'save', 'emailSaved', 'fileTooLarge', 'fileRefused'] as const),
];
/** The page has them in other places. */
const ELSEWHERE: readonly TextName[] = ['launcher', 'hello'];

export const LANGUAGES: readonly { code: Language; label: string }[] = [
  { code: 'en', label: 'English' },
  { code: 'de', label: 'Deutsch' },
  { code: 'fr', label: 'Français' },
  { code: 'es', label: 'Español' },
  { code: 'it', label: 'Italiano' },
  { code: 'nl', label: 'Nederlands' },
  { code: 'pl', label: 'Polski' },
  { code: 'pt', label: 'Português' },
  { code: 'ar', label: 'العربية' },
];

export function textNames(): TextName[] {
  return Object.keys(en) as TextName[];
}

/** What the chat says when it is opened, and what only parts of it say that come later: nobody waits for words unseen. */
export function textsInParts(texts: Texts): Record<'page' | 'later', Partial<Texts>> {
  const { page, later } = Object.groupBy(textNames(), name =>
    LATER.includes(name) ? 'later' : ELSEWHERE.includes(name) ? 'elsewhere' : 'page',
  );
  const some = (names: TextName[] = []) => Object.fromEntries(names.map(name => [name, texts[name]]));
  return { page: some(page), later: some(later) };
}

/** @param own the site's own words, by `<name>` for every language or `<language>.<name>` for one */
export function textsOf(language: Language, own: Record<string, string>): Texts {
  const texts: Texts = { ...ALL[language] };
  for (const name of textNames()) texts[name] = own[`${language}.${name}`] ?? own[name] ?? texts[name];
  return texts;
}
