/** Messages and events of shapes that nobody planned for: answered, never sent, and said where somebody waits for them. */
import { describe, expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import type { Json } from '../../../kit/far-sides/teams/shapes.ts';

const openShop = teamsShopOfEach();
const begin = async () => {
  const open = await openShop();
  await open.shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
  const [root] = await open.cards(1);
  await open.ann.press(root!, 'enquiry.claim');
  await open.entry(root!.id, 'claimed');
  return { ...open, root: root! };
};

/** Attachments without words, as Teams has them. */
const WORDLESS: [string, Json[]][] = [
  ['a card', [{ contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard', body: [] } }]],
  ['a voice message', [{ contentType: 'application/vnd.microsoft.card.audio', content: {} }]],
  ['a Loop component', [{ contentType: 'application/vnd.microsoft.card.fluidEmbedCard', content: '{}' }]],
  ['a forwarded message', [{ contentType: 'forwardedMessageReference', content: '{"messagePreview":"x"}' }]],
  ['a meeting', [{ contentType: 'application/vnd.microsoft.teams.card.meeting', content: null }]],
  [
    'something of tomorrow',
    [{ contentType: 'application/x.tomorrow', content: { a: [1, { b: null }] }, name: 5 as never }],
  ],
  ['no attachment at all', []],
  ['an empty paragraph', [{ contentType: 'text/html', content: '<p>&nbsp;</p>' }]],
];

describe('a message in a thread that is only', () => {
  test.each(WORDLESS)('%s is not sent, and its author is told', async (_name, attachments) => {
    const { ann, room, root, sees, idle, shop } = await begin();
    await ann.say(room, '', { thread: root.id, over: { text: undefined, attachments } });
    await sees(ann, /not sent to the customer/);
    await idle();
    expect(await shop.mailbox()).toEqual([]);
  });
});

describe('a delivery', () => {
  test('of an unknown type, or with fields of other shapes, is answered and leaves no harm', async () => {
    const at = await begin();
    const { ann, room, root, teams, idle, words, card, shop } = at;
    await ann.say(room, '// a pattern', { thread: root.id });
    const said = teams.deliveries.findLast(each => each.activity.type === 'message')!.activity;
    const types = [
      'typing',
      'event',
      'handoff',
      'endOfConversation',
      'trace',
      'command',
      'messageReaction',
      'suggestion',
      'x'.repeat(300),
    ];
    const odd: Json[] = [
      ...types.map(type => ({ type })),
      ...[null, 5, [], 'x', {}].flatMap(value => [
        { attachments: value },
        { entities: value },
        { text: value },
        { channelData: { ...said.channelData, team: value } },
        { replyToId: value },
        { membersAdded: value, type: 'conversationUpdate' },
        { reactionsAdded: value, type: 'messageReaction' },
        { action: value, type: 'installationUpdate' },
        { value, type: 'message' },
        { channelData: { ...said.channelData, eventType: value }, type: 'messageUpdate' },
        { channelData: { ...said.channelData, eventType: value }, type: 'messageDelete' },
      ]),
      {
        attachments: Array.from({ length: 3_000 }, () => ({
          contentType: 'image/png',
          contentUrl: 'https://x.example/y',
        })),
      },
      { entities: Array.from({ length: 3_000 }, () => ({ type: 'mention', mentioned: {}, text: '<at>' })) },
      { text: '<'.repeat(60_000) },
      { text: '<b>'.repeat(20_000), attachments: [{ contentType: 'text/html', content: '<b>'.repeat(20_000) }] },
      { conversation: { ...said.conversation, id: `${room.id};messageid=` } },
      { conversation: { ...said.conversation, id: `${room.id};messageid=${root.id};messageid=1` } },
      { conversation: { ...said.conversation, id: ';messageid=1' } },
      { id: '__proto__' },
      { from: {} },
      { from: { ...said.from, aadObjectId: 'not an id' } },
      { recipient: {} },
      { timestamp: 'yesterday' },
      { timestamp: '9999-12-31T23:59:59.999Z', type: 'messageUpdate' },
    ];
    for (const [n, more] of odd.entries()) {
      const { status } = await teams.deliver({ ...said, id: `17${String(n).padStart(11, '0')}`, ...more });
      expect([Object.keys(more), status < 500]).toEqual([Object.keys(more), true]);
    }
    await idle();
    expect(words(card(root.id))).toContain('Ann has it');
    expect(await shop.mailbox()).toEqual([]);
  });

  test.each([
    ...['null', '5', '"x"', '[]', '[{}]', '', '{', '{"type":"message"}'].map(
      each => [each || 'nothing', each] as const,
    ),
    ['50,000 brackets', '['.repeat(50_000)],
    ['a megabyte', `{"a":"${'x'.repeat(1_048_576)}"}`],
  ] as const)('of %s is refused, and nothing goes out', async (_name, body) => {
    const { teams } = await begin();
    const before = teams.calls.length;
    const { status } = await teams.deliver(body);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(teams.calls.slice(before).filter(each => each.method === 'POST' && each.route !== 'token')).toEqual([]);
  });
});
