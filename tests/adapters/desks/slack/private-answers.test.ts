/** Answers, pictures and files in Slack on bad days: what is private stays private, and what is said is said once. */
import { afterEach, describe, expect, test } from 'vitest';
import { HOUR } from '../../../../src/core/time.ts';
import { keepSetting } from '../../../../src/settings/keep.ts';
import type { Json } from '../../../kit/far-sides/slack/shapes.ts';
import { openSlackShop, type SlackShop, type SlackShopOptions, wordsOf } from '../../../kit/slack-shop.ts';
import { until } from '../../../kit/world.ts';

let open: SlackShop | null = null;
afterEach(async () => {
  await open?.stop();
  open = null;
});
const begin = async (options: SlackShopOptions = {}) => {
  open = await openSlackShop(options);
  await open.shop.mail({ from: 'Maya Patel <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
  await open.cards(1);
  return open;
};
const house = (shop: SlackShop) => shop.shop.running.workspaces.all()[0]!.house;
const files = (messages: Json[]) => messages.flatMap((each: Json) => each.files ?? []);
/** What everybody in the room can read. */
const inRoom = (shop: SlackShop) => shop.room.messages();

describe('a private answer', () => {
  test('stays private whatever Slack refuses: the chart, the address to answer to, the words', async () => {
    const shop = await begin({ slack: { unknownBlocks: ['data_visualization'] } });
    const { ben, ann, room, team, slack } = shop;
    slack.fail('files.getUploadURLExternal', { error: 'internal_error' }, 2);
    await ben.command(room, '/desk', 'stats');
    await ben.command(room, '/desk', 'stats me');
    await ben.command(room, '/desk', 'stats by channel');
    await until(
      () =>
        [...ben.ephemerals(), ...team.dm(ben).messages()].filter((each: Json) =>
          /no activity in this period/.test(wordsOf(each)),
        ).length > 0,
      'stats me',
    );
    await shop.idle();
    expect(
      inRoom(shop).filter((each: Json) => /New:\s+1|no activity in this period/.test(`${each.text} ${wordsOf(each)}`)),
    ).toEqual([]);
    expect(files(inRoom(shop))).toEqual([]);
    expect(ann.ephemerals().filter((each: Json) => /New:\s+1|no activity in this period/.test(wordsOf(each)))).toEqual(
      [],
    );
    // Nothing was ever sent as a word for everybody.
    expect(slack.responses.filter(each => each.body.response_type === 'in_channel')).toEqual([]);
  });

  test('of an export goes into the admin’s direct message, and nowhere else; others get none', async () => {
    const shop = await begin();
    const { ben, ann, room, team } = shop;
    await ben.command(room, '/desk', 'export');
    await shop.sees(ben, /Only admins can export/);
    await ann.command(room, '/desk', 'export');
    const [file] = await until(() => {
      const found = files(team.dm(ann).messages());
      return found.length ? found : null;
    }, 'the file');
    expect(file.name).toMatch(/^enquiries-.*\.zip$/);
    await shop.idle();
    expect(files(inRoom(shop))).toEqual([]);
    expect(files(team.dm(ben).messages())).toEqual([]);
  });

  test('by mention in the room is still seen by the asker only', async () => {
    const shop = await begin({ slack: { unknownBlocks: ['data_visualization'] } });
    await shop.ben.say(shop.room, 'stats', { mentionBot: true });
    await shop.sees(shop.ben, /New:\s+1/);
    await shop.idle();
    expect(inRoom(shop).filter((each: Json) => /New:\s+1/.test(wordsOf(each)))).toEqual([]);
    expect(files(inRoom(shop))).toEqual([]);
  });

  // adapters/desks/slack/actions/say.ts `answer`: the words go first and are kept nowhere as said; when the file behind them fails
  // (TryLater), the whole action runs again: the words are said again by the response_url (up to five times, then in the
  // direct message), and every row is read and zipped again. Remember that a key was said (shelf), or send the file first.
  test('is said once, though the file behind it was taken at the third try only', async () => {
    const shop = await begin();
    const { ann, room, team, slack } = shop;
    slack.fail('files.getUploadURLExternal', 'reset-before', 2);
    await ann.command(room, '/desk', 'export');
    await shop.until(() => files(team.dm(ann).messages()).length > 0, 'the file', 25_000);
    const said = [...ann.ephemerals(), ...team.dm(ann).messages()].filter((each: Json) =>
      /one row each/.test(wordsOf(each)),
    );
    expect(said).toHaveLength(1);
  });

  test('is said once, with what to do, when Slack lets us hand out no files', async () => {
    const shop = await begin();
    const { ann, room, team, slack } = shop;
    slack.fail('files.getUploadURLExternal', { error: 'missing_scope', needed: 'files:write' }, 99);
    await ann.command(room, '/desk', 'export');
    await shop.sees(ann, /one row each/);
    await shop.idle();
    const all = [...ann.ephemerals(), ...team.dm(ann).messages()];
    const said = all.filter((each: Json) => /one row each/.test(wordsOf(each)));
    const helped = all.some((each: Json) =>
      /files:write|reinstall|could not be (sent|uploaded|handed)/i.test(wordsOf(each)),
    );
    expect([said.length, helped]).toEqual([1, true]);
  });
});

describe('shown in the room', () => {
  // src/acts/ask.ts showInRoom: keyed by the press. Slack shows nothing for a moment, people tap again.
  test('once, though the button was tapped twice', async () => {
    const shop = await begin();
    const { ben, room } = shop;
    await ben.command(room, '/desk', 'stats');
    const answer = await shop.sees(ben, /New:\s+1/);
    await ben.press(answer, 'answer.show');
    await ben.press(answer, 'answer.show');
    await until(() => inRoom(shop).some((each: Json) => /New:\s+1/.test(wordsOf(each))), 'in the room');
    await shop.idle();
    expect(inRoom(shop).filter((each: Json) => /New:\s+1/.test(wordsOf(each)))).toHaveLength(1);
  });
});

describe('an escalation', () => {
  test('reaches the others though one of those to be told is gone', async () => {
    const made = await openSlackShop();
    open = made;
    await made.shop.mail({ from: 'Maya <maya@example.com>', subject: 'The lid', text: 'It rattles.' });
    await made.cards(1);
    const { running } = made.shop;
    const { parts } = house(made);
    const times = { within: { email: HOUR }, escalateTo: ['U0NOBODY001', made.ann.id] };
    await keepSetting(parts.store, 'answer-times', times);
    await running.house.loadSettings();
    await running.house.remind();
    await running.engine.rows('update enquiries set waiting_since = waiting_since - ?', [2 * HOUR]);
    // As if the service had been there all the time.
    await running.engine.rows(`update schedules set version = 0 where id like '%:reminders'`, []);
    await running.house.remind();
    await until(() => made.room.messages().some((each: Json) => /waited too long/.test(wordsOf(each))), 'the reminder');
    await until(
      () =>
        made.team
          .dm(made.ann)
          .messages()
          .some((each: Json) => /waited too long/.test(wordsOf(each))),
      'the word to Ann',
    );
  });
});
