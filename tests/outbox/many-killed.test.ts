/** kill -9, with real processes and a real mail server: one answer to sixty customers, and the weekly letter, reach everybody once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemClock, systemIds } from '../../src/app/world.ts';
import type { EnquiryId, RoundId } from '../../src/core/ids.ts';
import type { LetterTimes } from '../../src/core/letter.ts';
import { DAY, HOUR } from '../../src/core/time.ts';
import { beginIncident, flagEnquiry, linkEnquiry } from '../../src/handling/gatherings.ts';
import type { Engine } from '../../src/store/engine.ts';
import { openEngine } from '../../src/store/store.ts';
import { engineKinds, freshPostgres } from '../kit/engines.ts';
import { type SmtpSide, startSmtp } from '../kit/far-sides/smtp.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import type { MailWork } from '../kit/mail-worker.ts';
import { emailKind, mailbox, takeMail } from '../kit/mailbox.ts';
import { testClock, until } from '../kit/world.ts';

const IMPORTS = join(import.meta.dirname, '../../src/imports.cjs');
const WORKER = join(import.meta.dirname, '../kit/mail-worker.ts');
const CUSTOMERS = 60;
/** It is killed when so many mails are there; more of it with KILLS. */
const KILLS = Number(process.env.KILLS ?? 3);
const WITHIN_MS = 60_000;
const READERS = Array.from({ length: 12 }, (_, i) => `reader${i + 1}@shop.example`);
const ANN = { deskRef: 'practice:ann', name: 'Ann', admin: true };

interface Worker {
  kill(): Promise<void>;
}

/** What all processes of a test share. */
interface Standing {
  url: string;
  engine: Engine;
  smtp: SmtpSide;
  /** A house that only takes in what is pressed: others do the jobs. */
  looker(letter?: LetterTimes): Promise<TestHouse>;
  begin(letter?: LetterTimes): Promise<Worker>;
}

async function standing(postgres: boolean, run: (standing: Standing) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-killed-'));
  const fresh = postgres ? await freshPostgres() : null;
  const url = fresh?.url ?? `sqlite:${join(folder, 'd.db')}`;
  const [engine, smtp] = [await openEngine(url, 'looks on'), await startSmtp()];
  const children: ChildProcess[] = [];
  const begin: Standing['begin'] = async (letter = null as never) => {
    const work: MailWork = { url, smtpPort: smtp.port, letter };
    const child = spawn(process.execPath, ['--require', IMPORTS, WORKER, JSON.stringify(work)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
    await new Promise(resolve => child.stdout?.once('data', resolve));
    return {
      kill: async () => {
        child.kill('SIGKILL');
        await ended;
      },
    };
  };
  const looker: Standing['looker'] = async letter => {
    const shop = await openHouse({
      ...{ engine, clock: systemClock as never, ids: systemIds, holdMs: { email: 0 }, isDoneElsewhere: true },
      ...{ kinds: [emailKind], channels: [mailbox(smtp.port)], ...(letter ? { letter } : {}) },
    });
    await shop.house.loadSettings();
    return shop;
  };
  try {
    await run({ url, engine, smtp, looker, begin });
  } finally {
    for (const each of children) each.kill('SIGKILL');
    await engine.close();
    await smtp.stop();
    await fresh?.drop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Sixty mails, and what they belong to. */
async function gathered(shop: TestHouse, what: 'finding' | 'incident') {
  const { parts } = shop.house;
  const ids: EnquiryId[] = [];
  for (let i = 1; i <= CUSTOMERS; i++) {
    await takeMail(shop, `Customer ${i} <customer${i}@example.com>`, `It fails, number ${i}.`, `m${i}`);
    ids.push((await parts.store.enquiryByNumber(i))!.id);
  }
  if (what === 'incident') return (await beginIncident(parts, 'Card payments fail', ids, 'begun')).row;
  const [staff] = await parts.store.allStaff();
  const enquiry = async (id: EnquiryId) => (await parts.store.enquiry(id))!;
  const given = { what, into: undefined, title: 'It fails' } as const;
  await flagEnquiry(parts, await enquiry(ids[0]!), given, { id: 'flag', staff: staff!, by: ANN });
  const [row] = await parts.store.gatherings('finding', 1);
  for (const id of ids.slice(1)) await linkEnquiry(parts, row!.id, await enquiry(id), { id: `link ${id}` });
  return row!;
}

async function putAnn({ house }: TestHouse): Promise<void> {
  const { store, ids, clock } = house.parts;
  const row = { id: ids.make('staff'), workspaceId: store.workspaceId, createdAt: clock.now(), ...ANN };
  await store.commit([{ do: 'insert', table: 'staff', row }]);
}

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`killed with kill -9 on ${kind.name}`, () => {
    test.each([
      'finding',
      'incident',
    ] as const)('an answer to the sixty customers of one %s reaches each of them once', async what => {
      await standing(kind.name === 'postgres', async ({ smtp, looker, begin }) => {
        const shop = await looker();
        const { store } = shop.house.parts;
        await putAnn(shop);
        const row = await gathered(shop, what);
        const ann = shop.as('Ann');
        let worker = await begin();
        const version = String(row.version);
        const values = { gathering: row.id, version, behind: `${what}.tell`, text: 'It works again, {name}.' };
        await ann.submit('round.form', null as never, 'look', values);
        const round = await until(async () => (await store.roundsOf(row.id))[0] ?? null, 'the preview', WITHIN_MS);
        expect(round.people).toHaveLength(CUSTOMERS);
        await ann.press('finding.send', `${round.id} ${round.version} send`);
        const replies = () => store.repliesOfRound(round.id as RoundId);
        const isOver = async () => {
          const all = await replies();
          return all.length === CUSTOMERS && all.every(each => each.status === 'sent' || each.status === 'unsure');
        };
        let midway = 0;
        for (let kills = 0; kills < KILLS; kills++) {
          const mails = Math.floor((CUSTOMERS * (kills + 0.5)) / KILLS);
          await until(async () => smtp.mails.length >= mails || (await isOver()), `${mails} mails`, WITHIN_MS);
          if (!(await isOver())) midway++;
          await worker.kill();
          worker = await begin();
        }
        expect(midway, 'killed on the way').toBeGreaterThan(0);
        await until(isOver, 'each has left, or is asked about', WITHIN_MS);
        const got = () => smtp.mails.map(each => each.to[0]!);
        expect(new Set(got()).size).toBe(got().length);
        // What was on its way when it died, nobody here can tell: its author looks, and says so.
        for (const { id, enquiryId, status } of await replies()) {
          if (status !== 'unsure') continue;
          const { address } = (await store.identity((await store.enquiry(enquiryId))!.identityId))!;
          await ann.press(got().includes(address) ? 'reply.arrived' : 'reply.retry', id);
        }
        await until(async () => (await replies()).every(each => each.status === 'sent'), 'all are sent', WITHIN_MS);
        const all = Array.from({ length: CUSTOMERS }, (_, i) => `customer${i + 1}@example.com`);
        expect(got().sort()).toEqual(all.sort());
      });
    }, 180_000);

    test('the weekly letter is with each reader and in the room once, killed while the mail server has it and says nothing', async () => {
      await standing(kind.name === 'postgres', async ({ engine, smtp, looker, begin }) => {
        const due = new Date(systemClock.now() - HOUR);
        const weekday = (due.getUTCDay() + 6) % 7;
        const minutes = due.getUTCHours() * 60 + due.getUTCMinutes();
        const letter: LetterTimes = { to: READERS, room: 'customers', weekday, minutes, channel: null };
        const past = await openHouse({
          ...{ engine, clock: testClock(systemClock.now() - 2 * DAY), kinds: [emailKind], isDoneElsewhere: true },
          channels: [mailbox(smtp.port)],
        });
        for (const who of ['maya', 'tom', 'ada'])
          await takeMail(past, `${who}@example.com`, 'The lid of my kettle rattles when it boils.', who);
        const shop = await looker(letter);
        const { store } = shop.house.parts;
        smtp.mood = 'silent-after-data';
        let worker = await begin(letter);
        const [room] = await store.rooms();
        await shop.house.act({ id: 'go', by: ANN, do: 'command', room: room!.id, words: 'letter send' });
        await until(() => smtp.mails.length > 0, 'the mail server has the first', WITHIN_MS);
        await worker.kill();
        const handed = smtp.mails.length;
        smtp.mood = 'takes';
        worker = await begin(letter);
        await until(() => smtp.mails.length > handed, 'more of them', WITHIN_MS);
        await worker.kill();
        worker = await begin(letter);
        const rows = () =>
          engine.rows<{ address: string; status: string }>('select address, status from letter_mails', []);
        await until(
          async () => {
            const all = await rows();
            const over = all.every(each => each.status === 'sent' || each.status === 'unsure');
            return all.length === READERS.length && over;
          },
          'each is sent, or told to an admin',
          WITHIN_MS,
        );
        const got = smtp.mails.map(each => each.to[0]!);
        expect(new Set(got).size).toBe(got.length);
        const unsure = (await rows()).filter(each => each.status === 'unsure').map(each => each.address);
        expect(READERS.filter(each => !got.includes(each) && !unsure.includes(each))).toEqual([]);
        const told = async () => JSON.stringify(await store.shelf('desk:practice').latest('answers:practice:ann', 50));
        for (const each of unsure)
          await until(async () => (await told()).includes(`The weekly letter to ${each}: It may`), `told of ${each}`);
        const shown = async () =>
          (await shop.room()).filter(each => each.words?.includes('What customers told us, ')).length;
        await until(async () => (await shown()) > 0, 'the letter in the room', WITHIN_MS);
        expect(await shown()).toBe(1);
      });
    }, 180_000);
  });
}
