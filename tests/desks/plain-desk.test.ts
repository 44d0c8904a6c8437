import type { CardView, MarkView, PrivateView } from '../../src/ports/views.ts';
import { deskContract } from '../contracts/desk.ts';
import { deskGate } from '../contracts/gate/gate.ts';
import { type ChatEvent, makeChat, type PlainChat } from '../kit/desks/plain/chat.ts';
import { plainDesk } from '../kit/desks/plain/desk.ts';
import { plainDriver } from '../kit/desks/plain.ts';

let chat: PlainChat = makeChat();
const ofCard = (text: string): CardView => {
  const lines = text.split('\n');
  const quoted = lines.filter(each => each.startsWith('> ')).map(each => each.slice(2));
  return {
    status: /\[(\w+)\]/.exec(text)?.[1],
    owner: /^Owner: (.*)$/m.exec(text)?.[1] ?? null,
    message: { text: quoted.join('\n') },
    help: lines.filter(each => each.startsWith('? ')).map(each => ({ words: each.slice(2) })),
  } as unknown as CardView;
};

deskContract({
  kind: {
    kind: 'plain',
    label: 'Plain chat',
    open: (settings, context) => {
      chat = makeChat();
      chat.person('ann', { name: 'Ann' });
      chat.person('ben', { name: 'Ben' });
      chat.channel('customers', ['ann', 'ben']);
      return plainDesk(chat).open(settings, context);
    },
  },
  person: name => `plain:${name}`,
  room: () => ({ id: 'room_1' as never, deskRef: 'customers' }),
  look: desk => ({
    cards: async () => chat.messages.filter(each => each.thread === null).map(each => ofCard(each.text)),
    thread: async ref =>
      chat.messages
        .filter(each => each.thread === ref.split(':')[1])
        .map(({ text }) => (text.includes('\n> ') ? text.split('\n> ').slice(1).join('\n') : text)),
    mark: async (_ref, post) => {
      const badge = chat.messages.find(each => each.id === post.split(':')[1])?.badge;
      return badge ? ({ state: /\[(\w+)\]/.exec(badge.text)?.[1] } as MarkView) : null;
    },
    privates: async (_ref, person) =>
      chat.notes
        .filter(each => `plain:${each.user}` === person)
        .map(each => ({ words: each.text }) as unknown as PrivateView),
    answers: async person => chat.notes.filter(each => `plain:${each.user}` === person).map(each => each.text),
    write: async (ref, person, text, times) => {
      const [channel = '', thread = ''] = ref.split(':');
      // As the program does: kept by its id, then handled.
      const events: ChatEvent[] = [];
      chat.listen(async event => void events.push(event));
      await chat.say(person.toLowerCase(), channel, thread, text, { times });
      for (const event of events) await desk.handle!({ as: 'event', id: 'message', body: event } as never);
    },
  }),
});

deskGate(plainDriver);
