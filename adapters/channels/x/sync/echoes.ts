/** Tells what was sent from here from what our own side wrote in X itself; an echo can come before X's answer does. */
import { type DurationMs, type Instant, MINUTE } from '../../../../src/core/time.ts';
import type { Item } from '../item.ts';
import { saysTheSame } from '../send/same-words.ts';

/** What leaves from here, as its sender keeps it. */
export interface Outgoing {
  /** Whether this post or private message was sent from here. */
  isSent(id: string): Promise<boolean>;
  /** Which post a public reply of ours answers, and whose; null for what is not known as one. */
  answeredBy(id: string): Promise<{ answers: string; customer: string } | null>;
  /** Replies that were handed to X, and X did not say their ids so far. */
  leaving(): Promise<readonly { text: string; target: string; at: Instant }[]>;
}

/** X shows a post within seconds; its clock and ours differ by less than this. */
const APART_MS: DurationMs = 10 * MINUTE;

export async function wroteHere(outgoing: Outgoing, item: Item): Promise<boolean> {
  for (const id of item.editIds) if (await outgoing.isSent(id)) return true;
  const { writtenAt, text, answers, conversationId, thread } = item;
  const targets = [answers, conversationId, thread?.split('/').at(-1)];
  return (await outgoing.leaving()).some(
    each =>
      saysTheSame(each.text, text) &&
      targets.includes(each.target) &&
      (writtenAt === null || Math.abs(writtenAt - each.at) < APART_MS),
  );
}
