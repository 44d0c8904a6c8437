/** Names of what one person sees: they go out in its block id and come back with a press. Pure. */

/** Goes out with what one person sees and comes back when they press. */
export function privateName(person: string, key: string, post: string | null): string {
  return `${person}|${key}|${post ?? ''}`;
}

/** The names under which the place of what was pressed is remembered. */
export function placeNames(blockId: string): string[] {
  // A row of its own below a hint has a fourth part.
  const [person, key, post] = blockId.split('|');
  if (!person || !key) return [];
  return [`key:${person}:${key}`, ...(post ? [`post:${post}`] : [])];
}
