/**
 * Who may do what, tried over Slack's wire: a word that stands in a private room is looked for from outside it, by every
 * command, by each kind of person, in all that they and the other room are shown.
 */
import { expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { FakeChannel, FakePerson } from '../../../kit/far-sides/slack/hands.ts';
import { ALSO_MANAGERS, ASKED, MAILS, ONLY_ADMINS, PLANTED, typedAgain } from '../../../kit/private-room.ts';
import type { SlackShop } from '../../../kit/slack-shop.ts';

const begin = slackShopOfEach();

const FRONT = 'C0FRONT01';
/** Two rooms: the first one is private, and has the matter of Zenobia; the other one is read by everybody. */
async function twoRooms() {
  const people: Record<string, FakePerson> = {};
  let front: FakeChannel | null = null;
  const shop = await begin({
    yaml: `hold_seconds: { email: 0.1 }\nrooms:\n  - { name: customers }\n  - { name: front, slack: "${FRONT}" }\n`,
    before: (_slack, team) => {
      for (const [name, about] of [
        ['Cy', {}],
        ['Mo', {}],
        ['Gus', { guest: true }],
      ] as const)
        people[name] = team.person(name, about);
      front = team.channel('front', { id: FRONT, members: [people.Cy!, people.Mo!, people.Gus!] });
    },
  });
  const { room, ann, ben, slack } = shop;
  await room.convertToPrivate();
  await front!.join(ann);
  await slack.quiet();
  await shop.shop.mail(MAILS[0]);
  const [first] = await shop.cards(1);
  await shop.reply(ben, first!, 'Dear Zenobia, a new marigold kettle is on its way');
  await shop.mailed(1);
  await ben.press(shop.card(first!.ts), 'enquiry.resolve');
  await shop.shop.mail(MAILS[1]);
  await shop.cards(2);
  // Out of the private room, who is an admin.
  await room.leave(ann);
  await shop.idle();
  return { ...shop, front: front!, people: { ...people, Ann: ann, Ben: ben } as Record<string, FakePerson> };
}

/** All that one person is shown, and all that stands in the room that everybody reads. */
const seenBy = (shop: SlackShop, person: FakePerson, front: FakeChannel): string[] =>
  [...person.ephemerals(), ...person.dms(), ...front.messages(), person.home() ?? {}].map(each => shop.words(each));

async function asks(
  shop: SlackShop,
  person: FakePerson,
  front: FakeChannel,
  words: string,
  andIdle = true,
): Promise<string> {
  // Where they may not ask, the answer comes to them alone.
  const here = () => person.ephemerals(front);
  const [before, direct] = [here().length, person.dms().length];
  await person.command(front, '/desk', words);
  await shop.until(() => here().length > before || person.dms().length > direct, `an answer to ${words}`);
  if (andIdle) await shop.idle();
  const newest = here().length > before ? here().at(-1) : person.dms().at(-1);
  return newest ? shop.words(newest) : '';
}

test('nothing of a private room is told outside of it, by any command, to anybody; its own people are told', async () => {
  const shop = await twoRooms();
  const { front, people, room } = shop;
  await asks(shop, people.Mo!, front, 'help');
  expect(await asks(shop, people.Ann!, front, 'managers add Mo')).toBe('Mo is now a manager of every room.');
  const refused: Record<string, string[]> = {};
  const figures: Record<string, boolean> = {};
  for (const name of ['Ann', 'Cy', 'Mo', 'Gus']) {
    refused[name] = [];
    for (const words of ASKED) {
      const said = await asks(shop, people[name]!, front, words);
      expect(typedAgain(said), `${name}: ${words}`).not.toMatch(PLANTED);
      if (/^Only admins/.test(said)) refused[name].push(words);
      if (words === 'stats everywhere') figures[name] = /New:\s+2, answered 1/.test(said);
    }
    await people[name]!.openHome();
    await shop.idle();
    const leaked = seenBy(shop, people[name]!, front).filter(each => PLANTED.test(typedAgain(each)));
    expect(leaked, name).toEqual([]);
  }
  const everybodyElse = [...ALSO_MANAGERS, ...ONLY_ADMINS];
  expect(refused).toEqual({ Ann: [], Cy: everybodyElse, Mo: ONLY_ADMINS, Gus: everybodyElse });
  // Totals are for admins and managers; that they are of a room that they cannot read is no word of it.
  expect(figures).toEqual({ Ann: true, Cy: false, Mo: true, Gus: false });
  // Somebody of the room is told what is in it, and may no more than other staff.
  const told = async (words: string) => asks(shop, people.Ben!, room, words);
  for (const words of ['find marigold', 'open', 'customer marigold']) expect(await told(words)).toMatch(PLANTED);
  for (const words of everybodyElse) expect(await told(words), words).toMatch(/^Only admins/);
});

test('people of other organisations, and whoever is in no room, are told who may ask, whatever they ask', async () => {
  const shop = await twoRooms();
  const { front, team } = shop;
  await front.connect();
  const eve = team.person('Eve', { otherTeam: 'T0OTHER' });
  await front.join(eve);
  await front.convertToPrivate();
  const zed = team.person('Zed');
  const hall = team.channel('hall', { members: [zed] });
  for (const words of [
    'find marigold',
    'stats',
    'export',
    'managers',
    'audit',
    'erase marigold',
    'settings',
    'letter',
  ]) {
    expect(await asks(shop, eve, front, words), words).toMatch(/^Only people of this workspace/);
    expect(await asks(shop, zed, hall, words), words).toMatch(/^Only people in a room with enquiries/);
  }
});

test('rights follow at once: who leaves, who joins, who is switched off, and a room that is made private', async () => {
  const shop = await twoRooms();
  const { front, people, room, team, slack } = shop;
  const { Ben: ben, Cy: cy, Mo: mo, Ann: ann } = people as Record<'Ben' | 'Cy' | 'Mo' | 'Ann', FakePerson>;
  const hall = team.channel('hall', { members: [ben, cy, mo] });
  const find = (person: FakePerson) => asks(shop, person, hall, 'find marigold');
  expect(await find(ben)).toMatch(/^#\d\s+Zenobia/m);
  await room.leave(ben);
  await slack.quiet();
  expect(await find(ben)).toMatch(/^Nothing found/);
  await room.join(cy);
  await slack.quiet();
  expect(await find(cy)).toMatch(/^#\d\s+Zenobia/m);
  // Everybody of the team can read an open channel; of a private one only those who are in it.
  await front.leave(mo);
  await slack.quiet();
  expect(await asks(shop, mo, hall, 'stats')).toMatch(/Room:\s+front/);
  await front.convertToPrivate();
  await slack.quiet();
  expect(await asks(shop, mo, hall, 'stats')).toMatch(/^Only people in a room/);
  await asks(shop, ann, front, 'managers add Mo');
  expect(await asks(shop, mo, hall, 'stats everywhere')).toMatch(/New:\s+2/);
  await team.change(mo, { deleted: true });
  await slack.quiet();
  expect(await asks(shop, mo, hall, 'stats everywhere')).not.toMatch(/New:/);
});

test('what stands in a room that was archived is for its people; a deleted one is for admins to take its enquiries out', async () => {
  const shop = await twoRooms();
  const { front, people, room, team, slack } = shop;
  const { Ben: ben, Cy: cy, Ann: ann } = people as Record<'Ben' | 'Cy' | 'Ann', FakePerson>;
  const hall = team.channel('hall', { members: [ben, cy, ann] });
  const found = async () => {
    const said: boolean[] = [];
    for (const each of [ben, cy, ann])
      said.push(PLANTED.test(typedAgain(await asks(shop, each, hall, 'find marigold'))));
    return said;
  };
  expect(await found()).toEqual([true, false, false]);
  await room.archive();
  await slack.quiet();
  expect(await found()).toEqual([true, false, false]);
  await room.delete();
  await slack.quiet();
  expect(await found()).toEqual([false, false, true]);
  // What waits for the room that is gone goes on waiting.
  expect(await asks(shop, ann, front, 'move 1 front', false)).toMatch(/continues in front/);
});
