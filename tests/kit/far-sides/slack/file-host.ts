/** Slack's file host: takes the bytes of an upload, and gives files to those who bring the right token. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { World } from './state.ts';

/** Step two of an upload: the bytes, raw or as multipart, exactly as many as were announced. */
export async function takeUpload(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  raw: Buffer,
): Promise<void> {
  const file = world.files.get(/\/upload\/v1\/(\w+)-/.exec(request.url!)?.[1] ?? '');
  const type = String(request.headers['content-type'] ?? '');
  const multipart = type.startsWith('multipart/');
  let content = raw;
  if (multipart) {
    const form = await new Response(new Uint8Array(raw), { headers: { 'Content-Type': type } }).formData();
    const part = [...form.values()].find(each => typeof each !== 'string');
    content = part ? Buffer.from(await part.arrayBuffer()) : Buffer.alloc(0);
  }
  const authorization = request.headers.authorization ?? null;
  world.uploads.push({ fileId: file?.id ?? '', bytes: content.length, authorization, multipart, content });
  if (!file || file.uploaded) return void response.writeHead(404).end('not found');
  if (content.length !== file.announced) return void response.writeHead(400).end('bad size');
  Object.assign(file, { content, uploaded: true });
  response.writeHead(200, { 'Content-Type': 'text/plain' }).end(`OK - ${content.length}`);
}

const LOGIN =
  '<!DOCTYPE html><html><head><title>Sign in | Slack</title></head><body>Sign in to your workspace</body></html>';

/** A file for a good token with files:read; for everybody else the login page, with status 200. */
export function giveFile(world: World, request: IncomingMessage, response: ServerResponse): void {
  const path = request.url!;
  if (world.fileHost.mood === 'busy') return void response.writeHead(503).end('busy');
  if (world.fileHost.mood === 'hangs') {
    // Until it is well again: then it has forgotten whom it kept waiting.
    const timer = setInterval(() => {
      if (world.fileHost.mood !== 'hangs') request.socket.destroy();
    }, 50);
    return void request.socket.once('close', () => clearInterval(timer));
  }
  const authorization = request.headers.authorization ?? null;
  const [, teamId, id] = /^\/files-pri\/(\w+)-(\w+)\//.exec(path) ?? [];
  const file = world.files.get(id ?? '');
  const token = world.tokens.get(authorization?.replace(/^Bearer /, '') ?? '');
  const may = token && !token.dead && token.teamId === teamId && world.teams.get(teamId)!.scopes.has('files:read');
  if (!may) {
    world.downloads.push({ path, authorization, got: 'login page' });
    return void response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(LOGIN);
  }
  if (!file || file.teamId !== teamId || !file.completed) {
    world.downloads.push({ path, authorization, got: 'nothing' });
    return void response.writeHead(404).end();
  }
  world.downloads.push({ path, authorization, got: 'file' });
  const length = file.zeros ?? file.content.length;
  response.writeHead(200, { 'Content-Type': file.info.mimetype, 'Content-Length': length });
  if (file.zeros === null) return void response.end(file.content);
  let left = file.zeros;
  const more = () => {
    while (left > 0) {
      const chunk = Math.min(left, 65_536);
      left -= chunk;
      if (!response.write(Buffer.alloc(chunk))) return void response.once('drain', more);
    }
    response.end();
  };
  more();
}
