/** Under which of the customer's posts a reply may stand. Pure. */
import type { XEcho } from '../receive.ts';

export function postFor(echoes: readonly XEcho[]): { post: string } | { words: string } {
  const may = echoes.findLast(each => each.may === 'yes') ?? echoes.findLast(each => each.may === 'unknown');
  if (may?.post) return { post: may.post };
  const why = echoes.at(-1)?.why ?? 'Its author did not ask for a reply.';
  return { words: `X takes no reply of a program here. ${why}` };
}
