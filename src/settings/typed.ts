/** Parses what people type into settings forms. */
import { learnSecret } from '../core/hush.ts';
import type { SettingsSchema, SettingsValue } from '../ports/settings.ts';
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

/** From now on they are hidden wherever they are repeated. */
export function learnSecrets(schema: SettingsSchema, settings: Record<string, SettingsValue>): void {
  for (const { name, kind } of schema) {
    const value = settings[name];
    if (kind === 'secret' && typeof value === 'string') learnSecret(value.trim());
  }
}
