/** One answer to many: whatever dies, is pressed or is written meanwhile, nobody gets it twice, nobody after Undo. */
import { describe, expect, test } from 'vitest';
import type { EnquiryId } from '../../src/core/ids.ts';
import { MINUTE, SECOND } from '../../src/core/time.ts';
import { sqliteKit } from '../../src/store/kit.ts';
import { makeTables } from '../../src/store/tables.ts';
import { engineKinds } from '../kit/engines.ts';
import { makeProvider } from '../kit/far-sides/provider.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { openMemory } from '../kit/migrated.ts';
import { mortal } from '../kit/mortal.ts';
import { seeded } from '../kit/personal-texts.ts';
import { testClock, testIds } from '../kit/world.ts';

const WHO = ['maya', 'tom', 'ada'];

/** A finding with an enquiry of each, and the message to all of them in its preview. */
async function prepared(shop: TestHouse, who: readonly string[]) {
  const ann = shop.as('Ann');
  await ann.command('help');
  const { store } = shop.house.parts;
  const enquiries = new Map<string, EnquiryId>();
  for (const each of who) {
    const id = (await shop.provider.write(each, `The lid cracked, says ${each}.`)) as EnquiryId;
    enquiries.set(each, id);
    await shop.settle();
    const [finding] = await store.gatherings('finding', 1);
    const into: Record<string, string> = finding ? { into: finding.id } : {};
    await ann.submit('finding.form', id, 'flag', { title: 'Lids', behind: 'finding.flag', ...into });
  }
  const draft = async () => {
    const [finding] = await store.gatherings('finding', 1);
    const values = { gathering: finding!.id, version: '1', behind: 'finding.tell', text: 'It is fixed, {name}.' };
    await ann.submit('round.form', null as never, 'look', values);
    return (await store.roundsOf(finding!.id)).find(each => each.state === 'draft')!;
  };
  return { ann, enquiries, draft };
}

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`on ${kind.name}`, () => {
    /** Dies at this commit after Send; somebody else goes on. @returns false: it lived through all of it */
    const killed = async (commits: number, when: 'before' | 'after', undoes: boolean): Promise<boolean> => {
      const opened = await kind.open();
      const [clock, provider] = [testClock(), makeProvider()];
      const ids = testIds(clock);
      const shop = await openHouse({ engine: opened.engine, clock, ids, provider });
      const { context } = provider;
      const { ann, draft } = await prepared(shop, WHO);
      const round = await draft();
      const body = mortal(opened.engine, 'commits');
      const doomed = await openHouse({ engine: body.engine, clock, ids, provider, isDoneElsewhere: true });
      await ann.press('finding.send', `${round.id} ${round.version} send`);
      clock.advance(20 * SECOND);
      body.dieIn(commits, when);
      await doomed.house.worker.drain().catch(() => {});
      provider.context = context;
      if (undoes) await ann.press('finding.undo', round.id);
      const before = provider.delivered.length;
      for (let i = 0; i < 8; i++) await shop.pass(50 * SECOND);
      const got = provider.delivered.map(each => each.to);
      const where = `${when} commit ${commits}${undoes ? ', undone' : ''}`;
      expect(got.length, where).toBe(new Set(got).size);
      const { store } = shop.house.parts;
      const replies = await store.repliesOfRound(round.id);
      if (undoes) {
        // Whatever had been handed over before the Undo; nothing since.
        expect(got.length, where).toBe(before);
        expect(
          replies.filter(each => each.status === 'held'),
          where,
        ).toEqual([]);
      } else {
        // Everybody has it, or nobody can tell and its author is asked: nothing is lost without a word.
        expect(replies.length, where).toBe(WHO.length);
        for (const { status } of replies) expect(['sent', 'unsure'], where).toContain(status);
        expect(got.length, where).toBeGreaterThanOrEqual(replies.filter(each => each.status === 'sent').length);
      }
      await shop.close();
      await opened.close();
      return body.dead;
    };

    test('killed at any commit after Send, each customer has it once and nobody is lost', async () => {
      // On PostgreSQL, where a database is made anew for each, only some of them.
      const step = kind.name === 'sqlite' ? 1 : 17;
      for (let n = 0, lives = false; !lives && n < 80; n += step)
        lives = !(await killed(n, n % 2 ? 'before' : 'after', false));
    });

    test('killed at any commit and undone, nobody gets it after the Undo', async () => {
      const step = kind.name === 'sqlite' ? 2 : 23;
      for (let n = 1, lives = false; !lives && n < 80; n += step) lives = !(await killed(n, 'before', true));
    });
  });
}

test.each([
  1, 2, 3, 4, 5, 6,
])('random presses, undo and customers who write (seed %i): nobody twice, nobody after Undo', async seed => {
  const next = seeded(seed);
  const among = <T>(all: readonly T[]): T => all[Math.floor(next() * all.length)]!;
  const engine = await openMemory();
  const shop = await openHouse({ engine });
  const { ann, enquiries, draft } = await prepared(shop, ['maya', 'tom', 'ada', 'lea', 'kim']);
  const ben = shop.as('Ben');
  const { store } = shop.house.parts;
  const [finding] = await store.gatherings('finding', 1);
  await draft();
  /** What each round had delivered when its Undo was answered. */
  const undone = new Map<string, number>();
  const deliveredOf = async (round: string) => {
    const replies = new Set((await store.repliesOfRound(round as never)).map(each => each.id as string));
    return shop.provider.delivered.filter(each => replies.has(each.replyId)).length;
  };
  for (let i = 0; i < 40; i++) {
    const rounds = await store.roundsOf(finding!.id);
    const round = among(rounds);
    const act = among(['send', 'send', 'undo', 'pass', 'write', 'draft', 'claim', 'leave', 'away'] as const);
    if (act === 'draft' && !rounds.some(each => each.state === 'draft')) await draft();
    if (act === 'send') await ann.press('finding.send', `${round.id} ${round.version - (next() < 0.2 ? 1 : 0)} send`);
    if (act === 'undo') {
      await ann.press('finding.undo', round.id);
      const now = (await store.round(round.id))!;
      if (now.state === 'undone' && !undone.has(round.id)) undone.set(round.id, await deliveredOf(round.id));
    }
    if (act === 'pass') await shop.pass(among([SECOND, 10 * SECOND, MINUTE, 10 * MINUTE]));
    if (act === 'write') await shop.provider.write(among([...enquiries.keys()]), `And one thing more, ${i}.`);
    if (act === 'claim') await ben.press('enquiry.claim', among([...enquiries.values()]));
    if (act === 'leave') {
      const person = round.people[0];
      if (person) await ann.press('finding.leave', `${round.id} ${round.version} 1 ${person.customerId}`);
    }
    if (act === 'away') shop.provider.mood = shop.provider.mood === 'takes' ? 'is-away' : 'takes';
    await shop.settle();
  }
  shop.provider.mood = 'takes';
  for (let i = 0; i < 6; i++) await shop.pass(30 * MINUTE);
  const got = shop.provider.delivered.filter(each => each.text.startsWith('It is fixed')).map(each => each.to);
  expect(got.length).toBe(new Set(got).size);
  for (const [round, before] of undone) expect(await deliveredOf(round), round).toBe(before);
  // An owner who is somebody else has the last word in theirs.
  for (const each of await store.gathered(finding!.id, 10)) {
    const enquiry = (await store.enquiry(each.enquiryId))!;
    expect(enquiry.visibility).toBe('private');
  }
  await shop.close();
  await engine.close();
});

test('no column of findings and incidents can hold a blame or who put an enquiry there', () => {
  const { gatherings, gathered, rounds, roundCustomers } = makeTables(sqliteKit);
  const people = (table: object) =>
    Object.keys(table).filter(each => /by|staff|owner|author|person|who|blame|fault|name/i.test(each));
  expect(people(gatherings)).toEqual(['ownerId']);
  expect(people(gathered)).toEqual([]);
  expect(people(roundCustomers)).toEqual([]);
  // Whose message it is, as on every reply.
  expect(people(rounds)).toEqual(['byId']);
});
