/** The notes in small letters under a customer's words: files, answers of a form, warnings, what is folded away. Pure. */
import type { CardView, MessageView } from '../ports/views.ts';
import { SHIELD_WORDS } from './shielded.ts';

const ATTACHMENTS_SHOWN_MAX = 10;
/** Short facts that a phone shows. */
const DETAILS_MAX = 10;
const WARNINGS_MAX = 5;

/** What stands before the details that the site vouches for, that somebody typed, that the channel says itself, and that change. */
const SAID_BY = { site: 'Confirmed by your site: ', form: 'From the form: ', channel: '', page: '' } as const;

function saidBy({ vouched, byChannel, newest }: MessageView['details'][number]): keyof typeof SAID_BY {
  if (byChannel) return 'channel';
  if (newest) return 'page';
  return vouched ? 'site' : 'form';
}

/** What stands in small letters under a customer's words. */
export function messageNotes(message: MessageView): string[] {
  const files = message.attachments.slice(0, ATTACHMENTS_SHOWN_MAX);
  const folded = [...new Set(message.folded.map(each => each.label))];
  // What the site vouches for stands apart: no answer of a form can look like it.
  const details = Object.entries(SAID_BY).flatMap(([by, before]) => {
    const of = message.details.filter(each => saidBy(each) === by).slice(0, DETAILS_MAX);
    const words = of.map(({ label, value }) => `${label}: ${value}`).join(' · ');
    return words ? [`${before}${words}`] : [];
  });
  return [
    ...(message.tone === 'strong' ? [SHIELD_WORDS.strong] : []),
    ...files.map(({ name, bytes, withheld }) =>
      withheld === null
        ? `File: ${name} (${sizeWords(bytes)})`
        : `Held back: ${name} (${sizeWords(bytes)}). ${withheld}`,
    ),
    ...(message.attachments.length > files.length
      ? [`and ${message.attachments.length - files.length} more files`]
      : []),
    ...details,
    ...message.warnings.slice(0, WARNINGS_MAX).map(warning => `Note: ${warning}`),
    ...(message.others.length ? [`Also on this message: ${message.others.join(', ')}`] : []),
    ...(folded.length ? [`${folded.join(' · ')} – folded away`] : []),
  ];
}

/**
 * A customer's address, to show beside their name; null where it adds nothing. A visitor of a web chat or at the counter
 * has an internal id instead, which nobody can write to.
 */
export function addressBeside({ customer, address }: Pick<MessageView, 'customer' | 'address'>): string | null {
  return address.includes('@') && address !== customer ? address : null;
}

export function sizeWords(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1_000)} KB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const SIDE_SIGNS: Record<string, string> = { PUBLIC: '📢', PRIVATE: '🔒' };

/** To whom a reply goes: with the sign of its side, where it can be either; null where it has none. */
export function markedSide(label: string): string | null {
  const sign = SIDE_SIGNS[label.split(' ')[0] ?? ''];
  return sign ? `${sign} ${label}` : null;
}

/** Whose enquiry it is, for the first line of a card: after PUBLIC or PRIVATE, where it can be either. */
export function titleOf({ direction, message }: Pick<CardView, 'direction' | 'message'>): string {
  return direction ? `${SIDE_SIGNS[direction] ?? ''} ${direction}  ·  ${message.customer}` : message.customer;
}

/** Addresses of pages in a text: a bracket that closes belongs to one where it opened in it, `..._(landform)` and `?b=[1]`. */
export const PAGES_IN_TEXT =
  /\bhttps?:\/\/(?:\([^\s<>"'`\\()]*\)|\[[^\s<>"'`\\[\]]*\]|[^\s<>"'`\\)\]])+(?<![.,;:!?([])/gi;
