/** `deskhand explain x`: what is made of X's payloads, from the command line as an admin runs it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainX } from '../../../../adapters/channels/x/explain.ts';
import { runCli } from '../../../kit/cli.ts';

const FOLDER = join(import.meta.dirname, '../../../fixtures/x');
const MAYA = { id: '2222222222222222222', handle: 'maya_patel', name: 'Maya Patel' };
const BEN = { id: '3333333333333333333', handle: 'BenCarter', name: 'Ben Carter' };
const PAIR = '1111111111111111111-2222222222222222222';

interface Line {
  kind: string;
  visibility: string | null;
  why?: RegExp;
  [more: string]: unknown;
}

const PUBLIC = { visibility: 'public', from: MAYA };
const PRIVATE = { visibility: 'private', from: MAYA };
const NOBODY = { visibility: null, from: null, becomes: 'nothing', replyable: null };

/** What is in each file, and what is made of it, item by item. */
const FILES: Record<string, Line[]> = {
  'edited-and-withheld': [
    {
      ...{ kind: 'mention', ...PUBLIC, messageId: '1990000000000001202', becomes: 'enquiry', replyable: true },
      warnings: [
        'Its author protects their posts: only followers read them, but everybody can read your reply.',
        'X withholds it in DE, FR: its text may be missing.',
        'It was edited: this is version 3 of 3.',
      ],
    },
  ],
  'empty-page-with-more': [{ kind: 'other', ...NOBODY, why: /empty, but more follow/ }],
  'event-before-the-activity-api': [
    {
      ...{ kind: 'dm', ...PRIVATE, messageId: '2080765901528535097', conversationId: PAIR, text: 'Look' },
      ...{ media: [{ type: 'photo', alt: 'The broken lid' }], becomes: 'enquiry', replyable: true },
    },
  ],
  'event-deleted': [
    { kind: 'deleted', ...PUBLIC, messageId: '2080761269309813134', becomes: 'line', replyable: false, text: '' },
  ],
  'event-encrypted': [
    {
      ...{ kind: 'encrypted', visibility: 'private', from: { id: MAYA.id, handle: null, name: null }, text: '' },
      ...{ messageId: 'e4f4d3fc-8bbf-4928-92eb-e5058d6bb6f6', becomes: 'enquiry', replyable: false },
      why: /encrypted: read and answer it in X/,
    },
  ],
  'event-mention': [
    {
      ...{ kind: 'mention', ...PUBLIC, messageId: '2080765813578191303', conversationId: '2080765813578191303' },
      ...{ answers: null, text: 'hey @ExampleShop', media: [], becomes: 'enquiry', replyable: true, warnings: [] },
    },
  ],
  'event-own-private-message': [
    { kind: 'own', visibility: 'private', conversationId: PAIR, text: 'Thanks for the update!', becomes: 'line' },
  ],
  'event-private-message': [
    {
      ...{ kind: 'dm', ...PRIVATE, messageId: '2080765901528535096', conversationId: PAIR, answers: null },
      ...{ text: 'hello!', becomes: 'enquiry', replyable: true, warnings: [] },
    },
  ],
  'event-revoked': [{ kind: 'other', ...NOBODY, why: /has to be connected again/ }],
  'ids-as-numbers': [
    {
      ...{ kind: 'mention', visibility: 'public', messageId: '2080765813578191303', becomes: 'enquiry' },
      from: { id: MAYA.id, handle: null, name: null },
      warnings: ['X did not send the name of its author: only the id is known.'],
    },
  ],
  'long-post': [{ kind: 'mention', ...PUBLIC, becomes: 'enquiry', replyable: true, warnings: [] }],
  'looked-up-again': [
    { kind: 'mention', visibility: 'public', messageId: '1990000000000000200', replyable: false, why: /suspended/ },
    { kind: 'deleted', visibility: 'public', messageId: '1990000000000000400', becomes: 'line' },
    { kind: 'other', visibility: 'public', messageId: '1990000000000000350', why: /only followers/ },
  ],
  'mentions-page': [
    { kind: 'retweet', visibility: 'public', from: BEN, answers: null, becomes: 'nothing', replyable: false },
    {
      ...{ kind: 'reply', ...PUBLIC, messageId: '1990000000000000400', conversationId: '1990000000000000200' },
      ...{ answers: '1990000000000000300', text: 'Any news?', becomes: 'message', replyable: false },
      why: /did not write your name/,
    },
    {
      ...{ kind: 'mention', visibility: 'public', from: BEN, becomes: 'enquiry', replyable: true },
      text: 'Look what @ExampleShop sent me <3 & more https://shop.example/kettles?a=1&b=2',
      media: [{ type: 'photo', alt: 'A red kettle on a stove' }],
    },
    {
      ...{ kind: 'mention', ...PUBLIC, messageId: '1990000000000000200', becomes: 'enquiry', replyable: true },
      text: '@ExampleShop Where is my order? https://track.example/0123456789',
    },
  ],
  'no-credits': [{ kind: 'other', ...NOBODY, why: /402.*does not have any credits/ }],
  'private-messages-page': [
    { kind: 'dm', ...PRIVATE, text: 'Thank you!', becomes: 'message', why: /begins with 1990000000000000910/ },
    { kind: 'own', visibility: 'private', text: 'It leaves today.', becomes: 'line' },
    { kind: 'other', ...NOBODY, visibility: 'private', messageId: '1990000000000000915', why: /"ParticipantsJoin"/ },
    {
      ...{ kind: 'dm', ...PRIVATE, text: 'My order 1234 & my address', becomes: 'enquiry' },
      media: [{ type: 'photo', alt: null }],
    },
    { kind: 'dm', visibility: 'private', from: BEN, text: 'Are you open on Sunday?', becomes: 'enquiry' },
  ],
};

test('shows what is made of payloads, one line for each item, in order', async () => {
  const names = readdirSync(FOLDER).map(each => each.replace(/\.json$/, ''));
  expect(names.toSorted()).toEqual(Object.keys(FILES).toSorted());
  const { out, code } = await runCli(['explain', 'x', ...names.map(each => join(FOLDER, `${each}.json`))], FOLDER);
  expect(code).toBe(0);
  const lines = out
    .trim()
    .split('\n')
    .map(each => JSON.parse(each));
  const expected = names.flatMap(name => FILES[name] ?? []);
  expect(lines).toHaveLength(expected.length);
  for (const [i, { why, ...line }] of expected.entries()) {
    expect(lines[i]).toMatchObject(line);
    if (why) expect(lines[i].why).toMatch(why);
    expect(Object.keys(lines[i])).toEqual(KEYS);
  }
});

const KEYS = [
  ...['kind', 'visibility', 'from', 'messageId', 'conversationId', 'answers', 'text', 'media', 'becomes'],
  ...['replyable', 'why', 'warnings'],
];

const bytes = (text: string) => new TextEncoder().encode(text);
const KINDS = ['mention', 'reply', 'quote', 'dm', 'own', 'encrypted', 'deleted', 'retweet', 'other'];

/** Every line that was ever printed has this shape. */
function holdsTogether(lines: unknown): void {
  expect(Array.isArray(lines) && lines.length > 0).toBe(true);
  for (const each of lines as Record<string, unknown>[]) {
    expect(Object.keys(each)).toEqual(KEYS);
    expect(KINDS).toContain(each.kind);
    expect(['public', 'private', null]).toContain(each.visibility);
    expect(typeof each.text === 'string' && each.text.isWellFormed()).toBe(true);
    for (const id of ['messageId', 'conversationId', 'answers'])
      expect(each[id] === null || typeof each[id] === 'string').toBe(true);
    if (each.kind === 'dm' || each.kind === 'encrypted') expect(each.visibility).toBe('private');
    if (['mention', 'reply', 'quote', 'retweet'].includes(`${each.kind}`)) expect(each.visibility).toBe('public');
  }
}

test('says so when it is no JSON, or nothing of X', () => {
  expect(explainX(bytes('<html>'))).toMatchObject([{ kind: 'other', why: expect.stringMatching(/^This is not JSON/) }]);
  expect(explainX(bytes(''))).toMatchObject([{ why: expect.stringMatching(/^This is not JSON/) }]);
  expect(explainX(bytes('['.repeat(100_000)))).toMatchObject([{ why: expect.stringMatching(/^This is not JSON/) }]);
  for (const each of ['{}', '[]', 'null', '7', '"x"', '{"data":{"id":"1","username":"maya","name":"Maya"}}'])
    expect(explainX(bytes(each)), each).toMatchObject([{ kind: 'other', becomes: 'nothing' }]);
});

test('a recording of the stream has an event a line', () => {
  const event = (id: string) =>
    JSON.stringify({ data: { event_uuid: id, filter: { user_id: '1' }, event_type: 'like.create', payload: { id } } });
  const lines = explainX(bytes(`${event('7')}\r\n\r\n${event('8')}\n`));
  expect(lines).toHaveLength(2);
  expect(lines).toMatchObject([{ kind: 'other', why: expect.stringMatching(/"like\.create"/) }, { kind: 'other' }]);
});

describe('what was saved in part, or by another program', () => {
  const page = readFileSync(join(FOLDER, 'mentions-page.json'));
  const whole = explainX(page);

  test('of a page that is cut off anywhere, what is whole is read, and that there is more is said', () => {
    for (let end = page.length - 3; end > 0; end -= 7) {
      const lines = explainX(page.subarray(0, end));
      holdsTogether(lines);
      expect(lines.at(-1)).toMatchObject({ kind: 'other', why: expect.stringMatching(/is missing|not JSON/) });
      const ids = lines.slice(0, -1).map(each => (each as { messageId: string }).messageId);
      expect(ids).toEqual(whole.slice(0, ids.length).map(each => (each as { messageId: string }).messageId));
    }
    const [first, second, , ...rest] = explainX(page.subarray(0, page.indexOf('1990000000000000350') + 5));
    expect([first, second, rest]).toMatchObject([{ kind: 'retweet' }, { kind: 'reply', text: 'Any news?' }, []]);
  });

  test('the last event of a recording may be cut off', () => {
    const event = readFileSync(join(FOLDER, 'event-mention.json'), 'utf8').replaceAll('\n', ' ');
    expect(explainX(bytes(`${event}\n${event.slice(0, 500)}`))).toMatchObject([
      { kind: 'mention' },
      { kind: 'other', why: expect.stringMatching(/^The end of this is missing/) },
    ]);
  });

  test('UTF-16 is read, as PowerShell saves it, and a mark at the beginning is left out', () => {
    const text = page.toString('utf8');
    expect(explainX(Buffer.from(`\ufeff${text}`, 'utf16le'))).toEqual(whole);
    expect(explainX(Buffer.from(`\ufeff${text}`, 'utf16le').swap16())).toEqual(whole);
    expect(explainX(bytes(`\ufeff${text}`))).toEqual(whole);
  });
});

/** Names that X uses, so that random values come to stand where they do harm. */
const NAME = fc.constantFrom(
  ...['data', 'includes', 'errors', 'meta', 'id', 'text', 'author_id', 'conversation_id', 'entities', 'mentions'],
  ...['urls', 'url', 'expanded_url', 'username', 'referenced_tweets', 'type', 'event_type', 'payload', 'filter'],
  ...['user_id', 'users', 'tweets', 'media', 'media_key', 'attachments', 'media_keys', 'note_tweet', 'withheld'],
  ...['direct_message_events', 'message_create', 'message_data', 'sender_id', 'target', 'recipient_id', '__proto__'],
  ...['display_text_range', 'edit_history_tweet_ids', 'dm_conversation_id', 'for_user_id', 'in_reply_to_user_id'],
);
const VALUE = fc.constantFrom(
  ...['1111111111111111111', '2222222222222222222', '1-2', 'post.mention.create', 'dm.received', 'chat.received'],
  ...[
    'MessageCreate',
    'message_create',
    'replied_to',
    'quoted',
    'retweeted',
    '@ExampleShop hi &amp;lt; \ud800',
    'post.delete',
  ],
  ...['https://t.co/abc', 'constructor', '', 0, -1, 1.5, 2 ** 60, true, null],
);
const { tree } = fc.letrec<{ tree: unknown }>(tie => ({
  tree: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    VALUE,
    fc.dictionary(NAME, tie('tree'), { maxKeys: 8, noNullPrototype: true }),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.jsonValue(),
  ),
}));

test('throws for no JSON whatever', () => {
  fc.assert(
    fc.property(tree, value => {
      holdsTogether(explainX(bytes(JSON.stringify(value))));
    }),
    { numRuns: 5_000 },
  );
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), raw => holdsTogether(explainX(raw))));
});
