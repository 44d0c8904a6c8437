/**
 * Two made-up months of a bakery that takes orders online: one problem that grows slowly (bread that is raw inside), one that is
 * there all of a sudden (cards are declined), and one false alarm (one man who writes again and again about parking).
 */

import { parseHours } from '../../src/core/hours.ts';
import type { EnquiryId, StaffId } from '../../src/core/ids.ts';
import { DAY, HOUR, MINUTE } from '../../src/core/time.ts';
import { commandEnquiry } from '../../src/handling/command.ts';
import { openHouse, type TestHouse } from './house.ts';
import { seeded } from './personal-texts.ts';
import { testClock } from './world.ts';

/** Thursday, 1 October 2026. */
export const BAKERY_BEGINS = Date.parse('2026-10-01T00:00:00Z');
/** The last moment of November. */
export const BAKERY_ENDS = Date.parse('2026-11-30T18:30:00Z');
const DAYS = 61;

const HOURS = parseHours({ timezone: 'Europe/London', weekly: { 'mon-sat': ['07:00-18:00'] } }).hours;

const NAMES =
  'Maya Patel|Tom Okafor|Siobhán Kelly|Wei Zhang|Hannah Brimble|Joe Llewellyn|Aisha Rahman|Marta Nowak|Ellen Whittaker|George Tanaka|Nia Evans|Ravi Iyer|Beth Haddad|Sam Featherstone|Olga Petrova|Luke Rutherford|Carys Morgan|Dele Adebayo|Ines Costa|Harry Quist|Zara Malik|Kirsty Bain|Paolo Conti|Rosie Marsh|Theo Lindqvist'.split(
    '|',
  );

/** What is asked on any day: a reason, how often in a month, and how people say it. `{n}`: a number of an order. */
const ORDINARY: readonly [reason: string, perMonth: number, ways: string[]][] = [
  [
    'Opening hours',
    30,
    [
      'Are you open on Sunday mornings? The page does not say.',
      'What time do you close on Saturdays?',
      'Do you open before eight? I start work early.',
      'Will you be open over the bank holiday?',
      'Is the shop in the market hall open on Mondays as well?',
    ],
  ],
  [
    'Cake orders',
    26,
    [
      'How many days ahead do I have to order a birthday cake for twelve people?',
      'Could you write a name on the chocolate cake, and what does that cost?',
      'Can I still change the colour of the icing on order {n}?',
      'Do you do a tiered cake for a wedding in spring?',
      'Is it possible to pick up a cake on a Sunday?',
    ],
  ],
  [
    'Allergens',
    18,
    [
      'Does the carrot cake have walnuts in it?',
      'Which of your loaves are made without any milk?',
      'My daughter cannot have egg, what can she eat from the counter?',
      'Is the rye bread made on the same table as the nut bread?',
    ],
  ],
  [
    'Delivery',
    16,
    [
      'My order {n} was meant to come before nine and it is not here.',
      'Do you deliver to the villages on the other side of the river?',
      'The driver left the box in the rain and everything was wet.',
      'Can the delivery come after six in the evening?',
    ],
  ],
  [
    'Wrong item',
    11,
    [
      'I ordered six seeded rolls and got six plain ones, order {n}.',
      'Two of the croissants in our box were almond, and we had asked for plain.',
      'We got somebody else’s bag this morning.',
    ],
  ],
];

const RAW_BREAD = [
  'The sourdough was doughy in the middle again, we could not eat it.',
  'Third week running that the big sourdough is raw inside.',
  'The crust is lovely but the middle of the sourdough is not baked through.',
  'Sourdough doughy in the middle once more. It used to be so good.',
  'I had to throw half of the sourdough away because it was still wet inside.',
  'Is something different with the oven? The sourdough is raw inside these days.',
];
const DECLINED = [
  'My card was declined at the checkout three times, and it works everywhere else.',
  'Card declined when I try to pay for my order on your page.',
  'I cannot pay: the checkout says card declined, with two different cards.',
  'Your page tells me card declined. I just wanted to order bread for tomorrow.',
  'The checkout will not take my card since this morning, it says declined.',
];
const PARKING = [
  'There was no parking space behind the shop again.',
  'A van of yours was standing in front of my gate. The parking is a disgrace.',
  'Still nothing has happened about the parking behind the shop.',
  'I wrote about the parking and nobody came.',
  'Parking again, same van, same place.',
];
const STOLLEN = [
  'When can we order the Christmas stollen this year?',
  'Will there be stollen without marzipan again for Christmas?',
  'Do you send Christmas stollen by post?',
  'How long does the Christmas stollen keep?',
];

interface Written {
  at: number;
  customer: string;
  name: string;
  text: string;
  /** Null: nobody chose one. */
  reason: string | null;
  answers: number;
}

function writtenIn(seed: number): Written[] {
  const random = seeded(seed);
  const one = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)]!;
  const written: Written[] = [];
  let customers = 0;
  const add = (day: number, reason: string, text: string, more: Partial<Written> = {}) => {
    const at = BAKERY_BEGINS + day * DAY + (6 + random() * 13) * HOUR;
    if (at >= BAKERY_ENDS - HOUR) return;
    const name = one(NAMES);
    const sign = random() < 0.5 ? `\n\nThanks\n${name.split(' ')[0]}` : random() < 0.3 ? `\n${name}` : '';
    const call = random() < 0.12 ? ` You can call me on 07${String(Math.floor(random() * 1e9)).padStart(9, '0')}.` : '';
    const hello = random() < 0.5 ? 'Hi,\n' : '';
    written.push({
      at,
      customer: `customer${++customers}@example.com`,
      name,
      text: `${hello}${text.replace('{n}', String(20_000 + Math.floor(random() * 9_000)))}${call}${sign}`,
      reason: random() < 0.9 ? reason : null,
      answers: random() < 0.25 ? 2 : 1,
      ...more,
    });
  };
  const often = (perDay: number) => Math.floor(perDay) + (random() < perDay % 1 ? 1 : 0);
  for (let day = 0; day < DAYS; day++) {
    for (const [reason, perMonth, ways] of ORDINARY)
      for (let n = often((perMonth / 30) * (0.6 + 0.8 * random())); n > 0; n--) add(day, reason, one(ways));
    // The oven: one a week in October, one a day at the end of November.
    const slow = day < 31 ? 0.16 : 0.25 + ((day - 31) / 30) * 0.9;
    for (let n = often(slow); n > 0; n--) add(day, 'Bread quality', one(RAW_BREAD));
    if (day >= 45) for (let n = often(0.5); n > 0; n--) add(day, 'Christmas', one(STOLLEN));
  }
  // Tuesday, 17 November: the shop's payment provider changed something.
  for (let n = 0; n < 13; n++) add(47 + (n > 9 ? 1 : 0), 'Payment', one(DECLINED));
  add(12, 'Payment', 'Can I pay by invoice for the office?');
  add(27, 'Payment', 'Do you take gift vouchers on the page?');
  for (let n = 0; n < 9; n++)
    add(40 + n * 2, 'Parking', PARKING[n % PARKING.length]!, {
      customer: 'neighbour@example.com',
      name: 'Horace Grumbold',
      reason: 'Parking',
    });
  return written.sort((a, b) => a.at - b.at);
}

/** The bakery on the evening of the last day of November. */
export async function openBakery(seed = 1, options: Parameters<typeof openHouse>[0] = {}): Promise<TestHouse> {
  const clock = testClock(BAKERY_BEGINS);
  const shop = await openHouse({ clock, hours: HOURS, ...options });
  await shop.house.loadSettings();
  const { parts } = shop.house;
  const people = ['Ann', 'Ben', 'Cleo', 'Dev'];
  for (const name of people) await shop.as(name).command('hours');
  const staff = await parts.store.allStaff();
  const random = seeded(seed + 1);
  for (const each of writtenIn(seed)) {
    clock.advance(Math.max(0, each.at - clock.now()));
    const id = (await shop.provider.write(each.customer, each.text, { name: each.name })) as EnquiryId | null;
    if (!id) continue;
    const by = staff[Math.floor(random() * staff.length)]!.id as StaffId;
    const took = (5 + random() * 70) * MINUTE;
    const { recorder, ids } = parts;
    // What is measured of an answer, without sending one: how that goes is tested elsewhere.
    const answered = () =>
      recorder.change(id, () => ({ events: [{ type: 'AnsweredElsewhere', message: ids.make('message') }] }));
    clock.advance(took);
    await answered();
    if (each.answers > 1) {
      await shop.provider.write(each.customer, 'And could you tell me when, please?', { name: each.name });
      clock.advance(took / 2);
      await answered();
    }
    await commandEnquiry(parts, id, { do: 'resolve', by, reason: each.reason });
  }
  clock.advance(Math.max(0, BAKERY_ENDS - clock.now()));
  return shop;
}
