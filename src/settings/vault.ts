/** Stores a channel's changing secrets (tokens), sealed on its shelf. */
import type { Vault } from '../ports/channel.ts';
import type { Shelf } from '../ports/shelf.ts';
import type { Sealer } from './provision.ts';

const STREAM = 'secrets';

export function vaultOf(shelf: Shelf, sealer: Sealer, place: string): Vault {
  const sealed = async (name: string): Promise<string | null> => {
    const value = (await shelf.get(STREAM, name))?.value;
    return typeof value === 'string' ? value : null;
  };
  const unsealed = (name: string, value: string): string | null => {
    try {
      return sealer.unseal(`${place}:${name}`, value);
    } catch {
      // Sealed with a key that is gone: as if it had never been there.
      return null;
    }
  };
  return {
    read: async name => {
      const kept = await sealed(name);
      const text = kept === null ? null : unsealed(name, kept);
      if (kept === null || text !== null || !sealer.renew) return text;
      // It may be sealed with a key that this process has not heard of yet.
      await sealer.renew();
      const now = await sealed(name);
      return now === null ? null : unsealed(name, now);
    },
    write: async (name, secret) => {
      await sealer.renew?.();
      // Once more where the key was changed in between: what is sealed with the old one might be looked for no more.
      do await shelf.put(STREAM, name, sealer.seal(`${place}:${name}`, secret));
      while (await sealer.renew?.());
    },
  };
}
