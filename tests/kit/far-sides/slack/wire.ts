/** Looks back at everything the product said to Slack, and says in sentences what it should not have done. */
import { isObject } from './checks.ts';
import { worldOf } from './handles.ts';
import type { FakeSlack } from './hands.ts';
import type { ApiRequest, Json } from './shapes.ts';
import type { World } from './state.ts';

export interface WireRules {
  /** Tokens of mrkdwn that are our own, such as a mention of a colleague; dates are allowed anyway. */
  allow?: RegExp[];
  /** Whether one post per second and channel is demanded: yes. */
  pace?: boolean;
  /** What a name given to a post must end with. */
  customer?: RegExp;
}

const TOLERANCE_MS = 50;
const POST_EVERY_MS = 1_000;
const ANSWER_WITHIN_MS = 3_000;
const USES_MAX = 5;
const TS = /^\d{10}\.\d{6}$/;
const DATE = /^<!date\^\d+\^[^<>]*>$/;
const NEEDS_NO_TEAM = ['oauth.v2.access', 'apps.connections.open', 'api.test'];

export function wireProblems(slack: FakeSlack, rules: WireRules = {}): string[] {
  const world = worldOf(slack);
  const posts = slack.requests.filter(each => each.method === 'chat.postMessage');
  return [
    ...slack.requests.flatMap(each => wrongTeam(world, each)),
    ...posts.flatMap(each => badPost(world, each, rules)),
    ...slack.requests.flatMap(each => injected(`${each.method} at ${each.at}`, each.args, rules)),
    ...slack.responses.flatMap(each => injected('An answer to a response_url', each.body, rules)),
    ...twice(posts),
    ...(rules.pace === false ? [] : tooFast(posts)),
    ...impatient(slack.requests),
    ...overused(slack),
    ...slack.strangers.requests
      .filter(each => each.authorization !== null)
      .map(each => `A token was sent to a stranger: ${each.method} ${each.path}.`),
    ...slack.deliveries
      .filter(each => each.kind !== 'raw' && each.ms > ANSWER_WITHIN_MS)
      .map(
        each => `The product took ${each.ms} ms to answer ${each.kind} ${each.body.event_id ?? each.body.type ?? ''}.`,
      ),
  ];
}

function wrongTeam(world: World, { method, team, token, args }: ApiRequest): string[] {
  if (NEEDS_NO_TEAM.includes(method)) return [];
  if (token === null) return [`${method} was called without a token.`];
  if (team === null) return [`${method} was called with a token of no team.`];
  const owner = [...world.teams.values()].find(each => each.channels.has(args.channel ?? args.channel_id));
  if (owner && owner.id !== team)
    return [`${method} in ${args.channel} was called with the token of ${team}, not ${owner.id}.`];
  return args.team_id !== undefined && args.team_id !== team
    ? [`${method} for ${args.team_id} had the token of ${team}.`]
    : [];
}

const outboxId = (post: ApiRequest): unknown => post.args.metadata?.event_payload?.id;

function badPost(world: World, { args, team, at, ...post }: ApiRequest, rules: WireRules): string[] {
  const about = `The post "${String(args.text ?? '').slice(0, 40)}" at ${at}`;
  const problems: string[] = [];
  const must = (good: boolean, words: string) => void (good || problems.push(`${about} ${words}`));
  must(typeof args.text === 'string' && args.text.trim() !== '', 'has no text.');
  must(args.unfurl_links === false, 'does not say unfurl_links=false.');
  must(args.unfurl_media === false, 'does not say unfurl_media=false.');
  must(!('link_names' in args) && args.parse !== 'full', 'lets Slack look for links and names.');
  must(outboxId({ args, team, at, ...post }) !== undefined, 'has no id in its metadata.');
  if (args.username !== undefined)
    must((rules.customer ?? /\(customer\)$/).test(args.username), `goes out under the name "${args.username}".`);
  if (args.thread_ts !== undefined) {
    must(TS.test(args.thread_ts), `has a thread_ts that is no ts: ${args.thread_ts}.`);
    const root = world.teams
      .get(team ?? '')
      ?.channels.get(args.channel)
      ?.messages.get(args.thread_ts)?.body;
    must(!root?.thread_ts || root.thread_ts === args.thread_ts, `answers a reply, not the root: ${args.thread_ts}.`);
  }
  return problems;
}

/** Text that Slack reads as mrkdwn: the top-level text and mrkdwn objects. */
function mrkdwnIn(value: unknown, top: boolean): string[] {
  if (Array.isArray(value)) return value.flatMap(each => mrkdwnIn(each, false));
  if (!isObject(value)) return [];
  const own =
    (top || value.type === 'mrkdwn' || value.type === 'markdown') && typeof value.text === 'string' ? [value.text] : [];
  const inner = Object.entries(value).filter(([name]) => name !== 'metadata');
  return [...own, ...inner.flatMap(([, each]) => mrkdwnIn(each, false))];
}

function injected(about: string, args: Json, rules: WireRules): string[] {
  const allowed = [DATE, ...(rules.allow ?? [])];
  return mrkdwnIn(args, true)
    .flatMap(text => text.match(/<(?:[!@#]|https?:|mailto:)[^<>]*>?/gi) ?? [])
    .filter(token => !allowed.some(each => each.test(token)))
    .map(token => `${about} carries ${token} where Slack obeys it.`);
}

const isUnsure = ({ answered: { status, body } }: ApiRequest): boolean =>
  status === 0 || status >= 500 || body?.error === 'fatal_error' || body?.error === 'internal_error';

function twice(posts: ApiRequest[]): string[] {
  const byId = Map.groupBy(
    posts.filter(each => each.carriedOut && outboxId(each) !== undefined),
    outboxId,
  );
  return [...byId].flatMap(([id, same]) => {
    if (same.length < 2) return [];
    const why = same.slice(0, -1).some(isUnsure) ? ' after an answer that left it open' : '';
    return [`The post with the id ${id} was made ${same.length} times${why}.`];
  });
}

function tooFast(posts: ApiRequest[]): string[] {
  const byChannel = Map.groupBy(posts, each => each.args.channel);
  return [...byChannel].flatMap(([channel, all]) =>
    all.slice(1).flatMap((post, n) => {
      const gap = post.at - all[n]!.at;
      return gap < POST_EVERY_MS - TOLERANCE_MS ? [`Two posts into ${channel} are ${gap} ms apart.`] : [];
    }),
  );
}

function impatient(requests: ApiRequest[]): string[] {
  return requests.flatMap((refused, n) => {
    if (refused.answered.status !== 429) return [];
    const wait = refused.retryAfterMs ?? 0;
    const next = requests.slice(n + 1).find(each => each.method === refused.method && each.team === refused.team);
    if (!next || next.at - refused.at >= wait - TOLERANCE_MS) return [];
    return [`${next.method} came ${next.at - refused.at} ms after it was told to wait ${wait} ms.`];
  });
}

function overused(slack: FakeSlack): string[] {
  return [...Map.groupBy(slack.responses, each => each.url)]
    .filter(([, uses]) => uses.length > USES_MAX)
    .map(([, uses]) => `A response_url was used ${uses.length} times.`);
}
