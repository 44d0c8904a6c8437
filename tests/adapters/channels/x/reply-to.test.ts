/** Under which post a reply stands, or why none can: what the stand-in of X shows, and whether it then takes the reply. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectX } from '../../../../adapters/channels/x/connection/client.ts';
import { readItem } from '../../../../adapters/channels/x/read/item.ts';
import { readPayload } from '../../../../adapters/channels/x/read/payload.ts';
import { toInbound, type XEcho } from '../../../../adapters/channels/x/receive.ts';
import { answeringIn, postFor } from '../../../../adapters/channels/x/rules/reply-to.ts';
import { xConfig } from '../../../../adapters/channels/x/setup/config.ts';
import { systemClock } from '../../../../src/app/world.ts';
import type { Json } from '../../../../src/ports/json.ts';
import type { FakeAccount, FakePerson, FakeX } from '../../../kit/far-sides/x/hands.ts';
import { openX } from '../../../kit/far-sides/x/server.ts';

let x: FakeX;
let us: FakeAccount;
let client: ReturnType<typeof connectX>;
let people = 0;

beforeAll(async () => {
  x = await openX();
  us = x.account('shop', { name: 'The Shop' });
  const { appKey, appSecret, accessToken, accessSecret } = us.keys;
  const keys = { api_key: appKey, api_secret: appSecret, access_token: accessToken, access_secret: accessSecret };
  client = connectX({ config: xConfig(keys), origin: x.url, clock: systemClock });
});
afterAll(() => x.close());

const open = (post: string) => ({ label: 'Open in X', url: `https://x.com/i/status/${post}` });
const somebody = (name: string): FakePerson => x.person(`${name}${++people}`, { name });

/** What each message of this person brings, oldest first, as it is kept with them. */
async function echoesOf(person: FakePerson, events: readonly Json[] = []): Promise<XEcho[]> {
  const pages = await Promise.all([client.mentions(us.id, { max: 100 }), client.messages({ max: 100 })]);
  const account = { id: us.id, handle: us.handle };
  const bodies = [...pages.map(each => (each.ok ? each.value.body : null)), ...events];
  const echoes = bodies.flatMap(body =>
    readPayload(body)
      .found.map(each => readItem(each, account))
      .reverse()
      .flatMap(item => {
        const content = toInbound(item, body, Date.now(), account)?.content;
        return content && 'message' in content && content.as !== 'bystander' ? [content.message.echo as XEcho] : [];
      }),
  );
  return echoes.filter(each => each?.author === person.id);
}

async function inPublic(person: FakePerson) {
  const echoes = await echoesOf(person);
  return { ...answeringIn({ visibility: 'public', echoes }, true), target: postFor(echoes, true) };
}

/** What X itself says of it. */
async function taken(post: string): Promise<boolean> {
  const answer = await client.post({ text: `Answer ${++people}`, answers: post, media: [] });
  if (!answer.ok && answer.why !== 'not-summoned') throw new Error(answer.words);
  return answer.ok;
}

describe('in public', () => {
  test('a mention is answered under it, and nothing more is to say', async () => {
    const ann = somebody('ann');
    const mention = ann.post('@shop where is my parcel?');
    expect(await inPublic(ann)).toEqual({ refused: null, notes: [], ways: [open(mention)], target: { post: mention } });
    expect(await taken(mention)).toBe(true);
  });

  test('a follow-up that does not name us is answered under the post before, which is said', async () => {
    const bea = somebody('bea');
    const mention = bea.post('@shop do you open on Sunday?');
    const followUp = bea.reply(us.reply(mention, 'From 10.'), 'And on Monday?');
    const { refused, notes, target } = await inPublic(bea);
    expect([refused, target]).toEqual([null, { post: mention }]);
    expect(notes).toEqual([
      expect.stringMatching(
        /^Your reply stands under their post of \d+ \w+ at \d\d:\d\d UTC, the last one that names you/,
      ),
    ]);
    expect([await taken(followUp), await taken(mention)]).toEqual([false, true]);
  });

  test('the newest of two that name us is taken, in whatever order they came', async () => {
    const cid = somebody('cid');
    const [, second] = [cid.post('@shop first'), cid.post('@shop second')];
    const echoes = await echoesOf(cid);
    expect(postFor(echoes, true)).toEqual({ post: second });
    expect(postFor(echoes.toReversed(), true)).toEqual({ post: second });
  });

  test('whoever never named us is answered by a person in X, under their newest', async () => {
    const [dan, eve] = [somebody('dan'), somebody('eve')];
    const theirs = dan.reply(us.post('New shop in town'), 'Do you have gloves?');
    const { refused, ways, notes } = await inPublic(dan);
    expect(refused).toMatch(/^No reply can go from here\. Its author did not write your name.*answer in X\.$/);
    expect(ways).toEqual([
      { label: 'Answer in X', url: `https://x.com/intent/post?in_reply_to=${theirs}&text={text}` },
      open(theirs),
    ]);
    expect([notes, await taken(theirs)]).toEqual([[], false]);
    expect((await inPublic(eve)).refused).toMatch(/was taken back, or X said too little/);
  });

  test('a quote is answered where its author lets everybody reply', async () => {
    const fay = somebody('fay');
    const quote = fay.quote(us.post('Open on Sunday'), 'Really?');
    const look = await client.posts([quote]);
    const payload = look.ok ? (look.value.body as { data: Json[] }).data[0]! : null;
    const event: Json = { data: { filter: { user_id: us.id }, event_type: 'post.quote.create', payload } };
    expect(postFor(await echoesOf(fay, [event]), true)).toEqual({ post: quote });
    expect(await taken(quote)).toBe(true);
  });

  test('others in the thread are named', async () => {
    const [gus, hal] = [somebody('gus'), somebody('hal')];
    gus.post(`@shop @${hal.handle} look at this`);
    expect((await inPublic(gus)).notes).toEqual([
      `Others are in this conversation, and X tells them of your reply: @${hal.handle}.`,
    ]);
  });

  test('of somebody who protects their posts it is said that everyone reads the reply', () => {
    const echoes: XEcho[] = [{ post: '1990000000000000900', may: 'yes', summon: 'named', traits: ['protected'] }];
    expect(answeringIn({ visibility: 'public', echoes }, true).notes).toEqual([
      expect.stringMatching(/^They protect their posts: only their followers.*everyone can read your reply/),
    ]);
  });

  test('without the rule of summons a reply stands under the newest', async () => {
    const ida = somebody('ida');
    const reply = ida.reply(us.post('Hello'), 'Hi');
    const echoes = await echoesOf(ida);
    expect(postFor(echoes, false)).toEqual({ post: reply });
    expect(answeringIn({ visibility: 'public', echoes }, false)).toEqual({
      refused: null,
      notes: [],
      ways: [open(reply)],
    });
  });

  test('where X said too little it is tried, with the way out beside it', () => {
    const echoes: XEcho[] = [{ post: '1990000000000000900', may: 'unknown', summon: '', why: 'X did not send it.' }];
    expect(answeringIn({ visibility: 'public', echoes }, true)).toEqual({
      refused: null,
      notes: ['Whether X takes it is not certain. X did not send it.'],
      ways: [expect.objectContaining({ label: 'Answer in X' }), open('1990000000000000900')],
    });
  });

  test('a suspended author can be answered by nobody: it can only be looked at', async () => {
    const echoes: XEcho[] = [
      { post: '1990000000000000900', may: 'no', summon: 'named', why: 'X suspended its author, so nobody can reply.' },
    ];
    const { refused, ways } = answeringIn({ visibility: 'public', echoes }, true);
    expect([refused, ways]).toEqual([expect.stringMatching(/X suspended its author/), [open('1990000000000000900')]]);
  });

  test('of a crowd three are named and the others counted', () => {
    const others = ['a', 'b', 'c', 'd', 'e'];
    const notes = (n: number) =>
      answeringIn({ visibility: 'public', echoes: [{ post: '9', may: 'yes', others: others.slice(0, n) }] }, true)
        .notes;
    expect([1, 2, 3, 5].map(n => notes(n)[0]?.replace(/.*: /, ''))).toEqual([
      ...['@a.', '@a and @b.', '@a, @b and @c.', '@a, @b, @c and 2 more.'],
    ]);
  });
});

describe('in private', () => {
  test('whoever wrote is answered, and a group all read', async () => {
    const kim = somebody('kim');
    kim.dm(us, 'Hello');
    const echoes = await echoesOf(kim);
    const [one, two] = [us.id, kim.id].sort();
    const ways = [{ label: 'Open in X', url: `https://x.com/messages/${one}-${two}` }];
    expect(answeringIn({ visibility: 'private', echoes }, true)).toEqual({ refused: null, notes: [], ways });
    const group = [{ conversation: '1999999999', may: 'yes', author: kim.id, traits: ['group'] }];
    expect(answeringIn({ visibility: 'private', echoes: group }, true).notes).toEqual([
      'More than two people are in this conversation: all of them read your reply.',
    ]);
  });

  test('an encrypted message is answered in X; an older one in the open changes nothing', async () => {
    const event: Json = {
      data: {
        ...{ filter: { user_id: us.id }, event_type: 'chat.received' },
        payload: { id: 'c-1', sender_id: '77', conversation_id: `77:${us.id}`, created_at_msec: `${Date.now()}` },
      },
    };
    const chat = (await echoesOf({ id: '77' } as FakePerson, [event]))[0]!;
    const open = { conversation: `77-${us.id}`, may: 'yes', author: '77' };
    const { refused, ways } = answeringIn({ visibility: 'private', echoes: [open, chat] }, true);
    expect(refused).toMatch(/encrypted \(X Chat\)/);
    expect(ways).toEqual([{ label: 'Open in X', url: `https://x.com/messages/77-${us.id}` }]);
    expect(answeringIn({ visibility: 'private', echoes: [chat, open] }, true).refused).toBeNull();
  });

  test('a public post among them is never where a private reply goes, nor the other way round', () => {
    const post = { post: '1990000000000000900', may: 'yes', summon: 'named' };
    const message = { conversation: '1-2', may: 'yes' };
    expect(answeringIn({ visibility: 'private', echoes: [post] }, true).refused).not.toBeNull();
    expect(answeringIn({ visibility: 'public', echoes: [message] }, true).refused).not.toBeNull();
    expect(postFor([message], true)).toHaveProperty('words');
  });
});
