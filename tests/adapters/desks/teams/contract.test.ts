import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach } from 'vitest';
import { makeDeliver } from '../../../../adapters/desks/teams/events/deliver.ts';
import { teamsDesk } from '../../../../adapters/desks/teams/teams.ts';
import type { Desk } from '../../../../src/ports/desk.ts';
import type { CardView, MarkView, PrivateView } from '../../../../src/ports/views.ts';
import { deskContract } from '../../../contracts/desk.ts';
import { partsOf, wordsOf } from '../../../kit/far-sides/teams/cards.ts';
import { type FakeChannel, type FakePerson, type FakeTeams, openTeams } from '../../../kit/far-sides/teams/server.ts';
import type { Json } from '../../../kit/far-sides/teams/shapes.ts';
import { teamsSettingsOf } from '../../../kit/teams-shop.ts';

let teams: FakeTeams;
let people: { ann: FakePerson; ben: FakePerson };
let channel: FakeChannel;
let desk: Desk;
/** Hands what Teams delivers to the desk, as the program does: kept by its id, then handled. */
let receiver: Server;
beforeEach(async () => {
  teams = await openTeams();
  people = { ann: teams.team().person('Ann'), ben: teams.team().person('Ben') };
  receiver = createServer(async (request, response) => {
    let raw = '';
    for await (const chunk of request) raw += chunk;
    const { clock, log } = hub();
    const deliver = makeDeliver(
      { publicUrl: '', clock, log, deskOf: async () => desk, install: async () => desk, changed: () => {} },
      true,
    );
    const { status } = await deliver(JSON.parse(raw));
    response.writeHead(status).end();
  });
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  await teams.close();
  receiver.closeAllConnections();
  await new Promise(resolve => receiver.close(resolve));
});

let hub: () => Pick<Parameters<typeof makeDeliver>[0], 'clock' | 'log'>;

const STATUS: Record<string, string> = { '🔵': 'open', '⏳': 'waiting', '✅': 'resolved' };
const MARK: Record<string, string> = { '⏳': 'held', '✅': 'sent' };
const signIn = (text: string, signs: Record<string, string>) =>
  text
    .split('\n')
    .map(each => [...each][0] ?? '')
    .find(each => each in signs) ?? '';
const whoIs = (person: string) => Object.values(people).find(each => `teams:${each.aadObjectId}` === person)!;

deskContract({
  kind: {
    kind: 'teams',
    label: 'Teams',
    open: (settings, context) => {
      const made = teamsDesk(teamsSettingsOf(teams), 0).open(settings, {
        ...context,
        keep: async ({ payload }) => {
          await made.handle!(payload);
          return true;
        },
      });
      hub = () => context;
      desk = made;
      return {
        ...made,
        start: async () => {
          await made.start();
          // Where Teams wants to be called is said by what it delivers.
          teams.deliverTo(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`);
          await people.ann.remove(channel, await people.ann.say(channel, 'Hello'));
        },
      };
    },
  },
  person: name => `teams:${people[name].aadObjectId}`,
  room: () => {
    channel = teams.team().channel('customers');
    return { id: 'room_1' as never, deskRef: channel.id };
  },
  look: () => ({
    cards: async () =>
      channel.posts().map(post => {
        const quote = partsOf(post.card).find(each => each.type === 'Container' && each.style === 'emphasis');
        const text = quote?.items[0].inlines.map((each: Json) => each.text).join('');
        const owner = /(?:^|· {2})(\w+) has it/m.exec(wordsOf(post))?.[1] ?? null;
        const body: Json[] = post.card?.body ?? [];
        const below = body.slice(body.findIndex(each => each.style === 'emphasis' && !each.bleed) + 1);
        const help = below.filter(each => each.type === 'RichTextBlock').map(each => ({ words: each.inlines[0].text }));
        const status = STATUS[signIn(wordsOf(post), STATUS)];
        return { status, owner, message: { text }, help } as unknown as CardView;
      }),
    thread: async ref => {
      const root = ref.split(';messageid=')[1]!;
      const said = channel.thread(root).filter(each => each.id !== root);
      return said.map(each => wordsOf(each).split('\n').at(-1) ?? '');
    },
    mark: async (_ref, post) => {
      const shown = channel.message(post.split(';messageid=')[1]!);
      return { state: MARK[signIn(wordsOf(shown), MARK)] } as unknown as MarkView;
    },
    privates: async (_ref, person) =>
      whoIs(person)
        .privates(channel)
        .map(each => ({ words: wordsOf(each).split('\n')[0] }) as unknown as PrivateView),
    answers: async person =>
      whoIs(person)
        .chat()
        .filter(each => each.by === 'bot')
        .map(wordsOf),
    write: async (ref, _name, text, times) => {
      await people.ann.say(channel, text, { thread: ref.split(';messageid=')[1]!, times });
    },
  }),
});
