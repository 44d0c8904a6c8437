/** Findings in Teams: flagged from a card, fixed, and its customers told once, each where they wrote. */
import { expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import { partsOf, wordsOf } from '../../../kit/far-sides/teams/cards.ts';

const begin = teamsShopOfEach();

test('is flagged, fixed, and its customers are told with one Send', async () => {
  const { ann, ben, room, shop, cards, mailed, sees, wire } = await begin();
  const mail = (who: string, text: string) =>
    shop.mail({ from: `${who} Reed <${who.toLowerCase()}@example.com>`, subject: 'Lid', text });
  await mail('Maya', 'The lid of my kettle cracked after a week.');
  await mail('Tom', 'The lid of my new kettle cracked after a week, too.');
  const [first, second] = await cards(2);
  const input = (name: string, of = ben) => partsOf(of.openDialog()!.card).find(each => each.id === `in-${name}`)!;
  await ann.press(first!, 'finding.flag');
  await ann.submit({ title: 'Lids crack' });
  await sees(ann, /Flagged\. Finding 1: Lids crack/);
  await ben.press(second!, 'finding.flag');
  const into = input('into').value as string;
  expect(into).toMatch(/^gath_/);
  await ben.submit({ into });
  await sees(ben, /Finding 1: .*: 2 enquiries so far/);
  await ann.slash(room, 'findings 1');
  await ann.press(await sees(ann, /Looked after by: nobody yet/), 'finding.edit');
  await ann.submit({ state: 'fixed', step: 'Ask the supplier' });
  await ann.press(await sees(ann, /State: fixed[\s\S]*Next step: Ask the supplier/), 'finding.tell');
  await ann.submit({ text: ' ' });
  expect(wordsOf(ann.openDialog()!.card)).toContain('Write a few words first.');
  await ann.submit({ text: 'Hello {name}, your lid (#{number}) is replaced for nothing.' });
  const preview = await sees(ann, /2 customers get this message/);
  expect(wordsOf(preview)).toMatch(/To Maya Reed, by email to maya@example\.com/);
  expect(await shop.mailbox()).toEqual([]);
  await ann.press(preview, 'finding.send');
  const mails = await mailed(2);
  expect(mails.map(each => each.to).sort()).toEqual(['maya@example.com', 'tom@example.com']);
  expect(wire()).toEqual([]);
});
