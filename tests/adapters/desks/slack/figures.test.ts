import { describe, expect, test } from 'vitest';
import { keepSetting } from '../../../../src/settings/keep.ts';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { Json } from '../../../kit/far-sides/slack/shapes.ts';
import { type SlackShop, type SlackShopOptions, wordsOf } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

const openShop = slackShopOfEach();
const begin = async (options: SlackShopOptions = {}) => {
  const open = await openShop(options);
  await open.shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
  await open.cards(1);
  return open;
};
const chartIn = (message: Json) => message.blocks.find((each: Json) => each.type === 'data_visualization');
/** Pictures in somebody's direct messages. */
const picturesFor = (shop: SlackShop, person: SlackShop['ann']) =>
  until(() => {
    const files = shop.team
      .dm(person)
      .messages()
      .flatMap((each: Json) => each.files ?? []);
    return files.length ? files : null;
  }, 'a picture in the direct messages');

describe('figures in Slack', () => {
  test('only the asker sees them, with a chart that Slack draws, and one press shows them to the room', async () => {
    const shop = await begin();
    const { ben, ann, room } = shop;
    await ben.command(room, '/desk', 'stats last 7 days');
    const answer = await shop.sees(ben, /New:\s+1/);
    expect(chartIn(answer)).toMatchObject({
      title: 'New enquiries by day',
      chart: {
        type: 'bar',
        series: [{ name: 'help' }, { name: 'answered' }],
        axis_config: { categories: expect.any(Array), y_label: 'enquiries' },
      },
    });
    expect(chartIn(answer).chart.axis_config.categories).toHaveLength(7);
    // What waits and what came, the picture, then the rest.
    const placeOf = (words: string) => answer.blocks.findIndex((each: Json) => JSON.stringify(each).includes(words));
    const places = ['Waiting for us', 'data_visualization', 'Came in or came back'].map(placeOf);
    expect([places.includes(-1), places]).toEqual([false, places.toSorted((a, b) => a - b)]);
    expect(new Set(places).size).toBe(3);
    expect(ann.ephemerals().some((each: Json) => /New:\s+1/.test(wordsOf(each)))).toBe(false);
    expect(room.messages().some((each: Json) => /New:\s+1/.test(wordsOf(each)))).toBe(false);
    await ben.press(answer, 'answer.show');
    const shown = await until(
      () => room.messages().find((each: Json) => /New:\s+1/.test(wordsOf(each))),
      'in the room',
    );
    expect(wordsOf(shown!)).toContain('Ben asked for "stats last 7 days"');
    expect(chartIn(shown!)).toBeDefined();
    expect(JSON.stringify(shown!.blocks)).not.toContain('answer.show');
  });

  test('where Slack does not know charts yet, the same one follows as a picture with everything it shows in words', async () => {
    const shop = await begin({ slack: { unknownBlocks: ['data_visualization'] } });
    const { ben, room } = shop;
    await ben.command(room, '/desk', 'stats');
    const answer = await shop.sees(ben, /New:\s+1/);
    expect(chartIn(answer)).toBeUndefined();
    const [file] = await picturesFor(shop, ben);
    expect(file).toMatchObject({ name: 'figures.png' });
    const announced = shop.slack.requests.find(each => each.method === 'files.getUploadURLExternal');
    expect(announced?.args.alt_txt).toMatch(/^Bars of new enquiries by day, This week\..*1 new, 0 answered\.$/);
    // Known by now: the next one is not tried as a chart first.
    const before = shop.slack.responses.length;
    await ben.press(answer, 'answer.show');
    const shown = await until(
      () => room.messages().find((each: Json) => /New:\s+1/.test(wordsOf(each))),
      'in the room',
    );
    expect(chartIn(shown!)).toBeUndefined();
    await until(() => room.messages().some((each: Json) => (each.files ?? []).length > 0), 'the picture in the room');
    expect(shop.slack.responses.length).toBe(before);
  });

  test('stats me is about the asker, for them alone, and nobody can show it', async () => {
    const shop = await begin();
    await shop.ben.command(shop.room, '/desk', 'stats me');
    const answer = await shop.sees(shop.ben, /no activity in this period/);
    expect(JSON.stringify(answer)).not.toContain('answer.show');
    expect(chartIn(answer)).toBeUndefined();
  });

  test('an admin gets every enquiry as a file in the direct message, and nobody else does', async () => {
    const shop = await begin();
    await shop.ben.command(shop.room, '/desk', 'export');
    await shop.sees(shop.ben, /Only admins/);
    await shop.ann.command(shop.room, '/desk', 'export');
    await shop.sees(shop.ann, /1 enquiry, one row each/);
    const [file] = await picturesFor(shop, shop.ann);
    expect(file.name).toMatch(/^enquiries-\d{4}-\d\d-\d\d\.zip$/);
    expect(shop.room.messages().some((each: Json) => (each.files ?? []).length > 0)).toBe(false);
  });

  test('customers who wait long are named in the room, with links to their threads, and who is wanted is told', async () => {
    const shop = await begin();
    const { house } = shop.shop.running;
    const times = { within: { email: 60_000 }, escalateTo: [shop.ann.id] };
    await keepSetting(house.parts.store, 'answer-times', times);
    await house.loadSettings();
    await house.remind();
    expect(shop.room.messages().some((each: Json) => /waited/.test(wordsOf(each)))).toBe(false);
    const { engine } = shop.shop.running;
    await engine.rows('update enquiries set waiting_since = waiting_since - 90000', []);
    // As if the service had been there all the time.
    await engine.rows(`update schedules set version = 0 where id like '%:reminders'`, []);
    await house.remind();
    const said = await until(
      () => shop.room.messages().find((each: Json) => /waited too long/.test(wordsOf(each))),
      'the reminder',
    );
    expect(wordsOf(said!)).toMatch(/#1\s+Maya Patel has waited 1 min \(target 1 min\), nobody has it yet/);
    expect(JSON.stringify(said)).toContain('/archives/');
    await until(
      () =>
        shop.team
          .dm(shop.ann)
          .messages()
          .some((each: Json) => /In customers, a customer has waited too long/.test(wordsOf(each))),
      'the word to Ann',
    );
    await house.remind();
    await shop.idle();
    expect(shop.room.messages().filter((each: Json) => /waited too long/.test(wordsOf(each)))).toHaveLength(1);
  });
});
