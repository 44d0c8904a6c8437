/**
 * The automatic first answer: received, and a person will answer. Off unless the admin switched it on. At most one to an
 * address in a day and few to a domain in an hour, whatever the headers say: two auto-responders must not loop.
 */
import { hoursOf } from '../core/calendar.ts';
import { type Language, textsIn, whenIn } from '../core/customer-texts/texts.ts';
import { isOpen, nextOpening, type OpeningHours } from '../core/hours.ts';
import type { EnquiryId } from '../core/ids.ts';
import { DAY, type DurationMs, HOUR, type Instant } from '../core/time.ts';
import type { Parts } from '../ports/parts.ts';
import { mayMachineSpeak, sayByMachine, whoWrote } from '../posting/by-machine.ts';

/** One automatic reply is polite, a second one is noise. */
const PER_ADDRESS: DurationMs = DAY;
/** Many auto-responders at one company are still one loop. */
const PER_DOMAIN_MAX = 5;
const PER_DOMAIN_WITHIN: DurationMs = HOUR;

const OWNER = 'automation';

export async function acknowledge(parts: Parts, enquiryId: EnquiryId): Promise<void> {
  const { store, clock } = parts;
  const enquiry = await store.enquiry(enquiryId);
  const wanted = enquiry && parts.automatic(enquiry.channelKind);
  const channel = enquiry && parts.channel(enquiry.channelId);
  if (!enquiry || !wanted || !channel || !mayMachineSpeak(channel)) return;
  const known = await whoWrote(parts, enquiry);
  // A person was faster.
  if (!known || known.messages.some(each => each.direction === 'out')) return;
  const { identity, customer, name, first, language } = known;
  const now = clock.now();
  if (!(await mayAnswer(parts, identity.address, now))) return;
  const text =
    typeof wanted === 'string' ? wanted : wordsFor(language, hoursOf(parts.hours, enquiry.channelKind), name, now);
  await sayByMachine(parts, {
    enquiry,
    channel,
    identity,
    customer,
    about: first,
    language,
    text,
    events: () => [{ type: 'AnsweredByMachine' }],
  });
}

/** Claims the slot before answering: of two processes one gets it. */
async function mayAnswer({ store }: Parts, address: string, now: Instant): Promise<boolean> {
  const shelf = store.shelf(OWNER);
  const last = (await shelf.get('addresses', address))?.value as { at: Instant } | undefined;
  if (last && now - last.at < PER_ADDRESS) return false;
  const domain = address.slice(address.lastIndexOf('@') + 1);
  const recent = (((await shelf.get('domains', domain))?.value as Instant[] | undefined) ?? []).filter(
    at => now - at < PER_DOMAIN_WITHIN,
  );
  if (recent.length >= PER_DOMAIN_MAX) return false;
  const { fresh } = await shelf.append('addresses', address, { at: now });
  // A record that is older than ours is taken over by one only.
  if (!fresh && (!last || !(await shelf.replace('addresses', address, { at: now }, now)))) return false;
  await shelf.put('domains', domain, [...recent, now]);
  return true;
}

function wordsFor(language: Language, hours: OpeningHours, name: string | null, now: Instant): string {
  const opens = isOpen(hours, now) ? null : nextOpening(hours, now);
  const say = textsIn(language);
  return [
    name ? say('helloName', { name }) : say('hello'),
    say('arrived'),
    ...(opens ? [say('closed', { when: whenIn(language, hours.timezone, opens, now) })] : []),
    say('automatic'),
  ].join('\n\n');
}
