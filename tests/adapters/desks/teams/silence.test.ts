/** Answers of Teams that are lost, late or refusals: nothing stands twice, nothing is lost, and the order holds. */
import { describe, expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import type { Call, Fault } from '../../../kit/far-sides/teams/shapes.ts';
import type { TeamsShop } from '../../../kit/teams-shop.ts';
import { until } from '../../../kit/world.ts';

const begin = teamsShopOfEach();
/** A mail that begins or goes on with a matter. */
const raw = (text: string, again = false, more = 'Content-Type: text/plain\r\n') =>
  `From: maya@example.com\r\nTo: help@shop.example\r\nSubject: The lid\r\nMessage-ID: <${again ? text.replace(/\W/g, '') : 'first'}@x>\r\n${again ? 'In-Reply-To: <first@x>\r\n' : ''}${more}\r\n${text}`;
const later = ({ shop }: TeamsShop) =>
  shop.running.engine
    .rows(`update jobs set run_at = 0 where locked_until is null and kind not in ('reply.release', 'housekeeping')`, [])
    .then(() => shop.running.engine.rows('update lanes set next_at = 0', []));
const known = ({ shop }: TeamsShop, ms?: number) =>
  until(async () => (await shop.running.engine.rows('select ref from threads', [])).length, 'known', ms);
const everything = ({ room, words }: TeamsShop) =>
  room
    .posts()
    .flatMap(each => room.thread(each.id))
    .map(words);
const count = (at: TeamsShop, text: string) => everything(at).filter(each => each.includes(text)).length;
const troubles = ({ shop }: TeamsShop) => shop.running.house.desk.troubles?.() ?? [];
/** Not the personal chat in which whoever added the app is greeted. */
const inChannel = (call: Call) => call.body?.channelData?.channel !== undefined;
const inThread = (call: Call) => call.path.includes(';messageid=');

/** Nobody can tell by these whether it was done: it was. */
const DONE: [string, Fault][] = [
  ['the connection is reset', 'reset-after'],
  ['a 502 is answered', { status: 502, code: 'BadGateway', after: true }],
];
/** Or it was not. */
const NOT_DONE: [string, Fault][] = [
  ['the connection is reset', 'reset-before'],
  ['a 503 is answered', { status: 503, code: 'ServiceUnavailable' }],
  ['a 412 is answered', { status: 412, code: 'PreconditionFailed' }],
  ['a 429 with a word', { status: 429, retryAfter: 1 }],
];

describe('a post that was made, though', () => {
  test.each(DONE)('%s, stands there once: card and customer message, in order', async (_name, fault) => {
    const at = await begin();
    const { shop, teams } = at;
    teams.fail('conversations.create', fault, 1, inChannel);
    await shop.mail({ raw: raw('Words one') });
    await known(at);
    teams.fail('activities.post', fault, 1, inThread);
    await shop.mail({ raw: raw('Words two', true) });
    await shop.mail({ raw: raw('Words three', true) });
    await until(() => count(at, 'Words two') && count(at, 'Words three'), 'all three');
    await at.idle();
    expect(['one', 'two', 'three'].map(each => count(at, `Words ${each}`))).toEqual([1, 1, 1]);
    expect(everything(at).flatMap(each => /Words \w+/.exec(each)?.[0] ?? [])).toEqual([
      'Words one',
      'Words two',
      'Words three',
    ]);
  });

  test('nothing is answered for longer than is waited, stands there once', async () => {
    const at = await begin();
    at.teams.fail('conversations.create', { hang: 17_000 }, 1, inChannel);
    await at.shop.mail({ raw: raw('Words one') });
    await known(at, 60_000);
    expect(at.room.posts().filter(each => at.words(each).includes('Words one'))).toHaveLength(1);
  });

  test('its answer is lost and Graph refuses to show the channel, is there twice at most, and it is said', async () => {
    const at = await begin({ before: (_, team) => team.consent(false) });
    at.teams.fail('conversations.create', 'reset-after', 1, inChannel);
    await at.shop.mail({ raw: raw('Words one') });
    await known(at);
    await at.idle();
    expect(count(at, 'Words one')).toBeLessThanOrEqual(2);
    expect(troubles(at).join()).toMatch(/may be there twice/);
    at.team.consent(true);
    at.teams.fail('activities.post', 'reset-after', 1, inThread);
    await at.shop.mail({ raw: raw('Words two', true) });
    await until(() => count(at, 'Words two'), 'the second');
    await until(() => troubles(at).length === 0, 'well again');
    expect(count(at, 'Words two')).toBe(1);
  });

  test('its answer is lost and Graph is silent too, waits for Graph', async () => {
    const at = await begin();
    at.teams.fail('graph', { status: 503 }, 2);
    at.teams.fail('conversations.create', 'reset-after', 1, inChannel);
    await at.shop.mail({ raw: raw('Words one') });
    await known(at, 60_000);
    await at.idle();
    expect(count(at, 'Words one')).toBe(1);
  });

  test('the channel is deep in newer posts by then, is found', async () => {
    const at = await begin();
    at.teams.fail('conversations.create', 'reset-after', 1, inChannel);
    await at.shop.mail({ raw: raw('Words one') });
    await until(() => count(at, 'Words one'), 'there');
    for (let i = 0; i < 120; i++) await at.room.flow(`Noise ${i}`);
    await known(at);
    await at.idle();
    expect(count(at, 'Words one')).toBe(1);
  });
});

describe('a post that was not made, because', () => {
  test.each(NOT_DONE)('%s, comes once', async (_name, fault) => {
    const at = await begin();
    at.teams.fail('conversations.create', fault, 1, inChannel);
    await at.shop.mail({ raw: raw('Words one') });
    await known(at);
    at.teams.fail('activities.post', fault, 1, inThread);
    await at.shop.mail({ raw: raw('Words two', true) });
    await at.shop.mail({ raw: raw('Words three', true) });
    await until(() => count(at, 'Words two') && count(at, 'Words three'), 'all');
    await at.idle();
    expect(['one', 'two', 'three'].map(each => count(at, `Words ${each}`))).toEqual([1, 1, 1]);
    expect(everything(at).flatMap(each => /Words t\w+/.exec(each)?.[0] ?? [])).toEqual(['Words two', 'Words three']);
  });

  test('it is too large, is said, and what comes after it goes on', async () => {
    const at = await begin();
    await at.shop.mail({ raw: raw('Words one') });
    const [root] = await at.cards(1);
    await known(at);
    at.teams.fail('activities.post', { status: 413, code: 'MessageSizeTooBig' }, 99, call =>
      JSON.stringify(call.body).includes('Words two'),
    );
    await at.shop.mail({ raw: raw('Words two', true) });
    await at.shop.mail({ raw: raw('Words three', true) });
    // What is tried for minutes is given up now.
    const over = () => at.shop.running.engine.rows('update jobs set attempts = attempts_max - 1, run_at = 0', []);
    await until(() => at.teams.calls.some(each => each.status === 413), 'refused');
    await over();
    await until(() => count(at, 'Words three'), 'the third');
    await at.entry(root!.id, 'Words three');
    await until(
      () => everything(at).some(each => /could not be (shown|posted)|was not (shown|posted)/.test(each)),
      'said',
    );
  });
});

describe('a change of a card', () => {
  test.each([DONE[0]!, ...NOT_DONE.slice(1, 3)])('is made in the end, though %s', async (_name, fault) => {
    const at = await begin();
    await at.shop.mail({ raw: raw('Words one') });
    const [root] = await at.cards(1);
    await known(at);
    at.teams.fail('activities.put', fault, 1);
    await at.ann.press(root!, 'enquiry.claim');
    await until(() => later(at).then(() => at.words(at.card(root!.id)).includes('Ann has it')), 'the card');
    await at.idle();
    expect(count(at, 'Ann claimed this')).toBe(1);
  });

  test('that somebody deleted meanwhile: nothing is posted in its place without a word', async () => {
    const at = await begin();
    await at.shop.mail({ raw: raw('Words one') });
    const [root] = await at.cards(1);
    await known(at);
    at.teams.fail('activities.put', { status: 404, code: 'ActivityNotFoundInConversation' }, 1);
    await at.ann.press(root!, 'enquiry.claim');
    await at.idle();
    expect(at.room.posts().filter(each => at.words(each).includes('Words one')).length).toBeLessThanOrEqual(2);
  });
});

describe('30 posts', () => {
  test('with two 429 in the middle all come, in order, once', async () => {
    const at = await begin();
    const { shop, teams, cards, room, words, idle } = at;
    const chat = await shop.chat();
    await chat.send('Chat 0');
    const [root] = await cards(1);
    let n = 0;
    teams.fail('activities.post', { status: 429, retryAfter: 1 }, 2, call => {
      if (!inThread(call)) return false;
      n++;
      return n === 12 || n === 20;
    });
    for (let i = 1; i <= 29; i++) await chat.send(`Chat ${i}.`);
    const said = () =>
      room
        .thread(root!.id)
        .slice(1)
        .flatMap(each => /Chat \d+\./.exec(words(each))?.[0] ?? []);
    await until(() => said().length >= 29, 'all', 60_000);
    await idle();
    expect(said()).toEqual(Array.from({ length: 29 }, (_, i) => `Chat ${i + 1}.`));
    expect(teams.calls.filter(each => each.status === 429)).toHaveLength(2);
  });
});

describe('a preview that Teams did not show', () => {
  test.each<[string, Fault]>([
    ['a 503', { status: 503 }],
    ['a 429', { status: 429, retryAfter: 1 }],
    ['a reset', 'reset-before'],
  ])('because of %s is shown when it can be', async (_name, fault) => {
    const { shop, teams, cards, ann, room, sees } = await begin();
    await shop.mail({ raw: raw('Words one') });
    const [root] = await cards(1);
    teams.fail('activities.post', fault, 1, call => call.query.isTargetedActivity === 'true');
    await ann.say(room, 'Dear Maya', { thread: root!.id });
    await sees(ann, 'Dear Maya');
  });
});

describe('who somebody is', () => {
  test.each<[string, Fault]>([
    ['is not said because of a 503', { status: 503 }],
    ['is not said because of a 429', { status: 429, retryAfter: 1 }],
    ['is lost on the way', 'reset-before'],
  ])('%s: what they did is done when it is', async (_name, fault) => {
    const at = await begin();
    await at.shop.mail({ raw: raw('Words one') });
    const [root] = await at.cards(1);
    at.teams.fail('members', fault, 3);
    expect((await at.ben.press(root!, 'enquiry.claim')).trouble).toBeNull();
    await until(() => later(at).then(() => count(at, 'Ben claimed this')), 'claimed');
    await at.idle();
    expect(count(at, 'Ben claimed this')).toBe(1);
  });

  test('is not said while a form is asked for: a word instead of silence', async () => {
    const at = await begin();
    await at.shop.mail({ raw: raw('Words one') });
    const [root] = await at.cards(1);
    at.teams.fail('members', { status: 503 }, 50);
    const answer = await at.ben.press(root!, 'enquiry.reply');
    expect(answer.trouble).toBeNull();
    expect(at.ben.openDialog()).not.toBeNull();
  });
});
