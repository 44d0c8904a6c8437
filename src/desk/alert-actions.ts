/** What is pressed below a post that says what is rising. Pure. */
import { type AlertId, looksLikeId } from '../core/ids.ts';
import type { ButtonId } from '../ports/button.ts';

/** The team knows of what rises, does not want to hear of it, or does again. */
export type AlertMeaning = { as: 'alert'; id: AlertId; state: 'open' | 'not-new' | 'muted' };

/** Behind the id: it is taken back. */
export const AGAIN = 'again';

/** `<alert>`, or `<alert> again`; null for other buttons. */
export function nameAlert(button: ButtonId, value: string): AlertMeaning | { as: 'unknown' } | null {
  if (button !== 'alert.not_new' && button !== 'alert.mute') return null;
  const [id, again] = value.split(' ');
  if (!looksLikeId('alert', id)) return { as: 'unknown' };
  return { as: 'alert', id, state: again === AGAIN ? 'open' : button === 'alert.mute' ? 'muted' : 'not-new' };
}
