/** Asks somebody who may know about an enquiry; whoever does not answer is followed by the next one, and nobody is told why. */
import type { Enquiry } from '../core/enquiry.ts';
import type { EnquiryId, StaffId } from '../core/ids.ts';
import { clampText, cleanText } from '../core/message.ts';
import type { Staff } from '../core/staff.ts';
import { type DurationMs, type Instant, MINUTE } from '../core/time.ts';
import { button, noticeView } from '../desk/cards.ts';
import { ASKING } from '../desk/expert-words.ts';
import { hasEnded, hasHelped } from '../experts/helping.ts';
import { askableUntil } from '../experts/hours.ts';
import type { Knower } from '../experts/rank.ts';
import { askedBefore, mayBeAsked } from '../experts/ready.ts';
import { rollOf } from '../experts/who-knows.ts';
import type { ButtonView } from '../ports/button.ts';
import type { AskRow } from '../ports/help-rows.ts';
import { expertKey, job, nextKey } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { NewJob, Op, Plan } from '../ports/store.ts';
import { askButtons, knowersOf } from '../posting/expert-help.ts';
import { goesOnIn } from '../posting/merges.ts';
import { tell } from '../posting/privately.ts';
import { askedKey } from '../posting/told.ts';

/** Working minutes that somebody has: whoever looks at their messages now and then has seen it by then. */
const ANSWER_WITHIN: DurationMs = 30 * MINUTE;
/** Of the words of whoever asks. */
const NOTE_CHARS_MAX = 1_000;
/** Two people, or two processes, that ask the same one at a moment step back this often. */
const TRIES_MAX = 20;
/** What somebody who never agreed lets be asked of them: this once. */
const ONCE = { willing: false, asksADay: 1, hours: null };

/** Whom: one by name, somebody who volunteered for a topic, or whoever is likely to know. */
type Whom = { to: StaffId } | { topic: string } | null;

/** What whoever asked is told; `buttons`: whom they could ask instead. */
export interface Asking {
  words: string;
  buttons: ButtonView[];
}

/** Asks one person about an enquiry. @returns what whoever asked is told; null where that was done before */
export async function askExpert(
  parts: Parts,
  enquiryId: EnquiryId,
  by: Staff,
  whom: Whom,
  note: string | null = null,
): Promise<Asking | null> {
  const found: { said: Asking | null } = { said: null };
  const recorded = await parts.recorder.change(enquiryId, async ({ enquiry, now }): Promise<Plan> => {
    if (hasEnded(enquiry)) {
      found.said = { words: ASKING.ended, buttons: [] };
      return { events: [] };
    }
    const chosen = await choose(parts, enquiry, by, whom, now);
    const written = note && clampText(cleanText(note).trim(), NOTE_CHARS_MAX).text;
    const asked =
      'words' in chosen ? null : await asking(parts, enquiry, chosen, { by: by.id, note: written || null, now });
    if ('words' in chosen || !asked) {
      found.said = 'words' in chosen ? chosen : { words: ASKING.notNow(chosen.name), buttons: [] };
      // Said in the thread once, for everybody who looks at it.
      const said = found.said.words === ASKING.nobody && !(await nobodyWasSaid(parts, enquiryId));
      return { events: said ? [{ type: 'NobodyKnows' }] : [] };
    }
    found.said = { words: ASKING.asked(chosen.name), buttons: [] };
    return { events: [{ type: 'ExpertAsked', by: by.id, until: asked.until }], ops: asked.ops };
  });
  return recorded.ok ? found.said : { words: ASKING.ended, buttons: [] };
}

/** The card is everybody's, so their own name may stand on it for them, too: what they need then is the enquiry. */
function claimButton({ kinds }: Parts, { id, ownerId, channelKind }: Enquiry): ButtonView[] {
  if (ownerId !== null || !kinds.of(channelKind).answerable) return [];
  return [button('enquiry.claim', ASKING.claim, id, 'primary')];
}

/** The person, or why they are not asked. */
async function choose(parts: Parts, enquiry: Enquiry, by: Staff, whom: Whom, now: Instant): Promise<Staff | Asking> {
  const { store, hours } = parts;
  const roll = await rollOf(store, now);
  const refused = (words: string): Asking => ({ words, buttons: [] });
  const asks = await store.asksOf(enquiry.id);
  if (whom && 'to' in whom) {
    const person = roll.staff.find(each => each.id === whom.to);
    if (!person) return refused(ASKING.nobody);
    if (person.id === by.id) {
      const [buttons, owner] = [claimButton(parts, enquiry), roll.staff.find(each => each.id === enquiry.ownerId)];
      return { words: ASKING.yourself(owner?.name ?? null, buttons.length > 0), buttons };
    }
    if (person.id === enquiry.ownerId) return refused(ASKING.owns(person.name));
    const before = asks.find(each => each.staffId === person.id);
    // That it went on from them is nobody's business.
    if (before) return refused(before.state === 'over' ? ASKING.notNow(person.name) : ASKING.already(person.name));
    const { all, ready } = await knowersOf(parts, enquiry, [by.id]);
    const knows = ({ staffId }: Knower) => staffId === person.id;
    // By hand, whoever volunteered for anything may be asked; others only for what they resolved.
    const offered = all.some(knows) || roll.volunteers.some(each => each.id === person.id && each.willing);
    if (offered && mayBeAsked(person, roll, hours, now)) return person;
    const others = ready.flatMap(({ staffId }) => roll.staff.find(each => each.id === staffId) ?? []).slice(0, 2);
    const notNow = ASKING.notNow(person.name);
    return others.length
      ? { words: `${notNow} ${ASKING.others}`, buttons: askButtons(enquiry, others) }
      : refused(notNow);
  }
  const not = new Set<StaffId>([
    by.id,
    ...asks.map(each => each.staffId),
    ...(enquiry.ownerId ? [enquiry.ownerId] : []),
  ]);
  if (whom) {
    const ofTopic = new Set(
      roll.topics.filter(each => each.wanted && each.topic === whom.topic).map(each => each.staffId),
    );
    const before = askedBefore(roll);
    const [person] = roll.staff
      .filter(each => ofTopic.has(each.id) && !not.has(each.id) && mayBeAsked(each, roll, hours, now))
      .toSorted((a, b) => (before.get(a.id)?.times ?? 0) - (before.get(b.id)?.times ?? 0));
    return person ?? refused(ASKING.nobody);
  }
  const [best] = (await knowersOf(parts, enquiry, [by.id])).ready;
  return roll.staff.find(each => each.id === best?.staffId) ?? refused(ASKING.nobody);
}

/**
 * The rows of one ask, and when it goes on: within their own hours, after some minutes in which somebody is there.
 * @returns null where somebody else was faster, and they may not be asked any more
 */
async function asking(
  { store, workspaceId, calendar, hours }: Parts,
  enquiry: Enquiry,
  person: Staff,
  { by, note, now }: { by: StaffId; note: string | null; now: Instant },
): Promise<{ ops: Op[]; until: Instant } | null> {
  const { id: staffId } = person;
  // Its version is read before the asks are counted: whatever is asked after that makes this commit conflict.
  const own = await store.volunteer(staffId);
  if (!mayBeAsked(person, await rollOf(store, now), hours, now)) return null;
  const limit = calendar.openAfter(enquiry.channelKind, now, ANSWER_WITHIN) ?? now + ANSWER_WITHIN;
  const until = Math.max(askableUntil(own?.hours ?? null, hours, now, limit), now + MINUTE);
  const row: AskRow = {
    ...{ id: `${enquiry.id}:${staffId}`, workspaceId, version: 1, enquiryId: enquiry.id, staffId, byId: by },
    ...{ state: 'open', askedAt: now, endsAt: until, note, thankedAt: null },
  };
  // Whoever asks them at the same moment, in whatever enquiry, decides again: the limit of a day holds.
  const counted: Op = own
    ? { do: 'update', table: 'volunteers', id: staffId, set: { version: own.version + 1 }, expect: own.version }
    : { do: 'insert', table: 'volunteers', row: { id: staffId, workspaceId, version: 1, ...ONCE } };
  return { ops: [counted, { do: 'insert', table: 'asks', row }], until };
}

async function nobodyWasSaid({ store }: Parts, enquiryId: EnquiryId): Promise<boolean> {
  const last = (await store.events(enquiryId)).findLast(
    ({ event }) => event.type === 'NobodyKnows' || event.type === 'ExpertAsked',
  );
  return last?.event.type === 'NobodyKnows';
}

/** "Not me": the next one is asked. Nobody else is told, and nothing says afterwards that they did not want to. */
export async function decline(parts: Parts, asked: EnquiryId, staff: Staff): Promise<void> {
  const enquiryId = await goesOnIn(parts.store, asked);
  const ask = await parts.store.askOf(enquiryId, staff.id);
  if (ask?.state === 'open') await passOn(parts, ask);
  // Pressed on a card that stood there since before: it says now how things are.
  else await parts.recorder.enqueue([showJob(enquiryId)]);
}

/** Whoever had their time and has not answered is followed by the next one. */
export async function goOnAsking(parts: Parts, asked: EnquiryId): Promise<void> {
  const now = parts.clock.now();
  const enquiryId = await goesOnIn(parts.store, asked);
  for (const ask of await parts.store.asksOf(enquiryId))
    if (ask.state === 'open' && ask.endsAt <= now) await passOn(parts, ask);
}

/** Ends an ask without an answer, and asks the next one in the same commit; with nobody left the thread says so. */
export async function passOn(parts: Parts, given: AskRow): Promise<void> {
  const { store, recorder, clock } = parts;
  for (let i = 0; i < TRIES_MAX; i++) {
    const enquiryId = await goesOnIn(store, given.enquiryId);
    const [ask, enquiry] = await Promise.all([store.askOf(enquiryId, given.staffId), store.enquiry(enquiryId)]);
    if (ask?.state !== 'open' || !enquiry) return;
    const over: Op = {
      ...{ do: 'update', table: 'asks', id: ask.id, set: { state: 'over', version: ask.version + 1 } },
      expect: ask.version,
    };
    const now = clock.now();
    const next = hasEnded(enquiry) ? null : await nextOf(parts, enquiry, ask);
    if (next) {
      const asked = await asking(parts, enquiry, next, { by: ask.byId, note: ask.note, now });
      if (!asked) continue;
      const later = job('expert.next', nextKey(enquiryId), { enquiryId }, { runAt: asked.until });
      if ((await recorder.enqueue([showJob(enquiryId), later], [over, ...asked.ops])).ok) return;
      continue;
    }
    const others = (await store.asksOf(enquiryId)).filter(each => each.id !== ask.id);
    const isLast = !hasEnded(enquiry) && !others.some(each => each.state === 'open' || hasHelped(each));
    if (!isLast) {
      if ((await recorder.enqueue([showJob(enquiryId)], [over])).ok) return;
      continue;
    }
    const recorded = await recorder.change(enquiryId, async () => {
      const still = await store.askOf(enquiryId, ask.staffId);
      return still?.version === ask.version ? { events: [{ type: 'NobodyKnows' }], ops: [over] } : { events: [] };
    });
    await recorder.enqueue([showJob(enquiryId)]);
    // Somebody answered meanwhile.
    if (!recorded.ok || recorded.events.length === 0) return;
    // Whoever asked waits for it, and the thread may be far from what they are looking at.
    const asker = await store.staff(ask.byId);
    if (asker) await tell(parts, enquiryId, asker.deskRef, noticeView(ASKING.noneLeft), askedKey(enquiryId));
    return;
  }
  throw new Error('Too many ask the same experts at once. It is tried again.');
}

async function nextOf(parts: Parts, enquiry: Enquiry, ask: AskRow): Promise<Staff | null> {
  const [best] = (await knowersOf(parts, enquiry, [ask.byId])).ready;
  return best ? parts.store.staff(best.staffId) : null;
}

function showJob(enquiryId: EnquiryId): NewJob {
  return job('expert.show', expertKey(enquiryId), { enquiryId });
}
