/** What each channel is handed: its own records, the intake, leases, and what the house does for it. */
import { createHmac } from 'node:crypto';
import type { ChannelId } from '../core/ids.ts';
import { type DurationMs, SECOND } from '../core/time.ts';
import { makeStuck } from '../intake/stuck.ts';
import { lead } from '../outbox/leader.ts';
import {
  type AcceptResult,
  type Channel,
  type ChannelContext,
  type Inbound,
  NotTaken,
  type Progress,
} from '../ports/channel.ts';
import type { Desk } from '../ports/desk.ts';
import type { TrustedProxies } from '../ports/http.ts';
import { job, type LeaseStore } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { ChannelRow } from '../ports/rows.ts';
import type { Bus } from '../ports/shelf.ts';
import { replyDelivered } from '../reply/delivered.ts';
import { makeClientAddresses } from '../server/client-address.ts';
import { anywhere, onlyPublic } from '../settings/private-hosts.ts';
import type { Sealer } from '../settings/provision.ts';
import { vaultOf } from '../settings/vault.ts';
import { databaseWords, isAboutTheMessage, isDatabaseTrouble } from '../store/database-words.ts';
import { makeWatching } from '../watching/context.ts';

/** Whoever holds such a lease and died is given up after this; what is done under it takes seconds. */
const EXCLUSIVE_LEASE: DurationMs = 30 * SECOND;
const EXCLUSIVE_STEP: DurationMs = 100;

interface ContextParts {
  options: {
    instance: string;
    publicUrl: string;
    signingKey: Uint8Array;
    sealer: Sealer;
    progress?: (what: string) => Progress;
    trustedProxies?: TrustedProxies;
    shared?: boolean;
    written?: { channel: string[] };
  };
  parts: Parts;
  leases: LeaseStore;
  bus: Bus;
  accept(row: ChannelRow, inbound: Inbound): Promise<AcceptResult>;
  /** Those that are open. */
  channels: ReadonlyMap<ChannelId, Channel>;
  desk: Desk;
}

export function makeChannelContexts(given: ContextParts): (row: ChannelRow) => ChannelContext {
  const { options, parts, leases, bus, accept, channels, desk } = given;
  const { store, recorder, clock, ids, log, workspaceId } = parts;
  const addresses = makeClientAddresses(options.trustedProxies ?? (() => false));
  const notTaken = (error: unknown) =>
    new NotTaken(databaseWords(error), { alone: !isDatabaseTrouble(error), cause: error });
  return row => {
    const stuck = makeStuck(clock);
    return {
      workspaceId,
      channelId: row.id,
      name: row.name,
      publicUrl: options.publicUrl,
      clock,
      ids,
      log,
      bus,
      shelf: store.shelf(`channel:${row.name}`),
      accept: async inbound => {
        try {
          const result = await accept(row, inbound);
          if (result.as === 'stored') stuck.taken(inbound.externalId);
          return result;
        } catch (error) {
          const { as } = inbound.content;
          const its = isAboutTheMessage(error) || (!isDatabaseTrouble(error) && stuck.failed(inbound.externalId));
          const why = databaseWords(error);
          if (as === 'unreadable' || !its) {
            log.error({ channel: row.id, error: why }, 'A message could not be stored. It stays at its source.');
            throw notTaken(error);
          }
          log.error({ channel: row.id, error: why }, 'A message could not be taken in and is shown as unreadable.');
          return accept(row, standIn(inbound)).catch(failure => {
            throw notTaken(failure);
          });
        }
      },
      cursor: () =>
        store.channel(row.id).then(
          found => found?.cursor ?? null,
          error => {
            throw notTaken(error);
          },
        ),
      saveCursor: async cursor => {
        await store.commit([{ do: 'update', table: 'channels', id: row.id, set: { cursor } }]).catch(error => {
          throw notTaken(error);
        });
      },
      delivered: replyId => replyDelivered(parts, replyId),
      whileLeader: work => lead({ leases, clock, log, owner: options.instance }, `channel:${row.id}`, work),
      notice: async (key, words, tone) => {
        const notice = job('room.notice', `notice:${row.roomId}`, {
          roomId: row.roomId,
          key: `${row.id}:${key}`,
          words,
          tone,
        });
        const id = `${workspaceId}:notice:${row.id}:${key}`;
        await recorder.enqueue([notice], [{ do: 'insert', table: 'seen', row: { id, workspaceId, at: clock.now() } }]);
      },
      vault: vaultOf(store.shelf(`vault:${row.name}`), options.sealer, `${workspaceId}:vault:${row.name}`),
      progress: what =>
        options.progress?.(what) ?? {
          at: (share, words) => log.info({ channel: row.id, percent: Math.floor(share * 100) }, `${what}: ${words}.`),
          end: words => log.info({ channel: row.id }, words),
        },
      ours: () =>
        [...channels.values()].filter(each => each.kind === row.kind).flatMap(each => [...(each.addresses ?? [])]),
      exclusively: async (name, work) => {
        const lease = `channel:${row.id}:${name}`;
        // Each turn has a name of its own: two of them in this process wait for each other too.
        const owner = `${options.instance}:${ids.secret(4)}`;
        while ((await leases.take(lease, owner, clock.now(), EXCLUSIVE_LEASE)) === null)
          await clock.sleep(EXCLUSIVE_STEP);
        try {
          return await work();
        } finally {
          await leases.release(lease, owner).catch(() => {});
        }
      },
      // What the admin of the installation wrote into its file may be in their own house.
      reach: options.shared && !options.written?.channel.includes(row.name) ? onlyPublic : anywhere,
      sign: text => createHmac('sha256', options.signingKey).update(`${workspaceId}:${text}`).digest('hex'),
      ...addresses,
      watching: makeWatching(parts, desk, row),
    };
  };
}

/** In place of a message that cannot be stored: who wrote, about what, and that it is kept as it came. */
function standIn(inbound: Inbound): Inbound {
  if (inbound.content.as === 'unreadable') return inbound;
  const { from, subject } = inbound.content.message;
  const why = 'something in it could not be stored.';
  return { ...inbound, content: { as: 'unreadable', why, from: from.address, subject } };
}
