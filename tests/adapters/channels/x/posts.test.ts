/** Public posts: whether they are to us, whether we may reply, and the words that staff see. */
import { describe, expect, test } from 'vitest';
import { explainX } from '../../../../adapters/channels/x/explain.ts';

const SHOP = '1111111111111111111';
const MAYA = '2222222222222222222';
const BEN = '3333333333333333333';
const HANDLES = { [SHOP]: 'ExampleShop', [MAYA]: 'maya_patel', [BEN]: 'BenCarter' };
const ROOT = '1990000000000000100';
const OURS = '1990000000000000200';

interface Given {
  id?: string;
  by?: string;
  text?: string;
  /** The post it answers, and whose that is. */
  answers?: [id: string, by: string];
  quotes?: string;
  retweets?: string;
  /** Where the text begins that its author wrote. */
  from?: number | null;
  in?: string;
  names?: string[];
  more?: object;
}

function post({ id = '1990000000000000900', by = MAYA, text = '', names = [], ...given }: Given) {
  const { answers, quotes, retweets, from = 0, in: conversation = answers ? ROOT : id, more = {} } = given;
  const refers = [
    ...(answers ? [{ type: 'replied_to', id: answers[0] }] : []),
    ...(quotes ? [{ type: 'quoted', id: quotes }] : []),
    ...(retweets ? [{ type: 'retweeted', id: retweets }] : []),
  ];
  return {
    ...{ id, author_id: by, text, conversation_id: conversation, edit_history_tweet_ids: [id] },
    ...{ reply_settings: 'everyone', created_at: '2026-11-29T10:00:00.000Z' },
    ...(from === null ? {} : { display_text_range: [from, text.length] }),
    ...(answers ? { in_reply_to_user_id: answers[1] } : {}),
    ...(refers.length ? { referenced_tweets: refers } : {}),
    entities: {
      mentions: names.map(name => ({ start: 0, end: 1, username: HANDLES[name as keyof typeof HANDLES], id: name })),
    },
    ...more,
  };
}

const users = Object.entries(HANDLES).map(([id, username]) => ({ id, username, name: username }));

/** As an event, so that it is known whose account it is. */
function explained(given: Given, { tweets = [], event = 'post.create' }: { tweets?: object[]; event?: string } = {}) {
  const data = {
    ...{ event_uuid: '1', filter: { user_id: SHOP }, event_type: event, payload: post(given) },
    includes: { users, tweets },
  };
  const [line, ...more] = explainX(new TextEncoder().encode(JSON.stringify({ data }))) as unknown as Line[];
  expect(more).toEqual([]);
  return line!;
}

interface Line {
  [field: string]: unknown;
  why: string;
  warnings: string[];
}

describe('whether X lets us reply', () => {
  test('yes where its author wrote our name, in any case', () => {
    expect(explained({ text: 'Hello @exampleshop!', names: [SHOP] })).toMatchObject({
      kind: 'mention',
      replyable: true,
    });
    expect(explained({ text: '＠ExampleShop hello', names: [SHOP] })).toMatchObject({
      kind: 'mention',
      replyable: true,
    });
    for (const settings of ['mentionedUsers', 'following', 'verified', 'subscribers'])
      expect(
        explained({ text: '@ExampleShop hello', names: [SHOP], more: { reply_settings: settings } }),
        settings,
      ).toMatchObject({ kind: 'mention', becomes: 'enquiry', replyable: true });
  });

  test('a new post that begins with our name is no reply, although X names us as the one it is to', () => {
    const more = { in_reply_to_user_id: SHOP };
    expect(explained({ text: '@ExampleShop hello', names: [SHOP], more })).toMatchObject({
      ...{ kind: 'mention', replyable: true, text: '@ExampleShop hello', answers: null },
    });
  });

  test('no where X itself put our name in front of a reply', () => {
    const given: Given = { text: '@ExampleShop Any news?', names: [SHOP], answers: [OURS, SHOP], from: 13 };
    expect(explained(given)).toMatchObject({ kind: 'reply', becomes: 'message', replyable: false, text: 'Any news?' });
    expect(explained({ ...given, text: '@ExampleShop Any news, @ExampleShop?' })).toMatchObject({
      ...{ kind: 'reply', replyable: true, text: 'Any news, @ExampleShop?' },
    });
  });

  test('nobody knows where X did not say which words are its own', () => {
    const given: Given = { text: '@ExampleShop Any news?', names: [SHOP], answers: [OURS, SHOP], from: null };
    expect(explained(given)).toMatchObject({ kind: 'reply', replyable: null, text: '@ExampleShop Any news?' });
    expect(explained({ ...given, text: 'Any news, @ExampleShop?' })).toMatchObject({ replyable: true });
  });

  test('our name inside another word is not our name', () => {
    for (const text of [
      'me@ExampleShop',
      '@ExampleShopping',
      '@ExampleShop_2',
      'x@@ExampleShop',
      '@ExampleShop@social',
    ])
      expect(explained({ text }), text).toMatchObject({ kind: 'other', becomes: 'nothing', replyable: false });
  });

  test('yes where it quotes us, as far as its author lets anybody reply', () => {
    const tweets = [post({ id: OURS, by: SHOP, text: 'New kettles' })];
    const given: Given = { text: 'Is this true? https://t.co/QuOtEd0001', quotes: OURS };
    const url = { url: 'https://t.co/QuOtEd0001', expanded_url: `https://twitter.com/ExampleShop/status/${OURS}` };
    const linked = { ...given, more: { entities: { urls: [{ start: 14, end: 37, ...url }] } } };
    expect(explained(given, { tweets })).toMatchObject({
      kind: 'quote',
      becomes: 'enquiry',
      replyable: true,
      answers: OURS,
    });
    expect(explained(linked)).toMatchObject({ kind: 'quote', replyable: true, text: 'Is this true?' });
    expect(explained(given, { event: 'post.quote.create' })).toMatchObject({ kind: 'quote', replyable: true });
    expect(explained(given)).toMatchObject({ kind: 'other', becomes: 'nothing' });
    const limited = (settings: string) => ({ ...given, more: { reply_settings: settings } });
    expect(explained(limited('mentionedUsers'), { tweets })).toMatchObject({ kind: 'quote', replyable: false });
    expect(explained(limited('following'), { tweets })).toMatchObject({ kind: 'quote', replyable: null });
  });

  test('no where its author is suspended or gone', () => {
    const page = (detail: string) => ({
      data: [post({ text: '@ExampleShop hello', names: [SHOP] })],
      errors: [
        { value: MAYA, detail, title: 'Forbidden', resource_type: 'user', parameter: 'author_id', resource_id: MAYA },
      ],
    });
    for (const detail of [`User has been suspended: [${MAYA}].`, `Could not find user with ids: [${MAYA}].`]) {
      const [line] = explainX(new TextEncoder().encode(JSON.stringify(page(detail))));
      expect(line, detail).toMatchObject({ kind: 'mention', becomes: 'enquiry', replyable: false });
    }
  });
});

describe('what becomes of a post', () => {
  test('a reply to a post of ours opens an enquiry, a reply to our reply goes on', () => {
    expect(explained({ text: 'Which colours?', answers: [OURS, SHOP], in: OURS })).toMatchObject({
      ...{ kind: 'reply', becomes: 'enquiry', replyable: false },
    });
    expect(explained({ text: 'Which colours?', answers: [OURS, SHOP] })).toMatchObject({
      kind: 'reply',
      becomes: 'message',
    });
  });

  test('others in a thread of a customer have a line there, and an enquiry of their own only if they write our name', () => {
    const tweets = [
      post({ id: OURS, by: SHOP, answers: [ROOT, MAYA], text: '@maya_patel It leaves today.', from: 12 }),
    ];
    const given: Given = {
      by: BEN,
      text: '@ExampleShop @maya_patel Mine too!',
      from: 25,
      answers: [OURS, SHOP],
      names: [SHOP, MAYA],
    };
    const third = explained(given, { tweets });
    expect(third).toMatchObject({ kind: 'reply', becomes: 'line', from: { handle: 'BenCarter' }, text: 'Mine too!' });
    expect(explained({ ...given, text: 'And mine, @ExampleShop?', from: 0 }, { tweets })).toMatchObject({
      becomes: 'enquiry',
    });
    const between: Given = {
      by: BEN,
      text: '@maya_patel @ExampleShop Mine too!',
      from: 25,
      answers: [ROOT, MAYA],
      names: [SHOP, MAYA],
    };
    expect(explained(between)).toMatchObject({ kind: 'reply', becomes: 'line', replyable: false });
    expect(explained({ ...between, text: '@maya_patel Mine too!', from: 12, names: [MAYA] })).toMatchObject({
      becomes: 'nothing',
    });
    expect(explained({ ...between, text: 'Ask @ExampleShop!', from: 0 })).toMatchObject({
      kind: 'mention',
      becomes: 'enquiry',
    });
  });

  test('a customer who adds to a post of their own goes on', () => {
    const given: Given = { text: '@ExampleShop And it leaks.', from: 13, answers: [ROOT, MAYA], names: [SHOP] };
    expect(explained(given)).toMatchObject({
      kind: 'reply',
      becomes: 'message',
      replyable: false,
      text: 'And it leaks.',
    });
    expect(explained({ ...given, text: 'And it leaks.', from: 0, names: [] })).toMatchObject({ becomes: 'nothing' });
  });

  test('our own posts and reposts open nothing, whatever they say', () => {
    expect(explained({ by: SHOP, text: 'Write to @ExampleShop' })).toMatchObject({ kind: 'own', becomes: 'nothing' });
    expect(explained({ by: SHOP, text: 'It leaves today.', answers: [ROOT, MAYA] })).toMatchObject({
      kind: 'own',
      becomes: 'line',
    });
    expect(explained({ by: SHOP, text: 'What I meant', answers: [OURS, SHOP] })).toMatchObject({ kind: 'own' });
    const repost: Given = { by: BEN, text: 'RT @maya_patel: Hello @ExampleShop', retweets: ROOT, names: [SHOP] };
    expect(explained(repost)).toMatchObject({ kind: 'retweet', becomes: 'nothing', replyable: false, answers: null });
    // Written by hand: a person says something with it.
    expect(explained({ by: BEN, text: 'RT @ExampleShop: Hello - is it true?', names: [SHOP] })).toMatchObject({
      kind: 'mention',
    });
  });

  test('a thread whose first post is gone still works', () => {
    const errors = [{ resource_id: ROOT, parameter: 'referenced_tweets.id', title: 'Not Found Error', value: ROOT }];
    const other = post({ id: '1990000000000000800', text: '@ExampleShop Hello', names: [SHOP] });
    const data = [post({ text: 'Hello @ExampleShop', names: [SHOP], answers: [ROOT, BEN] }), other];
    const [line] = explainX(new TextEncoder().encode(JSON.stringify({ data, errors, includes: { users } })));
    expect(line).toMatchObject({
      ...{ kind: 'mention', becomes: 'enquiry', conversationId: ROOT, answers: ROOT, replyable: true },
      warnings: ['The post that it answers was deleted.'],
    });
  });
});

describe('the words that staff see', () => {
  const text = (given: string, more: object = {}) => explained({ text: given, names: [SHOP], more }).text;

  test('each code of HTML is resolved once, and links are written out without being resolved', () => {
    expect(text('a &amp;lt;b&gt; &amp; &quot;c&quot;')).toBe('a &lt;b> & "c"');
    const url = { url: 'https://t.co/AbCdEfGh12', expanded_url: 'https://shop.example/?a=1&amp;b=$&' };
    expect(text('See https://t.co/AbCdEfGh12 .', { entities: { urls: [url] } })).toBe(
      'See https://shop.example/?a=1&amp;b=$& .',
    );
    expect(explained({ text: 'See https://t.co/AbCdEfGh12' }).warnings).toContain(
      'It has a short link, and X did not send where it leads.',
    );
  });

  test('a long post is shown whole, and its own names count', () => {
    const long = `${'The lid broke. '.repeat(1_600)}Can you help, @ExampleShop?`;
    const note = { text: long, entities: { mentions: [{ username: 'ExampleShop', id: SHOP }] } };
    const line = explained({ text: `${long.slice(0, 250)}… https://t.co/LoNgPoSt01`, more: { note_tweet: note } });
    expect(line).toMatchObject({ kind: 'mention', text: long, replyable: true, warnings: [] });
  });

  test('media is told by its key where X did not send it', () => {
    const keys = ['3_1', '7_2', '16_3', '99_4'];
    const line = explained({ text: '@ExampleShop', names: [SHOP], more: { attachments: { media_keys: keys } } });
    expect(line.media).toEqual(['photo', 'video', 'animated_gif', 'unknown'].map(type => ({ type, alt: null })));
    expect(line.warnings).toEqual(['It has media that X did not send with it.']);
  });

  test('nothing is cut off where the range of X makes no sense', () => {
    for (const from of [5, 10_000, -3])
      expect(explained({ text: '@ExampleShop hello', names: [SHOP], answers: [OURS, SHOP], from }).text).toBe(
        '@ExampleShop hello',
      );
  });

  test('characters that turn lines around are taken out', () => {
    expect(text('Hello \u202eevil\u0000 @ExampleShop')).toBe('Hello evil @ExampleShop');
  });
});

describe('whose account a saved answer of the API was for', () => {
  const read = (data: unknown) => {
    const lines = explainX(new TextEncoder().encode(JSON.stringify({ data, includes: { users } })));
    return lines as unknown as Line[];
  };

  test('the one that every post of a page is from or to', () => {
    const names = [SHOP, BEN];
    const lines = read([
      post({ id: '1990000000000000904', by: SHOP, text: 'We are open on Sunday' }),
      post({
        id: '1990000000000000903',
        by: SHOP,
        text: '@maya_patel Yes',
        answers: [ROOT, MAYA],
        from: 12,
        names: [MAYA],
      }),
      post({ id: '1990000000000000902', by: MAYA, text: '@ExampleShop @BenCarter hello', names }),
      post({ id: '1990000000000000901', by: BEN, text: 'RT @ExampleShop: hi', retweets: OURS, names: [SHOP] }),
    ]);
    expect(lines.map(each => each.kind)).toEqual(['own', 'own', 'mention', 'retweet']);
    for (const { why } of lines) expect(why).toMatch(/does not say whose it is: it is read as one of @ExampleShop\.$/);
  });

  test('of a single post the one that it names, or that it answers', () => {
    expect(read(post({ text: 'Hello @ExampleShop', names: [SHOP] }))[0]).toMatchObject({
      kind: 'mention',
      replyable: true,
    });
    const text = '@ExampleShop @BenCarter Any news?';
    const reply = post({ text, names: [SHOP, BEN], answers: [OURS, SHOP], from: 24 });
    expect(read(reply)[0]).toMatchObject({ kind: 'reply', becomes: 'message', replyable: false, text: 'Any news?' });
  });

  test('none where there are several: then nothing is claimed', () => {
    const [line] = read(post({ text: 'Hello @ExampleShop and @BenCarter', names: [SHOP, BEN] }));
    expect(line).toMatchObject({
      kind: 'mention',
      becomes: 'enquiry',
      replyable: null,
      why: expect.stringMatching(/not known/),
    });
    expect(line?.why).not.toMatch(/it is read as/);
    const message = (id: string, by: string) => ({
      ...{ id, event_type: 'MessageCreate', text: 'Hello', sender_id: by, dm_conversation_id: `${SHOP}-${MAYA}` },
    });
    expect(read([message('2', SHOP), message('1', MAYA)])).toMatchObject([
      { kind: 'dm', visibility: 'private', replyable: null },
      { kind: 'dm', visibility: 'private', replyable: null },
    ]);
    expect(read(message('1', MAYA))[0]).toMatchObject({
      kind: 'dm',
      replyable: true,
      why: expect.stringMatching(/@ExampleShop/),
    });
  });

  test('without entities and accounts, names are taken from the text', () => {
    const bare = (id: string, text: string) => ({ id, text, edit_history_tweet_ids: [id] });
    const lines = read([
      bare('3', 'RT @ExampleShop: Our new kettles …'),
      bare('2', 'Hi @exampleshop'),
      bare('1', '@ExampleShop @ben hello'),
    ]);
    expect(lines).toMatchObject([
      { kind: 'retweet', from: null, becomes: 'nothing' },
      { kind: 'mention', from: null, becomes: 'enquiry', replyable: true },
      { kind: 'mention', from: null, warnings: ['X did not send who wrote it.'] },
    ]);
  });

  test('an author whom X withholds is shown with a warning', () => {
    const withheld = { id: MAYA, username: 'maya_patel', withheld: { country_codes: ['DE', 'FR'], scope: 'user' } };
    const data = [post({ text: 'Hello @ExampleShop', names: [SHOP] })];
    const [line] = explainX(new TextEncoder().encode(JSON.stringify({ data, includes: { users: [withheld] } })));
    expect(line).toMatchObject({ kind: 'mention', warnings: ['X shows nothing of its author in DE, FR.'] });
  });
});
