/** Enquiries that a shop has answered, for whatever looks back at them. */
import type { EnquiryId } from '../../src/core/ids.ts';
import type { TestHouse } from './house.ts';

/** Longer than the hold of the test's provider. */
const AFTER_HOLD_MS = 20_000;

export interface Asked {
  from?: string;
  name?: string;
  subject?: string;
  /** Who answers. */
  by?: string;
  reason?: string;
}

let customers = 0;

/** Somebody asks. @returns their enquiry */
export async function asks(shop: TestHouse, text: string, { from, name, subject }: Asked = {}): Promise<EnquiryId> {
  const address = from ?? `customer${++customers}@example.com`;
  const id = await shop.provider.write(address, text, {
    ...(name ? { name } : {}),
    ...(subject ? { subject } : {}),
  });
  await shop.settle();
  return id as EnquiryId;
}

/** Somebody asks, and is answered for good. */
export async function answered(shop: TestHouse, text: string, reply: string, asked: Asked = {}): Promise<EnquiryId> {
  const id = await asks(shop, text, asked);
  await answers(shop, id, reply, asked);
  return id;
}

export async function answers(shop: TestHouse, id: EnquiryId, reply: string, { by = 'Ann', reason }: Asked = {}) {
  const person = shop.as(by);
  await person.submit('reply.form', id, 'reply.send_and_resolve', { text: reply, seen: '9' });
  await shop.pass(AFTER_HOLD_MS);
  if (reason) await person.press('enquiry.reason', `${id} ${reason}`);
  await shop.settle();
}
