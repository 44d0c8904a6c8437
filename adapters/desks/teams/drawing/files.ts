/** Draws a customer's file, and pictures that Deskhand makes, as cards. Pure. */
import { sizeWords } from '../../../../src/desk/message-notes.ts';
import { drawButton } from './buttons.ts';
import { cardOf, type Drawn, type Element, openUrl, plain, rich, run } from './elements.ts';

const ALT_CHARS_MAX = 1_000;
const FILE_CHARS_MAX = 200;
/** Makes a new address for a file; pressed by people long after the first one has ended. */
export const FILE_LINK = 'file.link';

/**
 * A file behind a signed link that soon expires: a bot cannot put files into a channel of Teams.
 * @param url null when it cannot be opened just now
 * @param value goes back with "New link"
 */
export function drawFile(
  file: { name: string; bytes: number; picture: boolean },
  url: string | null,
  value: string,
): Drawn {
  const name = run(`${file.picture ? '🖼️' : '📎'}  ${file.name}`, FILE_CHARS_MAX, { weight: 'Bolder' });
  const size = run(`  ·  ${sizeWords(file.bytes)}`, 50, { isSubtle: true });
  const shown: Element[] = file.picture && url ? [imageOf(url, file.name)] : [];
  const again = drawButton({ id: FILE_LINK, label: 'New link', value });
  const buttons = url ? [openUrl(url, 'Open'), again] : [again];
  return cardOf([rich([name, size]), ...shown, { type: 'ActionSet', actions: buttons }], `File: ${file.name}`);
}

/** A picture that Deskhand draws, such as figures where Teams cannot draw a chart. */
export function drawPicture(url: string, alt: string): Drawn {
  return cardOf([{ ...imageOf(url, alt), size: 'Stretch' }], alt);
}

function imageOf(url: string, alt: string): Element {
  return { type: 'Image', url, altText: plain(alt, ALT_CHARS_MAX), selectAction: openUrl(url) };
}
