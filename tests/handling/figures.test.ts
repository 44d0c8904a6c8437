import { afterEach, describe, expect, test } from 'vitest';
import { parseHours } from '../../src/core/hours.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { testClock } from '../kit/world.ts';

let open: TestHouse | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});
const begin = async (options: Parameters<typeof openHouse>[0] = {}) => {
  open = await openHouse(options);
  await open.house.loadSettings();
  return open;
};
const notices = async (shop: TestHouse) =>
  (await shop.room()).filter(item => item.as === 'notice').map(item => item.words ?? '');
const withCard = async (options: Parameters<typeof openHouse>[0] = {}) => {
  const shop = await begin(options);
  await shop.provider.write('maya', 'The lid rattles');
  await shop.settle();
  const [card] = await shop.cards();
  return { ...shop, id: card!.enquiryId };
};

describe('figures on the desk', () => {
  test('are there at once, in words and as a picture with the words for it, and only for the asker', async () => {
    const shop = await withCard();
    const ann = shop.as('Ann');
    shop.clock.advance(HOUR);
    await ann.write(shop.id, 'A new one is on its way');
    await ann.choose(shop.id, 'Send and resolve');
    await shop.pass(MINUTE);
    const words = await ann.command('stats today');
    expect(words.split('\n')).toEqual([
      'Today, Mon 1 Jun',
      'Backlog: 0',
      'New: 1, answered 1',
      'First response time: median 1 h 1 min (n 1, few)',
      'Resolution time: median 1 h 1 min (n 1, few)',
      'Resolved: 1 enquiry',
      'Came in or came back: 1, as many as were resolved',
      'Reopen rate: 0 %, 0 of 1, few',
      'First contact resolution: 100 % of 1, few',
      'Times are opening hours. Figures begin on Mon 1 Jun: before that there is nothing to compare with.',
    ]);
    const [answer] = await shop.house.parts.store.shelf('desk:practice').latest('answers:practice:ann', 1);
    expect(answer?.value).toMatchObject({
      chart: { alt: 'Bars of new enquiries by day, Today. Mon 1 Jun: 1 new, 1 answered.' },
      buttons: [{ id: 'answer.show', label: 'Show in room' }],
    });
    expect(await notices(shop)).toEqual([]);
    const [button] = (answer?.value as { buttons: { id: 'answer.show'; value: string }[] }).buttons;
    await shop.as('Ben').press('answer.show', button!.value);
    expect((await notices(shop))[0]).toMatch(/^Ben asked for "stats today":\nToday, Mon 1 Jun\nBacklog: 0\nNew: 1/);
  });

  test('lead to who waits and to the ratings behind them with one press', async () => {
    const shop = await withCard();
    const ann = shop.as('Ann');
    const pressed = async (words: string, label: string) => {
      const { buttons } = await ann.asks(words);
      return (await ann.presses(buttons.find(each => each.label === label)!)).text;
    };
    expect(await pressed('stats', 'Show who waits (1)')).toContain('#1 Visitor maya');
    await ann.write(shop.id, 'Done');
    await ann.choose(shop.id, 'Send and resolve');
    await shop.pass(MINUTE);
    const of = (await shop.house.parts.store.enquiry(shop.id as never))!.resolvedAt!;
    await shop.house.parts.recorder.change(shop.id as never, () => ({
      events: [{ type: 'CustomerRated', score: 2, of }],
    }));
    expect((await ann.asks('stats')).buttons.map(each => each.label)).toEqual(['Show in room', 'Show the ratings (1)']);
    expect(await pressed('stats', 'Show the ratings (1)')).toContain('2 of 5: #1');
    expect(await pressed('stats today', 'Show the ratings (1)')).toContain('2 of 5: #1');
  });

  test('of one person are for that person; two people are too few for a split', async () => {
    const shop = await withCard();
    await shop.as('Ben').write(shop.id, 'Hello');
    await shop.as('Ben').choose(shop.id, 'Send');
    await shop.pass(MINUTE);
    expect(await shop.as('Ben').command('stats me')).toContain('You gave 1 first and 0 further answers');
    expect(await shop.as('Ann').command('stats me today')).toContain('no activity in this period');
    expect(await shop.as('Ann').command('stats by channel')).toContain('By channel: not shown');
  });

  test('a later rating of a past week corrects its sum', async () => {
    const shop = await withCard();
    const ann = shop.as('Ann');
    await ann.write(shop.id, 'Done');
    await ann.choose(shop.id, 'Send and resolve');
    await shop.pass(MINUTE);
    const resolvedAt = (await shop.house.parts.store.enquiry(shop.id as never))!.resolvedAt!;
    await shop.pass(8 * DAY);
    expect(await ann.command('stats last week')).not.toContain('CSAT');
    await shop.house.parts.recorder.change(shop.id as never, () => ({
      events: [{ type: 'CustomerRated', score: 5, of: resolvedAt }],
    }));
    expect(await ann.command('stats last week')).toContain('CSAT: 100 % good (n 1 of 1 asked, few)');
    expect(await ann.command('ratings')).toBe(
      'The last 30 days: 100 % good, 1 of 1. The worst first:\n5 of 5: #1 Visitor maya: The lid rattles (resolved Mon 1 Jun)',
    );
    expect(await ann.command('ratings today')).toBe('Today: nobody has rated what was resolved then.');
    await ann.press('enquiry.reopen', shop.id);
    expect(await ann.command('stats last week')).toContain('Reopen rate: 100 %, 1 of 1');
    await ann.press('enquiry.spam', shop.id);
    expect(await ann.command('stats last week')).toContain('New: 0');
  });

  test('enquiries of before there were figures are measured once, in the background', async () => {
    const shop = await withCard();
    await shop.engine.rows('delete from measures', []);
    expect(await shop.as('Ann').command('stats')).toContain('New: 0');
    await shop.house.parts.recorder.enqueue([{ kind: 'figures.measure', key: 'figures', payload: { after: '' } }]);
    await shop.settle();
    expect(await shop.as('Ann').command('stats')).toContain('New: 1');
    expect(await shop.house.parts.store.setting('measured')).toBe(true);
  });
});

describe('words', () => {
  test('are forgiving: the nearest command with an example, and the line as it was meant', async () => {
    const shop = await begin();
    const ann = shop.as('Ann');
    expect(await ann.command('sttas')).toBe(
      '"sttas" is not known. Did you mean "stats [today|yesterday|week|last week|month|<from> <to>] [by channel|reason|hour]"? For example: stats last week by channel',
    );
    expect(await ann.command('stats yesteday')).toBe('"yesteday" is not known. Did you mean "stats yesterday"?');
    expect(await ann.command('stats week by chanel')).toContain('This week');
    for (const words of ['stats by colour', 'stats by staff', 'stats by channel by hour'])
      expect(await ann.command(words)).toContain(
        'by channel, by reason or by hour, by one of them at a time; never by person',
      );
    expect(await ann.command('stats by channel by hour')).toContain('by channel and by hour are two.');
    expect(await ann.command('how busy')).toContain('Did you mean "stats by weekday"?');
    await shop.as('Ben').command('help');
    for (const words of ['stats Ann', "stats last week ben's", 'stats Ben today', 'stats <@U123>'])
      expect(await ann.command(words)).toBe(
        'Figures are about the team, and nobody is shown those of somebody else. stats me shows yours, only to you.',
      );
    expect(await ann.command('stats 3/4')).toContain('can be read in two ways');
    expect(await ann.command('stats 31 feb')).toContain('not a date in the calendar');
    expect(await ann.command('stats?')).toContain('This week');
    expect(await ann.command('stat last wek')).toBe('"wek" is not known. Did you mean "stats last week"?');
    expect(await ann.command('Dear Maya, the lid leaves us on Monday')).toContain('Was it for the customer?');
    for (const [typed, meant] of [
      ['show me open', 'open'],
      ['whats open', 'open'],
      ['opening hours', 'hours'],
      ['im back', 'back'],
      ['how did we do last week', 'stats'],
    ])
      expect(await ann.command(typed!)).toContain(`Did you mean "${meant}`);
    expect(await ann.command('stats 2026-05-02 2026-05-01')).toContain('Turn the two around');
    expect(await ann.command('stats 2030-01-01 2030-02-01')).toContain('has not begun');
  });

  test('hours says when we are open, and for whom else', async () => {
    const hours = parseHours({
      timezone: 'Europe/London',
      weekly: { 'mon-fri': ['09:00-17:00'] },
      closed: ['2026-06-02'],
      channels: { webchat: { weekly: { mon: ['14:00-16:00'] } } },
    }).hours;
    const shop = await begin({ hours });
    expect(await shop.as('Ann').command('hours')).toBe(
      [
        'Open Mon-Fri 09:00-17:00; Sat-Sun closed (Europe/London).',
        'web chat: Mon 14:00-16:00; Tue-Sun closed (Europe/London)',
        'We are open now.',
        'Closed on: Tue 2 Jun 2026.',
      ].join('\n'),
    );
  });

  test('away lets others take over without asking, and back ends it', async () => {
    const shop = await withCard();
    const [ann, ben] = [shop.as('Ann'), shop.as('Ben')];
    await ann.press('enquiry.claim', shop.id);
    expect(await ann.command('away until yesterday')).toContain('already passed');
    expect(await ann.command('away friday 9:00')).toBe(
      'You are away. You count as back Fri 09:00. Others may now take over your enquiries without asking: #1',
    );
    await ben.press('enquiry.takeover', shop.id);
    expect((await shop.card(shop.id)).owner).toBe('Ben');
    expect(await ann.command('back')).toBe('Welcome back.');
    expect(await ann.command('back')).toBe('You were not away.');
    expect(await ben.command('away 2h')).toContain('back Mon 11:00');
    await shop.pass(3 * HOUR);
    await ann.press('enquiry.takeover', shop.id);
    expect((await shop.card(shop.id)).owner).toBe('Ben');
  });
});

describe('answers on time', () => {
  const hours = parseHours({ timezone: 'UTC', weekly: { 'mon-fri': ['09:00-17:00'] } }).hours;

  test('the room is reminded at three quarters and when the time has passed, once each, while it is open', async () => {
    const clock = testClock(Date.UTC(2026, 5, 1, 15, 0));
    const shop = await withCard({ clock, hours, answerWithin: { post: 4 * HOUR }, escalateTo: ['Ann'] });
    await shop.as('Ann').command('mine');
    // The first look of all begins from now.
    await shop.house.remind();
    const look = async () => {
      await shop.house.remind();
      await shop.settle();
      return notices(shop);
    };
    await shop.pass(2 * HOUR - MINUTE);
    expect(await look()).toEqual([]);
    // Closed from 17 to 9: the night does not count, and nobody is reminded in it.
    await shop.pass(16 * HOUR);
    expect(await look()).toEqual([]);
    await shop.pass(HOUR + MINUTE);
    expect(await look()).toEqual(['Due soon:\n#1 Visitor maya has waited 3 h (target 4 h), nobody has it yet']);
    expect(await look()).toHaveLength(1);
    await shop.pass(HOUR);
    const all = await look();
    expect(all).toHaveLength(2);
    expect(all).toContain(
      'This customer has waited too long:\n#1 Visitor maya has waited 4 h (target 4 h), nobody has it yet',
    );
    const [told] = await shop.house.parts.store.shelf('desk:practice').latest('answers:practice:ann', 1);
    expect(told?.value).toMatchObject({
      text: expect.stringContaining('In customers, a customer has waited too long'),
    });
    expect(await look()).toHaveLength(2);
  });

  test('many at once are one notice that names a few', async () => {
    const shop = await begin({ hours, answerWithin: { post: HOUR } });
    await shop.house.remind();
    for (let i = 1; i <= 8; i++) await shop.provider.write(`c${i}`, 'Hello?');
    await shop.settle();
    await shop.pass(2 * HOUR);
    await shop.house.remind();
    await shop.settle();
    const [said, ...more] = await notices(shop);
    expect(more).toEqual([]);
    expect(said).toContain('These customers have waited too long:');
    expect(said?.split('\n')).toHaveLength(7);
    expect(said).toContain('and 3 more: type open');
  });

  test('a kind of channel without a target is never reminded of, nor is what waits for the customer', async () => {
    const shop = await withCard({ answerWithin: { post: null } });
    await shop.pass(100 * HOUR);
    await shop.house.remind();
    await shop.settle();
    expect(await notices(shop)).toEqual([]);
  });
});
