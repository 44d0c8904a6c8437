/** How the house is: what an admin, a monitor and the desk's home are told. */
import type { ChannelId } from '../core/ids.ts';
import { LOG_KIND } from '../handling/log.ts';
import type { Worker } from '../outbox/worker.ts';
import type { Channel, HealthItem } from '../ports/channel.ts';
import type { Desk } from '../ports/desk.ts';
import type { Parts } from '../ports/parts.ts';
import { databaseWords } from '../store/database-words.ts';
import type { Engine } from '../store/engine.ts';
import { peopleToTell } from '../waiting/say.ts';
import { TRIAL_KIND } from './trial.ts';
import { makeWatch, type Watch } from './watch.ts';

export interface Health extends Watch {
  /** Only what readiness needs: the database, the work and the desk. */
  ready(): Promise<HealthItem[]>;
  /** What has been down for longer than a hiccup; it stops nothing else. */
  troubles(): HealthItem[];
  /** Everything; looks at the far sides too. */
  health(): Promise<HealthItem[]>;
}

interface HealthParts {
  engine: Engine;
  parts: Parts;
  desk: Desk;
  worker(): Worker | null;
  /** Those that are open. */
  channels: ReadonlyMap<ChannelId, Channel>;
}

export function makeHealth({ engine, parts, desk, worker, channels }: HealthParts): Health {
  const { store } = parts;
  const watch = makeWatch({ engine, clock: parts.clock, worker });
  const ofChannels = async () => {
    const rows = (await store.channels()).filter(({ kind }) => kind !== LOG_KIND && kind !== TRIAL_KIND);
    const lost = { ok: false, words: 'It is known but not in the provisioning file. Add it there or erase it.' };
    // All at once: a server that hangs costs its own few seconds, not those of each after the other.
    const each = rows.map(async ({ id, name }): Promise<HealthItem[]> => {
      const channel = channels.get(id);
      if (!channel) return [{ what: `Channel ${name}`, ...lost }];
      return (await channel.check()).map(item => ({ ...item, what: `Channel ${name}: ${item.what}` }));
    });
    return (await Promise.all(each)).flat();
  };
  const escalation = async (): Promise<HealthItem[]> => {
    const { unknown } = await peopleToTell(parts, desk);
    if (unknown.length === 0) return [];
    const how = desk.personHelp ?? 'People are known once they have used the desk.';
    const words = `"escalate_to" names ${unknown.join(', ')}, whom nobody here is called: they are not told when a customer waits too long. ${how}`;
    return [{ what: 'Answering on time', ok: false, words }];
  };
  const jobs = async (): Promise<HealthItem[]> => {
    const { dead } = await store.counts();
    if (!dead) return [];
    return [{ what: 'Jobs', ok: false, words: `${dead} were given up; each is said in its thread and in the log.` }];
  };
  const deskTroubles = () => (desk.troubles?.() ?? []).map(words => ({ what: 'Desk', ok: false, words }));
  const ready = async () => {
    const [database, work, ofDesk] = await Promise.all([
      watch.database(),
      watch.work(),
      desk.check().catch(error => [{ what: 'Desk', ok: false, words: databaseWords(error) }]),
    ]);
    return [database, ...work, ...ofDesk];
  };
  return {
    ...watch,
    ready,
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
