/** Customers who are made up, for practice: what is sent to them stays here, and their script answers. */
import { clampText, cleanText } from '../../../src/core/message.ts';
import type { ChannelLimits } from '../../../src/ports/channel.ts';
import type { InternalKind, ToldScript } from '../../../src/ports/internal.ts';

const TEXT_CHARS_MAX = 4_000;

const limits: ChannelLimits = {
  text: { max: TEXT_CHARS_MAX },
  attachments: { countMax: 10, bytesMax: 10 * 1024 * 1024 },
  idempotent: true,
  threads: 'flat',
  // Long enough to practise Undo, too.
  holdMs: 5_000,
  automaticAnswer: 'forbidden',
};

export const scriptedKind: InternalKind<ToldScript> = {
  kind: 'scripted',
  words: 'practice',
  name: 'made up',
  internal: true,
  counted: false,
  scripted: true,
  limits,
  open: () => ({
    kind: 'scripted',
    limits,
    start: async () => {},
    stop: async () => {},
    // Nothing leaves: whoever plays the customer reads it in the store.
    send: async reply => ({ as: 'sent', externalId: reply.id, names: [] }),
    check: async () => [],
  }),
  inbound: ({ key, at, address, name, subject, text }) => ({
    externalId: `scripted:${key}`,
    contentKey: null,
    // Its words stand in the message alone.
    raw: { bytes: new Uint8Array(), type: 'text/plain' },
    content: {
      as: 'message',
      message: {
        kind: 'human',
        from: { address, name },
        subject,
        text: clampText(cleanText(text), TEXT_CHARS_MAX).text,
        folded: [],
        attachments: [],
        writtenAt: at,
        visibility: 'private',
        names: [`scripted:${key}`],
        // They go on where they are, whatever they answer.
        threads: 'flat',
        answers: [],
        others: [],
        warnings: [],
        noAutoAnswer: true,
      },
    },
  }),
};
