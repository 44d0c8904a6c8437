/** The forms about experts: whom to ask, and what somebody who was asked tells the team. */
import type { Enquiry } from '../core/enquiry.ts';
import type { StaffId } from '../core/ids.ts';
import { mayRead } from '../core/readers.ts';
import type { Staff } from '../core/staff.ts';
import { ASKED, ASKING } from '../desk/expert-words.ts';
import { askExpertForm, tellForm } from '../desk/forms.ts';
import { hasEnded } from '../experts/helping.ts';
import { mayBeAsked } from '../experts/ready.ts';
import { rollOf } from '../experts/who-knows.ts';
import type { Parts } from '../ports/parts.ts';
import type { Person } from '../ports/staff.ts';
import type { FormView } from '../ports/views.ts';
import { knowersOf } from './expert-help.ts';
import { followMerges } from './merges.ts';

/** A list on a phone. */
const PEOPLE_MAX = 10;
const TOPICS_MAX = 20;

export async function expertFormFor(
  parts: Parts,
  enquiry: Enquiry,
  by: Person,
  id: 'expert.ask.form' | 'expert.tell.form',
): Promise<FormView | { refusal: string }> {
  const me = await parts.store.staffByRef(by.deskRef);
  if (id === 'expert.tell.form') return tellFormFor(parts, enquiry, me);
  return mayRead(by, enquiry) ? askFormFor(parts, enquiry, me) : { refusal: ASKED.notAsked };
}

/** Whom to ask: who is likely to know, and the topics for which somebody may be asked right now. */
async function askFormFor(parts: Parts, enquiry: Enquiry, me: Staff | null): Promise<FormView | { refusal: string }> {
  if (hasEnded(enquiry)) return { refusal: ASKING.ended };
  const now = parts.clock.now();
  const roll = await rollOf(parts.store, now);
  const { ready } = await knowersOf(parts, enquiry, me ? [me.id] : []);
  const asked = (await parts.store.asksOf(enquiry.id)).map(each => each.staffId);
  const not = new Set<StaffId>([...asked, ...(me ? [me.id] : []), ...(enquiry.ownerId ? [enquiry.ownerId] : [])]);
  const free = new Set(
    roll.staff.filter(each => !not.has(each.id) && mayBeAsked(each, roll, parts.hours, now)).map(each => each.id),
  );
  const willing = new Set(roll.volunteers.filter(each => each.willing).map(each => each.id));
  const offered = roll.topics.filter(each => each.wanted && willing.has(each.staffId) && free.has(each.staffId));
  const people = ready.flatMap(({ staffId }) => roll.staff.find(each => each.id === staffId) ?? []);
  const topics = [...new Set(offered.map(each => each.topic))];
  if (people.length + topics.length === 0) return { refusal: ASKING.nobody };
  return askExpertForm(enquiry.id, { people: people.slice(0, PEOPLE_MAX), topics: topics.slice(0, TOPICS_MAX) });
}

/** For whoever was asked, whatever rooms they can read; nobody else has this form. */
async function tellFormFor(
  { store }: Parts,
  asked: Enquiry,
  me: Staff | null,
): Promise<FormView | { refusal: string }> {
  // Merged while their card still stood as it was.
  const enquiry = (await followMerges(store, asked)) ?? asked;
  const ask = me && (await store.askOf(enquiry.id, me.id));
  if (!ask) return { refusal: ASKED.notAsked };
  return hasEnded(enquiry) || ask.state === 'over' ? { refusal: ASKED.over } : tellForm(enquiry.id);
}
