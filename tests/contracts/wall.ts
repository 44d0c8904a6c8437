/** Public and private apart on a desk, by the hands of its people, over its own wire, with the whole program behind it. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ButtonId } from '../../src/ports/button.ts';
import type { Board } from '../kit/far-sides/board.ts';
import { leavesOpenForAll } from '../kit/leaks.ts';
import { boardBeside } from '../kit/on-board.ts';
import { until } from '../kit/world.ts';
import type { GateDesk, GateDriver, Hands, Preview } from './gate/driver.ts';

/**
 * In a room in direct mode, where private replies leave by themselves.
 * @param link what a link is called by a desk whose far side tells of its press, too
 */
export function wallOnDesk(driver: GateDriver, { link }: { link?: string } = {}): void {
  describe(`public and private on the desk ${driver.kind}`, () => {
    let board: Board;
    let end: () => Promise<void>;
    let desk: GateDesk;
    let n = 0;
    leavesOpenForAll();
    beforeAll(async () => {
      const beside = await boardBeside();
      const { yaml } = beside;
      ({ board, end } = beside);
      desk = await driver.open({ mode: 'direct', holdSeconds: 1, more: { yaml, env: {} } });
    }, 240_000);
    afterAll(async () => {
      await desk.stop();
      await end();
    });
    const idle = async () => {
      await desk.delivered();
      await desk.program.idle();
      await desk.delivered();
    };
    /** A neighbour of their own writes, and Ann claims it. @returns the thread */
    const comes = async (side: 'public' | 'private', closed = false): Promise<string> => {
      const from = `c${++n}`;
      const kind = side === 'public' ? 'question' : 'note';
      const text = `It rattles, says ${from}.`;
      board.write({ id: `item-${n}`, kind, from, name: from, text, answers: null, ...(closed ? { closed } : {}) });
      const thread = await desk.thread(text);
      await desk.ann.press(thread, 'enquiry.claim');
      await idle();
      return thread;
    };
    const got = async () => {
      await idle();
      return board.got.filter(each => each.to === `c${n}`).map(each => [each.kind, each.text]);
    };
    const preview = (who: Hands, thread: string, text: string): Promise<Preview> =>
      until(() => who.preview(thread, text), `${who.name} sees the preview of "${text}"`);
    const seen = async (thread: string) => [...(await desk.posts(thread)), await desk.ann.told(thread)].join('\n');

    test('a card says which it is, where it is read first', async () => {
      expect(await desk.card(await comes('public'))).toMatch(/PUBLIC/);
      expect(await desk.card(await comes('private'))).toMatch(/PRIVATE/);
    }, 60_000);

    test('a public reply waits for a press that says so, though the owner writes in direct mode', async () => {
      const at = await comes('public');
      await desk.ann.write(at, 'Send it back, please.');
      const shown = await preview(desk.ann, at, 'Send it back, please.');
      expect(await got()).toEqual([]);
      expect(shown.words).toMatch(/PUBLIC reply to c\d+ .*everyone can read it/);
      for (const words of ['Send publicly', '21 of 100 characters']) expect(shown.words).toContain(words);
      await shown.send();
      expect(await got()).toEqual([['answer', 'Send it back, please.']]);
      await until(async () => /PUBLIC · Sent to c\d+/.test(await marks(at)), 'the mark says that it was public');
    }, 60_000);

    test('a public reply from the form is shown before it leaves', async () => {
      const at = await comes('public');
      await desk.ann.reply(at, 'From the form.');
      const shown = await preview(desk.ann, at, 'From the form.');
      expect(await got()).toEqual([]);
      await shown.send();
      expect(await got()).toEqual([['answer', 'From the form.']]);
    }, 60_000);

    test('a public reply that is changed during the hold is stopped, and shown with its new words', async () => {
      const at = await comes('public');
      const post = await desk.ann.write(at, 'Send it bakc.');
      await (await preview(desk.ann, at, 'Send it bakc.')).send();
      await desk.ann.edit(at, post, 'Keep it.');
      const shown = await preview(desk.ann, at, 'Keep it.');
      expect(await got()).toEqual([]);
      await shown.send();
      expect(await got()).toEqual([['answer', 'Keep it.']]);
    }, 60_000);

    test('a private reply leaves by itself, and its mark says that it was private', async () => {
      const at = await comes('private');
      await desk.ann.write(at, 'We send a new one.');
      expect(await got()).toEqual([['note', 'We send a new one.']]);
      await until(
        async () => /PRIVATE · (Goes|Sent) to c\d+/.test(await marks(at)),
        'the mark says that it was private',
      );
    }, 60_000);

    test('what cannot be answered from here leads to where it can', async () => {
      const at = await comes('public', true);
      const card = await desk.card(at);
      expect(card).toContain('The board has closed this question.');
      expect(card).toContain('Open the board');
      expect(card).not.toMatch(/^Reply$/m);
      await desk.ann.write(at, 'But you can keep it.');
      await until(
        async () => /closed this question[\s\S]*But you can keep it\.[\s\S]*Open the board/.test(await seen(at)),
        'why, the words and the way',
      );
      expect(await desk.ann.preview(at, 'But you can keep it.')).toBeNull();
      if (link) await desk.ann.press(at, link as ButtonId);
      expect(await got()).toEqual([]);
      expect(await desk.ann.told(at)).not.toContain('no longer works');
    }, 60_000);

    test('says nothing that its far side would not take', () => expect(desk.problems()).toEqual([]));

    /** What stands at the posts of a thread, where the desk shows how far a reply is. */
    const marks = async (thread: string) => (desk.marks ? await desk.marks(thread) : await seen(thread));
  });
}
