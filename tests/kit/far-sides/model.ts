/** A model's server that does what a test says: it writes, stalls, floods, lies and breaks; what it was sent is kept. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What it was asked with. */
export interface Asked {
  path: string;
  headers: IncomingMessage['headers'];
  /** As it came, byte for byte. */
  body: string;
  model: string;
  messages: { role: string; content: string }[];
}

/** Answers a request by hand, or with the words that it gives back. */
export type Answer = (response: ServerResponse, asked: Asked) => unknown;

export interface ModelServer {
  /** To be asked under. */
  url: string;
  asked: Asked[];
  /** How it answers from now on. */
  answer: string | Answer;
  /** The keys that it takes; null: it asks for none. */
  keys: readonly string[] | null;
  /** Ends whatever still hangs, and waits until it is down. */
  stop(): Promise<void>;
}

export async function openModel(): Promise<ModelServer> {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const body = Buffer.concat(parts).toString();
    const key = request.headers.authorization?.replace('Bearer ', '') ?? '';
    if (model.keys && !model.keys.includes(key)) return sendJson(response, 401, { error: { message: 'No such key' } });
    if (request.method === 'GET') return sendJson(response, 200, { data: [{ id: 'small' }] });
    const read = JSON.parse(body) as Pick<Asked, 'model' | 'messages'>;
    const asked: Asked = { path: request.url ?? '', headers: request.headers, body, ...read };
    model.asked.push(asked);
    const { answer } = model;
    if (typeof answer === 'string') return say(response, answer);
    const made = await answer(response, asked);
    if (typeof made === 'string') say(response, made);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const model: ModelServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked: [],
    answer: 'NONE',
    keys: null,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return model;
}

export function say(response: ServerResponse, content: unknown): void {
  sendJson(response, 200, { choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }] });
}

export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
}
