/** An X in which nobody has said anything yet. */
import { randomBytes } from 'node:crypto';
import { tenths } from './bills.ts';
import type { XOptions } from './shapes.ts';
import type { World } from './state.ts';

const CREDIT_USD = 100;

export function makeWorld(options: XOptions): World {
  const secret = (bytes: number) => randomBytes(bytes).toString('base64url');
  return {
    options,
    now: options.now ?? Date.now,
    url: '',
    app: {
      id: '2056915467785113600',
      key: secret(18),
      secret: secret(37),
      clientId: secret(25),
      clientSecret: secret(37),
      bearer: `AAAAAAAAAAAAAAAAAAAAA${secret(60)}`,
    },
    users: [],
    posts: [],
    postsById: new Map(),
    dms: [],
    groups: [],
    media: new Map(),
    keys: [],
    codes: new Map(),
    grants: [],
    spent: new Set(),
    reused: [],
    nonces: new Set(),
    subscriptions: [],
    webhooks: [],
    events: [],
    streams: new Set(),
    deafStreams: new Set(),
    deliverTo: null,
    deliveries: [],
    holding: false,
    held: [],
    calls: [],
    bills: [],
    paid: new Set(),
    credit: tenths(options.credit ?? CREDIT_USD),
    cappedUntil: null,
    windows: new Map(),
    faults: [],
    emptyPages: new Map(),
    pending: new Set(),
    closing: new AbortController(),
    connections: 0,
    lastId: 0n,
  };
}
