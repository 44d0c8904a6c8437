/** Builds the context each channel gets: its own records, the intake, leases, and services of the house. */
import { createHmac } from 'node:crypto';
import type { ChannelId } from '../core/ids.ts';
import { shortName } from '../intake/screen.ts';
import { makeSource } from '../intake/source.ts';
import { withdrawMessages } from '../intake/withdraw.ts';
import { lead, takeTurns } from '../outbox/leader.ts';
import type { SharedLeases } from '../outbox/shared-leases.ts';
import type { AcceptResult, Channel, ChannelContext, Inbound, Progress } from '../ports/channel.ts';
import type { Desk } from '../ports/desk.ts';
import type { TrustedProxies } from '../ports/http.ts';
import type { LeaseStore } from '../ports/jobs.ts';
import type { Parts } from '../ports/parts.ts';
import type { ChannelRow } from '../ports/rows.ts';
import type { Bus } from '../ports/shelf.ts';
import { livingAmong } from '../posting/living.ts';
import { noticeOnce } from '../posting/notice.ts';
import { replyDelivered } from '../reply/delivered.ts';
import { makeClientAddresses } from '../server/client-address.ts';
import type { InFile } from '../settings/admin.ts';
import { anywhere, onlyPublic } from '../settings/private-hosts.ts';
import type { Sealer } from '../settings/provision.ts';
import { vaultOf } from '../settings/vault.ts';
import { databaseWords, isAboutTheMessage, isDatabaseTrouble } from '../store/database-words.ts';
import { makeCustomerArticles } from '../watching/articles.ts';
import { makeWatching } from '../watching/context.ts';

const FAILURES = { words: databaseWords, isAboutTheMessage, isDatabaseTrouble };

interface ContextParts {
  options: {
    instance: string;
    publicUrl: string;
    signingKey: Uint8Array;
    signedBefore?: () => readonly Uint8Array[];
    sealer: Sealer;
    progress?: (what: string) => Progress;
    trustedProxies?: TrustedProxies;
    shared?: boolean;
    variables?: Readonly<Record<string, string>>;
    written?: InFile;
    /** Those of all channels of the process; without them each channel asks by itself. */
    leases?: SharedLeases;
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
  const { store, clock, ids, log, workspaceId } = parts;
  const addresses = makeClientAddresses(options.trustedProxies ?? (() => false));
  // Each turn has a name of its own: two of them in this process wait for each other too.
  const signatureWith = (key: Uint8Array, text: string) =>
    createHmac('sha256', key).update(`${workspaceId}:${text}`).digest('hex');
  const ownerOf = () => `${options.instance}:${ids.secret(4)}`;
  return row => ({
    workspaceId,
    channelId: row.id,
    name: row.name,
    publicUrl: options.publicUrl,
    clock,
    ids,
    log,
    bus,
    shelf: store.shelf(`channel:${row.name}`),
    ...makeSource({ store, clock, log, failures: FAILURES }, row, accept, async (...of) => {
      if (!parts.kinds.of(row.kind).takesBack)
        throw new Error(
          `A channel of the kind "${row.kind}" takes messages back. Say "takesBack" of the kind: the intake looks for them.`,
        );
      await withdrawMessages(parts, ...of);
    }),
    isTaken: externalId => store.rawKnown(row.id, shortName(externalId), null),
    living: ids => livingAmong(store, ids),
    delivered: replyId => replyDelivered(parts, replyId),
    whileLeader: work =>
      lead({ leases: options.leases ?? leases, clock, log, owner: options.instance }, `channel:${row.id}`, work),
    notice: (key, words, tone) => noticeOnce(parts, row, key, words, tone),
    vault: vaultOf(store.shelf(`vault:${row.name}`), options.sealer, `${workspaceId}:vault:${row.name}`),
    progress: what =>
      options.progress?.(what) ?? {
        at: (share, words) => log.info({ channel: row.id, percent: Math.floor(share * 100) }, `${what}: ${words}.`),
        end: words => log.info({ channel: row.id }, words),
      },
    take: (meter, steps) => parts.budgets.take(row.id, meter, steps),
    add: (meter, steps) => parts.budgets.add(row.id, meter, steps),
    used: meter => parts.budgets.used(row.id, meter),
    ours: () =>
      [...channels.values()].filter(each => each.kind === row.kind).flatMap(each => [...(each.addresses ?? [])]),
    exclusively: (name, work) => takeTurns({ leases, clock, owner: ownerOf() }, `channel:${row.id}:${name}`, work),
    // What the admin of the installation wrote into its file may be in their own house.
    reach: options.shared && !options.written?.channel.includes(row.name) ? onlyPublic : anywhere,
    variable: name => options.variables?.[name] ?? null,
    sign: text => signatureWith(options.signingKey, text),
    signedBefore: text => (options.signedBefore?.() ?? []).map(key => signatureWith(key, text)),
    ...addresses,
    watching: makeWatching(parts, desk, row),
    articles: makeCustomerArticles(parts, row),
  });
}
