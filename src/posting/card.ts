/** Posts an enquiry's root card, or refreshes it; the card always shows the current state. */
import { dayOf } from '../core/days.ts';
import type { Enquiry } from '../core/enquiry.ts';
import type { EnquiryId } from '../core/ids.ts';
import { makeTurns } from '../core/in-turn.ts';
import { isToUs } from '../core/message.ts';
import { everybodyIn, mayRead } from '../core/readers.ts';
import type { Instant } from '../core/time.ts';
import { cardView, EARLIER_MAX } from '../desk/cards.ts';
import { dayWords } from '../desk/dates.ts';
import { emptiedCard, erasedCard } from '../desk/erased-card.ts';
import { type Desk, Overtaken } from '../ports/desk.ts';
import { cardKey, job } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow } from '../ports/rows.ts';
import type { CardView } from '../ports/views.ts';
import { answeringOf } from './answering.ts';
import { countIfUnseen } from './bump.ts';
import { helpOf } from './help.ts';
import { othersOpen } from './others-open.ts';
import { shieldHelp } from './shield-help.ts';
import { toneOf } from './tone.ts';
import { whoOf } from './who.ts';

/** Enquiries of a customer that are looked through for earlier ones in the same room. */
const EARLIER_LOOKED_AT = 50;
/** Old threads of an enquiry are found by this kind of name. */
export const OLD_THREAD = 'thread';

/** Posts the card, or has it refreshed. */
export async function showCard(parts: Parts, enquiryId: EnquiryId): Promise<void> {
  if (!(await postCard(parts, enquiryId))) return;
  const { store } = parts;
  const [enquiry, thread] = await Promise.all([store.enquiry(enquiryId), store.thread(enquiryId)]);
  if (enquiry && thread && thread.shownVersion < enquiry.version) await refreshCard(parts, enquiryId);
}

/**
 * Cards are refreshed one after another, whoever wants it: two processes that draw at once would leave on the desk what the
 * slower one read, such as words that their author took back meanwhile.
 * @param anew whatever was noted as shown: it was shown in another thread
 */
export async function refreshCard({ recorder }: Parts, enquiryId: EnquiryId, anew = false): Promise<void> {
  await recorder.enqueue([
    job('card.update', cardKey(enquiryId), { enquiryId, ...(anew ? { anew: true as const } : {}) }),
  ]);
}

/** Brings a card that is there up to date; one that is not there yet will show the truth when it is posted. */
export async function updateCard(parts: Parts, enquiryId: EnquiryId, anew = false): Promise<void> {
  const { store } = parts;
  const [enquiry, thread] = await Promise.all([store.enquiry(enquiryId), store.thread(enquiryId)]);
  if (!enquiry || !thread || (thread.shownVersion >= enquiry.version && !anew)) return;
  const desk = await parts.desk(thread.roomId);
  const since = parts.clock.elapsed();
  const card = await makeCard(parts, enquiry, desk);
  if (!card) return;
  // What was read before a standstill is old by now.
  if (parts.clock.stoodStill?.(since)) return updateCard(parts, enquiryId, true);
  await unlessOvertaken(parts, enquiryId, () => desk.updateCard(thread.ref, card));
  await store.commit([{ do: 'update', table: 'threads', id: enquiryId, set: { shownVersion: enquiry.version } }]);
}

/** Where an older card may stand over a newer one the newest is drawn over both. */
async function unlessOvertaken<T>(parts: Parts, enquiryId: EnquiryId, show: () => Promise<T>): Promise<T> {
  try {
    return await show();
  } catch (error) {
    if (error instanceof Overtaken) await refreshCard(parts, enquiryId, true);
    throw error;
  }
}

/** The rooms' turns of each process that runs here. */
const TURNS = new WeakMap<Parts['recorder'], ReturnType<typeof makeTurns>>();

/**
 * Cards that are made at once are posted in the order in which their jobs began: one takes longer to make than another, such
 * as where past answers are looked through, and an enquiry would stand above an earlier one. They do not wait for each other's posting.
 */
async function inOrder<T>({ recorder }: Parts, { roomId }: Enquiry, making: Promise<T>): Promise<T> {
  // One that fails is told of when its turn has come.
  making.catch(() => {});
  const turns = TURNS.get(recorder) ?? makeTurns();
  TURNS.set(recorder, turns);
  return turns(roomId, () => making);
}

/** @returns whether there is a card now that may have to be refreshed */
async function postCard(parts: Parts, enquiryId: EnquiryId): Promise<boolean> {
  const { store, clock, workspaceId } = parts;
  if (await store.thread(enquiryId)) return true;
  const enquiry = await store.enquiry(enquiryId);
  const room = enquiry && (await store.room(enquiry.roomId));
  if (!enquiry || !room) return false;
  const desk = await parts.desk(enquiry.roomId);
  const anew = await store.setting(anewName(enquiryId));
  const card = await inOrder(parts, enquiry, makeCard(parts, enquiry, desk));
  if (!card) return false;
  const key = anew === null ? `card:${enquiryId}` : `card:${enquiryId}:anew:${anew}`;
  const ref = await unlessOvertaken(parts, enquiryId, () => desk.postCard(room, card, key));
  await store.commit([
    {
      do: 'insert',
      table: 'threads',
      row: { id: enquiryId, workspaceId, roomId: room.id, ref, shownVersion: enquiry.version, saidAt: clock.now() },
    },
  ]);
  await tellArrived(parts, enquiry, card.message.writtenAt);
  await countIfUnseen(parts, enquiry, card.message.writtenAt);
  return true;
}

/** A customer who watches learns that the team's desk shows what they wrote. */
export async function tellArrived(parts: Parts, enquiry: Enquiry, upTo: Instant): Promise<void> {
  const watched = parts.channel(enquiry.channelId)?.watched;
  if (!watched) return;
  try {
    const identity = await parts.store.identity(enquiry.identityId);
    if (identity) await watched.arrived(identity.address, upTo);
  } catch (error) {
    // It is on the desk, which is what counts: a hint to the customer holds nothing up.
    parts.log.warn({ enquiry: enquiry.id, error: String(error) }, 'That a message arrived could not be shown.');
  }
}

/** The thread is gone (somebody deleted its root): the next card of this enquiry is a new post. */
/** @returns how often this has happened to this enquiry */
export async function postAnew({ store, ids, workspaceId }: Parts, enquiryId: EnquiryId): Promise<number> {
  const enquiry = await store.enquiry(enquiryId);
  const thread = await store.thread(enquiryId);
  const before = Number((await store.setting(anewName(enquiryId))) ?? 0);
  if (!enquiry || !thread) return before;
  const id = `${workspaceId}:${anewName(enquiryId)}`;
  const value = before + 1;
  await store.commit([
    { do: 'delete', table: 'threads', where: { id: thread.id, ref: thread.ref } },
    // Whoever still writes there is told where it goes on.
    {
      do: 'insert',
      table: 'refs',
      row: { id: ids.make('event'), workspaceId, kind: OLD_THREAD, ref: thread.ref, enquiryId, replyId: null },
    },
    before === 0
      ? { do: 'insert', table: 'settings', row: { id, workspaceId, value } }
      : { do: 'update', table: 'settings', id, set: { value } },
  ]);
  return value;
}

/** Its thread was deleted, or it was moved: people know of it. */
export async function wasPostedBefore({ store }: Parts, enquiryId: EnquiryId): Promise<boolean> {
  return (await store.setting(anewName(enquiryId))) !== null;
}

function anewName(enquiryId: EnquiryId): string {
  return `card-anew:${enquiryId}`;
}

/** The card as the enquiry is now; null when something of it is gone. */
export async function makeCard(parts: Parts, enquiry: Enquiry, desk: Desk): Promise<CardView | null> {
  const { store } = parts;
  const enquiryId = enquiry.id;
  const [customer, identity, messages, earlier, channel, who] = await Promise.all([
    store.customer(enquiry.customerId),
    store.identity(enquiry.identityId),
    store.messages(enquiryId),
    store.enquiriesOfCustomer(enquiry.customerId, EARLIER_LOOKED_AT),
    store.channel(enquiry.channelId),
    whoOf(parts, enquiry),
  ]);
  // After a merge the messages are elsewhere; the card still shows the one it was opened with.
  const message = messages.find(isToUs) ?? (await firstMessage(parts, enquiryId));
  if (!customer || !identity || !message) return null;
  const here = earlier
    .filter(
      each => each.id !== enquiryId && each.openedAt <= enquiry.openedAt && mayRead(everybodyIn(enquiry.roomId), each),
    )
    .slice(0, EARLIER_MAX);
  const tone = await toneOf(store, message);
  const view = cardView({
    enquiry,
    customer,
    identity,
    message: { ...message, details: asOfNow(message, messages) },
    attachments: await store.attachmentsOf(message.id),
    earlier: here,
    threads: await threadsOf(parts, here),
    open: await othersOpen(parts, enquiry, everybodyIn(enquiry.roomId)),
    channelName: channel?.name ?? enquiry.channelKind,
    kinds: parts.kinds,
    textCharsMax: desk.limits.cardTextCharsMax,
    who,
    answering: await answeringOf(parts, enquiry),
    help: [...(await shieldHelp(parts, enquiry, message, tone)), ...(await helpOf(parts, enquiry))],
    tone,
  });
  if (enquiry.keptDays != null) return emptiedCard(view, enquiry.keptDays);
  return enquiry.erasedAt == null ? view : erasedCard(view, dayOfErasure(parts, enquiry.erasedAt));
}

/** As it is said of what was erased: the day alone. */
export function dayOfErasure({ calendar }: Pick<Parts, 'calendar'>, at: Instant): string {
  return dayWords(dayOf(calendar.timezone, at));
}

/** What changes while they write is shown as the newest message says. */
function asOfNow(shown: MessageRow, messages: readonly MessageRow[]): MessageRow['details'] {
  const said = new Map(
    messages
      .filter(each => each.direction === 'in' && each.from?.address === shown.from?.address)
      .flatMap(each => each.details?.filter(({ newest }) => newest) ?? [])
      .map(each => [each.label, each]),
  );
  const lasting = (shown.details ?? []).filter(({ newest }) => !newest);
  return said.size ? [...lasting, ...said.values()] : (shown.details ?? null);
}

async function threadsOf({ store }: Parts, enquiries: Enquiry[]): Promise<Map<string, string>> {
  const threads = await Promise.all(enquiries.map(each => store.thread(each.id)));
  return new Map(threads.flatMap(each => (each ? [[each.id, each.ref]] : [])));
}

async function firstMessage({ store }: Parts, enquiryId: EnquiryId): Promise<MessageRow | null> {
  const opened = await store.event(enquiryId, 1);
  return opened?.event.type === 'EnquiryOpened' ? store.message(opened.event.message) : null;
}
