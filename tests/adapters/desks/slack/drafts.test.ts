/** A draft by a model, in Slack: from the list of the Reply form to the customer, by the person who sends it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import { type ModelServer, openModel, say, sendJson } from '../../../kit/far-sides/model.ts';
import type { Json } from '../../../kit/far-sides/slack/shapes.ts';
import { wordsOf } from '../../../kit/slack-shop.ts';

let model: ModelServer;
beforeEach(async () => {
  model = await openModel();
});
const begin = slackShopOfEach();
afterEach(() => model.stop());

async function asked() {
  const env = { DRAFT_URL: model.url, DRAFT_MODEL: 'small', DRAFT_KEY: 'sk-1' };
  const shop = await begin({ env });
  const { ann, until } = shop;
  const past = 'My kettle leaks at the lid, can you repair it?';
  await shop.shop.mail({ from: 'Emily Okafor <emily@example.com>', subject: 'Leak', text: past });
  const [first] = await shop.cards(1);
  await shop.reply(ann, first!, 'Hi Emily,\n\nwe fit a new lid for your kettle AB-4711.\n\nBest,\nAnn');
  await shop.mailed(1);
  await ann.press(shop.card(first!.ts), 'enquiry.resolve');
  await until(() => /Resolved/.test(wordsOf(shop.card(first!.ts))), 'it is resolved');
  await shop.shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'Lid', text: 'The kettle leaks at its lid.' });
  const [, second] = await shop.cards(2);
  await ann.press(shop.card(second!.ts), 'enquiry.reply');
  await until(() => ann.openView(), 'the form');
  const now = (): Json => ann.openView()!;
  const block = (name: string): Json => now().blocks.find((each: Json) => each.block_id.startsWith(name));
  const typed = () => now().state.values[block('text').block_id].text.value as string | null;
  const draft = async () => {
    const found = await ann.suggest(now(), block('start').block_id, '');
    return found.find(each => each.text.text === 'Draft for me')!;
  };
  return { ...shop, now, block, typed, draft, hint: () => block('start').hint.text as string };
}

test('is chosen in the form, comes when it is written, and is sent by whoever pressed Send', async () => {
  const { ann, until, now, block, typed, draft, hint, mailed, shop } = await asked();
  const option = await draft();
  expect(option.description.text).toContain('you read it first');
  let go = () => {};
  model.answer = response => {
    go = () => say(response, 'We fit a new lid for your kettle [1]. It is £5 [1].');
  };
  await ann.choose(now(), block('start').block_id, option, { text: 'Hello!' });
  await until(() => model.asked.length === 1, 'the model is asked');
  // Slack has its answer, and the form is as it was.
  expect(typed()).toBe('Hello!');
  go();
  await until(() => /new lid/.test(typed() ?? ''), 'the draft is in the form');
  expect(typed()).toBe('Hello!\n\nHi Maya,\n\nWe fit a new lid for your kettle.\n\nBest,\nAnn');
  expect(hint()).toContain('A machine wrote it: read every word before you send it.');
  expect(hint()).toContain('Taken from #1.');
  expect(hint()).toContain('Left out, not in our answers: "It is £5."');
  expect(model.asked[0]!.body).not.toMatch(/Emily|4711|Maya|Patel/);
  expect(await shop.mailbox()).toHaveLength(1);
  await ann.submit(now(), {});
  const [mail] = await mailed(2);
  expect(mail!.to).toContain('maya@example.com');
  expect(mail!.text).toMatch(/^Hello!\s+Hi Maya,\s+We fit a new lid for your kettle\./);
});

test('that could not be written leaves the form as it was, says why, and can be chosen again', async () => {
  const { ann, until, now, block, typed, draft, hint } = await asked();
  model.answer = response => sendJson(response, 500, {});
  await ann.choose(now(), block('start').block_id, await draft(), { text: 'Mine' });
  await until(() => /reported an error/.test(hint()), 'why there is none');
  expect(typed()).toBe('Mine');
  // Slack tells of a choice only where it is another one than before: the list is a new one.
  const before = block('start').block_id;
  model.answer = 'We fit a new lid for your kettle [1].';
  await ann.choose(now(), block('start').block_id, await draft(), {});
  await until(() => /new lid/.test(typed() ?? ''), 'the draft is in the form');
  expect(block('start').block_id).not.toBe(before);
});

test('shows to whoever asks, alone, what was sent', async () => {
  const { ann, ben, room, until, now, block, typed, draft, sees } = await asked();
  model.answer = 'We fit a new lid for your kettle [1].';
  await ann.choose(now(), block('start').block_id, await draft(), {});
  await until(() => /new lid/.test(typed() ?? ''), 'the draft is in the form');
  await ann.command(room, '/desk', 'drafts');
  const shown = await sees(ann, /Word for word/);
  expect(wordsOf(shown)).toMatch(/For\s+#2\s*, .*to small at 127\.0\.0\.1/);
  await ben.command(room, '/desk', 'drafts');
  await sees(ben, /Nothing was sent to a model for you/);
});

test('is off once an admin has switched it off, also in a form that was open', async () => {
  const { ann, ben, until, now, block, draft, hint, shop, cards } = await asked();
  const option = await draft();
  const chosen = now();
  await ann.openHome();
  const home = await until(() => ann.home(), 'the Home tab');
  await ben.openHome();
  expect(JSON.stringify(await until(() => ben.home(), "Ben's Home tab"))).not.toContain('Drafts by a model');
  const row = JSON.stringify(home);
  expect(row).toContain(`offered in the Reply form, by small at ${new URL(model.url).host}`);
  expect(row).not.toContain('sk-1');
  const { house } = shop.running;
  await house.parts.store.commit([
    {
      do: 'insert',
      table: 'settings',
      row: { id: `${house.parts.workspaceId}:drafts`, workspaceId: house.parts.workspaceId, value: false },
    },
  ]);
  await house.loadSettings();
  await ann.choose(chosen, block('start').block_id, option, {});
  await until(() => /There is no draft for this one/.test(hint()), 'that there is none');
  expect((await ann.suggest(now(), block('start').block_id, '')).map(each => each.text.text)).not.toContain(
    'Draft for me',
  );
  expect(model.asked).toEqual([]);
  await cards(2);
});
