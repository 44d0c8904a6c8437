/** The whole service in a process of its own, for bench/webchat.ts: makes sessions, sends an answer to everybody, says its memory. */
import { createHash, randomBytes } from 'node:crypto';
import { readStart } from '../src/app/adapters.ts';
import { compose } from '../src/app/compose.ts';
import { systemIds } from '../src/app/world.ts';
import type { EnquiryId } from '../src/core/ids.ts';
import type { OutgoingReply } from '../src/ports/channel.ts';
import { makeLog } from '../src/server/log.ts';

const running = await compose(readStart(process.env), makeLog('silent'));
const { parts } = running.house;
const shelf = parts.store.shelf('channel:site');
const visitors: string[] = [];

/** As the chat's own start makes them, without 4,000 puzzles. */
async function sessions(count: number): Promise<string[]> {
  const tokens = Array.from({ length: count }, () => randomBytes(24).toString('hex'));
  await Promise.all(
    tokens.map(async token => {
      const key = createHash('sha256').update(token).digest('hex');
      const visitor = key.slice(0, 24);
      visitors.push(visitor);
      await shelf.append('sessions', key, { visitor, usedAt: Date.now(), ended: false });
      await shelf.append(`about:${visitor}`, 'visitor', {
        name: null,
        email: null,
        verified: false,
        details: [],
        opened: false,
        page: null,
        network: 'bench',
        blocked: false,
        left: false,
      });
    }),
  );
  return tokens;
}

async function toAll(): Promise<void> {
  const channel = running.house.channels().find(each => each.kind === 'webchat')!;
  await Promise.all(
    visitors.map(address => {
      const reply: OutgoingReply = {
        id: systemIds.make('reply'),
        enquiryId: 'enq_bench' as EnquiryId,
        attempt: 1,
        to: { address, name: null },
        copies: [],
        writtenTo: null,
        author: { name: 'Ann' },
        text: `sent ${Date.now()}`,
        subject: null,
        answers: [],
        lastMessage: null,
      };
      return channel.send(reply);
    }),
  );
}

process.on('message', async (message: { do: string; n?: number }) => {
  if (message.do === 'sessions') process.send!({ tokens: await sessions(message.n ?? 0) });
  if (message.do === 'all') {
    process.send!({ began: Date.now() });
    await toAll();
  }
  if (message.do === 'memory') {
    (globalThis as { gc?: () => void }).gc?.();
    process.send!({ rss: process.memoryUsage().rss });
  }
  if (message.do === 'stop') {
    await running.stop();
    process.exit(0);
  }
});
process.send!({ url: running.url });
