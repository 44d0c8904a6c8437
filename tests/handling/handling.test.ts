import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnquiryId } from '../../src/core/ids.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import type { ButtonId } from '../../src/ports/button.ts';
import { formFor } from '../../src/posting/forms.ts';
import { openHouse, type Person, type TestHouse } from '../kit/house.ts';

let shop: TestHouse;
let ann: Person;
let ben: Person;
let id: string;

beforeEach(async () => {
  shop = await openHouse();
  [ann, ben] = [shop.as('Ann'), shop.as('Ben')];
  id = (await shop.provider.write('maya', 'My kettle rattles', { name: 'Maya' }))!;
  await shop.settle();
});
afterEach(() => shop.close());

describe('ownership', () => {
  test('of many who press Claim at once exactly one owns it, and the others are told who', async () => {
    const people = Array.from({ length: 20 }, (_, i) => shop.as(`P${i}`));
    await Promise.all(people.map(each => each.press('enquiry.claim', id)));
    const { owner } = await shop.card(id);
    expect(owner).toMatch(/^P\d+$/);
    const told = await Promise.all(people.map(async each => (await each.privates(id)).map(view => view.words)));
    expect(told.filter(words => words[0] === `${owner} has this one. You can ask to take it over.`)).toHaveLength(19);
    expect((await shop.thread(id)).lines).toEqual([`${owner} claimed this.`]);
  });

  test('a colleague asks to take over, the owner agrees with one press', async () => {
    await ann.press('enquiry.claim', id);
    await ben.press('enquiry.takeover', id);
    expect((await ann.privates(id)).at(-1)?.words).toBe("Ben asks to take over Maya's enquiry.");
    await ben.press('enquiry.handover', `${id} ${(await shop.house.parts.store.staffByRef('practice:ben'))!.id}`);
    expect((await shop.card(id)).owner).toBe('Ann');
    await ann.choose(id, 'Hand over to Ben');
    expect((await shop.card(id)).owner).toBe('Ben');
    expect((await shop.thread(id)).lines.at(-1)).toBe('Ben took over from Ann.');
    // What was asked is settled: nothing is left to press, with either of them.
    expect([await ann.privates(id), await ben.privates(id)]).toEqual([[], []]);
    // So it is where the owner lets go of it without a press of that button.
    await ann.press('enquiry.reply', id);
    await ann.press('enquiry.claim', id);
    expect((await ann.privates(id)).flatMap(view => view.buttons.map(each => each.label))).toEqual([
      'Ask to take over',
    ]);
    await ann.press('enquiry.takeover', id);
    expect((await ann.privates(id)).map(view => view.words)).toEqual([
      'Ben has been asked. You will see it here when they agree.',
    ]);
    await ben.press('enquiry.release', id);
    expect([await ann.privates(id), await ben.privates(id)]).toEqual([[], []]);
  });

  test('let go, hand over, spam and back, each in one quiet line', async () => {
    await ann.press('enquiry.claim', id);
    await ben.command('help');
    const benId = (await shop.house.parts.store.staffByRef('practice:ben'))!.id;
    await ann.submit('handover.form', id, 'handover', { to: benId });
    await ann.press('enquiry.release', id);
    await ben.press('enquiry.release', id);
    await ann.press('enquiry.spam', id);
    expect((await shop.card(id)).buttons.map(each => each.label)).toEqual(['Not spam']);
    await ann.write(id, 'Hello spammer');
    await ann.press('enquiry.unspam', id);
    await shop.pass(MINUTE);
    expect((await shop.thread(id)).lines).toEqual([
      'Ann claimed this.',
      'Ann handed this over to Ben.',
      'Ben released this. Anyone can claim it.',
      'Ann marked this as spam. Nothing was sent.',
      'Ann marked this as not spam.',
    ]);
    expect(shop.provider.delivered).toEqual([]);
  });
});

describe('resolve', () => {
  test('one press is enough, and is never blocked by a form', async () => {
    const button = (await shop.card(id)).buttons.find(each => each.label === 'Resolve')!;
    await ann.press(button.id, button.value);
    expect(await shop.card(id)).toMatchObject({ status: 'resolved', contactReason: null });
  });

  test('one press, with or without a reason; buttons on the old card do the right thing', async () => {
    await ann.submit('resolve.form', id, 'resolve', { reason: 'Question' });
    expect(await shop.card(id)).toMatchObject({ status: 'resolved', contactReason: 'Question' });
    await ben.press('enquiry.claim', id);
    expect((await ben.privates(id)).at(-1)?.words).toMatch(/already resolved/);
    await ann.press('enquiry.reopen', id);
    expect((await shop.card(id)).status).toBe('open');
  });

  test('a forged, foreign or made-up value changes nothing and breaks nothing', async () => {
    for (const value of ['', 'enq_nothere', '../etc', `${id} x`, '💥', 'rep_1', 'enq_' + 'z'.repeat(100)]) {
      await ann.press('enquiry.claim', value);
      await ann.press('reply.send', value);
      await ann.press('reply.undo', value);
      await ann.press('message.send_to_customer', value);
      await ann.press('no.such.button' as never, value);
    }
    expect((await shop.card(id)).owner).toBeNull();
    expect(shop.log.lines.filter(each => each.level === 'error')).toEqual([]);
  });
});

describe('merge and split', () => {
  test('two enquiries of one customer become one; another customer’s are never mixed', async () => {
    await ann.submit('resolve.form', id, 'resolve', {});
    await shop.pass(15 * 24 * 60 * MINUTE);
    const second = (await shop.provider.write('maya', 'And the spout drips'))!;
    const other = (await shop.provider.write('tom', 'Invoice please', { name: 'Tom' }))!;
    await shop.settle();
    await ann.submit('merge.form', other, 'merge', { into: '#2' });
    expect((await ann.privates(other)).at(-1)?.words).toMatch(/^Only enquiries from the same customer/);
    // Into one that is resolved: the question must not vanish.
    await ann.submit('merge.form', second, 'merge', { into: '1' });
    expect(await shop.card(second)).toMatchObject({
      status: 'merged',
      statusWords: 'Merged with #1',
      buttons: [],
    });
    expect((await shop.card(id)).customerMessages).toBe(2);
    expect((await shop.thread(id)).lines.at(-1)).toBe('Ann merged #2 with this one.');
    expect((await shop.card(id)).status).toBe('open');
    const words = (await shop.thread(id)).posts.flatMap(({ post }) =>
      post.as === 'entry' && post.entry.as === 'message' ? [post.entry.message.text] : [],
    );
    expect(words).toEqual(['And the spout drips']);
    expect(await shop.provider.write('maya', 'Hello?')).toBe(id);
    await ann.write(second, 'too late');
    expect((await ann.privates(second)).at(-1)?.words).toMatch(/merged with another/);
  });

  test('a split makes a new card of the messages from one on', async () => {
    await shop.provider.write('maya', 'Also: where is my order?');
    await shop.provider.write('maya', 'It is number 7.');
    await shop.settle();
    expect(await ann.command('split 1 2')).toMatch(/^Done/);
    expect(await ann.command('split 1 1')).toMatch(/2 or higher/);
    const cards = await shop.cards();
    expect(cards.map(each => [each.number, each.message.text, each.customerMessages])).toEqual([
      [1, 'My kettle rattles', 1],
      [2, 'Also: where is my order?', 2],
    ]);
    const { posts } = await shop.thread(cards[1]!.enquiryId);
    expect(
      posts.map(({ post }) => post.as === 'entry' && post.entry.as === 'message' && post.entry.message.text),
    ).toEqual(['It is number 7.']);
  });
});

test('a form to split that was opened before messages were ticked still does what it said', async () => {
  for (const text of ['Also: where is my order?', 'It is number 7.']) await shop.provider.write('maya', text);
  await shop.settle();
  const second = (await shop.house.parts.store.messages(id as EnquiryId))[1]!;
  await ann.submit('split.form', id, 'split', { messages: `from ${second.id}` });
  expect((await shop.cards()).map(each => each.customerMessages)).toEqual([1, 2]);
});

describe('two matters of one customer', () => {
  const form = (button: ButtonId) =>
    formFor(shop.house.parts, button, id as EnquiryId, { deskRef: 'practice:ann', name: 'Ann', admin: true });
  const fieldOf = async (button: ButtonId, name: string) => {
    const found = await form(button);
    if ('refusal' in found) throw new Error(found.refusal);
    return found.fields.find(each => each.name === name)!;
  };

  test('are split by any of the messages: the first one may go, and others between', async () => {
    for (const text of ['Also: where is my order?', 'It still rattles.']) await shop.provider.write('maya', text);
    await shop.settle();
    const { choices = [] } = await fieldOf('enquiry.split', 'messages');
    await ann.submit('split.form', id, 'split', { messages: `${choices[2]!.value},${choices[0]!.value}` });
    const [rest, apart] = await shop.cards();
    expect([rest!.message.text, rest!.customerMessages]).toEqual(['Also: where is my order?', 1]);
    expect([apart!.message.text, apart!.customerMessages]).toEqual(['My kettle rattles', 2]);
  });

  test('are split by choosing messages, and merged again with what is offered by name', async () => {
    expect(await form('enquiry.split')).toMatchObject({ refusal: expect.stringContaining('split') });
    await shop.provider.write('maya', 'Also: where is my order?');
    await shop.provider.write('maya', 'It is number 7.');
    await shop.settle();
    const { menu } = await shop.card(id);
    expect(menu.map(each => each.label)).toContain('Split …');
    const { choices = [] } = await fieldOf('enquiry.split', 'messages');
    expect(choices.map(each => each.label)).toEqual([
      'My kettle rattles',
      'Also: where is my order?',
      'It is number 7.',
    ]);
    for (const messages of ['msg_nothere', 'only msg_nothere', '', choices.map(each => each.value).join(',')]) {
      await ann.submit('split.form', id, 'split', { messages });
      expect((await ann.privates(id)).at(-1)?.words).toMatch(/choose at least one message, and leave at least one/);
    }
    expect((await shop.cards()).length).toBe(1);
    await ann.submit('split.form', id, 'split', { messages: choices[1]!.value });
    const [first, second] = await shop.cards();
    expect([first!.customerMessages, second!.message.text]).toEqual([2, 'Also: where is my order?']);
    // The card of the new one offers the other by name, in one press; the form offers it, too.
    expect((await fieldOf('enquiry.merge', 'open')).choices).toEqual([
      { value: '2', label: '#2 Also: where is my order?' },
    ]);
    const offer = second!.menu.find(each => each.id === 'enquiry.merge')!;
    expect(offer.label).toBe('Merge with #1 My kettle rattles');
    await ann.press('enquiry.merge', offer.value);
    expect((await shop.card(second!.enquiryId)).statusWords).toBe('Merged with #1');
    expect((await shop.card(id)).customerMessages).toBe(3);
  });

  test('a call names who wrote it down, and says each thing once; a reopening names who', async () => {
    await ann.submit('log.form', null as never, 'log', {
      what: 'Mr Okafor called about his invoice.\nHe rings again on Monday.',
      who: 'Mr Okafor',
      how: 'phone',
      callback: 'yes',
    });
    const call = (await shop.cards()).at(-1)!;
    expect(call.subject).toBeNull();
    expect(call.message.details).toEqual([
      { label: 'How', value: 'by phone' },
      { label: 'Written down by', value: 'Ann' },
    ]);
    expect(await ann.command('find okafor')).toMatch(/^#2 Mr Okafor: Mr Okafor called about his invoice/);
    await ann.press('enquiry.resolve', id);
    await ben.press('enquiry.reopen', id);
    expect((await shop.thread(id)).lines.at(-1)).toBe('Ben reopened this.');
  });
});

describe('commands', () => {
  test('open names first who waits for us, and says how many more there are', async () => {
    for (let i = 0; i < 24; i++) {
      await shop.pass(MINUTE);
      await shop.provider.write(`c${i}`, 'Hello?', { name: `C${i}` });
    }
    await ann.press('enquiry.claim', id);
    await ann.submit('reply.form', id, 'reply.send', { text: 'On its way.', seen: '1' });
    await shop.pass(MINUTE);
    const lines = (await ann.command('open')).split('\n');
    expect(lines).toHaveLength(21);
    expect([lines[0], lines[19], lines[20]]).toEqual([
      '#2 C0: Hello? (nobody yet, customer waits 24 min)',
      '#21 C19: Hello? (nobody yet, customer waits 5 min)',
      'and 5 more. 24 customers are waiting for us.',
    ]);
  });

  test('find looks at numbers, customers, subjects and texts; pages go on by a press', async () => {
    await shop.provider.write('étienne@example.com', 'On en parle demain, sans faute.', {
      name: 'Étienne Patel',
      subject: 'La bouilloire de Maya',
    });
    for (let i = 0; i < 22; i++)
      await shop.provider.write(`c${i}`, `Patel asked me to write, ${i}.`, { name: `C${i}` });
    await shop.settle();
    const patel = '#2 Étienne Patel: La bouilloire de Maya (nobody yet, new)';
    // While its card is open, by a part of the name, in any letters, by the address, or by words of two places.
    for (const words of ['étienne', 'tienne@example.com', 'bouilloire', 'patel bouilloire', 'PATEL demain'])
      expect((await ann.command(`find ${words}`)).split('\n')[0], words).toBe(patel);
    // Who is called so, or what it is about, before who is merely mentioned.
    const maya = (await ann.command('find maya')).split('\n');
    expect(maya).toEqual(['#1 Maya: My kettle rattles (nobody yet, new)', patel]);
    expect(await ann.command('find patel bathtub')).toBe('Nothing found for "patel bathtub".');
    expect(await ann.command('find 100%')).toBe('Nothing found for "100%".');
    // A name as somebody heard it on the phone: a letter too many, another one, no accent.
    for (const heard of ['Patell', 'Etiene', 'ettienne patel'])
      expect(await ann.command(`find ${heard}`), heard).toBe(
        `Nothing found for "${heard}". These names are spelled nearly so:\n${patel}`,
      );
    expect(await ann.command('find Pattern')).toBe('Nothing found for "Pattern".');
    const first = await ann.asks('find patel');
    expect(first.text.split('\n')).toHaveLength(20);
    expect(first.text.split('\n')[0]).toBe(patel);
    const next = first.buttons.find(each => each.id === 'command.run');
    expect(next).toMatchObject({ label: 'Next 3' });
    const second = await ann.presses(next!);
    expect(second.text.split('\n').map(each => each.split(' ')[0])).toEqual(['#5:', '#4:', '#3:']);
    expect(second.buttons.map(each => each.id)).not.toContain('command.run');
    // The same for what is open; help is pressed, and shows what can be typed as it stands.
    const open = await ann.asks('open');
    const rest = await ann.presses(open.buttons.find(each => each.label === 'Next 4')!);
    expect(rest.text.split('\n')).toHaveLength(4);
    const help = await ann.asks('help');
    expect(help.text).toMatch(/^find broken kettle: /m);
    expect(help.text).not.toMatch(/[<>|[\]]/);
    const hours = await ann.presses(help.buttons.find(each => each.label === 'hours')!);
    expect(hours.text).toMatch(/open/i);
    await ann.presses({ ...next!, value: 'room_nothere open' });
  });

  test('answer privately, in words, and forgive typos', async () => {
    expect(await ann.command('open')).toBe('#1 Maya: My kettle rattles (nobody yet, new)');
    expect(await ann.command('find #1')).toBe('#1 Maya: My kettle rattles (nobody yet, new)');
    await ann.press('enquiry.claim', id);
    expect(await ann.command('mine')).toMatch(/^#1 Maya/);
    expect(await ben.command('mine')).toBe('You have no open enquiries.');
    expect(await ann.command('find rattles kettle')).toBe('#1: My kettle rattles');
    expect(await ann.command('find "rattles OR *')).toBe('Nothing found for ""rattles OR *".');
    expect(await ann.command('customer maya')).toMatch(/^Maya <maya>\n {2}#1/);
    expect(await ann.command('find')).toBe('"find" needs more: find <words>. For example: find broken kettle');
    expect(await ann.command('find kett')).toBe('#1: My kettle rattles');
    expect(await ann.command('helth')).toBe('"helth" is not known. Did you mean "health"? For example: health');
    expect(await ann.command('health')).toMatch(/ok {2}Database: sqlite/);
    expect(await ben.command('mode direct')).toMatch(/Only admins/);
    expect(await ann.command('mode direct')).toMatch(/are sent automatically after the hold/);
  });
});

describe('a desk or database that fails', () => {
  test('what somebody did and could not be done after eight tries is said in its thread', async () => {
    const { ref } = await shop.thread(id);
    const { store } = shop.house.parts;
    const commit = store.commit;
    store.commit = async ops => {
      if (ops.some(op => op.do === 'insert' && op.table === 'remarks')) throw new Error('out of order');
      return commit(ops);
    };
    await shop.house.act({
      id: 'lost',
      by: { deskRef: 'practice:ann', name: 'Ann', admin: true },
      do: 'write',
      thread: ref,
      post: 'p',
      text: 'Hello',
      mentionsStaff: false,
    });
    for (let i = 0; i < 10; i++) await shop.pass(5 * MINUTE);
    store.commit = commit;
    expect((await shop.thread(id)).lines.at(-1)).toMatch(/could not be shown or done, after several tries/);
    expect(shop.log.lines.some(each => each.level === 'error')).toBe(true);
  });

  test('a failing card is tried again and everything behind it follows in order', async () => {
    let fail = 3;
    const { desk } = shop.house;
    const real = desk.postCard.bind(desk);
    desk.postCard = async (...args) => {
      if (fail-- > 0) throw new Error('The desk is away.');
      return real(...args);
    };
    const second = (await shop.provider.write('tom', 'one', { name: 'Tom' }))!;
    await shop.settle();
    await shop.provider.write('tom', 'two');
    await shop.settle();
    expect(await shop.cards()).toHaveLength(1);
    for (let i = 0; i < 4; i++) await shop.pass(20 * SECOND);
    expect((await shop.card(second)).customerMessages).toBe(2);
    expect((await shop.thread(second)).posts).toHaveLength(1);
  });
});
