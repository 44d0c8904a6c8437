/** Health as shown to admins, to monitoring and on the desk's home page. */
import type { ChannelId } from '../core/ids.ts';
import type { Kinds } from '../core/kinds.ts';
import type { Budgets } from '../ports/budget.ts';
import type { Channel, HealthItem } from '../ports/channel.ts';
import type { Desk } from '../ports/desk.ts';
import type { WorkspaceStore } from '../ports/store.ts';
import { makePulse, type Pulse, type PulseParts } from './pulse.ts';

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
  parts: { store: Pick<WorkspaceStore, 'channels' | 'counts'>; kinds: Kinds; budgets: Pick<Budgets, 'check' | 'used'> };
  desk: Desk;
  /** Those that are open. */
  channels: ReadonlyMap<ChannelId, Channel>;
  /** Who is to be told of late answers, and is nobody here. */
  unknownPeople(): Promise<{ unknown: string[] }>;
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
  const used = async () => {
    const metered = [...channels].flatMap(([id, { kind, meter }]) => (meter ? [{ id, kind, meter }] : []));
    const each = metered.map(async ({ id, kind, meter }): Promise<KindBudget[]> => {
      const unit = (name: string) =>
        meter.budgets.find(budget => budget.name === name)?.counts === 'money' ? MILLIONTHS : 1;
      return (await budgets.used(id, meter)).map(({ name, used: n, max }) => ({
        ...{ kind, budget: name, used: n / unit(name), max: max / unit(name) },
      }));
    });
    return (await Promise.all(each)).flat();
  };
  const deskTroubles = () => (desk.troubles?.() ?? []).map(words => ({ what: 'Desk', ok: false, words }));
  const ready = async () => {
    const [database, work, ofDesk] = await Promise.all([
      pulse.database(),
      pulse.work(),
      desk.check().catch(error => [{ what: 'Desk', ok: false, words: given.database.words(error) }]),
    ]);
    return [database, ...work, ...ofDesk];
  };
  return {
    ...pulse,
    ready,
    counts: () => store.counts(),
    budgets: used,
    troubles: () => [
      ...deskTroubles(),
      ...[...channels.values()].flatMap(channel => {
        const words = channel.trouble?.() ?? null;
        return words ? [{ what: `Channel ${channel.kind}`, ok: false, words }] : [];
      }),
    ],
    health: async () => [
      ...(await ready()),
      ...deskTroubles(),
      ...(await ofChannels()),
      ...(await escalation()),
      ...(await jobs()),
    ],
  };
}
