/**
 * A stand-in for somebody's messaging provider, in memory: it takes messages, refuses them, is silent, is away, as told;
 * and the small adapter that talks to it. It keeps what it took, so that a test can count what a customer really got.
 */
import type { Instant } from '../../../src/core/time.ts';
import type {
  Channel,
  ChannelContext,
  ChannelKind,
  ChannelLimits,
  Inbound,
  OutgoingReply,
} from '../../../src/ports/channel.ts';

export type Mood = 'takes' | 'refuses' | 'is-away' | 'is-silent-after-taking' | 'is-silent-before-taking';

interface About {
  id: string;
  name?: string;
  subject?: string;
  answers?: string[];
  thread?: string;
  others?: string[];
  looksLikeColleague?: true;
  /** When it was written, where that is not now. */
  writtenAt?: Instant;
}

export interface Provider {
  mood: Mood;
  /** It takes no more until then: the budget of this name. */
  usedUp: { name: string; until: Instant } | null;
  /** How often it was tried. */
  tries: number;
  /** What customers got, in order. */
  delivered: { to: string; text: string; replyId: string; attempt: number }[];
  kind: ChannelKind;
  /** Lets a customer write; the same id twice is a redelivery. */
  write(
    customer: string,
    text: string,
    /** `thread`: a name that all its messages go by and answer. */
    more?: Partial<About>,
  ): Promise<string | null>;
  bounce(about: string, permanent?: boolean): Promise<void>;
  /** Set when the adapter was opened. */
  context: ChannelContext | null;
}

export function makeProvider(
  limits: Partial<ChannelLimits> = {},
  more: Pick<Channel, 'meter' | 'stepsOf' | 'trouble' | 'readAt'> = {},
): Provider {
  const all: ChannelLimits = {
    text: { max: 5_000 },
    attachments: null,
    idempotent: false,
    threads: 'flat',
    holdMs: 15_000,
    automaticAnswer: 'allowed',
    ...limits,
  };
  let written = 0;
  const provider: Provider = {
    mood: 'takes',
    usedUp: null,
    tries: 0,
    delivered: [],
    context: null,
    write: async (customer, text, more = {}) => {
      const result = await provider.context!.accept(
        toInbound(customer, text, { ...more, id: more.id ?? `m${++written}` }),
      );
      return result.as === 'stored' ? result.enquiryId : null;
    },
    bounce: async (about, permanent = true) => {
      const inbound = toInbound('mailer-daemon', 'It came back', { id: `bounce${++written}` });
      if (inbound.content.as !== 'message') return;
      const action = permanent ? ('failed' as const) : ('delayed' as const);
      const bounce = { about: [about], recipient: null, action, permanent, reason: 'there is no such address.' };
      await provider.context!.accept({
        ...inbound,
        content: { as: 'bounce', bounce, message: { ...inbound.content.message, kind: 'bounce' } },
      });
    },
    kind: {
      kind: 'post',
      takesBack: true,
      label: 'Post',
      connect: 'Connect it',
      limits: all,
      settings: [],
      open: (_settings, context) => {
        provider.context = context;
        return { ...open(provider, all), ...more };
      },
      explain: async () => null,
    },
  };
  return provider;
}

function open(provider: Provider, limits: ChannelLimits): Channel {
  const take = (reply: OutgoingReply) => {
    if (limits.idempotent && provider.delivered.some(each => each.replyId === reply.id)) return;
    provider.delivered.push({ to: reply.to.address, text: reply.text, replyId: reply.id, attempt: reply.attempt });
  };
  return {
    kind: 'post',
    limits,
    start: async () => {},
    stop: async () => {},
    check: async () => [{ what: 'provider', ok: provider.mood !== 'is-away', words: provider.mood }],
    nameFor: id => `post:${id}`,
    send: async reply => {
      provider.tries++;
      if (provider.usedUp)
        return { as: 'retry', at: provider.usedUp.until, words: 'It takes no more.', usedUp: provider.usedUp.name };
      switch (provider.mood) {
        case 'takes':
          take(reply);
          return { as: 'sent', externalId: `post:${reply.id}`, names: [`post:${reply.id}`] };
        case 'refuses':
          return { as: 'refused', words: 'There is no such customer. Check the address.' };
        case 'is-away':
          return { as: 'retry', at: 0, words: 'The provider does not answer.' };
        case 'is-silent-after-taking':
          take(reply);
          return { as: 'unsure' };
        case 'is-silent-before-taking':
          return { as: 'unsure' };
      }
    },
  };
}

function toInbound(customer: string, text: string, more: About): Inbound {
  return {
    externalId: more.id,
    contentKey: null,
    raw: { bytes: new TextEncoder().encode(text), type: 'text/plain' },
    content: {
      as: 'message',
      message: {
        kind: 'human',
        from: { address: customer, name: more.name ?? null },
        subject: more.subject ?? null,
        text,
        folded: [],
        attachments: [],
        writtenAt: more.writtenAt ?? 0,
        visibility: 'private',
        names: [more.id, ...(more.thread ? [more.thread] : [])],
        answers: more.answers ?? (more.thread ? [more.thread] : []),
        others: more.others ?? [],
        warnings: [],
        ...(more.looksLikeColleague ? { looksLikeColleague: true as const } : {}),
      },
    },
  };
}
