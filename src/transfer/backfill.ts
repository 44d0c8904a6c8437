/** Backfills measures for enquiries stored before statistics existed: once, in small batches, in the background. */

import type { EnquiryId } from '../core/ids.ts';
import { measureOps } from '../outbox/measured.ts';
import { job } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import { keepSetting } from '../settings/keep.ts';
import { MEASURED_ALL } from './remeasure.ts';

/** So few that a worker is free again within a moment. */
const AT_ONCE = 200;
/** Of one enquiry in which something happens each time; what happens in it then measures it. */
const TRIES = 3;

/** Leaves the first job of it; a workspace that has been measured is left alone. */
export async function measureOld(parts: Parts): Promise<void> {
  if (await parts.store.setting(MEASURED_ALL)) return;
  await parts.recorder.enqueue([job('figures.measure', 'figures', { after: '' })]);
}

export async function measureFrom(parts: Parts, after: string): Promise<void> {
  const { store } = parts;
  const enquiries = await store.enquiriesAfter(after, AT_ONCE);
  for (const { id } of enquiries) {
    for (let tries = 0; tries < TRIES && !(await measureOne(parts, id)); tries++);
  }
  const last = enquiries.at(-1);
  if (last) await parts.recorder.enqueue([job('figures.measure', 'figures', { after: last.id })]);
  else await keepSetting(store, MEASURED_ALL, true);
}

/** @returns false when something happened in it this very moment: its state is another one now */
async function measureOne({ store, calendar, kinds, clock }: Parts, id: EnquiryId): Promise<boolean> {
  const enquiry = await store.enquiry(id);
  if (!enquiry || (await store.measuresOf(id)).length) return true;
  const events = await store.events(id);
  const ops = await measureOps(
    { workspaceId: store.workspaceId, events: async () => [], measuresOf: async () => [] },
    { calendar, kinds },
    { after: enquiry, events, isNew: true },
    clock.now(),
  );
  if (ops.length === 0) return true;
  const { version } = enquiry;
  return (await store.commit([{ do: 'update', table: 'enquiries', id, expect: version, set: { version } }, ...ops])).ok;
}
