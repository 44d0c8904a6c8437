/** What the house offers a channel with live customers: expected answer times, typing, leaving, ratings, files. */

import { hoursOf } from '../core/calendar.ts';
import { decide } from '../core/decide.ts';
import type { Enquiry, EnquiryCommand } from '../core/enquiry.ts';
import { isOpen, nextOpening, type OpeningHours } from '../core/hours.ts';
import { type DurationMs, type Instant, SECOND } from '../core/time.ts';
import { shownLabel } from '../desk/shown-name.ts';
import type { Desk } from '../ports/desk.ts';
import { answerLane, job } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { ChannelRow } from '../ports/rows.ts';
import type { Watching } from '../ports/watching.ts';
import { followMerges } from '../posting/merges.ts';
import { mailboxFor } from './fall-back.ts';

/** Whether it is open is reckoned on the wall clock of the zone; thousands ask at once, also by when they hear back. */
const OPEN_KNOWN_FOR: DurationMs = 5 * SECOND;

/** What can be said to all who ask within some seconds. */
interface Expecting {
  at: Instant;
  hours: OpeningHours;
  open: boolean;
  opensAt: Instant | null;
  by: Promise<Instant | null>;
}
/** The newest incidents: nobody lets more of them last at once. */
const INCIDENTS_MAX = 50;

/** Ratings of one resolution. */
const RATINGS_MAX = 5;

/** The line of an incident that lasts, for visitors of this channel; of several the newest. Null for none. */
function makeNotice({ store }: Parts, { id }: ChannelRow): (now: Instant) => Promise<string | null> {
  let known: { at: Instant; words: string | null } | null = null;
  return async now => {
    if (known && Math.abs(now - known.at) <= OPEN_KNOWN_FOR) return known.words;
    const all = await store.gatherings('incident', INCIDENTS_MAX);
    const found = all.find(
      each => each.state === 'lasting' && each.notice !== null && (each.sites === null || each.sites.includes(id)),
    );
    known = { at: now, words: found?.notice ?? null };
    return known.words;
  };
}

export function makeWatching(parts: Parts, desk: Desk, row: ChannelRow): Watching {
  const { store, clock, recorder } = parts;
  let opened: Expecting | null = null;

  const notice = makeNotice(parts, row);
  const enquiryOf = async (from: string): Promise<Enquiry | null> => {
    const identity = await store.identityByAddress(row.kind, from);
    const newest = identity && (await store.newestEnquiryOf(identity.id, row.id));
    return newest && followMerges(store, newest);
  };
  const command = async (enquiry: Enquiry, asked: EnquiryCommand) => {
    const recorded = await recorder.change(enquiry.id, ({ enquiry: now, replies, now: at }) => {
      const decision = decide(now, replies, asked, at);
      return decision.ok ? { events: decision.events, replies } : decision;
    });
    return recorded.ok;
  };

  return {
    expected: async () => {
      const now = clock.now();
      const hours = hoursOf(parts.hours, row.kind);
      if (!opened || opened.hours !== hours || Math.abs(now - opened.at) > OPEN_KNOWN_FOR) {
        const open = isOpen(hours, now);
        const by = parts.promises.told(row).then(each => each.by);
        opened = { at: now, hours, open, opensAt: open ? null : nextOpening(hours, now), by };
        // What could not be read is asked for again.
        by.catch(() => {
          opened = null;
        });
      }
      const { open, opensAt, by } = opened;
      const [told, hears] = await Promise.all([notice(now), by]);
      return { open, opensAt, by: hears, ...(told === null ? {} : { notice: told }) };
    },
    typing: async from => {
      const enquiry = desk.typing ? await enquiryOf(from) : null;
      const thread = enquiry && (await store.thread(enquiry.id));
      if (!enquiry || !thread) return;
      const [customer, identity] = await Promise.all([
        store.customer(enquiry.customerId),
        store.identity(enquiry.identityId),
      ]);
      if (customer && identity) desk.typing?.(thread.ref, shownLabel(customer, identity, parts.kinds));
    },
    left: async from => {
      const enquiry = await enquiryOf(from);
      if (enquiry) await command(enquiry, { do: 'leave' });
    },
    rate: async (from, of, score) => {
      const enquiry = await enquiryOf(from);
      if (!enquiry) return false;
      const before = (await store.events(enquiry.id)).flatMap(({ event }) =>
        event.type === 'CustomerRated' && event.of === of ? [event.score] : [],
      );
      // More changes of mind than this are not ratings.
      if (before.length >= RATINGS_MAX) return false;
      return command(enquiry, { do: 'rate', score, of, was: before.at(-1) ?? null });
    },
    standing: async from => (await store.identityByAddress(row.kind, from))?.standing ?? null,
    hasMailbox: async from => {
      const enquiry = await enquiryOf(from);
      return enquiry !== null && (await mailboxFor(parts, enquiry)) !== null;
    },
    file: async id => {
      const found = await store.attachment(id);
      return found?.content && !found.withheld ? { name: found.name, type: found.type, content: found.content } : null;
    },
    sendTranscript: async from => {
      const enquiry = await enquiryOf(from);
      const mailbox = enquiry && (await mailboxFor(parts, enquiry));
      if (!enquiry || !mailbox) return false;
      const at = clock.now();
      const lane = answerLane(mailbox.id);
      await recorder.enqueue([
        job('transcript.send', `transcript:${enquiry.id}`, { enquiryId: enquiry.id, at }, { lane }),
      ]);
      return true;
    },
  };
}
