/**
 * The keys of this installation: those it was started with and, while a key is being changed, the other one of the two.
 * Both lie in the database then, each sealed with the other, so that a process that was started with either can open
 * everything, and nothing has to be restarted at the same moment.
 */
import { learnSecret } from '../core/hush.ts';
import type { WorkspaceId } from '../core/ids.ts';
import type { Instant } from '../core/time.ts';
import type { Json } from '../ports/json.ts';
import type { Shelf } from '../ports/shelf.ts';
import { type Engine, MISSED, StoreError } from './engine.ts';
import { keyIdOf, parseKeys, type SecretKey, seal, signingKeyOf, unseal } from './secrets.ts';
import { makeShelf } from './shelf.ts';

/** No workspace: what is kept under it belongs to the whole installation, and is never exported. */
const INSTALLATION = 'installation' as WorkspaceId;
const CHANGE_PLACE = 'installation:keys';
/** Named as other vaults are, so that what lies in it is sealed anew with everything else. */
export const SIGNED_BEFORE = 'vault:keys';
/** Processes on one database hear by it that a change of key began or ended. */
export const KEYS_TOPIC = 'keys';

/** A change of key that has not ended. */
export interface KeyChange {
  from: string;
  to: string;
  /** The new key, sealed with the old one; and the other way round. */
  forward: string;
  back: string;
  /** The old key is known to others: what was signed with it counts no more. */
  leaked: boolean;
}

export interface KeyRing {
  seal(place: string, text: string): string;
  unseal(place: string, sealed: string): string;
  /** Reads again which keys there are. @returns whether another key seals now */
  renew(): Promise<boolean>;
  /** What new links are signed with. */
  signingKey(): Buffer;
  /** What links of before may be signed with. */
  signedBefore(): Buffer[];
  /** Hears of changes no more. */
  close(): void;
}

interface RingParts {
  engine: Engine;
  /** The keys as they are set, read anew each time: a file may hold another one by now. */
  configured(): string;
  nonce(): Uint8Array;
  now(): Instant;
}

/** Where a change of key is written down. */
export function keyChanges(engine: Engine): {
  read(): Promise<KeyChange | null>;
  /** The one that is there, where there is one already. */
  begin(change: KeyChange): Promise<KeyChange>;
  /**
   * Remembers which key is out of use: a process that still has it alone must seal nothing more.
   * @param note writes it down once that holds, and before the change is over: whoever dies in between does it again
   */
  end(change: KeyChange, note?: () => Promise<void>): Promise<void>;
  /** Which key came after this one; null where it is in use. */
  after(key: string): Promise<string | null>;
  /** Forgets a change that nobody can end, for its keys are lost. */
  drop(): Promise<void>;
} {
  const shelf = makeShelf(engine, INSTALLATION, 'keys');
  const read = async () => ((await shelf.get('change', 'now'))?.value ?? null) as unknown as KeyChange | null;
  return {
    read,
    begin: async change => {
      await shelf.append('change', 'now', change as unknown as Json);
      const made = (await read()) ?? change;
      await shelf.remove('ended', made.to);
      return made;
    },
    end: async ({ from, to }, note = async () => {}) => {
      await shelf.put('ended', from, to);
      await note();
      await shelf.remove('change', 'now');
    },
    after: async key => ((await shelf.get('ended', key))?.value ?? null) as string | null,
    drop: () => shelf.remove('change', 'now'),
  };
}

/** Both sides of a change, each sealed with the other. */
export function changeOf(from: SecretKey, to: SecretKey, nonce: () => Uint8Array, leaked: boolean): KeyChange {
  return {
    from: from.id,
    to: to.id,
    forward: seal([from], CHANGE_PLACE, to.bytes.toString('base64'), nonce()),
    back: seal([to], CHANGE_PLACE, from.bytes.toString('base64'), nonce()),
    leaked,
  };
}

/** The two keys of a change. @returns null where none of these keys is one of them */
export function keysOfChange(change: KeyChange, keys: SecretKey[]): { from: SecretKey; to: SecretKey } | null {
  const open = (sealed: string) => parseKeys(unseal(keys, CHANGE_PLACE, sealed))[0]!;
  const [from, to] = [change.from, change.to].map(id => keys.find(each => each.id === id));
  if (from && to) return { from, to };
  if (from) return { from, to: open(change.forward) };
  return to ? { from: open(change.back), to } : null;
}

/** Signing keys of before, sealed, each under the fingerprint of its key. */
export function signedBefore(engine: Engine): Shelf {
  return makeShelf(engine, INSTALLATION, SIGNED_BEFORE);
}

export function signedBeforePlace(id: string): string {
  return `${INSTALLATION}:${SIGNED_BEFORE}:${id}`;
}

export async function openKeyRing(parts: RingParts): Promise<KeyRing> {
  const { engine, nonce } = parts;
  let [keys, own, before]: [SecretKey[], SecretKey[], Buffer[]] = [[], [], []];
  const renew = async (): Promise<boolean> => {
    const first = keys[0]?.id;
    own = parseKeys(parts.configured());
    const changes = keyChanges(engine);
    const change = await changes.read();
    const pair = change && keysOfChange(change, own);
    const next = pair ? null : await changes.after(own[0]!.id);
    if (next) {
      // A process that was told of the new key while it changed goes on with it.
      if (keys[0]?.id === next) return false;
      throw new StoreError(
        `The key was changed: this process has the key ${own[0]!.id}, and everything is sealed with ${next} (fingerprints). Put the new key into DESKHAND_SECRET_KEY and restart it.`,
      );
    }
    keys = pair ? [pair.to, pair.from, ...own.filter(each => each.id !== change.to && each.id !== change.from)] : own;
    const others = keys.filter(each => each.id !== own[0]!.id && !(change?.leaked && each.id === change.from));
    before = [...others.map(signingKeyOf), ...(await stillGood(engine, keys, parts.now()))];
    return first !== keys[0]!.id;
  };
  await renew();
  // Where it fails, the next one who seals is told why.
  const close = engine.subscribe(topic => void ((topic === KEYS_TOPIC || topic === MISSED) && renew().catch(() => {})));
  return {
    seal: (place, text) => {
      learnSecret(text);
      return seal(keys, place, text, nonce());
    },
    unseal: (place, sealed) => {
      const text = unseal(keys, place, sealed);
      learnSecret(text);
      return text;
    },
    renew,
    signingKey: () => signingKeyOf(own[0]!),
    signedBefore: () => before,
    close,
  };
}

/** Signing keys of before whose time is not over. */
async function stillGood(engine: Engine, keys: SecretKey[], now: Instant): Promise<Buffer[]> {
  const found: Buffer[] = [];
  for (const { key, value } of await signedBefore(engine).read('secrets', 0, KEYS_BEFORE_MAX)) {
    if (typeof value !== 'string' || !keys.some(each => each.id === keyIdOf(value))) continue;
    const { signs, until } = JSON.parse(unseal(keys, signedBeforePlace(key), value)) as SignedWith;
    if (until > now) found.push(Buffer.from(signs, 'base64'));
  }
  return found;
}

/** Keys are changed a few times a year; those of before are thrown away when their time is over. */
const KEYS_BEFORE_MAX = 100;

export interface SignedWith {
  signs: string;
  until: Instant;
}

/**
 * Refuses keys that open nothing of what is sealed here: to go on would write over secrets that are still good.
 * @throws StoreError a sentence
 */
export async function checkKeysFit(engine: Engine, keys: SecretKey[]): Promise<void> {
  const sealedWith = await keysInUse(engine);
  const open = await keysThatOpen(engine, keys);
  if (sealedWith.size === 0 || [...sealedWith.keys()].some(id => open.has(id))) return;
  const count = [...sealedWith.values()].reduce((sum, each) => sum + each, 0);
  const given = keys.length ? `the key given is ${keys.map(each => each.id).join(', ')}` : 'there is no key';
  throw new StoreError(
    `The key does not fit this database: ${count === 1 ? '1 secret is' : `${count} secrets are`} sealed with the key ${[...sealedWith.keys()].join(', ')}, and ${given} (fingerprints). Nothing was changed. Set DESKHAND_SECRET_KEY to the right key, or put it back beside the database as deskhand.key (after a change of key the old one is in deskhand.key.<fingerprint>). If it is lost for good, run "deskhand rotate-key --lost": it throws away what cannot be opened any more, and you enter those passwords again.`,
  );
}

/** Fingerprints of these keys, and of both keys of a change that one of them is part of. */
export async function keysThatOpen(engine: Engine, keys: SecretKey[]): Promise<Set<string>> {
  const change = await keyChanges(engine).read();
  const pair = change && keysOfChange(change, keys);
  return new Set([...keys, ...(pair ? [pair.from, pair.to] : [])].map(each => each.id));
}

/** How many secrets are sealed with which key, by its fingerprint. */
export async function keysInUse(engine: Engine): Promise<Map<string, number>> {
  const text = engine.kind === 'sqlite' ? 'substr(value, 2, 11)' : `substr(value #>> '{}', 1, 11)`;
  const rows = await engine.slowRows<{ head: string; n: number }>(
    `select head, count(*) as n from (
       select substr(sealed, 1, 11) as head from channels where sealed is not null
       union all select ${text} as head from shelf where owner like 'vault:%' and stream = 'secrets'
     ) as sealed_values where head like 'v1:%' group by head order by head`,
    [],
  );
  return new Map(rows.map(({ head, n }) => [head.slice(3), Number(n)]));
}
