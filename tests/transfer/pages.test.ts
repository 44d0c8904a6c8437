import { describe, expect, test } from 'vitest';
import type { WorkspaceId } from '../../src/core/ids.ts';
import type { RoomRow } from '../../src/ports/rows.ts';
import type { Engine } from '../../src/store/engine.ts';
import { EXPORTED } from '../../src/transfer/format.ts';
import { exportLines } from '../../src/transfer/write.ts';
import { engineKinds } from '../kit/engines.ts';
import { openHouse } from '../kit/house.ts';

async function pagesOf(engine: Engine, ws: WorkspaceId, table: string): Promise<string[][]> {
  const pages: string[][] = [];
  for await (const lines of exportLines(engine, ws, EXPORTED.find(each => each.table === table)!)) pages.push(lines);
  return pages;
}

describe.each(engineKinds())('an export from $name', ({ there, open }) => {
  test.skipIf(!there)(
    'reads large mails one after another and small ones together, each once and in order',
    async () => {
      const { engine, close } = await open();
      const { house } = await openHouse({ engine });
      const { store, workspaceId } = house.parts;
      const [channel] = await store.channels();
      const sizes = [...Array(60).fill(10), 600_000, 600_000, 2_000_000, ...Array(40).fill(30_000), 0, 2_000_000];
      for (const [i, size] of sizes.entries()) {
        const id = `raw_${String(i).padStart(4, '0')}` as never;
        const row = { id, workspaceId, channelId: channel!.id, externalId: `m${i}`, contentKey: null };
        const what = { type: 'text/plain', bytes: Buffer.alloc(size, 7), status: 'understood' as const, receivedAt: 1 };
        await store.commit([{ do: 'insert', table: 'raws', row: { ...row, ...what } }]);
      }
      const pages = await pagesOf(engine, workspaceId, 'raws');
      const lines = pages.flat().map(line => JSON.parse(line) as { id: string; bytes: string });
      expect(lines.map(each => each.id)).toEqual(sizes.map((_, i) => `raw_${String(i).padStart(4, '0')}`));
      expect(lines.map(each => Buffer.from(each.bytes, 'base64').length)).toEqual(sizes);
      // The first mail that is as large as a page is alone; nothing is read one by one that fits into one.
      for (const page of pages.filter(each => each.length > 1))
        expect(page.reduce((sum, line) => sum + line.length, 0)).toBeLessThan(1_500_000);
      expect(pages.length).toBeLessThan(10);
      await close();
    },
  );

  test.skipIf(!there)('has nothing of what somebody practises, and all of the rest', async () => {
    const { engine, close } = await open();
    const { house } = await openHouse({ engine });
    const { store, workspaceId } = house.parts;
    const [room] = await store.rooms();
    const before = (await pagesOf(engine, workspaceId, 'rooms')).flat();
    const row: RoomRow = { ...room!, id: 'room_practice_1' as never, name: 'practice of Ann' };
    await store.commit([{ do: 'insert', table: 'rooms', row }]);
    const customers = ['cust_1', 'cust_2'].map(id => ({ id: id as never, workspaceId, name: id, createdAt: 1 }));
    await store.commit(customers.map(each => ({ do: 'insert', table: 'customers', row: each })));
    const identity = { id: 'idn_2' as never, workspaceId, customerId: 'cust_2' as never, createdAt: 1 };
    const made = { channelKind: 'scripted', address: 'practice/prac_1/1', standing: null, pausedUntil: null };
    await store.commit([{ do: 'insert', table: 'identities', row: { ...identity, ...made } }]);
    expect((await pagesOf(engine, workspaceId, 'rooms')).flat()).toEqual(before);
    const named = (await pagesOf(engine, workspaceId, 'customers')).flat().map(line => JSON.parse(line).name);
    expect(named).toEqual(['cust_1']);
    expect(await pagesOf(engine, workspaceId, 'identities')).toEqual([]);
    await close();
  });
});
