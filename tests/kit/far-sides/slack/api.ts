/** The Web API's door: reads a call, applies scripted faults, token, scopes and rates, and writes down what came of it. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { CHAT } from './api-chat.ts';
import { CONVERSATIONS } from './api-conversations.ts';
import { PEOPLE } from './api-people.ts';
import { REACTIONS } from './api-reactions.ts';
import { VIEWS } from './api-views.ts';
import { findChannel, type Method, no } from './call.ts';
import { FILES } from './files.ts';
import { missingScope, SCOPES, secondsToWait } from './limits.ts';
import { OAUTH } from './oauth.ts';
import type { ApiRequest, Fault, Json } from './shapes.ts';
import { copy, sleep, type Team, type World } from './state.ts';

const METHODS: Record<string, Method> = {
  ...CHAT,
  ...CONVERSATIONS,
  ...PEOPLE,
  ...REACTIONS,
  ...VIEWS,
  ...FILES,
};
/** Methods that need no bot token. */
const OPEN: Record<string, (world: World, args: Json, authorization: string | null) => Json> = {
  ...OAUTH,
  'apps.connections.open': (world, _args, authorization) => world.openSocket(authorization),
};

const AS_JSON: Record<string, string> = {
  blocks: 'invalid_blocks_format',
  attachments: 'invalid_attachments',
  metadata: 'invalid_metadata_format',
  view: 'invalid_arguments',
  files: 'invalid_arguments',
};
const AS_BOOLEAN =
  /^(unfurl_links|unfurl_media|reply_broadcast|mrkdwn|link_names|inclusive|exclude_archived|include_\w+|test|as_user)$/;

/** The arguments as sent, with JSON and booleans read; `broken` names the error of the first that cannot be read. */
function readArgs(raw: string, type: string, query: URLSearchParams): { args: Json; broken: string | null } {
  const args: Json = Object.fromEntries(query);
  let broken: string | null = null;
  if (type.startsWith('application/json')) {
    try {
      Object.assign(args, JSON.parse(raw || '{}'));
    } catch {
      broken = 'invalid_json';
    }
  } else Object.assign(args, Object.fromEntries(new URLSearchParams(raw)));
  for (const [name, value] of Object.entries(args)) {
    if (AS_BOOLEAN.test(name) && /^(true|false|1|0)$/.test(String(value)))
      args[name] = /^(true|1)$/.test(String(value));
    const error = AS_JSON[name];
    if (!error || typeof value !== 'string') continue;
    try {
      args[name] = JSON.parse(value);
    } catch {
      broken ??= error;
    }
  }
  return { args, broken };
}

interface Outcome {
  body: Json;
  carriedOut: boolean;
  status?: number;
  headers?: Record<string, string>;
}

function carryOut(world: World, method: string, token: string | null, args: Json, broken: string | null): Outcome {
  const refuse = (body: Json): Outcome => ({ body, carriedOut: false });
  if (token === null) return refuse(no('not_authed'));
  const known = world.tokens.get(token);
  if (!known) return refuse(no(token === world.appToken ? 'not_allowed_token_type' : 'invalid_auth'));
  if (known.dead) return refuse(no(known.dead));
  const team = world.teams.get(known.teamId)!;
  const headers: Record<string, string> = { 'x-oauth-scopes': [...team.scopes].join(',') };
  const handler = METHODS[method];
  if (!handler) return { ...refuse(no('unknown_method', { req_method: method })), headers };
  const channel = args.channel === undefined ? null : findChannel(team, args.channel);
  const scope = missingScope(method, args, team, channel);
  const accepted = SCOPES[method];
  if (typeof accepted === 'string') headers['x-accepted-oauth-scopes'] = accepted;
  if (scope)
    return { ...refuse(no('missing_scope', { needed: scope, provided: [...team.scopes].join(',') })), headers };
  if (broken) return { ...refuse(no(broken)), headers };
  const wait = secondsToWait(world, method, args, team.id);
  if (wait !== null) {
    headers['Retry-After'] = String(wait);
    return { ...refuse(no('ratelimited')), status: 429, headers };
  }
  const body = handler({ world, team, args, token });
  return { body, carriedOut: body.ok === true, headers };
}

export async function answerApi(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  raw: Buffer,
): Promise<void> {
  const url = new URL(request.url!, world.url);
  const method = url.pathname.replace(/^\/api\//, '');
  const type = String(request.headers['content-type'] ?? '');
  const { args, broken } = readArgs(raw.toString('utf8'), type, url.searchParams);
  const authorization = request.headers.authorization ?? null;
  const token = authorization?.startsWith('Bearer ') ? authorization.slice(7) : (args.token ?? null);
  delete args.token;
  const team: Team | undefined = world.teams.get(world.tokens.get(token ?? '')?.teamId ?? '');
  const record: ApiRequest = {
    method,
    team: team?.id ?? null,
    token,
    args: copy(args),
    at: world.now(),
    answered: { status: 0, body: null },
    carriedOut: false,
  };
  const fault = nextFault(world, method, args);
  const before = faultAnswer(fault, false);
  let outcome: Outcome = { body: no('internal_error'), carriedOut: false, ...before };
  const carried = !before && fault !== 'reset-before' && !(isHang(fault) && fault.lost);
  if (carried) {
    const open = OPEN[method];
    if (open) {
      const body = open(world, args, authorization);
      outcome = { body, carriedOut: body.ok === true };
    } else outcome = carryOut(world, method, token, args, broken);
  }
  record.carriedOut = outcome.carriedOut;
  outcome = { ...outcome, ...faultAnswer(fault, true) };
  const { status = 200, body, headers = {} } = outcome;
  record.answered = { status, body };
  if (headers['Retry-After']) record.retryAfterMs = Number(headers['Retry-After']) * 1_000;
  world.requests.push(record);
  if (fault === 'reset-before' || fault === 'reset-after') {
    record.answered = { status: 0, body: null };
    return void request.socket.destroy();
  }
  if (isHang(fault)) await Promise.race([sleep(world, fault.hang), once(response, 'close')]);
  if (response.destroyed) return;
  const text = status >= 500 ? 'upstream error' : JSON.stringify(body);
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...headers }).end(text);
}

const isHang = (fault: Fault | null): fault is { hang: number; lost?: boolean } =>
  typeof fault === 'object' && fault !== null && 'hang' in fault;

function nextFault(world: World, method: string, args: Json): Fault | null {
  const found = world.faults.find(each => each.method === method && each.times > 0 && each.when(args));
  if (!found) return null;
  found.times--;
  return found.how;
}

/** What a scripted fault answers by itself, before or after the call was carried out; null: nothing. */
function faultAnswer(fault: Fault | null, after: boolean): Omit<Outcome, 'carriedOut'> | null {
  if (!fault || typeof fault === 'string' || isHang(fault)) return null;
  if ('status' in fault && typeof fault.status === 'number' && !('error' in fault)) {
    if ((fault.after === true) !== after) return null;
    return { body: no('internal_error'), status: fault.status };
  }
  if ('error' in fault && fault.after === true) {
    const { after: _after, ...said } = fault as Json;
    return after ? { body: { ok: false, ...said } } : null;
  }
  if (after) return null;
  if ('rateLimited' in fault)
    return {
      body: no('ratelimited'),
      status: 429,
      headers: { 'Retry-After': String(fault.rateLimited) },
    };
  return { body: { ok: false, ...(fault as Json) } };
}
