/** Measures enquiries of before there were figures: once, a few at a time, while everything else goes on. */

import { keepSetting } from '../install/keep.ts';
import { job } from '../outbox/jobs.ts';
import { measureOps } from '../outbox/measured.ts';
import type { Parts } from '../ports/parts.ts';
import { MEASURED_ALL } from './measure-all.ts';

/** So few that a worker is free again within a moment. */
const AT_ONCE = 200;

/** Leaves the first job of it; a workspace that has been measured is left alone. */
export async function measureOld(parts: Parts): Promise<void> {
  if (await parts.store.setting(MEASURED_ALL)) return;
  await parts.recorder.enqueue([job('figures.measure', 'figures', { after: '' })]);
}

export async function measureFrom(parts: Parts, after: string): Promise<void> {
  const { store, calendar, clock } = parts;
  const enquiries = await store.enquiriesAfter(after, AT_ONCE);
  for (const enquiry of enquiries) {
    if ((await store.measuresOf(enquiry.id)).length) continue;
    const events = await store.events(enquiry.id);
    const ops = await measureOps(
      { workspaceId: store.workspaceId, events: async () => [], measuresOf: async () => [] },
      calendar,
      { after: enquiry, events, isNew: true },
      clock.now(),
    );
    // Something happened in it this very moment: then it was measured with that.
    if (ops.length) await store.commit(ops);
  }
  const last = enquiries.at(-1);
  if (last) await parts.recorder.enqueue([job('figures.measure', 'figures', { after: last.id })]);
  else await keepSetting(store, MEASURED_ALL, true);
}
