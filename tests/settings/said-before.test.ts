/** A change of the provisioning file or the environment is written down at the next start: once, and without what is secret. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HOUR, SECOND } from '../../src/core/time.ts';
import { NOTHING_IN_FILE } from '../../src/settings/admin.ts';
import { engineKinds } from '../kit/engines.ts';
import { openHouse } from '../kit/house.ts';

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`on ${kind.name}`, () => {
    let opened: Awaited<ReturnType<typeof kind.open>>;
    beforeEach(async () => {
      opened = await kind.open();
    });
    afterEach(() => opened.close());

    /** One start with this file. @returns what the trail has of it by then, the oldest first */
    const start = async (options: Parameters<typeof openHouse>[0]) => {
      const shop = await openHouse({ engine: opened.engine, ...options });
      await shop.house.start();
      await shop.house.stop();
      const lines = await shop.house.parts.store.auditLines({ acts: ['settings', 'channel.removed'], limit: 99 });
      return lines.toReversed().map(({ act, via, about, change }) => ({ act, via, about, change }));
    };

    test('what changed is told by what it was and is; the same file again is no line', async () => {
      const written = { ...NOTHING_IN_FILE, channel: ['help', 'site'] };
      const file = { holdMs: { post: 15 * SECOND }, escalateTo: ['Ben'], boundary: 'Stay polite, please, or leave.' };
      // There is nothing to compare the first one with.
      expect(await start({ ...file, written })).toEqual([]);
      expect(await start({ ...file, written })).toEqual([]);
      const next = {
        holdMs: { post: 30 * SECOND },
        answerWithin: { post: HOUR },
        escalateTo: ['Cleo'],
        boundary: 'Stay polite, please, or be gone.',
        written: { ...written, channel: ['help'] },
      };
      const told = await start(next);
      expect(told).toEqual([
        {
          ...{ act: 'settings', via: 'file', about: 'file' },
          change: {
            'hold_seconds.post': [15, 30],
            'answer_within_seconds.post': [null, 3_600],
            escalate_to: ['1 entry', '1 entry, changed'],
            boundary_text: ['a text', 'a text, changed'],
          },
        },
        { act: 'channel.removed', via: 'file', about: 'site', change: {} },
      ]);
      expect(await start(next)).toEqual(told);
      expect(JSON.stringify(await opened.engine.rows('select * from settings', []))).not.toMatch(/polite|Cleo/);
    });

    test('with another key of the installation a value that is not told is not taken for another one', async () => {
      await start({ escalateTo: ['Ben'] });
      expect(await start({ escalateTo: ['Ben'], signingKey: new Uint8Array(32).fill(7) })).toEqual([]);
    });
  });
}
