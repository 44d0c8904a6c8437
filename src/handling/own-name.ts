/** The form in which people choose how customers see them. */
import type { Staff } from '../core/staff.ts';
import { NAME_WORDS } from '../desk/wording.ts';
import { job } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';
import type { SettingsOutcome } from '../ports/views.ts';
import { chooseName } from './choose-name.ts';
import { staffOf } from './known-staff.ts';

/** What the form of one's own name is about; it is the only one that is not for admins alone. */
export const OWN_NAME = 'name';

/** Enquiries of one person whose customers are watching. */
const FOLLOWED_MAX = 100;

export async function saveOwnName(parts: Parts, by: Person, values: Record<string, string>): Promise<SettingsOutcome> {
  const typed = (values.name ?? '').trim();
  const as = values.as ?? (typed ? 'chosen' : 'first');
  if (as === 'chosen' && typed === '') return { ok: false, problems: [{ field: 'name', words: NAME_WORDS.empty }] };
  const staff = await staffOf(parts, by);
  const chosen = await chooseName(parts, staff, as === 'chosen' ? typed : as === 'team' ? 'team' : 'first');
  if (!chosen.ok) return { ok: false, problems: [{ field: 'name', words: chosen.words }] };
  await followName(parts, staff);
  return { ok: true, words: chosen.words };
}

/** Customers who watch see the new name at once. */
export async function followName(parts: Parts, staff: Staff): Promise<void> {
  const mine = await parts.store.openEnquiries(FOLLOWED_MAX, staff.id);
  const watched = mine.filter(each => parts.channel(each.channelId)?.watched);
  if (watched.length)
    await parts.recorder.enqueue(
      watched.map(({ id }) => job('channel.follow', `follow:${id}`, { enquiryId: id, seen: null })),
    );
}
