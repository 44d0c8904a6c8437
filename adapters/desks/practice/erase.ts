/** Takes what was posted about an erased customer out of the practice desk: here nothing is anybody else's to delete. */
import type { ErasedThread } from '../../../src/ports/desk.ts';
import type { Json } from '../../../src/ports/json.ts';
import type { Shelf, ShelfEntry } from '../../../src/ports/shelf.ts';
import type { EntryView } from '../../../src/ports/views.ts';
import { roomOf } from './ids.ts';
import { everybody } from './people.ts';
import {
  answerStream,
  fileStream,
  markStream,
  type Post,
  privateStream,
  type RoomItem,
  roomStream,
  threadStream,
  wantedStream,
} from './records.ts';
import { cardsUpTo } from './tidy.ts';

const RECORDS_AT_ONCE = 200;
/** The line that stands in a thread of which everything else was erased. */
const LINE = 'erased';

export async function eraseThread(
  shelf: Shelf,
  thread: string,
  { card, line, posts }: ErasedThread,
  at: number,
): Promise<void> {
  const room = roomStream(roomOf(thread));
  const there = await shelf.get(room, thread);
  if (card && there)
    await shelf.replace(room, thread, { ...(there.value as object), card } as unknown as Json, card.version);
  const people = everybody().map(each => each.deskRef);
  const streams = [threadStream(thread), markStream(thread), ...people.map(each => privateStream(thread, each))];
  for (const stream of [...streams, ...posts.map(fileStream)]) await shelf.drop(stream);
  await shelf.append(threadStream(thread), LINE, { as: 'entry', entry: line, at } satisfies Post as unknown as Json);
  for await (const { key, value } of all(shelf, room, await cardsUpTo(shelf, roomOf(thread)))) {
    const item = value as unknown as RoomItem;
    if (item.as !== 'card' && speaksOf(value, thread))
      await shelf.replace(room, key, withoutWords(item, line) as unknown as Json);
  }
  for (const stream of people.flatMap(each => [answerStream(each), wantedStream(each)]))
    for await (const { key, value } of all(shelf, stream))
      if (value && speaksOf(value, thread)) await shelf.put(stream, key, null, Number.MAX_SAFE_INTEGER);
}

function withoutWords({ as, key, at }: RoomItem, line: EntryView): RoomItem {
  const words = line.as === 'line' ? line.words : null;
  return { as: as === 'bump' ? 'notice' : as, thread: '', card: null, words, ...(key ? { key } : {}), at };
}

/** A thread's reference ends with an id, so that it is part of no other. */
function speaksOf(value: Json, thread: string): boolean {
  return JSON.stringify(value).includes(JSON.stringify(thread).slice(1, -1));
}

async function* all(shelf: Shelf, stream: string, from = 0): AsyncGenerator<ShelfEntry> {
  for (let after = from; ; ) {
    const entries = await shelf.read(stream, after, RECORDS_AT_ONCE);
    yield* entries;
    if (entries.length < RECORDS_AT_ONCE) return;
    after = entries.at(-1)!.n;
  }
}
