/**
 * What the provisioning file and the environment say now, against what they said at the last start: a change of them is an act
 * of whoever runs the installation, and is written down. Rooms and channels are compared with their rows.
 */
import { createHmac } from 'node:crypto';
import { type Change, type Told, toldEach } from '../core/audit.ts';
import type { WorkspaceId } from '../core/ids.ts';
import { auditOps } from '../ports/audit.ts';
import type { Clock } from '../ports/clock.ts';
import type { Json } from '../ports/json.ts';
import type { SettingReads } from '../ports/reads.ts';
import type { Commits } from '../ports/store.ts';
import { keepSetting } from './keep.ts';

const SAID = 'said-before';
/** Enough to see that a value is another one; too little to find out which. */
const PRINT_CHARS = 12;

interface Said {
  /** Of the key: with another one prints cannot be compared. */
  key: string;
  /** By name: what is told of a value, and a print of the whole of it. */
  values: Record<string, [Told, string]>;
}

interface SaidParts {
  workspaceId: WorkspaceId;
  store: SettingReads & Commits;
  clock: Clock;
}

/** @param said settings by their names; @param channels names of those in the file @param key of the installation */
export async function noteSaid(
  parts: SaidParts,
  said: Record<string, unknown>,
  channels: readonly string[],
  key: Uint8Array,
): Promise<void> {
  const print = (value: unknown) =>
    createHmac('sha256', key).update(JSON.stringify(value)).digest('base64').slice(0, PRINT_CHARS);
  const values: Said['values'] = {};
  for (const [name, told, value] of toldEach(said)) values[name] = [told, print(value)];
  for (const name of channels) values[channelNamed(name)] = [true, ''];
  const now: Said = { key: print('key'), values };
  const before = (await parts.store.setting(SAID)) as unknown as Said | null;
  if (JSON.stringify(sorted(before)) === JSON.stringify(sorted(now))) return;
  const ops = before === null ? [] : differences(parts, before, now);
  await keepSetting(parts.store, SAID, now as unknown as Json, ops);
}

function differences(parts: SaidParts, before: Said, now: Said) {
  const line = { by: null, via: 'file' } as const;
  const sameKey = before.key === now.key;
  const change: Change = {};
  const gone: string[] = [];
  for (const name of new Set([...Object.keys(before.values), ...Object.keys(now.values)])) {
    const [was, printed] = before.values[name] ?? [null, ''];
    const [is, prints] = now.values[name] ?? [null, ''];
    const channel = nameOfChannel(name);
    if (channel !== null) {
      if (is === null) gone.push(channel);
    } else if (was !== is) change[name] = [was, is];
    else if (sameKey && printed !== prints) change[name] = [was, `${is}, changed`];
  }
  return [
    ...auditOps(parts, { ...line, act: 'settings', about: 'file', change }),
    ...gone.flatMap(about => auditOps(parts, { ...line, act: 'channel.removed', about })),
  ];
}

/** No setting has a colon in its name. */
function channelNamed(name: string): string {
  return `channel:${name}`;
}

function nameOfChannel(named: string): string | null {
  return /^channel:(.*)$/.exec(named)?.[1] ?? null;
}

/** PostgreSQL gives the keys of an object back in an order of its own. */
function sorted(said: Said | null): unknown {
  return said && [said.key, Object.entries(said.values).sort(([a], [b]) => (a < b ? -1 : 1))];
}
