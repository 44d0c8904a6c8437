/** Keeps the standard mark of a signature (`-- `) apart from a rule that somebody typed, as it passes through HTML. */
import type { Element } from './tree.ts';

/** As a no-break space the blank behind the dashes outlives the conversion to text. */
const MARK_KEPT = '--\u00a0';

/** Around the signature that a mail program puts there by itself: mail.ru, Gmail, Thunderbird, Outlook. */
const isSignature = ({ attributes }: Element) =>
  'data-signature-widget' in attributes ||
  /(^|\s)(x_)*(gmail_signature(_prefix)?|moz-signature|ms-outlook-mobile-signature)(\s|$)/.test(
    attributes.class ?? '',
  ) ||
  /^(x_)*(ms-outlook-mobile-)?signature$/i.test(attributes.id ?? '');

/** Writes each standard mark of the page so that `withMarks` finds it again. */
export function keepMarks(element: Element, within = false): void {
  for (const [i, child] of element.children.entries()) {
    if (typeof child !== 'string') keepMarks(child, within || isSignature(child));
    else if (child.includes('--'))
      element.children[i] = child.replace(
        within ? /(^|\n)--[ \u00a0]?(?=\s*$|\n)/g : /(^|\n)--[ \u00a0](?=\s*$|\n)/g,
        `$1${MARK_KEPT}`,
      );
  }
}

/** A line of the text that came out. */
export function withoutTrail(line: string): string {
  return line === MARK_KEPT ? '-- ' : line.trimEnd();
}
