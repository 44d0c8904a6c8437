/** A day of a small shop, played through the real flows: what an earlier version leaves in its database. */
import type { TestHouse } from './house.ts';

/**
 * Mail comes, is claimed, answered, taken back, resolved and rated; a remark stays team talk, one customer bounces, one is
 * asked for again, one waits. Whatever a version does not know yet is left out.
 * @param day another one for each day in the same database
 * @returns the ids of what is still open
 */
export async function playDay(house: TestHouse, day: string, [first, second] = ['Ann', 'Ben']): Promise<string[]> {
  const { provider } = house;
  const [ann, ben] = [house.as(first!), house.as(second!)];
  let written = 0;
  const write = async (who: string, text: string, more = {}) => {
    await provider.write(who, text, { id: `${day}-${++written}`, ...more });
    await house.settle();
    return (await house.cards()).at(-1)!.enquiryId;
  };
  const parcel = await write(`maya-${day}@example.com`, 'Where is my parcel 😀? It was due on Monday.', {
    name: 'Maya Patel',
    subject: 'Parcel 👩‍👩‍👧',
  });
  await ann.press('enquiry.claim', parcel);
  await ann.write(parcel, 'Ben, did it leave?', true);
  await ann.write(parcel, 'It is on its way, Maya. You have it on Thursday.');
  await ann.choose(parcel, 'Send');
  await house.pass(20_000);
  await write(`maya-${day}@example.com`, 'Thank you!', {});
  const refund = await write(`david-${day}@example.com`, 'מתי יגיע ההחזר שלי? "כסף" & <b>תודה</b>', { name: 'דוד' });
  await ben.press('enquiry.claim', refund);
  await ben.write(refund, 'Tomorrow, at the latest.');
  await ben.choose(refund, 'Send and resolve');
  await house.pass(3_600_000);
  const address = await write(`zoe-${day}@example.com`, 'Please change my address.\n\n> You wrote:\n> hello', {});
  await ann.write(address, 'Done.');
  await ann.choose(address, 'Send');
  const mine = await write(`lee-${day}@example.com`, 'x'.repeat(3_000), { name: 'Lee', subject: '' });
  await ben.press('enquiry.claim', mine);
  await house.pass(60_000);
  await ann.command('stats today');
  await ann.command('mine');
  return [address, mine];
}
