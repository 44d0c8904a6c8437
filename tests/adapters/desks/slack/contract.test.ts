import { afterEach, beforeEach } from 'vitest';
import { slackDesk } from '../../../../adapters/desks/slack/slack.ts';
import type { CardView, MarkView, PrivateView } from '../../../../src/ports/views.ts';
import { deskContract } from '../../../contracts/desk.ts';
import { type FakeChannel, type FakePerson, type FakeSlack, openSlack } from '../../../kit/far-sides/slack/server.ts';
import type { Json } from '../../../kit/far-sides/slack/shapes.ts';
import { slackSettings, wordsOf } from '../../../kit/slack-shop.ts';

let slack: FakeSlack;
let people: { ann: FakePerson; ben: FakePerson };
let channel: FakeChannel;
beforeEach(async () => {
  slack = await openSlack();
  people = { ann: slack.team().person('Ann', { admin: true }), ben: slack.team().person('Ben') };
});
afterEach(() => slack.close());

const STATUS: Record<string, string> = {
  '🔵': 'open',
  '⏳': 'waiting',
  '✅': 'resolved',
};
const MARK: Record<string, string> = { '⏳': 'held', '✅': 'sent' };

deskContract({
  kind: {
    kind: 'slack',
    label: 'Slack',
    open: (settings, context) => slackDesk(slackSettings(slack, slack.team().botToken), 0).open(settings, context),
  },
  privatesStay: true,
  person: name => `slack:${people[name].id}`,
  room: () => {
    channel = slack.team().channel('customers', { members: [people.ann, people.ben] });
    return { id: 'room_1' as never, deskRef: channel.id };
  },
  look: desk => ({
    cards: async () =>
      channel.messages().map(message => {
        const texts = wordsOf(message).split('\n');
        const sign = texts.map(each => [...each][0] ?? '').find(each => each in STATUS) ?? '';
        const quote = message.blocks.find((each: Json) => each.elements?.[0]?.type === 'rich_text_quote');
        const text = quote?.elements[0].elements.map((each: Json) => each.text ?? each.url).join('');
        const owner = /^(\w+) has it$/m.exec(texts.join('\n'))?.[1] ?? null;
        const end = message.blocks.findIndex((each: Json) => each.block_id?.startsWith('card:'));
        const below: Json[] = message.blocks.slice(message.blocks.indexOf(quote) + 1, end);
        const help = below.flatMap(each => each.text?.text ?? (each.type === 'context' ? each.elements[0].text : []));
        return {
          ...{ status: STATUS[sign], owner, message: { text } },
          help: help.map(words => ({ words })),
        } as unknown as CardView;
      }),
    thread: async ref => {
      const said = channel.thread(ref.split(':')[1]!).slice(1);
      return said.map(message => {
        const texts = wordsOf(message).split('\n');
        return texts.at(-1) ?? '';
      });
    },
    mark: async (_ref, post) => {
      const message = channel.message(post.split(':')[1]!);
      const sign = wordsOf(message ?? {})
        .split('\n')
        .map(each => [...each][0] ?? '')
        .find(each => each in MARK);
      return { state: MARK[sign ?? ''] } as unknown as MarkView;
    },
    privates: async (_ref, person) => {
      const who = Object.values(people).find(each => `slack:${each.id}` === person)!;
      return who.ephemerals(channel).map(each => ({ words: wordsOf(each).split('\n')[0] }) as unknown as PrivateView);
    },
    answers: async person => {
      const who = Object.values(people).find(each => `slack:${each.id}` === person)!;
      return who.dms().map(each => wordsOf(each));
    },
    write: async (ref, _name, text, times) => {
      // As the program does: kept by its id, then handled.
      const { contentId } = await import('../../../../adapters/desks/slack/events/understand.ts');
      slack.deliverTo(null);
      await people.ann.say(channel, text, { thread: ref.split(':')[1]! });
      const event = { ...channel.thread(ref.split(':')[1]!).at(-1)!, type: 'message', channel: channel.id };
      for (let i = 0; i < times; i++)
        await desk.handle!({ as: 'event', id: contentId({ event }), body: { event } } as never);
    },
  }),
});
