/** The requests of the API, one by one. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Clock } from '../../../../src/ports/clock.ts';
import type { Json } from '../../../../src/ports/json.ts';
import { field, fields, idOf, isNumbered, line } from '../shapes.ts';
import { meIn, nothingIn, pageIn } from './answers.ts';
import type { Answer, Asking, Me, Page, Why, X } from './api.ts';
import { askJson } from './ask.ts';
import { type Asker, type Connecting, makeAsker } from './askers.ts';
import { withClock } from './clock.ts';
import { download } from './download.ts';
import type { About } from './failures.ts';
import { ME, MESSAGES, PEOPLE, POSTS } from './fields.ts';
import { upload } from './media.ts';
import { agentFor } from './origin.ts';
import { stream } from './stream.ts';
import { CALL_WITHIN_MS, type Signed, within } from './wire.ts';

/** X refuses fewer on the page of a timeline; of messages it gives one. */
const POSTS_MIN = 5;
const PAGE_MAX = 100;

/** What X said beside its answers. */
interface Heard {
  /** What the keys may do: read, read-write, read-write-directmessages. Null before the first answer, and by a sign-in. */
  accessLevel: string | null;
  /** How far this machine's clock is ahead of X's, in ms; X refuses keys when it is 5 minutes. */
  skewMs: number | null;
}

export interface Connected extends X {
  heard(): Heard;
}

export function connectX(given: Connecting & { clock: Clock; silentMs?: number }): Connected {
  const { clock, silentMs } = given;
  const heard: Heard = { accessLevel: null, skewMs: null };
  const made = makeAsker(given, { heard: headers => hear(heard, headers, clock.now()) });
  const user: Asker['user'] = async signed => {
    const answer = await made.user(signed);
    return made.keys ? withClock(answer, heard.skewMs) : answer;
  };
  const asker: Asker = { ...made, user };
  return {
    ...reading(user),
    ...writing(user),
    upload: (file, for_) => upload(user, clock, file, for_),
    download: (url, bytesMax) => download(asker, url, bytesMax),
    app: (method, path, body) => {
      const signed: Signed = { method: METHODS[method], path, ...(body === undefined ? {} : { body: fields(body) }) };
      return method === 'post' && path === SUBSCRIPTIONS ? subscribe(asker, signed) : asker.app(signed);
    },
    stream: options => stream(asker, options, silentMs),
    heard: () => heard,
  };
}

const SUBSCRIPTIONS = 'activity/subscriptions';
/** It was not done, for want of somebody who may. */
const NOT_ALLOWED: readonly Why[] = ['no-permission', 'signed-out', 'refused'];

/**
 * By X's documents private events need the account's sign-in; others have seen only its keys taken, and public events
 * need the app alone. Whoever is allowed to does it.
 */
async function subscribe(asker: Asker, signed: Signed): Promise<Answer<Json>> {
  const first = await asker.signedIn(signed);
  if (first.ok || !NOT_ALLOWED.includes(first.why)) return first;
  const second = await asker.app(signed);
  if (second.ok || !NOT_ALLOWED.includes(second.why)) return second;
  const third = await asker.user(signed);
  if (third.ok) return third;
  return first.why === 'signed-out' ? second : first;
}

/** Whose access token this is, before anything of it is kept. */
export async function whoIs(access: string, origin: string | null): Promise<Answer<Me>> {
  const about: About = { isWrite: false, signedBy: 'sign-in' };
  const signed: Signed = { method: 'GET', path: 'users/me', query: ME };
  const agent = agentFor(origin);
  const answer = await within(CALL_WITHIN_MS, signal => askJson(access, signed, about, { agent, signal }));
  return answer.ok ? meIn(answer.value) : answer;
}

const METHODS = { get: 'GET', post: 'POST', put: 'PUT', delete: 'DELETE' } as const;

function hear(heard: Heard, headers: IncomingHttpHeaders, now: number): void {
  heard.accessLevel = line(headers['x-access-level']) ?? heard.accessLevel;
  const at = Date.parse(headers.date ?? '');
  if (!Number.isNaN(at)) heard.skewMs = now - at;
}

type Reading = Pick<X, 'me' | 'mentions' | 'ownPosts' | 'messages' | 'posts' | 'people'>;

function reading(ask: Asker['user']): Reading {
  const page = async (path: string, query: Signed['query'], isList = true): Promise<Answer<Page>> => {
    const answer = await ask({ method: 'GET', path, query: query ?? {} });
    return answer.ok ? pageIn(answer.value, isList) : answer;
  };
  /** One that is no id of X would have all of them refused; of such a one X says nothing. */
  const some = async (path: string, query: Signed['query'], ids: readonly string[]): Promise<Answer<Page>> => {
    const known = ids.filter(isNumbered);
    return known.length ? page(path, { ...query, ids: known.join() }, false) : { ok: true, value: NOTHING };
  };
  return {
    me: async () => {
      const answer = await ask({ method: 'GET', path: 'users/me', query: ME });
      return answer.ok ? meIn(answer.value) : answer;
    },
    mentions: (of, at) => page(`users/${of}/mentions`, { ...POSTS, ...placeOf(at, POSTS_MIN) }),
    ownPosts: (of, at) => page(`users/${of}/tweets`, { ...POSTS, ...placeOf(at, POSTS_MIN) }),
    messages: ({ with: person, ...at }) =>
      page(person ? `dm_conversations/with/${person}/dm_events` : 'dm_events', { ...MESSAGES, ...placeOf(at, 1) }),
    posts: ids => some('tweets', POSTS, ids),
    people: ids => some('users', PEOPLE, ids),
  };
}

const NOTHING: Page = { body: {}, next: null, count: 0 };

function placeOf({ since, next, max }: Asking, min: number): Signed['query'] {
  return {
    max_results: Math.min(Math.max(max, min), PAGE_MAX),
    ...(since ? { since_id: since } : {}),
    ...(next ? { pagination_token: next } : {}),
  };
}

const WRITE: About = { isWrite: true, signedBy: 'keys' };

function writing(ask: Asker['user']): Pick<X, 'post' | 'sendMessage'> {
  return {
    post: async ({ text, answers, media }) => {
      const answer = await ask({
        method: 'POST',
        path: 'tweets',
        body: {
          ...(text ? { text } : {}),
          ...(answers ? { reply: { in_reply_to_tweet_id: answers } } : {}),
          ...(media.length ? { media: { media_ids: media } } : {}),
        },
      });
      if (!answer.ok) return answer;
      const id = idOf(field(field(answer.value, 'data'), 'id'));
      return id ? { ok: true, value: { id } } : nothingIn(answer.value, WRITE);
    },
    sendMessage: async ({ to, text, media }) => {
      const whom = 'person' in to ? `with/${to.person}` : to.conversation;
      const body = { ...(text ? { text } : {}), ...(media ? { attachments: [{ media_id: media }] } : {}) };
      const answer = await ask({ method: 'POST', path: `dm_conversations/${whom}/messages`, body });
      if (!answer.ok) return answer;
      const data = field(answer.value, 'data');
      const id = idOf(field(data, 'dm_event_id'));
      const conversation = idOf(field(data, 'dm_conversation_id'));
      return id ? { ok: true, value: { id, conversation } } : nothingIn(answer.value, WRITE);
    },
  };
}
