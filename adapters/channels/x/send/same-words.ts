/**
 * Whether X shows the words that were sent. X changes some on the way: it shortens links, writes `&` as a code, drops
 * spaces at the ends, and puts names in front of a reply. Pure.
 */
import { cleanText } from '../../../../src/core/message.ts';

/** @param shown as `plainText` gives it: links written out, as far as X sent where they lead */
export function saysTheSame(sent: string, shown: string): boolean {
  const [ours, theirs] = [bare(sent), bare(shown)];
  if (ours === theirs) return true;
  if (!SHORT_LINK.test(theirs)) return false;
  // X did not send where the link leads: any link of ours may stand there, and nothing but a link.
  const pieces = theirs.split(SHORT_LINK).map(each => each.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${pieces.join(String.raw`[^\s]+\.[^\s]+`)}$`, 'u').test(ours);
}

/** Without `https://`, which `bare` takes away. */
const SHORT_LINK = /\bt\.co\/\w+/;

function bare(text: string): string {
  return (
    cleanText(text)
      .normalize('NFC')
      // Whether a sign is drawn in colour is no difference in words.
      .replace(/\ufe0f/g, '')
      .replace(/\s+/g, ' ')
      .trim()
      .replace(/^(?:@\w{1,15} )+/, '')
      // A domain alone is a link to X, and comes back as an address.
      .replace(/\bhttps?:\/\//gi, '')
      .replace(/\/(?= |$)/g, '')
  );
}
