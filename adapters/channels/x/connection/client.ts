/** The requests of the API, one by one. */
import type { Json } from '../../../../src/ports/json.ts';
import type { XConfig } from '../setup/config.ts';
import { field, fields, idOf } from '../shapes.ts';
import { meIn, nothingIn, pageIn } from './answers.ts';
import type { Answer, Asking, Page, X } from './api.ts';
import { makeAppToken } from './app-token.ts';
import { askJson } from './ask.ts';
import type { About } from './failures.ts';
import { ME, MESSAGES, PEOPLE, POSTS } from './fields.ts';
import { agentFor } from './origin.ts';
import { CALL_WITHIN_MS, type Signed, within } from './wire.ts';

/** X refuses fewer on the page of a timeline; of messages it gives one. */
const POSTS_MIN = 5;
const PAGE_MAX = 100;

interface Connecting {
  config: Pick<XConfig, 'apiKey' | 'apiSecret' | 'accessToken' | 'accessSecret' | 'bearer'>;
  /** `X_API_ORIGIN` */
  origin: string | null;
  /** Default `CALL_WITHIN_MS`. */
  withinMs?: number;
}

/** What is built so far. */
type Simple = 'me' | 'mentions' | 'ownPosts' | 'messages' | 'posts' | 'people' | 'post' | 'sendMessage' | 'app';

export function connectX(given: Connecting): Pick<X, Simple> {
  const ask = asking(given);
  const page = async (path: string, query: Signed['query'], isList = true): Promise<Answer<Page>> => {
    const answer = await ask({ method: 'GET', path, query: query ?? {} });
    return answer.ok ? pageIn(answer.value, isList) : answer;
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
    posts: ids => page('tweets', { ...POSTS, ids: ids.join() }, false),
    people: ids => page('users', { ...PEOPLE, ids: ids.join() }, false),
    ...writing(ask),
    app: askingAsApp(given),
  };
}

type Ask = (signed: Signed) => Promise<Answer<Json>>;

function asking({ config, origin, withinMs = CALL_WITHIN_MS }: Connecting): Ask {
  const agent = agentFor(origin);
  const { apiKey: appKey, apiSecret: appSecret } = config;
  const keys = { appKey, appSecret, accessToken: config.accessToken ?? '', accessSecret: config.accessSecret ?? '' };
  return signed => {
    const about: About = { isWrite: signed.method !== 'GET', signedBy: 'keys' };
    return within(withinMs, signal => askJson(keys, signed, about, { agent, signal }));
  };
}

function askingAsApp({ config, origin, withinMs = CALL_WITHIN_MS }: Connecting): X['app'] {
  const agent = agentFor(origin);
  const tokens = makeAppToken(config);
  return (method, path, body) =>
    within(withinMs, async signal => {
      const way = { agent, signal };
      const about: About = { isWrite: method !== 'get', signedBy: 'app' };
      const signed: Signed = { method: METHODS[method], path, ...(body ? { body: fields(body) } : {}) };
      const first = await tokens.get(way);
      if (!first.ok) return first;
      const answer = await askJson(first.value, signed, about, way);
      if (answer.ok || answer.why !== 'signed-out') return answer;
      // X takes the tokens of an app back when its keys are made anew.
      const second = await tokens.get(way, first.value);
      if (!second.ok || second.value === first.value) return answer;
      return askJson(second.value, signed, about, way);
    });
}

const METHODS = { get: 'GET', post: 'POST', put: 'PUT', delete: 'DELETE' } as const;

function placeOf({ since, next, max }: Asking, min: number): Signed['query'] {
  return {
    max_results: Math.min(Math.max(max, min), PAGE_MAX),
    ...(since ? { since_id: since } : {}),
    ...(next ? { pagination_token: next } : {}),
  };
}

const WRITE: About = { isWrite: true, signedBy: 'keys' };

function writing(ask: Ask): Pick<X, 'post' | 'sendMessage'> {
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
