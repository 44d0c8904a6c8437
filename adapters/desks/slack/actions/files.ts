/** Files both ways: a customer's into the thread in Slack's three steps, a colleague's out of Slack and never further than we look. */
import { SECOND } from '../../../../src/core/time.ts';
import { download, type Fetch, makeStaffFiles, type StaffFiles, safeName } from '../../../../src/desks/staff-files.ts';
import type { Clock } from '../../../../src/ports/clock.ts';
import { TryLater } from '../../../../src/ports/desk.ts';
import type { Json } from '../../../../src/ports/json.ts';
import type { Shelf } from '../../../../src/ports/shelf.ts';
import type { StaffFile } from '../../../../src/ports/staff.ts';
import type { DeskFile } from '../../../../src/ports/views.ts';
import { type SlackCalls, SlackRefusal, SlackSilence } from '../connection/call.ts';
import type { SlackFile } from '../events/understand.ts';

const UPLOADS = 'uploads';
const UPLOAD_WITHIN_MS = 60 * SECOND;

export interface FileParts {
  calls: SlackCalls;
  token: string;
  shelf: Shelf;
  clock: Clock;
  /** Slack's own file hosts, and the host of another Slack where one is set. */
  apiUrl: string;
  fetch: typeof globalThis.fetch;
}

/** May our token, or a customer's file, go to this address? Only to Slack's own file hosts over TLS, or the one set. */
export function isFileHost(address: string, apiUrl: string): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  const own = new URL(apiUrl);
  if (url.username || url.password) return false;
  if (own.hostname !== 'slack.com' && url.host === own.host && url.protocol === own.protocol) return true;
  const named = url.hostname === 'slack.com' || /^[a-z0-9-]+\.slack\.com$/.test(url.hostname);
  const files = url.hostname === 'files.slack.com' || url.hostname === 'slack-files.com';
  return url.protocol === 'https:' && url.port === '' && (named || files);
}

/** Fetches a file that a colleague put beside their words; what cannot be had says why. */
export function staffFiles(parts: FileParts): StaffFiles<SlackFile> {
  return makeStaffFiles<SlackFile>({
    label: 'Slack',
    clock: parts.clock,
    withheld,
    fetch: (...args) => fetched(parts, ...args),
  });
}

async function fetched(parts: FileParts, given: SlackFile, how: Fetch): Promise<StaffFile> {
  const { calls, token, apiUrl, clock, fetch } = parts;
  let file = given;
  if (file.file_access === 'check_file_info' || (!file.url_private && !file.url_private_download && !file.mode)) {
    try {
      file = { ...file, ...(await calls.call<{ file: SlackFile }>('files.info', { file: file.id })).file };
    } catch (error) {
      if (error instanceof SlackRefusal) return withheld(file, `Slack did not hand it out (${error.word}).`);
      if (!how.patient) return withheld(file, 'Slack did not hand it out in time. Attach it to a new message.');
      throw later(error, clock);
    }
  }
  if (file.mode === 'tombstone' || file.mode === 'hidden_by_limit') return withheld(file, 'it was deleted in Slack.');
  if (isElsewhere(file))
    return withheld(file, 'it lies outside Slack, so only its link could be sent. Attach the file itself.');
  if (isPage(file)) return withheld(file, pageWords(file));
  const address = file.url_private_download ?? file.url_private ?? '';
  if (!isFileHost(address, apiUrl)) return withheld(file, 'it is not stored in Slack. Attach the file itself.');
  const cure = 'Ask an admin to reinstall Deskhand with the permission files:read.';
  const slack = { label: 'Slack', clock, fetch, isPage: /html/.test(file.mimetype ?? ''), cure };
  const got = await download(slack, { address, token, bytes: file.size ?? 0 }, how);
  if ('why' in got) return withheld(file, got.why);
  const { content } = got;
  const type = file.mimetype || 'application/octet-stream';
  return { ref: file.id, name: nameOf(file), type, bytes: content.length, content, withheld: null };
}

function isElsewhere({ is_external, mode }: SlackFile): boolean {
  return is_external === true || mode === 'external';
}

/** Canvases and lists are pages of Slack, whatever their bytes say. */
function isPage({ mode = '', mimetype = '', filetype = '' }: SlackFile): boolean {
  return (
    /^(quip|canvas|list)$/.test(mode) ||
    /^(quip|canvas|list)$/.test(filetype) ||
    /^application\/vnd\.slack-/.test(mimetype)
  );
}

function pageWords({ mode, mimetype }: SlackFile): string {
  const what = mode === 'list' || /slack-list/.test(mimetype ?? '') ? 'list' : 'canvas';
  return `it is a ${what}, which only people in your Slack can open. Copy what the customer may read into your message.`;
}

function withheld(file: SlackFile, why: string): StaffFile {
  return { ref: file.id, name: nameOf(file), type: '', bytes: file.size ?? 0, content: null, withheld: why };
}

/** Slack calls a snippet "Untitled", or what its author called it: a customer's computer goes by the end of the name. */
function nameOf(file: SlackFile): string {
  const name = safeName(file.name || file.title || '');
  // What has no bytes of its own, a canvas or a link to elsewhere, is called as its author calls it.
  const ending = isPage(file) || isElsewhere(file) ? null : endingOf(file);
  return ending && !/\.[A-Za-z0-9]{1,8}$/.test(name) ? `${name}.${ending}` : name;
}

/** Slack's own names of kinds where they are not endings. */
const ENDINGS: Record<string, string> = {
  text: 'txt',
  plain: 'txt',
  markdown: 'md',
  javascript: 'js',
  typescript: 'ts',
  python: 'py',
  shell: 'sh',
  ruby: 'rb',
  csharp: 'cs',
  kotlin: 'kt',
  perl: 'pl',
  rust: 'rs',
  vb: 'vb',
  yaml: 'yml',
  post: 'html',
  email: 'eml',
};

function endingOf({ filetype = '', mimetype = '' }: SlackFile): string | null {
  const known = ENDINGS[filetype];
  if (known) return known;
  if (/^[a-z0-9]{1,5}$/.test(filetype) && filetype !== 'auto' && filetype !== 'space') return filetype;
  return mimetype.startsWith('text/') ? 'txt' : null;
}

/** What a screen reader says of a picture. */
const ALT_CHARS_MAX = 1_000;

interface Upload {
  fileId: string;
  done: boolean;
}

/**
 * Puts a file into a thread, or into a channel itself, once for its key. A silence after the last step is settled by asking
 * Slack where the file is shown.
 * @throws SlackRefusal when Slack will not take it
 */
export async function uploadTo(
  parts: FileParts,
  { channel, ts }: { channel: string; ts: string | null },
  file: DeskFile,
  key: string,
): Promise<void> {
  const { calls, shelf, clock } = parts;
  const there = (await shelf.get(UPLOADS, key))?.value as unknown as Upload | undefined;
  if (there?.done) return;
  const note = async (upload: Upload) => void (await shelf.put(UPLOADS, key, upload as unknown as Json));
  if (there && (await isShared(parts, there.fileId, channel))) return note({ ...there, done: true });
  try {
    const { upload_url: address, file_id: fileId } = await calls.call<{ upload_url: string; file_id: string }>(
      'files.getUploadURLExternal',
      {
        filename: file.name,
        length: file.content.length,
        ...(file.alt ? { alt_txt: file.alt.slice(0, ALT_CHARS_MAX) } : {}),
      },
    );
    if (!isFileHost(address, parts.apiUrl)) throw new SlackRefusal('files.getUploadURLExternal', 'another host');
    await sendBytes(parts, address, file);
    await note({ fileId, done: false });
    await calls.call('files.completeUploadExternal', {
      files: [{ id: fileId, title: file.name }],
      channel_id: channel,
      ...(ts ? { thread_ts: ts } : {}),
    });
    await note({ fileId, done: true });
  } catch (error) {
    throw later(error, clock);
  }
}

/** Slack has no such file any more. */
const GONE: readonly string[] = ['file_not_found', 'file_deleted'];

/**
 * Deletes what was put into a thread under this key.
 * @returns why Slack keeps it, as a sentence; null when it is gone
 */
export async function deleteUpload({ calls, shelf, clock }: FileParts, key: string): Promise<string | null> {
  const there = (await shelf.get(UPLOADS, key))?.value as unknown as Upload | undefined;
  if (!there) return null;
  try {
    await calls.call('files.delete', { file: there.fileId });
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw later(error, clock);
    if (!GONE.includes(error.word))
      return `A file of this message could not be deleted in Slack (${error.word}), although its author took it back. Ask an admin of Slack to delete it.`;
  }
  await shelf.remove(UPLOADS, key);
  return null;
}

/** The address itself is the permission: no token goes along. */
async function sendBytes({ fetch, clock }: FileParts, address: string, file: DeskFile): Promise<void> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/octet-stream' },
    body: new Blob([new Uint8Array(file.content)]),
    redirect: 'error',
    signal: AbortSignal.timeout(UPLOAD_WITHIN_MS),
  }).catch(() => null);
  await response?.body?.cancel();
  if (!response || response.status >= 500)
    throw new TryLater(clock.now() + 10 * SECOND, 'Slack took no file just now.');
  if (!response.ok) throw new SlackRefusal('upload', `http_${response.status}`);
}

async function isShared({ calls, clock }: FileParts, fileId: string, channel: string): Promise<boolean> {
  try {
    const { file } = await calls.call<{
      file: { shares?: Record<string, Record<string, unknown>>; channels?: string[]; groups?: string[] };
    }>('files.info', { file: fileId });
    const shares = Object.values(file.shares ?? {}).flatMap(each => Object.keys(each));
    return [...shares, ...(file.channels ?? []), ...(file.groups ?? [])].includes(channel);
  } catch (error) {
    if (error instanceof SlackRefusal) return false;
    throw later(error, clock);
  }
}

function later(error: unknown, clock: Clock): unknown {
  return error instanceof SlackSilence ? new TryLater(clock.now() + 5 * SECOND, error.message) : error;
}
