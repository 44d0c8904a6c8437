/** What a desk is opened with, where its acts are caught instead of stored. */
import type { Member, Rights, Roster } from '../../../src/desks/rights.ts';
import { makeRights } from '../../../src/desks/rights.ts';
import type { DeskContext } from '../../../src/ports/desk-context.ts';
import type { Json } from '../../../src/ports/json.ts';
import type { StaffAction } from '../../../src/ports/staff.ts';
import { makeKnownHere } from '../../../src/posting/known-here.ts';
import type { MemoryParts } from '../memory-parts.ts';
import { memoryShelf } from '../shelf.ts';
import type { Staff } from './carrier.ts';

/** @param handle gets what the desk keeps of a delivery, at once */
export function catchingContext(
  { parts }: MemoryParts,
  handle: (payload: Json) => Promise<void>,
): { context: DeskContext; caught(): StaffAction[] } {
  const acts: StaffAction[] = [];
  const context = {
    ...{ clock: parts.clock, ids: parts.ids, log: parts.log, publicUrl: 'http://127.0.0.1', commands: [], kinds: [] },
    ...makeKnownHere(parts),
    shelf: memoryShelf(),
    bus: { publish: () => {}, subscribe: () => () => {} },
    act: async (action: StaffAction) => void acts.push(action),
    keep: async ({ payload }: { payload: Json }) => {
      await handle(payload);
      return true;
    },
    // Whether there is one is the core's to say when it gets what was filled in.
    form: async () => ({ id: 'reply.form', title: '', enquiryId: null, fields: [], submit: [] }),
  } as unknown as DeskContext;
  return { context, caught: () => acts.splice(0) };
}

/** All of them are in the room, and may do what admins may. */
export function rosterOf(people: readonly (Staff & { user: string })[]): Roster {
  return {
    who: async (user): Promise<Member> => {
      const found = people.find(each => each.user === user);
      if (!found) return { as: 'outsider', words: 'Nobody knows you.' };
      return { as: 'staff', person: { deskRef: found.ref, name: found.name, admin: true }, guest: false };
    },
    canRead: async () => true,
    isOutside: async () => false,
    exists: async () => true,
  };
}

export function rightsOf(context: DeskContext, roster: Roster): Rights {
  const { rooms, thread } = context;
  return makeRights({
    roster,
    rooms,
    thread,
    sameName: place => place,
    manages: async () => false,
    adminSeen: async () => {},
  });
}

/** Every object in it, from the outside to the inside. */
export function objectsIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  if (!value || typeof value !== 'object') return [];
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(objectsIn)];
}
