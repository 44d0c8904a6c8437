/** The command `managers`, and what is said about managers. Pure. */
import { unquoted } from './reason-words.ts';

export interface ManagersCommand {
  do: 'managers';
  what: 'list' | 'add' | 'remove';
  who: string;
  /** Names of rooms; empty for every room. */
  rooms: string[];
}

/** `managers`, `managers add Ben`, `managers add Ben for returns, front`; null for what it cannot be. */
export function managersAsked(words: string): ManagersCommand | null {
  const [, first = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(words.trim()) ?? [];
  const word = first.toLowerCase();
  if (word === '' || word === 'list') return { do: 'managers', what: 'list', who: '', rooms: [] };
  const what = /^(add|name|new)$/.test(word) ? 'add' : /^(remove|delete|stop)$/.test(word) ? 'remove' : null;
  if (what === null) return null;
  const at = what === 'add' ? rest.search(/\s(?:for|of|in)\s/i) : -1;
  const who = unquoted(at < 0 ? rest : rest.slice(0, at)).replace(/^@/, '');
  const named =
    at < 0
      ? []
      : rest
          .slice(at)
          .trim()
          .replace(/^\S+\s+/, '')
          .split(/\s*,\s*|\s+and\s+/);
  const rooms = named.map(each => each.replace(/^#/, '').trim().toLowerCase()).filter(Boolean);
  return { do: 'managers', what, who, rooms: /^(all|every|everything|everywhere)\b/.test(rooms[0] ?? '') ? [] : rooms };
}

const ofRooms = (rooms: readonly string[] | null) => (rooms === null ? 'every room' : rooms.join(', '));

export const MANAGERS = {
  onlyAdmins: 'Only admins name managers. Ask one of them.',
  whom: 'Whom? For example: managers add Ben, or: managers add Ben for returns',
  none: 'There are no managers. An admin names one: managers add Ben, or: managers add Ben for returns',
  may: 'A manager sees the figures of these rooms and changes saved replies and answers of theirs; a manager of every room also changes contact reasons and sends the weekly letter. Nobody reads a room that they are not in.',
  line: (name: string, rooms: readonly string[] | null) => `- ${name}: ${ofRooms(rooms)}`,
  added: (name: string, rooms: readonly string[] | null) => `${name} is now a manager of ${ofRooms(rooms)}.`,
  removed: (name: string) => `${name} is no manager any more.`,
  wasNone: (name: string) => `${name} is no manager.`,
  admin: (name: string) => `${name} is an admin, and may do all of that already.`,
  nobody: (typed: string) =>
    `Nobody called "${typed}" has used Deskhand here yet. Ask them to type help once, then name them.`,
  several: (names: readonly string[]) => `More than one fits: ${names.join(', ')}. Type the whole name.`,
  noRoom: (typed: string, rooms: readonly string[]) => `There is no room "${typed}". Rooms: ${rooms.join(', ')}.`,
};
