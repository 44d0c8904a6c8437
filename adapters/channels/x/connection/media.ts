/** Pictures and films on their way to X: announced, sent in parts, finished, and waited for. */

import { MINUTE, SECOND } from '../../../../src/core/time.ts';
import type { Json } from '../../../../src/ports/json.ts';
import { field, idOf, line } from '../shapes.ts';
import { nothingIn } from './answers.ts';
import type { Answer, Failed, X } from './api.ts';
import type { Asker } from './askers.ts';
import type { Signed } from './wire.ts';

/** X takes up to 5 MB in a part; a line that is slow brings this much within the time of one call. */
const PART_BYTES = 1024 * 1024;
/**
 * All of its requests. Each has the time of one call, so that X falling silent is seen as soon as anywhere; a film on a
 * slow line takes longer than that.
 */
const UPLOAD_WITHIN_MS = MINUTE;
/** X says when to ask again; without a word of it. */
const ASK_EVERY_MS = SECOND;
/** As often as X is asked whether it is done; with the shortest pause it is over before the time is. */
const ASKED_MAX = 60;

type File = Parameters<X['upload']>[0];

interface Pace {
  elapsed(): number;
  sleep(ms: number): Promise<void>;
}

export async function upload(
  ask: Asker['user'],
  pace: Pace,
  { type, content }: File,
  for_: 'post' | 'message',
): Promise<Answer<{ id: string }>> {
  const until = pace.elapsed() + UPLOAD_WITHIN_MS;
  const begun = await ask({
    method: 'POST',
    path: 'media/upload/initialize',
    body: { media_type: type, total_bytes: content.byteLength, media_category: categoryOf(type, for_) },
  });
  if (!begun.ok) return asMedia(begun);
  const id = idOf(field(field(begun.value, 'data'), 'id'));
  if (!id) return nothingIn(begun.value, WRITE);
  const sent = await sendParts(ask, id, content, () => pace.elapsed() > until);
  if (sent) return asMedia(sent);
  const finished = await ask({ method: 'POST', path: `media/upload/${id}/finalize`, body: {} });
  if (!finished.ok) return asMedia(finished);
  return processed(ask, pace, id, finished.value, until);
}

const WRITE = { isWrite: true, signedBy: 'keys' } as const;

function categoryOf(type: string, for_: 'post' | 'message'): string {
  const kind = type.startsWith('video/') ? 'video' : type === 'image/gif' ? 'gif' : 'image';
  return `${for_ === 'post' ? 'tweet' : 'dm'}_${kind}`;
}

/** Nobody sees an upload: sent twice it does no harm. */
function asMedia(failed: Failed): Failed {
  return { ...failed, mayHaveArrived: false };
}

async function sendParts(
  ask: Asker['user'],
  id: string,
  content: Uint8Array,
  isLate: () => boolean,
): Promise<Failed | null> {
  const path = `media/upload/${id}/append`;
  let multipart = true;
  for (let n = 0; n * PART_BYTES < content.byteLength || n === 0; n++) {
    if (isLate()) return LATE;
    const media = Buffer.from(content.subarray(n * PART_BYTES, (n + 1) * PART_BYTES));
    const asForm: Signed = { method: 'POST', path, body: { segment_index: n, media }, multipart: true };
    const asText: Signed = { method: 'POST', path, body: { segment_index: n, media: media.toString('base64') } };
    let answer = await ask(multipart ? asForm : asText);
    if (!answer.ok && multipart && isAboutTheForm(answer)) {
      // X's multipart has failed for some since 2025; its JSON takes the same parts.
      multipart = false;
      answer = await ask(asText);
    }
    if (!answer.ok) return answer;
  }
  return null;
}

const isAboutTheForm = ({ why }: Failed): boolean => why === 'refused' || why === 'media' || why === 'server';

async function processed(
  ask: Asker['user'],
  pace: Pace,
  id: string,
  finished: Json,
  until: number,
): Promise<Answer<{ id: string }>> {
  let body = finished;
  for (let n = 0; n < ASKED_MAX; n++) {
    const info = field(field(body, 'data'), 'processing_info');
    const state = line(field(info, 'state'));
    // Pictures are ready at once and say nothing of it.
    if (!state || state === 'succeeded') return { ok: true, value: { id } };
    if (state === 'failed') return unusable(line(field(field(info, 'error'), 'message')));
    const seconds = Number(field(info, 'check_after_secs'));
    const pause = seconds > 0 ? seconds * SECOND : ASK_EVERY_MS;
    if (pace.elapsed() + pause > until) return LATE;
    await pace.sleep(pause);
    const answer = await ask({ method: 'GET', path: 'media/upload', query: { command: 'STATUS', media_id: id } });
    if (!answer.ok) return asMedia(answer);
    body = answer.value;
  }
  return LATE;
}

const LATE: Failed = {
  ok: false,
  why: 'no-answer',
  words: 'X took the file and is not done with it after a minute. It will be tried again; a smaller one is faster.',
  detail: 'the upload took too long',
  mayHaveArrived: false,
  retryAt: null,
};

function unusable(said: string | null): Failed {
  return {
    ...LATE,
    why: 'media',
    words: `X cannot use this file${said ? `: ${said.replace(/\.$/, '')}` : ''}. Send it as a JPG or PNG picture or as an MP4 film.`,
    detail: `processing failed ${said ?? ''}`.trim().slice(0, 300),
  };
}
