/** How messages sound in this workspace: what the shield says of them, moved by what the team said, and its word on single ones. */
import type { Identity } from '../core/customer.ts';
import { madeAt } from '../core/ids.ts';
import type { InboundMessage } from '../core/message.ts';
import type { Instant } from '../core/time.ts';
import { PLAIN_TONE, type Tone } from '../desk/shielded.ts';
import type { ShieldReads } from '../ports/reads.ts';
import type { MessageRow } from '../ports/rows.ts';
import { AIMED_AT_LEAST, AIMED_FROM, judgeMessage, judgeTone } from '../shield/judge.ts';

/** How far one word of the team moves the threshold, in thousandths. */
const STEP = 20;
/** Never so high that an insult is not folded. */
const HIGHEST = 690;

/**
 * From this score on a message is folded here: what the team had said when it came. What they say later is for what comes
 * next. A fold that opened by itself would show somebody what they chose not to read.
 */
async function aimedFrom(store: ShieldReads, at: Instant): Promise<number> {
  const { fine, abuse } = await store.shieldTally(at);
  return Math.min(HIGHEST, Math.max(AIMED_AT_LEAST, AIMED_FROM + STEP * (fine - abuse)));
}

/** Keeps with a message that comes in what counts for it: a word that is taken back later folds and opens nothing. */
export async function judgedNow(store: ShieldReads, message: InboundMessage, now: Instant): Promise<InboundMessage> {
  const { shield } = message;
  if (!shield || shield.score < AIMED_AT_LEAST) return message;
  return { ...message, shield: { ...shield, from: await aimedFrom(store, now) } };
}

export async function toneOf(store: ShieldReads, message: MessageRow): Promise<Tone> {
  if (message.direction !== 'in' || message.kind === 'withdrawn') return PLAIN_TONE;
  // What was taken in before there was a shield is judged when it is read.
  const judged = message.shield ?? judgeMessage(message);
  const { score } = judged;
  const otherwise = judged.level === 'aimed' ? 'none' : judged.level;
  if (judged.despair) return { ...judged, level: otherwise };
  const mark = await store.shieldMark(message.id);
  if (mark?.abuse) return { ...judged, level: 'aimed', gist: judged.gist ?? judgeTone(message.text).gist };
  if (mark || score < AIMED_AT_LEAST) return { ...judged, level: otherwise };
  const isAimed = score >= HIGHEST || score >= (judged.from ?? (await aimedFrom(store, madeAt(message.id))));
  return { ...judged, level: isAimed ? 'aimed' : otherwise };
}

/** Of several messages, by their ids. */
export async function tonesOf(store: ShieldReads, messages: readonly MessageRow[]): Promise<Map<string, Tone>> {
  return new Map(await Promise.all(messages.map(async each => [each.id, await toneOf(store, each)] as const)));
}

export function isPaused({ pausedUntil }: Pick<Identity, 'pausedUntil'>, now: Instant): boolean {
  return (pausedUntil ?? 0) > now;
}

/** Below this nothing is folded anywhere, and it is not swearing either. */
const QUOTED_BELOW = 300;

/** May words be shown to people who did not choose to read them? */
export function isFineToQuote(text: string): boolean {
  const { level, score } = judgeTone(text);
  return level === 'none' && score <= QUOTED_BELOW;
}
