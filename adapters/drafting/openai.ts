/**
 * Asks a model behind an endpoint of the kind that OpenAI made (`POST <base>/chat/completions`): theirs, other providers', and
 * programs on one's own machine. A client of our own: it gives up in time, reads no more than it can use, follows nobody
 * elsewhere, and says nothing of what it sends.
 */
import { z } from 'zod';
import type { HealthItem } from '../../src/ports/channel.ts';
import type { Drafted, DraftMessage, DraftModel, NoDraft } from '../../src/ports/drafting.ts';

interface ModelSettings {
  /** With its path, such as `http://127.0.0.1:11434/v1`. */
  url: string;
  /** Null where the server asks for none. */
  key: string | null;
  model: string;
  /** For one draft, a second try included. */
  limitMs?: number;
}

/** Whoever waits longer has written it. */
const LIMIT_MS = 20_000;
/** For a look whether it answers at all. */
const CHECK_MS = 5_000;
/** A draft has some 2 kB; with what a server tells of itself no answer has more. */
const ANSWER_BYTES_MAX = 256 * 1024;
/** A reply of 2,400 characters, in any language. */
const TOKENS_MAX = 1_000;
/** In one process: a model on one's own machine writes no more at once. */
const AT_ONCE_MAX = 4;

const ANSWER = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({
          content: z.union([z.string(), z.array(z.looseObject({ text: z.string().optional() })), z.null()]).optional(),
          refusal: z.string().nullish(),
        }),
      }),
    )
    .min(1),
});

/** What ends a draft, in one of the words that people are told. */
class Ended extends Error {
  readonly why: NoDraft;
  /** Whether once more may do, and how: the same again, or with nothing that not every model knows. */
  readonly again: 'same' | 'bare' | null;
  constructor(why: NoDraft, again: Ended['again'] = null) {
    super(why);
    this.why = why;
    this.again = again;
  }
}

export function openaiModel({ url, key: given, model, limitMs = LIMIT_MS }: ModelSettings): DraftModel {
  const base = url.replace(/\/+$/, '');
  const where = new URL(base).host;
  let key = given;
  const headersWith = (key: string | null) => ({
    'Content-Type': 'application/json',
    Accept: 'application/json',
    // What unpacks to a thousand times its size has no chance.
    'Accept-Encoding': 'identity',
    ...(key === null ? {} : { Authorization: `Bearer ${key}` }),
  });
  let running = 0;
  const once = async (body: string, signal: AbortSignal): Promise<string> => {
    const response = await fetch(`${base}/chat/completions`, {
      method: 'POST',
      headers: headersWith(key),
      body,
      signal,
      redirect: 'manual',
    });
    try {
      const wrong = wrongWith(response);
      if (wrong) throw wrong;
      return textIn(await readCapped(response));
    } finally {
      // What was not read is not waited for.
      await response.body?.cancel().catch(() => {});
    }
  };
  return {
    where,
    model,
    draft: async messages => {
      if (running >= AT_ONCE_MAX) return { ok: false, why: 'busy' };
      running++;
      try {
        return await inTime(limitMs, signal => twice(bare => once(bodyOf(model, messages, bare), signal), signal));
      } finally {
        running--;
      }
    },
    check: () => checked(`${base}/models`, { headers: headersWith(key), model, where }),
    takeUp: async newer => {
      if (newer === key) return [];
      const { ok, words } = await checked(`${base}/models`, { headers: headersWith(newer), model, where });
      if (!ok) return [{ what: 'DRAFT_KEY', ok, words: `${words}. The key of before stays in use.` }];
      key = newer;
      return [{ what: 'DRAFT_KEY', ok, words: `${words}; the new key is in use.` }];
    },
  };
}

/** Models that think first refuse a temperature, and call the limit by another name. */
function bodyOf(model: string, messages: readonly DraftMessage[], bare: boolean): string {
  const how = bare ? {} : { temperature: 0, max_tokens: TOKENS_MAX };
  return JSON.stringify({ model, messages, ...how, stream: false });
}

async function inTime(limitMs: number, work: (signal: AbortSignal) => Promise<string>): Promise<Drafted> {
  const signal = AbortSignal.timeout(limitMs);
  try {
    return { ok: true, text: await work(signal) };
  } catch (error) {
    return { ok: false, why: signal.aborted ? 'slow' : whyOf(error) };
  }
}

/** Once more where nobody was there, where the server broke, or where it did not like how it was asked: within the same time. */
async function twice(work: (bare: boolean) => Promise<string>, signal: AbortSignal): Promise<string> {
  try {
    return await work(false);
  } catch (error) {
    const again = error instanceof Ended ? error.again : codeOf(error) === 'ECONNREFUSED' ? 'same' : null;
    if (again === null || signal.aborted) throw error;
    return work(again === 'bare');
  }
}

function whyOf(error: unknown): NoDraft {
  return error instanceof Ended ? error.why : 'unreachable';
}

/** The innermost error says what it was; of several addresses that were tried, the first. */
function codeOf(error: unknown): string | undefined {
  const { cause, code, errors } = error as { cause?: unknown; code?: string; errors?: unknown[] };
  return code ?? (cause ? codeOf(cause) : errors?.length ? codeOf(errors[0]) : undefined);
}

function wrongWith({ status, type, headers }: Response): Ended | null {
  if (type === 'opaqueredirect' || (status >= 300 && status < 400)) return new Ended('redirect');
  if (status === 401 || status === 403) return new Ended('key');
  if (status === 429) return new Ended('busy');
  if (status >= 500) return new Ended('failed', 'same');
  if (status === 400 || status === 422) return new Ended('failed', 'bare');
  if (status !== 200) return new Ended('failed');
  return /^application\/(?:[\w.-]+\+)?json\b/i.test(headers.get('content-type') ?? '') ? null : new Ended('malformed');
}

/** No more than a draft can have, however much comes. */
async function readCapped(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of response.body ?? []) {
    bytes += part.length;
    if (bytes > ANSWER_BYTES_MAX) throw new Ended('too-long');
    parts.push(part);
  }
  return new TextDecoder().decode(Buffer.concat(parts));
}

function textIn(body: string): string {
  const read = ANSWER.safeParse(jsonIn(body));
  if (!read.success) throw new Ended('malformed');
  const { content, refusal } = read.data.choices[0]!.message;
  if (refusal) throw new Ended('refused');
  const text = typeof content === 'string' ? content : (content ?? []).map(each => each.text ?? '').join('');
  // A model that calls tools writes nothing: it has none.
  if (text.trim() === '') throw new Ended('empty');
  return text;
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new Ended('malformed');
  }
}

/** Asks for the list of its models: nothing of anybody is sent, and a server without such a list answers all the same. */
async function checked(
  url: string,
  { headers, model, where }: { headers: Record<string, string>; model: string; where: string },
): Promise<HealthItem> {
  const what = 'Drafts by a model';
  try {
    const signal = AbortSignal.timeout(CHECK_MS);
    const response = await fetch(url, { headers, signal, redirect: 'manual' });
    await response.body?.cancel().catch(() => {});
    const wrong = response.status === 404 || response.status === 405 ? null : wrongWith(response);
    if (wrong === null || wrong.why === 'malformed') return { what, ok: true, words: `${model} at ${where} answers` };
    const why: Partial<Record<NoDraft, string>> = {
      key: 'it refuses the key: DRAFT_KEY has to be right',
      redirect:
        'it points to another address: DRAFT_URL has to be its own, with its path, such as https://api.example.com/v1',
      busy: 'it says that it is asked too often',
    };
    return {
      what,
      ok: false,
      stops: false,
      words: `${where}: ${why[wrong.why] ?? `it answers with an error (${response.status})`}`,
    };
  } catch {
    return {
      what,
      ok: false,
      stops: false,
      words: `${where} does not answer. Is the server running, and is DRAFT_URL right?`,
    };
  }
}
