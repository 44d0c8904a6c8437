/** A call in Teams: the team's own checklists, the guide through it, and what was promised comes back to its writer. */
import { expect, test } from 'vitest';
import { DAY, MINUTE } from '../../../../src/core/time.ts';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import { partsOf } from '../../../kit/far-sides/teams/cards.ts';
import type { Json } from '../../../kit/far-sides/teams/shapes.ts';
import { pushedTime } from '../../../kit/pushed-time.ts';
import { until } from '../../../kit/world.ts';

const begin = teamsShopOfEach();
const LISTS = 'Refund\n- Ask for the order number\n- Say when the money arrives\n\nAppointment\n- Repeat day & hour';

test('checklists are typed in the settings, a call is guided by them, and its promise comes back', async () => {
  const time = pushedTime();
  const at = await begin({ time });
  const { ann, ben, room } = at;
  const { engine, house } = at.shop.running;
  const parts = (person: typeof ben) => partsOf(person.openDialog()?.card ?? {}) as Json[];
  const bot = (person: typeof ben) => person.chat().filter(each => each.by === 'bot');
  const says = (person: typeof ben, words: RegExp) =>
    until(() => bot(person).findLast(each => words.test(at.words(each))) ?? null, `${person.name} reads ${words}`);

  await ann.install();
  await ann.say(null, 'settings');
  const home = await says(ann, /Checklists for calls/);
  await ann.press(home, action => action.data?.value === 'checklists');
  await until(() => ann.openDialog(), 'the form of checklists');
  await ann.submit({ lists: '- Ask for the order number' });
  expect(JSON.stringify(ann.openDialog())).toMatch(/stands below no contact reason/);
  await ann.submit({ lists: LISTS });
  await until(async () => (await house.parts.checklists()).length === 2, 'they are saved');

  await ben.install();
  await ben.say(null, 'home');
  await ben.press(await says(ben, /You have no open enquiries/), 'Log a call');
  await until(() => ben.openDialog(), 'the form of a call');
  // A card cannot look at what is chosen in it: each list opens by a press on its name.
  const opens = parts(ben).find(each => each.title === 'Checklist: Refund')!;
  const list = parts(ben).find(each => each.id === opens.targetElements[0])!;
  expect(list.isVisible).toBe(false);
  const box = list.items[0] as Json;
  expect(box.choices.map((each: Json) => each.title)).toEqual([
    'Ask for the order number',
    'Say when the money arrives',
  ]);
  const typed = {
    what: 'Mr Okafor <at>Ann</at> wants his money back',
    who: 'Mr Okafor',
    reason: 'Refund',
    promised: 'to tell him when the money comes',
    [box.id]: box.choices[0].value,
  };
  await ben.submit({ ...typed, when: 'when the moon is full' });
  expect(JSON.stringify(ben.openDialog())).toMatch(/I did not understand/);
  expect(JSON.stringify(ben.openDialog())).toContain('wants his money back');
  await ben.submit({ ...typed, when: 'tomorrow 10' });
  await says(ben, /Logged as #1\. It is yours until then\. You will be reminded, only you,/);
  const [card] = await at.cards(1);
  await until(() => /Ben has it/.test(at.words(at.card(card!.id))), 'it is his');
  const shown = at.words(at.card(card!.id));
  expect(shown).toContain('to tell him when the money comes - tomorrow 10');
  expect(shown).toContain('Ask for the order number');
  expect(shown).not.toContain('Say when the money arrives');

  const [due] = await engine.rows<{ at: number }>('select due_at as at from reminders', []);
  const left = Number(due!.at) - time.measure.now();
  expect(left).toBeLessThan(2 * DAY);
  const hears = () => bot(ben).filter(each => /You promised Mr Okafor \(#1\)/.test(at.words(each)));
  time.push(left - MINUTE);
  // The program has gone on since.
  await ben.say(null, 'mine');
  await says(ben, /Your enquiries[\s\S]*#1|#1[\s\S]*Okafor/);
  expect(hears()).toEqual([]);
  time.push(MINUTE);
  const reminded = await says(ben, /You promised Mr Okafor \(#1\): to tell him when the money comes/);
  await ben.press(reminded, 'In an hour');
  await until(() => /You will be reminded again/.test(heard()), 'it is put off');
  time.push(60 * MINUTE);
  const again = await until(() => hears().find(each => each.id !== reminded.id), 'the reminder comes again');
  await ben.press(again!, 'Done');
  await until(() => /Done\. You will not be reminded of #1 again\./.test(heard()), 'it is done');
  time.push(DAY);
  await at.idle();
  expect(ann.chat().map(at.words).join()).not.toMatch(/You promised/);
  expect(room.posts().map(at.words).join()).not.toMatch(/You promised/);
  expect(at.wire()).toEqual([]);

  function heard(): string {
    return [...bot(ben).map(at.words), ...ben.toasts()].join('\n');
  }
});
