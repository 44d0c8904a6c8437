/** Posts a notice about a whole channel in its room: it is down, it is back. */
import { hush } from '../core/hush.ts';
import { type JobPayloads, job } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { ChannelRow } from '../ports/rows.ts';

/** Stored once for its key: a second call with the same one says nothing. */
export async function noticeOnce(
  { recorder, clock, workspaceId }: Pick<Parts, 'recorder' | 'clock' | 'workspaceId'>,
  { id: channelId, roomId }: ChannelRow,
  key: string,
  words: string,
  tone: 'quiet' | 'failure',
): Promise<void> {
  const notice = job('room.notice', `notice:${roomId}`, {
    roomId,
    key: `${channelId}:${key}`,
    words: hush(words),
    tone,
  });
  const row = { id: `${workspaceId}:notice:${channelId}:${key}`, workspaceId, at: clock.now() };
  await recorder.enqueue([notice], [{ do: 'insert', table: 'seen', row }]);
}

export async function showNotice(
  { store, desk }: Pick<Parts, 'store' | 'desk'>,
  { roomId, key, words, tone }: JobPayloads['room.notice'],
): Promise<void> {
  const room = await store.room(roomId);
  if (room) await (await desk(roomId)).notice(room, words, tone, key);
}
