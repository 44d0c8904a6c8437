/** Which enquiry each thing belongs to: what was asked in private is never in one with what everybody can read. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readItem } from '../../../../adapters/channels/x/read/item.ts';
import { readPayload } from '../../../../adapters/channels/x/read/payload.ts';
import { threadOf } from '../../../../adapters/channels/x/rules/threads.ts';

const SHOP = '11';
/** Few, and the same for people, conversations and messages, so that they meet. */
const ID = fc.constantFrom('11', '22', '33', '44', '22-11', '11-22', 'with', 'group', 'public');
const PERSON = fc.constantFrom('11', '22', '33');

const POST = fc.record(
  {
    ...{ id: ID, author_id: PERSON, conversation_id: ID, in_reply_to_user_id: PERSON },
    text: fc.constantFrom('@shop hello', 'hello', '@shop'),
    referenced_tweets: fc.array(fc.record({ type: fc.constantFrom('replied_to', 'quoted'), id: ID }), { maxLength: 2 }),
    entities: fc.constantFrom({}, { mentions: [{ username: 'shop', id: SHOP }] }),
  },
  { requiredKeys: ['id', 'text'] },
);
const MESSAGE = fc.record(
  {
    id: ID,
    event_type: fc.constant('MessageCreate'),
    text: fc.constant('hello'),
    sender_id: PERSON,
    dm_conversation_id: ID,
  },
  { requiredKeys: ['id', 'event_type'] },
);
const event = (type: fc.Arbitrary<string>, payload: fc.Arbitrary<unknown>) =>
  fc.record({ data: fc.record({ event_type: type, filter: fc.constant({ user_id: SHOP }), payload }) });
const LEGACY = fc.record({
  ...{ id: ID, type: fc.constant('message_create') },
  message_create: fc.record({
    sender_id: PERSON,
    target: fc.record({ recipient_id: PERSON }),
    message_data: fc.constant({}),
  }),
});
const ANYTHING = fc.oneof(
  fc.record({ data: fc.array(fc.oneof(POST, MESSAGE), { minLength: 1, maxLength: 3 }) }),
  event(fc.constantFrom('post.mention.create', 'post.reply.create', 'post.quote.create', 'post.create'), POST),
  event(fc.constantFrom('chat.received', 'chat.sent'), fc.record({ id: ID, sender_id: PERSON, conversation_id: ID })),
  event(
    fc.constantFrom('dm.received', 'dm.sent'),
    fc.record({ direct_message_events: fc.array(LEGACY, { minLength: 1, maxLength: 2 }) }),
  ),
);

test('in 10,000 random interleavings nothing public and nothing private belong together', () => {
  let together = 0;
  fc.assert(
    fc.property(fc.array(ANYTHING, { minLength: 2, maxLength: 12 }), payloads => {
      const sides = new Map<string, string>();
      for (const payload of payloads)
        for (const found of readPayload(payload).found) {
          const { thread, visibility, kind } = readItem(found, { id: SHOP, handle: 'shop' });
          if (thread === null) continue;
          const isPublic = found.as === 'post';
          expect(visibility, kind).toBe(isPublic ? 'public' : 'private');
          if (sides.has(thread)) together++;
          expect(sides.get(thread) ?? visibility).toBe(visibility);
          sides.set(thread, `${visibility}`);
        }
    }),
    { numRuns: 10_000 },
  );
  // They did meet.
  expect(together).toBeGreaterThan(10_000);
});

test('two things belong together exactly if they are of one customer and, in public, of one conversation', () => {
  const place = fc.record({
    visibility: fc.constantFrom('public' as const, 'private' as const),
    ...{ conversationId: ID, customerId: PERSON, isGroup: fc.boolean() },
  });
  const same = (a: Place, b: Place) => {
    if (a.visibility !== b.visibility) return false;
    if (a.visibility === 'public') return a.conversationId === b.conversationId && a.customerId === b.customerId;
    if (a.isGroup !== b.isGroup) return false;
    return a.isGroup ? a.conversationId === b.conversationId : a.customerId === b.customerId;
  };
  fc.assert(
    fc.property(place, place, (a, b) => void expect(threadOf(a) === threadOf(b)).toBe(same(a, b))),
    { numRuns: 5_000 },
  );
});

type Place = Parameters<typeof threadOf>[0];

test('where X did not say enough, it belongs to none', () => {
  const place = { conversationId: '1', customerId: '2', isGroup: false };
  expect(threadOf({ ...place, visibility: 'public', customerId: null })).toBeNull();
  expect(threadOf({ ...place, visibility: 'public', conversationId: null })).toBeNull();
  expect(threadOf({ ...place, visibility: 'private', customerId: null })).toBeNull();
  expect(threadOf({ ...place, visibility: 'private', conversationId: null, isGroup: true })).toBeNull();
});
