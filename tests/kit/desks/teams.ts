/** Hands and eyes of people in Teams, for the gate: the stand-in of Teams delivers what they do, signed, over HTTP. */
import type { GateDesk, GateDriver, Hands, Mention, Travels } from '../../contracts/gate/driver.ts';
import { startProgram } from '../../contracts/gate/program.ts';
import { wordsOf } from '../far-sides/teams/cards.ts';
import { type FakeChannel, type FakePerson, type FakeTeams, openTeams } from '../far-sides/teams/server.ts';
import type { Shown } from '../far-sides/teams/shapes.ts';
import { pushedTime } from '../pushed-time.ts';
import { teamsEnv } from '../teams-shop.ts';
import { until } from '../world.ts';

/** Links are pieces of their own: words are compared without what stands between them. */
const bare = (text: string) => text.replace(/\s+/g, '');

const OTHER_TENANT = 'b0000000-0000-4000-a000-000000000000';

export const teamsDriver: GateDriver = {
  kind: 'teams',
  lacks: { files: 'Teams hands a bot no files in channels' },
  open: async options => {
    const time = options.time ?? pushedTime();
    const teams = await openTeams(options.killable ? {} : { now: time.measure.now });
    const team = teams.team('Shop');
    const people = { ann: team.person('Ann'), ben: team.person('Ben'), zoe: team.person('Zoë Martín') };
    // Guests of other organisations see what is shared with them, and the bot may write to them.
    const eve = team.person('Eve', { tenant: OTHER_TENANT, member: false });
    const gus = team.person('Gus', { guest: true, noObjectId: true });
    const olga = team.person('Olga', { member: false });
    const room = team.channel('customers', { type: 'shared', members: [...Object.values(people), eve, gus] });
    team.tag('repairs', [people.ben]);
    const program = await startProgram({ ...options, time }, teamsEnv(teams, room));
    teams.deliverTo(`${program.url}/api/messages`);
    await team.install(people.ann);
    await room.addBot(people.ann);
    await olga.install();
    const all = Object.values(people);
    const outsider = (who: string, because: 'stranger' | 'not-in-room', person: FakePerson) => ({
      who,
      because,
      hands: handsOf(teams, room, person, all),
    });
    return {
      program,
      ann: handsOf(teams, room, people.ann, all),
      ben: handsOf(teams, room, people.ben, all),
      zoe: handsOf(teams, room, people.zoe, all),
      outsiders: [
        outsider('somebody of another organisation, with whom the channel is shared', 'stranger', eve),
        outsider('a guest of whom no object id is told', 'stranger', gus),
        outsider('a colleague who is not in the room', 'not-in-room', olga),
      ],
      mentions: MENTIONS,
      ...eyesOn(teams, room),
      loseAnswer: () =>
        teams.fail('activities.post', 'reset-after', 1, call => call.query.isTargetedActivity === undefined),
      // Here it posts without a gap.
      problems: () => teams.problems({ pace: false }),
      stop: async () => {
        await teams.quiet();
        await program.stop();
        await teams.close();
      },
    };
  },
};

const MENTIONS: Mention[] = [
  { how: 'picked from the list', text: '<at>Ben</at>' },
  { how: 'picked, of a name with a space and accents', text: '<at>Zoë Martín</at>' },
  { how: 'picked, and left in two parts', text: '<at>Zoë|Martín</at>' },
  { how: 'a tag', text: '<at>repairs</at>' },
  { how: 'the channel', text: '<at>customers</at>' },
  { how: 'the team', text: '<at>Shop</at>' },
  { how: 'everybody', text: '<at>Everyone</at>' },
  { how: 'by a name that was only typed', text: '@Ben' },
  { how: 'by a name with a space and accents that was only typed', text: '@Zoë Martín' },
  { how: 'by its parts and marks', text: '@Zoë Martín'.normalize('NFD') },
  { how: 'by a wide @', text: '＠ben' },
  { how: 'everybody, only typed', text: '@everyone' },
  { how: 'the channel, only typed', text: '@channel' },
];

type Eyes = Pick<GateDesk, 'thread' | 'posts' | 'files' | 'card' | 'notices' | 'arrive' | 'delivered' | 'redeliver'>;

function eyesOn(teams: FakeTeams, room: FakeChannel): Eyes {
  const replies = (root: string) => room.thread(root).filter(each => each.id !== root);
  return {
    thread: words =>
      until(() => room.posts().find(each => wordsOf(each).includes(words))?.id, `the card of "${words}"`, 60_000),
    posts: async root => replies(root).map(wordsOf),
    files: async root => replies(root).flatMap(each => /(?:📎|🖼️) {2}(\S+)/u.exec(wordsOf(each))?.[1] ?? []),
    card: async root => wordsOf(room.message(root)),
    notices: async () => room.posts().map(wordsOf),
    arrive: async () => {
      await teams.deliverHeld();
      await teams.quiet();
    },
    delivered: () => teams.quiet(),
    redeliver: async () => {
      for (const each of new Map(teams.deliveries.map(one => [one.activity, one])).values())
        await teams.redeliver(each);
    },
  };
}

function handsOf(teams: FakeTeams, room: FakeChannel, person: FakePerson, colleagues: FakePerson[]): Hands {
  const travels = ({ keptBack = false, times = 1 }: Travels = {}) => ({ hold: keptBack, times, rich: true });
  const root = (thread: string): Shown => {
    const found = room.message(thread);
    if (!found) throw new Error(`There is no thread ${thread}.`);
    return found;
  };
  return {
    name: person.name,
    write: async (thread, text, how) => {
      const id = await person.say(room, text, { thread, ...travels(how) });
      await teams.quiet();
      return id;
    },
    edit: async (_thread, post, text, how) => {
      await person.edit(room, post, text, travels(how));
      await teams.quiet();
    },
    remove: async (_thread, post) => {
      await person.remove(room, post);
      await teams.quiet();
    },
    press: async (thread, button) => void (await person.press(root(thread), button)),
    preview: async (thread, text) => {
      const found = person
        .privates(room)
        .findLast(
          each =>
            each.root === thread &&
            bare(wordsOf(each)).includes(bare(text)) &&
            JSON.stringify(each.card).includes('"reply.send"'),
        );
      if (!found) return null;
      return {
        words: wordsOf(found),
        send: async ({ by, ...how } = {}) => {
          // Somebody who was never shown the button makes up its press.
          const hand = by ? colleagues.find(each => each.name === by.name)! : person;
          await hand.press(found, 'reply.send', travels(how));
        },
      };
    },
    held: async thread => {
      const found = [...room.thread(thread), ...person.privates(room).filter(each => each.root === thread)].find(each =>
        JSON.stringify(each.card ?? '').includes('"reply.undo"'),
      );
      // As the card was: it may have changed since.
      return found
        ? { words: wordsOf(found), undo: async () => void (await person.press(found, 'reply.undo', { over: {} })) }
        : null;
    },
    reply: async (thread, text, how) => {
      await person.press(root(thread), 'enquiry.reply');
      if (!person.openDialog()?.card) throw new Error(`Teams showed ${person.openDialog()?.words}.`);
      await person.submit({ text }, travels(how));
    },
    told: async () =>
      [...person.privates(), ...person.chat().filter(each => each.by === 'bot')]
        .map(wordsOf)
        .concat(person.toasts())
        .join('\n'),
  };
}
