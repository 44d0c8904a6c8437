/** Stores a channel's changing secrets (tokens), sealed on its shelf. */
import type { Vault } from '../ports/channel.ts';
import type { Shelf } from '../ports/shelf.ts';
import type { Sealer } from './provision.ts';

const STREAM = 'secrets';

export function vaultOf(shelf: Shelf, sealer: Sealer, place: string): Vault {
  return {
    read: async name => {
      const entry = await shelf.get(STREAM, name);
      if (typeof entry?.value !== 'string') return null;
      try {
        return sealer.unseal(`${place}:${name}`, entry.value);
      } catch {
        // Sealed with a key that is gone: as if it had never been there.
        return null;
      }
    },
    write: async (name, secret) => {
      await shelf.put(STREAM, name, sealer.seal(`${place}:${name}`, secret));
    },
  };
}
