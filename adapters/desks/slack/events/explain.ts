/** `deskhand explain slack`: what is made of a raw delivery. Contacts nothing. */
import type { Json } from '../../../../src/ports/json.ts';
import { isLifecycle, kindOf, LIFECYCLE } from './lifecycle.ts';
import { readText } from './read.ts';
import { contentId, orderKey, understand } from './understand.ts';

export function explainSlack(raw: Uint8Array): Json {
  let body: { event?: Record<string, unknown> & { type?: string }; event_id?: string; type?: string };
  try {
    body = JSON.parse(Buffer.from(raw).toString('utf8'));
    if (typeof body !== 'object' || body === null) throw new Error();
  } catch {
    return { as: 'unreadable', why: 'This is not JSON. Save the body of a delivery of Slack as it came.' };
  }
  // An inner event alone is understood too.
  const whole = body.event ? body : { event: body as never };
  const type = kindOf(whole.event ?? {});
  if (isLifecycle(type))
    return {
      as: 'lifecycle',
      event: type,
      does: LIFECYCLE[type] ?? 'nothing',
      content: contentId(whole),
      order: orderKey(whole),
    };
  const meant = understand(whole);
  const message = 'message' in meant ? meant.message : null;
  const read = message ? readText(message) : null;
  return {
    as: meant.as,
    ...('why' in meant ? { why: meant.why } : {}),
    ...('channel' in meant ? { channel: meant.channel } : {}),
    ...('thread' in meant ? { thread: meant.thread } : {}),
    ...('post' in meant ? { ts: meant.post } : {}),
    ...('user' in meant ? { user: meant.user } : {}),
    ...(read
      ? {
          text: read.text,
          mentions: read.mentions,
          files: (message?.files ?? []).map(each => each.name ?? each.id),
          leftOut: read.leftOut,
        }
      : {}),
    content: contentId(whole),
    order: orderKey(whole),
  };
}
