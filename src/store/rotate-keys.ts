/**
 * Changes the key that seals secrets, in small steps, while the service runs. Every step may be the last one before a
 * crash: whoever begins again goes on where it was.
 */
import { DAY, type DurationMs, type Instant } from '../core/time.ts';
import { type Engine, StoreError } from './engine.ts';
import {
  changeOf,
  KEYS_TOPIC,
  type KeyChange,
  keyChanges,
  keysInUse,
  keysOfChange,
  keysThatOpen,
  SIGNED_BEFORE,
  type SignedWith,
  signedBefore,
  signedBeforePlace,
} from './key-ring.ts';
import { keyIdOf, type SecretKey, seal, signingKeyOf, unseal } from './secrets.ts';

/** What was signed with the old key is taken for so long: people answer a mail, or rate, weeks later. */
export const SIGNED_BEFORE_FOR: DurationMs = 90 * DAY;
/** Each is one statement of its own, so nobody waits for long. */
const ROWS_AT_ONCE = 200;
/** A process that seals something with the old key at the same moment makes one more round; it does so only once. */
const ROUNDS_MAX = 100;

interface Rotating {
  engine: Engine;
  nonce(): Uint8Array;
  now(): Instant;
}

interface Resealed {
  /** Sealed anew. */
  done: number;
  /** Sealed with a key that nobody gave: left as they are. */
  lost: number;
}

/** Lets every process know both keys. @returns the change that is under way, which may have begun before */
export async function beginRotation(
  { engine, nonce, now }: Rotating,
  { from, to, leaked }: { from: SecretKey; to: SecretKey; leaked: boolean },
): Promise<KeyChange> {
  const signs = signingKeyOf(from).toString('base64');
  const change = await keyChanges(engine).begin(changeOf(from, to, nonce, leaked));
  if (change.to !== to.id)
    throw new StoreError(
      `The key is being changed from ${change.from} to ${change.to} (fingerprints) already. Finish that first: run "deskhand rotate-key" with that key, or without one.`,
    );
  const kept = signedBefore(engine);
  for (const { key, value } of await kept.read('secrets', 0, ROWS_AT_ONCE))
    if (leaked || change.leaked || isOver(value, key, [from, to], now())) await kept.remove('secrets', key);
  if (!change.leaked) {
    const what = JSON.stringify({ signs, until: now() + SIGNED_BEFORE_FOR } satisfies SignedWith);
    await kept.put('secrets', from.id, seal([to], signedBeforePlace(from.id), what, nonce()));
  }
  engine.publish(KEYS_TOPIC);
  return change;
}

function isOver(value: unknown, key: string, keys: SecretKey[], now: Instant): boolean {
  if (typeof value !== 'string' || !keys.some(each => each.id === keyIdOf(value))) return false;
  return (JSON.parse(unseal(keys, signedBeforePlace(key), value)) as SignedWith).until <= now;
}

/** Seals everything with the first of these keys. What others seal with the old one meanwhile is found, too. */
export async function sealAnew(
  { engine, nonce }: Rotating,
  keys: SecretKey[],
  progress: (done: number) => void = () => {},
): Promise<Resealed> {
  const to = keys[0]!;
  let [done, lost] = [0, 0];
  for (let round = 0; round < ROUNDS_MAX; round++) {
    let found = 0;
    lost = 0;
    for (const place of PLACES) {
      for (let after = '', rows: Sealed[] = []; ; after = rows.at(-1)!.id) {
        rows = await place.sealedOtherwise(engine, to.id, after);
        for (const row of rows) {
          const id = keyIdOf(row.sealed);
          if (!keys.some(each => each.id === id)) lost++;
          else {
            found++;
            const anew = seal(keys, row.place, unseal(keys, row.place, row.sealed), nonce());
            if (await place.replace(engine, row, anew)) progress(++done);
          }
        }
        if (rows.length < ROWS_AT_ONCE) break;
      }
    }
    if (found === 0) return { done, lost };
  }
  throw new StoreError(
    'Somebody keeps sealing with the old key. Start every process again with the new one, then run this again.',
  );
}

/**
 * Ends a change once nothing is sealed with the old key: from now on it opens nothing here.
 * @param note writes it down; called once that is sure, and again where somebody died before the end
 */
export async function endRotation(
  rotating: Rotating,
  change: KeyChange,
  keys: SecretKey[],
  note?: () => Promise<void>,
): Promise<Resealed> {
  const pair = keysOfChange(change, keys);
  if (!pair) throw new StoreError(`Neither the key ${change.from} nor ${change.to} (fingerprints) was given.`);
  const all = [pair.to, pair.from, ...keys.filter(each => each.id !== change.to && each.id !== change.from)];
  const resealed = await sealAnew(rotating, all);
  await keyChanges(rotating.engine).end(change, note);
  rotating.engine.publish(KEYS_TOPIC);
  return resealed;
}

/** How many secrets none of these keys opens. */
export async function countLost(engine: Engine, keys: SecretKey[]): Promise<number> {
  return (await lostKeys(engine, keys)).reduce((sum, each) => sum + each.count, 0);
}

/** Throws them away. @returns how many they were */
export async function forgetLost(engine: Engine, keys: SecretKey[]): Promise<number> {
  let gone = 0;
  for (const { id } of await lostKeys(engine, keys)) for (const place of PLACES) gone += await place.forget(engine, id);
  const change = await keyChanges(engine).read();
  if (change && !keysOfChange(change, keys)) await keyChanges(engine).drop();
  return gone;
}

async function lostKeys(engine: Engine, keys: SecretKey[]): Promise<{ id: string; count: number }[]> {
  const known = await keysThatOpen(engine, keys);
  return [...(await keysInUse(engine))].filter(([id]) => !known.has(id)).map(([id, count]) => ({ id, count }));
}

interface Sealed {
  id: string;
  workspaceId: string;
  /** What the value is bound to. */
  place: string;
  sealed: string;
}

/** Where sealed values lie. */
interface Place {
  sealedOtherwise(engine: Engine, than: string, after: string): Promise<Sealed[]>;
  /** False when somebody wrote another value meanwhile. */
  replace(engine: Engine, row: Sealed, sealed: string): Promise<boolean>;
  forget(engine: Engine, keyId: string): Promise<number>;
}

interface ChannelRow {
  id: string;
  workspace_id: string;
  name: string;
  sealed: string;
}

const channelSecrets: Place = {
  sealedOtherwise: async (engine, than, after) => {
    const rows = await engine.slowRows<ChannelRow>(
      `select id, workspace_id, name, sealed from channels
       where sealed like 'v1:%' and sealed not like ? and id > ? order by id limit ${ROWS_AT_ONCE}`,
      [`v1:${than}:%`, after],
    );
    return rows.map(({ id, workspace_id: workspaceId, name, sealed }) => ({
      ...{ id, workspaceId, sealed },
      place: `${workspaceId}:channel:${name}`,
    }));
  },
  replace: async (engine, row, sealed) =>
    (
      await engine.rows(
        'update channels set sealed = ? where workspace_id = ? and id = ? and sealed = ? returning id',
        [...[sealed, row.workspaceId, row.id, row.sealed]],
      )
    ).length > 0,
  forget: async (engine, keyId) =>
    (await engine.rows('update channels set sealed = null where sealed like ? returning id', [`v1:${keyId}:%`])).length,
};

interface ShelfRow {
  id: string;
  workspace_id: string;
  owner: string;
  key: string;
  value: string;
}

const textOf = (engine: Engine) => (engine.kind === 'sqlite' ? `json_extract(value, '$')` : `(value #>> '{}')`);
const IN_VAULTS = `owner like 'vault:%' and stream = 'secrets'`;

const vaultSecrets: Place = {
  sealedOtherwise: async (engine, than, after) => {
    const text = textOf(engine);
    const rows = await engine.slowRows<ShelfRow>(
      `select id, workspace_id, owner, key, ${text} as value from shelf
       where ${IN_VAULTS} and ${text} like 'v1:%' and ${text} not like ? and id > ? order by id limit ${ROWS_AT_ONCE}`,
      [`v1:${than}:%`, after],
    );
    return rows.map(({ id, workspace_id: workspaceId, owner, key, value: sealed }) => ({
      ...{ id, workspaceId, sealed },
      place: owner === SIGNED_BEFORE ? signedBeforePlace(key) : `${workspaceId}:${owner}:${key}`,
    }));
  },
  replace: async (engine, row, sealed) => {
    const json = engine.kind === 'sqlite' ? '?' : '?::jsonb';
    const rows = await engine.rows(
      `update shelf set value = ${json} where workspace_id = ? and id = ? and ${textOf(engine)} = ? returning n`,
      [JSON.stringify(sealed), row.workspaceId, row.id, row.sealed],
    );
    return rows.length > 0;
  },
  forget: async (engine, keyId) =>
    (
      await engine.rows(`delete from shelf where ${IN_VAULTS} and ${textOf(engine)} like ? returning n`, [
        `v1:${keyId}:%`,
      ])
    ).length,
};

const PLACES: readonly Place[] = [channelSecrets, vaultSecrets];
