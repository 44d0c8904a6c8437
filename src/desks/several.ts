/**
 * Combines several desks into one, each with rooms of its own: a call about a room, a thread or a person goes to the desk
 * that owns its id. They share a workspace, but what each remembers and what is delivered to it are kept apart.
 */
import { plainAnswer } from '../ports/answer.ts';
import type { Vault } from '../ports/channel.ts';
import type { Desk, DeskHub, DeskHubContext, DeskKind } from '../ports/desk.ts';
import type { DeskContext } from '../ports/desk-context.ts';
import type { Json } from '../ports/json.ts';
import type { Shelf } from '../ports/shelf.ts';

/** A kept delivery of another desk than the first. */
interface Tagged {
  desk: string;
  kept: Json;
}

/** The desks of a combined one, in the order of their kinds. */
const partsOf = new WeakMap<Desk, Desk[]>();

/** @param kinds the first one's kind is that of the whole, so that a workspace goes on when another is added */
export function severalDesks(kinds: DeskKind[]): DeskKind {
  const [first, ...others] = kinds;
  if (!first) throw new Error('There is no desk to combine.');
  return {
    ...first,
    open: (settings, context) => {
      const contexts = kinds.map((kind, i) => contextFor(context, kind, kinds, i === 0 ? null : kind.kind));
      const desks = kinds.map((kind, i) => kind.open(settings, contexts[i]!));
      const combined = combine(kinds, desks);
      partsOf.set(combined, desks);
      return combined;
    },
    hub: context => combineHubs(kinds, context),
    label: [first, ...others].map(each => each.label).join(' and '),
  };
}

/** Is it a name of this desk? One that nobody owns is the first's. */
function owner(kinds: DeskKind[], ref: string | null): number {
  const found = ref === null ? -1 : kinds.findIndex(each => each.owns?.(ref));
  return Math.max(found, 0);
}

/** The world as one of them sees it. @param apart its name before what it remembers; null for the first, which has none */
function contextFor(context: DeskContext, kind: DeskKind, kinds: DeskKind[], apart: string | null): DeskContext {
  const rooms: DeskContext['rooms'] = async () => {
    const all = await context.rooms();
    return all.filter(each => each.deskRef === null || kinds[owner(kinds, each.deskRef)] === kind);
  };
  /** Nobody of one desk can be in a room of another: what has to go there is for its admins to move. */
  const act: DeskContext['act'] = async action => {
    const { by } = action;
    if (!by.admin) return context.act(action);
    const own = new Set((await rooms()).map(each => each.id));
    const roomsElsewhere = (await context.rooms()).flatMap(({ id }) => (own.has(id) ? [] : [id]));
    return context.act({ ...action, by: { ...by, roomsElsewhere } });
  };
  if (apart === null) return { ...context, rooms, act };
  return {
    ...context,
    rooms,
    shelf: shelfApart(context.shelf, apart),
    vault: vaultApart(context.vault, apart),
    act: action => act({ ...action, id: `${apart}:${action.id}` }),
    keep: delivery =>
      context.keep({
        ...delivery,
        id: `${apart}:${delivery.id}`,
        payload: { desk: apart, kept: delivery.payload } satisfies Tagged as unknown as Json,
      }),
  };
}

function shelfApart(shelf: Shelf, apart: string): Shelf {
  const of = (stream: string) => `${apart}:${stream}`;
  return {
    append: (stream, ...rest) => shelf.append(of(stream), ...rest),
    replace: (stream, ...rest) => shelf.replace(of(stream), ...rest),
    put: (stream, ...rest) => shelf.put(of(stream), ...rest),
    get: (stream, key) => shelf.get(of(stream), key),
    read: (stream, ...rest) => shelf.read(of(stream), ...rest),
    latest: (stream, limit) => shelf.latest(of(stream), limit),
    remove: (stream, ...keys) => shelf.remove(of(stream), ...keys),
    drop: stream => shelf.drop(of(stream)),
  };
}

function vaultApart(vault: Vault, apart: string): Vault {
  return {
    read: name => vault.read(`${apart}:${name}`),
    write: (name, secret) => vault.write(`${apart}:${name}`, secret),
  };
}

function combine(kinds: DeskKind[], desks: Desk[]): Desk {
  const [first] = desks as [Desk, ...Desk[]];
  const at = (ref: string | null): Desk => desks[owner(kinds, ref)]!;
  /** What is answered has the name that the desk itself gave to what was asked, by which it knows where that was. */
  const keyAt = (person: string, key: string): string => {
    const i = owner(kinds, person);
    const named = `answer:${kinds[i]!.kind}:`;
    return i > 0 && key.startsWith(named) ? `answer:${key.slice(named.length)}` : key;
  };
  const tagged = (payload: Json): { desk: Desk; kept: Json } => {
    const { desk: name, kept } = payload as unknown as Partial<Tagged>;
    const i = typeof name === 'string' ? kinds.findIndex((each, n) => n > 0 && each.kind === name) : -1;
    return i > 0 ? { desk: desks[i]!, kept: kept ?? null } : { desk: first, kept: payload };
  };
  const all = async <T>(work: (desk: Desk) => Promise<T>): Promise<T[]> => Promise.all(desks.map(work));
  return {
    kind: first.kind,
    ...narrowest(desks),
    // The slower one's gap applies to all; the quicker one loses a moment.
    postGapMs: Math.max(...desks.map(each => each.postGapMs ?? 0)),
    routes: desks.flatMap(each => each.routes ?? []),
    start: async () => void (await all(each => each.start())),
    stop: async () => void (await all(each => each.stop())),
    check: async () => (await all(each => each.check())).flat(),
    troubles: () => desks.flatMap(each => each.troubles?.() ?? []),
    tidy: async () => void (await all(async each => each.tidy?.())),
    renew: async () => void (await all(async each => each.renew?.())),
    postCard: (room, card, key) => at(room.deskRef).postCard(room, card, key),
    updateCard: (thread, card) => at(thread).updateCard(thread, card),
    post: (thread, entry, key) => at(thread).post(thread, entry, key),
    mark: (thread, post, mark) => at(thread).mark(thread, post, mark),
    notice: (room, ...rest) => at(room.deskRef).notice(room, ...rest),
    showPrivately: async (thread, person, view, key) => {
      const [there, theirs] = [at(thread), at(person)];
      if (there === theirs) return there.showPrivately(thread, person, view, key);
      // They work at another desk than the one where it happened: there they are told.
      if (view) await theirs.answer(person, null, plainAnswer(view.words), key);
    },
    showAlone: (person, view, key) => at(person).showAlone(person, view, key),
    answer: (person, room, view, key) => at(person).answer(person, room, view, keyAt(person, key)),
    show: (room, view, key) => at(room.deskRef).show(room, view, key),
    reshow: async (room, view, key) => at(room.deskRef).reshow?.(room, view, key),
    members: async room => (await at(room.deskRef).members?.(room)) ?? null,
    member: async (room, deskRef) =>
      (await at(room.deskRef).member?.(room, deskRef)) ?? { refusal: 'Nobody can be chosen in this room.' },
    // Nobody of one desk is in a room of another.
    reads: async (person, room) =>
      at(person) === at(room.deskRef) && ((await at(person).reads?.(person, room)) ?? true),
    ownPlace: async person => (await at(person).ownPlace?.(person)) ?? null,
    forget: async (thread, posts) => at(thread).forget?.(thread, posts),
    personNamed: written => desks.map(each => each.personNamed?.(written) ?? null).find(each => each !== null) ?? null,
    personHelp: desks.flatMap(each => each.personHelp ?? []).join(' '),
    handle: async payload => {
      const { desk, kept } = tagged(payload);
      await desk.handle?.(kept);
    },
    givenUp: async payload => {
      const { desk, kept } = tagged(payload);
      await desk.givenUp?.(kept);
    },
    ...changing(at),
    attach: async (thread, file, key) => at(thread).attach?.(thread, file, key),
    detach: async (thread, key) => (await at(thread).detach?.(thread, key)) ?? null,
    typing: (thread, customer) => at(thread).typing?.(thread, customer),
    linkTo: thread => at(thread).linkTo?.(thread) ?? null,
  };
}

/** What stands there already is changed by the desk that it stands on. */
function changing(at: (ref: string) => Desk): Pick<Desk, 'redraw' | 'pointOn' | 'eraseThread' | 'kindOf'> {
  return {
    redraw: async (thread, entry, key) => at(thread).redraw?.(thread, entry, key),
    pointOn: async (thread, card, to) => at(thread).pointOn?.(thread, card, to),
    eraseThread: async (thread, erased) => {
      const desk = at(thread);
      // What people wrote on another one is counted there.
      const posts = erased.posts.filter(each => at(each) === desk);
      return (await desk.eraseThread?.(thread, { ...erased, posts })) ?? 0;
    },
    kindOf: thread => at(thread).kind,
  };
}

/** What holds on each of them. Nobody knows on which one a form is open: the most hurried one is waited for. */
function narrowest(desks: readonly Desk[]): Pick<Desk, 'limits' | 'formWithinMs'> {
  const forms = desks.flatMap(each => each.formWithinMs ?? []);
  return {
    limits: {
      cardTextCharsMax: Math.min(...desks.map(each => each.limits.cardTextCharsMax)),
      writeCharsMax: Math.min(...desks.map(each => each.limits.writeCharsMax)),
    },
    ...(forms.length ? { formWithinMs: Math.min(...forms) } : {}),
  };
}

function combineHubs(kinds: DeskKind[], context: DeskHubContext): DeskHub {
  const hubs = kinds.flatMap((kind, i) => {
    const own = (desk: Desk | null) => (desk ? (partsOf.get(desk)?.[i] ?? null) : null);
    const hub = kind.hub?.({
      ...context,
      deskOf: async team => own(await context.deskOf(team)),
      install: async (team, name) => own(await context.install(team, name))!,
    });
    return hub ? [hub] : [];
  });
  return {
    routes: hubs.flatMap(each => each.routes),
    start: async () => {
      for (const each of hubs) await each.start();
    },
    stop: async () => {
      for (const each of hubs) await each.stop();
    },
    check: () => hubs.flatMap(each => each.check()),
    takeUp: async chosen => (await Promise.all(hubs.map(async each => (await each.takeUp?.(chosen)) ?? []))).flat(),
  };
}
