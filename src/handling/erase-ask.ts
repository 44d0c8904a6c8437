/** Shows an admin what would go of a customer, alone and in numbers, and takes the one confirmation. */
import type { Customer } from '../core/customer.ts';
import { isErasedAddress } from '../core/erased-address.ts';
import type { CustomerId, RoomId } from '../core/ids.ts';
import { clampText } from '../core/message.ts';
import { mayRead } from '../core/readers.ts';
import type { Staff } from '../core/staff.ts';
import { button } from '../desk/cards.ts';
import { ERASE } from '../desk/erase-words.ts';
import { shownLabel } from '../desk/shown-name.ts';
import { type AnswerView, plainAnswer } from '../ports/answer.ts';
import type { Desk } from '../ports/desk.ts';
import type { Erasing } from '../ports/erasure.ts';
import type { ErasureNumbers } from '../ports/erasure-rows.ts';
import type { Parts } from '../ports/parts.ts';
import type { PrivateView } from '../ports/views.ts';
import { beginErase, eraseKey, eraseNotice } from './erase.ts';
import { runButton } from './lines.ts';

/** Customers whom the same words name; more is no name. */
const FOUND_MAX = 20;
const CHOICES_MAX = 5;
/** Numbers of enquiries in the preview: enough to see whether it is the right one. */
const NUMBERS_MAX = 5;
/** Of what was typed, where it is said back. */
const SAID_CHARS_MAX = 80;
/** Enquiries of a customer that are counted as unfinished. */
const ENQUIRIES_MAX = 1_000;

interface EraseParts {
  parts: Parts;
  erasing: Erasing;
  desk: Pick<Desk, 'showAlone'>;
}

interface Asking {
  staff: Staff;
  /** Rooms that they can read; absent or null: all. What is elsewhere is counted, and not named. */
  rooms?: readonly RoomId[] | null;
  /** Whom the preview is shown to. */
  person: string;
}

export async function askErase(given: EraseParts, { who, ...asking }: Asking & { who: string }): Promise<AnswerView> {
  if (!asking.staff.admin) return plainAnswer(ERASE.onlyAdmins);
  if (!who) return plainAnswer(ERASE.whom);
  const found = await customersNamed(given.parts, who, asking.rooms);
  const [first] = found;
  if (!first) return plainAnswer(ERASE.nobody(clampText(who, SAID_CHARS_MAX).text));
  if (found.length === 1) return plainAnswer(await showErase(given, first, asking));
  const { store } = given.parts;
  const theirs = await Promise.all(found.slice(0, CHOICES_MAX).map(id => readableOf(store, id, asking.rooms)));
  const numbers = theirs.flatMap(([each]) => (each ? [each.number] : []));
  const buttons = numbers.map(each => runButton(null, `erase #${each}`, ERASE.choose(each)));
  return { ...plainAnswer(ERASE.several), buttons };
}

/** By the number of an enquiry, by an address, or by a name: an address says more than a part of one. */
export async function customersNamed(
  { store }: Pick<Parts, 'store'>,
  who: string,
  rooms: readonly RoomId[] | null = null,
): Promise<CustomerId[]> {
  const number = /^#?(\d{1,9})$/.exec(who.trim())?.[1];
  const numbered = number ? await store.enquiryByNumber(Number(number)) : null;
  if (numbered && mayRead({ rooms }, numbered)) return [numbered.customerId];
  const sought = who.trim().toLowerCase();
  const found = (await store.findCustomers(sought, FOUND_MAX)).filter(each => !isErasedAddress(each.identity.address));
  const exact = found.filter(
    ({ identity, customer }) => identity.address.toLowerCase() === sought || customer.name?.toLowerCase() === sought,
  );
  const addressed = exact.filter(each => each.identity.address.toLowerCase() === sought);
  if (addressed.length || exact.length) return idsOf(addressed.length ? addressed : exact);
  // By a part of a name only those whom the asker knows from their rooms: it would tell the whole of it.
  const known = idsOf(found);
  const readable = await Promise.all(known.map(async id => (await readableOf(store, id, rooms)).length > 0));
  return rooms === null ? known : known.filter((_, i) => readable[i]);
}

function idsOf(found: readonly { customer: Customer }[]): CustomerId[] {
  return [...new Set(found.map(each => each.customer.id))];
}

/** Their enquiries that the asker can read, the newest first. */
async function readableOf({ enquiriesOfCustomer }: Parts['store'], id: CustomerId, rooms: Asking['rooms'] = null) {
  return (await enquiriesOfCustomer(id, ENQUIRIES_MAX)).filter(each => mayRead({ rooms }, each));
}

/** Shows what would go. @returns what is said about it where it was asked */
export async function showErase(given: EraseParts, customerId: CustomerId, asking: Asking): Promise<string> {
  if (!asking.staff.admin) return ERASE.onlyAdmins;
  const { parts, erasing, desk } = given;
  const customer = await parts.store.customer(customerId);
  if (!customer || (await isErased(parts, customer))) return ERASE.gone;
  if (await erasing.underWay(customerId)) return ERASE.running;
  const view = await previewOf(given, customer, await erasing.numbers(customerId), asking.rooms);
  await desk.showAlone(asking.person, view, eraseKey(customerId));
  return ERASE.shown;
}

/** Begins it where what was shown is still so; else that is shown again. @returns why nothing was begun; null when it was */
export async function confirmErase(
  given: EraseParts,
  { customerId, shown }: { customerId: CustomerId; shown: string },
  asking: Asking,
): Promise<string | null> {
  if (!asking.staff.admin) return ERASE.onlyAdmins;
  const { parts, erasing, desk } = given;
  const customer = await parts.store.customer(customerId);
  if (!customer || (await isErased(parts, customer))) return (await erasing.underWay(customerId)) ? null : ERASE.gone;
  const numbers = await erasing.numbers(customerId);
  if (printOf(numbers) !== shown) {
    const view = await previewOf(given, customer, numbers, asking.rooms);
    await desk.showAlone(asking.person, { ...view, hints: [ERASE.changed, ...view.hints] }, eraseKey(customerId));
    return null;
  }
  const row = await beginErase(given, customerId, asking.staff.id);
  await desk.showAlone(asking.person, eraseNotice(ERASE.step(row.step)), eraseKey(customerId));
  return null;
}

/** Nothing says any more who it was. */
async function isErased({ store }: Parts, { id, name }: Customer): Promise<boolean> {
  if (name !== null) return false;
  const identities = await store.identitiesOf(id);
  return identities.every(each => isErasedAddress(each.address));
}

async function previewOf(
  { parts, erasing }: EraseParts,
  customer: Customer,
  numbers: ErasureNumbers,
  rooms: Asking['rooms'] = null,
): Promise<PrivateView> {
  const { store, kinds } = parts;
  const [identity] = await store.identitiesOf(customer.id);
  const enquiries = await store.enquiriesOfCustomer(customer.id, ENQUIRIES_MAX);
  const open = enquiries.filter(each => ['open', 'waiting', 'snoozed'].includes(each.status)).length;
  const copies = erasing.copies().length;
  const readable = enquiries.filter(each => mayRead({ rooms }, each));
  // Of whoever is known from other rooms alone not more is said than was typed.
  const name = identity && readable.length ? shownLabel(customer, identity, kinds) : 'this customer';
  const shown = readable.slice(0, NUMBERS_MAX).map(each => each.number);
  return {
    words: ERASE.preview(name, shown, numbers.enquiries - shown.length),
    quote: null,
    hints: [
      ERASE.goes(numbers),
      ...(open ? [ERASE.open(open)] : []),
      ...(copies ? [ERASE.copies(copies)] : []),
      ERASE.stays,
    ],
    buttons: [button('customer.erase', ERASE.now, `${customer.id} ${printOf(numbers)}`, 'danger', ERASE.confirm)],
    tone: 'notice',
    post: null,
  };
}

/** What was shown, in short: what comes between the preview and the press is shown first. */
function printOf({ enquiries, messages, files, replies }: ErasureNumbers): string {
  return [enquiries, messages, files, replies].join('.');
}
