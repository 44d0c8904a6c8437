/** What a customer has and what the thread shows; and words from a form that did not go out. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ButtonView } from '../../../../src/ports/button.ts';
import type { FormView, PrivateView } from '../../../../src/ports/views.ts';
import { browserForAll, testInBrowser } from '../../../kit/in-browser.ts';
import { card, deskPages, threadOf } from '../../../kit/practice-page.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { until } from '../../../kit/world.ts';

let shop: Shop;
let at: string;
let enquiry: string;
const begin = async (holdSeconds: number) => {
  shop = await openShop({ yaml: `hold_seconds: { email: ${holdSeconds}, webchat: ${holdSeconds} }\n` });
  await shop.mail({ from: 'Maya <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
  const [first] = await shop.cards(1);
  at = first!.thread;
  enquiry = first!.card.enquiryId;
};
afterEach(() => shop.stop());

const lines = async (thread = at) =>
  (await shop.thread(thread)).posts.flatMap(({ post }) =>
    post.as === 'entry' && post.entry.as === 'line' ? [post.entry] : [],
  );
const line = (words: RegExp, thread = at) =>
  until(async () => (await lines(thread)).find(each => words.test(each.words)), `a line like ${words}`);
const has = async (thread = at) => (await lines(thread)).map(each => each.words).filter(each => / has:\n/.test(each));
const mark = (words: string, thread = at) =>
  until(async () => (await shop.thread(thread)).posts.find(each => each.mark?.words === words), `the mark "${words}"`);
const shown = (fits: (view: PrivateView) => boolean, what: string, person = 'Ann') =>
  until(async () => (await shop.thread(at, person)).privates.find(each => fits(each.view))?.view, what);
const labels = (view: { buttons: ButtonView[] }) => view.buttons.map(each => each.label);
const press = (view: { buttons: ButtonView[] }, label: string, person = 'Ann') =>
  shop.press(person, at, view.buttons.find(each => each.label === label)!);
/** The form behind a button, as the page asks for it. */
const form = async (view: { buttons: ButtonView[] }, label: string, person = 'Ann'): Promise<FormView> => {
  const { id, value } = view.buttons.find(each => each.label === label)!;
  const [of, more = ''] = value.split(' ');
  const query = new URLSearchParams({ button: id, enquiry: of!, of: more, person });
  return (await fetch(`${shop.url}/practice/form?${query}`)).json() as Promise<FormView>;
};
const valuesOf = (view: FormView) => Object.fromEntries(view.fields.map(each => [each.name, each.value]));
const submit = (submitted: string, values: Record<string, string>, person = 'Ann') =>
  shop.act(person, { do: 'submit', form: 'reply.form', enquiryId: enquiry, submit: submitted, values });
const mails = async () => (await shop.mailbox()).map(each => each.text.split('\n')[0]);

describe('after an edit or a deletion of what was sent the thread shows both', () => {
  const sent = async (text: string) => {
    await shop.reply('Ann', at, text);
    const { ref } = await mark('Sent to Maya');
    return {
      edit: (to: string, id?: string) =>
        shop.act('Ann', { do: 'edit', thread: at, post: ref, text: to, ...(id ? { id } : {}) }),
      remove: () => shop.act('Ann', { do: 'delete', thread: at, post: ref }),
    };
  };
  beforeEach(() => begin(0.1));

  test('an edit: the words that were sent stand beside the new ones, once for each edit, however often it is delivered', async () => {
    const { edit } = await sent('It costs 40 EUR.\nGreetings');
    await edit('It costs 30 EUR.', 'edit-0001');
    await edit('It costs 30 EUR.', 'edit-0001');
    await mark('Maya has the earlier text');
    await line(/^Ann changed a message after it was sent\. Maya has:\nIt costs 40 EUR\.\nGreetings$/);
    await edit('It costs 20 EUR.');
    await until(async () => (await has()).length === 2, 'a line for the second edit');
    expect(new Set(await has()).size).toBe(1);
    // As it was sent again: nothing differs any more.
    await edit('It costs 40 EUR.\nGreetings');
    await mark('Sent to Maya');
    expect(await has()).toHaveLength(2);
    expect(await mails()).toEqual(['It costs 40 EUR.']);
  });

  test('a deletion, also of words that were edited before', async () => {
    const { edit, remove } = await sent('Come on Monday');
    await edit('Come on Tuesday');
    await mark('Maya has the earlier text');
    await remove();
    await mark('Maya has this message');
    await line(/^Ann deleted a message that was sent\. Maya has:\nCome on Monday$/);
  });

  test('words that became team talk too late', async () => {
    const { edit } = await sent('She is difficult');
    await edit('// She is difficult');
    await line(/Maya has:\nShe is difficult$/);
    await edit('// She is difficult, ask Tom');
    await mark('Maya has the earlier text');
  });

  test('a long one stands there whole', async () => {
    const steps = Array.from({ length: 70 }, (_, n) => `Step ${n}: turn the lid to the left until it clicks.`);
    const long = steps.join('\n');
    const { remove } = await sent(long);
    await remove();
    await line(/Ann deleted/);
    await until(
      async () =>
        (await lines())
          .map(each => each.words)
          .join('')
          .includes(long),
      'all of it',
    );
  });

  test('a chat that tells later that it has arrived does not cover that it was changed', async () => {
    const chat = await shop.chat();
    await chat.send('Hello');
    const { thread } = (await shop.cards(2))[1]!;
    await shop.reply('Ann', thread, 'We open at nine');
    const { ref } = await until(
      async () => (await shop.thread(thread)).posts.find(each => /^Sent to/.test(each.mark?.words ?? '')),
      'it is sent',
    );
    await shop.act('Ann', { do: 'edit', thread, post: ref, text: 'We open at ten' });
    await line(/ has:\nWe open at nine$/, thread);
    await chat.read(2);
    await fetch(`${shop.url}/chat/site/got`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${chat.token}` },
      body: JSON.stringify({ n: 2 }),
    });
    await until(
      async () => (await shop.thread(thread)).posts.find(each => each.ref === ref)?.mark?.state === 'delivered',
      'it has arrived',
    );
    const found = (await shop.thread(thread)).posts.find(each => each.ref === ref);
    expect(found?.mark?.words).toMatch(/has the earlier text$/);
  });
});

describe('words from the Reply form that did not go out', () => {
  test('taken back by Undo, they are given back: edited and sent again, once', async () => {
    await begin(30);
    await submit('reply.send', { text: 'Too fsat', seen: '1' });
    const held = await until(
      async () => (await shop.thread(at)).posts.find(each => each.mark?.state === 'held')?.mark,
      'it is held',
    );
    await press(held, 'Undo');
    const back = await shown(view => view.quote?.text === 'Too fsat', 'the words are back');
    expect(labels(back)).toEqual(['Send', 'Send and resolve', 'Edit', 'Keep as team talk']);
    expect((await shop.thread(at, 'Ben')).privates).toEqual([]);
    const again = await form(back, 'Edit');
    expect(valuesOf(again)).toMatchObject({ text: 'Too fsat' });
    await submit('reply.send', { ...valuesOf(again), text: 'Not too fast' });
    await until(
      async () => (await shop.thread(at)).posts.some(each => JSON.stringify(each).includes('Not too fast')),
      'it is held again',
    );
    const old = async () => JSON.stringify((await shop.thread(at)).privates).includes('Too fsat');
    await until(async () => !(await old()), 'the old words are gone');
    expect(await mails()).toEqual([]);
  });

  test('sent again as they were', async () => {
    await begin(2);
    await submit('reply.send', { text: 'As it was', seen: '1' });
    const held = await until(
      async () => (await shop.thread(at)).posts.find(each => each.mark?.state === 'held')?.mark,
      'it is held',
    );
    await press(held, 'Undo');
    await press(await shown(view => view.quote?.text === 'As it was', 'the words are back'), 'Send');
    await until(async () => (await mails()).length === 1, 'they are sent');
    expect(await mails()).toEqual(['As it was']);
  });

  test('stopped by a new message and taken back, they are given back', async () => {
    await begin(30);
    const chat = await shop.chat();
    await chat.send('Hello');
    const [, second] = await shop.cards(2);
    at = second!.thread;
    enquiry = second!.card.enquiryId;
    await submit('reply.send', { text: 'Before you wrote', seen: '1' });
    await until(async () => (await shop.thread(at)).posts.some(each => each.mark?.state === 'held'), 'it is held');
    await chat.send('Never mind!');
    const stopped = await shown(view => /wrote again/.test(view.words), 'the question');
    await press(stopped, 'Take it back');
    await shown(view => view.quote?.text === 'Before you wrote' && labels(view).includes('Edit'), 'the words are back');
  });

  test('kept, from the form or from the preview, they stand in the thread and can be edited and sent', async () => {
    await begin(30);
    await submit('reply.keep', { text: 'Kept at once', seen: '1' });
    const kept = await line(/^Ann: Kept at once$/);
    expect(valuesOf(await form(kept, 'Edit and send'))).toMatchObject({ text: 'Kept at once' });
    expect(valuesOf(await form(kept, 'Edit and send', 'Ben')).text).toBe('');
    await submit('reply.send', { text: 'Kept after all', seen: '1' });
    const held = await until(
      async () => (await shop.thread(at)).posts.find(each => each.mark?.state === 'held')?.mark,
      'it is held',
    );
    await press(held, 'Undo');
    await press(await shown(view => view.quote?.text === 'Kept after all', 'the words are back'), 'Keep as team talk');
    await line(/^Ann: Kept after all$/);
    expect(await mails()).toEqual([]);
  });

  test('refused because a colleague was faster, they are shown to their author', async () => {
    await begin(0.1);
    await shop.press('Ben', at, { id: 'enquiry.claim', value: enquiry });
    await until(async () => (await shop.cards(1))[0]?.card.owner === 'Ben', 'it is his');
    await submit('reply.send', { text: 'All my work', seen: '1' });
    const refused = await shown(view => /Ben has this one/.test(view.words), 'why');
    expect(refused.quote?.text).toBe('All my work');
    expect(labels(refused)).toContain('Ask to take over');
    expect(await mails()).toEqual([]);
  });

  const desk = deskPages(browserForAll(), () => shop);
  testInBrowser('in the browser: Undo, Edit, Send', async () => {
    await begin(3);
    const page = await desk.open();
    await card(page, 1).getByRole('button', { name: 'Reply', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(/^Customers see it from Ann at /).waitFor();
    await dialog.getByLabel('Your reply').fill('Too fsat');
    await dialog.getByRole('button', { name: /^Send to / }).click();
    await threadOf(page, 1).getByRole('button', { name: 'Undo' }).click();
    await threadOf(page, 1).getByRole('button', { name: 'Edit', exact: true }).click();
    expect(await dialog.getByLabel('Your reply').inputValue()).toBe('Too fsat');
    await dialog.getByLabel('Your reply').fill('In good time');
    await dialog.getByRole('button', { name: /^Send to / }).click();
    await until(async () => (await mails()).length === 1, 'it is sent', 15_000);
    expect(await mails()).toEqual(['In good time']);
    await desk.close();
  });
});
