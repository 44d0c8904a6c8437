/** What can be done about a message that is aimed at staff: on its card and under it. */
import type { Enquiry } from '../core/enquiry.ts';
import { foldButtons, isFolded, SHIELD_WORDS, type Tone, unpauseButton, wasButton } from '../desk/shielded.ts';
import type { ButtonView } from '../ports/button.ts';
import type { Parts } from '../ports/parts.ts';
import type { MessageRow } from '../ports/rows.ts';
import type { HelpLine } from '../ports/views.ts';
import { answeringOf } from './answering.ts';
import { isPaused } from './tone.ts';

/** Above everything else that helps with a card. */
export async function shieldHelp(parts: Parts, enquiry: Enquiry, message: MessageRow, tone: Tone): Promise<HelpLine[]> {
  if (isFolded(tone)) return [{ words: SHIELD_WORDS.choose, buttons: await buttonsOf(parts, enquiry, message) }];
  const paused = await pausedButton(parts, enquiry);
  if (tone.level === 'strong')
    return [{ words: SHIELD_WORDS.ask, buttons: [wasButton(enquiry.id, message.id), ...paused] }];
  return paused.length ? [{ words: SHIELD_WORDS.isPaused, buttons: paused }] : [];
}

/** Under a later message. */
export async function shieldButtons(
  parts: Parts,
  enquiry: Enquiry,
  message: MessageRow,
  tone: Tone,
): Promise<ButtonView[]> {
  if (isFolded(tone)) return buttonsOf(parts, enquiry, message);
  return tone.level === 'strong' ? [wasButton(enquiry.id, message.id)] : [];
}

async function buttonsOf(parts: Parts, enquiry: Enquiry, message: MessageRow): Promise<ButtonView[]> {
  const [identity, answering] = await Promise.all([
    parts.store.identity(enquiry.identityId),
    answeringOf(parts, enquiry),
  ]);
  const paused = identity !== null && isPaused(identity, parts.clock.now());
  const answerable = parts.kinds.of(enquiry.channelKind).answerable && answering.refused === null;
  return foldButtons(enquiry, message.id, { answerable, paused });
}

async function pausedButton(parts: Parts, enquiry: Enquiry): Promise<ButtonView[]> {
  const identity = await parts.store.identity(enquiry.identityId);
  return identity && isPaused(identity, parts.clock.now()) ? [unpauseButton(enquiry.id)] : [];
}
