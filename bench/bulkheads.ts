/** A chat's card while replies hang: a mail server takes every connection and says nothing. */
import { startMute } from '../tests/kit/far-sides/mute.ts';
import { holdReplies } from '../tests/kit/many-replies.ts';
import { openShop } from '../tests/kit/shop.ts';
import { median, ms } from './figures.ts';
import type { Result } from './run.ts';

const REPLIES = 100;
/** As many new chats as one address may begin without being slowed down, in both rounds. */
const CHATS = 5;
const MAX_MS = 1_000;

export async function benchBulkheads(): Promise<Result[]> {
  const mute = await startMute();
  const shop = await openShop({
    yaml: `
rooms: [{ name: customers }]
hold_seconds: { email: 0, webchat: 0 }
channels:
  - { name: help, kind: email, room: customers, address: help@shop.example, check_senders: false, smtp: { host: 127.0.0.1, port: ${mute.port} } }
  - { name: site, kind: webchat, room: customers, origins: ['https://shop.example'] }
`,
  });
  try {
    const calm = await toCard(shop, 'calm');
    await holdReplies(shop, REPLIES);
    while (mute.open() === 0) await pause();
    const hanging = await toCard(shop, 'hanging');
    return [
      {
        what: `A chat's message to its card while ${REPLIES} replies hang at a mail server that says nothing`,
        measured: `${ms(median(hanging))}, at worst ${ms(Math.max(...hanging))}; ${mute.open()} connections hung`,
        baseline: `${ms(median(calm))}, at worst ${ms(Math.max(...calm))}: the same with nothing hanging`,
        target: '<= 1 s, at worst',
        ok: Math.max(...hanging) <= MAX_MS,
      },
    ];
  } finally {
    await mute.stop();
    await shop.stop();
  }
}

async function toCard(shop: Awaited<ReturnType<typeof openShop>>, words: string): Promise<number[]> {
  const took: number[] = [];
  for (let i = 0; i < CHATS; i++) {
    const chat = await shop.chat();
    const text = `${words} ${i}`;
    const sent = performance.now();
    const { status } = await chat.send(text);
    if (status !== 200) throw new Error(`The chat's message was answered with ${status}.`);
    // A look that meets a connection the server has just let go is one look less.
    const there = () =>
      shop.cards().then(
        found => found.some(each => each.card.message.text === text),
        () => false,
      );
    while (!(await there())) await pause();
    took.push(performance.now() - sent);
  }
  return took;
}

function pause(): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, 3));
}
