import { describe, expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import { wordsOf } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

const openShop = slackShopOfEach();

describe('what is not kept is not acknowledged', () => {
  test('a database that takes no writes answers 500; Slack sends it again, and it is one draft', async () => {
    const open = await openShop({ slack: { retryAfterMs: [400, 400, 400] } });
    const { slack, shop, room, ann } = open;
    await shop.mail({ from: 'maya@example.com', subject: 'Lid', text: 'It rattles' });
    const [card] = await open.cards(1);
    await open.idle();
    const { engine } = shop.running;
    const { commit } = engine;
    engine.commit = async () => {
      throw Object.assign(new Error('database or disk is full'), { code: 'SQLITE_FULL' });
    };
    const writing = ann.say(room, 'Send it back', { thread: card!.ts });
    const ofIt = () => slack.deliveries.filter(each => each.body.event?.text === 'Send it back');
    await until(() => ofIt().some(each => each.status === 500), 'the refusal');
    engine.commit = commit;
    await writing;
    await open.sees(ann, /Send it back/);
    await open.idle();
    expect(ofIt().at(-1)!.status).toBe(200);
    expect(ofIt().map(each => each.status)).toContain(500);
    expect(ann.ephemerals().filter(each => wordsOf(each).includes('Send it back'))).toHaveLength(1);
  });
});

describe('the Home tab', () => {
  test('has what I own, and drafts that can be sent or kept from there', async () => {
    const open = await openShop();
    const { shop, room, ann } = open;
    await shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles' });
    const [card] = await open.cards(1);
    await ann.press(card!, 'enquiry.claim');
    await ann.say(room, 'First thought', { thread: card!.ts });
    await open.sees(ann, /First thought/);
    await ann.openHome();
    const home = await until(() => ann.home(), 'the Home tab');
    expect(wordsOf(home)).toMatch(/My enquiries[\s\S]*The lid[\s\S]*Drafts[\s\S]*First thought/);
    await ann.press(home, 'reply.send');
    expect((await open.mailed(1))[0]!.text).toContain('First thought');
    await open.idle();
    await ann.openHome();
    await until(() => !wordsOf(ann.home()!).includes('Drafts'), 'the draft is gone');
  });
});
