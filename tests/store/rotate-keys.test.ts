/** The key that seals secrets is changed: whenever it stops, whoever has either key opens everything, and it goes on. */
import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { auditOnceEverywhere } from '../../src/cli/audited.ts';
import type { WorkspaceId } from '../../src/core/ids.ts';
import { vaultOf } from '../../src/settings/vault.ts';
import type { Engine } from '../../src/store/engine.ts';
import { checkKeysFit, keyChanges, keysInUse, openKeyRing } from '../../src/store/key-ring.ts';
import { beginRotation, countLost, endRotation, forgetLost, sealAnew } from '../../src/store/rotate-keys.ts';
import { parseKeys, seal, unseal } from '../../src/store/secrets.ts';
import { makeShelf } from '../../src/store/shelf.ts';
import { engineKinds } from '../kit/engines.ts';
import { Killed, mortal } from '../kit/mortal.ts';

const [OLD, NEW, OTHER] = [1, 2, 3].map(byte => Buffer.alloc(32, byte).toString('base64')) as [string, string, string];
const keyOf = (text: string) => parseKeys(text)[0]!;
const WS = 'ws_one' as WorkspaceId;
const nonce = () => randomBytes(12);
const now = () => 1_000;

const ringOf = (engine: Engine, configured: string) =>
  openKeyRing({ engine, configured: () => configured, nonce, now });

/** A process that was started with this key. */
async function processWith(engine: Engine, configured: string) {
  const ring = await ringOf(engine, configured);
  const vault = (place: string) => vaultOf(makeShelf(engine, WS, `vault:${place}`), ring, `${WS}:vault:${place}`);
  return { ring, vault };
}

const CHANNELS = ['help', 'orders'];
const VAULTS = ['help', 'desk:slack', 'desk:teams'];

async function fill(engine: Engine): Promise<void> {
  for (const name of CHANNELS)
    await engine.rows(
      `insert into channels (id, workspace_id, name, kind, room_id, settings, sealed) values (?, ?, ?, 'email', 'room', '{}', ?)`,
      [`chan_${name}`, WS, name, seal([keyOf(OLD)], `${WS}:channel:${name}`, `password of ${name}`, nonce())],
    );
  const { vault } = await processWith(engine, OLD);
  for (const each of VAULTS) await vault(each).write('token', `token of ${each}`);
}

/** What a process that starts now with this key opens. */
async function opens(engine: Engine, configured: string): Promise<string[]> {
  const { ring, vault } = await processWith(engine, configured);
  const rows = await engine.rows<{ name: string; sealed: string }>('select name, sealed from channels', []);
  const tokens = await Promise.all(VAULTS.map(each => vault(each).read('token')));
  return [
    ...rows.map(({ name, sealed }) => ring.unseal(`${WS}:channel:${name}`, sealed)),
    ...tokens.map(String),
  ].sort();
}

const ALL = [...CHANNELS.map(each => `password of ${each}`), ...VAULTS.map(each => `token of ${each}`)].sort();

async function change(engine: Engine, leaked = false, about = 'changed'): Promise<void> {
  const rotating = { engine, nonce, now };
  const [from, to] = [keyOf(OLD), keyOf(NEW)];
  const under = await beginRotation(rotating, { from, to, leaked });
  await sealAnew(rotating, [to, from]);
  await endRotation(rotating, under, [to, from], () => auditOnceEverywhere(engine, { act: 'key', about }));
}

for (const kind of engineKinds())
  describe.skipIf(!kind.there)(`the key is changed on ${kind.name}`, () => {
    const open: (() => Promise<void>)[] = [];
    const fresh = async () => {
      const { engine, close } = await kind.open();
      open.push(close);
      await fill(engine);
      return engine;
    };
    afterEach(async () => {
      for (const close of open.splice(0)) await close();
    });

    test('everything opens with the new key, and nothing with the old one', async () => {
      const engine = await fresh();
      await change(engine);
      expect(await opens(engine, NEW)).toEqual(ALL);
      expect([...(await keysInUse(engine)).keys()]).toEqual([keyOf(NEW).id]);
      await expect(processWith(engine, OLD)).rejects.toThrow(/was changed.*restart it/);
      await expect(checkKeysFit(engine, [keyOf(OLD)])).rejects.toThrow(/does not fit this database: 6 secrets/);
      await checkKeysFit(engine, [keyOf(NEW)]);
    });

    test('stopped at any of its steps, before or after it, both keys open everything until it has gone on to its end', async () => {
      const engine = await fresh();
      const rows = await engine.rows<{ id: string; sealed: string }>('select id, sealed from channels', []);
      const shelf = await engine.rows<{ id: string; value: string }>('select id, value from shelf', []);
      const back = async () => {
        for (const { id, sealed } of rows)
          await engine.rows('update channels set sealed = ? where id = ?', [sealed, id]);
        await engine.rows('delete from shelf where workspace_id = ?', ['installation']);
        for (const { id, value } of shelf)
          await engine.rows(`update shelf set value = ${kind.name === 'sqlite' ? '?' : '?::jsonb'} where id = ?`, [
            kind.name === 'sqlite' ? value : JSON.stringify(value),
            id,
          ]);
      };
      await engine.rows(`insert into workspaces (id, workspace_id, name, created_at) values (?, ?, 'Shop', 1)`, [
        WS,
        WS,
      ]);
      const noted = async (about: string) =>
        (await engine.rows('select seq from audit where about = ?', [about])).length;
      let steps = 0;
      for (const when of ['before', 'after'] as const)
        for (let n = 0; ; n++) {
          await back();
          const dying = mortal(engine);
          dying.dieIn(n, when);
          const about = `${when} ${n}`;
          const ended = await change(dying.engine, false, about).then(
            () => true,
            error => {
              if (!(error instanceof Killed)) throw error;
              return false;
            },
          );
          if (ended) break;
          steps++;
          const isOver = (await keyChanges(engine).read()) === null && (await keyChanges(engine).after(keyOf(OLD).id));
          // The trail says nothing that does not hold, and misses nothing that is over.
          const isSure = (await keyChanges(engine).after(keyOf(OLD).id)) !== null;
          if (isOver || !isSure) expect(await noted(about), `the line, ${when} step ${n}`).toBe(isOver ? 1 : 0);
          if (!isOver) expect(await opens(engine, OLD), `old key, ${when} step ${n}`).toEqual(ALL);
          const under = await keyChanges(engine).read();
          if (under || isOver) expect(await opens(engine, NEW), `new key, ${when} step ${n}`).toEqual(ALL);
          await change(engine, false, about);
          expect(await noted(about)).toBe(1);
          expect(await opens(engine, NEW)).toEqual(ALL);
          expect([...(await keysInUse(engine)).keys()]).toEqual([keyOf(NEW).id]);
        }
      expect(steps).toBeGreaterThan(20);
    });

    test('a process that runs with the old key writes with the new one as soon as the change has begun, and after it', async () => {
      const engine = await fresh();
      const running = await processWith(engine, OLD);
      const rotating = { engine, nonce, now };
      const under = await beginRotation(rotating, { from: keyOf(OLD), to: keyOf(NEW), leaked: false });
      await running.vault('help').write('token', 'a newer token');
      expect((await keysInUse(engine)).get(keyOf(NEW).id)).toBe(2);
      await endRotation(rotating, under, [keyOf(NEW), keyOf(OLD)]);
      expect(await running.vault('help').read('token')).toBe('a newer token');
      expect(await running.vault('desk:slack').read('token')).toBe('token of desk:slack');
      await running.vault('help').write('token', 'the newest token');
      expect(await (await processWith(engine, NEW)).vault('help').read('token')).toBe('the newest token');
      expect([...(await keysInUse(engine)).keys()]).toEqual([keyOf(NEW).id]);
    });

    test('a process that slept through all of it seals nothing with the old key, and says what to do', async () => {
      const engine = await fresh();
      const asleep = await processWith(engine, OLD);
      // Nothing reaches it: it hangs, or its line to the database is broken.
      asleep.ring.close();
      await change(engine);
      await expect(asleep.vault('help').write('token', 'lost?')).rejects.toThrow(
        /Put the new key into DESKHAND_SECRET_KEY/,
      );
      expect(await opens(engine, NEW)).toEqual(ALL);
    });

    test('what is sealed with the old key at the same moment is found, whichever of the two is faster', async () => {
      const engine = await fresh();
      const late = { engine, nonce, now };
      const under = await beginRotation(late, { from: keyOf(OLD), to: keyOf(NEW), leaked: false });
      let wrote = 0;
      await sealAnew(late, [keyOf(NEW), keyOf(OLD)], () => {
        if (wrote++) return;
        // Somebody who read the keys before the change began, and writes now.
        const sealed = seal([keyOf(OLD)], `${WS}:vault:late:token`, 'late', nonce());
        void makeShelf(engine, WS, 'vault:late').put('secrets', 'token', sealed);
      });
      await endRotation(late, under, [keyOf(NEW), keyOf(OLD)]);
      expect(await (await processWith(engine, NEW)).vault('late').read('token')).toBe('late');
    });

    test('another new key in the middle of a change is refused with a sentence, and the change goes on', async () => {
      const engine = await fresh();
      const rotating = { engine, nonce, now };
      await beginRotation(rotating, { from: keyOf(OLD), to: keyOf(NEW), leaked: false });
      await expect(beginRotation(rotating, { from: keyOf(OLD), to: keyOf(OTHER), leaked: false })).rejects.toThrow(
        /is being changed .* already/,
      );
      await change(engine);
      expect(await opens(engine, NEW)).toEqual(ALL);
    });

    test('links of before count for ninety days, unless others know the old key', async () => {
      const engine = await fresh();
      const before = (await ringOf(engine, OLD)).signingKey();
      await change(engine);
      const after = await ringOf(engine, NEW);
      expect(after.signingKey().equals(before)).toBe(false);
      expect(after.signedBefore().some(each => each.equals(before))).toBe(true);
      const later = (at: number) => openKeyRing({ engine, configured: () => NEW, nonce, now: () => at });
      const day = 86_400_000;
      expect((await later(89 * day)).signedBefore()).toHaveLength(1);
      expect((await later(91 * day)).signedBefore()).toHaveLength(0);
      const leaky = await fresh();
      await change(leaky, true);
      expect((await ringOf(leaky, NEW)).signedBefore()).toHaveLength(0);
    });

    test('a key that fits nothing is refused and changes nothing; what is lost is counted before it is thrown away', async () => {
      const engine = await fresh();
      const stored = await engine.rows('select id, value from shelf order by id', []);
      await expect(checkKeysFit(engine, [keyOf(OTHER)])).rejects.toThrow(/Nothing was changed.*rotate-key --lost/);
      await expect(checkKeysFit(engine, [])).rejects.toThrow(/there is no key/);
      expect(await engine.rows('select id, value from shelf order by id', [])).toEqual(stored);
      expect(await countLost(engine, [keyOf(OTHER)])).toBe(5);
      expect(await countLost(engine, [keyOf(OLD)])).toBe(0);
      expect(await forgetLost(engine, [keyOf(OTHER)])).toBe(5);
      await checkKeysFit(engine, [keyOf(OTHER)]);
      expect(await (await processWith(engine, OTHER)).vault('help').read('token')).toBeNull();
    });

    test('what is sealed in a backup of before opens with the old key', async () => {
      const engine = await fresh();
      const sealed = await engine.rows<{ sealed: string }>('select sealed from channels where name = ?', ['help']);
      await change(engine);
      expect(unseal([keyOf(OLD)], `${WS}:channel:help`, sealed[0]!.sealed)).toBe('password of help');
    });
  });
