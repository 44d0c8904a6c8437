import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import { makeProvider } from '../kit/far-sides/provider.ts';
import { openHouse, type Person, type TestHouse } from '../kit/house.ts';

let shop: TestHouse;
let ann: Person;
let ben: Person;
let id: string;

beforeEach(async () => {
  shop = await openHouse();
  ann = shop.as('Ann');
  ben = shop.as('Ben');
  id = (await shop.provider.write('maya', 'My kettle rattles', { name: 'Maya' }))!;
  await shop.settle();
});
afterEach(() => shop.close());

const markOf = async (post: string) => (await shop.thread(id)).posts.find(each => each.ref === post)?.mark;

describe('two lanes', () => {
  test('nothing typed in a thread reaches the customer without Send', async () => {
    await ann.write(id, 'Shall we send a new lid?');
    await ben.write(id, '// no idea');
    await ann.write(id, '@Ben what do you think', true);
    await shop.pass(5 * MINUTE);
    expect(shop.provider.delivered).toEqual([]);
    expect((await ann.privates(id)).map(each => each.quote?.text)).toEqual(['Shall we send a new lid?']);
    expect(await ben.privates(id)).toEqual([]);
  });

  test('Send holds, then sends once, claims for whoever sent, and waits for the customer', async () => {
    const post = await ann.write(id, 'Of course, send it back.');
    expect((await ann.privates(id))[0]?.quote?.label).toContain('To Maya');
    await ann.choose(id, 'Send');
    expect(await ann.privates(id)).toEqual([]);
    expect(await markOf(post)).toMatchObject({ state: 'held', words: 'Goes to Maya in a moment' });
    expect(shop.provider.delivered).toEqual([]);
    await shop.pass(15 * SECOND);
    expect(shop.provider.delivered).toMatchObject([{ to: 'maya', text: 'Of course, send it back.', attempt: 1 }]);
    expect(await markOf(post)).toMatchObject({ state: 'sent' });
    expect(await shop.card(id)).toMatchObject({ status: 'waiting', owner: 'Ann', waitingSince: null });
  });

  test('Send and resolve does both; Keep as team talk does neither', async () => {
    await ann.write(id, 'Done.');
    await ann.choose(id, 'Send and resolve');
    await ben.write(id, 'nice');
    await shop.pass(15 * SECOND);
    expect((await shop.card(id)).status).toBe('resolved');
    await ann.write(id, 'thought');
    await ann.choose(id, 'Keep as team talk');
    await shop.pass(MINUTE);
    expect(shop.provider.delivered).toHaveLength(1);
  });

  test('what somebody else owns stays team talk, and the form refuses in words', async () => {
    await ben.press('enquiry.claim', id);
    await ann.write(id, 'I would say yes');
    expect(await ann.privates(id)).toEqual([]);
    const refused = await shop.house.parts.store.staffByRef('practice:ann');
    expect(refused?.name).toBe('Ann');
    await ann.submit('reply.form', id, 'reply.send', { text: 'Yes', seen: '1' });
    expect((await ann.privates(id)).at(-1)?.words).toBe('Ben has this one. You can ask to take it over.');
    await shop.pass(MINUTE);
    expect(shop.provider.delivered).toEqual([]);
  });

  test('a double press of Send sends once', async () => {
    await ann.write(id, 'Hello Maya');
    const [view] = await ann.privates(id);
    const send = view!.buttons[0]!;
    await Promise.all([1, 2, 3].map(() => ann.press(send.id, send.value)));
    await ann.press('reply.send_and_resolve', send.value);
    await shop.pass(MINUTE);
    expect(shop.provider.delivered).toHaveLength(1);
  });

  test('the owner may send a colleague’s words by the message’s own button', async () => {
    await ann.press('enquiry.claim', id);
    const post = await ben.write(id, 'The lid costs 12 pounds.');
    await ben.press('message.send_to_customer', post);
    expect((await ben.privates(id)).at(-1)?.tone).toBe('refusal');
    await ann.press('message.send_to_customer', post);
    await shop.pass(MINUTE);
    expect(shop.provider.delivered.map(each => each.text)).toEqual(['The lid costs 12 pounds.']);
  });

  test('of an enquiry that nobody has, a colleague’s words are sent by nobody else', async () => {
    const post = await ben.write(id, 'She always complains.');
    await ann.press('message.send_to_customer', post);
    await shop.pass(MINUTE);
    expect(shop.provider.delivered).toEqual([]);
    expect((await ann.privates(id)).at(-1)?.tone).toBe('refusal');
  });

  test('in a direct room the owner’s messages go out after the hold, and others’ still do not', async () => {
    const direct = await openHouse({ reply: 'direct' });
    const enquiry = (await direct.provider.write('maya', 'Hi'))!;
    await direct.settle();
    await direct.as('Ann').press('enquiry.claim', enquiry);
    await direct.as('Ben').write(enquiry, 'psst');
    await direct.as('Ann').write(enquiry, '// secret');
    await direct.as('Ann').write(enquiry, 'Hello!');
    await direct.pass(15 * SECOND);
    expect(direct.provider.delivered.map(each => each.text)).toEqual(['Hello!']);
    await direct.close();
  });

  test('the form keeps its text in the thread and sends it after the hold', async () => {
    await ann.submit('reply.form', id, 'reply.send', { text: 'From the form', seen: '1' });
    await shop.pass(15 * SECOND);
    const { posts } = await shop.thread(id);
    const reply = posts.find(({ post }) => post.as === 'entry' && post.entry.as === 'reply');
    expect(reply?.mark).toMatchObject({ state: 'sent', words: 'Sent to Maya' });
    expect(shop.provider.delivered).toHaveLength(1);
  });
});

test('the log holds no word and no address of a customer at info and above, also when things fail', async () => {
  shop.provider.mood = 'refuses';
  await ann.write(id, 'SECRET answer');
  await ann.choose(id, 'Send');
  await shop.pass(MINUTE);
  const { desk } = shop.house;
  desk.post = async () => {
    throw new Error('The desk is away.');
  };
  await shop.provider.write('maya', 'SECRET question');
  await shop.pass(10 * MINUTE);
  const told = shop.log.lines.filter(each => each.level !== 'debug');
  expect(told.length).toBeGreaterThan(0);
  expect(JSON.stringify(told)).not.toMatch(/SECRET|maya/i);
});

describe('hold and undo', () => {
  test('sends nothing when the author undoes in time, and can send it later after all', async () => {
    const post = await ann.write(id, 'Oops');
    await ann.choose(id, 'Send');
    const mark = await markOf(post);
    await shop.pass(14 * SECOND);
    await ann.press('reply.undo', mark!.buttons[0]!.value);
    await shop.pass(MINUTE);
    expect(shop.provider.delivered).toEqual([]);
    expect(await markOf(post)).toMatchObject({ state: 'withdrawn', words: 'Taken back, not sent' });
    await ann.press('message.send_to_customer', post);
    await shop.pass(MINUTE);
    expect(shop.provider.delivered).toHaveLength(1);
  });

  test('editing during the hold changes what is sent; deleting withdraws it', async () => {
    const edited = await ann.write(id, 'Teh lid');
    await ann.choose(id, 'Send');
    await ann.edit(id, edited, 'The lid');
    const deleted = await ann.write(id, 'and more');
    await ann.choose(id, 'Send');
    await ann.remove(id, deleted);
    await shop.pass(MINUTE);
    expect(shop.provider.delivered.map(each => each.text)).toEqual(['The lid']);
  });

  test('after it was sent, an edit offers a correction and a deletion says it is too late', async () => {
    const post = await ann.write(id, 'It is 10 pounds');
    await ann.choose(id, 'Send');
    await shop.pass(MINUTE);
    await ann.edit(id, post, 'It is 12 pounds');
    expect((await ann.privates(id)).at(-1)?.words).toBe('Maya already has the earlier text. Send a correction?');
    expect((await markOf(post))?.words).toBe('Maya has the earlier text');
    await ann.choose(id, 'Send the correction');
    await ann.choose(id, 'Send');
    await shop.pass(MINUTE);
    expect(shop.provider.delivered.map(each => each.text)).toEqual(['It is 10 pounds', 'It is 12 pounds']);
    await ann.remove(id, post);
    expect((await ann.privates(id)).at(-1)?.words).toMatch(/does not take it back/);
    expect((await markOf(post))?.words).toBe('Maya has this message');
  });

  test('when the customer writes during the hold, the reply stops and its author decides', async () => {
    const post = await ann.write(id, 'We will look into it');
    await ann.choose(id, 'Send');
    await shop.provider.write('maya', 'Never mind, I found it');
    await shop.pass(MINUTE);
    expect(shop.provider.delivered).toEqual([]);
    expect(await markOf(post)).toMatchObject({ state: 'stopped' });
    const view = (await ann.privates(id)).at(-1)!;
    expect(view).toMatchObject({ words: 'Maya wrote again before your reply went out. Send it anyway?' });
    expect(view.quote?.text).toBe('Never mind, I found it');
    await ann.choose(id, 'Send anyway');
    await shop.pass(15 * SECOND);
    expect(shop.provider.delivered).toHaveLength(1);
    expect(await ann.privates(id)).toEqual([]);
  });

  test('a preview that is older than the customer’s last message shows that message before it sends', async () => {
    await ann.write(id, 'We will look into it');
    await shop.provider.write('maya', 'Never mind');
    await shop.settle();
    await ann.choose(id, 'Send');
    await shop.pass(MINUTE);
    expect(shop.provider.delivered).toEqual([]);
    expect((await ann.privates(id)).at(-1)?.hints).toEqual([
      'Maya wrote again while you were writing. Read the new message first.',
      'Maya: Never mind',
    ]);
    await ann.choose(id, 'Send');
    await shop.pass(MINUTE);
    expect(shop.provider.delivered).toHaveLength(1);
  });

  test('two replies leave in the order they were sent, and the second waits for a held first', async () => {
    const first = await ann.write(id, 'one');
    await ann.choose(id, 'Send');
    await shop.pass(10 * SECOND);
    await ann.write(id, 'two');
    await ann.choose(id, 'Send');
    await shop.pass(6 * SECOND);
    await shop.pass(15 * SECOND);
    expect(shop.provider.delivered.map(each => each.text)).toEqual(['one', 'two']);
    expect(await markOf(first)).toMatchObject({ state: 'sent' });
  });
});

describe('what crosses on the way', () => {
  test('an edit that makes it team talk takes the reply back', async () => {
    for (const [text, mentions] of [
      ['// she always complains', false],
      ['@Ben is that right?', true],
    ] as const) {
      const post = await ann.write(id, 'Let me check');
      await ann.choose(id, 'Send');
      await ann.edit(id, post, text, mentions);
      await shop.pass(MINUTE);
      expect(await markOf(post)).toMatchObject({ state: 'withdrawn' });
    }
    expect(shop.provider.delivered).toEqual([]);
    expect((await ann.privates(id)).at(-1)?.words).toBe('This is team talk now. Nothing was sent to Maya.');
  });

  test('an edit that makes a draft team talk takes its preview away', async () => {
    const post = await ann.write(id, 'Let me check');
    await ann.edit(id, post, '// let me check');
    expect(await ann.privates(id)).toEqual([]);
  });

  test('an action whose worker died after its commit has its effect once, also after an undo', async () => {
    const action = {
      id: 'act-1',
      by: { deskRef: 'practice:ann', name: 'Ann', admin: true },
      do: 'submit',
      form: 'reply.form',
      enquiryId: id,
      submit: 'reply.send',
      values: { text: 'WRONG', seen: '1' },
    } as const;
    await shop.house.act(action as never);
    await shop.settle();
    const [job] = await shop.engine.rows<{ id: string }>('select id from replies', []);
    await ann.press('reply.undo', job!.id);
    // The same job again, as after a crash between the commit and its end.
    await shop.house.parts.recorder.enqueue([{ kind: 'desk.act', key: 'again', payload: { action } as never }]);
    await shop.pass(MINUTE);
    expect(shop.provider.delivered).toEqual([]);
    expect(await shop.engine.rows('select id from replies', [])).toHaveLength(1);
  });

  test('what the customer wrote while a reply was leaving still waits when that reply is called sent', async () => {
    shop.provider.mood = 'is-silent-after-taking';
    await ann.write(id, 'Done');
    await ann.choose(id, 'Send and resolve');
    await shop.pass(15 * SECOND);
    await shop.provider.write('maya', 'Got it, but please cancel order 7');
    await shop.pass(2 * MINUTE);
    const [reply] = await shop.engine.rows<{ id: string }>('select id from replies', []);
    await ann.press('reply.arrived', reply!.id);
    const card = await shop.card(id);
    expect(card.status).toBe('open');
    expect(card.waitingSince).not.toBeNull();
  });

  test('a reply that comes back for another try stops when the customer wrote meanwhile', async () => {
    shop.provider.mood = 'is-away';
    await ann.write(id, 'Hello');
    await ann.choose(id, 'Send');
    await shop.pass(15 * SECOND);
    await shop.provider.write('maya', 'Never mind');
    shop.provider.mood = 'takes';
    await shop.pass(5 * MINUTE);
    expect(shop.provider.delivered).toEqual([]);
    expect((await ann.privates(id)).at(-1)?.words).toMatch(/Send it anyway/);
  });

  test('"delivered" that is faster than "sent" is both', async () => {
    await ann.write(id, 'Hello');
    await ann.choose(id, 'Send and resolve');
    const { context } = shop.provider;
    const kindOpen = shop.house.channel((await shop.house.parts.store.channels())[0]!.id)!;
    const send = kindOpen.send.bind(kindOpen);
    kindOpen.send = async reply => {
      const result = await send(reply);
      await context!.delivered(reply.id);
      return result;
    };
    await shop.pass(15 * SECOND);
    expect((await shop.card(id)).status).toBe('resolved');
    const { store } = shop.house.parts;
    expect((await store.messages(id as never)).map(each => each.direction)).toEqual(['in', 'out']);
    expect((await store.events(id as never)).slice(-2).map(each => each.event.type)).toEqual([
      'ReplySent',
      'ReplyDelivered',
    ]);
  });

  test('words of somebody else who took part are shown under their own name and never quoted to the customer', async () => {
    await shop.close();
    shop = await openHouse({ provider: makeProvider({ threads: 'names' }) });
    const enquiry = (await shop.provider.write('maya@x', 'Our order', { id: '<1>', name: 'Maya', others: ['bob@x'] }))!;
    await shop.settle();
    await shop.provider.write('bob@x', 'Between us: refund me', { answers: ['<1>'], name: 'Bob' });
    await shop.settle();
    const { posts } = await shop.thread(enquiry);
    const entry = posts[0]!.post;
    expect(entry.as === 'entry' && entry.entry.as === 'message' && entry.entry.message).toMatchObject({
      customer: 'Bob',
      address: 'bob@x',
    });
    const channel = shop.house.channel((await shop.house.parts.store.channels())[0]!.id)!;
    const sent: { quoted: string | undefined; answers: string[] }[] = [];
    channel.send = async reply => {
      sent.push({ quoted: reply.lastMessage?.text, answers: reply.answers });
      return { as: 'sent', externalId: 'x', names: [] };
    };
    await shop.as('Ann').write(enquiry, 'Hello Maya');
    await shop.as('Ann').choose(enquiry, 'Send');
    await shop.pass(15 * SECOND);
    expect(sent[0]?.quoted).toBe('Our order');
    expect(sent[0]?.answers.at(-1)).toBe('<1>');
  });

  test('a reply to a channel that is not running is refused in words, before it is held', async () => {
    await shop.close();
    shop = await openHouse();
    const enquiry = (await shop.provider.write('maya', 'Hi'))!;
    await shop.settle();
    shop.house.parts.channel = () => null;
    await shop.as('Ann').submit('reply.form', enquiry, 'reply.send', { text: 'Hello', seen: '1' });
    expect((await shop.as('Ann').privates(enquiry)).at(-1)?.words).toMatch(
      /^The channel of this enquiry is not running/,
    );
  });
});

describe('failure', () => {
  test('a refusal is said in the thread, reopens the enquiry and can be tried again', async () => {
    await ann.write(id, 'Hello');
    await ann.choose(id, 'Send');
    shop.provider.mood = 'refuses';
    await shop.pass(15 * SECOND);
    const { lines, posts } = await shop.thread(id);
    expect(lines.at(-1)).toBe(
      'This reply was not sent to Maya: There is no such customer. Check the address. ("Hello")',
    );
    expect((await shop.card(id)).status).toBe('open');
    const entry = posts.at(-1)!.post;
    const retry = entry.as === 'entry' && entry.entry.as === 'line' ? entry.entry.buttons[0] : undefined;
    shop.provider.mood = 'takes';
    await ann.press(retry!.id, retry!.value);
    await shop.pass(15 * SECOND);
    expect(shop.provider.delivered).toHaveLength(1);
  });

  test('a provider that is away is tried again, in order, until it takes the reply', async () => {
    shop.provider.mood = 'is-away';
    const post = await ann.write(id, 'one');
    await ann.choose(id, 'Send');
    await ann.write(id, 'two');
    await ann.choose(id, 'Send');
    await shop.pass(16 * SECOND);
    expect((await markOf(post))?.words).toMatch(/^Not sent yet: The provider does not answer\. Next try at/);
    await shop.pass(6 * SECOND);
    shop.provider.mood = 'takes';
    await shop.pass(MINUTE);
    expect(shop.provider.delivered.map(each => [each.text, each.attempt])).toEqual([
      ['one', 3],
      ['two', 1],
    ]);
  });

  test('a provider that stays away for a day makes the reply fail, in words', async () => {
    shop.provider.mood = 'is-away';
    await ann.write(id, 'one');
    await ann.choose(id, 'Send');
    for (let hour = 0; hour < 30; hour++) await shop.pass(60 * MINUTE);
    expect((await shop.thread(id)).lines.at(-1)).toMatch(
      /was not sent to Maya: The provider does not answer\. It was tried 11 times/,
    );
  });

  test('a silence is never resent: the thread asks, and "It arrived" settles it', async () => {
    shop.provider.mood = 'is-silent-after-taking';
    const post = await ann.write(id, 'Hello');
    await ann.choose(id, 'Send');
    await shop.pass(15 * SECOND);
    expect(await markOf(post)).toMatchObject({ state: 'unsure' });
    shop.provider.mood = 'takes';
    await shop.pass(2 * MINUTE);
    const { lines, posts } = await shop.thread(id);
    expect(lines.at(-1)).toMatch(/^It is not certain that this reply reached Maya/);
    expect(shop.provider.delivered).toHaveLength(1);
    const entry = posts.at(-1)!.post;
    const buttons = entry.as === 'entry' && entry.entry.as === 'line' ? entry.entry.buttons : [];
    expect(buttons.map(each => each.label)).toEqual(['It arrived', 'Send again']);
    await ann.press('reply.arrived', buttons[0]!.value);
    expect(await markOf(post)).toMatchObject({ state: 'sent' });
    expect((await shop.card(id)).status).toBe('waiting');
  });

  test('a bounce marks its own reply and reopens', async () => {
    const post = await ann.write(id, 'Hello');
    await ann.choose(id, 'Send');
    await shop.pass(15 * SECOND);
    const replyId = shop.provider.delivered[0]!.replyId;
    await shop.provider.bounce(`post:${replyId}`);
    await shop.settle();
    expect(await markOf(post)).toMatchObject({ state: 'failed' });
    expect((await shop.thread(id)).lines.at(-1)).toMatch(/did not reach Maya: there is no such address\./);
    expect((await shop.card(id)).status).toBe('open');
    expect(await shop.cards()).toHaveLength(1);
  });

  test('a text that is too long for the channel is refused before it is held', async () => {
    await shop.close();
    shop = await openHouse({
      provider: makeProvider({ text: { max: 10, length: text => text.length / '👨‍👩‍👧'.length } }),
    });
    const enquiry = (await shop.provider.write('maya', 'Hi'))!;
    await shop.settle();
    await shop.as('Ann').submit('reply.form', enquiry, 'reply.send', { text: '👨‍👩‍👧'.repeat(11), seen: '1' });
    expect((await shop.as('Ann').privates(enquiry)).at(-1)?.words).toMatch(/too long for this channel/);
    await shop.as('Ann').submit('reply.form', enquiry, 'reply.send', { text: '👨‍👩‍👧'.repeat(10), seen: '1' });
    await shop.pass(MINUTE);
    expect(shop.provider.delivered).toHaveLength(1);
  });
});
