/** Hands and eyes of people in the plain chat, for the gate. */
import type { GateDesk, GateDriver, Hands, Mention } from '../../contracts/gate/driver.ts';
import { startProgram } from '../../contracts/gate/program.ts';
import { pushedTime } from '../pushed-time.ts';
import { until } from '../world.ts';
import { type ChatMessage, makeChat, type PlainChat } from './plain/chat.ts';
import { type PlainDesk, plainDesk } from './plain/desk.ts';

const ROOM = 'customers';

export const plainDriver: GateDriver = {
  kind: 'plain',
  lacks: { process: 'its chat is in the memory of the tests, which do not outlive the program' },
  open: async options => {
    const time = pushedTime();
    const chat = makeChat(time.measure.now);
    const people = [chat.person('ann', { name: 'Ann', admin: true }), chat.person('ben', { name: 'Ben' })];
    const zoe = chat.person('zoe', { name: 'Zoë Martín' });
    chat.channel(ROOM, [...people, zoe]);
    let desk: PlainDesk | null = null;
    const kind = plainDesk(chat);
    const program = await startProgram(
      { ...options, time },
      {},
      {
        ...kind,
        open: (settings, context) => {
          desk = kind.open(settings, context) as PlainDesk;
          return desk;
        },
      },
    );
    return deskAt(chat, () => desk!, program);
  },
};

function deskAt(chat: PlainChat, desk: () => PlainDesk, program: GateDesk['program']): GateDesk {
  const mentions: Mention[] = ['@Ben', '@ben', '＠Ben', '@Zoë Martín', '@everyone'].map(text => ({ how: text, text }));
  const stranger = (who: string, because: 'stranger' | 'not-in-room', id: string) => ({
    who,
    because,
    hands: handsOf(chat, desk, id),
  });
  const inThread = (ref: string) => chat.messages.filter(each => each.thread === rootOf(ref) && !each.deleted);
  return {
    program,
    ann: handsOf(chat, desk, 'ann'),
    ben: handsOf(chat, desk, 'ben'),
    zoe: handsOf(chat, desk, 'zoe'),
    outsiders: [
      stranger('somebody of another company', 'stranger', chat.person('eve', { stranger: true })),
      stranger('a colleague who is not in the room', 'not-in-room', chat.person('olga')),
      stranger('a guest who is not in the room', 'not-in-room', chat.person('gus', { guest: true })),
    ],
    mentions,
    thread: words =>
      until(
        () => {
          const card = chat.messages.find(each => each.thread === null && each.text.includes(words));
          return card && `${card.channel}:${card.id}`;
        },
        `the card of "${words}"`,
        60_000,
      ),
    posts: async ref => inThread(ref).map(each => each.text),
    files: async ref => inThread(ref).flatMap(each => (each.by === null ? each.files.map(file => file.name) : [])),
    card: async ref => {
      const { text, buttons } = chat.messages.find(each => each.id === rootOf(ref))!;
      return [text, ...buttons.map(each => each.label)].join('\n');
    },
    notices: async () => chat.messages.filter(each => each.thread === null).map(each => each.text),
    arrive: chat.arrive,
    redeliver: chat.redeliver,
    loseAnswer: chat.loseAnswer,
    delivered: chat.quiet,
    problems: () => [],
    stop: () => program.stop(),
  };
}

function rootOf(ref: string): string {
  return ref.split(':')[1]!;
}

function handsOf(chat: PlainChat, desk: () => PlainDesk, user: string): Hands {
  const card = (ref: string): ChatMessage => chat.messages.find(each => each.id === rootOf(ref))!;
  const notesIn = (ref: string) =>
    chat.notes.filter(each => each.user === user && (each.thread === null || each.thread === rootOf(ref)));
  const press = (ref: string, button: string) =>
    chat.press(user, card(ref), card(ref).buttons.find(each => each.id === button)!);
  return {
    name: chat.people.get(user)!.name,
    write: async (ref, text, { file, ...how } = {}) => {
      const files = file ? [chat.upload(file.name, new TextEncoder().encode(file.content))] : [];
      return `${ROOM}:${await chat.say(user, ROOM, rootOf(ref), text, how, files)}`;
    },
    edit: (_ref, post, text, how) => chat.edit(rootOf(post), text, how),
    remove: (_ref, post) => chat.remove(rootOf(post)),
    press,
    preview: async (ref, text) => {
      const found = notesIn(ref).findLast(
        each => each.text.includes(text) && each.buttons.some(button => button.id === 'reply.send'),
      );
      const button = found?.buttons.find(each => each.id === 'reply.send');
      if (!found || !button) return null;
      return {
        words: found.text,
        send: ({ by, ...how } = {}) => {
          const other = [...chat.people.values()].find(each => each.name === by?.name);
          return chat.press(other?.id ?? user, card(ref), button, how);
        },
      };
    },
    reply: async (ref, text, how) => {
      await press(ref, 'enquiry.reply');
      const open = desk().openForm(user)!;
      const values = { ...Object.fromEntries(open.form.fields.map(each => [each.name, each.value])), text };
      await chat.submit(user, open.form, open.thread, values, how);
      const problem = desk().problem(user);
      if (problem) throw new Error(`The chat showed ${problem}.`);
    },
    told: async ref => [...notesIn(ref).map(each => each.text), desk().problem(user) ?? ''].join('\n'),
  };
}
