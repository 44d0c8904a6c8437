/** The items of payloads, one by one, each with the payload it came in; of pages the oldest first. Pure. */
import type { Json } from '../../../../src/ports/json.ts';
import type { Item } from '../item.ts';
import { readItem } from '../read/item.ts';
import { type Found, readPayload } from '../read/payload.ts';
import { type Account, isNewer } from '../shapes.ts';

export interface Entry {
  item: Item;
  found: Found;
  payload: Json;
  /** In the words of the account as it was named then: handles change. */
  us: Account;
}

/** @returns each item once, without what is said to be for another account */
export function entriesOf(payloads: readonly Json[], us: Account): Entry[] {
  const all = payloads.flatMap(payload => {
    const { found, account } = readPayload(payload);
    if (account?.id && us.id && account.id !== us.id) return [];
    return found.map((each): Entry => {
      const as = namedAs(each, us);
      return { item: readItem(each, as), found: each, payload, us: as };
    });
  });
  const seen = new Set<string>();
  const once = all.filter(({ item: { kind, messageId } }) => {
    const key = `${kind} ${messageId}`;
    if (messageId === null || !seen.has(key)) return messageId === null || seen.add(key);
    return false;
  });
  return once.sort((a, b) => byAge(a.item.messageId, b.item.messageId));
}

function byAge(a: string | null, b: string | null): number {
  if (!a || !b || a === b) return 0;
  return isNewer(a, b) ? 1 : -1;
}

/** The handle by which a post names us: it is the one that counts in that post, whatever it is now. */
function namedAs(found: Found, us: Account): Account {
  const named = found.as === 'post' ? found.post.mentions.find(each => each.id !== null && each.id === us.id) : null;
  return named ? { ...us, handle: named.handle } : us;
}
