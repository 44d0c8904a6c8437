/** Sends a reply to X, once, and says honestly how it went. */
import type { Step } from '../../../../src/core/budget.ts';
import type { ChannelContext, OutgoingReply, SendResult } from '../../../../src/ports/channel.ts';
import type { Answer, Failed, X } from '../connection/api.ts';
import { postUrl } from '../receive.ts';
import { costOfText, type Terms } from '../rules/terms.ts';
import { type Leaving, targetName } from './departures.ts';
import { checkFiles } from './files.ts';
import { findOurs, type LookUpParts } from './look-up.ts';
import { resultOf, type Side } from './results.ts';
import { type Target, targetOf } from './target.ts';
import { forgetUploads, upload } from './uploads.ts';

export interface SendParts extends LookUpParts {
  context: Pick<ChannelContext, 'clock' | 'shelf' | 'log' | 'take' | 'add'>;
  x: Pick<X, 'post' | 'sendMessage' | 'upload' | 'ownPosts' | 'messages'>;
  terms: Terms;
}

/** What a reply takes of the budgets when it departs. */
export function stepsOf(terms: Terms, { text, visibility }: Pick<OutgoingReply, 'text' | 'visibility'>): Step[] {
  return [{ what: visibility === 'public' ? costOfText(terms, text).step : 'message', n: 1 }];
}

/** Never throws: what goes wrong before X is asked was surely not sent. */
export async function sendReply(reply: OutgoingReply, parts: SendParts): Promise<SendResult> {
  const result = await attempt(reply, parts).catch((error: unknown): SendResult => {
    parts.context.log.error({ reply: reply.id, error }, 'A reply could not be handed to X; it is tried again.');
    const words = 'Deskhand could not prepare it for X, for a reason of its own that its log tells.';
    return { as: 'retry', at: parts.context.clock.now(), words };
  });
  // X bills what it took, and this it did not.
  if (result.as === 'refused' || result.as === 'retry') await giveBack(reply, parts);
  return result;
}

type Place = Exclude<Target, { as: 'nowhere' }>;

async function attempt(reply: OutgoingReply, parts: SendParts): Promise<SendResult> {
  const target = targetOf(reply, parts.terms.rules.summon);
  if (target.as === 'nowhere') return { as: 'refused', words: target.words };
  const checked = checkFiles(reply.files ?? [], target.as);
  if (!checked.ok) return { as: 'refused', words: checked.words };
  const of = (reply.files ?? []).map(each => each.id).join();
  const uploaded = await upload(parts, { reply: reply.id, of, files: checked.files, for_: target.as });
  if (uploaded.as === 'used-up')
    return { as: 'retry', at: uploaded.usedUp.opensAt, words: uploaded.usedUp.words, usedUp: 'media' };
  // Pictures that nobody sees are no message: whatever became of them, nothing was sent.
  if (uploaded.as === 'failed') return failedAs({ ...uploaded.failed, mayHaveArrived: false }, target, parts);
  return handOver(reply, target, uploaded.ids, parts);
}

async function handOver(
  reply: OutgoingReply,
  target: Place,
  media: readonly string[],
  parts: SendParts,
): Promise<SendResult> {
  const { context, departures } = parts;
  // The author's words and nothing else: X shows the account, and puts the names before a reply itself.
  const text = reply.text.normalize('NFC');
  const { entry, undo } = await departures.begin({
    ...{ reply: reply.id, text, target: targetName(target) },
    ...{ at: context.clock.now(), hasMedia: media.length > 0 },
    ...(target.as === 'post' ? { customer: reply.to.address } : {}),
  });
  // Somebody said "Send again" of one that may have arrived: if it did, they need no second one.
  const before = entry.since < entry.at ? await findOurs(entry, target.as, parts) : null;
  if (before && before !== 'unknown') return sent(entry, before.id, target.as, parts);
  const answer = await ask(target, text, media, parts);
  if (answer.ok) return sent(entry, answer.value.id, target.as, parts);
  if (answer.why === 'twice' && !answer.mayHaveArrived) return twice(entry, answer, target, { undo, parts });
  const result = failedAs(answer, target, parts);
  if (result.as !== 'unsure') await undo();
  if (answer.why === 'media') await forgetUploads(context, reply.id);
  return result;
}

async function ask(
  target: Place,
  text: string,
  media: readonly string[],
  { x, context }: Pick<SendParts, 'x' | 'context'>,
): Promise<Answer<{ id: string }>> {
  try {
    return target.as === 'post'
      ? await x.post({ text, answers: target.post, media })
      : await x.sendMessage({ to: target.to, text, media: media[0] ?? null });
  } catch (error) {
    // Not foreseen, so nobody knows how far it came.
    context.log.error({ error }, 'A request to X failed in a way that is not known; whether it arrived is looked up.');
    return { ok: false, why: 'no-answer', words: '', detail: '', mayHaveArrived: true, retryAt: null };
  }
}

async function sent(entry: Leaving, id: string, side: Side, { context, departures }: SendParts): Promise<SendResult> {
  // It is there, whatever else fails now.
  await departures.left(entry, id).catch((error: unknown) => {
    context.log.warn({ reply: entry.reply, error }, 'A reply is on X, but its id could not be kept on the shelf.');
  });
  await forgetUploads(context, entry.reply).catch(() => {});
  const name = `${side === 'post' ? 'post' : 'dm'}:${id}`;
  return { as: 'sent', externalId: name, names: [name] };
}

/** X has these words already. Are they this very reply, of a try whose answer was lost? */
async function twice(
  entry: Leaving,
  failed: Failed,
  target: Place,
  { undo, parts }: { undo(): Promise<void>; parts: SendParts },
): Promise<SendResult> {
  const found = await findOurs(entry, target.as, parts);
  if (found === 'unknown') return { as: 'unsure' };
  if (found) return sent(entry, found.id, target.as, parts);
  await undo();
  return failedAs(failed, target, parts);
}

function failedAs(failed: Failed, target: Place, { context }: SendParts): SendResult {
  const ways = target.as === 'post' ? `The post is ${postUrl(target.post)}` : '';
  return resultOf(failed, { side: target.as, now: context.clock.now(), ways });
}

/** The windows of X count what it refused; its bill does not. */
async function giveBack(reply: OutgoingReply, { context, meter, terms }: SendParts): Promise<void> {
  const money = { ...meter, budgets: meter.budgets.filter(each => each.counts === 'money') };
  const steps = stepsOf(terms, reply).map(({ what, n }) => ({ what, n: -n }));
  await context.add(money, steps).catch((error: unknown) => {
    context.log.warn({ reply: reply.id, error }, 'What a refused reply would have cost stays counted.');
  });
}
