/** `/metrics`: what an operator's monitoring reads, as Prometheus text. Team figures only, no names. */
import type { HealthItem } from '../ports/channel.ts';
import type { Clock } from '../ports/clock.ts';
import type { HttpRoute } from '../ports/http.ts';
import type { ChannelState, Health, KindBudget } from './health.ts';
import type { MayWatch } from './monitor-access.ts';
import { type Database, inTime } from './pulse.ts';
import { REPLY_OUTCOMES, type ReplyCount } from './reply-outcomes.ts';
import { VERSION } from './version.ts';

/** What is looked at for whoever asks how the service is. */
export interface Monitored {
  /** Of every workspace that is open. */
  houses(): Health[];
  /** Many tenants, who are nothing to each other. */
  shared: boolean;
  /** The connection to the desk that all of them share. */
  hub(): HealthItem[];
  database: Database;
  clock: Clock;
  may: MayWatch;
}

/** The figures of every workspace together. */
export function metricsRoute({ houses, shared, database, clock, may }: Monitored): HttpRoute {
  return {
    method: 'GET',
    path: '/metrics',
    handle: async (request, response) => {
      if (!may(request)) {
        response.writeHead(401, { 'Content-Type': 'text/plain; charset=utf-8', 'WWW-Authenticate': 'Bearer' });
        response.end('Ask from this machine, or with "Authorization: Bearer" and METRICS_TOKEN.\n');
        return;
      }
      const lines = await linesOf(houses(), { shared, database, clock });
      response.writeHead(200, {
        'Content-Type': 'text/plain; version=0.0.4; charset=utf-8',
        'Cache-Control': 'no-store',
      });
      response.end(`${lines.join('\n')}\n`);
    },
  };
}

async function linesOf(
  all: Health[],
  { shared, database, clock }: Pick<Monitored, 'shared' | 'database' | 'clock'>,
): Promise<string[]> {
  const [counts, progress, budgets, channels] = await Promise.all([
    inTime(Promise.all(all.map(each => each.counts())), clock).catch(() => null),
    Promise.all(all.map(each => each.progress())),
    inTime(Promise.all(all.map(each => each.budgets())), clock).catch(() => []),
    inTime(Promise.all(all.map(each => each.channelStates())), clock).catch(() => []),
  ]);
  return [
    gauge('deskhand_database_up', 'Whether the database answers: 1 or 0.', counts ? 1 : 0),
    // While the database says nothing, nothing is said of what it holds.
    ...(counts ? countLines(counts) : []),
    ...progressLines(progress),
    ...channelLines(channels.flat(), shared),
    ...replyLines(
      all.flatMap(each => each.replyOutcomes()),
      channels.flat(),
    ),
    ...budgetLines(budgets.flat()),
    gauge('process_resident_memory_bytes', 'Memory of this process.', process.memoryUsage.rss()),
    gauge('process_uptime_seconds', 'Seconds since this process started.', Math.round(process.uptime())),
    many('deskhand_info', 'What runs here.', 'gauge', [
      [{ database: database.kind, version: VERSION, node: process.versions.node }, 1],
    ]),
  ];
}

function countLines(counts: Awaited<ReturnType<Health['counts']>>[]): string[] {
  const sum = (name: 'open' | 'unclaimed' | 'jobs' | 'dead') => counts.reduce((n, each) => n + each[name], 0);
  return [
    gauge('deskhand_enquiries_open', 'Enquiries that are open, waiting or snoozed.', sum('open')),
    gauge('deskhand_enquiries_unclaimed', 'Of these, how many nobody owns.', sum('unclaimed')),
    gauge('deskhand_jobs_ready', 'Jobs that wait for their time or their turn.', sum('jobs')),
    gauge('deskhand_jobs_dead', 'Jobs that were given up.', sum('dead')),
  ];
}

function progressLines(progress: Awaited<ReturnType<Health['progress']>>[]): string[] {
  const looks = progress.flatMap(each => each.sinceLookMs ?? []);
  const due = progress.flatMap(each => each.oldestDueMs ?? []);
  const longest = (all: number[]) => inSeconds(Math.max(...all));
  return [
    ...(due.length
      ? [gauge('deskhand_job_oldest_due_seconds', 'How long the oldest job has been due.', longest(due))]
      : []),
    ...(looks.length
      ? [
          gauge(
            'deskhand_job_last_claim_age_seconds',
            'Since a worker last looked for jobs and had an answer; of several the longest.',
            longest(looks),
          ),
        ]
      : []),
  ];
}

/** Mailboxes, accounts and web chats. Of many tenants none is named: only how many there are of a kind, and how many are down. */
function channelLines(all: ChannelState[], shared: boolean): string[] {
  if (!all.length) return [];
  const kinds = [...new Set(all.map(each => each.kind))];
  const numbers = (wanted: (each: ChannelState) => boolean) =>
    kinds.map((kind): Sample => [{ kind }, all.filter(each => each.kind === kind && wanted(each)).length]);
  const read = all.filter(each => each.sinceReadMs !== null);
  return [
    many(
      'deskhand_channels',
      'Mailboxes, accounts and web chats that are open, by kind.',
      'gauge',
      numbers(() => true),
    ),
    many(
      'deskhand_channels_down',
      'Of these, how many are in trouble.',
      'gauge',
      numbers(({ up }) => !up),
    ),
    ...(shared
      ? []
      : [
          many(
            'deskhand_channel_up',
            'Whether a mailbox, account or web chat works: 0 after ten minutes of trouble.',
            'gauge',
            all.map(({ kind, name, up }) => [{ kind, channel: name }, up ? 1 : 0]),
          ),
          ...(read.length
            ? [
                many(
                  'deskhand_channel_last_read_age_seconds',
                  'Since this process last read the mailbox without trouble.',
                  'gauge',
                  read.map(({ kind, name, sinceReadMs }) => [{ kind, channel: name }, inSeconds(sinceReadMs!)]),
                ),
              ]
            : []),
        ]),
  ];
}

/** A counter of each outcome, from 0: a rate needs the number from before the first one. */
function replyLines(counts: ReplyCount[], channels: ChannelState[]): string[] {
  const kinds = [...new Set([...channels, ...counts].map(each => each.kind))];
  if (!kinds.length) return [];
  const samples = kinds.flatMap(kind =>
    REPLY_OUTCOMES.map((outcome): Sample => {
      const those = counts.filter(each => each.kind === kind && each.outcome === outcome);
      return [{ kind, outcome }, those.reduce((n, each) => n + each.n, 0)];
    }),
  );
  return [
    many(
      'deskhand_replies_total',
      'What became of replies since this process started; a reply that was sent may be delivered or bounced later.',
      'counter',
      samples,
    ),
  ];
}

/** One line for each budget of a kind of channel; of several channels the one that is used furthest. */
function budgetLines(all: KindBudget[]): string[] {
  const share = ({ used, max }: KindBudget) => (max > 0 ? used / max : 1);
  const fullest = new Map<string, KindBudget>();
  for (const each of all) {
    const key = `${each.kind} ${each.budget}`;
    const known = fullest.get(key);
    if (!known || share(each) > share(known)) fullest.set(key, each);
  }
  if (!fullest.size) return [];
  const samples = (value: (each: KindBudget) => number) =>
    [...fullest.values()].map((each): Sample => [{ kind: each.kind, budget: each.budget }, value(each)]);
  const help = 'How much of a budget of a channel is used; money in its currency.';
  return [
    many(
      'deskhand_budget_used',
      help,
      'gauge',
      samples(b => b.used),
    ),
    many(
      'deskhand_budget_max',
      'How much it has in all.',
      'gauge',
      samples(b => b.max),
    ),
  ];
}

function inSeconds(ms: number): number {
  return Math.round(ms) / 1_000;
}

function gauge(name: string, help: string, value: number): string {
  return many(name, help, 'gauge', [[{}, value]]);
}

type Sample = [labels: Record<string, string>, value: number];

/** One metric in Prometheus' text format, https://prometheus.io/docs/instrumenting/exposition_formats/. */
function many(name: string, help: string, type: 'gauge' | 'counter', samples: Sample[]): string {
  const lines = samples.map(([labels, value]) => {
    const each = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
    return `${name}${each.length ? `{${each.join(',')}}` : ''} ${value}`;
  });
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}
