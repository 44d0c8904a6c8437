/** A call in Slack: the team's own checklists, the guide through it, and what was promised comes back to its writer. */
import { expect, test } from 'vitest';
import { DAY, MINUTE } from '../../../../src/core/time.ts';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { FakePerson } from '../../../kit/far-sides/slack/hands.ts';
import type { Json } from '../../../kit/far-sides/slack/shapes.ts';
import { pushedTime } from '../../../kit/pushed-time.ts';
import { wordsOf } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

const begin = slackShopOfEach();

test('a call in one line, in German: its callback comes back to whoever wrote it down, on its day', async () => {
  const time = pushedTime();
  const shop = await begin({ time });
  const { ben, room } = shop;
  const reads = (words: RegExp) =>
    until(
      () => [...ben.dms(), ...ben.ephemerals()].findLast(each => words.test(wordsOf(each))) ?? null,
      `Ben reads ${words}`,
    );
  await ben.command(room, '/desk', 'log Frau Shah rief an wegen der Deckel, morgen um 10 Uhr zurückrufen');
  await reads(/Logged as #1\. It is yours until then\. You will be reminded, only you, \w+ 10:00\./);
  time.push(2 * DAY);
  await reads(/You promised[\s\S]*Frau Shah rief an/);
});

const LISTS = 'Refund\n- Ask for the order number\n- Say when the money arrives\n\nAppointment\n- Repeat day & hour';

test('checklists are typed in the settings, a call is guided by them, and its promise comes back', async () => {
  const time = pushedTime();
  const shop = await begin({ time });
  const { ann, ben, room } = shop;
  const { engine, house } = shop.shop.running;
  const form = (person: FakePerson, what: string) => until(() => person.openView(), what);
  const asked = (person: FakePerson) =>
    (person.openView()?.blocks ?? []).map((each: Json) => wordsOf({ blocks: [each] }));

  // What cannot be shown is said beside the field; what was typed is still there.
  await ann.openHome();
  const home = await until(() => ann.home(), 'the Home tab');
  expect(wordsOf(home)).toMatch(/Checklists for calls/);
  const row = home.blocks.find((each: Json) => /Checklists for calls/.test(wordsOf({ blocks: [each] })));
  await ann.press(home, (_element: Json, block: Json) => block === row || block.block_id === row?.block_id);
  const empty = await ann.submit(await form(ann, 'the form of checklists'), { lists: '- Ask for the order number' });
  expect(JSON.stringify([empty.body, ann.openView()])).toMatch(/stands below no contact reason/);
  await ann.submit(ann.openView()!, { lists: LISTS });
  await until(async () => (await house.parts.checklists()).length === 2, 'they are saved');

  await ben.command(room, '/desk', 'log');
  await form(ben, 'the form of a call');
  expect(asked(ben).join('\n')).toMatch(
    /What happened\?[\s\S]*Who was it\?[\s\S]*promise[\s\S]*By when\?[\s\S]*call back/,
  );
  expect(asked(ben).join('\n')).not.toMatch(/order number|Repeat day/);
  await ben.press(ben.openView()!, 'reason', { selected: 'Refund' });
  await until(() => asked(ben).join('\n').includes('Ask for the order number'), 'the checklist of refunds');
  expect(asked(ben).join('\n')).not.toContain('Repeat day');
  const ticks = ben.openView()!.blocks.flatMap((each: Json) => each.element?.options ?? []);
  const order = ticks.find((each: Json) => each.text.text === 'Ask for the order number').value;
  const typed = {
    what: 'Mr Okafor <!channel> wants his money back',
    who: 'Mr Okafor',
    reason: 'Refund',
    promised: 'to tell him when the money comes',
  };
  const box = ben.openView()!.blocks.find((each: Json) => each.element?.type === 'checkboxes').block_id;
  const wrong = await ben.submit(ben.openView()!, { ...typed, [box]: [order], when: 'when the moon is full' });
  expect(JSON.stringify(wrong.body)).toMatch(/I did not understand/);
  await ben.submit(ben.openView()!, { ...typed, [box]: [order], when: 'tomorrow 10' });
  const says = (person: FakePerson, words: RegExp) =>
    until(
      () => [...person.dms(), ...person.ephemerals()].findLast(each => words.test(wordsOf(each))) ?? null,
      `${person.name} reads ${words}`,
    );
  await says(ben, /Logged as #1\. It is yours until then\. You will be reminded, only you,/);
  const [card] = await shop.cards(1);
  await until(() => /Ben has it/.test(wordsOf(shop.card(card!.ts))), 'it is his');
  const shown = JSON.stringify(shop.card(card!.ts).blocks);
  expect(shown).toContain('to tell him when the money comes - tomorrow 10');
  expect(shown).toContain('Ask for the order number');
  expect(shown).not.toContain('Say when the money arrives');

  const [due] = await engine.rows<{ at: number }>('select due_at as at from reminders', []);
  const left = Number(due!.at) - time.measure.now();
  expect(left).toBeLessThan(2 * DAY);
  const hears = () => ben.dms().filter(each => /^You promised Mr Okafor \(#1\)/m.test(wordsOf(each)));
  time.push(left - MINUTE);
  // The program has gone on since.
  await ben.command(room, '/desk', 'mine');
  await says(ben, /#1[\s\S]*Okafor/);
  expect(hears()).toEqual([]);
  time.push(MINUTE);
  const reminded = await says(ben, /You promised Mr Okafor \(#1\): to tell him when the money comes/);
  await ben.press(reminded, 'In an hour');
  await says(ben, /You will be reminded again/);
  time.push(60 * MINUTE);
  const again = await until(() => hears()[1] ?? null, 'the reminder comes again');
  await ben.press(again, 'Done');
  await says(ben, /Done\. You will not be reminded of #1 again\./);
  time.push(DAY);
  await shop.idle();
  expect(hears()).toHaveLength(2);
  expect([...ann.dms(), ...ann.ephemerals()].map(wordsOf).join()).not.toMatch(/You promised/);
  expect(room.messages().map(wordsOf).join()).not.toMatch(/You promised/);
  expect(shop.wire()).toEqual([]);
});
