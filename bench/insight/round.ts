/** One answer to 500 customers by mail, beside 500 single replies: time, memory, and how long nothing else could run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock, systemIds } from '../../src/app/world.ts';
import type { EnquiryId } from '../../src/core/ids.ts';
import { beginIncident } from '../../src/handling/gatherings.ts';
import type { RemarkRow } from '../../src/ports/rows.ts';
import { holdReply } from '../../src/reply/hold.ts';
import { writeRemark } from '../../src/reply/remark.ts';
import { openEngine } from '../../src/store/store.ts';
import { startSmtp } from '../../tests/kit/far-sides/smtp.ts';
import { openHouse, type TestHouse } from '../../tests/kit/house.ts';
import { emailKind, mailbox, takeMail } from '../../tests/kit/mailbox.ts';
import { until } from '../../tests/kit/world.ts';
import { ms } from '../figures.ts';
import type { Result } from '../run.ts';
import { watchLoop } from '../stats.ts';

const CUSTOMERS = 500;
const BLOCKED_MAX_MS = 50;
const TIMES_MAX = 1.5;
const MEMORY_MAX_MB = 50;
const WITHIN_MS = 600_000;

export async function benchRound(): Promise<Result[]> {
  const single = await measured(singly);
  const round = await measured(atOnce);
  const words = (each: Measured) => `${ms(each.took)}, ${Math.round(each.memory)} MB more at most`;
  return [
    {
      what: `One answer to ${CUSTOMERS} customers by mail: from Send to the last mail taken`,
      measured: `${words(round)}, loop blocked ${ms(round.blocked)}; preview ${ms(round.prepared)}`,
      baseline: `${words(single)}, loop blocked ${ms(single.blocked)}: as many single replies`,
      target: `<= ${TIMES_MAX} x, <= ${MEMORY_MAX_MB} MB, never blocked for more than ${BLOCKED_MAX_MS} ms`,
      ok: round.took <= single.took * TIMES_MAX && round.memory <= MEMORY_MAX_MB && round.blocked <= BLOCKED_MAX_MS,
    },
  ];
}

interface Measured {
  prepared: number;
  took: number;
  memory: number;
  blocked: number;
}

/** Prepares something; what it gives back lets it go. */
type Way = (shop: TestHouse, enquiries: readonly EnquiryId[]) => Promise<() => Promise<void>>;

async function measured(way: Way): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-round-'));
  const smtp = await startSmtp();
  const engine = await openEngine(`sqlite:${join(folder, 'round.db')}`, 'bench');
  const shop = await openHouse({
    ...{ engine, clock: systemClock as never, ids: systemIds, holdMs: { email: 0 }, kinds: [emailKind] },
    channels: [mailbox(smtp.port)],
  });
  const { house } = shop;
  try {
    await house.loadSettings();
    await shop.as('Ann').command('hours');
    const enquiries = await written(shop);
    const begun = performance.now();
    const go = await way(shop, enquiries);
    const prepared = performance.now() - begun;
    // The far side keeps its mails, too: half of what is measured is its own.
    global.gc?.();
    const before = process.memoryUsage().rss;
    let most = before;
    const look = setInterval(() => {
      most = Math.max(most, process.memoryUsage().rss);
    }, 20);
    const watch = watchLoop();
    const sent = performance.now();
    await go();
    house.worker.start();
    await until(() => smtp.mails.length >= CUSTOMERS, 'every mail', WITHIN_MS);
    const took = performance.now() - sent;
    clearInterval(look);
    const blocked = watch.stop();
    if (new Set(smtp.mails.map(each => each.to[0])).size !== CUSTOMERS) throw new Error('Somebody got it twice.');
    return { prepared, took, blocked, memory: (most - before) / 2 ** 20 };
  } finally {
    await house.stop();
    await smtp.stop();
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A mail of each customer, and its card. */
async function written(shop: TestHouse): Promise<EnquiryId[]> {
  const { store } = shop.house.parts;
  for (let i = 0; i < CUSTOMERS; i++) {
    const text = `The checkout says that my card was declined, number ${i}.`;
    await takeMail(shop, `Customer ${i} <customer${i}@example.com>`, text, `m${i}`);
  }
  await shop.settle();
  const ids: EnquiryId[] = [];
  for (let number = 1; number <= CUSTOMERS; number++) ids.push((await store.enquiryByNumber(number))!.id);
  return ids;
}

const atOnce: Way = async (shop, enquiries) => {
  const { parts } = shop.house;
  const { row } = await beginIncident(parts, 'Card payments fail', enquiries, 'bench');
  const ann = shop.as('Ann');
  const values = { gathering: row.id, version: '1', behind: 'incident.tell', text: 'Hello {name}, it works again.' };
  await ann.submit('round.form', null as never, 'look', values);
  const [round] = await parts.store.roundsOf(row.id);
  const by = { deskRef: 'practice:ann', name: 'Ann', admin: true };
  return () =>
    shop.house.act({
      ...{ id: 'send', by, do: 'press', thread: null, button: 'finding.send' },
      value: `${round!.id} ${round!.version} send`,
    });
};

const singly: Way = async (shop, enquiries) => {
  const { parts } = shop.house;
  const [staff] = await parts.store.allStaff();
  const remarks: RemarkRow[] = [];
  for (const id of enquiries) {
    const enquiry = (await parts.store.enquiry(id))!;
    const words = { enquiry, staff: staff!, postRef: `p${id}`, text: 'Hello, it works again.', mentionsStaff: false };
    remarks.push((await writeRemark(parts, words)).remark);
  }
  return async () => {
    for (const remark of remarks) await holdReply(parts, { remark, by: staff!.id, andResolve: false });
  };
};
