/** `insight` and the weekly letter in Slack: words and quotes of rooms that whoever asks reads, one letter on Friday. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MINUTE } from '../../../../src/core/time.ts';
import { slackShopOfEach } from '../../../kit/each-slack-shop.ts';
import type { Json } from '../../../kit/far-sides/slack/shapes.ts';
import { type SmtpSide, startSmtp } from '../../../kit/far-sides/smtp.ts';
import { type PushedTime, pushedTime } from '../../../kit/pushed-time.ts';
import { type SlackShop, wordsOf } from '../../../kit/slack-shop.ts';
import { READERS, resolveAll, SECRET, tellShop, toldYaml, untilFriday, untilTomorrow, WHO } from '../../../kit/told.ts';

const BOSS = 'C0BOSSROOM1';
const openShop = slackShopOfEach();
let smtp: SmtpSide;
let time: PushedTime;
beforeEach(async () => {
  smtp = await startSmtp();
  time = pushedTime();
});
afterEach(() => smtp.stop());

async function begin(): Promise<SlackShop> {
  const open = await openShop({
    yaml: toldYaml(smtp.port, `rooms: [{ name: customers }, { name: boss, slack: ${BOSS} }]`),
    time,
    before: (_slack, team) => void team.channel('boss', { id: BOSS, private: true, members: [team.person('Ann')] }),
  });
  const { ann, ben, room, shop, idle } = open;
  await ben.command(room, '/desk', 'hours');
  await tellShop(shop, async number => void (await ann.command(room, '/desk', `move ${number} boss`)));
  await resolveAll(shop);
  await idle();
  return open;
}
const chartIn = (message: Json) => message.blocks.find((each: Json) => each.type === 'data_visualization');

test('insight week and month are words, a picture and quotes of the rooms that the asker reads, with links to their threads', async () => {
  const { ann, ben, room, sees } = await begin();
  for (const words of ['insight week', 'insight month']) {
    await ben.command(room, '/desk', words);
    const answer = await sees(ben, /What customers taught us\. This (?:week|month)/);
    const said = wordsOf(answer);
    expect(said).toMatch(/Asked:\s+3 new enquiries/);
    expect(said).toMatch(/About:\s+Kettles 2, Noise 1/);
    expect(said).toMatch(/“[^”]*(?:kettle|lid)[^”]*”/);
    expect(said).not.toMatch(SECRET);
    expect(said).not.toMatch(WHO);
    expect(chartIn(answer)).toMatchObject({ title: 'What customers asked about' });
    // The number behind a quote leads to its thread, in the room that Ben reads.
    const links = JSON.stringify(answer.blocks).match(/archives\/[A-Z0-9]+/g) ?? [];
    expect(links.length).toBeGreaterThan(0);
    expect(new Set(links)).toEqual(new Set([`archives/${room.id}`]));
  }
  await ann.command(room, '/desk', 'insight week');
  const all = wordsOf(await sees(ann, /What customers taught us/));
  expect(all).toMatch(/Asked:\s+6 new enquiries/);
  expect(all).toMatch(/Dispute 3/);
  expect(all).toMatch(/“[^”]*(?:solicitor|lawsuit)[^”]*”/);
});

test('the letter is seen by a person first, and on Friday it is with each reader and in the room once, though the mail server is down', async () => {
  const open = await begin();
  const { shop, room, ann, ben, sees, idle, until } = open;
  time.push(untilTomorrow(time.measure.now()));
  await ann.command(room, '/desk', 'letter');
  const preview = await sees(ann, /Nothing leaves before somebody presses Send/);
  await ben.command(room, '/desk', 'letter send');
  await sees(ben, /Only admins/);
  expect(smtp.mails).toEqual([]);
  await ann.press(preview, 'letter.send');
  await until(
    () => ann.dms().some(each => /From now on it goes every Friday at 16:00/.test(wordsOf(each))),
    'the word',
  );
  smtp.mood = 'is-busy';
  time.push(untilFriday(time.measure.now()));
  const inRoom = () => room.messages().filter(each => /What customers told us, /.test(wordsOf(each)));
  await until(() => inRoom()[0] ?? null, 'the letter in the room');
  await until(async () => {
    const rows = await shop.running.engine.rows<{ words: string | null }>('select words from letter_mails', []);
    return rows.length === READERS.length && rows.every(each => each.words !== null);
  }, 'each mail was tried');
  expect(smtp.mails).toEqual([]);
  smtp.mood = 'takes';
  time.push(16 * MINUTE);
  await until(() => smtp.mails.length >= READERS.length, 'the mails');
  time.push(16 * MINUTE);
  await idle();
  expect(smtp.mails.map(each => each.to[0]).sort()).toEqual([...READERS].sort());
  expect(inRoom()).toHaveLength(1);
  // Numbers of all rooms, words and names of what everybody reads.
  const { mail } = smtp.mails[0]!;
  for (const text of [`${mail.text}${mail.html}`, wordsOf(inRoom()[0]!)]) {
    expect(text).toContain('about 6 matters');
    expect(text).toMatch(/Kettles \(2\), Noise \(1\) and matters of rooms that not everybody reads \(3\)/);
    expect(text).not.toMatch(SECRET);
    expect(text).not.toMatch(WHO);
  }
  // Its quotes lead to their threads.
  expect(JSON.stringify(inRoom()[0]!.blocks)).toContain(`/archives/${room.id}/p`);
  const from = new Date(time.measure.now() - 7 * 24 * 60 * MINUTE).toISOString().slice(0, 10);
  await ann.command(room, '/desk', `stats all rooms ${from} yesterday`);
  expect(wordsOf(await sees(ann, /New:/))).toMatch(/New:\s+6\b/);
}, 180_000);
