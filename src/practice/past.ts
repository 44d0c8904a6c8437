/** Chooses an enquiry of the past to practise with, and makes its words those of nobody. */
import type { RoomId } from '../core/ids.ts';
import { isToUs, type MessageKind } from '../core/message.ts';
import { mayRead } from '../core/readers.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow } from '../ports/rows.ts';
import { anonymous } from './anonymous.ts';

/** The newest that are looked through. */
const LOOKED_AT = 150;
/** Longer is no practice of five minutes. */
const CHARS_MAX = 900;
/** A word that so many customers write in small letters is no name. */
const CUSTOMERS_MIN = 2;
const SPOKEN: readonly (MessageKind | 'unreadable')[] = ['human'];

/** @param rooms only from these; null for all. @returns null where none can be trusted to say nothing of anybody */
export async function pastWords(parts: Parts, rooms: readonly RoomId[] | null): Promise<string | null> {
  const { store, kinds, ids } = parts;
  const enquiries = (await store.lastResolved(LOOKED_AT)).filter(
    each => mayRead({ rooms }, each) && kinds.of(each.channelKind).counted && each.visibility === 'private',
  );
  const texts: { text: string; name: string | null; address: string }[] = [];
  for (const { id, customerId } of enquiries) {
    const first = (await store.messages(id)).find(isToUs);
    // What was folded for good reason, and what nobody wrote, is nothing to practise with.
    if (!first || !SPOKEN.includes(first.kind) || isFolded(first) || first.text.length > CHARS_MAX) continue;
    const customer = await store.customer(customerId);
    texts.push({ text: first.text, name: customer?.name ?? null, address: first.from?.address ?? '' });
  }
  const staff = (await store.allStaff()).map(each => each.name);
  const ordinary = ordinaryWords(texts.map(each => each.text));
  const begin = Math.floor(ids.fraction() * texts.length);
  for (let i = 0; i < texts.length; i++) {
    const { text, name, address } = texts[(begin + i) % texts.length]!;
    const made = anonymous(text, { names: [...staff, name ?? '', address], ordinary });
    if (made !== null) return made;
  }
  return null;
}

/** Nobody practises with what was folded for good reason. */
function isFolded({ shield }: Pick<MessageRow, 'shield'>): boolean {
  return shield != null && shield.level !== 'none';
}

/** Words that several customers write in small letters. */
function ordinaryWords(texts: readonly string[]): ReadonlySet<string> {
  const seen = new Map<string, number>();
  for (const text of texts)
    for (const word of new Set(text.match(/(?<!\p{L})\p{Ll}[\p{L}'’-]*/gu) ?? []))
      seen.set(word, (seen.get(word) ?? 0) + 1);
  return new Set([...seen].filter(([, n]) => n >= CUSTOMERS_MIN).map(([word]) => word));
}
