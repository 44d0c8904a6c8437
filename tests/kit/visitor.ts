/** A visitor of a web chat without a page: starts, writes, listens, as the panel does, over real HTTP. */
import { createHash } from 'node:crypto';
import { zeroBits } from '../../adapters/channels/webchat/puzzle.ts';
import type { ChatRefusal, ChatState, Entry, Puzzle, StartInput } from '../../adapters/channels/webchat/wire.ts';
import { until } from './world.ts';

export function solve({ text, bits }: Puzzle): { text: string; number: number } {
  for (let number = 0; ; number++)
    if (zeroBits(createHash('sha256').update(`${text}.${number}`).digest()) >= bits) return { text, number };
}

export interface Answer {
  status: number;
  body: Record<string, unknown> & Partial<ChatRefusal>;
}

export interface Visitor {
  token: string;
  /** How the start was answered. */
  started: Answer;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  send(text: string, cid?: string): Promise<Answer>;
  upload(name: string, content: Uint8Array, cid?: string, headers?: Record<string, string>): Promise<Answer>;
  /** Opens the stream; what comes is gathered, and acknowledged unless `silent`. */
  listen(options?: { after?: number; silent?: boolean }): Listening;
}

export interface Listening {
  entries: Entry[];
  states: ChatState[];
  typings: number;
  status: number;
  state(): ChatState | undefined;
  /** Resolves when this many entries have come. */
  have(count: number): Promise<Entry[]>;
  close(): void;
  /** Resolves when the stream is over, whoever ended it. */
  ended: Promise<void>;
}

let n = 0;
const newCid = () => `cid-${Date.now()}-${++n}`;

export async function visit(
  url: string,
  {
    site = 'site',
    start = {},
    token,
    headers = {},
    work = true,
  }: {
    site?: string;
    start?: StartInput;
    token?: string;
    headers?: Record<string, string>;
    /** Solves a puzzle that is asked for. */
    work?: boolean;
  } = {},
): Promise<Visitor> {
  const at = `${url}/chat/${site}`;
  const call = async (path: string, body: BodyInit, more: Record<string, string>): Promise<Answer> => {
    const response = await fetch(`${at}/${path}`, { method: 'POST', headers: { ...headers, ...more }, body });
    return { status: response.status, body: (await response.json().catch(() => ({}))) as Answer['body'] };
  };
  const json = { 'Content-Type': 'application/json' };
  let started: Answer = token ? { status: 201, body: { token } } : await call('start', JSON.stringify(start), json);
  // Work is asked for when many begin from one address, as tests do.
  if (started.body.puzzle && work)
    started = await call('start', JSON.stringify({ ...start, solved: solve(started.body.puzzle) }), json);
  const auth = { Authorization: `Bearer ${started.body.token}` };
  return {
    token: String(started.body.token ?? ''),
    started,
    post: (path, body = {}, more = {}) => call(path, JSON.stringify(body), { ...json, ...auth, ...more }),
    send: (text, cid = newCid()) =>
      call('send', JSON.stringify({ cid, text, page: 'https://shop.example/kettles?secret=1' }), { ...json, ...auth }),
    upload: (name, content, cid = newCid(), more = {}) =>
      call('upload', content as Uint8Array<ArrayBuffer>, {
        'Content-Type': 'application/octet-stream',
        'X-Cid': cid,
        'X-Name': encodeURIComponent(name),
        ...auth,
        ...more,
      }),
    listen: ({ after = 0, silent = false } = {}) => {
      const ended = new AbortController();
      const heard: Listening = {
        entries: [],
        states: [],
        typings: 0,
        status: 0,
        state: () => heard.states.at(-1),
        have: count =>
          until(async () => (heard.entries.length >= count ? heard.entries : null), `${count} entries of the chat`),
        close: () => ended.abort(),
        ended: Promise.resolve(),
      };
      const run = async () => {
        const response = await fetch(`${at}/events?after=${after}`, {
          headers: { ...headers, ...auth },
          signal: ended.signal,
        });
        heard.status = response.status;
        if (!response.ok) return;
        let rest = '';
        for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
          const parts = (rest + chunk).split('\n\n');
          rest = parts.pop() ?? '';
          for (const part of parts) {
            const data = /^data: (.*)$/m.exec(part)?.[1];
            const event = /^event: (.*)$/m.exec(part)?.[1];
            if (event === 'typing') heard.typings++;
            else if (event === 'state') heard.states.push(JSON.parse(data!));
            else if (data) {
              const entry: Entry = JSON.parse(data);
              heard.entries.push(entry);
              if (!silent && entry.from === 'team')
                void call('got', JSON.stringify({ n: entry.n }), { ...json, ...auth }).catch(() => {});
            }
          }
        }
      };
      heard.ended = run().catch(() => {});
      return heard;
    },
  };
}
