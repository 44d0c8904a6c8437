/** What is older than it is kept goes at night: on both databases, from the command to the card. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemIds } from '../../src/app/world.ts';
import type { EnquiryId } from '../../src/core/ids.ts';
import type { Retention } from '../../src/core/retention.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import { parsePeriod } from '../../src/figures/period.ts';
import { makeReport } from '../../src/figures/report.ts';
import { cutoffsOf, nightState, noteShown, retainOn } from '../../src/handling/retention.ts';
import type { Op } from '../../src/ports/store.ts';
import { keepSetting } from '../../src/settings/keep.ts';
import { makeRetaining } from '../../src/store/erase/retaining.ts';
import { workspaceStore } from '../../src/store/store.ts';
import { measureAll } from '../../src/transfer/remeasure.ts';
import { answered, asks } from '../kit/answered.ts';
import { engineKinds } from '../kit/engines.ts';
import { openHouse, type Person, type TestHouse } from '../kit/house.ts';
import { mortal } from '../kit/mortal.ts';
import { plantedInTables } from '../kit/planted.ts';
import { randomFrom } from '../kit/world.ts';

const rules = (texts: number | null, files = texts, raws = files): Retention => ({
  everywhere: { texts, files, raws },
  channels: {},
});

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`on ${kind.name}`, () => {
    let opened: Awaited<ReturnType<typeof kind.open>>;
    let shop: TestHouse;
    let ann: Person;
    const parts = () => shop.house.parts;
    /** To three in the morning of the next day, a day at a time: the house of a shop that runs. */
    const night = async (nights = 1) => {
      for (let n = 0; n < nights; n++) {
        const today = Math.floor(shop.clock.now() / DAY) * DAY;
        const three = today + 3 * HOUR + MINUTE;
        await shop.pass((three > shop.clock.now() ? three : three + DAY) - shop.clock.now());
        await shop.house.retain();
        await shop.settle();
      }
    };
    /** A shop that ran every night meanwhile, without a night for each. */
    const ageBy = async (days: number) => {
      await shop.pass(days * DAY);
      const value = { ...(await nightState(parts())), seen: shop.clock.now() };
      await keepSetting(parts().store, 'retention-night', value as never);
      await night();
    };
    /** As an admin confirmed it. */
    const switchOn = async (given: Retention) => {
      await keepSetting(parts().store, 'retention-proposed', given as never);
      const { buttons } = await ann.asks('retention');
      return (await ann.presses(buttons[0]!)).text;
    };

    beforeEach(async () => {
      opened = await kind.open();
      shop = await openHouse({ engine: opened.engine });
      ann = shop.as('Ann');
      await ann.command('help');
    });
    afterEach(async () => {
      await shop.close();
      await opened.close();
    });

    test('rules that are confirmed in the moment in which a night writes how far it is change nothing of that', async () => {
      const { store } = parts();
      const far = { ...(await nightState(parts())), night: '2026-11-16', step: 'files', place: 'p9' };
      const between = () => keepSetting(store, 'retention-night', far as never);
      const commit: typeof store.commit = async ops => {
        await between();
        return store.commit(ops);
      };
      await noteShown({ ...parts(), store: { ...store, commit } }, rules(100));
      const now = await nightState(parts());
      expect(now).toMatchObject({ night: '2026-11-16', step: 'files', place: 'p9' });
      expect(now.shown).toBe(JSON.stringify([[100, 100, 100]]));
    });

    test('nothing goes while it is off, however old it is', async () => {
      const id = await answered(shop, 'The lid rattles', 'A new one comes');
      await shop.pass(800 * DAY);
      await night(2);
      expect((await parts().store.messages(id))[0]?.text).toBe('The lid rattles');
      expect(await ann.command('retention')).toMatch(/^Everything is kept for ever\./);
    });

    test('an admin is shown what would go and confirms it; nothing is gone before, and then the old texts are', async () => {
      const old = await answered(shop, 'The lid rattles', 'A new one comes', { subject: 'Lid', name: 'Maya Patel' });
      await shop.pass(50 * DAY);
      const young = await answered(shop, 'The plug sparks', 'Pull it out');
      const open = await asks(shop, 'Where is it?');
      expect(await ann.command('retention texts 0')).toMatch(/^0 days is too short: .* Write 30 or more/);
      expect(await shop.as('Ben').command('retention texts 40')).toMatch(/^Only admins/);
      const { text, buttons } = await ann.asks('retention texts 40');
      expect(text).toContain('From the next night on this would go: the texts of 1 enquiry, 1 mail as it came');
      expect(text).toContain('What is gone cannot be brought back.');
      expect(buttons.map(each => each.label)).toEqual(['Switch it on', 'Leave it as it is']);
      await night();
      expect((await parts().store.messages(old))[0]?.text).toBe('The lid rattles');
      const again = await ann.asks('retention');
      expect((await ann.presses(again.buttons[0]!)).text).toMatch(
        /^Switched on\. Kept: texts 40 days, files 40 days, mails as they came 40 days\. It begins/,
      );
      await night();
      expect(await plantedInTables(opened.engine, ['rattles', 'A new one comes'])).toEqual([]);
      expect((await parts().store.messages(young))[0]?.text).toBe('The plug sparks');
      expect((await parts().store.messages(open))[0]?.text).toBe('Where is it?');
      const card = await shop.card(old);
      expect([card.message.text, card.message.customer, card.subject]).toEqual([
        'Texts removed after 40 days.',
        'Maya Patel',
        null,
      ]);
      expect([card.buttons, card.menu]).toEqual([[], []]);
      expect(await ann.command('retention')).toMatch(
        /Removed in the night of .*: the texts of 1 enquiry, 1 mail as it came/,
      );
    });

    test('what is open, waits, snoozes or was touched since stays, however old', async () => {
      const waiting = await asks(shop, 'I wait since long');
      const touched = await answered(shop, 'Touched lately', 'Yes');
      await switchOn(rules(30));
      await ageBy(25);
      await ann.press('enquiry.reopen', touched);
      await ann.press('enquiry.resolve', touched);
      await ageBy(10);
      for (const [id, words] of [
        [waiting, 'I wait since long'],
        [touched, 'Touched lately'],
      ] as const)
        expect((await parts().store.messages(id))[0]?.text).toBe(words);
      expect((await nightState(parts())).removed.enquiries).toBe(0);
    });

    test('what was promised, and what an open finding is to answer, stays until that is over', async () => {
      const { store, workspaceId, clock } = parts();
      const ids = [
        await answered(shop, 'Promised to call', 'In spring'),
        await answered(shop, 'The handle is loose', 'We look into it'),
        await answered(shop, 'The lid rattles', 'A new one comes'),
      ] as const;
      const texts = () => Promise.all(ids.map(async id => (await store.messages(id))[0]?.text));
      const at = clock.now();
      const [staff] = await store.allStaff();
      const finding = {
        id: 'find_1',
        workspaceId,
        version: 1,
        what: 'finding',
        number: 1,
        title: 'Handles',
        ownerId: null,
      };
      const more = {
        nextStep: null,
        state: 'new',
        notice: null,
        sites: null,
        createdAt: at,
        changedAt: at + 30 * DAY,
        endedAt: null,
      };
      const reminder = { id: 'rem_1', workspaceId, enquiryId: ids[0], staffId: staff!.id, dueAt: at + 300 * DAY };
      await store.commit([
        { do: 'insert', table: 'reminders', row: { ...reminder, words: 'call', doneAt: null } },
        { do: 'insert', table: 'gatherings', row: { ...finding, ...more } },
        {
          do: 'insert',
          table: 'gathered',
          row: { id: 'g_1', workspaceId, gatheringId: 'find_1', enquiryId: ids[1], at },
        },
      ] as never);
      await switchOn(rules(40));
      await ageBy(50);
      expect(await texts()).toEqual(['Promised to call', 'The handle is loose', '']);
      // By now nobody has touched the finding for as long.
      await ageBy(45);
      expect(await texts()).toEqual(['Promised to call', '', '']);
      await store.commit([{ do: 'update', table: 'reminders', id: 'rem_1', set: { doneAt: clock.now() } }] as never);
      await night(2);
      expect(await texts()).toEqual(['', '', '']);
    });

    test('mails as they came go first, then files, then texts', async () => {
      const id = await answered(shop, 'The lid rattles', 'A new one comes');
      const raws = () => opened.engine.rows<{ n: number }>('select length(bytes) as n from raws', []);
      await switchOn(rules(90, 60, 30));
      await ageBy(25);
      expect(Number((await raws())[0]!.n)).toBeGreaterThan(0);
      await ageBy(10);
      expect((await raws()).map(each => Number(each.n))).toEqual([0]);
      expect((await parts().store.messages(id))[0]?.text).toBe('The lid rattles');
      await ageBy(60);
      expect((await parts().store.messages(id))[0]?.text).toBe('');
    });

    test('a customer who writes to an emptied enquiry is heard in a new one that says which it follows', async () => {
      const from = 'maya@example.com';
      const id = await answered(shop, 'The lid rattles', 'A new one comes', { from });
      await switchOn(rules(30));
      await ageBy(35);
      expect((await parts().store.enquiry(id))?.keptDays).toBe(30);
      const later = await asks(shop, 'It rattles once more', { from });
      expect(later).not.toBe(id);
      expect((await parts().store.enquiry(later))?.linkedTo).toBe(id);
      expect((await parts().store.messages(later))[0]?.text).toBe('It rattles once more');
      expect((await parts().store.messages(id)).map(each => each.text)).toEqual(['', '']);
      await ann.write(id, 'What was it?');
      expect((await ann.privates(id)).at(-1)?.words).toMatch(
        /^The texts of this enquiry were removed because of their age\./,
      );
      await ann.press('enquiry.reopen', id);
      expect((await parts().store.enquiry(id))?.status).toBe('resolved');
    });

    test('a clock that is a year ahead removes nothing: a sentence to the admin, once; and it goes on when it is right', async () => {
      const id = await answered(shop, 'The lid rattles', 'A new one comes');
      await switchOn(rules(300));
      await night();
      const right = shop.clock.now();
      await night();
      shop.clock.advance(365 * DAY);
      for (let n = 0; n < 6; n++) await night();
      expect((await parts().store.messages(id))[0]?.text).toBe('The lid rattles');
      const told = shop.log.lines.filter(each => /clock does not fit/.test(each.sentence));
      expect(told.length).toBe(6);
      const answers = await parts().store.shelf('desk:practice').latest('answers:practice:ann', 50);
      const words = answers.filter(each => JSON.stringify(each.value).includes('The clock of this computer says'));
      expect(words).toHaveLength(1);
      expect(await ann.command('retention')).toContain('the clock of this computer does not fit');
      // Set right again, a week later: it waits for three days in which customers write.
      shop.clock.advance(right + 7 * DAY - shop.clock.now());
      for (let n = 0; n < 5; n++) {
        await asks(shop, `Of day ${n}`);
        await night();
      }
      expect((await nightState(parts())).doubt).toBeNull();
      expect((await parts().store.messages(id))[0]?.text).toBe('The lid rattles');
    });

    test('what the file says is told to admins in the first night, and begins in the second', async () => {
      await shop.close();
      shop = await openHouse({ engine: opened.engine, clock: shop.clock, ids: systemIds, retention: rules(30) });
      ann = shop.as('Ann');
      // The first act of Ann has been taken in by the other house.
      await ann.command('help');
      const id = await answered(shop, 'The lid rattles', 'A new one comes');
      await shop.pass(40 * DAY);
      await night();
      expect((await parts().store.messages(id))[0]?.text).toBe('The lid rattles');
      const told = JSON.stringify(await parts().store.shelf('desk:practice').latest('answers:practice:ann', 9));
      expect(told).toContain('deskhand.yaml says how long things are kept. Kept: texts 30 days');
      expect(await ann.command('retention off')).toBe('This is set in deskhand.yaml. Change it there.');
      await night();
      expect((await parts().store.messages(id))[0]?.text).toBe('');
    });

    test('a backup that is put back is emptied again in its next night', async () => {
      const id = await answered(shop, 'The lid rattles', 'A new one comes');
      await switchOn(rules(30));
      await ageBy(29);
      const { db, tables } = opened.engine;
      const kept = {
        enquiries: await db.select().from(tables.enquiries),
        messages: await db.select().from(tables.messages),
        raws: await db.select().from(tables.raws),
        replies: await db.select().from(tables.replies),
        settings: await db.select().from(tables.settings),
      };
      await night();
      expect(await plantedInTables(opened.engine, ['rattles', 'A new one comes'])).toEqual([]);
      for (const [table, rows] of Object.entries(kept))
        for (const row of rows) {
          // PostgreSQL numbers the rows itself.
          const { seq: _, ...set } = row as typeof row & { seq?: number };
          await parts().store.commit([{ do: 'update', table, id: row.id, set } as unknown as Op]);
        }
      await opened.engine.rows(`delete from events where type = 'EnquiryEmptied'`, []);
      expect((await parts().store.messages(id))[0]?.text).toBe('The lid rattles');
      // That night's mark came back, too: the clock of today is near the last night of the backup.
      await night();
      expect(await plantedInTables(opened.engine, ['rattles', 'A new one comes'])).toEqual([]);
    });

    test('whoever dies at any step is followed: all of it goes, once, and the night after finds nothing', async () => {
      const ids: EnquiryId[] = [];
      for (let n = 0; n < 3; n++) ids.push(await answered(shop, `Matter planted${n}`, `Answer planted${n}`));
      await switchOn(rules(30));
      await ageBy(29);
      await shop.pass(3 * DAY - 2 * HOUR);
      const today = new Date(shop.clock.now()).toISOString().slice(0, 10);
      await keepNight({ seen: shop.clock.now() });
      let deaths = 0;
      for (let calls = 0; calls < 200; calls++) {
        const dying = mortal(opened.engine);
        const ws = parts().workspaceId;
        const theirs = {
          parts: { ...parts(), store: { ...workspaceStore(dying.engine, ws) } },
          retaining: makeRetaining(dying.engine, ws),
        };
        dying.dieIn((calls * 5) % 31, calls % 2 ? 'after' : 'before');
        const ended = await retainOn(theirs as never, today).then(
          () => true,
          () => false,
        );
        if (!ended) deaths++;
        if ((await nightState(parts())).night === today && (await nightState(parts())).step === 'done') break;
      }
      await shop.settle();
      expect(deaths).toBeGreaterThan(3);
      expect(await plantedInTables(opened.engine, ['planted0', 'planted1', 'planted2'])).toEqual([]);
      for (const id of ids)
        expect((await parts().store.events(id)).filter(each => each.event.type === 'EnquiryEmptied')).toHaveLength(1);
      await night(2);
      expect((await nightState(parts())).removed).toEqual({ enquiries: 0, files: 0, raws: 0, bytes: 0 });
    });
    test.each(
      kind.name === 'sqlite' ? [7] : [9],
    )('figures of a random shop (%i) are the same before and after, also measured again', async seed => {
      const random = randomFrom(seed);
      const reasons = ['returns', 'delivery', 'warranty'];
      const people: string[] = [];
      for (let n = 0; n < 20; n++) {
        const back = people.length > 3 && random() < 0.25;
        const from = back ? people[Math.floor(random() * people.length)]! : `p${n}@example.com`;
        if (!back) people.push(from);
        const dice = random();
        if (dice < 0.6)
          await answered(shop, `Matter ${n}`, `Answer ${n}`, { from, reason: reasons[Math.floor(random() * 3)]! });
        else {
          const id = await asks(shop, `Matter ${n}`, { from });
          if (dice < 0.75) await ann.press('enquiry.spam', id);
          else if (dice < 0.85) await ann.press('enquiry.claim', id);
        }
        await shop.pass(Math.floor(random() * 12 * HOUR));
      }
      await switchOn(rules(30));
      await shop.pass(60 * DAY);
      await keepNight({ seen: shop.clock.now() });
      const now = shop.clock.now();
      const told = async () => {
        const parsed = parsePeriod(['2026-06-01', '2026-06-20'], now, 'UTC');
        if (!parsed.ok) throw new Error(parsed.problem);
        const { backlog: _, ...rest } = { ...(await makeReport(parts(), parsed.pair, 'reason')) } as object as Record<
          string,
          unknown
        >;
        const living = await Promise.all([1, 35, 55, 58].map(days => parts().store.livingAt(now - days * DAY)));
        const insight = (await ann.command('insight 2026-06-01 2026-06-20'))
          .split('\n')
          .filter(each => /\d/.test(each) && !/["“]/.test(each));
        return JSON.parse(JSON.stringify({ rest, living, insight }));
      };
      const before = await told();
      const used = await parts().store.usedReasons();
      await night();
      expect((await nightState(parts())).removed.enquiries).toBeGreaterThan(8);
      expect(
        (await makeRetaining(opened.engine, parts().workspaceId).numbers(await cutoffsOf(parts(), rules(30))))
          .enquiries,
      ).toBe(0);
      expect(await told()).toEqual(before);
      expect(await parts().store.usedReasons()).toEqual(used);
      await measureAll(opened.engine, parts(), () => {}, 24);
      expect(await told()).toEqual(before);
    });
    const keepNight = async (more: object) => {
      const value = { ...(await nightState(parts())), ...more };
      await keepSetting(parts().store, 'retention-night', value as never);
    };
  });
}
