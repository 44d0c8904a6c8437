/** Maps each kind of job to the flow that runs it. */
import type { Dispatch } from '../acts/ask.ts';
import { buryJob } from '../acts/bury.ts';
import { perform } from '../acts/perform.ts';
import type { ChannelId } from '../core/ids.ts';
import type { DurationMs, Instant } from '../core/time.ts';
import { tellOfArticles } from '../handling/article-due.ts';
import { thankedForArticle } from '../handling/article-thanks.ts';
import { goOnAsking } from '../handling/ask-expert.ts';
import { wake } from '../handling/command.ts';
import { eraseOn } from '../handling/erase.ts';
import { showExperts } from '../handling/expert-answers.ts';
import { offerIfAlone } from '../handling/offer.ts';
import { retainOn } from '../handling/retention.ts';
import { tellOfSaved } from '../handling/saved-due.ts';
import { compareSaved } from '../handling/saved-edits.ts';
import { thankExperts } from '../handling/thank-experts.ts';
import { resolveIfPlanned } from '../handling/together.ts';
import { showAlert } from '../insight/rising/show.ts';
import { watchRising } from '../insight/rising/watch.ts';
import type { Watched } from '../outbox/due-watch.ts';
import { REPLY_WAITS, RetryAt } from '../outbox/retry.ts';
import { type Handlers, runJob } from '../outbox/run-job.ts';
import { makeWorker, type Worker } from '../outbox/worker.ts';
import type { Channel } from '../ports/channel.ts';
import { EMPTIED_LANE, type JobStore } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import { postAnew, updateCard } from '../posting/card.ts';
import { emptyOnDesk } from '../posting/erased.ts';
import { showCustomerWords } from '../posting/expert-card.ts';
import { giveBack } from '../posting/give-back.ts';
import { moveThread, pointOn } from '../posting/move.ts';
import { showNotice } from '../posting/notice.ts';
import { showPreviewsAgain } from '../posting/previews.ts';
import { askOwner, settleTakeOvers, showStopped } from '../posting/privately.ts';
import { showCardInTime } from '../posting/quiet-card.ts';
import { redrawMessage, takeFiles } from '../posting/redraw.ts';
import { showSummary } from '../posting/summary.ts';
import { showFiles, showLine, showMark, showReply, showUnsure } from '../posting/thread.ts';
import { tellThreat } from '../posting/threat.ts';
import { showKeptOrTold } from '../posting/told.ts';
import { introduce } from '../practice/begin.ts';
import { endPractice } from '../practice/end.ts';
import { takeTurn } from '../practice/go-on.ts';
import { askRating } from '../rating/ask.ts';
import { showPraise } from '../rating/praise.ts';
import { acknowledge } from '../reply/acknowledge.ts';
import { reconcileReply } from '../reply/reconcile.ts';
import { releaseReply } from '../reply/release.ts';
import { goRound, stopRound } from '../reply/round.ts';
import { measureFrom } from '../transfer/backfill.ts';
import { makeDueLetter, sendMailOfLetter, showLetter } from '../waiting/letters.ts';
import { showMorning } from '../waiting/morning.ts';
import { tellPromised } from '../waiting/promised.ts';
import { showReminder, tellOfWaiting } from '../waiting/say.ts';
import { tellFollower, tellFollowers } from '../waiting/tell.ts';
import { goOn } from '../watching/fall-back.ts';
import { echoMessage, followEnquiry } from '../watching/follow.ts';
import { sendTranscript } from '../watching/transcript.ts';

/** Posts of an enquiry that is taken away: so many of a desk's changes are one of the lane. */
const CHANGES_OF_ONE = 10;

interface WorkParts {
  dispatch: Dispatch;
  housekeeping(): Promise<void>;
  /** Those that are open: their lanes have their own pace. */
  channels: ReadonlyMap<ChannelId, Channel>;
  jobs: JobStore;
  /** This process's name in leases. */
  name: string;
  leaseMs: DurationMs | undefined;
  watch: Watched | undefined;
}

export function makeWork({ dispatch, housekeeping, channels, jobs, name, leaseMs, watch }: WorkParts): Worker {
  const { parts, desk } = dispatch;
  const { clock, ids, log, recorder } = parts;
  const handlers = handlersOf(dispatch, housekeeping);
  return makeWorker({
    name,
    jobs,
    clock,
    ids,
    log,
    run: job => runJob({ recorder, clock, handlers, postAnew: id => postAnew(parts, id) }, job),
    onDead: (job, error) => buryJob(parts, desk, job, error),
    laneGap: lane =>
      lane === EMPTIED_LANE
        ? (desk.postGapMs ?? 0) * CHANGES_OF_ONE
        : lane.startsWith('room:')
          ? (desk.postGapMs ?? 0)
          : (channels.get(lane.replace(/^(channel|many):/, '') as ChannelId)?.sendGapMs ?? 0),
    ...(leaseMs ? { leaseMs } : {}),
    ...(watch ? { watch } : {}),
  });
}

/** Not done yet, and no failure: it is looked at again then. */
function later(at: Instant | null, why: string): void {
  if (at !== null) throw new RetryAt(at, why);
}

type LetterJobs = 'letter.make' | 'letter.mail' | 'letter.room';

function letterHandlers({ parts, draw }: Dispatch): Pick<Handlers, LetterJobs> {
  return {
    'letter.make': ({ week }) => makeDueLetter(parts, week, draw),
    'letter.mail': async ({ mail }) => {
      const more = await sendMailOfLetter(parts, mail);
      if (more) throw new RetryAt(more.again, more.why);
    },
    'letter.room': ({ letter }) => showLetter(parts, letter),
  };
}

type OwnJobs = 'practice.intro' | 'practice.turn' | 'practice.end' | 'reminder.tell';

/** What is one person's own: a practice, and what they promised. */
function ownHandlers({ parts, practice }: Dispatch): Pick<Handlers, OwnJobs> {
  return {
    'practice.intro': ({ practiceId }) => introduce(practice, practiceId),
    'practice.turn': ({ enquiryId, replyId }) => takeTurn(practice, enquiryId, replyId),
    'practice.end': ({ practiceId }) => endPractice(practice, practiceId),
    'reminder.tell': async ({ reminderId, dueAt }) =>
      later(await tellPromised(parts, reminderId, dueAt), 'They took a break.'),
  };
}

function handlersOf(dispatch: Dispatch, housekeeping: () => Promise<void>): Handlers {
  const { parts } = dispatch;
  return {
    'desk.act': ({ action }) => perform(dispatch, action),
    'desk.event': async ({ payload }) => dispatch.desk.handle?.(payload),
    'desk.file': async ({ payload }) => dispatch.desk.handle?.(payload),
    'card.show': ({ enquiryId }) => showCardInTime(parts, enquiryId),
    'card.update': ({ enquiryId, anew }) => updateCard(parts, enquiryId, anew),
    'thread.files': ({ enquiryId, messageId }) => showFiles(parts, enquiryId, messageId),
    'thread.detach': ({ enquiryId, files }) => takeFiles(parts, enquiryId, files),
    'thread.move': ({ enquiryId, version }) => moveThread(parts, enquiryId, version),
    'thread.point': ({ enquiryId, version }) => pointOn(parts, enquiryId, version),
    'thread.kept': ({ enquiryId, remarkId }) => showKeptOrTold(parts, enquiryId, remarkId),
    'thread.message': message => showCustomerWords(parts, message),
    'thread.redraw': ({ enquiryId, messageId }) => redrawMessage(parts, enquiryId, messageId),
    'thread.line': ({ enquiryId, version }) => showLine(parts, enquiryId, version),
    'thread.reply': ({ enquiryId, replyId }) => showReply(parts, enquiryId, replyId),
    'mark.show': async ({ enquiryId, replyId }) => {
      await showMark(parts, enquiryId, replyId);
      await giveBack(parts, enquiryId, replyId);
    },
    'private.stopped': ({ enquiryId, replyId }) => showStopped(parts, enquiryId, replyId),
    'private.previews': ({ enquiryId }) => showPreviewsAgain(parts, enquiryId),
    'private.settle': ({ enquiryId }) => settleTakeOvers(parts, enquiryId),
    'private.threat': ({ enquiryId }) => tellThreat(parts, enquiryId),
    'private.takeover': ({ enquiryId, by, owner }) => askOwner(parts, enquiryId, by, owner),
    'reply.release': async ({ enquiryId, replyId }) => {
      const release = await releaseReply(parts, enquiryId, replyId, REPLY_WAITS);
      if (release) throw new RetryAt(release.again, release.why);
    },
    'reply.reconcile': async ({ enquiryId, replyId }) => {
      const { tell, again } = await reconcileReply(parts, enquiryId, replyId);
      if (tell) await showUnsure(parts, enquiryId, replyId, tell);
      if (again !== null) throw new RetryAt(again, 'Its channel cannot tell yet whether this reply arrived.');
    },
    'round.go': async ({ roundId }) => later(await goRound(dispatch, roundId), 'There are more to come.'),
    'round.stop': ({ roundId }) => stopRound(dispatch, roundId),
    'reply.goOn': ({ enquiryId, replyId }) => goOn(parts, enquiryId, replyId),
    'channel.follow': ({ enquiryId, seen }) => followEnquiry(parts, enquiryId, seen),
    'channel.echo': ({ enquiryId, messageId }) => echoMessage(parts, enquiryId, messageId),
    'transcript.send': ({ enquiryId, at }) => sendTranscript(parts, enquiryId, at),
    'automatic.answer': ({ enquiryId }) => acknowledge(parts, enquiryId),
    'room.notice': notice => showNotice(parts, notice),
    'room.remind': due => showReminder(parts, due),
    'person.remind': async ({ person, ...due }) => later(await tellOfWaiting(parts, due, person), 'They took a break.'),
    ...ownHandlers(dispatch),
    ...letterHandlers(dispatch),
    'expert.show': ({ enquiryId }) => showExperts(parts, enquiryId),
    'expert.next': ({ enquiryId }) => goOnAsking(parts, enquiryId),
    'expert.thank': ({ enquiryId }) => thankExperts(parts, enquiryId),
    'saved.compare': compare => compareSaved(parts, compare),
    'person.saved': told => tellOfSaved(parts, told),
    'article.thanks': ({ enquiryId }) => thankedForArticle(parts, enquiryId),
    'person.articles': told => tellOfArticles(parts, told),
    'room.praise': ({ enquiryId, of }) => showPraise(parts, enquiryId, of),
    'insight.rise': ({ enquiryId }) => watchRising(parts, enquiryId),
    'room.alert': ({ alertId }) => showAlert(parts, alertId),
    'rating.ask': ({ enquiryId, of }) => askRating(parts, enquiryId, of),
    'figures.measure': ({ after }) => measureFrom(parts, after),
    'customer.erase': async ({ erasureId }) => later(await eraseOn(dispatch, erasureId), 'There is more to erase.'),
    'retention.run': async ({ night }) => later(await retainOn(dispatch, night), 'There is more to remove.'),
    'thread.emptied': ({ enquiryId, from }) => emptyOnDesk(dispatch, enquiryId, from),
    'enquiry.wake': ({ enquiryId, until }) => wake(parts, enquiryId, until),
    housekeeping,
    ...togetherHandlers(parts),
  };
}

/** What colleagues do for each other, and what a room is told of it. */
function togetherHandlers(
  parts: Parts,
): Pick<
  Handlers,
  ('enquiry.offer' | 'enquiry.resolveLater' | 'followers.tell' | 'follower.tell') | ('room.summary' | 'room.morning')
> {
  return {
    'enquiry.offer': ({ enquiryId, messageId }) => offerIfAlone(parts, enquiryId, messageId),
    'enquiry.resolveLater': async ({ enquiryId, at }) =>
      later(await resolveIfPlanned(parts, enquiryId, at), 'A reply is being written, or is on its way.'),
    'room.summary': async ({ roomId }) =>
      later(await showSummary(parts, roomId), 'More may come yet, or it is closed.'),
    'room.morning': morning => showMorning(parts, morning),
    'followers.tell': async ({ enquiryId, what }) => {
      await tellFollowers(parts, enquiryId, what);
      if (what === 'end') await showExperts(parts, enquiryId);
    },
    'follower.tell': async ({ follower }) => later(await tellFollower(parts, follower), 'They are not here.'),
  };
}
