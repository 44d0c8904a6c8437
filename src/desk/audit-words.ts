/** The command `audit`, and the lines of the audit trail in words. Pure. */
import type { AuditRow } from '../ports/audit-rows.ts';

type Act = AuditRow['act'];

/** What can be asked for, each with the acts that it means. */
const ASKED: Record<string, readonly Act[]> = {
  settings: ['settings', 'room', 'channel', 'channel.removed', 'letter', 'retention', 'key'],
  rooms: ['room'],
  channels: ['channel', 'channel.removed'],
  rights: ['rights.given', 'rights.taken'],
  letter: ['letter'],
  reasons: ['reasons'],
  customers: ['customer', 'erase', 'export.customer'],
  erase: ['erase'],
  erasures: ['erase'],
  export: ['export', 'export.customer'],
  exports: ['export', 'export.customer'],
  imports: ['import', 'restore'],
  restores: ['restore'],
  retention: ['retention'],
  keys: ['key'],
};

export interface AuditCommand {
  do: 'audit';
  /** So many days back; null: as far as there is. */
  days: number | null;
  /** Null: all of them. */
  acts: readonly Act[] | null;
  /** Of whom: a name, or `me`; empty for everybody. */
  who: string;
  page?: number;
}

/** Days behind `audit`; ten years are as good as all. */
const DAYS_MAX = 3_650;

/** What follows `audit`, in any order: days, what, and whose. */
export function auditAsked(words: string, page: { page?: number }): AuditCommand {
  let days: number | null = null;
  let acts: readonly Act[] | null = null;
  const who: string[] = [];
  for (const word of words.split(/\s+/).filter(Boolean)) {
    const lower = word.toLowerCase();
    const known = Object.hasOwn(ASKED, lower) ? ASKED[lower] : Object.hasOwn(ASKED, `${lower}s`) && ASKED[`${lower}s`];
    if (/^\d{1,4}$/.test(lower)) days = Math.min(DAYS_MAX, Number(lower));
    else if (known) acts = known;
    else if (!/^(days?|last|by|of)$/.test(lower)) who.push(word);
  }
  return { do: 'audit', days, acts, who: who.join(' '), ...page };
}

/** What `audit` was asked, as it is typed again for the next page. */
export function auditTyped({ days, acts, who }: AuditCommand): string {
  const what = Object.entries(ASKED).find(([, each]) => each === acts)?.[0];
  return ['audit', days ?? '', what ?? '', who].filter(each => each !== '').join(' ');
}

const VIA: Record<AuditRow['via'], string> = {
  desk: 'on the desk',
  cli: 'on the command line',
  file: 'by the provisioning file',
  service: 'by itself',
};

/** Forms of settings, as people know them. */
const SETTINGS = new Map([
  ['hold', 'the hold times'],
  ['hours', 'the opening hours'],
  ['answer', 'how long customers may wait'],
  ['names', 'how customers see the team'],
  ['checklists', 'the checklists for calls'],
  ['letter', 'the weekly letter'],
  ['drafts', 'drafts by a model'],
  ['file', 'settings'],
]);

const ACTS: Record<Act, (about: string) => string> = {
  settings: about => `changed ${SETTINGS.get(about) ?? (about ? `the setting "${about}"` : 'the settings')}`,
  room: about => `the room ${about}`,
  channel: about => `the channel ${about}`,
  'channel.removed': about => `removed the channel ${about}`,
  'rights.given': about => `gave rights to ${about}`,
  'rights.taken': about => `took rights from ${about}`,
  letter: () => 'started or stopped the weekly letter',
  reasons: about => `changed the contact reasons (${about})`,
  customer: about => `changed what becomes of messages of ${about}`,
  erase: about => `erased ${about}`,
  export: () => 'exported everything',
  'export.customer': about => `exported what is kept of ${about}`,
  import: () => 'imported a folder',
  restore: () => 'restored a backup',
  retention: about => `changed how long things are kept${about ? ` (${about})` : ''}`,
  key: about => `changed the secret key${about ? ` (${about})` : ''}`,
};

/** @param who by the id of somebody of the team; null: not known here any more @param when on the wall clock */
export function auditLine(row: AuditRow, who: (id: string) => string | null, when: string): string {
  const name = row.byId === null ? null : (who(row.byId) ?? AUDIT.left);
  const about = row.about === null ? '' : (who(row.about) ?? row.about);
  // An act of a newer version, in an imported trail.
  const did = Object.hasOwn(ACTS, row.act) ? ACTS[row.act](about) : `${row.act} ${about}`;
  const isFirst = Object.values(row.change).every(([was]) => was === null);
  const verb = row.act === 'room' || row.act === 'channel' ? (isFirst ? 'set up ' : 'changed ') : '';
  const whole = name === null ? (NOBODY[row.act]?.(about) ?? `${verb}${did}`) : `${name} ${verb}${did}`;
  const told = changesWords(row.change);
  return `${when}  ${whole}${name === null ? ` (${VIA[row.via]})` : ''}${told ? `; ${told}` : ''}`;
}

/** What is said where nobody of the team is named, as when the desk says who is an admin. */
const NOBODY: Partial<Record<Act, (about: string) => string>> = {
  'rights.given': about => `${about} was given rights`,
  'rights.taken': about => `${about} lost rights`,
};

/** Values told in a line; JSON has all of them. */
const TOLD_MAX = 6;

function changesWords(change: AuditRow['change']): string {
  const all = Object.entries(change).map(([each, [was, is]]) => {
    const words = was === null ? valueWords(is) : `${valueWords(was)} → ${valueWords(is)}`;
    return each === 'value' ? words : `${each} ${words}`;
  });
  const more = all.length - TOLD_MAX;
  return [...all.slice(0, TOLD_MAX), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}

function valueWords(value: string | number | boolean | null): string {
  if (value === null) return 'none';
  return typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value);
}

export const AUDIT = {
  onlyAdmins: 'Only admins see what admins did. Ask one of them.',
  left: 'Somebody who left',
  none: 'Nothing of that kind was done in that time.',
  /** @param typed what was taken for a name */
  nobody: (typed: string) =>
    `Nobody of the team is called "${typed}", and it is no part of the trail. Type a name, a number of days, or one of: ${Object.keys(ASKED).join(', ')}.`,
  moreThan: (n: number) => `Only the newest ${n.toLocaleString('en')} are shown. Name fewer days, or one kind.`,
};
