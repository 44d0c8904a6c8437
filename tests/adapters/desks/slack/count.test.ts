import { describe, expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { Json, Shown } from '../../../kit/far-sides/slack/shapes.ts';
import { boardOfEach } from '../../../kit/on-board.ts';
import { putSaved } from '../../../kit/saved.ts';

const begin = slackShopOfEach();
const beside = boardOfEach();

/** What stands below the field. */
const counted = (view: Json | null) =>
  view?.blocks.find((each: Json) => each.block_id === 'count:text')?.elements[0].text as string | undefined;

async function formOn(side: 'question' | 'note', saved?: string) {
  const { board, yaml } = await beside();
  const shop = await begin({ yaml: `rooms: [{ name: customers }]\n${yaml}` });
  if (saved) await putSaved(shop.shop, { title: 'Opening hours', text: saved });
  board.write({ id: 'q1', kind: side, from: 'maya', name: 'maya', text: 'When do you open?', answers: null });
  const card = await shop.until(
    () => shop.room.messages().find((each: Shown) => shop.words(each).includes('When do you open?')),
    'the card',
  );
  await shop.ann.press(card, 'enquiry.reply');
  const view = await shop.until(() => shop.ann.openView(), 'the form');
  return { ...shop, board, card, view };
}

describe('the Reply form in Slack', () => {
  test('says which side it is for, and how long a public reply is while it is typed, with nothing lost', async () => {
    const { ann, view, until, sees, board, words } = await formOn('question');
    expect(view.title.text).toBe('PUBLIC reply to maya');
    expect(counted(view)).toBe('0 of 100 characters');
    const type = (value: string) => ann.press(ann.openView()!, 'text', { value });
    await type('We are open.');
    await until(() => counted(ann.openView()) === '12 of 100 characters', 'the count');
    // Typed on, faster than Slack lets anything be shown.
    const text = 'See https://shop.example/hours and what stands on the door';
    for (let n = 13; n <= text.length; n += 9) await type(text.slice(0, n));
    await type(text);
    await until(() => counted(ann.openView()) === '52 of 100 characters', 'the count of the newest words');
    expect(ann.openView()?.state.values.text.text.value).toBe(text);
    await type('x'.repeat(104));
    await until(() => counted(ann.openView()) === '104 of 100 characters: 4 too many', 'that it is too long');
    await type(text);
    await ann.submit(ann.openView()!);
    const preview = await sees(ann, /PUBLIC reply to maya/);
    expect(board.got).toEqual([]);
    await ann.press(preview, 'reply.send');
    await until(() => board.got.length === 1, 'the answer on the board');
    expect(board.got[0]).toMatchObject({ kind: 'answer', text });
    expect(words(preview)).toContain('Send publicly');
  });

  test('counts what it begins with, and goes on counting what is typed into that', async () => {
    const { ann, view, until } = await formOn('question', 'We open at ten, {name}, and close at four.');
    const [option] = await ann.suggest(view, 'start', 'hours');
    await ann.choose(view, 'start', option!, { text: 'Hello!' });
    const now = await until(() => (ann.openView()?.state.values['text~1'] ? ann.openView() : null), 'the words');
    const text = now!.state.values['text~1'].text.value as string;
    expect(text).toMatch(/^Hello!\n\nWe open at ten, /);
    const countOf = (shown: Json | null) =>
      shown?.blocks.find((each: Json) => each.block_id === 'count:text~1')?.elements[0].text as string | undefined;
    expect(countOf(now)).toBe(`${text.length} of 100 characters`);
    await ann.press(now!, 'text', { value: 'At ten.' });
    await until(() => countOf(ann.openView()) === '7 of 100 characters', 'the count of what is typed');
  });

  test('of a private enquiry has the room of a private reply, and leaves with one press', async () => {
    const { ann, view, until, board } = await formOn('note');
    expect(view.title.text).toBe('PRIVATE reply to maya');
    await ann.press(view, 'text', { value: 'At ten.' });
    await until(() => counted(ann.openView()) === '7 of 300 characters', 'the count');
    await ann.submit(ann.openView()!);
    await until(() => board.got.length === 1, 'the note');
    expect(board.got[0]).toMatchObject({ kind: 'note', text: 'At ten.' });
  });
});
