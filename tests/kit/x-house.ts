/** A house with an X account of the stand-in, on a clock that the test holds: everything of the channel but sending. */
import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { X } from '../../adapters/channels/x/connection/api.ts';
import { connectX } from '../../adapters/channels/x/connection/client.ts';
import { explainX } from '../../adapters/channels/x/explain.ts';
import { meterOf, readTerms, type Terms } from '../../adapters/channels/x/rules/terms.ts';
import { xConfig, xSettings } from '../../adapters/channels/x/setup/config.ts';
import type { Outgoing } from '../../adapters/channels/x/sync/echoes.ts';
import { makeSync, type Sync } from '../../adapters/channels/x/sync/sync.ts';
import { webhookRoutes } from '../../adapters/channels/x/sync/webhook.ts';
import type { Meter } from '../../src/core/budget.ts';
import type { Echo } from '../../src/core/message.ts';
import { SECOND } from '../../src/core/time.ts';
import type { ChannelContext, ChannelKind, ChannelLimits } from '../../src/ports/channel.ts';
import type { SettingsValue } from '../../src/ports/settings.ts';
import type { Engine } from '../../src/store/engine.ts';
import { makeLeaseStore } from '../../src/store/queries/jobs.ts';
import type { FakeAccount, FakeX } from './far-sides/x/hands.ts';
import { openX } from './far-sides/x/server.ts';
import type { XOptions } from './far-sides/x/shapes.ts';
import type { Access } from './far-sides/x/state.ts';
import { openHouse, type TestHouse } from './house.ts';
import { openMemory } from './migrated.ts';
import { type TestClock, testClock, until } from './world.ts';

/** What X is told of as the address of the house; deliveries are led to where it listens. */
const PUBLIC_URL = 'https://shop.example';

const LIMITS: ChannelLimits = {
  text: { max: 10_000 },
  attachments: null,
  idempotent: false,
  threads: 'names',
  holdMs: 10 * SECOND,
  automaticAnswer: 'forbidden',
};

export interface XHouse {
  x: FakeX;
  account: FakeAccount;
  shop: TestHouse;
  clock: TestClock;
  /** What leaves from here, as if something had sent it. */
  outgoing: { sent: Set<string>; leaving: Awaited<ReturnType<Outgoing['leaving']>>[number][] };
  /** Where the webhook is, on this machine. */
  listens: string;
  sync(): Sync;
  context(): ChannelContext;
  meter(): Meter;
  /** Moves time on and waits until nothing is being read or shown. */
  pass(ms: number): Promise<void>;
  /** All texts of customers' messages on cards and in threads, PUBLIC or PRIVATE before them, oldest first. */
  shown(): Promise<string[]>;
  /** What is seen again of each message when its enquiry is answered, the oldest first. */
  echoes(): Promise<Echo[]>;
  /** What the room was told, beside cards. */
  told(): Promise<string[]>;
  stop(): Promise<void>;
  /** Another process on the same database: the first one must have stopped. */
  again(more?: Record<string, SettingsValue>): Promise<void>;
  close(): Promise<void>;
}

export interface XHouseOptions {
  x?: XOptions;
  settings?: Record<string, SettingsValue>;
  engine?: Engine;
  /** The account signed in by OAuth 2.0, too. */
  signedIn?: boolean;
  /** What the keys allow; everything without it. */
  access?: Access;
  /** What is there before the channel is connected. */
  before?(x: FakeX): void;
  /** Rules of the terms that are different here. */
  rules?: Partial<Terms['rules']>;
  /** A call ends after so long, in real time. */
  withinMs?: number;
  /** Stand between the channel and X, or the house. */
  wrap?(x: X): X;
  wrapContext?(context: ChannelContext): ChannelContext;
}

export async function openXHouse(options: XHouseOptions = {}): Promise<XHouse> {
  const clock = testClock();
  const x = await openX({ now: () => clock.now(), ...options.x });
  const account = x.account('kettleshop', {
    name: 'Kettle & Co',
    ...(options.access ? { access: options.access } : {}),
  });
  if (options.signedIn) await signIn(x, account);
  options.before?.(x);
  const outgoing: XHouse['outgoing'] = { sent: new Set(), leaving: [] };
  const settings: Record<string, SettingsValue> = {
    api_key: account.keys.appKey,
    api_secret: account.keys.appSecret,
    access_token: account.keys.accessToken,
    access_secret: account.keys.accessSecret,
    ...(options.signedIn ? { client_id: x.app.clientId, client_secret: x.app.clientSecret } : {}),
    ...options.settings,
  };
  const open: { sync: Sync; context: ChannelContext }[] = [];
  const busy = { now: 0, begun: 0 };
  /** Leases are asked for by themselves: nobody waits for them to have begun. */
  const asking = { now: 0, begun: 0 };
  const wrap = (far: X) => counted(options.wrap?.(far) ?? far, busy);
  const wrapContext = (given: ChannelContext) => {
    const context = options.wrapContext?.(given) ?? given;
    const { accept, withdraw, living, cursor, saveCursor, take, add, used, notice } = context;
    const parts = { accept, withdraw, living, cursor, saveCursor, take, add, used, notice };
    return { ...context, ...counted(parts, busy), shelf: counted(context.shelf, busy) };
  };
  const kind = kindOf(x, outgoing, { ...options, wrap, wrapContext }, open);
  const begin = async (engine?: Engine) => {
    const on = engine ?? (await openMemory());
    const shop = await openHouse({
      engine: on,
      leases: counted(makeLeaseStore(on), asking),
      clock,
      kinds: [kind],
      publicUrl: PUBLIC_URL,
      channels: [{ name: 'shop-on-x', kind: 'x', room: 'customers', schema: xSettings, settings }],
    });
    await shop.house
      .channels()
      .find(each => each.kind === 'x')
      ?.start();
    return shop;
  };
  const http = createServer((request, response) => {
    const url = new URL(request.url ?? '/', PUBLIC_URL);
    const route = webhookRoutes(() => open.slice(-1).map(each => each.sync.webhook)).find(
      each => each.method === request.method && each.path === url.pathname,
    );
    void route?.handle(request, response, url);
  });
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
  const listens = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  x.deliverTo(listens);
  let shop = await begin(options.engine);
  let running = true;
  const quiet = async () => {
    for (let before = '', still = 0; still < 3; ) {
      await x.quiet();
      await shop.settle();
      await new Promise(resolve => setTimeout(resolve, 4));
      const now = `${x.calls.length} ${busy.begun}`;
      still = now === before && busy.now === 0 ? still + 1 : 0;
      before = now;
    }
  };
  await until(() => x.calls.length > 0, 'X was asked');
  await quiet();

  const stop = async () => {
    if (!running) return;
    running = false;
    const stopped = shop.house.stop();
    clock.wakeAll();
    await stopped;
  };
  const house: XHouse = {
    x,
    account,
    get shop() {
      return shop;
    },
    clock,
    outgoing,
    listens,
    sync: () => open.at(-1)!.sync,
    context: () => open.at(-1)!.context,
    meter: () => shop.house.channels().find(each => each.kind === 'x')!.meter!,
    pass: async ms => {
      // Leases are renewed every few seconds: time does not jump over them.
      for (let left = ms; left > 0; left -= STEP_MS) {
        clock.advance(Math.min(left, STEP_MS));
        if (left <= STEP_MS) await quiet();
        else await turn();
        // What takes real time is not overtaken.
        while (busy.now + asking.now > 0) await turn();
      }
    },
    shown: () => shownIn(shop),
    echoes: async () => {
      const { store } = shop.house.parts;
      const messages = await Promise.all((await shop.cards()).map(each => store.messages(each.enquiryId)));
      return messages.flat().flatMap(({ echo }) => (echo ? [echo] : []));
    },
    told: async () => (await shop.room()).flatMap(item => (item.as === 'notice' && item.words ? [item.words] : [])),
    stop,
    again: async (more = {}) => {
      await stop();
      Object.assign(settings, more);
      const before = busy.begun;
      shop = await begin(shop.engine);
      running = true;
      await until(() => busy.begun > before, 'reading began');
      await quiet();
    },
    close: async () => {
      await stop();
      http.closeAllConnections();
      await new Promise(resolve => http.close(resolve));
      await shop.engine.close();
      await x.close();
    },
  };
  return house;
}

/** Presses "Authorize app", and exchanges the code that comes back. */
async function signIn(x: FakeX, account: FakeAccount): Promise<void> {
  const verifier = 'a-verifier-of-43-characters-at-least-is-wanted';
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const redirect = `${PUBLIC_URL}/x/callback`;
  const scope = 'tweet.read tweet.write users.read dm.read dm.write offline.access';
  const link = new URLSearchParams({
    ...{ client_id: x.app.clientId, redirect_uri: redirect, scope, state: 'state' },
    ...{ code_challenge: challenge, code_challenge_method: 'S256' },
  });
  const back = new URL(account.authorize(`https://x.com/i/oauth2/authorize?${link}`));
  const basic = Buffer.from(`${x.app.clientId}:${x.app.clientSecret}`).toString('base64');
  await fetch(`${x.url}/2/oauth2/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${basic}` },
    body: new URLSearchParams({
      ...{ grant_type: 'authorization_code', code: back.searchParams.get('code') ?? '' },
      ...{ code_verifier: verifier, redirect_uri: redirect },
    }),
  });
}

/** Counts what is under way. The stream is always. */
function counted<T extends object>(of: T, busy: { now: number; begun: number }): T {
  const entries = Object.entries(of).map(([name, call]) => {
    if (name === 'stream' || typeof call !== 'function') return [name, call];
    const count = async (...given: unknown[]) => {
      busy.now++;
      busy.begun++;
      try {
        return await call(...given);
      } finally {
        busy.now--;
      }
    };
    return [name, count];
  });
  return Object.fromEntries(entries) as T;
}

const turn = () => new Promise(resolve => setImmediate(resolve));

/** Shorter than the renewal of a lease. */
const STEP_MS = 4 * SECOND;

function kindOf(
  x: FakeX,
  outgoing: XHouse['outgoing'],
  { wrap = each => each, wrapContext = each => each, rules = {}, withinMs, signedIn = false }: XHouseOptions,
  open: { sync: Sync; context: ChannelContext }[],
): ChannelKind {
  return {
    kind: 'x',
    label: 'X',
    connect: 'Connect X',
    words: 'X',
    visibility: 'both',
    takesBack: true,
    limits: LIMITS,
    settings: xSettings,
    open: (settings, given) => {
      const context = wrapContext(given);
      const config = xConfig(settings);
      const own = readTerms(null).terms;
      const terms = { ...own, rules: { ...own.rules, ...rules } };
      const meter = meterOf(terms, config);
      const out: Outgoing = {
        isSent: async id => outgoing.sent.has(id),
        answeredBy: async () => null,
        leaving: async () => outgoing.leaving,
      };
      const far = wrap(connectX({ config, origin: x.url, clock: context.clock, ...(withinMs ? { withinMs } : {}) }));
      const sync = makeSync({
        ...{ context, x: far, config, terms, meter, outgoing: out },
        isSignedIn: async () => signedIn,
      });
      open.push({ sync, context });
      return {
        kind: 'x',
        limits: LIMITS,
        meter,
        start: async () => sync.start(),
        stop: () => sync.stop(),
        send: async () => ({ as: 'unsure' }),
        check: async () => [],
        status: () => sync.status(),
        trouble: () => sync.trouble(),
      };
    },
    explain: async raw => explainX(raw)[0] ?? null,
  };
}

async function shownIn(shop: TestHouse): Promise<string[]> {
  const messages: { at: number; words: string }[] = [];
  for (const card of await shop.cards()) {
    const side = card.direction ?? '';
    messages.push({ at: card.message.writtenAt, words: `${side} ${card.message.text}` });
    for (const { post } of (await shop.thread(card.enquiryId)).posts)
      if (post.as === 'entry' && post.entry.as === 'message' && !post.entry.ours)
        messages.push({ at: post.entry.message.writtenAt, words: `${side} ${post.entry.message.text}` });
  }
  return messages.sort((a, b) => a.at - b.at).map(each => each.words);
}
