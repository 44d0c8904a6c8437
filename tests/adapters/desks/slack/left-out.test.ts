import { describe, expect, test } from 'vitest';
import type { SayOptions } from '../../../kit/far-sides/slack/shapes.ts';
import { PREVIEW, rich, section, slackMailOfEach, words } from '../../../kit/slack-mail.ts';
import { until } from '../../../kit/world.ts';

const begin = slackMailOfEach();
/** A dozen messages, one after another, on a machine with other things to do. */
const MANY_MESSAGES_MS = 120_000;
const share = {
  is_share: true,
  is_msg_unfurl: true,
  channel_id: 'C1',
  author_id: 'U1',
  text: 'SECRET margin is 60 %',
  fallback: 'SECRET margin is 60 %',
  from_url: 'https://x.slack.com/archives/C1/p1',
};
const image = { type: 'image', block_id: 'i', image_url: 'https://media.giphy.com/a.gif', alt_text: 'a dancing lid' };

/** What is in the message, what of it leaves, and the sentence about what does not. */
const PARTS: [name: string, options: SayOptions & { text?: string }, leaves: string, said: RegExp][] = [
  [
    'a picture block',
    { blocks: [rich(section(words('Look at this'))), image] },
    'Look at this',
    /picture block.*dancing lid.*left out/,
  ],
  [
    'a picture beside a section',
    { blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'Look here' }, accessory: image }] },
    'Look here',
    /picture block.*dancing lid.*left out/,
  ],
  [
    'a GIF of an app',
    { blocks: [rich(section(words('Look')))], attachments: [{ image_url: 'https://x.example/a.png', title: 'Party' }] },
    'Look',
    /picture block.*Party.*left out/,
  ],
  [
    'a video block',
    { blocks: [rich(section(words('Look'))), { type: 'video', title: { type: 'plain_text', text: 'How to' } }] },
    'Look',
    /video block.*How to.*left out/,
  ],
  [
    'a piece of text of a new kind',
    {
      blocks: [
        rich(
          section(words('See the record '), { type: 'record', record_id: 'R1', text: 'Order 17' }, words(' for more')),
        ),
      ],
    },
    'See the record for more',
    /"Order 17".*left out/,
  ],
  [
    'a part of text of a new kind',
    { blocks: [rich(section(words('Hello')), { type: 'rich_text_callout', elements: [words('Mind the lid')] })] },
    'Hello',
    /"Mind the lid".*left out/,
  ],
  [
    'a block of a new kind',
    { blocks: [rich(section(words('Hello'))), { type: 'hologram' }] },
    'Hello',
    /does not know.*left out/,
  ],
  [
    'a custom emoji',
    { blocks: [rich(section(words('Thanks '), { type: 'emoji', name: 'party_lid' }, words(' Maya')))] },
    'Thanks Maya',
    /:party_lid: is left out/,
  ],
  [
    'a forwarded message',
    { blocks: [rich(section(words('As Tom says')))], attachments: [share] },
    'As Tom says',
    /forwarded message.*left out/,
  ],
  [
    'a private channel',
    { blocks: [rich(section(words('Ask in '), { type: 'channel', channel_id: 'C0PRIVATE' }, words(' please')))] },
    'Ask in please',
    /mention of a channel is left out/,
  ],
  [
    'a canvas',
    { text: 'Here is the plan', files: [{ name: 'Plan', mode: 'quip' }] },
    'Here is the plan',
    /Plan does not go along: .*canvas/i,
  ],
];

describe('the preview names what the customer would not get', () => {
  test(
    'of every kind, in words, and the rest leaves',
    async () => {
      const at = await begin();
      for (const [name, options, leaves, said] of PARTS) {
        const mail = await at.sent(options);
        expect(mail.preview, name).toMatch(said);
        expect(mail.text, name).toBe(leaves);
        expect(mail.raw, name).not.toContain('SECRET');
      }
    },
    MANY_MESSAGES_MS,
  );

  test('and many of one kind are not a list that nobody reads', async () => {
    const at = await begin();
    const emoji = Array.from({ length: 30 }, (_, n) => ({ type: 'emoji', name: `lid_${n}` }));
    const preview = await at.preview({ blocks: [rich(section(words('Thanks'), ...emoji))] });
    expect(at.words(preview)).toMatch(/23 more parts of your message are left out/);
  });

  test('a link that unfolds is nothing that is missing', async () => {
    const at = await begin();
    const ts = await at.ann.say(at.room, 'See https://example.com/', { thread: at.root.ts, rich: true });
    await at.sees(at.ann, PREVIEW);
    await at.ann.unfurl(at.room, ts);
    await at.idle();
    const previews = at.ann.ephemerals().filter(each => PREVIEW.test(at.words(each)));
    expect(previews).toHaveLength(1);
    expect(at.words(previews[0]!)).not.toMatch(/left out/);
  });

  test('what a link unfolds to is nobody’s message: neither shown for sending nor sent', async () => {
    const at = await begin();
    const block = { type: 'section', text: { type: 'mrkdwn', text: 'SECRET margin is 60 %' } };
    for (const [n, unfolded] of [
      { from_url: 'https://crm.example/42', blocks: [block] },
      { is_app_unfurl: true, app_unfurl_url: 'https://crm.example/42', blocks: [block] },
      {
        original_url: 'https://crm.example/42',
        blocks: [{ type: 'table', rows: [[{ type: 'raw_text', text: 'SECRET' }]] }],
      },
      { is_msg_unfurl: true, message_blocks: [{ message: { blocks: [block] } }], blocks: [block] },
    ].entries()) {
      const ts = await at.ann.say(at.room, `See https://crm.example/42 (${n})`, { thread: at.root.ts, rich: true });
      await at.sees(at.ann, new RegExp(`\\(${n}\\)`));
      await at.ann.unfurl(at.room, ts, [unfolded as never]);
      await at.idle();
    }
    expect(JSON.stringify(at.ann.ephemerals())).not.toContain('SECRET');
  });

  test('a message with nothing for the customer says so and has no Send', async () => {
    const at = await begin();
    for (const options of [
      { blocks: [image] },
      { blocks: [rich(section({ type: 'emoji', name: 'party_lid' }))] },
      { files: [{ name: 'Plan', mode: 'quip' }] },
    ] satisfies SayOptions[]) {
      const preview = await at.preview(options);
      expect(at.words(preview)).toMatch(/nothing can be sent/);
      expect(at.words(preview)).toMatch(/left out|does not go along/);
      expect(JSON.stringify(preview)).not.toMatch(/reply\.send/);
    }
  });
});

describe('in a room in direct mode', () => {
  test(
    'a message with something left out is shown to its author first; a whole one leaves',
    async () => {
      const at = await begin({ mode: 'direct' });
      await at.ann.press(at.root, 'enquiry.claim');
      await at.idle();
      for (const [name, options] of PARTS) {
        const preview = await at.preview(options);
        expect(at.words(preview), name).toMatch(/left out|does not go along/);
      }
      await at.idle();
      expect(at.smtp.mails).toHaveLength(0);
      const ts = await at.ann.say(at.room, 'A whole one: https://crm.example/42', { thread: at.root.ts, rich: true });
      const block = { type: 'section', text: { type: 'mrkdwn', text: 'SECRET margin is 60 %' } };
      await at.ann.unfurl(at.room, ts, [{ from_url: 'https://crm.example/42', blocks: [block] }]);
      await until(() => at.smtp.mails.length === 1, 'the mail');
      expect(JSON.stringify(at.smtp.mails[0]!.mail)).not.toContain('SECRET');
    },
    MANY_MESSAGES_MS,
  );

  test('an edit in the hold that adds such a part takes the reply back to its author', async () => {
    const at = await begin({ mode: 'direct', settings: '' });
    await at.shop.running.engine.rows('select 1', []);
    await at.ann.press(at.root, 'enquiry.claim');
    await at.idle();
    const ts = await at.ann.say(at.room, 'Thanks', { thread: at.root.ts });
    await at.ann.edit(at.room, ts, 'Thanks :party_lid:', { rich: true });
    await at.sees(at.ann, /:party_lid: is left out/);
    await at.idle();
    expect(at.smtp.mails).toHaveLength(0);
  });
});
