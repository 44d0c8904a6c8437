/** Told once and privately: that a customer answered, and how it ended what somebody passed on. And what is resolved on a day. */
import { afterEach, describe, expect, test } from 'vitest';
import { practiceDesk } from '../../adapters/desks/practice/desk.ts';
import type { AnswerItem } from '../../adapters/desks/practice/records.ts';
import { parseHours } from '../../src/core/hours.ts';
import type { EnquiryId } from '../../src/core/ids.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../src/core/time.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { testClock } from '../kit/world.ts';

const open: TestHouse[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
const LONDON = parseHours({ timezone: 'Europe/London', weekly: { 'mon-fri': ['09:00-17:00'] } }).hours;
async function begin(options: Parameters<typeof openHouse>[0] = {}) {
  const shop = await openHouse(options);
  open.push(shop);
  const maya = async (text: string) => {
    const id = (await shop.provider.write('maya', text, { name: 'Maya' }))! as EnquiryId;
    await shop.settle();
    return id;
  };
  const id = await maya('My kettle rattles');
  await shop.as('Ann').press('enquiry.claim', id);
  const told = async (person: string) =>
    (await shop.house.parts.store.shelf('desk:practice').latest(`answers:practice:${person}`, 50)).map(
      each => (each.value as unknown as AnswerItem).text,
    );
  return { shop, id, maya, told, ann: shop.as('Ann'), ben: shop.as('Ben') };
}

describe('who wants to be told when they answer', () => {
  test('is told once, without the words, and never again', async () => {
    const { shop, id, maya, told, ben } = await begin();
    await ben.press('enquiry.follow', id);
    await ben.press('enquiry.follow', id);
    expect((await ben.privates(id)).map(each => each.words)).toEqual([
      'You will be told once, privately, when Maya answers.',
    ]);
    await maya('It is hateful and secret');
    await maya('And another thing');
    expect(await told('ben')).toEqual(['#1: Maya has answered. You asked to be told; this is all there is.']);
    expect(await told('ann')).toEqual([]);
    expect((await shop.house.parts.store.followers(id, 'answer')).length).toBe(0);
  });

  test('is told nothing after taking it back', async () => {
    const { id, maya, told, ben } = await begin();
    await ben.press('enquiry.follow', id);
    await ben.choose(id, 'Do not tell me');
    await maya('Hello?');
    expect(await told('ben')).toEqual([]);
  });

  test('is told nothing of a machine, of somebody blocked, or of a room they cannot read any more', async () => {
    let reads = true;
    const deskKind = {
      ...practiceDesk,
      open: (...given: Parameters<typeof practiceDesk.open>) => ({
        ...practiceDesk.open(...given),
        reads: async () => reads,
      }),
    };
    const { shop, id, maya, told, ben } = await begin({ deskKind });
    await ben.press('enquiry.follow', id);
    await shop.engine.rows(`update identities set standing = 'blocked'`, []);
    await maya('Hello?');
    expect(await told('ben')).toEqual([]);
    await shop.engine.rows(`update identities set standing = null`, []);
    reads = false;
    await maya('Hello again?');
    reads = true;
    await maya('And again?');
    expect(await told('ben')).toEqual([]);
  });

  test('is told when the shop opens, or when they are back, and not at night or in their ten minutes', async () => {
    const { shop, id, maya, told, ben } = await begin({ hours: LONDON });
    await ben.press('enquiry.follow', id);
    await ben.command('take 10');
    await maya('Hello?');
    expect((await told('ben')).filter(each => each.includes('answered'))).toEqual([]);
    await shop.pass(11 * MINUTE);
    expect((await told('ben')).filter(each => each.includes('answered'))).toHaveLength(1);
    await ben.press('enquiry.follow', id);
    shop.clock.advance(12 * HOUR);
    await maya('It is late, I know');
    expect((await told('ben')).filter(each => each.includes('answered'))).toHaveLength(1);
    await shop.pass(11 * HOUR);
    expect((await told('ben')).filter(each => each.includes('answered'))).toHaveLength(2);
  });
});

describe('who passed an enquiry on', () => {
  test('hears once how it ended, a minute after it did, and nothing of an end that was taken back', async () => {
    const { shop, id, told, ann, ben } = await begin();
    await ben.command('help');
    const to = (await shop.house.parts.store.staffByRef('practice:ben'))!.id;
    await ann.submit('handover.form', id, 'handover', { to });
    await ben.press('enquiry.resolve', id);
    await shop.pass(10_000);
    await ben.press('enquiry.reopen', id);
    await shop.pass(2 * MINUTE);
    expect(await told('ann')).toEqual([]);
    await ben.submit('resolve.form', id, 'resolve', { reason: 'Refund' });
    await shop.pass(2 * MINUTE);
    await ben.press('enquiry.reopen', id);
    await ben.press('enquiry.resolve', id);
    await shop.pass(2 * MINUTE);
    expect(await told('ann')).toEqual([
      "#1, Maya's enquiry that you passed on, has come to an end: it is resolved (Refund). Passing it on helped.",
    ]);
  });
});

describe('an enquiry that is to be resolved on a day', () => {
  /** Wednesday 3 June, 10:00 in London. */
  const WEDNESDAY: Instant = Date.UTC(2026, 5, 3, 9, 0);
  const planned = async (words = 'resolve 1 on friday') => {
    const made = await begin({ clock: testClock(WEDNESDAY), hours: LONDON, answerWithin: {} });
    const said = await made.ann.command(words);
    return { ...made, said };
  };

  test('says so on its card and in its thread, and is resolved then, without a word to the customer', async () => {
    const { shop, id, said } = await planned();
    expect(said).toBe('#1 will be resolved on Fri 5 Jun, 09:00 unless the customer writes.');
    expect((await shop.card(id)).statusWords).toBe('Will be resolved on Fri 5 Jun, 09:00 unless Maya writes');
    await shop.pass(46 * HOUR);
    expect((await shop.card(id)).status).not.toBe('resolved');
    await shop.pass(2 * HOUR);
    expect((await shop.card(id)).status).toBe('resolved');
    expect((await shop.thread(id)).lines.slice(-2)).toEqual([
      'Ann planned to resolve this on Fri 5 Jun, 09:00, unless Maya writes before.',
      'Maya did not write again, so this is resolved, as Ann planned.',
    ]);
    await shop.pass(HOUR);
    expect(shop.provider.delivered).toEqual([]);
    const events = await shop.house.parts.store.events(id);
    expect(events.map(each => each.event.type)).not.toContain('RatingAsked');
  });

  test('stays open when the customer writes; mere thanks change nothing', async () => {
    const writes = await planned();
    await writes.maya('It still rattles');
    expect((await writes.shop.card(writes.id)).statusWords).toBe('Open');
    await writes.shop.pass(3 * DAY);
    expect((await writes.shop.card(writes.id)).status).toBe('open');
    const thanks = await planned();
    await thanks.ann.write(thanks.id, 'It should be fine now');
    await thanks.ann.choose(thanks.id, 'Send');
    await thanks.shop.pass(MINUTE);
    await thanks.maya('Thank you!');
    await thanks.shop.pass(3 * DAY);
    expect((await thanks.shop.card(thanks.id)).status).toBe('resolved');
  });

  test('waits for a reply that is held or being written, and for its answer where that fails', async () => {
    const { shop, id, ann } = await planned('resolve 1 tomorrow');
    shop.clock.advance(22 * HOUR + 59 * MINUTE);
    await ann.write(id, 'One more thing');
    await shop.pass(2 * MINUTE);
    expect((await shop.card(id)).status).not.toBe('resolved');
    shop.provider.mood = 'refuses';
    await ann.choose(id, 'Send');
    await shop.pass(MINUTE);
    await shop.pass(DAY);
    // The customer does not have our answer: somebody has to look.
    expect((await shop.card(id)).status).toBe('open');
  });

  test('can be taken back, moved, and made by the forms; another day replaces the first', async () => {
    const { shop, id, ann } = await planned();
    await ann.press('enquiry.keep_open', id);
    expect((await shop.card(id)).statusWords).toBe('Open');
    await ann.submit('resolve.form', id, 'resolve', { reason: 'Kettle', when: '2026-06-04' });
    await ann.submit('snooze.form', id, 'snooze', { until: 'monday', afterwards: 'resolve' });
    await shop.pass(3 * DAY);
    expect((await shop.card(id)).statusWords).toBe('Will be resolved on Mon 8 Jun, 09:00 unless Maya writes');
    await shop.pass(3 * DAY);
    expect((await shop.card(id)).status).toBe('resolved');
  });

  test('is planned by its owner only, for a time that comes, and for an enquiry that they can read', async () => {
    const { shop, id, ann, ben } = await planned('resolve 1 on yesterday');
    expect((await shop.card(id)).status).toBe('open');
    expect(await ben.command('resolve 1 on friday')).toBe('Ann has this one. You can ask to take it over.');
    expect(await ann.command('resolve 99 on friday')).toBe('There is no enquiry #99.');
    expect(await ann.command('resolve on friday')).toContain('Say which enquiry');
    expect(await ann.command('resolve 1 on blursday')).toContain('resolve 17 on friday');
    expect(await ann.command('resolve 1 on friday unless they write')).toContain('Fri 5 Jun, 09:00');
    expect(await ann.command('resolve 1')).toBe('#1 is resolved.');
  });

  test('goes on after a restart, across a clock change, at the shop’s own time', async () => {
    const before = Date.UTC(2026, 9, 22, 9, 0);
    const made = await begin({ clock: testClock(before), hours: LONDON });
    expect(await made.ann.command('resolve 1 on monday')).toContain('Mon 26 Oct, 09:00');
    const again = await openHouse({
      ...{ clock: made.shop.clock, hours: LONDON, engine: made.shop.engine, instance: 'two' },
    });
    made.shop.clock.advance(Date.UTC(2026, 9, 26, 8, 59) - before);
    await again.settle();
    expect((await again.card(made.id)).status).not.toBe('resolved');
    made.shop.clock.advance(2 * MINUTE);
    await again.settle();
    expect((await again.card(made.id)).status).toBe('resolved');
  });
});

describe('who is stuck', () => {
  test('asks the room with one press, keeps the enquiry, and asks once', async () => {
    const { shop, id, ann } = await begin();
    await ann.press('enquiry.stuck', id);
    await ann.press('enquiry.stuck', id);
    const bumps = (await shop.room()).filter(each => each.as === 'bump').map(each => each.words);
    expect(bumps).toEqual([
      `Ann would like some help with Maya's enquiry: "My kettle rattles" If you know it, write in this thread.`,
    ]);
    expect((await shop.card(id)).owner).toBe('Ann');
    expect((await ann.privates(id)).at(-1)!.words).toContain('The room has been asked.');
  });

  test('asks with what the customer needs, and with nothing of what is aimed at staff', async () => {
    const { shop, id, maya, ann } = await begin();
    await maya('You are all useless scum. Where is my refund for order 4471?');
    await ann.press('enquiry.stuck', id);
    const [bump] = (await shop.room()).filter(each => each.as === 'bump').map(each => each.words!);
    expect(bump).toContain('refund');
    expect(bump).not.toMatch(/scum|useless/);
  });
});

describe('who has had two hard ones today', () => {
  test('is told alone that the next need not be theirs, and passes it on with one press', async () => {
    const { shop, id, ann } = await begin();
    const aimed = JSON.stringify({ level: 'aimed', score: 900, gist: null });
    await ann.press('enquiry.release', id);
    for (const name of ['Rude', 'Ruder']) {
      const other = (await shop.provider.write(name, 'You idiots', { name }))!;
      await shop.settle();
      await ann.press('enquiry.claim', other);
    }
    await shop.engine.rows('update messages set shield = ?', [aimed]);
    await ann.press('enquiry.claim', id);
    expect((await ann.privates(id)).map(each => each.words)).toEqual([
      'This one may be rough, and it is not the first today. You can leave it to somebody else, or take ten minutes.',
    ]);
    expect(await shop.as('Ben').privates(id)).toEqual([]);
    await ann.choose(id, 'Offer it to the room');
    expect(await ann.privates(id)).toEqual([]);
    await shop.as('Ben').press('enquiry.claim', id);
    expect((await shop.card(id)).owner).toBe('Ben');
    expect((await shop.thread(id)).lines.join()).not.toMatch(/hard|rough|two/);
  });
});
