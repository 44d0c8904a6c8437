/** Which files X takes along, looked at before anything is uploaded. Pure. */
import type { OutgoingReply } from '../../../../src/ports/channel.ts';

type File = NonNullable<OutgoingReply['files']>[number];

const MB = 1024 * 1024;
/** X: up to four pictures, or one animated GIF, or one video in a post; one of them in a message (docs.x.com, media). */
const PICTURES_MAX = 4;
const BYTES_MAX = { picture: 5 * MB, gif: 15 * MB, video: 25 * MB };

/** A video may have 512 MB at X; no chat gives us more than this, and it goes up while its author waits. */
export const FILES_OF_REPLY = { countMax: PICTURES_MAX, bytesMax: BYTES_MAX.video };

type What = keyof typeof BYTES_MAX;

const NAMES: Record<What, string> = { picture: 'picture', gif: 'animated GIF', video: 'video' };

interface Known {
  what: What;
  type: string;
}

/** By how their content begins: what a program calls a file is often wrong. */
const BEGINNINGS: [RegExp, Known][] = [
  [/^\xff\xd8\xff/, { what: 'picture', type: 'image/jpeg' }],
  [/^\x89PNG\r\n\x1a\n/, { what: 'picture', type: 'image/png' }],
  [/^RIFF[\s\S]{4}WEBP/, { what: 'picture', type: 'image/webp' }],
  [/^GIF8[79]a/, { what: 'gif', type: 'image/gif' }],
  [/^[\s\S]{4}ftypqt/, { what: 'video', type: 'video/quicktime' }],
  [/^[\s\S]{4}ftyp(?:isom|iso[2-9]|mp4[12]|avc1|M4V|dash|MSNV|f4v)/, { what: 'video', type: 'video/mp4' }],
];
const BEGINNING_BYTES = 12;

/** What X can show of this file; null for anything else. */
function knownAs({ content }: File): Known | null {
  const begins = Buffer.from(content.subarray(0, BEGINNING_BYTES)).toString('latin1');
  return BEGINNINGS.find(([pattern]) => pattern.test(begins))?.[1] ?? null;
}

type Checked =
  | { ok: true; files: { name: string; type: string; content: Uint8Array }[] }
  | { ok: false; words: string };

export function checkFiles(files: readonly File[], for_: 'post' | 'message'): Checked {
  const known = files.map(each => ({ file: each, known: knownAs(each) }));
  const no = (words: string): Checked => ({ ok: false, words: `${words} Nothing was sent.` });
  const unknown = known.find(each => !each.known);
  if (unknown)
    return no(
      `X does not take "${unknown.file.name}": it shows pictures (JPEG, PNG, WebP), animated GIFs and videos (MP4). Send it by e-mail, or save it as one of these.`,
    );
  const large = known.find(each => each.known && each.file.content.length > BYTES_MAX[each.known.what]);
  if (large?.known)
    return no(
      `"${large.file.name}" is too large for X: ${article(large.known.what)} may have ${BYTES_MAX[large.known.what] / MB} MB. Make it smaller.`,
    );
  const whats = known.flatMap(each => each.known?.what ?? []);
  if (for_ === 'message' && whats.length > 1)
    return no(`A private message on X carries one file, and there are ${whats.length}. Send the others after it.`);
  const moving = whats.find(each => each !== 'picture');
  if (moving && whats.length > 1)
    return no(
      `X takes ${article(moving)} only by itself, and there are ${whats.length} files. Send the others after it.`,
    );
  if (whats.length > PICTURES_MAX)
    return no(`A post carries ${PICTURES_MAX} pictures, and there are ${whats.length}. Leave some out.`);
  return {
    ok: true,
    files: known.map(({ file, known: as }) => ({
      name: file.name,
      type: as?.type ?? file.type,
      content: file.content,
    })),
  };
}

function article(what: What): string {
  return `${what === 'gif' ? 'an' : 'a'} ${NAMES[what]}`;
}
