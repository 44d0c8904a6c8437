/**
 * THE MAP: which jobs follow from which event. What happens next is written here and nowhere else; a flow never calls
 * another flow.
 */
import type { Enquiry, EnquiryEvent, ReplyEvent } from '../core/enquiry.ts';
import type { AttachmentId, ChannelId, EnquiryId, MessageId, ReplyId, RoomId } from '../core/ids.ts';
import { POSITIVE_FROM } from '../core/measure.ts';
import { practiceOf, practisedBy } from '../core/practice.ts';
import { type DurationMs, type Instant, SECOND } from '../core/time.ts';
import {
  answerLane,
  cardKey,
  channelLane,
  deskKey,
  EMPTIED_LANE,
  expertKey,
  job,
  lookupLane,
  manyLane,
  nextKey,
  replyKey,
  roomLane,
} from '../ports/jobs.ts';
import type { NewJob } from '../ports/store.ts';

/** A provider that took a mail files its copy within this time; asked earlier, "not there" would mean nothing. */
const RECONCILE_AFTER: DurationMs = 60 * SECOND;

interface Reaction {
  jobs: NewJob[];
  /** Jobs of this reference are taken out in the same commit. */
  cancel?: string;
}

/** Somebody who pressed Resolve by mistake has taken it back by now: nobody is asked about that. */
const ASK_AFTER: DurationMs = 60 * SECOND;

/** Somebody who thinks again, or slipped, has pressed another one by now. */
const PRAISE_AFTER: DurationMs = 60 * SECOND;

/** A visitor who has not taken an answer by now is gone: their page asks for it within seconds. */
const GONE_AFTER: DurationMs = 60 * SECOND;

/** What a customer who watches is shown. */
const FOLLOWED: ReadonlySet<EnquiryEvent['type']> = new Set<EnquiryEvent['type']>([
  'EnquiryOpened',
  'AnsweredByMachine',
  'EnquiryReopened',
  'EnquiryClaimed',
  'EnquiryReleased',
  'EnquiryHandedOver',
  'EnquiryTakenOver',
  'EnquirySnoozed',
  'EnquiryResolved',
  'EnquiryMarkedSpam',
  'SpamTakenBack',
  'EnquiryMerged',
  'EnquiryAbsorbed',
  'StandingChanged',
  'CustomerRated',
  'CustomerSolved',
  'ReplyHeld',
  'ReplySent',
  'ReplyBounced',
  'ReplyFailed',
]);

interface Happened<E extends EnquiryEvent = EnquiryEvent> {
  event: E;
  enquiryId: EnquiryId;
  /** The channel the customer writes by. */
  channelId: ChannelId;
  /** The room its thread is in before this event. */
  roomId: RoomId;
  /** The enquiry as it was before this event; null while it is being opened, when the card shows everything. */
  before: Enquiry | null;
  /** The enquiry's version after the event. */
  version: number;
  /** The message of this event threatens somebody. */
  threatens: boolean;
  /** The message of this event brought files. */
  withFiles: boolean;
  /** Files that the message of this event had before. */
  filesGone: AttachmentId[];
  /** The event holds a reply that has no post of its own yet. */
  fromForm: boolean;
  /** The customer watches: the channel shows them where their enquiry stands. */
  live: boolean;
  /** The customer is made up: what is sent to them is answered by their script. */
  scripted: boolean;
  /** Customers of this channel are asked how it went. */
  asks: boolean;
  /** A room is told what is rising. */
  rises: boolean;
  /** The message of this event came by another channel than the enquiry's own. */
  elsewhere: boolean;
  now: Instant;
}

export function reactions(happened: Happened): Reaction {
  const { event, enquiryId, before, live, elsewhere } = happened;
  const reaction = isAboutWords(event)
    ? onWords({ ...happened, event })
    : isTogether(event)
      ? onTogether({ ...happened, event })
      : isAboutExperts(event)
        ? onExperts({ ...happened, event })
        : withRating(happened, onTheDesk({ ...happened, event }));
  const more: NewJob[] = [...told(happened), ...warned(happened), ...rising(happened)];
  if (happened.scripted) return { ...reaction, jobs: [...reaction.jobs, ...byScript(happened)] };
  if (!live) return more.length ? { ...reaction, jobs: [...reaction.jobs, ...more] } : reaction;
  // What somebody of the team does here, they have read what it is about.
  const seen = 'by' in event && before && event.type !== 'ReplySent' ? before.lastCustomerAt : null;
  if (FOLLOWED.has(event.type)) more.push(job('channel.follow', `follow:${enquiryId}`, { enquiryId, seen }));
  if (event.type === 'CustomerWrote' && elsewhere)
    more.push(job('channel.echo', `echo:${enquiryId}`, { enquiryId, messageId: event.message }));
  return { ...reaction, jobs: [...reaction.jobs, ...more] };
}

/** Whoever looks after the team hears of a threat. */
function warned({ threatens, enquiryId }: Happened): NewJob[] {
  return threatens ? [job('private.threat', `threat:${enquiryId}`, { enquiryId })] : [];
}

/** What came, or got a reason, may make something rise. One after another, and behind nothing that is shown. */
function rising({ event, enquiryId, rises, scripted }: Happened): NewJob[] {
  const counts =
    (event.type === 'EnquiryOpened' && !event.closed) ||
    event.type === 'ReasonNamed' ||
    (event.type === 'EnquiryResolved' && event.reason !== null);
  return counts && rises && !scripted ? [job('insight.rise', 'rising', { enquiryId })] : [];
}

/** Whoever wanted to know is told: that the customer wrote, or how it ended. */
function told({ event, enquiryId, before }: Happened): NewJob[] {
  const key = `followers:${enquiryId}`;
  if (event.type === 'CustomerWrote')
    return before && !event.machine && !event.quiet ? [job('followers.tell', key, { enquiryId, what: 'answer' })] : [];
  const ends =
    event.type === 'EnquiryResolved' ||
    event.type === 'CustomerSolved' ||
    event.type === 'EnquiryMarkedSpam' ||
    (event.type === 'ReplySent' && event.andResolve);
  if (!ends) return [];
  return [job('followers.tell', key, { enquiryId, what: 'end' })];
}

/** A customer who is made up takes their time, as people do; with the resolution the practice is over. */
const SCRIPT_AFTER: DurationMs = 2 * SECOND;

function byScript({ event, enquiryId, roomId, now }: Happened): NewJob[] {
  const staffId = practisedBy(roomId);
  const runAt = now + SCRIPT_AFTER;
  if (event.type === 'EnquiryResolved' || (event.type === 'ReplySent' && event.andResolve)) {
    const practiceId = staffId && practiceOf(staffId);
    return practiceId ? [job('practice.end', `practice:${practiceId}`, { practiceId }, { runAt })] : [];
  }
  if (event.type !== 'ReplySent') return [];
  return [job('practice.turn', `practice:${enquiryId}`, { enquiryId, replyId: event.reply }, { runAt })];
}

/** After a resolution the customer is asked; a rating that is praise is for everybody, and thanks for whoever knew. */
function withRating({ event, enquiryId, channelId, before, asks, now }: Happened, reaction: Reaction): Reaction {
  const resolves =
    (event.type === 'EnquiryResolved' && !event.quiet && !event.planned) ||
    (event.type === 'ReplySent' && event.andResolve);
  if (resolves && asks && before?.status !== 'resolved') {
    const ask = job(
      'rating.ask',
      `rating:${enquiryId}`,
      { enquiryId, of: now },
      { runAt: now + ASK_AFTER, lane: answerLane(channelId) },
    );
    return { ...reaction, jobs: [...reaction.jobs, ask] };
  }
  if (event.type === 'CustomerWrote' && event.thanksOnly) {
    const solved = job('article.thanks', `solved:${enquiryId}`, { enquiryId });
    return { ...reaction, jobs: [...reaction.jobs, thank(enquiryId), solved] };
  }
  if (event.type !== 'CustomerRated' || event.score < POSITIVE_FROM) return reaction;
  return {
    ...reaction,
    jobs: [
      ...reaction.jobs,
      job('room.praise', `praise:${enquiryId}`, { enquiryId, of: event.of }, { runAt: now + PRAISE_AFTER }),
      { ...thank(enquiryId), runAt: now + PRAISE_AFTER },
    ],
  };
}

/** The customer is happy: so is whoever knew the answer. */
function thank(enquiryId: EnquiryId): NewJob {
  return job('expert.thank', expertKey(enquiryId), { enquiryId });
}

type WordsEvent = Extract<
  EnquiryEvent,
  {
    type:
      | 'BystanderWrote'
      | 'MessageChanged'
      | 'MessageWithdrawn'
      | 'MessageMarked'
      | 'CustomersJoined'
      | 'CustomersParted';
  }
>;

function isAboutWords(event: EnquiryEvent): event is WordsEvent {
  return (
    event.type === 'BystanderWrote' ||
    event.type === 'MessageChanged' ||
    event.type === 'MessageWithdrawn' ||
    event.type === 'MessageMarked' ||
    event.type === 'CustomersJoined' ||
    event.type === 'CustomersParted'
  );
}

/** Words that somebody else wrote, changed or took back, and who wrote them: shown, and nobody has to do anything. */
function onWords(happened: Happened<WordsEvent>): Reaction {
  const { event, enquiryId, filesGone } = happened;
  const { key, posted, card, line, message, files } = jobsOf(happened);
  switch (event.type) {
    case 'BystanderWrote':
      return { jobs: [card, ...message(event.message, false)] };
    case 'MessageChanged':
    case 'MessageWithdrawn': {
      const redraw = job('thread.redraw', key, { enquiryId, messageId: event.message }, posted);
      // Of the files' own order: one that is just being put there is taken away after that.
      const detach = job('thread.detach', `files:${enquiryId}`, { enquiryId, files: filesGone }, posted);
      const shown = [card, redraw, ...(filesGone.length ? [detach] : [])];
      const previews = job('private.previews', `private:${enquiryId}`, { enquiryId });
      return { jobs: event.elsewhere ? shown : [...shown, ...files(event.message), line, previews] };
    }
    case 'MessageMarked': {
      const redraw = job('thread.redraw', key, { enquiryId, messageId: event.message }, posted);
      const filed = job('thread.files', `files:${enquiryId}`, { enquiryId, messageId: event.message }, posted);
      return { jobs: event.abuse ? [card, redraw] : [card, redraw, filed] };
    }
    case 'CustomersJoined':
    case 'CustomersParted':
      return { jobs: event.other === null ? [card] : [card, line] };
  }
}

type TogetherEvent = Extract<
  EnquiryEvent,
  { type: 'EnquiryOffered' | 'OfferEnded' | 'RoomAsked' | 'ResolvePlanned' | 'PlanDropped' }
>;

function isTogether(event: EnquiryEvent): event is TogetherEvent {
  return (
    event.type === 'EnquiryOffered' ||
    event.type === 'OfferEnded' ||
    event.type === 'RoomAsked' ||
    event.type === 'ResolvePlanned' ||
    event.type === 'PlanDropped'
  );
}

/** What colleagues do for each other; the line of some of it stands in the room, too. */
function onTogether(happened: Happened<TogetherEvent>): Reaction {
  const { event, enquiryId } = happened;
  const { card, line } = jobsOf(happened);
  switch (event.type) {
    case 'EnquiryOffered':
    case 'PlanDropped':
      return { jobs: [card, line] };
    case 'OfferEnded':
      return { jobs: [card] };
    case 'RoomAsked':
      return { jobs: [line] };
    case 'ResolvePlanned': {
      const due = { enquiryId, at: event.at };
      return { jobs: [card, line, job('enquiry.resolveLater', `plan:${enquiryId}`, due, { runAt: event.at })] };
    }
  }
}

/** A message that was moved to another enquiry is posted in its thread, too. */
function shownAgain(key: string, enquiryId: EnquiryId, messageId: MessageId, posted: { lane: string }): NewJob {
  return job('thread.message', key, { enquiryId, messageId, bump: false, again: true }, posted);
}

/** The jobs that show something of an enquiry, or send what is of it. */
function jobsOf({ enquiryId, roomId, before, version, withFiles }: Happened) {
  const key = deskKey(enquiryId);
  const posted = { lane: roomLane(roomId) };
  const card = job('card.update', cardKey(enquiryId), { enquiryId });
  const line = job('thread.line', key, { enquiryId, version }, posted);
  const message = (messageId: MessageId, bump: boolean, unheard = false) => [
    job('thread.message', key, { enquiryId, messageId, bump, ...(unheard ? { unheard } : {}) }, posted),
    ...files(messageId),
  ];
  // A slow or refused file does not hold up words.
  const files = (messageId: MessageId) =>
    withFiles ? [job('thread.files', `files:${enquiryId}`, { enquiryId, messageId }, posted)] : [];
  // A reply's own post and its mark: Undo must not wait for anything else.
  const markKey = (replyId: ReplyId) => `mark:${replyId}`;
  const mark = (replyId: ReplyId) => job('mark.show', markKey(replyId), { enquiryId, replyId });
  // What leaves by one channel leaves by one lane: providers count.
  const release = (replyId: ReplyId, runAt: number, channelId = before?.channelId, laneOf = channelLane) =>
    job(
      'reply.release',
      replyKey(enquiryId),
      { enquiryId, replyId },
      { runAt, ref: replyId, ...(channelId ? { lane: laneOf(channelId) } : {}) },
    );
  return { key, posted, card, line, message, files, markKey, mark, release };
}

function onTheDesk(happened: Happened<Exclude<EnquiryEvent, WordsEvent | TogetherEvent | ExpertEvent>>): Reaction {
  const { event, enquiryId, channelId, version } = happened;
  const { key, posted, card, line, message, files } = jobsOf(happened);
  switch (event.type) {
    case 'EnquiryOpened':
      return {
        jobs: [
          job('card.show', key, { enquiryId }, posted),
          ...files(event.message),
          ...(event.acknowledge
            ? [job('automatic.answer', `auto:${enquiryId}`, { enquiryId }, { lane: answerLane(channelId) })]
            : []),
        ],
      };
    case 'CustomerWrote':
      return onWritten({ ...happened, event });
    case 'StrangerWrote':
    case 'AnsweredElsewhere':
      return {
        jobs: [card, ...message(event.message, false), line],
      };
    case 'SaidOurs':
    case 'SaidTheirs':
      return { jobs: [card, job('thread.redraw', key, { enquiryId, messageId: event.message }, posted), line] };
    case 'AnsweredByMachine':
    case 'ArticleShown':
    case 'AlsoSent':
    case 'AskedWhose':
    case 'MergeOffered':
      return { jobs: [line] };
    case 'StrangerAllowed':
    case 'OpenedFor':
    case 'EnquiryReopened':
    case 'EnquiryClaimed':
    case 'EnquiryWoke':
    case 'SpamTakenBack':
    case 'StandingChanged':
    case 'CustomerPaused':
      return { jobs: [card, line] };
    case 'EnquiryReleased':
    case 'EnquiryHandedOver':
    case 'EnquiryTakenOver':
    case 'EnquiryResolved':
    case 'CustomerSolved':
    case 'EnquiryMarkedSpam':
    case 'EnquiryMerged':
      return { jobs: [card, line, ...settled(happened)] };
    case 'RatingAsked':
      return { jobs: [] };
    case 'CustomerLeft':
    case 'CustomerRated':
      return { jobs: [line] };
    case 'ReasonNamed':
    case 'EnquiryErased':
      return { jobs: [card] };
    case 'EnquiryMoved':
      return {
        jobs: [
          job('thread.move', key, { enquiryId, version }, { lane: roomLane(event.to) }),
          // The pointer has the old room's lane: that it is shut holds up nothing in the new one.
          job('thread.point', `point:${enquiryId}`, { enquiryId, version }, { lane: roomLane(event.from) }),
        ],
      };
    case 'EnquiryAbsorbed': {
      // The words of the other one are shown here too: nobody has to look for them.
      const moved = (event.messages ?? []).flatMap(messageId => [
        shownAgain(key, enquiryId, messageId, posted),
        ...files(messageId),
      ]);
      return { jobs: [card, line, ...moved, showExperts(enquiryId)] };
    }
    case 'EnquirySplit': {
      // The first of them is on the new card; the others follow in its thread.
      const rest = event.messages.slice(1).map(messageId => shownAgain(deskKey(event.to), event.to, messageId, posted));
      return { jobs: [card, line, ...rest] };
    }
    case 'EnquirySnoozed':
      return {
        jobs: [
          card,
          line,
          job('enquiry.wake', `wake:${enquiryId}`, { enquiryId, until: event.until }, { runAt: event.until }),
        ],
      };
    case 'TakeOverAsked':
      return {
        jobs: [job('private.takeover', `private:${enquiryId}`, { enquiryId, by: event.by, owner: event.owner })],
      };
    default:
      return event.type === 'EnquiryEmptied' ? onEmptied(happened) : onReplies(event, happened);
  }
}

/** What is old goes from the desk at a pace of its own, behind everything that people wait for. */
function onEmptied(happened: Happened): Reaction {
  const { enquiryId } = happened;
  const { key } = jobsOf(happened);
  return { jobs: [job('thread.emptied', key, { enquiryId, from: 0 }, { lane: EMPTIED_LANE })] };
}

/** A message of the customer: in its thread, in the room where that is news, and offered where its owner is not there. */
function onWritten(happened: Happened<Extract<EnquiryEvent, { type: 'CustomerWrote' }>>): Reaction {
  const { event, enquiryId, before } = happened;
  const { key, card, message } = jobsOf(happened);
  if (!before) return { jobs: [] };
  const bump = before.status === 'waiting' || before.status === 'snoozed' || before.status === 'resolved';
  const asks = !event.machine && !event.thanksOnly && !event.quiet && before.status !== 'spam';
  // In the message's own order, before it: of the two signs in the room there is one.
  const offer = job('enquiry.offer', key, { enquiryId, messageId: event.message });
  const first = asks && before.ownerId ? [card, offer] : [card];
  return { jobs: [...first, ...message(event.message, bump && asks, !bump && asks)] };
}

type ExpertEvent = Extract<EnquiryEvent, { type: 'ExpertAsked' | 'ExpertJoined' | 'ExpertTold' | 'NobodyKnows' }>;

function isAboutExperts(event: EnquiryEvent): event is ExpertEvent {
  return ['ExpertAsked', 'ExpertJoined', 'ExpertTold', 'NobodyKnows'].includes(event.type);
}

/** Everybody who is asked sees how it stands. */
function showExperts(enquiryId: EnquiryId): NewJob {
  return job('expert.show', expertKey(enquiryId), { enquiryId });
}

/** Somebody who may know is asked, or has answered. */
function onExperts(happened: Happened<ExpertEvent>): Reaction {
  const { event, enquiryId } = happened;
  const { key, posted, card, line } = jobsOf(happened);
  const show = showExperts(enquiryId);
  switch (event.type) {
    case 'ExpertAsked':
      return {
        jobs: [card, line, show, job('expert.next', nextKey(enquiryId), { enquiryId }, { runAt: event.until })],
      };
    case 'ExpertJoined':
      return { jobs: [card, line, show] };
    case 'ExpertTold':
      return { jobs: [card, job('thread.kept', key, { enquiryId, remarkId: event.remark }, posted), show] };
    case 'NobodyKnows':
      return { jobs: [card, line] };
  }
}

/** Whoever asked the owner for it, or was refused because of the owner, sees that this is over. */
function settled({ event, enquiryId, before }: Happened): NewJob[] {
  const owned = before?.ownerId ? [job('private.settle', `private:${enquiryId}`, { enquiryId })] : [];
  return event.type === 'EnquiryMerged' ? [...owned, showExperts(enquiryId)] : owned;
}

/** What became of a reply. */
function onReplies(event: ReplyEvent, happened: Happened): Reaction {
  const { enquiryId, channelId, before, fromForm, live, now } = happened;
  const { posted, card, line, markKey, mark, release } = jobsOf(happened);
  switch (event.type) {
    case 'CopyMissed':
    case 'ReplyDelayed':
    case 'ReplyUnread':
      return { jobs: [line] };
    case 'ReplyGoesOn':
      return { jobs: [mark(event.reply), line, release(event.reply, event.until, event.channel)] };
    case 'ReplyHeld': {
      const shown = fromForm
        ? [job('thread.reply', markKey(event.reply), { enquiryId, replyId: event.reply }, posted)]
        : [];
      // Five hundred of them hold up nobody who answers one customer.
      const lane = event.many ? manyLane : channelLane;
      return { jobs: [...shown, mark(event.reply), release(event.reply, event.until, before?.channelId, lane)] };
    }
    case 'ReplyReleased':
      return { jobs: [mark(event.reply), release(event.reply, event.until), card] };
    case 'ReplyEdited':
      return { jobs: [mark(event.reply)] };
    case 'ReplyReturned': {
      const shown = event.signIn ? [mark(event.reply), line] : [mark(event.reply)];
      // Its old job would go before others that have waited for longer.
      if (!event.dueAt) return { jobs: shown };
      return { jobs: [...shown, release(event.reply, event.dueAt)], cancel: event.reply };
    }
    case 'ReplyStopped':
      return {
        jobs: [job('private.stopped', `private:${enquiryId}`, { enquiryId, replyId: event.reply }), mark(event.reply)],
        cancel: event.reply,
      };
    case 'ReplyWithdrawn':
      return { jobs: [mark(event.reply)], cancel: event.reply };
    case 'ReplyLeaving':
      return { jobs: [] };
    case 'ReplySent': {
      const shown = event.andResolve || event.partly ? [mark(event.reply), card, line] : [mark(event.reply), card];
      const later = job(
        'reply.goOn',
        // In order, also when several are due together.
        `goon:${enquiryId}`,
        { enquiryId, replyId: event.reply },
        { runAt: now + GONE_AFTER },
      );
      return { jobs: live ? [...shown, later] : shown };
    }
    case 'ReplyDelivered':
      return { jobs: [mark(event.reply)] };
    case 'ReplyBounced':
    case 'ReplyFailed':
      return { jobs: [mark(event.reply), card, line], cancel: event.reply };
    case 'ReplyUnsure':
      return {
        jobs: [
          mark(event.reply),
          job(
            'reply.reconcile',
            `reconcile:${event.reply}`,
            { enquiryId, replyId: event.reply },
            { runAt: now + RECONCILE_AFTER, ref: event.reply, lane: lookupLane(channelId) },
          ),
        ],
      };
  }
}
