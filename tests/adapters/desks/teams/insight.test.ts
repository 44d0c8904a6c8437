/** `insight` and the weekly letter in Teams: words and quotes of rooms that whoever asks reads, one letter on Friday. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { MINUTE } from '../../../../src/core/time.ts';
import { teamsShopOfEach } from '../../../kit/each-teams-shop.ts';
import { type SmtpSide, startSmtp } from '../../../kit/far-sides/smtp.ts';
import { partsOf, wordsOf } from '../../../kit/far-sides/teams/cards.ts';
import { type PushedTime, pushedTime } from '../../../kit/pushed-time.ts';
import type { TeamsShop, TeamsShopOptions } from '../../../kit/teams-shop.ts';
import { READERS, resolveAll, SECRET, tellShop, toldYaml, untilFriday, untilTomorrow, WHO } from '../../../kit/told.ts';
import { until } from '../../../kit/world.ts';

const openShop = teamsShopOfEach();
let smtp: SmtpSide;
let time: PushedTime;
beforeEach(async () => {
  smtp = await startSmtp();
  time = pushedTime();
});
afterEach(() => smtp.stop());

async function begin(): Promise<TeamsShop> {
  const options: TeamsShopOptions = {
    time,
    env: { TEAMS_ROOM: '' },
    before: (_teams, team) => {
      const boss = team.channel('boss', { type: 'private', members: [] });
      const customers = team.channel('customers');
      const rooms = `rooms: [{ name: customers, teams: '${customers.id}' }, { name: boss, teams: '${boss.id}' }]`;
      options.yaml = toldYaml(smtp.port, rooms);
    },
  };
  const open = await openShop(options);
  const { ann, ben, room, shop, idle, team } = open;
  await team.channel('boss').join(ann);
  await ben.slash(room, 'hours');
  await tellShop(shop, async number => void (await ann.slash(room, `move ${number} boss`)));
  await resolveAll(shop);
  await idle();
  return open;
}

test('insight week and month are words, a picture and quotes of the rooms that the asker reads, with links to their threads', async () => {
  const { ann, ben, room, sees, team } = await begin();
  for (const words of ['insight week', 'insight month']) {
    await ben.slash(room, words);
    const answer = await sees(ben, new RegExp(`What customers taught us\\. This ${words.split(' ')[1]}`));
    const said = wordsOf(answer);
    expect(said).toMatch(/Asked:?\s+3 new enquiries/);
    expect(said).toMatch(/About:?\s+Kettles 2, Noise 1/);
    expect(said).toMatch(/“[^”]*(?:kettle|lid)[^”]*”/);
    expect(said).not.toMatch(SECRET);
    expect(said).not.toMatch(WHO);
    const parts = partsOf(answer.card);
    expect(parts.some(each => /^(?:Image|Chart)/.test(each.type))).toBe(true);
    const links = JSON.stringify(answer.card);
    expect(links).toContain('/l/message/');
    expect(links).not.toContain(encodeURIComponent(team.channel('boss').id));
  }
  await ann.slash(room, 'insight week');
  const all = wordsOf(await sees(ann, /What customers taught us/));
  expect(all).toMatch(/Asked:?\s+6 new enquiries/);
  expect(all).toMatch(/Dispute 3/);
  expect(all).toMatch(/“[^”]*(?:solicitor|lawsuit)[^”]*”/);
});

test('the letter is seen by a person first, and on Friday it is with each reader and in the channel once, though the mail server is down', async () => {
  const { shop, room, ann, ben, sees, idle } = await begin();
  time.push(untilTomorrow(time.measure.now()));
  await ann.slash(room, 'letter');
  const preview = await sees(ann, /Nothing leaves before somebody presses Send/);
  await ben.slash(room, 'letter send');
  await sees(ben, /Only admins/);
  expect(smtp.mails).toEqual([]);
  await ann.press(preview, 'letter.send');
  await sees(ann, /From now on it goes every Friday at 16:00/);
  smtp.mood = 'is-busy';
  time.push(untilFriday(time.measure.now()));
  const inRoom = () => room.posts().filter(each => /What customers told us, /.test(wordsOf(each)));
  await until(() => inRoom()[0] ?? null, 'the letter in the channel');
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
  const { mail } = smtp.mails[0]!;
  for (const text of [`${mail.text}${mail.html}`, wordsOf(inRoom()[0]!)]) {
    expect(text).toContain('about 6 matters');
    expect(text).toMatch(/Kettles \(2\), Noise \(1\) and matters of rooms that not everybody reads \(3\)/);
    expect(text).not.toMatch(SECRET);
    expect(text).not.toMatch(WHO);
  }
  // Its quotes lead to their threads.
  expect(JSON.stringify(inRoom()[0]!.card)).toContain('/l/message/');
  const from = new Date(time.measure.now() - 7 * 24 * 60 * MINUTE).toISOString().slice(0, 10);
  await ann.slash(room, `stats all rooms ${from} yesterday`);
  expect(wordsOf(await sees(ann, /New:?/))).toMatch(/New:?\s+6\b/);
}, 180_000);
