/**
 * A few questions after a visitor's own words, so that nobody has to ask them first: which of them fit what they wrote, and
 * their answers as fields of the card. Everything can be skipped, and a person is reached without them.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { languageFor, textsIn } from '../../../src/core/customer-texts/texts.ts';
import type { Detail } from '../../../src/core/message.ts';
import { sendJson } from '../../../src/ports/http.ts';
import { answerRefusal, type Caller, done, type SiteParts } from './answer.ts';
import type { SiteQuestion } from './config.ts';
import { answerOf, isCid } from './receive.ts';
import { takeAnswers } from './take.ts';
import type { Questions } from './wire.ts';

/** More and people leave. */
const ASKED_MAX = 3;

/** Those that fit: without a condition, or with one of its words in theirs. */
export function questionsFor(all: readonly SiteQuestion[], words: string): string[] {
  const said = ` ${words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')}`;
  const fits = ({ about }: SiteQuestion) => about.length === 0 || about.some(each => said.includes(` ${each}`));
  return [...new Set(all.filter(fits).map(each => each.name))].slice(0, ASKED_MAX);
}

/** What this visitor is asked now: once, and not when somebody of the team has answered. */
async function askedOf({ config, conversation }: SiteParts, caller: Caller): Promise<string[]> {
  if (config.questions.length === 0 || caller.visitor.questioned) return [];
  const entries = await conversation.read(caller.id, 0);
  const own = entries.filter(({ entry }) => entry.from === 'visitor');
  if (own.length === 0 || own.length < entries.length) return [];
  return questionsFor(config.questions, own.map(({ entry }) => entry.text).join('\n'));
}

export async function ask(
  parts: SiteParts,
  caller: Caller,
  { language }: Record<string, unknown>,
  response: ServerResponse,
): Promise<void> {
  const say = textsIn(languageFor([String(language ?? '')]));
  const questions = await askedOf(parts, caller);
  sendJson(response, 200, {
    questions,
    say: { why: say('questionsWhy'), skip: say('questionsSkip') },
  } satisfies Questions);
}

/** Answers, or that they want none: then they are not asked again. */
export async function answered(
  parts: SiteParts,
  caller: Caller,
  given: Record<string, unknown>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const asked = await askedOf(parts, caller);
  const answers = typeof given.answers === 'object' && given.answers !== null ? (given.answers as object) : {};
  const details = asked.flatMap((label): Detail[] => {
    const value = Object.hasOwn(answers, label) ? answerOf((answers as Record<string, unknown>)[label]) : null;
    return value ? [{ label, value, newest: true }] : [];
  });
  if (details.length && !isCid(given.cid)) return answerRefusal(response, 400, 'unreadable', 'The message has no id.');
  await parts.visitors.change(caller.id, { questioned: true });
  if (details.length === 0) return done(response);
  await takeAnswers(parts, caller, request, response, { cid: String(given.cid), details });
}
