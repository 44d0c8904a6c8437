/** Hands a test what it may do with the stand-in. */
import { dollars, tenths } from './bills.ts';
import type { FakeAccount, FakePerson, FakeX } from './hands.ts';
import { addUser, makeAccount, makePerson, seenDm, seenPost } from './people.ts';
import { newestOf, nextId, track, userOf, type World } from './state.ts';
import { streamHands } from './stream.ts';
import { deliver } from './webhooks.ts';
import { problemsOf } from './wire.ts';

export function makeFake(world: World, close: () => Promise<void>): FakeX {
  const people = new Map<string, FakePerson>();
  const accounts = new Map<string, FakeAccount>();
  const quiet = async () => {
    while (world.pending.size) await Promise.all(world.pending);
  };
  return {
    url: world.url,
    app: world.app,
    person: (handle, about = {}) => {
      const known = accounts.get(handle) ?? people.get(handle) ?? makePerson(world, addUser(world, handle, about));
      people.set(handle, known);
      return known;
    },
    account: (handle, about = {}) => {
      const known =
        accounts.get(handle) ?? makeAccount(world, addUser(world, handle, { ...about, dmsOpen: true }), about.access);
      accounts.set(handle, known);
      return known;
    },
    group: members => {
      const group = { id: nextId(world), members: members.map(each => userOf(world, each.id)!) };
      world.groups.push(group);
      return { id: group.id };
    },
    posts: () => world.posts.filter(each => !each.deleted && each === newestOf(world, each)).map(seenPost),
    dms: () => world.dms.map(seenDm),
    calls: world.calls,
    bills: world.bills,
    cost: () => dollars(world.bills.reduce((sum, each) => sum + each.charged, 0)),
    credit: usd => {
      world.credit = tenths(usd);
    },
    cap: until => {
      world.cappedUntil = until;
    },
    fail: (route, how, times = 1, when = () => true) => void world.faults.push({ route, how, times, when }),
    calm: () => {
      world.faults.length = 0;
      world.emptyPages.clear();
    },
    emptyPage: (route, times = 1) => void world.emptyPages.set(route, times),
    expireTokens: () => {
      for (const each of world.grants) each.expiresAt = world.now();
    },
    get events() {
      return world.events.map(each => each.body);
    },
    stream: streamHands(world),
    deliverTo: origin => {
      world.deliverTo = origin;
    },
    deliveries: world.deliveries,
    distrust: () => {
      for (const each of world.webhooks) each.valid = false;
    },
    hold: () => {
      world.holding = true;
    },
    release: async (order = 'as-they-came') => {
      world.holding = false;
      const held = world.held.splice(0);
      const ordered =
        order === 'reversed' ? held.reverse() : order === 'each-twice' ? held.flatMap(go => [go, go]) : held;
      for (const go of ordered) await go();
    },
    deliver: (body, signed) =>
      track(world, deliver(world, typeof body === 'string' ? body : JSON.stringify(body), signed)),
    get connections() {
      return world.connections;
    },
    quiet,
    problems: (rules = {}) => problemsOf(world, rules),
    close,
  };
}
