/** `deskhand explain x`: what is made of a payload of X, one line for each item of a page, in order. Contacts nothing. */
import type { Json } from '../../../src/ports/json.ts';
import type { Item } from './item.ts';
import { guessAccount } from './read/account.ts';
import { readItem } from './read/item.ts';
import { readJson } from './read/json.ts';
import { readPayload } from './read/payload.ts';
import { type Account, isNewer } from './shapes.ts';

const NO_JSON = 'This is not JSON. Save the body of the answer or of the delivery as it came.';
const CUT_OFF =
  'The end of this is missing: what was whole is above, and less may be known of it. Save it again, whole.';

/** @returns an item for each post, message or event in it; at least one */
export function explainX(raw: Uint8Array): Json[] {
  const json = readJson(raw);
  if (!json) return [said(NO_JSON)];
  const payloads = json.values.map(readPayload);
  const guessed = guessAccount(payloads.filter(each => !each.account).flatMap(each => each.found));
  const items = payloads.flatMap(({ found, account }) =>
    found.map(each => {
      const item = readItem(each, account ?? guessed);
      return account || !guessed || !item.visibility
        ? item
        : { ...item, replyWhy: `${item.replyWhy} ${as(guessed)}`.trim() };
    }),
  );
  return [...inTurn(items).map(shown), ...(json.isCutOff ? [said(CUT_OFF)] : [])];
}

function said(why: string): Json {
  return shown(readItem({ as: 'other', id: null, why }, null));
}

function as({ handle, id }: Account): string {
  return `The payload does not say whose it is: it is read as one of ${handle ? `@${handle}` : `the account ${id}`}.`;
}

/** The first of a thread opens its enquiry, and those after it go on. A page begins with the newest. */
function inTurn(items: Item[]): Item[] {
  const first = new Map<string, string>();
  for (const { thread, messageId, becomes } of items) {
    if (!thread || !messageId || becomes === 'line' || becomes === 'nothing') continue;
    const known = first.get(thread);
    if (!known || isNewer(known, messageId)) first.set(thread, messageId);
  }
  return items.map(item => {
    const { thread, messageId, becomes, visibility } = item;
    const opener = first.get(thread ?? '');
    if (becomes !== 'enquiry' || !opener || opener === messageId) return item;
    return { ...item, becomes: 'message', why: `It goes on in the ${visibility} enquiry that begins with ${opener}.` };
  });
}

function shown({ from, media, replyWhy, ...item }: Item): Json {
  const { kind, visibility, messageId, conversationId, answers, text, becomes, replyable, warnings } = item;
  const why = [item.why, replyWhy].filter(Boolean).join(' ');
  return {
    ...{ kind, visibility },
    from: from && { id: from.id, handle: from.handle, name: from.name },
    ...{ messageId, conversationId, answers, text },
    media: media.map(({ type, alt }) => ({ type, alt })),
    ...{ becomes, replyable, why, warnings },
  };
}
