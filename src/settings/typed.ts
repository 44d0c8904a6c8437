/** Parses what people type into settings forms. */
import type { SettingsOutcome } from '../ports/views.ts';

export function listOf(text: string): string[] {
  return text
    .split(/[,\n]/)
    .map(each => each.trim())
    .filter(Boolean);
}

export function wrong(words: string, field: string | null = null): SettingsOutcome {
  return { ok: false, problems: [{ field, words }] };
}
