/** What everybody can read leaves only after a press in its preview, whatever way it came. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { homeOf } from '../../src/posting/home.ts';
import { filesPlace } from '../../src/reply/remark.ts';
import { makeKeptFiles } from '../../src/reply/staff-files.ts';
import { type BoardHouse, openBoardHouse } from '../kit/board-house.ts';
import type { Person } from '../kit/house.ts';

let house: BoardHouse;
let id: string;
let ann: Person;
let ben: Person;
const WORDS = 'We are open from ten to four.';
const sent = () => house.board.got.map(each => [each.kind, each.text]);
const preview = (name = 'Ann') => house.seen(name, id);
const postsOf = async () => (await house.shop.thread(id)).posts;

beforeEach(async () => {
  house = await openBoardHouse();
  ann = house.shop.as('Ann');
  ben = house.shop.as('Ben');
  id = await house.comes('public', 'When are you open on Sunday?');
});
afterEach(() => house.close());

/** How words can come to be sent. Each returns who is shown the preview. */
const WAYS: [string, () => Promise<string>][] = [
  [
    'written in the thread',
    async () => {
      await ann.write(id, WORDS);
      return 'Ann';
    },
  ],
  [
    'written by the owner in a room in direct mode',
    async () => {
      await ann.command('mode direct');
      await ann.press('enquiry.claim', id);
      await ann.write(id, WORDS);
      return 'Ann';
    },
  ],
  [
    'from the Reply form',
    async () => {
      await ann.submit('reply.form', id, 'reply.send', { text: WORDS, seen: '1' });
      return 'Ann';
    },
  ],
  [
    'from a Reply form of before, that sends and resolves',
    async () => {
      await ann.submit('reply.form', id, 'reply.send_and_resolve', { text: WORDS, seen: '1' });
      return 'Ann';
    },
  ],
  [
    'by "Send to customer", pressed by the author of team talk',
    async () => {
      const post = await ann.write(id, `// ${WORDS}`);
      await ann.press('message.send_to_customer', post);
      return 'Ann';
    },
  ],
  [
    'by "Send to customer", pressed by the owner on a colleague\'s message',
    async () => {
      await ann.press('enquiry.claim', id);
      const post = await ben.write(id, WORDS);
      await ann.press('message.send_to_customer', post);
      return 'Ann';
    },
  ],
  [
    'by a Send button that names no preview',
    async () => {
      await ann.write(id, WORDS);
      const [remark] = ((await preview())?.buttons[0]?.value ?? '').split(' ');
      await ann.press('reply.send', remark!);
      return 'Ann';
    },
  ],
  [
    'by an edit of what was written before, in a room in direct mode',
    async () => {
      await ann.press('enquiry.claim', id);
      const post = await ann.write(id, 'We are open.');
      await ann.command('mode direct');
      await ann.edit(id, post, WORDS);
      return 'Ann';
    },
  ],
];

describe('a public reply', () => {
  test.each(WAYS)('%s is shown first and leaves by the press in the preview', async (_, way) => {
    const name = await way();
    await house.leave();
    expect(sent()).toEqual([]);
    const view = await preview(name);
    expect(view?.quote).toEqual({
      label: expect.stringMatching(/^PUBLIC reply to maya .*everyone can read it$/),
      text: WORDS,
    });
    expect(view?.buttons.map(each => each.label)).toContain('Send publicly');
    await house.shop.as(name).choose(id, 'Send publicly');
    await house.leave();
    expect(sent()).toEqual([['answer', WORDS]]);
    expect((await postsOf()).flatMap(each => each.mark?.words ?? [])).toEqual(['PUBLIC · Sent to maya']);
  });

  test('that was changed during the hold is stopped, and the new words are shown', async () => {
    const post = await ann.write(id, 'We are opne.');
    await ann.choose(id, 'Send publicly');
    await ann.edit(id, post, 'We are open.');
    await house.leave();
    expect(sent()).toEqual([]);
    expect(await preview()).toMatchObject({
      quote: { text: 'We are open.' },
      hints: expect.arrayContaining([expect.stringContaining('so it was stopped. Nothing was sent.')]),
    });
    await ann.choose(id, 'Send publicly');
    await house.leave();
    expect(sent()).toEqual([['answer', 'We are open.']]);
  });

  test('whose press belongs to words of before an edit is shown again', async () => {
    const post = await ann.write(id, 'We are opne.');
    const { id: button, value } = (await preview())!.buttons[0]!;
    await ann.edit(id, post, 'We are closed.');
    await ann.press(button, value);
    await house.leave();
    expect(sent()).toEqual([]);
    expect((await preview())?.quote?.text).toBe('We are closed.');
  });

  test('that failed is tried again as it was confirmed; new words have a preview of their own', async () => {
    const token = house.board.token;
    house.board.token = 'changed';
    const post = await ann.write(id, 'We are open.');
    await ann.choose(id, 'Send publicly');
    // The board answers with an error of its own: refused.
    await house.leave();
    await ann.edit(id, post, 'We are open, and there is cake.');
    house.board.token = token;
    expect(await house.seen('Ann', id, 'notice')).toMatchObject({
      words: expect.stringContaining('The new words were not sent'),
      buttons: [{ label: 'Preview the new words' }],
    });
    const mark = (await postsOf()).find(each => each.ref === post)?.mark;
    await ann.press('reply.retry', mark!.buttons.find(each => each.id === 'reply.retry')!.value);
    await house.leave();
    expect(sent()).toEqual([['answer', 'We are open.']]);
    await ann.choose(id, 'Preview the new words');
    expect((await preview())?.quote?.text).toBe('We are open, and there is cake.');
    await ann.choose(id, 'Send publicly');
    await house.leave();
    expect(sent()).toHaveLength(2);
  });

  test('takes no file along that is put beside it after the press', async () => {
    const post = await ann.write(id, WORDS);
    const { parts } = house.shop.house;
    const { keepFile } = makeKeptFiles(parts, data => `${data}`.padEnd(32, '0'));
    const file = { name: 'a.png', type: 'image/png', bytes: 3, content: new Uint8Array(3), withheld: null };
    await keepFile(post, { ...file, ref: 'before' });
    await ann.choose(id, 'Send publicly');
    await house.leave();
    expect(sent()).toEqual([]);
    // What was shown had no file yet.
    await ann.choose(id, 'Send publicly');
    await keepFile(post, { ...file, ref: 'after' });
    const files = await parts.store.attachmentsOf(filesPlace(post));
    expect(files.map(each => each.withheld)).toEqual([null, 'It came after Send was pressed.']);
  });

  test('can be corrected only by another public reply with a preview of its own', async () => {
    const post = await ann.write(id, 'We open at eight.');
    await ann.choose(id, 'Send publicly');
    await house.leave();
    await ann.edit(id, post, 'We open at nine.');
    await ann.choose(id, 'Send the correction');
    await house.leave();
    expect(sent()).toHaveLength(1);
    await ann.choose(id, 'Send publicly');
    await house.leave();
    expect(sent().at(-1)).toEqual(['answer', 'We open at nine.']);
  });

  test('is undone within the hold, and stopped when the neighbour writes again', async () => {
    await ann.write(id, 'We are open.');
    await ann.choose(id, 'Send publicly');
    await ann.press('reply.undo', (await postsOf())[0]!.mark!.buttons[0]!.value);
    await house.leave();
    expect(sent()).toEqual([]);
    await ann.write(id, 'Until four.');
    await ann.choose(id, 'Send publicly');
    await house.comes('public', 'And on Monday?', { answers: 'item-1' });
    await house.leave();
    expect(sent()).toEqual([]);
    await ann.choose(id, 'Send publicly anyway');
    await house.leave();
    expect(sent()).toEqual([['answer', 'Until four.']]);
  });

  test('of a colleague is sent by nobody but who has the enquiry, and by nobody with the button of another', async () => {
    await ben.write(id, WORDS);
    const { id: button, value } = (await preview('Ben'))!.buttons[0]!;
    await ann.press(button, value);
    await house.leave();
    expect(sent()).toEqual([]);
    await ann.press('enquiry.claim', id);
    expect((await preview('Ann'))?.buttons).toBeUndefined();
  });

  test('is the only kind that an owner sends for a colleague: private words are shown to nobody else', async () => {
    const secret = await house.comes('private', 'My order is 4711.');
    await ben.write(secret, 'Order 4711 is late.');
    const { id: button, value } = (await house.seen('Ben', secret))!.buttons[0]!;
    await ann.press('enquiry.claim', secret);
    await ann.press(button, value);
    await house.leave();
    expect(sent()).toEqual([]);
    expect(await house.seen('Ann', secret)).toBeUndefined();
  });

  test('is offered on the home page with its preview, never with a Send', async () => {
    await ann.write(id, WORDS);
    const { parts } = house.shop.house;
    const given = { parts, channelKinds: [], isWritten: () => false, troubles: () => [] };
    const home = await homeOf(given, { deskRef: 'practice:ann', name: 'Ann', admin: true });
    expect(home.drafts[0]?.words).toContain('PUBLIC · maya');
    const [show] = home.drafts[0]!.buttons;
    expect(show?.label).toBe('Show the preview');
    await ann.press(show!.id, show!.value);
    await house.leave();
    expect(sent()).toEqual([]);
    await ann.choose(id, 'Send publicly');
    await house.leave();
    expect(sent()).toEqual([['answer', WORDS]]);
  });
});

test('a private reply leaves by one press, also in direct mode, and says that it is private', async () => {
  id = await house.comes('private', 'My order is broken.');
  await ann.submit('reply.form', id, 'reply.send', { text: 'We send a new one.', seen: '1' });
  await house.leave();
  expect(sent()).toEqual([['note', 'We send a new one.']]);
  await ann.command('mode direct');
  await ann.write(id, 'It is on its way.');
  await house.leave();
  expect(sent().at(-1)).toEqual(['note', 'It is on its way.']);
  const marks = (await postsOf()).flatMap(each => each.mark?.words ?? []);
  expect(new Set(marks)).toEqual(new Set(['PRIVATE · Sent to maya']));
});
