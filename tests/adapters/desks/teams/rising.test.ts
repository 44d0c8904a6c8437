/** What is rising, in Teams: one post in the channel that an admin named, which goes on by itself, and what is pressed there. */
import { expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import { actionsOf, cardOf, partsOf, wordsOf } from '../../../kit/far-sides/teams/cards.ts';
import type { Shown } from '../../../kit/far-sides/teams/shapes.ts';
import { type PushedTime, pushedTime } from '../../../kit/pushed-time.ts';
import { CHECKOUT, mailsOf, RISING_YAML, SURGE, usualBefore } from '../../../kit/rising.ts';
import type { TeamsShop } from '../../../kit/teams-shop.ts';
import { until } from '../../../kit/world.ts';

const openShop = teamsShopOfEach();
/** What joins is drawn together after ten seconds. */
const DRAWN_MS = 11_000;

async function begin(): Promise<TeamsShop & { settled(): Promise<void> }> {
  const time: PushedTime = pushedTime();
  const open = await openShop({ yaml: RISING_YAML, time });
  await usualBefore(open.shop, time.measure.now());
  const settled = async () => {
    time.push(DRAWN_MS);
    await open.idle();
  };
  return { ...open, settled };
}
const alertsIn = ({ room }: TeamsShop): Shown[] => room.posts().filter(each => /Rising:/.test(wordsOf(each)));
const alertOf = (open: TeamsShop, words: RegExp) =>
  until(() => alertsIn(open).find(each => words.test(wordsOf(each))) ?? null, `the alert says ${words}`);
const labelsOf = (message: Shown): string[] => actionsOf(cardOf(message.attachments)!).map(each => String(each.title));

test('six mails about one thing are one post that goes on by itself, become an incident by one press, and are quiet once known', async () => {
  const open = await begin();
  const { shop, room, ann, ben, sees, cards } = open;
  await mailsOf(shop, CHECKOUT);
  const [first] = await cards(6);
  const alert = await alertOf(open, /customers since/);
  await open.settled();
  await alertOf(open, /6 customers since/);
  expect(wordsOf(alert)).toMatch(/"checkout/);
  expect(labelsOf(alert)).toEqual(expect.arrayContaining(['Incident', 'Not new', 'Mute']));

  await mailsOf(shop, [['Ivo', 'The checkout shows an error to me, too.']]);
  await cards(7);
  await open.settled();
  await alertOf(open, /7 customers since/);
  expect(alertsIn(open)).toHaveLength(1);

  await ann.press(room.message(alert.id)!, 'alert.incident');
  const input = (name: string) => partsOf(ann.openDialog()!.card).find(each => each.id === `in-${name}`)!;
  const ticked = String(input('which').value).split(',');
  expect(ticked).toHaveLength(7);
  await ann.submit({ title: ' ', which: ticked.slice(1).join(',') });
  expect(wordsOf(ann.openDialog()!.card)).toContain('Say in a few words what is going on');
  await ann.submit({ title: 'Card payments fail', which: ticked.slice(1).join(',') });
  await sees(ann, /Incident 1: Card payments fail has begun/);
  await alertOf(open, /Incident 1: Card payments fail/);
  const { store } = shop.running.house.parts;
  const [incident] = await store.gatherings('incident', 5);
  expect((await store.gathered(incident!.id, 20)).map(each => each.enquiryId).sort()).toEqual(ticked.slice(1).sort());
  await until(() => room.posts().some(each => /Part of incident 1/.test(wordsOf(each))), 'a card says so');
  expect(wordsOf(open.card(first!.id))).not.toMatch(/Part of incident 1/);

  await ben.press(room.message(alert.id)!, 'alert.not_new');
  await alertOf(open, /Not new: you know about it/);
  await mailsOf(shop, [
    ['Uwe', 'Your checkout is broken for me.'],
    ['Pia', 'There is an error at checkout.'],
  ]);
  await cards(9);
  await open.settled();
  expect(alertsIn(open)).toHaveLength(1);
  expect(labelsOf(alertsIn(open)[0]!)).toEqual(expect.arrayContaining(['Tell us again']));
});

test('muted it is heard of no more, and a surge of everything is one post', async () => {
  const open = await begin();
  const { shop, ben, cards } = open;
  await mailsOf(shop, SURGE);
  await cards(SURGE.length);
  await open.settled();
  const alert = await alertOf(open, /everything is up/);
  expect(alertsIn(open)).toHaveLength(1);
  await ben.press(alert, 'alert.mute');
  await alertOf(open, /Muted: you hear no more of it/);
  await mailsOf(
    shop,
    SURGE.map(([who, text]) => [`${who}x`, `${text} Once more.`] as const),
  );
  await cards(2 * SURGE.length);
  await open.settled();
  expect(alertsIn(open)).toHaveLength(1);
}, 240_000);
