/** The frame's side of messaging with the shop's page: only with the embedding page, only on allowed sites. */
import type { FromLoader, FromPanel } from '../messages.ts';
import { config } from './words.ts';

let origin: string | null = null;

export function tell(message: FromPanel): void {
  if (origin) parent.postMessage(message, origin);
}

export function hear(listener: (message: FromLoader) => void): void {
  addEventListener('message', event => {
    if (event.source !== parent || !config.origins.includes(event.origin)) return;
    // The first who answers is the page we are on.
    origin ??= event.origin;
    if (event.origin === origin && event.data?.deskhand) listener(event.data);
  });
  // Nobody is known yet. This carries nothing; everything after it goes to the one origin that answers.
  parent.postMessage({ deskhand: 'ready' }, '*');
}

export function keep(key: string, value: string | null): void {
  tell({ deskhand: 'keep', key, value });
}
