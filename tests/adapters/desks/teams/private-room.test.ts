/** Who may do what, tried over the wire of Teams: as tests/adapters/desks/slack/private-room.test.ts. */
import { expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import { wordsOf } from '../../../kit/far-sides/teams/cards.ts';
import type { FakeChannel, FakePerson } from '../../../kit/far-sides/teams/hands.ts';
import { ALSO_MANAGERS, ASKED, MAILS, ONLY_ADMINS, PLANTED, typedAgain } from '../../../kit/private-room.ts';
import type { TeamsShopOptions } from '../../../kit/teams-shop.ts';
import { until } from '../../../kit/world.ts';

const openShop = teamsShopOfEach();

/** The clinic is Ben's; the other channel is read by the whole team, and by its guest. */
async function begin() {
  const people: Record<string, FakePerson> = {};
  const channels: Record<string, FakeChannel> = {};
  const options: TeamsShopOptions = {
    before: (_teams, team) => {
      people.Cy = team.person('Cy');
      people.Mo = team.person('Mo');
      people.Gus = team.person('Gus', { guest: true });
      channels.clinic = team.channel('clinic', { type: 'private', members: [] });
      const front = team.channel('customers');
      options.yaml = `rooms: [{ name: clinic, teams: '${channels.clinic.id}' }, { name: front, teams: '${front.id}' }]\nhold_seconds: { email: 0.1 }\n`;
    },
    env: { TEAMS_ROOM: '' },
  };
  const open = await openShop(options);
  const { ann, ben, shop, room: front, idle } = open;
  const clinic = channels.clinic!;
  await clinic.join(ben);
  for (const mail of MAILS) await shop.mail(mail);
  await until(() => clinic.posts().length >= 2, 'the cards', 10_000);
  await idle();
  Object.assign(people, { Ann: ann, Ben: ben });
  // The app stands in everybody's personal chat.
  for (const each of Object.values(people)) await each.install();
  await idle();
  return { ...open, front, clinic, people };
}

type Begun = Awaited<ReturnType<typeof begin>>;

const seenBy = (person: FakePerson) => [...person.privates(), ...person.chat()];

/** In the personal chat: what is answered there is seen by nobody else. */
async function asks({ idle }: Begun, person: FakePerson, words: string): Promise<string> {
  const before = person.chat().length;
  await person.say(null, words);
  // Their own words, and the answer.
  await until(() => person.chat().length >= before + 2, `an answer to ${words}`, 10_000);
  await idle();
  return wordsOf(person.chat().at(-1)!);
}

test('nothing of a private channel is told outside of it, by any command, to anybody; its own people are told', async () => {
  const at = await begin();
  const { people, front } = at;
  await asks(at, people.Mo!, 'help');
  expect(await asks(at, people.Ann!, 'managers add Mo')).toMatch(/^Mo is now a manager of every room\./);
  const refused: Record<string, string[]> = {};
  const figures: Record<string, boolean> = {};
  for (const name of ['Ann', 'Cy', 'Mo', 'Gus']) {
    refused[name] = [];
    for (const words of ASKED) {
      const said = await asks(at, people[name]!, words);
      expect(typedAgain(said), `${name}: ${words}`).not.toMatch(PLANTED);
      if (/^Only admins/.test(said)) refused[name].push(words);
      if (words === 'stats everywhere') figures[name] = /New:?\s+2/.test(said);
    }
    // What they typed themselves stands there, too.
    const told = seenBy(people[name]!).filter(each => !ASKED.includes(wordsOf(each)));
    expect(
      told
        .map(wordsOf)
        .map(typedAgain)
        .filter(each => PLANTED.test(each)),
      name,
    ).toEqual([]);
  }
  expect(front.posts().map(wordsOf).join('\n')).not.toMatch(PLANTED);
  // `settings` is their own home here: without settings for whoever is no admin.
  const onlyAdmins = ONLY_ADMINS.filter(each => each !== 'settings');
  const everybodyElse = [...ALSO_MANAGERS, ...onlyAdmins];
  expect(refused).toEqual({ Ann: [], Cy: everybodyElse, Mo: onlyAdmins, Gus: everybodyElse });
  const settings = async (name: string) => (await asks(at, people[name]!, 'settings')).includes('Connect a mailbox');
  expect([await settings('Ann'), await settings('Mo'), await settings('Gus')]).toEqual([true, false, false]);
  expect(figures).toEqual({ Ann: true, Cy: false, Mo: true, Gus: false });
  expect(await asks(at, people.Ben!, 'find marigold')).toMatch(PLANTED);
}, 120_000);

test('rights follow at once: who joins and who leaves a private channel, and who leaves the team', async () => {
  const at = await begin();
  const { people, clinic, team, teams } = at;
  const { Ben: ben, Cy: cy } = people as Record<'Ben' | 'Cy', FakePerson>;
  const find = async (person: FakePerson) => PLANTED.test(typedAgain(await asks(at, person, 'find marigold')));
  expect([await find(ben), await find(cy)]).toEqual([true, false]);
  await clinic.leave(ben);
  await clinic.join(cy);
  await teams.quiet();
  expect([await find(ben), await find(cy)]).toEqual([false, true]);
  await team.remove(cy);
  await teams.quiet();
  expect(await find(cy)).toBe(false);
}, 60_000);
