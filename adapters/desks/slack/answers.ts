/**
 * Addresses that Slack gives with a press or a command, to replace what one person sees: good for five uses within half
 * an hour. They are kept in memory only: whoever has one can write to that person. Without one a new note is shown.
 */
import { type DurationMs, MINUTE, SECOND } from '../../../src/core/time.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { Drawn } from './blocks.ts';
import { isFileHost } from './files.ts';

/** Slack's own limits, with a little kept back. */
const USES_MAX = 5;
const KEPT: DurationMs = 25 * MINUTE;
/** Far more than are open at once; the oldest go first. */
const ENTRIES_MAX = 5_000;
const ANSWER_WITHIN_MS = 5 * SECOND;

interface Entry {
  url: string;
  uses: number;
  until: number;
  /** The button that gave it. */
  by: string;
}

export interface Answers {
  /** Remembers an address under names. */
  keep(names: string[], url: string | undefined, by: string): void;
  /** Which button gave the address of this name; null when there is none (any more). */
  by(name: string): string | null;
  /** Puts something in the place of what was pressed; null takes it away. False when it could not. */
  replace(name: string, drawn: Drawn | null): Promise<boolean>;
  /** Says something to whoever gave a command. */
  say(name: string, drawn: Drawn): Promise<boolean>;
}

/** @param apiUrl Slack's own, or another's: an address elsewhere is never called */
export function makeAnswers(clock: Clock, apiUrl: string, fetch: typeof globalThis.fetch): Answers {
  const entries = new Map<string, Entry>();
  const find = (name: string) => {
    const entry = entries.get(name);
    if (!entry || entry.until < clock.now() || entry.uses >= USES_MAX) return null;
    return entry;
  };
  const send = async (name: string, body: object): Promise<boolean> => {
    const entry = find(name);
    if (!entry) return false;
    entry.uses++;
    const response = await fetch(entry.url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    }).catch(() => null);
    await response?.body?.cancel();
    // Expired, or used up elsewhere: never again.
    if (response && !response.ok) entry.uses = USES_MAX;
    return response?.ok === true;
  };
  return {
    keep: (names, url, by) => {
      if (!url || !isHook(url, apiUrl)) return;
      const entry: Entry = { url, uses: 0, until: clock.now() + KEPT, by };
      for (const name of names) {
        entries.delete(name);
        entries.set(name, entry);
      }
      for (const name of entries.keys()) {
        if (entries.size <= ENTRIES_MAX) break;
        entries.delete(name);
      }
    },
    by: name => find(name)?.by ?? null,
    replace: async (name, drawn) => {
      const body = drawn
        ? { replace_original: true, text: drawn.text, blocks: drawn.blocks }
        : { delete_original: true };
      const done = await send(name, body);
      if (!drawn) entries.delete(name);
      return done;
    },
    say: (name, drawn) =>
      send(name, { response_type: 'ephemeral', replace_original: false, text: drawn.text, blocks: drawn.blocks }),
  };
}

function isHook(url: string, apiUrl: string): boolean {
  return isFileHost(url, apiUrl);
}
