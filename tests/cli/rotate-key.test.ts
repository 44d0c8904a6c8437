/** `deskhand rotate-key` while the service runs, killed, and with keys that do not fit. */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, inject, test, vi } from 'vitest';
import { rotateKey } from '../../src/cli/rotate-key.ts';
import type { WorkspaceId } from '../../src/core/ids.ts';
import { keyInFile } from '../../src/settings/key-file.ts';
import { vaultOf } from '../../src/settings/vault.ts';
import type { Engine } from '../../src/store/engine.ts';
import { keysInUse } from '../../src/store/key-ring.ts';
import { parseKeys, seal } from '../../src/store/secrets.ts';
import { makeShelf } from '../../src/store/shelf.ts';
import { openEngine } from '../../src/store/store.ts';
import { beginCli } from '../kit/cli.ts';
import { freshPostgres } from '../kit/engines.ts';
import { putMigrated } from '../kit/migrated.ts';
import { openShop, type Shop } from '../kit/shop.ts';
import { until } from '../kit/world.ts';

const YAML = `
rooms: [{ name: customers }]
channels:
  - { name: site, kind: webchat, room: customers, origins: ["https://shop.example"], identity_secret: ${'s'.repeat(40)} }
`;
const WS = 'ws_local' as WorkspaceId;
const freshKey = () => randomBytes(32).toString('base64');
const idOf = (key: string) => parseKeys(key)[0]!.id;

const closes: (() => unknown)[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const close of closes.splice(0).reverse()) await close();
});

function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'deskhand-keys-'));
  closes.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Runs the command in this process, and gives what it prints. */
async function told(env: Record<string, string>, options: Parameters<typeof rotateKey>[1] = {}): Promise<string> {
  const lines: string[] = [];
  const print = vi.spyOn(console, 'log').mockImplementation(line => void lines.push(String(line)));
  try {
    await rotateKey({ MAIL_RECEIVER_PORT: '0', ...env }, options);
  } finally {
    print.mockRestore();
  }
  return lines.join('\n');
}

/** A link to rate an enquiry, as it stands in a mail. */
async function rateLink({ running }: Shop): Promise<string> {
  const { parts } = running.house;
  const [room] = await parts.store.rooms();
  const [channel] = await parts.store.channels();
  const id = 'enq_0000000001abcdef0123456789' as never;
  await running.engine.rows(
    `insert into enquiries (id, workspace_id, number, version, status, channel_id, channel_kind, room_id, customer_id, identity_id, visibility, opened_at, customer_messages, last_customer_at)
     values (?, ?, 1, 1, 'resolved', ?, 'webchat', ?, 'cus_1', 'idn_1', 'private', 1, 1, 1) on conflict do nothing`,
    [id, WS, channel!.id, room!.id],
  );
  return new URL(parts.rateLink(id, 1_000)).pathname;
}

const statusOf = async (shop: Shop, path: string) => (await fetch(`${shop.url}${path}`)).status;

const vaultIn = ({ running }: Shop) =>
  // The very vault that an adapter gets: by the process's own keys.
  vaultOf(running.house.parts.store.shelf('vault:desk:slack'), running.keys, `${WS}:vault:desk:slack`);

describe('with the key in a file beside the database', () => {
  test('one command changes it under a running service: nothing is restarted, and links of before open', async () => {
    const folder = freshFolder();
    const env = { DATABASE_URL: `sqlite:${join(folder, 'd.db')}`, DESKHAND_CONFIG: join(folder, 'deskhand.yaml') };
    const shop = await openShop({ folder, yaml: YAML });
    closes.push(() => shop.stop());
    await vaultIn(shop).write('token', 'xoxb-of-before');
    const link = await rateLink(shop);
    const file = join(folder, 'deskhand.key');
    const old = readFileSync(file, 'utf8').trim();
    const said = await told(env);
    const made = readFileSync(file, 'utf8').trim();
    expect(made).not.toBe(old);
    expect(said).toContain(`sealed anew with the key ${idOf(made)}`);
    expect(said).not.toContain(made);
    expect(said).not.toContain(old);
    const kept = join(folder, `deskhand.key.${idOf(old)}`);
    expect(readFileSync(kept, 'utf8').trim()).toBe(old);
    for (const each of [file, kept]) expect(statSync(each).mode & 0o777).toBe(0o600);
    expect([...(await keysInUse(shop.running.engine)).keys()]).toEqual([idOf(made)]);
    const trail = await shop.running.engine.rows<{ about: string }>(`select about from audit where act = 'key'`, []);
    expect(trail.map(each => each.about)).toEqual([idOf(made)]);
    // The running service, which has heard of nothing, reads and writes.
    expect(await vaultIn(shop).read('token')).toBe('xoxb-of-before');
    await vaultIn(shop).write('token', 'xoxb-of-now');
    expect([...(await keysInUse(shop.running.engine)).keys()]).toEqual([idOf(made)]);
    expect(await statusOf(shop, link)).toBe(200);
    await shop.stop();
    const again = await openShop({ folder, yaml: YAML });
    closes.push(() => again.stop());
    expect(await vaultIn(again).read('token')).toBe('xoxb-of-now');
    expect(await statusOf(again, link)).toBe(200);
    expect(await statusOf(again, `${link.slice(0, -1)}${link.endsWith('0') ? '1' : '0'}`)).toBe(404);
  });

  test('killed for real in the middle, the next run goes on; the service starts in between with what is there', async () => {
    const folder = freshFolder();
    const database = join(folder, 'd.db');
    const env = { DATABASE_URL: `sqlite:${database}` };
    await putMigrated(database);
    const old = freshKey();
    writeFileSync(join(folder, 'deskhand.key'), `${old}\n`, { mode: 0o600 });
    const engine = await openEngine(env.DATABASE_URL, 'test');
    closes.push(() => engine.close());
    const MANY = 3_000;
    await fillVault(engine, old, MANY);
    const { child, ended } = beginCli(['rotate-key'], folder, env);
    let found = new Map<string, number>();
    await until(async () => {
      found = await keysInUse(engine);
      return found.size > 1 && (found.get(idOf(old)) ?? 0) < MANY - 50;
    }, 'it is in the middle');
    child.kill('SIGKILL');
    expect((await ended).code).toBeNull();
    const middle = await keysInUse(engine);
    expect(middle.get(idOf(old))).toBeGreaterThan(0);
    expect(readFileSync(join(folder, 'deskhand.key'), 'utf8').trim()).toBe(old);
    const between = await openShop({ folder });
    const { store } = between.running.house.parts;
    const many = vaultOf(store.shelf('vault:many'), between.running.keys, `${WS}:vault:many`);
    for (const n of [1, MANY / 2, MANY]) expect(await many.read(`s${n}`)).toBe(`secret ${n}`);
    await between.stop();
    const said = await told(env);
    // The secrets, and what links of before are signed with.
    const made = readFileSync(join(folder, 'deskhand.key'), 'utf8').trim();
    expect(said).toContain('sealed anew');
    expect(await keysInUse(engine)).toEqual(new Map([[idOf(made), MANY + 2]]));
    expect([...middle.keys()].sort()).toEqual([idOf(old), idOf(made)].sort());
  });

  test('a database whose key file is gone is not started with a new one', async () => {
    const folder = freshFolder();
    const shop = await openShop({ folder, yaml: YAML });
    await shop.stop();
    rmSync(join(folder, 'deskhand.key'));
    await expect(openShop({ folder, yaml: YAML })).rejects.toThrow(
      /does not fit.*put it back beside the database as deskhand\.key/s,
    );
    expect(readdirSync(folder)).not.toContain('deskhand.key');
    writeFileSync(join(folder, 'deskhand.key'), 'torn');
    await expect(openShop({ folder, yaml: YAML })).rejects.toThrow(/does not hold a key/);
    rmSync(join(folder, 'deskhand.key'));
    const env = { DATABASE_URL: `sqlite:${join(folder, 'd.db')}`, DESKHAND_CONFIG: join(folder, 'deskhand.yaml') };
    expect(await told(env, { lost: true })).toMatch(/1 secret would be thrown away.*add --yes/);
    expect(await told(env, { lost: true, yes: true })).toMatch(/1 secret that no key here opens was thrown away/);
    const again = await openShop({ folder, yaml: YAML });
    closes.push(() => again.stop());
    expect(existsSync(join(folder, 'deskhand.key'))).toBe(true);
  });
});

describe.each(['sqlite', 'postgres'] as const)('with the key in the environment, on %s', engineKind => {
  test.skipIf(engineKind === 'postgres' && inject('postgres') === null)(
    'processes are restarted one after another; each accepts what the others sign and seal, until the change is finished',
    async () => {
      const folder = freshFolder();
      const fresh = engineKind === 'postgres' ? await freshPostgres() : null;
      if (fresh) closes.push(() => fresh.drop());
      const url = fresh?.url ?? `sqlite:${join(folder, 'd.db')}`;
      const [old, next] = [freshKey(), freshKey()];
      const keyFile = join(folder, 'new.key');
      const envOf = (key: string) => ({
        DATABASE_URL: url,
        DESKHAND_SECRET_KEY: key,
        DESKHAND_CONFIG: join(folder, 'deskhand.yaml'),
      });
      if (!fresh) await putMigrated(join(folder, 'd.db'));
      const one = await openShop({ folder, yaml: YAML, env: envOf(old) });
      closes.push(() => one.stop());
      await vaultIn(one).write('token', 'xoxb-of-before');
      const link = await rateLink(one);
      await expect(told(envOf(old))).rejects.toThrow(/Name a file for it.*Nothing was changed/);
      writeFileSync(keyFile, 'far too short');
      await expect(told(envOf(old), { keyFile })).rejects.toThrow(/32 bytes in base64.*Nothing was changed/);
      await expect(told({ ...envOf(old), DESKHAND_NEW_SECRET_KEY: old })).rejects.toThrow(/The new key is the old one/);
      writeFileSync(keyFile, next);
      const said = await told(envOf(old), { keyFile });
      expect(said).toMatch(
        /1\. Put the content of .*new\.key into DESKHAND_SECRET_KEY.*3\. Run "deskhand rotate-key --finish"/s,
      );
      for (const each of [old, next]) expect(said).not.toContain(each);
      await expect(told(envOf(old), { finish: true })).rejects.toThrow(/still has the key .* first/);
      if (!fresh) await one.stop();
      const two = await openShop({ folder, yaml: YAML, env: envOf(next) });
      closes.push(() => two.stop());
      const newLink = await rateLink(two);
      expect(newLink).not.toBe(link);
      for (const shop of fresh ? [one, two] : [two])
        for (const each of [link, newLink])
          await until(async () => (await statusOf(shop, each)) === 200, 'it is accepted');
      if (fresh) {
        await vaultIn(one).write('token', 'by the old process');
        expect(await vaultIn(two).read('token')).toBe('by the old process');
        await one.stop();
      }
      expect(await told(envOf(next), { finish: true })).toMatch(/The change is finished/);
      expect([...(await keysInUse(two.running.engine)).keys()]).toEqual([idOf(next)]);
      expect(await statusOf(two, link)).toBe(200);
      const before = await contentOf(two.running.engine);
      await two.stop();
      const looking = await openEngine(url, 'test');
      closes.push(() => looking.close());
      await expect(openShop({ folder, yaml: YAML, env: envOf(old) })).rejects.toThrow(/does not fit this database/);
      await expect(openShop({ folder, yaml: YAML, env: envOf(freshKey()) })).rejects.toThrow(
        /does not fit this database/,
      );
      expect(await contentOf(looking)).toEqual(before);
    },
  );
});

test('a file into which others can write names no key, and none is made through a link', () => {
  const folder = freshFolder();
  const [file, link] = [join(folder, 'new.key'), join(folder, 'link.key')];
  writeFileSync(file, freshKey());
  chmodSync(file, 0o666);
  expect(() => keyInFile(file, randomBytes)).toThrow(/Others can write into .*chmod 600/);
  chmodSync(file, 0o600);
  expect(keyInFile(file, randomBytes)).toMatchObject({ made: false });
  symlinkSync(join(folder, 'elsewhere.key'), link);
  expect(() => keyInFile(link, randomBytes)).toThrow(/is a link that leads nowhere/);
  expect(readdirSync(folder).sort()).toEqual(['link.key', 'new.key']);
});

/** Everything that the keys and the settings wrote. */
async function contentOf(engine: Engine): Promise<unknown[]> {
  return [
    await engine.rows(
      `select id, value from shelf where owner like 'vault:%' or workspace_id = 'installation' order by id`,
      [],
    ),
    await engine.rows('select id, name, sealed from channels order by id', []),
    await engine.rows('select id, name from rooms order by id', []),
  ];
}

async function fillVault(engine: Engine, key: string, many: number): Promise<void> {
  const keys = parseKeys(key);
  const shelf = makeShelf(engine, WS, 'vault:many');
  await shelf.put('secrets', 'first', seal(keys, `${WS}:vault:many:first`, 'first', randomBytes(12)));
  for (let at = 0; at < many; at += 500) {
    const rows = Array.from({ length: 500 }, (_, i) => at + i + 1).flatMap(n => [
      `${WS}:vault:many:secrets:s${n}`,
      n + 1,
      `s${n}`,
      JSON.stringify(seal(keys, `${WS}:vault:many:s${n}`, `secret ${n}`, randomBytes(12))),
    ]);
    await engine.rows(
      `insert into shelf (id, workspace_id, owner, stream, n, key, version, value) values ${Array(500).fill(`(?, '${WS}', 'vault:many', 'secrets', ?, ?, 0, ?)`).join(', ')}`,
      rows,
    );
  }
}
