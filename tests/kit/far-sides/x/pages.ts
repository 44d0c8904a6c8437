/** Pages of a list: opaque tokens, and now and then an empty page that has a next one. */
import { createHmac } from 'node:crypto';
import { invalid } from './refusals.ts';
import type { Json, Reply, Route } from './shapes.ts';
import type { World } from './state.ts';

interface Page<T> {
  items: T[];
  next: string | null;
}

const tokenFor = (world: World, id: string): string => {
  const seal = createHmac('sha256', world.app.secret).update(id).digest('hex').slice(0, 8);
  return Buffer.from(`${id}.${seal}`).toString('base64url');
};

function idIn(world: World, token: string): string | null {
  const [id = ''] = Buffer.from(token, 'base64url').toString().split('.');
  return tokenFor(world, id) === token ? id : null;
}

/**
 * @param all newest first
 * @param sizes the least, the most, and what X gives without a word
 */
export function page<T extends { id: string }>(
  world: World,
  route: Route,
  all: T[],
  query: Record<string, string>,
  sizes: { min: number; max: number; otherwise: number },
): Page<T> | Reply {
  const size = Number(query.max_results ?? sizes.otherwise);
  if (!(size >= sizes.min && size <= sizes.max))
    return invalid(
      { max_results: [query.max_results] },
      `The \`max_results\` query parameter value [${query.max_results}] is not between ${sizes.min} and ${sizes.max}`,
    );
  const token = query.pagination_token ?? query.next_token;
  const after = token === undefined ? null : idIn(world, token);
  if (token !== undefined && after === null)
    return invalid(
      { pagination_token: [token] },
      `The \`pagination_token\` query parameter value [${token}] is not valid`,
    );
  const rest = after === null ? all : all.filter(each => BigInt(each.id) < BigInt(after));
  const empty = world.emptyPages.get(route) ?? 0;
  if (empty > 0 && rest.length) {
    world.emptyPages.set(route, empty - 1);
    return { items: [], next: tokenFor(world, String(BigInt(rest[0]!.id) + 1n)) };
  }
  const items = rest.slice(0, size);
  return { items, next: rest.length > size ? tokenFor(world, items.at(-1)!.id) : null };
}

export function metaOf<T extends { id: string }>({ items, next }: Page<T>): Json {
  return {
    result_count: items.length,
    ...(items.length ? { newest_id: items[0]!.id, oldest_id: items.at(-1)!.id } : {}),
    ...(next ? { next_token: next } : {}),
  };
}
