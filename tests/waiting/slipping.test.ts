/** Admins hear once that promises are not kept, and again only after it went well. */
import { describe, expect, test } from 'vitest';
import type { ChannelId, EnquiryId } from '../../src/core/ids.ts';
import { watchPromises } from '../../src/waiting/slipping.ts';
import { engineKinds } from '../kit/engines.ts';
import { openHouse } from '../kit/house.ts';

describe.each(engineKinds().filter(each => each.there))('promises that slip, on $name', kind => {
  test('are told to admins once, and again only after it went well', async () => {
    const { engine, close } = await kind.open();
    const shop = await openHouse({ engine });
    try {
      const { parts } = shop.house;
      await shop.as('Ann').command('help');
      await shop.as('Ben').command('help');
      let n = 0;
      const settle = (...kept: boolean[]) =>
        parts.store.commit(
          kept.map(each => ({
            do: 'insert',
            table: 'measures',
            row: {
              ...{ workspaceId: parts.workspaceId, enquiryId: `enq_${++n}` as EnquiryId, n: 0, what: 'first' },
              ...{ at: shop.clock.now() - 100_000 + n, channelId: 'chan_1' as ChannelId, reason: null, staffId: null },
              ...{ calendarMs: 1, openMs: 1, previousAt: null, lasting: null, cameBack: null, cameBackAt: null },
              ...{ firstContact: null, asked: null, score: null, kept: each },
            },
          })),
        );
      const shelf = parts.store.shelf('desk:practice');
      const heard = async (name: string) =>
        (await shelf.latest(`answers:practice:${name}`, 20)).filter(each =>
          /were told by when most people hear back, \d did/.test(JSON.stringify(each.value)),
        ).length;
      const look = async () => {
        await watchPromises(parts);
        await watchPromises(parts);
        return [await heard('ann'), await heard('ben')];
      };
      await settle(...Array<boolean>(9).fill(false));
      expect(await look(), 'nine are too few').toEqual([0, 0]);
      await settle(...Array<boolean>(6).fill(true));
      expect(await look(), 'six of the last ten').toEqual([0, 0]);
      await settle(false, false, false, false, false);
      expect(await look(), 'five of the last ten').toEqual([1, 0]);
      await settle(false, true, true, true, true, true, true);
      shop.clock.advance(86_400_000);
      expect(await look(), 'it is not good again yet').toEqual([1, 0]);
      await settle(true, true, true);
      expect(await look()).toEqual([1, 0]);
      await settle(false, false, false, false, false);
      expect(await look(), 'it slips once more').toEqual([2, 0]);
    } finally {
      await shop.close();
      await close();
    }
  });
});
