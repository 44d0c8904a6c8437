/**
 * Reads a list of X back from its newest item to what is known. Pages are kept until all of them are there, so that a
 * refusal or a crash in the middle goes on with the page it stopped at, and the oldest item can be handed in first.
 */
import type { Instant } from '../../../../src/core/time.ts';
import type { ChannelContext } from '../../../../src/ports/channel.ts';
import type { Json } from '../../../../src/ports/json.ts';
import type { Shelf } from '../../../../src/ports/shelf.ts';
import type { Page } from '../connection/api.ts';
import { field, idOf, isNewer, list } from '../shapes.ts';
import type { Asked, NotAsked } from './asking.ts';
import { isPlace } from './id-time.ts';

export type ListName = 'mentions' | 'messages' | 'own';

/** How far a list was read. */
export interface ListAt {
  /** Everything up to this id is stored. */
  since: string;
  /** When it was last read to its end. */
  at: Instant;
  /** Pages that are kept while the rest cannot be had; `next` is the page to go on with. */
  resume?: { next: string; pages: number };
}

export interface Cursors {
  of(name: ListName): Promise<ListAt | null>;
  save(name: ListName, at: ListAt): Promise<void>;
  /** From the beginning, for another account. */
  forget(): Promise<void>;
  /** Another process may have read. */
  reload(): void;
}

/** One process reads, so what it knows is what is stored. */
export function makeCursors(context: Pick<ChannelContext, 'cursor' | 'saveCursor'>): Cursors {
  let all: Partial<Record<ListName, ListAt>> | null = null;
  const load = async () => {
    all ??= ((await context.cursor()) ?? {}) as Partial<Record<ListName, ListAt>>;
    return all;
  };
  return {
    of: async name => (await load())[name] ?? null,
    save: async (name, at) => {
      all = { ...(await load()), [name]: at };
      await context.saveCursor(all as unknown as { [name: string]: Json });
    },
    forget: async () => {
      all = {};
      await context.saveCursor({});
    },
    reload: () => {
      all = null;
    },
  };
}

/** Eight pages hold all that X has of mentions, and these 1,000 private messages; the rest is for pages that X leaves empty. */
const PAGES_MAX = 60;

interface ReadBack {
  name: ListName;
  shelf: Shelf;
  clock: Pick<ChannelContext['clock'], 'now'>;
  cursors: Cursors;
  signal: AbortSignal;
  /** @param nth 0 for the first of this round */
  page(since: string, next: string | null, nth: number): Promise<Asked<Page>>;
}

/** Newest first, as X gives them. `end`: it was stopped, or there are more pages than are read. */
type BackRead = { ok: true; bodies: Json[]; newest: string; end: 'known' | 'stopped' | 'too-many' } | NotAsked;

export async function readBack({ name, shelf, clock, cursors, signal, page }: ReadBack, at: ListAt): Promise<BackRead> {
  const { since } = at;
  const stream = `pages:${name}`;
  const kept = at.resume ? (await shelf.read(stream, 0, PAGES_MAX)).map(each => each.value) : [];
  // Pages of another database's, or of a crash before they were kept: it begins again, and X bills nothing twice a day.
  let resume = at.resume && kept.length >= at.resume.pages ? at.resume : null;
  const bodies = resume ? kept.slice(0, resume.pages) : [];
  if (!resume) await shelf.drop(stream);
  for (let nth = bodies.length; nth < PAGES_MAX && !signal.aborted; nth++) {
    const asked = await page(since, resume?.next ?? null, nth);
    if (!asked.ok) {
      // X does not know the page any more: the next round begins again.
      if (asked.failed?.why === 'refused' && resume) await cursors.save(name, { since, at: at.at });
      return asked;
    }
    const { body, next } = asked.value;
    bodies.push(body);
    const isLast = next === null || idsIn(body).some(id => !isNewer(id, since));
    if (isLast) return { ok: true, bodies, newest: newestIn(bodies, since, clock.now()), end: 'known' };
    await shelf.put(stream, String(nth), body);
    resume = { next, pages: bodies.length };
    await cursors.save(name, { since, at: at.at, resume });
  }
  return {
    ok: true,
    bodies,
    newest: newestIn(bodies, since, clock.now()),
    end: signal.aborted ? 'stopped' : 'too-many',
  };
}

export function idsIn(body: Json): string[] {
  const data = field(body, 'data');
  return (Array.isArray(data) ? list(data) : [data]).flatMap(each => idOf(field(each, 'id')) ?? []);
}

function newestIn(bodies: readonly Json[], since: string, now: Instant): string {
  const places = bodies.flatMap(idsIn).filter(each => isPlace(each, now));
  return places.reduce((newest, id) => (isNewer(id, newest) ? id : newest), since);
}
