/** Carries out an action from a desk: finds out who acted and calls the handler for that kind of action. */

import { isAway } from '../core/away.ts';
import { type EnquiryId, looksLikeId } from '../core/ids.ts';
import { isPractice, practiceRoom, reachesOthers } from '../core/practice.ts';
import { mayRead } from '../core/readers.ts';
import { PRACTICE } from '../desk/practice-words.ts';
import { WORDS } from '../desk/wording.ts';
import { staffOf } from '../handling/known-staff.ts';
import { noGuest } from '../handling/managers.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person, StaffAction } from '../ports/staff.ts';
import { actDone } from '../ports/store.ts';
import { keepMine } from '../posting/working.ts';
import { type Dispatch, runCommand, sayTo } from './ask.ts';
import { isNewest, withAuthor, withNames } from './heard.ts';
import { once } from './once.ts';
import { pressed } from './press.ts';
import { submitted } from './submit.ts';
import { deleted, edited, wrote } from './write.ts';

/** Does one action. Running it a second time (after a crash) changes nothing more: its change and its mark are one commit. */
export async function perform(dispatch: Dispatch, given: StaffAction): Promise<void> {
  const { store, recorder, clock, workspaceId } = dispatch.parts;
  const done = actDone(workspaceId, given.id);
  const parts: Parts = { ...dispatch.parts, recorder: once(recorder, store, done, clock) };
  const again = await store.seen(done);
  const staff = await staffOf(parts, given.by);
  if (given.by.guest) await noGuest(dispatch.parts, staff);
  const action: StaffAction = { ...given, by: { ...given.by, own: practiceRoom(staff.id) } };
  if (await isNotTheirs(parts, action)) return sayTo(dispatch, action, WORDS.enquiryNotKnown);
  if (await wouldReachOthers(parts, action)) return sayTo(dispatch, action, PRACTICE.onlyHere);
  if (endsAway(action) && isAway(staff, clock.now()))
    await store.commit([{ do: 'update', table: 'staff', id: staff.id, set: { awaySince: null, awayUntil: null } }]);
  switch (action.do) {
    case 'write': {
      await wrote(parts, await withAuthor(parts, await withNames(parts, action), staff), staff);
      const thread = await store.threadByRef(action.thread);
      return thread ? keepMine(dispatch.parts, thread.id, staff.id) : undefined;
    }
    case 'edit':
      if (!(await isNewest(parts, action))) return;
      return edited(parts, await withAuthor(parts, await withNames(parts, action), staff), staff, again);
    case 'delete':
      return deleted(parts, action, staff);
    case 'press':
      if (!OF_EXPERTS.test(action.button) && (await isElsewhere(parts, action.by, action.value, action.thread)))
        return sayTo(dispatch, action, WORDS.enquiryNotKnown);
      return pressed(dispatch, parts, action, staff);
    case 'submit':
      if (action.form !== 'expert.tell.form' && (await isElsewhere(parts, action.by, action.enquiryId ?? '')))
        return sayTo(dispatch, action, WORDS.enquiryNotKnown);
      return submitted(dispatch, parts, action, staff);
    case 'command': {
      const { room, words } = action;
      return runCommand({ ...dispatch, parts }, action, staff, { room, words });
    }
  }
}

/** For whoever was asked about an enquiry, in whatever room: what they do counts for that alone, which is looked at there. */
const OF_EXPERTS = /^expert\./;
/** What somebody writes in a thread of practice, where only one person is. */
async function isNotTheirs({ store }: Parts, action: StaffAction): Promise<boolean> {
  if (!('thread' in action) || !action.thread) return false;
  const row = await store.threadByRef(action.thread);
  return row !== null && isPractice(row) && !mayRead(action.by, row);
}

/** Out of a practice nobody else is asked, and no real enquiry comes into it. */
async function wouldReachOthers({ store }: Parts, action: StaffAction): Promise<boolean> {
  if (action.do !== 'press' && action.do !== 'submit') return false;
  const named = action.do === 'press' ? action.value.split(' ') : [action.enquiryId ?? ''];
  const ids = named.filter(each => looksLikeId('enquiry', each));
  const found = await Promise.all(ids.map(each => store.enquiry(each as EnquiryId)));
  const practised = found.filter(each => each && isPractice(each)).length;
  return (
    practised > 0 && (practised < ids.length || reachesOthers(action.do === 'press' ? action.button : action.form))
  );
}

/**
 * Is anything that is named in a room that this person cannot read? Whoever acted in a thread may read that one: it was looked
 * at where they did. A merge may have moved the rest.
 */
async function isElsewhere(parts: Parts, by: Person, named: string, thread: string | null = null): Promise<boolean> {
  const here = thread ? ((await parts.store.threadByRef(thread))?.id ?? null) : null;
  for (const id of named.split(' ')) {
    const enquiryId = await enquiryBehind(parts, id);
    const enquiry = enquiryId && enquiryId !== here ? await parts.store.enquiry(enquiryId) : null;
    if (enquiry && !mayRead(by, enquiry)) return true;
  }
  return false;
}

/** The enquiry that an id is, or that the message belongs to. Drafts and replies are their author's and owner's alone. */
async function enquiryBehind({ store }: Parts, id: string): Promise<EnquiryId | null> {
  if (looksLikeId('enquiry', id)) return id;
  return looksLikeId('message', id) ? ((await store.message(id))?.enquiryId ?? null) : null;
}

/** Whoever claims or answers is here, whatever they said before. */
function endsAway(action: StaffAction): boolean {
  if (action.do === 'write') return true;
  return action.do === 'press' && /^(enquiry\.(claim|takeover)|reply\.send)/.test(action.button);
}
