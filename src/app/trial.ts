/** A customer who does not exist: an enquiry to try everything with. What is sent to them leads nowhere. */

import { houseChannel } from '../handling/log.ts';
import type { AcceptResult, Channel, ChannelLimits, Inbound } from '../ports/channel.ts';
import type { Parts } from '../ports/parts.ts';
import type { ChannelRow } from '../ports/rows.ts';

/** Kind and name of the channel that trials come by. */
export const TRIAL_KIND = 'trial';

const LIMITS: ChannelLimits = {
  text: { max: 4_000, unit: 'utf16' },
  attachments: { countMax: 10, bytesMax: 10 * 1024 * 1024 },
  visibility: 'private',
  initiate: 'no',
  replyWindowMs: null,
  idempotent: true,
  threads: 'names',
  // Long enough to try Undo.
  holdMs: 10_000,
  automaticAnswer: 'forbidden',
};

/** Takes every reply and keeps it to itself. */
export function trialChannel(): Channel {
  return {
    kind: TRIAL_KIND,
    limits: LIMITS,
    start: async () => {},
    stop: async () => {},
    send: async reply => ({ as: 'sent', externalId: reply.id, names: [] }),
    check: async () => [],
  };
}

/** Opens the trial enquiry; once for its key. */
export async function openTrial(
  parts: Parts,
  accept: (channel: ChannelRow, inbound: Inbound) => Promise<AcceptResult>,
  key: string,
): Promise<void> {
  const channel = await houseChannel(parts, TRIAL_KIND);
  if (!channel) return;
  const text =
    'Hello! This is a trial, nobody is waiting. Press Claim, then write an answer in this thread and press Send in the preview that only you see. Or press Reply. Nothing you do here reaches anybody.';
  await accept(channel, {
    externalId: `trial:${key}`,
    contentKey: null,
    raw: { bytes: new TextEncoder().encode(text), type: 'text/plain' },
    content: {
      as: 'message',
      message: {
        kind: 'human',
        from: { address: `trial:${key}`, name: 'Tina Trial' },
        subject: 'A test enquiry to try everything with',
        text,
        folded: [],
        attachments: [],
        writtenAt: parts.clock.now(),
        visibility: 'private',
        names: [],
        answers: [],
        others: [],
        warnings: [],
        noAutoAnswer: true,
      },
    },
  });
}
