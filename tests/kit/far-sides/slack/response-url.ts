/** response_urls: five answers within half an hour, to the person who pressed or to everybody, new or in place. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { badContent, badThread, botMessage } from './api-chat.ts';
import { storedBlocks } from './blocks.ts';
import { addMessage, announce, change, remove } from './messages.ts';
import type { Json } from './shapes.ts';
import { type Channel, makeTs, type ResponseUrl, secret, type Team, type World } from './state.ts';

const USES_MAX = 5;
const LIFE_MS = 1_800_000;

export function makeResponseUrl(
  world: World,
  team: Team,
  channelId: string,
  userId: string,
  source: ResponseUrl['source'],
): string {
  const url = `${world.url}/actions/${team.id}/${Date.now()}/${secret(12)}`;
  const expiresAt = world.now() + LIFE_MS;
  world.responseUrls.set(url, { teamId: team.id, channelId, userId, source, uses: 0, expiresAt });
  return url;
}

export function answerResponseUrl(world: World, request: IncomingMessage, response: ServerResponse, raw: Buffer): void {
  const url = `${world.url}${request.url}`;
  let body: Json = {};
  let broken = false;
  try {
    body = JSON.parse(raw.toString('utf8'));
  } catch {
    broken = true;
  }
  const { status, error } = broken ? { status: 400, error: 'invalid_payload' } : use(world, url, body);
  world.responses.push({ url, body, status, authorization: request.headers.authorization ?? null });
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify(error ? { ok: false, error } : { ok: true }));
}

function use(world: World, url: string, body: Json): { status: number; error?: string } {
  const known = world.responseUrls.get(url);
  if (!known || world.now() > known.expiresAt) return { status: 404, error: 'expired_url' };
  if (known.uses >= USES_MAX) return { status: 404, error: 'used_url' };
  const team = world.teams.get(known.teamId)!;
  const channel = team.channels.get(known.channelId);
  if (!channel || channel.deleted) return { status: 404, error: 'channel_not_found' };
  known.uses++;
  if (body.delete_original === true) {
    deleteOriginal(world, team, channel, known);
    return { status: 200 };
  }
  const bad = badContent(world, body) ?? badThread(channel, body.thread_ts);
  if (bad) return { status: 400, error: bad.error };
  if (channel.archived) return { status: 404, error: 'is_archived' };
  say(world, team, channel, known, body);
  return { status: 200 };
}

const isSource = (known: { source: ResponseUrl['source']; userId: string }) => (each: Json) =>
  each.ts === known.source?.ts && each.to === known.userId;

function deleteOriginal(world: World, team: Team, channel: Channel, known: ResponseUrl): void {
  if (!known.source) return;
  if (known.source.ephemeral) world.ephemerals = world.ephemerals.filter(each => !isSource(known)(each));
  else {
    const message = channel.messages.get(known.source.ts);
    if (message) remove(world, team, channel, message);
  }
}

/** In place when asked; else a new message for everybody (in_channel) or for the one person (ephemeral, the default). */
function say(world: World, team: Team, channel: Channel, known: ResponseUrl, body: Json): void {
  const content = { text: body.text ?? '', ...(body.blocks?.length ? { blocks: storedBlocks(body.blocks) } : {}) };
  if (body.replace_original === true && known.source) {
    if (known.source.ephemeral) {
      const shown = world.ephemerals.find(isSource(known));
      if (shown) {
        delete shown.blocks;
        Object.assign(shown, content);
      }
      return;
    }
    const message = channel.messages.get(known.source.ts);
    if (message) {
      const { blocks: _old, ...rest } = message.body;
      change(world, team, channel, message, { ...rest, ...content } as Json);
    }
    return;
  }
  const ts = makeTs(world);
  const thread = body.thread_ts ? { thread_ts: body.thread_ts } : {};
  const message = { ...botMessage(world, team, { text: body.text, blocks: body.blocks }, ts), ...thread };
  if (body.response_type === 'in_channel') announce(world, team, channel, addMessage(channel, message));
  else world.ephemerals.push({ ...message, channel: channel.id, team: team.id, to: known.userId, is_ephemeral: true });
}

/** A command's or an action's own answer, said without a response_url. */
export function sayDirectly(world: World, team: Team, channel: Channel, userId: string, body: Json): string | null {
  const bad = badContent(world, body);
  if (bad) return bad.error;
  say(
    world,
    team,
    channel,
    { teamId: team.id, channelId: channel.id, userId, source: null, uses: 0, expiresAt: 0 },
    body,
  );
  return null;
}
