/** Guesses contact reasons for one workspace: follows its choices, and learns anew after 25 of them and every night. */
import type { EnquiryId } from '../../core/ids.ts';
import type { Kinds } from '../../core/kinds.ts';
import { type ReasonMap, reasonMap } from '../../core/reasons.ts';
import { DAY, type DurationMs, type Instant } from '../../core/time.ts';
import { makeCurrent } from '../../knowledge/current.ts';
import type { Followed } from '../../knowledge/follow.ts';
import type { IndexMemory } from '../../knowledge/index-memory.ts';
import type { PastIndex } from '../../knowledge/past-index.ts';
import { labelOf } from '../../knowledge/question.ts';
import type { Clock } from '../../ports/clock.ts';
import type { PastReads } from '../../ports/history.ts';
import type { Log } from '../../ports/log.ts';
import type { ReasonReads } from '../../ports/reads.ts';
import type { ReasonGuess, ReasonGuesser } from '../../ports/reasons.ts';
import { makeReasonModel, plainModel, type ReasonModel, VOTERS } from './model.ts';

/** Labels that are learnt from, the newest: more change little, and what a team meant two years ago misleads. */
const LABELS_MAX = 4_000;
/** Resolved enquiries that are looked at for them. */
const LOOKED_AT_MAX = 20_000;
/** Below so many there is nothing to learn: what is chosen most often is offered. */
const LABELS_MIN = 4;
/** So many choices later it learns anew; and after a day, if there was any. */
const AGAIN_AFTER = 25;
const NIGHTLY: DurationMs = DAY;
/** After so many ms others have their turn; one step in between takes a few ms at most. */
const IN_ONE_GO: DurationMs = 4;
const FAILED = 'Earlier contact reasons cannot be looked through; it is tried again in a minute.';

interface GuesserParts {
  store: PastReads & ReasonReads;
  clock: Clock;
  log: Log;
  kinds: Kinds;
  memory: IndexMemory;
}

interface Taught {
  model: ReasonModel;
  /** How much had changed, and when. */
  changes: number;
  at: Instant;
}

export function makeReasonGuesser(parts: GuesserParts): ReasonGuesser {
  const { store, clock, log } = parts;
  const current = makeCurrent(parts, {
    past: labelOf,
    max: LABELS_MAX,
    lookedAtMax: LOOKED_AT_MAX,
    failed: FAILED,
  });
  const taught = new WeakMap<Followed, Taught>();
  let teaching: Promise<void> | null = null;
  const mapNow = async () => reasonMap((await store.reasonList())?.entries ?? []);
  const isDue = (followed: Followed): boolean => {
    const last = taught.get(followed);
    if (!last) return followed.index.size >= LABELS_MIN;
    const changes = followed.changes - last.changes;
    return changes >= AGAIN_AFTER || (changes > 0 && clock.now() >= last.at + NIGHTLY);
  };
  const teach = (followed: Followed, map: ReasonMap): Promise<void> => {
    teaching ??= makeModel(followed.index, map, clock)
      .then(
        model => void taught.set(followed, { model, changes: followed.changes, at: clock.now() }),
        error => log.warn({ error: String(error) }, 'Contact reasons could not be learnt; it is tried again later.'),
      )
      .finally(() => {
        teaching = null;
      });
    return teaching;
  };
  return {
    guess: async (sentences, of) => {
      const followed = await current.get();
      if (!followed || followed.index.size < LABELS_MIN || sentences.length === 0) return null;
      const map = await mapNow();
      if (isDue(followed)) void teach(followed, map);
      const found = followed.index.search(sentences, VOTERS, past => past.id !== of);
      const nearest = found.map(({ reason, score }) => ({ reason: map.now(reason!), score }));
      return namedNow((taught.get(followed)?.model ?? plainModel()).guess(sentences, nearest), map);
    },
    ready: current.ready,
    learnt: async withinMs => {
      if (!(await current.ready(withinMs))) return false;
      const followed = await current.get();
      if (followed && isDue(followed)) await teach(followed, await mapNow());
      return followed !== null;
    },
  };
}

async function makeModel(index: PastIndex, map: ReasonMap, clock: Clock): Promise<ReasonModel> {
  const labels = [...index.all()]
    .sort((a, b) => a.number - b.number)
    .map(({ id, sentences, reason }) => ({ id, sentences, reason: map.now(reason!) }));
  const nearest = (sentences: readonly string[], without: EnquiryId | null) =>
    index.search(sentences, VOTERS, past => past.id !== without).map(({ id, score }) => ({ id, score }));
  let last = clock.elapsed();
  return makeReasonModel(labels, nearest, async () => {
    if (clock.elapsed() - last < IN_ONE_GO) return;
    await clock.sleep(0);
    last = clock.elapsed();
  });
}

/** Reasons that were merged since it learnt are one. */
function namedNow({ reasons, sure }: ReasonGuess, map: ReasonMap): ReasonGuess {
  const together = new Map<string, number>();
  for (const { reason, p } of reasons) together.set(map.now(reason), (together.get(map.now(reason)) ?? 0) + p);
  const [first] = reasons;
  const sorted = [...together]
    .map(([reason, p]) => ({ reason, p }))
    .sort((a, b) => b.p - a.p || (a.reason < b.reason ? -1 : 1));
  return { reasons: sorted, sure: sure && sorted[0]?.reason === map.now(first?.reason ?? '') };
}
