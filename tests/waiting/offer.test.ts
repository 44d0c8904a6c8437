/** Not alone: an enquiry whose owner is not there is offered to the room, once, and never over the head of who is at it. */
import { afterEach, describe, expect, test } from 'vitest';
import { parseHours } from '../../src/core/hours.ts';
import type { EnquiryId, StaffId } from '../../src/core/ids.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';

const open: TestHouse[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
/** A shop in which Ann has the enquiry of Maya, who may wait an hour. */
async function owned(options: Parameters<typeof openHouse>[0] = {}) {
  const shop = await openHouse({ answerWithin: { post: HOUR }, ...options });
  open.push(shop);
  const maya = async (text: string) => {
    const id = (await shop.provider.write('maya', text, { name: 'Maya' }))!;
    await shop.settle();
    return id;
  };
  const id = await maya('My kettle rattles');
  await shop.as('Ann').press('enquiry.claim', id);
  const offers = async () =>
    (await shop.house.parts.store.events(id as EnquiryId)).filter(each => each.event.type === 'EnquiryOffered');
  const bumps = async () => (await shop.room()).filter(each => each.as === 'bump').map(each => each.words);
  const owner = async () => (await shop.card(id)).owner;
  return { shop, id, maya, offers, bumps, owner, ann: shop.as('Ann'), ben: shop.as('Ben') };
}
type Owned = Awaited<ReturnType<typeof owned>>;
/** Ann sends a reply, and the clock goes on until it has left. */
async function answer({ shop, ann, id }: Owned, text: string) {
  await ann.write(id, text);
  await ann.choose(id, 'Send');
  await shop.pass(MINUTE);
}

describe('an enquiry whose owner is away', () => {
  test('is offered to the room when the customer writes again, and one press takes it', async () => {
    const made = await owned();
    const { shop, id, maya, offers, bumps, ben, owner } = made;
    await answer(made, 'I look into it');
    await made.ann.command('away');
    shop.clock.advance(HOUR);
    await maya('And?');
    expect(await bumps()).toEqual(['Maya wrote again. Ann is away. Who takes it?']);
    expect((await shop.card(id)).buttons.map(each => each.label)).toContain('Claim');
    const [bump] = (await shop.room()).filter(each => each.as === 'bump');
    await ben.press(bump!.buttons![0]!.id, bump!.buttons![0]!.value);
    expect([await owner(), (await offers()).length]).toEqual(['Ben', 1]);
    expect((await shop.thread(id)).lines).toContain('Ben took over from Ann.');
    expect((await shop.card(id)).buttons.map(each => each.label)).not.toContain('Claim');
  });

  test('is offered once for a burst of messages, and again only after somebody had it', async () => {
    const made = await owned();
    const { shop, maya, offers, bumps } = made;
    await answer(made, 'I look into it');
    await made.ann.command('away');
    for (const text of ['And?', 'Hello?', 'Are you there?']) {
      await maya(text);
      shop.clock.advance(MINUTE);
    }
    expect([(await offers()).length, (await bumps()).length]).toEqual([1, 1]);
  });

  test('goes to exactly one of those who press, and whoever is second hears who has it', async () => {
    const made = await owned();
    const { shop, id, maya, owner } = made;
    await made.ann.command('away');
    await maya('And?');
    const people = ['Ben', 'Cleo', 'Dan', 'Eve'];
    await Promise.all(people.map(each => shop.as(each).press('enquiry.claim', id)));
    const taken = (await shop.house.parts.store.events(id as EnquiryId)).filter(
      each => each.event.type === 'EnquiryTakenOver',
    );
    expect(taken).toHaveLength(1);
    const winner = await owner();
    for (const each of people.filter(name => name !== winner))
      expect((await shop.as(each).privates(id)).map(view => view.words).join()).toContain(`${winner} has this one`);
    // An old press, on an old card, takes it from nobody.
    await shop.as(people.find(each => each !== winner)!).press('enquiry.claim', id);
    expect(await owner()).toBe(winner);
  });

  test('is not offered for thanks, machines, or somebody who is blocked, muted or paused', async () => {
    for (const set of [`standing = 'blocked'`, `standing = 'muted'`, `paused_until = ${Date.UTC(2030, 0)}`]) {
      const made = await owned();
      await made.ann.command('away');
      await made.shop.engine.rows(`update identities set ${set}`, []);
      made.shop.clock.advance(2 * HOUR);
      await made.maya('And?');
      expect([set, await made.offers(), await made.bumps()]).toEqual([set, [], []]);
    }
    const made = await owned();
    await answer(made, 'Done');
    await made.ann.command('away');
    await made.maya('Thank you!');
    expect(await made.offers()).toEqual([]);
  });
});

describe('an enquiry whose customer has waited past the target', () => {
  test('is offered on their next message, without a word of how long or of whom', async () => {
    const { shop, maya, offers, bumps } = await owned();
    shop.clock.advance(50 * MINUTE);
    await maya('Hello?');
    expect(await offers()).toEqual([]);
    shop.clock.advance(11 * MINUTE);
    await maya('Is anybody there?');
    expect((await offers()).map(each => each.event)).toMatchObject([{ because: 'silent' }]);
    expect(await bumps()).toEqual(['Maya wrote again. Who has time for it?']);
    expect((await bumps()).join()).not.toMatch(/Ann|late|hour|min/);
  });

  test('counts opening hours only: a night is no silence', async () => {
    const hours = parseHours({ timezone: 'Europe/London', weekly: { 'mon-fri': ['09:00-17:00'] } }).hours;
    const { shop, maya, offers } = await owned({ hours, answerWithin: { post: 12 * HOUR } });
    // MONDAY_9 is 10:00 in London: 7 h on Monday, then the night, then Tuesday at 11.
    shop.clock.advance(DAY + HOUR);
    await maya('Hello?');
    expect(await offers()).toEqual([]);
    shop.clock.advance(4 * HOUR);
    await maya('Hello??');
    expect(await offers()).toHaveLength(1);
  });

  test('is left to its owner while a reply is held, previewed by anybody, or being written', async () => {
    const atIt: ((made: Owned) => Promise<unknown>)[] = [
      async ({ ann, id }) => {
        await ann.write(id, 'Dear Maya');
        await ann.choose(id, 'Send');
      },
      ({ ann, id }) => ann.write(id, 'Dear Maya'),
      ({ ann, id }) => ann.write(id, '// I ask the workshop'),
      ({ shop, id }) =>
        shop.house.parts.store
          .staffByRef('practice:ann')
          .then(() => import('../../src/posting/working.ts'))
          .then(({ noteWriting }) => noteWriting(shop.house.parts, id as EnquiryId)),
    ];
    for (const begins of atIt) {
      const made = await owned({ holdMs: { post: HOUR } });
      made.shop.clock.advance(2 * HOUR);
      await begins(made);
      await made.shop.pass(MINUTE);
      await made.maya('Hello?');
      expect(await made.offers()).toEqual([]);
    }
  });

  test('is not taken from an owner who began to answer after it was offered', async () => {
    const made = await owned();
    const { shop, id, maya, ann, ben, owner, offers } = made;
    shop.clock.advance(2 * HOUR);
    await maya('Hello?');
    expect(await offers()).toHaveLength(1);
    await ann.write(id, 'Dear Maya, here I am');
    expect((await shop.card(id)).buttons.map(each => each.label)).not.toContain('Claim');
    await ben.press('enquiry.claim', id);
    expect(await owner()).toBe('Ann');
  });

  test('stays with an owner who presses Claim on it themselves', async () => {
    const { shop, id, maya, ann, ben, owner } = await owned();
    shop.clock.advance(2 * HOUR);
    await maya('Hello?');
    await ann.press('enquiry.claim', id);
    await ben.press('enquiry.claim', id);
    expect(await owner()).toBe('Ann');
  });
});

describe('a room that has heard nothing for an hour', () => {
  test('is told of a new message that nobody looks after, and not before', async () => {
    const shop = await openHouse();
    open.push(shop);
    await shop.provider.write('maya', 'Hello', { name: 'Maya' });
    await shop.settle();
    const bumps = async () => (await shop.room()).filter(each => each.as === 'bump').length;
    const seen: number[] = [];
    for (const minutes of [30, 31, 30, 31]) {
      shop.clock.advance(minutes * MINUTE);
      await shop.provider.write('maya', `Still there? ${minutes} ${seen.length}`, { name: 'Maya' });
      await shop.settle();
      seen.push(await bumps());
    }
    expect(seen).toEqual([0, 1, 1, 2]);
  });

  test('is not told where its owner is there', async () => {
    const { shop, maya, bumps } = await owned({ answerWithin: {} });
    shop.clock.advance(2 * HOUR);
    await maya('Still there?');
    expect(await bumps()).toEqual([]);
  });
});

describe('after two hard enquiries in a day', () => {
  test('the next hard one is offered to the others, and nothing says why', async () => {
    const made = await owned({ answerWithin: {} });
    const { shop, maya, id, offers, bumps, ann } = made;
    const { store } = shop.house.parts;
    const me = (await store.staffByRef('practice:ann'))!.id as StaffId;
    const aimed = JSON.stringify({ level: 'aimed', score: 900, gist: null });
    for (const name of ['Rude', 'Ruder']) {
      const other = (await shop.provider.write(name, 'You idiots', { name }))!;
      await shop.settle();
      await ann.press('enquiry.claim', other);
      await shop.engine.rows(`update messages set shield = ? where enquiry_id = ?`, [aimed, other]);
    }
    await maya('Nothing bad');
    expect(await offers()).toEqual([]);
    const { offerIfAlone } = await import('../../src/handling/offer.ts');
    const last = (await store.messages(id as EnquiryId)).at(-1)!;
    await shop.engine.rows(`update messages set shield = ? where id = ?`, [aimed, last.id]);
    await offerIfAlone(shop.house.parts, id as EnquiryId, last.id);
    await shop.settle();
    expect((await offers()).map(each => each.event)).toMatchObject([{ because: 'hard', from: me }]);
    expect(await bumps()).toEqual(['Maya wrote again. Who takes this one?']);
  });
});
