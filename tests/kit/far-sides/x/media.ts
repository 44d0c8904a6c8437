/** `/2/media/upload`: announced, sent in parts, finished, and worked on for a while when it is a film. */
import { randomInt } from 'node:crypto';
import { invalid, NO_SUCH_PAGE } from './refusals.ts';
import type { Json, Reply, XOptions } from './shapes.ts';
import { type Media, nextId, type World } from './state.ts';

const CATEGORIES = ['tweet_image', 'tweet_gif', 'tweet_video', 'dm_image', 'dm_gif', 'dm_video'];
const EXPIRES_S = 86_400;
const PROCESSED: NonNullable<XOptions['processing']> = [
  { state: 'pending', check_after_secs: 1 },
  { state: 'in_progress', check_after_secs: 1 },
  { state: 'succeeded' },
];
/** The two digits before the id in a media key tell what it is. */
const PREFIX: Record<string, string> = { image: '3', gif: '16', video: '7' };

export function initialize(world: World, body: Json): Reply {
  if (!CATEGORIES.includes(body.media_category))
    return invalid({ media_category: [body.media_category] }, 'The media category is not one of those X knows.');
  const id = nextId(world);
  const media: Media = {
    id,
    key: `${PREFIX[String(body.media_category).split('_')[1]!]}_${id}`,
    type: String(body.media_type),
    category: body.media_category,
    bytes: Number(body.total_bytes),
    parts: new Map(),
    finalized: false,
    asked: 0,
  };
  world.media.set(id, media);
  return { status: 200, body: { data: { id, media_key: media.key, expires_after_secs: EXPIRES_S } } };
}

/** Multipart, or JSON with base64 for those whom X's trouble with multipart hit. */
export function append(world: World, id: string, type: string, raw: Buffer, body: Json | null): Reply {
  const media = world.media.get(id);
  const part = body
    ? { index: body.segment_index, content: Buffer.from(String(body.media), 'base64') }
    : partOf(type, raw);
  if (!media || media.finalized || !part || Number.isNaN(Number(part.index)))
    return invalid({ media_id: [id] }, 'The upload does not exist, is finished, or the part has no number.');
  media.parts.set(Number(part.index), part.content);
  return { status: 200, body: { data: { expires_at: Math.floor(world.now() / 1_000) + EXPIRES_S } } };
}

function partOf(type: string, raw: Buffer): { index: string; content: Buffer } | null {
  const boundary = /boundary=(\S+)/.exec(type)?.[1];
  if (!boundary) return null;
  const fields: Record<string, Buffer> = {};
  for (const piece of raw.toString('latin1').split(`--${boundary}`)) {
    const at = piece.indexOf('\r\n\r\n');
    const name = /name="([^"]+)"/.exec(piece.slice(0, at))?.[1];
    if (name) fields[name] = Buffer.from(piece.slice(at + 4, -2), 'latin1');
  }
  return fields.media && fields.segment_index
    ? { index: fields.segment_index.toString(), content: fields.media }
    : null;
}

export const contentOf = (media: Media): Buffer =>
  Buffer.concat([...media.parts].sort(([a], [b]) => a - b).map(([, part]) => part));

export function finalize(world: World, id: string): Reply {
  const media = world.media.get(id);
  if (!media || contentOf(media).length !== media.bytes)
    return invalid({ media_id: [id] }, 'Parts are missing, or there are more than were announced.');
  media.finalized = true;
  return { status: 200, body: { data: shown(world, media) } };
}

export function mediaStatus(world: World, { media_id, command }: Json): Reply {
  const media = world.media.get(String(media_id));
  if (!media?.finalized || command !== 'STATUS') return invalid({ media_id: [media_id] }, 'No such media.');
  media.asked++;
  return { status: 200, body: { data: shown(world, media) } };
}

/** A picture by its id or key, as X's hosts for pictures give it. */
export function picture(world: World, name: string): Reply {
  const media = world.media.get(name.replace(/^\d+_/, ''));
  if (!media) return NO_SUCH_PAGE;
  const content = media.parts.size ? contentOf(media) : Buffer.from(`picture ${media.id}`);
  return { status: 200, body: null, file: { type: media.type, content } };
}

/** Pictures are ready at once and say nothing of it. */
function stateOf(world: World, media: Media): { state: string; check_after_secs?: number } | null {
  if (/image$/.test(media.category)) return null;
  const states = world.options.processing ?? PROCESSED;
  return states[Math.min(media.asked, states.length - 1)]!;
}

function shown(world: World, media: Media): Json {
  const state = stateOf(world, media);
  const error = { code: 1, name: 'InvalidMedia', message: 'Unsupported codec.' };
  return {
    id: media.id,
    media_key: media.key,
    size: media.bytes,
    expires_after_secs: EXPIRES_S,
    ...(state
      ? {
          processing_info: {
            ...state,
            progress_percent: state.state === 'succeeded' ? 100 : randomInt(99),
            ...(state.state === 'failed' ? { error } : {}),
          },
        }
      : {}),
  };
}

/** Null when one of them is not there, not ready, or was announced for the other kind of message. */
export function usable(world: World, ids: unknown[], use: 'tweet' | 'dm'): Media[] | null {
  const found = ids.map(each => world.media.get(String(each)));
  const ready = (media: Media) => media.finalized && (stateOf(world, media)?.state ?? 'succeeded') === 'succeeded';
  return found.every(each => each?.category.startsWith(use) && ready(each)) ? (found as Media[]) : null;
}
