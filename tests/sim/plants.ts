/** Breaks a promise on purpose, from outside: what a wrong program would have done. */
import { type Plant, WORKSPACES, type World } from './world.ts';

/** Chance of the planted fault after a step. */
const CHANCE = 0.15;

export async function plantFault(world: World, plant: Plant): Promise<void> {
  const { engine, random } = world;
  if (random() > CHANCE) return;
  const [ws, other] = WORKSPACES as unknown as [string, string];
  const one = async <T>(sql: string) => (await engine.rows<T>(sql, [ws]))[0];
  const send = (text: string, replyId: string) =>
    world.provider[ws]!.delivered.push({ to: 'c1', text, replyId, attempt: 1 });
  switch (plant) {
    case 'leak': {
      const talk = await one<{ text: string }>(
        `select text from remarks where workspace_id = ? and lane = 'talk' order by id desc limit 1`,
      );
      if (talk) send(talk.text, 'rep_leak');
      return;
    }
    case 'undone-sent': {
      const undone = await one<{ id: string; text: string }>(
        `select id, text from replies where workspace_id = ? and status = 'withdrawn' and attempt = 0 limit 1`,
      );
      if (undone) send(undone.text, undone.id);
      return;
    }
    case 'tenants-meet': {
      const theirs = world.provider[other]!.delivered[0];
      if (theirs) send(theirs.text, theirs.replyId);
      return;
    }
    case 'two-owners': {
      const owned = await one<{ id: string; version: number; owner_id: string }>(
        'select id, version, owner_id from enquiries where workspace_id = ? and owner_id is not null limit 1',
      );
      if (!owned) return;
      await engine.commit(
        [
          {
            do: 'update',
            table: 'enquiries',
            id: owned.id,
            expect: owned.version,
            set: { version: owned.version + 1, ownerId: 'staff_thief' as never },
          },
          {
            do: 'insert',
            table: 'events',
            row: {
              workspaceId: ws as never,
              enquiryId: owned.id as never,
              version: owned.version + 1,
              type: 'EnquiryClaimed',
              at: world.clock.now(),
              data: { by: 'staff_thief' },
            },
          },
        ],
        ws,
      );
      return;
    }
    default:
      return;
  }
}
