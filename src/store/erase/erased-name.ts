/** The name by which something that was erased is recognised when it comes again: a digest that says nothing of it. */
import { createHash } from 'node:crypto';

const ERASED_NAME = 'erased:';

/** @param name what its channel calls it; one that is a digest already stays as it is */
export function erasedName(name: string): string {
  if (name.startsWith(ERASED_NAME)) return name;
  return `${ERASED_NAME}${createHash('sha256').update(name).digest('hex')}`;
}
