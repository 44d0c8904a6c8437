/** Customers of a shop that lives for years: what they write, and a channel by letter that remembers nothing of it. */
import { createHash } from 'node:crypto';
import type { ChannelContext, ChannelKind, Inbound } from '../../src/ports/channel.ts';

/** Of a usual mail as it came, and of a picture from a phone that was made small. */
const MAIL_BYTES = 3_000;
const FILE_BYTES = 20_000;
const FILES_SHARE = 0.1;

const OBJECTS = 'kettle lid handle filter lamp chair invoice parcel coffee grinder jug stove cable battery'.split(' ');
const TROUBLES =
  'rattles when it boils|is not in the box|came back to me|leaks at the bottom|was charged twice|does not fit|is late by a week'.split(
    '|',
  );
const OPENINGS = ['Hello,', 'Good morning,', 'Hi there,', 'Dear team,'];
const REST =
  'I bought it in your shop some weeks ago and have used it every day since then. Could you please tell me what I can do about it, and how long that will take? Thank you very much for your help.';

export interface Post {
  kind: ChannelKind;
  /** Takes one in. @returns its enquiry; null where it was known already */
  write(letter: Letter): Promise<string | null>;
  /** What was sent came back. */
  bounce(id: string, reply: string): Promise<void>;
}

export interface Letter {
  id: string;
  from: string;
  subject: string;
  text: string;
  answers: string[];
  at: number;
  withFile: boolean;
}

/** By which a machine may write, too: it confirms, and asks how it went. */
export function makePost(): Post {
  let context: ChannelContext | null = null;
  const limits = {
    ...{ text: { max: 50_000 }, attachments: null, idempotent: false, threads: 'names' as const },
    ...{ holdMs: 15_000, automaticAnswer: 'allowed' as const },
  };
  return {
    write: async letter => {
      const taken = await context!.accept(inboundOf(letter));
      return taken.as === 'stored' ? taken.enquiryId : null;
    },
    bounce: async (id, reply) => {
      const inbound = inboundOf({
        ...{ id, from: 'mailer-daemon@mail.example', subject: 'Undelivered', text: 'It came back.', answers: [] },
        ...{ at: context!.clock.now(), withFile: false },
      });
      if (inbound.content.as !== 'message') return;
      const action = 'failed' as const;
      const bounce = { about: [reply], recipient: null, action, permanent: true, reason: 'There is no such address.' };
      const message = { ...inbound.content.message, kind: 'bounce' as const };
      await context!.accept({ ...inbound, content: { as: 'bounce', bounce, message } });
    },
    kind: {
      ...{ kind: 'post', label: 'Post', connect: 'Connect it', limits, settings: [] },
      ...{ acknowledges: true, asksRating: true },
      open: (_settings, given) => {
        context = given;
        return {
          ...{ kind: 'post', limits },
          start: async () => {},
          stop: async () => {},
          check: async () => [],
          nameFor: id => `post:${id}`,
          send: async ({ id }) => ({ as: 'sent', externalId: `post:${id}`, names: [`post:${id}`] }),
          acknowledge: async ({ id }) => ({ as: 'sent', externalId: id, names: [] }),
        };
      },
      explain: async () => null,
    },
  };
}

export function somethingAsked(random: () => number): { subject: string; text: string; withFile: boolean } {
  const one = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)]!;
  const [object, trouble] = [one(OBJECTS), one(TROUBLES)];
  const number = Math.floor(random() * 90_000) + 10_000;
  const text = `${one(OPENINGS)}\n\nthe ${object} of order ${number} ${trouble}. ${REST}`;
  return { subject: `${object} ${trouble}`, text, withFile: random() < FILES_SHARE };
}

function inboundOf({ id, from, subject, text, answers, at, withFile }: Letter): Inbound {
  const content = withFile ? bytesOf(id, FILE_BYTES) : null;
  const file = content && {
    ...{ name: 'photo.jpg', type: 'image/jpeg', bytes: content.length, content, withheld: null },
    sha256: createHash('sha256').update(content).digest('hex'),
  };
  return {
    ...{ externalId: id, contentKey: null },
    raw: { bytes: bytesOf(`${id} raw`, MAIL_BYTES + (content?.length ?? 0)), type: 'message/rfc822' },
    content: {
      as: 'message',
      message: {
        ...{ kind: 'human', from: { address: from, name: null }, subject, text, folded: [], writtenAt: at },
        attachments: file ? [file] : [],
        ...{ visibility: 'private', names: [id], answers, others: [], warnings: [] },
      },
    },
  };
}

/** The same for the same name, and as hard to press together as a picture. */
function bytesOf(name: string, length: number): Uint8Array {
  return new Uint8Array(createHash('shake256', { outputLength: length }).update(name).digest());
}
