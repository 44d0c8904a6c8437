/** A team whose people know things, on Slack's and on Teams' stand-in, with the same hands: for walks that both must pass. */
import type { FakePerson as SlackPerson } from './far-sides/slack/hands.ts';
import type { Json } from './far-sides/slack/shapes.ts';
import type { FakePerson as TeamsPerson } from './far-sides/teams/hands.ts';
import type { Shown } from './far-sides/teams/shapes.ts';
import type { Shop } from './shop.ts';
import { chooseOnCard } from './slack-menu.ts';
import { openSlackShop, wordsOf } from './slack-shop.ts';
import { openTeamsShop } from './teams-shop.ts';
import { until } from './world.ts';

export type Name = 'Ann' | 'Ben' | 'Cara';

/** A message of the desk, whichever desk it is. */
type Message = unknown;

export interface ExpertDesk {
  shop: Shop;
  /** Types a command and waits for its answer. */
  types(who: Name, words: string, answer: RegExp): Promise<void>;
  /** Waits for a card that says this; its root. */
  card(words: RegExp): Promise<string>;
  /** Waits until a card says this. */
  says(root: string, words: RegExp): Promise<void>;
  /** Waits for an entry of a thread. */
  entry(root: string, words: RegExp): Promise<Message>;
  /** Everything in a thread but its card, in one text. */
  thread(root: string): string;
  pressCard(who: Name, root: string, label: string): Promise<void>;
  /** Chooses something that stands behind the dots of a card. */
  choose(who: Name, root: string, label: string): Promise<void>;
  /** Gives an enquiry to a colleague. */
  handOver(who: Name, root: string, to: Name): Promise<void>;
  /** The roots and what else stands in the room itself, a text each. */
  room(): string[];
  /** Waits for something in somebody's own messages. */
  asked(who: Name, words: RegExp): Promise<Message>;
  /** What stands in somebody's own messages from the program, a text each. */
  own(who: Name): string[];
  /** Waits for something that only this person sees in the room. */
  privately(who: Name, words: RegExp): Promise<Message>;
  press(who: Name, on: Message, label: string): Promise<void>;
  /** Fills in what is open before somebody. */
  fillIn(who: Name, values: Record<string, string>): Promise<void>;
  /** What is open before somebody, as it stands there. */
  open(who: Name): Promise<string>;
  merge(who: Name, root: string, into: string): Promise<void>;
  /** Their account is closed, as far as the desk knows such a thing. */
  leaves(who: Name): Promise<void>;
  mailed(count: number): Promise<{ to: string; text: string }[]>;
  idle(): Promise<void>;
  wire(): string[];
  stop(): Promise<void>;
}

export async function slackExperts(): Promise<ExpertDesk> {
  let cara!: SlackPerson;
  const at = await openSlackShop({
    colleagues: team => {
      cara = team.person('Cara');
      return [cara];
    },
  });
  const people = { Ann: at.ann, Ben: at.ben, Cara: cara };
  const latest = (shown: Json[], words: RegExp) => shown.findLast(each => words.test(wordsOf(each))) ?? null;
  return {
    ...at,
    types: async (who, words, answer) => {
      await people[who].command(at.room, '/desk', words);
      await at.sees(people[who], answer);
    },
    card: words => at.until(() => latest(at.room.messages(), words)?.ts ?? null, `a card says ${words}`),
    says: async (root, words) => void (await until(() => words.test(wordsOf(at.card(root))), `it says ${words}`)),
    entry: (root, words) => at.entry(root, words),
    thread: root => at.room.thread(root).slice(1).map(wordsOf).join('\n'),
    pressCard: async (who, root, label) => void (await people[who].press(at.card(root), exactly(label))),
    choose: (who, root, label) => chooseOnCard(people[who], at.card(root), label),
    handOver: async (who, root, to) => {
      await chooseOnCard(people[who], at.card(root), 'Hand over');
      const form = (await until(() => people[who].openView(), 'to whom'))!;
      const { options } = form.blocks.find((each: Json) => each.block_id === 'to').element;
      await people[who].submit(form, { to: options.find((each: Json) => each.text.text === to).value });
    },
    room: () => at.room.messages().map(wordsOf),
    asked: (who, words) => at.until(() => latest(people[who].dms(), words), `${who} is asked ${words}`),
    own: who => people[who].dms().map(wordsOf),
    privately: (who, words) => at.sees(people[who], words),
    press: async (who, on, label) => void (await people[who].press(on as Json, exactly(label))),
    fillIn: async (who, values) => {
      const form = await until(() => people[who].openView(), 'the form');
      const { trouble, body } = await people[who].submit(form!, values);
      if (trouble) throw new Error(`Slack showed ${trouble}: ${JSON.stringify(body)}`);
    },
    open: async who => JSON.stringify(await until(() => people[who].openView(), 'the form')),
    merge: async (who, root, into) => {
      await chooseOnCard(people[who], at.card(root), 'Merge with …');
      await people[who].submit(await until(() => people[who].openView(), 'the form'), { into });
    },
    leaves: who => at.team.change(people[who], { deleted: true }),
    stop: () => at.stop(),
  };
}

export async function teamsExperts(): Promise<ExpertDesk> {
  let cara!: TeamsPerson;
  const at = await openTeamsShop({
    colleagues: team => {
      cara = team.person('Cara');
      return [cara];
    },
  });
  const people = { Ann: at.ann, Ben: at.ben, Cara: cara };
  for (const each of Object.values(people)) await each.install();
  const ours = (who: Name) => people[who].chat().filter(each => each.by === 'bot');
  return {
    ...at,
    types: async (who, words, answer) => {
      await people[who].say(null, words);
      await at.sees(people[who], answer);
    },
    card: words =>
      until(() => at.room.posts().findLast(each => words.test(at.words(each)))?.id ?? null, `a card says ${words}`),
    says: async (root, words) => void (await until(() => words.test(at.words(at.card(root))), `it says ${words}`)),
    entry: (root, words) => at.entry(root, words),
    thread: root =>
      at.room
        .thread(root)
        .filter(each => each.id !== root)
        .map(at.words)
        .join('\n'),
    pressCard: async (who, root, label) => void (await people[who].press(at.card(root), label)),
    choose: async (who, root, label) => void (await people[who].press(at.card(root), label)),
    handOver: async (who, root, to) => {
      await people[who].press(at.card(root), 'Hand over');
      await until(() => people[who].openDialog(), 'to whom');
      await people[who].submit({ to });
    },
    room: () => at.room.posts().map(at.words),
    asked: (who, words) =>
      until(() => ours(who).findLast(each => words.test(at.words(each))) ?? null, `${who} is asked ${words}`),
    own: who => ours(who).map(at.words),
    privately: (who, words) => at.sees(people[who], words),
    press: async (who, on, label) => void (await people[who].press(on as Shown, label)),
    fillIn: async (who, values) => {
      await until(() => people[who].openDialog(), 'the dialog');
      const { trouble } = await people[who].submit(values);
      if (trouble) throw new Error(`Teams showed ${trouble}`);
    },
    open: async who => JSON.stringify(await until(() => people[who].openDialog(), 'the dialog')),
    merge: async (who, root, into) => {
      await people[who].press(at.card(root), 'Merge with …');
      await until(() => people[who].openDialog(), 'the dialog');
      await people[who].submit({ into });
    },
    leaves: who => at.team.remove(people[who]),
    stop: () => at.stop(),
  };
}

function exactly(label: string): RegExp {
  return new RegExp(`^${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}
