/** Sentences about drafts by a model. Pure. */
import { clampText } from '../core/message.ts';
import type { DraftMessage, NoDraft } from '../ports/drafting.ts';
import { agoWords } from './similar-words.ts';

/** Of a sentence that was left out, in a note. */
const LEFT_OUT_CHARS_MAX = 80;
/** Of these sentences; a phone shows no more. */
const LEFT_OUT_MAX = 3;

export const DRAFT_WORDS = {
  group: 'Drafts by a model',
  label: 'Draft for me',
  about: 'Takes up to 20 seconds; you read it first',
  title: 'a draft by a model',
  read: 'A machine wrote it: read every word before you send it.',
  from: (sources: readonly string[]) => `Taken from ${sources.join(', ')}.`,
  leftOut: (sentences: readonly string[]) => {
    const shown = sentences.slice(0, LEFT_OUT_MAX).map(quotedPart);
    const more = sentences.length - shown.length;
    return `Left out, not in our answers: ${shown.join(' ')}${more > 0 ? ` and ${more} more.` : ''}`;
  },
  sent: 'To see what was sent to the model, type drafts.',
  stillWriting: 'It is still being written: choose it again in a moment. Everything you wrote is still here.',
  notThis: 'There is no draft for this one: answer it in your own words. Everything you wrote is still here.',
  nothingLike: 'Nothing like this was answered before, so there is nothing to draft from.',
  nothingLeft:
    'The model wrote nothing that stands in your earlier answers, so nothing of it was taken. Answer it in your own words.',
  inSettings: (on: boolean, { model, where }: { model: string; where: string }) =>
    on ? `offered in the Reply form, by ${model} at ${where}` : 'off',
  nothingKept: 'Nothing was sent to a model for you in the last hour.',
  gone: 'There is no such page.',
  off: 'Drafts by a model are off. An admin can set them up: see DRAFT_URL in docs/operations.md.',
};

/** Why there is none, and what to do. */
export const NO_DRAFT: Record<NoDraft, string> = {
  busy: 'Other drafts are being written right now. Choose it again in a moment.',
  slow: 'The model did not answer within 20 seconds. Choose it again, or answer in your own words.',
  unreachable:
    'The model could not be reached. Answer in your own words, and tell an admin: doctor says what is wrong.',
  key: 'The server of the model refused the key. Answer in your own words, and tell an admin: DRAFT_KEY has to be right.',
  redirect:
    'The server of the model pointed to another address, which is not followed. Tell an admin: DRAFT_URL has to be its own address.',
  failed: 'The server of the model reported an error. Choose it again later, or answer in your own words.',
  'too-long': 'The model wrote far too much, so nothing of it was taken. Answer in your own words.',
  malformed: 'The server of the model answered something that is no draft. Tell an admin: doctor says what is wrong.',
  empty: 'The model wrote nothing. Answer in your own words.',
  refused: 'The model did not want to write this one. Answer in your own words.',
};

function quotedPart(sentence: string): string {
  const { text, cut } = clampText(sentence, LEFT_OUT_CHARS_MAX);
  return `"${text}${cut ? '…' : ''}"`;
}

interface SentDraft {
  number: number;
  ago: number;
  where: string;
  model: string;
  sent: readonly DraftMessage[] | null;
  sources: readonly string[];
}

/** Exactly what left, with what it was for. */
export function sentWords({ number, ago, where, model, sent, sources }: SentDraft): string {
  const head = `For #${number}, ${agoWords(ago)}, to ${model} at ${where}`;
  if (!sent) return `${head}: nothing was sent.`;
  const from = sources.length ? `Its sources: ${sources.map((each, i) => `[${i + 1}] ${each}`).join(', ')}.\n` : '';
  return `${head}.\n${from}Word for word:\n\n${sent.map(({ role, content }) => `${role}:\n${content}`).join('\n\n')}`;
}
