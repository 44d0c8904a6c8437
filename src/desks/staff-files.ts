/**
 * Fetches files that colleagues attached, from the far side: never more at once than memory holds, never following a
 * redirect to where a token must not go, and never so long that the message waits for them.
 */
import { makeInFlight, type Share } from '../core/in-flight.ts';
import { type DurationMs, SECOND } from '../core/time.ts';
import type { Clock } from '../ports/clock.ts';
import { TryLater } from '../ports/desk.ts';
import type { StaffFile } from '../ports/staff.ts';

const MB = 1024 * 1024;
/** More than any channel sends on; a film is for a link. */
export const FILE_BYTES_MAX = 25 * MB;
/** Files in memory at once, of all workspaces: two of the largest. What finds no room is asked for later. */
const held = makeInFlight({ bytesMax: 60 * MB, keptForSmall: 10 * MB, smallBytesMax: MB });
const FETCH_WITHIN: DurationMs = 60 * SECOND;
/** While somebody waits for their preview; what takes longer follows by itself. */
const FIRST_FETCH_WITHIN: DurationMs = 3 * SECOND;
export const TOO_LARGE = `it is larger than ${FILE_BYTES_MAX / MB} MB. Send a link instead.`;

/** A fetch under way: what it may take of memory and time, and whether a hiccup is waited out. */
export interface Fetch {
  patient: boolean;
  withinMs: DurationMs;
  share: Share;
}

interface StaffFilesParts<Given> {
  /** The far side's name, for sentences. */
  label: string;
  clock: Clock;
  /** Fetches it, or says why it stays behind. @throws TryLater while `patient` */
  fetch(given: Given, how: Fetch): Promise<StaffFile>;
  /** The file without its content. */
  withheld(given: Given, why: string): StaffFile;
}

export interface StaffFiles<Given> {
  /**
   * Fetches one file and hands it to `keep`.
   * @param patient a hiccup may pass: come again later. Otherwise the words go on without the file
   */
  fetch<T>(given: Given, patient: boolean, keep: (file: StaffFile) => Promise<T>): Promise<T>;
  /**
   * The first try, while the words wait: one file after another, all within the time for one.
   * @returns what `keep` made of each, and whether it is asked for again
   */
  fetchSoon<T>(
    files: Given[],
    keep: (file: StaffFile) => Promise<T>,
  ): Promise<{ given: Given; kept: T; later: boolean }[]>;
  withheld(given: Given, why: string): StaffFile;
}

export function makeStaffFiles<Given>(parts: StaffFilesParts<Given>): StaffFiles<Given> {
  const { clock, fetch, withheld, label } = parts;
  const notYet = `${label} has not handed it out yet. Deskhand keeps asking, and shows this again when it is there. You can also send without it.`;
  const within = async <T>(work: (share: Share) => Promise<T>): Promise<T> => {
    const share = held.share();
    try {
      return await work(share);
    } finally {
      share.release();
    }
  };
  return {
    withheld,
    fetch: (given, patient, keep) =>
      within(async share => keep(await fetch(given, { patient, withinMs: FETCH_WITHIN, share }))),
    fetchSoon: async (files, keep) => {
      const done: { given: (typeof files)[number]; kept: Awaited<ReturnType<typeof keep>>; later: boolean }[] = [];
      const until = clock.elapsed() + FIRST_FETCH_WITHIN;
      for (const given of files)
        await within(async share => {
          const withinMs = Math.ceil(until - clock.elapsed());
          const file = withinMs > 0 ? await fetch(given, { patient: true, withinMs, share }).catch(whenLater) : null;
          done.push({ given, kept: await keep(file ?? withheld(given, notYet)), later: file === null });
        });
      return done;
    },
  };
}

function whenLater(error: unknown): null {
  if (error instanceof TryLater) return null;
  throw error;
}

/** What a download came to: its bytes, or why there are none. */
type Downloaded = { content: Uint8Array; type: string } | { why: string };

interface DownloadParts {
  label: string;
  clock: Clock;
  fetch: typeof globalThis.fetch;
  /** It is not a page: a page that is answered instead is the far side's sign-in. */
  isPage: boolean;
  /** What an admin does when the far side does not hand it out. */
  cure: string;
}

/** Downloads a file from an address that the far side's token may go to. Never follows: the token must not travel on. */
export async function download(
  { label, clock, fetch, isPage, cure }: DownloadParts,
  { address, token, bytes }: { address: string; token: string | null; bytes: number },
  { patient, withinMs, share }: Fetch,
): Promise<Downloaded> {
  const silent = `${label} did not hand it out in time. Attach it to a new message.`;
  const later = (why: string, waitMs: DurationMs, now = silent): Downloaded => {
    if (!patient) return { why: now };
    throw new TryLater(clock.now() + waitMs, why);
  };
  if (bytes > FILE_BYTES_MAX) return { why: TOO_LARGE };
  if (!share.grow(bytes)) {
    const full = 'Too many files came in at once to take it. Attach it to a new message.';
    return later(`Too many files are fetched from ${label} at once.`, 2 * SECOND, full);
  }
  const response = await fetch(address, {
    ...(token ? { headers: { Authorization: `Bearer ${token}` } } : {}),
    redirect: 'manual',
    signal: AbortSignal.timeout(withinMs),
  }).catch(() => null);
  if (!response) return later(`A file could not be fetched from ${label}.`, 5 * SECOND);
  const type = response.headers.get('content-type') ?? '';
  const failed = response.status >= 500 || response.status === 429;
  // Without the permission the far side answers with its sign-in page, and 200.
  const refused = !response.ok || (type.startsWith('text/html') && !isPage);
  if (failed || refused) await response.body?.cancel();
  if (failed) return later(`${label} answered ${response.status} for a file.`, 10 * SECOND);
  if (refused) return { why: `${label} did not hand it out. ${cure}` };
  const content = await readAtMost(response, FILE_BYTES_MAX, share).catch(() => undefined);
  if (content === undefined) return later(`The connection dropped while a file was fetched from ${label}.`, 5 * SECOND);
  return content ? { content, type } : { why: TOO_LARGE };
}

/** Null when there is more of it. Throws when there is more than was said, and no room for that. */
async function readAtMost(response: Response, bytesMax: number, share: Share): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > bytesMax) return null;
    if (!share.grow(bytes)) throw new Error('There is no room for this file now.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** As long as file systems take, with room for a path. */
const NAME_CHARS_MAX = 200;

/** What opens it: "pdf", "tar.gz". A longer ending is none. */
const ENDING = /(\.\w{1,10}){1,2}$/;

/** A file's name as a customer's computer can take it; one that is too long keeps its ending. */
export function safeName(name: string): string {
  const safe = (name || 'file').replace(/[\u0000-\u001f\u007f/\\]/g, '_');
  const ending = safe.length > NAME_CHARS_MAX ? (ENDING.exec(safe)?.[0] ?? '') : '';
  return `${safe.slice(0, NAME_CHARS_MAX - ending.length)}${ending}`.toWellFormed();
}
