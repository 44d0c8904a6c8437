/** The guide through a call: what was promised comes back in private, once; ticks stand in the enquiry. */
import { afterEach, describe, expect, test } from 'vitest';
import type { AnswerItem } from '../../adapters/desks/practice/records.ts';
import { checkName, readChecklists, tickName } from '../../src/core/checklists.ts';
import { parseHours } from '../../src/core/hours.ts';
import { DAY, MINUTE } from '../../src/core/time.ts';
import { promisedIn, readPromised } from '../../src/desk/promises.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { testClock } from '../kit/world.ts';

const open: TestHouse[] = [];
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
});
const WEEK = { timezone: 'Europe/London', weekly: { 'mon-fri': ['09:00-17:00'], sat: ['10:00-13:00'] } };
const hours = parseHours(WEEK).hours;
/** Monday, 16 November 2026, 10:00. */
const NOW = Date.UTC(2026, 10, 16, 10);
const at = (day: number, hour: number, minute = 0) => Date.UTC(2026, 10, day, hour, minute);

const begin = async (options: Parameters<typeof openHouse>[0] = {}) => {
  const shop = await openHouse({ hours, clock: testClock(NOW), ...options });
  open.push(shop);
  return shop;
};
const answers = async (shop: TestHouse, name: string) =>
  (await shop.house.parts.store.shelf('desk:practice').latest(`answers:practice:${name}`, 50))
    .reverse()
    .map(each => each.value as unknown as AnswerItem);
const CALL = { what: 'Asked about an invoice', who: 'Mr Okafor', how: 'phone', callback: 'no' };
const log = (shop: TestHouse, name: string, more: Record<string, string>) =>
  shop.as(name).submit('log.form', null as never, 'log', { ...CALL, ...more });
const until = async (shop: TestHouse, moment: number) => shop.pass(moment - shop.clock.now());

describe('a day in plain words', () => {
  test.each([
    ['tomorrow 10', at(17, 10)],
    ['by Friday', at(20, 9)],
    ['on friday at 3pm', at(20, 15)],
    ['tomorrow', at(17, 9)],
    ['1 dec', Date.UTC(2026, 11, 1, 9)],
    ['in the evening', null],
    ['today', at(16, 12)],
    // Closed on Sunday: while somebody is still there to do it.
    ['sunday', at(21, 10)],
    ['2026-11-18', at(18, 9)],
    ['', null],
  ])('"%s"', (typed, due) => {
    const read = readPromised(typed, NOW, hours);
    if (typed !== 'in the evening') expect(read).toBe(due);
    else expect(read).not.toBeNull();
  });

  test('of a business that never closes is in the morning, not at midnight', () => {
    const always = { ...hours, weekly: Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]), dates: {} };
    expect(readPromised('friday', NOW, always)).toBe(at(20, 9));
  });

  test.each([
    'when the moon is full',
    'yesterday',
    '31 feb',
    'x'.repeat(400),
  ])('that is none, "%.30s": a sentence', typed => {
    expect(readPromised(typed, NOW, hours)).toEqual({ problem: expect.stringMatching(/\.$/) });
  });

  test.each([
    ['Thanks. I will call you on Friday with the price.', at(20, 9)],
    ["We'll send the parts by tomorrow 14:00.", at(17, 14)],
    ['You will have it on 1 December.', Date.UTC(2026, 11, 1, 9)],
    ['We are open on Friday.', null],
    ['Shall I call you on Friday?', null],
    ['We will be in touch soon.', null],
    ['I will check order 4471 for you.', null],
  ])('is found in a reply: %s', (text, due) => {
    expect(promisedIn(text, NOW, hours)?.at ?? null).toBe(due);
  });
});

describe('a logged call with a promise', () => {
  test("is its writer's until then, and they alone are reminded in the morning, once", async () => {
    const shop = await begin();
    await log(shop, 'Ben', { promised: 'to find the invoice', when: 'by Friday' });
    expect((await answers(shop, 'ben')).map(each => each.text)).toEqual([
      'Logged as #1. It is yours until then. You will be reminded, only you, Fri 09:00.',
    ]);
    const [card] = await shop.cards();
    expect(card).toMatchObject({ status: 'snoozed', owner: 'Ben' });
    expect(card!.message.details).toContainEqual({ label: 'Promised', value: 'to find the invoice - by Friday' });
    await until(shop, at(20, 9) - MINUTE);
    expect(await answers(shop, 'ben')).toHaveLength(1);
    await until(shop, at(20, 9));
    await until(shop, at(20, 12));
    const [, told, ...more] = await answers(shop, 'ben');
    expect(more).toEqual([]);
    expect(told!.text).toBe('You promised Mr Okafor (#1): to find the invoice');
    expect((told!.links ?? []).map(each => each.number)).toEqual([1]);
    expect(told!.buttons.map(each => each.label)).toEqual(['Done', 'In an hour', 'Tomorrow']);
    expect(await answers(shop, 'ann')).toEqual([]);
  });

  test('is done or put off in one press, however often it is pressed', async () => {
    const shop = await begin();
    const ben = shop.as('Ben');
    await log(shop, 'Ben', { promised: 'to call', when: 'tomorrow 10' });
    await until(shop, at(17, 10));
    const [done, hour] = (await answers(shop, 'ben')).at(-1)!.buttons;
    expect((await ben.presses(hour!)).text).toBe('You will be reminded again Tue 11:00.');
    expect((await ben.presses(hour!)).text).toBe('You will be reminded again Tue 11:00.');
    // The card that was put off is an old one now.
    expect((await ben.presses(done!)).text).toBe('You will be reminded again Tue 11:00.');
    await until(shop, at(17, 11));
    const again = (await answers(shop, 'ben')).filter(each => each.text.startsWith('You promised'));
    expect(again).toHaveLength(2);
    const [now, , tomorrow] = again[1]!.buttons;
    expect((await ben.presses(now!)).text).toBe('Done. You will not be reminded of #1 again.');
    expect((await ben.presses(now!)).text).toBe('This is done already.');
    expect((await ben.presses(tomorrow!)).text).toBe('This is done already.');
    await until(shop, at(19, 12));
    expect((await answers(shop, 'ben')).filter(each => each.text.startsWith('You promised'))).toHaveLength(2);
  });

  test('goes to whoever has it while its writer is away, and into the thread when nobody is there', async () => {
    const shop = await begin();
    const [ann, ben] = [shop.as('Ann'), shop.as('Ben')];
    await ann.command('help');
    await log(shop, 'Ben', { promised: 'to call', when: 'tomorrow 10' });
    await log(shop, 'Ben', { promised: 'to write', when: 'tomorrow 11' });
    const [first] = await shop.cards();
    const annId = (await shop.house.parts.store.staffByRef('practice:ann'))!.id;
    await ben.submit('handover.form', first!.enquiryId, 'handover', { to: annId });
    await ben.command('away until friday');
    await until(shop, at(17, 11));
    expect((await answers(shop, 'ann')).at(-1)!.text).toBe('Ben is away and promised Mr Okafor (#1): to call');
    expect((await answers(shop, 'ben')).filter(each => /promised/.test(each.text))).toHaveLength(0);
    const [, second] = await shop.cards();
    expect((await shop.thread(second!.enquiryId)).lines).toContain('Promised for today: to write');
  });

  test('with words that are no day is logged all the same, and says so', async () => {
    const shop = await begin();
    await log(shop, 'Ben', { promised: 'to look', when: 'when I am back' });
    const [told] = await answers(shop, 'ben');
    expect(told!.text).toMatch(/^Logged as #1, done\. No reminder is set: I did not understand "when I am back"\./);
    const [card] = await shop.cards();
    expect(card!.message.details).toContainEqual({ label: 'Promised', value: 'to look - when I am back' });
  });

  test('survives a restart, and of two processes one tells', async () => {
    const shop = await begin();
    await log(shop, 'Ben', { promised: 'to call', when: 'tomorrow 10' });
    const other = await begin({ engine: shop.engine, clock: shop.clock, provider: shop.provider, instance: 'two' });
    shop.clock.advance(DAY);
    await Promise.all([shop.settle(), other.settle()]);
    expect((await answers(shop, 'ben')).filter(each => each.text.startsWith('You promised'))).toHaveLength(1);
  });

  test.each([
    [
      'Mrs Shah rang about lids, call back Friday 10',
      'Logged as #1. It is yours until then. You will be reminded, only you, Fri 10:00.',
    ],
    [
      'ring Mr Okafor back tomorrow 14:00',
      'Logged as #1. It is yours until then. You will be reminded, only you, Tue 14:00.',
    ],
    [
      'Tom asked for the price, we will write on Friday',
      'Logged as #1. It is yours until then. You will be reminded, only you, Fri 09:00.',
    ],
    ['Please call her back, it is about the invoice', 'Logged as #1. Anyone can claim the callback.'],
    ['Mrs Shah: her order from Monday has not come, please call back', 'Logged as #1. Anyone can claim the callback.'],
    ['called May 3 about roof, I will call back', 'Logged as #1. Anyone can claim the callback.'],
    ['wants us to call back today 8:00', 'Logged as #1. Anyone can claim the callback.'],
    ['call back 30 feb 10:00', 'Logged as #1. Anyone can claim the callback.'],
    ['She asked if we can ring her back', 'Logged as #1. Anyone can claim the callback.'],
    ['She will call back on Friday', 'Logged as #1, done.'],
    ['Mrs Patel will call back tomorrow 10', 'Logged as #1, done.'],
    ['He said he may call back Friday', 'Logged as #1, done.'],
    ['no need to call back', 'Logged as #1, done.'],
    ['Price given, do not call back on Friday', 'Logged as #1, done.'],
    ['He called back on Friday, all is well', 'Logged as #1, done.'],
    ['Came back on Friday for the kettle', 'Logged as #1, done.'],
  ])('in one line: %s', async (words, said) => {
    const shop = await begin();
    expect(await shop.as('Ben').command(`log ${words}`)).toBe(said);
    await until(shop, at(20, 15));
    const told = (await answers(shop, 'ben')).map(each => each.text).filter(each => each.startsWith('You promised'));
    expect(told).toEqual(/reminded/.test(said) ? [expect.stringContaining(words)] : []);
  });

  const mine = (moment: string) => `Logged as #1. It is yours until then. You will be reminded, only you, ${moment}.`;
  const anyone = 'Logged as #1. Anyone can claim the callback.';
  const done = 'Logged as #1, done.';
  test.each([
    ['Frau Shah rief an wegen der Deckel, Rückruf Freitag 10 Uhr', mine('Fri 10:00')],
    ['Ich rufe Frau Shah am Freitag um 10 zurück', mine('Fri 10:00')],
    ['bitte übermorgen um 14:00 zurückrufen', mine('Wed 14:00')],
    ['Rückruf Freitag 10 Deckel', mine('Fri 09:00')],
    ['Rückruf 20. November 14 Uhr', mine('Fri 14:00')],
    ['heute 8 Uhr zurückrufen', anyone],
    ['Sie bittet um Rückruf', anyone],
    ['Hat Montag angerufen und will zurückgerufen werden', anyone],
    ['Bestellung vom Montag fehlt, bitte zurückrufen', anyone],
    ['Herr Okafor will am Montag zurückrufen', done],
    ['Kein Rückruf nötig', done],
    ['Rückruf nicht nötig, alles geklärt', done],
    ["Mme Shah a appelé, elle veut qu'on la rappelle demain 10h", mine('Tue 10:00')],
    ['On va la rappeler vendredi 14h30', mine('Fri 14:30')],
    ['Merci de rappeler Mme Shah', anyone],
    ['Elle va rappeler vendredi', done],
    ['ne pas rappeler, tout est réglé', done],
    ['La Sra. Shah llamó, volver a llamar el viernes a las 10', mine('Fri 10:00')],
    ['devolver la llamada mañana por la mañana', mine('Tue 09:00')],
    ['Quiere que la volvamos a llamar', anyone],
    ['No hace falta devolver la llamada', done],
    ['La signora Shah ha chiamato, richiamarla venerdì alle 10', mine('Fri 10:00')],
    ['Vuole essere richiamata sabato', mine('Sat 10:00')],
    ['Ha richiamato venerdì, tutto bene', done],
    ['Mevrouw Shah belde over deksels, vrijdag 10 uur terugbellen', mine('Fri 10:00')],
    ['Ze wil vrijdag terugbellen', done],
    ['Ze wil dat we terugbellen', anyone],
    ['A Sra. Shah ligou, ligar de volta sexta-feira às 10h', mine('Fri 10:00')],
    ['ligar de volta depois de amanhã', mine('Wed 09:00')],
    ['Pediu a segunda via, ligar de volta', anyone],
    ['Não é preciso ligar de volta', done],
  ])('in one line of another language: %s', async (words, said) => {
    const shop = await begin();
    expect(await shop.as('Ben').command(`log ${words}`)).toBe(said);
    await until(shop, at(21, 11));
    const told = (await answers(shop, 'ben')).map(each => each.text).filter(each => each.startsWith('You promised'));
    expect(told).toEqual(/reminded/.test(said) ? [expect.stringContaining(words)] : []);
  });

  // Now is Tuesday, 1 December 2026, 11:00 in Berlin; on weekends nobody is there.
  const berlin = () =>
    begin({
      hours: parseHours({ timezone: 'Europe/Berlin', weekly: { 'mon-fri': ['09:00-17:00'] } }).hours,
      clock: testClock(Date.UTC(2026, 11, 1, 10)),
    });
  describe.each([
    [
      'a date with points is no time',
      [
        ['Bitte Herrn Meier am 15.12. zurückrufen', mine('Tue 15 Dec 09:00')],
        ['Rückruf bis 3.12.', mine('Thu 09:00')],
        ['Rückruf am 4.12., dringend', mine('Fri 09:00')],
        ['terugbellen op 15.12.', mine('Tue 15 Dec 09:00')],
        ['Rückruf am 4.12 um 14 Uhr', mine('Fri 14:00')],
        ['Rückruf am 15.12.2026', mine('Tue 15 Dec 09:00')],
        ['Rückruf Freitag, den 4.12. um 10 Uhr', mine('Fri 10:00')],
        ['rappeler vendredi 4 décembre à 10h', mine('Fri 10:00')],
        ['Rückruf morgen um 10.10.', mine('Wed 10:10')],
        ['Rückruf Freitag 10.30.', mine('Fri 10:30')],
        // No Fridays; no day or no time for sure; none in the calendar.
        ['Rückruf Freitag 10.12', anyone],
        ['Rückruf Freitag, 5. Dezember', anyone],
        ['Rückruf 4.12', anyone],
        ['Rückruf um 10.10.', anyone],
        ['Rückruf am 30.11.', anyone],
        ['Preis 12.50. zurückrufen', anyone],
        ['Rückruf am 31.2.', anyone],
      ],
    ],
    [
      'in the afternoon',
      [
        ['devolver la llamada el viernes a las 5 de la tarde', mine('Fri 17:00')],
        ['richiamare lunedì alle 3 del pomeriggio', mine('Mon 7 Dec 15:00')],
        ['Rückruf morgen um 3 Uhr nachmittags', mine('Wed 15:00')],
        ['Rückruf morgen Nachmittag um 3 Uhr', mine('Wed 15:00')],
        ['Rückruf am 15.12. um 3 Uhr nachmittags', mine('Tue 15 Dec 15:00')],
        ['ligar de volta amanhã às 3 da tarde', mine('Wed 15:00')],
        ["rappeler demain à 3 heures de l'après-midi", mine('Wed 15:00')],
        ['morgen om 3 uur in de middag terugbellen', mine('Wed 15:00')],
        ["terugbellen vrijdag 7 uur 's avonds", mine('Fri 19:00')],
        ['Rückruf Freitag um 12 Uhr mittags', mine('Fri 12:00')],
        ['volver a llamar mañana a las 9 de la mañana', mine('Wed 09:00')],
        ['volver a llamar mañana a las 2 de la noche', anyone],
        ['call back tomorrow at 3 in the afternoon', mine('Wed 15:00')],
      ],
    ],
    [
      'is ours',
      [
        ['Wir müssen sie zurückrufen', anyone],
        ['Ich soll sie zurückrufen, wegen Lieferung', anyone],
        ['Bitte sie zurückrufen', anyone],
        ['Er sagt, dass sie zurückrufen', done],
        ['Sie rufen uns morgen zurück', done],
        ['elle veut que je la rappelle demain', mine('Wed 09:00')],
        ['souhaite que je la rappelle vendredi', mine('Fri 09:00')],
        ['ne veut pas que je la rappelle', done],
        ["N'oubliez pas de rappeler Mme Shah vendredi", mine('Fri 09:00')],
        ['No olvidar volver a llamar mañana', mine('Wed 09:00')],
        ['nicht erreichbar Rückruf Freitag', mine('Fri 09:00')],
        ['non risponde richiamare domani', mine('Wed 09:00')],
        ['no contesta volver a llamar mañana', mine('Wed 09:00')],
        ['ne répond pas rappeler demain', mine('Wed 09:00')],
        ['niet bereikt terugbellen morgen', mine('Wed 09:00')],
        ['não atende ligar de volta amanhã', mine('Wed 09:00')],
        ['keinen weiteren Rückruf', done],
        ['non serve richiamare', done],
        ['no hace falta que la volvamos a llamar', done],
        ["il n'est pas nécessaire de la rappeler", done],
        ['niet nodig om terug te bellen', done],
        ['terugbellen hoeft niet', done],
        ['não precisa ligar de volta', done],
      ],
    ],
    [
      'not before',
      [
        ['Rückruf nicht vor 10 Uhr', anyone],
        ['Rückruf nicht heute, sondern Freitag', anyone],
        ['Rückruf Freitag nicht vor 10 Uhr', anyone],
        ['nicht zurückrufen vor Montag', anyone],
        ['rappeler pas avant lundi', anyone],
        ['ne pas rappeler avant lundi', anyone],
        ['richiamare non prima di lunedì', anyone],
        ['volver a llamar no antes de las 10', anyone],
        ['volver a llamar no mañana, el lunes', anyone],
        ['terugbellen niet voor 10 uur', anyone],
        ['ligar de volta não antes das 10', anyone],
        ['volver a llamar antes del viernes', mine('Fri 09:00')],
        ['ligar de volta no sábado', mine('Fri 09:00')],
      ],
    ],
    [
      'done, or the day of something else',
      [
        ['Ho richiamato la signora Rossi, tutto risolto', done],
        ['Abbiamo richiamato ieri', done],
        ['è stato richiamato ieri', done],
        ['deve essere richiamata domani', mine('Wed 09:00')],
        ['je vous rappelle que vendredi est férié', done],
        ['Rückruf wegen Lieferung am Freitag', anyone],
        ['Rückruf wegen Lieferung, Freitag 10 Uhr', mine('Fri 10:00')],
        ['terugbellen over bestelling van maandag', anyone],
        ['rappeler pour la livraison de vendredi', anyone],
        ['ligar de volta para Maria sexta-feira', mine('Fri 09:00')],
        ['richiamare per favore venerdì', mine('Fri 09:00')],
      ],
    ],
  ])('in one line: %s', (_, rows) => {
    test.each(rows)('%s', async (words, said) => {
      const shop = await berlin();
      expect(await shop.as('Ben').command(`log ${words}`)).toBe(said);
    });
  });

  test.each([
    ['Freitag, 4.12.', 'Fri 09:00'],
    ['15.12.', 'Tue 15 Dec 09:00'],
    ['am 4.12', 'Fri 09:00'],
    ['bis zum 15.12.', 'Tue 15 Dec 09:00'],
    ['tomorrow 10.30.', 'Wed 10:30'],
    ['Freitag nachmittag um 3', 'Fri 15:00'],
    ["vendredi à 3 heures de l'après-midi", 'Fri 15:00'],
    ['dec 4 afternoon', 'Fri 13:00'],
  ])('in the form a date with points is no time, and an afternoon has its hours: %s', async (when, moment) => {
    const shop = await berlin();
    await log(shop, 'Ben', { promised: 'to find the invoice', when });
    expect((await answers(shop, 'ben')).map(each => each.text)).toEqual([mine(moment)]);
  });

  test.each([
    ['bis Freitag 10 Uhr', 'Fri 10:00'],
    ['vendredi prochain', 'Fri 09:00'],
    ['viernes por la tarde', 'Fri 13:00'],
    ['domani alle 10:30', 'Tue 10:30'],
    ['morgen 10 uur', 'Tue 10:00'],
    ['quinta-feira às 10h', 'Thu 10:00'],
  ])('in the form the day may be typed in those languages, too: %s', async (when, moment) => {
    const shop = await begin();
    await log(shop, 'Ben', { promised: 'to find the invoice', when });
    expect((await answers(shop, 'ben')).map(each => each.text)).toEqual([mine(moment)]);
  });

  test('one line works as before', async () => {
    const shop = await begin();
    expect(await shop.as('Ben').command('log Mr Okafor called about his invoice')).toBe('Logged as #1, done.');
    await shop.pass(3 * DAY);
    expect(await answers(shop, 'ben')).toHaveLength(1);
  });

  test('is nothing for a stranger who guesses a button, and nothing for a forged one', async () => {
    const shop = await begin();
    await log(shop, 'Ben', { promised: 'to call', when: 'tomorrow 10' });
    const row = (
      await shop.engine.rows<{ id: string; due: number }>('select id, due_at as due from reminders', [])
    )[0]!;
    const other = (await shop.provider.write('maya', 'Hello', { name: 'Maya' }))!;
    await shop.settle();
    const ann = shop.as('Ann');
    for (const value of [`${other} ${row.id} ${row.due}`, `${row.id}`, `${other} rmd_0 9`, `x y z`])
      await ann.press('reminder.done', value);
    expect(await shop.house.parts.store.reminder(row.id as never)).toMatchObject({ doneAt: null });
  });
});

describe('a reply that promises a day', () => {
  test('offers a reminder, and sets none unless it is wanted', async () => {
    const shop = await begin();
    const ben = shop.as('Ben');
    const ids = [];
    for (const name of ['Maya', 'Tom']) ids.push((await shop.provider.write(name, 'What does it cost?', { name }))!);
    await shop.settle();
    for (const id of ids)
      await ben.submit('reply.form', id, 'reply.send', {
        text: 'Dear customer, I will call you on Friday.',
        seen: '1',
      });
    const [offer] = (await ben.privates(ids[0]!)).filter(each => /remind/i.test(each.words));
    expect(offer!.buttons.map(each => each.label)).toEqual(['Remind me Fri 09:00']);
    await ben.choose(ids[0]!, 'Remind me Fri 09:00');
    await ben.press('reminder.add', offer!.buttons[0]!.value);
    expect((await ben.privates(ids[0]!)).at(-1)!.words).toBe('You will be reminded Fri 09:00. Nobody else sees it.');
    // Somebody else's words are not theirs to be reminded of.
    await shop.as('Ann').press('reminder.add', offer!.buttons[0]!.value);
    await until(shop, at(20, 9));
    const told = (await answers(shop, 'ben')).filter(each => each.text.startsWith('You promised'));
    expect(told.map(each => each.text)).toEqual(['You promised Maya (#1): Dear customer, I will call you on Friday.']);
    expect(shop.provider.delivered.join()).not.toContain('remind');
  });
});

describe('a checklist', () => {
  const TYPED =
    'Refund\n- Ask for the order number\n- Say when the money arrives\n\nAppointment:\n• Repeat day and hour\n';

  test('is typed by an admin, shown for its reason, and what is ticked stands in the enquiry', async () => {
    const shop = await begin();
    const context = shop.house.parts;
    await context.store.commit([
      {
        do: 'insert',
        table: 'settings',
        row: { id: 'ws_test:checklists', workspaceId: context.workspaceId, value: readChecklists(TYPED) as never },
      },
    ]);
    expect((await context.checklists()).map(each => each.reason)).toEqual(['Refund', 'Appointment']);
    const ticks = [tickName('Ask for the order number'), tickName('Repeat day and hour')].join(',');
    await log(shop, 'Ben', { reason: 'Refund', [checkName('Refund')]: ticks });
    const [card] = await shop.cards();
    expect(card).toMatchObject({ status: 'resolved', contactReason: 'Refund' });
    expect(card!.message.details.filter(each => each.label === 'Done')).toEqual([
      { label: 'Done', value: 'Ask for the order number' },
    ]);
    // Nothing has to be ticked.
    await log(shop, 'Ben', { reason: 'Appointment' });
    expect((await answers(shop, 'ben')).at(-1)!.text).toBe('Logged as #2, done.');
  });

  test.each([
    ['- Ask for the order number', /stands below no contact reason/],
    ['Refund', /has no lines/],
    ['Refund\n- a\nrefund\n- b', /is there twice/],
    [`Refund\n${Array.from({ length: 11 }, (_, i) => `- ${i}`).join('\n')}`, /more than 10 lines/],
    [`Refund\n- ${'x'.repeat(76)}`, /longer than 75/],
    [Array.from({ length: 13 }, (_, i) => `R${i}\n- a`).join('\n'), /At most 12/],
  ])('that cannot be shown says why', (typed, why) => {
    expect(readChecklists(typed)).toMatch(why);
  });

  test('of nothing is none', () => {
    expect(readChecklists(' \n\n')).toEqual([]);
  });
});

test('an hour later is in opening hours', async () => {
  const shop = await begin();
  const ben = shop.as('Ben');
  await log(shop, 'Ben', { promised: 'to call', when: 'tomorrow 16:30' });
  await until(shop, at(17, 16, 30));
  const hour = (await answers(shop, 'ben')).at(-1)!.buttons[1]!;
  expect((await ben.presses(hour)).text).toBe('You will be reminded again Wed 09:00.');
});
