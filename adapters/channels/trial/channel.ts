/** A customer who does not exist: an enquiry to try everything with. What is sent to them leads nowhere. */
import type { ChannelLimits } from '../../../src/ports/channel.ts';
import type { InternalKind, Told } from '../../../src/ports/internal.ts';

const limits: ChannelLimits = {
  text: { max: 4_000 },
  attachments: { countMax: 10, bytesMax: 10 * 1024 * 1024 },
  idempotent: true,
  threads: 'names',
  // Long enough to try Undo.
  holdMs: 10_000,
  automaticAnswer: 'forbidden',
};

const TEXT =
  'Hello! This is a trial, nobody is waiting. Press Claim, then write an answer in this thread and press Send in the preview that only you see. Or press Reply. Nothing you do here reaches anybody.';

export const trialKind: InternalKind<Told> = {
  kind: 'trial',
  internal: true,
  counted: false,
  limits,
  open: () => ({
    kind: 'trial',
    limits,
    start: async () => {},
    stop: async () => {},
    // Takes every reply and keeps it to itself.
    send: async reply => ({ as: 'sent', externalId: reply.id, names: [] }),
    check: async () => [],
  }),
  inbound: ({ key, at }) => ({
    externalId: `trial:${key}`,
    contentKey: null,
    raw: { bytes: new TextEncoder().encode(TEXT), type: 'text/plain' },
    content: {
      as: 'message',
      message: {
        kind: 'human',
        from: { address: `trial:${key}`, name: 'Tina Trial' },
        subject: 'A test enquiry to try everything with',
        text: TEXT,
        folded: [],
        attachments: [],
        writtenAt: at,
        visibility: 'private',
        names: [],
        answers: [],
        others: [],
        warnings: [],
        noAutoAnswer: true,
      },
    },
  }),
};
