/** What may help a visitor who is typing, and what they say of it. Their words are looked at, and kept nowhere. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { languageFor, textsIn } from '../../../src/core/customer-texts/texts.ts';
import { clampText } from '../../../src/core/message.ts';
import { readBody, sendJson } from '../../../src/ports/http.ts';
import { answerRefusal, BODY_BYTES_MAX, done, type SiteParts } from './answer.ts';
import { parseObject } from './receive.ts';
import type { Help } from './wire.ts';

/** Of an answer, beside what somebody types on a phone; all of it is one press away. */
const SHOWN_CHARS_MAX = 400;

export async function help(parts: SiteParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { context, visitors } = parts;
  const given = await askedFor(parts, request, response);
  if (!given) return;
  const caller = await visitors.ofToken(request.headers.authorization);
  const words = typeof given.text === 'string' ? given.text : '';
  const found = words.trim() ? await context.articles.suggest(words, caller?.id ?? null) : null;
  if (!found) return sendJson(response, 200, {});
  const language = languageFor([String(given.language ?? '')]);
  const say = textsIn(language);
  const { text, cut } = clampText(found.text, SHOWN_CHARS_MAX);
  sendJson(response, 200, {
    use: found.use,
    title: found.title,
    text: cut ? `${text} …` : text,
    url: `${context.publicUrl}/answers/${encodeURIComponent(context.name)}/${found.id}?lang=${language}`,
    say: { mayHelp: say('mayHelp'), askPerson: say('askPerson'), glad: say('gladItHelped') },
  } satisfies Help);
}

export async function helped(parts: SiteParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const given = await askedFor(parts, request, response);
  if (!given) return;
  const { use, what } = given;
  const caller = await parts.visitors.ofToken(request.headers.authorization);
  const known = typeof use === 'string' && (what === 'solved' || what === 'asked');
  if (!known || !(await parts.context.articles.said(use, what, caller?.id ?? null)))
    return answerRefusal(response, 400, 'unreadable', 'There is nothing to say of this.');
  done(response);
}

/** Nobody needs a token to look; so it is counted by where they come from. */
async function askedFor(
  { context, gate }: SiteParts,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Record<string, unknown> | null> {
  const pass = gate.help(context.clientAddress(request), context.clock.now());
  const given = pass.ok ? parseObject((await readBody(request, BODY_BYTES_MAX)) || '{}') : null;
  if (!pass.ok) answerRefusal(response, 429, 'slow', 'That was a lot at once.', pass.waitMs);
  else if (!given) answerRefusal(response, 400, 'unreadable', 'This cannot be read.');
  return given;
}
