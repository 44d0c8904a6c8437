/** A shop that answers on X: the real flows and the real library, the stand-in of X, and a clock that a test moves. */
import { connectX } from '../../../../adapters/channels/x/connection/client.ts';
import { readItem } from '../../../../adapters/channels/x/read/item.ts';
import { readPayload } from '../../../../adapters/channels/x/read/payload.ts';
import { toInbound } from '../../../../adapters/channels/x/receive.ts';
import { meterOf, readTerms } from '../../../../adapters/channels/x/rules/terms.ts';
import { makeDepartures } from '../../../../adapters/channels/x/send/departures.ts';
import { FILES_OF_REPLY } from '../../../../adapters/channels/x/send/files.ts';
import { lookUp } from '../../../../adapters/channels/x/send/look-up.ts';
import { type SendParts, sendReply, stepsOf } from '../../../../adapters/channels/x/send/send.ts';
import { xConfig } from '../../../../adapters/channels/x/setup/config.ts';
import { systemClock } from '../../../../src/app/world.ts';
import type { Reply } from '../../../../src/core/reply.ts';
import type { Channel, ChannelContext, ChannelKind, ChannelLimits } from '../../../../src/ports/channel.ts';
import type { FakeAccount, FakeX } from '../../../kit/far-sides/x/hands.ts';
import { openX } from '../../../kit/far-sides/x/server.ts';
import type { XOptions } from '../../../kit/far-sides/x/shapes.ts';
import { openHouse, type TestHouse } from '../../../kit/house.ts';
import { type TestClock, testClock } from '../../../kit/world.ts';

const limits: ChannelLimits = {
  text: { max: 10_000 },
  publicText: { max: 280 },
  attachments: FILES_OF_REPLY,
  idempotent: false,
  threads: 'flat',
  holdMs: 0,
  automaticAnswer: 'forbidden',
};

export interface XShop extends TestHouse {
  x: FakeX;
  us: FakeAccount;
  clock: TestClock;
  context: ChannelContext;
  parts: SendParts;
  /** Dies after the next reply was handed to X, before anything is written down of how that went. */
  die(): void;
  /** Hands in what people wrote since. @returns the enquiries that are there, the newest last */
  bring(): Promise<string[]>;
  /** Ann answers, and it is let go: deliberately, as often as she is asked. */
  answer(enquiryId: string, text: string): Promise<void>;
  replies(): Promise<Reply[]>;
  end(): Promise<void>;
}

/** @param withinMs how long a request to X may take, of the machine's own time */
export async function openXShop(options: XOptions & { withinMs?: number; monthBudget?: number } = {}): Promise<XShop> {
  const { withinMs = 300, monthBudget = 10, ...world } = options;
  const clock = testClock();
  const x = await openX({ now: clock.now, ...world });
  const us = x.account('shop', { name: 'The Shop' });
  const { appKey, appSecret, accessToken, accessSecret } = us.keys;
  const keys = { api_key: appKey, api_secret: appSecret, access_token: accessToken, access_secret: accessSecret };
  const client = connectX({ config: xConfig(keys), origin: x.url, clock: systemClock, withinMs });
  const { terms } = readTerms(null);
  const meter = meterOf(terms, { monthBudget });
  let parts: SendParts | null = null;
  const dying: true[] = [];
  const open = (context: ChannelContext): Channel => {
    parts = {
      ...{ context, meter, terms, departures: makeDepartures(context) },
      x: client as unknown as SendParts['x'],
      us: async () => us.id,
      brought: (step, ids) => context.add(meter, [{ what: step, n: ids.length }]),
    };
    const given = parts;
    return {
      ...{ kind: 'x', limits, meter },
      start: async () => {},
      stop: async () => {},
      check: async () => [],
      send: async reply => {
        const result = await sendReply(reply, given);
        if (dying.splice(0).length) throw new Error('The process died here.');
        return result;
      },
      lookUp: reply => lookUp(reply, given),
      stepsOf: reply => stepsOf(terms, reply),
    };
  };
  let context: ChannelContext | null = null;
  const kind: ChannelKind = {
    ...{ kind: 'x', label: 'X', connect: 'Connect X', words: 'X', visibility: 'both', limits, settings: [] },
    open: (_settings, given) => {
      context = given;
      return open(given);
    },
    explain: async () => ({}),
  };
  const settings = { name: 'shop-on-x', kind: 'x', room: 'customers', schema: [], settings: {} };
  const house = await openHouse({ clock, kinds: [kind], channels: [settings] });
  const cards = async () => (await house.cards()).map(each => each.enquiryId);
  let seen = 0;
  return {
    ...house,
    ...{ x, us, clock, context: context!, parts: parts! },
    die: () => void dying.push(true),
    bring: async () => {
      const account = { id: us.id, handle: us.handle };
      const pages = [await client.mentions(us.id, { max: 100 }), await client.messages({ max: 100 })];
      for (const page of pages) {
        if (!page.ok) throw new Error(page.words);
        const { body } = page.value;
        for (const each of readPayload(body).found.reverse()) {
          const inbound = toInbound(readItem(each, account), body, clock.now(), account);
          if (inbound) await context!.accept(inbound);
        }
      }
      await house.settle();
      return cards();
    },
    answer: async (enquiryId, text) => {
      await house.as('Ann').submit('reply.form', enquiryId, 'reply.send', { text, seen: '99' });
      seen = await pressSend(house, enquiryId, seen);
      await house.settle();
    },
    replies: async () => {
      const rows = await house.engine.rows<{ id: string }>('select id from replies order by held_at, id', []);
      const found = await Promise.all(rows.map(each => house.house.parts.store.reply(each.id as never)));
      return found.flatMap(each => each ?? []);
    },
    end: async () => {
      clock.wakeAll();
      await house.close();
      await x.close();
    },
  };
}

/** Whatever still asks before it sends. @returns how many private views there are now */
async function pressSend(house: TestHouse, enquiryId: string, _seen: number): Promise<number> {
  const views = await house.as('Ann').privates(enquiryId);
  const sends = views.at(-1)?.buttons.find(each => /^(yes, )?send\b/i.test(each.label));
  if (sends) await house.as('Ann').choose(enquiryId, sends.label);
  return views.length;
}

/** What became of a reply as the thread shows it. */
export async function marksOf(shop: XShop, enquiryId: string): Promise<string[]> {
  return (await shop.thread(enquiryId)).posts.flatMap(each =>
    each.mark ? [`${each.mark.state}: ${each.mark.words}`] : [],
  );
}
