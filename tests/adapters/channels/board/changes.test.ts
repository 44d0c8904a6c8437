import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EnquiryId } from '../../../../src/core/ids.ts';
import { DAY, MINUTE, SECOND } from '../../../../src/core/time.ts';
import { type Board, type BoardItem, openBoard } from '../../../kit/far-sides/board.ts';
import { openHouse, type TestHouse } from '../../../kit/house.ts';
import { until } from '../../../kit/world.ts';
import { boardChannel } from './channel.ts';

const HOLD = 5 * MINUTE;
let board: Board;
let shop: TestHouse;

beforeEach(async () => {
  board = await openBoard();
  const settings = { url: board.url, token: board.token, notes: 30, looks: 900, month: 50 };
  shop = await openHouse({
    kinds: [boardChannel],
    // Longer than it takes to look at the board.
    holdMs: { board: HOLD },
    channels: [{ name: 'corner', kind: 'board', room: 'customers', schema: boardChannel.settings, settings }],
  });
  await shop.house
    .channels()
    .find(each => each.kind === 'board')!
    .start();
});

afterEach(async () => {
  const stopped = shop.house.stop();
  shop.clock.wakeAll();
  await stopped;
  await shop.close();
  await board.away();
});

/** The board is looked at, and what it brought is shown. */
const look = async () => {
  const after = async () =>
    (await shop.house.parts.store.channels()).find(each => each.kind === 'board')?.cursor?.after;
  const newest = board.newest();
  await until(
    async () => {
      shop.clock.advance(2 * SECOND);
      await shop.settle();
      return (await after()) === newest;
    },
    'a look at everything that is on the board',
    8_000,
  );
  await shop.settle();
};
const item = (kind: BoardItem['kind'], id: string, from: string, text: string, more: Partial<BoardItem> = {}) =>
  board.write({ id, kind, from, name: from, text, answers: null, ...more });
const onlyCard = async () => {
  const cards = await shop.cards();
  expect(cards).toHaveLength(1);
  return cards[0]!;
};
const messagesIn = async (enquiryId: string) =>
  (await shop.thread(enquiryId)).posts.flatMap(({ post }) =>
    post.as === 'entry' && post.entry.as === 'message' ? [post.entry.message] : [],
  );
const stored = (enquiryId: string) => shop.house.parts.store.enquiry(enquiryId as EnquiryId);
const sendButton = async (enquiryId: string) => {
  const views = await shop.as('Ann').privates(enquiryId);
  return views.flatMap(each => each.buttons).findLast(each => each.id === 'reply.send')!;
};
const eventsOf = async (enquiryId: string) =>
  (await shop.house.parts.store.events(enquiryId as EnquiryId)).map(each => each.event.type);

describe('somebody else writes under a public question', () => {
  test('it stands in the thread under their own name, and nobody waits for it', async () => {
    item('question', 'q1', 'maya', 'Do you repair kettles?');
    await look();
    const { enquiryId } = await onlyCard();
    await shop.as('Ann').write(enquiryId, 'We do, bring it in.');
    await shop.as('Ann').choose(enquiryId, 'Send publicly');
    await shop.pass(HOLD);
    const before = await stored(enquiryId);
    expect(before).toMatchObject({ status: 'waiting', customerMessages: 1 });

    item('comment', 'c1', 'bob', 'They ruined mine!', { answers: 'q1' });
    await look();
    const [said] = await messagesIn(enquiryId);
    expect(said).toMatchObject({ customer: 'bob', machine: 'not your customer', text: 'They ruined mine!' });
    expect(await stored(enquiryId)).toEqual({ ...before, version: before!.version + 1 });
    expect((await shop.room()).filter(each => each.as === 'bump')).toEqual([]);
  });

  test('it stops no reply, gets none, and is in no copy', async () => {
    item('question', 'q1', 'maya', 'Do you repair kettles?');
    await look();
    const { enquiryId } = await onlyCard();
    await shop.as('Ann').write(enquiryId, 'We do, bring it in.');
    await shop.as('Ann').choose(enquiryId, 'Send publicly');
    item('comment', 'c1', 'bob', 'They ruined mine!', { answers: 'q1' });
    await look();
    await shop.pass(HOLD);
    expect(board.got).toMatchObject([{ to: 'maya', answers: 'q1' }]);
    expect(await shop.house.parts.store.isParticipant(enquiryId as EnquiryId, 'bob')).toBe(false);
    await shop.as('Ann').write(enquiryId, 'Until five today.');
    const preview = (await shop.as('Ann').privates(enquiryId)).at(-1)!;
    expect(`${preview.quote?.label} ${preview.hints.join(' ')}`).not.toMatch(/bob/);
    await shop.as('Ann').choose(enquiryId, 'Send publicly');
    await shop.pass(HOLD);
    expect(board.got[1]).toMatchObject({ to: 'maya', answers: 'q1' });
  });

  test('a resolved enquiry stays resolved, and spam stays unseen', async () => {
    item('question', 'q1', 'maya', 'Do you repair kettles?');
    item('question', 'q2', 'spammer', 'CHEAP KETTLES');
    await look();
    const [one, two] = (await shop.cards()).map(each => each.enquiryId);
    await shop.as('Ann').press('enquiry.resolve', one!);
    await shop.as('Ann').press('enquiry.spam', two!);
    item('comment', 'c1', 'bob', 'I wonder, too', { answers: 'q1' });
    item('comment', 'c2', 'bob', 'Never buy there', { answers: 'q2' });
    await look();
    expect((await stored(one!))?.status).toBe('resolved');
    expect(await messagesIn(one!)).toHaveLength(1);
    expect(await messagesIn(two!)).toEqual([]);
  });

  test('under nothing that is known it is dropped; what they ask themselves is an enquiry of theirs', async () => {
    item('comment', 'c1', 'bob', 'They ruined mine!', { answers: 'somewhere' });
    await look();
    expect(await shop.cards()).toEqual([]);
    item('question', 'q9', 'bob', 'When do you open?');
    await look();
    expect((await onlyCard()).message.text).toBe('When do you open?');
  });

  test('a question from the time before a merge leads where it goes on', async () => {
    item('question', 'q1', 'maya', 'Do you repair kettles?');
    item('question', 'q2', 'maya', 'And toasters?');
    await look();
    const [one, two] = (await shop.cards()).map(each => each.enquiryId);
    await shop.as('Ann').press('enquiry.merge', `${one} ${two}`);
    item('comment', 'c1', 'bob', 'They repaired mine', { answers: 'q1' });
    await look();
    expect((await messagesIn(two!)).map(each => each.text)).toContain('They repaired mine');
  });
});

describe('an author changes what they wrote', () => {
  test('the new words stand on the card, the earlier ones are folded away, and a line says so', async () => {
    item('question', 'q1', 'maya', 'Do you repair kettels?');
    await look();
    const { enquiryId } = await onlyCard();
    board.edit('q1', { id: 'q1b', text: 'Do you repair kettles and toasters?' });
    await look();
    const card = await onlyCard();
    expect(card.message).toMatchObject({
      text: 'Do you repair kettles and toasters?',
      folded: [{ why: 'earlier', text: 'Do you repair kettels?', label: 'Earlier version, Do you repair kettels?' }],
    });
    expect((await shop.thread(enquiryId)).lines.at(-1)).toMatch(/^maya changed a message/);
    expect(await stored(enquiryId)).toMatchObject({ status: 'open', customerMessages: 1 });
    // Both names lead here.
    item('question', 'q2', 'maya', 'Today?', { answers: 'q1b' });
    item('question', 'q3', 'maya', 'Or tomorrow?', { answers: 'q1' });
    await look();
    expect((await onlyCard()).customerMessages).toBe(3);
  });

  test('at most five earlier versions are kept, the newest first', async () => {
    item('question', 'q1', 'maya', 'one');
    await look();
    for (const [i, text] of ['two', 'three', 'four', 'five', 'six', 'seven'].entries()) {
      board.edit(i === 0 ? 'q1' : `q1-${i - 1}`, { id: `q1-${i}`, text });
      await look();
    }
    const { message } = await onlyCard();
    expect(message.text).toBe('seven');
    expect(message.folded.map(each => each.text)).toEqual(['six', 'five', 'four', 'three', 'two']);
  });

  test('the same words again, and an older version that comes late, change nothing', async () => {
    item('question', 'q1', 'maya', 'Do you repair kettles?', { versions: ['q0', 'q1'], at: 5_000 });
    await look();
    const { enquiryId, version } = await onlyCard();
    board.edit('q1', { id: 'q2', text: 'Do you repair kettles? ' });
    item('question', 'q0', 'maya', 'Do you repare kettles?', { at: 1_000 });
    item('question', 'q1', 'maya', 'Do you repaire kettles?', { versions: ['q0', 'q1'], id: 'q1again', at: 2_000 });
    await look();
    expect(await onlyCard()).toMatchObject({ version, message: { text: 'Do you repair kettles?', folded: [] } });
    expect(await messagesIn(enquiryId)).toEqual([]);
  });

  test('of a message that nobody knows, the version is the message', async () => {
    item('question', 'q2', 'maya', 'Second version', { versions: ['q1', 'q2'] });
    await look();
    expect((await onlyCard()).message).toMatchObject({ text: 'Second version', folded: [] });
  });

  test('a held reply stops and its author sees the new words', async () => {
    item('question', 'q1', 'maya', 'Are you open on Sunday?');
    await look();
    const { enquiryId } = await onlyCard();
    await shop.as('Ann').write(enquiryId, 'Yes, from ten.');
    await shop.as('Ann').choose(enquiryId, 'Send publicly');
    board.edit('q1', { id: 'q1b', text: 'Are you open on Monday?' });
    await look();
    await shop.pass(HOLD);
    expect(board.got).toEqual([]);
    const stopped = (await shop.as('Ann').privates(enquiryId)).at(-1)!;
    expect(stopped.words).toMatch(/changed/);
    expect(stopped.quote).toMatchObject({ text: 'Are you open on Monday?' });
    await shop.as('Ann').choose(enquiryId, 'Send publicly anyway');
    await shop.pass(HOLD);
    expect(board.got).toHaveLength(1);
  });

  test('a preview from before is out of date: Send shows it again, and says why', async () => {
    item('question', 'q1', 'maya', 'Are you open on Sunday?');
    await look();
    const { enquiryId } = await onlyCard();
    await shop.as('Ann').write(enquiryId, 'Yes, from ten.');
    const send = await sendButton(enquiryId);
    board.edit('q1', { id: 'q1b', text: 'Are you open on Monday?' });
    await look();
    // It is shown again at once; whoever still has the old one gets no further with it.
    expect((await shop.as('Ann').privates(enquiryId)).at(-1)?.hints.join(' ')).toMatch(/maya changed a message/);
    await shop.as('Ann').press(send.id, send.value);
    await shop.pass(HOLD);
    expect(board.got).toEqual([]);
    expect((await shop.as('Ann').privates(enquiryId)).at(-1)?.hints.join(' ')).toMatch(/maya changed a message/);
    await shop.as('Ann').choose(enquiryId, 'Send publicly');
    await shop.pass(HOLD);
    expect(board.got).toHaveLength(1);
  });

  test('a form that was opened before leads to a preview first', async () => {
    item('question', 'q1', 'maya', 'Are you open on Sunday?');
    await look();
    const { enquiryId } = await onlyCard();
    const values = { text: 'Yes, from ten.', copies: 'all', seen: '1' };
    board.edit('q1', { id: 'q1b', text: 'Are you open on Monday?' });
    await look();
    await shop.as('Ann').submit('reply.form', enquiryId, 'reply.send', values);
    await shop.pass(HOLD);
    expect(board.got).toEqual([]);
    expect((await shop.as('Ann').privates(enquiryId)).at(-1)?.hints.join(' ')).toMatch(/maya changed a message/);
  });

  test.each(['resolved', 'spam'])('an enquiry that is %s stays so, with the new words', async state => {
    item('question', 'q1', 'maya', 'Are you open on Sunday?');
    await look();
    const { enquiryId } = await onlyCard();
    await shop.as('Ann').press(state === 'spam' ? 'enquiry.spam' : 'enquiry.resolve', enquiryId);
    board.edit('q1', { id: 'q1b', text: 'Are you open on Monday?' });
    await look();
    expect(await onlyCard()).toMatchObject({ status: state, message: { text: 'Are you open on Monday?' } });
  });

  test('after a merge and a move it changes wherever it stands', async () => {
    const { store } = shop.house.parts;
    await store.commit([
      {
        do: 'insert',
        table: 'rooms',
        row: { ...(await store.rooms())[0]!, id: 'room_2' as never, name: 'workshop' },
      },
    ]);
    item('question', 'q1', 'maya', 'Do you repair kettels?');
    item('question', 'q2', 'maya', 'And toasters?');
    await look();
    const cards = await shop.cards();
    const [one, two] = ['Do you repair kettels?', 'And toasters?'].map(
      text => cards.find(each => each.message.text === text)!.enquiryId,
    );
    await shop.as('Ann').press('enquiry.merge', `${one} ${two}`);
    expect(await shop.as('Ann').command(`move ${(await shop.card(two!)).number} workshop`)).toMatch(/workshop/);
    board.edit('q1', { id: 'q1b', text: 'Do you repair kettles?' });
    await look();
    expect((await shop.card(one!)).message.text).toBe('Do you repair kettles?');
    const shelf = store.shelf('desk:practice');
    const everything = [];
    for (const room of await store.rooms()) {
      const items = await shelf.latest(`room:${room.id}`, 100);
      everything.push(...items);
      for (const { key } of items) everything.push(...(await shelf.latest(`thread:${key}`, 100)));
    }
    expect(JSON.stringify(everything).replaceAll('Earlier version', '')).toContain('kettles');
    const shownText = everything
      .map(each => JSON.stringify(each.value))
      .filter(each => /"text":"[^"]*kettels/.test(each));
    // Only as an earlier version.
    for (const each of shownText) expect(each).toMatch(/"why":"earlier","text":"Do you repair kettels\?"/);
  });

  test('after a split, in the enquiry it went to and in the thread it came from', async () => {
    item('question', 'q1', 'maya', 'Do you repair kettles?');
    item('question', 'q2', 'maya', 'And tosters?', { answers: 'q1' });
    await look();
    const { enquiryId, number } = await onlyCard();
    await shop.as('Ann').command(`split ${number} 2`);
    const other = (await shop.cards()).find(each => each.enquiryId !== enquiryId)!;
    expect(other.message.text).toBe('And tosters?');
    board.edit('q2', { id: 'q2b', text: 'And toasters?' });
    await look();
    expect((await shop.card(other.enquiryId)).message.text).toBe('And toasters?');
    expect((await messagesIn(enquiryId)).map(each => each.text)).toEqual(['And toasters?']);
    expect((await shop.thread(enquiryId)).lines.join()).not.toMatch(/changed a message/);
  });
});

const SECRET = 'PLANTED-7f3a9c';
const FILE = { name: `${SECRET}.txt`, type: 'text/plain', base64: Buffer.from(`file ${SECRET}`).toString('base64') };

/** Every row of every table that has the planted words, as text or as bytes. */
const traces = async () => {
  const tables = await shop.engine.rows<{ name: string }>(
    `select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`,
    [],
  );
  const found: string[] = [];
  for (const { name } of tables) {
    if (name.startsWith('messages_fts')) continue;
    for (const row of await shop.engine.rows<Record<string, unknown>>(`select * from "${name}"`, []))
      for (const [column, value] of Object.entries(row)) {
        const text = value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value);
        if (text.includes(SECRET)) found.push(`${name}.${column}`);
      }
  }
  const hits = await shop.house.parts.store.search('planted', 10);
  return [...found, ...hits.map(() => 'search')];
};

describe('an author takes back what they wrote', () => {
  test('words, earlier versions, files and bytes are gone everywhere, and the card says why', async () => {
    item('question', 'q1', 'maya', `My address is ${SECRET}`, { files: [FILE] });
    await look();
    board.edit('q1', { id: 'q1b', text: `My address is not ${SECRET}`, files: [FILE] });
    await look();
    const { enquiryId } = await onlyCard();
    await shop.as('Ann').write(enquiryId, 'We come on Monday.');
    await shop.as('Ann').choose(enquiryId, 'Send publicly');
    board.edit('q1b', { id: 'q1c', text: `Or is it ${SECRET}?`, files: [FILE] });
    await look();
    // The reply was stopped, and its author was shown the words.
    expect(JSON.stringify(await shop.as('Ann').privates(enquiryId))).toContain(SECRET);
    expect(await traces()).toContain('messages.text');

    board.remove('q1');
    await look();
    expect(await traces()).toEqual([]);
    const card = await onlyCard();
    expect(card.message).toMatchObject({
      text: 'maya took this off the board.',
      folded: [],
      attachments: [],
      warnings: [],
      full: null,
    });
    expect(card).toMatchObject({ status: 'open', customerMessages: 1, number: card.number });
    expect((await shop.thread(enquiryId)).lines.at(-1)).toMatch(/^maya took this off the board\./);
  });

  test('what was taken back does not come again: neither itself, nor an edit of it', async () => {
    item('question', 'q1', 'maya', `It is ${SECRET}`);
    await look();
    board.remove('q1');
    await look();
    const { version } = await onlyCard();
    item('question', 'q1', 'maya', `It is ${SECRET}`);
    item('question', 'q2', 'maya', `It really is ${SECRET}`, { versions: ['q1', 'q2'] });
    board.remove('q1');
    await look();
    expect(await onlyCard()).toMatchObject({ version });
    expect(await traces()).toEqual([]);
  });

  test('a message that comes after it was taken back has no words, and nobody waits', async () => {
    board.remove('q1');
    await look();
    item('question', 'q1', 'maya', `It is ${SECRET}`, { files: [FILE] });
    await look();
    const card = await onlyCard();
    expect(card).toMatchObject({ status: 'resolved', waitingSince: null, customerMessages: 0 });
    expect(card.message.text).toBe('Its author deleted this message before it was taken in.');
    expect(await traces()).toEqual([]);
    // Another question of hers is one like any other.
    item('question', 'q5', 'maya', 'Are you open?');
    await look();
    expect(await shop.cards()).toHaveLength(2);
  });

  test('names of what never came are forgotten after a week', async () => {
    board.remove('q1');
    await look();
    const gone = () => shop.engine.rows(`select id from seen where id like '%:gone:%'`, []);
    expect(await gone()).toHaveLength(1);
    shop.clock.advance(8 * DAY);
    await shop.house.parts.recorder.enqueue([{ kind: 'housekeeping', key: 'housekeeping', payload: {} }]);
    await shop.settle();
    expect(await gone()).toEqual([]);
  });

  test('a held reply stops, and a preview from before says why it is shown again', async () => {
    item('question', 'q1', 'maya', 'Are you open on Sunday?');
    item('question', 'q2', 'maya', 'And on Monday?', { answers: 'q1' });
    await look();
    const { enquiryId } = await onlyCard();
    await shop.as('Ann').write(enquiryId, 'Yes, on both days.');
    const send = await sendButton(enquiryId);
    board.remove('q2');
    await look();
    await shop.as('Ann').press(send.id, send.value);
    await shop.pass(HOLD);
    expect(board.got).toEqual([]);
    expect((await shop.as('Ann').privates(enquiryId)).at(-1)?.hints.join(' ')).toMatch(/maya took back a message/);
    await shop.as('Ann').choose(enquiryId, 'Send publicly');
    board.remove('q1');
    await look();
    await shop.pass(HOLD);
    expect(board.got).toEqual([]);
    expect((await shop.as('Ann').privates(enquiryId)).at(-1)?.words).toMatch(/took back/);
  });

  test('words that stood in a preview are gone from it', async () => {
    item('question', 'q1', 'maya', 'Are you open on Sunday?');
    await look();
    const { enquiryId } = await onlyCard();
    await shop.as('Ann').write(enquiryId, 'Yes, from ten.');
    item('question', 'q2', 'maya', `Or call ${SECRET}`, { answers: 'q1' });
    await look();
    await shop.as('Ann').choose(enquiryId, 'Send publicly');
    expect((await shop.as('Ann').privates(enquiryId)).at(-1)?.hints.join(' ')).toContain(SECRET);
    board.remove('q2');
    await look();
    expect(await traces()).toEqual([]);
    expect((await shop.as('Ann').privates(enquiryId)).at(-1)?.quote?.text).toBe('Yes, from ten.');
  });

  test('the answer goes to what is still there', async () => {
    item('question', 'q1', 'maya', 'Are you open on Sunday?');
    item('question', 'q2', 'maya', 'And on Monday?', { answers: 'q1' });
    await look();
    board.remove('q2');
    await look();
    const { enquiryId } = await onlyCard();
    await shop.as('Ann').write(enquiryId, 'Yes, on Sunday.');
    await shop.as('Ann').choose(enquiryId, 'Send publicly');
    await shop.pass(HOLD);
    expect(board.got).toMatchObject([{ answers: 'q1' }]);
  });

  test('after a merge and a split it is gone from every thread and card', async () => {
    item('question', 'q1', 'maya', `One ${SECRET}`);
    item('question', 'q2', 'maya', 'Two');
    item('question', 'q3', 'maya', `Three ${SECRET}`, { answers: 'q2' });
    await look();
    const cards = await shop.cards();
    const one = cards.find(each => each.message.text.startsWith('One'))!;
    const two = cards.find(each => each.message.text === 'Two')!;
    await shop.as('Ann').command(`split ${two.number} 2`);
    await shop.as('Ann').press('enquiry.merge', `${one.enquiryId} ${two.enquiryId}`);
    board.remove('q1');
    board.remove('q3');
    await look();
    expect(await traces()).toEqual([]);
    expect(await eventsOf(one.enquiryId)).toContain('MessageWithdrawn');
  });

  test('figures stay as they are', async () => {
    item('question', 'q1', 'maya', 'Are you open on Sunday?');
    await look();
    const { enquiryId } = await onlyCard();
    await shop.as('Ann').write(enquiryId, 'Yes.');
    await shop.as('Ann').choose(enquiryId, 'Send publicly');
    await shop.pass(HOLD);
    const measures = () => shop.house.parts.store.measuresOf(enquiryId as EnquiryId);
    const before = await measures();
    expect(before.length).toBeGreaterThan(1);
    board.edit('q1', { id: 'q1b', text: 'Sunday?' });
    await look();
    board.remove('q1');
    item('comment', 'c1', 'bob', 'Oh', { answers: 'q1' });
    await look();
    expect(await measures()).toEqual(before);
  });
});
