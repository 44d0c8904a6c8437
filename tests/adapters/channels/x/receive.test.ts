/** What comes in from X, as the intake gets it: from the pages that the stand-in answers to the bodies that are kept. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainX } from '../../../../adapters/channels/x/explain.ts';
import { readItem } from '../../../../adapters/channels/x/read/item.ts';
import { readJson } from '../../../../adapters/channels/x/read/json.ts';
import { readPayload } from '../../../../adapters/channels/x/read/payload.ts';
import { type Picture, toInbound, type XEcho } from '../../../../adapters/channels/x/receive.ts';
import type { InboundMessage } from '../../../../src/core/message.ts';
import type { Inbound } from '../../../../src/ports/channel.ts';
import type { Json } from '../../../../src/ports/json.ts';

const FOLDER = join(import.meta.dirname, '../../../fixtures/x');
const SHOP = { id: '1111111111111111111', handle: 'ExampleShop' };
const MAYA = '2222222222222222222';
const BEN = '3333333333333333333';
const NOW = Date.UTC(2026, 10, 29, 12);
const USERS = [
  { id: SHOP.id, username: SHOP.handle, name: 'Example Shop' },
  { id: MAYA, username: 'maya_patel', name: 'Maya Patel' },
  { id: BEN, username: 'BenCarter', name: 'Ben Carter', protected: true },
];

type Handed = Inbound & { message: InboundMessage & { echo?: XEcho | null }; as: string };

/** All that one payload brings, in its order. */
function received(value: unknown, pictures: readonly Picture[] = []): Handed[] {
  const { found, account } = readPayload(value);
  return found.flatMap(each => {
    const us = account?.handle ? account : SHOP;
    const inbound = toInbound(readItem(each, us), value as Json, NOW, us, pictures);
    if (!inbound) return [];
    const { content } = inbound;
    if (!('message' in content)) throw new Error(`Handed in as ${content.as}.`);
    return [{ ...inbound, message: content.message, as: content.as }];
  });
}

function page(data: object[], more: object = {}): unknown {
  return { data, includes: { users: USERS, ...more }, meta: { result_count: data.length } };
}

/** A mention by Maya, unless it says otherwise. */
function post(about: object = {}): { id: string; [field: string]: unknown } {
  const id = (about as { id?: string }).id ?? '1990000000000000900';
  return {
    ...{ id, author_id: MAYA, text: 'Where is my parcel @ExampleShop', conversation_id: id },
    ...{ edit_history_tweet_ids: [id], reply_settings: 'everyone', created_at: '2026-11-29T10:00:00.000Z' },
    entities: { mentions: [{ start: 19, end: 31, username: SHOP.handle, id: SHOP.id }] },
    display_text_range: [0, 31],
    ...about,
  };
}

const message = (about: object) => ({
  ...{ id: '2080000000000000001', event_type: 'MessageCreate', sender_id: MAYA, text: 'Hello' },
  ...{ dm_conversation_id: `${SHOP.id}-${MAYA}`, created_at: '2026-11-29T10:00:00.000Z' },
  ...about,
});

test('what a reply has to know of the words is their language, where they tell it', () => {
  const languageIn = (text: string) =>
    received(page([post({ text: `@ExampleShop ${text}` })]))[0]?.message.echo?.language;
  expect(languageIn('Wo bleibt denn meine Bestellung? Ich warte seit zwei Wochen auf den Kessel.')).toBe('de');
  expect(languageIn('Où est ma commande ? Je l’attends depuis deux semaines.')).toBe('fr');
  expect(languageIn('7731')).toBeUndefined();
});

test('a mention is a public message of the account that wrote it, with a link to it', () => {
  const [mention, ...more] = received(page([post()]));
  expect(more).toEqual([]);
  expect(mention).toMatchObject({ externalId: 'post:1990000000000000900', contentKey: null, as: 'message' });
  expect(mention?.message).toMatchObject({
    ...{ from: { address: MAYA, name: 'Maya Patel (@maya_patel)' }, visibility: 'public', threads: 'names' },
    names: ['post:1990000000000000900', `public/1990000000000000900/${MAYA}`],
    answers: [`public/1990000000000000900/${MAYA}`],
    ...{ text: 'Where is my parcel @ExampleShop', writtenAt: Date.UTC(2026, 10, 29, 10), noAutoAnswer: true },
    details: [{ label: 'Open in X', value: 'https://x.com/i/status/1990000000000000900', byChannel: true }],
    ...{ others: [], attachments: [], kind: 'human', subject: null },
    echo: { post: '1990000000000000900', summon: 'named', may: 'yes', author: MAYA, handle: 'maya_patel' },
  });
});

test('a follow-up belongs to the thread of its author, also where its root was deleted', () => {
  const id = '1990000000000000901';
  const about = { id, conversation_id: '1990000000000000100', in_reply_to_user_id: SHOP.id };
  const [reply] = received(
    page([post({ ...about, referenced_tweets: [{ type: 'replied_to', id: '1990000000000000200' }] })]),
  );
  expect(reply).toMatchObject({ as: 'message', externalId: `post:${id}` });
  expect(reply?.message.answers).toEqual([`public/1990000000000000100/${MAYA}`]);
});

test('somebody else who answers us under a customer has a line in the thread of that customer', () => {
  const ours = { ...post({ id: '1990000000000000200', author_id: SHOP.id }), in_reply_to_user_id: MAYA };
  const theirs = post({
    ...{ id: '1990000000000000300', author_id: BEN, conversation_id: '1990000000000000100' },
    ...{ text: '@ExampleShop @maya_patel same here', display_text_range: [25, 34], in_reply_to_user_id: SHOP.id },
    referenced_tweets: [{ type: 'replied_to', id: ours.id }],
  });
  const [line] = received(page([theirs], { tweets: [ours] }));
  expect(line).toMatchObject({ as: 'bystander', externalId: 'post:1990000000000000300' });
  expect(line?.message).toMatchObject({
    from: { address: BEN, name: 'Ben Carter (@BenCarter)' },
    answers: [`public/1990000000000000100/${MAYA}`],
    ...{ text: 'same here', visibility: 'public', echo: null },
  });
});

describe('what the account itself wrote in X', () => {
  test('a reply is of staff, to the one whom it answers', () => {
    const own = post({
      ...{ id: '1990000000000000400', author_id: SHOP.id, text: '@maya_patel On its way', in_reply_to_user_id: MAYA },
      ...{ conversation_id: '1990000000000000100', display_text_range: [12, 22] },
      referenced_tweets: [{ type: 'replied_to', id: '1990000000000000100' }],
    });
    const [staff] = received(page([own]));
    expect(staff).toMatchObject({ as: 'staff', externalId: 'post:1990000000000000400' });
    expect(staff?.message).toMatchObject({
      ...{ from: { address: SHOP.id }, others: [MAYA], answers: [`public/1990000000000000100/${MAYA}`], echo: null },
    });
    expect(staff?.content).not.toHaveProperty('else');
  });

  test('a private message is of staff, to the one it goes to', () => {
    const [staff] = received(page([message({ sender_id: SHOP.id, text: 'Sent today' })]));
    expect(staff).toMatchObject({ as: 'staff', externalId: 'dm:2080000000000000001' });
    expect(staff?.message).toMatchObject({ others: [MAYA], answers: [`private/with/${MAYA}`], visibility: 'private' });
  });

  test('a post to nobody, a repost and its deletion are not handed in', () => {
    const repost = { text: 'RT @maya_patel: Hi', referenced_tweets: [{ type: 'retweeted', id: '1' }] };
    expect(received(page([post({ author_id: SHOP.id, text: 'New opening hours' })]))).toEqual([]);
    expect(received(page([post(repost)]))).toEqual([]);
    expect(received(JSON.parse(readFileSync(join(FOLDER, 'event-deleted.json'), 'utf8')))).toEqual([]);
  });

  test('versions of one post are one line, whichever comes first', () => {
    const versions = ['1990000000000000400', '1990000000000000401'];
    const own = { author_id: SHOP.id, in_reply_to_user_id: MAYA, conversation_id: '1990000000000000100' };
    const about = { ...own, referenced_tweets: [{ type: 'replied_to', id: '1990000000000000100' }] };
    const [first] = received(page([post({ ...about, id: versions[0] })]));
    const [second] = received(page([post({ ...about, id: versions[1], edit_history_tweet_ids: versions })]));
    expect([first?.externalId, second?.externalId]).toEqual(Array(2).fill(`post:${versions[0]}`));
  });
});

test('an edited mention changes what came before, and goes by every id it had', () => {
  const [first, second, third] = ['1990000000000000900', '1990000000000000910', '1990000000000000920'];
  const edited = post({ id: third, conversation_id: first, edit_history_tweet_ids: [first, second, third] });
  const [changed] = received(page([edited]));
  expect(changed).toMatchObject({ as: 'changed', externalId: `post:${third}` });
  expect(changed?.message.names).toEqual([
    ...[first, second, third].map(id => `post:${id}`),
    `public/${first}/${MAYA}`,
  ]);
  expect(changed?.message.warnings).toEqual([expect.stringMatching(/version 3 of 3/)]);
});

test('an earlier version of a mention that comes late does not go by the names of later ones', () => {
  const versions = ['1990000000000000900', '1990000000000000910', '1990000000000000920'];
  const late = post({ id: versions[1], conversation_id: versions[0], edit_history_tweet_ids: versions });
  const [handed] = received(page([late]));
  expect(handed?.externalId).toBe(`post:${versions[1]}`);
  expect(handed?.message.names).toEqual([
    ...versions.slice(0, 2).map(id => `post:${id}`),
    `public/${versions[0]}/${MAYA}`,
  ]);
});

describe('private messages', () => {
  test('each is of its author, in the thread of that person', () => {
    const [one] = received(page([message({})]));
    expect(one).toMatchObject({ as: 'message', externalId: 'dm:2080000000000000001' });
    expect(one?.message).toMatchObject({
      ...{ from: { address: MAYA }, visibility: 'private', threads: 'flat', answers: [`private/with/${MAYA}`] },
      details: [{ label: 'Open in X', value: `https://x.com/messages/${SHOP.id}-${MAYA}`, byChannel: true }],
      echo: { conversation: `${SHOP.id}-${MAYA}`, may: 'yes', author: MAYA },
    });
    expect(one?.message.echo).not.toHaveProperty('post');
  });

  test('a group is one customer, whoever writes, and never the customer whom we know alone', () => {
    const inGroup = (id: string, by: string) => message({ id, sender_id: by, dm_conversation_id: '1999999999' });
    const [ofMaya, ofBen] = received(page([inGroup('2080000000000000002', MAYA), inGroup('2080000000000000003', BEN)]));
    expect(ofMaya?.message.from).toEqual({ address: 'group-1999999999', name: 'Maya Patel (@maya_patel)' });
    expect(ofBen?.message.from).toEqual({ address: 'group-1999999999', name: 'Ben Carter (@BenCarter)' });
    expect(ofBen?.message.echo).toMatchObject({ author: BEN, traits: ['group', 'protected'] });
    const [own] = received(page([inGroup('2080000000000000004', SHOP.id)]));
    expect(own).toMatchObject({ as: 'staff', message: { others: ['group-1999999999'] } });
  });

  test('of an encrypted one is said what it is and where to read it', () => {
    const [chat] = received(JSON.parse(readFileSync(join(FOLDER, 'event-encrypted.json'), 'utf8')));
    expect(chat).toMatchObject({ as: 'message', externalId: 'chat:e4f4d3fc-8bbf-4928-92eb-e5058d6bb6f6' });
    expect(chat?.message).toMatchObject({
      ...{ text: '', visibility: 'private', from: { address: MAYA } },
      warnings: [expect.stringMatching(/^Encrypted message \(X Chat\).*Open it in X/)],
      details: [{ label: 'Open in X', value: 'https://x.com/messages', byChannel: true }],
      echo: { may: 'no', traits: ['encrypted'] },
    });
  });

  test('an encrypted one without an id is the same however often it comes, and two are two', () => {
    const chat = (at: string) => ({
      data: {
        ...{ filter: { user_id: SHOP.id }, event_type: 'chat.received' },
        payload: { sender_id: MAYA, conversation_id: `${SHOP.id}:${MAYA}`, created_at_msec: at },
      },
    });
    const [one, again, other] = [chat('1764410000000'), chat('1764410000000'), chat('1764410000001')].map(
      each => received(each)[0]?.externalId,
    );
    expect(one).toMatch(/^chat:./);
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });
});

test('nothing was written later than now, and what has no time was written now', () => {
  const [late] = received(page([post({ created_at: '2031-01-01T00:00:00.000Z' })]));
  const [never] = received(page([post({ created_at: 'soon' })]));
  expect([late?.message.writtenAt, never?.message.writtenAt]).toEqual([NOW, NOW]);
});

test('strangers of whom X says nothing are two customers', () => {
  const unsigned = (id: string) => ({ ...post({ id }), author_id: undefined });
  const all = received(page([unsigned('1990000000000000901'), unsigned('1990000000000000902')]));
  expect(all.map(each => each.message.from.name)).toEqual([null, null]);
  expect(new Set(all.map(each => each.message.from.address)).size).toBe(2);
  expect(all[0]?.message.warnings).toContain('X did not send who wrote it.');
});

test('a picture that was fetched is attached; of the others there is the address, of private ones none', () => {
  const [seen, unseen] = ['3_100', '3_200'];
  const media = [
    { media_key: seen, type: 'photo', url: 'https://pbs.twimg.com/media/A.jpg', alt_text: 'The broken lid' },
    { media_key: unseen, type: 'photo', url: 'https://pbs.twimg.com/media/B.jpg' },
  ];
  const pictures = [{ key: seen, type: 'image/jpeg', content: new Uint8Array([1, 2, 3]) }];
  const attachments = { media_keys: [seen, unseen] };
  const [inPublic] = received(page([post({ attachments })], { media }), pictures);
  expect(inPublic?.message.attachments).toMatchObject([{ name: 'picture-1.jpg', type: 'image/jpeg', bytes: 3 }]);
  expect(inPublic?.message.details?.slice(1)).toEqual([
    { label: 'Picture', value: '“The broken lid”', byChannel: true },
    { label: 'Picture', value: 'https://pbs.twimg.com/media/B.jpg', byChannel: true },
  ]);
  const [inPrivate] = received(page([message({ attachments })], { media }));
  expect(inPrivate?.message.details?.slice(1)).toEqual([
    { label: 'Picture', value: '“The broken lid”', byChannel: true },
    { label: 'Picture', value: 'in X', byChannel: true },
  ]);
});

test('the description of a picture is in quotes that it cannot end, and so no link of the channel', () => {
  const described = (alt_text: string) => {
    const media = [{ media_key: '3_1', type: 'photo', url: 'https://pbs.twimg.com/media/A.jpg', alt_text }];
    const pictures = [{ key: '3_1', type: 'image/jpeg', content: new Uint8Array([1]) }];
    const [handed] = received(page([post({ attachments: { media_keys: ['3_1'] } })], { media }), pictures);
    return handed?.message.details?.at(-1)?.value;
  };
  expect(described('https://x.example/sign-in')).toBe('“https://x.example/sign-in”');
  expect(described('lid” · Open in X: “https://x.example')).toBe("“lid' · Open in X: 'https://x.example”");
});

test.each([
  ['sent by one of them', BEN, `${MAYA}-${BEN}`],
  ['with the colon of X Chat', MAYA, `${MAYA}:${BEN}`],
])('a private message between two others is nothing of ours: %s', (_how, sender_id, dm_conversation_id) => {
  expect(received(page([message({ sender_id, dm_conversation_id })]))).toEqual([]);
  const chat = { id: 'c-1', sender_id, conversation_id: dm_conversation_id, created_at_msec: '1796000000000' };
  const event = { event_type: 'chat.received', filter: { user_id: SHOP.id }, payload: chat };
  expect(received({ data: event })).toEqual([]);
});

test('an id that is a way up in a path is none, and a time after all dates is none', () => {
  const [handed] = received(page([message({ dm_conversation_id: '..', created_at: 8.64e15 + 1 })]));
  expect(handed?.message.echo).not.toHaveProperty('conversation');
  expect(handed?.message.writtenAt).toBe(NOW);
});

/** Explaining what is kept of an item says what explaining the page said of it. */
describe('what is kept of each item', () => {
  const files = readdirSync(FOLDER).map(name => [name, readFileSync(join(FOLDER, name))] as const);

  test.each(files)('%s', (_name, raw) => {
    const whole = explainX(raw) as { messageId: string | null; becomes: string; why: string }[];
    for (const value of readJson(raw)?.values ?? [])
      for (const { raw: kept } of received(value)) {
        const [line, ...more] = explainX(kept.bytes) as typeof whole;
        expect(more).toEqual([]);
        const { why, becomes, ...same } = line!;
        const before = whole.find(each => each.messageId === line?.messageId);
        expect(before).toMatchObject(same);
        // The page says of those that go on that they do, and that it had to guess whose it is.
        if (becomes === before?.becomes) expect(before.why.startsWith(why)).toBe(true);
      }
  });

  test('a page of many keeps for each only what it needs', () => {
    const posts = Array.from({ length: 100 }, (_, i) => post({ id: `19900000000000010${`${i}`.padStart(2, '0')}` }));
    const users = [
      ...USERS,
      ...Array.from({ length: 500 }, (_, i) => ({ id: `7${i}`, username: `user${i}`, name: 'Somebody' })),
    ];
    const all = received({ data: posts, includes: { users }, meta: { newest_id: '1', next_token: 'abc' } });
    expect(all).toHaveLength(100);
    for (const { raw } of all) {
      const { data, includes } = JSON.parse(new TextDecoder().decode(raw.bytes));
      expect([data.length, includes.users.map((each: { id: string }) => each.id)]).toEqual([1, [SHOP.id, MAYA]]);
    }
  });
});

describe('whatever X sends', () => {
  const fixtures = readdirSync(FOLDER).map(name => JSON.parse(readFileSync(join(FOLDER, name), 'utf8')) as unknown);
  const ODD = fc.constantFrom<unknown>(
    ...[null, '', 0, -1, true, [], {}, '__proto__', 'constructor', '\ud800', 2 ** 60, '2222222222222222222'],
    ...['@ExampleShop', [[]], { id: {} }, 'post.mention.create', 'MessageCreate', '9'.repeat(5_000)],
  );

  /** Puts something odd in the place of one of its values. */
  function mutated(value: unknown, at: number, odd: unknown): unknown {
    let left = at;
    const walk = (each: unknown): unknown => {
      if (left-- === 0) return odd;
      if (Array.isArray(each)) return each.map(walk);
      if (typeof each !== 'object' || each === null) return each;
      return Object.fromEntries(Object.entries(each).map(([name, inner]) => [name, walk(inner)]));
    };
    return walk(value);
  }

  test('is handed in whole or not at all, and what is private never becomes public', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...fixtures),
        fc.array(fc.tuple(fc.nat(250), ODD), { minLength: 1, maxLength: 3 }),
        (fixture, changes) => {
          const value = changes.reduce<unknown>((each, [at, odd]) => mutated(each, at, odd), fixture);
          for (const { externalId, message: each, raw } of received(value)) {
            const isPublic = each.visibility === 'public';
            expect(isPublic ? ['post'] : ['dm', 'chat']).toContain(externalId.split(':')[0]);
            for (const name of [...each.names, ...each.answers])
              expect(name).toMatch(isPublic ? /^p(ost:|ublic\/)/ : /^(dm:|chat:|private\/)/);
            expect(each.echo ?? {}).not.toHaveProperty(isPublic ? 'conversation' : 'post');
            expect(each.from.address).toMatch(/^[\w:.-]+$/);
            expect(each.writtenAt).toBeLessThanOrEqual(NOW);
            expect(explainX(raw.bytes)[0]).toMatchObject({ visibility: each.visibility });
          }
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
