/** Practice in Teams: in the personal chat with Deskhand, where only one person is; and a promise that comes back there. */
import { describe, expect, test } from 'vitest';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import { until } from '../../../kit/world.ts';

const begin = teamsShopOfEach();

describe('practice in Teams', () => {
  test('is begun by a command, answered in the chat, and ends with kind words that only they see', async () => {
    const shop = await begin();
    const { ben, ann, room } = shop;
    const chat = () => ben.chat().filter(each => each.by === 'bot');
    const says = (words: RegExp) =>
      until(() => chat().find(each => words.test(shop.words(each))), `${words} in the chat`);
    await ben.install();
    await ben.say(null, 'practice');
    const choose = await says(/Practise with a customer who is made up/);
    await ben.press(choose, /^Easy: a question/);
    const card = await says(/are you open this Saturday/);
    await says(/This is practice\. Nobody else sees it/);
    await ben.press(card, 'enquiry.claim');
    await ben.say(
      null,
      'Hello Nora, yes, we are open on Saturday from 10:00 to 14:00, and you can park behind the house.',
    );
    const preview = await says(/Send this to the customer\?/);
    await ben.press(preview, 'reply.send');
    await says(/Perfect, that is all I needed/);
    await ben.say(null, 'help');
    await says(/every unfinished enquiry/);
    const done = await says(/They have what they wanted/);
    await ben.press(done, 'practice.end');
    await says(/Two things that were good:[\s\S]*One thing to try:/);
    await shop.idle();
    expect(room.posts()).toEqual([]);
    expect(ann.chat().filter(each => /Saturday/.test(shop.words(each)))).toEqual([]);
    expect(await shop.shop.running.engine.rows('select id from enquiries', [])).toEqual([]);
    expect(shop.wire()).toEqual([]);
  });
});
