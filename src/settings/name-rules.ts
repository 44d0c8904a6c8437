/** The stored rules for the names that customers see. */
import { NAME_RULES, type NameRule } from '../core/name-shown.ts';
import type { Parts } from '../ports/parts.ts';

/** How customers see the team. */
export const NAMES = 'staff-names';
export interface NameRules {
  /** Where nothing else is said of a channel. */
  everywhere: NameRule | null;
  /** By the channel's name. */
  channels: Record<string, NameRule>;
}
/** What another version or program wrote in another shape prescribes nothing. */
export function isNameRules(value: unknown): value is NameRules {
  const isRule = (each: unknown) => NAME_RULES.some(rule => rule === each);
  if (value === null || typeof value !== 'object') return false;
  const { everywhere, channels } = value as Partial<NameRules>;
  if (everywhere !== null && !isRule(everywhere)) return false;
  return typeof channels === 'object' && channels !== null && Object.values(channels).every(isRule);
}

/** Channels whose customers see who writes. */
export async function namedChannels({ store, channel }: Pick<Parts, 'store' | 'channel'>) {
  return (await store.channels()).filter(each => channel(each.id)?.signedAs);
}
