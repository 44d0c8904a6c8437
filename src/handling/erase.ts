/**
 * Erases a customer in small steps, each of which may be done again: whoever dies in between is followed by whoever takes
 * the job next. What is done to each table is written down in docs/decisions/030-erase.md.
 */

import { refuse } from '../core/enquiry.ts';
import { decideErase } from '../core/erasure.ts';
import type { CustomerId, EnquiryId, ErasureId, MessageId, StaffId } from '../core/ids.ts';
import { type DurationMs, type Instant, SECOND } from '../core/time.ts';
import { ERASE } from '../desk/erase-words.ts';
import { auditOps } from '../ports/audit.ts';
import type { Desk } from '../ports/desk.ts';
import type { Erasing, Stepped } from '../ports/erasure.ts';
import { ERASURE_STEPS, type ErasureRow } from '../ports/erasure-rows.ts';
import { DESK_ATTEMPTS_MAX, job } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { NewJob, Op } from '../ports/store.ts';
import type { PrivateView } from '../ports/views.ts';
import { dayOfErasure } from '../posting/card.ts';
import { eraseFromDesk } from '../posting/erased.ts';
import { splitEnquiry } from './merge.ts';

/** After so long others have their turn, and the progress is told. */
const IN_ONE_GO: DurationMs = SECOND;
/** A reply on the wire, or somebody who reads the whole database. */
const WAIT: DurationMs = 2 * SECOND;
const NOBODY = 'erased' as StaffId;

interface EraseRun {
  parts: Parts;
  erasing: Erasing;
  /** Where the progress is shown to whoever asked; absent where it is told in another way. */
  desk?: Pick<Desk, 'showAlone'>;
}

/** In one place, from the preview to how it went. */
export function eraseKey(customerId: CustomerId): string {
  return `erase:${customerId}`;
}

export function eraseNotice(words: string, hints: string[] = []): PrivateView {
  return { words, quote: null, hints, buttons: [], tone: 'notice', post: null };
}

/** One erasure to a customer: whoever asks twice asks for the same one. */
function erasureOf(customerId: CustomerId): ErasureId {
  return `erase_${customerId.replace(/^cust_/, '')}` as ErasureId;
}

/**
 * Writes down that it is to be done, and takes name and addresses from the customer in the same commit: whoever writes from
 * there now is somebody new.
 * @param by null from the command line
 */
export async function beginErase(
  { parts, erasing }: Pick<EraseRun, 'parts' | 'erasing'>,
  customerId: CustomerId,
  by: StaffId | null,
  /** Of one that was erased before, in another database: what stands on the list. */
  listed?: { identities: ErasureRow['identities']; at: Instant },
): Promise<ErasureRow> {
  const { store, workspaceId, clock, recorder } = parts;
  const id = erasureOf(customerId);
  const there = await erasing.erasure(id);
  if (there) return there;
  const own = (await store.identitiesOf(customerId)).map(each => each.id);
  const row: ErasureRow = {
    id,
    workspaceId,
    version: 1,
    customerId,
    identities: [...new Set([...own, ...(listed?.identities ?? [])])],
    byId: by,
    step: 'close',
    place: '',
    marks: await erasing.marks(customerId),
    numbers: await erasing.numbers(customerId),
    stays: [],
    askedAt: listed?.at ?? clock.now(),
    doneAt: null,
  };
  await erasing.list(row);
  const via = listed ? 'service' : by ? 'desk' : 'cli';
  const ops: Op[] = [
    { do: 'insert', table: 'erasures', row },
    ...erasing.anonymous(row, await erasing.joinedInto(customerId, row.identities)),
    ...auditOps(parts, { act: 'erase', by, via, about: customerId }),
  ];
  await recorder.enqueue([goesOn(id)], ops);
  parts.log.info({ erasure: id, by, ...row.numbers }, 'A customer is being erased.');
  return (await erasing.erasure(id)) ?? row;
}

/** A person who asked to be forgotten waits for it: it is tried for as long as what a desk must show. */
function goesOn(id: ErasureId): NewJob {
  return job('customer.erase', id, { erasureId: id }, { attemptsMax: DESK_ATTEMPTS_MAX });
}

/** What was begun and not ended is gone on with, also where its job was given up; one that is done twice ends at once. */
export async function eraseUnfinished({ recorder }: Parts, erasing: Pick<Erasing, 'unfinished'>): Promise<void> {
  const ids = await erasing.unfinished();
  if (ids.length) await recorder.enqueue(ids.map(goesOn));
}

/** A database from before an erasure was put in place: everybody who stands on the list beside it is erased again. */
export async function eraseListed(parts: Parts, erasing: Erasing): Promise<ErasureRow[]> {
  const begun: ErasureRow[] = [];
  for (const { customer, identities, at } of await erasing.listed()) {
    if ((await erasing.erasure(erasureOf(customer))) || !(await parts.store.customer(customer))) continue;
    await erasing.gather({ customerId: customer, identities });
    begun.push(await beginErase({ parts, erasing }, customer, null, { identities, at: Date.parse(at) }));
  }
  return begun;
}

/** Goes on for a while. @returns when to go on; null when it is done */
export async function eraseOn(run: EraseRun, id: ErasureId): Promise<Instant | null> {
  const { clock } = run.parts;
  const began = clock.elapsed();
  let shown: string | null = null;
  while (clock.elapsed() - began < IN_ONE_GO) {
    const row = await run.erasing.erasure(id);
    if (!row) return null;
    // Whoever asked could not be told when it was done: the same words are shown once.
    if (row.step === 'done') return tellDone(run, row);
    if (shown !== row.step) await tellStep(run, row);
    shown = row.step;
    const again = await goOn(run, row);
    if (again !== null) return again;
  }
  return clock.now();
}

/** One step, and where it goes on. @returns when to try again; null when it is done */
async function goOn(run: EraseRun, row: ErasureRow): Promise<Instant | null> {
  const { parts } = run;
  const stays = row.stays.map(each => ({ ...each }));
  const stepped = await STEPS[row.step](run, row, stays);
  if ('again' in stepped) return parts.clock.now() + WAIT;
  const isLast = 'done' in stepped;
  const step = isLast ? ERASURE_STEPS[ERASURE_STEPS.indexOf(row.step) + 1]! : row.step;
  const place = isLast ? '' : stepped.place;
  // Before the database is cleaned, so that nothing says any more who it was.
  const forgets = step === 'file' ? { marks: null, numbers: await withNews(parts, row) } : {};
  const later = 'later' in stepped ? { numbers: { ...row.numbers, [stepped.later]: true } } : {};
  const doneAt = step === 'done' ? parts.clock.now() : null;
  const set = { step, place, stays, version: row.version + 1, doneAt, ...forgets, ...later };
  const { ok } = await parts.store.commit([{ do: 'update', table: 'erasures', id: row.id, expect: row.version, set }]);
  if (!ok || step !== 'done') return null;
  parts.log.info({ erasure: row.id, by: row.byId, ...row.numbers }, 'A customer was erased.');
  await tellDone(run, { ...row, ...set });
  return null;
}

type Step = (
  run: EraseRun,
  row: ErasureRow,
  stays: ErasureRow['stays'],
) => Promise<Stepped | { done: true; later: 'later' } | { place: string; later: 'deskLater' } | { again: true }>;

const STEPS: Record<ErasureRow['step'], Step> = {
  close: closeNext,
  words: ({ erasing }, row) => erasing.words(row),
  desk: ({ parts, erasing }, row, stays) => eraseFromDesk(parts, erasing, row, stays),
  others: ({ erasing }, row) => erasing.others(row),
  shelf: ({ erasing }, row) => erasing.shelf(row),
  file: async ({ erasing }, row) => {
    const outcome = await erasing.file(row);
    if (outcome === 'busy') return { again: true };
    return outcome === 'later' ? { done: true, later: 'later' } : { done: true };
  },
  done: async () => ({ done: true }),
};

/** Ends one enquiry after another: what is held is withdrawn, and what came meanwhile is set apart. */
async function closeNext({ parts, erasing }: EraseRun, row: ErasureRow): Promise<Stepped | { again: true }> {
  const [id] = await erasing.enquiriesAfter(row.customerId, row.place, 1);
  if (!id) return { done: true };
  const late = await erasing.cameAfter(id, row.askedAt);
  if (late.length && (await setApart(parts, id, late, row.byId ?? NOBODY))) return { place: id };
  const recorded = await parts.recorder.change(id, ({ enquiry, replies, now: _ }) => {
    const decision = decideErase(enquiry, replies, row.byId);
    return decision.ok ? { events: decision.events, replies } : refuse('reply-in-flight');
  });
  if (!recorded.ok && recorded.refusal === 'reply-in-flight') return { again: true };
  parts.history.forget([id]);
  parts.drafting?.memory.forget(id);
  return { place: id };
}

/**
 * What was on its way in when it was asked for belongs to somebody new. @returns whether the whole enquiry does: then it stays
 */
async function setApart(parts: Parts, id: EnquiryId, late: readonly MessageId[], by: StaffId): Promise<boolean> {
  const { store, recorder, ids, workspaceId } = parts;
  const incoming = (await store.messages(id)).filter(each => each.direction === 'in');
  const whole = incoming.length === late.length;
  if (!whole) await splitEnquiry(parts, id, [...late], by);
  const first = await store.message(late[0]!);
  if (!first?.from || (!whole && first.enquiryId === id)) return false;
  const { address, name } = first.from;
  await recorder.change(first.enquiryId, async ({ enquiry, now }) => {
    const known = await store.identityByAddress(enquiry.channelKind, address);
    const customer = { id: ids.make('customer'), workspaceId, name, createdAt: now };
    const fresh = {
      ...{ id: ids.make('identity'), workspaceId, customerId: customer.id },
      ...{ channelKind: enquiry.channelKind, address, createdAt: now },
    };
    const ops: Op[] = known
      ? []
      : [
          { do: 'insert', table: 'customers', row: customer },
          { do: 'insert', table: 'identities', row: fresh },
        ];
    const { customerId, id: identity } = known ?? fresh;
    return { events: [{ type: 'OpenedFor', by, customer: customerId, identity }], ops };
  });
  return whole;
}

/** Did somebody write from there meanwhile? */
async function withNews({ store }: Parts, { marks, numbers }: ErasureRow): Promise<ErasureRow['numbers']> {
  for (const address of marks?.addresses ?? []) {
    const [found] = (await store.findCustomers(address, 1)).filter(
      each => each.identity.address.toLowerCase() === address,
    );
    const [enquiry] = found ? await store.enquiriesOfCustomer(found.customer.id, 1) : [];
    if (enquiry) return { ...numbers, again: enquiry.number };
  }
  return numbers;
}

async function tell({ parts, desk }: EraseRun, row: ErasureRow, words: string, hints: string[] = []): Promise<void> {
  const staff = row.byId ? await parts.store.staff(row.byId) : null;
  if (!desk || !staff) return;
  await desk.showAlone(staff.deskRef, eraseNotice(words, hints), eraseKey(row.customerId));
}

/** How far it is. A desk that is away keeps nothing from being erased. */
async function tellStep(run: EraseRun, row: ErasureRow): Promise<void> {
  try {
    await tell(run, row, ERASE.step(row.step));
  } catch (error) {
    run.parts.log.debug({ erasure: row.id, error: String(error) }, 'How far an erasure is could not be shown.');
  }
}

async function tellDone(run: EraseRun, row: ErasureRow): Promise<null> {
  const [words, ...hints] = await doneLines(run.parts, row);
  await tell(run, row, words!, hints);
  return null;
}

/** How it went, in lines: numbers, and what is left where nobody but a person can delete it. */
export async function doneLines({ store, calendar }: Parts, row: ErasureRow): Promise<string[]> {
  const left = row.stays.reduce((sum, each) => sum + each.n, 0);
  const where = await store.enquiriesById(row.stays.map(each => each.enquiryId));
  const { again, later, deskLater } = row.numbers;
  return [
    ERASE.done(row.numbers, dayOfErasure({ calendar }, row.doneAt ?? row.askedAt)),
    ...(again === undefined ? [] : [ERASE.again(again)]),
    ...(left
      ? [
          ERASE.left(
            left,
            where.map(each => `#${each.number}`),
          ),
        ]
      : []),
    ...(deskLater ? [ERASE.deskLater] : []),
    ...(later ? [ERASE.later] : []),
    ERASE.ofYours,
  ];
}
