/** Practice leaves nothing behind outside: with far sides that count, and every connection that this process opens. */
import { Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { MINUTE } from '../../src/core/time.ts';
import { startSmtp } from '../kit/far-sides/smtp.ts';
import { openX } from '../kit/far-sides/x/server.ts';
import { pushedTime } from '../kit/pushed-time.ts';
import { openSlackShop, wordsOf } from '../kit/slack-shop.ts';
import { until } from '../kit/world.ts';

const after: (() => unknown)[] = [];
afterEach(async () => {
  for (const each of after.splice(0).reverse()) await each();
});

/** The ports that are called from now on, each time. */
function dialled(): () => number[] {
  const ports: number[] = [];
  const { connect } = Socket.prototype;
  Socket.prototype.connect = function (this: Socket, ...given: unknown[]) {
    const [first] = Array.isArray(given[0]) ? given[0] : given;
    ports.push(Number(typeof first === 'object' && first !== null ? (first as { port: unknown }).port : first));
    return (connect as (...all: unknown[]) => Socket).apply(this, given);
  } as typeof connect;
  after.push(() => {
    Socket.prototype.connect = connect;
  });
  return () => [...ports];
}

async function openEverything() {
  const time = pushedTime();
  const smtp = await startSmtp();
  after.push(() => smtp.stop());
  const x = await openX({ now: time.measure.now, windows: false });
  after.push(() => x.close());
  const { appKey, appSecret, accessToken, accessSecret } = x.account('kettleshop', { name: 'Kettle & Co' }).keys;
  const yaml = `hold_seconds: { email: 0.4 }
channels:
  - { name: help, kind: email, room: customers, address: help@shop.example, check_senders: false, smtp: { host: 127.0.0.1, port: ${smtp.port} } }
  - { name: on-x, kind: x, room: customers, api_key: '${appKey}', api_secret: '${appSecret}', access_token: '${accessToken}', access_secret: '${accessSecret}' }
`;
  const shop = await openSlackShop({ yaml, time, env: { X_API_ORIGIN: x.url } });
  after.push(() => shop.stop());
  const portOf = (url: string) => Number(new URL(url).port);
  return {
    ...shop,
    time,
    smtp,
    x,
    ports: { slack: portOf(shop.slack.url), x: portOf(x.url), own: portOf(shop.shop.url) },
  };
}

test('a whole practice: no mail, no post, no call but to the one chat of whoever practises', async () => {
  const shop = await openEverything();
  const { ben, ann, room, team, time, smtp, x, slack, ports } = shop;
  const { store } = shop.shop.running.house.parts;
  const says = (words: RegExp, n = 1) =>
    until(() => ben.dms().filter(each => words.test(wordsOf(each)))[n - 1], `${words} in the chat`);
  // The far sides are there: what is real reaches them.
  await shop.shop.mail({
    from: 'Maya Patel <maya@example.com>',
    subject: 'The lid',
    text: 'Hello,\n\nthe lid of my order 48213 rattles. Can you send another one to 14 Elm Street?\n\nMaya Patel',
  });
  const [real] = await shop.cards(1);
  await shop.reply(ann, real!, 'Hello Maya, send it back, please.');
  await until(() => smtp.mails.length === 1, 'the real reply is mailed');
  await shop.until(() => /Waiting/i.test(wordsOf(shop.card(real!.ts))), 'the card says so');
  await ann.press(shop.card(real!.ts), 'enquiry.resolve');
  await shop.until(() => /Resolved/.test(wordsOf(shop.card(real!.ts))), 'it is resolved');
  time.push(2 * MINUTE);
  await until(async () => (await store.counts()).open === 0 && smtp.mails.length === 2, 'Maya is asked how it went');
  await shop.idle();
  expect(x.calls.length).toBeGreaterThan(0);

  const from = {
    mails: smtp.mails.length,
    slack: slack.requests.length,
    x: x.calls.length,
    room: room.messages().length,
  };
  const called = dialled();
  for (const [n, which] of ['Angry', 'past'].entries()) {
    await ben.command(room, '/desk', 'practice');
    const choose = await until(
      () => ben.ephemerals().filter(each => /Practise with a customer who is made up/.test(wordsOf(each)))[n],
      'the choice',
    );
    await ben.press(choose, new RegExp(which, 'i'));
    await says(/This is practice\. Nobody else sees it/, n + 1);
    const [practice] = await shop.shop.running.engine.rows<{ id: string }>(
      `select id from enquiries where room_id like '%practice%'`,
      [],
    );
    const thread = (await store.thread(practice!.id as never))!.ref;
    const ts = thread.split(':').at(-1)!;
    const card = await until(() => ben.dms().find(each => each.ts === ts), 'the card');
    await ben.press(card, 'enquiry.claim');
    const words = `Hello, I am sorry, and I understand. Yes, we are open on Saturday, you can park behind; the money is refunded, by Friday. ${n}`;
    await ben.say(team.dm(ben), words, { thread: ts });
    await ben.press(await shop.sees(ben, words), 'reply.send');
    await shop.until(async () => (await store.messages(practice!.id as never)).length >= 3, 'they answer');
    // Everything that comes by itself to somebody real: a rating, a reminder, the morning.
    time.push(3 * MINUTE);
    const done = await until(
      () => ben.dms().findLast(each => JSON.stringify(each.blocks ?? []).includes('practice.end')),
      'the way out',
    );
    await ben.press(done, 'practice.end');
    await says(/Two things that were good:/, n + 1);
    time.push(3 * MINUTE);
    await shop.idle();
  }
  expect(smtp.mails.length).toBe(from.mails);
  // X is looked at as before, and told nothing.
  expect(x.calls.slice(from.x).filter(each => each.method !== 'GET')).toEqual([]);
  const made = slack.requests.slice(from.slack);
  const places = made.map(each => each.args.channel ?? each.args.channel_id).filter(Boolean);
  expect(places.length).toBeGreaterThan(10);
  // What answers a command that was typed in the room is shown there to Ben alone.
  const inRoom = made.filter(each => each.args.channel === room.id && each.method.startsWith('chat.'));
  expect(
    inRoom.map(each => [each.method, each.args.user]).filter(each => each.join() !== `chat.postEphemeral,${ben.id}`),
  ).toEqual([]);
  expect(new Set(places)).toEqual(new Set([room.id, team.dm(ben).id].filter(each => places.includes(each))));
  expect(room.messages()).toHaveLength(from.room);
  expect(ann.dms().filter(each => /practi/i.test(wordsOf(each)))).toEqual([]);
  const allowed = new Set([ports.slack, ports.x, ports.own]);
  expect(called().length).toBeGreaterThan(0);
  expect(called().filter(each => !allowed.has(each))).toEqual([]);
});
