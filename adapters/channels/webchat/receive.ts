/** Turns what the chat panel posted (text or a file) into a message. Pure. */

import { createHash } from 'node:crypto';
import { languageOf } from '../../../src/core/language.ts';
import { cleanText, type Detail, type InboundAttachment, isBlank } from '../../../src/core/message.ts';
import type { Instant } from '../../../src/core/time.ts';
import type { Inbound } from '../../../src/ports/channel.ts';
import { cleanName, dangerOf, typeByContent } from '../../../src/ports/files.ts';
import type { Json } from '../../../src/ports/json.ts';
import { CHAT_CHARS_MAX } from './config.ts';
import { pageOf } from './page-address.ts';
import type { ChatRefusalCode } from './wire.ts';

/** An answer of the form. */
const ANSWER_CHARS_MAX = 300;

/** What the panel posts: `cid` is its own id of the message, so that a message sent twice is one. */
interface ChatInput {
  cid: string;
  text: string;
  name: string | null;
  page: string | null;
}

interface BadInput {
  code: ChatRefusalCode;
  error: string;
}

export function isCid(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-zA-Z_-]{8,64}$/.test(value);
}

/** A JSON object, or null for everything else. */
export function parseObject(body: string): Record<string, unknown> | null {
  try {
    const given: unknown = JSON.parse(body);
    return typeof given === 'object' && given !== null && !Array.isArray(given)
      ? (given as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

/** @param origins the shop's sites: a page of any other is nothing that staff or a mail should name */
export function parseChat(body: string, origins: readonly string[]): ChatInput | BadInput {
  const given = parseObject(body);
  if (!given) return { code: 'unreadable', error: 'This is not a message.' };
  if (!isCid(given.cid)) return { code: 'unreadable', error: 'The message has no id.' };
  if (typeof given.text !== 'string' || isBlank(given.text))
    return { code: 'empty', error: 'Write a few words first.' };
  if (given.text.length > CHAT_CHARS_MAX)
    return { code: 'too-long', error: `A message can have ${CHAT_CHARS_MAX} characters. Send it in parts.` };
  return {
    cid: given.cid,
    text: cleanText(given.text),
    name: shortText(given.name, 80),
    page: pageOf(given.page, origins),
  };
}

export function answerOf(value: unknown): string | null {
  return shortText(value, ANSWER_CHARS_MAX);
}

function shortText(value: unknown, charsMax: number): string | null {
  if (typeof value !== 'string' || isBlank(value)) return null;
  return cleanText(value).replace(/\s+/g, ' ').trim().slice(0, charsMax).toWellFormed();
}

/** A file as it was posted: what it is, by its own bytes, and why it cannot be taken. */
export function readFile(given: { name: string; content: Buffer }): InboundAttachment {
  const { content } = given;
  const name = cleanName(given.name);
  const seen = typeByContent(content);
  const type = seen ?? 'application/octet-stream';
  return {
    name,
    type,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
    content,
    withheld: dangerOf(name, seen ?? (/\.[a-z0-9]{1,8}$/i.test(name) ? '' : type), content),
  };
}

interface Sent {
  cid: string;
  text: string;
  file?: InboundAttachment;
  visitor: string;
  name: string | null;
  /** Shown with the first message. */
  details: Detail[];
  proven?: { channelKind: string; address: string } | undefined;
  /** The language of the page they write on. */
  locale: string | null;
  at: Instant;
}

export function toInbound({ cid, text, file, visitor, name, details, proven, locale, at }: Sent): Inbound {
  // A file is kept whole as an attachment; here stands which one it was.
  const kept = file ? { cid, name: file.name, type: file.type, sha256: file.sha256 } : { cid, text };
  const language = languageOf(text);
  const raw = { bytes: new TextEncoder().encode(JSON.stringify(kept)), type: 'application/json' };
  return {
    externalId: `${visitor}:${cid}`,
    contentKey: null,
    raw,
    content: {
      as: 'message',
      message: {
        kind: 'human',
        from: { address: visitor, name, ...(proven ? { proven } : {}) },
        subject: null,
        text,
        folded: [],
        attachments: file ? [file] : [],
        writtenAt: at,
        visibility: 'private',
        names: [`${visitor}:${cid}`],
        answers: [],
        others: [],
        warnings: [],
        ...(details.length ? { details } : {}),
        ...(language || locale ? { echo: { language, locale } } : {}),
      },
    },
  };
}

/** For `deskhand explain webchat`: what the adapter makes of one posted message. */
export async function explainChat(raw: Uint8Array): Promise<Json> {
  const input = parseChat(new TextDecoder().decode(raw), []);
  if ('error' in input) return { kind: 'human', text: '', warnings: [input.error] };
  const { cid, text, name } = input;
  return {
    kind: 'human',
    from: name ?? 'visitor',
    subject: null,
    externalId: `visitor:${cid}`,
    text,
    folded: [],
    attachments: [],
    warnings: [],
  };
}
