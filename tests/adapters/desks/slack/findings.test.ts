/** Findings in Slack: flagged from the menu of a card, fixed, and its customers told once, each where they wrote. */
import { expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { Json } from '../../../kit/far-sides/slack/shapes.ts';
import { chooseOnCard } from '../../../kit/slack-menu.ts';
import { wordsOf } from '../../../kit/slack-shop.ts';

const begin = slackShopOfEach();
const field = (view: Json, name: string) => view.blocks.find((each: Json) => each.block_id === name);

test('is flagged, gets its owner and its state, and its customers are told with one Send', async () => {
  const { ann, ben, room, shop, cards, card, mailed, sees, until, wire } = await begin();
  /** In her own messages. */
  const alone = (words: RegExp) =>
    until(() => ann.dms().findLast(each => words.test(wordsOf(each))) ?? null, `Ann sees ${words}`);
  const mail = (who: string, text: string) =>
    shop.mail({ from: `${who} Reed <${who.toLowerCase()}@example.com>`, subject: 'Lid', text });
  await mail('Maya', 'The lid of my kettle cracked <@U1> after a week.');
  await mail('Tom', 'The lid of my new kettle cracked after a week, too.');
  const [first, second] = await cards(2);
  await chooseOnCard(ann, card(first!.ts), 'Flag for the business …');
  const flag = await until(() => ann.openView(), 'the form');
  await ann.submit(flag, { title: 'Lids crack <!channel>' });
  await sees(ann, /Flagged\. Finding 1: Lids crack/);
  await until(() => /Flagged for the business/.test(wordsOf(card(first!.ts))), 'its card says so');
  // The second one is offered the first, because of its words; nobody has to write anything.
  await chooseOnCard(ben, card(second!.ts), 'Flag for the business …');
  const again = await until(() => ben.openView(), 'the form');
  const suggested = field(again, 'into').element.initial_option;
  expect(suggested.text.text).toMatch(/^Finding 1/);
  await ben.submit(again, { into: suggested.value });
  await sees(ben, /Finding 1: .*: 2 enquiries so far/);

  await ann.command(room, '/desk', 'findings 1');
  await ann.press(await sees(ann, /Looked after by: nobody yet/), 'finding.own');
  await ann.press(await alone(/Looked after by: Ann/), 'finding.edit');
  const edit = await until(() => ann.openView(), 'the form of the finding');
  await ann.submit(edit, { state: 'fixed', step: 'Ask the supplier' });
  const fixed = await alone(/State: fixed[\s\S]*Next step: Ask the supplier/);
  // Its words ping nobody.
  expect(fixed.text).toContain('Lids crack &lt;!channel&gt;');
  await ann.press(fixed, 'finding.tell');
  const tell = await until(() => ann.openView(), 'the words');
  await ann.submit(tell, { text: 'Hello {name}, your lid (#{number}) is replaced for nothing.' });
  const preview = await alone(/2 customers get this message/);
  expect(wordsOf(preview)).toMatch(/To Maya Reed, by email to maya@example\.com/);
  expect(wordsOf(preview)).toContain('Hello Tom, your lid (#2)');
  expect(await shop.mailbox()).toEqual([]);
  await ann.press(preview, 'finding.send');
  const mails = await mailed(2);
  expect(mails.map(each => each.to).sort()).toEqual(['maya@example.com', 'tom@example.com']);
  await alone(/Sent to 2 customers|On its way/);
  expect(wire()).toEqual([]);
});
