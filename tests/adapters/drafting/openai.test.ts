import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openaiModel } from '../../../adapters/drafting/openai.ts';
import { type Answer, type ModelServer, openModel, say, sendJson } from '../../kit/far-sides/model.ts';
import { freePort } from '../../kit/servers.ts';

const KEY = 'sk-test-0123456789abcdef';
const MESSAGES = [{ role: 'user' as const, content: 'What about the kettle?' }];
/** Long enough for what answers at once, and short for what never does. */
const LIMIT_MS = 700;

let server: ModelServer;
beforeEach(async () => {
  server = await openModel();
});
afterEach(() => server.stop());

const model = (given: { url?: string; key?: string | null } = {}) =>
  openaiModel({ url: server.url, key: KEY, model: 'small', limitMs: LIMIT_MS, ...given });

describe('a model behind an endpoint', () => {
  test('is asked once, with its name, the key and the messages, and answers', async () => {
    server.answer = 'A new lid [1].';
    expect(await model().draft(MESSAGES)).toEqual({ ok: true, text: 'A new lid [1].' });
    const [asked, ...more] = server.asked;
    expect(more).toEqual([]);
    expect(asked!.path).toBe('/v1/chat/completions');
    expect(asked!.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(JSON.parse(asked!.body)).toMatchObject({ model: 'small', messages: MESSAGES, stream: false });
  });

  test('without a key gets none', async () => {
    await model({ key: null }).draft(MESSAGES);
    expect(server.asked[0]!.headers.authorization).toBeUndefined();
  });

  test('that takes no temperature is asked once more without one', async () => {
    server.answer = (response, { body }) =>
      'temperature' in JSON.parse(body) ? sendJson(response, 400, { error: {} }) : say(response, 'A new lid.');
    expect(await model().draft(MESSAGES)).toEqual({ ok: true, text: 'A new lid.' });
    expect(server.asked.map(({ body }) => Object.keys(JSON.parse(body)))).toEqual([
      ['model', 'messages', 'temperature', 'max_tokens', 'stream'],
      ['model', 'messages', 'stream'],
    ]);
  });

  test('may answer in parts', async () => {
    server.answer = response =>
      say(response, [
        { type: 'text', text: 'A new ' },
        { type: 'text', text: 'lid.' },
      ]);
    expect(await model().draft(MESSAGES)).toEqual({ ok: true, text: 'A new lid.' });
  });
});

const JSON_TYPE = { 'Content-Type': 'application/json' };
const by =
  (answer: (response: ServerResponse) => void): Answer =>
  response =>
    answer(response);

describe('what goes wrong is one of a few words, whatever the server does', () => {
  test.each<[string, string, number, Answer]>([
    ['says nothing', 'slow', 1, by(() => {})],
    ['sends its head and hangs', 'slow', 1, by(response => void response.writeHead(200, JSON_TYPE).flushHeaders())],
    [
      'trickles',
      'slow',
      1,
      by(response => {
        response.writeHead(200, JSON_TYPE);
        const timer = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(timer));
      }),
    ],
    ['sends 1 MB', 'too-long', 1, by(response => say(response, 'x'.repeat(1024 * 1024)))],
    [
      'sends 1 MB in a line of a key',
      'too-long',
      1,
      by(response => sendJson(response, 200, { ['k'.repeat(1024 * 1024)]: 1 })),
    ],
    [
      'sends what is no JSON',
      'malformed',
      1,
      by(response => void response.writeHead(200, JSON_TYPE).end('{"choices":[{')),
    ],
    ['sends other JSON', 'malformed', 1, by(response => sendJson(response, 200, { error: 'x' }))],
    ['sends a list', 'malformed', 1, by(response => sendJson(response, 200, [1, 2]))],
    ['sends null', 'malformed', 1, by(response => sendJson(response, 200, null))],
    ['has no choices', 'malformed', 1, by(response => sendJson(response, 200, { choices: [] }))],
    [
      'nests a thousandfold',
      'malformed',
      1,
      by(response => void response.writeHead(200, JSON_TYPE).end('['.repeat(100_000))),
    ],
    ['sends a number as its words', 'malformed', 1, by(response => say(response, 7))],
    ['sends nothing as its body', 'malformed', 1, by(response => void response.writeHead(200, JSON_TYPE).end())],
    [
      'sends a page',
      'malformed',
      1,
      by(response => void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<p>')),
    ],
    ['packs its answer', 'malformed', 1, by(response => void response.writeHead(200, JSON_TYPE).end(gzipSync('{}')))],
    ['writes nothing', 'empty', 1, by(response => say(response, '  \n'))],
    ['writes null', 'empty', 1, by(response => say(response, null))],
    [
      'calls a tool',
      'empty',
      1,
      by(response =>
        sendJson(response, 200, {
          choices: [{ message: { content: null, tool_calls: [{ function: { name: 'mail' } }] } }],
        }),
      ),
    ],
    [
      'refuses',
      'refused',
      1,
      by(response => sendJson(response, 200, { choices: [{ message: { content: 'x', refusal: 'I will not.' } }] })),
    ],
    ['refuses the key', 'key', 1, by(response => sendJson(response, 401, { error: { message: `bad key ${KEY}` } }))],
    ['forbids it', 'key', 1, by(response => sendJson(response, 403, {}))],
    ['is asked too often', 'busy', 1, by(response => sendJson(response, 429, {}))],
    ['does not know the model', 'failed', 1, by(response => sendJson(response, 404, {}))],
    ['does not like what it was asked', 'failed', 2, by(response => sendJson(response, 400, {}))],
    ['breaks', 'failed', 2, by(response => sendJson(response, 500, {}))],
    ['is behind a proxy that has nobody', 'failed', 2, by(response => sendJson(response, 502, {}))],
    ['hangs up', 'unreachable', 1, by(response => void response.destroy())],
    [
      'hangs up in the middle',
      'unreachable',
      1,
      by(response => {
        response.writeHead(200, { ...JSON_TYPE, 'Content-Length': '1000' }).write('{"choi');
        setTimeout(() => response.destroy(), 20);
      }),
    ],
  ])('when it %s: %s', async (_, why, times, answer) => {
    server.answer = answer;
    expect(await model().draft(MESSAGES)).toEqual({ ok: false, why });
    expect(server.asked).toHaveLength(times);
  });

  test('a stream without an end is left after a part of it', async () => {
    let sent = 0;
    server.answer = by(response => {
      response.writeHead(200, JSON_TYPE);
      const piece = 'x'.repeat(64 * 1024);
      const more = () => {
        // 100 MB, unless nobody takes it.
        while (sent < 100 * 1024 * 1024 && !response.destroyed) {
          sent += piece.length;
          if (!response.write(piece)) return response.once('drain', more);
        }
      };
      more();
    });
    expect(await model().draft(MESSAGES)).toEqual({ ok: false, why: 'too-long' });
    expect(sent).toBeLessThan(20 * 1024 * 1024);
  });

  test('a second try after a 500 has what is left of the time', async () => {
    server.answer = by(response => {
      if (server.asked.length === 1) sendJson(response, 500, {});
      else say(response, 'A new lid.');
    });
    expect(await model().draft(MESSAGES)).toEqual({ ok: true, text: 'A new lid.' });
    server.asked.length = 0;
    server.answer = by(response => {
      if (server.asked.length === 1) setTimeout(() => sendJson(response, 500, {}), LIMIT_MS / 2);
    });
    const begun = performance.now();
    expect(await model().draft(MESSAGES)).toEqual({ ok: false, why: 'slow' });
    expect(performance.now() - begun).toBeLessThan(LIMIT_MS * 3);
  });

  test('where nobody listens it is unreachable', async () => {
    const url = `http://127.0.0.1:${await freePort()}/v1`;
    expect(await model({ url }).draft(MESSAGES)).toEqual({ ok: false, why: 'unreachable' });
    expect(await model({ url }).check()).toMatchObject({
      ok: false,
      words: expect.stringContaining('does not answer'),
    });
  });

  test.each([
    301, 302, 307, 308,
  ])('a redirect (%i) is not followed: nobody else gets the words or the key', async status => {
    const elsewhere: string[] = [];
    const other = createServer((request, response) => {
      elsewhere.push(request.url ?? '');
      response.end();
    });
    await new Promise<void>(resolve => other.listen(0, '127.0.0.1', resolve));
    const location = `http://127.0.0.1:${(other.address() as AddressInfo).port}/v1/chat/completions`;
    server.answer = by(response => void response.writeHead(status, { Location: location }).end());
    expect(await model().draft(MESSAGES)).toEqual({ ok: false, why: 'redirect' });
    expect(elsewhere).toEqual([]);
    await new Promise(resolve => other.close(resolve));
  });

  test('more than four at once are not asked for, and the next one is', async () => {
    const waiting: (() => void)[] = [];
    server.answer = by(response => void waiting.push(() => say(response, 'A new lid.')));
    const one = openaiModel({ url: server.url, key: null, model: 'small' });
    const first = Array.from({ length: 4 }, () => one.draft(MESSAGES));
    await expect.poll(() => waiting.length).toBe(4);
    expect(await one.draft(MESSAGES)).toEqual({ ok: false, why: 'busy' });
    for (const go of waiting) go();
    expect((await Promise.all(first)).every(each => each.ok)).toBe(true);
    server.answer = 'Another lid.';
    expect(await one.draft(MESSAGES)).toEqual({ ok: true, text: 'Another lid.' });
  });

  test('its check says whether it answers, and sends nothing of anybody', async () => {
    expect(await model().check()).toEqual({
      what: 'Drafts by a model',
      ok: true,
      words: `small at ${new URL(server.url).host} answers`,
    });
    expect(server.asked).toEqual([]);
  });
});
