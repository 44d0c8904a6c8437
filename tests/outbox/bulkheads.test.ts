import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SLOTS } from '../../src/outbox/slots.ts';
import { type MuteSide, startMute } from '../kit/far-sides/mute.ts';
import { type SmtpSide, startSmtp } from '../kit/far-sides/smtp.ts';
import { holdReplies } from '../kit/many-replies.ts';
import { openShop, type Shop } from '../kit/shop.ts';
import { until } from '../kit/world.ts';

const REPLIES = 100;

describe('a mail server that takes connections and says nothing', () => {
  let mute: MuteSide;
  let smtp: SmtpSide;
  let shop: Shop;
  beforeEach(async () => {
    mute = await startMute();
    smtp = await startSmtp();
    shop = await openShop({
      yaml: `
rooms: [{ name: customers }]
hold_seconds: { email: 0, webchat: 0 }
automatic_answer: { email: off, webchat: off }
channels:
  - { name: help, kind: email, room: customers, address: help@shop.example, check_senders: false, smtp: { host: 127.0.0.1, port: ${mute.port} } }
  - { name: sales, kind: email, room: customers, address: sales@shop.example, check_senders: false, smtp: { host: 127.0.0.1, port: ${smtp.port} } }
  - { name: site, kind: webchat, room: customers, origins: ['https://shop.example'] }
`,
    });
  });
  afterEach(async () => {
    await mute.stop();
    await shop.stop();
    await smtp.stop();
  });

  test('with 100 replies held by it, a chat is on the desk, a press is done and the other mailbox sends', async () => {
    await holdReplies(shop, REPLIES);
    await until(() => mute.open() === SLOTS.send.ofLane, 'as many connections as one channel may have');
    const answered = async () =>
      Number(
        (
          await shop.running.engine.rows<{ n: number }>(
            `select count(*) as n from replies where status <> 'held' and status <> 'leaving'`,
            [],
          )
        )[0]?.n,
      );

    const chat = await shop.chat();
    await chat.send('Is anybody there?');
    const { thread, card } = await until(
      async () => (await shop.cards()).find(each => each.card.message.text === 'Is anybody there?'),
      'the card of the chat',
    );
    await shop.press('Ann', thread, card.buttons[0]!);
    await until(async () => (await shop.thread(thread)).card.owner === 'Ann', 'Ann owns it');
    await shop.reply('Ann', thread, 'I am.');
    expect((await chat.read(2)).at(-1)?.text).toBe('I am.');

    await shop.mail({
      from: 'tom@example.com',
      to: 'sales@shop.example',
      subject: 'Other',
      text: 'For the other mailbox',
    });
    const other = await until(async () => (await shop.cards()).find(each => each.card.subject === 'Other'), 'its card');
    await shop.reply('Ann', other.thread, 'From the other mailbox');
    await until(() => smtp.mails.some(each => each.to.includes('tom@example.com')), 'the other mailbox has sent');

    // All of that happened while not one of the hundred had ended, and no more than its share was under way.
    expect(await answered()).toBe(2);
    expect(mute.open()).toBeLessThanOrEqual(SLOTS.send.ofLane);
  });
});
