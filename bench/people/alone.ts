/** What it costs that nobody is alone, and what it spares: signs in a room after an outage, a night and a busy hour; looks at 50,000 enquiries. */

import { addDays } from '../../src/core/days.ts';
import { parseHours } from '../../src/core/hours.ts';
import type { EnquiryId } from '../../src/core/ids.ts';
import { HOUR, MINUTE } from '../../src/core/time.ts';
import { offerIfAlone } from '../../src/handling/offer.ts';
import { greetRooms, showMorning } from '../../src/waiting/morning.ts';
import { openHouse, type TestHouse } from '../../tests/kit/house.ts';
import { testClock } from '../../tests/kit/world.ts';
import type { Result } from '../run.ts';

const CUSTOMERS = 100;
const STORED = 50_000;
/** Friday 5 June, 10:00 in London. */
const FRIDAY = Date.UTC(2026, 5, 5, 9, 0);
const LONDON = parseHours({ timezone: 'Europe/London', weekly: { 'mon-fri': ['09:00-17:00'] } }).hours;

export async function benchAlone(): Promise<Result[]> {
  return [await signs(), ...(await looks())];
}

/** A hundred customers who were answered write again: at once after an outage, in a night, and within an hour. */
async function signs(): Promise<Result> {
  const outage = await signsOf(async shop => {
    const at = shop.clock.now();
    shop.clock.advance(3 * HOUR);
    await writeAll(shop, n => ({ writtenAt: at + n * MINUTE }));
  });
  const night = await signsOf(async shop => {
    shop.clock.advance(12 * HOUR);
    await writeAll(shop);
  });
  const hour = await signsOf(async shop => {
    for (let n = 1; n <= CUSTOMERS; n++) {
      await shop.provider.write(`c${n}`, 'And?', { name: `C${n}` });
      await shop.pass(36_000);
    }
  });
  return {
    what: `Not alone: signs in a room of ${CUSTOMERS} customers who write again, after an outage, in a night, within an hour`,
    measured: `${outage}, ${night}, ${hour}`,
    baseline: `one for each message: ${CUSTOMERS}, ${CUSTOMERS}, ${CUSTOMERS}`,
    target: '1, 1; within an hour nobody is shut out',
    ok: outage === 1 && night === 1 && hour < CUSTOMERS,
  };
}

async function signsOf(happens: (shop: TestHouse) => Promise<void>): Promise<number> {
  const shop = await openHouse({ clock: testClock(FRIDAY), hours: LONDON, holdMs: { post: 0 } });
  const ann = shop.as('Ann');
  await writeAll(shop);
  for (const { enquiryId } of await shop.cards()) {
    await ann.write(enquiryId, 'Dear customer');
    await ann.choose(enquiryId, 'Send');
  }
  await shop.pass(2 * HOUR);
  const before = (await shop.room()).length;
  await happens(shop);
  await shop.settle();
  for (let i = 0; i < 4 * 24 * 6; i++) {
    shop.clock.advance(10 * MINUTE);
    await greetRooms(shop.house.parts);
    await shop.settle();
  }
  const after = (await shop.room()).slice(before).filter(each => each.as !== 'card');
  await shop.close();
  // A day's own line is none of these, unless it says what came.
  return after.filter(each => !each.words?.startsWith('Good morning') || /^Since /m.test(each.words)).length;
}

async function writeAll(shop: TestHouse, more: (n: number) => object = () => ({})): Promise<void> {
  for (let n = 1; n <= CUSTOMERS; n++) await shop.provider.write(`c${n}`, `And? ${n}`, { name: `C${n}`, ...more(n) });
  await shop.settle();
}

/** What is looked at for each message and each morning, where there is a long history. */
async function looks(): Promise<Result[]> {
  const shop = await openHouse({ clock: testClock(FRIDAY), hours: LONDON, answerWithin: { post: HOUR } });
  const id = (await shop.provider.write('maya', 'My kettle rattles', { name: 'Maya' }))! as EnquiryId;
  await shop.settle();
  await shop.as('Ann').press('enquiry.claim', id);
  await fill(shop, id);
  shop.clock.advance(3 * HOUR);
  await shop.provider.write('maya', 'And?', { name: 'Maya' });
  await shop.settle();
  const { parts } = shop.house;
  const { store } = parts;
  const message = (await store.messages(id)).at(-1)!;
  const offer = await median(200, () => offerIfAlone(parts, id, message.id));
  const read = await median(200, () => store.enquiry(id));
  const minute = await median(200, () => greetRooms(parts));
  const waiting = await median(50, () => store.waiting(5_000));
  const [room] = await store.rooms();
  let n = 0;
  const due = () => ({ roomId: room!.id, day: addDays('2026-06-05', ++n), at: parts.clock.now(), since: FRIDAY });
  const morning = await median(50, () => showMorning(parts, due()));
  await shop.close();
  return [
    {
      what: `Not alone: a look whether to offer, for a customer's message, with ${STORED.toLocaleString('en')} enquiries stored`,
      measured: `${offer.toFixed(2)} ms`,
      baseline: `the enquiry read alone: ${read.toFixed(2)} ms`,
      target: '< 5 ms',
      ok: offer < 5,
    },
    {
      what: `Not alone: the look of each minute, and a morning line, with ${STORED.toLocaleString('en')} enquiries stored`,
      measured: `${minute.toFixed(2)} ms, ${morning.toFixed(1)} ms`,
      baseline: `who waits (read each minute by the reminders): ${waiting.toFixed(1)} ms`,
      target: '< 5 ms, < 100 ms',
      ok: minute < 5 && morning < 100,
    },
  ];
}

/** Copies of one enquiry that were resolved, of which one in a hundred waits. */
async function fill({ engine }: TestHouse, id: EnquiryId): Promise<void> {
  const [row] = await engine.rows<Record<string, unknown>>('select * from enquiries where id = ?', [id]);
  const names = Object.keys(row!);
  const values = names.map(name => {
    if (name === 'id') return `'enq_copy' || n`;
    if (name === 'number') return 'n + 1000';
    if (name === 'status') return `case when n % 100 = 0 then 'open' else 'resolved' end`;
    if (name === 'waiting_since') return `case when n % 100 = 0 then ${FRIDAY} - n end`;
    if (name === 'owner_id') return 'null';
    return `e.${name}`;
  });
  await engine.rows(
    `with recursive some (n) as (select 1 union all select n + 1 from some where n < ${STORED})
     insert into enquiries (${names.join(', ')}) select ${values.join(', ')} from some, enquiries e where e.id = ?`,
    [id],
  );
}

async function median(times: number, work: () => Promise<unknown>): Promise<number> {
  const all: number[] = [];
  for (let i = 0; i < times; i++) {
    const began = performance.now();
    await work();
    all.push(performance.now() - began);
  }
  return all.sort((a, b) => a - b)[Math.floor(times / 2)]!;
}
