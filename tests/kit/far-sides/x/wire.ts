/** Looks back at everything the product asked of X, and says in sentences what it should not have done. */
import type { ProblemRules } from './hands.ts';
import type { Call } from './shapes.ts';
import type { World } from './state.ts';

const ANSWER_WITHIN_MS = 10_000;
/** Bodies that X would refuse again, word for word. */
const FINAL = [400, 403, 413];

export function problemsOf(world: World, rules: ProblemRules): string[] {
  return [
    ...(rules.refusals === false ? [] : misunderstood(world.calls)),
    ...impatient(world.calls),
    ...stubborn(world.calls),
    ...(rules.twice === false ? [] : sentTwice(world)),
    ...world.reused.map(() => 'A refresh token was used a second time: X takes that for a theft.'),
    ...world.deliveries
      .filter(each => each.status === 0 || each.status >= 500 || each.ms > ANSWER_WITHIN_MS)
      .map(
        each =>
          `The product answered ${each.event.data?.event_type} with ${each.status} after ${Math.round(each.ms)} ms.`,
      ),
  ];
}

function misunderstood(calls: Call[]): string[] {
  return calls
    .filter(each => each.status === 400 || each.route === 'unknown')
    .map(each => `${each.method} ${each.path} was answered with ${each.status}: ${JSON.stringify(each.answer)}`);
}

/** Asked again before the window opened that a refusal named. */
function impatient(calls: Call[]): string[] {
  return calls.flatMap((refused, n) => {
    if (!refused.opensAt) return [];
    const early = calls
      .slice(n + 1)
      .find(each => each.route === refused.route && each.by === refused.by && each.at < (refused.opensAt ?? 0));
    return early
      ? [`${early.method} ${early.path} came ${refused.opensAt! - early.at} ms before its window opened.`]
      : [];
  });
}

/** The very same post or message after a final refusal. */
function stubborn(calls: Call[]): string[] {
  const sends = calls.filter(each => /^(posts\.create|dms\.send)/.test(each.route));
  return sends.flatMap((refused, n) =>
    FINAL.includes(refused.status) && sends.slice(n + 1).some(each => each.path === refused.path && same(each, refused))
      ? [`${refused.method} ${refused.path} was sent again after X refused it with ${refused.status}.`]
      : [],
  );
}

const same = (a: Call, b: Call): boolean => JSON.stringify(a.body) === JSON.stringify(b.body);

function sentTwice(world: World): string[] {
  const sent = world.calls.filter(each => each.carriedOut && /^dms\.send/.test(each.route));
  return sent
    .filter((each, n) => sent.slice(0, n).some(one => one.path === each.path && same(one, each)))
    .map(each => `The message "${String(each.body?.text).slice(0, 40)}" went out twice to ${each.path}.`);
}
