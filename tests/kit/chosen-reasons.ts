/** Enquiries whose contact reasons a team chose before: taken in as mails, and resolved like any other. */
import type { EnquiryId, StaffId } from '../../src/core/ids.ts';
import { commandEnquiry } from '../../src/handling/command.ts';
import type { Shop } from './shop.ts';
import { until } from './world.ts';

/** How people ask a surgery for a time. */
export const VISITS = ['a check-up', 'a cleaning', 'a loose filling'].map(
  each => `Could I come to see the dentist on Friday for ${each}?`,
);

export async function chosenBefore(shop: Shop, texts: readonly string[], reason: string): Promise<void> {
  const { parts } = shop.running.house;
  for (const [i, text] of texts.entries()) {
    const from = `Somebody <${reason.toLowerCase().replace(/\W/g, '')}${i}@example.com>`;
    await shop.mail({ from, subject: 'Hello', text });
    const enquiry = await until(
      async () =>
        (await parts.store.openEnquiries(50)).find(each => each.subject === 'Hello' && each.status === 'open'),
      'the enquiry',
    );
    await commandEnquiry(parts, enquiry.id as EnquiryId, { do: 'resolve', by: 'staff_other' as StaffId, reason });
  }
}
