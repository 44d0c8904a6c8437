/** Secrets of channels that change, such as tokens of a sign-in: what stands in the database is of no use without the key. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { vaultOf } from '../../src/settings/vault.ts';
import { parseKeys, seal, unseal } from '../../src/store/secrets.ts';
import { memoryShelf } from '../kit/shelf.ts';

const sealerOf = (key: string) => {
  const keys = parseKeys(key);
  return {
    seal: (place: string, text: string) => seal(keys, place, text, randomBytes(12)),
    unseal: (place: string, sealed: string) => unseal(keys, place, sealed),
  };
};
const KEY = randomBytes(32).toString('base64');

test('a token is sealed on the shelf, opens in its own place only, and is gone with its key', async () => {
  const shelf = memoryShelf();
  const vault = vaultOf(shelf, sealerOf(KEY), 'ws_1:chan_1');
  await vault.write('sign-in', 'refresh-4711');
  const stored = JSON.stringify(await shelf.latest('secrets', 10));
  expect(stored).not.toContain('refresh-4711');
  expect(stored).not.toContain(Buffer.from('refresh-4711').toString('base64url'));
  expect(await vault.read('sign-in')).toBe('refresh-4711');
  expect(await vault.read('other')).toBeNull();
  expect(await vaultOf(shelf, sealerOf(KEY), 'ws_2:chan_1').read('sign-in')).toBeNull();
  const other = sealerOf(randomBytes(32).toString('base64'));
  expect(await vaultOf(shelf, other, 'ws_1:chan_1').read('sign-in')).toBeNull();
});
