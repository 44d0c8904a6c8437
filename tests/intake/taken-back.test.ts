/** Words that their author took back are nowhere any more: on both engines, after a crash, in exports and in backups. */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { EnquiryId } from '../../src/core/ids.ts';
import { DAY } from '../../src/core/time.ts';
import type { Inbound } from '../../src/ports/channel.ts';
import type { Engine } from '../../src/store/engine.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { importFolder } from '../../src/transfer/take-in.ts';
import { exportFolder } from '../../src/transfer/write-out.ts';
import { engineKinds } from '../kit/engines.ts';
import { makeProvider } from '../kit/far-sides/provider.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { openMemory } from '../kit/migrated.ts';
import { mortal } from '../kit/mortal.ts';

const SECRET = 'plantedxq81';
const cleaning: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const clean of cleaning.splice(0).reverse()) await clean();
});
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'deskhand-gone-'));
  cleaning.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
};

/** A message that has the words wherever a message can have words. */
function inbound(
  id: string,
  more: { as?: 'message' | 'changed'; names?: string[]; text?: string; subject?: null } = {},
): Inbound {
  const { as = 'message', names = [id], text = `My number is ${SECRET}`, subject = `About ${SECRET}` } = more;
  const content = new TextEncoder().encode(`A file about ${SECRET}`);
  return {
    externalId: id,
    contentKey: null,
    raw: { bytes: new TextEncoder().encode(`raw ${text}`), type: 'text/plain' },
    content: {
      as,
      message: {
        kind: 'human',
        from: { address: 'maya', name: 'Maya' },
        subject,
        text,
        folded: [{ why: 'quote', text: `> ${SECRET}` }],
        attachments: [
          { name: `${SECRET}.txt`, type: 'text/plain', bytes: content.length, sha256: id, content, withheld: null },
        ],
        writtenAt: 0,
        visibility: 'private',
        names,
        answers: [],
        others: [],
        warnings: [`A note on ${SECRET}`],
        details: [{ label: 'Order', value: SECRET }],
        echo: { subject: SECRET },
      },
    },
  };
}

/** A message without them. */
function plain(id: string): Inbound {
  const given = inbound(id, { text: 'Hello again' });
  if (given.content.as !== 'message') return given;
  const { details: _, echo: __, ...rest } = given.content.message;
  const message = { ...rest, subject: null, folded: [], attachments: [], warnings: [] };
  return { ...given, content: { as: 'message', message } };
}

/** Where the words still are: tables with their columns, and the search. */
async function traces(engine: Engine, shop: TestHouse): Promise<string[]> {
  const found: string[] = [];
  for (const table of Object.keys(engine.tables)) {
    for (const row of await engine.rows<Record<string, unknown>>(`select * from ${inSql(table)}`, []))
      for (const [column, value] of Object.entries(row)) {
        const text = value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : JSON.stringify(value);
        if (text?.includes(SECRET)) found.push(`${table}.${column}`);
      }
  }
  const hits = await shop.house.parts.store.search(SECRET, 10);
  return [...new Set([...found, ...hits.map(() => 'search')])];
}

/** `savedReplies` is `saved_replies` there. */
function inSql(table: string): string {
  return table.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}

function filesWith(words: string, place: string): string[] {
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter(each => each.isFile())
    .map(each => join(each.parentPath, each.name))
    .filter(each => readFileSync(each).toString('latin1').includes(words));
}

describe.each(engineKinds().filter(each => each.there))('on $name', kind => {
  const open = async () => {
    const opened = await kind.open();
    const provider = makeProvider();
    const shop = await openHouse({ engine: opened.engine, provider });
    cleaning.push(async () => {
      await shop.close();
      await opened.close();
    });
    return { shop, engine: opened.engine, channel: provider.context! };
  };

  test('no table, no search and no export has them, and the enquiry keeps its number and its figures', async () => {
    const { shop, engine, channel } = await open();
    await channel.accept(inbound('m1'));
    await shop.settle();
    await channel.accept(inbound('m2', { as: 'changed', names: ['m1', 'm2'], text: `It is ${SECRET} after all` }));
    await shop.settle();
    const [card] = await shop.cards();
    const { store } = shop.house.parts;
    const where = await traces(engine, shop);
    for (const each of [
      'messages.text',
      'raws.bytes',
      'attachments.content',
      'enquiries.subject',
      'shelf.value',
      'search',
    ])
      expect(where).toContain(each);
    // The card of a later one names it by its subject.
    await shop.as('Ann').press('enquiry.resolve', card!.enquiryId);
    shop.clock.advance(20 * DAY);
    await channel.accept(plain('later'));
    await shop.settle();
    const later = (await shop.cards()).find(each => each.enquiryId !== card!.enquiryId)!;
    expect(later.earlier).toMatchObject([{ subject: `About ${SECRET}` }]);
    const measures = await store.measuresOf(card!.enquiryId);
    await channel.withdraw(['m2'], 'Maya deleted this.');
    await shop.settle();
    expect((await shop.card(later.enquiryId)).earlier).toMatchObject([{ number: card!.number, subject: null }]);
    expect(await traces(engine, shop)).toEqual([]);
    expect(await shop.card(card!.enquiryId)).toMatchObject({
      number: card!.number,
      status: 'resolved',
      subject: null,
      message: { text: 'Maya deleted this.', details: [], folded: [], attachments: [] },
    });
    expect(await store.measuresOf(card!.enquiryId)).toEqual(measures);

    const out = join(folder(), 'export');
    const named = { workspace: 'ws_test', timezone: 'UTC', exportedAt: '2026-06-20T09:00:00Z' };
    await exportFolder(engine, shop.house.parts.workspaceId, out, named);
    expect(filesWith(SECRET, out)).toEqual([]);
    const other = await open();
    await importFolder({
      engine: other.engine,
      parts: other.shop.house.parts,
      ids: other.shop.house.parts.ids,
      folder: out,
      progress: undefined,
    });
    const events = await other.shop.house.parts.store.events(card!.enquiryId as EnquiryId);
    expect(events.map(each => each.event.type)).toEqual(
      expect.arrayContaining(['CustomerWrote', 'MessageChanged', 'MessageWithdrawn']),
    );
  });

  test('a subject that another message of the enquiry has, too, stays', async () => {
    const { shop, channel } = await open();
    await channel.accept(inbound('m1'));
    await channel.accept(inbound('m2'));
    await channel.withdraw(['m2'], 'Maya deleted this.');
    await shop.settle();
    expect(await shop.cards()).toMatchObject([
      { subject: `About ${SECRET}`, message: { text: `My number is ${SECRET}` } },
    ]);
    await channel.withdraw(['m1'], 'Maya deleted this.');
    await shop.settle();
    expect(await shop.cards()).toMatchObject([{ subject: null }]);
  });

  test('words that name an enquiry without a subject are followed when they change, and go with their message', async () => {
    const { shop, engine, channel } = await open();
    const bare = { subject: null } as const;
    await channel.accept(inbound('m1', { ...bare, text: 'Hi' }));
    await channel.accept(inbound('m2', { ...bare, text: `Is ${SECRET} my number?` }));
    await channel.accept(inbound('m3', { ...bare, text: 'The lid rattles' }));
    const name = async () => (await shop.house.parts.store.enquiryByNumber(1))?.subject ?? null;
    expect(await name()).toBe(`Is ${SECRET} my number?`);
    await channel.accept(inbound('m2b', { ...bare, as: 'changed', names: ['m2', 'm2b'], text: `Or ${SECRET}1?` }));
    expect(await name()).toBe(`Or ${SECRET}1?`);
    for (const each of ['m1', 'm2']) await channel.withdraw([each], 'Maya deleted this.');
    expect(await name()).toBe('The lid rattles');
    await channel.withdraw(['m3'], 'Maya deleted this.');
    expect(await name()).toBeNull();
    await shop.settle();
    expect(await traces(engine, shop)).toEqual([]);
  });

  test('whichever is first of a message and its deletion, its words do not stay', async () => {
    const { shop, engine, channel } = await open();
    for (let i = 0; i < 20; i++) {
      const [come, go] = [
        () => channel.accept(inbound(`m${i}`, i % 4 < 2 ? { subject: null } : {})),
        () => channel.withdraw([`m${i}`], 'Maya deleted this.'),
      ];
      await Promise.all(i % 2 ? [come(), go()] : [go(), come()]);
    }
    await shop.settle();
    expect(await traces(engine, shop)).toEqual([]);
  });
});

test('a process that dies in the middle goes on where it was, and says it once', async () => {
  for (const when of ['before', 'after'] as const) {
    for (let n = 0; n < 14; n++) {
      const engine = await openMemory();
      const dying = mortal(engine);
      const one = makeProvider();
      const first = await openHouse({ engine: dying.engine, provider: one });
      await one.context!.accept(inbound('m1'));
      await first.settle();
      dying.dieIn(n, when);
      await one.context!.withdraw(['m1'], 'Maya deleted this.').catch(() => {});
      const two = makeProvider();
      const again = await openHouse({ engine, provider: two });
      await two.context!.withdraw(['m1'], 'Maya deleted this.');
      again.clock.advance(60_000);
      await again.settle();
      expect(await traces(engine, again), `${when} call ${n}`).toEqual([]);
      const rows = await engine.rows(`select type from events where type = 'MessageWithdrawn'`, []);
      expect(rows, `${when} call ${n}`).toHaveLength(1);
      await engine.close();
    }
  }
});

test('whoever took it in dies just after its author took it back: it goes when its source brings it again', async () => {
  const engine = await openMemory();
  const two = makeProvider();
  const other = await openHouse({ engine, provider: two });
  /** Both looked for the other, and neither saw it: the deletion is whole before the message is stored. */
  const overtaken: Engine = {
    ...engine,
    commit: async (ops, ws) => {
      const isMessage = ops.some(op => op.do === 'insert' && op.table === 'messages');
      if (isMessage) await two.context!.withdraw(['m1'], 'Maya deleted this.');
      return engine.commit(ops, ws);
    },
  };
  const dying = mortal(overtaken, 'commits');
  const one = makeProvider();
  await openHouse({ engine: dying.engine, provider: one });
  dying.dieIn(0, 'after');
  await expect(one.context!.accept(inbound('m1'))).rejects.toThrow();
  expect(await traces(engine, other)).toContain('messages.text');
  expect(await two.context!.accept(inbound('m1'))).toEqual({ as: 'duplicate' });
  await other.settle();
  expect(await traces(engine, other)).toEqual([]);
  await engine.close();
});

test('neither the database file nor a backup of it has them', async () => {
  const place = folder();
  const engine = await openSqlite(join(place, 'd.db'));
  const provider = makeProvider();
  const shop = await openHouse({ engine, provider });
  for (let i = 0; i < 5; i++) await provider.context!.accept(inbound(`m${i}`));
  await shop.settle();
  for (let i = 0; i < 5; i++) await provider.context!.withdraw([`m${i}`], 'Maya deleted this.');
  await shop.settle();
  await engine.backup(join(place, 'copy.db'));
  expect(filesWith(SECRET, place).filter(each => each.endsWith('copy.db'))).toEqual([]);
  await engine.close();
});
