/** Weird words: figures, away, hours, export and import, and answers that are shown in a room. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { AnswerItem } from '../../adapters/desks/practice/records.ts';
import { parseHours } from '../../src/core/hours.ts';
import type { EnquiryId } from '../../src/core/ids.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import { formFor } from '../../src/posting/forms.ts';
import { importFolder } from '../../src/transfer/take-in.ts';
import { exportFolder } from '../../src/transfer/write-out.ts';
import { makeProvider } from '../kit/far-sides/provider.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { randomFrom, testClock, testIds } from '../kit/world.ts';

const open: TestHouse[] = [];
const folders: string[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
  for (const each of folders.splice(0)) rmSync(each, { recursive: true, force: true });
});
const begin = async (options: Parameters<typeof openHouse>[0] = {}) => {
  const shop = await openHouse(options);
  open.push(shop);
  return shop;
};
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'deskhand-transfer-'));
  folders.push(made);
  return made;
};
const LONDON = parseHours({ timezone: 'Europe/London', weekly: { 'mon-fri': ['09:00-17:00'] } }).hours;
const answer = async (shop: TestHouse, person = 'ann') =>
  (await shop.house.parts.store.shelf('desk:practice').latest(`answers:practice:${person}`, 1))[0]?.value as unknown as
    | AnswerItem
    | undefined;
const shown = async (shop: TestHouse) =>
  (await shop.room()).filter(each => each.as === 'notice').map(each => each.words ?? '');
const doneWrong = (shop: TestHouse) =>
  shop.log.lines.filter(each => /job (failed|keeps|was given)/i.test(each.sentence));

describe('stats', () => {
  test.each([
    'stats by',
    'stats by by',
    'stats by channel by reason',
    'stats me by hour',
    'stats last 0 days',
    'stats last 9999 years',
    'stats 2026-13-01',
    'stats 31 feb',
    'stats 1 2 3',
    'stats 0000-00-00',
    'stats 9999-12-31',
    'stats jan 9999',
    'stats - - -',
    'stats 🧦',
    'stats "; drop table measures; --',
    'stats to to to',
    `stats ${'1 nov '.repeat(9)}`,
    'stats __proto__',
    'stats constructor',
    'stats by constructor',
    'stats since',
    'stats last',
    'stats 1/13',
    'stats 13/13',
    'stats nov nov',
    'stats feb 29',
    'stats jan 1500',
  ])('%s is answered with something that can be read', async words => {
    const shop = await begin();
    const said = await shop.as('Ann').command(words);
    expect(said.length).toBeGreaterThan(10);
    expect(said).not.toMatch(/NaN|undefined|Invalid|\[object/);
    expect(doneWrong(shop)).toEqual([]);
  });

  // src/figures/period.ts:97 "jan 0099": the year becomes a number (99), the date "99-01-01", and addDays throws a
  // RangeError. The job is retried for hours and the asker hears nothing. Take years from FIRST_YEAR on, as readDay does.
  test.each(['stats jan 0000', 'stats november 0099', 'stats may 0999'])('%s is answered', async words => {
    const shop = await begin();
    await shop.as('Ann').command('help');
    const said = await shop.as('Ann').command(words);
    expect(doneWrong(shop)).toEqual([]);
    expect(said).not.toContain('stats [today');
  });

  // src/figures/period.ts: LINKS lacks "for" and "on", which is how people say it.
  test('"stats for last week" is understood like "stats last week"', async () => {
    const shop = await begin();
    expect(await shop.as('Ann').command('stats for last week')).toContain('Last week');
  });

  // src/handling/answer.ts showButtons asks the command only: a sentence about a typing error can be shown to the room.
  test('a mistake in typing has no button to show it to everybody', async () => {
    const shop = await begin();
    await shop.as('Ann').command('stats 31 feb');
    expect((await answer(shop))?.buttons).toEqual([]);
  });

  // src/figures/words.ts reportWords, src/figures/chart.ts: only splits look at how many people are behind a figure. In a
  // team of two the manager takes `stats me` away from `stats today`; on a day on which one person was there, `stats
  // <day>` IS that person's response and resolution time. Promise 6 forbids a per-person report; the issue speaks of splits
  // only, so this is for the design to decide: leave times (not counts) out where fewer than three people answered?
  test('of a day on which one person worked are, as it is now, that person’s figures', async () => {
    const shop = await begin();
    const id = (await shop.provider.write('maya', 'Hello', { name: 'Maya' }))!;
    await shop.settle();
    await shop.as('Ben').write(id, 'Dear Maya');
    await shop.as('Ben').choose(id, 'Send');
    await shop.pass(MINUTE);
    expect(await shop.as('Ann').command('stats today')).toContain('First response time: median');
    expect(await shop.as('Ann').command('stats today by channel')).toContain('not shown');
  });
});

describe('an answer that is shown in a room', () => {
  test('is one that may be: a forged press shows nobody’s own figures, no export, no search, no other workspace', async () => {
    const shop = await begin();
    await shop.provider.write('maya', 'Secret', { name: 'Maya' });
    await shop.settle();
    const [room] = await shop.house.parts.store.rooms();
    const ann = shop.as('Ann');
    for (const words of [
      'stats me',
      'STATS Mine today',
      'export',
      'find secret',
      'customer maya',
      'mine',
      'away',
      'back',
      'settings',
      'log x',
      'mode direct',
      'move 1 x',
      'nonsense',
    ])
      await ann.press('answer.show', `${room!.id} ${words}`);
    for (const value of ['', ' ', 'stats', `room_nothere stats`, `${room!.id}`, `${room!.id}\nstats`, '../x stats'])
      await ann.press('answer.show', value);
    expect(await shown(shop)).toEqual([]);
    expect((await shop.house.parts.store.staffByRef('practice:ann'))?.awaySince ?? null).toBe(null);
    expect(doneWrong(shop)).toEqual([]);
  });

  // src/acts/ask.ts showInRoom posts under `shown:<press>`: two taps are two presses. On a phone, where Slack shows
  // nothing for a second, that is usual. Key it by the answer (put the asking action's id in the button's value).
  test('is shown once when the button is tapped twice', async () => {
    const shop = await begin();
    await shop.as('Ann').command('stats');
    const { id, value } = (await answer(shop))!.buttons[0]!;
    await shop.as('Ann').press(id, value);
    await shop.as('Ann').press(id, value);
    expect(await shown(shop)).toHaveLength(1);
  });
});

describe('away', () => {
  // Monday 14:00 in London.
  const afternoon = () => begin({ clock: testClock(Date.UTC(2026, 5, 1, 13, 0)), hours: LONDON });
  const until = async (shop: TestHouse) => (await shop.house.parts.store.staffByRef('practice:ann'))?.awayUntil ?? null;

  // src/desk/dates.ts readTime takes "1h30" for 01:30 (the French way), so an hour and a half is half a night.
  test.each(['away 1h30', 'away for 2h15'])('%s means a length of time', async words => {
    const shop = await afternoon();
    await shop.as('Ann').command(words);
    expect((await until(shop))! - shop.clock.now()).toBeLessThan(3 * HOUR);
  });

  // src/desk/dates.ts readUntil: at 14:00 "until 5" is 05:00 tomorrow. A shop means 17:00: the next time in opening hours.
  test('"away until 5" in the afternoon ends at five in the afternoon', async () => {
    const shop = await afternoon();
    await shop.as('Ann').command('away until 5');
    expect(await until(shop)).toBe(shop.clock.now() + 3 * HOUR);
  });

  test.each([
    ['away until tomorrow morning', Date.UTC(2026, 5, 2, 8)],
    ['away until tomorrow afternoon', Date.UTC(2026, 5, 2, 12)],
    ['away until friday evening', Date.UTC(2026, 5, 5, 17)],
  ])('%s is a time', async (words, at) => {
    const shop = await afternoon();
    await shop.as('Ann').command(words);
    expect(await until(shop)).toBe(at);
  });

  // src/desk/dates.ts readUntil: any first word that is not a date refuses, so that somebody who types why they go ("needs no
  // reason") is not away, and may not notice on a phone. Take them as away without an end, and say so.
  test('"away sick" takes somebody as away', async () => {
    const shop = await afternoon();
    await shop.as('Ann').command('away sick');
    expect((await shop.house.parts.store.staffByRef('practice:ann'))?.awaySince).not.toBe(null);
  });

  test('a time that was not understood is said, and a day alone may be the other way round', async () => {
    const shop = await afternoon();
    expect(await shop.as('Ann').command('away until christmas')).toContain(
      'I did not understand "until christmas", so no end is set',
    );
    expect(await shop.as('Ann').command('away tomorow')).toContain('I did not understand');
    expect(await shop.as('Ann').command('away at the dentist')).not.toContain('understand');
    expect(await shop.as('Ann').command('away wednesday')).toContain(
      'This begins now. If you meant that day, type back',
    );
    expect(await shop.as('Ann').command('away until wednesday')).not.toContain('This begins now');
  });

  test('lunch in the morning is at one; lunch in the afternoon takes an hour', async () => {
    const morning = await begin({ clock: testClock(Date.UTC(2026, 5, 1, 9, 0)), hours: LONDON });
    await morning.as('Ann').command('away until lunch');
    expect(await until(morning)).toBe(Date.UTC(2026, 5, 1, 12));
    const shop = await afternoon();
    await shop.as('Ann').command('away for lunch');
    expect(await until(shop)).toBe(shop.clock.now() + HOUR);
    await shop.as('Ann').command('away this evening');
    expect(await until(shop)).toBe(Date.UTC(2026, 5, 1, 17));
  });

  // src/desk/dates.ts readUntil: what follows a day and is not a time is dropped without a word.
  test('a time that cannot be is not swallowed', async () => {
    const shop = await afternoon();
    expect(await shop.as('Ann').command('away until friday 25:00')).not.toContain('You count as back');
  });

  // src/core/hours.ts whenInWords knows a weekday and a time. Of somebody who is away for four weeks the hand-over form
  // says "(away until Mon 09:00)", and they themselves are told "You count as back Mon 09:00."
  test('for weeks is said with its date, to oneself and to colleagues', async () => {
    const shop = await afternoon();
    const id = (await shop.provider.write('maya', 'Hello', { name: 'Maya' }))!;
    await shop.settle();
    const said = await shop.as('Ann').command('away until 29 jun');
    const by = { deskRef: 'practice:ben', name: 'Ben', admin: false };
    const form = await formFor(shop.house.parts, 'enquiry.handover', id as EnquiryId, by);
    const labels = JSON.stringify('fields' in form ? form.fields : form);
    expect([said.includes('29 Jun'), labels.includes('29 Jun')]).toEqual([true, true]);
  });

  // src/core/away.ts: only `back` ends an `away` without an end. Who forgot it stays away for months while they answer
  // every day, and everybody may take their enquiries without asking. Writing, claiming or sending shows that one is here.
  test('ends for somebody who is plainly here: they claim and answer', async () => {
    const shop = await afternoon();
    await shop.as('Ann').command('away');
    await shop.pass(7 * DAY);
    const id = (await shop.provider.write('maya', 'Hello', { name: 'Maya' }))!;
    await shop.settle();
    await shop.as('Ann').press('enquiry.claim', id);
    await shop.as('Ann').write(id, 'Dear Maya, I am looking into it');
    await shop.as('Ben').press('enquiry.takeover', id);
    expect((await shop.card(id)).owner).toBe('Ann');
  });

  test('that has passed lets nobody take over without asking, nor does a colleague’s', async () => {
    const shop = await afternoon();
    const id = (await shop.provider.write('maya', 'Hello', { name: 'Maya' }))!;
    await shop.settle();
    await shop.as('Ann').press('enquiry.claim', id);
    await shop.as('Ann').command('away 1h');
    await shop.as('Cem').command('away');
    shop.clock.advance(HOUR);
    await shop.as('Ben').press('enquiry.takeover', id);
    expect((await shop.card(id)).owner).toBe('Ann');
    await shop.as('Ann').command('away');
    await shop.as('Ben').press('enquiry.takeover', id);
    expect((await shop.card(id)).owner).toBe('Ben');
    expect((await shop.thread(id)).lines.at(-1)).toBe('Ben took over from Ann.');
  });

  test.each([
    'away until',
    'away 0h',
    'away 999d',
    'away yesterday',
    'away 31 feb',
    'away 🧦',
    'away until until until',
    'away -1h',
    'away 1e9 h',
    'away 31.12.1999',
  ])('%s is answered in words', async words => {
    const shop = await afternoon();
    const said = await shop.as('Ann').command(words);
    expect(said).not.toMatch(/NaN|undefined|Invalid/);
    expect(doneWrong(shop)).toEqual([]);
  });
});

describe('hours', () => {
  // src/handling/answer.ts openWords: "Closed on: Thu 24 Dec 2026 (other hours)" for a day on which the shop is open.
  test('does not call a day closed on which it is open for shorter', async () => {
    const hours = parseHours({
      timezone: 'UTC',
      weekly: { 'mon-fri': ['09:00-17:00'] },
      dates: { '2026-06-24': ['09:00-12:00'] },
    }).hours;
    const shop = await begin({ hours });
    expect(await shop.as('Ann').command('hours')).not.toMatch(/Closed on:.*24 Jun/);
  });
});

describe('export and import', () => {
  const write = async (shop: TestHouse, to: string) => {
    const { parts } = shop.house;
    return exportFolder(shop.engine, parts.workspaceId, to, {
      workspace: parts.workspaceId,
      timezone: 'UTC',
      exportedAt: new Date(shop.clock.now()).toISOString(),
    });
  };
  const filled = async () => {
    const shop = await begin();
    for (const name of ['maya', 'otto']) await shop.provider.write(name, `Hello from ${name}`, { name });
    await shop.settle();
    return shop;
  };
  const take = (shop: TestHouse, from: string) =>
    importFolder({
      engine: shop.engine,
      parts: shop.house.parts,
      ids: shop.house.parts.ids,
      folder: from,
      progress: undefined,
    });

  test('hands out no secret: nothing sealed, nothing of a vault, nothing of another workspace', async () => {
    const shop = await filled();
    const ids = testIds(shop.clock, randomFrom(2));
    const other = await begin({ engine: shop.engine, clock: shop.clock, ids, workspaceId: 'ws_other' as never });
    await other.provider.write('zoe', 'Only theirs', { name: 'Zoe of the others' });
    await other.settle();
    await shop.engine.rows(`update channels set sealed = ?`, ['SECRET-sealed']);
    await shop.house.parts.store.shelf('vault:desk:slack').append('tokens', 'bot', 'SECRET-xoxb' as never);
    await shop.house.parts.store.shelf('vault:help').append('tokens', 'a', 'SECRET-oauth' as never);
    const to = join(folder(), 'out');
    await write(shop, to);
    const all = readdirSync(to, { recursive: true, withFileTypes: true })
      .filter(each => each.isFile())
      .map(each => readFileSync(join(each.parentPath, each.name), 'utf8'))
      .join('\n');
    expect(all).toContain('Hello from maya');
    expect(all).not.toMatch(/SECRET|Zoe|Only theirs/);
  });

  // src/transfer/take-in.ts importFolder: `there` is what exists, and neither `compare` nor `sameAgain` asks for a table that
  // the manifest names and the folder lacks. Half a copy (a full stick, a mail program that dropped the largest file) is
  // taken in without its messages, and the last line says "Every row was read again and is as it was written."
  test('a folder that lost a file on the way is refused', async () => {
    const shop = await filled();
    const to = join(folder(), 'out');
    await write(shop, to);
    rmSync(join(to, 'data', 'messages.jsonl'));
    const fresh = await begin();
    await expect(take(fresh, to)).rejects.toThrow(/messages/);
  });

  // src/transfer/read.ts clearWorkspace, called for every failure: rooms, channels (with their sealed passwords),
  // staff, hours and the Slack room that were set up on the desk are deleted when line 1 of a file has a typing error.
  // Check all lines before anything is deleted, or keep what was there and put it back.
  test('that fails leaves what an admin had set up as it was', async () => {
    const shop = await begin();
    const before = await shop.house.parts.store.channels();
    expect(before.length).toBeGreaterThan(0);
    await shop.house.parts.store.commit([
      {
        do: 'insert',
        table: 'settings',
        row: { id: 'ws_test:hours', workspaceId: 'ws_test' as never, value: { timezone: 'UTC' } },
      },
    ]);
    const other = await filled();
    const to = join(folder(), 'out');
    await write(other, to);
    writeFileSync(join(to, 'data', 'customers.jsonl'), 'no json\n');
    await expect(take(shop, to)).rejects.toThrow(/customers.jsonl, line 1/);
    expect(await shop.house.parts.store.channels()).toEqual(before);
    expect(await shop.house.parts.store.setting('hours')).not.toBe(null);
  });

  // src/app/compose.ts openParts -> loadSettings -> src/settings/hours-kept.ts calendarWith WRITES a new version of the
  // opening hours. `deskhand stats` or `export`, typed in a folder without the shop's deskhand.yaml, says "always open from
  // now on", and waiting is measured by that until the service starts again. Reading commands must not write.
  test('looking at figures from another folder does not change the opening hours of history', async () => {
    const shop = await begin({ hours: LONDON });
    await shop.house.loadSettings();
    const before = await shop.house.parts.store.setting('hours-kept');
    shop.clock.advance(DAY);
    // What the command line does, without the file.
    const looking = await begin({ engine: shop.engine, clock: shop.clock });
    await looking.house.loadSettings();
    expect(await shop.house.parts.store.setting('hours-kept')).toEqual(before);
  });

  // src/transfer/format.ts EXPORTED has the jobs, and replies that are held or leaving: an export "while the service may
  // be running" (docs/export.md), taken in on the new machine while the old one goes on for a moment, sends what was held
  // twice (promise 3). Take replies on their way in as stopped ("unsure", ask the author), and leave the jobs that send out.
  test('a reply that was held while it was exported leaves once, not from the old and the new place', async () => {
    const shop = await filled();
    const [enquiry] = await shop.house.parts.store.openEnquiries(1);
    await shop.as('Ann').write(enquiry!.id, 'Dear customer');
    await shop.as('Ann').choose(enquiry!.id, 'Send');
    const to = join(folder(), 'out');
    await write(shop, to);
    const fresh = await begin({ clock: shop.clock });
    await take(fresh, to);
    const ids = testIds(shop.clock, randomFrom(3));
    const moved = await begin({ engine: fresh.engine, clock: shop.clock, ids, provider: makeProvider() });
    await shop.pass(MINUTE);
    await moved.settle();
    expect(shop.provider.delivered).toHaveLength(1);
    expect(moved.provider.delivered).toEqual([]);
  });
});
