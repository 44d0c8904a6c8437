import { afterEach, describe, expect, test } from 'vitest';
import { openSlackShop } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

let open: Awaited<ReturnType<typeof openSlackShop>> | null = null;
afterEach(async () => {
  const wire = open?.wire() ?? [];
  await open?.stop();
  open = null;
  expect(wire).toEqual([]);
});
const begin = async (options: Parameters<typeof openSlackShop>[0] = {}) => {
  open = await openSlackShop(options);
  const chat = await open.shop.chat();
  await chat.send('Hello 0');
  const [root] = await open.cards(1);
  return { ...open, chat, root: root! };
};

describe('a thread that is no enquiry', () => {
  test('is none of our business: no preview, no word, nothing kept', async () => {
    const { ann, ben, room, idle, shop } = await begin();
    const ts = await ben.say(room, 'Lunch?');
    await ann.say(room, 'Pizza', { thread: ts });
    await idle();
    expect(ann.ephemerals()).toEqual([]);
    expect(JSON.stringify(await shop.running.engine.rows('select text from remarks', []))).not.toContain('Pizza');
  });
});

describe('after it was resolved', () => {
  test('a reply gets a preview, goes out once, and a customer’s answer opens it again', async () => {
    const { ann, room, root, idle, chat, card, words, entry, sees } = await begin();
    await ann.press(root, 'enquiry.claim');
    await idle();
    await ann.press(card(root.ts), 'enquiry.resolve');
    await entry(root.ts, 'Ann resolved this.');
    await ann.say(room, 'One more thing', { thread: root.ts });
    await ann.press(await sees(ann, 'One more thing'), 'reply.send');
    expect((await chat.read(2)).map(each => each.text)).toEqual(['Hello 0', 'One more thing']);
    await chat.send('But it still rattles, what now?');
    await until(() => words(card(root.ts)).includes('Open'), 'open again');
    await idle();
    expect(room.messages().filter(each => words(each).includes('Hello 0'))).toHaveLength(1);
  });
});

describe('a card that an admin deletes', () => {
  test('before anybody wrote under it comes again with the next message, and that is there once', async () => {
    const { ann, room, root, chat, cards, words, idle } = await begin();
    const world = room.message(root.ts)!;
    await ann.remove(room, root.ts);
    expect(world).toBeTruthy();
    await chat.send('Hello 1');
    const again = await until(async () => (await cards(1)).find(each => each.ts !== root.ts), 'the card anew', 12_000);
    await until(
      () => [...room.messages(), ...room.thread(again.ts)].some(each => words(each).includes('Hello 1')),
      'all',
      12_000,
    );
    await idle();
    expect(room.messages().filter(each => words(each).includes('Hello 0'))).toHaveLength(1);
  });

  test('comes again by itself', async () => {
    const { ann, room, root, idle } = await begin();
    await ann.remove(room, root.ts);
    await idle();
    await until(() => room.messages().length === 1, 'the card anew', 15_000);
  });

  test('with answers under it comes anew', async () => {
    const { ann, room, root, chat, words, entry } = await begin();
    await ann.press(root, 'enquiry.claim');
    await entry(root.ts, 'claimed');
    await ann.remove(room, root.ts);
    await chat.send('Hello 1');
    await until(
      () => room.messages().find(each => each.ts !== root.ts && words(each).includes('Hello 0')),
      'anew',
      5_000,
    );
  });

  test('with answers under it: whoever writes in the old thread is told where it goes on', async () => {
    const { ann, room, root, chat, words, slack, idle } = await begin();
    await idle();
    slack.fail('chat.update', { error: 'message_not_found' }, 1, args => args.ts === root.ts);
    await ann.press(root, 'enquiry.claim');
    await chat.send('Hello 1');
    await until(() => room.messages().find(each => each.ts !== root.ts && words(each).includes('Hello 0')), 'anew');
    await ann.say(room, 'My answer', { thread: root.ts });
    await until(() => /My answer|goes on/.test(ann.ephemerals().map(words).join()), 'told', 15_000);
  });

  test.each([
    'message_not_found',
    'cant_update_message',
  ])('and chat.update says %s: one card, all there', async error => {
    const { ann, room, root, chat, words, idle, slack } = await begin();
    await idle();
    slack.fail('chat.update', { error }, 1, args => args.ts === root.ts);
    await ann.press(root, 'enquiry.claim');
    await chat.send('Hello 1');
    await until(
      () => JSON.stringify(room.messages().map(each => [each, room.thread(each.ts)])).includes('Hello 1'),
      'all',
    );
    await idle();
    expect(words(room.messages().at(-1)!)).toContain('Ann has it');
  });
});

describe('a reply of a form whose post an admin deletes', () => {
  test('during the hold leaves one card', async () => {
    const { ann, room, root, words, entry } = await begin({ yaml: 'hold_seconds: { webchat: 1.5 }\n' });
    await ann.press(root, 'enquiry.reply');
    await ann.submit(await until(() => ann.openView(), 'the form'), { text: 'From a form' });
    const post = await entry(root.ts, 'From a form');
    await ann.remove(room, post.ts);
    await until(() => room.messages().length > 1, 'a second card', 5_000).catch(() => {});
    expect(room.messages().filter(each => words(each).includes('Hello 0'))).toHaveLength(1);
  });
});
