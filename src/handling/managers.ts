/** Answers `managers`: who looks after which rooms; admins name them and take it back. */
import { changeOf } from '../core/audit.ts';
import type { RoomId } from '../core/ids.ts';
import type { Managed } from '../core/managers.ts';
import { clampText } from '../core/message.ts';
import type { Staff } from '../core/staff.ts';
import { MANAGERS, type ManagersCommand } from '../desk/managers-words.ts';
import { auditOps } from '../ports/audit.ts';
import type { Parts } from '../ports/parts.ts';
import type { RoomRow } from '../ports/rows.ts';
import type { Op } from '../ports/store.ts';
import { managedBy, managerSetting } from '../posting/managing.ts';

const SAID_CHARS_MAX = 60;
/** Names said where several fit. */
const NAMED_MAX = 5;

export async function answerManagers(
  parts: Parts,
  { what, who, rooms }: ManagersCommand,
  { staff }: { staff: Staff },
): Promise<string> {
  if (!staff.admin) return MANAGERS.onlyAdmins;
  const all = await parts.store.rooms();
  if (what === 'list') return listed(parts, all);
  if (who === '') return MANAGERS.whom;
  const found = peopleNamed(await parts.store.allStaff(), who);
  const [person, ...more] = found;
  if (!person) return MANAGERS.nobody(clampText(who, SAID_CHARS_MAX).text);
  if (more.length) return MANAGERS.several(found.slice(0, NAMED_MAX).map(each => each.name));
  const was = await managedBy(parts, person.id);
  if (what === 'remove') {
    if (was === null) return MANAGERS.wasNone(person.name);
    await parts.store.commit(takenOps(parts, person, was, all, staff));
    return MANAGERS.removed(person.name);
  }
  if (person.admin) return MANAGERS.admin(person.name);
  const unknown = rooms.find(name => !all.some(each => isCalled(each, name)));
  if (unknown !== undefined)
    return MANAGERS.noRoom(
      clampText(unknown, SAID_CHARS_MAX).text,
      all.map(each => each.name),
    );
  const named = all.filter(each => rooms.some(name => isCalled(each, name)));
  const managed: Managed = rooms.length ? named.map(each => each.id) : 'all';
  await parts.store.commit(givenOps(parts, person, { was, managed }, all, staff));
  return MANAGERS.added(person.name, namesOf(managed, all));
}

/** Nobody from outside looks after a room: who is a guest by now is a manager no more. */
export async function noGuest(parts: Parts, guest: Staff): Promise<void> {
  const was = await managedBy(parts, guest.id);
  if (was !== null) await parts.store.commit(takenOps(parts, guest, was, await parts.store.rooms(), null));
}

function givenOps(
  parts: Parts,
  { id }: Staff,
  { was, managed }: { was: Managed | null; managed: Managed },
  rooms: readonly RoomRow[],
  by: Staff,
): Op[] {
  const { workspaceId } = parts;
  const value = { rooms: managed === 'all' ? null : [...managed] };
  const change = changeOf({ manager: toldOf(was, rooms) }, { manager: toldOf(managed, rooms) });
  return [
    { do: 'put', table: 'settings', row: { id: `${workspaceId}:${managerSetting(id)}`, workspaceId, value } },
    ...auditOps(parts, { act: 'rights.given', by: by.id, via: 'desk', about: id, change }),
  ];
}

function takenOps(parts: Parts, { id }: Staff, was: Managed, rooms: readonly RoomRow[], by: Staff | null): Op[] {
  const change = changeOf({ manager: toldOf(was, rooms) }, null);
  return [
    { do: 'delete', table: 'settings', where: { id: `${parts.workspaceId}:${managerSetting(id)}` } },
    ...auditOps(parts, { act: 'rights.taken', by: by?.id ?? null, via: 'desk', about: id, change }),
  ];
}

function toldOf(managed: Managed | null, rooms: readonly RoomRow[]): string | null {
  if (managed === null) return null;
  return namesOf(managed, rooms)?.join(' ') ?? 'every room';
}

/** Null: every room. Rooms that are gone have no name. */
function namesOf(managed: Managed, rooms: readonly { id: RoomId; name: string }[]): string[] | null {
  return managed === 'all' ? null : rooms.filter(each => managed.includes(each.id)).map(each => each.name);
}

/** By its name, or as Slack hands in a room that was typed: `<#C123|returns>`. */
function isCalled({ name, deskRef }: RoomRow, typed: string): boolean {
  const place = /^<#([a-z0-9]+)(\|[^>]*)?>$/i.exec(typed)?.[1];
  return place ? deskRef?.toLowerCase() === place.toLowerCase() : name.toLowerCase() === typed;
}

/** By the desk's own mention (`<@U123|ben>`), by the whole name, or by a part of it. */
function peopleNamed(all: readonly Staff[], typed: string): Staff[] {
  const mentioned = /^<@([a-z0-9]+)(\|[^>]*)?>$/i.exec(typed)?.[1];
  if (mentioned) return all.filter(each => each.deskRef.toLowerCase().endsWith(`:${mentioned.toLowerCase()}`));
  const sought = typed.toLowerCase();
  const exact = all.filter(each => each.name.toLowerCase() === sought);
  return exact.length ? exact : all.filter(each => each.name.toLowerCase().includes(sought));
}

async function listed(parts: Parts, rooms: readonly RoomRow[]): Promise<string> {
  const people = await parts.store.allStaff();
  const managed = await Promise.all(people.map(each => managedBy(parts, each.id)));
  const lines = people.flatMap((each, i) => {
    const theirs = managed[i] ?? null;
    return theirs === null ? [] : [MANAGERS.line(each.name, namesOf(theirs, rooms))];
  });
  return lines.length ? [...lines, MANAGERS.may].join('\n') : `${MANAGERS.none}\n${MANAGERS.may}`;
}
