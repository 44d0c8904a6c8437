import { expect, test } from 'vitest';
import type { RosterEntry } from '../../../../adapters/desks/teams/connection/connector.ts';
import { makePeople } from '../../../../adapters/desks/teams/connection/people.ts';
import { makePlaces } from '../../../../adapters/desks/teams/connection/places.ts';
import { systemClock } from '../../../../src/app/world.ts';
import type { DeskContext } from '../../../../src/ports/desk-context.ts';
import { memoryShelf } from '../../../kit/shelf.ts';

const [OURS, THEIRS] = ['7c1ad5f0-3d35-4e38-8f0e-4f6d3d0a2b11', '11111111-2222-4333-8444-555555555555'];
const EVE = '22222222-2222-4333-8444-555555555555';

/** Whom a roster has as `entry`, after a delivery of theirs that named this tenant. */
async function who(entry: RosterEntry, tenantId?: string) {
  const context = { shelf: memoryShelf(), clock: systemClock, rooms: async () => [] } as unknown as DeskContext;
  const settings = { clientId: 'app', admins: [] } as never;
  const places = makePlaces(context, settings, OURS!);
  const from = { id: '29:eve', name: 'Eve', aadObjectId: EVE, ...(tenantId ? { tenantId } : {}) };
  await places.learn({ type: 'message', serviceUrl: 'https://x', from, conversation: { id: 'a:1' } });
  const connector = { member: async () => ({ id: '29:eve', aadObjectId: EVE, name: 'Eve', ...entry }) } as never;
  return (await makePeople({ context, connector, places, settings }).who(EVE)).as;
}

test('is whoever a roster has with our tenant, and whoever nobody says anything else of', async () => {
  expect(await who({ tenantId: OURS })).toBe('staff');
  expect(await who({ tenantId: OURS!.toUpperCase() })).toBe('staff');
  expect(await who({})).toBe('staff');
});

test('is nobody of another tenant, even where the roster keeps silent about it', async () => {
  expect(await who({ tenantId: THEIRS })).toBe('outsider');
  expect(await who({ tenantId: THEIRS }, OURS)).toBe('outsider');
  expect(await who({}, THEIRS)).toBe('outsider');
});

test('is no robot, and nobody who joined without an account', async () => {
  expect(await who({ tenantId: OURS, userRole: 'anonymous' })).toBe('outsider');
  expect(await who({ tenantId: OURS, userRole: 'Bot' })).toBe('outsider');
});
