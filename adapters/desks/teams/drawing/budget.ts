/** Keeps a card within the size that Teams accepts, and puts a post's key into it. Pure. */
import { createHash } from 'node:crypto';
import type { Card, Drawn } from './elements.ts';

/**
 * JSON of one card, in bytes. Teams refuses messages above some 80 KB, which it counts in UTF-16 and with what it adds;
 * older clients and flows that forward cards take 28 KB.
 */
export const CARD_BYTES_MAX = 25_000;

/** Below this share there is nothing left to shorten. */
const SHARE_MIN = 1 / 128;

export function bytesOf(card: Card): number {
  return Buffer.byteLength(JSON.stringify(card));
}

/**
 * Draws with all the text there is, then with less and less of it until the card is small enough.
 * @param draw is handed the share of its limits that it may use, from 1 downwards
 */
export function withinBudget<D extends { card: Card }>(draw: (share: number) => D): D {
  for (let share = 1; ; share /= 2) {
    const drawn = draw(share);
    if (share <= SHARE_MIN || bytesOf(drawn.card) <= CARD_BYTES_MAX) return drawn;
  }
}

/** Puts a post's key into its card, which Teams returns: Teams has no other place for a key. */
export function marker(drawn: Drawn, key: string): Drawn {
  const [first, ...rest] = drawn.card.body;
  if (!first) return drawn;
  return { ...drawn, card: { ...drawn.card, body: [{ ...first, id: idOf(key) }, ...rest] } };
}

/** @param cardJson as Teams hands it back, however often it was put into quotes */
export function findMarker(cardJson: string, key: string): boolean {
  return cardJson.includes(idOf(key));
}

function idOf(key: string): string {
  return `key-${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
}
