/**
 * The automatic first answer: received, a person will answer, and by when most people hear back. Off unless the admin switched it on. At most one to an
 * address in a day and few to a domain in an hour, whatever the headers say: two auto-responders must not loop.
 */
import { hoursOf } from '../core/calendar.ts';
import { hearBackIn, type Language, textsIn, whenIn } from '../core/customer-texts/texts.ts';
import type { Enquiry } from '../core/enquiry.ts';
import { isOpen, nextOpening, type OpeningHours } from '../core/hours.ts';
import type { EnquiryId } from '../core/ids.ts';
import { DAY, type DurationMs, HOUR, type Instant } from '../core/time.ts';
import { forgetOld, timeIn } from '../ports/forgetting.ts';
import type { Parts } from '../ports/parts.ts';
import { mayMachineSpeak, sayByMachine, whoWrote } from '../posting/by-machine.ts';
import { helpfulArticle } from './helpful-article.ts';

/** One automatic reply is polite, a second one is noise. */
const PER_ADDRESS: DurationMs = DAY;
/** Many auto-responders at one company are still one loop. */
const PER_DOMAIN_MAX = 5;
const PER_DOMAIN_WITHIN: DurationMs = HOUR;

/** Longer than any of these is looked at. */
const REMEMBERED: DurationMs = 2 * DAY;

const OWNER = 'automation';
const ADDRESSES = 'addresses';
const DOMAINS = 'domains';

export async function acknowledge(parts: Parts, enquiryId: EnquiryId): Promise<void> {
  const { store, clock } = parts;
  const enquiry = await store.enquiry(enquiryId);
  const wanted = enquiry && parts.automatic(enquiry.channelKind);
  const channel = enquiry && parts.channel(enquiry.channelId);
  if (enquiry && parts.kinds.of(enquiry.channelKind).live) return noteShown(parts, enquiry);
  if (!enquiry || !wanted || !channel || !mayMachineSpeak(channel)) return;
  const known = await whoWrote(parts, enquiry);
  // A person was faster.
  if (!known || known.messages.some(each => each.direction === 'out')) return;
  const { identity, customer, name, first, language } = known;
  const now = clock.now();
  if (!(await mayAnswer(parts, identity.address, now))) return;
  // Words of the shop's own are sent as they are, and promise nothing of ours.
  const by = typeof wanted === 'string' ? null : await hearsBackBy(parts, enquiry);
  const hours = hoursOf(parts.hours, enquiry.channelKind);
  const text = typeof wanted === 'string' ? wanted : wordsFor(language, hours, { name, by, now });
  const article = await helpfulArticle(parts, enquiry, known);
  await sayByMachine(parts, {
    enquiry,
    channel,
    identity,
    customer,
    about: first,
    language,
    text: article ? `${text}\n\n${article.words}` : text,
    // What was told is kept with that it was: stats say whether it came true.
    events: () => [{ type: 'AnsweredByMachine', ...(by === null ? {} : { by }) }, ...(article ? [article.event] : [])],
    ops: article ? [article.op] : [],
  });
}

/** A customer who watches sees beside the chat by when most people hear back: what stood there when they wrote stands. */
async function noteShown(parts: Parts, { id, channelId, channelKind }: Enquiry): Promise<void> {
  const by = await hearsBackBy(parts, { channelId, channelKind });
  if (by === null) return;
  await parts.recorder.change(id, async ({ enquiry: now }) => ({
    events: now.firstResponseAt === null ? [{ type: 'AnsweredByMachine', by, shown: true }] : [],
  }));
}

/** Claims the slot before answering: of two processes one gets it. */
async function mayAnswer({ store }: Parts, address: string, now: Instant): Promise<boolean> {
  const shelf = store.shelf(OWNER);
  const last = (await shelf.get(ADDRESSES, address))?.value as { at: Instant } | undefined;
  if (last && now - last.at < PER_ADDRESS) return false;
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const recent = (((await shelf.get(DOMAINS, domain))?.value as Instant[] | undefined) ?? []).filter(
    at => now - at < PER_DOMAIN_WITHIN,
  );
  if (recent.length >= PER_DOMAIN_MAX) return false;
  const { fresh } = await shelf.append(ADDRESSES, address, { at: now });
  // A record that is older than ours is taken over by one only.
  if (!fresh && (!last || !(await shelf.replace(ADDRESSES, address, { at: now }, now)))) return false;
  await shelf.put(DOMAINS, domain, [...recent, now]);
  return true;
}

/** Forgets who was answered long ago: else there would be a record for each address that ever wrote. */
export async function forgetAnswered({ store, clock }: Pick<Parts, 'store' | 'clock'>): Promise<void> {
  const shelf = store.shelf(OWNER);
  const before = clock.now() - REMEMBERED;
  await forgetOld(shelf, ADDRESSES, { before, at: timeIn });
  await forgetOld(shelf, DOMAINS, { before, at: value => timeIn((value as Instant[]).at(-1) ?? 0) });
}

/** What cannot be read now is not told: the customer hears that it arrived all the same. */
async function hearsBackBy(
  { promises, log }: Parts,
  { channelId, channelKind }: Pick<Enquiry, 'channelId' | 'channelKind'>,
): Promise<Instant | null> {
  try {
    return (await promises.told({ id: channelId, kind: channelKind })).by;
  } catch (error) {
    log.warn(
      { error: String(error) },
      'How long answers take could not be read; the automatic answer does not say it.',
    );
    return null;
  }
}

interface Said {
  /** What the customer is called; null where only their address is known. */
  name: string | null;
  /** When most people hear back; null: not known well enough. */
  by: Instant | null;
  now: Instant;
}

function wordsFor(language: Language, hours: OpeningHours, { name, by, now }: Said): string {
  const opens = isOpen(hours, now) ? null : nextOpening(hours, now);
  const say = textsIn(language);
  return [
    name ? say('helloName', { name }) : say('hello'),
    say('arrived'),
    ...(opens ? [say('closed', { when: whenIn(language, hours.timezone, opens, now) })] : []),
    ...(by ? [hearBackIn(language, hours.timezone, by, now)] : []),
    say('automatic'),
  ].join('\n\n');
}
