/** A draft by a model, in Teams: its dialogs are answered in seconds, however long a model takes. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import { type ModelServer, openModel, say } from '../../../kit/far-sides/model.ts';
import { partsOf, wordsOf } from '../../../kit/far-sides/teams/cards.ts';
import { pushedTime } from '../../../kit/pushed-time.ts';
import { until } from '../../../kit/world.ts';

let model: ModelServer;
beforeEach(async () => {
  model = await openModel();
});
const begin = teamsShopOfEach();
afterEach(() => model.stop());

async function asked(time = pushedTime()) {
  const shop = await begin({ env: { DRAFT_URL: model.url, DRAFT_MODEL: 'small' }, time });
  const { ann } = shop;
  const past = 'My kettle leaks at the lid, can you repair it?';
  await shop.shop.mail({ from: 'Emily Okafor <emily@example.com>', subject: 'Leak', text: past });
  const [first] = await shop.cards(1);
  await shop.reply(ann, first!, 'Hi Emily,\n\nwe fit a new lid for your kettle AB-4711.\n\nBest,\nAnn');
  await shop.mailed(1);
  await ann.press(first!, 'enquiry.resolve');
  await shop.idle();
  await shop.shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'Lid', text: 'The kettle leaks at its lid.' });
  const [, second] = await shop.cards(2);
  await ann.press(second!, 'enquiry.reply');
  const dialog = () => shop.ann.openDialog()!;
  const text = () => partsOf(dialog().card).find(each => each.id === 'in-text')!.value as string;
  const draft = async () => (await ann.search('')).find(each => each.title.startsWith('Draft for me'))!;
  return { ...shop, time, dialog, text, draft };
}

test('is put into the dialog, and sent by whoever pressed Send', async () => {
  const { ann, dialog, text, draft, mailed } = await asked();
  model.answer = 'We fit a new lid for your kettle [1]. It is £5 [1].';
  await ann.submit({ start: (await draft()).value, text: 'Hello!' }, { button: 'Put it in' });
  expect(text()).toBe('Hello!\n\nHi Maya,\n\nWe fit a new lid for your kettle.\n\nBest,\nAnn');
  expect(wordsOf(dialog().card)).toContain('A machine wrote it: read every word before you send it.');
  expect(wordsOf(dialog().card)).toContain('Left out, not in our answers: "It is £5."');
  expect(model.asked[0]!.body).not.toMatch(/Emily|4711|Maya|Patel/);
  await ann.submit({ text: text() }, { button: 'Send to Maya' });
  const [mail] = await mailed(2);
  expect(mail!.to).toContain('maya@example.com');
  expect(mail!.text).toMatch(/We fit a new lid for your kettle\./);
});

test('that takes longer than Teams waits is there with the next choice, and nothing that was typed is lost', async () => {
  const { ann, dialog, text, draft, time } = await asked();
  let go = () => {};
  model.answer = response => {
    go = () => say(response, 'We fit a new lid for your kettle [1].');
  };
  const { value } = await draft();
  const chosen = ann.submit({ start: value, text: 'Mine' }, { button: 'Put it in' });
  await until(() => model.asked.length === 1, 'the model is asked');
  time.push(7_000);
  await chosen;
  expect(wordsOf(dialog().card)).toContain('It is still being written: choose it again in a moment.');
  expect(text()).toBe('Mine');
  go();
  await until(async () => {
    await ann.submit({ start: value, text: 'Mine' }, { button: 'Put it in' });
    return /new lid/.test(text());
  }, 'the draft is in the dialog');
  expect(text()).toMatch(/^Mine\n\nHi Maya,/);
  expect(model.asked).toHaveLength(1);
});
