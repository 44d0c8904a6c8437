/** The home page of one person: their enquiries and drafts; for admins also the settings. */

import type { Enquiry } from '../core/enquiry.ts';
import { hoursInWords } from '../core/hours.ts';
import { mayRead } from '../core/readers.ts';
import type { Staff } from '../core/staff.ts';
import { DAY, type DurationMs } from '../core/time.ts';
import { DRAFT_WORDS } from '../desk/draft-words.ts';
import { VOLUNTEERING } from '../desk/expert-words.ts';
import {
  answerWords,
  byUrgency,
  channelState,
  checklistWords,
  draftView,
  enquiryLine,
  holdWords,
  nameRuleWords,
  nextStep,
} from '../desk/home.ts';
import { letterTimesWords } from '../desk/letter-words.ts';
import { retentionWords } from '../desk/retention-words.ts';
import { shownLabel } from '../desk/shown-name.ts';
import { sideOf } from '../desk/wording.ts';
import { askHoursWords } from '../experts/hours.ts';
import type { ChannelKind } from '../ports/channel.ts';
import type { Parts } from '../ports/parts.ts';
import type { RemarkRow } from '../ports/rows.ts';
import type { Person } from '../ports/staff.ts';
import type { EnquiryLine, HomeView } from '../ports/views.ts';
import { previewFingerprint } from './fingerprint.ts';
import { leavingOf } from './left-out.ts';
import { seenAs } from './name-shown.ts';
import { reachOf, reachWarnings } from './reach.ts';

/** Lines of each list; a phone shows about this many. */
const LINES_MAX = 15;
const DRAFTS_MAX = 5;
/** Open enquiries that are looked through for those that nobody has. */
const OPEN_MAX = 200;

interface HomeParts {
  parts: Parts;
  channelKinds: readonly ChannelKind[];
  /** Stands in the provisioning file: shown, and changed there. */
  isWritten(
    what: 'room' | 'channel' | 'hold' | 'hours' | 'answer' | 'names' | 'checklists' | 'letter' | 'drafts' | 'retention',
    name: string,
  ): boolean;
  troubles(): string[];
  /** What is written are samples to try it out with: nobody's customers write there. */
  hasSamples?: boolean;
}

export async function homeOf(given: HomeParts, by: Person): Promise<HomeView> {
  const { parts } = given;
  const { store } = parts;
  const me = await store.staffByRef(by.deskRef);
  const readable = (each: Enquiry) => mayRead(by, each);
  const open = (await store.openEnquiries(OPEN_MAX)).filter(readable);
  const own = me ? (await store.openEnquiries(OPEN_MAX, me.id)).filter(readable) : [];
  const mine = own.toSorted(byUrgency).slice(0, LINES_MAX);
  const unclaimed = open
    .filter(each => each.ownerId === null)
    .toSorted(byUrgency)
    .slice(0, LINES_MAX);
  const drafts = await Promise.all(
    (me ? await store.drafts(me.id, DRAFTS_MAX) : []).map(async remark => {
      const enquiry = await store.enquiry(remark.enquiryId);
      return enquiry && readable(enquiry) ? [await draftOf(parts, remark, enquiry)] : [];
    }),
  );
  return {
    mine: await Promise.all(mine.map(each => lineOf(parts, each))),
    unclaimed: await Promise.all(unclaimed.map(each => lineOf(parts, each))),
    drafts: drafts.flat(),
    knows: await knowsWords(parts, me),
    ...((await offersLesson(parts, by)) ? { lesson: true as const } : {}),
    seenAs: await seenAs(parts, me ?? { name: by.name, shownAs: null }),
    settings: by.admin ? await settingsOf(given) : null,
  };
}

/** What colleagues may ask this person; an offer to whoever has not said anything. */
async function knowsWords({ store }: Parts, me: Staff | null): Promise<string> {
  const own = me && (await store.volunteer(me.id));
  if (!me || !own) return VOLUNTEERING.offer;
  if (!own.willing || own.asksADay === 0) return VOLUNTEERING.nothing;
  const topics = (await store.topics(me.id)).filter(each => each.wanted).map(each => each.topic);
  return VOLUNTEERING.mine(topics, own.asksADay, askHoursWords(own.hours));
}

/** Only on somebody's first day, and not again once they took it or said no. */
const FIRST_DAY: DurationMs = DAY;

export async function offersLesson({ store, clock }: Pick<Parts, 'store' | 'clock'>, by: Person): Promise<boolean> {
  const me = await store.staffByRef(by.deskRef);
  return me === null || (me.lessonOfferedAt == null && clock.now() - me.createdAt < FIRST_DAY);
}

async function draftOf(parts: Parts, remark: RemarkRow, enquiry: Enquiry): Promise<HomeView['drafts'][number]> {
  const leaving = await leavingOf(parts, enquiry, remark);
  const reached = reachWarnings(await reachOf(parts, enquiry, remark.onlyCustomer ?? false));
  return draftView({
    remarkId: remark.id,
    text: remark.text,
    line: await lineOf(parts, enquiry),
    notes: [...leaving.leftOut, ...reached],
    side: sideOf(enquiry, parts.kinds.of(enquiry.channelKind)),
    fingerprint: leaving.nothing ? null : await previewFingerprint(parts, remark, remark.staffId),
  });
}

async function settingsOf(given: HomeParts): Promise<HomeView['settings']> {
  const { parts, channelKinds, isWritten, troubles, hasSamples } = given;
  const rooms = await parts.store.rooms();
  const channels = (await parts.store.channels()).flatMap(row => {
    const kind = channelKinds.find(each => each.kind === row.kind);
    return kind ? [{ ...row, label: kind.label, channel: parts.channel(row.id) }] : [];
  });
  const steps = {
    room: rooms.find(each => each.deskRef) ?? rooms[0] ?? null,
    channel: channels.some(({ name }) => !(hasSamples && isWritten('channel', name))),
    enquiry: (await parts.store.highestNumber()) > 0,
  };
  return {
    rooms: rooms.map(({ id, name, deskRef, replyMode }) => ({
      id,
      name,
      deskRef,
      reply: replyMode,
      fixed: isWritten('room', name),
    })),
    channels: channels.map(({ id, name, label, channel }) => ({
      id,
      name,
      label,
      ...channelState(channel),
      fixed: isWritten('channel', name),
    })),
    kinds: channelKinds.map(({ kind, connect }) => ({ kind, connect })),
    hold: holdWords(
      channelKinds.map(({ kind, label, limits }) => ({ label, holdMs: parts.holdMs(kind, limits.holdMs) })),
    ),
    hours: hoursInWords(parts.hours),
    answer: answerWords(channelKinds.map(({ kind, label }) => ({ label, within: parts.answerWithin(kind) }))),
    names: nameRuleWords(
      parts.nameRule(''),
      channels.filter(each => each.channel?.signedAs).map(({ name }) => ({ name, rule: parts.nameRule(name) })),
    ),
    checklists: checklistWords((await parts.checklists()).map(each => each.reason)),
    letter: letterTimesWords(await parts.letter()),
    retention: retentionWords(await parts.retention()),
    ...(parts.drafting ? { drafts: DRAFT_WORDS.inSettings(parts.drafts(), parts.drafting.model) } : {}),
    fixed: {
      letter: isWritten('letter', ''),
      retention: isWritten('retention', ''),
      drafts: isWritten('drafts', ''),
      checklists: isWritten('checklists', ''),
      hold: isWritten('hold', ''),
      hours: isWritten('hours', ''),
      answer: isWritten('answer', ''),
      names: isWritten('names', ''),
    },
    troubles: troubles(),
    ...(steps.room?.deskRef && steps.channel && steps.enquiry ? {} : { steps }),
  };
}

async function lineOf({ store, clock, kinds, answerWithin, calendar }: Parts, enquiry: Enquiry): Promise<EnquiryLine> {
  const [customer, identity, thread] = await Promise.all([
    store.customer(enquiry.customerId),
    store.identity(enquiry.identityId),
    store.thread(enquiry.id),
  ]);
  const who = customer && identity ? shownLabel(customer, identity, kinds) : null;
  const { channelKind, waitingSince } = enquiry;
  const kind = kinds.of(channelKind);
  const within = answerWithin(channelKind);
  const waited = waitingSince === null ? 0 : calendar.openBetween(channelKind, waitingSince, clock.now());
  const next = nextStep(enquiry, kind.answerable);
  return enquiryLine(enquiry, who, sideOf(enquiry, kind), thread?.ref ?? null, clock.now(), {
    ...(within !== null && waited >= within ? { late: true } : {}),
    ...(next ? { next } : {}),
  });
}
