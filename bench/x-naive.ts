/** The same month as a first version would read it: every minute, a hundred of each list, with names beside them. */
import { TwitterApi } from 'twitter-api-v2';
import { DAY, type Instant, MINUTE } from '../src/core/time.ts';
import { agentTo } from '../tests/kit/far-sides/x/agent.ts';
import type { FakeAccount, FakePerson, FakeX } from '../tests/kit/far-sides/x/hands.ts';
import { openX } from '../tests/kit/far-sides/x/server.ts';
import { byWhat, type Month, type Said } from './x-month.ts';
import { BEGINS, DAYS } from './x-plan.ts';

export interface Naive {
  /** How often it asks in the month. */
  requests: number;
  /** What reading costs; sending costs the same for everybody. */
  readUsd: number;
  bill: Month['bill'];
}

/**
 * X bills nothing twice on a UTC day, so only the first look after something was written, and the first of a day, can
 * cost anything: the other looks are counted and not made.
 */
export async function runNaive(said: readonly Said[]): Promise<Naive> {
  const at = { now: BEGINS };
  const x = await openX({ now: () => at.now, windows: false, credit: 1_000 });
  const account = x.account('kettleshop', { name: 'Kettle & Co' });
  const look = lookWith(x, account);
  const posts = new Map<string, string>();
  try {
    let left = [...said];
    for (let minute = BEGINS; minute < BEGINS + DAYS * DAY; minute = nextLook(minute, left)) {
      for (const each of left.filter(one => one.at <= minute)) {
        at.now = Math.max(at.now + 1, each.at);
        write(x, account, each, posts);
      }
      left = left.filter(one => one.at > minute);
      at.now = minute;
      await look();
    }
    return { requests: (2 * DAYS * DAY) / MINUTE, readUsd: x.cost(), bill: byWhat(x.bills) };
  } finally {
    await x.close();
  }
}

/** The next full minute at which a look can cost anything. */
function nextLook(minute: Instant, left: readonly Said[]): Instant {
  const midnight = (Math.floor(minute / DAY) + 1) * DAY;
  const written = Math.ceil((left[0]?.at ?? Number.POSITIVE_INFINITY) / MINUTE) * MINUTE;
  return Math.max(minute + MINUTE, Math.min(midnight, written));
}

function write(x: FakeX, account: FakeAccount, { by, as, text, to }: Said, posts: Map<string, string>): void {
  const personOf = (who: number | 'shop'): FakePerson => (who === 'shop' ? account : x.person(`customer_${who}`));
  const author = personOf(by);
  if (as === 'dm') author.dm(personOf(to as number | 'shop'), text);
  else posts.set(text, as === 'post' ? author.post(text) : author.reply(posts.get(String(to))!, text));
}

function lookWith(x: FakeX, account: FakeAccount): () => Promise<void> {
  const { keys, id } = account;
  const client = new TwitterApi(
    {
      appKey: keys.appKey,
      appSecret: keys.appSecret,
      accessToken: keys.accessToken,
      accessSecret: keys.accessSecret,
    },
    { httpAgent: agentTo(x.url) },
  );
  return async () => {
    await client.v2.get(`users/${id}/mentions`, {
      max_results: 100,
      expansions: 'author_id',
      'tweet.fields': 'author_id,conversation_id,created_at',
      'user.fields': 'name,username',
    });
    await client.v2.get('dm_events', {
      max_results: 100,
      expansions: 'sender_id',
      'dm_event.fields': 'created_at,dm_conversation_id,sender_id,text',
      'user.fields': 'name,username',
    });
    for (const each of x.calls.splice(0)) if (each.status !== 200) throw new Error(`X answered ${each.status}.`);
  };
}
