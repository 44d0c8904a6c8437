/**
 * Two workspaces of one installation, with the same people, customers and words in both but for one word: whatever is done in
 * one, with names, numbers and ids of the other, changes nothing there, and nothing of there is seen here.
 */
import { createHash } from 'node:crypto';
import { getTableColumns, getTableName } from 'drizzle-orm';
import { afterEach, describe, expect, test } from 'vitest';
import type { WorkspaceId } from '../../src/core/ids.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import type { ButtonId } from '../../src/ports/button.ts';
import type { StaffAction } from '../../src/ports/staff.ts';
import type { FormView } from '../../src/ports/views.ts';
import type { Engine } from '../../src/store/engine.ts';
import { lookOf } from '../../src/transfer/answer.ts';
import { enquiryLines } from '../../src/transfer/enquiries.ts';
import { engineKinds } from '../kit/engines.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { randomFrom, type TestClock, testClock, testIds } from '../kit/world.ts';

/** `CROSSING_ACTS=10000` goes on from here; another seed makes other acts. */
const ACTS = Number(process.env.CROSSING_ACTS ?? 600);
const SEED = Number(process.env.CROSSING_SEED ?? 20_261_201);
/** Then it is the other's turn, and what the first one left there is compared. */
const TURN = 100;
const CUSTOMERS = 12;
const PEOPLE = ['Ann', 'Ben', 'Chidi'];

const BUTTONS =
  `enquiry.claim enquiry.release enquiry.reply enquiry.resolve enquiry.snooze enquiry.handover enquiry.menu
  enquiry.expert enquiry.takeover enquiry.reopen enquiry.spam enquiry.unspam enquiry.merge enquiry.split enquiry.allow
  enquiry.open_for enquiry.not_theirs enquiry.ours enquiry.theirs enquiry.reason enquiry.offer enquiry.stuck enquiry.follow
  enquiry.unfollow enquiry.keep_open customer.block customer.mute customer.unblock customer.pause customer.unpause
  customer.join customer.part customer.erase reply.send reply.send_and_resolve reply.keep reply.only reply.everyone reply.undo
  reply.send_anyway reply.correct reply.retry reply.arrived reply.ask_privately expert.join expert.tell expert.decline
  expert.yes expert.no hint.why hint.mute message.send_to_customer message.show_all letter.send saved.add saved.edit
  saved.from saved.retire saved.restore saved.take saved.keep saved.fresh article.add article.edit article.from
  article.retire article.restore article.fresh message.open message.files shield.pass shield.boundary shield.not shield.was
  answer.show practice.start practice.end practice.no alert.not_new alert.mute alert.incident enquiry.similar answer.use
  answer.unlike reminder.add reminder.done reminder.later finding.flag finding.open finding.own finding.edit
  finding.evidence finding.tell finding.send finding.page finding.leave finding.take finding.drop finding.undo incident.link
  incident.open incident.own incident.edit incident.evidence incident.tell incident.end command.run`.split(/\s+/);
const USUAL = [
  'enquiry.claim',
  'enquiry.resolve',
  'enquiry.reopen',
  'enquiry.release',
  'enquiry.spam',
  'enquiry.unspam',
];
/** What the value of a button mostly is. */
const VALUES: Record<string, string[]> = {
  enquiry: ['enquiries'],
  customer: ['customers', 'enquiries'],
  reply: ['remarks', 'replies'],
  expert: ['enquiries'],
  hint: ['remarks'],
  message: ['messages', 'remarks'],
  saved: ['saved_replies', 'enquiries'],
  article: ['articles', 'enquiries'],
  shield: ['messages'],
  answer: ['messages', 'enquiries'],
  practice: ['practices', 'rooms'],
  alert: ['alerts'],
  reminder: ['reminders', 'enquiries'],
  finding: ['gatherings', 'enquiries'],
  incident: ['gatherings', 'enquiries'],
};
const FORMS = `reply.form resolve.form log.form expert.form expert.ask.form expert.tell.form settings.form snooze.form
  handover.form merge.form split.form join.form saved.form finding.form incident.form gathering.form evidence.form round.form
  article.form menu.form`.split(/\s+/);
/** `#` stands for a number, `@` for an id, `*` for a customer. */
const COMMANDS =
  `open;mine;find kettle;find *;find #;stats;stats week;stats month;similar kettle lid;replies;replies kettle;answers;
  answers kettle;insight;insight month;rising;health;hours;who *;audit;retention;managers;experts;experts kettle;drafts;erase *;
  erase @;export;block *;unblock *;merge # #;split #;release #;claim #;resolve #;snooze # 1h;handover # Ben;reopen #;help;
  findings;finding #;incident #;incidents;praise;letter;waiting;settings;follow #;mute *;log;remind # 1h`
    .split(';')
    .map(each => each.trim());

/** What is looked at by somebody of the room, who may read all that is here. */
const READS = [
  'open',
  'find kettle',
  'find maya',
  'find maya1@example.com',
  'find 3',
  'stats week',
  'stats month',
  'similar 2',
];

interface Side {
  ws: WorkspaceId;
  /** Stands in all that is written here, and nowhere else. */
  word: string;
  shop: TestHouse;
  said: number;
}

const close: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const each of close.splice(0).reverse()) await each();
});

for (const kind of engineKinds()) {
  const acts = kind.name === 'sqlite' ? ACTS : Math.ceil(ACTS / 2);
  describe.skipIf(!kind.there)(`two workspaces on ${kind.name}`, () => {
    test(`${acts} random acts in two workspaces cross into neither`, { timeout: 900_000 }, async () => {
      const opened = await kind.open();
      close.push(() => opened.close());
      const { engine } = opened;
      const clock = testClock();
      const random = randomFrom(SEED);
      const ids = testIds(clock, random);
      const open = async (word: string): Promise<Side> => {
        const ws = `ws_${word}` as WorkspaceId;
        const shop = await openHouse({ engine, clock, ids, workspaceId: ws, holdMs: { post: 2 * SECOND } });
        return { ws, word, shop, said: 0 };
      };
      const sides = [await open('amber'), await open('cobalt')] as const;
      for (const side of sides) for (let i = 0; i < 8; i++) await customerWrites(side, random);
      for (let n = 0, turn = 0; n < acts; n += TURN, turn++) {
        const [here, there] = turn % 2 ? [sides[1], sides[0]] : [sides[0], sides[1]];
        const before = await printOf(engine, there.ws);
        const pools = { own: await idsOf(engine, here.ws), other: await idsOf(engine, there.ws) };
        for (let i = 0; i < TURN; i++) {
          await act(here, { pools, random, engine, clock });
          if (i % 10 === 9) await here.shop.settle();
        }
        clock.advance(20 * MINUTE);
        await here.shop.settle();
        for (const words of READS) {
          const answer = JSON.stringify(await here.shop.as('Ann').asks(words));
          expect(answer, words).not.toContain(`${there.word} `);
          if (words === 'find kettle') expect(answer).toContain(`${here.word} `);
        }
        expect(await printOf(engine, there.ws), `what ${here.word} did changed ${there.word}`).toEqual(before);
        if (turn % 4 === 3 || n + TURN >= acts) for (const each of sides) await seesOnlyOwn(engine, each, sides);
      }
      // Where nothing was done it would be no proof.
      const [row] = await engine.rows<{ n: number; sent: number }>(
        `select count(*) as n, (select count(*) from replies where status = 'sent') as sent from events`,
        [],
      );
      expect(Number(row!.n)).toBeGreaterThan(acts / 6);
      expect(Number(row!.sent)).toBeGreaterThan(0);
    });
  });
}

interface Doing {
  pools: { own: Pool; other: Pool };
  random: () => number;
  engine: Engine;
  clock: TestClock;
}
interface Pool {
  ids: string[];
  /** By table. */
  of: Record<string, string[]>;
  enquiries: string[];
  threads: string[];
  numbers: string[];
}

async function act(side: Side, doing: Doing): Promise<void> {
  const { random, pools } = doing;
  const kind = random();
  if (kind < 0.12) return customerWrites(side, random);
  /** Of the other one more often than not. */
  const pool = () => (random() < 0.55 ? pools.other : pools.own);
  const name = pick(random, PEOPLE);
  const by = { deskRef: `practice:${name.toLowerCase()}`, name, admin: name === 'Ann' };
  const text = `${side.word} reply ${++side.said}: the lid of your kettle is in the shop`;
  const filled = (words: string) =>
    words
      .replace(/#/g, () => pick(random, pool().numbers))
      .replace(/@/g, () => pick(random, pool().ids))
      .replace(/\*/g, () => addressOf(Math.floor(random() * CUSTOMERS)));
  const value = () => {
    const n = 1 + Math.floor(random() * 3);
    const parts = Array.from({ length: n }, () =>
      random() < 0.85 ? pick(random, pool().ids) : `${Math.floor(random() * 9)}`,
    );
    return parts.join(' ');
  };
  const fitting = (button: string) => {
    const table = pick(random, VALUES[button.split('.')[0]!] ?? ['enquiries']);
    const found = pool().of[table] ?? [];
    return found.length ? pick(random, found) : value();
  };
  const enquiry = () => pick(random, pool().enquiries);
  const thread = () => pick(random, pool().threads);
  const what = (): object => {
    if (kind < 0.3)
      return {
        do: 'write',
        thread: random() < 0.5 ? pick(random, pools.own.threads) : thread(),
        post: `staff:${side.word}${side.said}`,
        text,
        mentionsStaff: false,
      };
    if (kind < 0.34)
      return {
        do: 'edit',
        thread: thread(),
        post: `staff:${side.word}${Math.ceil(random() * side.said)}`,
        text,
        mentionsStaff: false,
      };
    if (kind < 0.36)
      return { do: 'delete', thread: thread(), post: `staff:${side.word}${Math.ceil(random() * side.said)}` };
    if (kind < 0.7) {
      const usual = random() < 0.5;
      const button = pick(random, usual ? USUAL : BUTTONS) as ButtonId;
      const of = random() < 0.7 ? pools.own : pools.other;
      return {
        do: 'press',
        thread: random() < 0.7 ? thread() : null,
        button,
        value: usual ? pick(random, of.enquiries) : random() < 0.3 ? value() : fitting(button),
      };
    }
    if (kind < 0.85) {
      const id = pick(random, pool().ids);
      const values = {
        text,
        to: id,
        into: id,
        enquiry: enquiry(),
        who: id,
        name: `${side.word} name`,
        room: id,
        number: pick(random, pool().numbers),
      };
      return {
        do: 'submit',
        form: pick(random, FORMS) as FormView['id'],
        enquiryId: enquiry(),
        submit: pick(random, ['reply.send', 'save', 'reply.keep']),
        values,
      };
    }
    const room =
      random() < 0.6 ? (pools.own.ids.find(each => each.startsWith('room')) ?? null) : pick(random, pool().ids);
    return { do: 'command', room, words: filled(pick(random, COMMANDS)) };
  };
  await side.shop.house.act({
    id: `${side.word}-${side.said}-${Math.floor(random() * 1e9)}`,
    by,
    ...what(),
  } as StaffAction);
  // What somebody sees in a preview they also send.
  if (random() < 0.1) await pressesOffered(side, doing);
}

/** Presses what is offered here, so that replies really leave. */
async function pressesOffered({ shop }: Side, { random, clock, pools }: Doing): Promise<void> {
  await shop.settle();
  for (const enquiry of pools.own.enquiries.slice(-6)) {
    const person = shop.as(pick(random, PEOPLE));
    const offered = (await person.privates(enquiry)).flatMap(each => each.buttons);
    if (offered.length === 0) continue;
    const sends = offered.filter(each => each.id === 'reply.send');
    const { id, value } = pick(random, sends.length && random() < 0.7 ? sends : offered);
    await person.press(id, value, (await shop.thread(enquiry)).ref);
  }
  clock.advance(5 * SECOND);
  await shop.settle();
}

async function customerWrites(side: Side, random: () => number): Promise<void> {
  const customer = addressOf(Math.floor(random() * CUSTOMERS));
  // The same names of messages in both.
  await side.shop.provider.write(customer, `${side.word} question ${++side.said}: where is the lid of my kettle?`, {
    name: 'Maya Patel',
    subject: `${side.word} kettle`,
  });
}

const addressOf = (n: number) => `maya${n}@example.com`;

/** All that is kept of a workspace, as one print for each table. */
async function printOf(engine: Engine, ws: WorkspaceId): Promise<Record<string, string>> {
  const prints: Record<string, string> = {};
  for (const [table, rows] of await everything(engine, ws))
    prints[table] = `${rows.length} ${createHash('sha256').update(rows.join('\n')).digest('hex').slice(0, 12)}`;
  return prints;
}

async function everything(engine: Engine, ws: WorkspaceId): Promise<[string, string[]][]> {
  const found: [string, string[]][] = [];
  for (const table of Object.values(engine.tables)) {
    if (!('workspaceId' in getTableColumns(table as never))) continue;
    const name = getTableName(table as never);
    const rows = await engine.rows<object>(`select * from ${name} where workspace_id = ?`, [ws]);
    found.push([name, rows.map(each => JSON.stringify(each, shown)).toSorted()]);
  }
  return found;
}

/** Bytes as the words that they may be. */
function shown(_key: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('latin1');
  if (value && typeof value === 'object' && 'type' in value && value.type === 'Buffer' && 'data' in value)
    return Buffer.from(value.data as number[]).toString('latin1');
  return typeof value === 'bigint' ? String(value) : value;
}

async function seesOnlyOwn(engine: Engine, side: Side, sides: readonly Side[]): Promise<void> {
  const others = sides.filter(each => each !== side).map(each => each.word);
  const strange = (text: string) => others.find(word => text.includes(`${word} `));
  for (const [table, rows] of await everything(engine, side.ws))
    for (const row of rows) expect(strange(row), `${table} of ${side.word}: ${row.slice(0, 300)}`).toBeUndefined();
  for (const { text } of side.shop.provider.delivered) expect(strange(text), text).toBeUndefined();
  const { parts } = side.shop.house;
  let files = '';
  for await (const { csv, jsonl } of enquiryLines(engine, side.ws, { ...lookOf(parts, null), rooms: null }))
    files += csv + jsonl;
  expect(files).toContain(`${side.word} kettle`);
  expect(strange(files)).toBeUndefined();
}

async function idsOf(engine: Engine, ws: WorkspaceId): Promise<Pool> {
  const ids: string[] = [];
  const of: Record<string, string[]> = {};
  for (const table of Object.values(engine.tables)) {
    const columns = getTableColumns(table as never);
    if (!('workspaceId' in columns && 'id' in columns)) continue;
    const name = getTableName(table as never);
    const rows = await engine.rows<{ id: string }>(
      `select id from ${name} where workspace_id = ? order by id desc limit 40`,
      [ws],
    );
    of[name] = rows.map(each => String(each.id));
    ids.push(...of[name]);
  }
  const enquiries = await engine.rows<{ id: string; number: number }>(
    'select id, number from enquiries where workspace_id = ? order by id',
    [ws],
  );
  const threads = await engine.rows<{ ref: string | null }>('select ref from threads where workspace_id = ?', [ws]);
  return {
    ids,
    of,
    enquiries: enquiries.map(each => each.id),
    threads: threads.flatMap(each => each.ref ?? []),
    numbers: enquiries.map(each => String(each.number)),
  };
}

function pick<T>(random: () => number, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)]!;
}
