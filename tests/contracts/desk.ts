/**
 * What every desk must show: one suite; an adapter brings a way to open it and to look at what people see. What comes of
 * people's own acts, with the whole program behind them, is in gate/.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock, systemIds } from '../../src/app/world.ts';
import { plainAnswer } from '../../src/ports/answer.ts';
import type { Desk, DeskKind } from '../../src/ports/desk.ts';
import type { DeskContext } from '../../src/ports/desk-context.ts';
import type { StaffAction } from '../../src/ports/staff.ts';
import type { CardView, MarkView, PrivateView } from '../../src/ports/views.ts';
import { memoryShelf } from '../kit/shelf.ts';
import { testLog } from '../kit/world.ts';

export interface DeskCase {
  kind: DeskKind;
  /** Where cards are posted; a new one for each test. */
  room?(): { id: never; deskRef: string | null };
  /** The desk's own name of Ann and Ben. */
  person?(name: 'ann' | 'ben'): string;
  /** What one person was shown cannot be taken away without their doing. */
  privatesStay?: boolean;
  /** How a person's eyes and hands reach this desk. */
  look(
    desk: Desk,
    context: DeskContext,
  ): {
    cards(): Promise<CardView[]>;
    /** Words of the thread's posts, in order. */
    thread(ref: string): Promise<string[]>;
    mark(ref: string, post: string): Promise<MarkView | null>;
    privates(ref: string, person: string): Promise<PrivateView[]>;
    answers(person: string): Promise<string[]>;
    /** Writes in the thread as a person; delivered as often as `times` says. */
    write(ref: string, person: string, text: string, times: number): Promise<void>;
  };
}

export const CARD: CardView = {
  enquiryId: 'enq_1' as never,
  number: 1,
  version: 1,
  status: 'open',
  statusWords: 'Open',
  owner: null,
  ownerId: null,
  channel: 'email · help',
  channelKind: 'email',
  direction: null,
  subject: 'Kettle',
  message: {
    messageId: 'msg_1' as never,
    customer: 'Maya <!channel>',
    address: 'maya@example.com',
    text: '<script>alert(1)</script> <!channel> @here *bold* مرحبا 👍',
    full: null,
    folded: [],
    attachments: [],
    warnings: [],
    details: [],
    others: [],
    writtenAt: 0,
  },
  customerMessages: 1,
  waitingSince: 0,
  contactReason: null,
  earlier: [],
  buttons: [{ id: 'enquiry.claim', label: 'Claim', value: 'enq_1', look: 'primary' }],
  menu: [],
  summary: 'Customer Maya by email: Kettle.',
};

export function deskContract({ kind, look, room: newRoom, person: nameOf, privatesStay = false }: DeskCase): void {
  describe(`the desk ${kind.kind}`, () => {
    let desk: Desk;
    let actions: StaffAction[];
    let eyes: ReturnType<DeskCase['look']>;
    let room: { id: never; deskRef: string | null };
    const person = nameOf ?? ((name: string) => `practice:${name}`);
    beforeEach(async () => {
      actions = [];
      room = newRoom?.() ?? { id: 'room_1' as never, deskRef: null };
      const context: DeskContext = {
        clock: systemClock,
        ids: systemIds,
        log: testLog(),
        bus: { publish: () => {}, subscribe: () => () => {} },
        shelf: memoryShelf(),
        draw: async () => new Uint8Array([137, 80, 78, 71]),
        publicUrl: 'http://127.0.0.1:1',
        typing: async () => {},
        act: async action => {
          if (!actions.some(each => each.id === action.id)) actions.push(action);
        },
        commands: [],
        kinds: [],
        keep: async () => true,
        left: async () => {},
        keepFile: async () => 'att_1' as never,
        thread: async () => ({ enquiryId: CARD.enquiryId, moved: null }),
        fileArrived: async () => {},
        threadOf: async () => null,
        authorOf: async () => null,
        manages: async () => false,
        message: async () => null,
        home: async () => ({ mine: [], unclaimed: [], drafts: [], settings: null }),
        settingsForm: async () => ({ refusal: 'none' }),
        saveSettings: async () => ({ ok: true, words: 'Saved.' }),
        place: async () => true,
        lost: async () => {},
        resume: async () => {},
        tryOut: async () => null,
        logForm: () => ({ id: 'log.form', title: 'Log a call', enquiryId: null, fields: [], submit: [] }),
        expertForm: async () => ({ refusal: 'none', field: 'topics' }),
        vault: { read: async () => null, write: async () => {} },
        rooms: async () => [{ id: room.id, name: 'customers', deskRef: room.deskRef, reply: 'preview' }],
        form: async () => ({ refusal: 'none' }),
        counted: async () => null,
        starts: async () => [],
        savedForm: async () => ({ refusal: 'none' }),
        checkSaved: async () => null,
        begin: async () => ({ refusal: 'none' }),
        attachment: async () => null,
        raw: async () => null,
      };
      desk = kind.open({}, context);
      eyes = look(desk, context);
      await desk.start();
    });
    afterEach(() => desk.stop());

    test('a card posted twice with one key is one card, and the same thread', async () => {
      const one = await desk.postCard(room, CARD, 'card:enq_1');
      const again = await desk.postCard(room, CARD, 'card:enq_1');
      expect(again).toBe(one);
      expect(await eyes.cards()).toHaveLength(1);
    });

    test('a card that was posted before a crash shows what has happened since', async () => {
      await desk.postCard(room, CARD, 'card:enq_1');
      await desk.postCard(room, { ...CARD, version: 2, status: 'resolved' }, 'card:enq_1');
      expect(await eyes.cards()).toMatchObject([{ status: 'resolved' }]);
    });

    test('a card is brought up to date in place', async () => {
      const ref = await desk.postCard(room, CARD, 'card:enq_1');
      await desk.updateCard(ref, { ...CARD, version: 2, status: 'resolved', statusWords: 'Resolved', owner: 'Ann' });
      expect(await eyes.cards()).toMatchObject([{ status: 'resolved', owner: 'Ann' }]);
    });

    test('an older card or mark that comes late does not cover a newer one', async () => {
      const ref = await desk.postCard(room, CARD, 'card:enq_1');
      await desk.updateCard(ref, { ...CARD, version: 3, status: 'resolved' });
      await desk.updateCard(ref, { ...CARD, version: 2, status: 'waiting' });
      expect(await eyes.cards()).toMatchObject([{ status: 'resolved' }]);
      const post = await desk.post(ref, { as: 'reply', author: 'Ann', customer: 'Maya', text: 'x' }, 'k');
      const mark = { words: '', until: null, buttons: [] };
      await desk.mark(ref, post, { ...mark, state: 'held', version: 3 });
      await desk.mark(ref, post, { ...mark, state: 'sent', version: 4 });
      await desk.mark(ref, post, { ...mark, state: 'held', version: 3 });
      expect(await eyes.mark(ref, post)).toMatchObject({ state: 'sent' });
    });

    test('a customer’s words come out exactly as they were written', async () => {
      await desk.postCard(room, CARD, 'card:enq_1');
      expect((await eyes.cards())[0]?.message.text).toBe(CARD.message.text);
    });

    test('lines of help stand on a card, above its buttons, and go when there are none any more', async () => {
      const button = { id: 'enquiry.claim', label: 'Show them', value: 'enq_1', look: 'plain' } as const;
      const help = [
        { words: '2 like this, <!channel> answered before', buttons: [button] },
        { words: 'Tom knows about kettles', buttons: [{ ...button, label: 'Ask Tom' }, button] },
        { words: 'Nothing to press here', buttons: [] },
      ];
      const ref = await desk.postCard(room, { ...CARD, help }, 'card:enq_1');
      const [card] = await eyes.cards();
      expect(card).toMatchObject({ help: help.map(({ words }) => ({ words })), message: { text: CARD.message.text } });
      await desk.updateCard(ref, { ...CARD, version: 2 });
      expect((await eyes.cards())[0]?.help ?? []).toEqual([]);
    });

    test('entries keep their order, and one key is one entry', async () => {
      const ref = await desk.postCard(room, CARD, 'card:enq_1');
      const line = (words: string) => ({ as: 'line' as const, words, buttons: [], tone: 'quiet' as const });
      const first = await desk.post(ref, line('one'), 'k1');
      await desk.post(ref, line('two'), 'k2');
      expect(await desk.post(ref, line('one'), 'k1')).toBe(first);
      await desk.post(ref, { as: 'message', message: { ...CARD.message, text: 'three' }, bump: true }, 'k3');
      await desk.post(ref, { as: 'reply', author: 'Ann', customer: 'Maya', text: 'four' }, 'k4');
      expect(await eyes.thread(ref)).toEqual(['one', 'two', 'three', 'four']);
    });

    test('a mark takes the place of the one before', async () => {
      const ref = await desk.postCard(room, CARD, 'card:enq_1');
      const post = await desk.post(ref, { as: 'reply', author: 'Ann', customer: 'Maya', text: 'x' }, 'k');
      await desk.mark(ref, post, { state: 'held', words: 'soon', until: 1, buttons: [], version: 1 });
      await desk.mark(ref, post, { state: 'sent', words: 'sent', until: null, buttons: [], version: 2 });
      expect(await eyes.mark(ref, post)).toMatchObject({ state: 'sent' });
    });

    test('what is private is seen by one person, replaced by its key, and taken away', async () => {
      const ref = await desk.postCard(room, CARD, 'card:enq_1');
      const view = (words: string): PrivateView => ({
        words,
        quote: null,
        hints: [],
        buttons: [],
        tone: 'notice',
        post: null,
      });
      await desk.showPrivately(ref, person('ann'), view('first'), 'k');
      await desk.showPrivately(ref, person('ann'), view('second'), 'k');
      const seen = (await eyes.privates(ref, person('ann'))).map(each => each.words);
      expect(privatesStay ? seen.at(-1) : seen).toEqual(privatesStay ? 'second' : ['second']);
      expect(await eyes.privates(ref, person('ben'))).toEqual([]);
      await desk.showPrivately(ref, person('ann'), null, 'k');
      if (!privatesStay) expect(await eyes.privates(ref, person('ann'))).toEqual([]);
    });

    test('what somebody is shown alone has a place of its own, is replaced there, and takes no second one', async () => {
      const view = (words: string): PrivateView => ({
        ...{ words, quote: { label: 'Maya <!channel> wrote', text: CARD.message.text }, tone: 'notice', post: null },
        ...{ before: [{ label: 'Before', text: '<!here> *bold*' }], hints: ['one'], buttons: [] },
      });
      expect(await desk.showAlone(person('ann'), view('first'), 'ask:1')).toBe(true);
      expect(await desk.showAlone(person('ann'), view('first'), 'ask:1')).toBe(true);
      expect(await desk.showAlone(person('ann'), view('second'), 'ask:1')).toBe(true);
      expect(await desk.showAlone(person('ann'), null, 'ask:1')).toBe(true);
      expect(await desk.showAlone(person('ben'), null, 'ask:2')).toBe(true);
    });

    test('a command is answered to whoever gave it', async () => {
      await desk.answer(person('ann'), null, plainAnswer('hello'), 'k');
      expect(await eyes.answers(person('ann'))).toEqual(['hello']);
      expect(await eyes.answers(person('ben'))).toEqual([]);
    });

    test('a message delivered eleven times is one action and one post', async () => {
      const ref = await desk.postCard(room, CARD, 'card:enq_1');
      await eyes.write(ref, 'Ann', 'Hello', 11);
      expect(actions).toMatchObject([{ do: 'write', thread: ref, text: 'Hello' }]);
      expect(await eyes.thread(ref)).toEqual(['Hello']);
    });

    test('says how it is', async () => {
      for (const item of await desk.check()) expect(item.words).toMatch(/\S/);
    });
  });
}
