/** Makes a message of what the chat panel sent. Pure. */

import { cleanText, isBlank } from '../../../src/core/message.ts';
import type { Inbound } from '../../../src/ports/channel.ts';
import type { Json } from '../../../src/ports/json.ts';
import { CHAT_CHARS_MAX } from './config.ts';

/** What the panel posts: `cid` is its own id of the message, so that a message sent twice is one. */
export interface ChatInput {
  cid: string;
  text: string;
  name: string | null;
  page: string | null;
}

export function parseChat(body: string): ChatInput | { error: string } {
  let given: Record<string, unknown>;
  try {
    given = JSON.parse(body);
  } catch {
    return { error: 'This is no JSON.' };
  }
  if (typeof given !== 'object' || given === null) return { error: 'This is no message.' };
  if (typeof given.cid !== 'string' || !/^[0-9a-zA-Z_-]{8,64}$/.test(given.cid))
    return { error: 'The message has no id.' };
  if (typeof given.text !== 'string' || isBlank(given.text)) return { error: 'Write a few words first.' };
  if (given.text.length > CHAT_CHARS_MAX)
    return { error: `A message can have ${CHAT_CHARS_MAX} characters. Send it in parts.` };
  return {
    cid: given.cid,
    text: cleanText(given.text),
    name: shortText(given.name, 80),
    page: shortText(given.page, 300),
  };
}

function shortText(value: unknown, charsMax: number): string | null {
  if (typeof value !== 'string' || isBlank(value)) return null;
  return cleanText(value).replace(/\s+/g, ' ').trim().slice(0, charsMax).toWellFormed();
}

export function toInbound(input: ChatInput, visitor: string, at: number): Inbound {
  return {
    externalId: `${visitor}:${input.cid}`,
    contentKey: null,
    raw: { bytes: new TextEncoder().encode(JSON.stringify(input)), type: 'application/json' },
    content: {
      as: 'message',
      message: {
        kind: 'human',
        from: { address: visitor, name: input.name },
        subject: input.page ? `Chat from ${input.page}` : null,
        text: input.text,
        folded: [],
        attachments: [],
        writtenAt: at,
        visibility: 'private',
        names: [`${visitor}:${input.cid}`],
        answers: [],
        others: [],
        warnings: [],
      },
    },
  };
}

/** For `deskhand explain webchat`: what the adapter makes of one posted message. */
export async function explainChat(raw: Uint8Array): Promise<Json> {
  const input = parseChat(new TextDecoder().decode(raw));
  if ('error' in input) return { kind: 'human', text: '', warnings: [input.error] };
  const inbound = toInbound(input, 'visitor', 0);
  if (inbound.content.as !== 'message') return { kind: 'human', text: '', warnings: [] };
  const { message } = inbound.content;
  return {
    kind: message.kind,
    from: message.from.name ?? 'visitor',
    subject: message.subject,
    externalId: inbound.externalId,
    text: message.text,
    folded: [],
    attachments: [],
    warnings: [],
  };
}
