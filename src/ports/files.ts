/** File types by content, names that are safe to show, and which files are dangerous. For every channel. */

const NAME_CHARS_MAX = 120;

/** Endings that a computer runs when somebody clicks them. */
const RUNS =
  /\.(exe|com|scr|pif|bat|cmd|msi|msp|mst|msc|jar|jnlp|js|jse|vb|vbs|vbe|wsf|wsh|ws|ps1|psm1|lnk|url|iso|img|vhdx?|hta|cpl|reg|inf|gadget|application|appx|msix|scf|sct|chm|dll|sys|app|command|sh|bash|run|py|pl|rb|desktop|apk|dmg|pkg|deb|rpm|one|xll|wll|library-ms|search-ms|settingcontent-ms|diagcab|ade|adp|mdb|accde|theme|website|wim|ace|cab)$/i;
/** Pages and drawings that can carry a program. */
const PAGES = /\.(html?|xhtml|shtml|mht|mhtml|svgz?|xml|xsl|swf)$/i;
/** Office files with macros. */
const MACROS = /\.(docm|dotm|xlsm|xltm|xlam|xlsb|pptm|potm|ppsm|ppam|sldm|iqy|slk)$/i;

/**
 * Why a file is not handed on, in words; null when it may be opened.
 * @param type by its content; empty when that says nothing and the name has an ending
 */
export function dangerOf(given: string, type: string, content: Buffer): string | null {
  const harm = 'held back: files like this can harm a computer';
  // Windows drops dots and blanks at the end, and what stands behind a colon.
  const name = given
    .normalize('NFKC')
    .replace(/:.*$/, '')
    .replace(/[. ]+$/, '');
  if (RUNS.test(name) || type === 'application/x-msdownload' || type === 'application/x-executable') return harm;
  if (PAGES.test(name) || type === 'text/html' || type === 'image/svg+xml') return harm;
  if (MACROS.test(name)) return `${harm} (it has macros)`;
  if (type === 'application/x-shortcut') return harm;
  if (hasMacros(type, content)) return `${harm} (it has macros)`;
  if (holdsProgram(type, content)) return `${harm} (it is an archive with a program in it)`;
  if (isLocked(name, type, content)) return 'held back: a locked archive cannot be looked into';
  return null;
}

/** An old Office file or a new one with a program in it. */
function hasMacros(type: string, content: Buffer): boolean {
  if (type === 'application/zip' || /openxmlformats/.test(type)) return content.includes('vbaProject.bin');
  return (
    type === 'application/x-ole-storage' &&
    (content.includes('_VBA_PROJECT') || content.includes(Buffer.from('_\0V\0B\0A\0_\0P\0R\0O\0J', 'latin1')))
  );
}

/** A ZIP that names a program; the names stand uncompressed in it. */
function holdsProgram(type: string, content: Buffer): boolean {
  if (type !== 'application/zip') return false;
  for (let at = content.indexOf('PK\x01\x02'); at >= 0; at = content.indexOf('PK\x01\x02', at + 4)) {
    if (at + 46 > content.length) return false;
    const length = content.readUInt16LE(at + 28);
    if (RUNS.test(content.toString('latin1', at + 46, at + 46 + length))) return true;
  }
  return false;
}

/** A ZIP whose first file is encrypted, or an archive whose list of files is. */
function isLocked(name: string, type: string, content: Buffer): boolean {
  if (type === 'application/zip') return content.length > 8 && (content.readUInt16LE(6) & 1) === 1;
  return (
    /\.rar$/i.test(name) &&
    content.length > 20 &&
    content.subarray(0, 6).toString('latin1') === 'Rar!\x1a\x07' &&
    content[6] === 0 &&
    (content.readUInt16LE(10) & 0x80) !== 0
  );
}

const MAGIC: [type: string, at: number, bytes: string][] = [
  ['application/pdf', 0, '%PDF-'],
  ['image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/gif', 0, 'GIF8'],
  ['image/webp', 8, 'WEBP'],
  ['image/bmp', 0, 'BM'],
  ['image/tiff', 0, 'II*\0'],
  ['image/heic', 4, 'ftyphei'],
  ['video/mp4', 4, 'ftyp'],
  ['audio/mpeg', 0, 'ID3'],
  ['audio/ogg', 0, 'OggS'],
  ['application/zip', 0, 'PK\x03\x04'],
  ['application/x-rar-compressed', 0, 'Rar!\x1a\x07'],
  ['application/x-7z-compressed', 0, '7z\xbc\xaf\x27\x1c'],
  ['application/gzip', 0, '\x1f\x8b'],
  ['application/x-ole-storage', 0, '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'],
  ['application/x-msdownload', 0, 'MZ'],
  ['application/x-executable', 0, '\x7fELF'],
  ['application/x-shortcut', 0, 'L\0\0\0\x01\x14\x02\0'],
  ['application/rtf', 0, '{\\rtf'],
  ['application/vnd.ms-tnef', 0, '\x78\x9f\x3e\x22'],
];

/** What a browser takes for a page (WHATWG MIME sniffing, 7.1), also behind comments. */
const LOOKS_LIKE_A_PAGE =
  /^(<!--((?!-->)[\s\S])*-->\s*)*<(!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|img|meta|link|base|form|object|embed)[\s/>]/;

/** By its first bytes, whatever it is called; null when they say nothing. */
export function typeByContent(content: Buffer): string | null {
  const head = content.subarray(0, 32).toString('latin1');
  const magic = MAGIC.find(([, at, bytes]) => head.startsWith(bytes, at))?.[0] ?? null;
  if (magic === 'image/bmp' && content.length < 60) return null;
  if (magic === 'application/zip') {
    const start = content.subarray(0, 4_000).toString('latin1');
    if (
      start.includes('word/') ||
      start.includes('xl/') ||
      start.includes('ppt/') ||
      start.includes('[Content_Types].xml')
    )
      return start.includes('xl/')
        ? 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
        : start.includes('ppt/')
          ? 'application/vnd.openxmlformats-officedocument.presentationml.presentation'
          : 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  }
  if (magic) return magic;
  const text = content
    .subarray(0, 1_000)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .toLowerCase();
  if (LOOKS_LIKE_A_PAGE.test(text)) return 'text/html';
  return /^(<\?xml[^>]*>\s*)?(<!--[^>]*-->\s*)?(<!doctype svg[^>]*>\s*)?<svg\b/.test(text) ? 'image/svg+xml' : null;
}

/** No path, no control or bidi characters, no towers of blanks that push the ending out of sight. */
export function cleanName(name: string): string {
  const clean = name
    .replace(/[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/^.*[\\/]/, '')
    .replace(/\s{2,}/g, ' ')
    .trim();
  return [...clean].slice(-NAME_CHARS_MAX).join('').toWellFormed() || 'file';
}

export function tidyType(type: string): string {
  return /^[a-z0-9!#$&^_.+-]{1,100}\/[a-z0-9!#$&^_.+-]{1,100}$/i.test(type)
    ? type.toLowerCase()
    : 'application/octet-stream';
}

export function nameFor(type: string): string {
  if (type === 'message/rfc822') return 'forwarded message.eml';
  if (type === 'text/calendar') return 'invitation.ics';
  const ending = /^image\/(png|jpeg|gif|webp)$/.exec(type)?.[1];
  return ending ? `picture.${ending === 'jpeg' ? 'jpg' : ending}` : 'file';
}
