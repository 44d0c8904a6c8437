/** Phone calls and visitors that somebody logged: enquiries that nobody can write back to. */
import { clampText, cleanText, type Detail } from '../../../src/core/message.ts';
import type { ChannelLimits } from '../../../src/ports/channel.ts';
import type { InternalKind, ToldCall } from '../../../src/ports/internal.ts';

const NAME_CHARS_MAX = 80;
const TEXT_CHARS_MAX = 10_000;

const PROMISE_CHARS_MAX = 500;

/** What the form asked beside the words: what was promised, and what of the team's checklist was done. */
function guideOf({ promised, checked }: Pick<ToldCall, 'promised' | 'checked'>): Detail[] {
  const promise = clampText(cleanText(promised ?? '').trim(), PROMISE_CHARS_MAX).text;
  return [
    ...(promise ? [{ label: 'Promised', value: promise }] : []),
    ...(checked ?? []).map(value => ({ label: 'Done', value })),
  ];
}

const limits: ChannelLimits = {
  text: { max: TEXT_CHARS_MAX },
  attachments: null,
  idempotent: true,
  threads: 'names',
  holdMs: 0,
  automaticAnswer: 'forbidden',
};

export const callKind: InternalKind<ToldCall> = {
  // Its name since the first version.
  kind: 'log',
  words: 'call or visit',
  internal: true,
  answerable: false,
  limits,
  open: () => ({
    kind: 'log',
    limits,
    start: async () => {},
    stop: async () => {},
    send: async () => ({ as: 'refused', words: 'nobody can write back to a call.' }),
    check: async () => [],
  }),
  inbound: ({ key, at, ...told }) => {
    const text = clampText(cleanText(told.what).trim(), TEXT_CHARS_MAX).text;
    const who = clampText(cleanText(told.who).replace(/\s+/g, ' ').trim(), NAME_CHARS_MAX).text;
    const how = told.how === 'counter' ? 'at the counter' : 'by phone';
    const name = `log:${key}`;
    return {
      externalId: name,
      contentKey: null,
      raw: { bytes: new TextEncoder().encode(JSON.stringify({ who, what: text, how })), type: 'application/json' },
      content: {
        as: 'message',
        message: {
          kind: 'human',
          from: { address: who ? who.toLowerCase() : name, name: who || 'Somebody' },
          // Its first words name it: said once.
          subject: null,
          text,
          folded: [],
          attachments: [],
          writtenAt: at,
          visibility: 'private',
          names: [name],
          answers: [],
          others: [],
          warnings: [],
          details: [{ label: 'How', value: how }, { label: 'Written down by', value: told.writer }, ...guideOf(told)],
          noAutoAnswer: true,
        },
      },
    };
  },
};
