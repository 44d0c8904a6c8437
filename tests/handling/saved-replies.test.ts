import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AnswerItem } from '../../adapters/desks/practice/records.ts';
import type { SavedReplyRow } from '../../src/ports/help-rows.ts';
import type { FormView } from '../../src/ports/views.ts';
import { putSaved } from '../kit/saved.ts';
import { openShop, type Shop } from '../kit/shop.ts';
import { until } from '../kit/world.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop({ yaml: 'hold_seconds: { email: 0.1 }\n' });
});
afterEach(() => shop.stop());

const store = () => shop.running.house.parts.store;
const all = () => store().savedOffered();
const first = async (): Promise<SavedReplyRow> => (await store().savedReply((await all())[0]!.id))!;
const answers = async (person: string) => {
  const rooms = await store().rooms();
  const query = new URLSearchParams({ room: rooms[0]!.id, person });
  return ((await (await fetch(`${shop.url}/practice/room?${query}`)).json()) as { answers: AnswerItem[] }).answers;
};
const say = async (words: string, person = 'Ben'): Promise<AnswerItem> => {
  const before = (await answers(person)).map(each => each.key);
  await shop.act(person, { do: 'command', text: words });
  return until(async () => (await answers(person)).find(each => !before.includes(each.key)), `an answer to ${words}`);
};
const press = async (view: AnswerItem, label: RegExp, person = 'Ben'): Promise<AnswerItem> => {
  const button = view.buttons!.find(each => label.test(each.label))!;
  const before = (await answers(person)).map(each => each.key);
  await shop.act(person, { do: 'press', button: button.id, value: button.value });
  return until(
    async () => (await answers(person)).find(each => !before.includes(each.key)),
    `an answer to ${button.id}`,
  );
};
const form = async (button: string, value: string, person = 'Ben') => {
  const query = new URLSearchParams({ button, value, person });
  return (await (await fetch(`${shop.url}/practice/saved-form?${query}`)).json()) as FormView & { refusal?: string };
};
const valuesOf = (view: FormView) => Object.fromEntries(view.fields.map(each => [each.name, each.value]));
const submit = (values: Record<string, string>, person = 'Ben', how = 'saved.save') =>
  shop.act(person, { do: 'submit', form: 'saved.form', enquiryId: null, submit: how, values });

describe('replies', () => {
  test('lists what is saved, who keeps it and when it is due; finds by words; writes one on one line', async () => {
    const none = await say('replies');
    expect(none.text).toMatch(/^Nothing is saved yet/);
    expect(none.buttons!.map(each => each.id)).toEqual(['saved.add']);
    const added = await say('replies add Opening hours: Hello {name}, we open at nine. {day}');
    expect(added.text).toBe(
      'Saved "Opening hours". It can be found in the Reply form by typing a word of it.\nAsked for before Send: {day}.',
    );
    await putSaved(shop, { title: 'Refund', text: 'x', reviewAt: 1 });
    const listed = (await say('replies')).text.split('\n');
    expect(listed[0]).toMatch(/^Opening hours · Ben keeps it · review in \w+( \d{4})?$/);
    expect(listed[1]).toBe('Refund · nobody keeps it · review was due in January 1970');
    expect((await say('replies refund')).text).toMatch(/^Refund · /);
    expect((await say('replies zebra')).text).toMatch(/^There is no saved reply like "zebra"/);
    expect((await say('replies add')).buttons!.map(each => each.id)).toEqual(['saved.add']);
  });

  test('writes one in the form, with who keeps it and when to look again; an old title may come again', async () => {
    const view = await form('saved.add', 'new');
    expect(view.fields.map(each => each.name)).toEqual(['title', 'text', 'owner', 'room', 'review']);
    const values = { ...valuesOf(view), title: 'Refund', text: 'It is on its way, {name}.', review: '12m' };
    expect((await submit({ ...values, title: ' ' })).status).toBe(409);
    expect((await submit({ ...values, text: '' })).status).toBe(409);
    expect((await submit({ ...values, title: 'x'.repeat(81) })).status).toBe(409);
    expect((await submit({ ...values, room: 'room_other' })).status).toBe(202);
    await until(async () => (await all()).length === 1, 'the saved reply');
    const row = await first();
    expect(row).toMatchObject({ title: 'Refund', text: 'It is on its way, {name}.', version: 1 });
    expect(row.reviewAt! - Date.now()).toBeGreaterThan(360 * 86_400_000);
    expect((await store().staff(row.ownerId!))?.name).toBe('Ben');
    await submit(values);
    await until(async () => (await all()).length === 2, 'the second of this title');
    const both = await say('replies edit Refund');
    expect(both.buttons!.map(each => each.label)).toEqual(['Edit "Refund"', 'Edit "Refund"']);
    expect(both.text).toMatch(/^There are several like that/);
  });

  test('of two who edit at once the second is told, and saves theirs as a new one', async () => {
    await putSaved(shop, { title: 'Refund', text: 'First.' });
    const { id } = await first();
    const [ben, ann] = [await form('saved.edit', id), await form('saved.edit', id, 'Ann')];
    await submit({ ...valuesOf(ben), text: "Ben's." });
    await until(async () => (await first()).text === "Ben's.", 'the text of Ben');
    const late = await submit({ ...valuesOf(ann), text: "Ann's." }, 'Ann');
    expect(late.status).toBe(409);
    expect(((await late.json()) as { error: string }).error).toMatch(/^Somebody else changed "Refund" while you were/);
    expect((await first()).text).toBe("Ben's.");
    await submit({ ...valuesOf(ann), text: "Ann's." }, 'Ann', 'saved.copy');
    await until(async () => (await all()).length === 2, 'the new one');
  });

  test('who may: its keeper, admins, and everybody where nobody keeps it; a refusal says whom to ask', async () => {
    await say('replies add Opening hours: From nine.', 'Chidi');
    const { id } = await first();
    expect((await form('saved.edit', id, 'Ben')).refusal).toBe(
      'Chidi keeps "Opening hours", so only Chidi or an admin can change it. Ask Chidi, or write one of your own.',
    );
    expect((await say('replies retire opening hours')).text).toMatch(/^Chidi keeps "Opening hours"/);
    expect((await submit({ title: 'Opening hours', text: 'x', saved: id, version: '1' })).status).toBe(409);
    expect((await form('saved.edit', id, 'Chidi')).refusal).toBeUndefined();
    await store().commit([{ do: 'update', table: 'savedReplies', id, set: { ownerId: 'staff_left' as never } }]);
    expect((await form('saved.edit', id, 'Ben')).refusal).toBeUndefined();
    expect((await first()).retiredAt).toBeNull();
  });

  test('a retired one is not offered any more, and one press brings it back, however often it is pressed', async () => {
    await putSaved(shop, { title: 'Refund', text: 'x' });
    const retired = await say('replies retire refund');
    expect(retired.text).toBe('"Refund" is not offered any more.');
    expect(await all()).toEqual([]);
    expect((await say('replies edit refund')).text).toMatch(/^There is no saved reply/);
    expect((await press(retired, /Offer it again/)).text).toBe('"Refund" is offered again.');
    expect((await press(retired, /Offer it again/)).text).toBe('"Refund" is offered again.');
    expect(await all()).toHaveLength(1);
    await shop.act('Ben', { do: 'press', button: 'saved.retire', value: 'saved_none 1' });
    await shop.act('Ben', { do: 'press', button: 'saved.retire', value: 'nonsense' });
    expect(await all()).toHaveLength(1);
  });

  test('30 KB are kept whole, with a form that says so', async () => {
    const text = `Long. ${'ä'.repeat(30_000)} {day}`;
    await putSaved(shop, { title: 'Terms', text });
    const { id } = await first();
    const view = await form('saved.edit', id);
    expect(view.fields.map(each => each.name)).not.toContain('text');
    expect(view.fields[0]!.help).toContain('30,012 characters');
    await submit({ ...valuesOf(view), title: 'Terms of sale' });
    await until(async () => (await first()).title === 'Terms of sale', 'the title');
    expect((await first()).text).toBe(text);
  });
});

describe('Save as reply', () => {
  const sent = async (text: string) => {
    await shop.mail({
      from: 'Maya Patel <maya@example.com>',
      subject: 'Order KX-4471',
      text: 'My order KX-4471 is late. 07700 900123',
    });
    const [card] = await shop.cards(1);
    await shop.reply('Ann', card!.thread, text);
    const seen = await until(
      async () => (await shop.thread(card!.thread)).posts.find(each => each.mark?.state === 'sent'),
      'that it was sent',
    );
    return { thread: card!.thread, mark: seen.mark! };
  };

  test('takes one press: names and numbers of the customer are blanks, and nothing of them is kept', async () => {
    const { thread, mark } = await sent('Hi Maya,\nyour order KX-4471 comes on 3 December. Call 07700 900123?\nAnn');
    const button = mark.buttons.find(each => each.label === 'Save as reply')!;
    const view = await form(button.id, button.value);
    const values = valuesOf(view);
    expect(values).toMatchObject({
      title: 'Order',
      text: 'Hi {name},\nyour order {order number} comes on {date}. Call {phone number}?\n{my name}',
      owner: 'me',
    });
    await submit(values);
    await until(async () => (await all()).length === 1, 'the saved reply');
    expect(JSON.stringify(await first())).not.toMatch(/Maya|Patel|4471|07700|Ann/);
    const card = (await shop.thread(thread)).card;
    const fromMenu = card.menu.find(each => each.id === 'saved.from')!;
    expect(valuesOf(await form(fromMenu.id, fromMenu.value))).toEqual(values);
  });

  test('before anything was sent, or of somebody else, there is nothing', async () => {
    expect((await form('saved.from', 'enq_1 rep_1')).refusal).toMatch(/^Nothing was sent/);
    await shop.mail({ subject: 'Hi', text: 'Hello' });
    const [card] = await shop.cards(1);
    expect((await form('saved.from', `${card!.card.enquiryId} newest`)).refusal).toMatch(/^Nothing was sent/);
    expect(card!.card.menu.some(each => each.id === 'saved.from')).toBe(false);
  });
});
