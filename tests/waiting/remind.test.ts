/** Answering on time: floods, what changed between finding and saying, several processes, and who is told. */
import { afterEach, describe, expect, test } from 'vitest';
import type { AnswerItem } from '../../adapters/desks/practice/records.ts';
import { parseHours } from '../../src/core/hours.ts';
import type { EnquiryId, RoomId } from '../../src/core/ids.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import { job } from '../../src/ports/jobs.ts';
import type { StaffAction } from '../../src/ports/staff.ts';
import { remindersDue } from '../../src/waiting/due.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { testClock } from '../kit/world.ts';

const open: TestHouse[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
const begin = async (options: Parameters<typeof openHouse>[0] = {}) => {
  const shop = await openHouse({ answerWithin: { post: HOUR }, ...options });
  // The first look of all begins from now.
  await shop.house.remind();
  open.push(shop);
  return shop;
};
const WAITED = /waited too long|Due soon/;
const said = async (shop: TestHouse) =>
  (await shop.room()).filter(each => each.as === 'notice' && WAITED.test(each.words ?? '')).map(each => each.words!);
/** What the house does every minute. */
const minute = async (shop: TestHouse) => {
  await shop.house.remind();
  await shop.settle();
};
const told = async (shop: TestHouse, person: string) =>
  (await shop.house.parts.store.shelf('desk:practice').latest(`answers:practice:${person}`, 50)).map(
    each => (each.value as unknown as AnswerItem).text,
  );

describe('a reminder', () => {
  test('comes once at three quarters and once when the time has passed, and says nothing of staff', async () => {
    const shop = await begin();
    const id = (await shop.provider.write('maya', 'My kettle rattles', { name: 'Maya' }))!;
    await shop.settle();
    await shop.as('Ben').press('enquiry.claim', id);
    for (let i = 0; i < 90; i++) {
      shop.clock.advance(MINUTE);
      await minute(shop);
    }
    const all = await said(shop);
    expect(all.map(each => each.split('\n')[0])).toEqual(['Due soon:', 'This customer has waited too long:']);
    expect(all.join()).not.toContain('Ben');
  });

  test('is not for the snoozed, the answered, spam, the resolved, or hours in which nobody is there', async () => {
    const hours = parseHours({ timezone: 'Europe/London', weekly: { 'mon-fri': ['10:00-11:00'] } }).hours;
    const shop = await begin({ hours, answerWithin: { post: 30 * MINUTE } });
    const ids: string[] = [];
    for (const name of ['a', 'b', 'c', 'd']) ids.push((await shop.provider.write(name, 'Hello', { name }))!);
    await shop.settle();
    const ann = shop.as('Ann');
    await ann.press('enquiry.spam', ids[0]!);
    await ann.press('enquiry.resolve', ids[1]!);
    await ann.submit('snooze.form', ids[2]!, 'snooze', { until: 'tomorrow' });
    await ann.write(ids[3]!, 'Dear d');
    await ann.choose(ids[3]!, 'Send');
    await shop.pass(MINUTE);
    const night = (await shop.provider.write('e', 'Hello', { name: 'e' }))!;
    await shop.settle();
    expect(night).toBeTruthy();
    // MONDAY_9 is 10:00 in London: open for an hour, then closed.
    shop.clock.advance(2 * HOUR);
    for (let i = 0; i < 5; i++) await minute(shop);
    expect(await said(shop)).toEqual([]);
  });

  test('is said by one of two processes that look at the same moment', async () => {
    const clock = testClock();
    const one = await begin({ clock });
    const two = await begin({ clock, engine: one.engine, instance: 'two', provider: one.provider });
    for (const name of ['a', 'b', 'c']) await one.provider.write(name, 'Hello', { name });
    await one.settle();
    clock.advance(2 * HOUR);
    await Promise.all([one.house.remind(), two.house.remind(), one.house.remind()]);
    await Promise.all([one.settle(), two.settle()]);
    expect(await said(one)).toHaveLength(1);
  });

  // src/app/house.ts remind + src/waiting/due.ts IN_ONE_MAX: 50 are marked a minute, and each minute posts a
  // message of its own, of which five are named. On the first start after the update (or after a target is set, an
  // import, a holiday) 200 old enquiries are four messages and four direct messages to each person to be told; 2,000 are
  // 40. Mark all that are due at once, and say them in one line ("and 195 more: type open").
  test('of 200 old enquiries at the first look is one message in the room, and one to whoever is told', async () => {
    const shop = await begin({ escalateTo: ['Ann'] });
    await shop.as('Ann').command('help');
    for (let i = 0; i < 200; i++) await shop.provider.write(`c${i}`, 'Hello', { name: `C${i}` });
    await shop.settle();
    shop.clock.advance(2 * HOUR);
    for (let i = 0; i < 6; i++) {
      await minute(shop);
      shop.clock.advance(MINUTE);
    }
    const escalated = (await told(shop, 'ann')).filter(each => /waited too long/.test(each));
    expect([(await said(shop)).length, escalated.length]).toEqual([1, 1]);
  });

  test('of thirty that are only soon due calls none of them late, and counts each once', async () => {
    const shop = await begin({ escalateTo: ['Ann'] });
    await shop.as('Ann').command('help');
    for (let i = 0; i < 30; i++) await shop.provider.write(`c${i}`, 'Hello', { name: `C${i}` });
    await shop.settle();
    shop.clock.advance(50 * MINUTE);
    await minute(shop);
    const [notice] = await said(shop);
    expect(notice).toMatch(/^Due soon:\n(#.*\n){5}and 25 more: type open$/);
    expect((await told(shop, 'ann')).filter(each => /waited too long/.test(each))).toEqual([]);
  });

  // src/waiting/due.ts markOf keeps what was said in `seen`, which housekeeping empties after SEEN_FOR (7 days,
  // src/app/house.ts): everything that is still open is announced as new again, every week, in packs of 50 a minute.
  test('is not given again after a week', async () => {
    const shop = await begin();
    await shop.provider.write('maya', 'Hello', { name: 'Maya' });
    await shop.settle();
    shop.clock.advance(2 * HOUR);
    await minute(shop);
    expect(await said(shop)).toHaveLength(1);
    shop.clock.advance(8 * DAY);
    await shop.house.parts.recorder.enqueue([job('housekeeping', 'housekeeping', {})]);
    await shop.settle();
    await minute(shop);
    expect(await said(shop)).toHaveLength(1);
  });

  // src/waiting/say.ts stillWaiting looks whether a customer waits, not whether it is the same wait or long enough: a
  // reminder that was held up (Slack away, room without a place, busy lane) says that somebody has waited 0 s under "too long".
  test('that was held up does not blame the team for a customer who has just written again', async () => {
    const shop = await begin();
    const id = (await shop.provider.write('maya', 'Hello', { name: 'Maya' }))!;
    await shop.settle();
    shop.clock.advance(2 * HOUR);
    const { rooms, marks } = await remindersDue(shop.house.parts);
    // The job comes later than what happens now.
    await shop.as('Ann').write(id, 'Dear Maya');
    await shop.as('Ann').choose(id, 'Send');
    await shop.pass(MINUTE);
    await shop.provider.write('maya', 'And another thing', { name: 'Maya' });
    await shop.settle();
    await shop.house.parts.recorder.enqueue(
      rooms.map(due => job('room.remind', `remind:${due.roomId}`, due)),
      marks,
    );
    await shop.settle();
    expect(await said(shop)).toEqual([]);
  });

  // src/waiting/say.ts showReminder trusts the room of the moment in which it was found: who was moved since is named
  // to a room that does not see them any more. Compare each enquiry's roomId with the room that is written to.
  test('does not name a customer to a room from which the enquiry was moved meanwhile', async () => {
    const shop = await begin();
    const { store, recorder, workspaceId } = shop.house.parts;
    const [first] = await store.rooms();
    const row = {
      ...first!,
      id: shop.house.parts.ids.make('room') as RoomId,
      name: 'returns',
      workspaceId,
      deskRef: null,
    };
    await store.commit([{ do: 'insert', table: 'rooms', row: row as never }]);
    const id = (await shop.provider.write('maya', 'It is private', { name: 'Maya' }))!;
    await shop.settle();
    shop.clock.advance(2 * HOUR);
    const { rooms, marks } = await remindersDue(shop.house.parts);
    await shop.as('Ann').command('move 1 returns');
    expect((await store.enquiry(id as EnquiryId))!.roomId).toBe(row.id);
    await recorder.enqueue(
      rooms.map(due => job('room.remind', `remind:${due.roomId}`, due)),
      marks,
    );
    await shop.settle();
    expect(await said(shop)).toEqual([]);
  });

  // src/store/queries/figures.ts waiting: nobody looks at identities.standing. Somebody who was blocked is not kept waiting.
  test('is not given for somebody who was blocked', async () => {
    const shop = await begin();
    await shop.provider.write('troll', 'Hello', { name: 'Troll' });
    await shop.settle();
    await shop.engine.rows(`update identities set standing = 'blocked'`, []);
    shop.clock.advance(2 * HOUR);
    await minute(shop);
    expect(await said(shop)).toEqual([]);
  });
});

describe('whoever is told when the time has passed', () => {
  const act = (shop: TestHouse, deskRef: string, name: string, admin: boolean) =>
    shop.house
      .act({
        id: `x-${deskRef}`,
        by: { deskRef, name, admin },
        do: 'command',
        room: null,
        words: 'help',
      } as StaffAction)
      .then(() => shop.settle());
  const passed = async (shop: TestHouse) => {
    await shop.provider.write('maya', 'It is private', { name: 'Maya' });
    await shop.settle();
    shop.clock.advance(2 * HOUR);
    await minute(shop);
  };

  test('is told once, and of the near ones not at all', async () => {
    const shop = await begin({ escalateTo: ['Ann'] });
    await act(shop, 'practice:ann', 'Ann', true);
    await passed(shop);
    await minute(shop);
    expect((await told(shop, 'ann')).filter(each => /waited too long/.test(each))).toHaveLength(1);
  });

  // src/waiting/say.ts peopleToTell: the first of the staff whose shown name is the same. In Slack everybody chooses
  // that name: who calls themselves like the manager gets the customers' names of every room, and the manager nothing.
  // Tell all of that name who are admins, or take ids only (a form with a people picker), and say so when it is unclear.
  test('is the manager, not somebody who took their name', async () => {
    const shop = await begin({ escalateTo: ['Mia'] });
    await act(shop, 'practice:a-trickster', 'Mia', false);
    await act(shop, 'practice:mia', 'Mia', true);
    await passed(shop);
    const each = async (who: string) => (await told(shop, who)).filter(text => /waited too long/.test(text)).length;
    expect([await each('a-trickster'), await each('mia')]).toEqual([0, 1]);
  });

  // src/waiting/say.ts peopleToTell: a name that nobody has (misspelt, or a manager who never typed a command here) is
  // left out without a word, and src/settings/save.ts saveAnswer says "Saved.". Nobody is told, ever, and nobody knows.
  test('and whom nobody knows is named to an admin: saved with a hint, or in the log, or in health', async () => {
    const shop = await begin({ escalateTo: ['Miaa'] });
    await act(shop, 'practice:mia', 'Mia', true);
    await passed(shop);
    const health = JSON.stringify(await shop.house.health());
    expect(`${JSON.stringify(shop.log.lines)}${health}`).toContain('Miaa');
  });
});
