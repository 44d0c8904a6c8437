/** A message that was folded, whole, for the one person who asked to see it. */
import { clampText } from '../core/message.ts';
import { button } from '../desk/cards.ts';
import { sizeWords } from '../desk/message-notes.ts';
import { SHIELD_WORDS } from '../desk/shielded.ts';
import { foldLabel } from '../desk/wording.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow } from '../ports/rows.ts';
import type { PrivateView } from '../ports/views.ts';
import { ensureThread } from './thread.ts';
import { toneOf } from './tone.ts';

/** One for each message and person: opened again, it takes its own place. */
export function openedKey(messageId: string): string {
  return `open:${messageId}`;
}

export async function openedView(parts: Parts, message: MessageRow): Promise<PrivateView | null> {
  const place = await ensureThread(parts, message.enquiryId);
  if (!place) return null;
  const [files, customer, tone] = await Promise.all([
    parts.store.attachmentsOf(message.id),
    parts.store.customer(place.enquiry.customerId),
    toneOf(parts.store, message),
  ]);
  const folded = message.folded.map(each => `${foldLabel(each)}:\n${each.text}`);
  const whole = [message.subject, message.text, ...folded].filter(Boolean).join('\n\n');
  const { text, cut } = clampText(whole, place.desk.limits.cardTextCharsMax);
  const about = `${place.enquiry.id} ${message.id}`;
  const named = files.map(
    ({ name, bytes, withheld }) => `${name} (${sizeWords(bytes)}${withheld === null ? '' : ', held back'})`,
  );
  return {
    words: SHIELD_WORDS.opened(message.from?.name ?? customer?.name ?? 'The customer'),
    quote: { label: SHIELD_WORDS.onlyYou, text: cut ? `${text}…` : text },
    hints: named.length ? [`Files: ${named.join(', ')}`] : [],
    buttons: [
      ...(cut ? [button('message.show_all', 'Show all', message.id)] : []),
      ...(named.length && place.desk.attach ? [button('message.files', 'Show its files in the thread', about)] : []),
      tone.level === 'aimed' ? button('shield.not', 'Not abuse', about) : button('shield.was', SHIELD_WORDS.was, about),
    ],
    files: files.map(({ id, name, bytes, withheld }) => ({ id, name, bytes, withheld })),
    tone: 'notice',
    post: null,
  };
}
