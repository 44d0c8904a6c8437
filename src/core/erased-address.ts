/** What stands in place of the address of somebody who was erased. */
import type { IdentityId } from './ids.ts';

/** What follows is the id of the identity, which says nothing about anybody. */
const ERASED_ADDRESS = 'erased:';

export function erasedAddress(id: IdentityId): string {
  return `${ERASED_ADDRESS}${id}`;
}

export function isErasedAddress(address: string): boolean {
  return address.startsWith(ERASED_ADDRESS);
}
