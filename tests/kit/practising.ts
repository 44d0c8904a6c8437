/** Somebody practises in a house of the tests: what they begin, and what is left of it. */
import type { EnquiryId } from '../../src/core/ids.ts';
import { practiceOf } from '../../src/core/practice.ts';
import { SECOND } from '../../src/core/time.ts';
import { courseOf } from '../../src/practice/course.ts';
import type { Person, TestHouse } from './house.ts';

/** Longer than a reply is held and a customer takes. */
const A_WHILE = 12 * SECOND;

export async function begin(shop: TestHouse, name: string, which: string): Promise<EnquiryId> {
  await shop.as(name).press('practice.start', which);
  const id = await practised(shop, name);
  if (!id) throw new Error(`${name} could not begin to practise.`);
  return id;
}

/** The enquiry somebody practises with; null while they do not. */
export async function practised(shop: TestHouse, name: string): Promise<EnquiryId | null> {
  const { store } = shop.house.parts;
  const staff = await store.staffByRef(`practice:${name.toLowerCase()}`);
  const row = staff && (await store.practice(practiceOf(staff.id)));
  return row ? courseOf(row).enquiryId : null;
}

/** Writes an answer, sends it, and waits for what the customer says. */
export async function answer(shop: TestHouse, person: Person, id: EnquiryId, text: string): Promise<string> {
  const { customerMessages } = (await shop.house.parts.store.enquiry(id))!;
  await person.submit('reply.form', id, 'reply.send', { text, seen: String(customerMessages) });
  await shop.pass(A_WHILE);
  await shop.pass(A_WHILE);
  const messages = await shop.house.parts.store.messages(id);
  return messages.findLast(each => each.direction === 'in')?.text ?? '';
}

/** How many rows each table has. */
export async function rowCounts(shop: TestHouse): Promise<Record<string, number>> {
  const tables = Object.keys(shop.engine.tables);
  const { getTableName } = await import('drizzle-orm');
  const counts = await Promise.all(
    tables.map(async each => {
      const name = getTableName(shop.engine.tables[each as keyof typeof shop.engine.tables]);
      const [row] = await shop.engine.rows<{ n: number }>(`select count(*) as n from ${name}`, []);
      return [each, Number(row!.n)] as const;
    }),
  );
  return Object.fromEntries(counts);
}
