/** The past of a shop with thousands of enquiries: the same on both engines, and nothing missed that commits late. */
import pg from 'pg';
import { afterEach, describe, expect, test } from 'vitest';
import { makePostings } from '../../src/knowledge/postings.ts';
import type { Engine } from '../../src/store/engine.ts';
import { answered } from '../kit/answered.ts';
import { engineKinds } from '../kit/engines.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { randomFrom } from '../kit/world.ts';

const MANY = 2_000;
const WORDS =
  'kettle lid leak refund parcel late voucher order cancel address invoice broken teapot whistle base handle shop open sunday return change colour brass size gift card delivery курьер 退款 Rückerstattung 👍'.split(
    ' ',
  );
const [KINDS, CLOSES] = [engineKinds().filter(each => each.there), [] as (() => Promise<void>)[]];

afterEach(async () => {
  for (const close of CLOSES.splice(0)) await close();
});

async function open(name: string): Promise<{ shop: TestHouse; engine: Engine; url: string }> {
  const opened = await KINDS.find(each => each.name === name)!.open();
  const shop = await openHouse({ engine: opened.engine });
  CLOSES.push(async () => {
    await shop.close();
    await opened.close();
  });
  return { shop, engine: opened.engine, url: opened.url };
}

/** Random questions with answers that repeat, some with reasons; the same for the same seed. */
async function fill({ engine, shop }: { engine: Engine; shop: TestHouse }): Promise<void> {
  const random = randomFrom(2_000);
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)]!;
  const ws = shop.house.parts.workspaceId;
  const [[room], [channel]] = await Promise.all([shop.house.parts.store.rooms(), shop.house.parts.store.channels()]);
  const made = Array.from({ length: MANY }, (_, i) => ({
    i,
    reason: random() < 0.3 ? `reason ${Math.floor(random() * 20)}` : null,
    text: Array.from({ length: 3 + Math.floor(random() * 12) }, () => pick(WORDS)).join(' '),
    answer: `Thank you, here is what we do about it in case number ${pick(WORDS)}.`,
  }));
  const json = engine.kind === 'sqlite' ? "'[]'" : "'[]'::jsonb";
  for (let at = 0; at < MANY; at += 100) {
    const some = made.slice(at, at + 100);
    await engine.rows(
      `insert into enquiries (id, workspace_id, number, version, status, channel_id, channel_kind, room_id, customer_id, identity_id, visibility, opened_at, customer_messages, last_customer_at, contact_reason) values ${some.map(() => "(?, ?, ?, 2, 'resolved', ?, ?, ?, 'cust_1', 'idn_1', 'private', 1, 1, 1, ?)").join(', ')}`,
      some.flatMap(({ i, reason }) => [`enq_${i}`, ws, i + 1, channel!.id, channel!.kind, room!.id, reason]) as never,
    );
    await engine.rows(
      `insert into messages (id, workspace_id, enquiry_id, direction, kind, text, folded, warnings, names, written_at) values ${some.map(() => `(?, ?, ?, 'in', 'human', ?, ${json}, ${json}, ${json}, 1), (?, ?, ?, 'out', 'human', ?, ${json}, ${json}, ${json}, 2)`).join(', ')}`,
      some.flatMap(({ i, text, answer }) => [`in_${i}`, ws, `enq_${i}`, text, `out_${i}`, ws, `enq_${i}`, answer]),
    );
  }
}

test('2,000 random enquiries give the same lists with the same scores on every engine', {
  timeout: 120_000,
}, async () => {
  const lists: unknown[] = [];
  for (const { name } of KINDS) {
    const opened = await open(name);
    await fill(opened);
    const { history } = opened.shop.house.parts;
    expect(await history.ready(60_000)).toBe(true);
    const random = randomFrom(7);
    const answers = [];
    for (let n = 0; n < 60; n++) {
      const words = Array.from({ length: 2 + (n % 9) }, () => WORDS[Math.floor(random() * WORDS.length)]!);
      const question = { sentences: [words.join(' ')] };
      answers.push(await history.similar(question, 5), await history.nearest(question, 40));
    }
    expect(answers.flat().length).toBeGreaterThan(1_000);
    lists.push(answers);
  }
  for (const each of lists) expect(each).toEqual(lists[0]);
});

describe.skipIf(!KINDS.some(each => each.name === 'postgres'))('on PostgreSQL', () => {
  test('what commits after what came later is found', { timeout: 60_000 }, async () => {
    const { shop, url } = await open('postgres');
    const { history, workspaceId } = shop.house.parts;
    const late = await answered(shop, 'Do you engrave brass teapots?', 'Yes, we engrave them here in a week.');
    await shop.as('Ann').press('enquiry.reopen', late);
    await shop.settle();
    expect(await history.ready(10_000)).toBe(true);
    const asked = async () =>
      (await history.similar({ sentences: ['do you engrave brass teapots'] }, 5)).map(each => each.enquiryId);
    expect(await asked()).toEqual([]);

    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      await client.query('begin');
      await client.query(`update enquiries set status = 'resolved', version = version + 1 where id = $1`, [late]);
      const { rows } = await client.query(
        `insert into events (workspace_id, enquiry_id, version, type, at, data)
         select $1, $2, max(version) + 1, 'EnquiryResolved', max(at), '{}' from events where enquiry_id = $2 returning seq`,
        [workspaceId, late],
      );
      // Others are resolved meanwhile, by another connection, and everybody looks at them.
      const next = await answered(shop, 'Where is my refund for the kettle?', 'It takes three days, we are sorry.');
      expect(Number(rows[0].seq)).toBeLessThan(await shop.house.parts.store.lastEvent());
      const refund = await history.similar({ sentences: ['where is my refund for the kettle'] }, 5);
      expect(refund.map(each => each.enquiryId)).toEqual([next]);
      expect(await asked()).toEqual([]);
      await client.query('commit');
    } finally {
      await client.end();
    }
    // What is older is looked at again once in two seconds.
    shop.clock.advance(2_000);
    expect(await asked()).toEqual([late]);
  });
});

test('lists of 60,000 documents are whole, however the blocks of their pieces stand', () => {
  const postings = makePostings();
  const wanted = new Map([1, 2, 3, 5, 7, 11].map(each => [each, new Set<number>()]));
  for (let document = 0; document < 60_000; document++)
    for (const [gram, held] of wanted)
      if (document % gram === 0) {
        postings.add(gram, document);
        held.add(document);
      }
  for (const [gram, held] of wanted) {
    const sums = new Float32Array(60_000);
    postings.addTo(sums, gram, 2);
    expect(postings.count(gram)).toBe(held.size);
    expect(sums.reduce((wrong, sum, document) => wrong + (sum === (held.has(document) ? 2 : 0) ? 0 : 1), 0)).toBe(0);
  }
});
