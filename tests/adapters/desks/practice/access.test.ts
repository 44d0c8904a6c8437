import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { assetRoutes } from '../../../../adapters/desks/practice/assets.ts';
import { practiceDesk } from '../../../../adapters/desks/practice/desk.ts';
import type { Post, RoomItem } from '../../../../adapters/desks/practice/records.ts';
import type { MarkView, PrivateView } from '../../../../src/ports/views.ts';
import { makeHttp } from '../../../../src/server/http.ts';
import { deskContract } from '../../../contracts/desk.ts';
import { openShop } from '../../../kit/shop.ts';
import { testLog } from '../../../kit/world.ts';

let http: ReturnType<typeof makeHttp> | null = null;
afterEach(async () => {
  await http?.close();
  http = null;
});

deskContract({
  kind: practiceDesk,
  look: (desk, { shelf }) => ({
    cards: async () =>
      (await shelf.read('room:room_1', 0, 50)).flatMap(each => (each.value as unknown as RoomItem).card ?? []),
    thread: async ref =>
      (await shelf.read(`thread:${ref}`, 0, 50)).map(each => {
        const post = each.value as unknown as Post;
        if (post.as === 'staff') return post.text;
        return post.entry.as === 'line'
          ? post.entry.words
          : post.entry.as === 'message'
            ? post.entry.message.text
            : post.entry.text;
      }),
    mark: async (ref, post) => ((await shelf.get(`marks:${ref}`, post))?.value as unknown as MarkView) ?? null,
    privates: async (ref, person) =>
      (await shelf.read(`private:${ref}:${person}`, 0, 50)).flatMap(each =>
        each.value ? [each.value as unknown as PrivateView] : [],
      ),
    answers: async person =>
      (await shelf.read(`answers:${person}`, 0, 50)).map(each => (each.value as { text: string }).text),
    write: async (thread, person, text, times) => {
      http = makeHttp(desk.routes ?? [], testLog());
      const port = await http.listen('127.0.0.1', 0);
      const body = JSON.stringify({ id: 'same-id-1234', person, do: 'write', thread, text });
      for (let i = 0; i < times; i++) {
        const response = await fetch(`http://127.0.0.1:${port}/practice/act`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body,
        });
        expect(response.status).toBe(202);
      }
    },
  }),
});

test('every part of the page is served: one that is missing leaves the page empty', () => {
  const page = join(import.meta.dirname, '../../../../adapters/desks/practice/page');
  const parts = readdirSync(page).filter(name => name.endsWith('.ts'));
  const served = assetRoutes().map(each => each.path);
  expect(parts.filter(name => !served.includes(`/practice/page/${name}`))).toEqual([]);
});

describe('who may come in', () => {
  test('only this machine under its own name, and only pages of this server', async () => {
    const shop = await openShop();
    const port = new URL(shop.url).port;
    const status = async (headers: Record<string, string>, path = '/practice/start') => {
      // fetch does not let a Host header through; a raw request does.
      const { request } = await import('node:http');
      return new Promise<number>((resolve, reject) => {
        request({ host: '127.0.0.1', port, path, headers }, response => {
          response.resume();
          resolve(response.statusCode ?? 0);
        })
          .once('error', reject)
          .end();
      });
    };
    expect(await status({ Host: `127.0.0.1:${port}` })).toBe(200);
    expect(await status({ Host: `localhost:${port}` })).toBe(200);
    expect(await status({ Host: 'evil.example' })).toBe(403);
    expect(await status({ Host: `127.0.0.1:${port}`, 'X-Forwarded-For': '203.0.113.9' })).toBe(403);
    expect(await status({ Host: `127.0.0.1.evil.example:${port}` })).toBe(403);
    expect(await status({ Host: `127.0.0.1:${port}`, Origin: 'https://evil.example' })).toBe(403);
    const form = await fetch(`${shop.url}/practice/act`, {
      method: 'POST',
      headers: { 'Content-Type': 'text/plain' },
      body: '{}',
    });
    expect(form.status).toBe(415);
    await shop.stop();
  });

  test('garbage is answered in words: no JSON, no id, too long, unknown action, unknown fields', async () => {
    const shop = await openShop();
    const send = async (body: string) => {
      const response = await fetch(`${shop.url}/practice/act`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body,
      });
      return [response.status, ((await response.json()) as { error?: string }).error] as const;
    };
    expect(await send('{')).toEqual([400, 'This is not JSON.']);
    expect(await send('null')).toEqual([400, 'This is not JSON.']);
    expect(await send('{"do":"press"}')).toEqual([400, 'The action has no id.']);
    const nobody = 'There is nobody of this name here. Choose who you are at the top of the page.';
    expect(await send('{"id":"12345678","do":"dance"}')).toEqual([403, nobody]);
    expect(await send('{"id":"12345678","person":"Ann","do":"dance"}')).toEqual([400, 'This action is not known.']);
    expect(await send('{"id":"12345678","person":"Ann","do":"write","thread":"../../../..","text":"x"}')).toEqual([
      400,
      'Write a few words first.',
    ]);
    expect((await send(JSON.stringify({ id: '12345678', person: 'Ann', text: 'x'.repeat(300_000) })))[0]).toBe(413);
    expect(
      (
        await send('{"id":"abcdefgh","person":"Ann","do":"press","button":"enquiry.claim","value":{"a":1},"more":[1]}')
      )[0],
    ).toBe(202);
    expect((await fetch(`${shop.url}/practice/thread?thread=x&person=Ann`)).status).toBe(404);
    expect((await fetch(`${shop.url}/practice/attachment?id=att_1`)).status).toBe(404);
    await shop.stop();
  });

  test('nobody reads or acts under a name that nobody has here, and nothing stands in a thread that is none', async () => {
    const shop = await openShop();
    await shop.mail({ subject: 'Kettle', text: 'The lid rattles.' });
    const [{ thread } = { thread: '' }] = await shop.cards(1);
    for (const person of ['Mallory', 'ann', 'Ann ', '', null, undefined, ['Ann'], { name: 'Ann' }]) {
      const response = await shop.act(person as string, { do: 'write', thread, text: 'Hello' });
      expect([person, response.status]).toEqual([person, 403]);
    }
    for (const path of [`room?room=${thread.split('.')[0]}`, `thread?thread=${thread}`, 'form?button=enquiry.reply'])
      for (const person of ['', '&person=Mallory', '&person='])
        expect((await fetch(`${shop.url}/practice/${path}${person}`)).status).toBe(403);
    for (const act of [
      { do: 'write', text: 'Hello' },
      { do: 'press', button: 'enquiry.claim', value: 'enq_1' },
    ]) {
      const [room] = thread.split('.');
      for (const other of [`${room}.enq_0000`, `room_0.${thread.split('.')[1]}`]) {
        const response = await shop.act('Ann', { ...act, thread: other });
        expect([response.status, await response.json()]).toEqual([404, { error: 'There is no such thread.' }]);
      }
    }
    expect((await shop.thread(thread)).posts).toEqual([]);
    expect((await shop.thread(thread)).card.owner).toBeNull();
    await shop.stop();
  });

  test('whose name has a space and an accent is the same person however it is composed', async () => {
    const shop = await openShop();
    await shop.mail({ subject: 'Kettle', text: 'The lid rattles.' });
    const [{ thread } = { thread: '' }] = await shop.cards(1);
    for (const form of ['NFC', 'NFD'])
      expect(
        (await shop.act('Zoë Martín'.normalize(form), { do: 'write', thread, text: `// one of two, ${form}` })).status,
      ).toBe(202);
    const by = (await shop.thread(thread, 'Zoë Martín')).posts.map(({ post }) => post.as === 'staff' && post.by);
    expect(by).toEqual(['practice:zoë martín', 'practice:zoë martín']);
    await shop.stop();
  });
});
