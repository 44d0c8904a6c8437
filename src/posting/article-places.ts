/** Whom an article is for, who sees it on the desk, and whether somebody should look at it again. */
import { type ChannelId, looksLikeId, type RoomId } from '../core/ids.ts';
import { mayRead } from '../core/readers.ts';
import { EVERYBODY } from '../desk/article-forms.ts';
import { ARTICLE } from '../desk/article-words.ts';
import type { ArticleRow } from '../ports/insight-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { ChannelRow } from '../ports/rows.ts';
import type { Person } from '../ports/staff.ts';

type Place = Pick<ArticleRow, 'roomId' | 'channelId'>;

/** Is it for customers of this channel? */
export function isFor({ roomId, channelId }: Place, channel: Pick<ChannelRow, 'id' | 'roomId'>): boolean {
  return channelId === null ? roomId === null || roomId === channel.roomId : channelId === channel.id;
}

/** Those for everybody are everybody's; others are for whoever reads their room. */
export function maySeeArticle(by: Pick<Person, 'rooms'>, { roomId }: Pick<ArticleRow, 'roomId'>): boolean {
  return roomId === null || mayRead(by, { roomId });
}

/** The places that somebody may publish for: rooms that they read, and sites whose enquiries come there. */
export async function placesFor(
  { store, kinds }: Parts,
  by: Pick<Person, 'rooms'>,
): Promise<{ value: string; label: string }[]> {
  const [rooms, channels] = await Promise.all([store.rooms(), store.channels()]);
  const own = rooms.filter(each => mayRead(by, { roomId: each.id }));
  const sites = channels.filter(each => kinds.of(each.kind).live && own.some(room => room.id === each.roomId));
  return [
    ...own.map(each => ({ value: each.id as string, label: ARTICLE.onlyRoom(each.name) })),
    ...(sites.length > 1 || own.length > 1
      ? sites.map(each => ({ value: each.id as string, label: ARTICLE.onlyChannel(each.name) }))
      : []),
  ];
}

/** What was chosen; null for a place that they cannot read, or that is gone. */
export async function placeOf(parts: Parts, value: string, by: Pick<Person, 'rooms'>): Promise<Place | null> {
  if (value === EVERYBODY) return { roomId: null, channelId: null };
  if (!(await placesFor(parts, by)).some(each => each.value === value)) return null;
  if (looksLikeId('room', value)) return { roomId: value as RoomId, channelId: null };
  const channel = (await parts.store.channels()).find(each => each.id === value);
  return channel ? { roomId: channel.roomId, channelId: channel.id as ChannelId } : null;
}

/** Addresses of the pages on which it can be read. */
export async function pagesOf({ store, kinds, answersLink }: Parts, place: Place): Promise<string[]> {
  const channels = (await store.channels()).filter(each => kinds.of(each.kind).live && isFor(place, each));
  return channels.map(each => answersLink(each.name));
}
