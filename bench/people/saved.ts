/** How quickly a saved reply is found among 500, and what of a customer is left in a reply that becomes one. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeId, type WorkspaceId } from '../../src/core/ids.ts';
import { type About, blankOut } from '../../src/knowledge/saved/blank-out.ts';
import { typedFor } from '../../src/knowledge/saved/match.ts';
import type { SavedReplyRow } from '../../src/ports/help-rows.ts';
import type { Op } from '../../src/ports/store.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { workspaceStore } from '../../src/store/store.ts';
import type { Result } from '../run.ts';

const SAVED = 500;
const LOOKS = 200;

export async function benchSaved(data: string): Promise<Result[]> {
  const path = join(data, 'bitext-replies.jsonl');
  if (!existsSync(path)) return [];
  const replies = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map(each => JSON.parse(each) as { reason: string; text: string; reply: string });
  return [await onFinding(replies), onLeaks(replies)];
}

async function onFinding(replies: readonly { reason: string; text: string; reply: string }[]): Promise<Result> {
  const engine = await openSqlite(':memory:');
  const workspaceId = 'ws_bench' as WorkspaceId;
  const store = workspaceStore(engine, workspaceId);
  const noise = (n: number) => Uint8Array.from({ length: 10 }, (_, i) => (n >> i) & 31);
  const ops = replies.slice(0, SAVED).map(({ reason, reply }, n): Op => {
    const row: SavedReplyRow = {
      ...{ id: makeId('saved', n, noise(n)), workspaceId, version: 1, title: `${reason.replaceAll('_', ' ')} ${n}` },
      ...{ text: reply, formatted: null, roomId: null, ownerId: null, reviewAt: null, retiredAt: null },
      ...{ proposed: null, createdAt: 0, changedAt: 0 },
    };
    return { do: 'insert', table: 'savedReplies', row };
  });
  await store.commit(ops);
  const typed = replies.slice(0, LOOKS).map(({ reason }, n) => reason.split('_')[n % 2] ?? reason);
  const ours = await timesOf(typed, async words => typedFor(await store.savedOffered(), words));
  const like = await timesOf(typed, words =>
    engine.rows('select * from saved_replies where workspace_id = ? and text like ?', [workspaceId, `%${words}%`]),
  );
  await engine.close();
  return {
    what: `Saved replies, found by typing among ${SAVED} (p95)`,
    measured: `${ours.toFixed(1)} ms`,
    baseline: `LIKE over all texts, without titles, order or typos: ${like.toFixed(1)} ms`,
    target: '< 20 ms',
    ok: ours < 20,
  };
}

async function timesOf(typed: readonly string[], find: (words: string) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (const words of typed) {
    const started = performance.now();
    await find(words);
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
}

/** What is planted for the blanks of the set, each of one customer, in several ways of writing it. */
const PLANTED: readonly [RegExp, readonly string[]][] = [
  [/order number|order id|purchase/i, ['KX-4471902', '#99812344', 'ORD/2026/771']],
  [/bill|invoice number/i, ['INV-2026-0815', '20260815']],
  [/phone/i, ['+44 7700 900123', '07700 900 123', '(0)30 901820']],
  [/email/i, ['maya.patel@mail.example', 'm_patel+x@example.co.uk']],
  [/address/i, ['12 Mill Lane, LS1 4AB', 'Lindenstraße 7']],
  [/name/i, ['Maya Patel', 'Ms Patel', 'MAYA']],
  [/date|hours|days/i, ['3 December 2026', '2026-12-03', '3.12.2026']],
  [/amount|fee|refund/i, ['£24.99', '40 EUR']],
  [/url|website|page|link/i, ['https://shop.example/t/KX4471902?pin=77']],
];

function onLeaks(replies: readonly { reply: string }[]): Result {
  const about: About = {
    ...{ customer: ['Maya Patel', 'maya.patel'], others: [], me: ['Ann'], number: 17, common: new Set<string>() },
    said: 'My order KX-4471902 has not come. Maya Patel, 12 Mill Lane',
  };
  let [planted, left, byName] = [0, 0, 0];
  for (const [n, { reply }] of replies.entries()) {
    const put: string[] = [];
    const text = `Hi Maya,\n${reply}\nAnn`.replace(/\{\{([^{}]*)\}\}/g, (_, name: string) => {
      const kind = PLANTED.find(([pattern]) => pattern.test(name));
      const value = kind?.[1][n % kind[1].length] ?? name;
      if (kind) put.push(value);
      return value;
    });
    const blanked = blankOut(text, about);
    const plain = text.replaceAll('Maya', '{name}').replaceAll('KX-4471902', '{number}');
    planted += put.length;
    left += put.filter(each => blanked.includes(each)).length;
    byName += put.filter(each => plain.includes(each)).length;
  }
  return {
    what: 'Save as reply: what was planted of a customer and is left',
    measured: `${left} of ${planted}`,
    baseline: `name and order number replaced as they are known: ${byName} of ${planted}`,
    target: '0',
    ok: left === 0,
  };
}
