/**
 * Guesses the contact reason of a text from what a team chose before: by the likest enquiries, and from a hundred labels on
 * beside a small classifier. How far it may be trusted it learns from its own labels, held back in turn. Pure but for breaks.
 */
import type { EnquiryId } from '../../core/ids.ts';
import { best, type Held, heated, learnHeat, learnTrust, type Trust, trustIn } from './calibrate.ts';
import { featuresOf } from './features.ts';
import { type Example, type Softmax, teachSoftmax } from './softmax.ts';
import { countVotes, mixed, priorOf, type Vote } from './votes.ts';

/** An enquiry whose reason was chosen. */
export interface Label {
  id: EnquiryId;
  sentences: readonly string[];
  reason: string;
}

/** The likest of the labels, the likest first. */
type Nearest = (sentences: readonly string[], without: EnquiryId | null) => { id: EnquiryId; score: number }[];

interface Guess {
  /** The likeliest first; each reason with how likely it is. */
  reasons: { reason: string; p: number }[];
  /** So sure that at least 95 of 100 such guesses were right. */
  sure: boolean;
}

export interface ReasonModel {
  /** @param nearest the likest labels as they are now, of reasons known to it or newer than it */
  guess(sentences: readonly string[], nearest: readonly { reason: string; score: number }[]): Guess;
  /** How many labels it was made of. */
  readonly labels: number;
  bytes(): number;
}

/** Below this many labels the likest enquiries know better. */
const CLASSIFIER_MIN = 100;
/** Labels are held back in so many turns. */
const TURNS = 5;
/** The newest labels that are held back: more say nothing new about how many are right. */
const HELD_MAX = 600;
/** What the classifier may count for beside the likest enquiries; the best is chosen by what was held back. */
const SHARES = [0.3, 0.45, 0.6];
/** Enquiries that vote. */
export const VOTERS = 64;

/** A model that knows how often each was chosen, and nothing else: until one is made. */
export function plainModel(): ReasonModel {
  return assemble([], new Float64Array(0), { softmax: null, share: 0, heat: 1, trust: null }, 0);
}

/**
 * @param labels the newest last
 * @param breathe lets others have their turn when it is time
 */
export async function makeReasonModel(
  labels: readonly Label[],
  nearest: Nearest,
  breathe: () => Promise<void>,
): Promise<ReasonModel> {
  const classes = [...new Set(labels.map(each => each.reason))].sort();
  const numberOf = new Map(classes.map((each, i) => [each, i]));
  const examples: Example[] = [];
  for (const { sentences, reason } of labels) {
    examples.push({ features: featuresOf(sentences), is: numberOf.get(reason)! });
    await breathe();
  }
  const isOf = new Map(labels.map((each, i) => [each.id, examples[i]!.is]));
  const prior = priorOf(
    examples.map(each => each.is),
    classes.length,
  );
  const teach = (some: readonly Example[]) =>
    some.length < CLASSIFIER_MIN ? null : finished(teachSoftmax(some, classes.length), breathe);
  const first = Math.max(0, labels.length - HELD_MAX);
  const held: Omit<Held, 'p'>[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const isHeld = (i: number) => i >= first && i % TURNS === turn;
    const softmax = await teach(examples.filter((_, i) => !isHeld(i)));
    for (const [i, { id, sentences }] of labels.entries()) {
      if (!isHeld(i)) continue;
      const found = nearest(sentences, id);
      const votes = found.flatMap(each =>
        isOf.has(each.id) ? [{ is: isOf.get(each.id)!, likeness: each.score }] : [],
      );
      const { features, is } = examples[i]!;
      const own = { votes: countVotes(votes, prior), other: softmax?.probabilities(features) ?? null };
      held.push({ ...own, is, nearest: found[0]?.score ?? 0 });
      await breathe();
    }
  }
  const share = bestOf(SHARES, each => held.filter(one => best(mixed(one.votes, one.other, each)) === one.is).length);
  await breathe();
  const guesses: Held[] = held.map(each => ({ ...each, p: mixed(each.votes, each.other, share) }));
  const trust = await finished(learnTrust(guesses), breathe);
  const heat = await finished(learnHeat(guesses), breathe);
  return assemble(classes, prior, { softmax: await teach(examples), share, heat, trust }, labels.length);
}

/** The first of those with the most. */
function bestOf(options: readonly number[], value: (option: number) => number): number {
  const values = options.map(value);
  return options[values.indexOf(Math.max(...values))]!;
}

async function finished<T>(work: Generator<void, T>, breathe: () => Promise<void>): Promise<T> {
  for (;;) {
    const next = work.next();
    if (next.done) return next.value;
    await breathe();
  }
}

interface Learnt {
  softmax: Softmax | null;
  share: number;
  heat: number;
  /** Null: nothing is known of it. */
  trust: Trust | null;
}

function assemble(known: readonly string[], prior: Float64Array, learnt: Learnt, labels: number): ReasonModel {
  const { softmax, share, heat, trust } = learnt;
  return {
    labels,
    guess: (sentences, nearest) => {
      // What was chosen for the first time since it was made can be guessed, too.
      const classes = [...new Set([...known, ...nearest.map(each => each.reason)])];
      const numberOf = new Map(classes.map((each, i) => [each, i]));
      const wide = (p: Float64Array) => Float64Array.from(classes, (_, i) => p[i] ?? 0);
      const votes: Vote[] = nearest.map(({ reason, score }) => ({ is: numberOf.get(reason)!, likeness: score }));
      const other = softmax && sentences.length > 0 ? wide(softmax.probabilities(featuresOf(sentences))) : null;
      const counted = countVotes(votes, wide(prior));
      const p = mixed(counted, other, share);
      const opinions = { votes: counted, other, p, nearest: nearest[0]?.score ?? 0 };
      const shown = heated(p, heat);
      const reasons = classes.map((reason, i) => ({ reason, p: shown[i]! }));
      return {
        reasons: reasons.sort((a, b) => b.p - a.p || (a.reason < b.reason ? -1 : 1)),
        sure: trust !== null && nearest.length > 0 && trustIn(opinions, trust) >= trust.mark,
      };
    },
    bytes: () => softmax?.bytes() ?? 0,
  };
}
