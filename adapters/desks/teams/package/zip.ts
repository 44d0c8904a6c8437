/** Makes the package to upload to Teams: the manifest and two icons. The same settings give the same bytes. */
import { ZipFile } from 'yazl';
import { drawIcons } from './icons.ts';
import { COLOR_FILE, type ManifestOptions, manifest, OUTLINE_FILE } from './manifest.ts';

/** A moment in local time, as zips have it: the same bytes in every time zone. */
const MADE = new Date(1980, 0, 1);

export async function makePackage(options: ManifestOptions): Promise<Buffer> {
  const { color, outline } = drawIcons();
  const zip = new ZipFile();
  // Not compressed: what a compressor makes differs from one version to the next.
  const add = (name: string, bytes: Buffer) =>
    zip.addBuffer(bytes, name, { mtime: MADE, forceDosTimestamp: true, compress: false });
  add('manifest.json', Buffer.from(`${JSON.stringify(manifest(options), null, 2)}\n`));
  add(COLOR_FILE, color);
  add(OUTLINE_FILE, outline);
  zip.end();
  const parts: Buffer[] = [];
  for await (const part of zip.outputStream) parts.push(part as Buffer);
  return Buffer.concat(parts);
}
