/** Words of staff as any desk hands them in: an older edit is dropped, and names are read that the desk did not recognise. */
import { addressed } from '../../core/mentions.ts';
import type { ActionOf, StaffWords } from '../../ports/desk.ts';
import type { Parts } from '../../ports/parts.ts';

/** The newest edition of each post that was edited. */
const EDITIONS = 'editions';

/**
 * Desks deliver in any order, and again after a failure. Acts of one thread are done one after another, so that looking
 * and writing down need not be one step; and whoever comes again with the edition that is known goes on.
 */
export async function isNewest({ store }: Parts, { post, edition }: ActionOf<'edit'>): Promise<boolean> {
  if (edition === undefined) return true;
  const shelf = store.shelf(EDITIONS);
  const { fresh } = await shelf.append(EDITIONS, post, edition);
  if (fresh) return true;
  const known = (await shelf.get(EDITIONS, post))?.value as string | undefined;
  if (known !== undefined && known > edition) return false;
  await shelf.replace(EDITIONS, post, edition);
  return true;
}

/** A desk knows whom its people picked from its list; a name that was only typed is found here, on every desk alike. */
export async function withNames<A extends StaffWords>(parts: Parts, action: A): Promise<A> {
  if (action.mentionsStaff || addressed(action.text) === 'nobody') return action;
  const names = (await parts.store.allStaff()).map(each => each.name);
  const as = addressed(action.text, names);
  return { ...action, mentionsStaff: as === 'staff', mayMention: as === 'perhaps' };
}
