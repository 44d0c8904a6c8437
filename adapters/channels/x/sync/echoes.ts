/** Tells what was sent from here from what our own side wrote in X itself; an echo can come before X's answer does. */
import type { Instant } from '../../../../src/core/time.ts';
import { isThatReply, type Left, shownIn } from '../send/same-reply.ts';
import type { Account } from '../shapes.ts';
import type { Entry } from './entries.ts';

/** What leaves from here, as its sender keeps it. */
export interface Outgoing {
  /** Whether this post or private message was sent from here. */
  isSent(id: string): Promise<boolean>;
  /** Which post a public reply of ours answers, and whose; null for what is not known as one. */
  answeredBy(id: string): Promise<{ answers: string; customer: string } | null>;
  /** Replies that were handed to X, and X did not say their ids so far. `at`: when it was tried last. */
  leaving(): Promise<readonly (Left & { at: Instant })[]>;
}

export async function wroteHere(outgoing: Outgoing, { item, found }: Entry, us: Account): Promise<boolean> {
  for (const id of item.editIds) if (await outgoing.isSent(id)) return true;
  const shown = shownIn(found, us.id ?? '');
  return shown !== null && (await outgoing.leaving()).some(each => isThatReply(each, shown));
}
