/** Prepares what staff wrote on any desk: drops outdated edits and finds mentions that the desk did not recognise. */
import type { EnquiryId } from '../core/ids.ts';
import { addressed } from '../core/mentions.ts';
import type { Staff } from '../core/staff.ts';
import { DAY, type DurationMs } from '../core/time.ts';
import { isTeamTalk } from '../desk/actions.ts';
import { forgetOld, timeIn } from '../ports/forgetting.ts';
import type { Json } from '../ports/json.ts';
import type { Parts } from '../ports/parts.ts';
import type { ActionOf, StaffWords } from '../ports/staff.ts';
import { nameOnChannel } from '../posting/name-shown.ts';

/** Who speaks where customers see only the team's name. */
const NO_NAME = 'A colleague';
/** The newest edition of each post that was edited. */
const EDITIONS = 'editions';
/** Desks repeat what they delivered within hours. */
const REMEMBERED: DurationMs = 7 * DAY;

/**
 * Desks deliver in any order, and again after a failure. Acts of one thread are done one after another, so that looking
 * and writing down need not be one step; and whoever comes again with the edition that is known goes on.
 */
export async function isNewest({ store, clock }: Parts, { post, edition }: ActionOf<'edit'>): Promise<boolean> {
  if (edition === undefined) return true;
  const shelf = store.shelf(EDITIONS);
  const next = { edition, at: clock.now() };
  const { fresh } = await shelf.append(EDITIONS, post, next);
  if (fresh) return true;
  const known = editionIn((await shelf.get(EDITIONS, post))?.value);
  if (known !== undefined && known > edition) return false;
  await shelf.put(EDITIONS, post, next);
  return true;
}

/** Earlier versions kept it alone. */
function editionIn(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : (value as { edition: string } | undefined)?.edition;
}

/** Forgets editions that nobody delivers again. */
export async function forgetEditions({ store, clock }: Pick<Parts, 'store' | 'clock'>): Promise<void> {
  const now = clock.now();
  await forgetOld(store.shelf(EDITIONS), EDITIONS, { before: now - REMEMBERED, at: timeIn });
}

/** "/me looks into it" says of somebody that they look into it: without their name nobody would know who. */
export async function withAuthor<A extends StaffWords>(parts: Parts, action: A, staff: Staff): Promise<A> {
  if (!action.ofAuthor || isTeamTalk(action, action.mentionsStaff)) return action;
  const row = await parts.store.threadByRef(action.thread);
  const enquiry = row && (await parts.store.enquiry(row.id as EnquiryId));
  const name = enquiry && (await nameOnChannel(parts, staff, enquiry.channelId));
  return { ...action, text: `${name ?? NO_NAME} ${action.text}` };
}

/** A desk knows whom its people picked from its list; a name that was only typed is found here, on every desk alike. */
export async function withNames<A extends StaffWords>(parts: Parts, action: A): Promise<A> {
  if (action.mentionsStaff || addressed(action.text) === 'nobody') return action;
  const names = (await parts.store.allStaff()).map(each => each.name);
  const as = addressed(action.text, names);
  return { ...action, mentionsStaff: as === 'staff', mayMention: as === 'perhaps' };
}
