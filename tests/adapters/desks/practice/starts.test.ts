import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Begun, FormView, StartView } from '../../../../src/ports/views.ts';
import { putSaved } from '../../../kit/saved.ts';
import { openShop, type Shop } from '../../../kit/shop.ts';
import { until } from '../../../kit/world.ts';

let shop: Shop;
let at: string;
let enquiry: string;
beforeEach(async () => {
  shop = await openShop({ yaml: 'hold_seconds: { email: 0.1 }\n' });
  const text = 'Where is my refund for the kettle?';
  await shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'Refund', text });
  const [first] = await shop.cards(1);
  at = first!.thread;
  enquiry = first!.card.enquiryId;
});
afterEach(() => shop.stop());

const ask = async <T>(what: string, given: object): Promise<T> => {
  const headers = { 'Content-Type': 'application/json' };
  const body = JSON.stringify({ person: 'Ann', enquiry, ...given });
  return (await (await fetch(`${shop.url}/practice/${what}`, { method: 'POST', headers, body })).json()) as T;
};
const starts = async (typed: string, enquiryId = enquiry) =>
  (await ask<{ starts: StartView[] }>('starts', { typed, enquiry: enquiryId })).starts;
const begin = (chosen: string, text = '', begun = '') =>
  ask<Begun & { refusal?: string }>('begin', { chosen, text, begun });
const form = async (): Promise<FormView> => {
  const query = new URLSearchParams({ button: 'enquiry.reply', enquiry, person: 'Ann' });
  return (await fetch(`${shop.url}/practice/form?${query}`)).json() as Promise<FormView>;
};
const submit = (values: Record<string, string>) =>
  shop.act('Ann', { do: 'submit', form: 'reply.form', enquiryId: enquiry, submit: 'reply.send', values });
const preview = () =>
  until(async () => (await shop.thread(at)).privates.find(each => each.view.tone === 'preview')?.view, 'the preview');

describe('a reply begins with a saved one', () => {
  test('the form has no field for it while nothing is saved', async () => {
    expect((await form()).fields.map(each => each.kind)).toEqual(['long-text', 'hidden']);
    expect(await starts('')).toEqual([]);
    expect((await begin('saved:saved_1')).refusal).toMatch(/no longer offered/);
  });

  test('is found by typing, and its blanks are filled with what is known', async () => {
    await putSaved(shop, { title: 'Opening hours', text: 'We are open from nine to five.' });
    await putSaved(shop, {
      title: 'Refund',
      text: 'Hi {name},\nyour refund (enquiry {number}) comes by {day}.\n{my name}',
    });
    const kinds = (await form()).fields.map(each => each.name);
    expect(kinds).toEqual(['start', 'text', 'seen', 'begun', 'whole']);
    // Nothing typed: what is nearest to the question comes first.
    expect((await starts('')).map(each => each.label)).toEqual(['Refund', 'Opening hours']);
    expect((await starts('hour')).map(each => each.label)).toEqual(['Opening hours']);
    expect(await starts('parcel')).toEqual([]);
    const [refund] = await starts('refnud');
    const begun = await begin((refund ?? (await starts('refund'))[0])!.value);
    expect(begun.text).toBe('Hi Maya,\nyour refund (enquiry 1) comes by {day}.\nAnn');
    expect(begun.words).toBe('Began with "Refund". Still to fill in: {day}. It is not sent before that.');
  });

  test('puts its words below what was typed, and in the place of an unchanged choice', async () => {
    await putSaved(shop, { title: 'One', text: 'The first.' });
    await putSaved(shop, { title: 'Two', text: 'The second.' });
    const [one, two] = await starts('');
    const first = await begin(one!.value, 'Hello Maya,');
    expect(first.text).toBe('Hello Maya,\n\nThe first.');
    expect((await begin(two!.value, first.text, first.begun)).text).toBe('Hello Maya,\n\nThe first.\n\nThe second.');
    const alone = await begin(one!.value);
    expect((await begin(two!.value, alone.text, alone.begun)).text).toBe('The second.');
  });

  test('with a blank that is left is not sent: its author sees what is still to be filled in', async () => {
    await putSaved(shop, {
      title: 'Refund',
      text: 'Your order: {order number}, see https://shop.example/{order number}.',
    });
    const { text, begun } = await begin((await starts(''))[0]!.value);
    await submit({ text, begun, seen: '1' });
    expect((await preview()).quote?.text).toBe(text);
    await submit({ text: text.replace('order: {order number}', 'order: 4471'), begun, seen: '1' });
    await until(
      async () => (await shop.thread(at)).privates.some(({ view }) => view.quote?.text.includes('order: 4471')),
      'the second preview',
    );
    expect(await shop.mailbox()).toEqual([]);
  });

  test('goes out with its files', async () => {
    await putSaved(shop, { title: 'Price list', text: 'Here it is.', files: [{ name: 'prices.txt', text: 'Lid: 4' }] });
    const { text, begun, words } = await begin((await starts(''))[0]!.value);
    expect(words).toBe('Began with "Price list". prices.txt goes along with it.');
    await submit({ text, begun, seen: '1' });
    await until(async () => (await shop.mailbox()).some(each => each.text.startsWith('Here it is.')), 'the mail');
    const { store } = shop.running.house.parts;
    const sent = (await store.messages(enquiry as never)).find(each => each.direction === 'out')!;
    expect((await store.attachmentsOf(sent.id)).map(each => each.name)).toEqual(['prices.txt']);
  });

  test('that was changed or retired while the form was open is shown first, with every word as it was', async () => {
    const id = await putSaved(shop, { title: 'Refund', text: 'It comes on Monday.' });
    const { text, begun } = await begin((await starts(''))[0]!.value);
    const { store } = shop.running.house.parts;
    await store.commit([{ do: 'update', table: 'savedReplies', id, set: { version: 2, text: 'It comes on Friday.' } }]);
    await submit({ text, begun, seen: '1' });
    const changed = await preview();
    expect(changed.quote?.text).toBe('It comes on Monday.');
    expect(changed.hints.join(' ')).toContain('"Refund" was changed after you began with it.');
    expect(await shop.mailbox()).toEqual([]);
    await store.commit([{ do: 'update', table: 'savedReplies', id, set: { version: 3, retiredAt: Date.now() } }]);
    expect(await starts('')).toEqual([]);
    await submit({ text: 'Another one.', begun, seen: '1' });
    await until(
      async () =>
        (await shop.thread(at)).privates.some(
          ({ view }) => view.quote?.text === 'Another one.' && view.hints.join().includes('no longer offered'),
        ),
      'that it was retired',
    );
  });

  test('of another room, or whose review is due: not offered, and offered greyed', async () => {
    await putSaved(shop, { title: 'Elsewhere', text: 'x', roomId: 'room_elsewhere' as never });
    const id = await putSaved(shop, { title: 'Old', text: 'y', reviewAt: Date.now() - 1_000 });
    expect(await starts('')).toMatchObject([
      { label: 'Old', stale: true, about: expect.stringMatching(/^review was due in /) },
    ]);
    expect((await begin(`saved:${id}`)).words).toMatch(/^Began with "Old"\. Its review was due in /);
    expect(await starts('', 'enq_none')).toEqual([]);
  });
});
