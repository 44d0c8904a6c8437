/** What customers tell a shop with a room for everybody and one for its boss: for the walks of `insight` and the letter. */
import type { EnquiryId } from '../../src/core/ids.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../src/core/time.ts';
import { commandEnquiry } from '../../src/handling/command.ts';
import type { Shop } from './shop.ts';
import { until } from './world.ts';

/** For everybody; of each customer who they are stands in it. */
const LIDS = [
  ['Maya Patel', 'The lid of my kettle rattles when it boils.\nPlease call me on 07700 900123.\n\nMaya Patel'],
  ['Tom Okafor', 'My kettle has a lid that rattles all morning long.\nTom Okafor, 14 Orchard Road, Leeds LS6 2AB'],
  [
    'Ada Brimble',
    'Why does the kettle rattle? I think it is the lid.\nWrite to ada.brimble@example.org, order KX-44719.',
  ],
] as const;
/** For the boss alone. */
const LAW = [
  ['Lea Quist', 'My solicitor says that the lawsuit begins in May.'],
  ['Zoe Marsh', 'The solicitor wants the papers of the lawsuit.'],
  ['Kim Conti', 'Please talk to my solicitor about the lawsuit.'],
] as const;

/** What only the boss's room says, and uses as a reason. */
export const SECRET = /solicitor|lawsuit|Dispute/i;
/** Who the customers are. */
export const WHO = /Maya|Patel|Okafor|Brimble|07700|900123|LS6|Orchard|example\.org|44719/;
export const READERS = ['owner@shop.example', 'kitchen@shop.example', 'web@shop.example'];

/** @param smtp the port of the mail server that it leaves by */
export function toldYaml(smtp: number, rooms = ''): string {
  return `hold_seconds: { email: 0.2 }
hours: { timezone: UTC, weekly: { mon-sun: ["00:00-24:00"] } }
${rooms}
channels:
  - { name: help, kind: email, room: customers, address: help@shop.example, name_shown: Kettle Shop, check_senders: false, smtp: { host: 127.0.0.1, port: ${smtp} } }
letter: { to: [${READERS.join(', ')}], room: customers, day: friday, time: "16:00", channel: help }
`;
}

/** Six mails, numbers 1 to 6; the last three are for the boss, once `move` took them there. All of them are resolved. */
export async function tellShop(shop: Shop, move: (number: number) => Promise<void>): Promise<void> {
  const { store } = shop.running.house.parts;
  for (const [who, text] of [...LIDS, ...LAW]) {
    const from = `${who} <${who.toLowerCase().replace(' ', '.')}@example.com>`;
    await shop.mail({ from, subject: 'A question', text });
  }
  await until(async () => (await store.highestNumber()) >= LIDS.length + LAW.length, 'six enquiries');
  for (let number = LIDS.length + 1; number <= LIDS.length + LAW.length; number++) {
    const { roomId } = (await store.enquiryByNumber(number))!;
    await until(async () => (await store.thread((await store.enquiryByNumber(number))!.id)) !== null, 'its card');
    await move(number);
    await until(async () => (await store.enquiryByNumber(number))!.roomId !== roomId, `${number} is moved`);
  }
}

/** Each gets its reason: on the desk it is one tap. */
export async function resolveAll(shop: Shop): Promise<void> {
  const { parts } = shop.running.house;
  const [staff] = await parts.store.allStaff();
  for (let number = 1; number <= LIDS.length + LAW.length; number++) {
    const { id } = (await parts.store.enquiryByNumber(number))!;
    const reason = number > LIDS.length ? 'Dispute' : number === 1 ? 'Noise' : 'Kettles';
    await commandEnquiry(parts, id as EnquiryId, { do: 'resolve', by: staff!.id, reason });
  }
}

/** Until a minute after the next midnight: from then on what came today is of a whole day. */
export function untilTomorrow(now: Instant): number {
  return (Math.floor(now / DAY) + 1) * DAY + MINUTE - now;
}

/** Until a minute after four on Friday, which may be today. */
export function untilFriday(now: Instant): number {
  const days = (5 - new Date(now).getUTCDay() + 7) % 7;
  return (Math.floor(now / DAY) + days) * DAY + 16 * HOUR + MINUTE - now;
}
