/** Fetches the pictures of a customer's post or message, so that staff see them without X. One that fails stays a link. */
import type { X } from '../connection/api.ts';
import type { Item } from '../item.ts';
import type { Picture } from '../receive.ts';

/** X takes pictures up to this size; larger is none that somebody posted. */
const PICTURE_BYTES_MAX = 5 * 1024 * 1024;
/** A post has four at most. */
const PICTURES_MAX = 4;

export async function fetchPictures(x: X, { media }: Item): Promise<Picture[]> {
  const photos = media.filter(({ type, key, url }) => type === 'photo' && key && url).slice(0, PICTURES_MAX);
  const fetched = await Promise.all(
    photos.map(async ({ key, url }): Promise<Picture[]> => {
      const answer = await x.download(url ?? '', PICTURE_BYTES_MAX);
      return answer.ok ? [{ key: key ?? '', ...answer.value }] : [];
    }),
  );
  return fetched.flat();
}
