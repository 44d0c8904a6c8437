/** Health as shown to admins, to monitoring and on the desk's home page. */
import { hush } from '../core/hush.ts';
import type { ChannelId } from '../core/ids.ts';
import type { Kinds } from '../core/kinds.ts';
import type { DurationMs } from '../core/time.ts';

import type { Budgets } from '../ports/budget.ts';
import type { Channel, HealthItem } from '../ports/channel.ts';
import type { Desk } from '../ports/desk.ts';
import type { TeamSettings } from '../ports/parts.ts';
import type { WorkspaceStore } from '../ports/store.ts';
import { makePulse, type Pulse, type PulseParts } from './pulse.ts';
import type { ReplyCount, ReplyOutcomes } from './reply-outcomes.ts';

export interface Health extends Pulse {
  /** Only what readiness needs: the database, the work and the desk. */
  ready(): Promise<HealthItem[]>;
  /** What has been down for longer than a hiccup; it stops nothing else. */
  troubles(): HealthItem[];
  /** Everything; looks at the far sides too. */
  health(): Promise<HealthItem[]>;
  /** How much there is of what operators watch. */
  counts(): ReturnType<WorkspaceStore['counts']>;
  /** How far the budgets of every channel are used; money in its currency. */
  budgets(): Promise<KindBudget[]>;
  /** How the open channels are, without asking a far side. */
  channelStates(): Promise<ChannelState[]>;
  /** What became of replies since this process started. */
  replyOutcomes(): ReplyCount[];
}

/** A channel as monitoring sees it. */
export interface ChannelState {
  kind: string;
  name: string;
  /** False while it is in trouble for longer than a hiccup, as "/readyz" lists it. */
  up: boolean;
  /** Since it was last read without trouble; null where this process does not read it. */
  sinceReadMs: DurationMs | null;
}

/** A budget of a channel, without the channel's name. */
export interface KindBudget {
  kind: string;
  budget: string;
  used: number;
  max: number;
}

const MILLIONTHS = 1_000_000;

interface HealthParts extends PulseParts {
  parts: {
    store: Pick<WorkspaceStore, 'channels' | 'counts' | 'rooms'>;
    kinds: Kinds;
    budgets: Pick<Budgets, 'check' | 'used'>;
  } & Pick<TeamSettings, 'risingRoom' | 'letter'>;
  desk: Desk;
  /** Those that are open. */
  channels: ReadonlyMap<ChannelId, Channel>;
  outcomes: Pick<ReplyOutcomes, 'counts'>;
  /** Who is to be told of late answers, and is nobody here. */
  unknownPeople(): Promise<{ unknown: string[] }>;
  /** What the last night removed; nothing where everything is kept. */
  retention(): Promise<HealthItem[]>;
}

export function makeHealth(given: HealthParts): Health {
  const { desk, channels } = given;
  const { store, kinds, budgets } = given.parts;
  const pulse = makePulse(given);
  const ofChannels = async () => {
    const rows = (await store.channels()).filter(each => !kinds.of(each.kind).internal);
    const lost = { ok: false, words: 'It is stored but not in the provisioning file. Add it there or erase it.' };
    // All at once: a server that hangs costs its own few seconds, not those of each after the other.
    const each = rows.map(async ({ id, name }): Promise<HealthItem[]> => {
      const channel = channels.get(id);
      if (!channel) return [{ what: `Channel ${name}`, ...lost }];
      const items = await Promise.all([channel.check(), budgets.check(id, channel)]);
      return items.flat().map(item => ({ ...item, what: `Channel ${name}: ${item.what}` }));
    });
    return (await Promise.all(each)).flat();
  };
  const escalation = async (): Promise<HealthItem[]> => {
    const { unknown } = await given.unknownPeople();
    if (unknown.length === 0) return [];
    const words = `"escalate_to" names ${unknown.join(', ')}, whom nobody here is called: they are not told when a customer waits too long. ${desk.personHelp ?? 'People are known once they have used the desk.'}`;
    return [{ what: 'Answer times', ok: false, words }];
  };
  const jobs = async (): Promise<HealthItem[]> => {
    const { dead } = await store.counts();
    if (!dead) return [];
    return [
      { what: 'Jobs', ok: false, words: `${dead} failed for good; each is reported in its thread and in the log.` },
    ];
  };
  const deskTroubles = () => (desk.troubles?.() ?? []).map(words => ({ what: 'Desk', ok: false, words }));
  const ofDatabase = () => (given.database.troubles?.() ?? []).map(words => ({ what: 'Database', ok: false, words }));
  const ready = async () => {
    const [database, work, ofDesk] = await Promise.all([
      pulse.database(),
      pulse.work(),
      desk.check().catch(error => [{ what: 'Desk', ok: false, words: given.database.words(error) }]),
    ]);
    return [database, ...work, ...ofDesk];
  };
  /** What is said of a far side may repeat what it was sent. */
  const hushed = (items: HealthItem[]) => items.map(item => ({ ...item, words: hush(item.words) }));
  return {
    ...pulse,
    ready: async () => hushed(await ready()),
    counts: () => store.counts(),
    budgets: () => budgetsOf(given),
    channelStates: () => statesOf(given),
    replyOutcomes: () => given.outcomes.counts(),
    troubles: () =>
      hushed([
        ...deskTroubles(),
        ...ofDatabase(),
        ...[...channels.values()].flatMap(channel => {
          const words = channel.trouble?.() ?? null;
          return words ? [{ what: `Channel ${channel.kind}`, ok: false, words }] : [];
        }),
      ]),
    health: async () =>
      hushed([
        ...(await ready()),
        ...deskTroubles(),
        ...ofDatabase(),
        ...(await ofChannels()),
        ...(await escalation()),
        ...(await given.retention()),
        ...(await strayRooms(given.parts)),
        ...(await jobs()),
      ]),
  };
}

async function statesOf({ parts: { store, kinds }, channels, clock }: HealthParts): Promise<ChannelState[]> {
  return (await store.channels()).flatMap(({ id, kind, name }): ChannelState[] => {
    const channel = channels.get(id);
    if (!channel || kinds.of(kind).internal) return [];
    const readAt = channel.readAt?.() ?? null;
    const sinceReadMs = readAt === null ? null : Math.max(0, clock.now() - readAt);
    return [{ kind, name, up: (channel.trouble?.() ?? null) === null, sinceReadMs }];
  });
}

async function budgetsOf({ parts: { budgets }, channels }: HealthParts): Promise<KindBudget[]> {
  const metered = [...channels].flatMap(([id, { kind, meter }]) => (meter ? [{ id, kind, meter }] : []));
  const each = metered.map(async ({ id, kind, meter }): Promise<KindBudget[]> => {
    const unit = (name: string) =>
      meter.budgets.find(budget => budget.name === name)?.counts === 'money' ? MILLIONTHS : 1;
    return (await budgets.used(id, meter)).map(({ name, used: n, max }) => ({
      ...{ kind, budget: name, used: n / unit(name), max: max / unit(name) },
    }));
  });
  return (await Promise.all(each)).flat();
}

/** Rooms that the settings name and nobody has: what would stand there is told nowhere. */
async function strayRooms({ store, risingRoom, letter }: HealthParts['parts']): Promise<HealthItem[]> {
  const names = (await store.rooms()).map(each => each.name);
  const there = names.length ? `Rooms: ${names.join(', ')}.` : 'There is no room yet.';
  const [rising, written] = [risingRoom(), (await letter())?.room ?? null];
  const stray = (what: string, named: string | null, setting: string, lost: string): HealthItem[] => {
    if (named === null || names.includes(named)) return [];
    const words = `"${setting}" names ${named}, and there is no room of that name: ${lost} Name one that is there. ${there}`;
    return [{ what, ok: false, words }];
  };
  return [
    ...stray('Rising', rising, 'rising_room', 'nobody is told what is rising.'),
    ...stray('Weekly letter', written, 'letter.room', 'the letter is posted in none.'),
  ];
}
