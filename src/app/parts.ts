/** Builds the parts that every flow of one workspace gets: store, recorder, current settings, and both sides. */

import type { ChannelId, RoomId, WorkspaceId } from '../core/ids.ts';
import { practisedBy } from '../core/practice.ts';
import { onlyFor } from '../desks/only-for.ts';
import { makePromises } from '../figures/hear-back.ts';
import { makeReasonGuesser } from '../insight/reasons/guesser.ts';
import { makeArticleIndex } from '../knowledge/articles.ts';
import { makeHistory } from '../knowledge/history.ts';
import { type IndexMemory, makeIndexMemory } from '../knowledge/index-memory.ts';
import { makeBudgets } from '../outbox/budget.ts';

import { makeRecorder } from '../outbox/record.ts';
import type { Channel, ChannelKind } from '../ports/channel.ts';
import type { Clock, Ids } from '../ports/clock.ts';
import type { Desk } from '../ports/desk.ts';
import type { DraftModel } from '../ports/drafting.ts';
import type { Log } from '../ports/log.ts';
import type { Parts } from '../ports/parts.ts';
import type { StaffReads } from '../ports/reads.ts';
import { makeDraftMemory } from '../posting/draft-memory.ts';
import { RATE_PATH, rateToken } from '../rating/page.ts';
import { SOLVED_PATH, solvedToken } from '../rating/solved-page.ts';
import { makeReplyOutcomes, type ReplyOutcomes } from '../server/reply-outcomes.ts';
import { type InFile, NOTHING_IN_FILE } from '../settings/admin.ts';
import { type LiveSettings, makeLiveSettings, type WrittenSettings } from '../settings/live.ts';
import type { Engine } from '../store/engine.ts';
import { workspaceStore } from '../store/store.ts';
import { kindsWith } from './adapters.ts';

export interface PartsOptions extends WrittenSettings {
  engine: Engine;
  workspaceId: WorkspaceId;
  clock: Clock;
  ids: Ids;
  log: Log;
  publicUrl: string;
  channelKinds: ChannelKind[];
  /** Key of signatures (reply tokens, chat sessions), from the installation's secret key. */
  signingKey: Uint8Array;
  /** Those of before the key was changed, as long as they count. */
  signedBefore?: () => readonly Uint8Array[];
  /** Shared by all workspaces of a process; its own where nothing is given. */
  indexMemory?: IndexMemory;
  /** The model that drafts, of the whole process; absent for none. */
  draftModel?: DraftModel | null;
  /** What stands in the provisioning file and is changed only there. */
  written?: InFile;
}

/** What is there only later. */
interface Later {
  /** Those that are open. */
  channels: ReadonlyMap<ChannelId, Channel>;
  desk(): Desk;
  /** There may be something to do. */
  poke(): void;
}

/** A room of practice is one person's: whatever happens there is shown to nobody else. */
async function deskOf(store: Pick<StaffReads, 'staff'>, desk: Desk, room: RoomId): Promise<Desk> {
  const whose = practisedBy(room);
  return whose ? onlyFor(desk, (await store.staff(whose))?.deskRef ?? '') : desk;
}

export function makeParts(
  options: PartsOptions,
  later: Later,
): { parts: Parts; settings: LiveSettings; outcomes: ReplyOutcomes } {
  const { engine, workspaceId, clock, ids, log, publicUrl, signingKey } = options;
  const store = workspaceStore(engine, workspaceId);
  const kinds = kindsWith(options.channelKinds);
  const settings = makeLiveSettings(options, options.written ?? NOTHING_IN_FILE, { store, clock, kinds });
  const asks = (kind: string) => kinds.of(kind).live || settings.asksRating(kind);
  const calendar = () => settings.calendar;
  const outcomes = makeReplyOutcomes();
  const past = { store, clock, log, kinds, memory: options.indexMemory ?? makeIndexMemory() };
  const parts: Parts = {
    workspaceId,
    store,
    recorder: makeRecorder({
      store,
      clock,
      ids,
      poke: later.poke,
      kinds,
      asks,
      rises: () => settings.risingRoom() !== null,
      calendar,
      stored: (kind, events) => (kinds.of(kind).scripted ? undefined : outcomes.note(kind, events)),
    }),
    clock,
    ids,
    log,
    get hours() {
      return settings.hours;
    },
    get calendar() {
      return settings.calendar;
    },
    answerWithin: settings.answerWithin,
    escalateTo: settings.escalateTo,
    boundary: settings.boundary,
    checklists: settings.checklists,
    letter: settings.letter,
    retention: settings.retention,
    morningLine: settings.morningLine,
    risingRoom: settings.risingRoom,
    drafts: settings.drafts,
    asksRating: settings.asksRating,
    automatic: settings.automatic,
    nameRule: settings.nameRule,
    language: settings.language,
    holdMs: settings.holdMs,
    answersLink: site => `${publicUrl}/answers/${encodeURIComponent(site)}`,
    solvedLink: use => `${publicUrl}${SOLVED_PATH}${solvedToken({ workspaceId, signingKey }, use)}`,
    rateLink: (enquiryId, of) => `${publicUrl}${RATE_PATH}${rateToken({ workspaceId, signingKey }, enquiryId, of)}`,
    channel: id => later.channels.get(id) ?? null,
    budgets: makeBudgets({ store, clock, ids }),
    promises: makePromises({ store, clock, kinds, calendar }),
    history: makeHistory(past),
    reasons: makeReasonGuesser(past),
    articles: makeArticleIndex({ store, clock }),
    drafting: options.draftModel ? { model: options.draftModel, memory: makeDraftMemory({ clock, ids }) } : null,
    kinds,
    desk: room => deskOf(store, later.desk(), room),
  };
  return { parts, settings, outcomes };
}
