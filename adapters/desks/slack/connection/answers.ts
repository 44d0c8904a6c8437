/**
 * Addresses that Slack gives with a press or a command, to replace what one person sees: good for five uses within half
 * an hour. They are kept in memory only: whoever has one can write to that person. Without one a new note is shown.
 */
import { type DurationMs, MINUTE, SECOND } from '../../../../src/core/time.ts';
import type { Clock } from '../../../../src/ports/clock.ts';
import { isFileHost } from '../actions/files.ts';
import type { Drawn } from '../drawing/blocks.ts';

/** Slack's own limits, with a little kept back. */
const USES_MAX = 5;
const KEPT: DurationMs = 25 * MINUTE;
/** Far more than are open at once; the oldest go first. */
const ENTRIES_MAX = 5_000;
/** A refusal is a word or two. */
const REFUSAL_CHARS_MAX = 500;
const ANSWER_WITHIN_MS = 5 * SECOND;

interface Entry {
  url: string;
  uses: number;
  until: number;
  /** The button that gave it. */
  by: string;
}

/** `blocks`: Slack does not know some of the blocks here, and nothing was shown; `gone`: the address is of no use. */
type Said = 'done' | 'blocks' | 'gone';

export interface Answers {
  /** Remembers an address under names. */
  keep(names: string[], url: string | undefined, by: string): void;
  /** Which button gave the address of this name; null when there is none (any more). */
  by(name: string): string | null;
  /** Puts something in the place of what was pressed; null takes it away. False when it could not. */
  replace(name: string, drawn: Drawn | null): Promise<boolean>;
  /** Says something to whoever gave a command. */
  say(name: string, drawn: Drawn): Promise<Said>;
}

/** @param apiUrl Slack's own, or another's: an address elsewhere is never called */
export function makeAnswers(clock: Clock, apiUrl: string, fetch: typeof globalThis.fetch): Answers {
  const entries = new Map<string, Entry>();
  const find = (name: string) => {
    const entry = entries.get(name);
    if (!entry || entry.until < clock.now() || entry.uses >= USES_MAX) return null;
    return entry;
  };
  const send = async (name: string, body: object): Promise<Said> => {
    const entry = find(name);
    if (!entry) return 'gone';
    entry.uses++;
    const response = await fetch(entry.url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json; charset=utf-8' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    }).catch(() => null);
    if (response?.ok) {
      await response.body?.cancel();
      return 'done';
    }
    const why = response ? (await response.text().catch(() => '')).slice(0, REFUSAL_CHARS_MAX) : '';
    if (/invalid_blocks|msg_blocks_too_long/.test(why)) return 'blocks';
    // Expired, or used up elsewhere: never again.
    if (response) entry.uses = USES_MAX;
    return 'gone';
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
      const said = await send(name, body);
      if (!drawn) entries.delete(name);
      return said === 'done';
    },
    say: (name, drawn) =>
      send(name, { response_type: 'ephemeral', replace_original: false, text: drawn.text, blocks: drawn.blocks }),
  };
}

function isHook(url: string, apiUrl: string): boolean {
  return isFileHost(url, apiUrl);
}
