/** What every channel must do: one suite; an adapter brings a way to open it and a far side that counts. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock, systemIds } from '../../src/app/world.ts';
import type { Channel, ChannelContext, ChannelKind, Inbound, OutgoingReply } from '../../src/ports/channel.ts';
import type { Json } from '../../src/ports/json.ts';
import type { SettingsValue } from '../../src/ports/settings.ts';
import { memoryShelf } from '../kit/shelf.ts';
import { testLog } from '../kit/world.ts';

export interface ChannelCase {
  kind: ChannelKind;
  /** Opens far sides; `settings` point to them. */
  begin(): Promise<{
    settings: Record<string, SettingsValue>;
    /** Of the environment. */
    variables?: Record<string, string>;
    /** To whom replies go, and what they answer, where an address of mail is of no use. */
    reply?: Partial<OutgoingReply>;
    /** What the customer got so far. */
    got(): string[];
    /** The far side does not answer any more. */
    away(): void;
    end(): Promise<void>;
    /** Raw payloads that the adapter must make something of. */
    raws: Uint8Array[];
  }>;
}

export function channelContract({ kind, begin }: ChannelCase): void {
  describe(`the channel ${kind.kind}`, () => {
    let far: Awaited<ReturnType<ChannelCase['begin']>>;
    let channel: Channel;
    let accepted: Inbound[];
    beforeEach(async () => {
      far = await begin();
      accepted = [];
      channel = kind.open(far.settings, context(accepted, far.variables));
      await channel.start();
    });
    afterEach(async () => {
      await channel.stop();
      await far.end();
    });

    const reply = (text: string, more: Partial<OutgoingReply> = {}): OutgoingReply => ({
      id: systemIds.make('reply'),
      enquiryId: systemIds.make('enquiry'),
      attempt: 1,
      to: { address: 'maya@example.com', name: 'Maya' },
      copies: [],
      writtenTo: null,
      author: { name: 'Ann' },
      text,
      subject: 'Kettle',
      answers: ['<1@example.com>'],
      lastMessage: null,
      ...more,
      ...far.reply,
    });

    test('declares what it can carry, and describes every setting for a form', () => {
      expect(channel.kind).toBe(kind.kind);
      expect(channel.limits.text.max).toBeGreaterThan(0);
      expect(channel.limits.holdMs).toBeGreaterThanOrEqual(0);
      for (const field of kind.settings) {
        expect(field.label).toMatch(/\S/);
        expect(field.help).toMatch(/\.$/);
      }
      expect(new Set(kind.settings.map(each => each.name)).size).toBe(kind.settings.length);
    });

    test('delivers a reply once and gives back a name that never changes', async () => {
      const one = reply('Hello Maya');
      const first = await channel.send(one);
      expect(first.as === 'sent' || first.as === 'queued').toBe(true);
      if (channel.nameFor) expect((first as { externalId: string }).externalId).toBe(channel.nameFor(one.id));
      expect(far.got().filter(text => text.includes('Hello Maya'))).toHaveLength(1);
      if (channel.limits.idempotent) {
        await channel.send({ ...one, attempt: 2 });
        expect(far.got().filter(text => text.includes('Hello Maya'))).toHaveLength(1);
      }
    });

    test('carries every character a person may write, and none of it is taken for markup or a header', async () => {
      const text = 'Grüße 👋 مرحبا <b>&amp;</b> <script>x</script>\nBcc: eve@example.com\r\n\r\n.\nend';
      await channel.send(
        reply(text, { subject: 'a\r\nBcc: eve@example.com', to: { address: 'maya@example.com', name: 'M\r\nX: y' } }),
      );
      const [got = ''] = far.got();
      for (const part of ['Grüße 👋 مرحبا', '<script>x</script>', 'Bcc: eve@example.com', 'end'])
        expect(got).toContain(part);
    });

    test('a far side that is away is a result, never a throw', async () => {
      far.away();
      const result = await channel.send(reply('Hello'));
      expect(['retry', 'sent', 'unsure', 'refused']).toContain(result.as);
      if (!channel.limits.idempotent) expect(result.as).toBe('retry');
      for (const item of await channel.check()) expect(item.words).toMatch(/\S/);
    });

    test('explains any bytes without a throw', async () => {
      const odd = [
        new Uint8Array(),
        Uint8Array.from([0, 255, 254]),
        new TextEncoder().encode('{"cid":1}'),
        ...far.raws,
      ];
      for (const raw of odd) {
        // Of a payload with several things in it one for each.
        const explained = [await kind.explain(raw)].flat() as { kind: string; warnings: Json[] }[];
        expect(explained).not.toEqual([]);
        for (const each of explained) {
          expect(each.kind).toMatch(/\w/);
          expect(Array.isArray(each.warnings)).toBe(true);
        }
      }
    });

    test('stops twice without harm and is silent afterwards', async () => {
      await channel.stop();
      await channel.stop();
      expect(accepted).toEqual([]);
    });
  });
}

function memoryVault(): ChannelContext['vault'] {
  const secrets = new Map<string, string>();
  return {
    read: async name => secrets.get(name) ?? null,
    write: async (name, secret) => void secrets.set(name, secret),
  };
}

export function context(accepted: Inbound[], variables: Record<string, string> = {}): ChannelContext {
  let cursor: Awaited<ReturnType<ChannelContext['cursor']>> = null;
  return {
    workspaceId: 'ws_test' as never,
    channelId: 'chan_1' as never,
    name: 'site',
    publicUrl: 'http://127.0.0.1:1',
    clock: systemClock,
    ids: systemIds,
    log: testLog(),
    bus: { publish: () => {}, subscribe: () => () => {} },
    shelf: memoryShelf(),
    withdraw: async () => {},
    accept: async inbound => {
      const known = accepted.some(each => each.externalId === inbound.externalId);
      if (!known) accepted.push(inbound);
      if (inbound.cursor) cursor = inbound.cursor;
      return known ? { as: 'duplicate' } : { as: 'stored', enquiryId: null };
    },
    isTaken: async externalId => accepted.some(each => each.externalId === externalId),
    articles: {
      published: async () => [],
      one: async () => null,
      suggest: async () => null,
      said: async () => false,
      solved: async () => false,
    },
    living: async ids => [...ids],
    delivered: async () => {},
    cursor: async () => cursor,
    saveCursor: async next => {
      cursor = next;
    },
    whileLeader: work => {
      const stop = new AbortController();
      const running = work(stop.signal);
      return async () => {
        stop.abort();
        await running;
      };
    },
    notice: async () => {},
    take: async () => ({ ok: true }),
    add: async () => {},
    used: async () => [],
    ours: () => [],
    progress: () => ({ at: () => {}, end: () => {} }),
    vault: memoryVault(),
    exclusively: (_name, work) => work(),
    sign: text => `${text.length}`.padStart(64, '0'),
    reach: async host => host,
    variable: name => variables[name] ?? null,
    clientAddress: request => request.socket.remoteAddress ?? '',
    unnamedProxy: () => null,
    watching: {
      standing: async () => null,
      hasMailbox: async () => false,
      expected: async () => ({ open: true, opensAt: null, by: null }),
      typing: async () => {},
      left: async () => {},
      rate: async () => true,
      file: async () => null,
      sendTranscript: async () => false,
    },
  };
}
