/** What comes in stays on its side of the wall and with its author, whatever names it gives. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { EnquiryId } from '../../src/core/ids.ts';
import type { Inbound } from '../../src/ports/channel.ts';
import { makeProvider, type Provider } from '../kit/far-sides/provider.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';

let shop: TestHouse;
let provider: Provider;
let asked: EnquiryId;

interface Given {
  as?: 'message' | 'changed' | 'bystander';
  from?: string;
  side?: 'public' | 'private';
  text: string;
  names?: string[];
}

/** Hands in something that says it belongs to the public thread. @returns the enquiry that it is in; null for none */
async function comes(id: string, { as = 'message', from = 'maya', side = 'public', text, names = [] }: Given) {
  const content = {
    ...{ kind: 'human', from: { address: from, name: from }, subject: null, text, folded: [], attachments: [] },
    ...{ writtenAt: 0, visibility: side, threads: 'names', names: [id, ...names], answers: ['thread-1'] },
    ...{ others: [], warnings: [] },
  } as const;
  const raw = { bytes: new TextEncoder().encode(text), type: 'text/plain' };
  const message = { ...content, folded: [], attachments: [], names: [...content.names], answers: [...content.answers] };
  const inbound = { externalId: id, contentKey: null, raw, content: { as, message } } as unknown as Inbound;
  const result = await provider.context!.accept(inbound);
  await shop.settle();
  return result.as === 'stored' ? result.enquiryId : null;
}
const texts = async (id: EnquiryId) => (await shop.house.parts.store.messages(id)).map(each => each.text);

beforeEach(async () => {
  provider = makeProvider();
  shop = await openHouse({ provider });
  asked = (await comes('p1', { text: 'Where is my order?', names: ['thread-1'] }))!;
});
afterEach(() => shop.close());

test('a private message that names a public thread opens an enquiry of its own', async () => {
  const secret = await comes('d1', { side: 'private', text: 'It is order 4711.' });
  expect(secret).not.toBe(asked);
  expect(await shop.house.parts.store.enquiry(secret!)).toMatchObject({ visibility: 'private' });
  expect(await comes('p2', { text: 'Hello?' })).toBe(asked);
  expect(await texts(asked)).toEqual(['Where is my order?', 'Hello?']);
});

test('a bystander is shown in a thread of the same side only', async () => {
  expect(await comes('b1', { as: 'bystander', from: 'ben', side: 'private', text: 'It is my order.' })).toBeNull();
  expect(await comes('b2', { as: 'bystander', from: 'ben', text: 'Mine is late as well.' })).toBe(asked);
  expect(await texts(asked)).toEqual(['Where is my order?', 'Mine is late as well.']);
});

test('a later version of a message is taken from its own author only', async () => {
  const edit = (id: string, from: string, text: string) => comes(id, { as: 'changed', from, text, names: ['p1'] });
  await edit('e1', 'maya', 'Where is my order 7?');
  expect(await texts(asked)).toEqual(['Where is my order 7?']);
  await edit('e2', 'eve', 'Send it to Eve instead.');
  expect((await texts(asked))[0]).toBe('Where is my order 7?');
});
