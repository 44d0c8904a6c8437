import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RoomId } from '../../src/core/ids.ts';
import { DAY, MINUTE } from '../../src/core/time.ts';
import { readAsked } from '../../src/figures/asked.ts';
import { changeOf } from '../../src/insight/change.ts';
import { insightJson } from '../../src/insight/json.ts';
import { type Insight, learn } from '../../src/insight/learn.ts';
import { phrasesOf } from '../../src/insight/phrases-new.ts';
import { quotesOf } from '../../src/insight/quotes.ts';
import { isFineToQuote } from '../../src/posting/tone.ts';
import { openBakery } from '../kit/bakery.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';

async function learnt({ house }: TestHouse, words: string, rooms: RoomId[] | null = null): Promise<Insight> {
  const { parts } = house;
  const asked = readAsked(
    words.split(' '),
    await parts.store.rooms(),
    { rooms, admin: false },
    parts.clock.now(),
    parts.calendar.timezone,
  );
  if (!asked.ok) throw new Error(asked.problem);
  return learn(parts, asked.pair, { scope: asked.scope, readable: asked.scope, isFine: isFineToQuote });
}

describe('a month of a bakery', () => {
  let bakery: TestHouse;
  beforeAll(async () => {
    bakery = await openBakery();
  });
  afterAll(() => bakery?.close());

  test('says what grows slowly, what came all of a sudden, and leaves the false alarm alone', async () => {
    const { text } = await bakery.as('Ann').asks('insight month');
    const line = (label: string) => text.split('\n').find(each => each.startsWith(`${label}:`)) ?? '';
    expect(text).toMatch(/^What customers taught us\. This month, Sun 1 Nov to Mon 30 Nov, so far\n/);
    expect(line('Asked')).toMatch(/^Asked: 1\d\d new enquiries, 1\d\d before \(about \d\d % more\)$/);
    expect(line('More')).toMatch(/Bread quality 2\d, before \d \(about \S+ times as many\)/);
    expect(line('More')).toMatch(/Payment 12, before 2 \(about six times as many\)/);
    expect(line('More')).not.toContain('Parking');
    expect(line('Too few to say')).toMatch(/Opening hours \d\d \(before \d\d\)/);
    expect(text).toMatch(/New: card declined, 13 customers, none in the time before\n• “[^”]*declined[^”]*” #\d+/);
    expect(text).toMatch(/New: christmas stollen/);
    expect(line('Answers')).toMatch(/\d+ replies that customers waited for, \d+ before; the first one after \d+ min/);
  });

  test('has three quotes of each matter, of different customers, none twice, and nothing of who they are', async () => {
    const { topics, fresh } = await learnt(bakery, 'month');
    const matters = [...topics, ...fresh!];
    expect(matters.length).toBeGreaterThanOrEqual(4);
    for (const { quotes } of matters.slice(0, 3)) expect(quotes.length).toBe(3);
    const all = matters.flatMap(each => each.quotes);
    expect(new Set(all.map(each => each.text)).size).toBe(all.length);
    const enquiries = await Promise.all(all.map(each => bakery.house.parts.store.enquiryByNumber(each.number)));
    for (const { quotes } of matters) {
      const own = enquiries.filter(each => quotes.some(quote => quote.number === each!.number));
      expect(new Set(own.map(each => each!.customerId)).size).toBe(quotes.length);
    }
    for (const { text } of all) expect(text).not.toMatch(/07\d{9}|example\.com|Patel|Grumbold|Maya|\d{5}/);
  });

  test('has the numbers of stats', async () => {
    for (const words of ['month', 'last month', '9 nov 22 nov']) {
      const json = insightJson(await learnt(bakery, words)) as {
        stats: { figures: { opened: number } };
        total: { now: number };
        reasons: { reason: string; n: number }[];
      };
      const stats = await bakery.as('Ben').command(`stats ${words}`);
      expect(stats).toMatch(new RegExp(`New: ${json.total.now}[ ,]`));
      const told = /Top contact reasons: (.*)/.exec(stats)![1]!.split(/[,;] /).slice(0, 5);
      expect(told.map(each => each.replace(/ \(.*/, ''))).toEqual(
        json.reasons.slice(0, 5).map(each => `${each.reason} ${each.n}`),
      );
    }
  });

  test('is a picture of what was asked, with a mark for before', async () => {
    await bakery.as('Ann').asks('insight month');
    const [answer] = await bakery.house.parts.store.shelf('desk:practice').latest('answers:practice:ann', 1);
    expect(answer?.value).toMatchObject({
      chart: { title: 'What customers asked about', line: { name: 'before' }, unit: 'enquiries' },
      buttons: [{ id: 'answer.show', label: 'Show in room' }],
    });
  });
});

describe('with less to go by', () => {
  const begin = async (texts: string[]) => {
    const shop = await openHouse();
    await shop.house.loadSettings();
    shop.clock.advance(40 * DAY);
    for (const [i, text] of texts.entries()) {
      await shop.provider.write(`c${i}`, text);
      shop.clock.advance(MINUTE);
    }
    return shop;
  };

  test('an empty time is said to be empty, and a time is asked for as in stats', async () => {
    const shop = await begin([]);
    const ann = shop.as('Ann');
    expect(await ann.command('insight')).toContain('Nobody has written yet.');
    await shop.provider.write('maya', 'Where is my kettle?');
    expect(await ann.command('insight last week')).toContain('Nobody wrote in this time.');
    expect(await ann.command('insight blurb')).toContain('is not a day I know');
    await shop.close();
  });

  test('without contact reasons the words that came up say what it is about', async () => {
    const shop = await begin([
      'The kettle lid rattles when the water boils',
      'My kettle lid is rattling all the time',
      'The lid of the kettle rattles',
      'When does the shop in Bath open?',
      'Can I get an invoice for the toaster?',
      'Which glue holds the handle of the pan?',
      'Is the blue teapot back in stock?',
      'The parcel came without the second cup',
    ]);
    const text = await shop.as('Ann').command('insight');
    expect(text).toMatch(
      /Words that came up: [^\n]*(kettle|lid|rattl)[^\n]*\(3 customers\)[^\n]*no contact reasons were chosen/,
    );
    expect(text).toContain('“The kettle lid rattles when the water boils” #1');
    await shop.close();
  });

  test('what is folded, taken back, or written down by staff is not quoted', async () => {
    const shop = await begin([
      'You useless idiots, the kettle lid rattles again and again',
      'The kettle lid rattles, please delete this later today',
      'The kettle lid rattles when the water boils in it',
      'My kettle lid rattles and rattles and never stops',
    ]);
    const { parts } = shop.house;
    const second = (await parts.store.enquiryByNumber(2))!;
    const [message] = await parts.store.messages(second.id);
    await shop.provider.context!.withdraw(message!.names, 'They deleted it.');
    await shop.settle();
    const text = await shop.as('Ann').command('insight');
    expect(text).toContain('#3');
    expect(text).not.toMatch(/idiots|delete this|#1\b|#2\b/);
    await shop.close();
  });

  test('whoever cannot read a room is told nothing of its words', async () => {
    const shop = await begin([
      'The kettle lid rattles when the water boils',
      'My kettle lid rattles all of the time',
      'The lid of this kettle rattles so loudly',
    ]);
    const none = await learnt(shop, 'month', []);
    expect([none.sample.n, none.topics, none.groups, none.total.now]).toEqual([0, [], [], 0]);
    await shop.close();
  });
});

describe('how much a number changed', () => {
  test.each([
    [5, 3, 'unclear'],
    [6, 1, 'up'],
    [40, 20, 'up'],
    [20, 40, 'down'],
    [4, 0, 'fresh'],
    [1, 0, 'unclear'],
    [0, 0, 'unclear'],
    [100, 100, 'unclear'],
  ] as const)('%i after %i is %s', (now, before, as) => {
    expect(changeOf(now, before).as).toBe(as);
  });

  test('is said in nine of ten cases where nothing changed to be too few to say', () => {
    let state = 7;
    const random = () => {
      state = (Math.imul(state, 48_271) >>> 0) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    const drawn = (mean: number) => {
      let [n, left] = [0, Math.exp(-mean)];
      for (let product = random(); product > left; product *= random()) n++;
      return n;
    };
    const cases = Array.from({ length: 4_000 }, () => changeOf(drawn(12), drawn(12)).as);
    const wrong = cases.filter(each => each !== 'unclear').length / cases.length;
    expect(wrong).toBeGreaterThan(0.05);
    expect(wrong).toBeLessThan(0.13);
  });

  test('is compared for equal times', () => {
    expect(changeOf(10, 20, 0.5)).toMatchObject({ as: 'unclear', times: 1 });
  });
});

test('names and numbers are no news, and one customer counts once', () => {
  const said = (customer: string, ...sentences: string[]) => ({ customer, sentences });
  const before = ['a', 'b', 'c', 'd', 'e'].map(each => said(each, 'When do you open on Sunday'));
  const now = [
    ...['f', 'g', 'h', 'i'].map(each => said(each, 'Zorvex told me the oven smokes, room 4711')),
    ...Array.from({ length: 9 }, () => said('j', 'The van stands in the yard')),
  ];
  const { fresh } = phrasesOf(now, before, new Set(['zorvex']));
  expect(fresh.map(each => each.words).join()).toMatch(/oven smokes/);
  expect(fresh.map(each => each.words).join()).not.toMatch(/zorvex|4711|van|yard/);
});

test('a quote of which too little is left is none', () => {
  const one = (sentence: string) => ({ number: 1, customer: 'a', sentences: [sentence], names: ['Maya Patel'] });
  const options = { words: [], limit: 3, holds: () => 0, team: [], taken: new Set<number>() };
  expect(quotesOf([one('It is Maya Patel, 12 Acacia Avenue, order AB-123 here')], options)).toEqual([]);
  expect(quotesOf([one('The bread that Maya bought was raw inside again')], options)).toMatchObject([
    { text: 'The bread that [name] bought was raw inside again', number: 1 },
  ]);
});
