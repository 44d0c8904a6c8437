/** Erasing a customer, with the figures and everybody else as they were: on both databases, from the command to the last line. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { WantedItem } from '../../adapters/desks/practice/records.ts';
import type { CustomerId, EnquiryId } from '../../src/core/ids.ts';
import { DAY, HOUR } from '../../src/core/time.ts';
import { parsePeriod } from '../../src/figures/period.ts';
import { makeReport } from '../../src/figures/report.ts';
import { beginErase, eraseListed, eraseOn } from '../../src/handling/erase.ts';
import { makeErasing } from '../../src/store/erase/erasing.ts';
import { workspaceStore } from '../../src/store/store.ts';
import { measureAll } from '../../src/transfer/remeasure.ts';
import { answered, asks } from '../kit/answered.ts';
import { engineKinds } from '../kit/engines.ts';
import { openHouse, type Person, type TestHouse } from '../kit/house.ts';
import { mortal } from '../kit/mortal.ts';
import { plantedInTables } from '../kit/planted.ts';
import { randomFrom } from '../kit/world.ts';

const MAYA = 'maya.p@example.com';
const NAME = 'Maya Patel-Quist';

for (const kind of engineKinds()) {
  describe.skipIf(!kind.there)(`on ${kind.name}`, () => {
    let opened: Awaited<ReturnType<typeof kind.open>>;
    let shop: TestHouse;
    let ann: Person;
    const parts = () => shop.house.parts;
    const erasing = () => makeErasing(opened.engine, parts().workspaceId);
    const write = (text: string, from = MAYA, name = NAME) => asks(shop, text, { from, name });
    const alone = async (name = 'ann') =>
      (await parts().store.shelf('desk:practice').latest(`wanted:practice:${name}`, 20)).flatMap(
        each => (each.value as unknown as WantedItem | null) ?? [],
      );
    const preview = async () => (await alone()).find(each => each.buttons.some(({ id }) => id === 'customer.erase'))!;
    const confirm = async () => {
      const [button] = (await preview()).buttons;
      await ann.press(button!.id, button!.value);
    };
    const erase = async (who = MAYA) => {
      await ann.command(`erase ${who}`);
      await confirm();
    };
    const customerOf = async (id: EnquiryId) => (await parts().store.enquiry(id))!.customerId;

    beforeEach(async () => {
      opened = await kind.open();
      shop = await openHouse({ engine: opened.engine });
      ann = shop.as('Ann');
      await ann.command('help');
    });
    afterEach(async () => {
      await shop.close();
      await opened.close();
    });

    test('shows an admin alone what goes, in numbers, and asks once; nothing is gone before', async () => {
      const id = await write('The lid rattles');
      expect(await ann.command(`erase ${MAYA}`)).toBe('What would go is shown to you alone. Nothing is erased yet.');
      const { words, hints, buttons } = await preview();
      expect(words).toBe(`Erase ${NAME} (#1) for good?`);
      expect(hints).toEqual([
        'Everything in 1 enquiry goes: 1 message, 0 files, 0 replies, 0 notes of the team, and 1 address.',
        '1 of them is not resolved, and ends.',
        'Your figures stay as they are. It cannot be undone.',
      ]);
      expect(buttons).toMatchObject([{ id: 'customer.erase', label: 'Erase for good', look: 'danger' }]);
      expect((await parts().store.messages(id))[0]?.text).toBe('The lid rattles');
      await confirm();
      expect((await parts().store.messages(id))[0]?.text).toBe('');
      expect((await alone())[0]?.words).toMatch(/^The customer was erased on .*: 1 enquiry with 1 message\.$/);
      const lines = shop.log.lines.filter(each => /erased/.test(each.sentence));
      expect(lines.map(each => each.sentence)).toEqual(['A customer is being erased.', 'A customer was erased.']);
      expect(JSON.stringify(lines)).not.toMatch(/maya|patel/i);
    });

    test('is refused to whoever is no admin, by word and by button', async () => {
      const id = await write('The lid rattles');
      const ben = shop.as('Ben');
      const no = 'Only admins can erase a customer. Ask one of them.';
      expect(await ben.command(`erase ${MAYA}`)).toBe(no);
      await ann.command(`erase ${MAYA}`);
      const [button] = (await preview()).buttons;
      expect((await ben.presses(button!)).text).toBe(no);
      expect((await ben.presses({ id: 'customer.erase', value: id })).text).toBe(no);
      expect((await parts().store.messages(id))[0]?.text).toBe('The lid rattles');
    });

    test('shows what came between the preview and the press, and asks again', async () => {
      const id = await write('The lid rattles');
      await ann.command(`erase ${MAYA}`);
      const { buttons } = await preview();
      await write('And it leaks');
      await ann.press(buttons[0]!.id, buttons[0]!.value);
      expect((await parts().store.messages(id))[0]?.text).toBe('The lid rattles');
      expect((await preview()).hints?.[0]).toMatch(/^Something changed/);
      await confirm();
      expect(await plantedInTables(opened.engine, ['rattles', 'leaks', MAYA, NAME])).toEqual([]);
    });

    test('names whom words fit when there are several, and says so when there is nobody', async () => {
      await write('The lid rattles', 'sam.one@example.com', 'Sam Lee');
      await write('The lid leaks', 'sam.two@example.com', 'Sam Lee');
      const { text, buttons } = await ann.asks('erase sam lee');
      expect(text).toMatch(/^More than one customer fits/);
      expect(buttons.map(each => each.label)).toEqual(expect.arrayContaining(['The one of #1', 'The one of #2']));
      expect(await ann.command('erase nobody@example.com')).toMatch(/^No customer is known as "nobody@example.com"/);
      expect(await ann.command('erase')).toMatch(/^Whom\?/);
      await erase('sam.one@example.com');
      // The other one has that name, too: it stays theirs.
      expect(await plantedInTables(opened.engine, ['sam.one@example.com'])).toEqual([]);
      expect(await plantedInTables(opened.engine, ['sam.two@example.com'])).not.toEqual([]);
      expect((await shop.cards()).find(each => each.number === 2)?.message.customer).toBe('Sam Lee');
    });

    test('leaves a card that says so and can do nothing; words written in its thread are refused', async () => {
      const id = await write('The lid rattles');
      await erase();
      const card = await shop.card(id);
      expect(card.message.text).toMatch(/^Erased on .* at the customer's request\.$/);
      expect([card.buttons, card.menu, card.message.customer]).toEqual([[], [], 'Erased']);
      await ann.write(id, 'What was it about?');
      expect((await ann.privates(id)).at(-1)?.words).toBe(
        'The customer of this enquiry was erased. Nothing more can be done with it.',
      );
      await ann.press('enquiry.reopen', id);
      expect((await parts().store.enquiry(id))?.status).toBe('resolved');
      expect(await plantedInTables(opened.engine, ['What was it about'])).toEqual(
        // The practice desk keeps what its page sent; the house keeps nothing of it.
        ['shelf.value: What was it about'],
      );
    });

    test('withdraws what is held and drops drafts first: nothing leaves for an erased customer', async () => {
      const id = await write('The lid rattles');
      await ann.write(id, 'A new one is on its way');
      await ann.choose(id, 'Send');
      await shop.as('Ben').command('help');
      const [held] = await parts().store.liveReplies(id);
      expect(held?.status).toBe('held');
      await erase();
      await shop.pass(DAY);
      expect(shop.provider.delivered).toEqual([]);
      expect((await parts().store.reply(held!.id))?.status).toBe('withdrawn');
    });

    test('what somebody writes while it runs is a new enquiry of a new customer, and the admin is told', async () => {
      const id = await write('The lid rattles');
      const customer = await customerOf(id);
      const row = await beginErase({ parts: parts(), erasing: erasing() }, customer, (await ann_()).id);
      const later = await write('And now it leaks, too');
      expect(later).not.toBe(id);
      await shop.settle();
      expect(await erasing().erasure(row.id)).toMatchObject({ step: 'done', marks: null });
      const fresh = (await parts().store.enquiry(later))!;
      expect(fresh.customerId).not.toBe(customer);
      expect((await parts().store.messages(later))[0]?.text).toBe('And now it leaks, too');
      expect((await alone())[0]?.hints?.[0]).toMatch(/They wrote while it ran: #2 is a new enquiry/);
      // What was taken in a moment after it was begun, in the old enquiry, is set apart and not erased.
      expect(fresh.linkedTo).toBeNull();
    });
    const ann_ = async () => (await parts().store.staffByRef('practice:ann'))!;

    test('what was already on its way into the enquiry is set apart in one of a new customer', async () => {
      const id = await write('The lid rattles');
      const customer = await customerOf(id);
      // The name and the address are not gone yet for whoever is taking it in.
      const identity = (await parts().store.identitiesOf(customer))[0]!;
      await beginErase({ parts: parts(), erasing: erasing() }, customer, null);
      await parts().store.commit([
        { do: 'update', table: 'identities', id: identity.id, set: { address: MAYA } },
        { do: 'delete', table: 'jobs', where: { kind: 'customer.erase' } },
      ]);
      shop.clock.advance(10);
      await write('And it leaks');
      expect((await parts().store.messages(id)).length).toBe(2);
      await parts().store.commit([
        { do: 'update', table: 'identities', id: identity.id, set: { address: `erased:${identity.id}` } },
      ]);
      await eraseOn({ parts: parts(), erasing: erasing() }, `erase_${customer.slice(5)}` as never);
      await shop.settle();
      const second = (await parts().store.enquiryByNumber(2))!;
      expect((await parts().store.messages(second.id)).map(each => each.text)).toEqual(['And it leaks']);
      expect(second.customerId).not.toBe(customer);
      expect((await parts().store.identity(second.identityId))?.address).toBe(MAYA);
      expect((await parts().store.messages(id)).map(each => each.text)).toEqual(['']);
    });

    test('a message that comes again from its source after that is recognised, and not taken in', async () => {
      const id = await write('The lid rattles');
      const [raw] = await opened.engine.rows<{ external_id: string; channel_id: string }>(
        'select external_id, channel_id from raws',
        [],
      );
      await erase();
      expect((await opened.engine.rows<{ external_id: string }>('select external_id from raws', []))[0]).not.toEqual(
        raw,
      );
      const store = workspaceStore(opened.engine, parts().workspaceId);
      expect(await store.rawKnown(raw!.channel_id as never, raw!.external_id, null)).toBe(true);
      expect(await store.rawKnown(raw!.channel_id as never, 'something else', null)).toBe(false);
      expect((await parts().store.enquiry(id))?.erasedAt).toBeTypeOf('number');
    });

    test('customers whom somebody joined go together; one who was parted before stays', async () => {
      const [first, second] = [
        await write('One', 'm1@example.com', 'M One'),
        await write('Two', 'm2@example.com', 'M Two'),
      ];
      const third = await write('Three', 'm3@example.com', 'M Three');
      await ann.press('customer.join', `${first} ${second}`);
      await ann.press('customer.join', `${first} ${third}`);
      const joined = (await parts().store.events(first)).findLast(each => each.event.type === 'CustomersJoined')!;
      await ann.press('customer.part', `${first} ${joined.version}`);
      expect(await customerOf(third)).not.toBe(await customerOf(first));
      await erase('#1');
      const erased = await Promise.all([first, second, third].map(id => parts().store.enquiry(id)));
      expect(erased.map(each => typeof each?.erasedAt)).toEqual(['number', 'number', typeof erased[2]?.erasedAt]);
      expect(erased[2]?.erasedAt ?? null).toBeNull();
      expect((await parts().store.messages(third))[0]?.text).toBe('Three');
      expect(await plantedInTables(opened.engine, ['M One', 'M Two'])).toEqual([]);
      expect((await parts().store.customer(await customerOf(third)))?.name).toBe('M Three');
    });

    test("a name of two customers who were joined is nobody else's: it goes from what was written to others", async () => {
      const [first, second] = [await write('One', 'm1@example.com'), await write('Two', 'm2@example.com')];
      await ann.press('customer.join', `${first} ${second}`);
      const other = await write('It hums', 'tom@other.example', 'Tom Fox');
      await ann.write(other, `// as with ${NAME}`);
      await erase('#1');
      expect(await plantedInTables(opened.engine, [NAME])).toEqual([]);
    });

    test('in a backup from before they were joined both are erased, and no name of either is left', async () => {
      const [first, second] = [
        await write('One', 'm1@example.com', 'Ada Vexwood'),
        await write('Two', 'm2@example.com'),
      ];
      const [customer, other] = [await customerOf(first), await customerOf(second)];
      const all = (await Promise.all([customer, other].map(id => parts().store.identitiesOf(id)))).flat();
      const listed = {
        ...{ id: `erase_${customer.slice(5)}` as never, at: new Date(shop.clock.now()).toISOString(), customer },
        ...{ workspace: parts().workspaceId, identities: all.map(each => each.id) },
      };
      expect(await eraseListed(parts(), { ...erasing(), listed: async () => [listed] })).toHaveLength(1);
      await shop.settle();
      expect((await parts().store.enquiry(second))?.erasedAt).toBeTypeOf('number');
      const words = ['Ada Vexwood', NAME, 'm1@ex', 'm2@ex'];
      expect(await plantedInTables(opened.engine, words)).toEqual([]);
    });

    test('a merged enquiry goes with the one it went into', async () => {
      const [first, second] = [await write('It rattles here'), await write('Another matter, it hums')];
      if (first !== second) await ann.press('enquiry.merge', `${second} ${first}`);
      await erase();
      expect(await plantedInTables(opened.engine, ['rattles', 'hums', MAYA])).toEqual([]);
    });

    test('dies at any step, and whoever takes it up ends it: nothing is left, and it is told once', async () => {
      const ids = [await answered(shop, 'The lid rattles', 'A new one comes', { from: MAYA, name: NAME })];
      shop.clock.advance(30 * DAY);
      ids.push(await answered(shop, 'The plug sparks', 'Pull it out', { from: MAYA, name: NAME }));
      const customer = await customerOf(ids[0]!);
      const row = await beginErase({ parts: parts(), erasing: erasing() }, customer, null);
      let deaths = 0;
      for (let calls = 0; calls < 200; calls++) {
        const dying = mortal(opened.engine);
        const ws = parts().workspaceId;
        const theirs = {
          parts: { ...parts(), store: { ...workspaceStore(dying.engine, ws) } },
          erasing: makeErasing(dying.engine, ws),
        };
        dying.dieIn(calls % 7, calls % 2 ? 'after' : 'before');
        const ended = await eraseOn(theirs, row.id).then(
          () => true,
          () => false,
        );
        if (!ended) deaths++;
        if ((await erasing().erasure(row.id))?.step === 'done') break;
      }
      while ((await eraseOn({ parts: parts(), erasing: erasing() }, row.id)) !== null);
      expect(deaths).toBeGreaterThan(5);
      expect(await erasing().erasure(row.id)).toMatchObject({ step: 'done', marks: null });
      expect(await plantedInTables(opened.engine, ['rattles', 'sparks', 'Pull it out', MAYA, NAME])).toEqual([]);
      for (const id of ids)
        expect((await parts().store.events(id)).filter(each => each.event.type === 'EnquiryErased')).toHaveLength(1);
    });

    test.each([
      7, 8, 9,
    ])('figures of a random shop (%i) are the same before and after, also measured again', async seed => {
      const random = randomFrom(seed);
      const reasons = ['returns', 'delivery', 'warranty'];
      const people: string[] = [];
      for (let n = 0; n < 24; n++) {
        // Some come back, which reopens what was resolved; the others are new.
        const back = people.length > 3 && random() < 0.25;
        const from = back ? people[Math.floor(random() * people.length)]! : `p${n}@example.com`;
        if (!back) people.push(from);
        const dice = random();
        if (dice < 0.55)
          await answered(shop, `Matter ${n}`, `Answer ${n}`, { from, reason: reasons[Math.floor(random() * 3)]! });
        else {
          const id = await asks(shop, `Matter ${n}`, { from });
          if (dice < 0.65) await ann.press('enquiry.spam', id);
          else if (dice < 0.8) await ann.press('enquiry.claim', id);
        }
        await shop.pass(Math.floor(random() * 12 * HOUR));
      }
      await shop.pass(DAY);
      const now = shop.clock.now();
      const told = async () => {
        const parsed = parsePeriod(['2026-06-01', '2026-06-20'], now, 'UTC');
        if (!parsed.ok) throw new Error(parsed.problem);
        const { backlog: _, ...rest } = (await makeReport(parts(), parsed.pair, 'reason')) as unknown as Record<
          string,
          unknown
        >;
        const living = await Promise.all([1, 3, 5, 8].map(days => parts().store.livingAt(now - days * DAY)));
        return JSON.parse(JSON.stringify({ rest, living }));
      };
      const before = await told();
      const reasonsBefore = await parts().store.usedReasons();
      const all = await parts().store.enquiriesAfter('', 99);
      for (const who of people.filter((_, n) => n % 2 === 0)) {
        const found = await parts().store.findCustomers(who, 1);
        if (!found[0]) continue;
        const row = await beginErase({ parts: parts(), erasing: erasing() }, found[0].customer.id as CustomerId, null);
        while ((await eraseOn({ parts: parts(), erasing: erasing() }, row.id)) !== null);
      }
      const gone = (await parts().store.enquiriesAfter('', 99)).filter(each => each.erasedAt != null);
      const was = new Set(all.filter(each => gone.some(({ id }) => id === each.id)).map(each => each.status));
      expect([...was]).toEqual(expect.arrayContaining(['open', 'resolved']));
      expect(await told()).toEqual(before);
      expect(await parts().store.usedReasons()).toEqual(reasonsBefore);
      await measureAll(opened.engine, parts(), () => {}, 24);
      expect(await told()).toEqual(before);
    });
  });
}
