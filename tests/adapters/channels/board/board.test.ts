import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MINUTE, SECOND } from '../../../../src/core/time.ts';
import { channelContract } from '../../../contracts/channel.ts';
import { type Board, openBoard } from '../../../kit/far-sides/board.ts';
import { openHouse, type TestHouse } from '../../../kit/house.ts';
import { until } from '../../../kit/world.ts';
import { boardChannel } from './channel.ts';
import { lengthOf } from './config.ts';

channelContract({
  kind: boardChannel,
  begin: async () => {
    const board = await openBoard();
    return {
      settings: { url: board.url, token: board.token, notes: 3, looks: 30, month: 5 },
      got: () => board.got.map(each => each.text),
      away: () => void board.away(),
      end: () => board.away(),
      raws: [new TextEncoder().encode('{"kind":"note","from":"maya","text":"Hello"}')],
    };
  },
});

describe('a channel that was added as docs/add-a-channel.md says', () => {
  let board: Board;
  let shop: TestHouse;
  const begin = async (more: Record<string, number> = {}) => {
    board = await openBoard();
    const settings = { url: board.url, token: board.token, notes: 3, looks: 30, month: 5, ...more };
    shop = await openHouse({
      kinds: [boardChannel],
      channels: [{ name: 'corner', kind: 'board', room: 'customers', schema: boardChannel.settings, settings }],
    });
    await channel().start();
  };
  const channel = () => shop.house.channels().find(each => each.kind === 'board')!;
  const seen = (n: number, what: string) =>
    until(async () => {
      await shop.settle();
      return (await shop.cards()).length === n;
    }, what);
  /** The next look for news. */
  const look = async (n: number, what: string) => {
    const before = board.looks;
    await until(() => {
      shop.clock.advance(2 * SECOND);
      return board.looks > before;
    }, 'a look');
    await seen(n, what);
  };
  const note = (n: number, from: string, text: string) =>
    board.write({ id: `n${n}`, kind: 'note', from, name: from, text, answers: null });
  const question = (n: number, from: string, text: string, answers: string | null = null) =>
    board.write({ id: `q${n}`, kind: 'question', from, name: from, text, answers });
  const cardWith = async (text: string) => (await shop.cards()).find(each => each.message.text === text)!;
  const answer = async (text: string, reply: string) => {
    const { enquiryId } = await cardWith(text);
    await shop.as('Ann').write(enquiryId, reply);
    const { direction } = await shop.card(enquiryId);
    await shop.as('Ann').choose(enquiryId, direction === 'PUBLIC' ? 'Send publicly' : 'Send privately');
    return enquiryId;
  };

  beforeEach(() => begin());
  afterEach(async () => {
    const stopped = shop.house.stop();
    shop.clock.wakeAll();
    await stopped;
    await shop.close();
    await board.away();
  });

  test('is a folder with five files', () => {
    for (const file of ['config.ts', 'receive.ts', 'send.ts', 'channel.ts', 'README.md'])
      expect(existsSync(join(import.meta.dirname, file)), file).toBe(true);
  });

  test('shows a public question, answers it where everybody can read, and knows what a question answers', async () => {
    question(1, 'maya', 'Are you open on Sunday?');
    await look(1, 'the card');
    const card = await cardWith('Are you open on Sunday?');
    expect(card).toMatchObject({ channel: 'notice board · corner', direction: 'PUBLIC' });
    await shop.as('Ann').write(card.enquiryId, 'Yes, from ten to four.');
    const [preview] = await shop.as('Ann').privates(card.enquiryId);
    expect(preview?.quote?.label).toBe('PUBLIC reply to maya (notice board): everyone can read it');
    await shop.as('Ann').choose(card.enquiryId, 'Send publicly');
    await shop.pass(MINUTE);
    expect(board.got).toMatchObject([{ kind: 'answer', to: 'maya', text: 'Yes, from ten to four.', answers: 'q1' }]);

    question(2, 'maya', 'And on Monday?', `out:${board.got[0]!.key}`);
    await look(1, 'the same card');
    await until(async () => {
      await shop.settle();
      return (await shop.card(card.enquiryId)).customerMessages === 2;
    }, 'her second question on the same card');
    expect((await shop.card(card.enquiryId)).status).toBe('open');
    // One that answers nothing is another enquiry.
    question(3, 'maya', 'Do you sell kettles?');
    await look(2, 'another card');
  });

  test('keeps private notes apart from public questions, as one conversation', async () => {
    question(1, 'maya', 'Are you open on Sunday?');
    note(2, 'maya', 'My order is broken.');
    note(3, 'maya', 'It leaks.');
    await look(2, 'two cards');
    const card = await cardWith('My order is broken.');
    expect(card).toMatchObject({ direction: 'PRIVATE', customerMessages: 2 });
    await shop.as('Ann').write(card.enquiryId, 'We send a new one.');
    const [preview] = await shop.as('Ann').privates(card.enquiryId);
    expect(preview?.quote?.label).toBe('PRIVATE reply to maya, in a note to maya');
    await shop.as('Ann').choose(card.enquiryId, 'Send privately');
    await shop.pass(MINUTE);
    expect(board.got).toMatchObject([{ kind: 'note', to: 'maya', text: 'We send a new one.', answers: null }]);
  });

  test('counts characters in its own way, in the preview and when Send is pressed', async () => {
    const link = `See https://shop.example/${'x'.repeat(200)}`;
    expect(lengthOf(link)).toBe(24);
    question(1, 'maya', 'Where is the list?');
    await look(1, 'the card');
    const { enquiryId } = await cardWith('Where is the list?');
    await shop.as('Ann').write(enquiryId, 'x'.repeat(103));
    const tooLong = (await shop.as('Ann').privates(enquiryId)).at(-1);
    expect(tooLong?.hints.join()).toMatch(/3 characters too long.* takes 100/);
    expect(tooLong?.buttons.map(each => each.label)).toEqual(['Keep as team talk']);
    await answer('Where is the list?', link);
    await shop.pass(MINUTE);
    expect(board.got.map(each => each.text)).toEqual([link]);
  });

  test('waits when its notes are used up, says so, and goes on when the window opens', async () => {
    const names = ['maya', 'ben', 'cleo', 'dora'];
    for (const [i, name] of names.entries()) note(i + 1, name, `Hello from ${name}`);
    await look(4, 'four cards');
    for (const name of names) await answer(`Hello from ${name}`, `Hello ${name}`);
    await shop.pass(MINUTE);
    expect(board.got).toHaveLength(3);
    const marks = (await Promise.all((await shop.cards()).map(each => shop.thread(each.enquiryId)))).flatMap(each =>
      each.posts.flatMap(post => post.mark?.words ?? []),
    );
    expect(marks.join('\n')).toMatch(/No more than 3 private notes in 15 min are allowed, and these are used up\./);
    const health = await shop.house.health();
    expect(health.find(each => each.what === 'Channel corner: private notes')).toMatchObject({
      ok: false,
      stops: false,
    });
    // Public answers have nothing to do with it.
    question(9, 'eve', 'Are you open?');
    await look(5, 'a fifth card');
    await answer('Are you open?', 'Yes.');
    await shop.pass(MINUTE);
    expect(board.got).toHaveLength(4);
    await shop.pass(15 * MINUTE);
    expect(board.got).toHaveLength(5);
    const cost = (await shop.house.health()).find(each => each.what === 'Channel corner: cost');
    expect(cost?.words).toBe('$0.07 in the last 30 days: 4 of "note" $0.04, 1 of "answer" $0.02, 5 of "item" $0.01.');
  });

  test('believes the board when it says that it takes no more', async () => {
    note(1, 'maya', 'Hello');
    await look(1, 'the card');
    board.fullUntil = shop.clock.now() + 30 * MINUTE;
    await answer('Hello', 'Hello Maya');
    await shop.pass(MINUTE);
    expect(board.got).toEqual([]);
    board.fullUntil = null;
    await shop.pass(15 * MINUTE);
    expect(board.got).toEqual([]);
    await shop.pass(15 * MINUTE);
    expect(board.got).toHaveLength(1);
  });

  test('asks for news only as often as it may', async () => {
    await shop.house.stop();
    await shop.close();
    await board.away();
    await begin({ looks: 2 });
    await until(() => board.looks === 1, 'the first look');
    await look(0, 'the second look');
    note(1, 'maya', 'Hello');
    for (let i = 0; i < 10; i++) {
      shop.clock.advance(MINUTE);
      await shop.settle();
    }
    expect(board.looks).toBe(2);
    shop.clock.advance(5 * MINUTE);
    await seen(1, 'the note, when the window opened');
  });
});
