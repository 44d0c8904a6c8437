/** Files of a conversation: pictures are shown, everything else is saved under its name. */
import { h, type VNode } from 'preact';
import type { EntryFile } from '../../wire.ts';
import { changed } from './state.ts';
import { authorized } from './talk.ts';
import { config, sizeOf, t } from './words.ts';

/** Pictures that a browser only ever draws. */
const DRAWN = /^image\/(png|jpeg|gif|webp)$/;

/** The content of a file of an answer, as something that a page can show or save. */
async function fetchFile(file: EntryFile, shown: boolean): Promise<string> {
  const response = await fetch(`${config.at}/file?id=${file.id}`, { headers: authorized() });
  if (!response.ok) throw new Error();
  const blob = await response.blob();
  // What is not shown is nothing but bytes, whatever it calls itself.
  return URL.createObjectURL(shown ? blob : new Blob([blob], { type: 'application/octet-stream' }));
}

const drawn = new Map<string, string>();
export function FileView({ file }: { file: EntryFile }): VNode {
  const { id, name, type } = file;
  const size = sizeOf(file.bytes);
  if (!id)
    return (
      <p class="words file">
        {name} <small>{size}</small>
      </p>
    );
  if (DRAWN.test(type)) {
    if (!drawn.has(id)) {
      drawn.set(id, '');
      fetchFile(file, true)
        .then(url => drawn.set(id, url))
        .then(
          () => changed(),
          () => drawn.delete(id),
        );
    }
    const url = drawn.get(id);
    if (url) return <img src={url} alt={name} />;
  }
  const save = async () => {
    try {
      const link = document.createElement('a');
      link.href = await fetchFile(file, false);
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 6e4);
    } catch {
      changed({ note: t('kept') });
    }
  };
  return (
    <button type="button" class="words file" onClick={save}>
      {name} <small>{size}</small>
    </button>
  );
}
