/** Practice in Slack: in the direct message with Deskhand, where only one person is. */
import { describe, expect, test } from 'vitest';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import { wordsOf } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

const begin = slackShopOfEach();

describe('practice in Slack', () => {
  test('is begun by a command, answered in a thread of the direct message, and ends with kind words', async () => {
    const shop = await begin();
    const { ben, ann, room, team } = shop;
    const says = (words: RegExp) =>
      until(() => ben.dms().find(each => words.test(wordsOf(each))), `${words} in the chat`);
    await ben.command(room, '/desk', 'practice');
    const choose = await shop.sees(ben, /Practise with a customer who is made up/);
    await ben.press(choose, /^Easy: a question/);
    const card = await says(/are you open this Saturday/);
    await says(/This is practice\. Nobody else sees it/);
    await ben.press(card, 'enquiry.claim');
    await until(() => ben.dms().some(each => /Ben has it/.test(wordsOf(each))), 'the claimed card');
    await ben.say(
      team.dm(ben),
      'Hello Nora, yes, we are open on Saturday from 10:00 to 14:00, and you can park behind the house.',
      {
        thread: card.ts,
      },
    );
    const preview = await shop.sees(ben, /Send this to the customer\?/);
    await ben.press(preview, 'reply.send');
    await says(/Perfect, that is all I needed/);
    const done = await says(/They have what they wanted/);
    await ben.press(done, 'practice.end');
    await says(/Two things that were good:[\s\S]*One thing to try:/);
    await shop.idle();
    expect(room.messages()).toEqual([]);
    expect(ann.dms().filter(each => /Saturday/.test(wordsOf(each)))).toEqual([]);
    expect(await shop.shop.running.engine.rows('select id from enquiries', [])).toEqual([]);
    expect(shop.wire()).toEqual([]);
  });
});
