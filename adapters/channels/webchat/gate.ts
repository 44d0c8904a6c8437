/**
 * Rate limits per network address, per session and per site. Kept in the memory of this process: they are for floods, and
 * each process takes its share. The visitor is told how long to wait.
 */
import { isIPv6 } from 'node:net';
import { DAY, HOUR, type Instant, MINUTE, SECOND } from '../../../src/core/time.ts';

/** A bucket of `size` that gains one every `everyMs`. */
interface Rate {
  size: number;
  everyMs: number;
}

/** Nobody types faster for long; a paste in ten parts goes through. */
const PER_SESSION: Rate = { size: 30, everyMs: 3 * SECOND };
/** A school or an office behind one address. */
const PER_ADDRESS: Rate = { size: 120, everyMs: SECOND / 2 };
/** More than a team could ever answer; beyond it the desk itself would drown. */
const PER_SITE: Rate = { size: 600, everyMs: SECOND / 50 };
/** New chats of one address: six in twelve hours without any work. */
const CHATS_PER_ADDRESS: Rate = { size: 6, everyMs: 2 * HOUR };
/** With work before each: a whole building behind one address. */
const WORKED_PER_ADDRESS: Rate = { size: 30, everyMs: 10 * MINUTE };
/** New chats of a site that are taken without any work; a busy shop has some ten a minute. */
const CHATS_PER_SITE: Rate = { size: 30, everyMs: 2 * SECOND };
/** Whatever work was done. */
const WORKED_PER_SITE: Rate = { size: 300, everyMs: SECOND / 2 };
/** "Is writing" comes every 3 seconds, "have it" with each answer, and the rest when somebody presses something. */
const SIGNS_PER_SESSION: Rate = { size: 60, everyMs: SECOND };
/** Pages of answers: somebody who reads, a school behind one address; and what a search costs. */
const PAGES_PER_ADDRESS: Rate = { size: 60, everyMs: SECOND };
const PAGES_PER_SITE: Rate = { size: 1_000, everyMs: SECOND / 50 };
/** Questions about what may help, while somebody types. */
const HELPS_PER_ADDRESS: Rate = { size: 20, everyMs: 5 * SECOND };
const HELPS_PER_SITE: Rate = { size: 200, everyMs: SECOND / 10 };
const FILES_PER_ADDRESS: Rate = { size: 20, everyMs: 10 * SECOND };
const MB = 1024 * 1024;
/** Bytes of files: what a person sends about one matter, and what a disk bears from strangers in a day. */
const BYTES_PER_VISITOR: Rate = { size: 60 * MB, everyMs: DAY / (60 * MB) };
const BYTES_PER_ADDRESS: Rate = { size: 200 * MB, everyMs: DAY / (200 * MB) };
const BYTES_PER_SITE: Rate = { size: 1024 * MB, everyMs: DAY / (1024 * MB) };
/** Files that are coming in at the same moment, in the whole process: each is in memory until it is stored. */
export const UPLOADS_MAX = 6;
/** Slow ones of one address must not fill all places. */
export const UPLOADS_PER_ADDRESS_MAX = 2;
/** Streams at once of one session and of one address: tabs, and people behind one address. */
export const STREAMS_PER_SESSION_MAX = 12;
export const STREAMS_PER_ADDRESS_MAX = 300;
/** Work for the first chat of an address that has used up its share; a bit more with every six. */
const BITS_AFTER_SHARE = 15;
/** Work while a site has a rush. */
const BITS_UNDER_LOAD = 14;
/** Addresses remembered; the ones not heard of for longest are forgotten. 20,000 take some 4 MB. */
const KEYS_MAX = 20_000;

/** `ok`, or how long to wait. */
type Pass = { ok: true } | { ok: false; waitMs: number };
type StartPass = { as: 'free' } | { as: 'work'; bits: number } | { as: 'wait'; waitMs: number };

export interface Gate {
  message(address: string, session: string, now: Instant): Pass;
  /** Is there room for one more file of so many bytes? Takes nothing: it may break off on the way. */
  room(address: string, visitor: string, bytes: number, now: Instant): Pass;
  /** It has come. */
  stored(address: string, visitor: string, bytes: number, now: Instant): void;

  /** One page of answers. */
  page(address: string, now: Instant): Pass;
  /** One look at what may help. */
  help(address: string, now: Instant): Pass;
  sign(session: string, now: Instant): Pass;
  /** What a new chat costs now. Takes nothing. */
  price(address: string, now: Instant): StartPass;
  /** Takes one new chat. */
  start(address: string, worked: boolean, now: Instant): Pass;
}

export function makeGate(): Gate {
  const messages = { session: buckets(PER_SESSION), address: buckets(PER_ADDRESS), site: buckets(PER_SITE) };
  const signs = buckets(SIGNS_PER_SESSION);
  const files = buckets(FILES_PER_ADDRESS);
  const bytes = {
    visitor: buckets(BYTES_PER_VISITOR),
    address: buckets(BYTES_PER_ADDRESS),
    site: buckets(BYTES_PER_SITE),
  };
  const places = (address: string, visitor: string): [typeof bytes.site, string][] => [
    [bytes.visitor, visitor],
    [bytes.address, networkOf(address)],
    [bytes.site, ''],
  ];
  const chats = { address: buckets(CHATS_PER_ADDRESS), site: buckets(CHATS_PER_SITE) };
  const worked = { address: buckets(WORKED_PER_ADDRESS), site: buckets(WORKED_PER_SITE) };
  return {
    message: (address, session, now) => {
      const asked: [typeof messages.site, string][] = [
        [messages.session, session],
        [messages.address, networkOf(address)],
        [messages.site, ''],
      ];
      // Who is refused takes nothing of what the others share.
      const pass = first(asked.map(([bucket, key]) => bucket.look(key, now)));
      if (pass.ok) for (const [bucket, key] of asked) bucket.take(key, now);
      return pass;
    },
    room: (address, visitor, count, now) =>
      first([
        files.look(networkOf(address), now),
        ...places(address, visitor).map(([b, key]) => b.look(key, now, count)),
      ]),
    stored: (address, visitor, count, now) => {
      files.take(networkOf(address), now);
      for (const [bucket, key] of places(address, visitor)) bucket.take(key, now, count);
    },
    page: both(PAGES_PER_ADDRESS, PAGES_PER_SITE),
    help: both(HELPS_PER_ADDRESS, HELPS_PER_SITE),
    sign: (session, now) => signs.take(session, now),
    price: (address, now) => {
      const network = networkOf(address);
      const hard = first([worked.address.look(network, now), worked.site.look('', now)]);
      if (!hard.ok) return { as: 'wait', waitMs: hard.waitMs };
      if (!chats.address.look(network, now).ok) {
        const used = WORKED_PER_ADDRESS.size - worked.address.left(network, now);
        return { as: 'work', bits: BITS_AFTER_SHARE + Math.floor(used / 6) };
      }
      if (!chats.site.look('', now).ok) return { as: 'work', bits: BITS_UNDER_LOAD };
      return { as: 'free' };
    },
    start: (address, didWork, now) => {
      const network = networkOf(address);
      const price = didWork ? worked : chats;
      const pass = first([price.address.look(network, now), price.site.look('', now)]);
      if (pass.ok) {
        price.address.take(network, now);
        price.site.take('', now);
      }
      return pass;
    },
  };
}

/** Of an address, and of the whole site; who is refused takes nothing. */
function both(ofAddress: Rate, ofSite: Rate) {
  const [address, site] = [buckets(ofAddress), buckets(ofSite)];
  return (from: string, now: Instant): Pass => {
    const network = networkOf(from);
    const pass = first([address.look(network, now), site.look('', now)]);
    if (pass.ok) {
      address.take(network, now);
      site.take('', now);
    }
    return pass;
  };
}

function first(passes: Pass[]): Pass {
  const waits = passes.flatMap(each => (each.ok ? [] : [each.waitMs]));
  return waits.length ? { ok: false, waitMs: Math.max(...waits) } : { ok: true };
}

function buckets({ size, everyMs }: Rate) {
  const found = new Map<string, { left: number; at: Instant }>();
  const now = (key: string, at: Instant) => {
    const known = found.get(key);
    if (!known) return { left: size, at };
    // A clock that was put back gives nothing and takes nothing.
    const gained = Math.max(0, at - known.at) / everyMs;
    return { left: Math.min(size, known.left + gained), at: Math.max(at, known.at) };
  };
  const pass = (left: number, count: number): Pass =>
    left >= count ? { ok: true } : { ok: false, waitMs: Math.ceil((count - left) * everyMs) };
  return {
    look: (key: string, at: Instant, count = 1) => pass(now(key, at).left, count),
    left: (key: string, at: Instant) => now(key, at).left,
    take: (key: string, at: Instant, count = 1): Pass => {
      const state = now(key, at);
      const may = pass(state.left, count);
      // Put at the end: those at the front have not been heard of for longest.
      found.delete(key);
      found.set(key, { ...state, left: may.ok ? state.left - count : state.left });
      if (found.size > KEYS_MAX) for (const oldest of [...found.keys()].slice(0, KEYS_MAX / 10)) found.delete(oldest);
      return may;
    },
  };
}

/** An IPv6 customer owns a whole /64, so that is what counts. */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail = ''] = address.toLowerCase().split('::');
  const left = head ? head.split(':') : [];
  const right = address.includes('::') && tail ? tail.split(':') : [];
  const all = address.includes('::')
    ? [...left, ...Array(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right]
    : left;
  return `${all
    .slice(0, 4)
    .map(each => each.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

/** An address that is not on the internet: this machine, a house, a proxy beside us. */
export function isInside(address: string): boolean {
  return /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|::1$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:|$)/i.test(
    address,
  );
}
