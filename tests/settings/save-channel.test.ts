import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChannelKind } from '../../src/ports/channel.ts';
import type { SettingsField } from '../../src/ports/settings.ts';
import type { AdminParts } from '../../src/settings/admin.ts';
import { settingsOf } from '../../src/settings/provision.ts';
import { saveChannelForm } from '../../src/settings/save-channel.ts';
import { openHouse, type TestHouse } from '../kit/house.ts';
import { openSealer } from '../kit/world.ts';

let shop: TestHouse;
beforeEach(async () => {
  shop = await openHouse();
});
afterEach(() => shop.close());

const OTHER = { field: 'provider', is: [''] };
const asked = { required: false, basic: true, help: '' } as const;
const SCHEMA: SettingsField[] = [
  { ...asked, name: 'provider', label: 'Provider', kind: 'text' },
  { ...asked, name: 'in.password', label: 'Password', kind: 'secret' },
  { ...asked, name: 'out.host', label: 'Server', kind: 'text', when: OTHER },
  { ...asked, name: 'out.password', label: 'Password of the way out', kind: 'secret', when: OTHER },
];

test('a secret that the chosen provider does not ask for is neither asked for again nor kept', async () => {
  const { parts } = shop.house;
  const kind = { ...shop.provider.kind, settings: SCHEMA, problems: () => [], tryOut: async () => [] } as ChannelKind;
  const admin = {
    parts,
    channelKinds: [kind],
    sealer: openSealer,
    publicHostsOnly: false,
    isWritten: () => false,
    variable: () => undefined,
    changed: async () => {},
  } as unknown as AdminParts;
  const own = { provider: '', 'in.password': 'one', 'out.host': 'mail.shop.example', 'out.password': 'two' };
  expect(await saveChannelForm(admin, kind.kind, own)).toMatchObject({ ok: true });
  const kept = async () => {
    const made = (await parts.store.channels()).find(each => each.kind === kind.kind && 'provider' in settings(each));
    return { id: made!.id, ...settings(made!) };
  };
  const settings = (row: Parameters<typeof settingsOf>[0]) => settingsOf(row, openSealer);
  const { id } = await kept();
  // Another server: its password has to be typed again, and without it nothing changes.
  const moved = { ...own, 'in.password': '', 'out.host': 'evil.example', 'out.password': '' };
  expect(await saveChannelForm(admin, id, moved)).toMatchObject({
    ok: false,
    problems: expect.arrayContaining([expect.objectContaining({ field: 'out.password' })]),
  });
  expect(await saveChannelForm(admin, id, { provider: 'google', 'in.password': 'three' })).toMatchObject({ ok: true });
  const now = JSON.stringify(await kept());
  expect(now).toContain('three');
  expect(now).not.toContain('two');
  // The audit trail tells that there is a secret, and that it is another one.
  const lines = (await parts.store.auditLines({ acts: ['channel'], limit: 9 })).filter(each => each.via === 'desk');
  expect(lines.toReversed().map(each => each.change)).toMatchObject([
    { secrets: [null, 'set'], 'out.host': [null, 'mail.shop.example'], room: [null, 'customers'] },
    { secrets: ['set', 'set, changed'], provider: [null, 'google'] },
  ]);
  expect(JSON.stringify(lines)).not.toMatch(/"(one|two|three)"/);
});
