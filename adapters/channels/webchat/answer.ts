/** Shared parts of answers to the panel: the caller, the site, and how a refusal is sent. */
import type { ServerResponse } from 'node:http';
import { SECOND } from '../../../src/core/time.ts';
import type { ChannelContext } from '../../../src/ports/channel.ts';
import { sendJson } from '../../../src/ports/http.ts';
import type { SiteConfig } from './config.ts';
import type { Conversation } from './conversation.ts';
import type { Gate } from './gate.ts';
import type { Streams } from './stream.ts';
import type { Visitor, Visitors } from './visitors.ts';
import type { ChatRefusal, ChatRefusalCode } from './wire.ts';

/** 4,000 characters in any alphabet, as JSON. */
export const BODY_BYTES_MAX = 32 * 1024;

export interface SiteParts {
  context: ChannelContext;
  config: SiteConfig;
  visitors: Visitors;
  conversation: Conversation;
  streams: Streams;
  gate: Gate;
}

export interface Caller {
  id: string;
  visitor: Visitor;
  session: string;
}

export function done(response: ServerResponse): void {
  sendJson(response, 200, { ok: true });
}

export function answerRefusal(
  response: ServerResponse,
  status: number,
  code: ChatRefusalCode,
  error: string,
  waitMs?: number,
): void {
  if (waitMs !== undefined) response.setHeader('Retry-After', String(Math.max(1, Math.ceil(waitMs / SECOND))));
  sendJson(response, status, { code, error, ...(waitMs === undefined ? {} : { waitMs }) } satisfies ChatRefusal);
}
