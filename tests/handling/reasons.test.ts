/** The command `reasons` on both engines: what admins change, who may, and what figures make of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { WorkspaceId } from '../../src/core/ids.ts';
import { answerReasons } from '../../src/handling/reasons.ts';
import { reasonListOf } from '../../src/posting/reasons.ts';
import { importFolder } from '../../src/transfer/take-in.ts';
import { exportFolder } from '../../src/transfer/write-out.ts';
import { engineKinds } from '../kit/engines.ts';
import { type History, type Told, tell } from '../kit/history.ts';
import { openHouse } from '../kit/house.ts';

const NOW = '2026-06-20T09:00:00Z';
let made = 0;
/** Resolved by three people, so that nothing tells of one alone. */
const about = (reason: string | undefined, n: number, day = '02'): History[] =>
  Array.from({ length: n }, () => ({
    id: `e${++made}`,
    channel: 'help',
    opened: `2026-06-${day}T09:00:00Z`,
    ...(reason === undefined ? {} : { reason }),
    events: [[`2026-06-${day}T10:00:00Z`, 'EnquiryResolved', { by: ['ann', 'ben', 'cem'][made % 3] }]],
  }));

for (const kind of engineKinds().filter(each => each.there))
  describe(kind.name, () => {
    let told: Told;
    let close: () => Promise<void>;
    let engine: Awaited<ReturnType<typeof kind.open>>['engine'];
    beforeAll(async () => {
      const opened = await kind.open();
      [engine, close] = [opened.engine, opened.close];
      told = await tell(
        engine,
        [
          ...about('Refund', 6),
          ...about('Money back', 3),
          ...about('refund ', 3),
          ...about('Lost card', 6),
          ...about(undefined, 2),
        ],
        NOW,
      );
    });
    // The connections that three at once need: each test ends with as many as it began with.
    beforeAll(async () => {
      await Promise.all(Array.from({ length: 6 }, () => told.shop.house.parts.store.reasonList()));
    });
    afterAll(async () => {
      await told.close();
      await close();
    });
    const say = (words: string, person = 'Ann') => told.shop.as(person).command(words);
    const opened = async () => {
      const { reasons } = await told.report('2026-06-01 2026-06-07');
      return Object.fromEntries(reasons.map(({ reason, n }) => [reason ?? '', n]));
    };

    test('the list has what was imported, and names that differ only in capitals and spaces are one', async () => {
      const listed = (await say('reasons')).split('\n');
      expect(listed).toContain('- Refund (9 of late)');
      expect(listed).toContain('- Lost card (6 of late)');
      expect(listed).toContain('- Question');
      expect(listed.filter(each => /refund \(/i.test(each))).toHaveLength(1);
      expect(await opened()).toEqual({ Refund: 9, 'Lost card': 6, 'Money back': 3, '': 2 });
    });

    test('only admins change them, and everybody reads them', async () => {
      expect(await say('reasons add Parcel', 'Ben')).toMatch(/^Only admins/);
      const read = await say('reasons', 'Ben');
      expect(read).toContain('- Lost card');
      expect(read).not.toContain('reasons merge');
      expect(await say('reasons')).toContain('reasons merge');
    });

    test('a merged reason is one in every figure, is no longer offered, and is on its own again after Undo', async () => {
      const asked = await told.shop.as('Ann').asks('reasons merge money back into refund');
      expect(asked.text).toBe(
        'Money back counts as Refund from now on, also in figures of earlier days. What was chosen stays stored as it was.',
      );
      expect(await opened()).toEqual({ Refund: 12, 'Lost card': 6, '': 2 });
      const split = await told.report('2026-06-01 2026-06-07', 'reason');
      const groups = split.split && 'groups' in split.split ? split.split.groups : null;
      expect(groups!.flatMap(each => each.names)).toContain('Refund');
      expect(groups!.flatMap(each => each.names)).not.toContain('Money back');
      const { entries } = await reasonListOf(told.shop.house.parts.store);
      expect(entries.filter(each => each.state === 'offered').map(each => each.name)).not.toContain('Money back');
      expect(await say('reasons')).toContain('Counted as another one: Money back as Refund');
      const undo = asked.buttons!.find(each => each.label === 'Undo')!;
      expect((await told.shop.as('Ann').presses(undo)).text).toMatch(
        /^Money back is a contact reason of its own again/,
      );
      expect(await opened()).toEqual({ Refund: 9, 'Lost card': 6, 'Money back': 3, '': 2 });
    });

    test('what was chosen stays stored', async () => {
      await say('reasons rename lost card to Card lost or stolen');
      expect(await opened()).toMatchObject({ 'Card lost or stolen': 6 });
      const { store } = told.shop.house.parts;
      const rows = await engine.rows<{ reason: string; n: number }>(
        'select contact_reason as reason, count(*) as n from enquiries where workspace_id = ? group by contact_reason',
        [store.workspaceId],
      );
      expect(Object.fromEntries(rows.map(each => [each.reason ?? '', Number(each.n)]))).toMatchObject({
        'Lost card': 6,
        'refund ': 3,
      });
    });

    test.each([
      ['reasons add', /^Say its name: reasons add/],
      ['reasons add refund', /^There is already a contact reason Refund\. .*reasons merge <other> into Refund/],
      ['reasons add lost CARD', /^Lost card counts as Card lost or stolen\. .*reasons restore Lost card/],
      ['reasons rename refund to Question', /^There is already a contact reason Question\./],
      ['reasons rename Zebra to Horse', /^There is no contact reason "Zebra"\. There are: Question, Order, /],
      ['reasons merge refund', /^Say which counts as which/],
      ['reasons merge refund into refund', /^These are one and the same: Refund\./],
      ['reasons merge refund into lost card', /^Lost card counts as Card lost or stolen\./],
      ['reasons merge Card lost or stolen into lost card', /^Lost card counts as Card lost or stolen\./],
      ['reasons retire zebra', /^There is no contact reason "zebra"/],
      [`reasons add ${'very '.repeat(20)}long`, /at most 60 characters/],
      ['reasons add ...', /needs a letter, a digit or an emoji/],
      ['reasons fiddle refund', /^"reasons" needs more: /],
      ['reasons constructor', /^"reasons" needs more: /],
    ])('%s is answered with what to do', async (words, answer) => {
      expect(await say(words)).toMatch(answer);
    });

    test('an emoji alone, a name with "to" and "into" in it, several at once, and one that is retired', async () => {
      expect(await say('reasons add 📦')).toMatch(/^📦 can be chosen/);
      expect(await say('reasons add "Where to send it"')).toMatch(/^Where to send it can be chosen/);
      expect(await say('reasons rename Where to send it to Break into pieces')).toMatch(
        /^Where to send it is called Break into pieces/,
      );
      expect(await say('reasons merge 📦, break into pieces into Order')).toMatch(
        /^📦 and Break into pieces count as Order/,
      );
      expect(await say('reasons retire praise')).toMatch(/^Praise is not offered any more/);
      expect(await say('reasons')).toContain('Not offered any more: Praise');
      expect(await say('reasons rename refund to REFUND')).toBe('It is written REFUND from now on.');
      expect(await opened()).toMatchObject({ REFUND: 9 });
    });

    test('of many admins who change the list at once each has their change, and nothing becomes a ring', async () => {
      const before = (await reasonListOf(told.shop.house.parts.store)).entries.length;
      const { parts } = told.shop.house;
      await Promise.all(
        ['One', 'Two', 'Three'].map(async name => {
          const staff = (await parts.store.staffByRef('practice:ann'))!;
          return answerReasons(
            parts,
            { do: 'reasons', what: 'add', words: name },
            { id: `at-once-${name}`, staff, room: null },
          );
        }),
      );
      const { entries } = await reasonListOf(parts.store);
      expect(entries).toHaveLength(before + 3);
    });

    test('the list goes along in an export and comes back in an import', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'deskhand-reasons-'));
      const fresh = await kind.open();
      const shop = await openHouse({ engine: fresh.engine, workspaceId: 'ws_other' as WorkspaceId });
      try {
        const { parts } = told.shop.house;
        await exportFolder(engine, parts.workspaceId, folder, {
          workspace: 'x',
          timezone: 'UTC',
          exportedAt: NOW,
        });
        const into = shop.house.parts;
        await importFolder({ engine: fresh.engine, parts: into, ids: into.ids, folder, progress: undefined });
        expect(await into.store.reasonList()).toEqual(await parts.store.reasonList());
      } finally {
        await shop.close();
        await fresh.close();
        rmSync(folder, { recursive: true, force: true });
      }
    });
  });
