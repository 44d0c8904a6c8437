/** Files before they go: chosen, pasted or dropped, shown with a small picture, and taken back while they are still here. */
import { h, type VNode } from 'preact';
import { Icon } from './icon.tsx';
import { keep } from './shop.ts';
import { changed, chat, type Pending } from './state.ts';
import { keepThumb, newId, settle, write } from './talk.ts';
import { config, sizeOf, t } from './words.ts';

/** As many as one reply of the team can carry. */
const CHOSEN_MAX = 10;
/** The longer side of a small picture, in pixels: sharp on dense screens, some 10 KB each. */
const THUMB_PX = 320;

export async function choose(files: readonly File[]): Promise<void> {
  changed({ note: '' });
  for (const file of files) {
    const { name, size } = file;
    if (chat.chosen.length >= CHOSEN_MAX) {
      note(t('filesMax', { n: CHOSEN_MAX }));
      return;
    }
    if (size > config.fileBytesMax) {
      note(t('fileTooLarge', { name, n: config.fileBytesMax / 2 ** 20 }));
      continue;
    }
    const one = { cid: newId(), text: '', file };
    changed({ chosen: [...chat.chosen, one] });
    keep(`f.${one.cid}`, name);
    await read(one);
  }
}

/** Of several files each may be one that cannot go. */
const note = (words: string) => changed({ note: `${chat.note} ${words}`.trim() });

async function read(one: Pending & { file: File }): Promise<void> {
  const { name, type } = one.file;
  try {
    // A folder cannot be read, and what a phone lends may be gone, or be another file, by the time it is sent.
    const content = await one.file.arrayBuffer();
    if (!content.byteLength) throw new Error();
    one.file = new File([content], name, { type });
  } catch {
    takeBack(one);
    note(t('fileLost', { name }));
    return;
  }
  const thumb = await thumbOf(one.file);
  if (thumb) changed({ thumbs: { ...chat.thumbs, [one.cid]: thumb } });
  // It may have been sent meanwhile.
  if (!chat.chosen.includes(one)) keepThumb(one.cid);
}

function takeBack(one: Pending): void {
  settle(one.cid);
  changed({ chosen: chat.chosen.filter(each => each !== one) });
}

/** After the words that explain them. */
export function sendChosen(): void {
  const { chosen } = chat;
  chat.chosen = [];
  for (const each of chosen) {
    write('', each);
    keepThumb(each.cid);
  }
}

/** A small copy that fits into the shop's storage; empty for what is no picture to this browser. */
async function thumbOf(file: File): Promise<string> {
  const url = URL.createObjectURL(file);
  try {
    const picture = new Image();
    picture.src = url;
    await picture.decode();
    const { naturalWidth, naturalHeight } = picture;
    const scale = Math.min(1, THUMB_PX / Math.max(naturalWidth, naturalHeight));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, naturalWidth * scale);
    canvas.height = Math.max(1, naturalHeight * scale);
    const { width, height } = canvas;
    const pen = canvas.getContext('2d')!;
    // What is transparent would be black.
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, width, height);
    pen.drawImage(picture, 0, 0, width, height);
    return canvas.toDataURL('image/jpeg', 0.7);
  } catch {
    return '';
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** What would go with the next message. */
export function Tray(): VNode | null {
  const { chosen, thumbs } = chat;
  if (!chosen[0]) return null;
  return (
    <ul class="tray">
      {chosen.map(each => {
        const { name, size } = each.file!;
        const thumb = thumbs[each.cid];
        return (
          <li key={each.cid}>
            {thumb ? <img src={thumb} alt="" /> : <small>{sizeOf(size)}</small>}
            <bdi title={name}>{name}</bdi>
            <button type="button" class="icon" aria-label={t('remove', { name })} onClick={() => takeBack(each)}>
              <Icon d="M6 6l12 12M18 6L6 18" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
